"""Why a receipt stays one: the payee alone could give the preimage away, has done so, and cannot take it back."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evidence.policy import Policy


class Revealed:
    """time: Unix seconds at which the invoice was made, 0 if that is not shown."""

    kind = "revealed"
    __slots__ = ("time",)

    def __init__(self, time: int) -> None:
        self.time = time

    def lacks(self, policy: "Policy") -> "tuple[str, ...]":
        return ()

    def short(self) -> "list[int]":
        """Return what fits a device's report."""
        return []

    def fields(self) -> "dict[str, int]":
        return {}
