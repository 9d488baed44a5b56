"""The curve secp256k1: its keys, and sums of multiples of its points.

Sources: SEC 1 and SEC 2; Gallant, Lambert, Vanstone, "Faster point multiplication on elliptic curves with efficient
endomorphisms"; "Guide to Elliptic Curve Cryptography", section 3.5.
"""

from lightclient.crypto import jacobian, recode, secp256k1_group, viper
from lightclient.crypto.errors import NotOnCurve
from lightclient.crypto.jacobian import affine, comb_entry, odd_multiples, read
from lightclient.crypto.secp256k1_comb import POINTS as COMB
from lightclient.crypto.secp256k1_group import P as P
from lightclient.crypto.secp256k1_group import root
from lightclient.crypto.secp256k1_table import POINTS as TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.jacobian import Jacobian, Point
    from lightclient.crypto.steps import Steps

N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141  # the order of every point but infinity

# LAMBDA * (x, y) == (BETA * x, y): a third root of unity modulo N, and one modulo P.
LAMBDA = 0x5363AD4CC05C30E0A5261C028812645A122E22EA20816678DF02967C1B23BD72
BETA = 0x7AE96A2B657C07106E64479EAC3434E99CF0497512F58995C1396C28719501EE

# A short basis of the lattice of all (a, b) with a + b * LAMBDA == 0 modulo N: (A1, -B1) and (A2, A1).
A1 = 0x3086D221A7D46BCDE86C90E49284EB15
B1 = 0xE4437ED6010E88286F547FA90ABFE4C3
A2 = 0x114CA50F7A8E2F3F657C1108D9D44CFD8

TEETH, COLUMNS = 6, 24  # of the comb

STEP = 4  # doublings between two steps

_groups: "list[Any]" = []  # once they are chosen


# -- encodings


def lift_x(x: int) -> "Point":
    """Return the point with this x and an even y. Raises NotOnCurve, also for an x that is not below P."""
    square = (x * x * x + 7) % P
    y = root(square)
    if x >= P or y * y % P != square:
        raise NotOnCurve()
    return x, P - y if y & 1 else y


def parse(key: bytes) -> "Point":
    """Return the point of a public key of 33 or 65 bytes (SEC 1). Raises BadKeyEncoding, NotOnCurve."""
    return jacobian.parse(key, P, 0, 7, root)


# -- multiplication


def groups() -> "list[Any]":
    """Return what adds points up: machine words where the first call finds viper and room for them, and big integers.

    The first computes. If it finds infinity, which may be an addition that it cannot do, the next one does all again.
    """
    if not _groups:
        if viper.roomy():
            try:
                from lightclient.crypto import secp256k1_words

                words = secp256k1_words.group()
                if words.run:
                    _groups.append(words)
            except ImportError:  # left out of an installation or of an amalgamated program
                pass
        _groups.append(secp256k1_group)
    return _groups


def combine(u: int, v: int, point: "Point") -> "Steps[Jacobian]":
    """Return u * G + v * point as (X, Y, Z), in steps. For public numbers: the time tells u and v apart.

    Both scalars are split into halves of 128 bits, so that four sums share 128 doublings instead of two sharing 256.
    """
    ways = groups()
    yield
    u1, u2 = split(u)
    v1, v2 = split(v)
    odd = odd_multiples(point, 4, P, secp256k1_group.double, secp256k1_group.add)
    yield
    streams = (
        (recode.wnaf(u1, 8, 128), None, 1),
        (recode.wnaf(u2, 8, 128), None, BETA),
        (recode.wnaf(v1, 4, 128), odd, 1),
        (recode.wnaf(v2, 4, 128), odd, BETA),
    )
    for group in ways:
        total = group.INFINITY
        for i in range(128, -1, -1):
            total = group.double(total)
            for digits, multiples, turn in streams:
                digit = digits[i]
                if digit:
                    entry = abs(digit) >> 1
                    x, y = multiples[entry] if multiples else read(TABLE, entry)
                    total = group.add(total, x * turn % P if turn != 1 else x, y if digit > 0 else P - y)
            if i % STEP == 0:
                yield
        found: "Jacobian" = group.finish(total)
        if found[2]:
            break
    return found


def multiply(k: int, blind: bytes) -> "Steps[Point]":
    """Return k * G for a secret `k`, 0 < k < N, in steps.

    blind: 36 secret bytes that nobody else knows. They choose the halves of k among many, and the coordinates that
    stand for the first point, so that no number in the computation is the same when k is. The sequence of operations
    is the same for every k; how long one takes on a big integer is the interpreter's affair.
    """
    ways = groups()
    yield
    first, second = (recode.comb(half, TEETH, COLUMNS) for half in split_odd(k, blind))
    x, y = comb_entry(COMB, first[0], TEETH, P)
    z = int.from_bytes(blind[4:], "big") % (P - 1) + 1
    start = x * z * z % P, y * z * z * z % P, z
    for group in ways:
        total = group.start(start)
        for i in range(COLUMNS):
            if i:
                x, y = comb_entry(COMB, first[i], TEETH, P)
                total = group.add(group.double(total), x, y)
            x, y = comb_entry(COMB, second[i], TEETH, P)
            total = group.add(total, x * BETA % P, y)
            if i % STEP == 0:
                yield
        found = group.finish(total)
        if found[2]:
            break
    return affine(found, P)


def split(k: int) -> "tuple[int, int]":
    """Return (k1, k2) with k == k1 + k2 * LAMBDA modulo N, both below 2**128 in absolute value."""
    c1, c2 = _nearest(k)
    return k - c1 * A1 - c2 * A2, c1 * B1 - c2 * A1


def split_odd(k: int, blind: bytes) -> "tuple[int, int]":
    """Return another such (k1, k2), one of 2**30 as the first four bytes of `blind` choose, both odd, below 2**144.

    Any point of the lattice may be added: k stays the same. A1 and B1 are odd and A2 is even, so the parities of
    c1 and c2 decide those of k1 and k2.
    """
    c1, c2 = _nearest(k)
    c1 += (blind[0] << 8 | blind[1]) & 0x7FFF
    c2 += (blind[2] << 8 | blind[3]) & 0x7FFF
    c1 += (c1 ^ k ^ 1) & 1
    c2 += (c2 ^ c1 ^ 1) & 1
    return k - c1 * A1 - c2 * A2, c1 * B1 - c2 * A1


def _nearest(k: int) -> "tuple[int, int]":
    """Return the coordinates, in the short basis, of a lattice point close to (k, 0)."""
    return (A1 * k + (N >> 1)) // N, (B1 * k + (N >> 1)) // N
