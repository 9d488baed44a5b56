"""A connection to a broker that is made again whenever it is lost, for a loop that blocks."""

from time import sleep

from port.errors import Disconnected, StreamLost
from port.mqtt import MESSAGE

LOST = "lost"  # the event (LOST, reason), beside those of mqtt.Mqtt

FIRST_PAUSE = 0.5  # seconds before a new attempt, doubled each time
LONGEST_PAUSE = 60


def pause(attempts: int, chance: int) -> float:
    """Return the seconds before a new attempt after so many; chance: 32 bits, for not all devices may come at once."""
    return min(FIRST_PAUSE * (1 << min(attempts, 10)), LONGEST_PAUSE) * (1 + chance / 0x100000000)


class Link:
    """`next(until)` returns what happens: an event of mqtt.Mqtt, (LOST, reason), or None when it is `until`.

    open: returns a stream (streams.py) or raises OSError. chance: 32 random bits a call.
    sent, received: bytes on the wire.
    """

    def __init__(self, mqtt: "Mqtt", open: "Callable[[], Any]", clock: "Clock", chance: "Callable[[], int]") -> None:
        self.mqtt = mqtt
        self.open = open
        self.clock = clock
        self.chance = chance
        self.stream: "Any" = None
        self.attempts = 0
        self.retry_at = 0.0
        self.sent = self.received = 0

    def next(self, until: float) -> "tuple[Any, ...] | None":
        """Raises MessageTooLarge; the connection goes on."""
        while True:
            now = self.clock.now()
            try:
                if self.stream is None:
                    if now < self.retry_at:
                        sleep(max(0, min(until, self.retry_at) - now))
                        if self.retry_at > until:
                            return None
                    self.stream = self.open()
                    self.mqtt.connect(self.clock.now())
                self.mqtt.ping(now)
                self.flush()
                count = self.stream.readinto(self.mqtt.space())
                if count:
                    self.received += count
                    event = self.mqtt.took(count, now)
                    if event is not None:
                        if event[0] == MESSAGE:
                            self.attempts = 0
                        return event
                    continue
                self.mqtt.tick(now)
                self.flush()
                if now >= until:
                    return None
                self.stream.wait(min(until, self.mqtt.wake_at) - now)
            except (Disconnected, OSError) as error:
                self.close()
                self.retry_at = self.clock.now() + pause(self.attempts, self.chance())
                self.attempts += 1
                return LOST, error.name if isinstance(error, Disconnected) else StreamLost.__name__

    def flush(self) -> None:
        out = self.mqtt.out
        while out and self.stream is not None:
            packet = out.pop(0)
            self.stream.write(packet)
            self.sent += len(packet)

    def close(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        self.mqtt.connected = False


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from port.clock import Clock
    from port.mqtt import Mqtt
