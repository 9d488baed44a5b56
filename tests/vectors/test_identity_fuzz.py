"""All that is read of a device's identity, under arbitrary and damaged bytes: a value, or one of our errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.codec.cbor import encode
from lightclient.identity import algorithms, cose, cwt, enrolment, key, registry, replay
from tests.portable.test_cose import KEYS, signed
from tests.portable.test_device_message import Site, sent
from tests.portable.test_enrolment import CLAIM, OPERATOR, OPERATOR_KEY, OWN, SITE, credential, filled
from tests.support.fuzzing import REFUSED, mutated, outcome

anything = st.binary(max_size=200)
messages = st.sampled_from(
    [
        signed(algorithm, headers=headers, unprotected=unprotected, detached=detached).serialize()
        for algorithm in (algorithms.ES256, algorithms.ED25519_ALG)
        for headers in ({}, {4: b"7", 2: [4]}, {15: {1: "site"}, "more": [None, True]})
        for unprotected in ({}, {396: {-1: [b"proof"]}})
        for detached in (False, True)
    ]
)
keys = st.sampled_from([key.Key(found.kind, found.data, b"7").serialize() for found in KEYS.values()])
claims = st.sampled_from(
    [
        cwt.Claims({cwt.ISS: "site", cwt.EXP: 9, cwt.CNF: cwt.confirmation(found), cwt.NONCE: bytes(8)}).serialize()
        for found in KEYS.values()
    ]
)
windows = st.sampled_from([encode(["LCW1", 9, 1, 5]), encode(["LCW1", 0, 0, 0])])


def inputs(valid):
    return anything | mutated(valid) | valid


@given(inputs(messages), st.booleans())
def test_messages(data, tagged):
    found = outcome(cose.parse, data, tagged)
    if found is not REFUSED:
        outcome(found.verify, KEYS["ed25519"])
        outcome(found.verify, KEYS["ed25519"], b"", b"payload")
        again = cose.parse(found.serialize(tagged), tagged)
        assert (again.protected, again.unprotected, again.payload, again.signature) == (
            found.protected,
            found.unprotected,
            found.payload,
            found.signature,
        )


@pytest.mark.slow
@given(inputs(messages) | mutated(st.just(sent())) | st.just(sent()))
def test_messages_of_devices(data):
    site = Site()
    found = outcome(site.take, data)
    assert found is REFUSED or (found.device, found.sequence, found.payload) == ("meter-7", 1, b"21.5")


@given(mutated(messages))
def test_no_damage_to_what_is_signed_goes_unseen(data):
    """Whatever verifies has the payload and the headers that were signed."""
    found = outcome(cose.parse, data)
    if found is not REFUSED and found.payload is not None:
        payload = outcome(found.verify, KEYS["ed25519"])
        assert payload in (REFUSED, b"21.5 C")


@given(inputs(keys))
def test_keys(data):
    found = outcome(key.parse, data)
    if found is not REFUSED:
        again = key.parse(found.serialize())
        assert (again.kind, again.data, again.kid) == (found.kind, found.data, found.kid)


@given(inputs(claims), st.integers(0, 1 << 64))
def test_claims(data, clock):
    found = outcome(cwt.parse, data)
    if found is not REFUSED:
        assert found.serialize() == data
        outcome(found.check_time, clock)
        outcome(lambda: found.key)


@given(inputs(windows), st.lists(st.integers(0, 200), max_size=20))
def test_windows(data, numbers):
    found = outcome(replay.parse_window, data)
    if found is not REFUSED:
        assert found.serialize() == data
        for number in numbers:
            if outcome(found.take, number) is not REFUSED:
                assert outcome(found.take, number) is REFUSED


asked_for = st.sampled_from([enrolment.request("meter-7", b"nonce-01", OWN, CLAIM, KEYS["ed25519"], bytes(17), b"kid")])
credentials = st.sampled_from([credential(), credential(4, "meter-8", b"2")])
lists = st.sampled_from([registry.revoke(OPERATOR, SITE, number, 5, {b"1": 7, b"2": 8}) for number in (1, 2)])
kept = st.just(filled(credential(), credential(4, "meter-8", b"2")).serialize())


@pytest.mark.slow
@settings(deadline=None)
@given(inputs(asked_for), inputs(credentials), inputs(lists), inputs(kept))
def test_enrolment(request, given_out, revoked, record):
    found = outcome(enrolment.parse_request, request)
    if found is not REFUSED:
        outcome(found.verify, KEYS["ed25519"], b"nonce-01")
    made = registry.Registry(OPERATOR_KEY, SITE)
    found = outcome(made.take, given_out)
    assert found is REFUSED or (found.device, found.serial) in (("meter-7", b"1"), ("meter-8", b"2"))
    outcome(made.take_list, revoked)
    assert made.number in (0, 1, 2)
    found = outcome(registry.parse, record, OPERATOR_KEY, SITE)
    if found is not REFUSED:
        assert {each.device for each in found.devices()} <= {"meter-7", "meter-8"}
