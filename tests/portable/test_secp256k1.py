from lightclient.crypto import secp256k1 as curve
from lightclient.crypto.errors import BadKeyEncoding, NotOnCurve
from lightclient.crypto.jacobian import affine, serialize
from lightclient.crypto.secp256k1 import BETA, LAMBDA, N, P, combine, lift_x, multiply, parse, split, split_odd
from lightclient.crypto.steps import finish
from tests.portable.support import raises

G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
G2 = (
    0xC6047F9441ED7D6D3045406E95C07CD85C778E4B8CEF3CA7ABAC09B95C709EE5,
    0x1AE168FEA63DC339A3C58419466CEAEEF7F632653266D0E1236431A950CFE52A,
)
SCALARS = (1, 2, 3, 7, 0xFFFF, 1 << 127, 1 << 128, (1 << 255) - 19, N >> 1, N - 2, N - 1, LAMBDA, N - LAMBDA, curve.A1)
BLIND = bytes(range(7, 43))


def negative(point):
    return point[0], P - point[1]


def times(k):
    """Return k * G."""
    return finish(multiply(k, BLIND))


def summed(u, v, point):
    total = finish(combine(u, v, point))
    return affine(total, P) if total[2] else None


def test_small_multiples_of_the_base():
    assert times(1) == G
    assert times(2) == G2
    assert times(N - 1) == negative(G)


def test_the_endomorphism_is_what_it_should_be():
    assert pow(LAMBDA, 3, N) == 1 and pow(BETA, 3, P) == 1
    assert times(LAMBDA) == (BETA * G[0] % P, G[1])


def test_halves_of_a_scalar_are_short_and_belong_together():
    for k in SCALARS + (0,):
        k1, k2 = split(k)
        assert (k1 + k2 * LAMBDA - k) % N == 0
        assert max(abs(k1), abs(k2)) < 1 << 128


def test_blinded_halves_are_odd_and_belong_together():
    for k in SCALARS:
        seen = set()
        for chosen in (0, 1, 2, 255):
            for blind in (bytes((0, chosen, 0, 0)), bytes((chosen, 255, 255, 255))):
                k1, k2 = split_odd(k, blind)
                assert (k1 + k2 * LAMBDA - k) % N == 0
                assert k1 & 1 and k2 & 1
                assert max(abs(k1), abs(k2)) < 1 << 144
                seen.add(k1)
        assert len(seen) > 4


def test_a_product_does_not_depend_on_its_blinding():
    for k in SCALARS:
        points = {finish(multiply(k, blind)) for blind in (bytes(36), b"\xff" * 36, BLIND)}
        assert len(points) == 1


def test_sums_of_multiples_agree_with_multiples_of_sums():
    for u in SCALARS[2:9]:
        for v in SCALARS[5:]:
            d = 0xDEADBEEF
            wanted = (u + v * d) % N
            assert summed(u, v, times(d)) == times(wanted)


def test_sums_where_a_formula_could_break():
    #   the parts are equal, opposite, infinite, or meet in the middle
    for d in (1, 2, 3, 5, 127, 128, LAMBDA, N - 1):
        point = times(d)
        assert summed(d, 1, point) == times(2 * d % N)
        assert summed(N - d, 1, point) is None
        assert summed(d, N - 1, point) is None
        assert summed(0, 1, point) == point
        assert summed(d, 0, point) == point
        assert summed(0, 0, point) is None
        assert summed(2 * d % N, N - 1, point) == point


def test_a_sum_comes_in_steps():
    assert len(list(combine(SCALARS[7], SCALARS[8], G2))) > 10
    assert len(list(multiply(SCALARS[7], BLIND))) > 2


def test_keys_in_both_forms():
    for k in SCALARS:
        point = times(k)
        x, y = point
        full = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        assert parse(serialize(point)) == parse(full) == point
        assert serialize(point)[0] == 2 + y % 2


def test_a_lifted_x_has_an_even_y():
    for k in SCALARS:
        x, y = times(k)
        assert lift_x(x) == (x, y if y % 2 == 0 else P - y)


def test_bytes_that_are_no_key():
    good = serialize(G)
    full = b"\x04" + good[1:] + G[1].to_bytes(32, "big")
    for key in (b"", b"\x00", good[:-1], good + b"\x00", full[:-1], b"\x04" + good[1:], b"\x05" + good[1:]):
        with raises(BadKeyEncoding):
            parse(key)
    for form in (0, 1, 5, 6, 7, 255):  # 6 and 7 are the hybrid forms
        with raises(BadKeyEncoding):
            parse(bytes((form,)) + full[1:])
        with raises(BadKeyEncoding):
            parse(bytes((form,)) + good[1:])
    with raises(BadKeyEncoding):
        parse(b"\x02" + full[1:])


def test_points_that_are_not_on_the_curve():
    five = (5).to_bytes(32, "big")  # 5**3 + 7 has no square root
    full = b"\x04" + serialize(G)[1:] + G[1].to_bytes(32, "big")
    too_large = (P + 1).to_bytes(32, "big")  # would be x == 1, which is on the curve
    for key in (b"\x02" + five, b"\x03" + five, b"\x02" + too_large, b"\x02" + b"\xff" * 32, full[:-1] + b"\x00"):
        with raises(NotOnCurve):
            parse(key)
    one, y = (number.to_bytes(32, "big") for number in lift_x(1))
    assert parse(b"\x04" + one + y)[0] == 1
    # y == 1 with the cube root of -6, and the same y written as P + 1.
    x = bytes.fromhex("1fe1e5ef3fceb5c135ab7741333ce5a6e80d68167653f6b2b24bcbcfaaaff507")
    assert parse(b"\x04" + x + one)[1] == 1
    for key in (too_large + y, x + too_large, one + b"\xff" * 32, one + one):
        with raises(NotOnCurve):
            parse(b"\x04" + key)
    for x in (5, P, P + 1, 1 << 256):
        with raises(NotOnCurve):
            lift_x(x)
