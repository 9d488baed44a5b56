"""BLS12-381 against vectors of others, two libraries, and signatures that Ethereum's validators made."""

import random
import sys
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_ecc import optimized_bls12_381 as ecc
from py_ecc.bls import G2Basic, G2ProofOfPossession

from lightclient.crypto import backend, recode
from lightclient.crypto.bls12_381 import encoding, fp, fp12, g1, g2, hashing, pairing, points
from lightclient.crypto.bls12_381.suites import (
    BASIC_MIN_PK,
    BASIC_MIN_SIG,
    POSSESSION_MIN_PK,
    POSSESSION_MIN_SIG,
)
from lightclient.crypto.chosen import BLS12_381
from lightclient.crypto.errors import BackendMissing
from lightclient.crypto.machine.bls12_381 import Bls12381 as Machine
from lightclient.crypto.steps import finish
from lightclient.errors import Malformed
from tests.support.data import data, stop
from tests.support.fuzzing import mutated, outcome

OURS = backend.load("portable", BLS12_381)
SUITES = (BASIC_MIN_PK, BASIC_MIN_SIG, POSSESSION_MIN_PK, POSSESSION_MIN_SIG)
GROUPS = (g1, g2)
P, R = fp.P, points.R

# RFC 9380, appendix K.1: (tag, bytes, message) -> the first 8 and the last 8 bytes.
EXPANDER = b"QUUX-V01-CS02-with-expander-SHA256-128"
LONG = EXPANDER + b"-long-DST-" + b"1" * 208
Q128, A512 = b"q128_" + b"q" * 128, b"a512_" + b"a" * 512
EXPANDED = (
    (EXPANDER, 32, b"", "68a985b87eb6b469", "7f7a21d803f07235"),
    (EXPANDER, 32, b"abc", "d8ccab23b5985cce", "f53a8a0d605615"),
    (EXPANDER, 32, b"abcdef0123456789", "eff31487c770a893", "fe524333f5c1"),
    (EXPANDER, 32, Q128, "b23a1d2b4d97b2ef", "fe3f12ddad1ff9"),
    (EXPANDER, 32, A512, "4623227bcc01293b", "2d94823958c4c"),
    (EXPANDER, 128, b"", "af84c27ccfd45d41", "646c993f0ced"),
    (EXPANDER, 128, b"abc", "abba86a6129e366f", "b4c895f40"),
    (EXPANDER, 128, b"abcdef0123456789", "ef904a29bffc4cf9", "629178d9478df"),
    (EXPANDER, 128, Q128, "80be107d0884f0d8", "dbce8c68a"),
    (EXPANDER, 128, A512, "546aff5444b5b79a", "954966a487"),
    (LONG, 32, b"", "e8dc0c8b686b7ef2", "97ce618a3ed3"),
    (LONG, 32, b"abc", "52dbf4f36cf560fc", "733b16bbb12"),
    (LONG, 32, b"abcdef0123456789", "35387dcf22618f37", "01536f4521"),
    (LONG, 32, Q128, "01b637612bb18e84", "ba42bc"),
    (LONG, 32, A512, "20cce7033cabc546", "c374431b"),
    (LONG, 128, b"", "14604d85432c68b7", "36f55dfc"),
    (LONG, 128, b"abc", "1a30a5e36fbdb870", "cd6fe267"),
    (LONG, 128, b"abcdef0123456789", "d2ecef3635d2397f", "502a982"),
    (LONG, 128, Q128, "ed6e8c036df90111", "0508d32"),
    (LONG, 128, A512, "78b53f2413f3c688", "0be495"),
)


def secrets(rng, count):
    yield from (1, 2, 3, R - 1, R - 2, R >> 1, 1 << 254)
    for _ in range(count):
        yield rng.randrange(1, R)


def bytes32(k):
    return k.to_bytes(32, "big")


@pytest.fixture
def arkworks():
    if sys.version_info < (3, 11):
        pytest.skip("the package py_arkworks_bls12381 is of Python 3.11 and newer")
    try:
        return backend.load("arkworks", BLS12_381)
    except BackendMissing as error:
        stop(str(error))


def test_what_a_backend_borrows_is_what_it_has_no_part_of(arkworks):
    parts = {
        "public_key": ("multiply",),
        "sign": ("multiply",),
        "prove": ("multiply",),
        "verify": ("is_one", "miller"),
        "check_by_hints": ("miller",),
    }
    for used in (type(arkworks), Machine):
        own = [part for part in dir(used) if getattr(used, part) is not getattr(type(OURS), part, None)]
        borrowed = [operation for operation in parts if not set(parts[operation]) & set(own)]
        assert used.borrowed == ", ".join(borrowed)


@pytest.mark.parametrize("case", EXPANDED, ids=range(len(EXPANDED)))
def test_messages_are_expanded(case):
    tag, length, message, first, last = case
    found = hashing.expand(message, tag, length)
    assert len(found) == length
    assert found.hex().startswith(first) and found.hex().endswith(last)


@pytest.mark.slow
def test_pairings_are_those_of_py_ecc():
    rng = random.Random("pairings")
    for _ in range(3):
        k, m = rng.randrange(1, R), rng.randrange(1, R)
        one = points.affine(g1.FIELD, finish(points.multiply(g1.FIELD, g1.GENERATOR, k, bytes(50))))
        two = points.affine(g2.FIELD, finish(points.multiply(g2.FIELD, g2.GENERATOR, m, bytes(50))))
        ours = finish(pairing.final(finish(pairing.miller([(one, two)], None))))
        theirs = ecc.pairing(
            (ecc.FQ2(list(two[0])), ecc.FQ2(list(two[1])), ecc.FQ2.one()),
            (ecc.FQ(one[0]), ecc.FQ(one[1]), ecc.FQ.one()),
        )
        assert flat(ours) == [int(coefficient) for coefficient in (theirs**3).coeffs]


def flat(f):
    """Return the coefficients of an element in py_ecc's form: powers of w, where u == w**6 - 1."""
    (a0, a1, a2, a3, a4, a5), (b0, b1, b2, b3, b4, b5) = f
    pairs = [(a0, a1), (b0, b1), (a2, a3), (b2, b3), (a4, a5), (b4, b5)]
    return [(x - y) % P for x, y in pairs] + [y % P for _, y in pairs]


@pytest.mark.slow
def test_signatures_are_those_of_py_ecc():
    rng = random.Random("py_ecc")
    for theirs, suite in ((G2Basic, BASIC_MIN_PK), (G2ProofOfPossession, POSSESSION_MIN_PK)):
        for k in list(secrets(rng, 2))[-4:]:
            message = rng.randbytes(rng.randrange(100))
            assert OURS.public_key(suite, bytes32(k)) == theirs.SkToPk(k)
            assert OURS.sign(suite, bytes32(k), message) == theirs.Sign(k, message)
    for k in (3, R - 1):
        assert OURS.prove(POSSESSION_MIN_PK, bytes32(k)) == G2ProofOfPossession.PopProve(k)


@pytest.mark.slow
def test_aggregates_are_those_of_py_ecc():
    rng = random.Random("aggregates")
    keys = [rng.randrange(1, R) for _ in range(4)]
    messages = [rng.randbytes(32) for _ in keys]
    public = [G2ProofOfPossession.SkToPk(k) for k in keys]
    signed = [G2ProofOfPossession.Sign(k, message) for k, message in zip(keys, messages, strict=True)]
    total = OURS.aggregate(POSSESSION_MIN_PK, signed)
    assert total == G2ProofOfPossession.Aggregate(signed)
    assert OURS.aggregate_verify(POSSESSION_MIN_PK, public, messages, total)
    same = G2ProofOfPossession.Aggregate([G2ProofOfPossession.Sign(k, b"same") for k in keys])
    assert OURS.fast_aggregate_verify(POSSESSION_MIN_PK, public, b"same", same)


@pytest.mark.slow
@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_signatures_are_those_of_arkworks(arkworks, suite):
    rng = random.Random(suite.name)
    for k in secrets(rng, 8):
        message = rng.choice((b"", Q128, A512, rng.randbytes(rng.randrange(400))))
        key, signature = OURS.public_key(suite, bytes32(k)), OURS.sign(suite, bytes32(k), message, rng.randbytes(8))
        assert key == arkworks.public_key(suite, bytes32(k))
        assert signature == arkworks.sign(suite, bytes32(k), message)
        other = rng.choice((message, message + b"\0"))
        assert OURS.verify(suite, key, other, signature) == arkworks.verify(suite, key, other, signature)


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS, ids=("G1", "G2"))
def test_hashes_are_those_of_arkworks(arkworks, group):
    rng = random.Random(group.NAME)
    for length in (0, 1, 31, 32, 55, 56, 63, 64, 65, 200, *(rng.randrange(300) for _ in range(60))):
        message, tag = rng.randbytes(length), rng.randbytes(rng.choice((1, 43, 255)))
        ours = finish(hashing.hash_to_curve(OURS, group, message, tag))
        theirs = finish(arkworks.hash_to_curve(group, message, tag))
        assert points.affine(group.FIELD, ours) == theirs


class Watched:
    """A field that writes down what is asked of it."""

    def __init__(self, field):
        self.field = field
        self.asked = []
        self.factors = []

    def __getattr__(self, name):
        found = getattr(self.field, name)
        if not callable(found):
            return found

        def call(*arguments):
            self.asked.append(name)
            if name == "times":
                self.factors.append(arguments[1])
            return found(*arguments)

        return call


@pytest.mark.parametrize("group", GROUPS, ids=("G1", "G2"))
def test_secrets_are_blinded_and_every_one_takes_the_same_operations(group, monkeypatch):
    scalars = []
    comb = recode.comb
    monkeypatch.setattr(recode, "comb", lambda k, *more: scalars.append(k) or comb(k, *more))
    rng = random.Random("blinded")
    asked = set()
    for secret in (1, 2, R - 1, R >> 1, rng.randrange(1, R)):
        for blind in (rng.randbytes(50), b"\x12\x34" + rng.randbytes(48)):
            field = Watched(group.FIELD)
            finish(points.multiply(field, group.GENERATOR, secret, blind))
            multiple = int.from_bytes(blind[:2], "big") & 0xFFFE
            assert scalars[-1] == secret + R * (multiple | (secret + 1) % 2)
            assert int.from_bytes(blind[2:], "big") | 1 in field.factors
            asked.add(tuple(field.asked))
    assert len(asked) == 1


def random_point(group, rng):
    """Return a point of the curve that is outside the subgroup, nearly always."""
    f = group.FIELD
    while True:
        x = rng.randrange(P) if group is g1 else (rng.randrange(P), rng.randrange(P))
        y = finish(OURS.lift(group, x))
        if y is not None:
            return x, y, f.ONE


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS, ids=("G1", "G2"))
def test_points_outside_the_subgroup_are_refused_as_arkworks_does(arkworks, group):
    rng = random.Random("outside" + group.NAME)
    f = group.FIELD
    for _ in range(20):
        point = random_point(group, rng)
        assert not finish(OURS.in_subgroup(group, point)) and not finish(arkworks.in_subgroup(group, point))
        # Of small order: what is left of it after a product with the order of the group.
        total = points.infinity(f)
        for bit in f"{R:b}":
            total = points.double(f, total)
            total = points.add(f, total, point) if bit == "1" else total
        small = points.affine(f, total)
        assert not finish(OURS.in_subgroup(group, small))
        mixed = points.affine(f, points.add(f, small, group.GENERATOR))
        assert not finish(OURS.in_subgroup(group, mixed))
        cleared = points.affine(f, finish(group.clear_cofactor(OURS, point)))
        assert finish(OURS.in_subgroup(group, cleared)) and finish(arkworks.in_subgroup(group, cleared))


VALID = {
    group.NAME: [
        encoding.serialize(group, point, compressed)
        for point in (group.GENERATOR, points.negative(group.FIELD, group.GENERATOR), points.infinity(group.FIELD))
        for compressed in (True, False)
    ]
    for group in GROUPS
}


@pytest.mark.slow
@given(st.sampled_from(GROUPS).flatmap(lambda group: st.tuples(st.just(group), encodings(group))))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_is_a_point_or_refused_by_name(case):
    group, encoded = case
    point = outcome(lambda: finish(encoding.parse(OURS, group, encoded)))
    theirs = backend_outcome(group, encoded)
    assert theirs is None or theirs == point
    if isinstance(point, tuple):
        assert encoding.serialize(group, point, bool(encoded[0] & 0x80)) == encoded


def encodings(group):
    sizes = group.FIELD.SIZE, 2 * group.FIELD.SIZE
    return (
        mutated(st.sampled_from(VALID[group.NAME]))
        | st.binary(max_size=200)
        | st.sampled_from(sizes).flatmap(lambda size: st.binary(min_size=size, max_size=size))
    )


def backend_outcome(group, encoded):
    try:
        other = backend.load("arkworks", BLS12_381)
    except BackendMissing:
        return None
    return outcome(lambda: finish(encoding.parse(other, group, encoded)))


@pytest.mark.slow
@given(st.binary(max_size=100), st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_verifying_anything_answers_or_names_an_error(key, signature):
    for suite in (BASIC_MIN_PK, BASIC_MIN_SIG):
        good = encoding.serialize(suite.keys, suite.keys.GENERATOR)
        for one in (key, good):
            try:
                assert not OURS.verify(suite, one, b"", signature)
            except Malformed as error:
                assert str(error)


# -- what Ethereum's sync committees signed in May 2023

CAPELLA = bytes.fromhex("03000000")
GENESIS_VALIDATORS = bytes.fromhex("4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95")
COMMITTEE = 512


def hashed(*parts):
    return sha256(b"".join(parts)).digest()


def signing_root(header):
    """Return what a committee signs for a beacon block's header: 112 bytes, five fields."""
    fields = [header[0:8] + bytes(24), header[8:16] + bytes(24), header[16:48], header[48:80], header[80:112]]
    nodes = fields + [bytes(32)] * 3
    while len(nodes) > 1:
        nodes = [hashed(nodes[i], nodes[i + 1]) for i in range(0, len(nodes), 2)]
    domain = bytes.fromhex("07000000") + hashed(CAPELLA, bytes(28), GENESIS_VALIDATORS)[:28]
    return hashed(nodes[0], domain)


def updates():
    """Yield the message, the keys of the committee after this one, who signed and the signature of each update."""
    text = data("extra", "eth_beacon", "portal_capella", "updates.yaml").read_text()
    raw = bytes.fromhex(text.split('content_value: "0x')[1].split('"')[0])
    starts = [int.from_bytes(raw[i : i + 4], "little") for i in range(0, 16, 4)]
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        update = raw[start + 4 : end]  # after the digest of the fork
        header_at = int.from_bytes(update[:4], "little")
        keys = [update[4 + 48 * i : 52 + 48 * i] for i in range(COMMITTEE)]
        aggregate = 4 + 48 * COMMITTEE + 48 + 5 * 32 + 4 + 6 * 32
        bits = update[aggregate : aggregate + 64]
        signed = [bool(bits[i >> 3] >> (i & 7) & 1) for i in range(COMMITTEE)]
        yield (
            signing_root(update[header_at : header_at + 112]),
            keys,
            signed,
            update[aggregate + 64 : aggregate + 160],
        )


@pytest.mark.slow
def test_what_sync_committees_signed():
    found = list(updates())
    for (_, keys, _, _), (message, _, signed, signature) in pairwise(found):
        total = points.infinity(g1.FIELD)
        for key, present in zip(keys, signed, strict=True):
            if present:
                point, flags = encoding.unpacked(g1, key)
                y = finish(g1.FIELD.root(OURS, points.square(g1.FIELD, g1.B, point[0])))
                total = points.add(g1.FIELD, total, encoding.with_root(g1, point, y, flags))
        assert sum(signed) > 400
        key = encoding.serialize(g1, total)
        assert OURS.verify(POSSESSION_MIN_PK, key, message, signature)
        assert not OURS.verify(POSSESSION_MIN_PK, key, message[::-1], signature)


def test_the_field_of_the_pairing_is_that_of_py_ecc():
    rng = random.Random("field")
    for _ in range(20):
        a, b = [tuple(tuple(rng.randrange(P) for _ in range(6)) for _ in range(2)) for _ in range(2)]
        product = ecc.FQ12(flat(a)) * ecc.FQ12(flat(b))
        assert flat(fp12.mul(a, b)) == [int(coefficient) for coefficient in product.coeffs]
