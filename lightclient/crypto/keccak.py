"""Keccak-256 as Ethereum uses it: Keccak with the padding of its authors, and not that of SHA-3 in FIPS 202.

No hashlib has it. A block of 136 bytes takes 0.02 million instructions in machine code where that is installed (see
crypto/machine), 0.4 million in viper on a 32-bit port, and some 25 million in plain Python there, which 64-bit ports
have; BACKEND says which it is: "machine", "viper" or "python".

Source: Bertoni, Daemen, Peeters, Van Assche, "The Keccak reference", version 3.0.
"""

import sys

from lightclient.crypto import viper
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RATE = 136  # bytes of a block
SIZE = 32  # bytes of a hash

# For each step of rho and pi, along the lanes' one cycle: the lane that is written, and how far to rotate.
MOVES = (
    b"\x0a\x01\x07\x03\x0b\x06\x11\x0a\x12\x0f\x03\x15\x05\x1c\x10\x24"
    b"\x08\x2d\x15\x37\x18\x02\x04\x0e\x0f\x1b\x17\x29\x13\x38\x0d\x08"
    b"\x0c\x19\x02\x2b\x14\x3e\x0e\x12\x16\x27\x09\x3d\x06\x14\x01\x2c"
)
CONSTANTS = (  # of 24 rounds, little-endian
    b"\x01\x00\x00\x00\x00\x00\x00\x00\x82\x80\x00\x00\x00\x00\x00\x00"
    b"\x8a\x80\x00\x00\x00\x00\x00\x80\x00\x80\x00\x80\x00\x00\x00\x80"
    b"\x8b\x80\x00\x00\x00\x00\x00\x00\x01\x00\x00\x80\x00\x00\x00\x00"
    b"\x81\x80\x00\x80\x00\x00\x00\x80\x09\x80\x00\x00\x00\x00\x00\x80"
    b"\x8a\x00\x00\x00\x00\x00\x00\x00\x88\x00\x00\x00\x00\x00\x00\x00"
    b"\x09\x80\x00\x80\x00\x00\x00\x00\x0a\x00\x00\x80\x00\x00\x00\x00"
    b"\x8b\x80\x00\x80\x00\x00\x00\x00\x8b\x00\x00\x00\x00\x00\x00\x80"
    b"\x89\x80\x00\x00\x00\x00\x00\x80\x03\x80\x00\x00\x00\x00\x00\x80"
    b"\x02\x80\x00\x00\x00\x00\x00\x80\x80\x00\x00\x00\x00\x00\x00\x80"
    b"\x0a\x80\x00\x00\x00\x00\x00\x00\x0a\x00\x00\x80\x00\x00\x00\x80"
    b"\x81\x80\x00\x80\x00\x00\x00\x80\x80\x80\x00\x00\x00\x00\x00\x80"
    b"\x01\x00\x00\x80\x00\x00\x00\x00\x08\x80\x00\x80\x00\x00\x00\x80"
)
_MASK = 0xFFFFFFFFFFFFFFFF


def keccak256(data: "bytes | memoryview") -> bytes:
    """Return 32 bytes."""
    state = bytearray(200)
    whole = len(data) - len(data) % RATE
    if whole:
        absorb(state, memoryview(data)[:whole])
    last = bytearray(RATE)
    last[: len(data) - whole] = data[whole:]
    last[len(data) - whole] ^= 0x01
    last[RATE - 1] ^= 0x80
    absorb(state, last)
    return bytes(state[:SIZE])


def absorb(state: bytearray, blocks: "bytes | bytearray | memoryview") -> None:
    """Take one block of 136 bytes or more into the state, 200 bytes."""
    if _machine:
        _machine(state, blocks, CONSTANTS, len(blocks) // RATE)
        return
    for start in range(0, len(blocks), RATE):
        block = blocks[start : start + RATE]
        if _rounds:
            _rounds(state, block, RATE, bytearray(40), MOVES, CONSTANTS)
        else:
            _absorb(state, block)


def _absorb(state: bytearray, block: "bytes | bytearray | memoryview") -> None:
    lanes = [int.from_bytes(state[i : i + 8], "little") for i in range(0, 200, 8)]
    for i in range(RATE // 8):
        lanes[i] ^= int.from_bytes(block[8 * i : 8 * i + 8], "little")
    for start in range(0, len(CONSTANTS), 8):
        _round(lanes)
        lanes[0] ^= int.from_bytes(CONSTANTS[start : start + 8], "little")
    state[:] = b"".join([lane.to_bytes(8, "little") for lane in lanes])


def _round(lanes: "list[int]") -> None:
    """Theta, rho with pi, and chi; what is different in each round is not here."""
    sums = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
    for x in range(5):
        lane = sums[x - 4]
        mixed = sums[x - 1] ^ (lane << 1 & _MASK | lane >> 63)
        for i in range(x, 25, 5):
            lanes[i] ^= mixed
    lane = lanes[1]
    for step in range(0, len(MOVES), 2):
        to, turn = MOVES[step], MOVES[step + 1]
        lanes[to], lane = lane << turn & _MASK | lane >> 64 - turn, lanes[to]
    for row in range(0, 25, 5):
        a, b, c, d, e = lanes[row : row + 5]
        lanes[row : row + 5] = [a ^ c ^ b & c, b ^ d ^ c & d, c ^ e ^ d & e, d ^ a ^ e & a, e ^ b ^ a & b]


_machine = viper.installed("keccak_")
_rounds: "Any" = None
BACKEND = "machine"
if not _machine:
    from lightclient.crypto import keccak_viper

    _rounds = viper.compiled(keccak_viper.SOURCE, "rounds") if sys.byteorder == "little" else None
    BACKEND = "viper" if _rounds else "python"
if keccak256(b"")[:8] != b"\xc5\xd2\x46\x01\x86\xf7\x23\x3c":  # what accounts without code have for its hash
    raise SelfTestFailed("Keccak-256 (" + BACKEND + ")")
