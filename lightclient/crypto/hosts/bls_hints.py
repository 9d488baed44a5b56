"""Hints for BLS12-381, made by whoever serves a device: what crypto/bls12_381/hints verifies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lightclient.crypto.bls12_381 import encoding, fp, fp12, hashing, pairing, points, signatures, sswu
from lightclient.crypto.bls12_381.backend import Bls12381
from lightclient.crypto.bls12_381.errors import NoHints
from lightclient.crypto.bls12_381.fp import P
from lightclient.crypto.bls12_381.points import R, X
from lightclient.crypto.steps import finish

if TYPE_CHECKING:
    from lightclient.crypto.bls12_381.fp12 import Fp6, Fp12
    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.bls12_381.suites import Suite

# Up to factors of the sixth degree the field's numbers are a cyclic group of the order P**6 + 1. A power with the
# exponent R is one with the exponent P + X there, because what P + X has beside R divides a power of P**6 - 1, and has
# no factor in common with P**6 + 1.
ORDER = (P**6 + 1) // R
EXPONENT = pow(P + X, -1, ORDER)

BACKEND = Bls12381()


def make(suite: Suite, keys: list[bytes], message: bytes, signature: bytes) -> bytes:
    """Return hints for a signature by the sum of keys.

    Raises NoHints if it is not a good one, and what `signatures.verify` raises.
    """
    group = suite.signatures
    points_of_keys = [finish(signatures.key_point(BACKEND, suite, key)) for key in keys]
    point = finish(encoding.parse(BACKEND, group, signature))
    total = points.infinity(suite.keys.FIELD)
    for one in points_of_keys:
        total = points.add(suite.keys.FIELD, total, one)
    hashed = finish(hashing.hash_to_curve(BACKEND, group, message, suite.tag))
    numbers = [*_witness(finish(pairing.miller(signatures.pairs(suite, [(total, hashed)], point), None)))]
    for u in hashing.numbers(group, message, suite.tag):
        _, gx, _, cube = sswu.candidates(group, u)
        numbers += _numbers(finish(group.FIELD.either(BACKEND, gx, cube))[1])
    numbers += _root(point, signature)
    for key, one in zip(keys, points_of_keys, strict=True):
        numbers += _root(one, key)
    return b"".join(map(fp.serialize, numbers))


def _witness(f: Fp12) -> Fp6:
    """Return d for which f * (1 + d * w)**(P + X) is of the sixth degree. Raises NoHints."""
    one, two = fp12.conjugate(_power(f, EXPONENT))  # its inverse, but for a factor of the sixth degree
    found = fp12.reduced(fp12.mul(fp12.inverse((one, fp12.ZERO6)), (fp12.ZERO6, two))[1])
    if not any(found) or fp12.mul(f, _power((fp12.ONE[0], found), P + X))[1] != fp12.ZERO6:
        raise NoHints()
    return found


def _power(a: Fp12, k: int) -> Fp12:
    total = fp12.ONE
    for bit in f"{k:b}":
        total = fp12.sqr(total)
        if bit == "1":
            total = fp12.mul(total, a)
    return total


def _root(point: Jacobian, data: bytes) -> list[int]:
    return _numbers(point[1]) if data[0] & 0xC0 == encoding.COMPRESSED else []


def _numbers(value: Any) -> list[int]:
    return list(value) if isinstance(value, tuple) else [value]
