"""Receipts: an invoice and the preimage that its payee gives away for the payment, or a payer proof, which has both.

As people paste them: the text of the invoice, as it is or behind "lightning:", and 64 hex digits of the preimage, in
any order and with white space between; or the text of a payer proof alone.

Bodies of evidence, in CBOR but for that of payer proofs, which are their records:

bolt11        [the invoice's text, preimage or null]
bolt12        [the invoice's records, preimage or null]
payer-proof
"""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import BadSchema
from lightclient.evidence import envelope
from lightclient.evidence.errors import UnknownForm
from lightclient.lightning import text
from lightclient.lightning.errors import NotReceipt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BOLT11, BOLT12, PAYER_PROOF = "bolt11", "bolt12", "payer-proof"
FORMS = (BOLT11, BOLT12, PAYER_PROOF)
SCHEME = "lightning:"
PREIMAGE_SIZE = 32
# What the texts of BOLT12 begin with, up to the separator; those of BOLT11 begin with ln and the prefix of a chain.
INVOICE, PROOF, OTHERS = "lni", "lnp", ("lno", "lnr")


class Receipt:
    """form: one of FORMS. shown: the text of a BOLT11 invoice, else records, bytes. preimage: 32 bytes or None."""

    __slots__ = ("form", "preimage", "shown")

    def __init__(self, form: str, shown: "str | bytes", preimage: "bytes | None") -> None:
        self.form = form
        self.shown = shown
        self.preimage = preimage

    def read(self) -> "Any":
        """Return the invoice of BOLT11 or BOLT12, or the payer proof. Raises what those raise."""
        if self.form == BOLT11:
            from lightclient.lightning import bolt11  # each of them costs a board memory

            return bolt11.parse(self.shown)  # type: ignore[arg-type]
        if self.form == BOLT12:
            from lightclient.lightning import bolt12

            return bolt12.Invoice(self.shown)  # type: ignore[arg-type]
        from lightclient.lightning import proof

        return proof.PayerProof(self.shown)  # type: ignore[arg-type]

    def serialize(self, ledger: str) -> bytes:
        """Return the receipt as evidence in an envelope. ledger: the id of its network."""
        body = self.shown if self.form == PAYER_PROOF else encode([self.shown, self.preimage])
        return envelope.Envelope(ledger, self.form, body).serialize()  # type: ignore[arg-type]


def is_receipt(data: "bytes | memoryview") -> bool:
    """Return whether `data` begins as a receipt that somebody pasted may, and no other evidence does."""
    start = bytes(data[:256])
    if not all(byte < 0x80 for byte in start):
        return False
    return any(word[:2] in (b"ln", b"l+", b"li") for word in start.lower().split()[:2])


def parse(data: "bytes | memoryview") -> Receipt:
    """Return the receipt that somebody pasted.

    Raises NotReceipt, and what `text.joined` and `text.parse` raise.
    """
    for byte in bytes(data):
        # Interpreters do not agree on what else is white space.
        if not 0x21 <= byte <= 0x7E and chr(byte) not in text.SPACES:
            raise NotReceipt(why="it is not plain text of ASCII")
    words = text.joined(utf8(data).strip()).split()
    shown = preimage = None
    for word in words:
        if word.lower().startswith(SCHEME):
            word = word[len(SCHEME) :]
        if word[:2].lower() == "ln" and shown is None:
            shown = word
        elif len(word) == 2 * PREIMAGE_SIZE and preimage is None:
            preimage = _preimage(word)
        else:
            raise NotReceipt(why="it is more than an invoice and 64 hex digits of a preimage")
    if shown is None:
        raise NotReceipt(why="there is no invoice and no payer proof")
    prefix = shown[: max(shown.rfind("1"), 0)].lower()
    if prefix in OTHERS:
        raise NotReceipt(why="an offer and a request for an invoice are signed by no payee")
    if prefix == PROOF:
        if preimage is not None:
            raise NotReceipt(why="a payer proof brings its own preimage")
        return Receipt(PAYER_PROOF, text.parse(shown, PROOF), None)
    if prefix == INVOICE:
        return Receipt(BOLT12, text.parse(shown, INVOICE), preimage)
    return Receipt(BOLT11, shown, preimage)


def opened(found: "envelope.Envelope") -> Receipt:
    """Return the receipt in an envelope. Raises UnknownForm, BadSchema, and what `cbor.decode` raises."""
    if found.form not in FORMS:
        raise UnknownForm(ledger=found.ledger, form=found.form, known=", ".join(FORMS))
    body = bytes(found.body)
    if found.form == PAYER_PROOF:
        return Receipt(PAYER_PROOF, body, None)
    fields = decode(body, 3)
    wanted = str if found.form == BOLT11 else bytes
    if not isinstance(fields, list) or len(fields) != 2 or not isinstance(fields[0], wanted):
        raise BadSchema("evidence", "not [invoice, preimage]")
    shown, preimage = fields
    if preimage is not None and (not isinstance(preimage, bytes) or len(preimage) != PREIMAGE_SIZE):
        raise BadSchema("evidence", "the preimage is not 32 bytes or null")
    return Receipt(found.form, shown, preimage)


def _preimage(word: str) -> bytes:
    try:
        return bytes.fromhex(word)
    except ValueError:
        raise NotReceipt(why="the preimage is not hex")
