"""CCTV's edge cases of Ed25519, by the flags that say what each of them exercises: RFC 8032, and ZIP-215."""

import hashlib
from collections import Counter

import pytest

from lightclient.crypto import backend, ed25519
from lightclient.crypto.chosen import ED25519
from lightclient.crypto.errors import NotOnCurve
from tests.support.vectors import load_json

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BACKENDS = ("portable", "ecdsa", "cryptography")


def cases():
    found = load_json("extra/ed25519_cctv/ed25519vectors.json")
    assert len(found) == 914
    for case in found:
        key, signature = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"])
        yield case["number"], key, signature, case["msg"].encode(), set(case["flags"] or [])


# -- ZIP-215 once more, from its text and by affine arithmetic alone


def decoded(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & 2**255 - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return None
    return (x if x & 1 == sign else -x % P), y % P


def added(a, b):
    product = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P)
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P)
    return x % P, y % P


def times(k, point):
    total = (0, 1)
    while k:
        if k & 1:
            total = added(total, point)
        point = added(point, point)
        k >>= 1
    return total


def by_the_text(key, message, signature):
    a, r = decoded(key), decoded(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    base = decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return times(8 * s, base) == times(8, added(r, times(k, a)))


@pytest.mark.slow
def test_zip_215_takes_all_but_those_that_were_signed_for_another_hash():
    found = Counter()
    for number, key, signature, message, flags in cases():
        taken = ed25519.verify(key, message, signature, True)
        if "reencoded_k" in flags:  # what they sign is another encoding: ZIP-215 hashes what came
            if number % 12 == 0:
                assert taken == by_the_text(key, message, signature)
        else:
            assert taken, number
        found[taken, "reencoded_k" in flags] += 1
    assert found == {(True, False): 768, (True, True): 58, (False, True): 88}


@pytest.mark.slow
def test_rfc_8032_refuses_other_encodings_and_what_only_the_cofactor_hides():
    refusing = {"non_canonical_A", "non_canonical_R", "low_order_residue"}
    for number, key, signature, message, flags in cases():
        try:
            taken = ed25519.verify(key, message, signature)
        except NotOnCurve:
            assert "non_canonical_A" in flags
            taken = False
        assert taken == (not flags & refusing), number


@pytest.mark.parametrize("name", BACKENDS)
def test_every_backend_says_the_same(name):
    computed = backend.load(name, ED25519)
    for number, key, signature, message, _ in cases():
        if number % 12 == 0:
            assert computed.verify_zip215(key, message, signature) == ed25519.verify(key, message, signature, True)
