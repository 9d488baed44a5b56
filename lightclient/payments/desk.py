"""Desk: asks a follower's gateways what a book of sales wants to know, and hands it their answers. Without I/O.

desk = Desk(follower, Sales(ChainView(ledger, counts), follower.names), clock)
for change in desk.tick(now): ...      whenever something came, and about once a second
"""

from lightclient.bitcoin import bundle
from lightclient.bitcoin.questions import Proof
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import PROVED
from lightclient.payments.asking import NOT_YET
from lightclient.payments.limits import BOARD
from lightclient.payments.pieces import Pieces
from lightclient.payments.sales import Sales
from lightclient.payments.turns import PROVE, WATCH
from lightclient.payments.view import ChainView
from lightclient.sync.errors import TooManyQuestions
from lightclient.sync.quorum import BANNED, KNOWN, OFFLINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.payments.limits import Limits
    from lightclient.payments.paid import Paying
    from lightclient.payments.sales import Change
    from lightclient.payments.turns import Question
    from lightclient.sync.follower import Follower

ANSWER = 10  # seconds for an answer; a slower gateway is asked again, in its turn
FETCH = 30  # seconds for all pieces of a transaction


class Open:
    """A question of the sales, as it was put to the follower.

    until    when it is given up
    asking   what is asked, for Questions
    asked    as it is open there
    seen     the transaction, as a proof that held brought it along
    adopted  how many challenges our chain had lost when a proof was judged by it
    """

    __slots__ = ("adopted", "asked", "asking", "question", "seen", "until")

    def __init__(self, question: "Question", until: float) -> None:
        self.question = question
        self.until = until
        self.asking: "Any" = None
        self.asked: "Any" = None
        self.seen: "Paying | None" = None
        self.adopted = 0


class Desk:
    """Between the machine of payments and the follower. clock: Unix seconds, None if the time is not known."""

    def __init__(self, follower: "Follower", sales: "Sales", clock: "Callable[[], int | None]") -> None:
        self.follower = follower
        self.sales = sales
        self.clock = clock
        self.ledger: "Any" = follower.ledger
        self.chain: "tuple[bytes, bool] | None" = None  # our tip, and whether confirmations counted, at the last tick
        self.open: "list[Open]" = []
        self.ledger.replaced.append(sales.owners.replaced)

    def tick(self, now: float) -> "list[Change]":
        """Ask what there is to ask, and return what has changed."""
        self.work(now)
        return self.sales.changes()

    def work(self, now: float) -> None:
        """Do the same, and leave it to the caller to look for changes."""
        sales = self.sales
        chain = self.ledger.tip, sales.chain.counts
        if chain != self.chain:
            self.chain = chain
            sales.tip(now)
        sales.tick(now, self.clock())
        for one in self.open[:]:
            if one.asked.done:
                self.open.remove(one)
                self._answered(one, now)
        follower = self.follower
        online = [name for name in follower.names if follower.quorum.gateway(name, now) not in (OFFLINE, BANNED)]
        for question in sales.wants(now, online):
            self._ask(question, now)

    def _ask(self, question: "Question", now: float) -> None:
        name, txid, limit = question.gateway, question.txid, self.follower.limit
        if question.kind == WATCH:
            self._watch(name, now)
            return
        one = Open(question, now + (ANSWER if question.kind == PROVE else FETCH))
        one.adopted = self.ledger.adopted
        if question.kind == PROVE:

            def proven(body: "bytes | memoryview") -> None:
                tx = bundle.parse(body).tx
                one.seen = self.sales.read(tx) if len(tx) else None
                one.adopted = self.ledger.adopted

            known = self.sales.owners.paying(txid)
            walked = bundle.Leaf(txid, known.coinbase) if known else None
            one.asking = Proof(self.ledger, txid, limit, question.height, proven, walked)
        else:
            one.asking = Pieces(txid, self.sales.paying, limit, question.height, self.sales.limits.fetch)
        self._send(one, now)

    def _watch(self, name: str, now: float) -> None:
        scripts, since = self.sales.watch(name, now)
        self.follower.watches.set(name, scripts, since, self._told, now, self._began)

    def _began(self, name: str, now: float) -> None:
        """A new watch, and not the old one renewed: what the gateway told while the line was down is lost."""
        self.sales.began(name, now)
        self._watch(name, now)

    def _send(self, one: Open, now: float) -> None:
        name = one.question.gateway
        try:
            one.asked = self.follower.ask(one.asking, now, min(ANSWER, one.until - now), [name])
        except TooManyQuestions:  # others ask as well: the next tick has it again
            self.sales.turns.answered(name, one.question.txid)
        else:
            self.open.append(one)

    def _answered(self, one: Open, now: float) -> None:
        sales, name, txid = self.sales, one.question.gateway, one.question.txid
        fault = ""
        try:
            answer = one.asked.value()
            if one.question.kind != PROVE:
                if answer is None and now < one.until:
                    self._send(one, now)
                elif answer is None:
                    sales.failed(name, txid, now)
                else:
                    walked, paying = answer
                    fault = sales.fetched(name, paying.finish(walked), now)
            elif one.adopted != self.ledger.adopted:  # what was proved by a chain that is gone has to be proved again
                sales.failed(name, txid, now, NOT_YET)
            elif answer.outcome == PROVED:
                place = answer.place
                fault = sales.proved(name, txid, place.height, bytes(place.hash), now, one.seen, place.time, answer)
            else:
                sales.failed(name, txid, now, NOT_YET if answer.place is not None else "")
        except LightClientError:  # the gateway has been marked for it
            sales.failed(name, txid, now)
        if fault:
            self.follower.mark(name, fault)

    def _told(self, name: str, body: "Any", now: float) -> None:
        fault = self.sales.told(name, body, now)
        if fault:
            self.follower.mark(name, fault)


def desk_of(device: "Any", limits: "Limits" = BOARD) -> Desk:
    """Return a desk without sales for a Device, or for anything with a follower, chain() and clock.

    for change in desk.tick(device.clock.now()): ...        once a second; then device.flush()
    """
    view = ChainView(device.ledger, lambda: device.chain() in KNOWN)
    sales = Sales(view, device.follower.names, limits)
    sales.another = getattr(device, "another", False)
    return Desk(device.follower, sales, device.clock.unix)
