"""Every backend gives the same verdicts, signatures and errors, on every vector that has a place behind the seam."""

import random
import sys

import pytest

from lightclient.crypto import backend, der, schnorr
from lightclient.crypto.backend import NAMES, Backend
from lightclient.crypto.errors import BackendMissing, BadSecretKey, InvalidKey
from lightclient.crypto.secp256k1 import N
from lightclient.errors import Malformed
from tests.test_signature_vectors import NOBLE, bip340, unhex, wycheproof_ecdsa
from tests.vectors import load_json

PORTABLE = Backend()
SLOW = {"secp256k1": 20, "ecdsa": 8, "cryptography": 8}  # every so many vectors, all of them in the slow test

# Where embit's Python differs from the C that firmware has: it takes N // 2 for a high s, and does not reduce a digest
# before it goes into the nonce.
EMBIT_REFUSES = (N >> 1, N - (N >> 1))


@pytest.fixture(params=[name for name in NAMES if name != "portable"])
def library(request, monkeypatch):
    """A backend; the firmware's module is embit's, which has the same functions in plain Python."""
    if request.param == "secp256k1":
        module = pytest.importorskip("embit.util.py_secp256k1")
        monkeypatch.setitem(sys.modules, "secp256k1", module)
    try:
        return backend.load(request.param)
    except BackendMissing as error:
        pytest.skip(str(error))


def number(data):
    return int.from_bytes(data, "big")


def outcome(function, *arguments):
    """Return a result, or the error that says why there is none."""
    try:
        return function(*arguments)
    except Malformed as error:
        return error.name, error.args


def agree(library, operation, *arguments):
    assert outcome(getattr(library, operation), *arguments) == outcome(getattr(PORTABLE, operation), *arguments)


def compare(library, step):
    checked = 0
    for name, low_s in (("ecdsa_secp256k1_sha256", False), ("ecdsa_secp256k1_sha256_bitcoin", True)):
        for _, key, digest, signature, _, _ in list(wycheproof_ecdsa(name, None, low_s))[::step]:
            try:
                compact = der.parse(signature)
            except Malformed:
                continue  # no backend sees it
            if library.name == "secp256k1" and number(compact[32:]) in EMBIT_REFUSES:
                continue
            agree(library, "verify", key, digest, compact, low_s)
            checked += 1
    vectors = load_json(NOBLE)
    for vector in vectors["valid"][::step]:
        secret, digest = unhex(vector["d"]), unhex(vector["m"])
        if library.name == "secp256k1" and number(digest) >= N:
            continue
        assert library.sign(secret, digest) == unhex(vector["signature"])
        key = library.public_key(secret)
        assert key == PORTABLE.public_key(secret)
        assert library.verify(key, digest, unhex(vector["signature"]), True)
        checked += 1
    for vector in vectors["invalid"]["verify"]:
        key, digest, signature = unhex(vector["Q"]), unhex(vector["m"]), unhex(vector["signature"])
        agree(library, "verify", key, digest, signature, vector.get("strict", False))
        checked += 1
    for row in list(bip340())[:: max(1, step // 4)]:
        key, message, signature = (unhex(row[name]) for name in ("public key", "message", "signature"))
        agree(library, "schnorr_verify", key, message, signature)
        if row["secret key"]:
            agree(library, "schnorr_sign", unhex(row["secret key"]), message, unhex(row["aux_rand"]))
        checked += 1
    return checked


def test_on_vectors(library):
    assert compare(library, SLOW.get(library.name, 1)) > 100


@pytest.mark.slow
def test_on_every_vector(library):
    # 2,019 and 25 of noble, the 473 of Wycheproof that are DER, 34 of BIP340; embit misses a few.
    checked = compare(library, 1)
    assert 2500 < checked <= 2551
    assert checked == 2551 or library.name == "secp256k1"


def test_on_random_keys(library):
    chance = random.Random("backends")
    for _ in range(12):
        secret, digest, tweak = (chance.randbytes(32) for _ in range(3))
        key = PORTABLE.public_key(secret)
        for low_r in (False, True):
            agree(library, "sign", secret, digest, low_r)
        signature, recovery = library.sign_recoverable(secret, digest)
        assert (signature, recovery) == PORTABLE.sign_recoverable(secret, digest)
        for which in range(4):
            agree(library, "recover", digest, signature, which)
        agree(library, "add", key, tweak)
        agree(library, "verify", key, digest, signature[:32] + (N - number(signature[32:])).to_bytes(32, "big"))
        agree(library, "verify", key, digest, signature[32:] + signature[:32])
        made = library.schnorr_sign(secret, digest, tweak)
        assert made == schnorr.sign(secret, digest, tweak)
        assert library.schnorr_verify(key[1:], digest, made)


def test_on_what_is_no_key(library):
    signature = PORTABLE.sign(b"\x01" * 32, bytes(32))
    g = PORTABLE.public_key((1).to_bytes(32, "big"))
    off_curve = b"\x02" + (5).to_bytes(32, "big")
    field = (2**256 - 2**32 - 977).to_bytes(32, "big")
    for key in (b"", g[:32], off_curve, b"\x02" + field, b"\x05" + g[1:], b"\x04" + g[1:] * 2, b"\x06" + g[1:] * 2):
        with pytest.raises(InvalidKey):
            library.verify(key, bytes(32), signature)
        agree(library, "verify", key, bytes(32), signature)
        agree(library, "add", key, bytes(32))
    for key in (b"", off_curve[1:], field, g):
        agree(library, "schnorr_verify", key, bytes(32), signature)
    for secret in (b"", bytes(32), N.to_bytes(32, "big"), b"\xff" * 32, b"\x01" * 31):
        for operation in ("public_key", "sign", "sign_recoverable", "schnorr_sign"):
            with pytest.raises(BadSecretKey):
                getattr(library, operation)(secret, *[bytes(32)] * (operation != "public_key"))
    for tweak in (b"", N.to_bytes(32, "big"), (N - 1).to_bytes(32, "big"), bytes(32)):
        agree(library, "add", g, tweak)
    for wrong in (b"", bytes(64), signature[:63], b"\xff" * 64):
        agree(library, "verify", g, bytes(32), wrong)
        agree(library, "schnorr_verify", g[1:], bytes(32), wrong)
        for which in (-1, 0, 2, 4):
            agree(library, "recover", bytes(32), wrong, which)


def test_what_a_backend_borrows_is_what_it_does_not_have():
    for name in NAMES[1:4]:
        try:
            used = backend.load(name)
        except BackendMissing as error:
            pytest.skip(str(error))
        operations = {part for part in dir(Backend) if callable(getattr(Backend, part)) and not part.startswith("_")}
        borrowed = {part for part in operations if part not in vars(type(used))}
        assert borrowed == set(used.borrowed.replace("sign with low_r", "").split(", ")) - {""}
