"""The gateway: publishes the headers of its node to everyone and answers each client's requests, over MQTT.

Nothing it says needs to be believed, and it remembers nothing of its clients that it could not lose: any number of
gateways may serve the same devices, and any number of replicas may serve under one name.
"""

import asyncio
import contextlib
import logging
import secrets
import time
from typing import Any

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import packed
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.codec.errors import TooLarge
from lightclient.errors import LightClientError
from lightclient.gateway.blocks import Blocks
from lightclient.gateway.errors import NodeError
from lightclient.gateway.index import HeaderIndex
from lightclient.gateway.limiter import Limiter
from lightclient.gateway.metrics import Metrics
from lightclient.gateway.node import Node
from lightclient.gateway.requests import Requests
from lightclient.gateway.teller import Teller
from lightclient.gateway.watches import Watches
from lightclient.mqtt import Broker, Connection
from lightclient.sync import messages, topics
from lightclient.sync.messages import BUSY

log = logging.getLogger("lightclient.gateway")

NEWEST = 12  # headers in the tip message: whoever missed no more than that needs nothing else
IN_PROGRESS = 1000  # requests answered at the same time; more are refused
LOOK_PAUSE = 1.0  # seconds between looks at the mempool while someone watches
LAST_ANSWERS = 2.0  # seconds for the requests in progress when the service ends
# QoS of requests and their responses: who gets no answer asks again, and no session outlives its connection, so that
# acknowledgements would double the packets and save little. What comes unasked has QoS 1.
ANSWERED = 0
NODE_PAUSES = (0.5, 30.0)  # seconds before a node that failed is asked again: at first, at most
NODE_WAIT = 30.0  # seconds that a node is waited for to change
PROBE_WAIT = 2.0  # seconds for a message to come back through a shared subscription
KINDS = {
    messages.RUN: "run",
    messages.PROOF: "proof",
    messages.TRANSACTION: "transaction",
    messages.HEADER: "header",
    messages.FILTER: "filter",
    messages.BROADCAST: "broadcast",
    messages.WATCH: "watch",
}


class Gateway:
    """One gateway process: `await run()` until it is cancelled."""

    def __init__(
        self,
        name: str,
        node: Node,
        index: HeaderIndex,
        broker: Broker,
        metrics: Metrics | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        self.name = name
        self.node = node
        self.index = index
        self.metrics = metrics or Metrics()
        self.limiter = limiter or Limiter()
        self.watches = Watches()
        blocks = Blocks(node)
        self.requests = Requests(node, index, blocks, self.watches)
        self.teller = Teller(node, index, blocks, self.watches, self._send)
        self.base = topics.base(index.chain.network.name, name)
        self.ready = asyncio.Event()
        self._node_up = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._probe = self.base + "probe/" + secrets.token_hex(8)
        self._probed: asyncio.Event = asyncio.Event()
        self._wanted = ""  # the subscription for requests, once it is known what the broker can do
        self._published = 0  # batches at the broker, counted from block 0
        will = self.base + topics.STATUS, messages.presence(False)
        client_id = f"{name}-{secrets.token_hex(4)}"
        self.connection = Connection(broker, client_id, self._message, self._broker_changed, will)

    async def run(self) -> None:
        """Serve until cancelled.

        Raises OSError and BrokerRefused if the broker cannot be reached at the start, WrongNetwork if the node turns
        out to be on another chain, OSError if the header file cannot be written.
        """
        await self._catch_up()
        await self.connection.start()
        try:
            await self._subscribe()
            self._publish_all()
            await self.connection.all_sent()  # and so has our subscription, which went before
            self.ready.set()
            log.info("serving", extra={"fields": {"gateway": self.name, "height": self.index.height}})
            work = [asyncio.create_task(self._follow()), asyncio.create_task(self._look_out())]
            try:
                await asyncio.gather(*work)
            finally:
                for task in work:
                    task.cancel()
        finally:
            await self._leave()
            log.info("stopped", extra={"fields": {"gateway": self.name}})

    async def _leave(self) -> None:
        """Take no more requests, answer those that are here, and say good-bye."""
        self.ready.clear()
        self.connection.unsubscribe(self._wanted)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_ANSWERS)
        for task in self._tasks:
            task.cancel()
        self.connection.publish(self.base + topics.STATUS, messages.presence(False), retain=True)
        await self.connection.stop()

    def healthy(self) -> bool:
        return self.connection.connected and self._node_up

    # -- the node's side

    async def _catch_up(self) -> int | None:
        """Bring the index to the node's tip, however long it takes; return the fork height if anything changed."""
        pause, longest = NODE_PAUSES
        while True:
            try:
                fork = await self.index.follow(self.node, int(time.time()))
                self._set_node(True)
                return fork
            except LightClientError as error:
                if isinstance(error, WrongNetwork) and not self.ready.is_set():
                    raise
                self._set_node(False, error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, longest)

    async def _follow(self) -> None:
        while True:
            before = self.index.height
            try:
                changed = await self.node.wait_change(self.index.tip_hash, NODE_WAIT)
            except NodeError as error:
                self._set_node(False, error)
                await asyncio.sleep(NODE_PAUSES[0])
                changed = True
            fork = await self._catch_up()
            if fork is None:
                # The node may stand on a block that we do not follow, with less work or with the same: no change ends
                # the wait for a change from it.
                await asyncio.sleep(NODE_PAUSES[0] if changed else 0)
                continue
            if fork < before:
                self.metrics.reorganisations.inc(before - fork)
                log.warning("reorganised", extra={"fields": {"fork": fork, "blocks": before - fork}})
            self.requests.forget_above(fork)
            self._publish(fork)
            try:
                await self.teller.mined(fork)
            except NodeError as error:  # the watchers hear of it when they renew their watch
                log.warning("not told", extra={"fields": {"error": error.name, "reason": str(error)}})

    async def _look_out(self) -> None:
        while True:
            await asyncio.sleep(LOOK_PAUSE)
            await self.teller.look(asyncio.get_running_loop().time())
            self.metrics.watches.set(len(self.watches))

    def _set_node(self, up: bool, error: LightClientError | None = None) -> None:
        fields = {"node": self.node.name}
        if error:
            log.warning("node fails", extra={"fields": {**fields, "error": error.name, "reason": str(error)}})
        elif up and not self._node_up:
            log.info("node answers", extra={"fields": fields})
        self._node_up = up
        self.metrics.node.set(up)

    # -- what everyone gets

    def _publish_all(self) -> None:
        """Say that we are here, and everything that the broker should keep."""
        self.connection.publish(self.base + topics.STATUS, messages.presence(True), retain=True)
        self._published = max(0, self._settled() - topics.KEPT)
        self._publish(self.index.height)

    def _publish(self, fork: int) -> None:
        self.metrics.height.set(self.index.height)
        first = max(1, self.index.height + 1 - NEWEST)
        run = self.index.run(first, NEWEST)
        if run:
            self.connection.publish(self.base + topics.TIP, packed.serialize(first, codec.split(run)), retain=True)
        self._published = min(self._published, (fork + 1) // topics.BATCH)
        for number in range(self._published, self._settled()):
            start = number * topics.BATCH
            batch = packed.serialize(start, codec.split(self.index.run(start, topics.BATCH)))
            self.connection.publish(f"{self.base}{topics.BATCHES}{number}", batch, retain=True)
        self._published = max(self._published, self._settled())

    def _settled(self) -> int:
        """How many batches will change no more, counted from block 0."""
        return max(0, self.index.height + 1 - topics.SETTLED) // topics.BATCH

    # -- what one client asks

    def _message(self, topic: str, payload: bytes, retained: bool) -> None:
        if topic == self._probe:
            self._probed.set()
            return
        if topic == self.base + topics.STATUS:
            if self.ready.is_set() and payload == messages.presence(False):  # a replica has left, and spoke for all
                self.connection.publish(topic, messages.presence(True), retain=True)
            return
        # Some brokers send what nobody subscribed to; and a request that was retained is not asked now.
        before, _, client = topic.rpartition("/")
        if before + "/" != self.base + topics.REQUESTS or retained:
            return
        loop = asyncio.get_running_loop()
        allowed = self.limiter.allows(client, loop.time())
        try:
            topics.check_name(client)
            if len(payload) > messages.MAX_REQUEST:
                raise TooLarge("a request", len(payload), messages.MAX_REQUEST)
            number, kind, limit, argument = messages.parse_request(payload)
        except LightClientError as error:
            self.metrics.malformed.inc()
            if allowed:  # a flood does not fill the disk either
                fields = {"client": client[: topics.MAX_NAME], "error": error.name, "reason": str(error)}
                log.warning("malformed", extra={"fields": fields})
            return
        if len(self._tasks) >= IN_PROGRESS or not allowed:
            if not self.connection.congested:
                self._respond(client, number, kind, BUSY, "too many requests")
            return
        task = loop.create_task(self._answer(client, number, kind, limit, argument))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, client: str, number: int, kind: int, limit: int, argument: Any) -> None:
        began = time.perf_counter()
        try:
            status, body = await self.requests.answer(client, number, kind, limit, argument)
        except Exception:  # a fault of ours must not end the service
            log.exception("failed", extra={"fields": {"client": client, "kind": kind}})
            status, body = messages.UNAVAILABLE, "the gateway failed"
        self.metrics.seconds_of(KINDS.get(kind, "unknown")).observe(time.perf_counter() - began)
        self._respond(client, number, kind, status, body)

    def _respond(self, client: str, number: int, kind: int, status: int, body: Any) -> None:
        self.metrics.requests_of(KINDS.get(kind, "unknown"), status).inc()
        self._send(client, number, status, body, ANSWERED)

    def _send(self, client: str, number: int, status: int, body: Any, qos: int = 1) -> None:
        self.connection.publish(self.base + topics.RESPONSES + client, messages.response(number, status, body), qos)

    # -- the broker's side

    def _broker_changed(self, connected: bool) -> None:
        self.metrics.broker.set(connected)
        log.log(
            logging.INFO if connected else logging.WARNING,
            "broker connected" if connected else "broker lost",
            extra={"fields": {"broker": self.connection.broker.name}},
        )
        if not connected:
            return
        self.connection.subscribe(self.base + topics.STATUS)
        if self._wanted:
            self.connection.subscribe(self._wanted)
        if self.ready.is_set():
            self._publish_all()  # a broker that was restarted may have forgotten

    async def _subscribe(self) -> None:
        """Take requests through a shared subscription, so that replicas split the work, if the broker really has them.

        Some brokers grant one and never deliver: only a message that comes back proves it.
        """
        shared = f"$share/lightclient/{self._probe}"
        self.connection.subscribe(shared)
        self.connection.publish(self._probe, b"")
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._probed.wait(), PROBE_WAIT)
        self.connection.unsubscribe(shared)
        works = self._probed.is_set()
        log.info("shared subscriptions", extra={"fields": {"work": works}})
        wanted = self.base + topics.REQUESTS + "+"
        self._wanted = f"$share/lightclient/{wanted}" if works else wanted
        self.connection.subscribe(self._wanted, ANSWERED)
