"""What `sales.Sales` asks gateways for, and what it makes of the answers: its methods of these names."""

from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.payments import judge
from lightclient.payments.turns import LOST, WATCH, Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.payments.claims import Claim
    from lightclient.payments.paid import Paying
    from lightclient.payments.sales import Sales

NOT_YET = "not yet"  # why a question failed: the proof holds, but its block is not in our chain yet
TRIES = 5  # for the bytes of a transaction that is not mined yet


def wants(sales: "Sales", now: float, online: "list[str] | None" = None) -> "list[Question]":
    """Return the questions to ask now (see turns.Question). online: gateways that can be asked, all if None."""
    for asked, asked_at in list(sales.turns.asked.values()):
        if now - asked_at >= LOST:
            failed(sales, asked.gateway, asked.txid, now, "")
    names = [name for name in sales.gateways if online is None or name in online]
    wants = [Question(WATCH, name, b"", None, None, None, False) for name in names if sales.wants_watch(name, now)]
    tables = {}
    for name in names:
        tables[name] = [(True, sale.claims[name]) for sale in sales.sales.values() if sale.claims.get(name)]
        tables[name].append((False, sales.unknown.get(name, {})))
    while len(sales.turns.asked) < sales.limits.at_once:
        question = sales.turns.next(names, tables, sales.chain.height, now)
        if question is None:
            break
        wants.append(question)
    return wants


def fetched(sales: "Sales", gateway: str, paying: "Paying", now: float) -> str:
    """Take a transaction that was asked for; its txid was compared with the question's."""
    txid = paying.txid
    sales.turns.answered(gateway, txid)
    claims = [(name, table.pop(txid)) for name, table in sales.unknown.items() if txid in table]
    if not sales.owners.choose(paying):
        sales.turns.score(gateway, False, now)
        return "NotOurs" if claims and not paying.values else ""
    for name, claim in sorted(claims, key=lambda pair: pair[1].number):
        claim.due = now if claim.kind == MINED else None
        serve(sales, name, paying, claim, now)
    return ""


def proved(
    sales: "Sales",
    gateway: str,
    txid: bytes,
    height: int,
    block: bytes,
    now: float,
    paying: "Paying | None" = None,
    time: "int | None" = None,
    verdict: "Any" = None,
) -> str:
    """Take a proof that holds on our own chain.

    block: its hash, internal order. paying: the transaction as read or walked; None if it was known already.
    time: of the block's header, Unix seconds. verdict: goes to `Payment.verdict`.
    """
    sales.turns.answered(gateway, txid)
    paying = paying or sales.owners.paying(txid)
    if paying is None or paying.txid != txid:
        failed(sales, gateway, txid, now, "")
        return "TxidMismatch"
    if sales.chain.where(height, block) is False:
        failed(sales, gateway, txid, now, NOT_YET)
        return ""
    for table in sales.unknown.values():
        table.pop(txid, None)
    chosen = sales.owners.choose(paying, height, time)
    sales.turns.score(gateway, bool(chosen), now)
    for sale in chosen:
        sale.proved(paying, height, block, time, verdict, sales.limits.payments)
    for sale in sales.owners.rivals(paying):
        judge.everything(sale)
    return "" if chosen else "TooOld" if paying.values else "NotOurs"


def failed(sales: "Sales", gateway: str, txid: bytes, now: float, reason: str = "") -> None:
    """Take that a question brought nothing. reason: NOT_YET if a proof holds, but not on our chain as it is."""
    sales.turns.answered(gateway, txid)
    unknown = sales.unknown.get(gateway, {})
    tables = [sale.claims.get(gateway, {}) for sale in sales.sales.values()] + [unknown]
    mined = False
    for table in tables:
        claim = table.get(txid)
        if claim:
            mined = mined or claim.kind == MINED
            claim.fail(now, reason == NOT_YET)
            if table is unknown and claim.kind == SEEN:
                claim.due = now + claim.pause()
                if claim.probes >= TRIES:
                    del unknown[txid]
    if mined and reason != NOT_YET:
        sales.turns.score(gateway, False, now)


def serve(sales: "Sales", gateway: str, paying: "Paying", claim: "Claim", now: float) -> None:
    """Hand a claim of a transaction whose bytes are known to the sales that it serves."""
    for sale in sales.owners.choose(paying):
        sale.take(gateway, paying, claim.twin(), now, sales.limits.claims)
