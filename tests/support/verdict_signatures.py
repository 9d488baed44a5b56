"""Vectors for tests/portable/judge_signatures.py: those of Wycheproof, noble, BIP340, the RFCs and NIST."""

import re

from tests.support.vectors import load, load_json
from tests.vectors.test_signature_vectors import (
    ECDSA,
    NOBLE,
    bip340,
    unhex,
    wycheproof,
    wycheproof_ecdsa,
    wycheproof_ed25519,
)

ROUNDS = 8  # of PBKDF2, for 4096: all are alike, and take minutes where SHA-512 is not native


def vectors():
    for name, curve, low_s, _ in ECDSA:
        for number, case in enumerate(wycheproof_ecdsa(name, curve, low_s)):
            _, key, digest, signature, _, _ = case
            yield f"{name} {number}", "ecdsa", curve.__name__.rsplit(".", 1)[1], low_s, key, digest, signature
    for number, (key, message, signature, _) in enumerate(wycheproof_ed25519()):
        yield f"ed25519 {number}", "ed25519", key, message, signature
    for number, row in enumerate(bip340()):
        key, message, signature = [unhex(row[name]) for name in ("public key", "message", "signature")]
        yield f"schnorr {number}", "schnorr", key, message, signature
        if row["secret key"]:
            yield f"schnorr {number} signs", "schnorr_sign", unhex(row["secret key"]), message, unhex(row["aux_rand"])
    yield from noble()
    yield from ed25519()
    yield from hashes()


def noble():
    vectors = load_json(NOBLE)
    for number, vector in enumerate(vectors["valid"][:200]):
        digest, signature = unhex(vector["m"]), unhex(vector["signature"])
        yield f"noble {number}", "ecdsa_sign", unhex(vector["d"]), digest
        yield f"noble {number} recovered", "recover", digest, signature, number % 4
    for number, vector in enumerate(vectors["invalid"]["sign"]):
        yield f"noble sign {number}", "ecdsa_sign", unhex(vector["d"]), unhex(vector["m"])


def ed25519():
    lines = load("signatures/cryptography_vectors_ed25519_sign.input.xz").decode().split()
    for number, line in enumerate(lines[:200]):
        secret, _, message, *_ = line.split(":")
        yield f"ed25519 signs {number}", "ed25519_sign", unhex(secret)[:32], unhex(message)


def hashes():
    for name in ("sha256", "sha512"):
        for _, test in wycheproof("hmac_" + name):
            yield f"hmac {name} {test['tcId']}", "hmac", name, unhex(test["key"]), unhex(test["msg"])
        for _, test in wycheproof("pbkdf2_hmac" + name):
            password, salt = unhex(test["password"]), unhex(test["salt"])
            yield f"pbkdf2 {name} {test['tcId']}", "pbkdf2", name, password, salt, ROUNDS, test["dkLen"]
    for _, test in wycheproof("hkdf_sha256"):
        yield f"hkdf {test['tcId']}", "hkdf", unhex(test["ikm"]), unhex(test["salt"]), unhex(test["info"]), test["size"]
    text = load("signatures/nist_SHA512ShortMsg.rsp.xz").decode()
    for bits, message in re.findall(r"Len = (\d+)\s+Msg = (\w+)", text):
        data = unhex(message)[: int(bits) // 8]
        yield f"sha512 {bits}", "sha512", data
        yield f"hash160 {bits}", "hash160", data
