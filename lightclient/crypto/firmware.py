"""libsecp256k1 in custom firmware: the module `secp256k1` that embit binds, and others after it.

It holds public keys and signatures in the library's own form and answers ValueError to what it does not take.
"""

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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Firmware(Secp256k1):
    name = "secp256k1"
    borrowed = "shared_point"

    def __init__(self) -> None:
        """Raises ImportError if the firmware has no such module."""
        self.library: "Any" = __import__("secp256k1")

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        of_32("a digest", digest)
        point = self._point(key)
        low = normal(signature, low_s)
        if low is None:
            return False
        return bool(self.library.ecdsa_verify(self.library.ecdsa_signature_parse_compact(low), digest, point))

    def recover(self, digest: bytes, signature: bytes, recovery: int) -> bytes:
        of_32("a digest", digest)
        check_recovery(signature, recovery)
        library = self.library
        try:
            found = library.ecdsa_recover(
                library.ecdsa_recoverable_signature_parse_compact(signature, recovery), digest
            )
        except ValueError:
            raise NotOnCurve() from None
        return bytes(library.ec_pubkey_serialize(found))

    def public_key(self, secret: bytes) -> bytes:
        check_secret(secret)
        return bytes(self.library.ec_pubkey_serialize(self.library.ec_pubkey_create(secret)))

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False, random: bytes = b"") -> bytes:
        of_32("a digest", digest)
        check_secret(secret)
        library = self.library

        def attempt(extra: bytes) -> bytes:
            made = library.ecdsa_sign(digest, secret, None, extra) if extra else library.ecdsa_sign(digest, secret)
            return bytes(library.ecdsa_signature_serialize_compact(made))

        return until_low_r(attempt, low_r)

    def sign_recoverable(self, secret: bytes, digest: bytes) -> "tuple[bytes, int]":
        of_32("a digest", digest)
        check_secret(secret)
        made = self.library.ecdsa_sign_recoverable(digest, secret)
        signature, recovery = self.library.ecdsa_recoverable_signature_serialize_compact(made)
        return bytes(signature), recovery

    def add(self, key: bytes, tweak: bytes) -> bytes:
        tweak_number(tweak)
        point = self._point(key)
        try:
            total = self.library.ec_pubkey_add(point, tweak)
        except ValueError:
            total = None  # infinity, which embit's own Python answers None to
        if total is None:
            raise BadSecretKey()
        return bytes(self.library.ec_pubkey_serialize(total))

    def schnorr_verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        of_32("a message", message)
        check_schnorr(key, signature)
        point, _ = self.library.xonly_pubkey_from_pubkey(self._point(b"\x02" + key))
        return bool(self.library.schnorrsig_verify(signature, message, point))

    def schnorr_sign(self, secret: bytes, message: bytes, aux: bytes = bytes(32)) -> bytes:
        of_32("a message", message)
        check_secret(secret)
        of_32("aux", aux)
        return bytes(self.library.schnorrsig_sign(message, self.library.keypair_create(secret), None, aux))

    def _point(self, key: bytes) -> "Any":
        check_key(key)
        try:
            return self.library.ec_pubkey_parse(key)
        except ValueError:
            raise NotOnCurve() from None
