"""Receipts of Lightning that somebody pastes into the till: what they prove to this shop, in words.

A receipt is judged by lightclient/lightning alone: no node is asked, and the till takes no payment by it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from lightclient.evidence.verdict import NOT_YET, PROVED
from lightclient.lightning import evidence, trust
from lightclient.lightning.known import LIGHTNING, network_of
from lightclient.till.web import money, receipt
from lightclient.till.web.errors import BadField, ChecksBusy
from lightclient.till.web.receipt import Line
from lightclient.till.web.words import Words
from lightclient.web.languages import N_, Language
from lightclient.web.tones import COMING, GOOD

WAITING = 8  # receipts at once; one of them is judged
OUTCOMES = {
    PROVED: Words(N_("Paid"), N_("A payee whom this shop trusts signed the invoice and gave its preimage away."), GOOD),
    NOT_YET: Words(N_("Not proved"), N_("Something is missing."), COMING),
}
MISSING = {
    evidence.PREIMAGE: N_("The preimage is missing, which whoever pays the invoice learns."),
    evidence.TRUSTED: N_("This till has no list of payees, and anybody can sign an invoice."),
}
SKIPPED = {
    evidence.PAYER: N_("who paid: anybody to whom a receipt was shown can show it again"),
    "amount-paid": N_("how much was paid"),
    "time-paid": N_("when it was paid"),
    evidence.EXPIRY: N_("whether the invoice had expired"),
    evidence.CHAIN: N_("on which chain"),
    trust.OFFER: N_("for which offer"),
}


class Shown(NamedTuple):
    """What the page shows of a verdict. says: sentences; open: what the receipt does not show."""

    outcome: str
    words: Words
    says: list[str]
    lines: list[Line]
    open: list[str]


class Checker:
    """payees: whom the shop trusts, as lightning/trust.py has it; None: nobody."""

    def __init__(self, payees: bytes | None = None, clock: Callable[[], float] = time.time) -> None:
        """Raises BadTrust."""
        LIGHTNING.start(payees, None, 1)
        self._payees = payees
        self._clock = clock
        self._waiting = 0
        self._turn = asyncio.Lock()

    async def check(self, pasted: str, language: Language) -> Shown:
        """Return what a receipt proves. Raises ChecksBusy, BadField, and what keeps it from holding."""
        if self._waiting >= WAITING:
            raise ChecksBusy()
        self._waiting += 1
        try:
            async with self._turn:
                verdict = await asyncio.to_thread(self._judge, pasted)
        finally:
            self._waiting -= 1
        _ = language
        words = OUTCOMES[verdict.outcome]
        says = [_(MISSING[each]) for each in verdict.missing] or [_(words.says)]
        open_ = [_(SKIPPED[each]) for each in verdict.skipped]
        return Shown(verdict.outcome, words._replace(title=_(words.title)), says, _lines(verdict, language), open_)

    def _judge(self, pasted: str) -> Any:
        if not pasted.strip():
            raise BadField(field="the receipt", wanted="an invoice and its preimage, or a payer proof")
        data = pasted.encode()
        ledger, _ = network_of(data).start(self._payees, None, 1)
        return ledger.judge_evidence(data, int(self._clock()))


def _lines(verdict: Any, language: Language) -> list[Line]:
    _, shown = language, verdict.subject.fields()
    found = []
    if shown["amount_msat"] is not None:
        found.append(Line(_("Asked for"), money.satoshi(-(-shown["amount_msat"] // 1000), language.code)))
    for label, text in ((_("Description"), shown["description"]), (_("Note of the payer"), shown["note"])):
        if text:
            found.append(Line(label, text))
    for label, seconds in ((_("Invoice of"), shown["created"]), (_("Expires"), shown["expires"])):
        if seconds is not None:
            found.append(Line(label, receipt.when(seconds, language)))
    found.append(Line(_("Payee"), shown["payee"], True))
    if shown["payer"]:
        found.append(Line(_("Payer"), shown["payer"], True))
    return [*found, Line(_("Payment hash"), verdict.subject.id.hex(), True)]
