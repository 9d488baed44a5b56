"""python-ecdsa: plain Python, like the portable files, but others' work. It does not sign in constant time either."""

from hashlib import sha256, sha512
from typing import Any

import ecdsa
from ecdsa.ellipticcurve import PointEdwards

from lightclient.crypto import ecdsa_backend
from lightclient.crypto.checks import (
    check_edwards,
    check_key,
    check_secret,
    normal,
    of_32,
    tweak_number,
    until_low_r,
)
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.ed25519_backend import Ed25519
from lightclient.crypto.ed25519_group import LOW, L, P
from lightclient.crypto.errors import BadSecretKey, NotOnCurve
from lightclient.crypto.p256_backend import P256 as PortableP256
from lightclient.crypto.secp256k1_backend import Secp256k1

ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL = (1, P - 1, 0, ORDER_8, P - ORDER_8)  # y of the points of order 1, 2, 4 and 8


class _Ecdsa(ecdsa_backend.Ecdsa):
    name = "ecdsa"
    library: Any

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        of_32("a digest", digest)
        point = self._point(key)
        low = normal(signature, low_s, self.curve.N)
        try:
            return low is not None and bool(point.verify_digest(low, digest))
        except (ecdsa.BadSignatureError, TypeError):  # the latter where the sum of points is infinity
            return False

    def public_key(self, secret: bytes) -> bytes:
        check_secret(secret, self.curve.N)
        key: bytes = ecdsa.SigningKey.from_string(secret, self.library).verifying_key.to_string("compressed")
        return key

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False, random: bytes = b"") -> bytes:
        of_32("a digest", digest)
        check_secret(secret, self.curve.N)
        key = ecdsa.SigningKey.from_string(secret, self.library)
        low_s = ecdsa.util.sigencode_string_canonize
        reduced = (int.from_bytes(digest, "big") % self.curve.N).to_bytes(32, "big")
        return until_low_r(
            lambda extra: bytes(key.sign_digest_deterministic(reduced, sha256, low_s, extra_entropy=extra)), low_r
        )

    def _point(self, key: bytes) -> "ecdsa.VerifyingKey":
        check_key(key, self.curve.P)
        try:
            return ecdsa.VerifyingKey.from_string(key, self.library)
        except ecdsa.errors.MalformedPointError:
            raise NotOnCurve() from None


class PythonEcdsa(_Ecdsa, Secp256k1):
    borrowed = "recover, sign_recoverable, shared_point, schnorr_verify, schnorr_sign"
    library = ecdsa.SECP256k1

    def add(self, key: bytes, tweak: bytes) -> bytes:
        number = tweak_number(tweak)
        total = self._point(key).pubkey.point + self.library.generator * number
        if total == ecdsa.ellipticcurve.INFINITY:
            raise BadSecretKey()
        point: bytes = total.to_bytes("compressed")
        return point


class PythonEcdsaP256(_Ecdsa, PortableP256):
    library = ecdsa.NIST256p


class PythonEcdsaEd25519(Ed25519):
    """Its verifier does not reduce the hash before it multiplies: that is done here. It takes points of small order for
    infinity: signatures with such a key, or such an R, are left to the portable code."""

    name = "ecdsa"
    borrowed = "verify with points of small order, verify_zip215"
    library = ecdsa.Ed25519

    def verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        check_edwards(key, signature)
        if _is_small(key) or _is_small(signature[:32]):
            return super().verify(key, message, signature)
        try:
            negative = PointEdwards.from_bytes(self.library.curve, key[:31] + bytes((key[31] ^ 0x80,)))
        except ecdsa.errors.MalformedPointError:
            raise NotOnCurve() from None
        s = int.from_bytes(signature[32:], "little")
        h = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % L
        if s >= L:
            return False
        total = self.library.generator * s + negative * h
        return bool(total != ecdsa.ellipticcurve.INFINITY and total.to_bytes() == signature[:32])

    def public_key(self, secret: bytes) -> bytes:
        key: bytes = self._key(secret).verifying_key.to_string()
        return key

    def sign(self, secret: bytes, message: bytes, random: bytes = b"") -> bytes:
        return bytes(self._key(secret).sign(message))

    def _key(self, secret: bytes) -> "ecdsa.SigningKey":
        if len(secret) != 32:
            raise BadSecretKey()
        return ecdsa.SigningKey.from_string(secret, self.library)


def _is_small(point: bytes) -> bool:
    return int.from_bytes(point, "little") & LOW in SMALL


BACKENDS = {SECP256K1: PythonEcdsa, P256: PythonEcdsaP256, ED25519: PythonEcdsaEd25519}
