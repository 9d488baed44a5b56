"""What the pages say of each state, and in which colour."""

from typing import NamedTuple

from lightclient.till.change import Change
from lightclient.till.states import PaymentState, State
from lightclient.web.languages import N_
from lightclient.web.tones import BAD, COMING, GOOD, WAIT


class Words(NamedTuple):
    """A state in words. tone: of web/tones.py."""

    title: str
    says: str
    tone: str


STATES = {
    State.WAITING: Words(N_("Waiting for payment"), N_("Scan the code with a Bitcoin wallet."), WAIT),
    State.SEEN: Words(N_("Payment seen"), N_("It is not confirmed yet."), COMING),
    State.PART_PAID: Words(N_("Paid in part"), N_("The rest is still due."), COMING),
    State.CONFIRMED: Words(N_("Confirmed"), N_("More confirmations are needed."), COMING),
    State.PAID: Words(N_("Paid"), N_("Thank you."), GOOD),
    State.OVERPAID: Words(N_("Paid, too much"), N_("More came than was asked for."), GOOD),
    State.LATE: Words(N_("Paid, too late"), N_("The money is here; the rate may have changed since."), GOOD),
    State.UNDERPAID: Words(N_("Not paid in full"), N_("The time is over, and a part is missing."), BAD),
    State.EXPIRED: Words(N_("Expired"), N_("The time is over. Do not pay this invoice any more."), BAD),
    State.IMMATURE: Words(N_("Not spendable yet"), N_("It is the reward of a block, which takes 100 blocks."), COMING),
    State.CONFLICTED: Words(N_("Payment failed"), N_("Its coins were spent elsewhere."), BAD),
    State.REORGED_OUT: Words(N_("Payment taken back"), N_("Its block left the chain."), BAD),
    State.GONE: Words(N_("Payment gone"), N_("Nobody shows it any more."), BAD),
    State.REPLACED: Words(N_("Payment replaced"), N_("Another transaction took its place."), BAD),
}

PAYMENTS = {
    PaymentState.SEEN: N_("seen"),
    PaymentState.CONFIRMED: N_("confirmed"),
    PaymentState.IMMATURE: N_("not spendable yet"),
    PaymentState.REORGED_OUT: N_("taken back"),
    PaymentState.REPLACED: N_("replaced"),
    PaymentState.CONFLICTED: N_("failed"),
    PaymentState.GONE: N_("gone"),
}


def takes_payment(change: Change) -> bool:
    """Whether a customer should still pay something."""
    return change.due > 0 and not change.expired and not change.settled
