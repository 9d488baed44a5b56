"""The frame of a checkpoint: one CBOR list, with a magic word before and a checksum behind.

    [magic, fields ..., checksum]

checksum: the first 8 bytes of SHA-256 over everything before it; it is there for flash that forgets a bit, not against
forgers.
"""

from hashlib import sha256

from lightclient.codec.cbor import ARRAY, BLOB, TEXT, decode, encode, head, is_uint
from lightclient.codec.cbor import BYTES as BYTES_HEAD
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import DamagedCheckpoint, EmptyCheckpoint, TextCheckpoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.kept import Recent

    Buffer = bytes | bytearray | memoryview

CHECKSUM = 8
HASH = 32
RECENT = 8 + HASH  # bytes of a height and a hash
MAX_RECENT = 1024  # and the trust anchor


def parts(magic: str, fields: "list[Any]") -> "list[bytes]":
    """Return the record in parts, for a board may have no room for it in one piece."""
    made = [_front(magic, len(fields))] + [encode(field) for field in fields] + [head(BYTES_HEAD, CHECKSUM)]
    hasher = sha256()
    for part in made:
        hasher.update(part)
    return made + [hasher.digest()[:CHECKSUM]]


def opened(data: "Buffer", record: str, magic: str, count: int) -> "list[Any]":
    """Return the fields between magic and checksum, so many.

    Raises EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, BadSchema, and what `cbor.decode` raises.
    """
    if not isinstance(data, BLOB) and not isinstance(data, bytearray):
        raise TextCheckpoint(record=record, kind=type(data).__name__)
    data = bytes(data)
    if not data:
        raise EmptyCheckpoint(record=record)
    if sha256(memoryview(data)[:-CHECKSUM]).digest()[:CHECKSUM] != data[-CHECKSUM:]:
        front = _front(magic, count)
        if sum([data[i] == front[i] for i in range(min(len(data), len(front)))]) >= len(front) - 1:
            raise DamagedCheckpoint(record=record, size=len(data))  # wherever the damage is, in its front too
        if all(byte in b"0123456789abcdefABCDEF \r\n" for byte in data):
            raise TextCheckpoint(record=record, kind="hex text")
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != count + 2 or fields[0] != magic:
        raise BadSchema("checkpoint", "not a checkpoint of this kind of ledger")
    check(isinstance(fields[-1], bytes) and len(fields[-1]) == CHECKSUM, "the checksum is not the last field")
    return fields[1:-1]


def pack(recent: "Recent") -> bytes:
    """Return heights, 8 bytes big-endian, and hashes of headers that were verified before, the newest last."""
    return b"".join([height.to_bytes(8, "big") + block_hash for height, block_hash in recent])


def unpack(recent: "Any") -> "Recent":
    """Raises BadSchema."""
    check(
        isinstance(recent, BLOB) and not len(recent) % RECENT and len(recent) <= RECENT * (MAX_RECENT + 1),
        "the recent headers are not heights and hashes",
    )
    places = range(0, len(recent), RECENT)
    return [(int.from_bytes(recent[i : i + 8], "big"), bytes(recent[i + 8 : i + RECENT])) for i in places]


def check(holds: bool, what: str) -> None:
    """Raise BadSchema unless something holds."""
    if not holds:
        raise BadSchema("checkpoint", what)


def check_uint(value: "Any", what: str, perhaps: bool = False) -> None:
    """Raise BadSchema unless a value is a number, or null where it may be."""
    check((perhaps and value is None) or is_uint(value), what)


def _front(magic: str, count: int) -> bytes:
    return head(ARRAY, count + 2) + head(TEXT, len(magic)) + magic.encode()
