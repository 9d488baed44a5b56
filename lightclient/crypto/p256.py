"""The curve P-256, y**2 == x**3 - 3 * x + B over the integers modulo P: its keys, and sums of multiples of its points.

What secp256k1 has and this curve lacks: an endomorphism, so there are twice as many doublings, and a prime worth
folding, so every product is divided by it. The rest is as there, and so are the names.

Sources: FIPS 186-5 and SP 800-186; SEC 1; "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from lightclient.crypto import jacobian, recode
from lightclient.crypto.jacobian import affine, comb_entry, odd_multiples
from lightclient.crypto.p256_comb import POINTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.jacobian import Jacobian, Point
    from lightclient.crypto.steps import Steps

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # the order of every point but infinity

TEETH, COLUMNS = 7, 38  # of the comb

STEP = 4  # doublings between two steps


def parse(key: bytes) -> "Point":
    """Return the point of a public key of 33 or 65 bytes (SEC 1). Raises BadKeyEncoding, NotOnCurve."""
    return jacobian.parse(key, P, -3, B, _root)


def combine(u: int, v: int, point: "Point") -> "Steps[Jacobian]":
    """Return u * G + v * point as (X, Y, Z), in steps. For public numbers: the time tells u and v apart."""
    columns = recode.comb(u if u & 1 else u + N, TEETH, COLUMNS)
    digits = recode.wnaf(v, 4, 256)
    odd = odd_multiples(point, 4, P, _double, _add)
    yield
    total = 0, 1, 0
    for i in range(256, -1, -1):
        total = _double(total)
        digit = digits[i]
        if digit:
            x, y = odd[abs(digit) >> 1]
            total = _add(total, x, y if digit > 0 else P - y)
        if i < COLUMNS:
            x, y = comb_entry(POINTS, columns[COLUMNS - 1 - i], TEETH, P)
            total = _add(total, x, y)
        if i % STEP == 0:
            yield
    return total


def multiply(k: int, blind: bytes) -> "Steps[Point]":
    """Return k * G for a secret `k`, 0 < k < N, in steps.

    blind: 36 secret bytes that nobody else knows. They choose the multiple of N that is added to k, one of 2**9, and
    the coordinates that stand for the first point. The sequence of operations is the same for every k; how long one
    takes on a big integer is the interpreter's affair.
    """
    k += N * ((blind[0] << 8 | blind[1]) & 0x1FE)
    k += N * (~k & 1)
    columns = recode.comb(k, TEETH, COLUMNS)
    x, y = comb_entry(POINTS, columns[0], TEETH, P)
    z = int.from_bytes(blind[4:], "big") % (P - 1) + 1
    total = x * z * z % P, y * z * z * z % P, z
    for i in range(1, COLUMNS):
        x, y = comb_entry(POINTS, columns[i], TEETH, P)
        total = _add(_double(total), x, y)
        if i % STEP == 0:
            yield
    return affine(total, P)


def _double(point: "Jacobian") -> "Jacobian":
    """Return twice a point: 8 products, 7 reductions. (Guide to ECC, algorithm 3.21.)"""
    x, y, z = point
    zz = z * z % P
    slope = 3 * (x - zz) * (x + zz) % P
    yy = y * y % P
    xyy = x * yy % P << 2
    x = (slope * slope - (xyy << 1)) % P
    return x, (slope * (xyy - x) - (yy << 3) * yy) % P, (y << 1) * z % P


def _add(point: "Jacobian", x2: int, y2: int) -> "Jacobian":
    """Return the sum of any two points, one of them affine: 12 products, 9 reductions.

    (Guide to ECC, algorithm 3.22, with y == r * (x1 * h**2 - x) - y1 * h**3 written as below: one reduction less.)
    """
    x, y, z = point
    if not z:
        return x2, y2, 1
    zz = z * z % P
    h = (x2 * zz - x) % P
    r = (zz * z % P * y2 - y) % P
    if not h:  # the same x: the same point, or its negative
        return (0, 1, 0) if r else _double(point)
    hh = h * h % P
    y = (r * x - y * h) % P
    z = z * h % P
    x = (r * r - hh * (h + (x << 1))) % P
    return x, (hh * y - r * x) % P, z


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
