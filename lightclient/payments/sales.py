"""Sales: from what gateways claim to what is proved, for every open sale at once. A machine without I/O.

    sales = Sales(ChainView(ledger, counts), ["gw1", "gw2"])
    sale = sales.open("table 4", 50_000, script, since=ledger.height, expires=900)

    sales.told(gateway, body, now)         what a gateway says under its watch (docs/protocol.md, WATCH)
    sales.began(gateway, now)              a gateway watches for us anew: it has forgotten what it told
    sales.owners.replaced(fork)            blocks were replaced; call it at once
    sales.tip(now)                         our chain, or whether it counts, has changed
    sales.tick(now, clock)                 about once a second

    for question in sales.wants(now): ...  each is answered by `proved`, `fetched`, `failed`, or `watch`
    for change in sales.changes(): ...     what is new since the last call

now: seconds of a clock that never jumps; clock: Unix seconds, or None. Nothing that gateways send raises: `told`,
`proved` and `fetched` return "" or the name of a fault to count against the gateway.

Promised: nothing counts as confirmed but what was proved to be in our own chain, above the sale's `since`; a
transaction serves one sale for each script that it pays; as long as one gateway in use tells all, however often it or
we are restarted, every payment is found, whatever the others tell. Not promised: if all gateways lie, nothing is found;
"seen" is never more than the word of the gateways that are named.
"""

from collections import namedtuple

from lightclient.bitcoin.kinds import GONE, MINED
from lightclient.errors import LightClientError
from lightclient.payments import asking, judge
from lightclient.payments.book import AHEAD, Book
from lightclient.payments.claims import insert, parse, parse_covered, parse_gone
from lightclient.payments.paid import Paying, read
from lightclient.sync.messages import COVERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from lightclient.payments.claims import Claim
    from lightclient.payments.payment import Payment
    from lightclient.payments.sale import Sale

    class Change(NamedTuple):
        sale: Sale
        payment: "Payment | None"
        before: "str | None"
        state: str
        confirmations: int
        key: "tuple[Any, ...]"
else:
    # What is new: of a payment, or (payment None) of the sale as a whole. before: the state that was told last, None at
    # first. key: for `Sales.tell`.
    Change = namedtuple("Change", ("sale", "payment", "before", "state", "confirmations", "key"))


class Sales(Book):
    """The machine. See above."""

    def told(self, gateway: str, body: "Any", now: float) -> str:
        """Take a body that came under a gateway's watch: [SEEN | MINED | GONE | COVERED, ...]."""
        if gateway not in self.gateways or not isinstance(body, list) or not body:
            return "BadSchema"
        try:
            if body[0] == COVERED:
                first, last = parse_covered(body)
                for sale in self.sales.values():
                    sale.cover(gateway, first, last, self.chain.height + AHEAD)
            elif body[0] == GONE:
                txid, rival = parse_gone(body)
                self.unknown.get(gateway, {}).pop(txid, None)
                for sale in self.owners.of(txid):
                    sale.gone(gateway, txid, rival, now)
            else:
                return self._claimed(gateway, body, now)
        except LightClientError as error:
            return error.name
        return ""

    def _claimed(self, gateway: str, body: "list[Any]", now: float) -> str:
        txid, claim, raw = parse(body)
        claim.shown_at = now
        claim.due = now if claim.kind == MINED else None
        claim.number = self.next()
        paying = self.owners.paying(txid) if raw is None else self.read(raw)
        if paying:
            if paying.txid != txid:
                return "TxidMismatch"
            self.unknown.get(gateway, {}).pop(txid, None)
            asking.serve(self, gateway, paying, claim, now)
        elif claim.kind == MINED or (claim.size or 0) <= self.limits.fetch:
            self._keep(gateway, txid, claim, now)
        return ""

    def _keep(self, gateway: str, txid: bytes, claim: "Claim", now: float) -> None:
        """Keep a claim of a transaction whose bytes have to be fetched before anything can be said of it."""
        if claim.height is not None and all(claim.height <= sale.since for sale in self.sales.values()):
            return
        table = self.unknown.setdefault(gateway, {})
        claim.due = now
        if txid in table:
            claim.follow(table[txid], now)
        gone = insert(table, txid, claim, self.limits.claims)
        if gone:
            for sale in self.sales.values():
                sale.dropped(gateway, gone[1])

    # -- what becomes of the chain, and of time

    def tip(self, now: float, fork: "int | None" = None) -> None:
        """Our chain, or whether it counts, has changed. fork: for `owners.replaced`, if it was not called."""
        if fork is not None and fork < self.height:
            self.owners.replaced(fork)
        self.height = self.chain.height
        reorganised = [1 for sale in self.sales.values() if sale.fork is not None]
        for sale in self.listed():
            sale.tip(self.chain, now, self.gateways)
        self.owners.spent.clear()
        for sale in self.listed():
            judge.spend(sale)
        for sale in self.listed():  # by what is proved of all of them
            judge.everything(sale)
        for claim in [claim for table in self.unknown.values() for claim in table.values() if claim.at_tip]:
            claim.due, claim.at_tip = now, False
        if reorganised:
            self._watch_all()

    def tick(self, now: float, clock: "int | None" = None) -> None:
        """Time has passed. clock: Unix seconds, None if the time of day is not known: then no expiry runs."""
        self.forget_stale(now)
        for sale in self.sales.values():
            sale.tick(now, clock)

    # -- questions

    wants = asking.wants
    fetched = asking.fetched
    proved = asking.proved
    failed = asking.failed

    def paying(self) -> Paying:
        """Return a visitor for a transaction that is walked as it comes; `finish` it before handing it in."""
        return Paying(self.owners.scripts())

    def read(self, raw: "bytes | memoryview") -> Paying:
        """Return what a transaction pays to the open sales. Raises what `paid.read` raises."""
        return read(raw, self.owners.scripts())

    # -- news

    def changes(self) -> "list[Change]":
        """Return what is new since the last call: of payments in the order in which it came, then of the sale."""
        news: "list[Change]" = []
        for sale in self.listed():
            change = self.next_change(sale)
            while change:
                self.tell(change)
                news.append(change)
                change = self.next_change(sale)
        return news

    def next_change(self, sale: "Sale") -> "Change | None":
        """Return what has to be told next of a sale, None if there is nothing; `tell` when that is done.

        Whoever is slow is told how things are then, not all that happened.
        """
        if sale.changed:
            for it in sorted(sale.payments.values(), key=lambda payment: payment.touched):
                key = judge.key(sale, it)
                if it.told != key:
                    return Change(sale, it, it.told[0] if it.told else None, it.state, it.confirmations, key)
            summary = sale.summary()
            key = judge.sale_key(sale, summary)
            if sale.told != key:
                before = sale.told[0] if sale.told else None
                return Change(sale, None, before, summary.state, summary.confirmations, key)
            sale.changed = False
        return None

    def tell(self, change: "Change") -> None:
        """Take that the caller has been told of a change; a sale that is saved now does not tell of it again."""
        (change.payment or change.sale).told = change.key
