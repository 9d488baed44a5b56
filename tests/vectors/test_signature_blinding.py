"""What signing promises about secrets: the same operations for all of them, on numbers that are never the same."""

import os

import pytest

from lightclient.crypto import ecdsa, ed25519_group, edwards, p256, p256_group, schnorr, secp256k1, secp256k1_group
from lightclient.crypto.blinding import LENGTH, blinds
from lightclient.crypto.errors import BadSecretKey
from lightclient.crypto.steps import finish

GROUPS = {  # module: its order, and the functions that work on points, where it takes them from
    secp256k1: (secp256k1.N, {secp256k1_group: ("double", "add"), secp256k1: ("comb_entry",)}),
    p256: (p256.N, {p256_group: ("double", "add"), p256: ("comb_entry",)}),
    ed25519_group: (ed25519_group.L, {edwards: ("double", "add"), ed25519_group: ("add_comb",)}),
}


def recorded(calls, name, function):
    def call(*arguments):
        calls.append((name, arguments))
        return function(*arguments)

    return call


@pytest.fixture
def watch(monkeypatch):
    def install(group):
        """Return the list of (function, arguments) that `group` will call from now on."""
        calls = []
        for module, names in GROUPS[group][1].items():
            for name in names:
                monkeypatch.setattr(module, name, recorded(calls, name, getattr(module, name)))
        return calls

    return install


@pytest.mark.parametrize("group", GROUPS)
def test_the_operations_are_the_same_for_every_secret(group, watch):
    calls = watch(group)
    order = GROUPS[group][0]
    sequences = set()
    for k in (1, 2, 3, 1 << 128, order >> 1, order - 2, order - 1):
        for blind in (bytes(36), b"\xff" * 36, os.urandom(36)):
            calls.clear()
            finish(group.multiply(k, blind))
            sequences.add(tuple(name for name, _ in calls))
    assert len(sequences) == 1
    assert len(sequences.pop()) > 70


@pytest.mark.parametrize("group", GROUPS)
def test_no_point_on_the_way_is_the_same_with_other_blinding(group, watch):
    calls = watch(group)
    points = []
    for blind in (bytes(4) + b"\x11" * 32, bytes(4) + b"\x22" * 32):  # the same scalar, other coordinates
        calls.clear()
        finish(group.multiply(5, blind))
        points.append({arguments[0] for name, arguments in calls if name.endswith("double")})
    assert points[0] and points[1] and not points[0] & points[1]


def test_blinding_depends_on_all_it_is_made_of():
    made = {blinds(secret, message, rng) for secret in (b"a", b"b") for message in (b"", b"m") for rng in (b"", b"c")}
    assert len(made) == 8
    assert {len(blind) for blind in made} == {LENGTH}


def test_an_error_keeps_nothing_of_the_secret():
    secret = b"\xff" * 31 + b"\xfe"  # above the order
    for use in (lambda: ecdsa.sign(secp256k1, secret, bytes(32)), lambda: schnorr.public_key(secret)):
        with pytest.raises(BadSecretKey) as caught:
            use()
        assert caught.value.args == ()
