"""Signatures over BLS12-381, whichever backend computes the points.

All are generators for `steps.finish`, or for a board that has to answer in between. A wrong signature is False; what is
not the encoding of a key or of a signature raises a named error, and so does a point outside the subgroup.

A sum of signatures says that each key signed, if nobody could choose a key that cancels the others': where messages
differ (`aggregate_verify` of a basic suite), or where each owner has proved to have the secret (`verify_proof`).

Source: draft-irtf-cfrg-bls-signature-05, sections 2 and 3.
"""

from lightclient.crypto.blinding import blinds
from lightclient.crypto.bls12_381 import encoding, points
from lightclient.crypto.bls12_381.errors import KeyAtInfinity, NoProofs, NoSignatures, UnevenCounts
from lightclient.crypto.errors import BadSecretKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.bls12_381.suites import Suite
    from lightclient.crypto.steps import Steps


def public_key(backend: "Any", suite: "Suite", secret: bytes, random: bytes) -> "Steps[bytes]":
    k = _scalar(secret)
    group = suite.keys
    point = yield from backend.multiply(group, group.GENERATOR, k, blinds(secret, b"public key", random))
    return encoding.serialize(group, point)


def sign(backend: "Any", suite: "Suite", secret: bytes, message: bytes, tag: bytes, random: bytes) -> "Steps[bytes]":
    k = _scalar(secret)
    group = suite.signatures
    point = yield from backend.hash_to_curve(group, message, tag)
    point = yield from backend.multiply(group, point, k, blinds(secret, message, random))
    return encoding.serialize(group, point)


def key_point(backend: "Any", suite: "Suite", key: bytes) -> "Steps[Jacobian]":
    """Return the point of a public key. Raises what `encoding.parse` does, KeyAtInfinity."""
    point = yield from encoding.parse(backend, suite.keys, key)
    if point[2] == suite.keys.FIELD.ZERO:
        raise KeyAtInfinity()
    return point


def verify(backend: "Any", suite: "Suite", keys: "list[bytes]", message: bytes, signature: bytes) -> "Steps[bool]":
    """Tell whether the sum of `keys` signed a message. Raises NoSignatures for no keys."""
    if not keys:
        raise NoSignatures()
    total = points.infinity(suite.keys.FIELD)
    for key in keys:
        point = yield from key_point(backend, suite, key)
        total = points.add(suite.keys.FIELD, total, point)
    return (yield from _verify(backend, suite, total, message, signature, suite.tag))


def prove(backend: "Any", suite: "Suite", secret: bytes, random: bytes) -> "Steps[bytes]":
    """Return a signature over the public key. Raises NoProofs, BadSecretKey."""
    tag = _proof_tag(suite)
    key = yield from public_key(backend, suite, secret, random)
    return (yield from sign(backend, suite, secret, key, tag, random))


def verify_proof(backend: "Any", suite: "Suite", key: bytes, proof: bytes) -> "Steps[bool]":
    tag = _proof_tag(suite)
    point = yield from key_point(backend, suite, key)
    return (yield from _verify(backend, suite, point, encoding.serialize(suite.keys, point), proof, tag))


def aggregate_verify(
    backend: "Any", suite: "Suite", keys: "list[bytes]", messages: "list[bytes]", signature: bytes
) -> "Steps[bool]":
    """Tell whether each key signed its message. Raises NoSignatures, UnevenCounts as well."""
    if len(keys) != len(messages):
        raise UnevenCounts(len(keys), len(messages))
    if not keys:
        raise NoSignatures()
    point = yield from encoding.parse(backend, suite.signatures, signature)
    found = []
    for key in keys:
        found.append((yield from key_point(backend, suite, key)))
    if suite.distinct and len(set(messages)) < len(messages):
        return False
    signed = []
    for i, message in enumerate(messages):
        signed.append((found[i], (yield from backend.hash_to_curve(suite.signatures, message, suite.tag))))
    good: bool = yield from backend.is_one(pairs(suite, signed, point))
    return good


def aggregate(backend: "Any", suite: "Suite", signatures: "list[bytes]") -> "Steps[bytes]":
    """Return the sum of signatures. Raises NoSignatures, and what `encoding.parse` raises."""
    if not signatures:
        raise NoSignatures()
    group = suite.signatures
    total = points.infinity(group.FIELD)
    for signature in signatures:
        point = yield from encoding.parse(backend, group, signature)
        total = points.add(group.FIELD, total, point)
    return encoding.serialize(group, total)


def pairs(suite: "Suite", signed: "list[tuple[Jacobian, Jacobian]]", signature: "Jacobian") -> "Any":
    """Return pairs of points of G1 and of G2, affine, whose pairings have the product 1 if the signature is good.

    signed: points of keys, and of messages. Where one of a pair is infinity, its pairing is 1, and it is left out.
    """
    keys, signatures = suite.keys.FIELD, suite.signatures.FIELD
    found = []
    for key, point in signed + [(points.negative(keys, suite.keys.GENERATOR), signature)]:
        if key[2] != keys.ZERO and point[2] != signatures.ZERO:
            key, point = points.affine(keys, key), points.affine(signatures, point)
            found.append((key, point) if suite.keys.NAME == "G1" else (point, key))
    return found


def _verify(
    backend: "Any", suite: "Suite", key: "Jacobian", message: bytes, signature: bytes, tag: bytes
) -> "Steps[bool]":
    point = yield from encoding.parse(backend, suite.signatures, signature)
    if key[2] == suite.keys.FIELD.ZERO:
        return False
    hashed = yield from backend.hash_to_curve(suite.signatures, message, tag)
    good: bool = yield from backend.is_one(pairs(suite, [(key, hashed)], point))
    return good


def _proof_tag(suite: "Suite") -> bytes:
    if not suite.proof_tag:
        raise NoProofs(suite.name)
    return suite.proof_tag


def _scalar(secret: bytes) -> int:
    k = int.from_bytes(secret, "big")
    if len(secret) != 32 or not 0 < k < points.R:
        raise BadSecretKey()
    return k
