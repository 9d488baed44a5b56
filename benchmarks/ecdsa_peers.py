"""ECDSA as other Python libraries compute it (the extra `peers`).

Peers that are written in Python get keys that are parsed already where they can hold them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from benchmarks.peers import Signed, arithmetic, btclib_in_python, columns, contenders
from lightclient.crypto import der

if TYPE_CHECKING:
    from benchmarks.peers import Built
    from benchmarks.timing import Contender


def ecdsa_verifications(signed: Signed) -> list[Contender]:
    """signed: by secp256k1 keys over digests."""

    def embit() -> Built:
        from embit.util import py_secp256k1 as library

        cases = [
            (library.ecdsa_signature_parse_compact(signature), digest, library.ec_pubkey_parse(key))
            for key, digest, signature in signed
        ]
        return cases, library.ecdsa_verify, "plain Python, from a key that is parsed already"

    def coincurve() -> Built:
        from coincurve import PublicKey

        cases = [(PublicKey(key), der.serialize(signature), digest) for key, digest, signature in signed]
        return (
            cases,
            lambda key, *rest: key.verify(*rest, hasher=None),
            "libsecp256k1, from a key that is parsed already",
        )

    peers = [
        ("python_ecdsa", lambda: _python_ecdsa("SECP256k1", signed)),
        ("embit", embit),
        ("btclib", lambda: _btclib("secp256k1", signed)),
        ("cryptography", lambda: _openssl("SECP256K1", signed)),
        ("coincurve", coincurve),
    ]
    return contenders("ecdsa_verify", peers)


def ecdsa_signings(secrets: list[bytes], digests: list[bytes]) -> list[Contender]:
    def python_ecdsa() -> Built:
        from ecdsa import SECP256k1, SigningKey

        keys = [SigningKey.from_string(secret, SECP256k1) for secret in secrets]
        does = "RFC 6979, from a key that is computed already"
        return columns(keys, digests), lambda key, digest: key.sign_digest_deterministic(digest, hashlib.sha256), does

    def embit() -> Built:
        from embit.util.py_secp256k1 import ecdsa_sign

        return columns(digests, secrets), ecdsa_sign, "plain Python: RFC 6979, low S"

    def btclib() -> Built:
        from ecc.ecc.dsa import sign_

        does = btclib_in_python() + ": RFC 6979, low S, any R, not verified afterwards"
        return columns(digests, secrets), lambda digest, secret: sign_(digest, secret, grind=False, verify=False), does

    def openssl() -> Built:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
        from cryptography.hazmat.primitives.hashes import SHA256

        algorithm = ec.ECDSA(Prehashed(SHA256()), deterministic_signing=True)
        keys = [ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256K1()) for secret in secrets]
        return columns(keys, digests), lambda key, digest: key.sign(digest, algorithm), "OpenSSL: RFC 6979"

    def coincurve() -> Built:
        from coincurve import PrivateKey

        keys = [PrivateKey(secret) for secret in secrets]
        does = "libsecp256k1: RFC 6979, low S, constant time"
        return columns(keys, digests), lambda key, digest: key.sign(digest, hasher=None), does

    peers = [("python_ecdsa", python_ecdsa), ("embit", embit), ("btclib", btclib)]
    return contenders("ecdsa_sign", [*peers, ("cryptography", openssl), ("coincurve", coincurve)])


def p256_verifications(signed: Signed) -> list[Contender]:
    """signed: by P-256 keys over digests."""
    peers = [
        ("python_ecdsa", lambda: _python_ecdsa("NIST256p", signed)),
        ("btclib", lambda: _btclib("secp256r1", signed)),
        ("cryptography", lambda: _openssl("SECP256R1", signed)),
    ]
    return contenders("p256_verify", peers)


def _python_ecdsa(curve: str, signed: Signed) -> Built:
    import ecdsa

    cases = [
        (ecdsa.VerifyingKey.from_string(key, getattr(ecdsa, curve)), signature, digest)
        for key, digest, signature in signed
    ]
    does = arithmetic() + ", from a key that is parsed already"
    return cases, lambda key, *rest: key.verify_digest(*rest), does


def _openssl(curve: str, signed: Signed) -> Built:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.hazmat.primitives.hashes import SHA256

    algorithm = ec.ECDSA(Prehashed(SHA256()))
    cases = [
        (ec.EllipticCurvePublicKey.from_encoded_point(getattr(ec, curve)(), key), der.serialize(signature), digest)
        for key, digest, signature in signed
    ]
    does = "OpenSSL, from a key that is parsed already"
    return cases, lambda key, *rest: key.verify(*rest, algorithm) is None, does


def _btclib(curve: str, signed: Signed) -> Built:
    from ecc.curves.curve import CURVES
    from ecc.curves.sec_point import point_from_octets_var
    from ecc.ecc.dsa import Sig, verify_

    ec = CURVES[curve]
    cases = [
        (
            digest,
            point_from_octets_var(key, ec),
            Sig(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"), ec),
        )
        for key, digest, signature in signed
    ]
    return cases, verify_, btclib_in_python() + ", from a point"
