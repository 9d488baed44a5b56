"""Follower: carries what a quorum wants to a broker, and what the broker brings to the quorum."""

from gc import collect

from lightclient.errors import LightClientError
from lightclient.sync import messages, topics
from lightclient.sync.session import SEND, SUBSCRIBE
from port.errors import MessageTooLarge
from port.link import LOST
from port.mqtt import CONNECTED

STEP = 1  # seconds between two calls of the watchdog, at most


class Follower:
    """Drives `quorum` over `link` as the client `name`. faults: how often what went wrong between us and the broker."""

    def __init__(
        self,
        quorum: "Quorum",
        link: "Link",
        network: str,
        name: str,
        watchdog: "Callable[[], object]",
        number: int,
        limit: int,
    ) -> None:
        """network: its name. watchdog: called every second. number: where the ids of questions start.

        limit: bytes of an answer to a question.
        """
        self.quorum = quorum
        self.link = link
        self.name = name
        self.watchdog = watchdog
        self.number = number
        self.limit = limit
        self.faults: "dict[str, int]" = {}
        self.bases = {gateway: topics.base(network, gateway) for gateway in quorum.sessions}
        self.question: "tuple[str, int] | None" = None  # gateway and id of a request that is not a session's
        self.answer: "tuple[int | None, Any]" = (None, None)

    def step(self, until: float, clock: "int | None") -> None:
        """Do what comes next; return after one event, or when it is `until` or something is due before.

        clock: Unix seconds, None if they are not known.
        """
        self.watchdog()
        collect()  # what the last message left behind, before the next one comes and breaks up the heap
        wake_at = self.quorum.wake_at
        until = min(until, self.link.clock.now() + STEP)
        if wake_at is not None:
            until = min(until, wake_at)
        try:
            event = self.link.next(until)
        except MessageTooLarge as error:
            self.mark(error.name)
            return
        now = self.link.clock.now()
        if event is None:
            pass
        elif event[0] == CONNECTED:
            for gateway in self.bases:
                self._do(self.quorum.start(gateway, now), now)
        elif event[0] == LOST:
            self.mark(event[1])
            self.stop()
        else:
            self._message(event[1], event[2], now, clock)
        self._do(self.quorum.tick(now), now)

    def stop(self) -> None:
        for gateway in self.bases:
            self.quorum.stop(gateway)

    def ask(self, gateway: str, kind: int, argument: object, until: float) -> "tuple[int | None, Any]":
        """Return (status, body) of a gateway's answer, (None, None) if there is none in time."""
        self.number = self.number + 1 & 0xFFFFFFFF
        self.question = gateway, self.number
        self.answer = (None, None)
        request = messages.request(self.number, kind, self.limit, argument)
        clock = self.link.clock
        sent = False
        while self.question is not None and clock.now() < until:
            connected = self.link.mqtt.connected
            if connected and not sent:
                self._do([(gateway, SEND, request)], clock.now())
            sent = connected
            self.step(until, None)
        self.question = None
        return self.answer

    def mark(self, fault: str) -> None:
        self.faults[fault] = self.faults.get(fault, 0) + 1

    def _message(self, topic: str, payload: bytes, now: float, clock: "int | None") -> None:
        for gateway, base in self.bases.items():
            if not topic.startswith(base):
                continue
            suffix = topic[len(base) :]
            if suffix == topics.RESPONSES + self.name:
                suffix = topics.RESPONSES
                if self.question is not None and self._is_answer(gateway, payload):
                    return
            self._do(self.quorum.receive(gateway, suffix, payload, now, clock), now)

    def _do(self, wants: "Wants", now: float) -> None:
        mqtt = self.link.mqtt
        for gateway, verb, argument in wants:
            base = self.bases[gateway]
            if verb == SEND:
                # QoS 0: if the connection breaks, whoever asked asks again.
                mqtt.publish(base + topics.REQUESTS + self.name, argument, now)
                continue
            topic = base + argument + (self.name if argument == topics.RESPONSES else "")
            if verb == SUBSCRIBE:
                mqtt.subscribe(topic, now)
            else:
                mqtt.unsubscribe(topic, now)

    def _is_answer(self, gateway: str, payload: bytes) -> bool:
        try:
            number, status, body = messages.parse_response(payload)
        except LightClientError:
            return False  # the session will judge it
        if self.question != (gateway, number):
            return False
        self.question = None
        self.answer = status, body
        return True


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.sync.quorum import Quorum, Wants
    from port.link import Link
