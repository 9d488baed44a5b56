"""HMAC with SHA-256 and SHA-512, and how codes are compared. Source: RFC 2104, FIPS 198-1.

Python's own where it has one, otherwise written out over the hash.
"""

from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Keyed = Callable[[bytes], bytes]

_native: "Callable[[bytes, bytes, str], bytes] | None" = None
try:
    import hmac

    _native = hmac.digest
except (AttributeError, ImportError):
    pass


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """Return 32 bytes."""
    return _native(key, data, "sha256") if _native else keyed_sha256(key)(data)


def hmac_sha512(key: bytes, data: bytes) -> bytes:
    """Return 64 bytes."""
    return _native(key, data, "sha512") if _native else keyed_sha512(key)(data)


def same(code: bytes, other: bytes) -> bool:
    """Tell whether two codes are equal, looking at every byte: how long it takes says nothing about where they differ.

    Their lengths are no secret.
    """
    if len(code) != len(other):
        return False
    difference = 0
    for i in range(len(code)):
        difference |= code[i] ^ other[i]
    return difference == 0


def keyed_sha256(key: bytes) -> "Keyed":
    """Return the function of one argument that hmac_sha256 is with this key."""
    if len(key) > 64:
        key = sha256(key).digest()
    inner, outer = _pads(key, 64)
    return lambda data: sha256(outer + sha256(inner + data).digest()).digest()


def keyed_sha512(key: bytes) -> "Keyed":
    """Return the function of one argument that hmac_sha512 is with this key; each call hashes two blocks less."""
    # Loaded when needed: a board compiles it, and signatures on secp256k1 do without.
    from lightclient.crypto.sha512 import START, compress, finish, sha512

    if len(key) > 128:
        key = sha512(key)
    inner, outer = [compress(START, pad) for pad in _pads(key, 128)]
    return lambda data: finish(outer, 128, finish(inner, 128, data))


def _pads(key: bytes, block: int) -> "list[bytes]":
    """Return the blocks that start the inner and the outer hash: the key, each byte XOR 0x36 and XOR 0x5C.

    Byte by byte, for a big integer would take less time for some keys than for others.
    """
    rest = block - len(key)
    return [bytes([byte ^ fill for byte in key]) + bytes((fill,)) * rest for fill in (0x36, 0x5C)]
