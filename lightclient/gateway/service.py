"""The gateway: publishes what is newest on a ledger to everyone and answers each client's questions, over MQTT.

Nothing it says needs to be believed, and it remembers nothing of its clients that it could not lose: any number of
gateways may serve the same devices, and any number of replicas may serve under one name. What the ledger is, only its
source knows.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import secrets
import time
from collections.abc import Iterable
from typing import Any

from lightclient import __version__
from lightclient.codec.cbor import is_uint
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.errors import LightClientError
from lightclient.gateway import costs
from lightclient.gateway.costs import Budgets, price
from lightclient.gateway.errors import BadArgument, Declined, SourceFails, Unavailable, Unsupported
from lightclient.gateway.logs import Quiet, log
from lightclient.gateway.metrics import Metrics
from lightclient.gateway.reasons import why_not
from lightclient.gateway.source import DOWN, SERVING, STARTING, Plan, Source, Work
from lightclient.gateway.teller import Teller
from lightclient.gateway.turns import Turns
from lightclient.gateway.watches import MAX_SCRIPTS, Watch, Watches
from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.paho import MOST, Connection
from lightclient.sync import messages, topics
from lightclient.sync.messages import BUSY, OK, TOO_LARGE, UNAVAILABLE, UNSUPPORTED
from lightclient.waiting import came

LAST_ANSWERS = 2.0  # seconds for the questions in progress when the service ends
# QoS of requests and their responses: clients retry and sessions are clean, so QoS 1 would only double the packets.
# What comes unasked has QoS 1.
ANSWERED = 0
LARGE = 16 * 1024  # bytes of an answer: those have half of the way to the broker, whatever one client may cause
NODE_PAUSES = (0.5, 30.0)  # seconds before a node, or the broker at the start, is tried again: at first, at most
NODE_WAIT = 30.0  # seconds that a node is waited for to change
RESTART_PAUSE = 5.0  # seconds until a loop that failed by a fault of ours begins again
LAST_PROBE = b"2"
PROBE_WAIT = 2.0  # seconds for a message to ourselves to come back through the broker
TRIPS = 9  # such pairs, of which the three slowest do not count: this machine may be busy
SLOW_TRIP = 0.02  # seconds for a round trip, beyond which the broker delays every answer
ADVICE = "have the broker set TCP_NODELAY: see docs/brokers.md"
STATUS_AGE = 600.0  # seconds after which the height in the status is renewed
STATUS_LIFE = 1800  # seconds after which a broker of MQTT 5 forgets one that is not
ANSWER_LIFE = 30  # seconds for which a broker of MQTT 5 tries to deliver an answer: nobody waits as long
MAX_UINT32 = 0xFFFFFFFF


class Gateway:
    """One ledger, served under one name: `await run()` until it is cancelled."""

    def __init__(
        self,
        name: str,
        source: Source,
        broker: Broker,
        metrics: Metrics | None = None,
        budgets: Budgets | None = None,
    ) -> None:
        """metrics, budgets: those of the process, if it serves several ledgers."""
        self.name = name
        self.source = source
        self.all_metrics = metrics or Metrics()
        self.metrics = self.all_metrics.of(source.network, source.ledger)
        self.budgets = budgets or Budgets()
        self.watches = Watches()
        self.turns = Turns()
        self.quiet = Quiet(log)
        self.base = topics.base(source.network, name)
        self.ready = asyncio.Event()
        self.state = STARTING
        self._waiting = "it has not begun"
        self.metrics.ready.set_function(self.healthy)
        self.teller: Teller | None = None
        self._names = {**source.kinds, messages.WATCH: "watch"}
        self._probe = self.base + "probe/" + secrets.token_hex(8)
        self._probed: asyncio.Event = asyncio.Event()
        self._wanted = ""  # the subscription for requests, once it is known what the broker can do
        self._lost = ""  # why a connection to the broker cannot be made again, once that is known
        self._published = 0  # batches at the broker, counted from height 0
        self._status_at = 0.0
        self._capabilities: list[str] = []  # as the status says
        will = self.base + topics.STATUS, messages.presence(False)
        client_id = f"{name}-{secrets.token_hex(4)}"
        self.connection = Connection(
            broker,
            client_id,
            self._message,
            self._broker_changed,
            will,
            max_payload=messages.MAX_REQUEST,
            on_refused=self._broker_refused,
            on_failure=self._broker_failed,
            expiry=STATUS_LIFE,
        )

    async def run(self) -> None:
        """Serve until cancelled; node and broker are waited for, however long that takes.

        Raises one of the source's final errors if its node turns out to be of another ledger, OSError if what it keeps
        cannot be written.
        """
        self._waiting = "it reads what it has kept"
        await self.source.start()
        self._waiting = "it waits for the node"
        await self._catch_up(0)
        if self.source.watcher:
            self.teller = Teller(
                self.source,
                self.source.watcher,
                self.watches,
                self.budgets,
                self._send_event,
                self._refuse_watch,
                self.quiet,
            )
        await self._connect()
        self._waiting = "it is about to serve"
        try:
            await self._subscribe()
            self._publish_all()
            await self.connection.all_sent()  # and so has our subscription, which went before
            self.ready.set()
            self._log("serving", gateway=self.name, height=self.source.height, version=__version__)
            loops = [self._follow] + ([self.teller.run] if self.teller else [])
            work = [asyncio.create_task(self._kept_up(loop)) for loop in loops]
            try:
                await asyncio.gather(*work)
            finally:
                for task in work:
                    task.cancel()
        finally:
            await self._leave()
            self._log("stopped", gateway=self.name)

    async def _leave(self) -> None:
        """Take no more requests, answer those that are here, and disconnect."""
        self.ready.clear()
        self.connection.unsubscribe(self._wanted)
        await self.turns.ended(LAST_ANSWERS)
        self._publish_presence(messages.presence(False))
        await self.connection.stop()

    def why_not(self) -> str:
        """Return why clients are not served by a node that is where its network is, "" if they are."""
        if not self.ready.is_set():
            return self._waiting
        if not self.connection.connected:
            return "the broker is not connected" + self._lost
        return "" if self.state in SERVING else f"the node is {self.state}"

    def healthy(self) -> bool:
        """Whether clients are served, by a node that is where its network is."""
        return not self.why_not()

    async def _kept_up(self, loop: Any) -> None:
        """Run a loop for ever. A fault of ours in it is logged, and it begins again; only OSError ends the service."""
        while True:
            try:
                await loop()
            except OSError:
                raise
            except Exception:
                self.quiet.exception("failed", {"network": self.source.network})
                await asyncio.sleep(RESTART_PAUSE)

    # -- the node's side

    async def _catch_up(self, wait: float) -> int | None:
        """Take what the node has, however long it takes; return as `Source.follow` does."""
        pause, longest = NODE_PAUSES
        while True:
            try:
                fork = await self.source.follow(wait)
                self._set_state(self.source.state)
                return fork
            except LightClientError as error:
                if isinstance(error, self.source.final) and not self.ready.is_set():
                    raise
                self._set_state(getattr(error, "state", DOWN), error)
                if not self.ready.is_set():
                    self._waiting = f"it waits for the node ({error.name})"
                await asyncio.sleep(pause)
                pause = min(2 * pause, longest)
                wait = 0

    async def _follow(self) -> None:
        while True:
            before = self.source.height
            fork = await self._catch_up(NODE_WAIT)
            if fork is None:
                continue
            if fork < before:
                self.metrics.reorganisations.inc(before - fork)
                self._log("reorganised", logging.WARNING, fork=fork, heights=before - fork)
                self.watches.back_to(fork)
            self._publish(fork)
            if self.teller:
                self.teller.wake()

    def _set_state(self, state: str, error: LightClientError | None = None) -> None:
        changed = state != self.state
        self.state = state
        self.metrics.node.set(error is None)
        if error:
            self.quiet.warning(
                "node fails", {"network": self.source.network, "error": error.name, "reason": str(error)}
            )
        elif changed:
            self.quiet.forget("node fails")
            self._log("node answers", state=state)
        changed = changed or self._capabilities != self.source.capabilities
        if self.ready.is_set() and (changed or time.monotonic() - self._status_at > STATUS_AGE):
            self._publish_status()

    # -- what everyone gets

    def status(self) -> dict[str, Any]:
        """Return what the status says besides that we are here."""
        return {
            "version": __version__,
            "capabilities": sorted(self.source.capabilities),
            "height": self.source.height,
            "node": self.state,
        }

    def _publish_status(self) -> None:
        self._status_at = time.monotonic()
        self._capabilities = self.source.capabilities
        self._publish_presence(messages.presence(True, self.status()))

    def _publish_presence(self, presence: bytes) -> None:
        self.connection.publish(self.base + topics.STATUS, presence, retain=True, expiry=STATUS_LIFE)

    def _publish_all(self) -> None:
        """Say that we are here, and everything that the broker should keep."""
        self._publish_status()
        self._published = max(0, self._settled() - topics.KEPT)
        self._publish(self.source.height)

    def _publish(self, fork: int) -> None:
        self.metrics.height.set(self.source.height)
        newest = self.source.newest()
        if newest:
            self.connection.publish(self.base + topics.TIP, newest, retain=True)
        self._published = min(self._published, (fork + 1) // topics.BATCH)
        for number in range(self._published, self._settled()):
            batch = self.source.batch(number)
            self.connection.publish(f"{self.base}{topics.BATCHES}{number}", batch, retain=True)
        self._published = max(self._published, self._settled())

    def _settled(self) -> int:
        """How many batches will change no more, counted from height 0."""
        return max(0, self.source.height + 1 - self.source.settled) // topics.BATCH

    # -- what one client asks

    def _message(self, topic: str, payload: bytes, retained: bool) -> None:
        if topic == self._probe:
            if payload == LAST_PROBE:
                self._probed.set()
            return
        if topic == self.base + topics.STATUS:
            if self.ready.is_set() and payload == messages.presence(False):  # a replica has left, and spoke for all
                self._publish_status()
            return
        # Some brokers send what nobody subscribed to; and a retained request is old.
        before, _, client = topic.rpartition("/")
        if before + "/" != self.base + topics.REQUESTS or retained:
            return
        began = time.perf_counter()
        now = asyncio.get_running_loop().time()
        try:
            topics.check_name(client)  # before anything is remembered of it
            if len(payload) > messages.MAX_REQUEST:
                raise TooLarge("a request", len(payload), messages.MAX_REQUEST)
            if not self.budgets.allows(client, costs.ASKED + len(payload) / costs.RECEIVED, now):
                self._busy(client, _number_of(payload), "unread", now)
                return
            number, kind, limit, argument = messages.parse_request(payload)
        except LightClientError as error:
            self.metrics.malformed.inc()
            fields = {"client": client[: topics.MAX_NAME], "error": error.name, "reason": str(error)}
            self.quiet.warning("malformed", fields)
            return
        self._ask(client, number, kind, limit, argument, len(payload), began)

    def _ask(self, client: str, number: int, kind: int, limit: int, argument: Any, size: int, began: float) -> None:
        """Answer at once what costs no more than looking it up; let the rest wait for the client's turn."""
        now = asyncio.get_running_loop().time()
        name = self._names.get(kind, "unknown")
        try:
            plan = self._plan(client, number, kind, limit, argument)
            work = plan.work
            if not self.budgets.allows(client, price(work), now):
                self._busy(client, number, name, now)
                return
            if not (work.calls or work.parsed):
                body = plan.answer()
                if not inspect.isawaitable(body):
                    self._respond(client, number, name, OK, body, limit, began)
                    return
                plan = Plan(work, lambda: body)
        except Declined as error:
            self._respond(client, number, name, error.status, str(error), limit, began)
            return
        except Exception:  # a fault of ours must not end the service
            self.quiet.exception("failed", {"network": self.source.network, "kind": name})
            self._respond(client, number, name, UNAVAILABLE, "the gateway failed", limit, began)
            return
        new = self.budgets.is_new(client)
        if not self.turns.room(client, size, new):
            self._busy(client, number, name, now)
            return
        self.turns.add(client, size, lambda: self._answer(client, number, name, limit, plan, began), new)
        self.metrics.waiting.set(len(self.turns))

    def _plan(self, client: str, number: int, kind: int, limit: int, argument: Any) -> Plan:
        if kind == messages.WATCH:
            return self._plan_watch(client, number, limit, argument)
        if kind not in self.source.kinds:
            raise Unsupported(what=f"answer to questions of kind {kind}")
        return self.source.plan(kind, limit, argument)

    async def _answer(self, client: str, number: int, name: str, limit: int, plan: Plan, began: float) -> None:
        expected = plan.work
        try:
            body = plan.answer()
            if inspect.isawaitable(body):
                body = await body
            status = OK
        except Declined as error:
            status, body = error.status, str(error)
        except SourceFails:
            status, body = UNAVAILABLE, str(Unavailable())
        except Exception:  # a fault of ours must not end the service
            self.quiet.exception("failed", {"network": self.source.network, "kind": name})
            status, body = UNAVAILABLE, "the gateway failed"
        self.budgets.charge(client, price(plan.work) - price(expected), asyncio.get_running_loop().time())
        self._respond(client, number, name, status, body, limit, began)

    def _respond(self, client: str, number: int, name: str, status: int, body: Any, limit: int, began: float) -> None:
        response = messages.response(number, status, body if status == OK else body[: messages.MAX_STATUS_TEXT])
        if status == OK and len(response) > limit:
            status = TOO_LARGE
            response = messages.response(number, status, str(len(response)))
        self.metrics.seconds_of(name).observe(time.perf_counter() - began)
        self.metrics.requests_of(name, status).inc()
        self.metrics.waiting.set(len(self.turns))
        crowded = len(response) > LARGE and self.connection.waiting_bytes > MOST // 2
        topic = self.base + topics.RESPONSES + client
        if crowded or not self.connection.publish(topic, response, ANSWERED, expiry=ANSWER_LIFE):
            self.metrics.dropped.inc()

    def _busy(self, client: str, number: int, name: str, now: float) -> None:
        self.metrics.requests_of(name, BUSY).inc()
        if not self.connection.congested and self.budgets.may_tell(client, now):
            response = messages.response(number, BUSY, "too many questions, or too costly ones: wait")
            self.connection.publish(self.base + topics.RESPONSES + client, response, ANSWERED, expiry=ANSWER_LIFE)

    # -- watches

    def _plan_watch(self, client: str, number: int, limit: int, argument: Any) -> Plan:
        """[items, seconds, height] -> seconds for which the watch holds. What is seen comes under the same id."""
        watcher = self.source.watcher
        if not watcher:
            raise Unsupported(what="watches: its node cannot tell what happens")
        if not isinstance(argument, list) or len(argument) != 3 or not isinstance(argument[0], list):
            raise BadArgument(wanted="[items, seconds, height]")
        items, seconds, since = argument
        if not is_uint(seconds, MAX_UINT32) or not is_uint(since, MAX_UINT32):
            raise BadArgument(wanted="[items, seconds, height]")
        if not all(isinstance(item, bytes) and len(item) <= watcher.max_item for item in items):
            raise BadArgument(wanted=f"items of at most {watcher.max_item} bytes")
        if len(items) > MAX_SCRIPTS:
            raise BadArgument(wanted=f"at most {MAX_SCRIPTS} items")

        def begin() -> int:
            now = asyncio.get_running_loop().time()
            held = self.watches.add(client, number, items, seconds, now, since, limit, self.budgets.is_new(client))
            self.metrics.watches.set(len(self.watches))
            if self.teller and held:
                asyncio.get_running_loop().call_soon(self.teller.wake)  # after the answer
            return held

        return Plan(Work(sent=64 * len(items)), begin)

    def _send_event(self, watch: Watch, body: Any, brief: Any) -> bool:
        """Tell a watcher of an event; return whether there was room for it."""
        event = messages.response(watch.number, OK, body)
        if len(event) > watch.limit:
            event = messages.response(watch.number, OK, brief)
        if self.connection.congested or not self.connection.publish(self.base + topics.RESPONSES + watch.client, event):
            return False
        self.budgets.charge(watch.client, len(event) / costs.SENT, asyncio.get_running_loop().time())
        self.metrics.events.inc()
        return True

    def _refuse_watch(self, watch: Watch, why: str) -> None:
        if not self.connection.congested:
            refusal = messages.response(watch.number, UNSUPPORTED, str(Unsupported(what=why)))
            self.connection.publish(self.base + topics.RESPONSES + watch.client, refusal)

    # -- the broker's side

    async def _connect(self) -> None:
        """Connect to the broker for the first time; one that is down or refuses us is tried again, as a node is."""
        self._waiting = "it connects to the broker"
        pause, longest = NODE_PAUSES
        while True:
            try:
                return await self.connection.start()
            except (OSError, BrokerRefused) as error:
                self._waiting = f"it waits for the broker: {why_not(error)}"
                self._broker_failed(error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, longest)

    def _log(self, event: str, level: int = logging.INFO, **fields: Any) -> None:
        log.log(level, event, extra={"fields": {"network": self.source.network, **fields}})

    def _broker_changed(self, connected: bool) -> None:
        self.metrics.broker.set(connected)
        if connected:
            self.quiet.forget("broker fails")
            self.quiet.info("broker connected", {"network": self.source.network})
        else:
            self._lost = ""
            self.quiet.warning("broker lost", {"network": self.source.network})
            return
        self.connection.subscribe(self.base + topics.STATUS)
        if self._wanted:
            self.connection.subscribe(self._wanted, ANSWERED)
        if self.ready.is_set():
            self._publish_all()  # a broker that was restarted may have forgotten

    def _broker_failed(self, error: OSError | BrokerRefused) -> None:
        self._lost = f": {why_not(error)}"
        self.quiet.warning("broker fails", {"network": self.source.network, "reason": why_not(error)})

    def _broker_refused(self, topic: str, error: BrokerRefused) -> None:
        self.quiet.warning("broker refuses", {"network": self.source.network, "reason": str(error)})

    async def _subscribe(self) -> None:
        """Take requests through a shared subscription, so that replicas split the work, if the broker really has them.

        Some brokers grant one and never deliver: only a message that comes back proves it.
        """
        works = False
        if self.connection.shares:
            probed = f"$share/lightclient/{self._probe}"
            self.connection.subscribe(probed)
            works = await self._round_trip() is not None
            if not works:
                self.connection.unsubscribe(probed)
        self._log("shared subscriptions", work=works)
        if not works:
            probed = self._probe
            self.connection.subscribe(probed)
            await self._round_trip()  # the subscription takes time itself
        trips: list[float] = []
        while len(trips) < TRIPS and (trip := await self._round_trip()) is not None:
            trips.append(trip)
        self.connection.unsubscribe(probed)
        trip = sorted(trips)[2 * TRIPS // 3] if len(trips) == TRIPS else 0.0  # else the connection was lost meanwhile
        if trip > SLOW_TRIP:
            self._log("slow broker", logging.WARNING, round_trip_ms=round(1000 * trip), advice=ADVICE)
        wanted = self.base + topics.REQUESTS + "+"
        self._wanted = f"$share/lightclient/{wanted}" if works else wanted
        self.connection.subscribe(self._wanted, ANSWERED)

    async def _round_trip(self) -> float | None:
        """Send two messages to ourselves; return the seconds until the second was back, None if it was not.

        It is the second that a broker without TCP_NODELAY holds back, until the first is acknowledged.
        """
        self._probed.clear()
        began = time.perf_counter()
        self.connection.publish(self._probe, b"", ANSWERED)
        self.connection.publish(self._probe, LAST_PROBE, ANSWERED)
        came_back = await came(self._probed, PROBE_WAIT)
        return time.perf_counter() - began if came_back else None


def _number_of(data: bytes) -> int:
    """Return the id of a request without reading the rest of it. Raises BadSchema."""
    width = {0x18: 1, 0x19: 2, 0x1A: 4}.get(data[1] if len(data) > 1 else 0xFF, 0)
    if len(data) < 2 + width or data[0] != 0x84 or (not width and data[1] > 23):
        raise BadSchema("request", "not [id, kind, limit, argument]")
    return int.from_bytes(data[2 : 2 + width], "big") if width else data[1]


def why_not_ready(gateways: Iterable[Gateway]) -> dict[str, str]:
    """Return the reason for each network that is not served as it should be."""
    return {gateway.source.network: reason for gateway in gateways if (reason := gateway.why_not())}


async def serve(gateways: Iterable[Gateway]) -> None:
    """Serve several ledgers in one process until cancelled; raises what ends one of them."""
    running = [asyncio.create_task(gateway.run()) for gateway in gateways]
    try:
        await asyncio.gather(*running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
