"""P-256 behind the seam, as the portable files compute it."""

from hashlib import sha256

from lightclient.crypto import p256
from lightclient.crypto.ecdsa_backend import Ecdsa
from lightclient.errors import SelfTestFailed

# RFC 6979, A.2.5.
SECRET = (
    b"\xc9\xaf\xa9\xd8\x45\xba\x75\x16\x6b\x5c\x21\x57\x67\xb1\xd6\x93"
    b"\x4e\x50\xc3\xdb\x36\xe8\x9b\x12\x7b\x8a\x62\x2b\x12\x0f\x67\x21"
)


class P256(Ecdsa):
    curve = p256

    def self_test(self) -> None:
        """Compare with a known answer: that of RFC 6979 for "sample". Raises SelfTestFailed."""
        digest = sha256(b"sample").digest()
        key, signature = self.public_key(SECRET), self.sign(SECRET, digest)
        if (
            key[:5] != b"\x03\x60\xfe\xd4\xba"
            or signature[:4] != b"\xef\xd4\x8b\x2a"
            or not self.verify(key, digest, signature, True)
            or self.verify(key, bytes(32), signature)
        ):
            raise SelfTestFailed("P-256 (" + self.name + ")")
