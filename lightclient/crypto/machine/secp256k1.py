"""secp256k1 behind the seam, as the field machine computes it."""

from lightclient.crypto import secp256k1_answers
from lightclient.crypto.blinding import blinds
from lightclient.crypto.checks import FIELD, N, check_recovery, check_schnorr, of_32, tweak_number
from lightclient.crypto.hashes import tagged_hash
from lightclient.crypto.machine import secp256k1_program as p
from lightclient.crypto.machine.ecdsa import Ecdsa
from lightclient.crypto.machine.secp256k1_comb import POINTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto import secp256k1_backend


def portable() -> "secp256k1_backend.Secp256k1":
    from lightclient.crypto import secp256k1_backend

    return secp256k1_backend.Secp256k1()


class Secp256k1(Ecdsa):
    def __init__(self) -> None:
        super().__init__(p, POINTS, FIELD, N, portable)

    def recover(self, digest: bytes, signature: bytes, recovery: int) -> bytes:
        of_32("a digest", digest)
        check_recovery(signature, recovery)
        x = int.from_bytes(signature[:32], "big") + N * (recovery >> 1)
        self._lift(x.to_bytes(32, "big"), recovery & 1)
        self._put(p.R_BE, signature[:32])
        self._put(p.S_BE, signature[32:])
        self._put(p.E_BE, digest)
        self._start(p.RECOVER)
        if self._flag(p.INFINITE):
            return bytes(self.portable().recover(digest, signature, recovery))
        return self._key()

    def sign_recoverable(self, secret: bytes, digest: bytes) -> "tuple[bytes, int]":
        of_32("a digest", digest)
        return self._sign(secret, digest, b"", b"")

    def add(self, key: bytes, tweak: bytes) -> bytes:
        tweak_number(tweak)
        self._point(key)
        self._put(p.E_BE, tweak)
        self._start(p.TWEAK)
        if self._flag(p.INFINITE):
            return bytes(self.portable().add(key, tweak))
        return self._key()

    def shared_point(self, secret: bytes, key: bytes, random: bytes = b"") -> bytes:
        from lightclient.crypto.machine import secp256k1_ecdh

        found = secp256k1_ecdh.shared_point(self, secret, key, random)
        return bytes(self.portable().shared_point(secret, key, random)) if found is None else found

    def schnorr_verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        of_32("a message", message)
        check_schnorr(key, signature)
        self._lift(key, 0)
        point, s = signature[:32], signature[32:]
        if int.from_bytes(point, "big") >= FIELD or int.from_bytes(s, "big") >= N:
            return False
        self._put(p.S_BE, s)
        self._put(p.E_BE, tagged_hash(b"BIP0340/challenge", point + key + message))
        self._start(p.SCHNORR)
        if self._flag(p.INFINITE):
            return bool(self.portable().schnorr_verify(key, message, signature))
        return self._get(p.QX_BE) == point and not self._odd(p.QY_BE)

    def schnorr_sign(self, secret: bytes, message: bytes, aux: bytes = bytes(32)) -> bytes:
        of_32("a message", message)
        self._secret(secret)
        of_32("aux", aux)
        self._multiply(secret)
        self._put(p.E_BE, tagged_hash(b"BIP0340/aux", aux))
        self._start(p.MASK)
        key = self._get(p.X_BE)
        seed = tagged_hash(b"BIP0340/nonce", self._get(p.OUT_BE) + key + message)
        self._put(p.E_BE, seed)
        self._put(p.BLIND, blinds(seed, b"nonce", b""))
        self._start(p.COMMIT)
        point = self._get(p.R_BE)
        self._put(p.E_BE, tagged_hash(b"BIP0340/challenge", point + key + message))
        self._start(p.RESPOND)
        signature = point + self._get(p.S_BE)
        self._start(p.FORGET)
        return signature

    def self_test(self) -> None:
        """Compare with known answers. Raises SelfTestFailed."""
        secp256k1_answers.test(self)
