"""Agreement with python-ecdsa, libsecp256k1 (coincurve) and OpenSSL (cryptography), and decoders fed with anything."""

import hashlib
import random

import ecdsa as python_ecdsa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lightclient.crypto import der, ecdsa, ed25519, ed25519_group, p256, schnorr, secp256k1
from lightclient.crypto.errors import BadSignature, InvalidKey
from lightclient.crypto.jacobian import serialize
from lightclient.crypto.steps import finish

ROUNDS = 100
PEERS = {secp256k1: python_ecdsa.SECP256k1, p256: python_ecdsa.NIST256p}
CURVES = pytest.mark.parametrize("curve", [secp256k1, p256], ids=["secp256k1", "p256"])


def cases(curve):
    """Yield (secret, digest) drawn with a fixed seed, secrets of all sizes among them."""
    rng = random.Random(f"signatures of {curve.__name__}")
    for _ in range(ROUNDS):
        bits = rng.choice((8, 64, 128, 200, 256, 256, 256))
        secret = rng.getrandbits(bits) % (curve.N - 1) + 1
        yield secret.to_bytes(32, "big"), rng.randbytes(32)


@pytest.mark.slow
@CURVES
def test_python_ecdsa(curve):
    for secret, digest in cases(curve):
        key = python_ecdsa.SigningKey.from_string(secret, PEERS[curve])
        assert ecdsa.public_key(curve, secret) == key.verifying_key.to_string("compressed")
        expected = key.sign_digest_deterministic(digest, hashlib.sha256)
        assert ecdsa.sign(curve, secret, digest, low_s=False) == expected
        ours = ecdsa.sign(curve, secret, digest, low_r=True)
        assert key.verifying_key.verify_digest(ours, digest)
        assert ecdsa.verify(curve, key.verifying_key.to_string("uncompressed"), digest, ours, True)


@pytest.mark.slow
@CURVES
def test_recovery_of_python_ecdsa(curve):
    for secret, digest in cases(curve):
        signature, recovery = finish(ecdsa.sign_steps(curve, secret, digest))
        candidates = python_ecdsa.VerifyingKey.from_public_key_recovery_with_digest(
            signature, digest, PEERS[curve], hashfunc=hashlib.sha256
        )
        recovered = ecdsa.recover(curve, digest, signature, recovery)
        assert recovered == ecdsa.public_key(curve, secret)
        assert recovered in [candidate.to_string("compressed") for candidate in candidates]


def test_libsecp256k1():
    coincurve = pytest.importorskip("coincurve")
    for secret, digest in cases(secp256k1):
        key = coincurve.PrivateKey(secret)
        public = key.public_key.format()
        assert ecdsa.public_key(secp256k1, secret) == public
        assert schnorr.public_key(secret) == public[1:]
        signature, recovery = finish(ecdsa.sign_steps(secp256k1, secret, digest))
        assert der.serialize(signature) == key.sign(digest, hasher=None)
        assert signature + bytes((recovery,)) == key.sign_recoverable(digest, hasher=None)
        assert ecdsa.recover(secp256k1, digest, signature, recovery) == public
        made = schnorr.sign(secret, digest, secret)
        assert made == key.sign_schnorr(digest, secret)
        assert schnorr.verify(public[1:], digest, made)


def test_openssl_p256():
    openssl = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.hazmat.primitives.hashes import SHA256

    for secret, digest in cases(p256):
        key = openssl.derive_private_key(int.from_bytes(secret, "big"), openssl.SECP256R1())
        theirs = key.sign(digest, openssl.ECDSA(Prehashed(SHA256())))
        assert ecdsa.verify(p256, ecdsa.public_key(p256, secret), digest, der.parse(theirs))
        ours = der.serialize(ecdsa.sign(p256, secret, digest))
        key.public_key().verify(ours, digest, openssl.ECDSA(Prehashed(SHA256())))


def test_openssl_ed25519():
    openssl = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    for secret, message in cases(secp256k1):
        key = openssl.Ed25519PrivateKey.from_private_bytes(secret)
        public = key.public_key().public_bytes_raw()
        assert ed25519.public_key(secret) == public
        signature = ed25519.sign(secret, message)
        assert signature == key.sign(message)
        assert ed25519.verify(public, message, signature)
        assert not ed25519.verify(public, message + b"!", signature)


# -- anything at all


@given(st.binary(max_size=80))
@example(b"\x30\x06\x02\x01\x00\x02\x01\x00")
def test_der_reads_nothing_but_what_it_writes(data):
    try:
        signature = der.parse(data)
    except BadSignature:
        return
    assert der.serialize(signature) == data


@given(st.binary(min_size=64, max_size=64))
def test_der_reads_what_it_writes(signature):
    assert der.parse(der.serialize(signature)) == signature


@CURVES
@given(st.sampled_from([2, 3, 4, 6]), st.binary(min_size=31, max_size=64))
@settings(max_examples=200)
def test_a_key_is_read_from_its_one_encoding(curve, form, rest):
    key = bytes((form,)) + rest
    try:
        point = curve.parse(key)
    except InvalidKey:
        return
    x, y = point
    assert (y * y - x * x * x - (7 if curve is secp256k1 else -3 * x + p256.B)) % curve.P == 0
    assert key in (serialize(point), b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big"))


@given(st.binary(min_size=31, max_size=33))
def test_a_point_of_ed25519_is_read_from_its_one_encoding(data):
    try:
        point = ed25519_group.parse(data)
    except InvalidKey:
        return
    assert ed25519_group.serialize(point) == data


@given(st.binary(max_size=70), st.binary(max_size=70))
@settings(max_examples=200)
def test_verifiers_answer_or_name_an_error(key, signature):
    for verify in (
        lambda: ecdsa.verify(secp256k1, key, bytes(32), signature),
        lambda: schnorr.verify(key[:32], bytes(32), signature[:64]),
        lambda: ed25519.verify(key[:32], bytes(32), signature[:64]),
    ):
        try:
            assert verify() is False
        except (InvalidKey, BadSignature):
            pass
