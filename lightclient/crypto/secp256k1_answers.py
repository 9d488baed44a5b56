"""Known answers on secp256k1: RFC 6979 with the secret key 1, BIP340's vector 0."""

from hashlib import sha256

from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def test(backend: "Any") -> None:
    """Compare what a backend computes with them. Raises SelfTestFailed."""
    one, three = _number(1), _number(3)
    digest = sha256(b"Satoshi Nakamoto").digest()
    key, x = backend.public_key(one), backend.public_key(three)[1:]
    signature, schnorr_signature = backend.sign(one, digest), backend.schnorr_sign(three, bytes(32))
    if (
        signature[:4] != b"\x93\x4b\x1e\xa1"
        or not backend.verify(key, digest, signature, True)
        or backend.verify(key, one, signature)
        or backend.add(key, _number(2)) != backend.public_key(three)
        or schnorr_signature[:4] != b"\xe9\x07\x83\x1f"
        or not backend.schnorr_verify(x, bytes(32), schnorr_signature)
        or backend.schnorr_verify(x, one, schnorr_signature)
    ):
        raise SelfTestFailed("secp256k1 (" + backend.name + ")")


def _number(number: int) -> bytes:
    return number.to_bytes(32, "big")
