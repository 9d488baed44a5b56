"""The records of offers, invoices and payer proofs: their types, and what their values may be.

Source: BOLT12.
"""

from lightclient.codec.cbor import text as utf8
from lightclient.lightning import paths, tlv
from lightclient.lightning.errors import BadRecord, ForeignRecord, MissingField, UnknownRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.lightning.paths import Path

METADATA = 0  # of the request, which no payer proof shows
CHAINS, CURRENCY, OFFER_AMOUNT, DESCRIPTION, OFFER_FEATURES = 2, 6, 8, 10, 12
OFFER_EXPIRY, OFFER_PATHS, ISSUER, QUANTITY_MAX, ISSUER_ID = 14, 16, 18, 20, 22
CHAIN, AMOUNT_ASKED, QUANTITY, PAYER, PAYER_NOTE, REQUEST_PATHS = 80, 82, 86, 88, 89, 90
PATHS, PAYINFO, CREATED, EXPIRY, PAYMENT_HASH, AMOUNT, FEATURES, NODE = 160, 162, 164, 166, 168, 170, 174, 176
SIGNATURE, PAYER_SIGNATURE = 240, 241
PREIMAGE, OMITTED, MISSING, NONCES, NOTE = 1001, 1002, 1003, 1004, 1005

# Which types each of them may have, from and to.
OFFER = ((1, 79), (1_000_000_000, 1_999_999_999))
INVOICE = ((0, SIGNATURE), (1_000_000_000, 3_999_999_999))
PROOF = ((1, PAYER_SIGNATURE), (1001, 3_999_999_999))

HASHES, TEXTS = (CHAINS, MISSING, NONCES), (CURRENCY, DESCRIPTION, ISSUER, PAYER_NOTE, NOTE)
SIZES = {CHAIN: 32, PAYMENT_HASH: 32, PREIMAGE: 32, SIGNATURE: 64, PAYER_SIGNATURE: 64, CURRENCY: 3}
NUMBERS = {OFFER_AMOUNT: 8, OFFER_EXPIRY: 8, QUANTITY_MAX: 8, AMOUNT_ASKED: 8, QUANTITY: 8, CREATED: 8, EXPIRY: 4}
NUMBERS[AMOUNT] = 8
POINTS, WAYS = (ISSUER_ID, PAYER, NODE), (OFFER_PATHS, REQUEST_PATHS, PATHS)
# Read where they are used; 4, metadata of the offer, 84, features of the request, and 172, fallbacks, are not.
REST = (METADATA, 4, OFFER_FEATURES, 84, PAYINFO, 172, FEATURES, OMITTED)


class Records:
    """A stream of records whose values are what their types say.

    stream  them all, in order
    """

    def __init__(self, data: bytes, types: "tuple[tuple[int, int], ...]", what: str) -> None:
        """types: which there may be. what: the name of the stream in errors.

        Raises ForeignRecord, UnknownRecord, BadRecord, BadText, TooLarge, Truncated, NonCanonical.
        """
        self.what = what
        self.stream = tlv.parse(data)
        self._values: "dict[int, bytes]" = {}
        for record in self.stream:
            type_ = record.type
            if not is_of(type_, types):
                raise ForeignRecord(type=type_, what=what)
            self._values[type_] = record.value
            _check(type_, record.value)

    def value(self, type_: int) -> "bytes | None":
        return self._values.get(type_)

    def needed(self, type_: int, field: str) -> bytes:
        """Return the value of a record that must be there. Raises MissingField."""
        found = self._values.get(type_)
        if found is None:
            raise MissingField(what=self.what, field=field)
        return found

    def number(self, type_: int) -> "int | None":
        found = self._values.get(type_)
        return None if found is None else int.from_bytes(found, "big")

    def text(self, type_: int) -> "str | None":
        found = self._values.get(type_)
        return None if found is None else utf8(found)

    def paths(self, type_: int) -> "list[Path]":
        found = self._values.get(type_)
        return [] if found is None else paths.parse(type_, found)


def is_of(type_: int, types: "tuple[tuple[int, int], ...]") -> bool:
    """Return whether a type is one of those from and to."""
    return any(low <= type_ <= high for low, high in types)


def hashes(value: bytes) -> "list[bytes]":
    """Return the hashes of a record of them."""
    return [value[at : at + 32] for at in range(0, len(value), 32)]


def _check(type_: int, value: bytes) -> None:
    """Raise an error unless a value is what its type says."""
    size = SIZES.get(type_, len(value))
    if len(value) != size:
        raise BadRecord(type=type_, why="it has " + str(len(value)) + " bytes, not " + str(size))
    if type_ in TEXTS:
        utf8(value)
    elif type_ in HASHES:
        if len(value) % 32:
            raise BadRecord(type=type_, why="it is no list of hashes")
    elif type_ in NUMBERS:
        if len(value) > NUMBERS[type_] or value[:1] == b"\0":
            raise BadRecord(type=type_, why="it is no number in its shortest form")
    elif type_ in POINTS:
        paths.point(type_, value)
    elif type_ in WAYS:
        paths.parse(type_, value)
    elif not type_ & 1 and type_ not in SIZES and type_ not in REST:
        raise UnknownRecord(type=type_)
