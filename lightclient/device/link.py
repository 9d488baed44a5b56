"""A connection to a broker that is made again whenever it is lost: what all of them have, and the one that blocks."""

from time import sleep

from port.errors import Disconnected, MessageTooLarge, StreamLost
from port.mqtt import MESSAGE

LOST, FAULT = "lost", "fault"  # the events (LOST, reason) and (FAULT, reason) beside those of mqtt.Mqtt

FIRST_PAUSE = 0.5  # seconds before a new attempt, doubled each time
LONGEST_PAUSE = 60


def pause(attempts: int, chance: int) -> float:
    """Return the seconds before a new attempt after so many; chance: 32 bits, for not all devices may come at once."""
    return min(FIRST_PAUSE * (1 << min(attempts, 10)), LONGEST_PAUSE) * (1 + chance / 0x100000000)


class Connection:
    """What a follower needs, apart from the waiting: its heirs have a `next(until)`, which says what happened.

    mqtt: an mqtt.Mqtt. open: what opens a stream (streams.py). Both are None where somebody else has the connection.
    chance: 32 random bits a call. sent, received: bytes on the wire.
    """

    def __init__(
        self, mqtt: "Any", open: "Callable[[], Any] | None", clock: "Clock", chance: "Callable[[], int]"
    ) -> None:
        self.mqtt = mqtt
        self.open: "Any" = open
        self.clock = clock
        self.chance = chance
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
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        self.mqtt.connected = False

    def _took(self, count: int, now: float) -> "tuple[Any, ...] | None":
        self.received += count
        try:
            event: "tuple[Any, ...] | None" = self.mqtt.took(count, now)
        except MessageTooLarge as error:
            return FAULT, error.name
        if event is not None and event[0] == MESSAGE:
            self.attempts = 0
        return event

    def _lost(self, error: Exception) -> "tuple[str, str]":
        self.close()
        self.retry_at = self.clock.now() + pause(self.attempts, self.chance())
        self.attempts += 1
        return LOST, error.name if isinstance(error, Disconnected) else StreamLost.__name__


class Link(Connection):
    """open: returns a stream or raises OSError or Disconnected."""

    def next(self, until: float) -> "tuple[Any, ...] | None":
        """Return what happens: an event of mqtt.Mqtt, (LOST, reason), (FAULT, reason), or None when it is `until`.

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
        """Say good-bye to the broker; the next `next` connects again."""
        if self.mqtt.connected:
            self.mqtt.disconnect(self.clock.now())
            self.flush()
        self.close()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from port.clock import Clock
