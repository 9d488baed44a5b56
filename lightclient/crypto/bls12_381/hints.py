"""Verifying with hints: numbers that are costly to find and cheap to check, from somebody who need not be trusted.

Hints are numbers of 48 bytes, big-endian, neither 0 nor too large: of pairs (a, b) first a, then b.

    six         a witness d, see below
    two         square roots, one for each number that the message was hashed to; of pairs on G2
    one each    the y of the signature, and of each key, in this order, of those that are compressed

Roots are compared with what they are roots of, and have the sign that hashing or the encoding says.

The witness stands for the final exponentiation. The product m of Miller's algorithm becomes 1 by it exactly if it is
one of the powers with the exponent R in the field of the pairing. So is each (1 + d * w)**(P + X), because R divides
P + X, and so is each number of the sixth degree but 0, because R divides P**6 + 1. Where their product with m is of the
sixth degree, m is such a power as well: no choice of d makes a false signature pass. d is of the sixth degree because
nothing else can be written here, and 1 + d * w is never 0 because w is not of the sixth degree.

Source: Novakovic, Eagen, "On proving pairings" (eprint 2024/640).
"""

from lightclient.crypto.bls12_381 import encoding, fp, fp12, hashing, points, sswu
from lightclient.crypto.bls12_381.errors import BadHints, KeyAtInfinity, NoSignatures, WrongHint
from lightclient.crypto.bls12_381.signatures import pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.fp12 import Fp6, Fp12
    from lightclient.crypto.bls12_381.pairing import Pairs
    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.bls12_381.suites import Suite
    from lightclient.crypto.steps import Steps


def check(
    backend: "Any", suite: "Suite", keys: "list[bytes]", message: bytes, signature: bytes, hints: bytes
) -> "Steps[None]":
    """Check that the sum of `keys` signed a message, in steps.

    Raises WrongHint if a hint does not hold, which says nothing about the signature: verify it without. Raises BadHints
    for what is not hints of such keys and such a signature, KeyAtInfinity for the sum of keys too, and what
    `signatures.verify` raises.
    """
    if not keys:
        raise NoSignatures()
    numbers = _parse(suite, keys, signature, hints)
    witness: "Any" = tuple([numbers.pop(0) for _ in range(6)])
    roots = _roots(suite.signatures, numbers, 2)
    point = yield from _point(backend, suite.signatures, signature, numbers, "the signature")
    total = points.infinity(suite.keys.FIELD)
    for key in keys:
        one = yield from _point(backend, suite.keys, key, numbers, "a key")
        if one[2] == suite.keys.FIELD.ZERO:
            raise KeyAtInfinity()
        total = points.add(suite.keys.FIELD, total, one)
    if total[2] == suite.keys.FIELD.ZERO:
        raise KeyAtInfinity()
    hashed = yield from hash_by_roots(backend, suite.signatures, message, suite.tag, roots)
    good = yield from is_one_by(backend, pairs(suite, [(total, hashed)], point), witness)
    if not good:
        raise WrongHint("the pairing")


def map_by_root(group: "Any", u: "Any", root: "Any") -> "Jacobian":
    """Return what `sswu.to_curve` returns. Raises WrongHint."""
    f = group.FIELD
    x1, gx, x2, cube = sswu.candidates(group, u)
    square = f.sqr(root)
    if square == gx:
        return sswu.isogeny(group, u, x1, root)
    if square == f.mul(f.mul(f.TWIST, f.sqr(cube)), gx):
        return sswu.isogeny(group, u, x2, root)
    raise WrongHint("a root of the message's hash")


def hash_by_roots(backend: "Any", group: "Any", message: bytes, tag: bytes, roots: "list[Any]") -> "Steps[Jacobian]":
    """Return what `hashing.hash_to_curve` returns, with two roots. Raises WrongHint."""
    numbers = hashing.numbers(group, message, tag)
    one = map_by_root(group, numbers[0], roots[0])
    yield
    two = map_by_root(group, numbers[1], roots[1])
    yield
    found: "Jacobian" = yield from backend.cleared_sum(group, one, two)
    return found


def is_one_by(backend: "Any", found: "Pairs", witness: "Fp6") -> "Steps[bool]":
    """Tell whether a witness shows that the product of the pairings is 1, in steps."""
    f: "Fp12" = yield from backend.miller(found, witness)
    f = fp12.mul_by_w(f, fp12.frobenius((fp12.ONE[0], witness))[1])
    return f[1] == fp12.ZERO6 and f[0] != fp12.ZERO6


def _parse(suite: "Suite", keys: "list[bytes]", signature: bytes, hints: bytes) -> "list[int]":
    """Return the numbers. Raises BadHints."""
    degree = suite.signatures.FIELD.SIZE // fp.SIZE
    count = 6 + 2 * degree + (degree if _compressed(signature) else 0)
    count += sum([suite.keys.FIELD.SIZE // fp.SIZE for key in keys if _compressed(key)])
    if len(hints) != count * fp.SIZE:
        raise BadHints(f"{len(hints)} bytes, not {count * fp.SIZE}")
    try:
        numbers = [fp.parse(hints[i : i + fp.SIZE]) for i in range(0, len(hints), fp.SIZE)]
    except ValueError:
        raise BadHints("a number that is not below the prime") from None
    if not any(numbers[:6]):
        raise BadHints("a witness of 0")
    return numbers


def _roots(group: "Any", numbers: "list[int]", count: int) -> "list[Any]":
    """Take so many numbers of a group's field. Raises BadHints for 0, which no root is: no point has the order 2."""
    found: "list[Any]" = []
    for _ in range(count):
        root: "Any" = numbers.pop(0)
        if group.FIELD.SIZE > fp.SIZE:
            root = root, numbers.pop(0)
        if root == group.FIELD.ZERO:
            raise BadHints("a root of 0")
        found.append(root)
    return found


def _point(backend: "Any", group: "Any", data: bytes, numbers: "list[int]", what: str) -> "Steps[Jacobian]":
    """Return the point that bytes encode, as `encoding.parse` does, but for the root."""
    point, flags = encoding.unpacked(group, data)
    if _compressed(data):
        (root,) = _roots(group, numbers, 1)
        f = group.FIELD
        if f.sqr(root) != points.square(f, group.B, point[0]):
            raise WrongHint("the root of " + what)
        point = encoding.with_root(group, point, root, flags)
    found: "Jacobian" = yield from encoding.checked(backend, group, point)
    return found


def _compressed(data: bytes) -> bool:
    """Tell whether a root belongs to the bytes of a point."""
    return bool(data) and data[0] & (encoding.COMPRESSED | encoding.INFINITY) == encoding.COMPRESSED
