"""A secret multiple of a public key on secp256k1, on the field machine; apart, since who verifies does not need it."""

from lightclient.crypto.blinding import blinds
from lightclient.crypto.errors import InvalidKey
from lightclient.crypto.machine import secp256k1_ecdh_program as p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.machine.secp256k1 import Secp256k1


def shared_point(curve: "Secp256k1", secret: bytes, key: bytes, random: bytes) -> "bytes | None":
    """Return secret * key, compressed, or None where the formulas do not hold. Raises BadSecretKey, InvalidKey."""
    curve._secret(secret)
    try:
        curve._point(key)
    except InvalidKey:
        curve._start(curve._program.FORGET)
        raise
    blind = blinds(secret, key, random)
    curve._put(p.BLIND, bytes((blind[0] & 0xFE, blind[1] & 0x7F)) + bytes(30))
    curve._put(p.BLIND_2, bytes((blind[2] & 0xFE, blind[3] & 0x7F)) + bytes(30))
    curve._put(p.Z, blind[32:])
    curve._put(p.SHIFT_36, b"\xff" * 18 + bytes(14))
    curve._run(p.PROGRAM, curve._memory, b"", p.SHARE)
    found = None if curve._flag(p.INFINITE) else curve._key()
    curve._put(p.QX_BE, bytes(64))
    return found
