"""What clients and gateways say to each other, version 1. docs/protocol.md has the CDDL and the topics.

    request    [id, kind, limit, argument]    limit: bytes of response that the client can take
    response   [id, status, body]             body: as the kind says, or text that explains the status

What the bodies hold is the ledger's business; here is only the envelope.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema

VERSION = 1
RUN, PROOF, TRANSACTION, HEADER, FILTER, BROADCAST, WATCH = range(1, 8)
OK, NOT_FOUND, TOO_LARGE, BUSY, BAD_REQUEST, UNSUPPORTED, UNAVAILABLE = range(7)

SEEN, MINED = 1, 2  # what a watcher is told of: [event, txid, height or null, transaction or null]

MAX_UINT32 = 0xFFFFFFFF
MAX_REQUEST = 128 * 1024  # bytes: a broadcast of the largest transaction that nodes relay
MAX_MESSAGE = 4096  # bytes, unless the client asked for more
MAX_ITEMS = 64
MAX_LOCATOR = 64  # blocks
MAX_STATUS_TEXT = 200  # characters


def request(number: int, kind: int, limit: int, argument: object) -> bytes:
    return encode([number, kind, limit, argument])


def parse_request(data: bytes) -> "tuple[int, int, int, Any]":
    """Return (id, kind, limit, argument). Raises BadSchema and what `cbor.decode` raises."""
    fields = decode(data, MAX_ITEMS)
    if not isinstance(fields, list) or len(fields) != 4 or not all(is_uint(field, MAX_UINT32) for field in fields[:3]):
        raise BadSchema("request", "not [id, kind, limit, argument]")
    return fields[0], fields[1], fields[2], fields[3]


def response(number: int, status: int, body: object) -> bytes:
    return encode([number, status, body])


def parse_response(data: "bytes | memoryview") -> "tuple[int, int, Any]":
    """Return (id, status, body); slices of `data` keep its type. Raises BadSchema and what `cbor.decode` raises."""
    fields = decode(data, MAX_ITEMS)
    if not isinstance(fields, list) or len(fields) != 3 or not all(is_uint(field, MAX_UINT32) for field in fields[:2]):
        raise BadSchema("response", "not [id, status, body]")
    if fields[1] != OK and (not isinstance(fields[2], str) or len(fields[2]) > MAX_STATUS_TEXT):
        raise BadSchema("response", "the reason of a refusal is not a short text")
    return fields[0], fields[1], fields[2]


def presence(up: bool) -> bytes:
    """Return what stands on a gateway's status topic."""
    return encode([VERSION, up])


def locator(blocks: "list[tuple[int, bytes]]") -> bytes:
    """Return (height, hash) pairs as the argument of a RUN request: 36 bytes each, heights big-endian."""
    return b"".join([height.to_bytes(4, "big") + block_hash for height, block_hash in blocks[:MAX_LOCATOR]])


def parse_locator(data: "Any") -> "list[tuple[int, bytes]]":
    """Return the (height, hash) pairs of a locator. Raises BadSchema."""
    if not isinstance(data, bytes) or len(data) % 36 or not 0 < len(data) <= 36 * MAX_LOCATOR:
        raise BadSchema("locator", "not 1 to 64 heights and hashes of 36 bytes")
    return [(int.from_bytes(data[i : i + 4], "big"), data[i + 4 : i + 36]) for i in range(0, len(data), 36)]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
