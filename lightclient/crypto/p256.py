"""The curve P-256, y**2 == x**3 - 3 * x + B over the integers modulo P: its keys, and sums of multiples of its points.

What secp256k1 has and this curve lacks: an endomorphism, so there are twice as many doublings, and a prime worth
folding, so every product of big integers is divided by it. The rest is as there, and so are the names.

BACKEND says what adds points up: "viper", machine words on a 32-bit board, or "python", big integers.

Sources: FIPS 186-5 and SP 800-186; SEC 1; "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from lightclient.crypto import jacobian, p256_group, p256_words, recode
from lightclient.crypto.jacobian import affine, comb_entry, odd_multiples
from lightclient.crypto.p256_comb import POINTS
from lightclient.crypto.p256_group import P as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.jacobian import Jacobian, Point
    from lightclient.crypto.steps import Steps

B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # the order of every point but infinity

TEETH, COLUMNS = 7, 38  # of the comb

STEP = 4  # doublings between two steps

BACKEND = "viper" if p256_words.group.run else "python"
# The first computes. If it finds infinity, which may be an addition that it cannot do, the next one does all again.
GROUPS: "tuple[Any, ...]" = (p256_words.group, p256_group) if p256_words.group.run else (p256_group,)


def parse(key: bytes) -> "Point":
    """Return the point of a public key of 33 or 65 bytes (SEC 1). Raises BadKeyEncoding, NotOnCurve."""
    return jacobian.parse(key, P, -3, B, _root)


def combine(u: int, v: int, point: "Point") -> "Steps[Jacobian]":
    """Return u * G + v * point as (X, Y, Z), in steps. For public numbers: the time tells u and v apart."""
    columns = recode.comb(u if u & 1 else u + N, TEETH, COLUMNS)
    digits = recode.wnaf(v, 4, 256)
    odd = odd_multiples(point, 4, P, p256_group.double, p256_group.add)
    yield
    for group in GROUPS:
        double, add = group.double, group.add
        total = group.INFINITY
        for i in range(256, -1, -1):
            total = double(total)
            digit = digits[i]
            if digit:
                x, y = odd[abs(digit) >> 1]
                total = add(total, x, y if digit > 0 else P - y)
            if i < COLUMNS:
                x, y = comb_entry(POINTS, columns[COLUMNS - 1 - i], TEETH, P)
                total = add(total, x, y)
            if i % STEP == 0:
                yield
        found: "Jacobian" = group.finish(total)
        if found[2]:
            break
    return found


def multiply(k: int, blind: bytes) -> "Steps[Point]":
    """Return k * G for a secret `k`, 0 < k < N, in steps.

    blind: 36 secret bytes that nobody else knows. They choose the multiple of N that is added to k, one of 2**9, and
    the coordinates that stand for the first point. The sequence of operations is the same for every k, and in words so
    are the instructions of one; how long one takes on a big integer is the interpreter's affair.
    """
    k += N * ((blind[0] << 8 | blind[1]) & 0x1FE)
    k += N * (~k & 1)
    columns = recode.comb(k, TEETH, COLUMNS)
    x, y = comb_entry(POINTS, columns[0], TEETH, P)
    z = int.from_bytes(blind[4:], "big") % (P - 1) + 1
    first = x * z * z % P, y * z * z * z % P, z
    for group in GROUPS:
        double, add = group.double, group.add
        total = group.start(first)
        for i in range(1, COLUMNS):
            x, y = comb_entry(POINTS, columns[i], TEETH, P)
            total = add(double(total), x, y)
            if i % STEP == 0:
                yield
        found = group.finish(total)
        if found[2]:
            break
    return affine(found, P)


def _root(a: int) -> int:
    """Return a**((P + 1) / 4), a square root of `a` if it has one.

    The exponent is 2**254 - 2**222 + 2**190 + 2**94: 32 ones, then single ones at 190 and 94.
    """
    ones = a
    for length in (1, 2, 4, 8, 16):
        ones = _squared(ones, length) * ones % P
    return _squared(_squared(_squared(ones, 32) * a % P, 96) * a % P, 94)


def _squared(a: int, times: int) -> int:
    """Return a**(2**times)."""
    for _ in range(times):
        a = a * a % P
    return a
