"""Policy: what a shop demands of its invoices, as data, checked where it is given."""

from lightclient.payments.policy import PaymentPolicy, ZeroConfirmation, check_term


class Policy:
    """What a till demands.

    payment   when an invoice is paid: a PaymentPolicy of `confirmations`, `gateways` and `zero`
    final     confirmations after which an invoice that is paid is closed by itself, at least `confirmations`
    linger    seconds after its expiry for which an invoice is still followed: what comes then is told as late
    gap       addresses in a row that may be unpaid; wallets that are restored look no further (BIP44 says 20)
    """

    def __init__(
        self,
        confirmations: int = 1,
        gateways: int = 1,
        zero: ZeroConfirmation | None = None,
        final: int = 6,
        linger: int = 86_400,
        gap: int = 20,
    ) -> None:
        """Raises BadTerm."""
        self.payment = PaymentPolicy(confirmations, gateways, zero)
        self.final = max(check_term("final", final, 1), confirmations)
        self.linger = check_term("linger", linger, 0)
        self.gap = check_term("gap", gap, 1)
