"""Points of the curve of Ed25519: their encodings, and sums of their multiples.

A point is (x, y), or as in `edwards`, which says what curve that is and adds them up.

Source: RFC 8032, section 5.1.
"""

from lightclient.crypto import edwards, recode, viper
from lightclient.crypto.ed25519_comb import POINTS
from lightclient.crypto.edwards import LOW as LOW
from lightclient.crypto.edwards import P as P
from lightclient.crypto.errors import BadKeyEncoding, NotOnCurve
from lightclient.crypto.inverse import inverse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.edwards import Extended, Projective, Ready
    from lightclient.crypto.steps import Steps

    Point = tuple[int, int]

L = (1 << 252) + 27742317777372353535851937790883648493  # the order of the base point
D = 0x52036CEE2B6FFE738CC740797779E89800700A4D4141D8AB75EB4DCA135978A3
ROOT = 0x2B8324804FC1DF0B2B4D00993DFBD7A72F431806AD2FE478C4EE1B274A0EA0B0  # of -1

TEETH, COLUMNS = 6, 45  # of the comb

STEP = 4  # doublings between two steps

NEUTRAL = 0, 1, 1, 0, 0

_adder: "list[Any]" = []  # the first one, once it is chosen


# -- encodings


def parse(data: bytes, any_encoding: bool = False) -> "Point":
    """Return the point that 32 bytes encode: y, little-endian, and the parity of x in the top bit (RFC 8032, 5.1.3).

    any_encoding: take those that the RFC does not allow, a y of P and more and a negative 0, as ZIP-215 does.
    Raises BadKeyEncoding for another length, NotOnCurve, also for those encodings unless they are taken.
    """
    if len(data) != 32:
        raise BadKeyEncoding(len(data), data[0] if data else 0)
    number = int.from_bytes(data, "little")
    parity, y = number >> 255, number & LOW
    # x is the root of u / v; u * v**3 * (u * v**7)**((P - 5) / 8) is one, or ROOT times one, or v divides no square.
    yy = y * y % P
    u, v = yy - 1, (D * yy + 1) % P
    v3 = v * v * v % P
    x = u * v3 * _power(u * v3 * v3 * v % P) % P
    if (v * x * x - u) % P:
        x = x * ROOT % P
    if (v * x * x - u) % P or ((y >= P or (not x and parity)) and not any_encoding):
        raise NotOnCurve()
    return (x if x & 1 == parity else (P - x) % P), y % P


def serialize(point: "Point") -> bytes:
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


# -- multiplication


def adder() -> "Any":
    """Return what adds points up: machine words where the first call finds viper and room, or big integers."""
    if not _adder:
        if viper.roomy():
            try:
                from lightclient.crypto.edwards_words import EdwardsWords

                words = EdwardsWords()
                if words.run:
                    _adder.append(words)
            except ImportError:  # left out of an installation or of an amalgamated program
                pass
        _adder.append(edwards)
    return _adder[0]


def combine(u: int, v: int, point: "Point") -> "Steps[Projective]":
    """Return u * B + v * point for u and v below L, in steps. For public numbers: the time tells u and v apart."""
    group = adder()
    yield
    columns = recode.comb(u if u & 1 else u + L, TEETH, COLUMNS)
    digits = recode.wnaf(v, 4, 253)
    odd = odd_multiples(point)
    yield
    total = group.start(NEUTRAL)
    for i in range(253, -1, -1):
        total = group.double(total)
        digit = digits[i]
        if digit:
            total = group.add(total, odd[abs(digit) >> 1], digit < 0)
        if i < COLUMNS:
            total = add_comb(group, total, columns[COLUMNS - 1 - i])
        if i % STEP == 0:
            yield
    found: "Projective" = group.finish(total)
    return found


def multiply(k: int, blind: bytes) -> "Steps[Point]":
    """Return k * B for a secret `k` below L, in steps.

    blind: 36 secret bytes that nobody else knows. They choose the multiple of L that is added to k, one of 2**15, and
    the coordinates that stand for the first point. The sequence of operations is the same for every k; how long one
    takes on a big integer is the interpreter's affair.
    """
    group = adder()
    yield
    k += L * ((blind[0] << 8 | blind[1]) & 0xFFFE)
    k += L * (~k & 1)
    columns = recode.comb(k, TEETH, COLUMNS)
    z = int.from_bytes(blind[4:], "big") % (P - 1) + 1
    total = add_comb(group, group.start((0, z, z, 0, 0)), columns[0])
    for i in range(1, COLUMNS):
        total = add_comb(group, group.double(total), columns[i])
        if i % STEP == 0:
            yield
    return affine(group.finish(total))


def eightfold(point: "Point") -> "Point":
    """Return 8 * point, where what is of small order is gone."""
    x, y = point
    return affine(edwards.finish(edwards.double(edwards.double(edwards.double((x, y, 1, x, y))))))


def affine(point: "Projective") -> "Point":
    x, y, z = point
    z = inverse(z, P)
    return x * z % P, y * z % P


def add_comb(group: "Any", total: "Any", column: int) -> "Any":
    """Add the sum of +-2**(COLUMNS * tooth) * B that a column asks for.

    The table has those with the highest tooth at +1; the others are their negatives.
    """
    sign = column >> TEETH - 1
    at = 96 * ((column ^ (sign - 1)) & 31)
    entry = [int.from_bytes(POINTS[i : i + 32], "little") for i in (at, at + 32, at + 64)]
    return group.add(total, (entry[0], entry[1], entry[2], 1), sign == 0)


def odd_multiples(point: "Point") -> "list[Ready]":
    """Return [1, 3, 5, 7] * point, ready to be added."""
    x, y = point
    current = x, y, 1, x, y
    double = _ready(edwards.double(current))
    found = [_ready(current)]
    for _ in range(3):
        current = edwards.add(current, double, False)
        found.append(_ready(current))
    return found


def _ready(point: "Extended") -> "Ready":
    x, y, z, e, h = point
    return y + x, y - x, e * h % P * 2 * D % P, z


# -- roots


def _power(a: int) -> int:
    """Return a**((P - 5) / 8), that is a**(2**252 - 3). Of the names below, a40 is a**(2**40 - 1)."""
    square = a * a % P
    ninth = _squared(square, 2) * a % P
    a5 = _squared(ninth * square % P, 1) * ninth % P
    a10 = _squared(a5, 5) * a5 % P
    a20 = _squared(a10, 10) * a10 % P
    a40 = _squared(a20, 20) * a20 % P
    a50 = _squared(a40, 10) * a10 % P
    a100 = _squared(a50, 50) * a50 % P
    a200 = _squared(a100, 100) * a100 % P
    return _squared(_squared(a200, 50) * a50 % P, 2) * a % P


def _squared(a: int, times: int) -> int:
    """Return a**(2**times)."""
    for _ in range(times):
        t = a * a
        a = ((t >> 255) * 19 + (t & LOW)) % P
    return a
