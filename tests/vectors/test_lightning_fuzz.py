"""Everything that is read of Lightning, under arbitrary and damaged text and bytes: a value, or one of our errors."""

import string
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.bitcoin import bech32
from lightclient.evidence.envelope import Envelope
from lightclient.lightning import bolt11, bolt12, merkle, offer, proof, receipt, text, tlv, trust
from lightclient.lightning.known import LIGHTNING, network_of
from tests.portable import lightning
from tests.support.fuzzing import REFUSED, mutated, outcome

INVOICE11, INVOICE12 = lightning.bolt11(), lightning.invoice()
PROOF, OFFER = (
    lightning.proof(shown=(10, 88, 164, 168, 170, 176), note=b"note"),
    lightning.offer(r16=lightning.path(*[lightning.OTHER] * 3)),
)
HEX = lightning.PREIMAGE.hex()
KEY = lightning.key(lightning.PAYEE)
groups = st.lists(st.integers(0, 31), max_size=300)
fields = st.lists(
    st.tuples(st.sampled_from("pspdnhx9cfrm27"), st.lists(st.integers(0, 31), max_size=60)).map(
        lambda pair: lightning.field(*pair)
    ),
    max_size=12,
).map(lambda parts: list(chain.from_iterable(parts)))
prefixes = st.sampled_from(["lnbc", "lnbc1", "lnbc10p", "lntb5m", "bc"]) | st.text(string.printable, max_size=12)
streams = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 6, 8, 10, 16, 22, 80, 88, 160, 162, 168, 170, 176, 240, 241, 1001, 1002, 1003,
                               1004, 1005, 1 << 30, (1 << 64) - 1]) | st.integers(0, 300), st.binary(max_size=70)),
    max_size=14,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: lightning.stream(dict(pairs)))  # fmt: skip
anything = st.binary(max_size=300)


@pytest.mark.slow
@given(prefixes, groups | fields.map(lambda made: lightning.number(7, 7) + made + [1] * 104))
def test_an_invoice_of_any_fields_is_read_or_refused(prefix, data):
    try:
        whole = lightning.bech32(prefix.lower(), data)
    except IndexError:
        return
    found = outcome(bolt11.parse, whole)
    if found is not REFUSED:
        assert found.amount is None or 0 < found.amount <= 21 * 10**17
        assert len(found.payment_hash) == 32
        outcome(found.signer)


@pytest.mark.slow
@given(st.text(max_size=200) | st.text(bech32.ALPHABET + "ln1+ \n", max_size=200))
def test_any_text_is_read_or_refused(data):
    for read in (bolt11.parse, bolt12.parse, offer.parse, proof.parse):
        assert outcome(read, data) is REFUSED
    found = outcome(text.joined, data)
    assert found is REFUSED or "+" not in found


@given(anything | streams | mutated(st.sampled_from([INVOICE12, PROOF, OFFER])))
def test_any_records_are_read_within_their_bounds(data):
    records = outcome(tlv.parse, data)
    if records is not REFUSED:
        assert b"".join([each.raw for each in records]) == data
        assert len(records) <= tlv.MAX_RECORDS
        if records and not merkle.is_signature(records[0].type):
            assert merkle.root(records) == lightning.root(records)
    for read in (bolt12.Invoice, offer.Offer, proof.PayerProof):
        found = outcome(read, data)
        if found is not REFUSED:
            assert records is not REFUSED


@settings(max_examples=60)
@given(mutated(st.sampled_from([INVOICE12, PROOF])))
def test_damage_is_noticed_by_its_signature(data):
    for read, whole in ((bolt12.Invoice, INVOICE12), (proof.PayerProof, PROOF)):
        found = outcome(lambda read=read: read(data).signer())
        assert found is REFUSED or data == whole or read(data).digest == read(whole).digest


@given(st.integers(0, len(INVOICE11) - 1), st.sampled_from(bech32.ALPHABET))
def test_a_mistyped_invoice_is_refused(at, char):
    changed = INVOICE11[:at] + char + INVOICE11[at + 1 :]
    assert changed == INVOICE11 or outcome(bolt11.parse, changed) is REFUSED


PASTED = [
    (INVOICE11 + " " + HEX).encode(),
    (lightning.text("lni", INVOICE12) + "\n" + HEX).encode(),
    lightning.text("lnp", PROOF).encode(),
    receipt.parse((INVOICE11 + " " + HEX).encode()).serialize(LIGHTNING.id),
    receipt.parse(lightning.text("lnp", PROOF).encode()).serialize(LIGHTNING.id),
]
TRUST = b"payee " + KEY.hex().encode() + b"\noffer " + lightning.text("lno", OFFER).encode()


@settings(max_examples=60)
@given(anything | mutated(st.sampled_from(PASTED)))
def test_any_receipt_gets_a_verdict_or_an_error(data):
    ledger, _ = LIGHTNING.start(TRUST, None, 1)
    found = outcome(ledger.judge_evidence, data, lightning.CREATED)
    if found is not REFUSED:
        assert found.subject.id == lightning.PAYMENT_HASH and KEY.hex() in found.trust
    outcome(network_of, data)
    receipt.is_receipt(data)


@settings(max_examples=60)
@given(st.sampled_from(["bolt11", "bolt12", "payer-proof", "other"]), anything | streams)
def test_any_body_gets_a_verdict_or_an_error(form, body):
    ledger, _ = LIGHTNING.start(TRUST, None, 1)
    outcome(ledger.judge_evidence, Envelope(LIGHTNING.id, form, body).serialize(), None)


@given(anything | mutated(st.just(TRUST)))
def test_any_trust_is_read_or_refused(data):
    found = outcome(trust.parse, data)
    assert found is REFUSED or found.payees or found.offers
