"""BLAKE2b, by hashlib where that has it. Source: RFC 7693.

MicroPython does not have it. A block of 128 bytes takes 0.014 million instructions in machine code where that is
installed (see crypto/machine), 0.09 million in viper on a 32-bit port, 3.2 million in plain Python on any other;
BACKEND says which it is: "hashlib", "machine", "viper" or "python".
"""

import hashlib

from lightclient.crypto import viper
from lightclient.crypto.errors import BadLength
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIZE = 64  # bytes of the longest hash, and of the longest key
BLOCK = 128
CONSTANTS = (
    # The square roots of the first 8 primes, 64 bits of each fraction, little-endian,
    b"\x08\xc9\xbc\xf3\x67\xe6\x09\x6a\x3b\xa7\xca\x84\x85\xae\x67\xbb"
    b"\x2b\xf8\x94\xfe\x72\xf3\x6e\x3c\xf1\x36\x1d\x5f\x3a\xf5\x4f\xa5"
    b"\xd1\x82\xe6\xad\x7f\x52\x0e\x51\x1f\x6c\x3e\x2b\x8c\x68\x05\x9b"
    b"\x6b\xbd\x41\xfb\xab\xd9\x83\x1f\x79\x21\x7e\x13\x19\xcd\xe0\x5b"
    # and in which order the words of a block are mixed in, in 12 rounds: the last two are the first two again.
    b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
    b"\x0e\x0a\x04\x08\x09\x0f\x0d\x06\x01\x0c\x00\x02\x0b\x07\x05\x03"
    b"\x0b\x08\x0c\x00\x05\x02\x0f\x0d\x0a\x0e\x03\x06\x07\x01\x09\x04"
    b"\x07\x09\x03\x01\x0d\x0c\x0b\x0e\x02\x06\x05\x0a\x04\x00\x0f\x08"
    b"\x09\x00\x05\x07\x02\x04\x0a\x0f\x0e\x01\x0b\x0c\x06\x08\x03\x0d"
    b"\x02\x0c\x06\x0a\x00\x0b\x08\x03\x04\x0d\x07\x05\x0f\x0e\x01\x09"
    b"\x0c\x05\x01\x0f\x0e\x0d\x04\x0a\x00\x07\x06\x03\x09\x02\x08\x0b"
    b"\x0d\x0b\x07\x0e\x0c\x01\x03\x09\x05\x00\x0f\x04\x08\x06\x02\x0a"
    b"\x06\x0f\x0e\x09\x0b\x03\x00\x08\x0c\x02\x0d\x07\x01\x04\x0a\x05"
    b"\x0a\x02\x08\x04\x07\x06\x01\x05\x0f\x0b\x09\x0e\x03\x0c\x0d\x00"
    b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
    b"\x0e\x0a\x04\x08\x09\x0f\x0d\x06\x01\x0c\x00\x02\x0b\x07\x05\x03"
)
ORDER = 64  # where the latter are
COUNTED, LAST = 64, 72  # in a state, after its words
_MASK = 0xFFFFFFFFFFFFFFFF


def blake2b(data: "bytes | memoryview", size: int = SIZE, key: bytes = b"") -> bytes:
    """Return `size` bytes. key: of a message authentication code. Raises BadLength.

    A shorter hash is no beginning of a longer one: BLAKE2b-256, which ledgers use, is size=32.
    """
    if not 1 <= size <= SIZE:
        raise BadLength("a BLAKE2b hash", size, "1 to 64")
    if len(key) > SIZE:
        raise BadLength("a BLAKE2b key", len(key), "0 to 64")
    if _native:
        digest: bytes = _native(data, digest_size=size, key=key).digest()
        return digest
    return _hashed(data, size, key)


def _hashed(data: "bytes | memoryview", size: int, key: bytes) -> bytes:
    state = bytearray(80)
    state[:64] = CONSTANTS[:64]
    for i, parameter in enumerate((size, len(key), 1, 1)):
        state[i] ^= parameter
    state[COUNTED] = BLOCK
    last = bytearray(BLOCK)
    length = len(data)
    if key:
        last[: len(key)] = key
        length += BLOCK
        if data:
            compress(state, last)
            last = bytearray(BLOCK)
    if data or not key:
        whole = (len(data) - 1) // BLOCK * BLOCK if data else 0
        if whole:
            compress(state, memoryview(data)[:whole])
        last[: len(data) - whole] = data[whole:]
    state[COUNTED:LAST] = length.to_bytes(8, "little")
    state[LAST:] = b"\xff" * 8
    compress(state, last)
    return bytes(state[:size])


def compress(state: bytearray, blocks: "bytes | bytearray | memoryview") -> None:
    """Take one block of 128 bytes or more into the state, 80 bytes.

    state: 8 words of 64 bits, how many bytes are hashed with the block that comes next, and 8 bytes that are 0, or all
    ones if that block is the last one; little-endian.
    """
    if _machine:
        _machine(state, blocks, CONSTANTS, len(blocks) // BLOCK)
        return
    for start in range(0, len(blocks), BLOCK):
        block = blocks[start : start + BLOCK]
        if _rounds:
            _rounds(state, block, bytearray(256), CONSTANTS)
        else:
            _compress(state, block)
        counted = int.from_bytes(state[COUNTED:LAST], "little") + BLOCK
        state[COUNTED:LAST] = (counted & _MASK).to_bytes(8, "little")


def _compress(state: bytearray, block: "bytes | bytearray | memoryview") -> None:
    v = _words(state[:64]) + _words(CONSTANTS[:64])
    counted, last = _words(state[COUNTED:])
    v[12] ^= counted
    v[14] ^= last
    words = _words(block)
    for i in range(ORDER, len(CONSTANTS), 2):
        step, turn = i >> 1 & 3, i >> 3 & 1  # columns, then diagonals
        a, b, c, d = step, 4 + (step + turn & 3), 8 + (step + 2 * turn & 3), 12 + (step + 3 * turn & 3)
        v[a] = v[a] + v[b] + words[CONSTANTS[i]] & _MASK
        v[d] = _rotated(v[d] ^ v[a], 32)
        v[c] = v[c] + v[d] & _MASK
        v[b] = _rotated(v[b] ^ v[c], 24)
        v[a] = v[a] + v[b] + words[CONSTANTS[i + 1]] & _MASK
        v[d] = _rotated(v[d] ^ v[a], 16)
        v[c] = v[c] + v[d] & _MASK
        v[b] = _rotated(v[b] ^ v[c], 63)
    for i, word in enumerate(_words(state[:64])):
        state[8 * i : 8 * i + 8] = (word ^ v[i] ^ v[i + 8]).to_bytes(8, "little")


def _words(data: "bytes | bytearray | memoryview") -> "list[int]":
    return [int.from_bytes(data[i : i + 8], "little") for i in range(0, len(data), 8)]


def _rotated(word: int, places: int) -> int:
    return (word >> places | word << 64 - places) & _MASK


_rounds: "Any" = None
_native: "Any" = None
_machine: "Any" = None
try:
    _native = hashlib.blake2b
    BACKEND = "hashlib"
except AttributeError:
    _machine = viper.installed("blake2b_")
    BACKEND = "machine"
    if not _machine:
        from lightclient.crypto import blake2b_viper

        _rounds = viper.compiled(blake2b_viper.SOURCE, "rounds")
        BACKEND = "viper" if _rounds else "python"
if _hashed(b"abc", 64, b"")[:8] != b"\xba\x80\xa5\x3f\x98\x1c\x4d\x0d":  # RFC 7693, appendix A
    raise SelfTestFailed("BLAKE2b (" + BACKEND + ")")
