"""secp256k1 behind the seam, as the portable files compute it. Messages have 32 bytes here, as in Bitcoin."""

from lightclient.crypto import ecdsa, schnorr, secp256k1, secp256k1_answers
from lightclient.crypto.checks import of_32, tweak_number
from lightclient.crypto.ecdsa_backend import Ecdsa
from lightclient.crypto.errors import BadSecretKey
from lightclient.crypto.jacobian import affine, serialize
from lightclient.crypto.steps import finish


class Secp256k1(Ecdsa):
    curve = secp256k1

    def recover(self, digest: bytes, signature: bytes, recovery: int) -> bytes:
        """Return the compressed public key that the signature is good for. See `ecdsa.recover`."""
        of_32("a digest", digest)
        return ecdsa.recover(secp256k1, digest, signature, recovery)

    def sign_recoverable(self, secret: bytes, digest: bytes) -> "tuple[bytes, int]":
        """Return what `sign` does, and the number that `recover` wants."""
        of_32("a digest", digest)
        return finish(ecdsa.sign_steps(secp256k1, secret, digest))

    def add(self, key: bytes, tweak: bytes) -> bytes:
        """Return key + tweak * G, compressed. Raises InvalidKey, and BadSecretKey for a tweak that is not below N or
        leads to infinity, which no honest tweak does."""
        t = tweak_number(tweak)
        total = finish(secp256k1.combine(t, 1, secp256k1.parse(key)))
        if not total[2]:
            raise BadSecretKey()
        return serialize(affine(total, secp256k1.P))

    def shared_point(self, secret: bytes, key: bytes, random: bytes = b"") -> bytes:
        """Return secret * key, compressed: what ECDH begins with, see `ecdh`. random: bytes for blinding.

        Raises BadSecretKey, InvalidKey.
        """
        from lightclient.crypto import secp256k1_ecdh

        return finish(secp256k1_ecdh.shared_steps(secret, key, random))

    def schnorr_verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` is one by `key`, 32 bytes. See `schnorr.verify`."""
        of_32("a message", message)
        return schnorr.verify(key, message, signature)

    def schnorr_sign(self, secret: bytes, message: bytes, aux: bytes = bytes(32)) -> bytes:
        """Return the signature of BIP340. See `schnorr.sign`."""
        of_32("a message", message)
        return schnorr.sign(secret, message, aux)

    def self_test(self) -> None:
        """Compare with known answers. Raises SelfTestFailed."""
        secp256k1_answers.test(self)
