"""Client: follows a ledger over MQTT gateways, asks them for evidence and waits for payments, for asyncio applications.

    async with Client("mqtt://broker", MAINNET, ["gw1", "gw2"], trust=MAINNET.shipped(), state="state") as client:
        await client.synced()
        async for event in client.payment(address, satoshi, confirmations=3):
            ...

What gateways say is only believed when it proves itself: blocks by their rules, transactions by Merkle proofs. What
they merely claim is called "seen". sync/follower.py does the following; this module adds a connection, a clock, files
and tasks.
"""

import asyncio
import contextlib
import functools
import logging
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any, NamedTuple, cast

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.header import display
from lightclient.bitcoin.questions import Broadcast, RawTransaction
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.evidence.verdict import Verdict, counted, not_found
from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts.broker import Broker, broker
from lightclient.mqtt.hosts.paho import Connection
from lightclient.payments.books import load_all, save_all
from lightclient.payments.desk import Desk
from lightclient.payments.errors import BadTerm, SaleDiffers, SaleExists, UnknownSale
from lightclient.payments.policy import PaymentPolicy, check_satoshi, check_term
from lightclient.payments.record import check_name
from lightclient.payments.sales import Sales
from lightclient.payments.states import CONFIRMED, SEEN, SETTLED
from lightclient.payments.view import ChainView
from lightclient.store.errors import StoreError
from lightclient.store.hosts.lock import LockedSlots
from lightclient.store.slots import SlotStore
from lightclient.sync import topics
from lightclient.sync.asking import DEADLINE, SUBSCRIBE
from lightclient.sync.errors import ClientStopped, NotFound
from lightclient.sync.follower import Follower
from lightclient.sync.ledger import record_of
from lightclient.sync.messages import about
from lightclient.sync.quorum import BANNED, KNOWN, OFFLINE, SILENT
from lightclient.waiting import came, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network as Bitcoin
    from lightclient.payments.sale import Sale
    from lightclient.payments.states import Summary
    from lightclient.sync.ledger import Ledger, Network, Question
    from lightclient.till.policy import Policy
    from lightclient.till.receiver import Receiver
    from lightclient.till.till import Till

log = logging.getLogger("lightclient.client")

WINDOW = 2016  # blocks kept whole: two weeks of Bitcoin
MAX_TRANSACTION = 400_000  # bytes of the largest that nodes relay (Bitcoin Core policy.h MAX_STANDARD_TX_WEIGHT)
MAX_RESPONSE = 512 * 1024  # bytes of an answer: the largest transaction that nodes relay, and its proof
RUN = 128 * 1024  # bytes of blocks asked for at once
CHALLENGES = 4  # chains compared with ours at the same time
QUESTIONS = 256  # open at once
SAVE = 30.0  # seconds between saves while blocks come in
LEASE = 600  # seconds that a watch is asked for; it is renewed at half of it
LATEST = 1.0  # seconds until we look again without news: a gateway's state also changes by time alone
ASK = 30.0  # seconds for a question, unless said otherwise


_about = functools.lru_cache(maxsize=64)(about)


class Status(NamedTuple):
    """Where a client stands: see sync/quorum.py for what `chain` and `gateways` say.

    facts    what else the ledger says of itself
    faults   how often each gateway failed, by reason
    reasons  the newest fault of each gateway that has one, in words
    passed   names of what was passed over at the start, such as a saved chain with less work than the trust anchor
    about    what each gateway says of itself: version, capabilities, height, and how its node is (docs/protocol.md)
    """

    chain: str
    height: int
    tip: bytes
    connected: bool
    facts: dict[str, Any]
    gateways: dict[str, str]
    faults: dict[str, dict[str, int]]
    reasons: dict[str, str]
    passed: list[str]
    about: dict[str, dict[str, Any]]


class Payment(NamedTuple):
    """What is known of one transaction that pays a sale.

    state          as in payments/states.py: "seen" is only what gateways claim, "confirmed" is proved
    txid           internal order; `shown` is it as people see it
    satoshi        paid to the address by this transaction
    confirmations  in our own chain, 0 while it is only seen
    height         of its block, None while it is only seen
    seen_by        gateways that show it
    replaceable    whether it may be replaced, None if nobody knows
    verdict        what was proved, None while it is only seen, and if an earlier run of this process proved it
    received, due  of the sale as a whole: what has come, proved or not, and what is missing, in satoshi
    """

    state: str
    txid: bytes
    satoshi: int
    confirmations: int
    height: int | None
    seen_by: tuple[str, ...]
    replaceable: bool | None
    verdict: Verdict | None
    received: int
    due: int

    @property
    def shown(self) -> str:
        return display(self.txid)


def payment_of(payment: Any, summary: Any) -> Payment:
    """Return what a sale's payment looks like now."""
    return Payment(
        payment.state,
        payment.txid,
        payment.satoshi,
        payment.confirmations,
        payment.height if payment.confirmations else None,
        payment.seen_by,
        payment.replaceable,
        payment.verdict if payment.confirmations else None,
        summary.received,
        summary.due,
    )


def _ended(summary: "Summary", confirmations: int, told: bool = True) -> bool:
    """Whether there is nothing more to wait for.

    confirmations: 0 if claims are enough. told: whether gateways have told of all blocks that there are.
    """
    if summary.state in SETTLED or (not confirmations and summary.state in (SEEN, CONFIRMED)):
        return True
    return summary.expired and not summary.received and told


class Client:
    """A client of one network. Use it as an async context manager, or `await start()` and `await stop()`."""

    def __init__(
        self,
        url: str | Broker,
        network: "Network",
        gateways: list[str],
        *,
        trust: bytes | str | None,
        state: str | None = None,
        client_id: str | None = None,
        needed: int = 1,
        window: int = WINDOW,
    ) -> None:
        """url: the broker's, or what `mqtt.hosts.broker.broker` makes of it and of files for TLS.

        trust: a checkpoint, or sync.ledger.GENESIS. state: path of the files that keep the chain; the files with
        "-sales" appended keep the sales that have a name.

        needed: how many gateways must show the tip before the chain is synced, and anything is confirmed.
        Raises BadBrokerUrl, BadGateways, BadSchema for a name that cannot stand in a topic, a number that cannot be and
        a state that is no path, StateLocked if another process has the state, what `Network.start` raises for a trust
        anchor that cannot serve, and what `payments.books.load_all` and `SlotStore.load` raise for sales that cannot be
        read: no gateway could give them back. One sale that cannot be read ends none of the others: `Status.passed` has
        the reason's name, the log tells it, and the record stays in the files.
        """
        self.network = network
        self.client_id = topics.check_name("lc-" + secrets.token_hex(8) if client_id is None else client_id)
        where = url if isinstance(url, Broker) else broker(url if isinstance(url, str) else repr(url))
        if state is not None and not (isinstance(state, str) and state):
            raise BadSchema("state", "the path of a file is needed")
        self._store = SlotStore(LockedSlots(state)) if state else None
        self._sales_store: SlotStore | None = None
        try:
            self._set_up(where, gateways, trust, state, needed, window)
        except BaseException:  # whoever tries again has to get the lock
            self._close_store()
            raise

    def _set_up(
        self, where: Broker, gateways: list[str], trust: bytes | str | None, state: str | None, needed: int, window: int
    ) -> None:
        ledger, self.passed = self._load(trust, window)
        self.ledger: Any = ledger
        self.follower = Follower(
            ledger,
            gateways,
            self.client_id,
            secrets.randbits(32),
            needed,
            CHALLENGES,
            MAX_RESPONSE,
            RUN,
            QUESTIONS,
            LEASE,
        )
        self._desk: Desk | None = None
        self._selling: dict[str, asyncio.Event] = {}  # set when there is news of a sale, by its name
        self._named: set[str] = set()  # sales that are kept over a restart
        if state:
            self._sales_store = SlotStore(LockedSlots(state + "-sales", "the file of sales"))
        self._sales_saved = b""
        self._unnamed = 0
        self._tills: list[Till] = []
        self._news = asyncio.Event()
        self._due = asyncio.Event()  # the next moment of the follower may have changed
        self._ticker: asyncio.Task[None] | None = None
        self._saved_at = 0.0
        self._saved_state = record_of(None)
        self._stopped = False
        self._failure = ""  # why the broker cannot be had again
        self.connection = Connection(
            where,
            self.client_id,
            self._message,
            self._broker_changed,
            max_payload=MAX_RESPONSE,
            on_large=self._too_large,
            on_refused=self._refused,
            on_failure=self._failed,
        )
        self._load_sales()

    async def __aenter__(self) -> "Client":
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Connect and begin to follow.

        Raises OSError if the state cannot be written or the broker cannot be reached now, and BrokerRefused.
        """
        self.save()
        await self.connection.start()
        self._ticker = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Disconnect and save. Whoever waits for something gets ClientStopped.

        Raises OSError if the state cannot be written, and StoreFailed if a till's store cannot.
        """
        self._stopped = True
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self._stop)
            for till in self._tills:
                stack.push_async_callback(till.stop)

    async def _stop(self) -> None:
        try:
            if self._ticker:
                self._ticker.cancel()
                await asyncio.wait([self._ticker])
            await self.connection.stop()
        finally:
            self.follower.disconnect()  # what was heard is old from now on
            self._notify()
            for news in self._selling.values():
                news.set()
            try:
                self.save()
                self._save_sales()
            finally:
                self._close_store()

    def _close_store(self) -> None:
        for store in (self._store, self._sales_store):
            if store:
                store.close()

    # -- the chain

    def status(self) -> Status:
        now = time.monotonic()
        quorum = self.follower.quorum
        sessions = quorum.sessions
        return Status(
            quorum.chain(now, int(time.time())),
            self.ledger.height,
            self.ledger.tip,
            self.connection.connected,
            self.ledger.facts(),
            {name: quorum.gateway(name, now) for name in sessions},
            {name: dict(session.faults) for name, session in sessions.items()},
            {name: session.last for name, session in sessions.items() if session.last},
            list(self.passed),
            {name: dict(_about(session.presence)) for name, session in sessions.items()},
        )

    async def synced(self) -> Status:
        """Wait until the tip is known and enough gateways show it."""
        await self._until(lambda: self.status().chain in KNOWN)
        return self.status()

    async def changes(self) -> AsyncIterator[Status]:
        """Yield the status whenever chain or gateways have changed, the present one first."""
        last = None
        while True:
            news = self._news
            status = self.status()
            if status != last:
                yield status
                last = status
            self._check_running()
            await came(news, LATEST)

    def save(self) -> None:
        """Write the chain to the state files, if it has changed. Raises OSError."""
        self._saved_at = time.monotonic()
        state = record_of(self.ledger)
        if self._store and state != self._saved_state:
            self._store.save(*self.ledger.parts())
            self._saved_state = state

    def _load(self, trust: bytes | str | None, window: int) -> "tuple[Ledger, list[str]]":
        saved, lost = None, []
        if not hasattr(self.network, "start"):
            raise BadSchema("network", "its record is needed, not its name")
        if self._store:
            try:
                saved = self._store.load()
            except StoreError as error:
                lost.append(error.name)
        ledger, passed = self.network.start(trust, saved, window)
        self._another = not saved or bool(passed)  # not the chain that the sales were proved by
        return ledger, lost + passed

    # -- questions

    async def ask(self, question: "Question", seconds: float = ASK) -> Any:
        """Return what the first valid answer says.

        Questions run side by side. Healthy gateways are asked first, otherwise in the order in which they were given.
        Raises NotFound, NoAnswer, NodeDown, AnswerTooLarge or Refused, with each gateway's reason; TooManyQuestions.
        """
        return await self._ask(question, seconds)

    async def _ask(self, question: "Question", seconds: float, names: list[str] | None = None) -> Any:
        """Ask these gateways, or all."""
        asked = self.follower.ask(question, time.monotonic(), seconds, names)
        self._flush()
        try:
            await self._until(lambda: asked.done or time.monotonic() > asked.until)
        finally:
            self.follower.questions.drop(asked)
        return asked.value()

    async def prove(self, subject: Any, seconds: float = ASK) -> tuple[bytes | None, Verdict]:
        """Return evidence of a subject, as `lightclient verify` takes it, and the verdict on it.

        subject: as the ledger names it. For Bitcoin that is a txid, as bytes in internal order or as text in display
        order, or (txid, height) if the height is known: a node without an index of all transactions needs it. If no
        gateway has it in the chain yet, or the chain does not count now, the verdict is a NotYet that says what is
        missing; its `reasons` are the gateways' own words. Raises what `ask` raises, except NotFound.
        """
        evidence: list[Any] = []
        question = self.ledger.prove(subject, lambda: int(time.time()), MAX_RESPONSE, evidence.append)
        try:
            verdict: Verdict = await self.ask(question, seconds)
        except NotFound as error:
            return None, not_found(self.ledger, question.subject, error.reasons)
        return evidence[-1], counted(verdict, self.status().chain, KNOWN)

    def check(self, evidence: bytes) -> Verdict:
        """Return the verdict on evidence in hand, wherever it came from, counted on our chain as it is.

        Raises BadSchema for what is not bytes, and what the ledger raises for evidence that does not hold.
        """
        if not isinstance(evidence, (bytes, memoryview)):
            raise BadSchema("evidence", "not bytes")
        alone = self.follower.quorum.needed == 1  # else blocks that the evidence brings along count for nothing
        verdict: Verdict = self.ledger.judge_evidence(evidence, int(time.time()) if alone else None)
        return counted(verdict, self.status().chain, KNOWN)

    # -- what only ledgers with transactions have

    async def transaction(self, txid: bytes | str, height: int | None = None) -> bytes:
        """Return the raw transaction with this txid, not proved to be in the chain. Raises what `ask` raises.

        height: of its block, if known: a node without an index of all transactions needs it.
        """
        raw: bytes = await self.ask(RawTransaction(txid, MAX_RESPONSE, height))
        return raw

    async def broadcast(self, raw: bytes) -> bytes:
        """Hand a transaction to the network and return its txid.

        Raises TooLarge for one that nodes do not relay, Malformed for what is not a transaction, and what `ask` raises.
        """
        if isinstance(raw, (bytes, bytearray, memoryview)) and len(raw) > MAX_TRANSACTION:
            raise TooLarge("the transaction", len(raw), MAX_TRANSACTION)
        txid: bytes = await self.ask(Broadcast(raw))
        return txid

    async def payment(
        self,
        address: str,
        satoshi: int,
        confirmations: int = 1,
        since: int | None = None,
        seconds: int | None = None,
        name: str | None = None,
    ) -> AsyncGenerator[Payment, None]:
        """Yield the state of payments to `address`, until together they reach `satoshi` with `confirmations` each.

        A slow caller gets the present state, not every change in between.

        With 0 confirmations it ends when enough is seen, which rests on the gateways' word alone. since: the height
        above which blocks count, None for that of our tip once we are synced; blocks mined before that are ignored.
        seconds: after which the sale expires; it ends then if nothing came, once the chain counts and as many gateways
        as are needed have told of all its blocks: what was paid while this process was away is not missed. Each of the
        other gateways has ten minutes to tell of them, too. Close the generator (contextlib.aclosing) to stop waiting
        early.
        name: of a sale that is kept in the state files until it has ended, even if this process ends first. The same
        call then goes on with it; `since` and `seconds` stay as they were when it was opened. What was yielded counts
        as told once the next one is asked for, and is not told again. `forget` drops the sale.
        Raises InvalidAddress and its kin, NotSatoshi, AmountNotPositive, AmountTooLarge, BadTerm, TooManySales,
        SaleExists if a sale of this name is waited for already, SaleDiffers if it was opened on other terms, OSError if
        it cannot be kept, and what `payments.saved.load` raises if it was kept and cannot be read.
        """
        if not isinstance(address, str):
            raise BadTerm(term="address", value=repr(address), wanted="a text")
        script = script_of(address, cast("Any", self.network))
        check_satoshi(satoshi)
        policy = PaymentPolicy(max(check_term("confirmations", confirmations, 0), 1))
        if seconds is not None:
            check_term("seconds", seconds, 1)
        if name is not None:
            check_name(name)
        sale = self._resumed(name, script, satoshi, policy) if name is not None else None
        if sale is None:
            if since is None:
                since = (await self.synced()).height
            named = self._free_name() if name is None else name
            sale = self._open_desk().sales.open(named, satoshi, script, since, seconds, policy)
            if name is not None:
                self._named.add(name)
                try:
                    self._save_sales()
                except OSError:
                    self._close(name)
                    raise
        sales = self._open_desk().sales
        news = self._selling[sale.name] = asyncio.Event()
        ended = False
        try:
            self._due.set()
            while True:
                news.clear()
                change = sales.next_change(sale)
                if change is not None:
                    if change.payment:
                        yield payment_of(change.payment, sale.summary())
                    sales.tell(change)
                    continue
                ended = _ended(sale.summary(), confirmations, self._is_over(sale))
                if ended:
                    return
                self._try_to_save_sales()
                self._check_running()
                while not await came(news, LATEST):
                    if _ended(sale.summary(), confirmations, self._is_over(sale)):
                        break  # gateways have told of blocks that pay nothing, which is no news of the sale
        finally:
            del self._selling[sale.name]
            if ended or name is None:
                self._close(sale.name, seen=ended and not confirmations)

    def forget(self, name: str) -> None:
        """Drop a sale that was opened with a name and is not waited for now. Raises UnknownSale, SaleExists."""
        if name in self._selling:
            raise SaleExists(sale=name)
        sales = self._open_desk().sales
        kept = [one for one in sales.aside if one[0] != name]
        if len(kept) < len(sales.aside):
            sales.aside = kept
            self._try_to_save_sales()
        elif name not in self._named:
            raise UnknownSale(sale=name)
        else:
            self._close(name)

    async def till(self, wallet: "Receiver", store: str = "till.db", policy: "Policy | None" = None) -> "Till":
        """Return a till whose invoices are paid to a wallet; it ends with this client. It needs the extra `till`.

        store: path of a file, or postgresql://USER:PASSWORD@HOST/NAME; several tills of a shop may share one.
        Invoices that cannot be read end none of the others: `Till.faults` names them.
        Raises WrongWallet, StoreFailed, BadStore.
        """
        from lightclient.till.policy import Policy
        from lightclient.till.store import Store
        from lightclient.till.till import Till

        self._check_running()
        till = Till(_Counter(self), wallet, Store(store), policy or Policy())
        await till.start()
        self._tills.append(till)
        return till

    def sales(self) -> list[str]:
        """Return the names of the sales that are kept."""
        return sorted(self._named)

    def _resumed(self, name: str, script: bytes, satoshi: int, policy: PaymentPolicy) -> "Sale | None":
        if name in self._selling:
            raise SaleExists(sale=name)
        for other, _, error in self._open_desk().sales.aside:
            if other == name:
                raise error
        if name not in self._named:
            return None
        sale = self._open_desk().sales.sales[name]
        for what, differs in (
            ("address", sale.script != script),
            ("amount", sale.satoshi != satoshi),
            ("number of confirmations", sale.policy.fields() != policy.fields()),
        ):
            if differs:
                raise SaleDiffers(sale=name, what=what)
        return sale

    def _is_over(self, sale: "Sale") -> bool:
        return sale.is_over(self._open_desk().sales, self.follower.quorum.needed, time.monotonic())

    def _free_name(self) -> str:
        """Return a name for a sale that nobody will ask for by name."""
        self._unnamed += 1
        return f"{self._unnamed} {secrets.token_hex(8)}"

    def _close(self, name: str, seen: bool = False) -> None:
        self._open_desk().sales.close(name, seen)
        self._named.discard(name)
        self._try_to_save_sales()
        self._due.set()

    def _open_desk(self) -> Desk:
        if self._desk is None:
            quorum = self.follower.quorum
            view = ChainView(self.ledger, lambda: quorum.chain(time.monotonic(), int(time.time())) in KNOWN)
            self._desk = Desk(self.follower, Sales(view, self.follower.names), lambda: int(time.time()))
            self._desk.sales.another = self._another
        return self._desk

    def _sell(self, now: float) -> None:
        """Ask what payments want to know, and wake whoever waits for news of them."""
        if self._desk is not None:
            self._desk.work(now)
            for name, news in self._selling.items():
                if self._desk.sales.sales[name].changed:
                    news.set()

    def _load_sales(self) -> None:
        record = self._sales_store.load() if self._sales_store else None
        if record:
            sales = self._open_desk().sales
            load_all(sales, record, time.monotonic())
            self._named = set(sales.sales)
            for name, _, error in sales.aside:
                self.passed.append(error.name)
                log.warning("the sale %r is left aside, and stays in the files: %s", name, error)
            self._sales_saved = record

    def _save_sales(self) -> None:
        """Write the sales that have a name, and what has paid closed ones, if that has changed. Raises OSError."""
        if self._sales_store and self._desk and (self._named or self._sales_saved or self._desk.sales.owners.used):
            record = save_all(self._desk.sales, time.monotonic(), self._named)
            if record != self._sales_saved:
                self._sales_store.save(record)
                self._sales_saved = record

    def _try_to_save_sales(self) -> None:
        try:
            self._save_sales()
        except OSError as error:  # what was kept before is still there, and leads to the same payments
            log.warning("the sales cannot be saved: %s", error)

    # -- the wire

    def _message(self, topic: str, payload: bytes, retained: bool) -> None:
        now = time.monotonic()
        self.follower.receive(topic, payload, now, int(time.time()), retained)
        self._sell(now)
        self._flush()
        self._notify()

    def _too_large(self, topic: str, size: int) -> None:
        """A message that was thrown away before it was in memory."""
        text = f"a message of {size:,} bytes on {topic}, and the limit is {MAX_RESPONSE:,}"
        self.follower.unheard(topic, time.monotonic(), "TooLarge", text)
        self._flush()
        self._notify()

    def _refused(self, topic: str, error: BrokerRefused) -> None:
        """The broker does not take what we sent on a topic, or with the topic "", has ended the connection."""
        log.warning("%s", error)
        if topic:
            self.follower.unheard(topic, time.monotonic(), error.name, str(error))
            self._flush()
            self._notify()

    def _failed(self, error: OSError | BrokerRefused) -> None:
        """The broker that we had cannot be reached, or does not let us in: said once, however often it is tried."""
        if str(error) != self._failure:
            log.warning("the broker cannot be had again: %s", error)
            self._failure = str(error)

    def _broker_changed(self, connected: bool) -> None:
        if connected:
            self._failure = ""
            self.follower.connect(time.monotonic())
        else:
            self.follower.disconnect()
        self._flush()
        self._notify()

    def _flush(self) -> None:
        for verb, topic, payload in self.follower.take_wants():
            if payload is not None:
                self.connection.publish(topic, payload, 0, expiry=DEADLINE)
            elif verb == SUBSCRIBE:
                self.connection.subscribe(topic)
            else:
                self.connection.unsubscribe(topic)
        self._due.set()

    async def _tick(self) -> None:
        while True:
            self._due.clear()
            wake_at = self.follower.wake_at
            await came(self._due, 1 if wake_at is None else min(1, max(0.01, wake_at - time.monotonic())))
            now = time.monotonic()
            opened = len(self.follower.questions.open)
            self.follower.tick(now)
            self._sell(now)
            self._flush()
            if len(self.follower.questions.open) != opened:
                self._notify()
            if now - self._saved_at > SAVE:
                try:
                    self.save()
                except OSError as error:  # the chain is still here, and can be had again
                    log.warning("the state cannot be saved: %s", error)
                self._try_to_save_sales()

    def _notify(self) -> None:
        """Wake everyone who waits for something to change."""
        self._news.set()
        self._news = asyncio.Event()

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._check_running()
            await came(self._news, LATEST)

    def _check_running(self) -> None:
        if self._stopped:
            raise ClientStopped()


class _Counter:
    """What a till needs of its client: see till/counter.py."""

    def __init__(self, client: Client) -> None:
        self.network = cast("Bitcoin", client.network)
        self.needed = client.follower.quorum.needed
        self.limit = MAX_RESPONSE
        self._client = client

    def book(self) -> Sales:
        return self._client._open_desk().sales

    def take_up(self, sale: "Sale", news: asyncio.Event) -> None:
        self.book().add(sale)
        self._client._selling[sale.name] = news
        self._client._due.set()

    def drop(self, name: str) -> None:
        del self._client._selling[name]
        self._client._close(name)

    async def base(self) -> int:
        """See till/counter.py. A chain of today will do: blocks between its tip and now are looked at as well."""
        from lightclient.till.errors import NotSynced

        client, ledger = self._client, self._client.ledger
        if not ledger.trusted or time.time() - ledger.time > ledger.network.cadence.stale_after:
            try:
                await within(client.synced(), ASK)
            except asyncio.TimeoutError:
                raise NotSynced(chain=client.status().chain) from None
        height: int = client.ledger.height
        return height

    def hash_at(self, height: int) -> bytes | None:
        chain = self._client.ledger.chain
        index = height - chain.base.height
        block_hash: bytes | None = chain.best.hash_at(index) if 0 <= index <= len(chain.best.headers) else None
        return block_hash

    def online(self) -> list[str]:
        quorum, now = self._client.follower.quorum, time.monotonic()
        return [name for name in quorum.sessions if quorum.gateway(name, now) not in (OFFLINE, BANNED, SILENT)]

    async def ask(self, question: "Question", gateway: str) -> Any:
        return await self._client._ask(question, ASK, [gateway])
