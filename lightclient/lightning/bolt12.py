"""Invoices of BOLT12: records that the payee signed, those of the offer and of the request among them.

Source: BOLT12.
"""

from lightclient.lightning import features, merkle, paths, records, text
from lightclient.lightning.errors import BadRecord, InvoiceSignatureInvalid, OtherAmount, OtherNode
from lightclient.lightning.records import Records

PREFIX = "lni"
DEFAULT_EXPIRY = 7200  # seconds


class Invoice:
    """A BOLT12 invoice; `signer` says whether its signature holds.

    records           all its records
    chain             the genesis hash of the chain on which it is paid, None for Bitcoin's
    amount            millisatoshis that are asked for
    created, expires  Unix seconds
    payment_hash      32 bytes
    description       text or None
    node              the payee's key, 33 bytes
    payer             the key, 33 bytes, that asked for the invoice and can prove it; None if nobody asked
    digest            32 bytes, the root over the records
    """

    currency = None  # in BOLT12 it is the chain

    def __init__(self, data: bytes) -> None:
        """Raises MissingField, BadRecord, UnknownFeature, OtherAmount, OtherNode, and what Records raises."""
        self.records = found = Records(data, records.INVOICE, "the invoice")
        self.chain = found.value(records.CHAIN)
        self.payment_hash = found.needed(records.PAYMENT_HASH, "payment hash")
        self.node = found.needed(records.NODE, "node")
        self.amount = int.from_bytes(found.needed(records.AMOUNT, "amount"), "big")
        self.created = int.from_bytes(found.needed(records.CREATED, "time"), "big")
        expiry = found.number(records.EXPIRY)
        self.expires = self.created + (DEFAULT_EXPIRY if expiry is None else expiry)
        self.description = found.text(records.DESCRIPTION)
        self.payer = found.value(records.PAYER)
        self._signature = found.needed(records.SIGNATURE, "signature")
        features.check_bytes(found.value(records.FEATURES), (features.PARTS,), "the invoice")
        found.needed(records.PATHS, "paths")
        ways = len(found.paths(records.PATHS))
        if paths.count_payinfo(found.needed(records.PAYINFO, "costs of its paths")) != ways:
            raise BadRecord(type=records.PAYINFO, why="it has not as many entries as there are paths")
        asked = found.number(records.AMOUNT_ASKED)
        if asked is not None and asked != self.amount:
            raise OtherAmount(found=self.amount, wanted=asked)
        self._check_node()
        self.digest = merkle.root(found.stream)

    def _check_node(self) -> None:
        """Raise OtherNode unless the invoice is by a key that the offer in it names, if there is one."""
        issuer = self.records.value(records.ISSUER_ID)
        keys = [way.points[-1] for way in self.records.paths(records.OFFER_PATHS)] if issuer is None else [issuer]
        if keys and self.node not in keys:
            raise OtherNode(found=self.node.hex())

    def signer(self) -> bytes:
        """Return the payee's key, 33 bytes, which signed the invoice. Raises InvoiceSignatureInvalid."""
        if not merkle.verify(self.digest, b"invoice", b"signature", self.node, self._signature):
            raise InvoiceSignatureInvalid()
        return self.node


def parse(data: str) -> Invoice:
    """Return the invoice that a text holds. Raises what `text.parse` and Invoice raise."""
    return Invoice(text.parse(data, PREFIX))
