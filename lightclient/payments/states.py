"""The states of payments and of sales, and the function that derives a sale's from its payments.

A payment is one transaction, insofar as it pays the sale:

| state       | its block            | gateways                                             | counts as |
|-------------|----------------------|------------------------------------------------------|-----------|
| seen        | not in our chain     | at least as many show it as say that it is gone      | seen      |
| confirmed   | proved, in our chain |                                                      | confirmed |
| immature    | the same, a coinbase with less than 100 confirmations                       | immature  |
| reorged out | left our chain       | nobody has said since what became of it              | nothing   |
| replaced    | not in our chain     | gone; another payment of the sale took its place     | nothing   |
| conflicted  | not in our chain     | gone; a transaction that pays the sale nothing did   | nothing   |
| gone        | not in our chain     | gone, or shown by nobody any more                    | nothing   |

While our chain does not count (below the least work, stale, shown by too few gateways), the height up to which blocks
count stays where it was; a payment that is proved above it is only seen. A transaction mined at or below the sale's
`since` does not pay it at all.

A sale: the first row that holds. sure: what its policy takes for money (confirmed often enough, or by its rules for
zero confirmations). received = confirmed + seen.

| state       | holds if                                                          |
|-------------|-------------------------------------------------------------------|
| late        | sure >= amount, but only with what came after the expiry          |
| overpaid    | sure > amount                                                     |
| paid        | sure = amount                                                     |
| confirmed   | confirmed >= amount: `confirmations` tells how often              |
| seen        | received >= amount                                                |
| underpaid   | received > 0, the sale has expired                                |
| part paid   | received > 0                                                      |
| immature    | nothing but coinbase outputs that cannot be spent yet             |
| conflicted, reorged out, gone, replaced: what became of payments, the worst of them; nothing else is left |
| expired     | nothing came, the sale has expired                                |
| waiting     | nothing came                                                      |
"""

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple

    from lightclient.payments.payment import Payment
    from lightclient.payments.policy import PaymentPolicy

    class Summary(NamedTuple):
        state: str
        amount: int
        received: int
        due: int
        over: int
        confirmed: int
        seen: int
        immature: int
        confirmations: int
        expired: bool
else:
    # Where a sale stands; all but state, confirmations and expired in satoshi.
    #
    # received        confirmed + seen
    # due             what is missing of the amount, 0 if nothing
    # over            what was taken for money beyond the amount
    # confirmations   of the amount: the least of the payments that are needed to reach it; 0 if they do not
    Summary = namedtuple(
        "Summary",
        ("state", "amount", "received", "due", "over", "confirmed", "seen", "immature", "confirmations", "expired"),
    )

SEEN = "seen"
CONFIRMED = "confirmed"
IMMATURE = "immature"
REORGED_OUT = "reorged out"
REPLACED = "replaced"
CONFLICTED = "conflicted"
GONE = "gone"

WAITING = "waiting"
PART_PAID = "part paid"
PAID = "paid"
OVERPAID = "overpaid"
UNDERPAID = "underpaid"
LATE = "late"
EXPIRED = "expired"

PAYMENT_STATES = (SEEN, CONFIRMED, IMMATURE, REORGED_OUT, REPLACED, CONFLICTED, GONE)
LOST = (CONFLICTED, REORGED_OUT, GONE, REPLACED)  # the worst first
SALE_STATES = (WAITING, SEEN, PART_PAID, CONFIRMED, PAID, OVERPAID, LATE, UNDERPAID, EXPIRED, IMMATURE) + LOST
SETTLED = (PAID, OVERPAID, LATE)  # the policy is satisfied


def summarize(amount: int, policy: "PaymentPolicy", payments: "Iterable[Payment]", expired: bool) -> Summary:
    """Return where a sale of `amount` satoshi stands. Payments in the order in which they became known."""
    confirmed: "list[Payment]" = []
    waiting: "list[Payment]" = []
    immature = sure = on_time = 0
    lost = []
    for payment in payments:
        state = payment.state
        if state == CONFIRMED:
            confirmed.append(payment)
        elif state == SEEN:
            if payment.shows >= policy.gateways:
                waiting.append(payment)
        elif state == IMMATURE:
            immature += payment.satoshi
        else:
            lost.append(state)
        if payment.accepted or (state == CONFIRMED and payment.confirmations >= policy.confirmations):
            sure += payment.satoshi
            on_time += 0 if payment.late else payment.satoshi
    total = sum([payment.satoshi for payment in confirmed])
    seen = _compatible(waiting, confirmed)
    received = total + seen
    if sure >= amount:
        state = LATE if on_time < amount else OVERPAID if sure > amount else PAID
    elif total >= amount:
        state = CONFIRMED
    elif received >= amount:
        state = SEEN
    elif received:
        state = UNDERPAID if expired else PART_PAID
    elif immature:
        state = IMMATURE
    elif lost:
        state = next(name for name in LOST if name in lost)
    else:
        state = EXPIRED if expired else WAITING
    over = max(0, sure - amount)
    due = max(0, amount - received)
    return Summary(state, amount, received, due, over, total, seen, immature, _depth(amount, confirmed), expired)


def _compatible(payments: "list[Payment]", confirmed: "list[Payment]") -> int:
    """Return the sum of unconfirmed payments; of those that may spend the same coin, only the largest counts.

    One that has more coins than are marked may spend a coin of any other.
    """
    total = 0
    alone = any(payment.unmarked for payment in confirmed)
    counted = len(confirmed)
    spent: "dict[bytes, bool]" = {}
    for payment in sorted(payments, key=lambda payment: -payment.satoshi):
        if counted and (alone or payment.unmarked):
            continue
        if not any(mark in spent for mark in payment.inputs):
            total += payment.satoshi
            counted += 1
            alone = payment.unmarked
            for mark in payment.inputs:
                spent[mark] = True
    return total


def _depth(amount: int, confirmed: "list[Payment]") -> int:
    """Return how often the amount is confirmed: the payments with most confirmations come first."""
    for payment in sorted(confirmed, key=lambda payment: -payment.confirmations):
        amount -= payment.satoshi
        if amount <= 0:
            return payment.confirmations
    return 0
