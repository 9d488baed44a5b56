"""Doubling and adding on the curve of Ed25519, y**2 - x**2 == 1 + D * x**2 * y**2 over the integers modulo P.

A point is extended: (X, Y, Z, T) with x == X / Z, y == Y / Z and x * y == T / Z, where T is kept as two factors, since
a doubling does not need it. A point to be added is ready: (Y + X, Y - X, 2 * D * T, Z). The formulas hold for any two
points; there is no infinity to mind.

Reducing starts by folding, 2**255 being 19 modulo P. What goes into products alone stays as it is after that, below
2**262; coordinates are divided by P as well. `edwards_words` has the same functions for 32-bit boards.

Source: Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited".
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    Extended = tuple[int, int, int, int, int]
    Projective = tuple[int, int, int]
    Ready = tuple[int, int, int, int]

P = (1 << 255) - 19
LOW = (1 << 255) - 1


def start(point: "Extended") -> "Extended":
    """Return a sum of one point."""
    return point


def finish(total: "Extended") -> "Projective":
    """Return the point that a sum is, as X, Y and Z, and end it."""
    return total[:3]


def double(point: "Extended") -> "Extended":
    """Return twice a point. ("Revisited", 3.3, for a == -1)"""
    x, y, z, _, _ = point
    xx = x * x
    yy = y * y
    t = xx + yy
    h = (t >> 255) * 19 + (t & LOW)
    t = yy - xx
    g = (t >> 255) * 19 + (t & LOW)
    t = (x << 1) * y
    e = (t >> 255) * 19 + (t & LOW)
    t = (z << 1) * z
    f = (t >> 255) * 19 + (t & LOW) - g
    return _product(e, f, g, h)


def add(point: "Extended", ready: "Ready", negative: bool) -> "Extended":
    """Return the sum of two points, or their difference. ("Revisited", 3.1, for a == -1)"""
    x, y, z, e, h = point
    plus, minus, t2, z2 = ready
    if negative:
        plus, minus, t2 = minus, plus, P - t2
    a = (y - x) * minus
    b = (y + x) * plus
    c = e * h
    c = ((c >> 255) * 19 + (c & LOW)) * t2
    c = (c >> 255) * 19 + (c & LOW)
    d = (z << 1) * z2
    d = (d >> 255) * 19 + (d & LOW)
    e = b - a
    e = (e >> 255) * 19 + (e & LOW)
    h = b + a
    h = (h >> 255) * 19 + (h & LOW)
    return _product(e, d - c, d + c, h)


def _product(e: int, f: int, g: int, h: int) -> "Extended":
    """Return the point with X == e * f, Y == g * h, Z == f * g, T == e * h: where both formulas end."""
    x = e * f
    y = g * h
    z = f * g
    return (
        ((x >> 255) * 19 + (x & LOW)) % P,
        ((y >> 255) * 19 + (y & LOW)) % P,
        ((z >> 255) * 19 + (z & LOW)) % P,
        e,
        h,
    )
