"""Schnorr signatures, those of Ed25519 among them, and derivation of keys, as other Python libraries compute them.

Peers that are written in Python get keys that are parsed already where they can hold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.peers import Signed, arithmetic, btclib_in_python, columns, contenders
from lightclient.crypto import backend, chosen

if TYPE_CHECKING:
    from benchmarks.peers import Built
    from benchmarks.timing import Contender
    from lightclient.wallet.bip32 import ExtendedKey


def schnorr_verifications(signed: Signed) -> list[Contender]:
    def embit() -> Built:
        from embit.util.key import verify_schnorr

        cases = [(key, signature, message) for key, message, signature in signed]
        return cases, verify_schnorr, "plain Python, from the 32 bytes of a key"

    def btclib() -> Built:
        from ecc.ecc.ssa import Sig, verify_

        cases = [(message, key, Sig.parse(signature)) for key, message, signature in signed]
        return cases, verify_, btclib_in_python() + ", from the 32 bytes of a key"

    def coincurve() -> Built:
        from coincurve import PublicKeyXOnly

        cases = [(PublicKeyXOnly(key), signature, message) for key, message, signature in signed]
        return cases, lambda key, *rest: key.verify(*rest), "libsecp256k1, from a key that is parsed already"

    return contenders("schnorr_verify", [("embit", embit), ("btclib", btclib), ("coincurve", coincurve)])


def schnorr_signings(secrets: list[bytes], messages: list[bytes]) -> list[Contender]:
    def embit() -> Built:
        from embit.util.key import sign_schnorr

        return columns(secrets, messages), lambda *case: sign_schnorr(*case, bytes(32)), "plain Python"

    def btclib() -> Built:
        from ecc.ecc.ssa import sign_

        does = btclib_in_python() + ", not verified afterwards"
        return columns(messages, secrets), lambda *case: sign_(*case, bytes(32), verify=False), does

    def coincurve() -> Built:
        from coincurve import PrivateKey

        keys = [PrivateKey(secret) for secret in secrets]
        does = "libsecp256k1, constant time, from a key that is computed already"
        return columns(keys, messages), lambda key, message: key.sign_schnorr(message, bytes(32)), does

    return contenders("schnorr_sign", [("embit", embit), ("btclib", btclib), ("coincurve", coincurve)])


def ed25519_verifications(signed: Signed) -> list[Contender]:
    def python_ecdsa() -> Built:
        from ecdsa import Ed25519, VerifyingKey

        cases = [(VerifyingKey.from_string(key, Ed25519), signature, message) for key, message, signature in signed]
        return cases, lambda key, *rest: key.verify(*rest), arithmetic() + ", from a key that is decompressed already"

    def openssl() -> Built:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        cases = [(Ed25519PublicKey.from_public_bytes(key), signature, message) for key, message, signature in signed]
        return cases, lambda key, *rest: key.verify(*rest) is None, "OpenSSL, from a key that is parsed already"

    return contenders("ed25519_verify", [("python_ecdsa", python_ecdsa), ("cryptography", openssl)])


def derivations(parent: ExtendedKey, text: str, count: int) -> list[Contender]:
    """parent: a public key, `text` as an xpub, whose first children are derived."""

    def embit() -> Built:
        from embit import bip32, ec
        from embit.util import py_secp256k1

        bip32.secp256k1 = ec.secp256k1 = py_secp256k1  # not the libsecp256k1 that the package may find
        key = bip32.HDKey.from_string(text)
        return [(number,) for number in range(count)], lambda number: key.child(number).sec(), "plain Python"

    def coincurve() -> Built:
        library = backend.load("coincurve")

        def derive(number: int) -> object:
            before = backend.current()
            chosen.backends[chosen.SECP256K1] = library
            try:
                return parent.child(number).key
            finally:
                chosen.backends[chosen.SECP256K1] = before

        return [(number,) for number in range(count)], derive, "ours, with libsecp256k1 behind the seam"

    return contenders("bip32_child", [("embit", embit), ("coincurve", coincurve)])
