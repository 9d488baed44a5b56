"""Pairs (a, b) for a + b * u with u * u == -1, the field of G2. Functions and bounds are those of `fp`."""

from lightclient.crypto.bls12_381 import fp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps

    Fp2 = tuple[int, int]

P = fp.P
SIZE = 2 * fp.SIZE
ZERO, ONE = (0, 0), (1, 0)
HALF = (P + 1) >> 1

# The nonsquare (-2 - u)**3, which `either` multiplies with, is that of G2's map. A root of its norm's negative, -125.
TWIST = (P - 2, P - 11)
NORM_ROOT = 0x0810E5A23CBB86FD12DED1AF502287A397ED25C1D6FE0444E38C48E9C7DDB3C27CFEBDD464E90F201FDA0EB6983F2533


def add(a: "Fp2", b: "Fp2") -> "Fp2":
    return a[0] + b[0], a[1] + b[1]


def sub(a: "Fp2", b: "Fp2") -> "Fp2":
    return a[0] - b[0], a[1] - b[1]


def times(a: "Fp2", k: int) -> "Fp2":
    return a[0] * k, a[1] * k


def mul(a: "Fp2", b: "Fp2") -> "Fp2":
    a0, a1 = a
    b0, b1 = b
    x = a0 * b0
    y = a1 * b1
    return (x - y) % P, ((a0 + a1) * (b0 + b1) - x - y) % P


def sqr(a: "Fp2") -> "Fp2":
    a0, a1 = a
    return (a0 + a1) * (a0 - a1) % P, (a0 << 1) * a1 % P


def normal(a: "Fp2") -> "Fp2":
    return a[0] % P, a[1] % P


def is_zero(a: "Fp2") -> bool:
    return not a[0] % P and not a[1] % P


def conjugate(a: "Fp2") -> "Fp2":
    return a[0], -a[1]


def norm(a: "Fp2") -> int:
    return (a[0] * a[0] + a[1] * a[1]) % P


def inverse(a: "Fp2") -> "Fp2":
    """Return 1 / a, or 0 for 0."""
    n = fp.inverse(norm(a))
    return a[0] * n % P, -a[1] * n % P


def sign(a: "Fp2") -> int:
    return a[0] & 1 if a[0] else a[1] & 1


def larger(a: "Fp2") -> bool:
    return fp.larger(a[1]) if a[1] else fp.larger(a[0])


def parse(data: bytes) -> "Fp2":
    """Return what SIZE bytes say, the coefficient of u first. Raises ValueError unless both are below P."""
    return fp.parse(data[fp.SIZE :]), fp.parse(data[: fp.SIZE])


def serialize(a: "Fp2") -> bytes:
    return fp.serialize(a[1]) + fp.serialize(a[0])


def root(backend: "Any", a: "Fp2") -> "Steps[Fp2 | None]":
    n = yield from fp.root(backend, norm(a))
    if n is None:
        return None
    return (yield from _root(backend, a, n))


def either(backend: "Any", a: "Fp2", t: "Fp2") -> "Steps[tuple[bool, Fp2]]":
    n = norm(a)
    s = (yield from backend.power(n)) * n % P
    square = s * s % P == n
    if not square:  # then s * s == -n, and the norm of the other number is the norm of TWIST times norm(t)**2 * n
        s = s * norm(t) % P * NORM_ROOT % P
        a = mul(mul(TWIST, sqr(t)), a)
    found = yield from _root(backend, a, s)
    return square, found


def _root(backend: "Any", a: "Fp2", n: int) -> "Steps[Fp2]":
    """Return a square root of a. n: a root of its norm. One exists then: a is a square if its norm is one.

    With t == (a0 + n) / 2, either t has the root x, and x + a1 / (2 * x) * u is one, or -t has the root x, and
    a1 / (2 * x) + x * u is. (t * (a0 - n) / 2 == -(a1 / 2)**2.)
    """
    a0, a1 = a
    t = (a0 + n) * HALF % P
    if not t:
        t = a0  # n is as good as -n
    z: int = yield from backend.power(t)
    x = t * z % P
    y = a1 * HALF % P * z % P  # where t is a square, z == 1 / x; where it is not, z == -1 / x
    if x * x % P == t:
        return x, y
    return -y % P, x
