"""Payer proofs of BOLT12: each rule broken alone, in proofs that the payer signed as they stand."""

from lightclient.codec.errors import NonCanonical, TooLarge, Truncated
from lightclient.lightning import bolt12, proof
from lightclient.lightning.errors import (
    BadMarker,
    BadRecord,
    ForeignRecord,
    HashCount,
    InvoiceSignatureInvalid,
    MissingField,
    PayerSignatureInvalid,
    PreimageMismatch,
    UnknownRecord,
    WrongPrefix,
)
from tests.portable import lightning
from tests.portable.lightning import OTHER, PAYEE, PAYER, SHOWN, bigsize
from tests.portable.support import raises

WHOLE = (10, 22, 82, 88, 160, 162, 164, 166, 168, 170, 176)


def read(**parts):
    return proof.PayerProof(lightning.proof(**parts))


def refused(error, **parts):
    with raises(error) as caught:
        read(**parts)
    return caught.error


def test_a_proof_shows_what_the_payer_chose_of_what_the_payee_signed():
    digest = bolt12.Invoice(lightning.invoice()).digest
    found = read(note=b"for the tax office")
    assert (found.payer, found.node, found.digest) == (lightning.key(PAYER), lightning.key(PAYEE), digest)
    assert (found.payment_hash, found.preimage) == (lightning.PAYMENT_HASH, lightning.PREIMAGE)
    assert found.note == "for the tax office"
    assert (found.amount, found.created, found.expires, found.description, found.chain) == (None,) * 5
    assert found.signer() == lightning.key(PAYEE)
    found = read(shown=WHOLE)
    assert (found.amount, found.description) == (250_000, "coffee")
    assert (found.created, found.expires) == (lightning.CREATED, lightning.CREATED + 600)
    assert (found.digest, found.note) == (digest, None)
    assert read(shown=(88, 164, 168, 176)).expires is None  # for the expiry may be one of those left out


def test_any_choice_of_records_leads_to_the_same_root():
    digest = bolt12.Invoice(lightning.invoice()).digest
    rest = [type_ for type_ in WHOLE if type_ not in SHOWN]
    for number in range(1 << len(rest)):
        shown = SHOWN + tuple([rest[at] for at in range(len(rest)) if number >> at & 1])
        assert proof.PayerProof(lightning.proof(shown=shown, r241=bytes(64))).digest == digest


def test_markers_jump_over_signatures_and_the_proofs_own_records():
    made = lightning.invoice(r1=b"z", r239=b"a", r1000000001=b"b", r1000000003=b"c", r3000000001=b"d")
    assert lightning.markers((0, 176, 239, 1000000001, 1000000003), (176, 239)) == [1000000000, 1000000001]
    for more in ((), (1,), (239,), (1000000001,), (239, 1000000003), (3000000001,)):
        assert read(made=made, shown=SHOWN + more).signer() == lightning.key(PAYEE)


def test_nothing_left_out_but_the_metadata_may_be_said_or_not():
    for omitted in (None, b""):
        assert read(shown=WHOLE, r1002=omitted).signer() == lightning.key(PAYEE)


def test_a_proof_without_what_it_must_show_is_refused():
    for type_, field in (
        (88, "payer"),
        (168, "payment hash"),
        (176, "node"),
        (240, "signature"),
        (241, "signature of the payer"),
        (1001, "preimage"),
        (1003, "missing hashes"),
        (1004, "leaf hashes"),
    ):
        assert refused(MissingField, **{"r" + str(type_): None}).fields == {"what": "the payer proof", "field": field}


def test_the_preimage_is_that_of_the_invoice():
    refused(PreimageMismatch, r1001=bytes(32))
    refused(BadRecord, r1001=bytes(31))


def test_the_payee_signed_the_invoice():
    with raises(InvoiceSignatureInvalid):
        read(r240=bytes(64)).signer()
    with raises(InvoiceSignatureInvalid):
        read(made=lightning.invoice(secret=OTHER)).signer()
    for type_, value in ((88, lightning.key(OTHER)), (176, lightning.key(OTHER)), (170, b"\x01")):
        with raises(InvoiceSignatureInvalid):  # another payer, payee or amount than the one that was signed
            read(shown=(88, 168, 170, 176), **{"r" + str(type_): value}).signer()


def test_the_payer_signed_the_proof():
    with raises(PayerSignatureInvalid):
        read(secret=OTHER).signer()
    signed = proof.PayerProof(lightning.proof(note=b"mine")).records.value(241)
    with raises(PayerSignatureInvalid):
        read(note=b"yours", r241=signed).signer()
    with raises(PayerSignatureInvalid):
        read(r1007=b"x", r241=proof.PayerProof(lightning.proof()).records.value(241)).signer()


def test_hashes_are_as_many_as_the_records_take():
    whole = proof.PayerProof(lightning.proof()).records
    for type_, what in ((1003, "missing"), (1004, "leaf")):
        value = whole.value(type_)
        for changed in (value + bytes(32), value[:-32], b""):
            assert refused(HashCount, **{"r" + str(type_): changed}).fields == {"what": what}
        refused(BadRecord, **{"r" + str(type_): value[:-1]})


def test_any_other_hash_leads_to_another_root():
    whole = proof.PayerProof(lightning.proof()).records
    for type_ in (1003, 1004):
        value = whole.value(type_)
        for at in range(0, len(value), 32):
            with raises(InvoiceSignatureInvalid):
                read(**{"r" + str(type_): value[:at] + b"\x55" * 32 + value[at + 32 :]}).signer()


def test_markers_follow_what_stands_before_them():
    def marked(*markers):
        return refused(BadMarker, r1002=b"".join([bigsize(each) for each in markers])).fields["marker"]

    assert lightning.markers(WHOLE, SHOWN) == [1, 2, 3, 89, 90, 91, 92, 169]
    assert marked(0, 1, 2, 3, 89, 90, 91, 92, 169) == 0
    assert marked(1, 2, 3, 90, 91, 92, 93, 169) == 90  # not one more than what is shown before it
    assert marked(1, 2, 4) == 4
    assert marked(2) == 2
    assert marked(1, 2, 3, 88) == 88  # is shown
    assert marked(1, 1) == 1
    assert marked(1, 2, 3, 90, 89) == 90
    assert marked(1, 2, 3, 89, 90, 91, 89) == 89
    for number in (240, 241, 1000, 1001, 999_999_999, 4_000_000_000):
        assert marked(1, number) == number
    refused(NonCanonical, r1002=b"\xfd\x00\x01")
    refused(Truncated, r1002=b"\x01\xfd\x00")


def test_a_proof_is_of_an_invoice_of_at_most_128_records():
    markers = b"".join([bigsize(each) for each in range(1, 80)] + [bigsize(each) for each in range(89, 168)])
    assert refused(TooLarge, r1002=markers).args[1:] == (129, 128)


def test_a_proof_shows_no_metadata_and_no_other_signatures():
    for type_ in (0, 242, 1000, 4_000_000_000):
        assert refused(ForeignRecord, **{"r" + str(type_): b"a"}).fields["type"] == type_
    for type_ in (1006, 999_999_998):
        assert refused(UnknownRecord, **{"r" + str(type_): b"a"}).fields["type"] == type_
    assert read(r1007=b"a").signer() == lightning.key(PAYEE)  # signed by the payer, and no part of the invoice


def test_the_text_of_a_proof_begins_with_lnp():
    made = lightning.proof()
    assert proof.parse(lightning.text("lnp", made)).signer() == lightning.key(PAYEE)
    with raises(WrongPrefix):
        proof.parse(lightning.text("lni", made))
