from lightclient.crypto.errors import BadKeyEncoding, NotOnCurve
from lightclient.crypto.jacobian import affine, serialize
from lightclient.crypto.p256 import COLUMNS, GROUPS, TEETH, N, P, combine, multiply, parse
from lightclient.crypto.recode import comb
from lightclient.crypto.steps import finish
from tests.portable.support import raises

G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
G2 = (
    0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978,
    0x07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1,
)
SCALARS = (1, 2, 3, 7, 0xFFFF, 1 << 38, 1 << 128, (1 << 255) - 19, N >> 1, N - 2, N - 1)
BLIND = bytes(range(7, 43))


def times(k):
    """Return k * G."""
    return finish(multiply(k, BLIND))


def summed(u, v, point):
    total = finish(combine(u, v, point))
    return affine(total, P) if total[2] else None


def test_small_multiples_of_the_base():
    assert times(1) == G
    assert times(2) == G2
    assert times(N - 1) == (G[0], P - G[1])


def test_every_group_doubles_and_adds():
    for group in GROUPS:
        for z in (1, 2, 1 << 255, P - 1):
            first = G[0] * z * z % P, G[1] * z * z * z % P, z
            assert affine(group.finish(group.double(group.start(first))), P) == G2
            assert affine(group.finish(group.add(group.start(first), *G2)), P) == times(3)
            assert group.finish(group.add(group.start(first), G[0], P - G[1]))[2] == 0
        assert affine(group.finish(group.add(group.double(group.INFINITY), *G)), P) == G
        assert group.finish(group.INFINITY)[2] == 0
    # The first group may find infinity where two points are the same, the last one may not.
    assert affine(group.finish(group.add(group.start(G + (1,)), *G)), P) == G2


def test_a_product_does_not_depend_on_its_blinding():
    for k in SCALARS:
        points = {finish(multiply(k, blind)) for blind in (bytes(36), b"\xff" * 36, BLIND)}
        assert len(points) == 1


def test_sums_of_multiples_agree_with_multiples_of_sums():
    d = 0xDEADBEEF
    for u in SCALARS[2:7]:
        for v in SCALARS[5:]:
            assert summed(u, v, times(d)) == times((u + v * d) % N)


def test_sums_where_a_formula_could_break():
    #   the parts are equal, opposite, infinite, or meet in the middle
    for d in (1, 2, 3, 5, 127, 128, 1 << 38, N - 1):
        point = times(d)
        assert summed(d, 1, point) == times(2 * d % N)
        assert summed(N - d, 1, point) is None
        assert summed(d, N - 1, point) is None
        assert summed(0, 1, point) == point
        assert summed(d, 0, point) == point
        assert summed(0, 0, point) is None
        assert summed(2 * d % N, N - 1, point) == point


def test_an_addition_that_is_a_doubling():
    # u is 2 * rest + last, by the last column of its comb. With d == last - 2 * rest the last addition is of equals.
    u = 0x123456789ABCDEF1
    column = comb(u, TEETH, COLUMNS)[-1]
    last = sum((1 if column >> tooth & 1 else -1) << COLUMNS * tooth for tooth in range(TEETH))
    d = (2 * last - u) % N
    assert summed(u, 1, times(d)) == times(2 * last % N)


def test_a_sum_comes_in_steps():
    assert len(list(combine(SCALARS[7], SCALARS[8], G2))) > 10
    assert len(list(multiply(SCALARS[7], BLIND))) > 2


def test_keys_in_both_forms():
    for k in SCALARS:
        x, y = times(k)
        full = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        assert parse(serialize((x, y))) == parse(full) == (x, y)


def test_bytes_that_are_no_key():
    good = serialize(G)
    full = b"\x04" + good[1:] + G[1].to_bytes(32, "big")
    for key in (b"", good[:-1], good + b"\x00", full[:-1], b"\x06" + full[1:], b"\x07" + full[1:], b"\x00" + good[1:]):
        with raises(BadKeyEncoding):
            parse(key)
    for key in (full[:-1] + b"\x00", b"\x04" + b"\xff" * 32 + full[33:], b"\x02" + (1).to_bytes(32, "big")):
        with raises(NotOnCurve):
            parse(key)
    zero = parse(b"\x02" + bytes(32))  # x == 0 is on the curve; P stands for the same x, and is refused
    assert zero[0] == 0
    for key in (b"\x02" + P.to_bytes(32, "big"), b"\x04" + P.to_bytes(32, "big") + zero[1].to_bytes(32, "big")):
        with raises(NotOnCurve):
            parse(key)
