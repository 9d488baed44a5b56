"""Nonces for ECDSA that need no source of entropy. Source: RFC 6979, section 3.2, with HMAC-SHA256."""

from lightclient.crypto.hmac import hmac_sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def nonces(secret: bytes, digest: bytes, order: int, extra: bytes = b"") -> "Iterator[int]":
    """Yield the nonces for a message, of which the first nearly always serves. order: of the group, 256 bits."""
    for value in candidates(secret, digest, extra):
        nonce = int.from_bytes(value, "big")
        if 0 < nonce < order:
            yield nonce


def candidates(secret: bytes, digest: bytes, extra: bytes = b"") -> "Iterator[bytes]":
    """Yield 32 bytes at a time, big-endian: nonces, if they are in the range.

    secret: 32 bytes, big-endian. digest: of the message, as one number below the order, 32 bytes (bits2octets).
    extra: more to hash (section 3.6), as Bitcoin Core's counter for low-R.
    """
    value, key = b"\x01" * 32, bytes(32)
    for step in (b"\x00", b"\x01"):
        key = hmac_sha256(key, value + step + secret + digest + extra)
        value = hmac_sha256(key, value)
    while True:
        value = hmac_sha256(key, value)
        yield value
        key = hmac_sha256(key, value + b"\x00")
        value = hmac_sha256(key, value)
