"""Hints for BLS12-381: what is made is enough, and no choice of them makes a false signature pass."""

import random

import pytest

from lightclient.crypto import backend
from lightclient.crypto.bls12_381 import encoding, fp, fp12, g1, g2, hashing, hints, pairing, points, signatures
from lightclient.crypto.bls12_381.errors import BadPoint, NoHints, OffCurve, WrongHint
from lightclient.crypto.bls12_381.suites import (
    BASIC_MIN_PK,
    BASIC_MIN_SIG,
    POSSESSION_MIN_PK,
    POSSESSION_MIN_SIG,
)
from lightclient.crypto.chosen import BLS12_381
from lightclient.crypto.hosts import bls_hints
from lightclient.crypto.steps import finish
from lightclient.errors import Malformed

OURS = backend.load("portable", BLS12_381)
SUITES = (BASIC_MIN_PK, BASIC_MIN_SIG, POSSESSION_MIN_PK, POSSESSION_MIN_SIG)
P, R, X = fp.P, points.R, points.X


def bytes32(k):
    return k.to_bytes(32, "big")


def signed(suite, rng, count=1):
    """Return keys, a message and the signature of all."""
    secrets = [rng.randrange(1, R) for _ in range(count)]
    message = rng.randbytes(rng.randrange(80))
    return (
        [OURS.public_key(suite, bytes32(k)) for k in secrets],
        message,
        OURS.sign(suite, bytes32(sum(secrets) % R), message),
    )


@pytest.mark.slow
@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_what_is_made_is_enough(suite):
    rng = random.Random(suite.name)
    for count in (1, 2, 5):
        keys, message, signature = signed(suite, rng, count)
        given = bls_hints.make(suite, keys, message, signature)
        OURS.check_by_hints(suite, keys, message, signature, given)
        with pytest.raises(WrongHint):
            OURS.check_by_hints(suite, keys[::-1] + keys[:1], message, signature, given + given[-len(keys[0]) :])


@pytest.mark.slow
def test_a_false_signature_has_no_hints():
    rng = random.Random("none")
    keys, message, signature = signed(BASIC_MIN_PK, rng)
    for call in (
        (keys, message + b"\0", signature),
        (keys, message, bytes((signature[0] ^ 0x20,)) + signature[1:]),
        (signed(BASIC_MIN_PK, rng)[0], message, signature),
    ):
        with pytest.raises(NoHints):
            bls_hints.make(BASIC_MIN_PK, *call)
    with pytest.raises(BadPoint):
        bls_hints.make(BASIC_MIN_PK, keys, message, b"")


def powers_of_roots(rng):
    """Yield elements of the sixth degree: of small orders, of subfields, of special forms."""
    six = lambda: tuple(rng.randrange(P) for _ in range(6))  # noqa: E731
    yield from ((1, 0, 0, 0, 0, 0), (P - 1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0), (0, P - 1, 0, 0, 0, 0))
    # Roots of unity: their orders divide P**6 - 1.
    for order in (2, 3, 4, 6, 7, 9, 11, 13, 27, 49, 73, 97):
        if (P**6 - 1) % order == 0:
            for _ in range(2):
                yield bls_hints._power((six(), fp12.ZERO6), (P**6 - 1) // order)[0]
    for _ in range(4):
        yield (rng.randrange(P), 0, 0, 0, 0, 0)  # of the prime field
        yield (rng.randrange(P), rng.randrange(P), 0, 0, 0, 0)  # of the second degree
        cubic = bls_hints._power((six(), fp12.ZERO6), P**3 + 1)  # of the third
        yield cubic[0]
        for i in range(6):
            yield tuple(rng.randrange(P) if i == j else 0 for j in range(6))
        yield six()


def false_equations(rng):
    """Yield pairs of points whose pairings have another product than 1."""
    suite = POSSESSION_MIN_PK
    keys, message, signature = signed(suite, rng)
    key = finish(signatures.key_point(OURS, suite, keys[0]))
    point = finish(encoding.parse(OURS, g2, signature))
    other = finish(hashing.hash_to_curve(OURS, g2, message + b"\0", suite.tag))
    yield signatures.pairs(suite, [(key, other)], point)
    right = finish(hashing.hash_to_curve(OURS, g2, message, suite.tag))
    yield signatures.pairs(suite, [(key, right)], points.negative(g2.FIELD, point))
    yield signatures.pairs(suite, [(key, right)], points.infinity(g2.FIELD))
    yield [(g1.GENERATOR, g2.GENERATOR)]
    yield [(g1.GENERATOR, g2.GENERATOR)] * 2


@pytest.mark.slow
def test_no_witness_makes_a_false_signature_pass():
    rng = random.Random("witnesses")
    true, message, signature = signed(POSSESSION_MIN_PK, rng)
    given = bls_hints.make(POSSESSION_MIN_PK, true, message, signature)
    good = tuple(int.from_bytes(given[i : i + 48], "big") for i in range(0, 288, 48))
    tried = 0
    for pairs in false_equations(rng):
        assert not finish(OURS.is_one(pairs))
        made = forged(finish(pairing.miller(pairs, None)))
        for witness in [*powers_of_roots(rng), good, tuple(-x % P for x in good), *made]:
            assert not finish(hints.is_one_by(OURS, pairs, witness))
            tried += 1
    assert tried > 200


def forged(f):
    """Yield what the maker of hints would find if it did not look whether the equation is true, and more like it."""
    for exponent in (bls_hints.EXPONENT, 1, P, X, P + X, (P**6 + 1) // R, R):
        one, two = fp12.conjugate(bls_hints._power(f, exponent))
        yield fp12.reduced(fp12.mul(fp12.inverse((one, fp12.ZERO6)), (fp12.ZERO6, two))[1])
        yield fp12.reduced(two)


def test_what_the_witness_stands_on():
    # R divides both, so that powers with these exponents, and numbers of the sixth degree, are powers with R.
    assert (P + X) % R == 0
    assert (P**6 + 1) % R == 0 and (P**6 - 1) % R != 0
    # The rest of P + X is made of primes that the order of the sixth degree's group has, and the other half has not.
    rest = (P + X) // R
    assert pow(rest, -1, (P**6 + 1) // R) and (P**6 - 1) ** 3 % rest == 0
    # v is no square of the sixth degree, so w is not in it.
    assert bls_hints._power(((0, 0, 1, 0, 0, 0), fp12.ZERO6), (P**6 - 1) // 2) == ((P - 1, 0, 0, 0, 0, 0), fp12.ZERO6)


@pytest.mark.slow
def test_changed_hints_never_make_a_false_signature_pass():
    rng = random.Random("changed")
    suite = POSSESSION_MIN_PK
    keys, message, signature = signed(suite, rng)
    given = bls_hints.make(suite, keys, message, signature)
    other = signed(suite, rng)
    for _ in range(150):
        i = rng.randrange(13)
        value = rng.choice((1, P - 1, rng.randrange(P), P - int.from_bytes(given[48 * i : 48 * i + 48], "big")))
        changed = given[: 48 * i] + value.to_bytes(48, "big") + given[48 * i + 48 :]
        for call in ((keys, message + b"\0", signature), (other[0], message, signature), (keys, message, other[2])):
            with pytest.raises(Malformed) as caught:
                OURS.check_by_hints(suite, *call, changed)
            assert type(caught.value) is WrongHint


def test_a_point_off_the_curve_has_no_root():
    key = bytes((0x80,)) + bytes(46) + b"\1"
    with pytest.raises(OffCurve):
        finish(encoding.parse(OURS, g1, key))
    rng = random.Random("off")
    keys, message, signature = signed(BASIC_MIN_PK, rng)
    given = bls_hints.make(BASIC_MIN_PK, keys, message, signature)
    for value in (1, 2, 5):
        with pytest.raises(WrongHint):
            OURS.check_by_hints(BASIC_MIN_PK, [key], message, signature, given[:-48] + value.to_bytes(48, "big"))
