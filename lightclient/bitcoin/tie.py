"""Tie: what binds a block to what is trusted, and the verdict on what is in that block."""

from lightclient.bitcoin import header as codec
from lightclient.evidence.verdict import NotYet, Place, Proved, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor
    from lightclient.evidence.finality import Work
    from lightclient.evidence.verdict import Verdict

TRANSACTION = "transaction"  # the kind of subject, and what may be missing
CLAIMED_HEIGHT = "claimed-height"  # the check that cannot run where no heights are known


class Tie:
    """How a block is tied to what is trusted.

    header    80 bytes
    hash      its hash, internal order
    height    None if the anchor does not know heights
    finality  what stands on top of it
    checks    names: the last one is how the block was tied
    skipped   names of checks that could not run
    missing   names of what the block is short of
    """

    __slots__ = ("checks", "finality", "hash", "header", "height", "missing", "skipped")

    def __init__(
        self,
        header: bytes,
        block_hash: bytes,
        height: "int | None",
        finality: "Work",
        checks: "tuple[str, ...]",
        skipped: "tuple[str, ...]" = (),
        missing: "tuple[str, ...]" = (),
    ) -> None:
        self.header = header
        self.hash = block_hash
        self.height = height
        self.finality = finality
        self.checks = checks
        self.skipped = skipped
        self.missing = missing

    def verdict(
        self,
        anchor: "ChainAnchor | HeadersAnchor",
        found: "list[tuple[int, bytes]]",
        checks: "tuple[str, ...]",
        skipped: "tuple[str, ...]",
        missing: "tuple[str, ...]",
        kind: str = TRANSACTION,
    ) -> "Verdict":
        """Return the verdict on what is under this header by these checks: transactions, as [(position, txid)]."""
        place = Place(self.height, self.hash, codec.time_of(self.header))
        missing += self.missing
        return (NotYet if missing else Proved)(
            anchor.network.id,
            Subject(kind, found),
            place,
            self.finality,
            checks + self.checks,
            skipped + self.skipped,
            anchor.name,
            missing,
        )
