"""X25519: a secret that two share whose public keys are known. Source: RFC 7748.

A board computes it in machine code where that is installed (see crypto/machine), in 2.1 million instructions on
RV32, else in Python, in 38 million; BACKEND says which: "machine" or "python". What hiding secrets can promise and
what it cannot: see `ecdsa`.
"""

from lightclient.crypto.blinding import blinds
from lightclient.crypto.errors import BadKeyEncoding, BadSecretKey, SmallOrder
from lightclient.crypto.inverse import inverse
from lightclient.crypto.steps import finish
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps

P = (1 << 255) - 19
LOW = (1 << 255) - 1
A24 = 121665  # (A - 2) / 4 of the curve
BASE = b"\x09" + bytes(31)

STEP = 32  # bits between two steps


def public_key(secret: bytes, random: bytes = b"") -> bytes:
    """Return the public key, 32 bytes, of a secret key: any 32 bytes. Raises BadSecretKey."""
    return shared(secret, BASE, random)


def shared(secret: bytes, key: bytes, random: bytes = b"") -> bytes:
    """Return what the owner of `secret` shares with the owner of `key`: 32 bytes, to be hashed before they are a key.

    random: bytes for blinding. A key may have any encoding and be on the curve or its twist, as in the RFC.
    Raises BadSecretKey, BadKeyEncoding for another length, SmallOrder if nothing would be secret (RFC 7748, 6.1).
    """
    return finish(shared_steps(secret, key, random))


def shared_steps(secret: bytes, key: bytes, random: bytes = b"") -> "Steps[bytes]":
    if len(secret) != 32:
        raise BadSecretKey()
    if len(key) != 32:
        raise BadKeyEncoding(len(key), key[0] if key else 0)
    scalar, u = bytearray(secret), bytearray(key)
    scalar[0] &= 0xF8
    scalar[31] = scalar[31] & 0x7F | 0x40
    u[31] &= 0x7F
    z = blinds(secret, key, random)[:32]
    if _machine:
        found = _machine.multiply(scalar, u, z)
    else:
        found = yield from _ladder(int.from_bytes(scalar, "little"), int.from_bytes(u, "little"), z)
    if not sum(found):  # which looks at all of them, as `any` does not
        raise SmallOrder()
    return bytes(found)


def _ladder(k: int, u: int, blind: bytes) -> "Steps[bytes]":
    """Return the u of k times a point. The sequence of operations is the same for every k (RFC 7748, 5)."""
    z3 = int.from_bytes(blind, "little") % (P - 1) + 1
    x2, z2, x3 = 1, 0, u * z3 % P
    turns = k ^ k >> 1
    for i in range(254, -1, -1):
        a, b, c, d = x2 + z2, x2 - z2 + P, x3 + z3, x3 - z3 + P
        e, f = d * a, c * b
        turn = -(turns >> i & 1)  # what is doubled: the first point, or the second one where a bit differs
        a ^= (a ^ c) & turn
        b ^= (b ^ d) & turn
        x3 = (e + f) % P
        x3 = x3 * x3 % P
        z3 = (e - f) % P
        t = z3 * z3
        z3 = ((t >> 255) * 19 + (t & LOW)) * u % P
        a = a * a % P
        b = b * b % P
        t = a - b
        x2 = a * b % P
        z2 = t * (a + A24 * t) % P
        if i % STEP == 0:
            yield
    # z2 is 0 for keys of small order alone, whatever the secret is: that it takes another time tells nothing.
    return (x2 * inverse(z2, P) % P if z2 else 0).to_bytes(32, "little")


_machine: "Any" = None
BACKEND = "machine"
try:
    from lightclient.crypto.machine.x25519 import X25519

    _machine = X25519()
except ImportError:
    BACKEND = "python"
if shared(BASE, BASE)[:8] != b"\x42\x2c\x8e\x7a\x62\x27\xd7\xbc":  # RFC 7748, 5.2
    raise SelfTestFailed("X25519 (" + BACKEND + ")")
