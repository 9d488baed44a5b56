"""What is the same on every curve y**2 == x**3 + a * x + b over the integers modulo a prime p.

A point is (x, y), affine, never infinity, or Jacobian: (X, Y, Z) with x == X / Z**2 and y == Y / Z**3, where infinity
has Z == 0 and nothing costs a division.

Source: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from lightclient.crypto.errors import BadKeyEncoding, NotOnCurve
from lightclient.crypto.inverse import inverse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Point = tuple[int, int]
    Jacobian = tuple[int, int, int]

INFINITY = 0, 1, 0


def parse(key: bytes, p: int, a: int, b: int, root: "Callable[[int], int]") -> "Point":
    """Return the point that `key` encodes: 02 or 03 and x, or 04, x and y, big-endian (SEC 1, 2.3.4).

    The hybrid forms 06 and 07 are refused. root(n) is a square root of n if there is one.
    Raises BadKeyEncoding, NotOnCurve.
    """
    form = key[0] if key else 0
    x = int.from_bytes(key[1:33], "big")
    square = (x * x * x + a * x + b) % p
    if form in (2, 3) and len(key) == 33:
        y = root(square)
        y = y if y & 1 == form & 1 else p - y
    elif form == 4 and len(key) == 65:
        y = int.from_bytes(key[33:], "big")
    else:
        raise BadKeyEncoding(len(key), form)
    if x >= p or y >= p or y * y % p != square:
        raise NotOnCurve()
    return x, y


def serialize(point: "Point") -> bytes:
    """Return the 33 bytes of a compressed public key."""
    x, y = point
    return bytes((2 + (y & 1),)) + x.to_bytes(32, "big")


def uncompressed(point: "Point") -> bytes:
    """Return the 65 bytes of a public key as it was written at first."""
    x, y = point
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def start(point: "Jacobian") -> "Jacobian":
    """Return a sum of one point that is not infinity; in `jacobian_words` a sum is no point."""
    return point


def finish(total: "Jacobian") -> "Jacobian":
    """Return the point that a sum is, and end it."""
    return total


def affine(point: "Jacobian", p: int) -> "Point":
    """Return (x, y) of a point that is not infinity."""
    x, y, z = point
    z = inverse(z, p)
    zz = z * z % p
    return x * zz % p, y * zz * z % p


def read(table: bytes, i: int) -> "Point":
    """Return entry i of a table of points, 64 bytes each."""
    at = 64 * i
    return int.from_bytes(table[at : at + 32], "big"), int.from_bytes(table[at + 32 : at + 64], "big")


def comb_entry(table: bytes, column: int, teeth: int, p: int) -> "Point":
    """Return the sum of +-2**(columns * tooth) * G that a column of a comb asks for.

    The table has those with the highest tooth at +1; the others are their negatives.
    """
    sign = column >> teeth - 1
    x, y = read(table, (column ^ (sign - 1)) & (1 << teeth - 1) - 1)
    return x, (p - y, y)[sign]


def odd_multiples(
    point: "Point",
    count: int,
    p: int,
    double: "Callable[[Jacobian], Jacobian]",
    add: "Callable[[Jacobian, int, int], Jacobian]",
) -> "list[Point]":
    """Return the first `count` of [1, 3, 5 ...] * point.

    (x, y) -> (x * z**2, y * z**3) leads to a curve of another a and b, where the double of `point`, whose Z is z, has
    the Z coordinate 1 and the formula for adding is the same: mixed additions there, and one division to take all back.
    """
    x, y = point
    x2, y2, z2 = double((x, y, 1))
    zz = z2 * z2 % p
    found = [(x * zz % p, y * zz * z2 % p, 1)]
    while len(found) < count:
        found.append(add(found[-1], x2, y2))

    # Montgomery's trick: the inverses of many numbers from that of their product.
    product = 1
    before = []
    for _, _, z in found:
        before.append(product)
        product = product * z * z2 % p
    rest = inverse(product, p)
    points: "list[Point]" = []
    for i in range(count - 1, -1, -1):
        x, y, z = found[i]
        inverted = rest * before[i] % p
        rest = rest * z * z2 % p
        zz = inverted * inverted % p
        points.insert(0, (x * zz % p, y * zz * inverted % p))
    return points
