"""What clients of one ledger tell each other that they have seen, so that nobody is shown a chain made for them alone.

    lc/1/seen/NETWORK/CLIENT      the newest block that a client was shown, as it was signed

Only ledgers take part whose blocks are signed by somebody who must not contradict themselves (ledger.py). What comes
this way moves no chain. It can only show that two signed blocks contradict each other, and then whoever sees that says
the other one, so that its sender learns of it as well.

Bounds: messages of MAX bytes; one in EACH seconds of one client, of the newest CLIENTS that were heard; BURST at once,
and RATE a second after that, of all together. So one client alone takes a fifth of what there is, and keeps nobody else
from being heard.
"""

from lightclient.errors import LightClientError
from lightclient.sync import topics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Buffer = bytes | memoryview

MAX = 4096  # bytes
EACH = 5.0  # seconds; honest clients speak less often
CLIENTS = 64
BURST, RATE = 16, 1
PAUSE = 10  # seconds between two things that we say, at least
AGAIN = 300  # seconds after which the same is said again, for those who were away


class Gossip:
    """What one client says and hears. said: what to publish on `topic` now, None for nothing."""

    def __init__(self, ledger: "Any", name: str) -> None:
        self.ledger = ledger
        self.prefix = topics.seen(ledger.network.name)
        self.topic = self.prefix + name
        self.all = self.prefix + "+"
        self._heard: "dict[str, float]" = {}  # when a client was heard last
        self._room = float(BURST)
        self._room_at = 0.0
        self._stamp: object = None  # of the ledger, when we last spoke
        self._spoken_at: "float | None" = None
        self._answer: "bytes | None" = None  # what contradicts what was heard

    def receive(self, topic: str, payload: "Buffer", now: float) -> None:
        """Take what a client says. What cannot be read or proves nothing is forgotten."""
        if topic == self.topic or len(payload) > MAX or not self._has_room(topic, now):
            return
        try:
            self._answer = self.ledger.heard(bytes(payload)) or self._answer
        except LightClientError:
            pass  # anybody can write anything

    def said(self, now: float) -> "bytes | None":
        """Return what to say now, once."""
        if self._answer is not None:
            answer, self._answer = self._answer, None
            return answer
        at = self.wake_at
        if at is None or now < at:
            return None
        self._stamp, self._spoken_at = self.ledger.stamp, now
        found: "bytes | None" = self.ledger.said()
        return found

    @property
    def wake_at(self) -> "float | None":
        """The moment when there is something to say, None if there is nothing yet."""
        if self._answer is not None or (self._spoken_at is None and self.ledger.said() is not None):
            return 0.0
        if self._spoken_at is None:
            return None
        return self._spoken_at + (AGAIN if self.ledger.stamp == self._stamp else PAUSE)

    def _has_room(self, topic: str, now: float) -> bool:
        if topic in self._heard and now - self._heard[topic] < EACH:
            return False
        self._room = min(float(BURST), self._room + RATE * (now - self._room_at))
        self._room_at = now
        if self._room < 1:
            return False
        self._room -= 1
        if topic not in self._heard and len(self._heard) >= CLIENTS:
            del self._heard[min(self._heard, key=lambda name: self._heard[name])]
        self._heard[topic] = now
        return True
