"""COSE against pycose and the package cryptography, both ways: they verify ours, we verify theirs."""

import os

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st
from pycose import algorithms as theirs
from pycose import headers
from pycose.keys import EC2Key, OKPKey
from pycose.keys.curves import P256, SECP256K1, Ed25519
from pycose.messages import Sign1Message

from lightclient.crypto import p256, secp256k1
from lightclient.identity import algorithms, cose, key
from lightclient.identity.errors import SignatureInvalid
from lightclient.keys import algorithms as kinds
from tests.portable.test_cose import SECRETS, SIGNER

CURVES = {"p256": (P256, p256), "secp256k1": (SECP256K1, secp256k1)}
# pycose knows the two of RFC 8152; `cryptography` judges the one of RFC 8812 below.
PAIRS = {algorithms.ES256: theirs.Es256, algorithms.EDDSA: theirs.EdDSA}
content = st.binary(max_size=300)


def their_key(kind, whole=True):
    """Return a key of ours as theirs, without its secret unless it is `whole`."""
    secret = SECRETS[kind]
    public = kinds.public_key("ecdsa" if kind == "secp256k1" else kind, secret)
    if kind == "ed25519":
        return OKPKey(crv=Ed25519, x=public, d=secret if whole else b"")
    curve, ours = CURVES[kind]
    x, y = (number.to_bytes(32, "big") for number in ours.parse(public))
    return EC2Key(crv=curve, x=x, y=y, d=secret if whole else b"")


def read(data, holder, aad):
    """Let pycose read a message. It takes lists and dictionaries that cbor2 no longer makes."""
    protected, unprotected, payload, signature = cbor2.loads(data).value
    found = Sign1Message.from_cose_obj([protected, dict(unprotected), payload, signature], True)
    found.key, found.external_aad = holder, aad
    return found


@pytest.mark.parametrize("algorithm", PAIRS)
@settings(max_examples=20, deadline=None)
@given(content, content, content)
def test_they_verify_ours(algorithm, payload, aad, kid):
    kind = algorithms.KINDS[algorithm]
    made = cose.sign(SIGNER, algorithm, payload, {cose.KID: kid}, {cose.CONTENT_TYPE: 60}, aad)
    found = read(made.serialize(), their_key(kind), aad)
    assert found.verify_signature()
    assert found.payload == payload
    found.external_aad = aad + b"\x00"
    assert not found.verify_signature()


@pytest.mark.parametrize("algorithm", PAIRS)
@settings(max_examples=20, deadline=None)
@given(content, content, content)
def test_we_verify_theirs(algorithm, payload, aad, kid):
    kind = algorithms.KINDS[algorithm]
    made = Sign1Message(
        phdr={headers.KID: kid, headers.Algorithm: PAIRS[algorithm]},
        uhdr={headers.ContentType: 60},
        payload=payload,
        external_aad=aad,
        key=their_key(kind),
    )
    found = cose.parse(made.encode())
    holder = key.of_signer(SIGNER, kind)
    assert found.verify(holder, aad) == payload
    assert found.kid == kid
    with pytest.raises(SignatureInvalid):
        found.verify(holder, aad + b"\x00")


@settings(max_examples=20, deadline=None)
@given(content, content)
def test_es256k_is_what_openssl_says(payload, aad):
    secret = ec.derive_private_key(int.from_bytes(SECRETS["secp256k1"], "big"), ec.SECP256K1())
    made = cose.sign(SIGNER, algorithms.ES256K, payload, aad=aad)
    to_be_signed = cbor2.dumps(["Signature1", made.protected, aad, payload])
    r, s = (int.from_bytes(half, "big") for half in (made.signature[:32], made.signature[32:]))
    secret.public_key().verify(encode_dss_signature(r, s), to_be_signed, ec.ECDSA(SHA256()))
    r, s = decode_dss_signature(secret.sign(to_be_signed, ec.ECDSA(SHA256())))
    theirs = cose.Sign1(made.protected, {}, payload, r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    assert theirs.verify(key.of_signer(SIGNER, "secp256k1"), aad) == payload


@pytest.mark.parametrize("kind", SECRETS)
def test_keys_are_theirs(kind):
    found = key.parse(their_key(kind, False).encode())
    payload = os.urandom(20)
    algorithm = {"p256": algorithms.ES256, "secp256k1": algorithms.ES256K, "ed25519": algorithms.EDDSA}[kind]
    assert cose.sign(SIGNER, algorithm, payload).verify(found) == payload
