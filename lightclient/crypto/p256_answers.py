"""A known answer on P-256: that of RFC 6979, A.2.5, for "sample"."""

from hashlib import sha256

from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SECRET = (
    b"\xc9\xaf\xa9\xd8\x45\xba\x75\x16\x6b\x5c\x21\x57\x67\xb1\xd6\x93"
    b"\x4e\x50\xc3\xdb\x36\xe8\x9b\x12\x7b\x8a\x62\x2b\x12\x0f\x67\x21"
)


def test(backend: "Any") -> None:
    """Compare what a backend computes with it. Raises SelfTestFailed."""
    digest = sha256(b"sample").digest()
    key, signature = backend.public_key(SECRET), backend.sign(SECRET, digest)
    if (
        key[:5] != b"\x03\x60\xfe\xd4\xba"
        or signature[:4] != b"\xef\xd4\x8b\x2a"
        or not backend.verify(key, digest, signature, True)
        or backend.verify(key, bytes(32), signature)
    ):
        raise SelfTestFailed("P-256 (" + backend.name + ")")
