"""The published examples of BOLT11 and BOLT12, and payer proofs made anew from their invoices, byte by byte."""

import json
from pathlib import Path

import pytest

from lightclient.crypto import backend
from lightclient.errors import LightClientError
from lightclient.lightning import bolt11, bolt12, merkle, offer, proof, text, tlv
from lightclient.lightning.errors import UnknownFeature
from tests.portable import lightning

PUBLISHED = json.loads((Path(__file__).parent / "lightning.json").read_text())
HIGH_S = "02d0139ce7427d6dfffd26a326c18be754ef1e64672b42694ba5b23ef6e6e7803d"  # whom that example is recovered to
PROOFS = PUBLISHED["payer_proofs"]


def test_how_many_there_are():
    kinds = ("bolt11", "bolt11_invalid", "format", "format_invalid", "offers", "offers_invalid", "payer_proofs")
    assert [len(PUBLISHED[kind]) for kind in kinds] == [16, 13, 5, 6, 20, 29, 5]


@pytest.mark.parametrize("case", PUBLISHED["bolt11"], ids=lambda case: case["text"][:20])
def test_an_invoice_is_read_as_published(case):
    found = bolt11.parse(case["text"])
    assert (found.amount, found.created, found.expires - found.created) == (
        case["amount"],
        case["created"],
        case["expiry"],
    )
    assert (found.description, found.payment_hash.hex()) == (case["description"], case["payment_hash"])
    assert (found.description_hash.hex() if found.description_hash else None) == case["description_hash"]
    if case["signature"] is not None:
        assert found.signature.hex() == case["signature"]
    high = int.from_bytes(found.signature[32:], "big") >> 255
    key = backend.current().public_key(bytes.fromhex(PUBLISHED["bolt11_key"]))
    assert found.signer().hex() == (HIGH_S if high else key.hex())


@pytest.mark.parametrize(("reason", "case"), PUBLISHED["bolt11_invalid"], ids=lambda value: value[:50])
def test_an_invalid_invoice_is_refused(reason, case):
    with pytest.raises(LightClientError):
        bolt11.parse(case).signer()


@pytest.mark.parametrize("case", PUBLISHED["format"], ids=range(len(PUBLISHED["format"])))
def test_a_text_is_joined(case):
    assert offer.parse(case).description == "An example description"


@pytest.mark.parametrize("case", PUBLISHED["format_invalid"], ids=range(len(PUBLISHED["format_invalid"])))
def test_a_text_that_is_joined_wrongly_is_refused(case):
    with pytest.raises(LightClientError):
        offer.parse(case)


@pytest.mark.parametrize(("reason", "case"), PUBLISHED["offers"], ids=lambda value: value[:50])
def test_an_offer_is_read(reason, case):
    found = offer.parse(case)
    assert found.keys
    again = lightning.stream({each.type: each.value for each in found.records.stream})
    assert lightning.text("lno", again) == case


@pytest.mark.parametrize(("reason", "case"), PUBLISHED["offers_invalid"], ids=lambda value: value[:50])
def test_an_invalid_offer_is_refused(reason, case):
    with pytest.raises(UnknownFeature if "feature" in reason else LightClientError):
        offer.parse(case)


def test_a_request_for_an_invoice_is_signed_as_published():
    case = PUBLISHED["signature"]
    records = tlv.parse(text.parse(case["invoice_request"], "lnr"))
    root = merkle.root(records)
    assert root.hex() == case["merkle"]
    values = {each.type: each.value for each in records}
    assert values[240].hex() == case["signature"]
    assert merkle.verify(root, b"invoice_request", b"signature", values[88], values[240])
    assert not merkle.verify(root, b"invoice", b"signature", values[88], values[240])


@pytest.mark.parametrize("case", PROOFS, ids=lambda case: case["name"])
def test_a_payer_proof_is_read_as_published(case):
    invoice = bolt12.Invoice(bytes.fromhex(case["invoice"]))
    assert invoice.digest.hex() == case["root"]
    found = proof.parse(case["proof"])
    assert (found.digest.hex(), found.note) == (case["root"], case["note"])
    assert found.signer() == invoice.signer()
    assert found.payer == backend.current().public_key(bytes.fromhex(PUBLISHED["payer_secret"]))
    assert found.preimage.hex() == PUBLISHED["preimage"]
    shown = [each.type for each in found.records.stream if not 240 <= each.type < 1_000_000_000]
    assert shown == case["included"]


@pytest.mark.parametrize("case", PROOFS, ids=lambda case: case["name"])
def test_a_payer_proof_that_is_made_anew_is_the_published_one(case):
    note = case["note"] and case["note"].encode()
    changes = {"r1002": b""} if case["name"] == "empty_proof_omitted_tlvs_explicit" else {}
    made = lightning.proof(tuple(case["included"]), bytes.fromhex(case["invoice"]), note=note, **changes)
    records = tlv.parse(bytes.fromhex(case["invoice"]))
    row = lightning.leaves(records)
    assert [nonce.hex() for type_, nonce, _ in row if type_ in case["included"]] == case["leaf_hashes"]
    assert [each.hex() for each in lightning.missing(row, case["included"])[2]] == case["missing_hashes"]
    assert lightning.markers([type_ for type_, _, _ in row], case["included"]) == case["omitted"]
    assert lightning.text("lnp", made) == case["proof"]
