"""Keys from passwords and from other keys: PBKDF2 (RFC 8018, 5.2) and HKDF (RFC 5869).

BIP39 takes 2,048 rounds of PBKDF2 with SHA-512: seconds on a board, so it comes in steps too, between which the caller
can answer a broker.
"""

import hashlib

from lightclient.crypto.errors import BadLength
from lightclient.crypto.hmac import hmac_sha256, keyed_sha256, keyed_sha512
from lightclient.crypto.steps import finish

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps

STEP = 16  # rounds between two steps

_native: "Any" = None
try:
    _native = hashlib.pbkdf2_hmac
except AttributeError:
    pass


def pbkdf2(name: str, password: bytes, salt: bytes, rounds: int, length: int) -> bytes:
    """Return `length` bytes. name: "sha256" or "sha512"."""
    if _native:
        key: bytes = _native(name, password, salt, rounds, length)
        return key
    return finish(pbkdf2_steps(name, password, salt, rounds, length))


def pbkdf2_steps(name: str, password: bytes, salt: bytes, rounds: int, length: int) -> "Steps[bytes]":
    keyed = {"sha256": keyed_sha256, "sha512": keyed_sha512}[name](password)
    key = b""
    number = 0
    while len(key) < length:
        number += 1
        block = keyed(salt + number.to_bytes(4, "big"))
        mixed = int.from_bytes(block, "big")
        for i in range(1, rounds):
            block = keyed(block)
            mixed ^= int.from_bytes(block, "big")
            if i % STEP == 0:
                yield
        key += mixed.to_bytes(len(block), "big")
    return key[:length]


def hkdf_sha256(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Return `length` bytes, at most 8,160. Raises BadLength.

    salt: may be empty. info: what the key is for; another one gives a key that has nothing to do with this.
    """
    if length > 255 * 32:
        raise BadLength("an HKDF key", length, "at most 8160")
    key = hmac_sha256(salt, secret)
    block = found = b""
    for i in range(1, (length + 31) // 32 + 1):
        block = hmac_sha256(key, block + info + bytes((i,)))
        found += block
    return found[:length]
