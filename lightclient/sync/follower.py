"""Follower: everything between a broker and a ledger, without I/O. A driver has the connection, the clock and the loop.

follower.connect(now)                                  the broker is there
follower.receive(topic, payload, now, clock)           a message came
follower.tick(now)                                     at the latest at `wake_at`
follower.disconnect()                                  the broker is gone
for verb, topic, payload in follower.take_wants():     then do what it wants
"""

from lightclient.errors import LightClientError
from lightclient.sync import topics
from lightclient.sync.errors import BadGateways
from lightclient.sync.messages import MAX_MESSAGE, check_number, parse_response
from lightclient.sync.questions import MAX_OPEN, Questions
from lightclient.sync.quorum import BANNED, BEHIND, FOLLOWING, OFFLINE, Quorum
from lightclient.sync.topics import RESPONSES
from lightclient.sync.wiring import Wiring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.sync.asked import Asked
    from lightclient.sync.ledger import Ledger, Question
    from lightclient.sync.watches import Began, Told, Watches

    Buffer = bytes | memoryview
    Want = tuple[str, str, bytes | None]

LEASE = 60  # seconds for which a gateway is asked to watch
PATIENCE = 60  # seconds for a question, unless said otherwise

HEALTH = (FOLLOWING, BEHIND)  # these are asked first, then those of which nothing is known


class Follower(Wiring):
    """Follows `gateways` as the client `name`, asks them, and has them watch.

    limit: bytes of an answer to a question, and of a watch's message. run: bytes of blocks asked for at once.
    A message that is too large or no message of the protocol costs its gateway a mark, and the others nothing.
    """

    def __init__(
        self,
        ledger: "Ledger",
        gateways: "list[str]",
        name: str,
        number: int,
        needed: int = 1,
        challenges: int = 1,
        limit: int = MAX_MESSAGE,
        run: int = MAX_MESSAGE,
        questions: int = MAX_OPEN,
        lease: int = LEASE,
    ) -> None:
        """number: where request ids start; a random number tells answers to an earlier run apart.

        Raises BadGateways, BadSchema for a name that cannot stand in a topic and a number that cannot be.
        """
        if not isinstance(gateways, (list, tuple)) or not gateways:
            raise BadGateways(given=repr(gateways))
        self.names = [topics.check_name(gateway) for gateway in gateways]
        if len(set(self.names)) < len(gateways):
            raise BadGateways(given=repr(gateways))
        check_number("needed", needed, 1, len(gateways))
        self.ledger = ledger
        super().__init__(topics.check_name(name), topics.of_network(ledger.network.name))
        self.number = number
        self.limit = limit
        self.quorum = Quorum(ledger, self.names, self.fresh, needed, challenges, run)
        self.questions = Questions(ledger, self.fresh, self.mark, questions)
        self.lease = lease
        self.watching: "Watches | None" = None  # once there was something to watch for
        self.began: "dict[str, float]" = {}  # when we last began with each gateway
        gossips = getattr(ledger, "gossip", None)  # few ledgers do
        if gossips is not None:
            self.gossip = gossips(self.name)

    def fresh(self) -> int:
        """Return the id of a new request, never the same twice: a late answer answers nothing else."""
        self.number = self.number + 1 & 0xFFFFFFFF
        return self.number

    def mark(self, name: str, reason: str, text: str = "") -> None:
        self.quorum.sessions[name].mark(reason, text)

    @property
    def watches(self) -> "Watches":
        if self.watching is None:
            from lightclient.sync.watches import Watches  # costs memory, and most devices watch nothing

            self.watching = Watches(self.fresh, self.limit, self.lease)
        return self.watching

    # -- what a driver does

    def connect(self, now: float) -> None:
        self.connected = True
        self.wants = []
        for name in self.names:
            self._do(self.quorum.start(name, now))
        if self.gossip is not None:
            self.subscribe(self.gossip.all)
        self._tick(now)

    def disconnect(self) -> None:
        self.connected = False
        self.wants = []
        if self.gossip is not None:
            self.gossip.stop(self)
        for name in self.names:
            self.quorum.stop(name)

    def receive(
        self, topic: str, payload: "Buffer", now: float, clock: "int | None" = None, retained: bool = False
    ) -> bool:
        """Take a message; return whether it is one of the protocol's. retained: whether the broker had kept it."""
        if self.gossip is not None and topic.startswith(self.gossip.prefix):
            self.gossip.receive(topic, payload, now)
            self._tick(now)
            return True
        if not topic.startswith(self.prefix):
            return False
        name, slash, suffix = topic[len(self.prefix) :].partition("/")
        session = self.quorum.sessions.get(name)
        if session is None or not slash:
            return False
        if suffix == RESPONSES + self.name:
            self._response(name, payload, now, clock)
        else:
            self._do(self.quorum.receive(name, suffix, payload, now, clock, retained))
        if self.gossip is not None:
            self.gossip.shown(name, now)
        self._tick(now)
        return True

    def tick(self, now: float) -> None:
        if self.connected:
            self._listen_again(now)
        self._do(self.quorum.tick(now))
        self._tick(now)

    @property
    def wake_at(self) -> "float | None":
        due = [self.quorum.wake_at, self.questions.wake_at(self.connected)]
        if self.connected:
            due += [until for _, until in self.deaf.values()]
            if self.watching is not None:
                due.append(self.watching.wake_at)
            if self.gossip is not None:
                due.append(self.gossip.wake_at)
        times = [at for at in due if at is not None]
        return min(times) if times else None

    # -- what an application does

    def ask(
        self, question: "Question", now: float, seconds: float = PATIENCE, names: "list[str] | None" = None
    ) -> "Asked":
        """Ask the gateways, healthy ones first and otherwise in the order in which they were given, or just `names`.

        seconds: until the question is given up. Raises TooManyQuestions.
        """
        asked = self.questions.ask(question, self.by_health(now) if names is None else names, now, now + seconds)
        self._tick(now)
        return asked

    def watch(
        self, name: str, items: "list[bytes]", since: int, told: "Told", now: float, began: "Began | None" = None
    ) -> None:
        """Have a gateway watch; see Watches.set."""
        self.watches.set(name, items, since, told, now, began)
        self._tick(now)

    def by_health(self, now: float) -> "list[str]":
        states = [(name, self.quorum.gateway(name, now)) for name in self.names]
        healthy = [name for name, state in states if state in HEALTH]
        unknown = [name for name, state in states if state not in HEALTH and state not in (OFFLINE, BANNED)]
        return healthy + unknown + [name for name, state in states if state in (OFFLINE, BANNED)]

    # --

    def _response(self, name: str, payload: "Buffer", now: float, clock: "int | None") -> None:
        if len(payload) > self.limit and len(payload) > self.quorum.sessions[name].limit:
            self.mark(name, "TooLarge")
            return
        try:
            number, status, body = parse_response(payload)
        except LightClientError as error:
            self.mark(name, error.name, str(error))
            return
        session = self.quorum.sessions[name]
        if number == session.asked or number == session.late:
            self._do(self.quorum.answer(name, status, body, now, clock))
        elif self.watching is None or not self.watching.answer(name, number, status, body, now):
            self.questions.answer(name, number, status, body, now)

    def _tick(self, now: float) -> None:
        """Send what is due; without a connection it waits, and its deadlines with it."""
        for name, session in self.quorum.sessions.items():
            if session.connected and session.started_at != self.began.get(name):  # the gateway or the connection is new
                self.began[name] = session.started_at
                self.questions.again(name, now, now < session.first_until)
                if self.watching is not None:
                    self.watching.again(name, now)
        if self.connected and self.gossip is not None:
            self.gossip.compare(self, now)
        requests = self.questions.tick(now, self.connected)
        if self.connected and self.watching is not None:
            requests = requests + self.watching.tick(now)
        for name, request in requests:
            self._publish(name, request)
        self._speak(now)
