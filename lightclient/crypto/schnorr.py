"""Schnorr signatures on secp256k1. Source: BIP340.

A public key is 32 bytes: the x coordinate of a point whose y is even. A signature is 64 bytes: the x coordinate of the
nonce's point, and s. What ends in `_steps` is a generator for `steps.finish`, or for a board that has to answer in
between. What signing promises and what it cannot: see `ecdsa`.
"""

from lightclient.crypto import secp256k1
from lightclient.crypto.blinding import blinds
from lightclient.crypto.errors import BadKeyEncoding, BadLength, BadSecretKey, BadSignature
from lightclient.crypto.hashes import tagged_hash
from lightclient.crypto.jacobian import affine
from lightclient.crypto.secp256k1_group import P
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps

N = secp256k1.N


def verify(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` is one by the public key `key` over `message`, which may have any length.

    Raises BadKeyEncoding or NotOnCurve for bytes that are not a key, BadSignature for a length other than 64.
    """
    return finish(verify_steps(key, message, signature))


def verify_steps(key: bytes, message: bytes, signature: bytes) -> "Steps[bool]":
    if len(key) != 32:
        raise BadKeyEncoding(len(key), key[0] if key else 0)
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    point = secp256k1.lift_x(int.from_bytes(key, "big"))
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if r >= P or s >= N:
        return False
    yield
    total = yield from secp256k1.combine(s, N - _challenge(signature[:32], key, message), point)
    x, _, z = total
    # The x coordinate is compared without a division; only a signature that passes this is worth one for y.
    if not z or (x - r * z * z) % P:
        return False
    return affine(total, P)[1] & 1 == 0


def public_key(secret: bytes, random: bytes = b"") -> bytes:
    """Return the public key of a secret key, 32 bytes big-endian. Raises BadSecretKey."""
    d = _secret(secret)
    x, _ = finish(secp256k1.multiply(d, blinds(secret, b"public key", random)))
    return x.to_bytes(32, "big")


def sign(secret: bytes, message: bytes, aux: bytes = bytes(32), random: bytes = b"") -> bytes:
    """Return a signature over `message`.

    aux: 32 bytes, best random; zeros are safe as well. random: bytes for blinding, which change nothing.
    Raises BadSecretKey, BadLength for aux.
    """
    return finish(sign_steps(secret, message, aux, random))


def sign_steps(secret: bytes, message: bytes, aux: bytes = bytes(32), random: bytes = b"") -> "Steps[bytes]":
    """The public key is computed each time: to sign with one that is not the secret's gives the secret away."""
    d = _secret(secret)
    if len(aux) != 32:
        raise BadLength("aux", len(aux), 32)
    x, y = yield from secp256k1.multiply(d, blinds(secret, b"public key", random))
    d = (d, N - d)[y & 1]
    key = x.to_bytes(32, "big")
    masked = d ^ int.from_bytes(tagged_hash(b"BIP0340/aux", aux), "big")
    seed = tagged_hash(b"BIP0340/nonce", masked.to_bytes(32, "big") + key + message)
    k = int.from_bytes(seed, "big") % N
    x, y = yield from secp256k1.multiply(k, blinds(seed, b"nonce", random))
    k = (k, N - k)[y & 1]
    point = x.to_bytes(32, "big")
    s = (k + _challenge(point, key, message) * d) % N
    return point + s.to_bytes(32, "big")


def _secret(secret: bytes) -> int:
    d = int.from_bytes(secret, "big")
    if len(secret) != 32 or not 0 < d < N:
        raise BadSecretKey()
    return d


def _challenge(point: bytes, key: bytes, message: bytes) -> int:
    return int.from_bytes(tagged_hash(b"BIP0340/challenge", point + key + message), "big") % N
