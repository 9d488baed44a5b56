"""What a key can sign with, by name: the one vocabulary of keystores, secure elements and revocations.

    name       key        message                  signature                public key
    ecdsa      secp256k1  a digest of 32 bytes     64 bytes, r and s        33 bytes
    bip340     secp256k1  32 bytes                 64 bytes                 32 bytes
    p256       P-256      a digest of 32 bytes     64 bytes, r and s        33 bytes
    ed25519    Ed25519    any bytes                64 bytes                 32 bytes

Signatures of ecdsa and p256 have a low s. Who computes them, `crypto/backend` knows.
"""

from lightclient.crypto import backend
from lightclient.keys.errors import UnknownAlgorithm

# The kind of secret that each takes.
KIND = {"ecdsa": "secp256k1", "bip340": "secp256k1", "p256": "p256", "ed25519": "ed25519"}


def kind_of(algorithm: str) -> str:
    """Return the kind of secret that an algorithm takes. Raises UnknownAlgorithm."""
    if algorithm not in KIND:
        raise UnknownAlgorithm(algorithm)
    return KIND[algorithm]


def sign(algorithm: str, secret: bytes, message: bytes, chance: bytes) -> bytes:
    """Return the signature.

    chance: 32 random bytes, for BIP340's aux and for blinding; the signature is as safe with zeros.
    Raises UnknownAlgorithm, BadLength, BadSecretKey.
    """
    kind = kind_of(algorithm)
    if kind == "ed25519":
        return backend.ed25519().sign(secret, message, chance)
    if kind == "p256":
        return backend.p256().sign(secret, message, False, chance)
    if algorithm == "bip340":
        return backend.current().schnorr_sign(secret, message, chance)
    return backend.current().sign(secret, message, False, chance)


def public_key(algorithm: str, secret: bytes) -> bytes:
    """Return the public key. Raises UnknownAlgorithm, BadSecretKey."""
    kind = kind_of(algorithm)
    if kind == "ed25519":
        return backend.ed25519().public_key(secret)
    if kind == "p256":
        return backend.p256().public_key(secret)
    key = backend.current().public_key(secret)
    return key[1:] if algorithm == "bip340" else key


def verify(algorithm: str, key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature is one by `key`. Raises UnknownAlgorithm, BadLength, InvalidKey, BadSignature."""
    kind = kind_of(algorithm)
    if kind == "ed25519":
        return backend.ed25519().verify(key, message, signature)
    if kind == "p256":
        return backend.p256().verify(key, message, signature, True)
    if algorithm == "bip340":
        return backend.current().schnorr_verify(key, message, signature)
    return backend.current().verify(key, message, signature, True)
