"""Ed25519 behind the seam, as the portable files compute it. Messages may have any length."""

from lightclient.crypto import ed25519
from lightclient.errors import SelfTestFailed

# RFC 8032, 7.1, test 1.
SECRET = (
    b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4"
    b"\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60"
)


class Ed25519:
    """The portable one. The others override what their library has, with the same arguments, results and errors."""

    name = "portable"
    borrowed = ""

    def verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` (64 bytes) is one by `key` (32 bytes) over `message`. See `ed25519.verify`."""
        return ed25519.verify(key, message, signature)

    def public_key(self, secret: bytes) -> bytes:
        """Return the public key, 32 bytes. Raises BadSecretKey."""
        return ed25519.public_key(secret)

    def sign(self, secret: bytes, message: bytes, chance: bytes = b"") -> bytes:
        """Return the signature, 64 bytes. Raises BadSecretKey. See `ed25519.sign`."""
        return ed25519.sign(secret, message, chance)

    def self_test(self) -> None:
        """Compare with a known answer: test 1 of RFC 8032. Raises SelfTestFailed."""
        key, signature = self.public_key(SECRET), self.sign(SECRET, b"")
        if (
            key[:4] != b"\xd7\x5a\x98\x01"
            or signature[:4] != b"\xe5\x56\x43\x00"
            or signature[32:36] != b"\x5f\xb8\x82\x15"
            or not self.verify(key, b"", signature)
            or self.verify(key, b"\x00", signature)
        ):
            raise SelfTestFailed("Ed25519 (" + self.name + ")")
