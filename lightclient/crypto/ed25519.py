"""Ed25519: signatures on the curve y**2 - x**2 == 1 + D * x**2 * y**2 over the integers modulo P. Source: RFC 8032.

Verification is that of RFC 8032 without the cofactor, as nearly all verifiers do it: s * B - h * A is computed and its
encoding compared with the bytes of R. So an s that is not below L is refused, and a key or an R that is not in its one
encoding. A key of small order is a key, as in the RFC: a caller that must not accept one compares with the eight.

ZIP-215, for ledgers whose nodes must agree about every signature, takes all that the RFC takes and more: a key or an R
in another encoding, and a difference of small order, which 8 * (s * B - h * A - R) == 0 does not see.

What ends in `_steps` is a generator for `steps.finish`, or for a board that has to answer in between. What signing
promises and what it cannot: see `ecdsa`.
"""

from lightclient.crypto import ed25519_group as group
from lightclient.crypto.blinding import blinds
from lightclient.crypto.errors import BadSecretKey, BadSignature, NotOnCurve
from lightclient.crypto.sha512 import sha512
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps

L = group.L


def verify(key: bytes, message: bytes, signature: bytes, zip215: bool = False) -> bool:
    """Tell whether `signature` (64 bytes) is one by the public key `key` (32 bytes) over `message`.

    zip215: by the rules of ZIP-215 in place of the RFC's.
    Raises BadKeyEncoding or NotOnCurve for bytes that are not a key, BadSignature for a length other than 64.
    """
    return finish(verify_steps(key, message, signature, zip215))


def verify_steps(key: bytes, message: bytes, signature: bytes, zip215: bool = False) -> "Steps[bool]":
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    x, y = group.parse(key, zip215)
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    yield
    h = _number(signature[:32] + key + message)
    total = yield from group.combine(s, h, (group.P - x, y))
    found = group.affine(total)
    if group.serialize(found) == signature[:32]:
        return True
    return zip215 and _differs_little(found, signature[:32])


def _differs_little(point: "group.Point", encoded: bytes) -> bool:
    """Tell whether a point and the one that is encoded, in whatever way, are the same times 8: ZIP-215's last step.

    Honest signers never need it: their R is in its one encoding and has no part of small order.
    """
    try:
        other = group.parse(encoded, True)
    except NotOnCurve:
        return False
    return group.eightfold(point) == group.eightfold(other)


def public_key(secret: bytes, random: bytes = b"") -> bytes:
    """Return the public key, 32 bytes, of a secret key: any 32 bytes (the seed of RFC 8032). Raises BadSecretKey."""
    a, _ = _expanded(secret)
    return group.serialize(finish(group.multiply(a, blinds(secret, b"public key", random))))


def sign(secret: bytes, message: bytes, random: bytes = b"") -> bytes:
    """Return the signature over `message`. random: bytes for blinding. Raises BadSecretKey."""
    return finish(sign_steps(secret, message, random))


def sign_steps(secret: bytes, message: bytes, random: bytes = b"") -> "Steps[bytes]":
    """The public key is computed each time: to sign with one that is not the secret's gives the secret away."""
    a, prefix = _expanded(secret)
    point = yield from group.multiply(a, blinds(secret, b"public key", random))
    key = group.serialize(point)
    r = _number(prefix + message)
    point = yield from group.multiply(r, blinds(prefix, message, random))
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
