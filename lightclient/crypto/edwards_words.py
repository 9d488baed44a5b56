"""Doubling and adding on the curve of Ed25519 in `words`, for 32-bit boards: the functions of `edwards`.

A sum is a bytearray of a point and what is needed on the way, changed in place. What is added is not times R, all four
numbers of it, and the four products that they go into are less by the same factor: that leaves the point as it is.
"""

from lightclient.crypto import ed25519_viper, edwards
from lightclient.crypto.hashes import passed
from lightclient.crypto.words import SIZE, R, Words, rows
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.edwards import Extended, Projective, Ready

# Places: X, Y, Z, the factors of T, what passes, and what is added.
X, Y, Z, E, H, T, U, PLUS, MINUS, T2, Z2 = range(2, 13)

PRODUCT = (X, E, Z), (Y, U, H), (Z, Z, U)
DOUBLE = rows(
    (T, X, X),
    (U, Y, Y),
    (E, X, Y),
    (E, E, E, 1, 1),
    (H, T, U, 1, 1),
    (U, U, T, 1, -1),  # g
    (Z, Z, Z),
    (Z, Z, U, 2, -1),  # f
    *PRODUCT,
)
ADD = rows(
    (T, Y, X, 1, -1),
    (U, Y, X, 1, 1),
    (T, T, MINUS),  # a
    (U, U, PLUS),  # b
    (X, E, H),
    (X, X, T2),  # c
    (Z, Z, Z2),
    (E, U, T, 1, -1),
    (H, U, T, 1, 1),
    (U, Z, X, 2, 1),  # g
    (Z, Z, X, 2, -1),  # f
    *PRODUCT,
)


class EdwardsWords(Words):
    """Sums of points."""

    def __init__(self) -> None:
        """Compile and test it. Without `run` there is no viper, or no room for it."""
        super().__init__(edwards.P, ed25519_viper.RUN)
        if self.run:
            self.check()

    def start(self, point: "Extended") -> bytearray:
        total = bytearray(SIZE * 13)
        for place, number in enumerate(point, X):
            self.put(total, place, number * R % self.p)
        return total

    def double(self, total: bytearray) -> bytearray:
        self.run(total, 0, DOUBLE)
        return total

    def add(self, total: bytearray, ready: "Ready", negative: bool) -> bytearray:
        plus, minus, t2, z2 = ready
        if negative:
            plus, minus, t2 = minus, plus, self.p - t2
        for place, number in ((PLUS, plus), (MINUS, minus), (T2, t2), (Z2, z2)):
            self.put(total, place, number % self.p)
        self.run(total, 0, ADD)
        return total

    def finish(self, total: bytearray) -> "Projective":
        return self.get(total, X), self.get(total, Y), self.get(total, Z)

    def check(self) -> None:
        """Compare with integers; the formulas do not ask whether the points are on the curve."""
        p = self.p
        first, ready = (p - 1, p >> 1, p - 3, p - 4, p >> 3), (p - 2, p >> 2, p - 5, p - 6)
        x, y, z = edwards.finish(edwards.add(edwards.double(first), ready, True))
        found = self.finish(self.add(self.double(self.start(first)), ready, True))
        if (found[0] * z - x * found[2]) % p or (found[1] * z - y * found[2]) % p or not found[2]:
            raise SelfTestFailed("Ed25519 (viper)")
        passed("Ed25519 (viper)")
