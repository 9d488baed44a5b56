from hashlib import sha256

from lightclient.crypto import ecdsa, p256, secp256k1
from lightclient.crypto.ecdsa import public_key, recover, sign, sign_steps, verify
from lightclient.crypto.errors import BadLength, BadSecretKey, BadSignature, NotOnCurve
from lightclient.crypto.rfc6979 import nonces
from lightclient.crypto.steps import finish
from tests.portable.support import raises

N = secp256k1.N
SECRET = (0xC0FFEE << 200 | 0x1D).to_bytes(32, "big")
DIGEST = sha256(b"a payment").digest()
KEY = public_key(secp256k1, SECRET)
GOOD = sign(secp256k1, SECRET, DIGEST)


def number(data):
    return int.from_bytes(data, "big")


def signature(r, s):
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


R, S = number(GOOD[:32]), number(GOOD[32:])


def test_rfc_6979_on_secp256k1():
    # The vector that bitcointalk, Trezor and bitcoinjs share: key 1, and the hash of a sentence by Einstein.
    digest = sha256(b"Everything should be made as simple as possible, but not simpler.").digest()
    assert sign(secp256k1, signature(0, 1)[32:], digest).hex() == (
        "33a69cd2065432a30f3d1ce4eb0d59b8ab58c74f27c41a7fdb5696ad4e6108c9"
        "6f807982866f785d3f6418d24163ddae117b7db4d5fdf0071de069fa54342262"
    )


def test_rfc_6979_on_p256():
    # RFC 6979, A.2.5, SHA-256.
    secret = bytes.fromhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
    key = public_key(p256, secret)
    assert key.hex() == "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    digest = sha256(b"sample").digest()
    made = sign(p256, secret, digest, False)
    assert made.hex() == (
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )
    assert verify(p256, key, digest, made)
    assert not verify(p256, key, digest, made, True)
    assert verify(p256, key, digest, sign(p256, secret, digest), True)


def test_nonces_are_below_the_order():
    # Of an order that half of all candidates exceed; one near 2**256 would hide it.
    found = nonces(SECRET, DIGEST, 1 << 255)
    first = [next(found) for _ in range(20)]
    assert max(first) < 1 << 255 and len(set(first)) == 20


def test_a_signature_is_of_one_key_over_one_digest():
    assert verify(secp256k1, KEY, DIGEST, GOOD)
    assert not verify(secp256k1, KEY, sha256(b"another").digest(), GOOD)
    assert not verify(secp256k1, public_key(secp256k1, bytes(31) + b"\x01"), DIGEST, GOOD)
    for bit in (0, 100, 255, 256, 300, 511):
        wrong = bytearray(GOOD)
        wrong[bit >> 3] ^= 1 << (bit & 7)
        assert not verify(secp256k1, KEY, DIGEST, bytes(wrong))


def test_numbers_out_of_range_never_verify():
    for r, s in ((0, S), (R, 0), (0, 0), (N, S), (R, N), (N + 1, 1), ((1 << 256) - 1, S), (R, (1 << 256) - 1)):
        assert not verify(secp256k1, KEY, DIGEST, signature(r, s))


def test_the_other_s_is_a_signature_too_unless_low_s_is_asked_for():
    assert S <= N >> 1
    high = signature(R, N - S)
    assert verify(secp256k1, KEY, DIGEST, high)
    assert not verify(secp256k1, KEY, DIGEST, high, True)
    assert verify(secp256k1, KEY, DIGEST, GOOD, True)


def test_an_r_that_wrapped_around_the_order_verifies():
    # x is between N and P, one in 2**128: such a point, then the key for which it verifies.
    x = N + 2
    point = secp256k1.lift_x(x)
    recovered = recover(secp256k1, DIGEST, signature(x - N, S), 2 | point[1] & 1)
    assert verify(secp256k1, recovered, DIGEST, signature(x - N, S))
    # Taken for r itself, without the wrap, it is the signature of somebody else.
    assert not verify(secp256k1, KEY, DIGEST, signature(x - N, S))


def test_a_sum_that_is_infinity_never_verifies():
    # z == -r * d: u * G and v * Q cancel.
    d = number(SECRET)
    digest = (-R * d % N).to_bytes(32, "big")
    assert not verify(secp256k1, KEY, digest, signature(R, S))


def test_a_sum_of_equal_parts_verifies():
    # z == r * d: u * G == v * Q, and the sum is a doubling. With u == 1: s == z, and the sum is 2 * G.
    x = finish(secp256k1.multiply(2, bytes(36)))[0]
    d = number(SECRET)
    z = x * d % N
    assert verify(secp256k1, KEY, z.to_bytes(32, "big"), signature(x, z))


def test_a_digest_that_is_zero_verifies():
    made = sign(secp256k1, SECRET, bytes(32))
    assert verify(secp256k1, KEY, bytes(32), made)


def test_of_a_long_digest_the_first_32_bytes_count():
    assert verify(secp256k1, KEY, DIGEST + b"anything", GOOD)
    assert sign(secp256k1, SECRET, DIGEST + b"anything") == GOOD
    short = DIGEST[:28]
    assert verify(secp256k1, KEY, short, sign(secp256k1, SECRET, short))
    for digest in (b"", b"a message", bytes(65)):
        with raises(BadLength):
            verify(secp256k1, KEY, digest, GOOD)
        with raises(BadLength):
            sign(secp256k1, SECRET, digest)


def test_recovery_finds_the_key():
    for number in range(1, 6):
        digest = sha256(bytes((number,))).digest()
        made, recovery = finish(sign_steps(secp256k1, SECRET, digest))
        assert recover(secp256k1, digest, made, recovery) == KEY
        assert recover(secp256k1, digest, made, recovery ^ 1) != KEY


def test_recovery_of_nothing():
    for r, s, recovery in ((0, S, 0), (R, 0, 0), (N, S, 0), (R, N, 0), (R, S, 4), (R, S, -1)):
        with raises(BadSignature):
            recover(secp256k1, DIGEST, signature(r, s), recovery)
    with raises(NotOnCurve):  # r + N is not below P
        recover(secp256k1, DIGEST, GOOD, 2)
    with raises(NotOnCurve):  # no point has this x
        recover(secp256k1, DIGEST, signature(5, S), 0)
    # s * R == z * G: the key would be infinity.
    x, y = finish(secp256k1.multiply(number(DIGEST), bytes(36)))
    with raises(NotOnCurve):
        recover(secp256k1, DIGEST, signature(x, 1), y & 1)


def test_low_r_tries_on_until_it_is_low():
    found = 0
    for i in range(8):
        digest = sha256(bytes((i,))).digest()
        low = sign(secp256k1, SECRET, digest, True, True)
        assert low[0] < 0x80 and verify(secp256k1, KEY, digest, low)
        found += low != sign(secp256k1, SECRET, digest)
    assert found


def test_random_bytes_and_extra():
    assert sign(secp256k1, SECRET, DIGEST, True, False, b"anything") == GOOD
    assert public_key(secp256k1, SECRET, b"anything") == KEY
    other, _ = finish(sign_steps(secp256k1, SECRET, DIGEST, True, False, b"", bytes(32)))
    assert other != GOOD and verify(secp256k1, KEY, DIGEST, other)


def test_secret_keys_are_between_1_and_the_order():
    for curve in (secp256k1, p256):
        last = (curve.N - 1).to_bytes(32, "big")
        assert verify(curve, public_key(curve, last), DIGEST, sign(curve, last, DIGEST))
        for secret in (bytes(32), curve.N.to_bytes(32, "big"), b"\xff" * 32, b"", b"\x01", last + b"\x00"):
            for use in (public_key, sign):
                with raises(BadSecretKey) as caught:
                    use(curve, secret, DIGEST)
                assert not caught.error.args  # nothing of the secret is kept


def test_a_signature_has_64_bytes():
    for length in (0, 63, 65, 72):
        with raises(BadSignature):
            verify(secp256k1, KEY, DIGEST, bytes(length))


def test_in_steps_it_is_the_same():
    for steps in (
        ecdsa.verify_steps(secp256k1, KEY, DIGEST, GOOD),
        ecdsa.verify_steps(p256, public_key(p256, SECRET), DIGEST, sign(p256, SECRET, DIGEST)),
    ):
        taken = 0
        while True:
            try:
                next(steps)
                taken += 1
            except StopIteration as stop:
                assert stop.value is True
                break
        assert taken > 10
