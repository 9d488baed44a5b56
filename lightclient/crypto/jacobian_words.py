"""Doubling and adding on a curve y**2 == x**3 + a * x + b in `words`, for 32-bit boards.

    total = group.add(group.double(group.start(point)), x2, y2)
    x, y, z = group.finish(total)

They are the functions of `p256_group` and `secp256k1_group`. A doubling takes less than half of the instructions, the
same ones for all points, and no memory. A sum is a bytearray of X, 2 * Y, Z and what is needed on the way, changed in
place; at infinity an empty one.

No value is looked at. Where two points are the same, or each other's negative, `add` leaves Z == 0, and it stays 0: a
caller that finds 0 at the end computes again with integers.

Source: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", algorithms 3.21 and 3.22.
"""

from lightclient.crypto.hashes import passed
from lightclient.crypto.words import SIZE, R, Words, rows
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.jacobian import Jacobian

X, W, Z, RR, T, U, V = range(2, 9)  # places: X, 2 * Y, Z, the number R, and three for what passes

# Of (X, Y, Z) and the affine point in U and V. That is not times R, so what it is multiplied by is so once more.
ADD = rows(
    (T, Z, Z),
    (T, T, RR),
    (U, U, T),
    (T, Z, T),
    (T, V, T),
    (U, U, X, 1, -1),  # h = x2 * z**2 - x
    (T, T, W, 2, -1),  # r = 2 * (y2 * z**3 - y)
    (V, U, U, 1, 1),
    (Z, Z, V),  # z = 2 * h * z
    (V, V, V),
    (U, U, V),  # hhh = 4 * h**3
    (V, X, V),  # xhh = 4 * x * h**2
    (X, T, T),
    (X, X, U, 1, -1),
    (X, X, V, 1, -2),  # x = r**2 - hhh - 2 * xhh
    (V, V, X, 1, -1),
    (V, T, V),
    (U, W, U),
    (W, V, U, 2, -2),  # 2 * y = 2 * (r * (xhh - x) - 2 * y * hhh)
)
FINISH = rows((X, X, U), (W, W, U), (Z, Z, U))


def doubling(*slope: "tuple[int, ...]") -> bytes:
    """Return the rows of a doubling. slope: the rows that leave the numerator of the tangent's slope in T."""
    return rows(
        *slope,
        (Z, Z, W),  # z = 2 * y * z
        (W, W, W),  # 4 * y**2
        (U, X, W),  # xyy = 4 * x * y**2
        (X, T, T),
        (X, X, U, 1, -2),  # x = slope**2 - 2 * xyy
        (U, U, X, 1, -1),
        (T, T, U),
        (W, W, W),  # 16 * y**4
        (W, T, W, 2, -1),  # 2 * y = 2 * slope * (xyy - x) - 16 * y**4
    )


class JacobianWords(Words):
    """Sums of points of one curve."""

    INFINITY = bytearray()

    def __init__(self, p: int, source: str, doubling: bytes) -> None:
        """doubling: the rows of a doubling."""
        super().__init__(p, source)
        self.doubling = doubling

    def start(self, point: "Jacobian") -> bytearray:
        x, y, z = point
        total = bytearray(SIZE * 9)
        for place, number in ((X, x), (W, 2 * y), (Z, z), (RR, R)):
            self.put(total, place, number * R % self.p)
        return total

    def double(self, total: bytearray) -> bytearray:
        if total:
            self.run(total, 0, self.doubling)
        return total

    def add(self, total: bytearray, x2: int, y2: int) -> bytearray:
        if not total:
            return self.start((x2, y2, 1))
        self.put(total, U, x2)
        self.put(total, V, y2)
        self.run(total, 0, ADD)
        return total

    def finish(self, total: bytearray) -> "Jacobian":
        if not total:
            return 0, 1, 0
        self.put(total, U, 1)
        self.run(total, 0, FINISH)
        return 4 * self.get(total, X) % self.p, 4 * self.get(total, W) % self.p, 2 * self.get(total, Z) % self.p

    def check(self, group: "Any", curve: str) -> None:
        """Compare with integers: of a sum, which is for 2 * Z here, 4 * X, 8 * Y and 2 * Z come out of finish()."""
        p = self.p
        first, x2, y2 = (p - 1, p >> 1, p - 3), p - 2, p >> 2
        x, y, z = group.add(group.double(first), x2, y2)
        found = self.finish(self.add(self.double(self.start(first)), x2, y2))
        if found != (16 * x % p, 64 * y % p, 4 * z % p):
            raise SelfTestFailed(curve + " (viper)")
        passed(curve + " (viper)")
