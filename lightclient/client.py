"""Client: follows a chain over MQTT gateways, proves payments and waits for them, for asyncio applications.

    async with Client("mqtt://broker", MAINNET, ["gw1", "gw2"], checkpoint=shipped, state="state") as client:
        await client.synced()
        async for event in client.payment(address, satoshi, confirmations=3):
            ...

What gateways say is only believed when it proves itself: headers by their work, payments by Merkle proofs. What is
merely claimed is named so ("seen").
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any, NamedTuple

from lightclient.bitcoin import bundle, checkpoint
from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks import Network
from lightclient.bitcoin.transaction import paid_to, parse
from lightclient.bitcoin.verdict import Verdict
from lightclient.errors import BadSchema, LightClientError, TxidMismatch
from lightclient.mqtt import Broker, Connection, broker
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore
from lightclient.sync import messages, topics
from lightclient.sync.messages import NOT_FOUND, OK, SEEN
from lightclient.sync.quorum import SLOW, SYNCED, Quorum
from lightclient.sync.session import SEND, SUBSCRIBE

WINDOW = 2016  # headers kept whole: two weeks
MAX_RESPONSE = 256 * 1024  # bytes of a proof or transaction that an application can take
ANSWER = 10.0  # seconds for an answer to a question
SAVE = 30.0  # seconds between saves while headers come in
WATCH = 600  # seconds that a watch is asked for; it is renewed at half of it


class GatewaysFailed(LightClientError):
    """No gateway gave an answer that holds; `args[1]` maps each to its reason."""

    says = "no gateway answered {}: {}"


class Payment(NamedTuple):
    """What is known of a payment.

    state          "seen": gateways claim that it waits; "confirmed": proved to be in the chain; "reorged-out": proved
                   once, but its block left the chain
    txid           internal order
    satoshi        paid to the address by this transaction
    confirmations  0 while it is only seen
    height         of its block, None while it is only seen
    seen_by        gateways that claim to have seen it
    verdict        what was proved, None while it is only seen
    """

    state: str
    txid: bytes
    satoshi: int
    confirmations: int
    height: int | None
    seen_by: tuple[str, ...]
    verdict: Verdict | None


class Status(NamedTuple):
    """Where a client stands: see sync/quorum.py for what `chain` and `gateways` say."""

    chain: str
    height: int
    tip: bytes
    chainwork: int
    connected: bool
    gateways: dict[str, str]
    faults: dict[str, dict[str, int]]


class Client:
    """A client of one network. Use it as an async context manager, or `await start()` and `await stop()`."""

    def __init__(
        self,
        url: str | Broker,
        network: Network,
        gateways: list[str],
        checkpoint: bytes | None = None,
        state: str | None = None,
        client_id: str | None = None,
        needed: int = 1,
        window: int = WINDOW,
    ) -> None:
        """checkpoint: what to trust; the genesis block if None. state: path of the files that keep the chain.

        needed: how many gateways must show the tip before `synced` is satisfied.
        Raises BadBrokerUrl, BadSchema for a name that cannot stand in a topic, and what `checkpoint.parse` raises.
        """
        self.network = network
        self.client_id = topics.check_name(client_id or "lc-" + secrets.token_hex(8))
        self._store = SlotStore(FileSlots(state)) if state else None
        self._window = window
        self.ledger = self._load(checkpoint)
        self._saved_at = 0.0
        self._bases = {topics.base(network.name, name): name for name in gateways}
        self.quorum = Quorum(self.ledger, gateways, needed, secrets.randbits(32))
        self._number = secrets.randbits(31)
        self._questions: dict[int, Callable[[str, int, Any], None]] = {}
        self._changed = asyncio.Condition()
        self._ticker: asyncio.Task[None] | None = None
        self._saved_tip = self.ledger.tip
        where = url if isinstance(url, Broker) else broker(url)
        self.connection = Connection(where, self.client_id, self._message, self._broker_changed)

    async def __aenter__(self) -> "Client":
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Connect and begin to follow. Raises OSError and BrokerRefused if the broker cannot be reached now."""
        await self.connection.start()
        self._ticker = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        if self._ticker:
            self._ticker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticker
        await self.connection.stop()
        self.save()

    # -- the chain

    def status(self) -> Status:
        now = time.monotonic()
        sessions = self.quorum.sessions
        return Status(
            self.quorum.chain(now),
            self.ledger.height,
            self.ledger.tip,
            self.ledger.chain.tip.chainwork,
            self.connection.connected,
            {name: self.quorum.gateway(name, now) for name in sessions},
            {name: dict(session.faults) for name, session in sessions.items()},
        )

    async def synced(self) -> Status:
        """Wait until the tip is known and enough gateways show it."""
        await self._until(lambda: self.status().chain in (SYNCED, SLOW))
        return self.status()

    async def changes(self) -> AsyncIterator[Status]:
        """Yield the status whenever chain or gateways have changed, the present one first."""
        last = None
        while True:
            status = self.status()
            if status != last:
                yield status
                last = status
            async with self._changed:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 1)

    def save(self) -> None:
        """Write the chain to the state files, if it has changed. Raises OSError."""
        if self._store and self.ledger.tip != self._saved_tip:
            self._store.save(self.ledger.save())
            self._saved_tip = self.ledger.tip
        self._saved_at = time.monotonic()

    def _load(self, shipped: bytes | None) -> Ledger:
        saved = self._store.load() if self._store else None
        record = saved or shipped
        if record is None:
            return Ledger(from_genesis(self.network, self._window))
        return Ledger(checkpoint.parse(record, self.network, self._window))

    # -- proofs and payments

    async def prove(self, txid: bytes) -> tuple[Bundle, Verdict]:
        """Return a proof of a transaction that holds against our chain, and the verdict.

        txid: internal order. Raises GatewaysFailed, with a reason for each gateway that was asked.
        """
        result: list[tuple[Bundle, Verdict]] = []

        def check(body: Any) -> None:
            proof = bundle.parse(_bytes(body))
            if parse(proof.tx).txid() != txid:
                raise TxidMismatch()
            result.append((proof, proof.verify(ChainAnchor(self.ledger.chain, self._origin()))))

        log = self.ledger.chain.log_start, self.ledger.chain.log.size
        await self._ask(messages.PROOF, [txid, *log], check, f"a proof of {bytes(reversed(txid)).hex()}")
        return result[0]

    async def transaction(self, txid: bytes) -> bytes:
        """Return a raw transaction with this txid; that it is in the chain is not proved. Raises GatewaysFailed."""
        result: list[bytes] = []

        def check(body: Any) -> None:
            if parse(_bytes(body)).txid() != txid:
                raise TxidMismatch()
            result.append(body)

        await self._ask(messages.TRANSACTION, txid, check, "a transaction")
        return result[0]

    async def broadcast(self, raw: bytes) -> bytes:
        """Hand a transaction to the network and return its txid. Raises GatewaysFailed, Malformed."""
        txid = parse(raw).txid()

        def check(body: Any) -> None:
            if body != txid:
                raise TxidMismatch()

        await self._ask(messages.BROADCAST, raw, check, "a broadcast")
        return txid

    async def payment(self, address: str, satoshi: int, confirmations: int = 1) -> AsyncGenerator[Payment, None]:
        """Yield what becomes of payments of at least `satoshi` to `address`, until one has `confirmations`.

        A payment is seen (claimed by gateways, not proved), then confirmed with 1, 2, ... confirmations, each time
        proved; if a reorganisation takes its block away it is reorged-out, and may be confirmed again.
        Raises InvalidAddress and its kin.
        """
        script = script_of(address, self.network)
        watched = _Watched(self, script, satoshi)
        await watched.start()
        try:
            while True:
                async for event in watched.news():
                    yield event
                    if event.confirmations >= confirmations:
                        return
                async with self._changed:
                    with contextlib.suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 1)
        finally:
            watched.stop()

    # -- questions

    async def _ask(self, kind: int, argument: Any, check: Callable[[Any], None], what: str) -> None:
        """Ask the gateways, the best behaved first, until `check` takes an answer. Raises GatewaysFailed."""
        reasons: dict[str, str] = {}
        for name in self._by_merit():
            try:
                status, body = await asyncio.wait_for(self._question(name, kind, argument), ANSWER)
                if status != OK:
                    reasons[name] = "not found" if status == NOT_FOUND else str(body)
                    continue
                check(body)
                return
            except asyncio.TimeoutError:
                reasons[name] = "no answer"
            except LightClientError as error:
                reasons[name] = f"{error.name}: {error}"
                self.quorum.sessions[name].mark(error.name)
        raise GatewaysFailed(what, reasons)

    async def _question(self, name: str, kind: int, argument: Any) -> tuple[int, Any]:
        answered: asyncio.Future[tuple[int, Any]] = asyncio.get_running_loop().create_future()

        def receive(sender: str, status: int, body: Any) -> None:
            if sender == name and not answered.done():
                answered.set_result((status, body))

        number = self._number_for(receive)
        try:
            self._send(name, messages.request(number, kind, MAX_RESPONSE, argument))
            return await answered
        finally:
            self._questions.pop(number, None)

    def _by_merit(self) -> list[str]:
        sessions = self.quorum.sessions
        return sorted(sessions, key=lambda name: (sum(sessions[name].faults.values()), name))

    def _number_for(self, receive: Callable[[str, int, Any], None]) -> int:
        """Return a request id that the sessions, which count upwards from elsewhere, do not have in flight."""
        taken = {session.asked for session in self.quorum.sessions.values()}
        while self._number in taken or self._number in self._questions:
            self._number = (self._number + 1) & 0xFFFFFFFF
        self._questions[self._number] = receive
        return self._number

    # -- the wire

    def _message(self, topic: str, payload: bytes, retained: bool) -> None:
        base = next((base for base in self._bases if topic.startswith(base)), None)
        if base is None:
            return
        name, suffix = self._bases[base], topic[len(base) :]
        if suffix == topics.RESPONSES + self.client_id:
            suffix = topics.RESPONSES
            with contextlib.suppress(LightClientError):  # the session will judge it
                number, status, body = messages.parse_response(payload)
                if number in self._questions:
                    self._questions[number](name, status, body)
                    return
        now = time.monotonic()
        self._do(self.quorum.receive(name, suffix, payload, now, int(time.time())))
        if now - self._saved_at > SAVE:
            self.save()
        self._notify()

    def _do(self, wants: list[tuple[str, str, Any]]) -> None:
        bases = {name: base for base, name in self._bases.items()}
        for name, verb, argument in wants:
            if verb == SEND:
                self._send(name, argument)
                continue
            topic = bases[name] + argument + (self.client_id if argument == topics.RESPONSES else "")
            if verb == SUBSCRIBE:
                self.connection.subscribe(topic)
            else:
                self.connection.unsubscribe(topic)

    def _send(self, name: str, request: bytes) -> None:
        base = topics.base(self.network.name, name)
        self.connection.publish(base + topics.REQUESTS + self.client_id, request)

    def _broker_changed(self, connected: bool) -> None:
        now = time.monotonic()
        for name in self.quorum.sessions:
            if connected:
                self._do(self.quorum.start(name, now))
            else:
                self.quorum.stop(name)
        self._notify()

    async def _tick(self) -> None:
        while True:
            wake_at = self.quorum.wake_at
            await asyncio.sleep(1 if wake_at is None else min(1, max(0.01, wake_at - time.monotonic())))
            self._do(self.quorum.tick(time.monotonic()))

    def _notify(self) -> None:
        task = asyncio.ensure_future(self._wake())
        task.add_done_callback(lambda done: None)

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            async with self._changed:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 1)

    def _origin(self) -> str:
        return f"chain followed from height {self.ledger.chain.log_start}"


class _Watched:
    """Payments to one script, as they become known."""

    def __init__(self, client: Client, script: bytes, satoshi: int) -> None:
        self.client = client
        self.script = script
        self.satoshi = satoshi
        self.seen: dict[bytes, set[str]] = {}  # txid: gateways that claim to have seen it
        self.amounts: dict[bytes, int] = {}
        self.told: dict[bytes, Payment] = {}
        self.numbers: list[int] = []
        self.renewed_at = 0.0

    async def start(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Ask every gateway to watch; a watch is a lease that a gateway may forget at any time."""
        self.stop()
        for name in self.client.quorum.sessions:
            number = self.client._number_for(self.receive)
            self.numbers.append(number)
            self.client._send(
                name, messages.request(number, messages.WATCH, messages.MAX_MESSAGE, [[self.script], WATCH])
            )
        self.renewed_at = time.monotonic()

    def stop(self) -> None:
        for number in self.numbers:
            self.client._questions.pop(number, None)
        self.numbers = []

    def receive(self, name: str, status: int, body: Any) -> None:
        """Take what a gateway says it has seen: [event, txid, height, transaction]."""
        if status != OK or not isinstance(body, list) or len(body) != 4 or not isinstance(body[1], bytes):
            return
        event, txid, _, raw = body
        if isinstance(raw, bytes):
            try:
                transaction = parse(raw)
                amount = paid_to(raw, self.script)
            except LightClientError as error:
                self.client.quorum.sessions[name].mark(error.name)
                return
            if transaction.txid() != txid or amount < self.satoshi:
                return
            self.amounts[txid] = amount
        if event == SEEN or txid in self.amounts or raw is None:
            self.seen.setdefault(txid, set()).add(name)
        self.client._notify()

    async def news(self) -> AsyncIterator[Payment]:
        """Yield what has changed since the last time."""
        if time.monotonic() - self.renewed_at > WATCH / 2:
            self.renew()
        for txid in list(self.seen):
            payment = await self._look(txid)
            if payment and payment != self.told.get(txid):
                self.told[txid] = payment
                yield payment

    async def _look(self, txid: bytes) -> Payment | None:
        told = self.told.get(txid)
        seen_by = tuple(sorted(self.seen[txid]))
        chain = self.client.ledger.chain
        if told and told.verdict and told.height is not None:
            settled = told.height <= chain.base.height
            if settled or chain.index(told.verdict.place.block_hash) is not None:
                return told._replace(confirmations=chain.tip.height - told.height + 1, seen_by=seen_by)
        try:
            proof, verdict = await self.client.prove(txid)
        except GatewaysFailed:
            if told and told.verdict:
                return told._replace(state="reorged-out", confirmations=0, height=None, verdict=None)
            amount = self.amounts.get(txid)
            return told or (Payment("seen", txid, amount, 0, None, seen_by, None) if amount else None)
        amount = paid_to(proof.tx, self.script)
        if amount < self.satoshi:
            del self.seen[txid]
            return None
        place = verdict.place
        return Payment("confirmed", txid, amount, place.confirmations, place.height, seen_by, verdict)


def _bytes(body: Any) -> bytes:
    if not isinstance(body, bytes):
        raise BadSchema("response", "the body is not bytes")
    return body
