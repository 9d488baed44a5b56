from lightclient.crypto.ed25519 import public_key, sign, sign_steps, verify, verify_steps
from lightclient.crypto.ed25519_group import COLUMNS, L, P, affine, combine, multiply, parse, serialize
from lightclient.crypto.errors import BadKeyEncoding, BadSecretKey, BadSignature, NotOnCurve
from lightclient.crypto.steps import finish
from tests.portable.support import raises

# RFC 8032, 7.1, tests 1 and 2.
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
KEY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
GOOD = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
SECRET_2 = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
GOOD_2 = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
BASE = b"\x58" + b"\x66" * 31  # the encoding of B: y == 4 / 5
BLIND = bytes(range(7, 43))
SCALARS = (1, 2, 3, 1 << COLUMNS, (1 << 252) - 5, L >> 1, L - 2, L - 1)
# The y coordinates of the points of order 1, 2, 4 and 8.
SMALL = (
    1,
    P - 1,
    0,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    P - 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
)


def times(k):
    """Return k * B."""
    return finish(multiply(k, BLIND))


def encoded(y, parity=0):
    return (y | parity << 255).to_bytes(32, "little")


def test_vectors_of_rfc_8032():
    assert public_key(SECRET) == KEY
    assert sign(SECRET, b"") == GOOD
    assert sign(SECRET_2, b"\x72") == GOOD_2
    assert verify(KEY, b"", GOOD)
    assert verify(public_key(SECRET_2), b"\x72", GOOD_2)


def test_small_multiples_of_the_base():
    assert serialize(times(1)) == BASE
    x, y = parse(BASE)
    assert times(1) == (x, y)
    assert times(L - 1) == (P - x, y)


def test_a_product_does_not_depend_on_its_blinding():
    for k in SCALARS:
        points = {finish(multiply(k, blind)) for blind in (bytes(36), b"\xff" * 36, BLIND)}
        assert len(points) == 1


def test_sums_of_multiples_agree_with_multiples_of_sums():
    d = 0xDEADBEEF
    for u in SCALARS + (0,):
        for v in SCALARS + (0,):
            wanted = (u + v * d) % L
            point = affine(finish(combine(u, v, times(d))))
            assert point == (times(wanted) if wanted else (0, 1))


def test_a_signature_is_of_one_key_over_one_message():
    assert not verify(KEY, b"a", GOOD)
    assert not verify(public_key(SECRET_2), b"", GOOD)
    for bit in (0, 200, 255, 256, 400, 507):
        wrong = bytearray(GOOD)
        wrong[bit >> 3] ^= 1 << (bit & 7)
        assert not verify(KEY, b"", bytes(wrong))


def test_an_s_that_is_not_below_the_order_is_refused():
    # The same s modulo L would make a second signature out of the first.
    s = int.from_bytes(GOOD[32:], "little")
    for other in (s + L, s + 2 * L, L, (1 << 256) - 1):
        assert not verify(KEY, b"", GOOD[:32] + other.to_bytes(32, "little"))


def test_only_the_one_encoding_of_a_point_is_read():
    for y in (P, P + 1, P + 18, (1 << 255) - 1):  # P + 1 would be the neutral point
        for parity in (0, 1):
            with raises(NotOnCurve):
                parse(encoded(y, parity))
    for y in (1, P - 1):  # x is 0 and has no odd form
        assert parse(encoded(y)) == (0, y)
        with raises(NotOnCurve):
            parse(encoded(y, 1))
    with raises(NotOnCurve):
        parse(encoded(2))
    for length in (0, 31, 33, 64):
        with raises(BadKeyEncoding):
            parse(bytes(length))


def test_an_r_in_another_encoding_is_refused():
    # s == h * a: R is the neutral point, y == 1, which P + 1 would stand for as well.
    neutral = encoded(1)
    forged = neutral + bytes(32)
    assert verify(neutral, b"any message", forged)
    assert not verify(neutral, b"any message", encoded(P + 1) + bytes(32))
    assert not verify(neutral, b"any message", encoded(1, 1) + bytes(32))


def test_keys_of_small_order_are_keys_as_in_the_rfc():
    # With such a key a signature is good for one message in as many as its order, or for all. RFC 8032 lets it be.
    for y in SMALL:
        point = parse(encoded(y))
        assert affine(finish(combine(0, 8, point))) == (0, 1)
        accepted = [verify(encoded(y), bytes((i,)), encoded(1) + bytes(32)) for i in range(40)]
        assert True in accepted


def test_a_component_of_small_order_counts():
    # Without the cofactor, R + T is not R: a verifier that multiplies by 8 would take both.
    point = parse(GOOD[:32])
    two = (0, P - 1)  # of order 2: adding it turns (x, y) into (-x, -y)
    assert affine(finish(combine(0, 1, two))) == two
    assert not verify(KEY, b"", serialize((P - point[0], P - point[1])) + GOOD[32:])


def test_what_has_the_wrong_length():
    for length in (0, 63, 65):
        with raises(BadSignature):
            verify(KEY, b"", bytes(length))
    for length in (0, 31, 33, 64):
        with raises(BadSecretKey):
            sign(bytes(length), b"")


def test_random_bytes_change_nothing():
    assert sign(SECRET, b"", b"anything") == GOOD
    assert public_key(SECRET, b"anything") == KEY


def test_in_steps_it_is_the_same():
    assert len(list(verify_steps(KEY, b"", GOOD))) > 10
    assert len(list(sign_steps(SECRET, b""))) > 4


def test_zip_215_takes_what_the_rfc_takes():
    assert verify(KEY, b"", GOOD, True)
    assert not verify(KEY, b"\x00", GOOD, True)
    assert not verify(KEY, b"", GOOD[:32] + (int.from_bytes(GOOD[32:], "little") + L).to_bytes(32, "little"), True)


def test_zip_215_does_not_see_a_difference_of_small_order():
    #   R of small order, s == 0, a key of small order: 8 * (0 - h * A - R) is 0 whatever the message
    for y in SMALL:
        signature = encoded(y) + bytes(32)
        assert verify(encoded(1), b"any", signature, True)
        assert verify(encoded(1), b"any", signature) is (y == 1)


def test_zip_215_takes_other_encodings_of_keys_and_of_r():
    for other in (encoded(1, 1), encoded(P + 1), encoded(P + 1, 1)):
        assert verify(other, b"any", encoded(1) + bytes(32), True)
        assert verify(encoded(1), b"any", other + bytes(32), True)
        with raises(NotOnCurve):
            verify(other, b"any", encoded(1) + bytes(32))
        assert not verify(encoded(1), b"any", other + bytes(32))


def test_zip_215_refuses_what_is_no_point():
    with raises(NotOnCurve):
        verify(encoded(2), b"any", encoded(1) + bytes(32), True)
    assert not verify(encoded(1), b"any", encoded(2) + bytes(32), True)
