"""Doubling and adding on P-256 in `words`, for 32-bit boards: the functions of `p256_group`."""

from lightclient.crypto import p256_group, p256_viper
from lightclient.crypto.jacobian_words import JacobianWords, T, U, X, Z, doubling

SLOPE = (T, Z, Z), (U, X, T, 1, -1), (T, X, T, 3, 3), (T, T, U)  # 3 * (x - z**2) * (x + z**2)

group = JacobianWords(p256_group.P, p256_viper.RUN, doubling(*SLOPE))

if group.run:
    group.check(p256_group, "P-256")
