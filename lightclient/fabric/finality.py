"""Finality of an endorsed answer, as a record that verdicts carry (evidence/finality.py says what one has)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evidence.policy import Policy

ENDORSEMENTS = "endorsements"  # what may be missing


class Endorsed:
    """Organisations say so of their own copies of the ledger.

    names      of those that endorsed, by MSP
    total      organisations that may
    threshold  how many of them the channel's policy wants
    """

    kind = "endorsed"
    time = 0  # an answer has no time that anybody vouches for
    __slots__ = ("names", "threshold", "total")

    def __init__(self, names: "list[str]", total: int, threshold: int) -> None:
        self.names = names
        self.total = total
        self.threshold = threshold

    def lacks(self, policy: "Policy") -> "tuple[str, ...]":
        return (ENDORSEMENTS,) if len(self.names) < policy.endorsers else ()

    def short(self) -> "list[int]":
        """Return what fits a device's report."""
        return [len(self.names), self.total]

    def fields(self) -> "dict[str, object]":
        return {"endorsers": self.names, "of": self.total, "threshold": self.threshold}
