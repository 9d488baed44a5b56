"""Doubling and adding on secp256k1 in `words`, for 32-bit boards: the functions of `secp256k1_group`."""

from lightclient.crypto import secp256k1_group
from lightclient.crypto.jacobian_words import T, Words, X, doubling
from lightclient.crypto.words import compiled

SLOPE = (T, X, X), (T, T, T, 1, 2)  # 3 * x**2

PRIME = 256, {2: ("-", 6)}, 977  # 2**256 - 2**32 - 977

run = compiled(*PRIME)
group = Words(secp256k1_group.P, run, doubling(*SLOPE))

if run:
    group.check(secp256k1_group, "secp256k1")
