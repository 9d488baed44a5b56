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

    from lightclient.sync.asked import Asked
    from lightclient.sync.follower import Follower
    from lightclient.sync.ledger import Question

    Buffer = bytes | memoryview

MAX = 4096  # bytes
EACH = 5.0  # seconds; honest clients speak less often
CLIENTS = 64
BURST, RATE = 16, 1
PAUSE = 10  # seconds between two things that we say, at least
COMPARED = 20  # seconds for a question
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
        self.asked: "Asked | None" = None  # the question that is open, where a ledger has any

    def receive(self, topic: str, payload: "Buffer", now: float) -> None:
        """Take what a client says. What cannot be read or proves nothing is forgotten."""
        if topic == self.topic or len(payload) > MAX or not self._has_room(topic, now):
            return
        try:
            self._answer = self._hear(topic, bytes(payload), now) or self._answer
        except LightClientError:
            pass  # anybody can write anything

    def shown(self, gateway: str, now: float) -> None:
        """Take what a gateway has just shown; nothing, unless a ledger wants it."""

    def question(self, now: float) -> "Question | None":
        """Return what to ask gateways because of what was heard: nothing, unless a ledger has a question."""
        return None

    def later(self, now: float) -> None:
        """Note that there is no room for the question now."""

    def compare(self, follower: "Follower", now: float) -> None:
        """Ask what follows from what was heard, while applications leave room for it."""
        question = self.question(now)
        if question is None:
            return
        asking = follower.questions
        if 2 * len(asking.open) < asking.most:
            self.asked = asking.ask(question, follower.by_health(now), now, now + COMPARED)
        else:
            self.later(now)

    def stop(self, follower: "Follower") -> None:
        """The connection is lost: silence says nothing then, and the question is asked anew."""
        if self.asked is not None:
            follower.questions.drop(self.asked)
            self.asked = None

    def _hear(self, source: str, data: bytes, now: float) -> "bytes | None":
        found: "bytes | None" = self.ledger.heard(data)
        return found

    def said(self, now: float) -> "bytes | None":
        """Return what to say now, once."""
        if self._answer is not None:
            answer, self._answer = self._answer, None
            return answer
        at = self.say_at
        if at is None or now < at:
            return None
        self._stamp, self._spoken_at = self.ledger.stamp, now
        found: "bytes | None" = self.ledger.said()
        return found

    @property
    def wake_at(self) -> "float | None":
        """The moment when there is something to do."""
        return self.say_at

    @property
    def say_at(self) -> "float | None":
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
