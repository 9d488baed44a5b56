"""The optimal ate pairing, up to the sign of X and to a third power, which do not matter to whether a product is 1.

A pair is an affine point of G1 and one of G2, neither of them infinity. Points of G2 on the way are homogeneous,
(X, Y, Z) with x == X / Z and y == Y / Z. A line's coefficients are those of 1, v and v * w, see `fp12`, up to a factor
that is a pair, which the final exponentiation turns into 1.

Sources: Costello, Lange, Naehrig, "Faster pairing computations on curves with high-degree twists" (eprint 2009/615);
Hayashida, Hayasaka, Teruya, "Efficient final exponentiation via cyclotomic structure" (eprint 2020/875).
"""

from lightclient.crypto.bls12_381 import fp2, fp12
from lightclient.crypto.bls12_381.fp import P
from lightclient.crypto.bls12_381.points import X

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.bls12_381.fp2 import Fp2
    from lightclient.crypto.bls12_381.fp12 import Fp6, Fp12
    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps

    Pairs = list[tuple[Jacobian, Jacobian]]
    Line = tuple[int, int, int, int, int, int]


def miller(pairs: "Pairs", factor: "Fp6 | None") -> "Steps[Fp12]":
    """Return the product of f(Q) at P of all pairs, for the function f of Miller's algorithm with X, in steps.

    factor: d for a result that is (1 + d * w)**X times as much.
    """
    f = fp12.ONE if factor is None else fp12.mul_by_w(fp12.ONE, factor)
    totals = [two for _, two in pairs]
    for i in range(62, -1, -1):
        if i < 62 or factor is not None:
            f = fp12.sqr(f)
        for j, ((px, py, _), two) in enumerate(pairs):
            totals[j], line = _double(totals[j], px, py)
            f = fp12.mul_by_line(f, line)
            if X >> i & 1:
                totals[j], line = _add(totals[j], two, px, py)
                f = fp12.mul_by_line(f, line)
            yield
        if X >> i & 1 and factor is not None:
            f = fp12.mul_by_w(f, factor)
    return f


def _double(point: "Jacobian", px: int, py: int) -> "tuple[Jacobian, Line]":
    """Return twice a point and the tangent in it at (px, py)."""
    (x0, x1), (y0, y1), (z0, z1) = point
    b0, b1 = fp2.sqr((y0, y1))
    c0, c1 = fp2.sqr((z0, z1))
    e0, e1 = 12 * (c0 - c1), 12 * (c0 + c1)  # 3 * (4 + 4 * u) * Z**2
    h0, h1 = fp2.mul((2 * y0, 2 * y1), (z0, z1))
    xx0, xx1 = fp2.sqr((x0, x1))
    a = fp2.mul((2 * x0, 2 * x1), (y0, y1))
    f0, f1 = b0 + 3 * e0, b1 + 3 * e1
    # Four times the usual coordinates, without halves. Y is (B + F)**2 - 12 * E**2.
    y = ((f0 + f1) * (f0 - f1) - 12 * (e0 + e1) * (e0 - e1)) % P, (2 * f0 * f1 - 24 * e0 * e1) % P
    total = fp2.mul(a, (b0 - 3 * e0, b1 - 3 * e1)), y, fp2.mul((4 * b0, 4 * b1), (h0, h1))
    px *= -3
    return total, (b0 - e0, b1 - e1, xx0 * px % P, xx1 * px % P, h0 * py % P, h1 * py % P)


def _add(point: "Jacobian", two: "Jacobian", px: int, py: int) -> "tuple[Jacobian, Line]":
    """Return the sum of a point and an affine one, and the line through them at (px, py)."""
    x, y, z = point
    x2, y2, _ = two
    theta = fp2.sub(y, fp2.mul(y2, z))
    slope = fp2.sub(x, fp2.mul(x2, z))
    d = fp2.sqr(slope)
    e = fp2.mul(slope, d)
    g = fp2.mul(x, d)
    h = fp2.sub(fp2.add(e, fp2.mul(z, fp2.sqr(theta))), fp2.times(g, 2))
    total = (
        fp2.mul(slope, h),
        fp2.normal(fp2.sub(fp2.mul(theta, fp2.sub(g, h)), fp2.mul(e, y))),
        fp2.mul(z, e),
    )
    first: "Fp2" = fp2.sub(fp2.mul(theta, x2), fp2.mul(slope, y2))
    return total, first + (theta[0] * -px % P, theta[1] * -px % P, slope[0] * py % P, slope[1] * py % P)


def final(f: "Fp12") -> "Steps[Fp12]":
    """Return f**(3 * (P**12 - 1) / R), in steps."""
    inverse = fp12.inverse(f)
    yield
    f = fp12.mul(fp12.conjugate(f), inverse)
    yield
    f = fp12.mul(fp12.frobenius(fp12.frobenius(f)), f)
    yield
    # The rest is (x - 1)**2 * (x + P) * (x**2 + P**2 - 1) + 3 for x == -X; a conjugate is an inverse now.
    t = f
    for _ in range(2):
        power = yield from _power(t)
        t = fp12.conjugate(fp12.mul(power, t))
        yield
    power = yield from _power(t)
    t = fp12.mul(fp12.conjugate(power), fp12.frobenius(t))
    yield
    power = yield from _power(t)
    power = yield from _power(power)
    yield
    t = fp12.mul(fp12.mul(power, fp12.conjugate(t)), fp12.frobenius(fp12.frobenius(t)))
    yield
    return fp12.mul(t, fp12.mul(fp12.cyclotomic_sqr(f), f))


def _power(f: "Fp12") -> "Steps[Fp12]":
    """Return f**X, in steps, of what `cyclotomic_sqr` squares."""
    total = f
    for i in range(62, -1, -1):
        total = fp12.cyclotomic_sqr(total)
        if X >> i & 1:
            total = fp12.mul(total, f)
        if i % 4 == 0:
            yield
    return total
