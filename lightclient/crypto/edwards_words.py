"""Doubling and adding on the curve of Ed25519 in `words`, for 32-bit boards: the functions of `edwards`.

A sum is a bytearray of a point and what is needed on the way, changed in place. What is added is not times R, all four
numbers of it, and the four products that they go into are less by the same factor: that leaves the point as it is.
"""

from lightclient.crypto import edwards
from lightclient.crypto.edwards import P
from lightclient.crypto.words import SIZE, R, compiled, get, put, rows
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.edwards import Extended, Projective, Ready

# Places: X, Y, Z, the factors of T, what passes, and what is added.
X, Y, Z, E, H, T, U, PLUS, MINUS, T2, Z2 = range(2, 13)

PRIME: "tuple[int, dict[int, tuple[str, int]], int]" = 255, {}, 19

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

run = compiled(*PRIME)


def start(point: "Extended") -> bytearray:
    total = bytearray(SIZE * 13)
    for place, number in enumerate(point, X):
        put(total, place, number * R % P)
    return total


def double(total: bytearray) -> bytearray:
    run(total, 0, DOUBLE)
    return total


def add(total: bytearray, ready: "Ready", negative: bool) -> bytearray:
    plus, minus, t2, z2 = ready
    if negative:
        plus, minus, t2 = minus, plus, P - t2
    for place, number in ((PLUS, plus), (MINUS, minus), (T2, t2), (Z2, z2)):
        put(total, place, number % P)
    run(total, 0, ADD)
    return total


def finish(total: bytearray) -> "Projective":
    return get(total, X) % P, get(total, Y) % P, get(total, Z) % P


def _self_test() -> None:
    """Compare with integers; the formulas do not ask whether the points are on the curve."""
    first, ready = (P - 1, P >> 1, P - 3, P - 4, P >> 3), (P - 2, P >> 2, P - 5, P - 6)
    x, y, z = edwards.finish(edwards.add(edwards.double(first), ready, True))
    found = finish(add(double(start(first)), ready, True))
    if (found[0] * z - x * found[2]) % P or (found[1] * z - y * found[2]) % P or not found[2]:
        raise SelfTestFailed("Ed25519 (viper)")


if run:
    _self_test()
