"""python-ecdsa: plain Python, like the portable files, but others' work. It does not sign in constant time either."""

from hashlib import sha256

import ecdsa

from lightclient.crypto.backend import Backend
from lightclient.crypto.checks import N, check_key, check_secret, normal, of_32, tweak_number, until_low_r
from lightclient.crypto.errors import BadSecretKey, NotOnCurve

CURVE = ecdsa.SECP256k1


class PythonEcdsa(Backend):
    name = "ecdsa"
    borrowed = "recover, sign_recoverable, schnorr_verify, schnorr_sign"

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        of_32("a digest", digest)
        point = _point(key)
        low = normal(signature, low_s)
        try:
            return low is not None and bool(point.verify_digest(low, digest))
        except (ecdsa.BadSignatureError, TypeError):  # the latter where the sum of points is infinity
            return False

    def public_key(self, secret: bytes) -> bytes:
        check_secret(secret)
        key: bytes = ecdsa.SigningKey.from_string(secret, CURVE).verifying_key.to_string("compressed")
        return key

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False) -> bytes:
        of_32("a digest", digest)
        check_secret(secret)
        key = ecdsa.SigningKey.from_string(secret, CURVE)
        low_s = ecdsa.util.sigencode_string_canonize
        reduced = (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
        return until_low_r(
            lambda extra: bytes(key.sign_digest_deterministic(reduced, sha256, low_s, extra_entropy=extra)), low_r
        )

    def add(self, key: bytes, tweak: bytes) -> bytes:
        number = tweak_number(tweak)
        total = _point(key).pubkey.point + CURVE.generator * number
        if total == ecdsa.ellipticcurve.INFINITY:
            raise BadSecretKey()
        point: bytes = total.to_bytes("compressed")
        return point


def _point(key: bytes) -> "ecdsa.VerifyingKey":
    check_key(key)
    try:
        return ecdsa.VerifyingKey.from_string(key, CURVE)
    except ecdsa.errors.MalformedPointError:
        raise NotOnCurve() from None
