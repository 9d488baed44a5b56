"""Ed25519 behind the seam, as the field machine computes it. What is decided is what `crypto/ed25519` decides."""

from lightclient.crypto import ed25519_answers
from lightclient.crypto.blinding import blinds
from lightclient.crypto.checks import ED25519_L, check_edwards
from lightclient.crypto.errors import BadSecretKey, NotOnCurve
from lightclient.crypto.machine import ed25519_program as p
from lightclient.crypto.machine.curve import Curve
from lightclient.crypto.machine.ed25519_comb import POINTS
from lightclient.crypto.sha512 import sha512


class Ed25519(Curve):
    def __init__(self) -> None:
        super().__init__(p, POINTS)

    def verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        return self._verify(key, message, signature, False)

    def verify_zip215(self, key: bytes, message: bytes, signature: bytes) -> bool:
        return self._verify(key, message, signature, True)

    def _verify(self, key: bytes, message: bytes, signature: bytes, zip215: bool) -> bool:
        check_edwards(key, signature, zip215)
        if not self._lift(key):
            raise NotOnCurve()
        if int.from_bytes(signature[32:], "little") >= ED25519_L:
            return False
        encoded = signature[:32]
        self._put(p.LOW, sha512(encoded + key + message))
        self._put(p.RESPONSE, signature[32:])
        self._start(p.VERIFY)
        if self._point() == encoded:
            return True
        if not zip215 or not self._lift(encoded):
            return False
        self._start(p.COFACTOR)
        return bool(self._flag(p.SMALL))

    def public_key(self, secret: bytes) -> bytes:
        key, _ = self._secret(secret, b"")
        self._start(p.FORGET)
        return key

    def sign(self, secret: bytes, message: bytes, random: bytes = b"") -> bytes:
        key, prefix = self._secret(secret, random)
        self._put(p.LOW, sha512(prefix + message))
        self._put(p.BLIND, blinds(prefix, message, random))
        self._start(p.COMMIT)
        point = self._point()
        self._put(p.LOW, sha512(point + key + message))
        self._start(p.RESPOND)
        signature = point + self._get(p.RESPONSE)
        self._start(p.FORGET)
        return signature

    def self_test(self) -> None:
        """Compare with a known answer. Raises SelfTestFailed."""
        ed25519_answers.test(self)

    def _secret(self, secret: bytes, random: bytes) -> "tuple[bytes, bytes]":
        """Take in a secret key; return the public key, and the prefix of what nonces are made of (RFC 8032, 5.1.5).

        Raises BadSecretKey.
        """
        if len(secret) != 32:
            raise BadSecretKey()
        digest = sha512(secret)
        scalar = bytearray(digest[:32])
        scalar[0] &= 0xF8
        scalar[31] = scalar[31] & 0x7F | 0x40
        self._put(p.LOW, scalar)
        self._put(p.BLIND, blinds(secret, b"public key", random))
        self._start(p.SECRET)
        return self._point(), digest[32:]

    def _lift(self, encoded: bytes) -> int:
        """Take in the negative of the point that 32 bytes encode, in whatever way; tell whether there is one."""
        y = bytearray(encoded)
        self._memory[32 * p.PARITY] = y[31] >> 7 ^ 1
        y[31] &= 0x7F
        self._put(p.PY, y)
        self._start(p.LIFT)
        return self._flag(p.ON)

    def _point(self) -> bytes:
        """Return the point that was computed in its encoding."""
        y = bytearray(self._get(p.Y))
        y[31] |= (self._flag(p.X) & 1) << 7
        return bytes(y)
