"""libsecp256k1, which Bitcoin Core uses, by the package coincurve. It signs in constant time."""

from coincurve import PrivateKey, PublicKey, PublicKeyXOnly
from coincurve._libsecp256k1 import ffi

from lightclient.crypto import der
from lightclient.crypto.checks import (
    check_key,
    check_recovery,
    check_schnorr,
    check_secret,
    normal,
    of_32,
    tweak_number,
    until_low_r,
)
from lightclient.crypto.errors import BadSecretKey, NotOnCurve
from lightclient.crypto.secp256k1_backend import Secp256k1


class Coincurve(Secp256k1):
    name = "coincurve"

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        of_32("a digest", digest)
        point = _point(key)
        low = normal(signature, low_s)
        return low is not None and point.verify(der.serialize(low), digest, None)

    def recover(self, digest: bytes, signature: bytes, recovery: int) -> bytes:
        of_32("a digest", digest)
        check_recovery(signature, recovery)
        try:
            return PublicKey.from_signature_and_message(signature + bytes((recovery,)), digest, None).format()
        except ValueError:
            raise NotOnCurve() from None

    def public_key(self, secret: bytes) -> bytes:
        check_secret(secret)
        return PrivateKey(secret).public_key.format()

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False, random: bytes = b"") -> bytes:
        of_32("a digest", digest)
        check_secret(secret)
        key = PrivateKey(secret)
        return until_low_r(lambda extra: der.parse(key.sign(digest, None, (ffi.NULL, extra or ffi.NULL))), low_r)

    def sign_recoverable(self, secret: bytes, digest: bytes) -> tuple[bytes, int]:
        of_32("a digest", digest)
        check_secret(secret)
        made = PrivateKey(secret).sign_recoverable(digest, None)
        return made[:64], made[64]

    def add(self, key: bytes, tweak: bytes) -> bytes:
        tweak_number(tweak)
        point = _point(key)
        try:
            return point.add(tweak).format()
        except ValueError:
            raise BadSecretKey() from None

    def shared_point(self, secret: bytes, key: bytes, random: bytes = b"") -> bytes:
        check_secret(secret)
        return _point(key).multiply(secret).format()

    def schnorr_verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        of_32("a message", message)
        check_schnorr(key, signature)
        try:
            point = PublicKeyXOnly(key)
        except ValueError:
            raise NotOnCurve() from None
        return point.verify(signature, message)

    def schnorr_sign(self, secret: bytes, message: bytes, aux: bytes = bytes(32)) -> bytes:
        of_32("a message", message)
        check_secret(secret)
        of_32("aux", aux)
        return PrivateKey(secret).sign_schnorr(message, aux)


def _point(key: bytes) -> PublicKey:
    check_key(key)
    try:
        return PublicKey(key)
    except ValueError:
        raise NotOnCurve() from None
