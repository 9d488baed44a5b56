"""Ed25519 behind the seam, as the portable files compute it. Messages may have any length."""

from lightclient.crypto import ed25519, ed25519_answers
from lightclient.crypto.chosen import PORTABLE
from lightclient.crypto.errors import NotOnCurve


class Ed25519:
    """The portable one. The others override what their library has, with the same arguments, results and errors."""

    name = PORTABLE
    borrowed = ""

    def verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` (64 bytes) is one by `key` (32 bytes) over `message`. See `ed25519.verify`."""
        return ed25519.verify(key, message, signature)

    def verify_zip215(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell what ZIP-215 says. Whatever RFC 8032 takes, it takes: a library is asked first, and nearly always last.

        See `ed25519.verify`.
        """
        if self.name != PORTABLE:
            try:
                if self.verify(key, message, signature):
                    return True
            except NotOnCurve:
                pass
        return ed25519.verify(key, message, signature, True)

    def public_key(self, secret: bytes) -> bytes:
        """Return the public key, 32 bytes. Raises BadSecretKey."""
        return ed25519.public_key(secret)

    def sign(self, secret: bytes, message: bytes, random: bytes = b"") -> bytes:
        """Return the signature, 64 bytes. Raises BadSecretKey. See `ed25519.sign`."""
        return ed25519.sign(secret, message, random)

    def self_test(self) -> None:
        """Compare with a known answer. Raises SelfTestFailed."""
        ed25519_answers.test(self)
