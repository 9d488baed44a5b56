"""Signatures: ECDSA on secp256k1 and P-256, BIP340, Ed25519; and public derivation of keys."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from benchmarks import ecdsa_peers, schnorr_peers
from benchmarks.timing import Contender, race
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.crypto import ecdsa, ed25519, p256, schnorr, secp256k1
from lightclient.crypto.secp256k1 import parse
from lightclient.wallet import bip32

COUNT = 16
SECRETS = [sha256(b"secret %d" % i).digest() for i in range(COUNT)]
DIGESTS = [sha256(b"message %d" % i).digest() for i in range(COUNT)]
SOURCE = f"{COUNT} keys and messages"


def secp256k1_ecdsa() -> list[dict[str, Any]]:
    signed = []
    for secret, digest in zip(SECRETS, DIGESTS, strict=True):
        x, y = parse(ecdsa.public_key(secp256k1, secret))
        key = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        signed.append((key, digest, ecdsa.sign(secp256k1, secret, digest)))

    def verify() -> None:
        for key, digest, signature in signed:
            assert ecdsa.verify(secp256k1, key, digest, signature)

    def sign() -> None:
        for secret, digest in zip(SECRETS, DIGESTS, strict=True):
            ecdsa.sign(secp256k1, secret, digest)

    contenders = [
        Contender("ecdsa_verify", verify, COUNT, "from an uncompressed key and 64 bytes of signature"),
        *ecdsa_peers.ecdsa_verifications(signed),
        Contender("ecdsa_sign", sign, COUNT, "RFC 6979, low S, blinded"),
        *ecdsa_peers.ecdsa_signings(SECRETS, DIGESTS),
    ]
    return race(contenders, "us", SOURCE)


def bip340() -> list[dict[str, Any]]:
    signed = [
        (schnorr.public_key(secret), digest, schnorr.sign(secret, digest))
        for secret, digest in zip(SECRETS, DIGESTS, strict=True)
    ]

    def verify() -> None:
        for key, message, signature in signed:
            assert schnorr.verify(key, message, signature)

    def sign() -> None:
        for secret, digest in zip(SECRETS, DIGESTS, strict=True):
            schnorr.sign(secret, digest)

    contenders = [
        Contender("schnorr_verify", verify, COUNT, "from the 32 bytes of a key, lifted each time"),
        *schnorr_peers.schnorr_verifications(signed),
        Contender("schnorr_sign", sign, COUNT, "the public key computed each time, blinded"),
        *schnorr_peers.schnorr_signings(SECRETS, DIGESTS),
    ]
    return race(contenders, "us", SOURCE)


def p256_ecdsa() -> list[dict[str, Any]]:
    signed = [
        (ecdsa.public_key(p256, secret), digest, ecdsa.sign(p256, secret, digest))
        for secret, digest in zip(SECRETS, DIGESTS, strict=True)
    ]

    def verify() -> None:
        for key, digest, signature in signed:
            assert ecdsa.verify(p256, key, digest, signature)

    ours = Contender("p256_verify", verify, COUNT, "from a compressed key and 64 bytes of signature")
    return race([ours, *ecdsa_peers.p256_verifications(signed)], "us", SOURCE)


def edwards() -> list[dict[str, Any]]:
    signed = [
        (ed25519.public_key(secret), digest, ed25519.sign(secret, digest))
        for secret, digest in zip(SECRETS, DIGESTS, strict=True)
    ]

    def verify() -> None:
        for key, message, signature in signed:
            assert ed25519.verify(key, message, signature)

    ours = Contender("ed25519_verify", verify, COUNT, "from the 32 bytes of a key")
    return race([ours, *schnorr_peers.ed25519_verifications(signed)], "us", SOURCE)


def derivation() -> list[dict[str, Any]]:
    parent = bip32.master(SECRETS[0]).derive("m/84h/0h/0h/0").public()

    def derive() -> None:
        for number in range(COUNT):
            assert parent.child(number).key

    ours = Contender("bip32_child", derive, COUNT, "a child of an extended public key")
    peers_of_it = schnorr_peers.derivations(parent, parent.serialize(MAINNET), COUNT)
    return race([ours, *peers_of_it], "us", f"{COUNT} children")
