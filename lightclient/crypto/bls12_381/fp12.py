"""The field of the pairing: (c0, c1) for c0 + c1 * w with w * w == v.

c0 and c1 are of the sixth degree: six integers each, (a0 + a1 * u) + (a2 + a3 * u) * v + (a4 + a5 * u) * v**2, where
v**3 == 1 + u and u * u == -1. Results are reduced, between 0 and P, once at the end: a product takes 54 products of
integers and 12 divisions.

Sources: Aranha, Karabina, Longa, Gebotys, Lopez, "Faster explicit formulas for computing pairings over ordinary curves"
(eprint 2010/526); Granger, Scott, "Faster squaring in the cyclotomic subgroup" (eprint 2009/565).
"""

from lightclient.crypto.bls12_381 import fp2
from lightclient.crypto.bls12_381.fp import P

TYPE_CHECKING = False
if TYPE_CHECKING:
    Fp6 = tuple[int, int, int, int, int, int]
    Fp12 = tuple[Fp6, Fp6]

ZERO6 = (0, 0, 0, 0, 0, 0)
ONE = ((1, 0, 0, 0, 0, 0), ZERO6)

# (1 + u)**(k * (P - 1) / 6): what a coefficient of w**k is multiplied with under Frobenius, after its conjugation.
GAMMA = (
    (1, 0),
    (
        0x1904D3BF02BB0667C231BEB4202C0D1F0FD603FD3CBD5F4F7B2443D784BAB9C4F67EA53D63E7813D8D0775ED92235FB8,
        0x00FC3E2B36C4E03288E9E902231F9FB854A14787B6C7B36FEC0C8EC971F63C5F282D5AC14D6C7EC22CF78A126DDC4AF3,
    ),
    (0, 0x1A0111EA397FE699EC02408663D4DE85AA0D857D89759AD4897D29650FB85F9B409427EB4F49FFFD8BFD00000000AAAC),
    (
        0x06AF0E0437FF400B6831E36D6BD17FFE48395DABC2D3435E77F76E17009241C5EE67992F72EC05F4C81084FBEDE3CC09,
        0x06AF0E0437FF400B6831E36D6BD17FFE48395DABC2D3435E77F76E17009241C5EE67992F72EC05F4C81084FBEDE3CC09,
    ),
    (0x1A0111EA397FE699EC02408663D4DE85AA0D857D89759AD4897D29650FB85F9B409427EB4F49FFFD8BFD00000000AAAD, 0),
    (
        0x05B2CFD9013A5FD8DF47FA6B48B1E045F39816240C0B8FEE8BEADF4D8E9C0566C63A3E6E257F87329B18FAE980078116,
        0x144E4211384586C16BD3AD4AFA99CC9170DF3560E77982D0DB45F3536814F0BD5871C1908BD478CD1EE605167FF82995,
    ),
)


def mul(a: "Fp12", b: "Fp12") -> "Fp12":
    a0, a1 = a
    b0, b1 = b
    x = product(a0, b0)
    y = product(a1, b1)
    z = product(_sum(a0, a1), _sum(b0, b1))
    return _with_v(x, y), _rest(z, x, y)


def mul_by_w(a: "Fp12", b: "Fp6") -> "Fp12":
    """Return a * (1 + b * w)."""
    a0, a1 = a
    return _with_v(a0, product(a1, b)), reduced(_sum(a1, product(a0, b)))


def mul_by_line(a: "Fp12", line: "tuple[int, int, int, int, int, int]") -> "Fp12":
    """Return a * (l0 + l1 * v + l4 * v * w), of a line's three coefficients."""
    a0, a1 = a
    p, q, r, s, t, u = line
    x = _by_two(a0, p, q, r, s)
    b0, b1, b2, b3, b4, b5 = a1
    x4, y4 = _raw(b4, b5, t, u)  # l4 * v * a1: what reaches v**3 is multiplied by 1 + u
    y = (x4 - y4, x4 + y4) + _raw(b0, b1, t, u) + _raw(b2, b3, t, u)
    z = _by_two(_sum(a0, a1), p, q, r + t, s + u)
    return _with_v(x, y), _rest(z, x, y)


def sqr(a: "Fp12") -> "Fp12":
    a0, a1 = a
    x = product(a0, a1)
    b0, b1, b2, b3, b4, b5 = a1
    z = product(_sum(a0, a1), _sum(a0, (b4 - b5, b4 + b5, b0, b1, b2, b3)))
    x0, x1, x2, x3, x4, x5 = x
    z0, z1, z2, z3, z4, z5 = z
    return (
        (
            (z0 - x0 - x4 + x5) % P,
            (z1 - x1 - x4 - x5) % P,
            (z2 - x2 - x0) % P,
            (z3 - x3 - x1) % P,
            (z4 - x4 - x2) % P,
            (z5 - x5 - x3) % P,
        ),
        reduced(_sum(x, x)),
    )


def cyclotomic_sqr(a: "Fp12") -> "Fp12":
    """Return the square of an element whose power P**6 is its inverse, and P**4 that of P**2 over it."""
    (a0, a1, a2, a3, a4, a5), (b0, b1, b2, b3, b4, b5) = a
    x0, x1, y0, y1 = _square4(a0, a1, b2, b3)
    s0, s1, t0, t1 = _square4(b0, b1, a4, a5)
    p0, p1, q0, q1 = _square4(a2, a3, b4, b5)
    q, r = q0 - q1, q0 + q1
    return (
        (
            (x0 + (x0 - a0 << 1)) % P,
            (x1 + (x1 - a1 << 1)) % P,
            (s0 + (s0 - a2 << 1)) % P,
            (s1 + (s1 - a3 << 1)) % P,
            (p0 + (p0 - a4 << 1)) % P,
            (p1 + (p1 - a5 << 1)) % P,
        ),
        (
            (q + (q + b0 << 1)) % P,
            (r + (r + b1 << 1)) % P,
            (y0 + (y0 + b2 << 1)) % P,
            (y1 + (y1 + b3 << 1)) % P,
            (t0 + (t0 + b4 << 1)) % P,
            (t1 + (t1 + b5 << 1)) % P,
        ),
    )


def conjugate(a: "Fp12") -> "Fp12":
    """Return a**(P**6)."""
    a0, a1 = a
    return a0, tuple([-x for x in a1])  # type: ignore[return-value]


def frobenius(a: "Fp12") -> "Fp12":
    """Return a**P."""
    a0, a1 = a
    return _frobenius6(a0, 0), _frobenius6(a1, 1)


def inverse(a: "Fp12") -> "Fp12":
    """Return 1 / a, or 0 for 0."""
    a0, a1 = a
    negative = conjugate(a)[1]
    norm = _inverse6(_with_v(product(a0, a0), product(a1, negative)))
    return reduced(product(a0, norm)), reduced(product(negative, norm))


# -- of the sixth degree


def product(a: "Fp6", b: "Fp6") -> "Fp6":
    """Return the product of two, not reduced."""
    a0, a1, a2, a3, a4, a5 = a
    b0, b1, b2, b3, b4, b5 = b
    x0, x1 = _raw(a0, a1, b0, b1)
    y0, y1 = _raw(a2, a3, b2, b3)
    z0, z1 = _raw(a4, a5, b4, b5)
    s0, s1 = _raw(a2 + a4, a3 + a5, b2 + b4, b3 + b5)
    s0 -= y0 + z0
    s1 -= y1 + z1
    t0, t1 = _raw(a0 + a2, a1 + a3, b0 + b2, b1 + b3)
    r0, r1 = _raw(a0 + a4, a1 + a5, b0 + b4, b1 + b5)
    return (
        x0 + s0 - s1,
        x1 + s0 + s1,
        t0 - x0 - y0 + z0 - z1,
        t1 - x1 - y1 + z0 + z1,
        r0 - x0 - z0 + y0,
        r1 - x1 - z1 + y1,
    )


def reduced(a: "Fp6") -> "Fp6":
    a0, a1, a2, a3, a4, a5 = a
    return a0 % P, a1 % P, a2 % P, a3 % P, a4 % P, a5 % P


def _raw(a0: int, a1: int, b0: int, b1: int) -> "tuple[int, int]":
    """Return the product of two pairs, not reduced."""
    x = a0 * b0
    y = a1 * b1
    return x - y, (a0 + a1) * (b0 + b1) - x - y


def _sum(a: "Fp6", b: "Fp6") -> "Fp6":
    a0, a1, a2, a3, a4, a5 = a
    b0, b1, b2, b3, b4, b5 = b
    return a0 + b0, a1 + b1, a2 + b2, a3 + b3, a4 + b4, a5 + b5


def _with_v(x: "Fp6", y: "Fp6") -> "Fp6":
    """Return x + v * y, reduced."""
    x0, x1, x2, x3, x4, x5 = x
    y0, y1, y2, y3, y4, y5 = y
    return (
        (x0 + y4 - y5) % P,
        (x1 + y4 + y5) % P,
        (x2 + y0) % P,
        (x3 + y1) % P,
        (x4 + y2) % P,
        (x5 + y3) % P,
    )


def _rest(z: "Fp6", x: "Fp6", y: "Fp6") -> "Fp6":
    """Return z - x - y, reduced."""
    x0, x1, x2, x3, x4, x5 = x
    y0, y1, y2, y3, y4, y5 = y
    z0, z1, z2, z3, z4, z5 = z
    return (
        (z0 - x0 - y0) % P,
        (z1 - x1 - y1) % P,
        (z2 - x2 - y2) % P,
        (z3 - x3 - y3) % P,
        (z4 - x4 - y4) % P,
        (z5 - x5 - y5) % P,
    )


def _by_two(a: "Fp6", p: int, q: int, r: int, s: int) -> "Fp6":
    """Return a * (p + q * u + (r + s * u) * v), not reduced."""
    a0, a1, a2, a3, a4, a5 = a
    x0, x1 = _raw(a0, a1, p, q)
    y0, y1 = _raw(a2, a3, r, s)
    s0, s1 = _raw(a4, a5, r, s)
    t0, t1 = _raw(a0 + a2, a1 + a3, p + r, q + s)
    z0, z1 = _raw(a4, a5, p, q)
    return x0 + s0 - s1, x1 + s0 + s1, t0 - x0 - y0, t1 - x1 - y1, z0 + y0, z1 + y1


def _square4(a0: int, a1: int, b0: int, b1: int) -> "tuple[int, int, int, int]":
    """Return a**2 + (1 + u) * b**2 and 2 * a * b for two pairs, not reduced."""
    x0 = (a0 + a1) * (a0 - a1)
    x1 = (a0 << 1) * a1
    y0 = (b0 + b1) * (b0 - b1)
    y1 = (b0 << 1) * b1
    s0 = a0 + b0
    s1 = a1 + b1
    return (
        x0 + y0 - y1,
        x1 + y0 + y1,
        (s0 + s1) * (s0 - s1) - x0 - y0,
        (s0 << 1) * s1 - x1 - y1,
    )


def _frobenius6(a: "Fp6", k: int) -> "Fp6":
    a0, a1, a2, a3, a4, a5 = a
    return fp2.mul((a0, -a1), GAMMA[k]) + fp2.mul((a2, -a3), GAMMA[k + 2]) + fp2.mul((a4, -a5), GAMMA[k + 4])


def _inverse6(a: "Fp6") -> "Fp6":
    a0, a1, a2 = a[:2], a[2:4], a[4:]
    x = fp2.sub(fp2.sqr(a0), _nonresidue(fp2.mul(a1, a2)))
    y = fp2.sub(_nonresidue(fp2.sqr(a2)), fp2.mul(a0, a1))
    z = fp2.sub(fp2.sqr(a1), fp2.mul(a0, a2))
    norm = fp2.add(_nonresidue(fp2.add(fp2.mul(a1, z), fp2.mul(a2, y))), fp2.mul(a0, x))
    n = fp2.inverse(norm)
    return fp2.mul(x, n) + fp2.mul(y, n) + fp2.mul(z, n)


def _nonresidue(a: "tuple[int, int]") -> "tuple[int, int]":
    """Return a * (1 + u)."""
    return a[0] - a[1], a[0] + a[1]
