"""Signatures and what they are made of, against the vectors of those who published them.

Wycheproof, noble-secp256k1, bitcoinjs, Bitcoin Core, BIP340, RFC 6979 and 8032, NIST: every case of every file here.
"""

import base64
import csv
import hashlib
import io
import re

import pytest

from lightclient.crypto import der, ecdsa, ed25519, p256, schnorr, secp256k1, sha512
from lightclient.crypto.errors import BadSecretKey, BadSignature
from lightclient.crypto.hmac import hmac_sha256, hmac_sha512, keyed_sha256, keyed_sha512
from lightclient.crypto.kdf import hkdf_sha256, pbkdf2, pbkdf2_steps
from lightclient.crypto.rfc6979 import nonces
from lightclient.crypto.steps import finish
from lightclient.errors import Malformed
from tests.support.vectors import load, load_json

WYCHEPROOF = "signatures/wycheproof/dev/{}_test.json.xz"
NOBLE = "signatures/noble_secp256k1_ecdsa.json.xz"


def unhex(text):
    return bytes.fromhex(text)


def number(text):
    return int(text, 16).to_bytes(32, "big")


def wycheproof(name):
    """Yield (group, test) for each of the tests in a file; none of them is `acceptable`."""
    for group in load_json(WYCHEPROOF.format(name))["testGroups"]:
        for test in group["tests"]:
            assert test["result"] in ("valid", "invalid")
            yield group, test


def verdict(verify, *arguments):
    """Return True or False, or the name of the error that says why the bytes are nothing to judge."""
    try:
        return verify(*arguments)
    except Malformed as error:
        return error.name


def verify_der(curve, key, digest, signature, low_s=False):
    return ecdsa.verify(curve, key, digest, der.parse(signature), low_s)


# -- ECDSA, as (curve, key, digest, DER signature, low_s, whether it is valid)


def wycheproof_ecdsa(name, curve, low_s):
    for group, test in wycheproof(name):
        digest = hashlib.sha256(unhex(test["msg"])).digest()
        key = unhex(group["publicKey"]["uncompressed"])
        yield curve, key, digest, unhex(test["sig"]), low_s, test["result"] == "valid"


ECDSA = [
    ("ecdsa_secp256k1_sha256", secp256k1, False, 476),
    ("ecdsa_secp256k1_sha256_bitcoin", secp256k1, True, 463),
    ("ecdsa_secp256r1_sha256", p256, False, 484),
]


@pytest.mark.parametrize(("name", "curve", "low_s", "count"), ECDSA)
def test_wycheproof_ecdsa(name, curve, low_s, count):
    cases = list(wycheproof_ecdsa(name, curve, low_s))
    assert len(cases) == count
    for *arguments, valid in cases:
        assert (verdict(verify_der, *arguments) is True) == valid, arguments


@pytest.mark.slow
def test_noble_signatures_are_made_and_verified():
    vectors = load_json(NOBLE)["valid"]
    assert len(vectors) == 2019
    for vector in vectors:
        secret, digest, signature = unhex(vector["d"]), unhex(vector["m"]), unhex(vector["signature"])
        assert ecdsa.sign(secp256k1, secret, digest) == signature
        assert ecdsa.verify(secp256k1, ecdsa.public_key(secp256k1, secret), digest, signature, True)


def test_noble_signatures_with_extra_entropy():
    vectors = load_json(NOBLE)["extraEntropy"]
    assert len(vectors) == 5
    # extraEntropyRand is made from bytes that the file does not give.
    entropies = {"0": bytes(32), "1": number("1"), "N": number(hex(secp256k1.N)), "Max": b"\xff" * 32}
    for vector in vectors:
        secret, digest = unhex(vector["d"]), unhex(vector["m"])
        assert ecdsa.sign(secp256k1, secret, digest) == unhex(vector["signature"])
        for name, extra in entropies.items():
            signature, _ = finish(ecdsa.sign_steps(secp256k1, secret, digest, extra=extra))
            assert signature == unhex(vector["extraEntropy" + name])


def test_noble_refusals():
    vectors = load_json(NOBLE)["invalid"]
    assert (len(vectors["sign"]), len(vectors["verify"])) == (4, 25)
    for vector in vectors["sign"]:
        with pytest.raises(BadSecretKey):
            ecdsa.sign(secp256k1, unhex(vector["d"]), unhex(vector["m"]))
    for vector in vectors["verify"]:
        key, digest, signature = unhex(vector["Q"]), unhex(vector["m"]), unhex(vector["signature"])
        strict = vector.get("strict", False)
        assert verdict(ecdsa.verify, secp256k1, key, digest, signature, strict) is not True, vector["description"]


def test_bitcoinjs_signatures_and_nonces():
    vectors = load_json("bips/bitcoinjs/ecdsa.json")
    for vector in vectors["valid"]["ecdsa"]:
        secret, digest = number(vector["d"]), hashlib.sha256(vector["message"].encode()).digest()
        signature = number(vector["signature"]["r"]) + number(vector["signature"]["s"])
        assert next(nonces(secret, digest, secp256k1.N)) == int(vector["k"], 16)
        assert ecdsa.sign(secp256k1, secret, digest) == signature
    noble = load_json("signatures/noble_rfc6979.json")
    assert noble == vectors["valid"]["rfc6979"]
    assert (len(noble), len(vectors["valid"]["ecdsa"])) == (10, 7)
    for vector in noble:
        found = nonces(unhex(vector["d"]), hashlib.sha256(vector["message"].encode()).digest(), secp256k1.N)
        sixteen = [next(found) for _ in range(16)]
        assert [sixteen[i] for i in (0, 1, 15)] == [int(vector[name], 16) for name in ("k0", "k1", "k15")]


def test_bitcoinjs_refusals():
    refused = 0
    for vector in load_json("bips/bitcoinjs/ecdsa.json")["invalid"]["verify"]:
        r, s = vector["signature"]["r"], vector["signature"]["s"]
        if r.startswith("-") or s.startswith("-"):
            continue  # 64 bytes have no place for a sign
        digest = hashlib.sha256(vector["message"].encode()).digest()
        key = ecdsa.public_key(secp256k1, number(vector["d"]))
        assert ecdsa.verify(secp256k1, key, digest, number(r) + number(s)) is False
        refused += 1
    assert refused == 5


def test_bitcoinjs_der():
    vectors = load_json("bips/bitcoinjs/signature.json")
    assert len(vectors["valid"]) == 7
    for vector in vectors["valid"]:
        data = unhex(vector["hex"])[:-1]
        assert der.parse(data) == number(vector["raw"]["r"]) + number(vector["raw"]["s"])
        assert der.serialize(der.parse(data)) == data
    refused = [vector for vector in vectors["invalid"] if "hashType" not in vector]
    assert len(refused) == 15
    for vector in refused:
        with pytest.raises(BadSignature):
            der.parse(unhex(vector["hex"])[:-1])


def test_core_canonical_der():
    for text in load_json("bips/bitcoinjs/core_sig_canonical.json"):
        data = unhex(text)[:-1]
        assert der.serialize(der.parse(data)) == data


def test_core_noncanonical_der():
    entries = load_json("bips/bitcoinjs/core_sig_noncanonical.json")
    cases = [(entries[i], entries[i + 1]) for i in range(1, len(entries), 2)]
    assert len(cases) == 15
    for label, text in cases:
        if label == "hashtype:":
            continue  # a matter of the byte that follows the signature
        with pytest.raises(BadSignature):
            der.parse(unhex(text)[:-1])


@pytest.mark.slow
def test_nist_secp256k1_signatures():
    blocks = load("signatures/cryptography_vectors_secp256k1_SigGen.txt.xz").decode().split("[K-256,")[1:]
    count = 0
    for block in blocks:
        name, _, body = block.partition("]")
        for fields in re.findall(r"Msg = (\w+)\nd = (\w+)\nQx = (\w+)\nQy = (\w+)\nR = (\w+)\nS = (\w+)", body):
            message, d, x, y, r, s = fields
            digest = hashlib.new(name.replace("-", "").lower(), unhex(message)).digest()
            key = b"\x04" + number(x) + number(y)
            assert ecdsa.verify(secp256k1, key, digest, number(r) + number(s))
            assert not ecdsa.verify(secp256k1, key, digest, number(s) + number(r))
            assert secp256k1.parse(ecdsa.public_key(secp256k1, number(d))) == secp256k1.parse(key)
            count += 1
    assert count == 1125


def test_rfc_6979_signatures_on_p256():
    text = load("signatures/cryptography_vectors_rfc6979_evppkey.txt.xz").decode()
    keys = re.search(r"PrivateKey=P-256_PRIV\n-+BEGIN PRIVATE KEY-+\n(.*?)-+END", text, re.DOTALL)
    secret = base64.b64decode(keys[1])[-32:]
    key = ecdsa.public_key(p256, secret)
    pattern = (
        r"Digest(Sign|Verify) = (\w+)\nKey = P-256_\w+\n(?:NonceType = \w+\n)?"
        r'Input = "(\w+)"\nOutput = (\w+)(\nResult)?'
    )
    cases = re.findall(pattern, text)
    assert len(cases) == 30
    made = 0
    for action, name, message, output, wrong in cases:
        digest = hashlib.new(name.lower(), message.encode()).digest()
        signature = der.parse(unhex(output))
        assert ecdsa.verify(p256, key, digest, signature) == (not wrong)
        if action == "Sign" and name == "SHA256":  # the nonces of the others come from another HMAC
            assert ecdsa.sign(p256, secret, digest, low_s=False) == signature
            made += 1
    assert made == 2


# -- Schnorr


def bip340():
    for name in ("bips/bip340_test-vectors.csv", "signatures/noble_secp256k1_schnorr.csv.xz"):
        yield from csv.DictReader(io.StringIO(load(name).decode()))


def test_bip340_vectors():
    rows = list(bip340())
    assert len(rows) > 30
    made = 0
    for row in rows:
        key, message, signature = (unhex(row[name]) for name in ("public key", "message", "signature"))
        assert (verdict(schnorr.verify, key, message, signature) is True) == (row["verification result"] == "TRUE")
        if row["secret key"]:
            secret = unhex(row["secret key"])
            assert schnorr.public_key(secret) == key
            assert schnorr.sign(secret, message, unhex(row["aux_rand"])) == signature
            made += 1
    assert made > 8


# -- Ed25519


def wycheproof_ed25519():
    for group, test in wycheproof("ed25519"):
        yield unhex(group["publicKey"]["pk"]), unhex(test["msg"]), unhex(test["sig"]), test["result"] == "valid"


def test_wycheproof_ed25519():
    cases = list(wycheproof_ed25519())
    assert len(cases) == 151
    for *arguments, valid in cases:
        assert (verdict(ed25519.verify, *arguments) is True) == valid


@pytest.mark.slow
def test_ed25519_sign_input():
    lines = load("signatures/cryptography_vectors_ed25519_sign.input.xz").decode().split()
    assert len(lines) == 1024
    for line in lines:
        secret, key, message, signed, _ = line.split(":")
        secret, key, message, signature = unhex(secret)[:32], unhex(key), unhex(message), unhex(signed)[:64]
        assert ed25519.public_key(secret) == key
        assert ed25519.sign(secret, message) == signature
        assert ed25519.verify(key, message, signature)


# -- hashes and what is built on them


def test_nist_sha512():
    text = load("signatures/nist_SHA512ShortMsg.rsp.xz").decode()
    cases = re.findall(r"Len = (\d+)\s+Msg = (\w+)\s+MD = (\w+)", text)
    assert len(cases) == 129
    for bits, message, digest in cases:
        data = unhex(message)[: int(bits) // 8]
        assert sha512.sha512(data).hex() == sha512.finish(sha512.START, 0, data).hex() == digest


@pytest.mark.parametrize(
    ("name", "native", "keyed"),
    [("hmac_sha256", hmac_sha256, keyed_sha256), ("hmac_sha512", hmac_sha512, keyed_sha512)],
)
def test_wycheproof_hmac(name, native, keyed):
    cases = list(wycheproof(name))
    assert len(cases) == 174
    for group, test in cases:
        key, message, size = unhex(test["key"]), unhex(test["msg"]), group["tagSize"] // 8
        tag = native(key, message)[:size]
        assert (tag.hex() == test["tag"]) == (test["result"] == "valid")
        assert keyed(key)(message)[:size] == tag


def test_wycheproof_hkdf():
    cases = list(wycheproof("hkdf_sha256"))
    assert len(cases) == 86
    for _, test in cases:
        arguments = unhex(test["ikm"]), unhex(test["salt"]), unhex(test["info"]), test["size"]
        found = verdict(lambda *given: hkdf_sha256(*given).hex(), *arguments)
        assert found == (test["okm"] if test["result"] == "valid" else "BadLength")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), [("sha256", 60), ("sha512", 58)])
def test_wycheproof_pbkdf2(name, count):
    cases = list(wycheproof("pbkdf2_hmac" + name))
    assert len(cases) == count
    for _, test in cases:
        arguments = unhex(test["password"]), unhex(test["salt"]), test["iterationCount"], test["dkLen"]
        assert pbkdf2(name, *arguments).hex() == test["dk"]
        if name == "sha256" and test["iterationCount"] <= 4096:
            assert finish(pbkdf2_steps(name, *arguments)).hex() == test["dk"]
