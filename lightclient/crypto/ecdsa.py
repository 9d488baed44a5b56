"""ECDSA over a curve of 256 bits: `secp256k1` or `p256` of this folder, given as the module itself.

A signature is 64 bytes, r and s, big-endian; `der` of this folder knows the other form. A digest is the hash of the
message; of one longer than 32 bytes the first 32 count.
What ends in `_steps` is a generator for `steps.finish`, or for a board that has to answer in between.

Signing hides secrets as well as Python can: nonces by RFC 6979, the same operations for every nonce, blinded numbers.
It cannot promise constant time: the interpreter's big integers take longer for some values than for others, and
secrets stay in memory until that is used again. See docs/crypto.md.

Sources: SEC 1, section 4.1; FIPS 186-5, section 6; RFC 6979; BIP62 and BIP146 for low S.
"""

from lightclient.crypto.blinding import blinds
from lightclient.crypto.errors import BadLength, BadSecretKey, BadSignature, NotOnCurve
from lightclient.crypto.inverse import inverse
from lightclient.crypto.jacobian import affine, serialize
from lightclient.crypto.rfc6979 import nonces
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from lightclient.crypto.jacobian import Jacobian, Point
    from lightclient.crypto.steps import Steps

    class Curve(Protocol):
        """What the modules `secp256k1` and `p256` are."""

        P: int
        N: int

        def parse(self, key: bytes) -> Point: ...
        def combine(self, u: int, v: int, point: Point) -> Steps[Jacobian]: ...
        def multiply(self, k: int, blind: bytes) -> Steps[Point]: ...


def verify(curve: "Curve", key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
    """Tell whether `signature` is one by the public key `key` (SEC 1) over `digest`.

    low_s: refuse an s in the upper half, as Bitcoin's relay rules do: (r, -s) is a signature whenever (r, s) is.
    Raises InvalidKey, BadSignature for a length other than 64, BadLength for the digest.
    """
    return finish(verify_steps(curve, key, digest, signature, low_s))


def verify_steps(curve: "Curve", key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> "Steps[bool]":
    point = curve.parse(key)
    yield
    r, s = _numbers(signature)
    z = _number(digest)
    n = curve.N
    if not (0 < r < n and 0 < s < n) or (low_s and s > n >> 1):
        return False
    w = inverse(s, n)
    x, _, z_ = yield from curve.combine(z * w % n, r * w % n, point)
    # r is x modulo n, and x is below P: it was r, or r + n. Compared without a division; infinity has no x.
    zz = z_ * z_
    return z_ != 0 and any((x - known * zz) % curve.P == 0 for known in (r, r + n) if known < curve.P)


def recover(curve: "Curve", digest: bytes, signature: bytes, recovery: int) -> bytes:
    """Return the public key, compressed, that `signature` over `digest` is good for.

    recovery: which of up to four: bit 0 is the parity of the nonce's point, bit 1 says that its x was not below N.
    Raises NotOnCurve if no key gives it, BadSignature, BadLength.
    """
    r, s = _numbers(signature)
    z = _number(digest)
    n = curve.N
    if not (0 < r < n and 0 < s < n and 0 <= recovery < 4):
        raise BadSignature("out of range")
    x = r + n * (recovery >> 1)
    if x >= curve.P:
        raise NotOnCurve()
    point = curve.parse(bytes((2 + (recovery & 1),)) + x.to_bytes(32, "big"))
    w = inverse(r, n)
    found = finish(curve.combine(-z * w % n, s * w % n, point))
    if not found[2]:
        raise NotOnCurve()
    return serialize(affine(found, curve.P))


def public_key(curve: "Curve", secret: bytes, random: bytes = b"") -> bytes:
    """Return the compressed public key of a secret key, 32 bytes big-endian. Raises BadSecretKey."""
    d = _secret(curve, secret)
    return serialize(finish(curve.multiply(d, blinds(secret, b"public key", random))))


def sign(
    curve: "Curve", secret: bytes, digest: bytes, low_s: bool = True, low_r: bool = False, random: bytes = b""
) -> bytes:
    """Return a signature over `digest`, always the same one.

    low_r: try until r is below 2**255 and takes 32 bytes in DER, twice on average, as Bitcoin Core does.
    random: bytes for blinding. Raises BadSecretKey, BadLength.
    """
    return finish(sign_steps(curve, secret, digest, low_s, low_r, random))[0]


def sign_steps(
    curve: "Curve",
    secret: bytes,
    digest: bytes,
    low_s: bool = True,
    low_r: bool = False,
    random: bytes = b"",
    extra: bytes = b"",
) -> "Steps[tuple[bytes, int]]":
    """Return the signature, and the number that `recover` wants.

    extra: bytes that go into the nonce as well (RFC 6979, 3.6); with random ones no two signatures are the same.
    """
    d = _secret(curve, secret)
    z = _number(digest)
    n = curve.N
    reduced = (z % n).to_bytes(32, "big")
    attempt = 0
    more = extra
    while True:
        for k in nonces(secret, reduced, n, more):
            blind = blinds(secret, reduced + more, random)
            yield
            x, y = yield from curve.multiply(k, blind)
            yield
            r = x % n
            # s is (z + r * d) / k, each of the three hidden by a factor b.
            b = int.from_bytes(blind[36:], "big") | 1
            s = inverse(b * k % n, n) * (b * z + b * d % n * r) % n
            if r and s:
                break
        if not low_r or r >> 255 == 0:
            break
        attempt += 1
        more = extra + attempt.to_bytes(32, "little")
    recovery = y & 1 | (x >= n) << 1
    if low_s and s > n >> 1:
        s = n - s
        recovery ^= 1
    return r.to_bytes(32, "big") + s.to_bytes(32, "big"), recovery


def _secret(curve: "Curve", secret: bytes) -> int:
    d = int.from_bytes(secret, "big")
    if len(secret) != 32 or not 0 < d < curve.N:
        raise BadSecretKey()
    return d


def _number(digest: bytes) -> int:
    """Return the leftmost 256 bits of a digest as a number (bits2int)."""
    if not 20 <= len(digest) <= 64:
        raise BadLength("a digest", len(digest), "20 to 64: hash the message first")
    return int.from_bytes(digest[:32], "big")


def _numbers(signature: bytes) -> "tuple[int, int]":
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
