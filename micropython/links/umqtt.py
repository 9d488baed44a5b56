"""A link over the umqtt client that an application has already: umqtt.simple, or umqtt.robust, of micropython-lib.

    client = MQTTClient("till-7", "broker", keepalive=60)
    client.set_callback(mine)                    before; what is not the device's still goes there
    device = Device(TESTNET4, "till-7", ["gw"], UmqttLink(client, Clock(), random), CHECKPOINT, "/chain")

umqtt's limits are the link's: it reads a message into memory however large it is, waits without end for the rest of
one and for acknowledgements, and has 65,535 packet ids. It has no UNSUBSCRIBE, which a follower can do without.
"""

import select
from time import sleep

from lightclient.device.link import LOST, Connection
from lightclient.errors import LightClientError
from lightclient.mqtt.client import CONNECTED, MESSAGE, PATIENCE
from lightclient.mqtt.errors import NoAnswer, StreamLost

# Messages that wait on one topic, for umqtt takes what comes while it waits for something else; more are lost, and so
# no gateway takes the place of another one's.
MOST = 4


class UmqttLink(Connection):
    """client: connected or not. After a loss it is connected again, unless it does so by itself."""

    def __init__(self, client: "Any", clock: "Clock", random: "Callable[[], int]") -> None:
        super().__init__(None, client.connect, clock, random)
        self.client = client
        self.others = client.cb
        self.topics: "dict[bytes, str]" = {}
        self.arrived: "list[tuple[Any, bytes]]" = []
        self.failure: "tuple[str, str] | None" = None
        self.spoke_at = self.pinged_at = 0.0
        client.set_callback(self._arrive)

    @property
    def connected(self) -> bool:
        return self.stream is not None and self.failure is None

    def subscribe(self, topic: str) -> None:
        self.topics[topic.encode()] = topic
        self._do(self.client.subscribe, topic, 1)

    def unsubscribe(self, topic: str) -> None:
        self.topics.pop(topic.encode(), None)

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> int:
        self._do(self.client.publish, topic, payload, retain, qos)
        return 0

    def acknowledged(self, number: int) -> bool:
        """umqtt has waited for it already."""
        return self.failure is None

    def next(self, until: float) -> "tuple[Any, ...] | None":
        """As Link.next, but a payload lies in no buffer and lasts."""
        while True:
            if self.arrived:
                topic, payload = self.arrived.pop(0)
                if topic in self.topics:
                    self.attempts = 0
                    return MESSAGE, self.topics[topic], memoryview(payload), False
                if self.others is not None:
                    self.others(topic, payload)
                continue
            if self.failure is not None:
                return self._fail(*self.failure)
            now = self.clock.now()
            if self.stream is None and now < self.retry_at:
                sleep(max(0, min(until, self.retry_at) - now))
                if self.retry_at > until:
                    return None
            if self.stream is None:
                if self.client.sock is None or self.attempts:
                    self._do(self.open)
                    if self.failure is not None:
                        continue
                self.stream = self.client.sock
                self.spoke_at = now
                self.pinged_at = 0
                return (CONNECTED,)
            if self.stream is not self.client.sock:  # it has connected again by itself, and its subscriptions are gone
                return self._fail(StreamLost.__name__, "the client has connected again by itself")
            if self._readable(until - now):
                self.pinged_at = 0
                self._do(self.client.check_msg)
            elif now >= until:
                return None
            self._ping()

    def leave(self) -> None:
        """The connection stays with the application."""
        self.close()

    def close(self) -> None:
        self.stream = None

    def _ping(self) -> None:
        now = self.clock.now()
        if self.pinged_at and now > self.pinged_at + PATIENCE:
            self.failure = NoAnswer.__name__, "no PINGRESP in time"
        elif self.client.keepalive and now > self.spoke_at + self.client.keepalive / 2:
            self.pinged_at = self.spoke_at = now
            self._do(self.client.ping)

    def _readable(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self.stream, select.POLLIN)
        return bool(poll.poll(max(0, int(seconds * 1000))))

    def _do(self, call: "Callable[..., Any]", *arguments: "Any") -> None:
        try:
            call(*arguments)
        except Exception as error:  # umqtt asserts and indexes what it reads: a lost connection may be any of them
            name = error.name if isinstance(error, LightClientError) else StreamLost.__name__
            self.failure = name, str(error) or repr(error)

    def _fail(self, name: str, text: str) -> "tuple[str, str, str, None]":
        by_itself = self.stream is not None and self.stream is not self.client.sock
        self.failure = None
        self._lost(StreamLost())
        if by_itself:
            self.attempts = 0
        return LOST, name, text, None

    def _arrive(self, topic: bytes, payload: bytes) -> None:
        if sum([one[0] == topic for one in self.arrived]) < MOST:
            self.arrived.append((topic, payload))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.device.clock import Clock
