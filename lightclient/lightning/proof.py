"""Payer proofs of BOLT12: whoever asked for an invoice shows that it was paid, and of the invoice what they choose.

What is left out of the invoice is shown as hashes of its tree. A marker stands where each record was left out: one
more than the record or marker before it, so that it tells nothing. The request's metadata are always left out.

Source: BOLT12.
"""

from hashlib import sha256

from lightclient.codec.errors import TooLarge
from lightclient.codec.reader import Reader
from lightclient.lightning import merkle, records, text, tlv
from lightclient.lightning.errors import (
    BadMarker,
    HashCount,
    InvoiceSignatureInvalid,
    PayerSignatureInvalid,
    PreimageMismatch,
)
from lightclient.lightning.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.lightning.tlv import Record

PREFIX = "lnp"
LAST, NEXT, END = 239, 1_000_000_000, 3_999_999_999
SIGNED = ((0, LAST), (NEXT, END))  # types of what the payee signed; between are signatures and the proof's own records


class PayerProof:
    """A payer proof; `signer` says whether its signatures hold.

    records       all its records
    payment_hash  32 bytes, and `preimage`, which has this hash
    node, payer   the keys, 33 bytes, of the payee and of whoever asked for the invoice
    note          what the payer writes to the reader, or None
    digest        the root over the records of the invoice, which the payee signed

    Of what the payer did not show, these are None: chain, amount, created, expires, description.
    """

    currency = None  # in BOLT12 it is the chain

    def __init__(self, data: bytes) -> None:
        """Raises MissingField, PreimageMismatch, BadMarker, HashCount, and what Records raises."""
        self.records = found = Records(data, records.PROOF, "the payer proof")
        self.payer = found.needed(records.PAYER, "payer")
        self.payment_hash = found.needed(records.PAYMENT_HASH, "payment hash")
        self.node = found.needed(records.NODE, "node")
        self._signature = found.needed(records.SIGNATURE, "signature")
        self._own = found.needed(records.PAYER_SIGNATURE, "signature of the payer")
        self.preimage = found.needed(records.PREIMAGE, "preimage")
        missing = records.hashes(found.needed(records.MISSING, "missing hashes"))
        nonces = records.hashes(found.needed(records.NONCES, "leaf hashes"))
        if sha256(self.preimage).digest() != self.payment_hash:
            raise PreimageMismatch(found=sha256(self.preimage).digest().hex(), wanted=self.payment_hash.hex())
        self.chain = found.value(records.CHAIN)
        self.amount = found.number(records.AMOUNT)
        self.created = found.number(records.CREATED)
        expiry = found.number(records.EXPIRY)
        self.expires = None if self.created is None or expiry is None else self.created + expiry
        self.description = found.text(records.DESCRIPTION)
        self.note = found.text(records.NOTE)
        shown = [each for each in found.stream if records.is_of(each.type, SIGNED)]
        markers = _markers(found.value(records.OMITTED) or b"", [each.type for each in shown])
        if len(nonces) != len(shown):
            raise HashCount(what="leaf")
        self.digest = merkle.rebuilt(_leaves(shown, nonces, markers), missing)

    def signer(self) -> bytes:
        """Return the payee's key, 33 bytes, which signed the invoice; the payer signed the proof.

        Raises InvoiceSignatureInvalid, PayerSignatureInvalid.
        """
        if not merkle.verify(self.digest, b"invoice", b"signature", self.node, self._signature):
            raise InvoiceSignatureInvalid()
        root = merkle.root(self.records.stream)
        if not merkle.verify(root, b"payer_proof", b"proof_signature", self.payer, self._own):
            raise PayerSignatureInvalid()
        return self.node


def parse(data: str) -> PayerProof:
    """Return the payer proof that a text holds. Raises what `text.parse` and PayerProof raise."""
    return PayerProof(text.parse(data, PREFIX))


def _markers(value: bytes, shown: "list[int]") -> "list[int]":
    """Return the markers of a record. Raises BadMarker, TooLarge, NonCanonical, Truncated."""
    reader = Reader(value)
    markers: "list[int]" = []
    after = [_following(type_) for type_ in shown]
    last = 0
    while reader.offset < len(value):
        marker = tlv.bigsize(reader)
        if marker <= last:
            raise BadMarker(marker=marker, why="it is not above the one before")
        if LAST < marker < NEXT or marker > END:
            raise BadMarker(marker=marker, why="no invoice has a record of this number")
        if marker in shown:
            raise BadMarker(marker=marker, why="the record of this number is shown")
        if marker != _following(last) and marker not in after:
            raise BadMarker(marker=marker, why="it follows neither the marker before nor a record that is shown")
        if len(markers) + len(shown) == tlv.MAX_RECORDS:
            raise TooLarge("the number of records of the invoice", tlv.MAX_RECORDS + 1, tlv.MAX_RECORDS)
        markers.append(marker)
        last = marker
    return markers


def _following(number: int) -> int:
    """Return the marker after a marker or a record."""
    return NEXT if LAST <= number < NEXT else number + 1


def _leaves(shown: "list[Record]", nonces: "list[bytes]", markers: "list[int]") -> "list[bytes | None]":
    """Return the leaves of the invoice's tree, None for each that was left out, as the first one always is."""
    places = [(0, -1)] + [(marker, -1) for marker in markers]
    places += [(shown[at].type, at) for at in range(len(shown))]
    return [merkle.leaf(shown[at], nonces[at]) if at >= 0 else None for _, at in sorted(places)]
