"""Tie: what binds a block to a header that is trusted, and the verdict on what the block holds.

    steps    signed headers, up from a header that we keep: each is verified as when following
    links    headers, the subject's first, each named by the next; the last is one that we keep, or the last step's

Without links the last step's header is the subject's. What was trusted is counted on our own ledger; steps beyond it
are taken on a copy and counted by the same rules, clock included.
"""

from lightclient.codec.cbor import BLOB
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import NotTied
from lightclient.evidence.finality import CLOCK
from lightclient.evidence.verdict import NotYet, Place, Proved
from lightclient.votes import period
from lightclient.votes.finality import Votes
from lightclient.votes.threshold import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.decided.network import Link, Trusted
    from lightclient.evidence.verdict import Subject, Verdict

MAX_STEPS = 16
MAX_LINKS = 64


class Tie:
    """block: what is tied: its header, hash, height and time. counted: the header whose votes stand behind it."""

    __slots__ = ("block", "checks", "clock", "counted", "ledger", "unclocked")

    def __init__(
        self,
        ledger: "Ledger",
        block: "Link | Trusted",
        counted: "Trusted",
        checks: "tuple[str, ...]",
        clock: "int | None",
        unclocked: "int | None",
    ) -> None:
        self.ledger = ledger
        self.block = block
        self.counted = counted
        self.checks = checks
        self.clock = clock
        self.unclocked = unclocked

    @property
    def header(self) -> "Any":
        """The block's header, as its ledger has it."""
        return self.block.header

    def verdict(self, subject: "Subject", checks: "tuple[str, ...]") -> "Verdict":
        """Return the verdict on a subject of this block, by these checks and the tie's own."""
        network, counted = self.ledger.network, self.counted
        skipped: "tuple[str, ...]" = ()
        missing: "tuple[str, ...]" = ()
        checks += self.checks
        lasting = network.trusting_period
        if lasting is None:
            skipped = (period.CHECK,)  # its rules say that signers answer for ever
        elif self.clock is None:
            skipped, missing = (period.CHECK,), (CLOCK,)
        elif self.unclocked is not None and period.state_of(self.unclocked, lasting, self.clock) == period.OVER:
            skipped, missing = (period.CHECK,), (period.CHECK,)  # steps without a clock that none can make up for
        elif period.state_of(counted.time, lasting, self.clock) == period.OVER:
            skipped = (period.CHECK,)  # hashes alone lead to what was trusted in its time: nobody had to sign for it
        else:
            checks = (period.CHECK,) + checks
        return (NotYet if missing else Proved)(
            network.id,
            subject,
            Place(self.block.height, self.block.hash, self.block.time),
            Votes(counted.signed, counted.total, shown(counted.threshold), counted.time),
            checks,
            skipped,
            self.ledger.anchor,
            missing,
        )


def tie(ledger: "Ledger", steps: "Any", links: "Any", clock: "int | None") -> Tie:
    """Return the tie of a block that evidence brings. steps, links: as they are decoded.

    Raises NotTied, BadSchema, Equivocation, and what the network's own methods raise.
    """
    network = ledger.network
    if not isinstance(steps, list) or len(steps) > MAX_STEPS or not isinstance(links, list) or len(links) > MAX_LINKS:
        raise BadSchema("evidence", "not at most " + str(MAX_STEPS) + " steps and " + str(MAX_LINKS) + " links")
    counted, unclocked = ledger.state, ledger.unclocked
    run = [network.read_signed(each) for each in steps]
    ledger.beside([new for new in run if new.height <= ledger.height], clock)
    if run:
        base = network.base(ledger, run[0])
        if base is None:
            raise NotTied(run[0].height)
        counted = base
    for new in run:
        unclocked = ledger.clocked(unclocked, counted, clock)
        counted = ledger.advance(counted, new, clock)
    if not links:
        if not steps:
            raise BadSchema("evidence", "neither steps nor links")
        return Tie(ledger, counted, counted, ("votes",), clock, unclocked)
    found = []
    for each in links:
        if not isinstance(each, BLOB):
            raise BadSchema("evidence", "a link is not bytes")
        found.append(network.read_link(each))
    top = found[-1]
    known = counted.hash if steps and counted.height == top.height else ledger.hash_at(top.height)
    if known != top.hash:
        raise NotTied(top.height)
    for i in range(len(found) - 1, 0, -1):
        network.backwards(found[i], found[i - 1])
    checks: "tuple[str, ...]" = ("votes",) if steps else ()
    checks += ("header-links",) if len(found) > 1 else ("trusted-header",)
    return Tie(ledger, found[0], counted, checks, clock, unclocked)
