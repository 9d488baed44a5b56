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
import logging
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any, NamedTuple

from lightclient.bitcoin import bundle, checkpoint
from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block_errors import TxidMismatch
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.transaction import parse
from lightclient.bitcoin.verdict import Verdict
from lightclient.codec.errors import BadSchema
from lightclient.errors import LightClientError
from lightclient.mqtt import Broker, Connection, broker, came
from lightclient.payment import Payment, Watched
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore
from lightclient.sync import messages, topics
from lightclient.sync.messages import NOT_FOUND, OK
from lightclient.sync.quorum import SLOW, SYNCED, Quorum
from lightclient.sync.session import SEND, SUBSCRIBE

log = logging.getLogger("lightclient.client")

WINDOW = 2016  # headers kept whole: two weeks
MAX_RESPONSE = 256 * 1024  # bytes of a proof or transaction that an application can take
ANSWER = 10.0  # seconds for an answer to a question
REPEAT = 3.0  # seconds after which it is asked again: whoever had it may have died
SAVE = 30.0  # seconds between saves while headers come in
WATCH = 600  # seconds that a watch is asked for; it is renewed at half of it
WATCH_AGAIN = 5.0  # seconds until a watch is asked for that a gateway had no room for
LATEST = 1.0  # seconds for which nobody looks again without news: what gateways do also changes by time alone
ADDRESSES = 16  # that a gateway watches for one client


# No gateway gave an answer that holds; `args[1]` maps each to its reason.
class GatewaysFailed(LightClientError):
    """no gateway answered {}: {}"""


class TooManyAddresses(LightClientError):
    """one client can wait for payments to {} addresses at once"""


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
        self._questions: dict[int, _Question] = {}
        self._watched: list[Watched] = []
        self._watches: list[int] = []  # numbers of the questions that stay open while we watch
        self._watch_at: float | None = None  # when to ask for the watch again
        self._news = asyncio.Event()
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
        """Say good-bye and save. Raises OSError if the state cannot be written."""
        try:
            if self._ticker:
                self._ticker.cancel()
                await asyncio.wait([self._ticker])
            await self.connection.stop()
        finally:
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
            news = self._news
            status = self.status()
            if status != last:
                yield status
                last = status
            await came(news, LATEST)

    def save(self) -> None:
        """Write the chain to the state files, if it has changed. Raises OSError."""
        self._saved_at = time.monotonic()
        if self._store and self.ledger.tip != self._saved_tip:
            self._store.save(self.ledger.save())
            self._saved_tip = self.ledger.tip

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

        def argument() -> Any:
            chain = self.ledger.chain
            return [txid, chain.log_start, chain.log.size]

        await self._ask(messages.PROOF, argument, check, f"a proof of {bytes(reversed(txid)).hex()}")
        return result[0]

    async def transaction(self, txid: bytes) -> bytes:
        """Return a raw transaction with this txid; that it is in the chain is not proved. Raises GatewaysFailed."""
        result: list[bytes] = []

        def check(body: Any) -> None:
            if parse(_bytes(body)).txid() != txid:
                raise TxidMismatch()
            result.append(body)

        await self._ask(messages.TRANSACTION, lambda: txid, check, "a transaction")
        return result[0]

    async def broadcast(self, raw: bytes) -> bytes:
        """Hand a transaction to the network and return its txid. Raises GatewaysFailed, Malformed."""
        txid = parse(raw).txid()

        def check(body: Any) -> None:
            if body != txid:
                raise TxidMismatch()

        await self._ask(messages.BROADCAST, lambda: raw, check, "a broadcast")
        return txid

    async def payment(self, address: str, satoshi: int, confirmations: int = 1) -> AsyncGenerator[Payment, None]:
        """Yield what becomes of payments of at least `satoshi` to `address`, until one has `confirmations`.

        A payment is seen (claimed by gateways, not proved), then confirmed with 1, 2, ... confirmations, each time
        proved; if a reorganisation takes its block away it is reorged-out, and may be confirmed again.
        What was mined before the call is none of it. Close the generator (contextlib.aclosing) to stop waiting early.
        Raises InvalidAddress and its kin, TooManyAddresses.
        """
        script = script_of(address, self.network)
        watched = Watched(self.ledger, self._proof, self._mark, script, satoshi)
        if len({other.script for other in self._watched} | {watched.script}) > ADDRESSES:
            raise TooManyAddresses(ADDRESSES)
        self._watched.append(watched)
        self._watch()
        try:
            while True:
                news = self._news
                async for event in watched.news():
                    yield event
                    if event.confirmations >= confirmations:
                        return
                await came(news, LATEST)
        finally:
            self._watched.remove(watched)
            self._watch()

    # -- questions

    async def _ask(self, kind: int, argument: Callable[[], Any], check: Callable[[Any], None], what: str) -> None:
        """Ask the gateways, the best behaved first, until `check` takes an answer. Raises GatewaysFailed."""
        reasons: dict[str, str] = {}
        for name in self._by_merit():
            answering = asyncio.ensure_future(self._answer(name, kind, argument, check))
            try:
                done, _ = await asyncio.wait([answering], timeout=ANSWER)
            finally:
                answering.cancel()
                await asyncio.wait([answering])
            if not done:
                reasons[name] = "no answer"
                self.quorum.sessions[name].mark("Silent")
                continue
            try:
                status, body = answering.result()
            except LightClientError as error:
                reasons[name] = f"{error.name}: {error}"
                self.quorum.sessions[name].mark(error.name)
            else:
                if status == OK:
                    return
                reasons[name] = "not found" if status == NOT_FOUND else str(body)
        raise GatewaysFailed(what, reasons)

    async def _answer(
        self, name: str, kind: int, argument: Callable[[], Any], check: Callable[[Any], None]
    ) -> tuple[int, Any]:
        """Return (status, body) of an answer; a body with status OK has passed `check`, or what it raises is raised."""
        while True:
            log_size = self.ledger.chain.log.size
            status, body = await self._question(name, kind, argument())
            try:
                if status == OK:
                    check(body)
                return status, body
            except LightClientError:
                if self.ledger.chain.log.size == log_size:
                    raise
                # It fits the header log as it was when we asked: ask again.

    async def _question(self, name: str, kind: int, argument: Any) -> tuple[int, Any]:
        answered: asyncio.Future[tuple[int, Any]] = asyncio.get_running_loop().create_future()

        def receive(sender: str, status: int, body: Any) -> None:
            if not answered.done():
                answered.set_result((status, body))

        number = self._put(name, kind, MAX_RESPONSE, argument, receive)
        try:
            while True:
                done, _ = await asyncio.wait([answered], timeout=REPEAT)
                if done:
                    return answered.result()
                if not self.connection.waiting:  # else it is not even with the broker
                    self._send(name, self._questions[number].request)
        finally:
            del self._questions[number]

    def _put(self, name: str, kind: int, limit: int, argument: Any, receive: Callable[[str, int, Any], None]) -> int:
        """Send a question; what comes under the number that is returned goes to `receive`."""
        taken = {session.asked for session in self.quorum.sessions.values()}
        while self._number in taken or self._number in self._questions:
            self._number = (self._number + 1) & 0xFFFFFFFF
        number = self._number
        self._number = (number + 1) & 0xFFFFFFFF  # never the same twice: a late answer answers nothing else
        self._questions[number] = _Question(name, messages.request(number, kind, limit, argument), receive)
        self._send(name, self._questions[number].request)
        return number

    def _by_merit(self) -> list[str]:
        sessions = self.quorum.sessions
        return sorted(sessions, key=lambda name: (sum(sessions[name].faults.values()), name))

    # -- payments

    async def _proof(self, txid: bytes) -> tuple[Bundle, Verdict] | None:
        try:
            return await self.prove(txid)
        except GatewaysFailed:
            return None

    def _mark(self, name: str, reason: str) -> None:
        self.quorum.sessions[name].mark(reason)

    def _watch(self) -> None:
        """Ask every gateway to watch for us; a watch is a lease, and a gateway may forget it at any time.

        A gateway keeps one watch for each client: all addresses share it.
        """
        for number in self._watches:
            del self._questions[number]
        self._watches = []
        self._watch_at = time.monotonic() + WATCH / 2 if self._watched else None
        scripts = sorted({watched.script for watched in self._watched})
        since = min([watched.since for watched in self._watched], default=self.ledger.height)
        argument = [scripts, WATCH if scripts else 0, since]
        for name in self.quorum.sessions:
            self._watches.append(self._put(name, messages.WATCH, messages.MAX_MESSAGE, argument, self._told))

    def _told(self, name: str, status: int, body: Any) -> None:
        """Take what a gateway says of our watch: for how long it holds, or what it has seen."""
        if status != OK or body == 0:
            if self._watched:
                self._watch_at = time.monotonic() + WATCH_AGAIN
            return
        for watched in self._watched:
            watched.receive(name, body)
        self._notify()

    # -- the wire

    def _message(self, topic: str, payload: bytes, retained: bool) -> None:
        base = next((base for base in self._bases if topic.startswith(base)), None)
        if base is None:
            return
        name, suffix = self._bases[base], topic[len(base) :]
        if suffix == topics.STATUS:
            if payload == messages.presence(True) and not retained:
                self._begin(name)
            return
        if len(payload) > MAX_RESPONSE:
            self.quorum.sessions[name].mark("TooLarge")
            return
        if suffix == topics.RESPONSES + self.client_id:
            suffix = topics.RESPONSES
            with contextlib.suppress(LightClientError):  # the session will judge it
                number, status, body = messages.parse_response(payload)
                question = self._questions.get(number)
                if question and question.name == name:
                    question.receive(name, status, body)
                    return
        now = time.monotonic()
        self._do(self.quorum.receive(name, suffix, payload, now, int(time.time())))
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
        for name in self.quorum.sessions:
            if connected:
                self.connection.subscribe(topics.base(self.network.name, name) + topics.STATUS)
                self._begin(name)
            else:
                self.quorum.stop(name)
        self._notify()

    def _begin(self, name: str) -> None:
        """Begin with a gateway that is there now or again: what was asked may have got lost, and watches forgotten."""
        self._do(self.quorum.start(name, time.monotonic()))
        for question in self._questions.values():
            if question.name == name:
                self._send(name, question.request)

    async def _tick(self) -> None:
        while True:
            wake_at = self.quorum.wake_at
            await asyncio.sleep(1 if wake_at is None else min(1, max(0.01, wake_at - time.monotonic())))
            now = time.monotonic()
            self._do(self.quorum.tick(now))
            if self._watch_at is not None and now >= self._watch_at:
                self._watch()
            if now - self._saved_at > SAVE:
                try:
                    self.save()
                except OSError as error:  # the chain is still here, and can be had again
                    log.warning("the state cannot be saved: %s", error)

    def _notify(self) -> None:
        """Wake everyone who waits for something to change."""
        self._news.set()
        self._news = asyncio.Event()

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            await came(self._news, LATEST)

    def _origin(self) -> str:
        return f"chain followed from height {self.ledger.chain.log_start}"


class _Question(NamedTuple):
    name: str  # of the gateway
    request: bytes
    receive: Callable[[str, int, Any], None]


def _bytes(body: Any) -> bytes:
    if not isinstance(body, bytes):
        raise BadSchema("response", "the body is not bytes")
    return body
