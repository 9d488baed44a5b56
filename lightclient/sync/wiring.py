"""The topics that a follower subscribes to and publishes on. `follower.Follower` is the whole."""

from lightclient.sync import topics
from lightclient.sync.asking import SEND, SUBSCRIBE, UNSUBSCRIBE
from lightclient.sync.topics import RESPONSES, STATUS, TIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.sync.gossip import Gossip
    from lightclient.sync.quorum import Quorum, Wants

    Want = tuple[str, str, bytes | None]

PUBLISH = "publish"  # beside SUBSCRIBE and UNSUBSCRIBE; all is QoS 0: what gets lost is sent again
DEAF = 10  # seconds for which we leave a topic alone after a message of it broke the connection, doubled each time
DEAFEST, NEVER = 3600, 1e9


class Wiring:
    """What the sessions of `quorum` want, as topics of the client `name` below `prefix`."""

    quorum: "Quorum"

    def __init__(self, name: str, prefix: str) -> None:
        self.name = name
        self.prefix = prefix
        self.connected = False
        self.wants: "list[Want]" = []
        # Topics that are left alone: for how many seconds, and until when; None if that is over.
        self.deaf: "dict[str, tuple[float, float | None]]" = {}
        self.gossip: "Gossip | None" = None  # for ledgers that take part in it

    def take_wants(self) -> "list[Want]":
        """Return what to do, in this order: (verb, topic, payload); payload is None unless the verb is PUBLISH."""
        wants, self.wants = self.wants, []
        return wants

    def unheard(self, topic: str, now: float, reason: str, text: str = "", lost: bool = False) -> None:
        """Note that a topic brings nothing we can take: a message was too large, or we may not subscribe to it.

        From then on the gateway is asked for what it publishes to everyone. lost: the message broke the connection, and
        would break it again: the topic of its answers is left alone for a while, longer each time.
        """
        if lost and self.gossip is not None and topic.startswith(self.gossip.prefix):
            self.leave_alone(self.gossip.all, now)
        name, _, suffix = topic[len(self.prefix) :].partition("/") if topic.startswith(self.prefix) else ("", "", "")
        session = self.quorum.sessions.get(name)
        if session is None:
            return
        session.mark(reason, text)
        if suffix == RESPONSES + self.name:
            if lost:
                self.leave_alone(topic, now)
        elif suffix == STATUS:
            if lost:
                self.deaf[topic] = NEVER, NEVER
        else:
            session.retained = False
            if session.pushed and suffix == TIP:
                session.pushed = False
                self.wants.append((UNSUBSCRIBE, topic, None))

    def subscribe(self, topic: str) -> None:
        """Subscribe to a topic; later, if it is left alone now."""
        if self.connected and self.deaf.get(topic, (0, None))[1] is None:
            self.wants.append((SUBSCRIBE, topic, None))

    def leave_alone(self, topic: str, now: float) -> None:
        """Do not subscribe to a topic for a while."""
        seconds = min(2 * self.deaf[topic][0], DEAFEST) if topic in self.deaf else DEAF
        self.deaf[topic] = seconds, now + seconds

    def _listen_again(self, now: float) -> None:
        for topic in list(self.deaf):
            seconds, until = self.deaf[topic]
            if until is not None and now >= until:
                self.deaf[topic] = seconds, None
                name = topic[len(self.prefix) :].partition("/")[0] if topic.startswith(self.prefix) else ""
                if name in self.quorum.sessions:
                    self._do(self.quorum.start(name, now))
                else:
                    self.subscribe(topic)

    def _speak(self, now: float) -> None:
        """Say what we have seen, if it is time."""
        said = self.gossip.said(now) if self.gossip is not None and self.connected else None
        if said is not None and self.gossip is not None:
            self.wants.append((PUBLISH, self.gossip.topic, said))

    def _do(self, wants: "Wants") -> None:
        for name, verb, argument in wants:
            if verb == SEND:
                self._publish(name, argument)
            else:
                topic = self.prefix + name + "/" + argument + (self.name if argument == RESPONSES else "")
                if verb == SUBSCRIBE:
                    self.subscribe(topic)
                else:
                    self.wants.append((verb, topic, None))

    def _publish(self, name: str, request: bytes) -> None:
        self.wants.append((PUBLISH, self.prefix + name + "/" + topics.REQUESTS + self.name, request))
