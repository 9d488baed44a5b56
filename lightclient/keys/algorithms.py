"""What a key can sign with, by name: the one vocabulary of keystores, secure elements and revocations.

    name               key        message                    signature                     public key
    ecdsa              secp256k1  a digest of 32 bytes       64 bytes, r and s             33 bytes
    ecdsa-low-r        secp256k1  a digest of 32 bytes       64 bytes, r below 2**255      33 bytes
    ecdsa-recoverable  secp256k1  a digest of 32 bytes       65 bytes, and which key       33 bytes
    bip340             secp256k1  32 bytes                   64 bytes                      32 bytes
    bip340-tweaked     secp256k1  32 bytes, perhaps a root   64 bytes, by the tweaked key  32 bytes, not yet tweaked
    p256               P-256      a digest of 32 bytes       64 bytes, r and s             33 bytes
    ed25519            Ed25519    any bytes                  64 bytes                      32 bytes

Signatures of ecdsa and p256 have a low s. A root, 32 bytes after the digest, is that of the tree that the tweaked key
commits to. `crypto/backend` knows what computes them.
"""

from lightclient.crypto import backend
from lightclient.crypto.checks import of_32
from lightclient.crypto.chosen import PORTABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps

ECDSA, LOW_R, RECOVERABLE, BIP340, TWEAKED = "ecdsa", "ecdsa-low-r", "ecdsa-recoverable", "bip340", "bip340-tweaked"

# The kind of secret that each takes.
KIND = dict.fromkeys((ECDSA, LOW_R, RECOVERABLE, BIP340, TWEAKED), "secp256k1")
KIND["p256"] = "p256"
KIND["ed25519"] = "ed25519"


def kind_of(algorithm: str) -> str:
    """Return the kind of secret that an algorithm takes. Raises UnknownAlgorithm."""
    if algorithm not in KIND:
        from lightclient.keys.errors import UnknownAlgorithm  # a wallet needs no other error of keystores

        raise UnknownAlgorithm(algorithm)
    return KIND[algorithm]


def sign(algorithm: str, secret: bytes, message: bytes, random: bytes) -> bytes:
    """Return the signature.

    random: 32 random bytes, for BIP340's aux and for blinding; the signature is as safe with zeros.
    Raises UnknownAlgorithm, BadLength, BadSecretKey.
    """
    used = _backend(algorithm)
    if algorithm == TWEAKED:
        secret, message = _tweaked(secret, message)
    if algorithm in (BIP340, TWEAKED):
        return used.schnorr_sign(secret, message, random)  # type: ignore[no-any-return]
    if algorithm == RECOVERABLE:
        signature, recovery = used.sign_recoverable(secret, message)
        return signature + bytes((recovery,))  # type: ignore[no-any-return]
    if algorithm == "ed25519":
        return used.sign(secret, message, random)  # type: ignore[no-any-return]
    return used.sign(secret, message, algorithm == LOW_R, random)  # type: ignore[no-any-return]


def sign_steps(algorithm: str, secret: bytes, message: bytes, random: bytes) -> "Steps[bytes]":
    """Return what `sign` does, in steps where portable code computes it; a library takes one."""
    used = _backend(algorithm)
    if used.name != PORTABLE:
        yield
        return sign(algorithm, secret, message, random)
    if algorithm == "ed25519":
        from lightclient.crypto import ed25519

        return (yield from ed25519.sign_steps(secret, message, random))
    if algorithm == TWEAKED:
        secret, message = _tweaked(secret, message)
        yield
    of_32("a message", message)
    if algorithm in (BIP340, TWEAKED):
        from lightclient.crypto import schnorr

        return (yield from schnorr.sign_steps(secret, message, random))
    from lightclient.crypto import ecdsa

    low_r = algorithm == LOW_R
    signature, recovery = yield from ecdsa.sign_steps(used.curve, secret, message, True, low_r, random)
    return signature + bytes((recovery,)) if algorithm == RECOVERABLE else signature


def public_key(algorithm: str, secret: bytes) -> bytes:
    """Return the public key. Raises UnknownAlgorithm, BadSecretKey."""
    key: bytes = _backend(algorithm).public_key(secret)
    return key[1:] if algorithm in (BIP340, TWEAKED) else key


def verify(algorithm: str, key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature is one by `key`. Raises UnknownAlgorithm, BadLength, InvalidKey, BadSignature."""
    used = _backend(algorithm)
    if algorithm == TWEAKED:
        from lightclient.crypto.taproot import output_key

        key, message = output_key(key, message[32:]), message[:32]
    if algorithm in (BIP340, TWEAKED):
        return used.schnorr_verify(key, message, signature)  # type: ignore[no-any-return]
    if algorithm == "ed25519":
        return used.verify(key, message, signature)  # type: ignore[no-any-return]
    return used.verify(key, message, signature[:64], True)  # type: ignore[no-any-return]


def _backend(algorithm: str) -> "Any":
    kind = kind_of(algorithm)
    if kind == "ed25519":
        return backend.ed25519()
    return backend.p256() if kind == "p256" else backend.current()


def _tweaked(secret: bytes, message: bytes) -> "tuple[bytes, bytes]":
    """Return the secret of the tweaked key, and the digest alone."""
    from lightclient.crypto.taproot import output_secret  # for wallets; a keystore on a board has none

    of_32("a root", message[32:] or bytes(32))
    return output_secret(secret, message[32:]), message[:32]
