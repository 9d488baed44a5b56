"""OpenSSL, by the package cryptography."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lightclient.crypto import der, ecdsa_backend, ed25519_group
from lightclient.crypto.checks import check_edwards, check_key, check_secret, normal, of_32
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.ed25519_backend import Ed25519
from lightclient.crypto.errors import BadSecretKey, NotOnCurve
from lightclient.crypto.p256_backend import P256 as PortableP256
from lightclient.crypto.secp256k1_backend import Secp256k1

HASHED = Prehashed(SHA256())


class _Ecdsa(ecdsa_backend.Ecdsa):
    name = "cryptography"
    library: ec.EllipticCurve

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        of_32("a digest", digest)
        point = self._point(key)
        low = normal(signature, low_s, self.curve.N)
        if low is None:
            return False
        try:
            point.verify(der.serialize(low), digest, ec.ECDSA(HASHED))
        except InvalidSignature:
            return False
        return True

    def public_key(self, secret: bytes) -> bytes:
        return self._private(secret).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False, random: bytes = b"") -> bytes:
        if low_r:
            return super().sign(secret, digest, low_r, random)
        of_32("a digest", digest)
        made = self._private(secret).sign(digest, ec.ECDSA(HASHED, deterministic_signing=True))
        return normal(der.parse(made), False, self.curve.N) or b""

    def _private(self, secret: bytes) -> ec.EllipticCurvePrivateKey:
        check_secret(secret, self.curve.N)
        return ec.derive_private_key(int.from_bytes(secret, "big"), self.library)

    def _point(self, key: bytes) -> ec.EllipticCurvePublicKey:
        check_key(key, self.curve.P)
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(self.library, key)
        except ValueError:
            raise NotOnCurve() from None


class OpenSsl(_Ecdsa, Secp256k1):
    borrowed = "sign with low_r, recover, sign_recoverable, add, shared_point, schnorr_verify, schnorr_sign"
    library = ec.SECP256K1()


class OpenSslP256(_Ecdsa, PortableP256):
    borrowed = "sign with low_r"
    library = ec.SECP256R1()


class OpenSslEd25519(Ed25519):
    name = "cryptography"
    borrowed = "verify_zip215"

    def verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        check_edwards(key, signature)
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        except InvalidSignature:
            ed25519_group.parse(key)  # it does not tell a key that is no point from a wrong signature
            return False
        return True

    def public_key(self, secret: bytes) -> bytes:
        return self._key(secret).public_key().public_bytes_raw()

    def sign(self, secret: bytes, message: bytes, random: bytes = b"") -> bytes:
        return self._key(secret).sign(message)

    def _key(self, secret: bytes) -> Ed25519PrivateKey:
        if len(secret) != 32:
            raise BadSecretKey()
        return Ed25519PrivateKey.from_private_bytes(secret)


def encrypt_blocks(key: bytes, blocks: bytes) -> bytes:
    """Return each block of 16 bytes encrypted by AES-256, on its own: what `aes` of this library builds on."""
    encryptor = Cipher(AES256(key), ECB()).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


BACKENDS = {SECP256K1: OpenSsl, P256: OpenSslP256, ED25519: OpenSslEd25519}
