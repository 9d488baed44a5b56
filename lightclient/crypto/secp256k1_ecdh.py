"""A secret multiple of somebody's public key on secp256k1, for ECDH. Source: SEC 1, 3.3.1.

Hiding the secret is done as when signing, see `ecdsa`: the operations are the same ones for every secret and key, and
the secret's halves and the first point's coordinates are blinded.
"""

from lightclient.crypto import secp256k1_group
from lightclient.crypto.blinding import blinds
from lightclient.crypto.checks import check_secret
from lightclient.crypto.jacobian import affine, odd_multiples, serialize
from lightclient.crypto.secp256k1 import BETA, P, groups, parse, split_odd

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps

WINDOWS = 36  # of 4 bits, in a half of a scalar


def shared_steps(secret: bytes, key: bytes, random: bytes = b"") -> "Steps[bytes]":
    """Return secret * key, compressed. random: bytes for blinding. Raises BadSecretKey, BadKeyEncoding, NotOnCurve."""
    check_secret(secret)
    point = parse(key)
    blind = blinds(secret, key, random)
    halves = [half + (1 << 4 * WINDOWS) - 1 >> 1 for half in split_odd(int.from_bytes(secret, "big"), blind)]
    ways = groups()
    yield
    multiples = odd_multiples(point, 8, P, secp256k1_group.double, secp256k1_group.add)
    yield
    z = int.from_bytes(blind[4:36], "big") % (P - 1) + 1
    for group in ways:
        total = group.INFINITY
        for i in range(WINDOWS - 1, -1, -1):
            for n, half in enumerate(halves):
                # A digit is odd, from -15 to 15.
                digit = half >> 4 * i & 15
                sign = digit >> 3
                x, y = multiples[(digit ^ sign - 1) & 7]
                x, y = (x, x * BETA % P)[n], (P - y, y)[sign]
                first = n == 0 and i == WINDOWS - 1
                total = group.start((x * z * z % P, y * z * z * z % P, z)) if first else group.add(total, x, y)
            if i:
                for _ in range(4):
                    total = group.double(total)
            if i % 2 == 0:
                yield
        found = group.finish(total)
        if found[2]:
            break
    return serialize(affine(found, P))
