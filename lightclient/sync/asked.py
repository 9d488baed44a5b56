"""A question to gateways, and what became of it. `questions.Questions` asks it."""

from lightclient.sync import errors
from lightclient.sync.messages import BUSY, NOT_FOUND, OK, TOO_LARGE, UNAVAILABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.sync.ledger import Question
    from lightclient.sync.questions import Try


class Asked:
    """A question that is open, or what became of it.

    done     whether it is over
    result   what `judge` made of the answer that holds
    by       the gateway that gave it, None if none did
    reasons  why the other gateways did not, by name: a status, and a text
    """

    __slots__ = (
        "busy",
        "by",
        "done",
        "doubted",
        "held",
        "later",
        "names",
        "next_at",
        "question",
        "reasons",
        "result",
        "tries",
        "until",
    )

    def __init__(self, question: "Question", names: "list[str]", now: float, until: float) -> None:
        self.question = question
        self.until = until
        self.names = names  # gateways that may still be asked, the next one first
        self.next_at = now  # when to ask it
        self.tries: "dict[int, Try]" = {}  # by the id of the request
        self.doubted: "dict[str, int]" = {}
        self.later: "list[tuple[float, str]]" = []  # gateways that were busy, and when to ask them again
        self.busy: "dict[str, int]" = {}
        self.done = False
        self.result: "Any" = None
        self.by: "str | None" = None
        self.held: "tuple[Any, str] | None" = None  # the best answer that another one may better, and whose it is
        self.reasons: "dict[str, tuple[int | None, str]]" = {}

    def heard(self) -> bool:
        """Whether anybody has said something that may be true: then whoever is late keeps nobody waiting for long."""
        return self.held is not None or bool([1 for status, _ in self.reasons.values() if status not in (None, OK)])

    def value(self) -> "Any":
        """Return the result. Raises the Unanswered that fits the gateways' reasons best."""
        if self.by is not None:
            return self.result
        statuses = [status for status, _ in self.reasons.values()]
        fields: "dict[str, Any]" = {"what": self.question.what}
        fields["reasons"] = {name: text for name, (_, text) in self.reasons.items()}
        if NOT_FOUND in statuses:
            raise errors.NotFound(**fields)
        if BUSY in statuses or UNAVAILABLE in statuses:
            raise errors.NodeDown(**fields)
        if TOO_LARGE in statuses:
            raise errors.AnswerTooLarge(**fields)
        if [status for status in statuses if status is not None]:
            raise errors.Refused(**fields)
        raise errors.NoAnswer(**fields)
