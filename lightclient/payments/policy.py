"""What a sale demands before it counts as paid: rules as data, checked where they are given."""

from lightclient.payments.errors import AmountNotPositive, AmountTooLarge, BadTerm, NotSatoshi

MAX_MONEY = 21_000_000 * 100_000_000  # satoshi (Core consensus/amount.h)
MAX_UINT32 = 0xFFFFFFFF


def check_satoshi(value: "object") -> int:
    """Return `value` if it is an amount. Raises NotSatoshi (float, bool ...), AmountNotPositive, AmountTooLarge."""
    if type(value) is not int:
        raise NotSatoshi(kind=type(value).__name__)
    if value <= 0:
        raise AmountNotPositive(satoshi=value)
    if value > MAX_MONEY:
        raise AmountTooLarge(satoshi=value)
    return value


def check_term(term: str, value: "object", least: int, most: int = MAX_UINT32) -> int:
    """Return `value` if it is an integer from `least` to `most`. Raises BadTerm."""
    if type(value) is not int or not least <= value <= most:
        wanted = "an integer from " + str(least) + " to " + str(most)
        raise BadTerm(term=term, value=repr(value), wanted=wanted)
    return value


class ZeroConfirmation:
    """When an unconfirmed payment counts as money. All of it rests on gateways' claims, nothing on proofs.

    limit      satoshi: only sales of at most this amount
    gateways   how many must show the payment, each as one that meets the rules below
    seconds    for which so many have shown it and nobody has challenged it
    fee_rate   satoshi per 1,000 virtual bytes, at least
    parents    unconfirmed parents, at most

    A payment that signals that it may be replaced (BIP125), itself or through a parent, is never taken. Nodes may
    replace the others too (full RBF): the limit is what the shop is ready to lose.
    """

    def __init__(
        self, limit: int, gateways: int = 2, seconds: int = 10, fee_rate: int = 1000, parents: int = 0
    ) -> None:
        """Raises what `check_satoshi` raises, and BadTerm."""
        self.limit = check_satoshi(limit)
        self.gateways = check_term("gateways", gateways, 1, 64)
        self.seconds = check_term("seconds", seconds, 0)
        self.fee_rate = check_term("fee_rate", fee_rate, 0)
        self.parents = check_term("parents", parents, 0)

    def fields(self) -> "list[int]":
        return [self.limit, self.gateways, self.seconds, self.fee_rate, self.parents]


class PaymentPolicy:
    """When a sale is paid.

    confirmations   of each payment that counts, in our own chain
    gateways        how many must show an unconfirmed payment before it counts as seen
    zero            ZeroConfirmation, or None: unconfirmed payments are never taken
    """

    def __init__(self, confirmations: int = 1, gateways: int = 1, zero: "ZeroConfirmation | None" = None) -> None:
        """Raises BadTerm."""
        self.confirmations = check_term("confirmations", confirmations, 1)
        self.gateways = check_term("gateways", gateways, 1, 64)
        self.zero = zero

    def fields(self) -> "list[object]":
        return [self.confirmations, self.gateways, self.zero.fields() if self.zero else None]
