"""A link for AsyncDevice over the client that an application has already: mqtt_as, or its relative mqtt_async.

    config["subs_cb"] = mine                         callbacks as ever: what is not the device's goes on to them
    link = MqttAsLink(config, Clock(), random)       before the client takes them from there
    client = MQTTClient(config)
    await client.connect()
    device = AsyncDevice(TESTNET4, "till-7", ["gw"], link, CHECKPOINT, "/chain")

An application with the queue of mqtt_as (queue_len) makes these calls itself: `message` with each that it takes from
the queue, `up` after the event client.up, `wifi(False)` after client.down.

The client's limits are the link's: it reads a message into memory however large it is, and it connects again when it
likes. Keep-alive and last will are the application's. UNSUBSCRIBE is not sent, which a follower can do without, for
mqtt_async has none, and mqtt_as before 0.8.3 waits without end for its answer.
"""

import asyncio

from lightclient.device.link import Connection
from lightclient.mqtt.client import CONNECTED, MAX_WAITING, MESSAGE
from lightclient.mqtt.errors import BrokerRefused, StreamLost, TooManyWaiting

MOST = 4  # messages that wait on one topic; more are lost, and so no gateway takes the place of another one's
PAUSE = 0.02  # seconds between two looks for something to do; mqtt_as looks without any


class MqttAsLink(Connection):
    """config: of a client that is yet to be made."""

    def __init__(self, config: "Any", clock: "Clock", random: "Callable[[], int]") -> None:
        super().__init__(None, None, clock, random)
        self.others = config["subs_cb"], config["connect_coro"], config["wifi_coro"]
        config["subs_cb"], config["connect_coro"], config["wifi_coro"] = self.message, self.up, self.wifi
        self.client: "Any" = None
        self.current: "object | None" = None  # the client's connection; `stream` is the one that the device knows of
        self.topics: "dict[bytes, str]" = {}
        self.arrived: "list[tuple[str, bytes]]" = []
        self.out: "list[tuple[Any, ...]]" = []  # number of a message with QoS 1, or 0, what to call, and with what
        self.number = self.taken = 0  # of the last message with QoS 1; of the last that the broker has
        self.sender: "asyncio.Task[None] | None" = None
        self.refused: "OSError | None" = None

    # -- what the client calls

    def message(self, topic: "bytes | bytearray", payload: "bytes | bytearray | memoryview", *rest: "Any") -> "Any":
        """rest: whatever the client adds, which is more from one version to the next."""
        name = self.topics.get(bytes(topic))
        if name is None:
            return self.others[0](topic, payload, *rest)
        if self.connected and sum([one[0] == name for one in self.arrived]) < MOST:
            self.arrived.append((name, bytes(payload)))  # the client's buffer may be where it lies
        return None

    async def up(self, client: "Any") -> None:
        self.client = client
        self.current = object()
        if self.others[1] is not None:
            await self.others[1](client)

    async def wifi(self, is_up: bool) -> None:
        if not is_up:
            self.current = None
        if self.others[2] is not None:
            await self.others[2](is_up)

    # -- what the device calls

    @property
    def connected(self) -> bool:
        return self.stream is not None and self.stream is self.current

    def subscribe(self, topic: str) -> None:
        self.topics[topic.encode()] = topic
        if self.connected:
            self._put(0, self.client.subscribe, topic.encode(), 1)

    def unsubscribe(self, topic: str) -> None:
        self.topics.pop(topic.encode(), None)

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> int:
        """Return a number for `acknowledged`. Raises TooManyWaiting."""
        number = self.number + 1 if qos else 0
        if qos or self.connected:
            self._put(number, self.client.publish, topic.encode(), payload, retain, qos)
        if qos:
            self.number = number
        return number

    def acknowledged(self, number: int) -> bool:
        return number <= self.taken

    async def next(self, until: float) -> "tuple[Any, ...] | None":
        """As Link.next, but a payload lies in no buffer and lasts."""
        await asyncio.sleep(0)  # others have their turn, however many messages wait
        while True:
            now = self.clock.now()
            if self.stream is None:
                if self.current is not None and now >= self.retry_at:
                    self.stream = self.current
                    if self.sender is None:
                        self.sender = asyncio.create_task(self._send())
                    return (CONNECTED,)
            elif self.refused is not None:
                return self._lost(BrokerRefused(what="a subscription", reason=str(self.refused)))
            elif self.stream is not self.current:
                return self._lost(StreamLost())
            elif self.arrived:
                self.attempts = 0
                topic, payload = self.arrived.pop(0)
                return MESSAGE, topic, memoryview(payload), False
            if now >= until:
                return None
            await asyncio.sleep(PAUSE)

    async def flush(self) -> None:
        """The sender does."""

    async def leave(self) -> None:
        """The connection stays with the application."""
        self.close()

    def close(self) -> None:
        self.stream = None
        self.refused = None
        self.arrived.clear()
        self.out = [call for call in self.out if call[0]]

    def _put(self, *call: "Any") -> None:
        if len(self.out) >= MAX_WAITING:
            raise TooManyWaiting(len(self.out))
        self.out.append(call)

    async def _send(self) -> None:
        """Is never cancelled, for a client that is stopped within a packet sends half of it."""
        while self.stream is not None:
            if not self.out:
                await asyncio.sleep(PAUSE)
                continue
            number, call, *arguments = self.out.pop(0)
            try:
                await call(*arguments)  # which the client repeats, over all connections, until the broker has it
            except OSError as error:  # so says mqtt_async of a subscription
                self.refused = error
            self.taken = number or self.taken
        self.sender = None


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.device.clock import Clock
