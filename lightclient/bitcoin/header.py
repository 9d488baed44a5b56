"""The 80-byte block header: a view by offsets, never a dictionary.

    offset  0  version       int32, signed
            4  prev_hash     32 bytes, internal order
           36  merkle_root   32 bytes, internal order
           68  time          uint32, Unix seconds
           72  bits          uint32, compact target
           76  nonce         uint32

All integers little-endian. Source: Bitcoin Core primitives/block.h.
"""

from struct import pack

from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.crypto.hashes import sha256d

SIZE = 80
LAYOUT = "<i32s32sIII"


def hash_of(header: bytes) -> bytes:
    """Return the block hash: 32 bytes in internal order."""
    return sha256d(header)


def prev_hash_of(header: bytes) -> bytes:
    return header[4:36]


def merkle_root_of(header: bytes) -> bytes:
    return header[36:68]


def time_of(header: bytes) -> int:
    return int.from_bytes(header[68:72], "little")


def bits_of(header: bytes) -> int:
    return int.from_bytes(header[72:76], "little")


def serialize(version: int, prev_hash: bytes, merkle_root: bytes, time: int, bits: int, nonce: int) -> bytes:
    """Return the 80 bytes of a header; hashes in internal order."""
    return pack(LAYOUT, version, prev_hash, merkle_root, time, bits, nonce)


def check_size(header: bytes) -> None:
    """Raise Truncated or TrailingBytes unless `header` is 80 bytes."""
    if len(header) < SIZE:
        raise Truncated(SIZE, 0)
    if len(header) > SIZE:
        raise TrailingBytes(len(header) - SIZE)


def split(data: bytes) -> "list[bytes]":
    """Cut a run of raw headers into single ones. Raises Truncated if the last one is not whole."""
    if len(data) % SIZE:
        raise Truncated(SIZE, len(data) - len(data) % SIZE)
    return [data[i : i + SIZE] for i in range(0, len(data), SIZE)]


def display(block_hash: bytes) -> str:
    """Return a hash in display order: reversed, in hex, as block explorers and RPC show it."""
    return bytes(reversed(block_hash)).hex()


def from_display(text: str) -> bytes:
    """Return the hash that `text` shows in display order. Raises ValueError if it is not 64 hex digits."""
    data = bytes.fromhex(text)  # which passes over spaces
    if len(text) != 64 or len(data) != 32:
        raise ValueError("a hash has 64 hex digits")
    return bytes(reversed(data))
