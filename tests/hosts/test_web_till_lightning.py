"""Receipts of Lightning that somebody pastes into the web till: what the page says of them, and what it takes."""

import asyncio
import re

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.lightning import evidence
from lightclient.lightning.errors import BadTrust, InvoiceExpired, NotReceipt, PreimageMismatch, UnknownPayee
from lightclient.lightning.trust import OFFER
from lightclient.till.web import lightning as page
from lightclient.till.web.errors import BadField, ChecksBusy
from lightclient.till.web.lightning import Checker
from lightclient.web import languages
from tests.portable import lightning
from tests.portable.lightning import OTHER, PAYEE
from tests.portable.test_lightning import HEX, NOW, pasted, trusted
from tests.support.gateway import in_loop
from tests.support.webtill import shop

pytest_plugins = ["tests.services.fixtures"]

ENGLISH, GERMAN = (languages.chosen("lightclient.till.web", code, "", "en") for code in ("en", "de"))
PAID = lightning.bolt11() + " " + HEX


def checker(payees=None, clock=NOW):
    return Checker(trusted(PAYEE) if payees is None else payees or None, lambda: clock)


@in_loop
async def test_a_receipt_of_a_payee_whom_the_shop_trusts_is_paid():
    shown = await checker().check(PAID, ENGLISH)
    assert (shown.outcome, shown.words.title, shown.words.tone) == ("proved", "Paid", "good")
    assert shown.says == ["A payee whom this shop trusts signed the invoice and gave its preimage away."]
    lines = {line.label: line.value for line in shown.lines}
    assert (lines["Asked for"], lines["Description"]) == ("250,000 sat", "1 cup coffee")
    assert lines["Payee"] == lightning.key(PAYEE).hex() and lines["Payment hash"] == lightning.PAYMENT_HASH.hex()
    assert [each.split(":")[0] for each in shown.open] == ["who paid", "how much was paid", "when it was paid"]
    assert (await checker().check(PAID, GERMAN)).words.title == "Bezahlt"


@in_loop
async def test_a_payer_proof_says_who_asked_for_the_invoice():
    made = lightning.proof(shown=(88, 164, 166, 168, 170, 176), note=b"for you")
    shown = await checker().check(pasted(made, "lnp"), ENGLISH)
    lines = {line.label: line.value for line in shown.lines}
    assert shown.outcome == "proved" and lines["Note of the payer"] == "for you" and lines["Payer"]
    assert lines["Asked for"] == "250 sat"  # of 250,000 thousandths


@in_loop
async def test_what_is_missing_is_said():
    shown = await checker(payees=b"").check(PAID, ENGLISH)
    assert (shown.outcome, shown.words.tone) == ("not yet", "coming")
    assert shown.says == ["This till has no list of payees, and anybody can sign an invoice."]
    shown = await checker().check(lightning.bolt11(), ENGLISH)
    assert shown.says == ["The preimage is missing, which whoever pays the invoice learns."]


@in_loop
async def test_what_does_not_hold_is_refused_by_name():
    for given, error in (
        (" \n", BadField),
        ("hello", NotReceipt),
        ("\u00fc" + PAID, NotReceipt),
        (lightning.bolt11() + " " + "00" * 32, PreimageMismatch),
        (lightning.bolt11(secret=OTHER) + " " + HEX, UnknownPayee),
    ):
        with pytest.raises(error):
            await checker().check(given, ENGLISH)
    with pytest.raises(InvoiceExpired):
        await checker(clock=NOW + 10**6).check(lightning.bolt11(), ENGLISH)
    with pytest.raises(BadTrust):
        Checker(b"payee x")


def test_there_are_words_for_whatever_a_verdict_says():
    assert set(page.MISSING) == {evidence.PREIMAGE, evidence.TRUSTED}
    unshown = {evidence.PAYER, evidence.EXPIRY, evidence.CHAIN, OFFER, *evidence.UNKNOWN}
    assert set(page.SKIPPED) == unshown


@in_loop
async def test_receipts_wait_for_their_turn_and_not_without_end(monkeypatch):
    one = checker()
    judge = one._judge
    at_once = []

    def slowly(text):
        at_once.append(one._turn.locked())
        return judge(text)

    monkeypatch.setattr(one, "_judge", slowly)
    found = await asyncio.gather(*[one.check(PAID, ENGLISH) for _ in range(page.WAITING + 2)], return_exceptions=True)
    assert [type(each) for each in found].count(ChecksBusy) == 2 and all(at_once)
    assert (await one.check(PAID, ENGLISH)).outcome == "proved"  # and again


@pytest.mark.slow
@in_loop
async def test_anybody_pastes_a_receipt_into_the_page(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till(shut=True) as till:
        till.web.checker = checker()
        text = await till.see("/check")  # without the PIN
        assert "<textarea" in text and 'id="verdict"' not in text
        text = await till.send("/check", receipt=PAID)
        assert 'data-outcome="proved"' in text and "1 cup coffee" in text
        assert "language=de&amp;back=/check" in text  # a page of its own, in another language too
        note = b"<script>alert(1)</script>"
        made = lightning.proof(shown=(88, 164, 166, 168, 170, 176), note=note)
        text = await till.send("/check", receipt=pasted(made, "lnp"))
        assert note.decode() not in text and "&lt;script&gt;" in text
        text = await till.send("/check", status=400, receipt="lnbc1 nothing")
        assert re.search(r'<p class="error" role="alert">[^<]', text) and 'id="verdict"' not in text
        await till.send("/check", status=413, receipt="x" * 20_000)
        await till.send("/check", status=403, headers={"Origin": "https://other.example"}, receipt=PAID)
        till.web.checker._waiting = page.WAITING
        await till.send("/check", status=503, receipt=PAID)
