"""Which question is asked next, so that no liar delays an honest gateway's claim for long.

Gateways take turns, and each has one question in flight at most. In its turn, a gateway is asked for that claim of its
own which failed least often; among equals, mined comes before seen, and the older claim first. So with G gateways, a
claim that stands behind C untried claims of the *same* gateway is asked for after at most G * (C + 1) questions,
whatever the other gateways claim, even with `at_once` of 1. With `at_once` of G or more it waits for no other gateway.

A claim that failed pauses, twice as long each time. A gateway whose claims to be mined fail one after the other pauses
too, for at most a minute, until one of them is proved.
"""

from collections import namedtuple

from lightclient.bitcoin.kinds import MINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from lightclient.payments.claims import Claim

    class Question(NamedTuple):
        kind: str
        gateway: str
        txid: bytes
        height: "int | None"
        block: "bytes | None"
        size: "int | None"
        known: bool
else:
    # What to ask a gateway for.
    #
    # kind            PROVE: a proof that txid is in the chain; FETCH: the transaction, too large to be told; WATCH: its
    #                 watch anew, with what `Sales.watch` returns (txid is b"")
    # height, block   where the gateway says it is: hints
    # size            bytes of the transaction, as told
    # known           its bytes were seen: a proof may come without them
    Question = namedtuple("Question", ("kind", "gateway", "txid", "height", "block", "size", "known"))

PROVE, FETCH, WATCH = "prove", "fetch", "watch"

HEDGE = 3  # seconds for which one gateway alone is asked for a transaction that several claim
LOST = 60  # seconds after which a question that nobody answered for the driver counts as failed
LENIENT = 3  # failures in a row that cost a gateway nothing
LONGEST = 60  # seconds that a gateway pauses at most


class Turns:
    def __init__(self, fetch: int) -> None:
        """fetch: bytes of the largest transaction that is fetched."""
        self.fetch = fetch
        self.turn = 0
        self.asked: "dict[str, tuple[Question, float]]" = {}  # gateway: its question in flight, and when it was asked
        self.strikes: "dict[str, tuple[int, float]]" = {}  # gateway: failures in a row, when it may be asked again

    def next(
        self, gateways: "list[str]", tables: "dict[str, list[tuple[bool, dict[bytes, Claim]]]]", height: int, now: float
    ) -> "Question | None":
        """Return the next question, None when nothing is to be asked now.

        gateways: those that can be asked. tables: what they claim; (whether the transactions are known, claims).
        height: of our tip.
        """
        count = len(gateways)
        for step in range(count):
            name = gateways[(self.turn + step) % count]
            if name in self.asked or now < self.strikes.get(name, (0, now))[1]:
                continue
            question = self._best(name, tables.get(name, []), height, now)
            if question:
                self.turn = (self.turn + step + 1) % count
                self.asked[name] = question, now
                return question
        return None

    def answered(self, gateway: str, txid: bytes) -> "Question | None":
        """Take the question that was answered out of flight and return it."""
        question = self.asked.get(gateway)
        if question is None or question[0].txid != txid:
            return None
        del self.asked[gateway]
        return question[0]

    def score(self, gateway: str, good: bool, now: float) -> None:
        """Count whether a claim to be mined was proved."""
        strikes = 0 if good else min(self.strikes.get(gateway, (0, now))[0] + 1, 30)
        pause = min(2 ** (strikes - LENIENT), LONGEST) if strikes > LENIENT else 0
        self.strikes[gateway] = strikes, now + pause

    def _best(
        self, name: str, tables: "list[tuple[bool, dict[bytes, Claim]]]", height: int, now: float
    ) -> "Question | None":
        best = None
        for known, table in tables:
            for txid, claim in table.items():
                if claim.due is None or claim.due > now or self._elsewhere(txid, now):
                    continue
                if claim.kind == MINED and claim.height is not None and claim.height > height:
                    continue  # our chain has to come there first
                tries = claim.attempts if claim.kind == MINED else claim.probes
                rank = tries, -claim.kind, claim.number
                if best is None or rank < best[0]:
                    best = rank, txid, claim, known
        if best is None:
            return None
        _, txid, claim, known = best
        whole = known or (claim.size or 0) > self.fetch  # it comes with the proof, if anybody can take that
        return Question(PROVE if whole else FETCH, name, txid, claim.height, claim.block, claim.size, known)

    def _elsewhere(self, txid: bytes, now: float) -> bool:
        """Whether another gateway is being asked for this transaction, and has had little time to answer."""
        times = [asked_at for question, asked_at in self.asked.values() if question.txid == txid]
        return bool(times) and now - min(times) < HEDGE
