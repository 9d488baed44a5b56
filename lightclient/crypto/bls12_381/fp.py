"""Integers modulo P, the field of G1.

This file and `fp2` have the same functions. Products are reduced, below P and not negative; sums and differences are
not, for a division costs a board more than twice as much as a product. What they are given may be any small multiple.

backend: of the seam; what takes most of the time is its own, here powers.
"""

from lightclient.crypto import inverse as euclid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps

P = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
SIZE = 48
ZERO, ONE = 0, 1
EXPONENT = P >> 2  # (P - 3) / 4
WINDOW = 5
STEP = 80  # squarings between two steps

# The nonsquare 11**3, which `either` multiplies with, is that of G1's map. A square root of its negative.
TWIST = 1331
TWIST_ROOT = 0x03D689D1E0E762CEF9F2BEC6130316806B4C80EDA6FC10CE77AE83EAB1EA8B8B8A407C9C6DB195E06F2DBEABC2BAEFF5


def add(a: int, b: int) -> int:
    return a + b


def sub(a: int, b: int) -> int:
    return a - b


def times(a: int, k: int) -> int:
    return a * k


def mul(a: int, b: int) -> int:
    return a * b % P


def sqr(a: int) -> int:
    return a * a % P


def normal(a: int) -> int:
    """Return a number modulo P."""
    return a % P


def is_zero(a: int) -> bool:
    return not a % P


def inverse(a: int) -> int:
    """Return 1 / a, or 0 for 0."""
    return euclid.inverse(a, P) if a % P else 0


def sign(a: int) -> int:
    """Return sgn0 of RFC 9380, 4.1, of what is below P."""
    return a & 1


def larger(a: int) -> bool:
    """Tell whether a, below P, is larger than its negative."""
    return a > P >> 1


def parse(data: bytes) -> int:
    """Return the number that SIZE bytes, big-endian, say. Raises ValueError unless it is below P."""
    a = int.from_bytes(data, "big")
    if a >= P:
        raise ValueError(a)
    return a


def serialize(a: int) -> bytes:
    return a.to_bytes(SIZE, "big")


def root(backend: "Any", a: int) -> "Steps[int | None]":
    """Return a square root of a, which is below P, or None."""
    found: int = (yield from backend.power(a)) * a % P
    return found if found * found % P == a else None


def either(backend: "Any", a: int, t: int) -> "Steps[tuple[bool, int]]":
    """Return True and a root of a, which is below P, or False and one of TWIST * t**2 * a: just one of them has any."""
    found: int = (yield from backend.power(a)) * a % P
    if found * found % P == a:
        return True, found
    return False, found * t % P * TWIST_ROOT % P


def power(a: int) -> "Steps[int]":
    """Return a**((P - 3) / 4), in steps."""
    odd = [a]
    square = a * a % P
    while len(odd) < 1 << WINDOW - 1:
        odd.append(odd[-1] * square % P)
    found, i, squarings = 1, 379, 0  # EXPONENT is below 2**379
    while i > 0:
        i -= 1
        if not EXPONENT >> i & 1:
            found = found * found % P
            squarings += 1
            continue
        low = max(0, i + 1 - WINDOW)
        while not EXPONENT >> low & 1:
            low += 1
        for _ in range(i + 1 - low):
            found = found * found % P
        squarings += i + 1 - low
        found = found * odd[(EXPONENT >> low & (1 << i + 1 - low) - 1) >> 1] % P
        i = low
        if squarings > STEP:
            squarings = 0
            yield
    return found
