"""SHA-1, by hashlib where that has it, for formats that name it. It resists no collisions; see where it is used.

Source: RFC 3174.
"""

import hashlib

from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIZE = 20  # bytes of a hash
BLOCK = 64
START = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)
ADDED = (0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6)  # in each 20 of the steps
_MASK = 0xFFFFFFFF


def sha1(data: bytes) -> bytes:
    """Return 20 bytes."""
    if _native:
        digest: bytes = _native(data).digest()
        return digest
    return _hashed(data)


def _hashed(data: bytes) -> bytes:
    data = data + b"\x80" + bytes(-(len(data) + 9) % BLOCK) + (8 * len(data)).to_bytes(8, "big")
    state: "tuple[int, ...]" = START
    for start in range(0, len(data), BLOCK):
        state = _compressed(state, data[start : start + BLOCK])
    return b"".join([word.to_bytes(4, "big") for word in state])


def _compressed(state: "tuple[int, ...]", block: bytes) -> "tuple[int, ...]":
    """Return the five words of the state after one block."""
    words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, BLOCK, 4)]
    a, b, c, d, e = state
    for step in range(80):
        if step >= 16:
            word = words[step - 3 & 15] ^ words[step - 8 & 15] ^ words[step - 14 & 15] ^ words[step & 15]
            words[step & 15] = (word << 1 | word >> 31) & _MASK
        part = step // 20
        if part == 0:
            mixed = b & c | ~b & d
        elif part == 2:
            mixed = b & c | b & d | c & d
        else:
            mixed = b ^ c ^ d
        mixed += (a << 5 | a >> 27) + e + words[step & 15] + ADDED[part]
        a, b, c, d, e = mixed & _MASK, a, (b << 30 | b >> 2) & _MASK, c, d
    return tuple([old + new & _MASK for old, new in zip(state, (a, b, c, d, e))])  # noqa: B905 - see portability


_native: "Any" = getattr(hashlib, "sha1", None)
try:
    if _native:
        _native(b"")
except ValueError:  # a host that forbids it
    _native = None
BACKEND = "hashlib" if _native else "python"
if _hashed(b"abc")[:8] != b"\xa9\x99\x3e\x36\x47\x06\x81\x6a":
    raise SelfTestFailed("SHA-1 (python)")
