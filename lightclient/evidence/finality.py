"""Finality: why what stands in a ledger will stay there. Each kind of ledger has its own record.

A record has `kind`, `time` (Unix seconds of the newest entry that was counted), `fields()` to show, `short()`, and
`lacks(policy)`: names of what it is short of.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evidence.policy import Policy

CONFIRMATIONS, WORK, CLOCK = "confirmations", "work", "clock"  # what may be missing


class Work:
    """Work was done on top.

    confirmations  entries from the subject's to the newest, both included
    work           expected hashes on top of it
    """

    kind = "work"
    __slots__ = ("confirmations", "time", "work")

    def __init__(self, confirmations: int, work: int, time: int) -> None:
        self.confirmations = confirmations
        self.work = work
        self.time = time

    def lacks(self, policy: "Policy") -> "tuple[str, ...]":
        lacking: "tuple[str, ...]" = ()
        if self.confirmations < policy.confirmations:
            lacking += (CONFIRMATIONS,)
        if self.work < policy.work:
            lacking += (WORK,)
        return lacking

    def short(self) -> "list[int]":
        """Return what fits a device's report."""
        return [self.confirmations]

    def fields(self) -> "dict[str, int]":
        return {"confirmations": self.confirmations, "work": self.work}
