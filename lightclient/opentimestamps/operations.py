"""Operations: how one message of a proof follows from the one before it.

Source: python-opentimestamps, opentimestamps/core/op.py.
"""

from binascii import hexlify
from hashlib import sha256

from lightclient.codec.errors import TooLarge
from lightclient.codec.varint import read_varint, varint
from lightclient.opentimestamps.errors import BadMessage, EmptyOperand, NoDigest, UnknownOperation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.codec.reader import Reader

SHA1, RIPEMD160, SHA256, KECCAK256 = 0x02, 0x03, 0x08, 0x67
APPEND, PREPEND, REVERSE, HEXLIFY = 0xF0, 0xF1, 0xF2, 0xF3
NAMES = {
    SHA1: "sha1",
    RIPEMD160: "ripemd160",
    SHA256: "sha256",
    KECCAK256: "keccak256",
    APPEND: "append",
    PREPEND: "prepend",
    REVERSE: "reverse",
    HEXLIFY: "hexlify",
}
SIZES = {SHA1: 20, RIPEMD160: 20, SHA256: 32, KECCAK256: 32}  # bytes of what hash functions make
MAX_MESSAGE = 4096  # bytes, of whatever an operation takes or makes
# What a byte costs, relative to SHA-256, where no hashlib knows the function: on a board.
WEIGHTS = {SHA1: 64, RIPEMD160: 8, KECCAK256: 64}
BLOCK = 64  # bytes that the shortest message costs, too


class Operation:
    """tag: one of those above. operand: what is appended or prepended, empty for the others."""

    __slots__ = ("operand", "tag")

    def __init__(self, tag: int, operand: bytes = b"") -> None:
        self.tag = tag
        self.operand = operand

    @property
    def name(self) -> str:
        return NAMES[self.tag]

    @property
    def order(self) -> "tuple[int, bytes]":
        """What operations are sorted by, and equal by."""
        return self.tag, self.operand

    def cost(self, message: bytes) -> int:
        """Return the bytes of SHA-256 that `apply` is worth."""
        return (len(message) + len(self.operand) + BLOCK) * WEIGHTS.get(self.tag, 1)

    def apply(self, message: bytes) -> bytes:
        """Return the message that follows. Raises BadMessage for one that is too short or too long."""
        tag = self.tag
        least = 1 if tag in (REVERSE, HEXLIFY) else 0
        most = MAX_MESSAGE - len(self.operand)
        if tag == HEXLIFY:
            most = MAX_MESSAGE // 2
        if not least <= len(message) <= most:
            raise BadMessage(operation=self.name, size=len(message), least=least, most=most)
        if tag == SHA256:
            return sha256(message).digest()
        if tag == APPEND:
            return message + self.operand
        if tag == PREPEND:
            return self.operand + message
        if tag == REVERSE:
            return bytes(reversed(message))
        if tag == HEXLIFY:
            return hexlify(message)
        return digest(tag, message)

    def serialize(self) -> bytes:
        if self.tag in (APPEND, PREPEND):
            return bytes((self.tag,)) + varint(len(self.operand)) + self.operand
        return bytes((self.tag,))


def read_from(reader: "Reader", tag: int) -> Operation:
    """Read what follows an operation's tag.

    Raises UnknownOperation, EmptyOperand, TooLarge, NonCanonical, Truncated.
    """
    start = reader.offset - 1
    if tag not in NAMES:
        raise UnknownOperation(tag=tag, offset=start)
    if tag not in (APPEND, PREPEND):
        return Operation(tag)
    size = read_varint(reader)
    if size > MAX_MESSAGE:
        raise TooLarge("what is added to a message", size, MAX_MESSAGE)
    if not size:
        raise EmptyOperand(operation=NAMES[tag], offset=start)
    return Operation(tag, bytes(reader.take(size)))


def read_hash(reader: "Reader") -> int:
    """Read the tag of the hash function that made a file's digest. Raises UnknownOperation, NoDigest, Truncated."""
    tag = reader.u8()
    if tag not in NAMES:
        raise UnknownOperation(tag=tag, offset=reader.offset - 1)
    if tag not in SIZES:
        raise NoDigest(operation=NAMES[tag])
    return tag


def digest(tag: int, data: bytes) -> bytes:
    """Return the hash of data of any length; tag: one of SIZES."""
    if tag == SHA1:
        from lightclient.crypto.sha1 import sha1  # costs memory, as the next two do

        return sha1(data)
    if tag == RIPEMD160:
        from lightclient.crypto.ripemd160 import ripemd160

        return ripemd160(data)
    if tag == KECCAK256:
        from lightclient.crypto.keccak import keccak256

        return keccak256(data)
    return sha256(data).digest()
