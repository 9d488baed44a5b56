"""What a sale says of its payments, judged by the claims and proofs at hand. states.py has the table."""

from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.payments import states
from lightclient.payments.claims import PROBE, Claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.payments.payment import Payment
    from lightclient.payments.sale import Sale
    from lightclient.payments.states import Summary

MATURITY = 100  # confirmations before a coinbase may be spent (Core consensus.h COINBASE_MATURITY)
REMEMBERED = 8  # payments that came to nothing: the latest ones are kept


def payment(sale: "Sale", it: "Payment") -> bool:
    """Set what follows for one payment; return whether it is something new."""
    before = key(sale, it)
    claims = [(name, sale.claims[name][it.txid]) for name in sorted(sale.claims) if it.txid in sale.claims[name]]
    shown = [(name, claim) for name, claim in claims if claim.kind != PROBE]
    it.seen_by = tuple([name for name, _ in shown])
    it.shows = len(shown)
    _describe(it, [claim for _, claim in shown if claim.kind == SEEN])
    it.confirmations = 0
    if it.height is not None and not it.out:
        it.confirmations = max(0, sale.height - it.height + 1)
        if not it.confirmations:
            it.state = states.SEEN  # proved, in a block up to which our chain does not count yet
            it.shows = max(it.shows, sale.policy.gateways)
        else:
            it.state = states.IMMATURE if it.coinbase and it.confirmations < MATURITY else states.CONFIRMED
    elif _beaten(sale, it):
        it.state = states.REPLACED if it.rival in sale.payments else states.CONFLICTED
    elif it.shows and it.shows >= len(it.gone_by):
        it.state = states.SEEN
    elif it.gone_by and it.rival is not None:
        it.state = states.REPLACED if it.rival in sale.payments else states.CONFLICTED
    elif it.out and not it.gone_by:
        it.state = states.REORGED_OUT
    else:
        it.state = states.GONE
    zero = sale.policy.zero
    good = it.proved or (it.state == states.SEEN and zero and it.shows >= zero.gateways and not _doubtful(sale, it))
    if it.accepted and not good:
        it.accepted = False
    return key(sale, it) != before


def spend(sale: "Sale") -> None:
    """Note the coins of what is proved."""
    for it in sale.payments.values():
        if it.proved:
            for mark in it.inputs:
                sale.spent[mark] = it.txid


def everything(sale: "Sale", touch: bool = True) -> None:
    """See all payments anew, after proofs or our chain have changed. touch: note which of them that makes new."""
    spend(sale)
    for it in sale.listed():
        if payment(sale, it) and touch:
            sale.touch(it)
    clean(sale)


def relabel(sale: "Sale", txid: bytes) -> None:
    """A payment has become known: those whose place it took were replaced."""
    for it in sale.listed():
        if it.rival == txid and payment(sale, it):
            sale.touch(it)


def key(sale: "Sale", it: "Payment") -> "tuple[Any, ...]":
    """Return what makes a change worth telling: confirmations only as far as the policy asks for them."""
    counted = min(it.confirmations, sale.policy.confirmations) if it.state == states.CONFIRMED else 0
    return it.state, counted, it.shows, it.accepted, it.late, it.rival


def sale_key(sale: "Sale", summary: "Summary") -> "tuple[Any, ...]":
    """Return the same of the sale as a whole."""
    counted = min(summary.confirmations, sale.policy.confirmations)
    return summary.state, summary.received, summary.due, summary.over, counted, summary.expired


def clean(sale: "Sale") -> None:
    """Forget what came to nothing: at once if the caller was never told of it, else all but the latest."""
    lost = [it for it in sale.payments.values() if it.state in states.LOST and it.state != states.REORGED_OUT]
    for it in lost:
        if it.told is None and not it.gone_by and not it.rival:
            del sale.payments[it.txid]
    lost = sorted([it for it in lost if it.txid in sale.payments], key=lambda it: it.touched)
    for it in lost[: max(0, len(lost) - REMEMBERED)]:
        if it.told is None or it.told[0] == it.state:
            del sale.payments[it.txid]
            for table in sale.claims.values():
                table.pop(it.txid, None)


def probe(table: "dict[bytes, Claim]", it: "Payment", due: float) -> None:
    """Ask for a payment that left our chain, whether or not anyone tells of it."""
    claim = table.get(it.txid)
    if claim is None:
        claim = table[it.txid] = Claim(PROBE)
        claim.satoshi = it.satoshi
    if claim.due is None:
        claim.due = due


def probe_waiting(sale: "Sale", now: float, after: float) -> None:
    """After a block: a message that says MINED may have got lost, so ask once for what waits."""
    for table in sale.claims.values():
        for txid, claim in table.items():
            if claim.kind == MINED and claim.at_tip:
                claim.due, claim.at_tip = now, False
            elif claim.kind == SEEN and claim.due is None and not sale.payments[txid].proved:
                claim.due = now + after + claim.pause()


def accept(sale: "Sale", now: float) -> None:
    """Take unconfirmed payments for money, by the sale's rules for zero confirmations."""
    zero = sale.policy.zero
    if zero is None or sale.satoshi > zero.limit:
        return
    for it in sale.listed():
        if it.state != states.SEEN or it.accepted or it.proved or it.signals or it.replaceable:
            continue
        shown_at = []
        for name in it.seen_by:
            claim = sale.claims[name][it.txid]
            fine = claim.kind == SEEN and claim.fresh and claim.replaceable is False
            if not fine or claim.fee_rate is None or claim.parents is None:
                continue
            if claim.fee_rate >= zero.fee_rate and claim.parents <= zero.parents:
                shown_at.append(claim.shown_at)
        if len(shown_at) < zero.gateways or _rivals(sale, it) or _doubtful(sale, it):
            continue
        since = sorted(shown_at)[zero.gateways - 1]
        if it.challenged_at is not None:
            since = max(since, it.challenged_at)
        if now - since >= zero.seconds and not (sale.owners and sale.owners.contested(it)):
            it.accepted = True
            sale.touch(it)


def _describe(it: "Payment", claims: "list[Claim]") -> None:
    """Set what gateways say of a waiting transaction: always the worst of it."""
    flags = [claim.replaceable for claim in claims]
    rates = [claim.fee_rate for claim in claims if claim.fee_rate is not None]
    parents = [claim.parents for claim in claims if claim.parents is not None]
    it.fee_rate = min(rates) if rates else None
    it.parents = max(parents) if parents else None
    it.replaceable = False if flags and all(flag is False for flag in flags) else None
    if it.signals or any(flag is True for flag in flags):
        it.replaceable = True


def _beaten(sale: "Sale", it: "Payment") -> bool:
    """Whether a payment that is proved has spent a coin of this one; it is then its rival."""
    for mark in it.inputs:
        if sale.spent.get(mark, it.txid) != it.txid:
            it.rival = sale.spent[mark]
            return True
    return False


def _rivals(sale: "Sale", it: "Payment") -> bool:
    """Whether another payment that is shown may spend a coin of this one."""
    return any(other is not it and other.shows and other.clashes(it) for other in sale.payments.values())


def _doubtful(sale: "Sale", it: "Payment") -> bool:
    """Whether it may spend a coin that is not marked, or whose marks do not tell: then only a proof counts."""
    return it.unmarked or any(other.proved and other.unmarked for other in sale.payments.values())
