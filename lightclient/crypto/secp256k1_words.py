"""Doubling and adding on secp256k1 in `words`, for 32-bit boards: the functions of `secp256k1_group`."""

from lightclient.crypto import secp256k1_group, secp256k1_viper
from lightclient.crypto.jacobian_words import JacobianWords, T, X, doubling

SLOPE = (T, X, X), (T, T, T, 1, 2)  # 3 * x**2


def group() -> JacobianWords:
    """Return what has these functions, compiled and tested. Without `run` there is no viper, or no room for it."""
    made = JacobianWords(secp256k1_group.P, secp256k1_viper.RUN, doubling(*SLOPE))
    if made.run:
        made.check(secp256k1_group, "secp256k1")
    return made
