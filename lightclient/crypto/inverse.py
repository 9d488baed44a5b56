"""Inverses modulo a prime, by Euclid.

pow(a, -1, m) answers 0 on MicroPython, without an error, and pow(a, m - 2, m) takes eighteen times as long as this.
"""


def inverse(a: int, m: int) -> int:
    """Return b with a * b % m == 1. Raises ZeroDivisionError if no b does.

    How long it takes depends on `a`: blind a secret, inverse(a * b) * b for a random b.
    """
    # Invariant: s * a == r and t * a == q, both modulo m.
    r, q = m, a % m
    s, t = 0, 1
    while q > 1:
        factor, rest = divmod(r, q)
        r, q = q, rest
        s, t = t, s - factor * t
    if q != 1:
        raise ZeroDivisionError("no inverse")
    return t % m
