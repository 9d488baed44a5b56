"""ECDH against Wycheproof, libsecp256k1 and OpenSSL, on every backend; the field machine runs the same on boards."""

import random
from hashlib import sha256

import pytest

from lightclient.crypto import backend, ecdh, secp256k1_ecdh, secp256k1_group, x25519
from lightclient.crypto.errors import BackendMissing, InvalidKey, SmallOrder
from lightclient.crypto.secp256k1 import LAMBDA, N
from lightclient.crypto.steps import finish
from tests.support.vectors import load_json
from tests.vectors.test_signature_vectors import WYCHEPROOF

# Public keys in Wycheproof are in ASN.1: those in its usual form are what a backend is given.
FORMS = {
    bytes.fromhex("3056301006072a8648ce3d020106052b8104000a034200"): 65,
    bytes.fromhex("3036301006072a8648ce3d020106052b8104000a032200"): 33,
}
PORTABLE = backend.load("portable")


def wycheproof(name):
    return [test for group in load_json(WYCHEPROOF.format(name))["testGroups"] for test in group["tests"]]


def keys_of_wycheproof():
    """Yield (secret, key, the x that they share or None)."""
    for test in wycheproof("ecdh_secp256k1"):
        if "InvalidAsn" in test["flags"]:
            continue
        public = bytes.fromhex(test["public"])
        for prefix, size in FORMS.items():
            if public.startswith(prefix) and len(public) == len(prefix) + size:
                number = int(test["private"], 16)
                shared = None if test["result"] == "invalid" else bytes.fromhex(test["shared"])
                yield number.to_bytes(32, "big"), public[len(prefix) :], shared


def compare(library, step):
    """Hold `shared_point` of a backend to Wycheproof; return how many shared a secret, and how many were refused."""
    counts = [0, 0]
    for secret, key, expected in list(keys_of_wycheproof())[::step]:
        try:
            found = library.shared_point(secret, key)[1:]
        except InvalidKey:
            found = None
        assert found == expected, (secret, key)
        counts[found is None] += 1
    return counts


def compare_x25519(shared, step):
    """Hold a function to Wycheproof; return how many shared a secret, and how many were refused."""
    counts = [0, 0]
    for test in wycheproof("x25519")[::step]:
        secret, key = bytes.fromhex(test["private"]), bytes.fromhex(test["public"])
        zero = "ZeroSharedSecret" in test["flags"]
        try:
            found = shared(secret, key).hex()
        except SmallOrder:
            found = bytes(32).hex()
        assert found == test["shared"] and zero == (found == bytes(32).hex())
        counts[zero] += 1
    return counts


def awkward_secrets():
    """Yield secrets that lead formulas for adding different points to the same one: few digits, and LAMBDA."""
    for one in (-31, -1, 0, 1, 2, 15, 30):
        for other in (-30, -15, -2, -1, 1, 2, 31):
            yield ((one + other * LAMBDA) % N).to_bytes(32, "big")
    for number in (1, 2, 3, 15, 16, 17, N >> 1, N - 2, N - 1):
        yield number.to_bytes(32, "big")


@pytest.fixture(params=["portable", "coincurve"])
def library(request):
    try:
        return backend.load(request.param)
    except BackendMissing as error:
        pytest.skip(str(error))


@pytest.mark.slow
def test_every_vector_of_secp256k1(library):
    assert compare(library, 1) == [474, 21]


def test_every_vector_of_curve25519():
    assert compare_x25519(x25519.shared, 1) == [487, 31]


def test_random_keys_as_libsecp256k1_shares_them():
    coincurve = pytest.importorskip("coincurve")
    rng = random.Random("ecdh")
    for compressed in (True, False) * 4:
        own, other = coincurve.PrivateKey(rng.randbytes(32)), coincurve.PrivateKey(rng.randbytes(32))
        key = other.public_key.format(compressed)
        assert (
            PORTABLE.shared_point(own.secret, key, rng.randbytes(8)) == other.public_key.multiply(own.secret).format()
        )
        assert ecdh.secret(own.secret, key) == own.ecdh(key) == sha256(PORTABLE.shared_point(own.secret, key)).digest()


@pytest.mark.slow
def test_awkward_secrets_as_libsecp256k1_shares_them():
    coincurve = pytest.importorskip("coincurve")
    point = coincurve.PrivateKey(b"\x07" * 32).public_key
    for secret in awkward_secrets():
        assert PORTABLE.shared_point(secret, point.format()) == point.multiply(secret).format()


def test_random_keys_as_openssl_shares_them_on_curve25519():
    x25519_of = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.x25519")
    rng = random.Random("x25519")
    for _ in range(30):
        secret, key = rng.randbytes(32), rng.randbytes(32)
        theirs = x25519_of.X25519PrivateKey.from_private_bytes(secret)
        found = theirs.exchange(x25519_of.X25519PublicKey.from_public_bytes(key))
        assert x25519.shared(secret, key, rng.randbytes(8)) == found
        assert x25519.public_key(secret) == theirs.public_key().public_bytes_raw()


@pytest.mark.slow
def test_a_thousand_iterations_of_rfc_7748():
    k = u = x25519.BASE
    for _ in range(1000):
        k, u = x25519.shared(k, u), k
    assert k.hex() == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"


def test_the_operations_are_the_same_for_every_secret(monkeypatch):
    """Doublings, additions and steps, in their order."""

    def traced(secret):
        trace = []
        for name in ("add", "double"):
            done = getattr(secp256k1_group, name)
            monkeypatch.setattr(secp256k1_group, name, lambda *p, done=done, name=name: trace.append(name) or done(*p))
        finish(secp256k1_ecdh.shared_steps(secret, key))
        monkeypatch.undo()
        return trace

    rng, key = random.Random("traces"), PORTABLE.public_key(b"\x05" * 32)
    first = traced(rng.randbytes(32))
    assert len(first) == 140 + 71 + 8  # and the multiples of the key
    assert all(traced(secret) == first for secret in (rng.randbytes(32), bytes(31) + b"\x01", bytes(31) + b"\x02"))
