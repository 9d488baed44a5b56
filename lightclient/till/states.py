"""The states of payments and invoices as enums; payments/states.py says what each means."""

from enum import Enum

from lightclient.payments import states


class _Text(str, Enum):
    """A state that is also its name."""

    def __str__(self) -> str:
        return str(self.value)


class PaymentState(_Text):
    SEEN = states.SEEN
    CONFIRMED = states.CONFIRMED
    IMMATURE = states.IMMATURE
    REORGED_OUT = states.REORGED_OUT
    REPLACED = states.REPLACED
    CONFLICTED = states.CONFLICTED
    GONE = states.GONE


class State(_Text):
    WAITING = states.WAITING
    SEEN = states.SEEN
    PART_PAID = states.PART_PAID
    CONFIRMED = states.CONFIRMED
    PAID = states.PAID
    OVERPAID = states.OVERPAID
    LATE = states.LATE
    UNDERPAID = states.UNDERPAID
    EXPIRED = states.EXPIRED
    IMMATURE = states.IMMATURE
    CONFLICTED = states.CONFLICTED
    REORGED_OUT = states.REORGED_OUT
    GONE = states.GONE
    REPLACED = states.REPLACED

    @property
    def settled(self) -> bool:
        """Whether the policy is satisfied: PAID, OVERPAID or LATE."""
        return self.value in states.SETTLED
