"""Finality of a log, as records that verdicts carry (evidence/finality.py says what one has)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evidence.verdict import Verdict

WITNESSES = "witnesses"  # what may be missing


class Endorsed:
    """Witnesses saw the head, and no other one before it that it does not contain.

    names      of those who cosigned, as the policy calls them
    total      how many the quorum can count
    threshold  "2 of 3", or the name of the quorum
    time       when the head had a quorum, Unix seconds; 0 without one
    """

    kind = "endorsed"
    __slots__ = ("names", "threshold", "time", "total")

    def __init__(self, names: "list[str]", total: int, threshold: str, time: int) -> None:
        self.names = names
        self.total = total
        self.threshold = threshold
        self.time = time

    def lacks(self, policy: object) -> "tuple[str, ...]":
        return ()  # what a policy says of confirmations and work is not about witnesses; theirs is judged before

    def short(self) -> "list[int]":
        """Return what fits a device's report."""
        return [len(self.names), self.total]

    def fields(self) -> "dict[str, object]":
        return {"witnesses": self.names, "of": self.total, "threshold": self.threshold}


class Anchored:
    """The head's hash is in another chain, too: `through` is the verdict on that, `endorsed` what witnesses say."""

    kind = "anchored"
    __slots__ = ("endorsed", "through", "time")

    def __init__(self, through: "Verdict", endorsed: Endorsed) -> None:
        self.through = through
        self.endorsed = endorsed
        self.time = endorsed.time

    def lacks(self, policy: "Any") -> "tuple[str, ...]":
        found: "tuple[str, ...]" = self.through.finality.lacks(policy)
        return found

    def short(self) -> "list[int]":
        found: "list[int]" = self.through.finality.short()
        return found

    def fields(self) -> "dict[str, object]":
        place, finality = self.through.place, self.through.finality
        found = self.endorsed.fields()
        found["ledger"] = self.through.ledger
        found["height"] = place.height
        found["before"] = place.time
        found["through"] = finality.kind
        return found
