"""Ed25519: signatures on the curve y**2 - x**2 == 1 + D * x**2 * y**2 over the integers modulo P. Source: RFC 8032.

Verification is that of RFC 8032 without the cofactor, as nearly all verifiers do it: s * B - h * A is computed and its
encoding compared with the bytes of R. So an s that is not below L is refused, and a key or an R that is not in its one
encoding. A key of small order is a key, as in the RFC: who must not accept one, compares with the eight of them.

What ends in `_steps` is a generator for `steps.finish`, or for a board that has to answer in between. What signing
promises and what it cannot: see `ecdsa`.
"""

from lightclient.crypto import ed25519_group as group
from lightclient.crypto.blinding import blinds
from lightclient.crypto.errors import BadSecretKey, BadSignature
from lightclient.crypto.sha512 import sha512
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps

L = group.L


def verify(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` (64 bytes) is one by the public key `key` (32 bytes) over `message`.

    Raises BadKeyEncoding or NotOnCurve for a key that is none, BadSignature for a length other than 64.
    """
    return finish(verify_steps(key, message, signature))


def verify_steps(key: bytes, message: bytes, signature: bytes) -> "Steps[bool]":
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    x, y = group.parse(key)
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    yield
    h = _number(signature[:32] + key + message)
    total = yield from group.combine(s, h, (group.P - x, y))
    return group.serialize(group.affine(total)) == signature[:32]


def public_key(secret: bytes, chance: bytes = b"") -> bytes:
    """Return the public key, 32 bytes, of a secret key: any 32 bytes (the seed of RFC 8032). Raises BadSecretKey."""
    a, _ = _expanded(secret)
    return group.serialize(finish(group.multiply(a, blinds(secret, b"public key", chance))))


def sign(secret: bytes, message: bytes, chance: bytes = b"") -> bytes:
    """Return the signature over `message`. chance: random bytes for blinding. Raises BadSecretKey."""
    return finish(sign_steps(secret, message, chance))


def sign_steps(secret: bytes, message: bytes, chance: bytes = b"") -> "Steps[bytes]":
    """The public key is computed each time: to sign with one that is not the secret's gives the secret away."""
    a, prefix = _expanded(secret)
    point = yield from group.multiply(a, blinds(secret, b"public key", chance))
    key = group.serialize(point)
    r = _number(prefix + message)
    point = yield from group.multiply(r, blinds(prefix, message, chance))
    encoded = group.serialize(point)
    h = _number(encoded + key + message)
    return encoded + ((r + h * a) % L).to_bytes(32, "little")


def _expanded(secret: bytes) -> "tuple[int, bytes]":
    """Return the scalar modulo L and the prefix that a secret key stands for (5.1.5)."""
    if len(secret) != 32:
        raise BadSecretKey()
    digest = sha512(secret)
    a = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    return a % L, digest[32:]


def _number(data: bytes) -> int:
    return int.from_bytes(sha512(data), "little") % L
