"""ECDH on secp256k1: a secret that two share whose public keys are known. For X25519 see `x25519`.

What the backend in use computes is a point; ledgers and libraries differ in what they make of it:

    secret(...)     SHA-256 of the compressed point, what libsecp256k1 gives by default (secp256k1_ecdh)
    x(...)          its x coordinate, what SEC 1, TLS, JOSE and COSE mean by the shared secret, to be hashed before use

`backend.current().shared_point` gives the point itself, compressed. Source: SEC 1, 3.3.1.
"""

from hashlib import sha256

from lightclient.crypto import backend


def secret(own: bytes, key: bytes, random: bytes = b"") -> bytes:
    """Return what the owner of the secret key `own` shares with the owner of the public key `key`: 32 bytes.

    random: bytes for blinding. Raises BadSecretKey, BadKeyEncoding, NotOnCurve.
    """
    return sha256(_point(own, key, random)).digest()


def x(own: bytes, key: bytes, random: bytes = b"") -> bytes:
    """Return the x coordinate of the point that they share: 32 bytes, not evenly distributed. Raises the same."""
    return _point(own, key, random)[1:]


def _point(own: bytes, key: bytes, random: bytes) -> bytes:
    found: bytes = backend.current().shared_point(own, key, random)
    return found
