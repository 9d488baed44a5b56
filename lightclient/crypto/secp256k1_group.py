"""Doubling and adding on secp256k1, y**2 == x**3 + 7 over the integers modulo P, and square roots there.

`secp256k1_words` has the same functions, but for roots, for 32-bit boards.

Half of the time goes into reducing products modulo P. So the formulas are arranged to need few reductions, and each
starts by folding: 2**256 is 2**32 + 977 modulo P, which turns 512 bits into 290, and a division finishes. What is
used in one product only, and not in a comparison, stays as it is after folding.

Sources: SEC 2; Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from lightclient.crypto.jacobian import INFINITY as INFINITY
from lightclient.crypto.jacobian import finish as finish
from lightclient.crypto.jacobian import start as start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.jacobian import Jacobian

P = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F

FOLD = 0x1000003D1  # 2**256 modulo P
LOW = (1 << 256) - 1


def double(point: "Jacobian") -> "Jacobian":
    """Return twice a point: 7 products, 6 reductions. (Guide to ECC, algorithm 3.21, for a == 0.)"""
    x, y, z = point
    t = x * x
    slope = ((t >> 256) * FOLD + (t & LOW)) % P * 3
    t = y * y
    yy = ((t >> 256) * FOLD + (t & LOW)) % P
    t = (x << 2) * yy
    xyy = (t >> 256) * FOLD + (t & LOW)
    t = slope * slope - (xyy << 1)
    x = ((t >> 256) * FOLD + (t & LOW)) % P
    t = (y << 1) * z
    z = ((t >> 256) * FOLD + (t & LOW)) % P
    t = slope * (xyy - x) - (yy << 3) * yy
    return x, ((t >> 256) * FOLD + (t & LOW)) % P, z


def add(point: "Jacobian", x2: int, y2: int) -> "Jacobian":
    """Return the sum of any two points, one of them affine: 12 products, 9 reductions.

    (Guide to ECC, algorithm 3.22, with y == r * (x1 * h**2 - x) - y1 * h**3 written as below: one reduction less.)
    """
    x, y, z = point
    if not z:
        return x2, y2, 1
    t = z * z
    zz = ((t >> 256) * FOLD + (t & LOW)) % P
    t = x2 * zz - x
    h = ((t >> 256) * FOLD + (t & LOW)) % P
    t = z * zz
    zzz = (t >> 256) * FOLD + (t & LOW)
    t = y2 * zzz - y
    r = ((t >> 256) * FOLD + (t & LOW)) % P
    if not h:  # the same x: the same point, or its negative
        return (0, 1, 0) if r else double(point)
    t = h * h
    hh = ((t >> 256) * FOLD + (t & LOW)) % P
    t = z * h
    z = ((t >> 256) * FOLD + (t & LOW)) % P
    t = r * x - y * h
    y = (t >> 256) * FOLD + (t & LOW)
    t = r * r - hh * (h + (x << 1))
    x = ((t >> 256) * FOLD + (t & LOW)) % P
    t = hh * y - r * x
    return x, ((t >> 256) * FOLD + (t & LOW)) % P, z


def root(a: int) -> int:
    """Return a**((P + 1) / 4), a square root of `a` if it has one.

    The exponent in binary is 223 ones, a zero, 22 ones, 0000, 11, 00: runs of ones are joined from shorter ones.
    """
    a2 = _squared(a, 1) * a % P
    a3 = _squared(a2, 1) * a % P
    a6 = _squared(a3, 3) * a3 % P
    a9 = _squared(a6, 3) * a3 % P
    a11 = _squared(a9, 2) * a2 % P
    a22 = _squared(a11, 11) * a11 % P
    a44 = _squared(a22, 22) * a22 % P
    a88 = _squared(a44, 44) * a44 % P
    a176 = _squared(a88, 88) * a88 % P
    a220 = _squared(a176, 44) * a44 % P
    a223 = _squared(a220, 3) * a3 % P
    return _squared(_squared(_squared(a223, 23) * a22 % P, 6) * a2 % P, 2)


def _squared(a: int, times: int) -> int:
    """Return a**(2**times)."""
    for _ in range(times):
        t = a * a
        a = ((t >> 256) * FOLD + (t & LOW)) % P
    return a
