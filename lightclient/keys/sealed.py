"""The record of a keystore, version 1: what lies on a disk or in a board's flash. docs/formats.md describes it.

    ["LCK1", suite, cost, salt, nonce, ciphertext, tag]        in deterministic CBOR, at most 4 KB

Whoever has not got the passphrase can change nothing in it unseen: the first five fields, as an array of five, are
authenticated together with the ciphertext.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.keys import suite as suites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.keys.suite import Suite

MAGIC = "LCK1"
MAX_SIZE = 4096


class Head:
    """What is known before the passphrase is: the suite, what a guess costs, and two values that never come twice."""

    __slots__ = ("cost", "nonce", "salt", "suite")

    def __init__(self, suite: "Suite", cost: int, salt: bytes, nonce: bytes) -> None:
        self.suite = suite
        self.cost = cost
        self.salt = salt
        self.nonce = nonce

    def fields(self) -> "list[object]":
        return [MAGIC, self.suite.number, self.cost, self.salt, self.nonce]

    def seal(self, key: bytearray, plain: bytes) -> bytes:
        """Return the record. Raises TooLarge, CipherMissing."""
        sealed, tag = self.suite.seal(key, self.nonce, encode(self.fields()), plain)
        record = encode(self.fields() + [sealed, tag])
        if len(record) > MAX_SIZE:
            raise TooLarge("a keystore", len(record), MAX_SIZE)
        return record

    def unseal(self, key: bytearray, sealed: bytes, tag: bytes) -> bytes:
        """Return what was sealed. Raises WrongPassphrase, CipherMissing."""
        return self.suite.unseal(key, self.nonce, encode(self.fields()), sealed, tag)


def parse(record: bytes) -> "tuple[Head, bytes, bytes]":
    """Return the head, the ciphertext and the tag of a record.

    Raises TooLarge, BadSchema, UnknownSuite, CipherMissing, CostOutOfBounds and the errors of `cbor.decode`: whatever
    can be wrong before the passphrase is asked for, and before anything is computed.
    """
    if len(record) > MAX_SIZE:
        raise TooLarge("a keystore", len(record), MAX_SIZE)
    fields = decode(record, 16)
    if not isinstance(fields, list) or len(fields) != 7 or fields[0] != MAGIC:
        raise BadSchema("keystore", "not a version 1 keystore")
    number, cost, salt, nonce, sealed, tag = fields[1:]
    if not is_uint(number) or not is_uint(cost):
        raise BadSchema("keystore", "suite or cost is no number")
    suite = suites.load(number)
    suite.check_cost(cost)
    for value, size in ((salt, suites.SALT), (nonce, suite.nonce), (tag, suite.tag)):
        if not isinstance(value, bytes) or len(value) != size:
            raise BadSchema("keystore", "salt, nonce or tag has another size")
    if not isinstance(sealed, bytes):
        raise BadSchema("keystore", "the ciphertext is not bytes")
    return Head(suite, cost, salt, nonce), sealed, tag
