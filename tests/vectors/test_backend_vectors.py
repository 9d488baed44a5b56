"""Every backend gives the same verdicts, signatures and errors, on every vector that has a place behind the seam."""

import random
import sys
from hashlib import sha512

import pytest

from lightclient.crypto import backend, der, ed25519_group, p256, schnorr
from lightclient.crypto.chosen import BLS12_381, ED25519, P256, SECP256K1
from lightclient.crypto.computed import COMPUTED
from lightclient.crypto.errors import BackendMissing, BadSecretKey, InvalidKey
from lightclient.crypto.secp256k1 import N
from lightclient.crypto.steps import finish
from lightclient.errors import Malformed
from tests.support.vectors import load_json
from tests.vectors.test_signature_vectors import NOBLE, bip340, unhex, wycheproof, wycheproof_ecdsa

PORTABLE = backend.load("portable")
SLOW = {"secp256k1": 20, "ecdsa": 8, "cryptography": 8}  # every so many vectors, all of them in the slow test

# Where embit's Python differs from the C that firmware has: it takes N // 2 for a high s, and does not reduce a digest
# before it goes into the nonce.
EMBIT_REFUSES = (N >> 1, N - (N >> 1))

ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7  # y of points of order 8


@pytest.fixture(params=[name for name in COMPUTED[SECP256K1] if name not in ("portable", "machine")])
def library(request, monkeypatch):
    """A backend; the firmware's module is embit's, which has the same functions in plain Python."""
    if request.param == "secp256k1":
        module = pytest.importorskip("embit.util.py_secp256k1")
        monkeypatch.setitem(sys.modules, "secp256k1", module)
    try:
        return backend.load(request.param)
    except BackendMissing as error:
        pytest.skip(str(error))


@pytest.fixture(params=["ecdsa", "cryptography"])
def named(request):
    """The name of a backend that computes every curve."""
    try:
        backend.load(request.param)
    except BackendMissing as error:
        pytest.skip(str(error))
    return request.param


def number(data):
    return int.from_bytes(data, "big")


def outcome(function, *arguments):
    """Return a result, or the error that says why there is none."""
    try:
        return function(*arguments)
    except Malformed as error:
        return error.name, error.args


def agree(library, operation, *arguments, portable=PORTABLE):
    found = outcome(getattr(library, operation), *arguments)
    assert found == outcome(getattr(portable, operation), *arguments)
    return found


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


@pytest.mark.slow
def test_on_vectors(library):
    assert compare(library, SLOW.get(library.name, 1)) > 100


@pytest.mark.slow
def test_on_every_vector(library):
    # 2,019 and 25 of noble, the 473 of Wycheproof that are DER, 34 of BIP340; embit misses a few.
    checked = compare(library, 1)
    assert 2500 < checked <= 2551
    assert checked == 2551 or library.name == "secp256k1"


@pytest.mark.slow
def test_on_random_keys(library):
    rng = random.Random("backends")
    for _ in range(12):
        secret, digest, tweak = (rng.randbytes(32) for _ in range(3))
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


# -- the other curves


@pytest.mark.slow
def test_p256(named):
    assert compare_p256(backend.load(named, P256), 1) == (249, 174)


def compare_p256(library, step):
    """Return how many signatures of Wycheproof were judged, and how many of them are good."""
    portable = backend.load("portable", P256)
    judged = []
    for _, key, digest, signature, _, valid in list(wycheproof_ecdsa("ecdsa_secp256r1_sha256", None, False))[::step]:
        try:
            compact = der.parse(signature)
        except Malformed:
            continue
        assert agree(library, "verify", key, digest, compact, portable=portable) == valid
        agree(library, "verify", key, digest, compact, True, portable=portable)
        judged.append(valid)
    rng = random.Random("P-256")
    for _ in range(8):
        secret, digest = rng.randbytes(32), rng.randbytes(32)
        agree(library, "public_key", secret, portable=portable)
        for low_r in (False, True):
            agree(library, "sign", secret, digest, low_r, portable=portable)
    top = (2**256 - 1).to_bytes(32, "big")
    for digest in (bytes(32), p256.N.to_bytes(32, "big"), top):
        agree(library, "sign", bytes(31) + b"\x01", digest, portable=portable)
    key, signature = portable.public_key(top[:4] + bytes(28)), portable.sign(top[:4] + bytes(28), bytes(32))
    field = p256.P.to_bytes(32, "big")
    for wrong in (b"", key[1:], b"\x02" + field, b"\x05" + key[1:], b"\x06" + key[1:] * 2, b"\x04" + key[1:] * 2):
        with pytest.raises(InvalidKey):
            library.verify(wrong, bytes(32), signature)
        agree(library, "verify", wrong, bytes(32), signature, portable=portable)
    for wrong in (b"", bytes(64), signature[:63], top * 2, signature[:32] + p256.N.to_bytes(32, "big")):
        agree(library, "verify", key, bytes(32), wrong, portable=portable)
    for secret in (b"", bytes(32), p256.N.to_bytes(32, "big"), b"\x01" * 31):
        for operation in ("public_key", "sign"):
            with pytest.raises(BadSecretKey):
                getattr(library, operation)(secret, *[bytes(32)] * (operation == "sign"))
    return len(judged), judged.count(True)


@pytest.mark.slow
def test_ed25519(named):
    assert compare_ed25519(backend.load(named, ED25519), 1) == (151, 88)


def compare_ed25519(library, step):
    """Return how many signatures of Wycheproof were judged, and how many of them are good."""
    portable = backend.load("portable", ED25519)
    judged = []
    for group, test in list(wycheproof("ed25519"))[::step]:
        key, message, signature = unhex(group["publicKey"]["pk"]), unhex(test["msg"]), unhex(test["sig"])
        found = agree(library, "verify", key, message, signature, portable=portable)
        assert (found is True) == (test["result"] == "valid")
        judged.append(found)
    rng = random.Random("Ed25519")
    for size in range(0, 200, 25):
        secret, message = rng.randbytes(32), rng.randbytes(size)
        key = agree(library, "public_key", secret, portable=portable)
        signature = agree(library, "sign", secret, message, portable=portable)
        assert library.verify(key, message, signature)
    for secret in (b"", bytes(31), bytes(33)):
        for operation in ("public_key", "sign"):
            with pytest.raises(BadSecretKey):
                getattr(library, operation)(secret, *[b""] * (operation == "sign"))
    return len(judged), judged.count(True)


@pytest.mark.slow
def test_ed25519_where_verifiers_differ(named):
    # Points of small order, points with a part of small order, other encodings of a number, and what is no point.
    assert compare_edges(backend.load(named, ED25519)) == (598, 30)


def compare_edges(library, operation="verify", step=1):
    """Return how many cases were judged, and how many were accepted."""
    portable = backend.load("portable", ED25519)
    found = [agree(library, operation, *case, portable=portable) for case in list(edges())[::step]]
    return len(found), found.count(True)


def edges():
    """Yield (key, message, signature) whose verdict depends on how a verifier treats torsion and encodings."""
    group, rng = ed25519_group, random.Random("edges")
    low, high = group.P - ORDER_8, ORDER_8
    torsion = [encoded(y, parity) for y in (0, low, high) for parity in (0, 1)] + [encoded(group.P - 1, 0)]
    small = [*torsion, encoded(1, 0)]
    other_forms = [encoded(y + group.P, parity) for y in (0, 1, 3, 18) for parity in (0, 1)]
    other_forms += [encoded(1, 1), encoded(group.P - 1, 1)]
    none = [encoded(2, 0), encoded(7, 1), b"\xff" * 32]
    for key in small + other_forms + none:
        for r in (*small, other_forms[0], other_forms[2], none[0]):
            for s in (0, group.L):
                yield key, b"message", r + s.to_bytes(32, "little")
    for key in (b"", small[0][:31], small[0] + b"\0"):
        yield key, b"message", bytes(64)
    for data in torsion:
        # A key with a part of small order, a * B + T, and who knows a: s fits where h * T is what R makes of it.
        for r in (0, *[rng.randrange(1, group.L) for _ in range(11)]):
            a = rng.randrange(1, group.L)
            key = group.serialize(added(times(a), group.parse(data)))
            for nonce in [group.serialize(times(r))] if r else small:
                message = rng.randbytes(5)
                h = int.from_bytes(sha512(nonce + key + message).digest(), "little") % group.L
                yield key, message, nonce + ((r + h * a) % group.L).to_bytes(32, "little")


def encoded(y, parity):
    return (y | parity << 255).to_bytes(32, "little")


def times(k):
    return finish(ed25519_group.multiply(k, bytes(36)))


def added(one, other):
    """Return the sum of two points, by the formula of RFC 8032."""
    p, (x1, y1), (x2, y2) = ed25519_group.P, one, other
    t = ed25519_group.D * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, p) % p, (y1 * y2 + x1 * x2) * pow(1 - t, -1, p) % p


# -- the seam


@pytest.mark.parametrize(
    ("name", "curve"),
    [
        (name, curve)
        for curve in COMPUTED
        for name in COMPUTED[curve][1:4]
        if name != "machine" and curve != BLS12_381  # whose operations share parts, see test_bls_vectors
    ],
)
def test_what_a_backend_borrows_is_what_it_does_not_have(name, curve):
    try:
        used = backend.load(name, curve)
    except BackendMissing as error:
        pytest.skip(str(error))
    portable = type(backend.load("portable", curve))
    operations = {part for part in dir(portable) if callable(getattr(portable, part)) and not part.startswith("_")}
    borrowed = {part for part in operations if getattr(type(used), part) is getattr(portable, part)} - {"self_test"}
    partly = ("sign with low_r", "verify with points of small order")
    assert borrowed == {part for part in used.borrowed.split(", ") if part not in partly} - {""}
