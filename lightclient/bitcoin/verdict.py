"""A verdict: what was proved, where, how deep, against which trust anchor and by which checks. Never a bare yes."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import Place


class Verdict:
    """The outcome of a proof that holds; one that does not raises.

    network   name
    proved    [(position in the block, txid in internal order)]
    place     where the block stands (anchor.Place)
    anchor    what was trusted
    checks    names of the checks that ran, in order
    """

    __slots__ = ("anchor", "checks", "network", "place", "proved")

    def __init__(
        self,
        network: str,
        proved: "list[tuple[int, bytes]]",
        place: "Place",
        anchor: str,
        checks: "tuple[str, ...]",
    ) -> None:
        self.network = network
        self.proved = proved
        self.place = place
        self.anchor = anchor
        self.checks = checks + (place.how,)
