"""Invoices of BOLT11: text in bech32 that its payee signed.

The data are groups of 5 bits: a time of 7 groups, fields of a type, a length of 2 groups and so many groups, and 104
groups of a signature, with the number that recovers its key. A field of an unknown type is passed over, and is signed
all the same.

Source: BOLT11.
"""

from hashlib import sha256

from lightclient.bitcoin.bech32 import ALPHABET, BECH32, decode, octets
from lightclient.bitcoin.more_errors import BadChecksum
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import TooLarge
from lightclient.crypto import backend
from lightclient.crypto.errors import BadSignature, InvalidKey
from lightclient.lightning import amount, features
from lightclient.lightning.errors import BadInvoice, DoubledField, InvoiceSignatureInvalid, MissingField

MAX_TEXT = 7089  # characters: as many as the largest QR code holds
TIME_GROUPS, HEAD_GROUPS, SIGNATURE_GROUPS = 7, 3, 104
HASH_GROUPS, KEY_GROUPS = 52, 53
HASH, SECRET, DESCRIPTION, NODE, DESCRIPTION_HASH, EXPIRY, FEATURES = "p", "s", "d", "n", "h", "x", "9"
LENGTHS = {HASH: HASH_GROUPS, SECRET: HASH_GROUPS, DESCRIPTION_HASH: HASH_GROUPS, NODE: KEY_GROUPS}
READ = (DESCRIPTION, EXPIRY, FEATURES) + tuple(LENGTHS)  # what else there is only helps to find a way to the payee
DEFAULT_EXPIRY = 3600  # seconds
MAX_EXPIRY_GROUPS = 12


class Invoice:
    """A BOLT11 invoice; `signer` says whether its signature holds.

    currency          the prefix of its chain for addresses, such as bc
    amount            millisatoshis that are asked for, None where the payer decides
    created, expires  Unix seconds
    payment_hash      32 bytes
    description       text, or None where there is only the hash of one: `description_hash`, 32 bytes
    node              the payee's key, 33 bytes, where the invoice names it; else the signature does
    digest            32 bytes, what is signed
    signature         64 bytes, and `recovery`, the number that recovers the key from it
    """

    chain = payer = None  # are not named

    def __init__(self, prefix: str, groups: bytes) -> None:
        """Raises BadInvoice, MissingField, and what `amount.parse` and the fields raise."""
        self.currency, self.amount = amount.parse(prefix)
        end = len(groups) - SIGNATURE_GROUPS
        if end < TIME_GROUPS:
            raise BadInvoice(why="it is too short for a time and a signature")
        signature = octets(groups[end:])
        self.signature, self.recovery = signature[:64], signature[64]
        signed = groups[:end] + bytes(-end % 8)  # whole bytes, of which those that are zeros alone are cut off
        self.digest = sha256(prefix.encode() + octets(signed)[: (5 * end + 7) // 8]).digest()
        fields = _fields(groups[:end])
        self.created = _number(groups[:TIME_GROUPS])
        expiry = fields.get(EXPIRY, b"")
        if len(expiry) > MAX_EXPIRY_GROUPS:
            raise TooLarge("the number of groups of the expiry", len(expiry), MAX_EXPIRY_GROUPS)
        self.expires = self.created + (_number(expiry) if EXPIRY in fields else DEFAULT_EXPIRY)
        bits = _number(fields.get(FEATURES, b""))
        features.check(bits, features.INVOICE, "the invoice")
        features.check_dependencies(bits)
        for letter, field in ((HASH, "payment hash"), (SECRET, "payment secret")):
            if letter not in fields:
                raise MissingField(what="the invoice", field=field)
        if (DESCRIPTION in fields) == (DESCRIPTION_HASH in fields):
            raise BadInvoice(why="it has not one of description and description hash")
        self.payment_hash = octets(fields[HASH])
        self.description = utf8(octets(fields[DESCRIPTION])) if DESCRIPTION in fields else None
        self.description_hash = octets(fields[DESCRIPTION_HASH]) if DESCRIPTION_HASH in fields else None
        self.node = octets(fields[NODE]) if NODE in fields else None

    def signer(self) -> bytes:
        """Return the payee's key, 33 bytes, which signed the invoice. Raises InvoiceSignatureInvalid.

        A key that the invoice names has signed with a low s; recovering one takes either.
        """
        try:
            if self.node is None:
                return backend.current().recover(self.digest, self.signature, self.recovery)
            if backend.current().verify(self.node, self.digest, self.signature, low_s=True):
                return self.node
        except (InvalidKey, BadSignature):
            pass  # no key has made it
        raise InvoiceSignatureInvalid()


def parse(text: str) -> Invoice:
    """Return the invoice that a text holds, in upper or lower case.

    Raises what `bech32.decode` raises, TooLarge for a text of over MAX_TEXT characters, and what Invoice raises.
    """
    if len(text) > MAX_TEXT:
        raise TooLarge("the number of characters of the invoice", len(text), MAX_TEXT)
    prefix, groups, variant = decode(text, MAX_TEXT)
    if variant != BECH32:
        raise BadChecksum()
    return Invoice(prefix, groups)


def _fields(groups: bytes) -> "dict[str, bytes]":
    """Return the groups of each field that is read, by its letter. Raises BadInvoice, DoubledField."""
    found: "dict[str, bytes]" = {}
    at = TIME_GROUPS
    while at < len(groups):
        if len(groups) - at < HEAD_GROUPS:
            raise BadInvoice(why="it ends within a field")
        letter = ALPHABET[groups[at]]
        start = at + HEAD_GROUPS
        at = start + (groups[at + 1] << 5 | groups[at + 2])
        if at > len(groups):
            raise BadInvoice(why="field '" + letter + "' is longer than what is left")
        if letter not in READ:
            continue
        if at - start != LENGTHS.get(letter, at - start):
            raise BadInvoice(
                why="field '" + letter + "' has " + str(at - start) + " groups, not " + str(LENGTHS[letter])
            )
        if letter in found:
            raise DoubledField(field=letter)
        found[letter] = groups[start:at]
    return found


def _number(groups: bytes) -> int:
    value = 0
    for group in groups:
        value = value << 5 | group
    return value
