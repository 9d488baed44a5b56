"""Points as bytes: x with three flags in its highest bits, or x and y.

    0x80  compressed: only x follows
    0x40  infinity: all other bits are 0
    0x20  of two y's it is the larger one; only where it is compressed, and not infinity

Source: draft-irtf-cfrg-pairing-friendly-curves-11, appendix C, as Zcash chose it first.
"""

from lightclient.crypto.bls12_381 import points
from lightclient.crypto.bls12_381.errors import BadPoint, OffCurve, OutOfSubgroup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps

COMPRESSED, INFINITY, LARGER = 0x80, 0x40, 0x20


def parse(backend: "Any", group: "Any", data: bytes) -> "Steps[Jacobian]":
    """Return the affine point, or infinity, that bytes encode: one of the subgroup of prime order, in steps.

    backend: of the seam. group: `g1` or `g2`. Raises BadPoint, OffCurve, OutOfSubgroup.
    """
    point, flags = unpacked(group, data)
    if flags & COMPRESSED and not flags & INFINITY:
        y = yield from backend.lift(group, point[0])
        point = with_root(group, point, y, flags)
    return (yield from checked(backend, group, point))


def unpacked(group: "Any", data: bytes) -> "tuple[Jacobian, int]":
    """Return a point and the flags. Of a compressed one y is not yet known, and 0. Raises BadPoint."""
    f = group.FIELD
    flags = data[0] & 0xE0 if data else 0
    size = f.SIZE if flags & COMPRESSED else 2 * f.SIZE
    if len(data) != size:
        raise BadPoint(group.NAME, f"{len(data)} bytes, not {size}")
    numbers = bytes((data[0] & 0x1F,)) + data[1:]
    if flags & INFINITY:
        if flags & LARGER or any(numbers):
            raise BadPoint(group.NAME, "infinity with more than its flag")
        return points.infinity(f), flags
    if flags & LARGER and not flags & COMPRESSED:
        raise BadPoint(group.NAME, "a sign where y is given")
    try:
        x = f.parse(numbers[: f.SIZE])
        y = f.ZERO if flags & COMPRESSED else f.parse(numbers[f.SIZE :])
    except ValueError:
        raise BadPoint(group.NAME, "a coordinate that is not below the prime") from None
    return (x, y, f.ONE), flags


def with_root(group: "Any", point: "Jacobian", y: "Any", flags: int) -> "Jacobian":
    """Return the point with that of two roots which the flags name. y: None if no number is one. Raises OffCurve."""
    f = group.FIELD
    if y is None:
        raise OffCurve(group.NAME)
    if f.larger(y) != bool(flags & LARGER):
        y = f.normal(f.sub(f.ZERO, y))
    return point[0], y, point[2]


def checked(backend: "Any", group: "Any", point: "Jacobian") -> "Steps[Jacobian]":
    """Return an affine point, or infinity, that is on the curve and in the subgroup. Raises OffCurve, OutOfSubgroup."""
    f = group.FIELD
    if point[2] != f.ZERO:
        if not f.is_zero(f.sub(f.sqr(point[1]), points.square(f, group.B, point[0]))):
            raise OffCurve(group.NAME)
        inside = yield from backend.in_subgroup(group, point)
        if not inside:
            raise OutOfSubgroup(group.NAME)
    return point


def serialize(group: "Any", point: "Jacobian", compressed: bool = True) -> bytes:
    """Return the bytes of a point, any."""
    f = group.FIELD
    x, y, z = points.affine(f, point)
    if z == f.ZERO:
        return bytes((COMPRESSED | INFINITY if compressed else INFINITY,)) + bytes(f.SIZE * (2 - compressed) - 1)
    if not compressed:
        return bytes(f.serialize(x) + f.serialize(y))
    data = bytearray(f.serialize(x))
    data[0] |= COMPRESSED | (LARGER if f.larger(y) else 0)
    return bytes(data)
