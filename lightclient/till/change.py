"""Where an invoice stands, as values that do not change any more."""

from dataclasses import dataclass
from typing import Any

from lightclient.evidence.verdict import Verdict
from lightclient.payments.payment import Payment as Heard
from lightclient.payments.sale import Sale
from lightclient.till.states import PaymentState, State


@dataclass(frozen=True)
class Payment:
    """One transaction that pays an invoice.

    txid           as people see it; `internal` is it in internal order, 32 bytes
    satoshi        that it pays to the invoice's address
    confirmations  in our own chain, 0 unless it is confirmed or immature
    height, block  where it is proved to be, None while it is not
    seen_by        gateways that show it; gone_by: gateways that say it is gone
    rival          txid of what took its place, None if not known
    replaceable    True: it signals that it may be replaced, or a gateway says so; False: all deny it; None: not known
    fee_rate       satoshi per 1,000 virtual bytes, the least of what gateways say; None once it is mined
    parents        unconfirmed transactions that it spends from, the most of what gateways say; None once it is mined
    late           it came after the expiry
    accepted       taken for money by the rules for zero confirmations
    coinbase       whether it is a block's reward
    verdict        the proof's verdict; None while it is not proved, and if an earlier run of this process proved it
    """

    txid: str
    internal: bytes
    satoshi: int
    state: PaymentState
    confirmations: int
    height: int | None
    block: str | None
    seen_by: tuple[str, ...]
    gone_by: tuple[str, ...]
    rival: str | None
    replaceable: bool | None
    fee_rate: int | None
    parents: int | None
    late: bool
    accepted: bool
    coinbase: bool
    verdict: Verdict | None

    @classmethod
    def of(cls, heard: Heard) -> "Payment":
        fields = heard.to_dict()
        fields["state"] = PaymentState(heard.state)
        fields["seen_by"], fields["gone_by"] = tuple(heard.seen_by), tuple(heard.gone_by)
        return cls(internal=heard.txid, verdict=heard.verdict if heard.proved else None, **fields)

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold: all fields but `internal` and `verdict`."""
        fields = {name: value for name, value in vars(self).items() if name not in ("internal", "verdict")}
        return fields | {
            "state": self.state.value,
            "seen_by": list(self.seen_by),
            "gone_by": list(self.gone_by),
        }


@dataclass(frozen=True)
class Change:
    """Where an invoice stands.

    satoshi        the amount; received, due, over, confirmed, seen, immature: as in payments/states.py, satoshi
    confirmations  of the amount: the least of the payments that are needed to reach it; 0 if they do not
    expired        whether the expiry has passed
    settled        whether the policy is satisfied
    payments       in the order in which they became known
    """

    invoice: str
    state: State
    satoshi: int
    received: int
    due: int
    over: int
    confirmed: int
    seen: int
    immature: int
    confirmations: int
    expired: bool
    payments: tuple[Payment, ...]

    @classmethod
    def of(cls, sale: Sale) -> "Change":
        fields = sale.summary()._asdict()
        state, satoshi = State(fields.pop("state")), fields.pop("amount")
        payments = tuple(map(Payment.of, sale.listed()))
        return cls(invoice=sale.name, state=state, satoshi=satoshi, payments=payments, **fields)

    @property
    def settled(self) -> bool:
        return self.state.settled

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        payments = [payment.to_dict() for payment in self.payments]
        return vars(self) | {"state": self.state.value, "settled": self.settled, "payments": payments}
