"""Core: a device without its waiting. It verifies nothing: what is true is decided by the ledger, in sync/ and below.

jobs.py has what takes time, kept.py what outlives a sleep; device.py drives it and blocks, tasks.py under asyncio.
"""

from lightclient.codec.cbor import encode
from lightclient.crypto.hashes import self_test
from lightclient.device.clock import Clock
from lightclient.device.entropy import for_ids
from lightclient.device.jobs import Jobs
from lightclient.device.kept import stores_of
from lightclient.device.link import FAULT, LOST, Connection
from lightclient.device.proven import Proven
from lightclient.device.status import Status
from lightclient.mqtt.client import CONNECTED, MESSAGE, Mqtt
from lightclient.mqtt.errors import BadBroker, TooManyWaiting
from lightclient.sync import messages, topics
from lightclient.sync.asking import SUBSCRIBE
from lightclient.sync.follower import Follower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.sync.ledger import Network

WINDOW = 12  # blocks kept whole; a chain that leaves ours below them is followed from the trust anchor
TOPIC = 256  # bytes that an answer is longer than its payload, at most
LEAST = 1024  # bytes of an answer that can be taken: a proof, and a run of blocks
RUN = 1024  # bytes of blocks asked for at once, where they are small: two dozen headers
QUESTIONS = 8  # open at once
STEP = 1  # seconds between two calls of the watchdog, at most


try:
    from gc import collect, mem_alloc  # type: ignore[attr-defined]  # noqa: F401 - only boards have it, and need it
except ImportError:
    collect = None  # type: ignore[assignment]


class Core(Jobs):
    """A device on any ledger."""

    connection: "Callable[..., Any]"  # makes a Connection of what opens its stream
    open_url: "Callable[..., Any]"  # makes what opens a stream of a URL

    def __init__(
        self,
        network: "Network",
        name: str,
        gateways: "list[str]",
        broker: "Any",
        trust: "bytes | str | None",
        state: "Any" = None,
        user: "str | None" = None,
        password: "str | None" = None,
        ca: "bytes | str | None" = None,
        log: "Callable[[str], object] | None" = None,
        clock: "Clock | None" = None,
        random: "Callable[[], int] | None" = None,
        watchdog: "Callable[[], object]" = lambda: None,
        needed: int = 1,
        window: int = WINDOW,
        limit: int = messages.MAX_MESSAGE,
        keep_alive: int = 60,
        certificate: "tuple[bytes | str, bytes | str] | None" = None,
    ) -> None:
        """network: the record of the chain. name: of the device, and of its user at the broker.

        broker: mqtt://host[:port] or mqtts://..., a function that opens a stream, or a Connection. trust: a checkpoint,
        or sync.ledger.GENESIS. state: path of the files that keep the chain, and beside it what was proved and how far
        challenges came; or a store with load and save for the chain alone, or both stores; nothing is kept if None.
        user: at the broker, `name` if only a password is given. ca: the authority that signed the broker's certificate,
        PEM or DER, or the path of its file. log: gets a line for each loss and each gateway's fault, with the reason;
        print will do. random: 32 random bits a call, for ids and pauses. watchdog: called every second, and after every
        message. needed: how many gateways must show the tip. window: blocks kept whole. limit: bytes of the largest
        answer that is asked for, at least 1024. keep_alive: seconds without a word after which the broker is asked
        whether it is there, 0 for never. certificate: our own and its key, in the forms of `ca`, if the broker asks.
        Raises SelfTestFailed, BadGateways, BadBroker, TlsFailed for files that cannot be used, BadSchema for a name
        that cannot stand in a topic or a number that cannot be, and what `Network.start` raises for a trust anchor that
        cannot serve.
        """
        self_test()
        super().__init__(log)
        messages.check_number("limit", limit, LEAST)
        messages.check_number("keep_alive", keep_alive, 0, 0xFFFF)
        if not (isinstance(broker, (str, Connection)) or callable(broker)):
            raise BadBroker(given=repr(broker))
        self.topic = topics.DEVICES + topics.check_name(name)
        self.name = name
        self.watchdog = watchdog
        self.limit = limit
        self.listeners: "dict[str, Callable[[bytes], object]]" = {}
        random = random or for_ids(name)
        number = random()
        self.store, kept = stores_of(state)
        ledger = self._start(network, trust, window)
        self.ledger = ledger
        self.proven = Proven(ledger, kept)
        kept_challenges = self._load(self.proven.load)
        if self.another:
            self.proven.doubt(0)  # it was proved on another chain, perhaps
        self.follower = Follower(
            ledger,
            gateways,
            name,
            number,
            needed,
            limit=limit,
            run=min(limit // 2, RUN) if network.small_blocks else limit,
            questions=QUESTIONS,
        )
        self.quorum = self.follower.quorum
        if kept_challenges is not None:
            self._load(lambda: self._resume(kept_challenges))
        if isinstance(broker, Connection):
            self.link: "Any" = broker
        else:
            opened = self.open_url(broker, ca, certificate) if isinstance(broker, str) else broker
            will = self.topic, encode([messages.VERSION, False])
            user = name if user is None and password is not None else user
            mqtt = Mqtt(name, limit + TOPIC, keep_alive, user, password, will, number & 0xFFFF)
            self.link = self.connection(mqtt, opened, clock or Clock(), random)
        self.clock = self.link.clock
        self.begin()

    # -- what there is to know

    def chain(self) -> str:
        """Return what is known of the chain; see sync/quorum.py."""
        return self.quorum.chain(self.clock.now(), self.clock.unix())

    def status(self) -> Status:
        return Status(self)

    def listen(self, topic: str, receive: "Callable[[bytes], object]") -> None:
        """Subscribe to a topic, now and after each connect. receive(payload): gets what comes; must raise nothing."""
        self.listeners[topic] = receive
        self.follower.subscribe(topic)
        self.flush()

    # -- what a driver does

    def wait(self, until: float) -> float:
        """Return the moment when something is due, `until` at the latest."""
        self.watchdog()
        if collect is not None:
            collect()  # what the last message left behind, before the next one comes and breaks up the heap
        until = min(until, self.clock.now() + STEP)
        wake_at = self.follower.wake_at
        return until if wake_at is None else min(until, wake_at)

    def take(self, event: "tuple[Any, ...] | None") -> None:
        """Take what the link brought."""
        now = self.clock.now()
        kind = None if event is None else event[0]
        if event is None:
            pass
        elif kind == CONNECTED:
            self.follower.connect(now)
            for topic in self.listeners:
                self.follower.subscribe(topic)
        elif kind in (LOST, FAULT):
            lost = kind == LOST
            self.mark(event[1], event[2])
            if lost:
                self.follower.disconnect()
            if event[3] is not None:
                self.follower.unheard(event[3], now, event[1], event[2], lost)
                if lost and event[3] in self.listeners:
                    self.follower.leave_alone(event[3], now)
        elif kind == MESSAGE:
            topic, payload = event[1], event[2]
            ours = self.follower.receive(topic, payload, now, self.clock.unix(), event[3])
            if not ours and topic in self.listeners:
                self.listeners[topic](bytes(payload))
        self.follower.tick(now)
        self.flush()
        if self.log is not None:
            for name in self.follower.names:
                session = self.quorum.sessions[name]
                if session.news:
                    session.news = False
                    self.log(name + ": " + session.last)

    def flush(self) -> None:
        """Hand what the follower wants to the link, as far as there is room; the rest waits for acknowledgements."""
        wants = self.follower.take_wants()
        while wants:
            verb, topic, payload = wants[0]
            try:
                if payload is not None:
                    self.link.publish(topic, payload)
                elif verb == SUBSCRIBE:
                    self.link.subscribe(topic)
                else:
                    self.link.unsubscribe(topic)
            except TooManyWaiting:
                self.follower.wants = wants + self.follower.wants
                return
            wants.pop(0)
