"""Till: opens invoices, follows them, and keeps them.

    async with Client(broker, MAINNET, gateways, trust=..., state="state") as client:
        till = await client.till(Receiver.from_descriptor(DESCRIPTOR, MAINNET), store="till.db")
        invoice = await till.invoice(satoshi=50_000, memo="table 4")
        async for change in invoice.changes(): ...

Every till of a shop follows all open invoices of the store, each on its own chain, so that one goes on when another is
switched off. They share only the store, which hands out addresses and knows the open invoices.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

from lightclient.errors import LightClientError
from lightclient.payments import saved, standing, states
from lightclient.payments.policy import check_satoshi, check_term
from lightclient.payments.sale import Sale
from lightclient.sync.errors import ClientStopped
from lightclient.till import dust
from lightclient.till.counter import Counter
from lightclient.till.errors import Dust, NoAmount, NotKept, OtherAddress, TooManyInvoices, WrongWallet
from lightclient.till.fiat import Fiat
from lightclient.till.invoice import Invoice
from lightclient.till.policy import Policy
from lightclient.till.receiver import Receiver
from lightclient.till.rescan import Gap, gaps, look
from lightclient.till.store import Row, Store
from lightclient.till.text import check_text
from lightclient.waiting import came

log = logging.getLogger("lightclient.till")

MOST = 500  # invoices open in a store: gateways watch 512 scripts for a client
MEMO = 200  # characters
ID = 32  # characters of an id
LOOK = 1.0  # seconds until the store is asked what other tills have opened and closed


class Till:
    """The till. `Client.till` makes one; it ends with its client."""

    def __init__(self, counter: Counter, wallet: Receiver, store: Store, policy: Policy) -> None:
        self.wallet = wallet
        self.policy = policy
        self._least = dust.least(wallet.script(0))
        self._counter = counter
        self._store = store
        self._open: dict[str, Invoice] = {}
        self._kept: dict[str, Any] = {}  # what of each invoice the store has, without its ages
        self._news = asyncio.Event()
        self._lock = asyncio.Lock()  # between what is written and what is known here
        self._running: asyncio.Task[None] | None = None
        self._stopped = False
        self._failing = ""
        self.faults: dict[str, str] = {}  # invoices that cannot be shown or followed, by their ids: why

    async def start(self) -> None:
        """Take up what is open; what cannot be is named in `faults`, and stays in the store.

        Raises WrongWallet, StoreFailed, BadStore.
        """
        if self.wallet.network.id != self._counter.network.id:
            raise WrongWallet(wallet=self.wallet.network.name, client=self._counter.network.name)
        try:
            await self._store.open(self.wallet.network.id)
            await self._meet()
        except BaseException:
            await self._store.close()
            raise
        self._running = asyncio.create_task(self._run())
        self._running.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Save what is new. Whoever waits for a change gets ClientStopped. Raises StoreFailed."""
        self._stopped = True
        if self._running:
            self._running.cancel()
            await asyncio.wait([self._running])
        try:
            async with self._lock:
                await self._keep()
        finally:
            for invoice in self._open.values():
                invoice.tell(stopped=True)
            await self._store.close()

    # -- invoices

    async def invoice(
        self,
        satoshi: int | None = None,
        *,
        fiat: Fiat | None = None,
        expires: int | None = 900,
        memo: str = "",
        name: str | None = None,
    ) -> Invoice:
        """Return a new invoice, on an address that no other one has. It is in the store then.

        satoshi: the amount, or `fiat`, from which it is computed. expires: seconds, None: never. name: its id, of
        32 characters that nobody can guess and no invoice has; made up here unless it is given.
        Raises NotSatoshi, AmountNotPositive, AmountTooLarge, Dust, NoAmount, BadTerm, BadText, GapReached,
        TooManyInvoices, NotSynced, StoreFailed, ClientStopped.
        """
        if (satoshi is None) == (fiat is None):
            raise NoAmount()
        amount = check_satoshi(fiat.satoshi if fiat else satoshi)
        if amount < self._least:
            raise Dust(satoshi=amount, least=self._least)
        if expires is not None:
            check_term("expires", expires, 1)
        check_text("memo", memo, MEMO)
        name = secrets.token_hex(ID // 2) if name is None else check_text("name", name, ID, ID)
        since = await self._counter.base()
        now, clock = time.monotonic(), int(time.time())
        sold = fiat.to_dict() if fiat else dict.fromkeys(("amount", "currency", "rate"))

        def make(number: int) -> Row:
            sale = Sale(name, amount, self.wallet.script(number), since, expires, self.policy.payment)
            standing.begin(sale, self._counter.book().chain)
            sale.tick(now, clock)  # the expiry runs from here, whatever becomes of this process
            record = saved.save(self._counter.book(), sale, now)
            return Row(name, self.wallet.id, number, clock, memo, **sold, closed=None, used=False, record=record)

        async with self._lock:
            if self._stopped:
                raise ClientStopped()
            await self._make_room()
            return self._take_up(await self._store.add(self.wallet.id, self.policy.gap, make))

    @property
    def counts(self) -> bool:
        """Whether what our chain says counts now: it has enough work, is not stale, and enough gateways show it."""
        return self._counter.book().chain.counts

    def open(self) -> list[Invoice]:
        """Return the open invoices of the shop, the oldest first. Each goes on from the height that it had come to."""
        return sorted(self._open.values(), key=lambda invoice: (invoice.created, invoice.number))

    async def get(self, name: str) -> Invoice:
        """Return an invoice by its id, open or closed. Raises UnknownInvoice, StoreFailed."""
        async with self._lock:
            return self._shown(await self._store.row(name))

    async def between(self, first: int, last: int) -> list[Invoice]:
        """Return the invoices, closed ones too, created from `first` to before `last`, Unix seconds, oldest first.

        Those that cannot be read are not among them: `faults` names them. Raises StoreFailed.
        """
        async with self._lock:
            return self._each(await self._store.between(first, last), self._shown)

    def gaps(self) -> list[Gap]:
        """Return the blocks that too few gateways have told of, and for which open invoices.

        Right after a start or a block that is usual, and passes. What stays was pruned, or the gateway cannot watch.
        """
        return gaps([invoice.sale for invoice in self.open()], self._counter.needed)

    async def rescan(self, gap: Gap) -> list[Gap]:
        """Close a gap with the filters of blocks (BIP158), as far as gateways have them.

        Return the blocks in it that seem to pay an invoice: their payments count when a gateway can show them.
        Raises NotKept; NotFound, NoAnswer, NodeDown, AnswerTooLarge or Refused if no gateway has any of the filters.
        """
        if self._counter.hash_at(gap.first) is None:
            raise NotKept(height=gap.first)
        sales = [self._open[name].sale for name in gap.invoices if name in self._open]
        return [seems for seems in await look(self._counter, sales, gap.last) if seems.first >= gap.first]

    # -- what is followed

    def _each(self, rows: list[Row], take: Callable[[Row], Invoice]) -> list[Invoice]:
        """Return what `take` makes of each row; one that cannot be read ends none of the others."""
        invoices = []
        for row in rows:
            try:
                invoices.append(take(row))
                self.faults.pop(row.id, None)
            except LightClientError as error:
                if self.faults.get(row.id) != str(error):
                    self.faults[row.id] = str(error)
                    log.warning("invoice %s is left aside: %s", row.id, error)
        return invoices

    def _shown(self, row: Row) -> Invoice:
        """Return an invoice as it is here, or as it was when it was closed."""
        if row.closed is None:
            return self._open.get(row.id) or self._take_up(row)
        return Invoice(row, self._checked(row), self.wallet.network, None)

    def _checked(self, row: Row) -> Sale:
        sale = saved.load(row.record, time.monotonic())
        own = row.wallet == self.wallet.id
        if sale.name != row.id or (own and sale.script != self.wallet.script(row.number)):
            raise OtherAddress(invoice=row.id, index=row.number)
        return sale

    def _take_up(self, row: Row) -> Invoice:
        sale = self._checked(row)
        self._counter.take_up(sale, self._news)
        invoice = self._open[row.id] = Invoice(row, sale, self.wallet.network, self._close)
        return invoice

    async def _meet(self) -> None:
        """Take up what other tills have opened, and drop what they have closed."""
        async with self._lock:
            ids, new = await self._store.opened(self._open)
            for name in set(self._open) - ids:
                invoice = self._open[name]
                if _knows(invoice.sale) > _stored(await self._store.row(name)):
                    await self._store.amend(name, *self._record(invoice.sale))
                self._drop(invoice)
            self._each(new, self._take_up)

    def _drop(self, invoice: Invoice) -> None:
        del self._open[invoice.id]
        self._kept.pop(invoice.id, None)
        self._counter.drop(invoice.id)
        invoice.tell(closed=True)

    async def _close(self, invoice: Invoice) -> bool:
        async with self._lock:
            return await self._close_one(invoice)

    async def _close_one(self, invoice: Invoice) -> bool:
        """Close an invoice. Another till may have written of payments that we do not know of: that stays then."""
        row = await self._store.row(invoice.id)
        record, used = self._record(invoice.sale)
        if _stored(row) > _knows(invoice.sale):
            record, used = row.record, row.used
        first = await self._store.finish(invoice.id, record, used, int(time.time()))
        if invoice.id in self._open:
            self._drop(invoice)
        return first

    async def _make_room(self) -> None:
        """Close what has been expired and unpaid for the longest time, if the store is full."""
        book = self._counter.book()
        while len(self._open) >= MOST or len(book.sales) >= book.limits.sales:
            unpaid = [one for one in self.open() if not one.sale.payments and self._is_over(one.sale)]
            if not unpaid:
                raise TooManyInvoices(most=MOST)
            await self._close_one(min(unpaid, key=lambda invoice: invoice.expires_at or 0))

    # -- the loop

    async def _run(self) -> None:
        looked = 0.0
        while True:
            await came(self._news, LOOK)
            self._news.clear()
            try:
                async with self._lock:
                    await self._work()
                if time.monotonic() - looked >= LOOK:
                    looked = time.monotonic()
                    await self._meet()
                self._failing = ""
            except LightClientError as error:  # what is followed goes on, and is written when it can be
                if str(error) != self._failing:
                    self._failing = str(error)
                    log.warning("%s", error)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """Leave nobody waiting for news if the loop has failed in a way that nobody foresaw."""
        if not task.cancelled():
            log.error("the till has failed", exc_info=task.exception())
            self._stopped = True
            for invoice in self._open.values():
                invoice.tell(stopped=True)

    async def _work(self) -> None:
        """Write what is new, then tell it."""
        news = [invoice for invoice in self._open.values() if self._is_news(invoice.sale)]
        try:
            await self._keep()
        finally:
            for invoice in news:
                if not invoice.closed:
                    invoice.tell()
        for invoice in self.open():
            if self._is_at_rest(invoice.sale):
                await self._close_one(invoice)

    def _is_news(self, sale: Sale) -> bool:
        """Whether the machine has something to tell of a sale; it counts as told then."""
        sales = self._counter.book()
        told = False
        change = sales.next_change(sale)
        while change is not None:
            sales.tell(change)
            told = True
            change = sales.next_change(sale)
        return told

    async def _keep(self) -> None:
        """Write the records that have changed in more than their ages. Raises StoreFailed."""
        changed = {}
        for name, invoice in self._open.items():
            sale = invoice.sale
            mark = sale.count, sale.told, sale.since, sale.height, sale.expired, dict(sale.covered), dict(sale.held)
            if mark != self._kept.get(name):
                changed[name] = mark
        if changed:
            await self._store.save([(name, *self._record(self._open[name].sale)) for name in changed])
            self._kept.update(changed)

    def _record(self, sale: Sale) -> tuple[bytes, bool]:
        return saved.save(self._counter.book(), sale, time.monotonic()), sale.summary().received > 0

    def _is_over(self, sale: Sale) -> bool:
        return sale.is_over(self._counter.book(), self._counter.needed, time.monotonic())

    def _is_told(self, sale: Sale) -> bool:
        return sale.is_told(self._counter.book(), self._counter.needed)

    def _is_at_rest(self, sale: Sale) -> bool:
        """Whether nothing more is to come: it is final, or all blocks until long after its expiry brought nothing."""
        if not self._is_told(sale):
            return False
        for payment in sale.payments.values():
            final = payment.state == states.CONFIRMED and payment.confirmations >= self.policy.final
            if not final and payment.state not in (states.REPLACED, states.CONFLICTED, states.GONE):
                return False
        if sale.summary().state in states.SETTLED:
            return True
        lingered = sale.expires_at is not None and time.time() >= sale.expires_at + self.policy.linger
        return self._is_over(sale) and lingered


def _knows(sale: Sale) -> tuple[int, int, int]:
    """Return how much a record of a sale knows of payments."""
    summary = sale.summary()
    return summary.confirmed, summary.received, summary.confirmations


def _stored(row: Row) -> tuple[int, int, int]:
    """Return the same of the record in the store; one that cannot be read knows nothing."""
    try:
        return _knows(saved.load(row.record, time.monotonic()))
    except LightClientError:
        return 0, 0, 0
