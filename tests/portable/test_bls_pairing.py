from lightclient.crypto.bls12_381 import fp, fp2, fp12, g1, g2, pairing, points
from lightclient.crypto.bls12_381.backend import Bls12381
from lightclient.crypto.steps import finish

P = fp.P
BLIND = bytes(50)

# Elements that nothing is special about, by powers of small numbers.
A = tuple([pow(3, 1000 + i, P) for i in range(6)]), tuple([pow(5, 1000 + i, P) for i in range(6)])
B = tuple([pow(7, 1000 + i, P) for i in range(6)]), tuple([pow(11, 1000 + i, P) for i in range(6)])
U = (0, 1, 0, 0, 0, 0), fp12.ZERO6
V = (0, 0, 1, 0, 0, 0), fp12.ZERO6
W = fp12.ZERO6, (1, 0, 0, 0, 0, 0)


def times(f, group, k):
    return points.affine(f, finish(points.multiply(f, group.GENERATOR, k, BLIND)))


def power(a, k):
    """Return a**k by squaring and multiplying."""
    total = fp12.ONE
    while k:
        if k & 1:
            total = fp12.mul(total, a)
        a = fp12.sqr(a)
        k >>= 1
    return total


def test_the_tower_is_built_as_it_says():
    mul = fp12.mul
    assert mul(U, U) == ((P - 1, 0, 0, 0, 0, 0), fp12.ZERO6)
    assert mul(W, W) == V
    assert mul(mul(V, V), V) == ((1, 1, 0, 0, 0, 0), fp12.ZERO6)


def test_products_follow_the_laws():
    mul = fp12.mul
    c = tuple([(x - y) % P for x, y in zip(A[0], B[1])]), A[1]  # noqa: B905
    assert mul(A, B) == mul(B, A)
    assert mul(mul(A, B), c) == mul(A, mul(B, c))
    total = tuple([tuple([(x + y) % P for x, y in zip(A[i], B[i])]) for i in (0, 1)])  # noqa: B905
    one, two = mul(A, c), mul(B, c)
    assert mul(total, c) == tuple([tuple([(x + y) % P for x, y in zip(one[i], two[i])]) for i in (0, 1)])  # noqa: B905
    assert mul(A, fp12.ONE) == A


def test_what_is_faster_gives_the_same():
    assert fp12.sqr(A) == fp12.mul(A, A)
    assert fp12.mul_by_w(A, B[0]) == fp12.mul(A, (fp12.ONE[0], B[0]))
    a, b, c, d, e, f = B[0]
    assert fp12.mul_by_line(A, B[0]) == fp12.mul(A, ((a, b, c, d, 0, 0), (0, 0, e, f, 0, 0)))
    assert fp12.mul(A, fp12.inverse(A)) == fp12.ONE
    assert fp12.inverse((fp12.ZERO6, fp12.ZERO6)) == (fp12.ZERO6, fp12.ZERO6)


def test_frobenius_is_a_power_and_a_conjugate_is_its_sixth():
    assert fp12.frobenius(A) == power(A, P)
    found = A
    for _ in range(6):
        found = fp12.frobenius(found)
    assert found == (A[0], fp12.reduced(fp12.conjugate(A)[1]))


def test_cyclotomic_squares():
    f = fp12.mul(fp12.conjugate(A), fp12.inverse(A))
    f = fp12.mul(fp12.frobenius(fp12.frobenius(f)), f)
    assert fp12.cyclotomic_sqr(f) == fp12.sqr(f)
    assert fp12.cyclotomic_sqr(A) != fp12.sqr(A)


def test_pairings_are_bilinear():
    negative = points.negative(fp, g1.GENERATOR)
    six, two, three = times(fp, g1, 6), times(fp, g1, 2), times(fp2, g2, 3)
    is_one = Bls12381().is_one
    assert finish(is_one([(two, three), (points.negative(fp, six), g2.GENERATOR)]))
    assert finish(is_one([(two, three), (negative, times(fp2, g2, 6))]))
    assert finish(is_one([(two, three), (negative, three), (negative, three)]))
    assert not finish(is_one([(two, three), (negative, times(fp2, g2, 5))]))
    assert not finish(is_one([(two, three), (six, g2.GENERATOR)]))
    assert not finish(is_one([(g1.GENERATOR, g2.GENERATOR)]))
    assert finish(is_one([]))


def test_the_pairing_of_the_generators_has_the_order_of_the_groups():
    f = finish(pairing.final(finish(pairing.miller([(g1.GENERATOR, g2.GENERATOR)], None))))
    assert f != fp12.ONE
    assert power(f, points.R) == fp12.ONE


def test_a_factor_is_raised_to_the_parameter():
    pairs = [(times(fp, g1, 2), times(fp2, g2, 3))]
    d = A[0]
    found = finish(pairing.miller(pairs, d))
    assert found == fp12.mul(finish(pairing.miller(pairs, None)), power((fp12.ONE[0], d), points.X))
