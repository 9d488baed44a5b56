"""Verdicts on signatures, and what is made with keys and hashes."""

from lightclient.crypto import ecdsa as ecdsas
from lightclient.crypto import ed25519 as eddsas
from lightclient.crypto import schnorr as schnorrs


def ecdsa(curve, low_s, key, digest, signature):
    """Verify a DER signature."""
    from lightclient.crypto import der

    return ecdsas.verify(_curve(curve), key, digest, der.parse(signature), low_s)


def recover(digest, signature, recovery):
    return ecdsas.recover(_curve("secp256k1"), digest, signature, recovery)


def schnorr(key, message, signature):
    return schnorrs.verify(key, message, signature)


def ed25519(key, message, signature):
    return eddsas.verify(key, message, signature)


def ecdsa_sign(secret, digest):
    curve = _curve("secp256k1")
    return ecdsas.public_key(curve, secret), ecdsas.sign(curve, secret, digest)


def schnorr_sign(secret, message, aux):
    return schnorrs.public_key(secret), schnorrs.sign(secret, message, aux)


def ed25519_sign(secret, message):
    return eddsas.public_key(secret), eddsas.sign(secret, message)


def hmac(name, key, message):
    from lightclient.crypto.hmac import hmac_sha256, hmac_sha512

    return (hmac_sha256 if name == "sha256" else hmac_sha512)(key, message)


def hkdf(secret, salt, info, size):
    from lightclient.crypto.kdf import hkdf_sha256

    return hkdf_sha256(secret, salt, info, size)


def pbkdf2(name, password, salt, rounds, size):
    from lightclient.crypto import kdf

    return kdf.pbkdf2(name, password, salt, rounds, size)


def sha512(data):
    from lightclient.crypto.sha512 import sha512

    return sha512(data)


def hash160(data):
    from lightclient.crypto.ripemd160 import hash160

    return hash160(data)


def _curve(name):
    """A curve takes memory: load it when it is asked for."""
    if name == "p256":
        from lightclient.crypto import p256

        return p256
    from lightclient.crypto import secp256k1

    return secp256k1
