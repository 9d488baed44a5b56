"""Follower: carries what a quorum wants to a broker, and what the broker brings to the quorum."""

from gc import collect

from lightclient.errors import LightClientError
from lightclient.sync import messages, topics
from lightclient.sync.session import SEND, SUBSCRIBE
from port.link import FAULT, LOST
from port.mqtt import CONNECTED, MESSAGE

STEP = 1  # seconds between two calls of the watchdog, at most
LEASE = 60  # seconds of a watch, asked for again at half of it: a gateway that was started again has forgotten it


class Follower:
    """Drives `quorum` over `link` as the client `name`; whoever has the loop does this, over and over:

        until = follower.wait(until)          the moment when something is due, if nothing happens before
        follower.take(link.next(until))       an event, or None

    faults: how often what went wrong on this side of the gateways.
    """

    def __init__(
        self,
        quorum: "Quorum",
        link: "Any",
        network: str,
        name: str,
        watchdog: "Callable[[], object]",
        number: int,
        limit: int,
    ) -> None:
        """link: a link.Connection, or what can do as much. network: its name. watchdog: called every second.

        number: where the ids of questions start. limit: bytes of an answer to a question.
        """
        self.quorum = quorum
        self.link = link
        self.name = name
        self.watchdog = watchdog
        self.number = number
        self.limit = limit
        self.faults: "dict[str, int]" = {}
        self.bases = {gateway: topics.base(network, gateway) for gateway in quorum.sessions}
        self.question: "Question | None" = None
        self.answer: "Any" = None  # what was read from the answer, or why it was not
        self.listeners: "dict[str, Callable[[bytes], object]]" = {}  # by topics that are no gateway's
        self.watched: "tuple[int, list[Any], Callable[[str, Any], object]] | None" = None  # id, argument, whom to tell
        self.watch_at = 0.0

    def wait(self, until: float) -> float:
        self.watchdog()
        collect()  # what the last message left behind, before the next one comes and breaks up the heap
        until = min(until, self.link.clock.now() + STEP)
        wake_at = self.quorum.wake_at
        return until if wake_at is None else min(until, wake_at)

    def take(self, event: "tuple[Any, ...] | None") -> None:
        now = self.link.clock.now()
        if event is None:
            pass
        elif event[0] == CONNECTED:
            for gateway in self.bases:
                self._do(self.quorum.start(gateway, now))
            if self.question is not None:
                self._ask(*self.question)
            for topic in self.listeners:
                self.link.subscribe(topic)
            self.watch_at = now
        elif event[0] == LOST:
            self.mark(event[1])
            self.stop()
        elif event[0] == FAULT:
            self.mark(event[1])
        elif event[0] == MESSAGE:
            self._message(event[1], event[2], now)
        self._do(self.quorum.tick(now))
        if self.watched is not None and self.link.connected and now >= self.watch_at:
            request = messages.request(self.watched[0], messages.WATCH, self.limit, self.watched[1])
            for gateway in self.bases:
                self._put(gateway, request)
            self.watch_at = now + LEASE / 2

    def stop(self) -> None:
        for gateway in self.bases:
            self.quorum.stop(gateway)

    def asking(
        self, gateway: str, kind: int, argument: object, until: float, read: "Callable[[int, Any], T]"
    ) -> "Job[T | None]":
        """Return what read(status, body) makes of a gateway's answer, None if there is none in time.

        body: its byte strings are views of the buffer that the message lies in, which is the next one's when `read`
        has returned; `read` must not wait for anything. Raises what it raises.
        """
        self.number = self.number + 1 & 0xFFFFFFFF
        self.question = gateway, self.number, kind, argument, read
        self.answer = None
        if self.link.connected:
            self._ask(*self.question)
        while self.question is not None and self.link.clock.now() < until:
            yield until
        self.question = None
        answer, self.answer = self.answer, None
        if isinstance(answer, Exception):
            raise answer
        found: "T | None" = answer
        return found

    def publishing(self, topic: str, payload: bytes, retain: bool, until: float) -> "Job[bool]":
        """Publish with QoS 1, once there is a connection; return whether the broker has it by then.

        Raises what `Mqtt.publish` raises.
        """
        link = self.link
        number = link.publish(topic, payload, 1, retain)
        while not link.acknowledged(number) and link.clock.now() < until:
            yield until
        return bool(link.acknowledged(number))

    def watch(self, scripts: "list[bytes]", since: int, told: "Callable[[str, Any], object]") -> None:
        """Have every gateway tell of transactions that pay one of `scripts`, in place of what was watched before.

        since: the height above which blocks that are there already count. told(gateway, body): gets what a gateway
        says, unchecked, perhaps often (docs/protocol.md, WATCH). It must raise nothing.
        """
        self.number = self.number + 1 & 0xFFFFFFFF
        self.watched = self.number, [scripts, LEASE, since], told
        self.watch_at = 0.0

    def listen(self, topic: str, receive: "Callable[[bytes], object]") -> None:
        """Subscribe to a topic, now and after each connect. receive(payload): gets what comes; must raise nothing."""
        self.listeners[topic] = receive
        self.link.subscribe(topic)

    def mark(self, fault: str) -> None:
        self.faults[fault] = self.faults.get(fault, 0) + 1

    def _message(self, topic: str, payload: "bytes | memoryview", now: float) -> None:
        receive = self.listeners.get(topic)
        if receive is not None:
            receive(bytes(payload))
            return
        for gateway, base in self.bases.items():
            if not topic.startswith(base):
                continue
            suffix = topic[len(base) :]
            if suffix == topics.RESPONSES + self.name:
                suffix = topics.RESPONSES
                if (self.question or self.watched) and self._is_answer(gateway, payload):
                    return
            self._do(self.quorum.receive(gateway, suffix, payload, now, self.link.clock.unix()))

    def _do(self, wants: "Wants") -> None:
        for gateway, verb, argument in wants:
            if verb == SEND:
                self._put(gateway, argument)
                continue
            topic = self.bases[gateway] + argument + (self.name if argument == topics.RESPONSES else "")
            if verb == SUBSCRIBE:
                self.link.subscribe(topic)
            else:
                self.link.unsubscribe(topic)

    def _ask(self, gateway: str, number: int, kind: int, argument: object, read: object) -> None:
        self._put(gateway, messages.request(number, kind, self.limit, argument))

    def _put(self, gateway: str, request: bytes) -> None:
        # QoS 0: if the connection breaks, whoever asked asks again.
        self.link.publish(self.bases[gateway] + topics.REQUESTS + self.name, request)

    def _is_answer(self, gateway: str, payload: "bytes | memoryview") -> bool:
        try:
            number, status, body = messages.parse_response(payload)
        except LightClientError:
            return False  # the session will judge it
        if self.watched is not None and number == self.watched[0]:
            if status == messages.OK:
                self.watched[2](gateway, messages.parse_response(bytes(payload))[2])
            return True
        question = self.question
        if question is None or question[:2] != (gateway, number):
            return False
        self.question = None
        try:
            self.answer = question[4](status, body)
        except Exception as error:  # for whoever asked
            self.answer = error
        return True


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, TypeVar

    from lightclient.sync.quorum import Quorum, Wants

    Question = tuple[str, int, int, object, Callable[[int, Any], Any]]  # gateway, id, kind, argument, read
    T = TypeVar("T")
    Job = Generator[float, None, T]  # yields the moment until which to wait: take an event, and go on
