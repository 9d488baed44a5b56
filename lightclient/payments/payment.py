"""One payment: a transaction, insofar as it pays one sale."""

from lightclient.payments.paid import INPUTS
from lightclient.payments.states import SEEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.payments.paid import Paying


class Payment:
    """What is known of a payment.

    txid           internal order; `shown` is it as people see it
    satoshi        that it pays to the sale's script: a fact, computed from its bytes
    state          of states.PAYMENT_STATES
    confirmations  in our own chain; 0 unless it is confirmed or immature
    height, block  where it was proved to be, None if never
    time           of that block, Unix seconds, None if not known
    verdict        the proof's, as it was handed in; not saved
    seen_by        names of gateways that show it; shows: how many
    gone_by        names of gateways that say it is gone
    rival          txid of the transaction that took its place, as told or proved; None if not known
    signals        whether it signals that it may be replaced (BIP125)
    replaceable    True if it signals or a gateway says so, False if all that show it deny it, None: not known
    fee_rate       least of what gateways say, satoshi per 1,000 virtual bytes; parents: most unconfirmed ones. Or None
    late           it came when the sale had expired, as far as the clock is known
    accepted       taken for money by the sale's rules for zero confirmations
    coinbase       whether it is a coinbase
    """

    def __init__(self, txid: bytes, satoshi: int, signals: bool, coinbase: bool, inputs: "list[bytes]") -> None:
        self.txid = txid
        self.satoshi = satoshi
        self.signals = signals
        self.coinbase = coinbase
        self.inputs = inputs
        self.state = SEEN
        self.confirmations = 0
        self.height: "int | None" = None
        self.block: "bytes | None" = None
        self.time: "int | None" = None
        self.out = False  # its block has left our chain
        self.verdict: "Any" = None
        self.seen_by: "tuple[str, ...]" = ()
        self.shows = 0
        self.gone_by: "list[str]" = []
        self.rival: "bytes | None" = None
        self.replaceable: "bool | None" = None
        self.fee_rate: "int | None" = None
        self.parents: "int | None" = None
        self.late = False
        self.accepted = False
        self.challenged_at: "float | None" = None
        self.number = 0  # in which order it became known
        self.touched = 0  # in which order something was last heard of it
        self.told: "tuple[Any, ...] | None" = None

    @property
    def shown(self) -> str:
        return display(self.txid)

    @property
    def unmarked(self) -> bool:
        """Whether it may spend coins that are not marked: then any other payment may be its rival."""
        return len(self.inputs) >= INPUTS

    def clashes(self, other: "Payment") -> bool:
        """Whether it and another payment may spend the same coin, as far as is known: one of them is not mined then."""
        return self.unmarked or other.unmarked or any(mark in other.inputs for mark in self.inputs)

    @property
    def proved(self) -> bool:
        """Whether it is proved to be in a block that is in our chain."""
        return self.height is not None and not self.out

    def to_dict(self) -> "dict[str, Any]":
        """Return what JSON can hold; ids as people see them."""
        return {
            "txid": self.shown,
            "satoshi": self.satoshi,
            "state": self.state,
            "confirmations": self.confirmations,
            "height": self.height if self.proved else None,
            "block": display(self.block) if self.block and self.proved else None,
            "seen_by": list(self.seen_by),
            "gone_by": list(self.gone_by),
            "rival": display(self.rival) if self.rival else None,
            "replaceable": self.replaceable,
            "fee_rate": self.fee_rate,
            "parents": self.parents,
            "late": self.late,
            "accepted": self.accepted,
            "coinbase": self.coinbase,
        }


def payment_of(paying: "Paying", script: bytes) -> Payment:
    """Return the payment that a transaction is to `script`."""
    return Payment(paying.txid, paying.values[script], paying.signals, paying.coinbase, paying.inputs)


def display(value: bytes) -> str:
    """Return a txid or block hash as people see it: hex, bytes reversed."""
    return bytes(reversed(value)).hex()
