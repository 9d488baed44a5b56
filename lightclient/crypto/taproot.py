"""Taproot's keys: an internal key, and the output key that commits to it and to a tree of scripts, or to none.

Source: BIP341, "Constructing and spending Taproot outputs"; BIP86 for no scripts.
"""

from lightclient.crypto import backend
from lightclient.crypto.checks import N, check_secret, tweak_number
from lightclient.crypto.hashes import tagged_hash


def output_key(internal: bytes, root: bytes = b"") -> bytes:
    """Return the 32 bytes that an output is paid to. internal: 32 bytes. root: of the tree of scripts, if there is one.

    Raises NotOnCurve, and BadSecretKey, which nobody has seen happen.
    """
    return output_point(internal, root)[1:]


def output_point(internal: bytes, root: bytes) -> bytes:
    """Return the same with the byte before that says which of the two points it is. Raises what `output_key` raises."""
    return backend.current().add(b"\x02" + internal, tagged_hash(b"TapTweak", internal + root))


def output_secret(secret: bytes, root: bytes = b"") -> bytes:
    """Return the secret of the output key. Raises BadSecretKey."""
    key = backend.current().public_key(secret)
    number = int.from_bytes(secret, "big")
    tweak = tweak_number(tagged_hash(b"TapTweak", key[1:] + root))
    total = (((number, N - number)[key[0] & 1] + tweak) % N).to_bytes(32, "big")
    check_secret(total)
    return total
