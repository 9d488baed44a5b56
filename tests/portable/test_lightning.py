"""Verdicts on receipts of Lightning: what they prove, for whom, and what is named as skipped or missing."""

from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.errors import UnknownForm, UnknownLedger
from lightclient.evidence.policy import Policy
from lightclient.ledgers import network_of as network_called
from lightclient.lightning import receipt as receipts
from lightclient.lightning.errors import (
    BadContinuation,
    BadTrust,
    InvoiceExpired,
    InvoiceSignatureInvalid,
    InvoiceTooNew,
    NotReceipt,
    OtherNetwork,
    OtherOffer,
    PreimageMismatch,
    UnknownPayee,
)
from lightclient.lightning.known import LIGHTNING, LOCAL, NETWORKS, SIGNETS, TESTNET, network_of
from lightclient.lightning.trust import is_trust
from lightclient.sync.ledger import GENESIS
from tests.portable import lightning
from tests.portable.lightning import CREATED, OTHER, PAYEE, PAYER, PREIMAGE
from tests.portable.support import raises

NOW = CREATED + 60
HEX = PREIMAGE.hex()
UNSHOWN = ("payer-signature", "amount-paid", "time-paid")


def trusted(*secrets, offers=()):
    lines = ["payee " + lightning.key(secret).hex() for secret in secrets]
    lines += ["offer " + lightning.text("lno", each) for each in offers]
    return "\n".join(lines).encode()


def judge(receipt, trust=None, clock=NOW, network=LIGHTNING):
    """Judge a receipt; trust: a file, that of the payee's key if none is given."""
    ledger, told = network.start(trusted(PAYEE) if trust is None else trust, None, 1)
    assert told == []
    return ledger.judge_evidence(receipt if isinstance(receipt, bytes) else receipt.encode(), clock)


def refused(error, receipt, trust=None, clock=NOW, network=LIGHTNING):
    with raises(error) as caught:
        judge(receipt, trust, clock, network)
    return caught.error


def pasted(data, prefix="lni"):
    return lightning.text(prefix, data)


# -- what is proved


def test_an_invoice_and_its_preimage_prove_that_the_invoice_was_paid():
    for receipt, kind in (
        (lightning.bolt11() + " " + HEX, "1 cup coffee"),
        (pasted(lightning.invoice()) + "\n" + HEX + "\n", "coffee"),
    ):
        verdict = judge(receipt)
        assert (verdict.outcome, verdict.ledger) == ("proved", "lightning:bc")
        assert (verdict.subject.kind, verdict.subject.id) == ("payment", lightning.PAYMENT_HASH)
        assert verdict.subject.fields()["description"] == kind
        assert verdict.subject.fields()["payee"] == lightning.key(PAYEE).hex()
        assert verdict.checks == ("preimage", "expiry", "invoice-signature", "payee")
        assert (verdict.skipped, verdict.missing) == (UNSHOWN, ())
        assert verdict.trust == "payee key " + lightning.key(PAYEE).hex()
        assert (verdict.place, verdict.finality.kind, verdict.finality.time) == (None, "revealed", CREATED)
        assert (verdict.finality.fields(), verdict.finality.short()) == ({}, [])


def test_a_payer_proof_proves_who_asked_for_the_invoice_too():
    made = lightning.proof(shown=(88, 164, 166, 168, 170, 176), note=b"for you")
    verdict = judge(pasted(made, "lnp"))
    assert (verdict.outcome, verdict.subject.kind) == ("proved", "payment")
    assert verdict.checks == ("preimage", "expiry", "invoice-signature", "payer-signature", "payee")
    assert verdict.skipped == ("chain", "amount-paid", "time-paid")
    shown = verdict.subject.fields()
    assert shown["payer"] == lightning.key(PAYER).hex()
    assert (shown["note"], shown["amount_msat"], shown["description"]) == ("for you", 250_000, None)
    verdict = judge(pasted(lightning.proof(), "lnp"))
    assert verdict.skipped == ("chain", "expiry", "amount-paid", "time-paid")
    assert verdict.finality.time == 0


def test_an_invoice_alone_says_what_is_missing():
    for receipt in (lightning.bolt11(), pasted(lightning.invoice())):
        verdict = judge(receipt)
        assert (verdict.outcome, verdict.missing, verdict.skipped) == ("not yet", ("preimage",), ())
        assert (verdict.subject.kind, verdict.finality) == ("invoice", None)
        assert verdict.checks == ("expiry", "invoice-signature", "payee")


def test_any_other_preimage_refutes():
    for receipt in (lightning.bolt11(), pasted(lightning.invoice())):
        found = refused(PreimageMismatch, receipt + " " + "00" * 32)
        assert found.fields["wanted"] == lightning.PAYMENT_HASH.hex()


def test_what_its_payee_has_not_signed_is_refused():
    refused(InvoiceSignatureInvalid, lightning.bolt11(signature=bytes(65)) + " " + HEX)
    refused(InvoiceSignatureInvalid, pasted(lightning.invoice(secret=OTHER)) + " " + HEX)


# -- whom we trust


def test_without_a_trusted_payee_nothing_is_proved_and_the_verdict_says_so():
    ledger, _ = LIGHTNING.start(None, None, 1)
    for receipt in (lightning.bolt11() + " " + HEX, pasted(lightning.proof(), "lnp")):
        verdict = ledger.judge_evidence(receipt.encode(), NOW)
        assert (verdict.outcome, verdict.trust, verdict.missing) == ("not yet", "no payee", ("trusted-payee",))
        assert "payee" not in verdict.checks
    verdict = ledger.judge_evidence(lightning.bolt11().encode(), NOW)
    assert verdict.missing == ("preimage", "trusted-payee")
    assert LIGHTNING.shipped() is None


def test_an_invoice_of_a_payee_who_is_not_trusted_is_refused():
    stranger = lightning.bolt11(secret=OTHER) + " " + HEX
    assert refused(UnknownPayee, stranger).fields["payee"] == lightning.key(OTHER).hex()
    assert judge(stranger, trusted(PAYEE, OTHER)).trust == "payee key " + lightning.key(OTHER).hex()


def test_an_offer_is_trusted_for_its_own_invoices_alone():
    trust = trusted(offers=[lightning.offer(r10=b"tea"), lightning.offer()])
    verdict = judge(pasted(lightning.invoice()) + " " + HEX, trust)
    assert verdict.checks[-2:] == ("payee", "offer")
    assert verdict.trust == "offer of " + lightning.key(PAYEE).hex()
    for changes, type_ in (
        ({"r10": b"cake"}, 10),
        ({"r10": None}, 10),
        ({"r12": b"\x02"}, 12),
        ({"r1000000001": b"a"}, 1000000001),
    ):
        receipt = pasted(lightning.invoice(**changes)) + " " + HEX
        assert refused(OtherOffer, receipt, trusted(offers=[lightning.offer()])).fields["type"] == type_
    refused(
        UnknownPayee,
        pasted(lightning.invoice()) + " " + HEX,
        trusted(offers=[lightning.offer(r22=lightning.key(OTHER))]),
    )
    refused(UnknownPayee, lightning.bolt11() + " " + HEX, trust)  # which no offer leads to


def test_of_an_offer_a_payer_proof_shows_what_the_payer_chose():
    trust = trusted(offers=[lightning.offer()])
    verdict = judge(pasted(lightning.proof(), "lnp"), trust)
    assert (verdict.outcome, verdict.checks[-1]) == ("proved", "payee")
    assert verdict.skipped == ("chain", "expiry", "offer", "amount-paid", "time-paid")
    verdict = judge(pasted(lightning.proof(shown=(10, 22, 88, 168, 176)), "lnp"), trust)
    assert (verdict.checks[-2:], verdict.skipped[0]) == (("payee", "offer"), "chain")
    other = lightning.proof(shown=(10, 88, 168, 176), made=lightning.invoice(r10=b"cake"))
    assert refused(OtherOffer, pasted(other, "lnp"), trust).fields["type"] == 10


def test_what_is_trusted_is_a_key_or_an_offer_on_each_line():
    key = lightning.key(PAYEE).hex().encode()
    receipt = lightning.bolt11() + " " + HEX
    for fine in (b"# ours\n\n  payee\t" + key + b"\r\n", b"payee " + key.upper(), b"payee " + key):
        assert judge(receipt, fine).outcome == "proved"
    offer = lightning.text("lno", lightning.offer()).encode()
    for number, bad in (
        (1, b"payee"),
        (2, b"# ours\npayee " + key[:-2]),
        (1, b"payee " + key[:-1] + b"g"),
        (1, b"payee 04" + key[2:]),
        (2, b"payee " + key + b"\npayer " + key),
        (1, b"payee " + key + b" " + key),
        (1, b"offer " + offer[:-3]),
        (1, key),
        (3, b"payee " + key + b"\n\n\xff"),
        (2, b"# nobody\n"),
        (257, (b"payee " + key + b"\n") * 257),
        (0, b"#" * 65537),
    ):
        assert refused(BadTrust, receipt, bad).fields["line"] == number
    for text, ours in ((b"# a\n\n offer x", True), (b"payee", True), (b"log x", False), (b"", False), (key, False)):
        assert is_trust(text) is ours
    for text in (GENESIS, "payee"):
        with raises(BadTrust) as caught:
            LIGHTNING.start(text, None, 1)
        assert caught.error.fields["line"] == 0
        assert ("genesis" in caught.error.fields["why"]) is (text == GENESIS)


# -- time


def test_an_invoice_that_expired_may_have_been_paid_before():
    for receipt in (lightning.bolt11(), pasted(lightning.invoice(r166=lightning.tu64(3600)))):
        late = CREATED + 3601
        verdict = judge(receipt + " " + HEX, clock=late)
        assert (verdict.outcome, verdict.skipped) == ("proved", ("expiry",) + UNSHOWN)
        assert judge(receipt + " " + HEX, clock=late - 1).skipped == UNSHOWN
        assert refused(InvoiceExpired, receipt, clock=late).fields == {"expires": CREATED + 3600, "clock": late}
        assert judge(receipt, clock=late - 1).missing == ("preimage",)


def test_an_invoice_from_the_future_is_refused():
    for receipt in (lightning.bolt11(), pasted(lightning.proof(shown=(88, 164, 168, 176)), "lnp")):
        assert judge(receipt, clock=CREATED - 7200).outcome
        assert refused(InvoiceTooNew, receipt, clock=CREATED - 7201).fields["created"] == CREATED


def test_without_a_clock_the_expiry_is_skipped():
    assert judge(lightning.bolt11() + " " + HEX, clock=None).skipped == ("expiry",) + UNSHOWN
    verdict = judge(lightning.bolt11(), clock=None)
    assert (verdict.skipped, verdict.missing) == (("expiry",), ("preimage",))


def test_a_policy_may_demand_that_the_invoice_is_young():
    verdict = judge(lightning.bolt11() + " " + HEX)
    assert Policy(age=60).judge(verdict, NOW) is verdict
    assert Policy(age=59).judge(verdict, NOW).missing == ("fresh-tip",)
    assert Policy(age=60).judge(verdict).missing == ("clock",)
    verdict = judge(pasted(lightning.proof(), "lnp"))  # which does not show when it was made
    assert Policy(age=1 << 30).judge(verdict, NOW).missing == ("fresh-tip",)


# -- networks


def test_a_receipt_is_of_the_network_that_it_names():
    for network, prefix, chain in (
        (TESTNET, "lntb1m", hash_of(TESTNET3.genesis)),
        (TESTNET, "lntb", hash_of(TESTNET4.genesis)),
        (SIGNETS, "lntbs1m", hash_of(SIGNET.genesis)),
        (LOCAL, "lnbcrt1m", LOCAL.chains[0]),
    ):
        found = lightning.invoice(r80=chain)
        shown = lightning.proof(shown=(80, 88, 168, 176), made=found)
        for receipt in (lightning.bolt11(prefix=prefix), pasted(found), pasted(shown, "lnp")):
            assert network_of(receipt.encode()) is network
            assert judge(receipt, network=network).ledger == network.id
            assert refused(OtherNetwork, receipt).fields["wanted"] == "lightning:bc"
        assert "chain" not in judge(pasted(shown, "lnp"), network=network).skipped
    for receipt in (lightning.bolt11(), pasted(lightning.invoice())):
        assert refused(OtherNetwork, receipt, network=LOCAL).fields["wanted"] == "lightning:bcrt"
    assert network_of(lightning.bolt11().encode()) is LIGHTNING
    assert network_of(pasted(lightning.invoice()).encode()) is LIGHTNING
    for strange in (lightning.bolt11(prefix="lnltc1m"), pasted(lightning.invoice(r80=b"\x07" * 32))):
        with raises(UnknownLedger):
            network_of(strange.encode())


def test_networks_are_found_by_their_ids_and_names():
    for network in NETWORKS:
        assert network_called(network.id) is network_called(network.name) is network
    assert [network.id for network in NETWORKS] == ["lightning:bc", "lightning:tb", "lightning:tbs", "lightning:bcrt"]
    assert LIGHTNING.show(b"\x01\x02") == "0102"


# -- in an envelope, and pasted


def test_a_receipt_in_an_envelope_gets_the_verdict_of_what_was_pasted():
    for text in (
        lightning.bolt11() + " " + HEX,
        lightning.bolt11(),
        pasted(lightning.invoice()) + " " + HEX,
        pasted(lightning.invoice()),
        pasted(lightning.proof(), "lnp"),
    ):
        sealed = receipts.parse(text.encode()).serialize(LIGHTNING.id)
        one, other = judge(text), judge(sealed)
        assert (one.outcome, one.checks, one.skipped) == (other.outcome, other.checks, other.skipped)
        assert one.subject.fields() == other.subject.fields()
        assert refused(OtherNetwork, sealed, network=LOCAL).fields["found"] == "lightning:bc"


def test_a_body_is_an_invoice_and_a_preimage_or_null():
    text, data = lightning.bolt11(), lightning.invoice()

    def body(form, value):
        return Envelope(LIGHTNING.id, form, value if isinstance(value, bytes) else encode(value)).serialize()

    assert judge(body("bolt11", [text, PREIMAGE])).outcome == "proved"
    for form, value in (
        ("bolt11", [text]),
        ("bolt11", [text, None, None]),
        ("bolt11", text),
        ("bolt11", [text.encode(), None]),
        ("bolt12", [data.hex(), None]),
        ("bolt11", [text, HEX]),
        ("bolt12", [data, bytes(31)]),
        ("bolt12", [data, 1]),
    ):
        refused(BadSchema, body(form, value))
    assert refused(UnknownForm, body("bolt13", [text, None])).fields["known"] == "bolt11, bolt12, payer-proof"


def test_people_paste_in_any_order_and_with_the_scheme():
    for receipt in (
        HEX + "\n" + lightning.bolt11(),
        "  lightning:" + lightning.bolt11() + "\r\n" + HEX.upper(),
        "LIGHTNING:" + lightning.bolt11().upper() + "\t" + HEX,
    ):
        assert receipts.is_receipt(receipt.encode())
        assert judge(receipt).outcome == "proved"
    whole = pasted(lightning.proof(), "lnp")
    assert judge(whole[:40] + "+\n  " + whole[40:]).outcome == "proved"


def test_what_is_no_receipt_is_refused():
    invoice = lightning.bolt11()
    for receipt in (
        "",
        HEX,
        invoice + " " + HEX[:-1],
        invoice + " " + HEX[:-1] + "g",
        invoice + " " + invoice,
        invoice + " " + HEX + " " + HEX,
        invoice + " " + HEX + " thanks",
        pasted(lightning.offer(), "lno"),
        pasted(lightning.offer(), "lnr") + " " + HEX,
        pasted(lightning.proof(), "lnp") + " " + HEX,
    ):
        refused(NotReceipt, receipt)
    for strange in (b"ln\xff", b"\x1c", b"\x0b", b"\x0c", b"\x85", "\u00a0".encode(), b"\x7f", b"\x00"):
        refused(NotReceipt, invoice.encode() + strange + HEX.encode())
    refused(TooLarge, "ln" + "q" * 20_000)
    refused(BadContinuation, invoice + "+")


def test_other_evidence_does_not_look_like_a_receipt():
    for data in (b"", b"\x00OpenTimestamps", b"\x84dLCE", b'{"txid": 1}', b"ln\x80", b"00" * 40, b"payee 02"):
        assert not receipts.is_receipt(data)
