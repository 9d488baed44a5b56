"""OpenSSL, by the package cryptography."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lightclient.crypto import der
from lightclient.crypto.backend import Backend
from lightclient.crypto.checks import check_key, check_secret, normal, of_32
from lightclient.crypto.errors import NotOnCurve

HASHED = Prehashed(SHA256())


class OpenSsl(Backend):
    name = "cryptography"
    borrowed = "sign with low_r, recover, sign_recoverable, add, schnorr_verify, schnorr_sign"

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        of_32("a digest", digest)
        point = _point(key)
        low = normal(signature, low_s)
        if low is None:
            return False
        try:
            point.verify(der.serialize(low), digest, ec.ECDSA(HASHED))
        except InvalidSignature:
            return False
        return True

    def public_key(self, secret: bytes) -> bytes:
        check_secret(secret)
        return _private(secret).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False) -> bytes:
        if low_r:
            return super().sign(secret, digest, low_r)
        of_32("a digest", digest)
        check_secret(secret)
        made = _private(secret).sign(digest, ec.ECDSA(HASHED, deterministic_signing=True))
        return normal(der.parse(made)) or b""


def encrypt_blocks(key: bytes, blocks: bytes) -> bytes:
    """Return each block of 16 bytes encrypted by AES-256, on its own: what `aes` of this library builds on."""
    encryptor = Cipher(AES256(key), ECB()).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256K1())


def _point(key: bytes) -> ec.EllipticCurvePublicKey:
    check_key(key)
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), key)
    except ValueError:
        raise NotOnCurve() from None
