"""QR codes, drawn on the device: byte mode, versions 1 to 10, error correction L and M.

    rows = encode(b"bitcoin:bc1q...")      one integer for each row; its bit x is set where the module at x is dark

Source: ISO/IEC 18004:2015, model 2: 7.4 (data), 7.5 and annex A (error correction), 7.6 (order of codewords).
"""

from grid import MASKS, Grid, penalty

from lightclient.errors import LightClientError

L, M = 1, 0  # as the format information has them
QUIET = 4  # light modules that a code has around it

# By version, from 1: codewords; by level those of correction in a block, and blocks.
CODEWORDS = (26, 44, 70, 100, 134, 172, 196, 242, 292, 346)
CHECK = {L: (7, 10, 15, 20, 26, 18, 20, 24, 30, 18), M: (10, 16, 26, 18, 24, 16, 18, 22, 22, 26)}
BLOCKS = {L: (1, 1, 1, 1, 1, 2, 2, 2, 2, 4), M: (1, 1, 1, 2, 2, 4, 4, 4, 5, 5)}
LONG = 10  # from this version on a length has two bytes


class TooLong(LightClientError):
    """a code of version 10 holds {most} bytes, and these are {length}"""


def encode(data: bytes, level: int = L) -> "list[int]":
    """Return the rows of the smallest code that holds `data`, without a quiet zone. Raises TooLong(most, length)."""
    version = 1
    while len(data) > most(version, level):
        version += 1
        if version > len(CODEWORDS):
            raise TooLong(most=most(version - 1, level), length=len(data))
    grid = Grid(version)
    grid.fill(_interleaved(_padded(data, version, level), CHECK[level][version - 1], BLOCKS[level][version - 1]))
    drawn = [grid.masked(mask, level) for mask in range(len(MASKS))]
    scores = [penalty(rows) for rows in drawn]
    return drawn[scores.index(min(scores))]


def most(version: int, level: int) -> int:
    """Return how many bytes a code holds: mode, length and half a byte for the end are taken off."""
    return _kept(version, level) - (3 if version >= LONG else 2)


def _kept(version: int, level: int) -> int:
    """Return how many codewords are data."""
    return CODEWORDS[version - 1] - CHECK[level][version - 1] * BLOCKS[level][version - 1]


def _padded(data: bytes, version: int, level: int) -> bytearray:
    """Return mode, length, data and end as codewords, and padding."""
    codewords = bytearray()
    half = 4  # byte mode; from here on everything is half a byte off
    for byte in len(data).to_bytes(2 if version >= LONG else 1, "big") + data:
        codewords.append(half << 4 | byte >> 4)
        half = byte & 15
    codewords.append(half << 4)
    for at in range(_kept(version, level) - len(codewords)):
        codewords.append(0x11 if at & 1 else 0xEC)
    return codewords


def _interleaved(codewords: bytearray, check: int, blocks: int) -> bytearray:
    """Return data and correction in the order in which a code has them: the first of each block, then the second."""
    length, longer = len(codewords) // blocks, blocks - len(codewords) % blocks
    divisor = _divisor(check)
    parts = []
    at = 0
    for block in range(blocks):
        end = at + length + (block >= longer)
        parts.append((codewords[at:end], _remainder(codewords[at:end], divisor)))
        at = end
    out = bytearray()
    for which, most in ((0, length + 1), (1, check)):
        for at in range(most):
            for part in parts:
                if at < len(part[which]):
                    out.append(part[which][at])
    return out


def _times(a: int, b: int) -> int:
    """Return a product in GF(256), of x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= 0x11D
        b >>= 1
    return product


def _divisor(degree: int) -> bytearray:
    """Return (x - 1)(x - 2)(x - 4)... with `degree` factors: its coefficients, without the first, which is 1."""
    divisor = bytearray([1])
    root = 1
    for _ in range(degree):
        longer = divisor + b"\0"
        for at, coefficient in enumerate(divisor):
            longer[at + 1] ^= _times(coefficient, root)
        divisor = longer
        root = _times(root, 2)
    return divisor[1:]


def _remainder(data: bytearray, divisor: bytearray) -> bytearray:
    """Return what corrects `data`: what is left of it after division."""
    left = bytearray(len(divisor))
    for byte in data:
        factor = byte ^ left[0]
        left = left[1:] + b"\0"
        for at, coefficient in enumerate(divisor):
            left[at] ^= _times(coefficient, factor)
    return left
