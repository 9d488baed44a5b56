"""Doubling and adding on P-256 in `words`, for 32-bit boards: the functions of `p256_group`."""

from lightclient.crypto import p256_group
from lightclient.crypto.jacobian_words import T, U, Words, X, Z, doubling
from lightclient.crypto.words import compiled

SLOPE = (T, Z, Z), (U, X, T, 1, -1), (T, X, T, 3, 3), (T, T, U)  # 3 * (x - z**2) * (x + z**2)

PRIME = 256, {17: ("-", 3), 14: ("+", 10), 7: ("+", 5)}, 1  # 2**256 - 2**224 + 2**192 + 2**96 - 1

run = compiled(*PRIME)
group = Words(p256_group.P, run, doubling(*SLOPE))

if run:
    group.check(p256_group, "P-256")
