"""BLS12-381 behind the seam, as the portable files compute it."""

from lightclient.crypto.bls12_381 import answers, fp, fp12, hashing, hints, pairing, points, signatures
from lightclient.crypto.chosen import PORTABLE
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.fp12 import Fp6, Fp12
    from lightclient.crypto.bls12_381.pairing import Pairs
    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.bls12_381.suites import Suite
    from lightclient.crypto.steps import Steps


class Bls12381:
    """The portable one. Others override some of what follows `self_test`, with the same arguments, results and errors.

    What is not a point raises BadPoint, OffCurve or OutOfSubgroup, a key that is infinity KeyAtInfinity.
    """

    name = PORTABLE
    borrowed = ""

    def public_key(self, suite: "Suite", secret: bytes, random: bytes = b"") -> bytes:
        """Return the compressed public key of a secret one, 32 bytes. random: for blinding. Raises BadSecretKey."""
        return finish(signatures.public_key(self, suite, secret, random))

    def sign(self, suite: "Suite", secret: bytes, message: bytes, random: bytes = b"") -> bytes:
        """Return the compressed signature over a message. random: for blinding. Raises BadSecretKey."""
        return finish(signatures.sign(self, suite, secret, message, suite.tag, random))

    def verify(self, suite: "Suite", key: bytes, message: bytes, signature: bytes) -> bool:
        return finish(self.verify_steps(suite, [key], message, signature))

    def verify_steps(self, suite: "Suite", keys: "list[bytes]", message: bytes, signature: bytes) -> "Steps[bool]":
        """Tell in steps whether all of `keys` signed one message; see `fast_aggregate_verify`."""
        return signatures.verify(self, suite, keys, message, signature)

    def check_by_hints(
        self, suite: "Suite", keys: "list[bytes]", message: bytes, signature: bytes, given: bytes
    ) -> None:
        """Check with hints, which need not be trusted, that all of `keys` signed one message; see `hints`.

        Raises WrongHint if they do not show it, BadHints.
        """
        finish(self.check_by_hints_steps(suite, keys, message, signature, given))

    def check_by_hints_steps(
        self, suite: "Suite", keys: "list[bytes]", message: bytes, signature: bytes, given: bytes
    ) -> "Steps[None]":
        return hints.check(self, suite, keys, message, signature, given)

    def aggregate(self, suite: "Suite", signed: "list[bytes]") -> bytes:
        """Return the sum of signatures. Raises NoSignatures."""
        return finish(signatures.aggregate(self, suite, signed))

    def fast_aggregate_verify(self, suite: "Suite", keys: "list[bytes]", message: bytes, signature: bytes) -> bool:
        """Tell whether all of `keys` signed one message. The caller has to know that each owner proved possession.

        Raises NoSignatures if there is no key.
        """
        return finish(self.verify_steps(suite, keys, message, signature))

    def aggregate_verify(self, suite: "Suite", keys: "list[bytes]", messages: "list[bytes]", signature: bytes) -> bool:
        """Tell whether each key signed its message. Raises NoSignatures, UnevenCounts."""
        return finish(signatures.aggregate_verify(self, suite, keys, messages, signature))

    def prove(self, suite: "Suite", secret: bytes, random: bytes = b"") -> bytes:
        """Return the proof that somebody has the secret key. Raises NoProofs if the suite has none."""
        return finish(signatures.prove(self, suite, secret, random))

    def verify_proof(self, suite: "Suite", key: bytes, proof: bytes) -> bool:
        return finish(signatures.verify_proof(self, suite, key, proof))

    def self_test(self) -> None:
        """Compare with known answers. Raises SelfTestFailed."""
        answers.test(self)

    # -- what libraries have: points and pairings

    def lift(self, group: "Any", x: "Any") -> "Steps[Any]":
        """Return a y of the point with this x, either, or None if there is no such point."""
        return group.FIELD.root(self, points.square(group.FIELD, group.B, x))  # type: ignore[no-any-return]

    def in_subgroup(self, group: "Any", point: "Jacobian") -> "Steps[bool]":
        """Tell whether an affine point of the curve has the order of the group."""
        return group.in_subgroup(self, point)  # type: ignore[no-any-return]

    def hash_to_curve(self, group: "Any", message: bytes, tag: bytes) -> "Steps[Jacobian]":
        return hashing.hash_to_curve(self, group, message, tag)

    def multiply(self, group: "Any", point: "Jacobian", k: int, blind: bytes) -> "Steps[Jacobian]":
        """Return k * point for a secret k. blind: 50 secret bytes. See `points.multiply`."""
        return points.multiply(group.FIELD, point, k, blind)

    def is_one(self, pairs: "Pairs") -> "Steps[bool]":
        """Tell whether the product of the pairings is 1. Points are affine, and none is infinity."""
        f = yield from self.miller(pairs, None)
        return (yield from self.final_is_one(f))

    # -- what takes most of the time

    def power(self, a: int) -> "Steps[int]":
        """Return a**((P - 3) / 4)."""
        return fp.power(a)

    def times_x(self, f: "Any", point: "Jacobian") -> "Steps[Jacobian]":
        """Return X * point. f: the field of its coordinates."""
        return points.times_x(f, point)

    def cleared_sum(self, group: "Any", one: "Jacobian", two: "Jacobian") -> "Steps[Jacobian]":
        """Return the sum of two points of the curve, cleared of the cofactor."""
        return group.clear_cofactor(self, points.add(group.FIELD, one, two))  # type: ignore[no-any-return]

    def miller(self, pairs: "Pairs", factor: "Fp6 | None") -> "Steps[Fp12]":
        """Return the product of Miller's algorithm. See `pairing.miller`."""
        return pairing.miller(pairs, factor)

    def final_is_one(self, f: "Fp12") -> "Steps[bool]":
        """Tell whether the final exponentiation makes f 1."""
        return (yield from pairing.final(f)) == fp12.ONE
