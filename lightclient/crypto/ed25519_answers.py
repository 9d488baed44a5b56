"""A known answer on Ed25519: test 1 of RFC 8032, 7.1."""

from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SECRET = (
    b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4"
    b"\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60"
)


def test(backend: "Any") -> None:
    """Compare what a backend computes with it. Raises SelfTestFailed."""
    key, signature = backend.public_key(SECRET), backend.sign(SECRET, b"")
    if (
        key[:4] != b"\xd7\x5a\x98\x01"
        or signature[:4] != b"\xe5\x56\x43\x00"
        or signature[32:36] != b"\x5f\xb8\x82\x15"
        or not backend.verify(key, b"", signature)
        or backend.verify(key, b"\x00", signature)
    ):
        raise SelfTestFailed("Ed25519 (" + backend.name + ")")
