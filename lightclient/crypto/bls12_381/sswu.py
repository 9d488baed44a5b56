"""From a number of a field to a point: to one of an isogenous curve, and from there to ours.

The isogenous curve is y**2 == x**3 + a * x + b. What leads back divides by the square and by the cube of one
polynomial, whose value is Z of a Jacobian point: nothing has to be inverted for it.

Source: RFC 9380, 6.6.2, 6.6.3, appendix E.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps


def candidates(group: "Any", u: "Any") -> "tuple[Any, Any, Any, Any]":
    """Return x1, g(x1) and x2 of RFC 9380, 6.6.2, and u**3: g(x2) is TWIST * u**6 * g(x1). u: a reduced number."""
    f, x1 = group.FIELD, group.ISO_X
    uu = f.sqr(u)
    t = f.mul(group.Z, uu)
    d = f.add(f.sqr(t), t)
    factor = f.times(f.inverse(group.Z), -1) if f.is_zero(d) else f.add(f.inverse(d), f.ONE)
    x1 = f.mul(x1, factor)
    gx = f.normal(f.add(f.mul(f.add(f.sqr(x1), group.ISO_A), x1), group.ISO_B))
    return x1, gx, f.mul(t, x1), f.mul(uu, u)


def to_curve(backend: "Any", group: "Any", u: "Any") -> "Steps[Jacobian]":
    """Return the point that a number is mapped to, not yet in the subgroup."""
    x1, gx, x2, cube = candidates(group, u)
    yield
    square, y = yield from group.FIELD.either(backend, gx, cube)
    yield
    return isogeny(group, u, x1 if square else x2, y)


def isogeny(group: "Any", u: "Any", x: "Any", y: "Any") -> "Jacobian":
    """Return the point of our curve that (x, y) becomes, with the sign of u for y."""
    f = group.FIELD
    if f.sign(u) != f.sign(y):
        y = f.sub(f.ZERO, y)
    return (
        _polynomial(f, group.X_NUMERATOR, x),
        f.mul(y, _polynomial(f, group.Y_NUMERATOR, x)),
        _polynomial(f, group.DENOMINATOR, x),
    )


def _polynomial(f: "Any", coefficients: "Any", x: "Any") -> "Any":
    """Return the value of a polynomial, the coefficient of the highest power first, by Horner's rule."""
    total = None
    for coefficient in coefficients:
        total = coefficient if total is None else f.add(f.mul(total, x), coefficient)
    return f.normal(total)
