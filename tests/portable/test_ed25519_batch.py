from lightclient.crypto import ed25519
from lightclient.crypto.ed25519_batch import AT_ONCE, L, verify, verify_steps, wrong
from lightclient.crypto.errors import BadKeyEncoding, BadLength, BadSignature, NotOnCurve
from lightclient.crypto.steps import finish
from tests.portable.support import raises
from tests.portable.test_ed25519 import GOOD, GOOD_2, KEY, SECRET_2, encoded

CASES = [(KEY, b"", GOOD), (ed25519.public_key(SECRET_2), b"\x72", GOOD_2)]
RANDOM = bytes(range(32))


def zip215(key, message, signature):
    return ed25519.verify(key, message, signature, True)


def moved(signature, by):
    """Return it with another s."""
    s = int.from_bytes(signature[32:], "little")
    return signature[:32] + ((s + by) % L).to_bytes(32, "little")


def test_good_signatures_are_good_together():
    assert verify(CASES[:1], RANDOM)
    assert verify(CASES, RANDOM) and verify(CASES[::-1], b"\xff" * 16)
    assert wrong(CASES, zip215) == []


def test_a_batch_of_any_size_is_verified_in_parts():
    many = CASES * (AT_ONCE // 2) + CASES[:1]
    assert len(many) == AT_ONCE + 1 and verify(many, RANDOM)
    many[-1] = (KEY, b"other", GOOD)
    assert not verify(many, RANDOM) and wrong(many[-2:], zip215) == [1]


def test_one_bad_signature_spoils_it_and_is_found_singly():
    key, message, signature = CASES[1]
    for bad in (
        (key, b"\x73", signature),
        (KEY, message, signature),
        (key, message, moved(signature, 1)),
        (key, message, GOOD[:32] + signature[32:]),
        (key, message, signature[:32] + (L + 5).to_bytes(32, "little")),
        (key, message, encoded(2) + signature[32:]),  # no point
    ):
        assert not verify([CASES[0], bad], RANDOM) and wrong([CASES[0], bad], zip215) == [1]


def test_errors_that_cancel_each_other_are_seen():
    # Without coefficients, or with the same one for both, these would be as good as the right ones.
    one, two = CASES
    bad = [(one[0], one[1], moved(one[2], 1)), (two[0], two[1], moved(two[2], -1))]
    for random in (RANDOM, bytes(16), b"\xff" * 64):
        assert not verify(bad, random)
    assert wrong(bad, zip215) == [0, 1]


def test_what_zip_215_takes_beyond_the_rfc_is_taken():
    # A key and an R of small order, s == 0: good by ZIP-215 with every message, and by the RFC with one of eight.
    for y in (0, 1, ed25519.group.P - 1, ed25519.group.P + 1):
        case = (encoded(y), b"message", encoded(y) + bytes(32))
        assert zip215(*case) and verify([CASES[0], case], RANDOM)


def test_what_is_no_batch_is_refused():
    for signed, random in (([], RANDOM), (CASES, b""), (CASES, bytes(15))):
        with raises(BadLength):
            verify(signed, random)
    key, message, signature = CASES[0]
    with raises(BadSignature):
        verify([CASES[1], (key, message, signature[:63])], RANDOM)
    with raises(BadKeyEncoding):
        verify([CASES[1], (key[:31], message, signature)], RANDOM)
    with raises(NotOnCurve):
        verify([CASES[1], (encoded(2), message, signature)], RANDOM)


def test_it_comes_in_steps():
    steps = 0
    for _ in verify_steps(CASES, RANDOM):
        steps += 1
    assert steps > 64 and finish(verify_steps(CASES, RANDOM))
