from lightclient.crypto import backend, chosen
from lightclient.crypto.bls12_381 import answers, encoding, g1, g2, points
from lightclient.crypto.bls12_381.backend import Bls12381
from lightclient.crypto.bls12_381.errors import (
    BadPoint,
    KeyAtInfinity,
    NoProofs,
    NoSignatures,
    OffCurve,
    OutOfSubgroup,
    UnevenCounts,
)
from lightclient.crypto.bls12_381.suites import (
    BASIC_MIN_PK,
    BASIC_MIN_SIG,
    POSSESSION_MIN_PK,
    POSSESSION_MIN_SIG,
)
from lightclient.crypto.chosen import BLS12_381
from lightclient.crypto.errors import BackendMissing, BadSecretKey, CurveMissing
from lightclient.errors import SelfTestFailed
from tests.portable.support import raises

USED = Bls12381()
SUITES = (BASIC_MIN_PK, BASIC_MIN_SIG, POSSESSION_MIN_PK, POSSESSION_MIN_SIG)
SECRETS = [bytes(31) + bytes((i,)) for i in (1, 2, 3)]
R = points.R.to_bytes(32, "big")
OUTSIDE = bytes(95) + b"\2"  # of G1: 0 and 2


def infinity(group):
    return encoding.serialize(group, points.infinity(group.FIELD))


def test_known_answers():
    USED.self_test()
    assert USED.public_key(POSSESSION_MIN_PK, answers.SECRET) == answers.KEY
    assert USED.sign(POSSESSION_MIN_PK, answers.SECRET, answers.MESSAGE) == answers.SIGNATURE
    assert USED.sign(POSSESSION_MIN_PK, answers.SECRET, answers.MESSAGE, b"random") == answers.SIGNATURE


def test_a_backend_that_computes_wrongly_is_noticed():
    wrong = type("Wrong", (Bls12381,), {"name": "flips", "verify": lambda *_: False})
    with raises(SelfTestFailed) as caught:
        wrong().self_test()
    assert caught.error.args == ("BLS12-381 (flips)",)


def test_the_seam_has_the_curve():
    used = backend.use("portable", BLS12_381)
    assert used is backend.bls12_381() and used.name == "portable" and used.borrowed == ""
    chosen.backends[BLS12_381] = type("Other", (Bls12381,), {"name": "other"})()
    assert chosen.names().endswith(", bls12-381 other")
    chosen.backends.pop(BLS12_381)
    assert chosen.names().find("bls12-381") < 0
    with raises(CurveMissing):
        backend.use("coincurve", BLS12_381)
    with raises(BackendMissing):
        backend.use("blst", BLS12_381)


def test_names_of_the_suites():
    assert BASIC_MIN_PK.tag == b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
    assert BASIC_MIN_SIG.tag == b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
    assert POSSESSION_MIN_PK.tag == b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"
    assert POSSESSION_MIN_PK.proof_tag == b"BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"
    assert POSSESSION_MIN_SIG.proof_tag == b"BLS_POP_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_"


def test_signatures_of_basic_suites():
    sign_and_verify(SUITES[:2])


def test_signatures_of_suites_with_proofs():
    sign_and_verify(SUITES[2:])


def sign_and_verify(some):
    for suite in some:
        key = USED.public_key(suite, SECRETS[1])
        signature = USED.sign(suite, SECRETS[1], b"message")
        assert (len(key), len(signature)) == ((48, 96) if suite.keys is g1 else (96, 48))
        assert USED.verify(suite, key, b"message", signature)
        assert not USED.verify(suite, key, b"another", signature)
        assert not USED.verify(suite, USED.public_key(suite, SECRETS[0]), b"message", signature)


def test_a_signature_of_another_suite_is_not_one():
    signature = USED.sign(BASIC_MIN_PK, SECRETS[0], b"message")
    key = USED.public_key(BASIC_MIN_PK, SECRETS[0])
    assert not USED.verify(POSSESSION_MIN_PK, key, b"message", signature)


def test_the_negative_and_infinity_are_no_signatures():
    signature = USED.sign(BASIC_MIN_PK, SECRETS[0], b"message")
    key = USED.public_key(BASIC_MIN_PK, SECRETS[0])
    negative = bytes((signature[0] ^ 0x20,)) + signature[1:]
    assert not USED.verify(BASIC_MIN_PK, key, b"message", negative)
    assert not USED.verify(BASIC_MIN_PK, key, b"message", infinity(g2))


def test_keys_and_signatures_may_be_whole():
    signature = USED.sign(BASIC_MIN_PK, SECRETS[0], b"message")
    whole = encoding.serialize(g1, g1.GENERATOR, False)
    assert USED.verify(BASIC_MIN_PK, whole, b"message", signature)
    assert USED.verify_proof(POSSESSION_MIN_PK, whole, USED.prove(POSSESSION_MIN_PK, SECRETS[0]))


def test_what_is_no_key():
    signature = USED.sign(BASIC_MIN_PK, SECRETS[0], b"message")
    for key, error in (
        (infinity(g1), KeyAtInfinity),
        (bytes((0x40,)) + bytes(95), KeyAtInfinity),
        (b"", BadPoint),
        (bytes(48), BadPoint),
        (bytes(96), OffCurve),
        (OUTSIDE, OutOfSubgroup),
    ):
        with raises(error):
            USED.verify(BASIC_MIN_PK, key, b"message", signature)
        with raises(error):
            USED.fast_aggregate_verify(POSSESSION_MIN_PK, [answers.KEY, key], b"message", signature)
        with raises(error):
            USED.aggregate_verify(BASIC_MIN_PK, [key], [b"message"], signature)
        with raises(error):
            USED.verify_proof(POSSESSION_MIN_PK, key, signature)


def test_what_is_no_signature():
    for suite, group in ((BASIC_MIN_PK, g2), (BASIC_MIN_SIG, g1)):
        key = encoding.serialize(suite.keys, suite.keys.GENERATOR)
        size = group.FIELD.SIZE
        for signature, error in ((b"", BadPoint), (bytes(size), BadPoint), (bytes(2 * size), OffCurve)):
            with raises(error):
                USED.verify(suite, key, b"message", signature)
            with raises(error):
                USED.aggregate(suite, [signature])
            with raises(error):
                USED.aggregate_verify(suite, [key], [b"message"], signature)


def test_secret_keys_are_in_their_range():
    for secret in (bytes(32), R, b"\xff" * 32, SECRETS[0][1:], b"", b"\0" + SECRETS[0]):
        for call in (
            lambda: USED.public_key(BASIC_MIN_PK, secret),  # noqa: B023
            lambda: USED.sign(BASIC_MIN_PK, secret, b""),  # noqa: B023
            lambda: USED.prove(POSSESSION_MIN_PK, secret),  # noqa: B023
        ):
            with raises(BadSecretKey):
                call()
    last = (points.R - 1).to_bytes(32, "big")
    key = USED.public_key(BASIC_MIN_PK, last)
    assert key == encoding.serialize(g1, points.negative(g1.FIELD, g1.GENERATOR))


def test_many_sign_one_message():
    suite = POSSESSION_MIN_PK
    keys = [USED.public_key(suite, secret) for secret in SECRETS]
    signature = USED.aggregate(suite, [USED.sign(suite, secret, b"message") for secret in SECRETS])
    assert signature == USED.sign(suite, bytes(31) + b"\6", b"message")
    assert USED.fast_aggregate_verify(suite, keys, b"message", signature)
    assert not USED.fast_aggregate_verify(suite, keys[:2], b"message", signature)
    assert not USED.fast_aggregate_verify(suite, keys, b"another", signature)
    with raises(NoSignatures):
        USED.fast_aggregate_verify(suite, [], b"message", signature)
    with raises(NoSignatures):
        USED.aggregate(suite, [])


def test_keys_that_cancel_each_other_sign_nothing():
    suite = POSSESSION_MIN_PK
    key = USED.public_key(suite, SECRETS[0])
    negative = bytes((key[0] ^ 0x20,)) + key[1:]
    assert not USED.fast_aggregate_verify(suite, [key, negative], b"message", infinity(g2))


def test_each_signs_its_message():
    messages = [b"one", b"two", b"three"]
    for suite in (BASIC_MIN_PK, POSSESSION_MIN_SIG):
        keys = [USED.public_key(suite, secret) for secret in SECRETS]
        signed = [USED.sign(suite, secret, message) for secret, message in zip(SECRETS, messages)]  # noqa: B905
        signature = USED.aggregate(suite, signed)
        assert USED.aggregate_verify(suite, keys, messages, signature)
        assert not USED.aggregate_verify(suite, keys, messages[1:] + messages[:1], signature)
        assert not USED.aggregate_verify(suite, keys[:2], messages[:2], signature)
    with raises(UnevenCounts) as caught:
        USED.aggregate_verify(suite, keys, messages[:2], signature)
    assert caught.error.args == (3, 2)
    with raises(NoSignatures):
        USED.aggregate_verify(suite, [], [], signature)


def test_equal_messages_count_only_where_possession_was_proved():
    for suite, good in ((BASIC_MIN_PK, False), (POSSESSION_MIN_PK, True)):
        keys = [USED.public_key(suite, secret) for secret in SECRETS[:2]]
        signature = USED.sign(suite, SECRETS[2], b"message")  # 3 == 1 + 2
        assert USED.aggregate_verify(suite, keys, [b"message", b"message"], signature) == good


def test_proofs_of_possession():
    for suite in (POSSESSION_MIN_PK, POSSESSION_MIN_SIG):
        key = USED.public_key(suite, SECRETS[1])
        proof = USED.prove(suite, SECRETS[1])
        assert USED.verify_proof(suite, key, proof)
        assert not USED.verify_proof(suite, USED.public_key(suite, SECRETS[2]), proof)
        assert not USED.verify_proof(suite, key, USED.sign(suite, SECRETS[1], key))
    for call in (
        lambda: USED.prove(BASIC_MIN_PK, SECRETS[0]),
        lambda: USED.verify_proof(BASIC_MIN_PK, answers.KEY, answers.SIGNATURE),
    ):
        with raises(NoProofs):
            call()
