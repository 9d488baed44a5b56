"""The verdict on a receipt: its payee signed the invoice, and gave the preimage away.

What a receipt does not say is named as skipped: `payer-signature`, for anybody may hold it, such as a node on the way
of the payment, or have it paid by somebody else; `amount-paid` and `time-paid`. docs/lightning.md says more.
"""

from hashlib import sha256

from lightclient.evidence import envelope
from lightclient.evidence.verdict import NotYet, Proved, Subject
from lightclient.lightning import receipt as receipts
from lightclient.lightning.errors import InvoiceExpired, InvoiceTooNew, OtherNetwork, PreimageMismatch
from lightclient.lightning.finality import Revealed
from lightclient.lightning.network import chain_of
from lightclient.lightning.trust import NOBODY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evidence.verdict import Verdict
    from lightclient.lightning.ledger import Receipts
    from lightclient.lightning.receipt import Receipt

MAX_AHEAD = 2 * 60 * 60  # seconds that an invoice may be newer than the clock
# Checks of a verdict, some of which may be skipped or missing; trust.py has the others.
PREIMAGE, INVOICE, PAYER, EXPIRY, CHAIN = "preimage", "invoice-signature", "payer-signature", "expiry", "chain"
UNKNOWN = ("amount-paid", "time-paid")  # which no receipt shows
TRUSTED = "trusted-payee"


class Payment(Subject):
    """An invoice by its payment hash. shown: Invoice or PayerProof. payee: the key, 33 bytes, that signed it."""

    __slots__ = ("payee", "shown")

    def __init__(self, shown: "Any", payee: bytes, paid: bool) -> None:
        super().__init__("payment" if paid else "invoice", [(0, shown.payment_hash)])
        self.shown = shown
        self.payee = payee

    def fields(self) -> "dict[str, object]":
        """Return what there is to show of it. payer: whoever asked for it, as a payer proof proves."""
        shown = self.shown
        return {
            "payee": self.payee.hex(),
            "payer": shown.payer.hex() if shown.payer else None,
            "amount_msat": shown.amount,
            "description": shown.description,
            "created": shown.created,
            "expires": shown.expires,
            "note": getattr(shown, "note", None),
        }


def judge(ledger: "Receipts", data: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Return the verdict on a receipt, in an envelope or as somebody pasted it. clock: Unix seconds, or None.

    Raises OtherNetwork, PreimageMismatch, InvoiceExpired, InvoiceTooNew, what `Trust.judge` raises, what `opened` and
    `parse` of receipts raise, and what reading and verifying what they hold raises.
    """
    receipt = _receipt(ledger, data)
    shown = receipt.read()
    proof = receipt.form == receipts.PAYER_PROOF
    skipped: "tuple[str, ...]" = ()
    if proof and shown.chain is None:
        skipped += (CHAIN,)
    elif not ledger.network.has(shown):
        raise OtherNetwork(found=chain_of(shown), wanted=ledger.network.id)
    paid = proof or receipt.preimage is not None
    if receipt.preimage is not None:
        found = sha256(receipt.preimage).digest()
        if found != shown.payment_hash:
            raise PreimageMismatch(found=found.hex(), wanted=shown.payment_hash.hex())
    checks: "tuple[str, ...]" = (PREIMAGE,) if paid else ()
    if _is_open(shown, clock, paid):
        checks += (EXPIRY,)
    else:
        skipped += (EXPIRY,)
    payee = shown.signer()
    checks += (INVOICE, PAYER) if proof else (INVOICE,)
    trust, held, unheld = ledger.trust.judge(payee, getattr(shown, "records", None), not proof)
    skipped += unheld
    missing: "tuple[str, ...]" = () if paid else (PREIMAGE,)
    if trust == NOBODY:
        missing += (TRUSTED,)
    if paid:
        skipped += UNKNOWN if proof else (PAYER,) + UNKNOWN
    finality = Revealed(shown.created or 0) if paid else None
    fields = (ledger.network.id, Payment(shown, payee, paid), None, finality, checks + held, skipped, trust)
    return NotYet(*fields, missing) if missing else Proved(*fields)


def _receipt(ledger: "Receipts", data: "bytes | memoryview") -> "Receipt":
    if not envelope.is_envelope(data):
        return receipts.parse(data)
    found = envelope.parse(data)
    if found.ledger != ledger.network.id:
        raise OtherNetwork(found=found.ledger, wanted=ledger.network.id)
    return receipts.opened(found)


def _is_open(shown: "Any", clock: "int | None", paid: bool) -> bool:
    """Return whether an invoice could be paid at `clock`, False where that cannot be said.

    Raises InvoiceTooNew, and InvoiceExpired for one that was not paid.
    """
    if clock is None or shown.created is None:
        return False
    if shown.created > clock + MAX_AHEAD:
        raise InvoiceTooNew(created=shown.created, clock=clock)
    if shown.expires is None:
        return False
    if clock > shown.expires and not paid:
        raise InvoiceExpired(expires=shown.expires, clock=clock)
    return bool(clock <= shown.expires)
