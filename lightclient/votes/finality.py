"""Finality by votes, as a record that verdicts carry (evidence/finality.py says what one has)."""


class Votes:
    """Whoever may vote has decided it: it stays unless they break the rules.

    signed     weight of the votes that were verified
    total      weight of all that may vote
    threshold  part of it that decides, such as "2/3"
    """

    kind = "votes"
    __slots__ = ("signed", "threshold", "time", "total")

    def __init__(self, signed: int, total: int, threshold: str, time: int) -> None:
        self.signed = signed
        self.total = total
        self.threshold = threshold
        self.time = time

    def lacks(self, policy: object) -> "tuple[str, ...]":
        return ()  # what a policy says of confirmations and work is not about votes

    def short(self) -> "list[int]":
        """Return what fits a device's report."""
        return [self.signed, self.total]

    def fields(self) -> "dict[str, object]":
        return {"signed": self.signed, "of": self.total, "threshold": self.threshold}
