"""BLS12-381 by arkworks, from the package py_arkworks_bls12381 of Ethereum's client developers.

It is asked for points and pairings; what an encoding means, and which is refused, `encoding` decides for every backend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_arkworks_bls12381 import GT, G1Point, G2Point, Scalar

from lightclient.crypto.bls12_381 import encoding, fp, g1, g2
from lightclient.crypto.bls12_381.backend import Bls12381

if TYPE_CHECKING:
    from lightclient.crypto.bls12_381.pairing import Pairs
    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps

if not hasattr(G1Point, "hash_to_curve"):
    raise ImportError("py_arkworks_bls12381 0.5 or later")

CLASSES: dict[str, Any] = {"G1": G1Point, "G2": G2Point}


class Arkworks(Bls12381):
    name = "arkworks"
    borrowed = "check_by_hints"

    def lift(self, group: Any, x: Any) -> Steps[Any]:
        yield
        data = bytearray(group.FIELD.serialize(x))
        data[0] |= encoding.COMPRESSED
        try:
            point = CLASSES[group.NAME].from_compressed_bytes_unchecked(bytes(data))
        except ValueError:
            return None
        return _ours(group, point)[1]

    def in_subgroup(self, group: Any, point: Jacobian) -> Steps[bool]:
        yield
        return bool(_theirs(group, point).is_in_subgroup())

    def hash_to_curve(self, group: Any, message: bytes, tag: bytes) -> Steps[Jacobian]:
        yield
        return _ours(group, CLASSES[group.NAME].hash_to_curve(message, tag))

    def multiply(self, group: Any, point: Jacobian, k: int, blind: bytes) -> Steps[Jacobian]:
        yield
        return _ours(group, _theirs(group, point) * Scalar.from_be_bytes(k.to_bytes(32, "big")))

    def is_one(self, pairs: Pairs) -> Steps[bool]:
        yield
        return GT.pairing_check([_theirs(g1, one) for one, _ in pairs], [_theirs(g2, two) for _, two in pairs])


def _theirs(group: Any, point: Jacobian) -> Any:
    x, y, _ = point
    numbers = (*x, *y) if group is g2 else (x, y)
    return CLASSES[group.NAME].from_xy_bytes_unchecked_be(b"".join(map(fp.serialize, numbers)))


def _ours(group: Any, point: Any) -> Jacobian:
    data = point.to_xy_bytes_be()
    numbers = [fp.parse(data[i : i + fp.SIZE]) for i in range(0, len(data), fp.SIZE)]
    if group is g2:
        return tuple(numbers[:2]), tuple(numbers[2:]), g2.FIELD.ONE
    return numbers[0], numbers[1], g1.FIELD.ONE
