"""Several signatures of Ed25519 verified at once, which share the doublings. Sources: RFC 8032, 8.2; ZIP-215.

What is checked is one equation, 8 * (sum(z * s) * B - sum(z * R) - sum(z * h * A)) == 0, with a coefficient z of 128
random bits for each signature. It holds if `verify_zip215` of a backend accepts each of them, and else by an accident
of 2**-128: a batch decides as ZIP-215 does. Without the factor 8, as `verify` decides and RFC 8032 allows, what a batch
says would depend on the coefficients, where somebody made a signature for that.

Whoever signs must not know the coefficients: they are made of `random`, fresh random bytes, and of all that is
verified.

All of it is portable code. On a board a signature of eight takes 22 million instructions instead of 38 alone, in words
19 instead of 26; in machine code one takes 2.2 alone: where a board has that, verify each by itself.
"""

from lightclient.crypto import ed25519_group as group
from lightclient.crypto import recode
from lightclient.crypto.errors import BadLength, BadSignature, NotOnCurve
from lightclient.crypto.sha512 import sha512
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence
    from typing import Any

    from lightclient.crypto.edwards import Projective, Ready
    from lightclient.crypto.steps import Steps

    Signed = tuple[bytes, bytes, bytes]  # key, message, signature
    Term = tuple[array[int], list[Ready]]

L = group.L
RANDOM = 16  # bytes, at least
AT_ONCE = 8  # signatures in an equation, each with 2 KB of points on a board


def verify(signed: "Sequence[Signed]", random: bytes) -> bool:
    """Tell whether all of these, one or more, are signatures by the rules of ZIP-215.

    signed: (key, message, signature) of each. random: 16 or more bytes that nobody knew before.
    Raises what `ed25519.verify` raises for bytes that are not a key or not a signature, and BadLength.
    """
    return finish(verify_steps(signed, random))


def verify_steps(signed: "Sequence[Signed]", random: bytes) -> "Steps[bool]":
    if len(random) < RANDOM:
        raise BadLength("the random number of a batch", len(random), "16 or more")
    if not signed:
        raise BadLength("a batch", 0, "one signature or more")
    for start in range(0, len(signed), AT_ONCE):
        good = yield from _verify(signed[start : start + AT_ONCE], random)
        if not good:
            return False
    return True


def wrong(signed: "Sequence[Signed]", verify_one: "Callable[[bytes, bytes, bytes], bool]") -> "list[int]":
    """Return which are no signatures, the first one being 0. verify_one: `verify_zip215` of a backend."""
    return [i for i, case in enumerate(signed) if not verify_one(*case)]


def _verify(signed: "Sequence[Signed]", random: bytes) -> "Steps[bool]":
    adder = group.adder()  # before the heap is full of points
    yield
    points, responses, hashes = [], [], []
    for key, message, signature in signed:
        if len(signature) != 64:
            raise BadSignature(f"{len(signature)} bytes, not 64")
        points.append(group.parse(key, True))
        responses.append(signature[32:])
        hashes.append(sha512(signature[:32] + key + message))
        yield
    seed = sha512(random + b"".join(hashes) + b"".join(responses))
    total = 0
    terms: "list[Term]" = []
    for i, (_, _, signature) in enumerate(signed):
        s = int.from_bytes(responses[i], "little")
        if s >= L:
            return False
        try:
            nonce = group.parse(signature[:32], True)
        except NotOnCurve:
            return False
        z = int.from_bytes(sha512(seed + bytes((i,)))[:16], "little")
        total += z * s
        terms.append(_term(z * int.from_bytes(hashes[i], "little") % L, points[i], 253))
        terms.append(_term(z, nonce, 128))
        yield
    x, _, _ = yield from _eightfold_sum(adder, total % L, terms)
    # Nothing of small order is left after three doublings, so a sum whose x is 0 is neutral.
    return x % group.P == 0


def _term(scalar: int, point: "group.Point", bits: int) -> "Term":
    """Return digits and multiples of what -scalar * point takes."""
    x, y = point
    return recode.wnaf(scalar, 4, bits), group.odd_multiples((group.P - x, y))


def _eightfold_sum(adder: "Any", u: int, terms: "list[Term]") -> "Steps[Projective]":
    """Return 8 * (u * B + the sum of the terms), in steps."""
    columns = recode.comb(u if u & 1 else u + L, group.TEETH, group.COLUMNS)
    total = adder.start(group.NEUTRAL)
    for i in range(253, -1, -1):
        total = adder.double(total)
        for digits, odd in terms:
            digit = digits[i] if i < len(digits) else 0
            if digit:
                total = adder.add(total, odd[abs(digit) >> 1], digit < 0)
        if i < group.COLUMNS:
            total = group.add_comb(adder, total, columns[group.COLUMNS - 1 - i])
        if i % 4 == 0:
            yield
    found: "Projective" = adder.finish(adder.double(adder.double(adder.double(total))))
    return found
