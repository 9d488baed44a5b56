"""Doubling and adding on P-256, y**2 == x**3 - 3 * x + B over the integers modulo P, with Python's integers.

    total = add(double(start(point)), x2, y2)
    x, y, z = finish(total)

`p256_words` has the same functions for 32-bit boards.

Source: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from lightclient.crypto.jacobian import INFINITY as INFINITY
from lightclient.crypto.jacobian import finish as finish
from lightclient.crypto.jacobian import start as start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.jacobian import Jacobian

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF


def double(point: "Jacobian") -> "Jacobian":
    """Return twice a point: 8 products, 7 reductions. (Guide to ECC, algorithm 3.21.)"""
    x, y, z = point
    zz = z * z % P
    slope = 3 * (x - zz) * (x + zz) % P
    yy = y * y % P
    xyy = x * yy % P << 2
    x = (slope * slope - (xyy << 1)) % P
    return x, (slope * (xyy - x) - (yy << 3) * yy) % P, (y << 1) * z % P


def add(point: "Jacobian", x2: int, y2: int) -> "Jacobian":
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
        return (0, 1, 0) if r else double(point)
    hh = h * h % P
    y = (r * x - y * h) % P
    z = z * h % P
    x = (r * r - hh * (h + (x << 1))) % P
    return x, (hh * y - r * x) % P, z
