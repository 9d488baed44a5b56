"""What is refused in invoices, offers, payer proofs and receipts, and what may be trusted of a payee."""

from lightclient.errors import InvalidProof, LightClientError, Malformed

# -- what does not decode


class NotReceipt(Malformed):
    """the text is no receipt of Lightning: {why}"""


class BadContinuation(Malformed):
    """the + at {index} does not stand between two characters of the text"""


class WrongPrefix(Malformed):
    """the text begins with {found!r}, wanted {wanted!r}"""


class BadInvoice(Malformed):
    """the invoice cannot be read: {why}"""


class BadAmount(Malformed):
    """the amount {amount!r} of the invoice cannot be read: {why}"""


class DoubledField(Malformed):
    """field {field!r} of the invoice is there twice"""


class MissingField(Malformed):
    """{what} has no {field}"""


class UnknownFeature(Malformed):
    """{what} demands feature {bit}, which is not known here"""


class MissingFeature(Malformed):
    """the invoice has feature {bit} without feature {needs}, on which it depends"""


class UnknownRecord(Malformed):
    """record {type} is not known here, and its even number says that it must be"""


class ForeignRecord(Malformed):
    """record {type} has no place in {what}"""


class BadRecord(Malformed):
    """record {type} cannot be read: {why}"""


class BadMarker(Malformed):
    """marker {marker} of the payer proof is not allowed where it stands: {why}"""


# -- what does not hold


class OtherNetwork(InvalidProof):
    """the receipt is of {found}, wanted {wanted}"""


class InvoiceSignatureInvalid(InvalidProof):
    """the invoice is not signed by its payee"""


class PayerSignatureInvalid(InvalidProof):
    """the payer proof is not signed by the payer whom the invoice names"""


class PreimageMismatch(InvalidProof):
    """the preimage is of payment hash {found}, the invoice has {wanted}"""


class UnknownPayee(InvalidProof):
    """the payee {payee} is not one that is trusted here"""


class InvoiceExpired(InvalidProof):
    """the invoice expired at {expires}, the clock says {clock}, and nothing shows that it was paid"""


class InvoiceTooNew(InvalidProof):
    """the invoice was made at {created}, more than two hours after the clock ({clock}): is the clock right?"""


class OtherNode(InvalidProof):
    """the invoice is signed by {found}, whom its offer does not name"""


class OtherAmount(InvalidProof):
    """the invoice is of {found} msat, {wanted} msat were asked for"""


class OtherOffer(InvalidProof):
    """record {type} is not the one of the offer that is trusted"""


class HashCount(InvalidProof):
    """the payer proof does not have exactly the {what} hashes that its records take"""


# -- trust


class BadTrust(LightClientError):
    """line {line} of what is trusted cannot be used: {why}"""
