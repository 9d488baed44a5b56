"""Batches of Ed25519 decide what ZIP-215 decides of each signature, wherever verifiers differ."""

import hashlib
import os

import pytest

from lightclient.crypto import ed25519, ed25519_batch, edwards
from lightclient.crypto.errors import InvalidKey
from tests.vectors import test_ed25519_cctv as cctv
from tests.vectors.test_backend_vectors import edges

HONEST = [
    (ed25519.public_key(secret), secret[:5], ed25519.sign(secret, secret[:5]))
    for secret in (hashlib.sha256(name).digest() for name in (b"one", b"two"))
]


def together(case):
    """Return what a batch with two honest signatures says, having found that alone it says the same."""
    try:
        alone = ed25519.verify(*case, True)
    except InvalidKey:
        with pytest.raises(InvalidKey):
            ed25519_batch.verify([HONEST[0], case, HONEST[1]], os.urandom(32))
        return None
    assert ed25519_batch.verify([HONEST[0], case, HONEST[1]], os.urandom(32)) == alone
    return alone


@pytest.mark.slow
def test_where_verifiers_differ():
    found = [together(case) for case in list(edges())[::8] if len(case[0]) == 32]
    assert found.count(True) > 20 and found.count(False) > 10 and found.count(None) > 3


@pytest.mark.slow
def test_on_vectors_of_cctv():
    found = [together((key, message, signature)) for _, key, signature, message, _ in list(cctv.cases())[::8]]
    assert found.count(True) > 80 and found.count(False) > 10


@pytest.mark.slow
def test_torsion_that_cancels_without_the_cofactor_changes_nothing():
    # Two signatures, each off by the point of order 2: without the factor 8, an even coefficient would hide one.
    group = ed25519.group
    minus = (0, group.P - 1)
    cases = []
    for number in (3, 5):
        ready = group._ready((*_times(number), 1, *_times(number)))
        nonce = group.affine(edwards.finish(edwards.add((*minus, 1, *minus), ready, False)))
        key = group.serialize(_times(7))
        encoded = group.serialize(nonce)
        h = int.from_bytes(hashlib.sha512(encoded + key + b"m").digest(), "little") % group.L
        cases.append((key, b"m", encoded + ((number + 7 * h) % group.L).to_bytes(32, "little")))
    assert all(ed25519.verify(*case, True) and not ed25519.verify(*case) for case in cases)
    for _ in range(16):
        assert ed25519_batch.verify([*cases, *HONEST], os.urandom(32))
        assert ed25519_batch.verify(cases[:1], os.urandom(32))


def _times(k):
    from lightclient.crypto.steps import finish

    return finish(ed25519.group.multiply(k, bytes(36)))
