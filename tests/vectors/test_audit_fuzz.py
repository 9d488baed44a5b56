"""All that is read of a log, under arbitrary and damaged bytes: a value, or one of our errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.audit import (
    disclosure,
    head,
    logproof,
    note,
    notekey,
    policy,
    receipt,
    record,
    statement,
    witnessrequest,
)
from lightclient.audit.devicechain import DeviceChain, conflict
from lightclient.audit.known import network_in
from lightclient.audit.logstate import LogState, check_split
from lightclient.audit.trust import parse as parse_trust
from lightclient.audit.witnessed import check
from lightclient.codec.cbor import encode
from lightclient.identity import algorithms, key
from tests.portable import test_log_evidence as evidence
from tests.portable import test_witness
from tests.portable.site import (
    DEVICE_KEY,
    LOG_KEY,
    NOW,
    ORIGIN,
    POLICY,
    SERVER,
    WITNESS_KEYS,
    Holder,
    Log,
    policy_text,
    readings,
)
from tests.portable.test_disclosure import made as fields_of
from tests.portable.test_record import RECORDS
from tests.support.fuzzing import REFUSED, mutated, outcome

STATEMENTS = readings(6)
SITE = Log(STATEMENTS)
KEYS = {kind: key.of_signer(SERVER, kind) for kind in ("p256", "ed25519")}
FIELDS, COMMITTED = fields_of()

anything = st.binary(max_size=200)
bodies = st.sampled_from([each.serialize() for each in RECORDS])
notes = st.sampled_from(
    [SITE.note(), SITE.note(size=0), SITE.note(witnesses=()), SITE.note(extensions=("one", "two")), b"\n\n"]
)
lines = st.sampled_from([LOG_KEY.serialize().encode(), WITNESS_KEYS["w1"].serialize().encode()])
policies = st.sampled_from([policy_text(), policy_text("none"), policy_text("w2")])
proofs = st.sampled_from([SITE.proof(index).serialize() for index in range(6)])
receipts = st.sampled_from(
    [SITE.receipt(2).serialize(), SITE.receipt(5, algorithms.ES256).serialize(), SITE.growth_receipt(4).serialize()]
)
whole = statement.parse(STATEMENTS[1].serialize())
whole.receipts = [SITE.receipt(1).serialize()]
statements = st.sampled_from([each.serialize() for each in STATEMENTS] + [whole.serialize()])
shown = st.sampled_from([FIELDS.show(names) for names in (["energy"], ["open", "customer"], [])])


def inputs(valid):
    return anything | mutated(valid) | valid


@given(inputs(bodies))
def test_records(data):
    found = outcome(record.parse, data)
    if found is not REFUSED:
        assert found.serialize() == data
        outcome(DeviceChain("meter-7", 2, RECORDS[1].hash()).take, found)
        assert conflict(found, RECORDS[2]) == conflict(RECORDS[2], found)


@pytest.mark.slow
@settings(deadline=None)
@given(inputs(notes))
def test_notes_and_heads(data):
    found = outcome(note.parse, data)
    if found is not REFUSED:
        assert found.serialize() == data
        read = outcome(head.parse, found.text)
        if read is not REFUSED:
            assert read.serialize() == found.text
    found = outcome(check, data, POLICY, ORIGIN, NOW)
    if found is not REFUSED:
        assert found.note.text in (SITE.head().serialize(), SITE.head(0).serialize()) or found.head.extensions
    outcome(LogState(POLICY, ORIGIN).take, data)
    outcome(check_split, data, SITE.note(), POLICY, ORIGIN)


@given(inputs(lines))
def test_lines_of_keys(data):
    text = data.decode("utf-8", "replace")
    found = outcome(notekey.parse, text)
    if found is not REFUSED:
        assert found.serialize() == text


@given(inputs(policies))
def test_policies(data):
    found = outcome(policy.parse, data)
    if found is not REFUSED:
        assert found.met(set(found.witnesses))
        assert found.met(set()) == (found.quorum == policy.NONE)
        assert found.threshold() and set(found.counted()) <= set(found.witnesses)


@given(inputs(proofs))
def test_proofs_in_text(data):
    found = outcome(logproof.parse, data)
    if found is not REFUSED:
        assert found.serialize() == data


@settings(deadline=None)
@given(inputs(receipts))
def test_receipts(data):
    found = outcome(receipt.parse, data)
    if found is not REFUSED:
        for kind in KEYS.values():
            for index in (2, 5):
                root = outcome(found.verify_inclusion, kind, STATEMENTS[index].leaf())
                assert root in (REFUSED, SITE.head().root)
            assert outcome(found.verify_consistency, kind, SITE.head(4).root) in (REFUSED, SITE.head().root)


@settings(deadline=None)
@given(inputs(statements))
def test_statements(data):
    found = outcome(statement.parse, data)
    if found is not REFUSED:
        again = statement.parse(found.serialize())
        assert again.entry() == found.entry() and again.receipts == found.receipts
        outcome(found.check_log, ORIGIN)
        read = outcome(found.record)
        if read is not REFUSED and outcome(found.verify, DEVICE_KEY) is not REFUSED:
            assert read.serialize() in [each.message.payload for each in STATEMENTS]


@given(inputs(shown))
def test_shown_fields(data):
    found = outcome(disclosure.shown, data, COMMITTED)
    if found is not REFUSED:
        assert all(found[name] == dict(disclosure.shown(FIELDS.show([name]), COMMITTED))[name] for name in found)


@given(inputs(st.just(FIELDS.serialize())))
def test_kept_fields(data):
    found = outcome(disclosure.parse, data)
    if found is not REFUSED:
        assert found.serialize() == data


evidences = st.sampled_from(
    [
        evidence.evidence_of(),
        evidence.evidence_of(witnesses=()),
        evidence.wrapped("receipt", evidence.with_receipts(3, evidence.SITE.receipt(3))),
        evidence.wrapped("split", [evidence.SITE.note(), Log(readings(9, holder=Holder(3))).note()]),
    ]
)
trusts = st.sampled_from([evidence.TRUST, policy_text()])


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(inputs(evidences))
def test_evidence(data):
    """No damage makes a verdict about anything that is not in the log."""
    found = outcome(evidence.ledger().judge_evidence, data, NOW)
    if found is not REFUSED and found.subject.kind == "record":
        assert found.subject.id in [each.entry() for each in evidence.STATEMENTS]
        assert found.outcome == "not yet" or len(found.finality.names) >= 2


@settings(deadline=None)
@given(inputs(trusts))
def test_trust_files(data):
    found = outcome(parse_trust, data)
    if found is not REFUSED:
        assert found.text == data and found.log.name
    outcome(network_in, data)


@settings(deadline=None)
@given(inputs(st.sampled_from([encode([[SITE.note(), b""]]), encode([[SITE.note(size=3), SITE.path(2)]])])))
def test_runs_of_heads(data):
    ledger = evidence.ledger()
    found = outcome(ledger.read, data)
    if found is not REFUSED:
        outcome(ledger.extend, found[1], found[0], NOW)
        assert ledger.height in (0, 3, 6)
    outcome(ledger.restore, data)


requests = st.sampled_from([test_witness.asked(0, 3), test_witness.asked(5, 9), test_witness.asked(5, 5)])


@settings(deadline=None)
@given(inputs(requests))
def test_requests_to_witnesses(data):
    found = outcome(witnessrequest.parse, data)
    if found is not REFUSED:
        assert found.serialize() == data
    made = test_witness.witness()
    answer = outcome(made.cosign, data, NOW)
    assert answer is REFUSED or made.state.root in [
        Log(test_witness.STATEMENTS[:size]).head().root for size in (3, 5, 9)
    ]


@settings(deadline=None)
@given(inputs(st.just(test_witness.witness().cosign(test_witness.asked(0, 3), NOW))))
def test_answers_of_witnesses(data):
    text = Log(test_witness.STATEMENTS[:3]).note(witnesses=())
    found = note.parse(text)
    added = outcome(witnessrequest.add_answer, found, data, WITNESS_KEYS["w1"])
    assert added in (REFUSED, 0, 1) or len(found.signatures) == 1 + added
