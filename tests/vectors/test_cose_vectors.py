"""COSE: the examples of its working group and of RFC 8152, 8392 and 9942. What is a COSE_Sign1 with one of our
algorithms is judged as they say; all else is refused by name."""

import base64

import cbor2
import pytest

from lightclient.codec.errors import Unsupported
from lightclient.errors import LightClientError
from lightclient.identity import algorithms, cose, cwt, key
from lightclient.identity.errors import (
    NoAlgorithm,
    SignatureInvalid,
    UnsupportedAlgorithm,
    UnsupportedKey,
    WrongTag,
)
from tests.support.vectors import load, load_json, names

CURVES = {"P-256": ("EC2", 1), "P-384": ("EC2", 2), "P-521": ("EC2", 3), "Ed25519": ("OKP", 6), "Ed448": ("OKP", 7)}
EXAMPLES = names("cose/examples", "*.json")
SIGN1 = "sign0"  # what the examples still call it

# What each example of a COSE_Sign1 is refused with, where it is.
REFUSED = {
    "ecdsa-examples/ecdsa-sig-02": UnsupportedKey,  # P-384
    "ecdsa-examples/ecdsa-sig-03": UnsupportedKey,  # P-521
    "ecdsa-examples/ecdsa-sig-04": UnsupportedAlgorithm,  # ES512 by a key of P-256
    "eddsa-examples/eddsa-sig-02": UnsupportedKey,  # Ed448
    "hashsig/hsssig-sig-01": UnsupportedAlgorithm,
    "sign1-tests/sign-fail-01": WrongTag,
    "sign1-tests/sign-fail-02": SignatureInvalid,
    "sign1-tests/sign-fail-03": UnsupportedAlgorithm,
    "sign1-tests/sign-fail-04": UnsupportedAlgorithm,
    "sign1-tests/sign-fail-06": SignatureInvalid,
    "sign1-tests/sign-fail-07": SignatureInvalid,
}
# Where the algorithm is not protected, which is refused unless the caller knows it.
UNPROTECTED = "sign1-tests/sign-pass-01"
UNTAGGED = "sign1-tests/sign-pass-03"


def short(name):
    return name.removeprefix("cose/examples/").removesuffix(".json")


def coordinate(record, name):
    text = record.get(name + "_hex")
    return bytes.fromhex(text) if text else base64.urlsafe_b64decode(record[name] + "==")


def key_of(record):
    kind, curve = CURVES[record["crv"]]
    fields = {1: 2 if kind == "EC2" else 1, -1: curve, -2: coordinate(record, "x")}
    if kind == "EC2":
        fields[-3] = coordinate(record, "y")
    return key.of(fields)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name):
    example = load_json(name)
    data = bytes.fromhex(example["output"]["cbor"])
    if SIGN1 not in example["input"]:
        with pytest.raises(WrongTag):
            cose.parse(data)
        return
    given = example["input"][SIGN1]
    aad = bytes.fromhex(given.get("external", ""))

    def judge(**known):
        found = cose.parse(data, short(name) != UNTAGGED)
        if "ToBeSign_hex" in example.get("intermediates", {}) and not example.get("fail"):
            protected = found.protected if found.headers else b""
            parts = cose.signed_parts(protected, aad, found.payload)
            assert b"".join(parts).hex() == example["intermediates"]["ToBeSign_hex"].lower()
        if short(name) == "hashsig/hsssig-sig-01":
            return found.algorithm()
        return found.verify(key_of(given["key"]), aad, **known)

    if short(name) in REFUSED:
        with pytest.raises(REFUSED[short(name)]):
            judge()
        return
    assert not example.get("fail")
    known = {}
    if short(name) == UNPROTECTED:
        with pytest.raises(NoAlgorithm):
            judge()
        known["algorithm"] = algorithms.ES256
    plain = example["input"]
    wanted = plain["plaintext"].encode() if "plaintext" in plain else bytes.fromhex(plain["plaintext_hex"])
    assert judge(**known) == wanted
    found = cose.parse(data, short(name) != UNTAGGED)
    assert found.serialize(short(name) != UNTAGGED) == data


def test_the_examples_are_all_there():
    if len(EXAMPLES) > 1:
        signed = {short(name) for name in EXAMPLES if SIGN1 in load_json(name)["input"]}
        assert signed >= set(REFUSED) | {UNPROTECTED, UNTAGGED}
        assert len(signed - set(REFUSED)) == 7


def test_the_claims_of_rfc_8392():
    example = load_json("cose/examples/CWT/A_3.json")
    claims = cwt.parse(bytes.fromhex(example["input"]["plaintext_hex"]))
    assert claims.fields[cwt.ISS] == "coap://as.example.com"
    assert claims.fields[cwt.EXP] == 1444064944
    assert claims.serialize().hex() == example["input"]["plaintext_hex"]
    claims.check_time(1444000000)
    with pytest.raises(LightClientError):
        claims.check_time(1444064944 + 60)
    with pytest.raises(Unsupported):  # a date with fractions
        cwt.parse(cbor2.dumps({4: 1443944944.5}))


@pytest.mark.parametrize("name", names("cose/merkle_tree_proofs", "*.cbor"))
def test_receipts_of_rfc_9942_decode(name):
    found = cose.parse(load(name))
    assert found.headers[cose.ALG] == algorithms.ES256 and found.headers[395] == 1
    assert found.kid == b"test-key-1"
    assert found.serialize() == load(name)
