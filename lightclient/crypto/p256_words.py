"""Doubling and adding on P-256 in words of `p256_viper`, the same functions as in `p256_group`, for 32-bit boards.

A doubling takes less than half of the instructions, the same ones for all points, and no memory. A sum is a bytearray
of X, 2 * Y, Z and what is needed on the way, changed in place; at infinity an empty one.

No value is looked at. Where two points are the same, or each other's negative, `add` leaves Z == 0, and it stays 0: a
caller that finds 0 at the end computes again in `p256_group`.

Source: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", algorithms 3.21 and 3.22.
"""

from lightclient.crypto import p256_group, p256_viper, viper
from lightclient.crypto.p256_group import P
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.jacobian import Jacobian

R = 1 << 260  # a number x is in the words as x * R

X, W, Z, RR, T, U, V = range(2, 9)  # places: X, 2 * Y, Z, the number R, and three for what passes
SIZE = 80 * 9

INFINITY = bytearray()


def _rows(*rows: "tuple[int, ...]") -> bytes:
    """Return what run() reads. (r, a, b) is r = a * b, (r, a, b, p, q) is r = p * a + q * b."""
    return b"".join([bytes(row[:3] + ((row[3], row[4] + 8) if row[3:] else (0, 8))) for row in rows]) + b"\0"


DOUBLE = _rows(
    (T, Z, Z),
    (U, X, T, 1, -1),
    (T, X, T, 3, 3),
    (T, T, U),  # slope = 3 * (x - z**2) * (x + z**2)
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
# Of (X, Y, Z) and the affine point in U and V. That is not times R, so what it is multiplied by is so once more.
ADD = _rows(
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
FINISH = _rows((X, X, U), (W, W, U), (Z, Z, U))


def start(point: "Jacobian") -> bytearray:
    x, y, z = point
    total = bytearray(SIZE)
    for place, number in ((X, x), (W, 2 * y), (Z, z), (RR, R)):
        _load(total, place, number * R % P)
    return total


def double(total: bytearray) -> bytearray:
    if total:
        run(total, 0, DOUBLE)
    return total


def add(total: bytearray, x2: int, y2: int) -> bytearray:
    if not total:
        return start((x2, y2, 1))
    _load(total, U, x2)
    _load(total, V, y2)
    run(total, 0, ADD)
    return total


def finish(total: bytearray) -> "Jacobian":
    if not total:
        return 0, 1, 0
    _load(total, U, 1)
    run(total, 0, FINISH)
    return 4 * _number(total, X) % P, 4 * _number(total, W) % P, 2 * _number(total, Z) % P


def _load(total: bytearray, place: int, number: int) -> None:
    load(total, place, number.to_bytes(33, "little"))


def _number(total: bytearray, place: int) -> int:
    """Return the number in 20 words, which are signed."""
    number = 0
    for at in range(80 * place + 76, 80 * place - 4, -4):
        word = int.from_bytes(total[at : at + 4], "little")
        number = (number << 13) + (word ^ 0x80000000) - 0x80000000
    return number


run: "Any" = viper.compiled(p256_viper.RUN, "run")
load: "Any" = viper.compiled(p256_viper.LOAD, "load")


def _self_test() -> None:
    """Compare with `p256_group`: of a sum, which is for 2 * Z here, 4 * X, 8 * Y and 2 * Z come out of finish()."""
    first, x2, y2 = (P - 1, P >> 1, P - 3), P - 2, P >> 2
    x, y, z = p256_group.add(p256_group.double(first), x2, y2)
    if finish(add(double(start(first)), x2, y2)) != (16 * x % P, 64 * y % P, 4 * z % P):
        raise SelfTestFailed("P-256 (viper)")


if run:
    _self_test()
