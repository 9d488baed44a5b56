"""A connection to a broker that is made again after each loss: what all kinds share, and the one that blocks."""

from time import sleep

from lightclient.mqtt.client import MESSAGE
from lightclient.mqtt.errors import Disconnected, MessageTooLarge, StreamLost, SubscriptionRefused

# Events beside those of mqtt.Mqtt: (LOST or FAULT, name of the error, its words, topic that it is about or None).
LOST, FAULT = "lost", "fault"

FIRST_PAUSE = 0.5  # seconds before a new attempt, doubled each time
LONGEST_PAUSE = 60


def pause(attempts: int, random: int) -> float:
    """Return the seconds before a new attempt after so many; random: 32 random bits, lest all devices come at once."""
    return min(FIRST_PAUSE * (1 << min(attempts, 10)), LONGEST_PAUSE) * (1 + random / 0x100000000)


class Connection:
    """What a follower needs, apart from the waiting: subclasses have a `next(until)`, which says what happened.

    mqtt: an mqtt.Mqtt. open: what opens a stream (streams.py). Both are None where somebody else has the connection.
    random: 32 random bits a call. sent, received: bytes on the wire.
    """

    def __init__(
        self, mqtt: "Any", open: "Callable[[], Any] | None", clock: "Clock", random: "Callable[[], int]"
    ) -> None:
        self.mqtt = mqtt
        self.open: "Any" = open
        self.clock = clock
        self.random = random
        self.stream: "Any" = None
        self.attempts = 0
        self.retry_at = 0.0
        self.sent = self.received = 0

    @property
    def connected(self) -> bool:
        return bool(self.mqtt.connected)

    def subscribe(self, topic: str) -> None:
        self.mqtt.subscribe(topic, self.clock.now())

    def unsubscribe(self, topic: str) -> None:
        self.mqtt.unsubscribe(topic, self.clock.now())

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> int:
        """Return a number for `acknowledged`. Raises what `Mqtt.publish` raises."""
        self.mqtt.publish(topic, payload, self.clock.now(), qos, retain)
        number: int = self.mqtt.number
        return number

    def acknowledged(self, number: int) -> bool:
        """Whether the broker has what was published with QoS 1."""
        return number not in self.mqtt.waiting

    def close(self) -> None:
        stream, self.stream = self.stream, None
        self.mqtt.connected = False
        try:
            if stream is not None:
                stream.close()
        except OSError:  # it is gone already
            pass

    def _took(self, count: int, now: float) -> "tuple[Any, ...] | None":
        self.received += count
        try:
            event: "tuple[Any, ...] | None" = self.mqtt.took(count, now)
        except (MessageTooLarge, SubscriptionRefused) as error:
            return FAULT, error.name, str(error), error.fields["topic"]
        if event is not None and event[0] == MESSAGE:
            self.attempts = 0
        return event

    def _lost(self, error: Exception) -> "tuple[str, str, str, Any]":
        self.close()
        self.retry_at = self.clock.now() + pause(self.attempts, self.random())
        self.attempts += 1
        if isinstance(error, Disconnected):
            return LOST, error.name, str(error), error.fields.get("topic")
        return LOST, StreamLost.__name__, str(error), None


class Link(Connection):
    """open: returns a stream or raises OSError or Disconnected."""

    def next(self, until: float) -> "tuple[Any, ...] | None":
        """Return what happens: an event of mqtt.Mqtt, of LOST or FAULT, or None when it is `until`.

        A payload lies in the buffer that the next call reads into.
        """
        while True:
            now = self.clock.now()
            try:
                if self.stream is None:
                    if now < self.retry_at:
                        sleep(max(0, min(until, self.retry_at) - now))
                        if self.retry_at > until:
                            return None
                    self.stream = self.open()
                    now = self.clock.now()
                    self.mqtt.connect(now)
                self.flush()
                count = self.stream.readinto(self.mqtt.space())
                if count:
                    event = self._took(count, now)
                    if event is not None or now >= until:
                        return event
                    continue
                self.mqtt.tick(now)
                self.flush()
                if now >= until:
                    return None
                self.stream.wait(min(until, self.mqtt.wake_at) - now)
            except (Disconnected, OSError) as error:
                return self._lost(error)

    def flush(self) -> None:
        out = self.mqtt.out
        while out and self.stream is not None:
            packet = out.pop(0)
            self.stream.write(packet)
            self.sent += len(packet)

    def leave(self) -> None:
        """Disconnect from the broker; the next `next` connects again."""
        try:
            if self.mqtt.connected:
                self.mqtt.disconnect(self.clock.now())
                self.flush()
        except (Disconnected, OSError):  # it is gone already
            pass
        self.close()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.device.clock import Clock
