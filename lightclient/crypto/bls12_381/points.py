"""Points of y**2 == x**3 + b over either field, as Jacobian coordinates: (X, Y, Z), x == X / Z**2 and y == Y / Z**3.

f is the field, `fp` or `fp2`. Z is always reduced, X and Y need not be; infinity has Z == 0. All functions hold for any
points.

Source: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from lightclient.crypto import recode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps

    Jacobian = tuple[Any, Any, Any]  # of integers or of pairs

R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001  # the order of both groups
X = 0xD201000000010000  # the curve's parameter is -X

TEETH, COLUMNS = 4, 68  # of the comb of `multiply`


def infinity(f: "Any") -> "Jacobian":
    return f.ONE, f.ONE, f.ZERO


def negative(f: "Any", point: "Jacobian") -> "Jacobian":
    x, y, z = point
    return x, f.sub(f.ZERO, y), z


def double(f: "Any", point: "Jacobian") -> "Jacobian":
    x, y, z = point
    b = f.sqr(y)
    d = f.times(f.mul(x, b), 4)
    e = f.times(f.sqr(x), 3)
    x3 = f.sub(f.sqr(e), f.times(d, 2))
    return x3, f.sub(f.mul(e, f.sub(d, x3)), f.times(f.sqr(b), 8)), f.mul(f.times(y, 2), z)


def add(f: "Any", one: "Jacobian", two: "Jacobian") -> "Jacobian":
    """Return the sum. It takes 5 products less if `two` is affine, with Z == 1."""
    x1, y1, z = one
    x2, y2, z2 = two
    if z == f.ZERO:
        return two
    if z2 == f.ZERO:
        return one
    zz = f.sqr(z)
    x2, y2 = f.mul(x2, zz), f.mul(f.mul(y2, z), zz)
    if z2 != f.ONE:
        zz = f.sqr(z2)
        x1, y1, z = f.mul(x1, zz), f.mul(f.mul(y1, z2), zz), f.mul(z, z2)
    h, r = f.sub(x2, x1), f.sub(y2, y1)
    if f.is_zero(h):
        return double(f, one) if f.is_zero(r) else infinity(f)
    hh = f.sqr(h)
    hhh = f.mul(h, hh)
    v = f.mul(x1, hh)
    x3 = f.sub(f.sub(f.sqr(r), hhh), f.times(v, 2))
    return x3, f.sub(f.mul(r, f.sub(v, x3)), f.mul(y1, hhh)), f.mul(z, h)


def affine(f: "Any", point: "Jacobian") -> "Jacobian":
    """Return the same point with Z == 1 and all coordinates reduced; infinity as it is."""
    x, y, z = point
    if z == f.ZERO:
        return infinity(f)
    if z == f.ONE:
        return f.normal(x), f.normal(y), z
    z = f.inverse(z)
    zz = f.sqr(z)
    return f.mul(x, zz), f.mul(f.mul(y, z), zz), f.ONE


def same(f: "Any", one: "Jacobian", two: "Jacobian") -> bool:
    """Tell whether two points are the same."""
    x1, y1, z1 = one
    x2, y2, z2 = two
    if z1 == f.ZERO or z2 == f.ZERO:
        return bool(z1 == z2)
    zz1, zz2 = f.sqr(z1), f.sqr(z2)
    return bool(
        f.is_zero(f.sub(f.mul(x1, zz2), f.mul(x2, zz1)))
        and f.is_zero(f.sub(f.mul(f.mul(y1, z2), zz2), f.mul(f.mul(y2, z1), zz1)))
    )


def square(f: "Any", b: "Any", x: "Any") -> "Any":
    """Return what the square of y has to be for a point of the curve."""
    return f.normal(f.add(f.mul(f.sqr(x), x), b))


def times_x(f: "Any", point: "Jacobian") -> "Steps[Jacobian]":
    """Return X * point, in steps. X has six bits that are set."""
    total = point
    for i in range(62, -1, -1):
        total = double(f, total)
        if X >> i & 1:
            total = add(f, total, point)
        if i % 4 == 0:
            yield
    return total


def multiply(f: "Any", point: "Jacobian", k: int, blind: bytes) -> "Steps[Jacobian]":
    """Return k * point for a secret k, 0 < k < R, and a point of order R, in steps.

    blind: 50 secret bytes that nobody else knows. They choose the multiple of R that is added to k, one of 2**15, and
    the coordinates that stand for the first point. The sequence of operations is the same for every k; how long one
    takes on a big integer is the interpreter's affair.
    """
    k += R * ((blind[0] << 8 | blind[1]) & 0xFFFE)
    k += R * (~k & 1)
    teeth = [point]
    for _ in range(TEETH - 1):
        tooth = teeth[-1]
        for i in range(COLUMNS):
            tooth = double(f, tooth)
            if i % 4 == 0:
                yield
        teeth.append(tooth)
    # Entry i is the sum of all teeth but the last, plus or minus as the bits of i say, and the last one.
    table = [teeth[-1]]
    for tooth in teeth[:-1]:
        minus = negative(f, tooth)
        table = [add(f, entry, minus) for entry in table] + [add(f, entry, tooth) for entry in table]
        yield
    columns = recode.comb(k, TEETH, COLUMNS)
    z = f.times(f.ONE, int.from_bytes(blind[2:], "big") | 1)
    x, y, z1 = _entry(f, table, columns[0])
    zz = f.sqr(z)
    total = f.mul(x, zz), f.mul(f.mul(y, z), zz), f.mul(z1, z)
    for i in range(1, COLUMNS):
        total = add(f, double(f, total), _entry(f, table, columns[i]))
        if i % 2 == 0:
            yield
    return total


def _entry(f: "Any", table: "list[Jacobian]", column: int) -> "Jacobian":
    sign = column >> TEETH - 1
    x, y, z = table[(column ^ (sign - 1)) & (1 << TEETH - 1) - 1]
    return x, (f.sub(f.ZERO, y), y)[sign], z
