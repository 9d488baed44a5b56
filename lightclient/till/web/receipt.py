"""The receipt of an invoice: its lines, for the page that is printed and for the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from babel.dates import LOCALTZ, format_datetime
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from lightclient.till.invoice import Invoice
from lightclient.till.web import money
from lightclient.till.web.look import Look
from lightclient.till.web.words import PAYMENTS, STATES
from lightclient.web.languages import Language

MIME = "application/cbor"
A5 = (148, 210)  # mm


class Line(NamedTuple):
    """One line. code: an address or a txid, to be set in type that tells its letters apart."""

    label: str
    value: str
    code: bool = False


def when(seconds: int, language: Language) -> str:
    """Return a time as people read it, in this machine's time zone."""
    return str(format_datetime(datetime.fromtimestamp(seconds, LOCALTZ), locale=language.code))


def lines(invoice: Invoice, language: Language) -> list[Line]:
    """Return what the receipt says of an invoice."""
    _ = language
    change = invoice.now
    found = [Line(_("State"), _(STATES[change.state].title)), Line(_("Date"), when(invoice.created, language))]
    if invoice.memo:
        found.append(Line(_("Memo"), invoice.memo))
    if invoice.fiat:
        found.append(Line(_("Price"), money.currency(invoice.fiat, language.code)))
        found.append(Line(_("Rate for one bitcoin"), money.rate(invoice.fiat, language.code)))
    found.append(Line(_("Amount"), money.satoshi(invoice.satoshi, language.code)))
    found.append(Line(_("Received"), money.satoshi(change.received, language.code)))
    if change.due:
        found.append(Line(_("Due"), money.satoshi(change.due, language.code)))
    if change.over:
        found.append(Line(_("Too much"), money.satoshi(change.over, language.code)))
    return [*found, Line(_("Address"), invoice.address, True), Line(_("Invoice"), invoice.id, True)]


def payment_lines(invoice: Invoice, language: Language) -> list[list[Line]]:
    """Return what the receipt says of each payment."""
    _ = language
    found = []
    for payment in invoice.now.payments:
        rows = [
            Line(_("Transaction"), payment.txid, True),
            Line(_("Amount"), money.satoshi(payment.satoshi, language.code)),
            Line(_("State"), _(PAYMENTS[payment.state])),
        ]
        if payment.height is not None and payment.block is not None:
            rows += [Line(_("Block"), str(payment.height)), Line(_("Block hash"), payment.block, True)]
        found.append(rows)
    return found


def pdf(invoice: Invoice, look: Look, language: Language, proofs: Mapping[str, bytes]) -> bytes:
    """Return the receipt as a PDF on A5, with the evidence of its payments attached. proofs: by file name.

    The fonts that every reader has know Latin letters; other letters of a memo become question marks.
    """
    _ = language
    page = FPDF(format=A5)
    page.core_fonts_encoding = "cp1252"
    page.set_title(_latin(f"{look.shop} {_('Receipt')}".strip()))
    page.set_creator("lightclient")
    page.set_lang(language.code)
    page.add_page()
    page.set_font("helvetica", "B", 18)
    page.multi_cell(0, 9, _latin(look.shop or _("Receipt")), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    for rows in [lines(invoice, language), *payment_lines(invoice, language)]:
        page.ln(3)
        for line in rows:
            page.set_font("helvetica", "", 9)
            page.cell(38, 5, _latin(line.label))
            page.set_font("courier" if line.code else "helvetica", "" if line.code else "B", 7 if line.code else 10)
            page.multi_cell(0, 5, _latin(line.value), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(4)
    page.set_font("helvetica", "", 8)
    page.multi_cell(0, 4, _latin(how_to_verify(language) if proofs else without_proof(language)))
    for name, evidence in proofs.items():
        page.embed_file(basename=name, bytes=evidence, mime_type=MIME)
    return bytes(page.output())


def proof_name(txid: str) -> str:
    """Return how the file with the evidence of a transaction is called."""
    return f"{txid[:16]}.evidence"


def how_to_verify(language: Language) -> str:
    return language("The proof is attached. Anybody can check it: lightclient verify FILE")


def without_proof(language: Language) -> str:
    return language("There is no proof of payment with this receipt.")


def _latin(text: str) -> str:
    """Return a text in the letters that the fonts have."""
    return text.replace("\u202f", " ").encode("cp1252", "replace").decode("cp1252")
