"""Questions to gateways: asked side by side, each of one gateway after the other until an answer holds."""

from lightclient.errors import LightClientError
from lightclient.sync import errors
from lightclient.sync.asked import Asked
from lightclient.sync.messages import BUSY, OK, printable, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.sync.ledger import Ledger, Question

    Requests = list[tuple[str, bytes]]  # (gateway, request)

ANSWER = 10  # seconds for an answer of one gateway
HEDGE = 2  # seconds after which a second gateway is asked as well, then a third after half of it, and so on
REPEAT = 3  # seconds after which a request is sent again: the message may have got lost
RENEWALS = 3  # retries of one gateway because our ledger has moved on since it was asked
BUSY_TIMES = 6  # that each busy gateway is asked again, after 1, 2, 4 ... seconds
MAX_OPEN = 64


class Try:
    """One gateway, asked once. late: whether it has not answered in time; its answer counts all the same."""

    __slots__ = ("deadline", "excused", "late", "name", "repeat_at", "stamp")

    def __init__(self, name: str, now: float, stamp: object) -> None:
        self.name = name
        self.deadline = now + ANSWER
        self.late = False
        self.excused = False  # whether the gateway had more time once, because it had been away
        self.repeat_at = now + REPEAT
        self.stamp = stamp


class Questions:
    """The questions that are open.

    mark(name, reason): counts a gateway's fault. Memory: `most` questions, and for each one request to each gateway.
    """

    def __init__(
        self, ledger: "Ledger", ids: "Callable[[], int]", mark: "Callable[[str, str], None]", most: int = MAX_OPEN
    ) -> None:
        self.ledger = ledger
        self.ids = ids
        self.mark = mark
        self.most = most
        self.open: "list[Asked]" = []

    def ask(self, question: "Question", names: "list[str]", now: float, until: float) -> Asked:
        """Open a question to gateways, in the order in which to ask them; the next tick sends it.

        until: when it is given up, whatever the gateways do. Raises TooManyQuestions, and BadSchema for an argument
        that no request can hold.
        """
        if len(self.open) >= self.most:
            raise errors.TooManyQuestions(count=len(self.open))
        request(0, question.kind, question.limit, question.argument())  # else each tick would fail, for everybody
        asked = Asked(question, list(names), now, until)
        self.open.append(asked)
        return asked

    def drop(self, asked: Asked) -> None:
        """Forget a question: whatever still comes is passed over."""
        asked.done = True
        if asked in self.open:
            self.open.remove(asked)

    def answer(self, name: str, number: int, status: int, body: "Any", now: float) -> bool:
        """Take an answer; return whether it was asked for. What does not hold marks the gateway."""
        for asked in self.open:
            made = asked.tries.get(number)
            if made is not None and made.name == name:
                del asked.tries[number]
                self._judge(asked, made, status, body, now)
                return True
        return False

    def tick(self, now: float, connected: bool = True) -> "Requests":
        """Return what to send now: nothing while there is no connection."""
        requests: "Requests" = []
        for asked in self.open[:]:
            if now >= asked.until:
                for made in asked.tries.values():
                    asked.reasons[made.name] = None, "no answer"
                self._end(asked)
            if asked.done or not connected:
                continue
            for number in list(asked.tries):
                made = asked.tries[number]
                if now >= made.deadline:
                    if made.late and asked.heard():
                        del asked.tries[number]
                        continue
                    if not made.late:
                        self.mark(made.name, "Silent")
                        asked.reasons[made.name] = None, "no answer"
                    made.late = True
                    made.deadline = now + ANSWER
                if now >= made.repeat_at:
                    made.repeat_at = now + (ANSWER if made.late else REPEAT)
                    requests.append((made.name, self._request(asked, number)))
            for at, name in asked.later[:]:
                if now >= at:
                    asked.later.remove((at, name))
                    asked.names.append(name)
            if asked.names and (now >= asked.next_at or not asked.tries):
                requests.append(self._next(asked, asked.names.pop(0), now))
            if not asked.names and not asked.tries and not asked.later:
                self._end(asked)
        return requests

    def again(self, name: str, now: float, connection: bool) -> None:
        """Send everything that a gateway was asked again: the connection is new, or the gateway says that it is.

        Its word gets it more time for an answer, but only once: else it could keep a question open without answering.
        """
        for asked in self.open:
            for made in asked.tries.values():
                if made.name == name:
                    made.repeat_at = now
                    if connection or not made.excused:
                        made.deadline = now + ANSWER
                        made.excused = not connection

    def wake_at(self, connected: bool) -> "float | None":
        times = [asked.until for asked in self.open]
        if connected:
            times += [min(made.deadline, made.repeat_at) for asked in self.open for made in asked.tries.values()]
            times += [asked.next_at for asked in self.open if asked.names]
            times += [at for asked in self.open for at, _ in asked.later]
        return min(times) if times else None

    def _next(self, asked: Asked, name: str, now: float) -> "tuple[str, bytes]":
        number = self.ids()
        asked.tries[number] = Try(name, now, self.ledger.stamp)
        asked.next_at = now + HEDGE / len(asked.tries)  # a few dozen silent ones take no longer than one deadline
        return name, self._request(asked, number)

    def _request(self, asked: Asked, number: int) -> bytes:
        asked.tries[number].stamp = self.ledger.stamp
        question = asked.question
        return request(number, question.kind, question.limit, question.argument())

    def _judge(self, asked: Asked, made: Try, status: int, body: "Any", now: float) -> None:
        name = made.name
        asked.next_at = now
        if status != OK:
            asked.reasons[name] = status, printable(body)
            busy = asked.busy.get(name, 0)
            if status == BUSY and busy < BUSY_TIMES:
                asked.later.append((now + (1 << busy), name))
                asked.busy[name] = busy + 1
            return
        try:
            result = asked.question.judge(body)
        except LightClientError as error:
            if made.stamp != self.ledger.stamp and asked.doubted.get(name, 0) < RENEWALS:
                asked.doubted[name] = asked.doubted.get(name, 0) + 1  # it may fit the ledger as it was
                asked.names.insert(0, name)
                return
            self.mark(name, error.name)
            asked.reasons[name] = OK, error.name + ": " + str(error)
            return
        if not _may_be_bettered(result):
            asked.held = result, name
            self._end(asked)
        elif asked.held is None or len(result.missing) < len(asked.held[0].missing):
            result.subject.content = bytes(result.subject.content)  # perhaps a view of what the next message overwrites
            asked.held = result, name

    def _end(self, asked: Asked) -> None:
        """The best answer that came is the one that holds."""
        if asked.held is not None:
            asked.result, asked.by = asked.held
        self.drop(asked)


def _may_be_bettered(result: "Any") -> bool:
    """Whether a verdict lacks what another gateway's evidence may have, and not only our own chain and clock."""
    missing = getattr(result, "missing", ())
    if not missing:
        return False
    from lightclient.evidence.finality import CLOCK, CONFIRMATIONS, WORK  # costs memory; whoever judged has loaded it
    from lightclient.evidence.verdict import SYNC

    return any(name not in (CLOCK, CONFIRMATIONS, WORK, SYNC) for name in missing)
