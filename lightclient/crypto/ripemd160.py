"""RIPEMD-160, by hashlib where that has it. Source: Dobbertin, Bosselaers, Preneel, "RIPEMD-160" (1996).

OpenSSL 3 leaves it out unless told otherwise, and MicroPython does not know it. A block takes 0.007 million
instructions in machine code where that is installed (see crypto/machine), 0.05 million in viper on a 32-bit port;
BACKEND says which it is: "hashlib", "machine", "viper" or "python".
"""

import hashlib

from lightclient.crypto import viper
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

START = b"\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10\xf0\xe1\xd2\xc3"

STEPS = 160  # those of the left line, then those of the right line
CONSTANTS = (
    # For each step the word that goes in,
    b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
    b"\x07\x04\x0d\x01\x0a\x06\x0f\x03\x0c\x00\x09\x05\x02\x0e\x0b\x08"
    b"\x03\x0a\x0e\x04\x09\x0f\x08\x01\x02\x07\x00\x06\x0d\x0b\x05\x0c"
    b"\x01\x09\x0b\x0a\x00\x08\x0c\x04\x0d\x03\x07\x0f\x0e\x05\x06\x02"
    b"\x04\x00\x05\x09\x07\x0c\x02\x0a\x0e\x01\x03\x08\x0b\x06\x0f\x0d"
    b"\x05\x0e\x07\x00\x09\x02\x0b\x04\x0d\x06\x0f\x08\x01\x0a\x03\x0c"
    b"\x06\x0b\x03\x07\x00\x0d\x05\x0a\x0e\x0f\x08\x0c\x04\x09\x01\x02"
    b"\x0f\x05\x01\x03\x07\x0e\x06\x09\x0b\x08\x0c\x02\x0a\x00\x04\x0d"
    b"\x08\x06\x04\x01\x03\x0b\x0f\x00\x05\x0c\x02\x0d\x09\x07\x0a\x0e"
    b"\x0c\x0f\x0a\x04\x01\x05\x08\x07\x06\x02\x0d\x0e\x00\x03\x09\x0b"
    # how far to rotate,
    b"\x0b\x0e\x0f\x0c\x05\x08\x07\x09\x0b\x0d\x0e\x0f\x06\x07\x09\x08"
    b"\x07\x06\x08\x0d\x0b\x09\x07\x0f\x07\x0c\x0f\x09\x0b\x07\x0d\x0c"
    b"\x0b\x0d\x06\x07\x0e\x09\x0d\x0f\x0e\x08\x0d\x06\x05\x0c\x07\x05"
    b"\x0b\x0c\x0e\x0f\x0e\x0f\x09\x08\x09\x0e\x05\x06\x08\x06\x05\x0c"
    b"\x09\x0f\x05\x0b\x06\x08\x0d\x0c\x05\x0c\x0d\x0e\x0b\x08\x05\x06"
    b"\x08\x09\x09\x0b\x0d\x0f\x0f\x05\x07\x07\x08\x0b\x0e\x0e\x0c\x06"
    b"\x09\x0d\x0f\x07\x0c\x08\x09\x0b\x07\x07\x0c\x07\x06\x0f\x0d\x0b"
    b"\x09\x07\x0f\x0b\x08\x06\x06\x0e\x0c\x0d\x05\x0e\x0d\x0d\x07\x05"
    b"\x0f\x05\x08\x0b\x0e\x0e\x06\x0e\x06\x09\x0c\x09\x0c\x05\x0f\x08"
    b"\x08\x05\x0c\x09\x0c\x05\x0e\x06\x08\x0d\x06\x05\x0f\x0d\x0b\x0b"
    # and what is added in each 16: square roots on the left, cube roots on the right, of 2, 3, 5, 7.
    b"\x00\x00\x00\x00\x99\x79\x82\x5a\xa1\xeb\xd9\x6e\xdc\xbc\x1b\x8f\x4e\xfd\x53\xa9"
    b"\xe6\x8b\xa2\x50\x24\xd1\x4d\x5c\xf3\x3e\x70\x6d\xe9\x76\x6d\x7a\x00\x00\x00\x00"
)
ADDED = 2 * STEPS  # where the last of these are
_MASK = 0xFFFFFFFF


def ripemd160(data: bytes) -> bytes:
    """Return 20 bytes."""
    if _native:
        digest: bytes = _native("ripemd160", data).digest()
        return digest
    return _hashed(data)


def hash160(data: bytes) -> bytes:
    """Return RIPEMD-160(SHA-256(data)): 20 bytes, what most addresses are made of."""
    return ripemd160(hashlib.sha256(data).digest())


def _hashed(data: bytes) -> bytes:
    size = len(data)
    padded = bytearray(size + 9 + -(size + 9) % 64)
    padded[:size] = data
    padded[size] = 0x80
    padded[-8:] = (8 * size).to_bytes(8, "little")
    return compress(START, padded)


def compress(state: bytes, blocks: "bytes | bytearray") -> bytes:
    """Return the state after one block or more. state: 5 words of 32 bits, little-endian. blocks: of 64 bytes."""
    changed = bytearray(state)
    if _machine:
        _machine(changed, blocks, CONSTANTS, len(blocks) // 64)
        return bytes(changed)
    for i in range(0, len(blocks), 64):
        if _rounds:
            _rounds(changed, bytearray(blocks[i : i + 64]), CONSTANTS)
        else:
            changed[:] = _compress(changed, blocks[i : i + 64])
    return bytes(changed)


def _compress(state: "bytes | bytearray", block: "bytes | bytearray") -> bytes:
    words = [int.from_bytes(block[i : i + 4], "little") for i in range(0, 64, 4)]
    start = [int.from_bytes(state[i : i + 4], "little") for i in range(0, 20, 4)]
    left = _line(start, words, 0)
    right = _line(start, words, 80)
    # Each word of the state takes in two others, one place and two places on.
    mixed = [start[(i + 1) % 5] + left[(i + 2) % 5] + right[(i + 3) % 5] for i in range(5)]
    return b"".join([(word & _MASK).to_bytes(4, "little") for word in mixed])


def _line(start: "list[int]", words: "list[int]", first: int) -> "list[int]":
    """Return the five words after the 80 steps of a line; `first` is 0 for the left, 80 for the right."""
    a, b, c, d, e = start
    for i in range(80):
        part = i >> 4
        which = 4 - part if first else part
        if which == 0:
            mixed = b ^ c ^ d
        elif which == 1:
            mixed = b & c | ~b & d
        elif which == 2:
            mixed = (b | ~c) ^ d
        elif which == 3:
            mixed = b & d | c & ~d
        else:
            mixed = b ^ (c | ~d)
        at = first + i
        more = ADDED + at // 16 * 4
        a = a + mixed + words[CONSTANTS[at]] + int.from_bytes(CONSTANTS[more : more + 4], "little") & _MASK
        turn = CONSTANTS[STEPS + at]
        a = (a << turn | a >> 32 - turn) + e & _MASK
        a, b, c, d, e = e, a, b, (c << 10 | c >> 22) & _MASK, d
    return [a, b, c, d, e]


_rounds: "Any" = None
_native: "Any" = None
_machine: "Any" = None
try:
    hashlib.new("ripemd160", b"")
    _native = hashlib.new
    BACKEND = "hashlib"
except (AttributeError, ValueError):
    _machine = viper.installed("ripemd160_")
    BACKEND = "machine"
    if not _machine:
        from lightclient.crypto import ripemd160_viper

        _rounds = viper.compiled(ripemd160_viper.SOURCE, "rounds")
        BACKEND = "viper" if _rounds else "python"
if _hashed(b"abc")[:8] != b"\x8e\xb2\x08\xf7\xe0\x5d\x98\x7a":
    raise SelfTestFailed("RIPEMD-160 (" + BACKEND + ")")
