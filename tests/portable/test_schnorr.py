from lightclient.crypto.errors import BadKeyEncoding, BadLength, BadSecretKey, BadSignature, NotOnCurve
from lightclient.crypto.hashes import tagged_hash
from lightclient.crypto.schnorr import public_key, sign, sign_steps, verify, verify_steps
from lightclient.crypto.secp256k1 import N, P, multiply
from lightclient.crypto.steps import finish
from tests.portable.support import raises

SECRET = bytes(31) + b"\x03"
KEY = bytes.fromhex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9")
# BIP340, vector 0.
GOOD = bytes.fromhex(
    "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
    "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0"
)
MESSAGE = bytes(32)


def test_vector_0_of_bip340():
    assert public_key(SECRET) == KEY
    assert sign(SECRET, MESSAGE) == GOOD
    assert verify(KEY, MESSAGE, GOOD)


def test_a_signature_is_of_one_key_over_one_message():
    assert not verify(KEY, MESSAGE[1:], GOOD)
    assert not verify(KEY, b"", GOOD)
    assert not verify(public_key(bytes(31) + b"\x04"), MESSAGE, GOOD)
    for bit in (0, 255, 256, 511):
        wrong = bytearray(GOOD)
        wrong[bit >> 3] ^= 1 << (bit & 7)
        assert not verify(KEY, MESSAGE, bytes(wrong))


def test_messages_of_any_length():
    for message in (b"", b"a", bytes(100)):
        assert verify(KEY, message, sign(SECRET, message))


def test_numbers_out_of_range_never_verify():
    for r in (P, P + 1, (1 << 256) - 1):
        assert not verify(KEY, MESSAGE, r.to_bytes(32, "big") + GOOD[32:])
    s = int.from_bytes(GOOD[32:], "big")
    for wrong in (N, (1 << 256) - 1, N - s, 0):
        assert not verify(KEY, MESSAGE, GOOD[:32] + wrong.to_bytes(32, "big"))


def test_a_secret_and_its_negative_have_one_key():
    negative = (N - 3).to_bytes(32, "big")
    assert public_key(negative) == KEY
    assert sign(negative, MESSAGE) == GOOD


def test_an_odd_y_of_the_nonce_is_refused():
    # s * G - e * P == k * G has the x coordinate of the signature; make it -k * G, which has the same and an odd y.
    e = int.from_bytes(tagged_hash(b"BIP0340/challenge", GOOD[:32] + KEY + MESSAGE), "big") % N
    s = int.from_bytes(GOOD[32:], "big")
    _, y = finish(multiply(3, bytes(36)))
    d = (3, N - 3)[y & 1]
    k = (s - e * d) % N
    other = (e * d - k) % N
    assert finish(multiply(k, bytes(36)))[1] & 1 == 0
    assert not verify(KEY, MESSAGE, GOOD[:32] + other.to_bytes(32, "big"))


def test_keys_that_are_none():
    for key in (b"", KEY[1:], b"\x02" + KEY):
        with raises(BadKeyEncoding):
            verify(key, MESSAGE, GOOD)
    for x in (5, P, P + 1):
        with raises(NotOnCurve):
            verify(x.to_bytes(32, "big"), MESSAGE, GOOD)


def test_what_has_the_wrong_length_or_range():
    for length in (0, 63, 65):
        with raises(BadSignature):
            verify(KEY, MESSAGE, bytes(length))
    for aux in (b"", bytes(31), bytes(33)):
        with raises(BadLength):
            sign(SECRET, MESSAGE, aux)
    for secret in (b"", bytes(32), N.to_bytes(32, "big"), bytes(33)):
        with raises(BadSecretKey):
            sign(secret, MESSAGE)
        with raises(BadSecretKey):
            public_key(secret)


def test_random_bytes_change_nothing_and_aux_does():
    assert sign(SECRET, MESSAGE, bytes(32), b"anything") == GOOD
    other = sign(SECRET, MESSAGE, b"\x01" * 32)
    assert other != GOOD and verify(KEY, MESSAGE, other)


def test_in_steps_it_is_the_same():
    assert len(list(verify_steps(KEY, MESSAGE, GOOD))) > 10
    assert len(list(sign_steps(SECRET, MESSAGE))) > 4
