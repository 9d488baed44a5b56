"""`lightclient verify` on receipts of Lightning: from files and pasted, with and without a payee whom we trust."""

import json

import pytest
from typer.testing import CliRunner

from lightclient.cli.app import app
from lightclient.lightning import receipt
from lightclient.lightning.known import LIGHTNING
from tests.portable import lightning
from tests.portable.lightning import CREATED, OTHER, PAYEE, PAYER, PREIMAGE
from tests.support.command import accepted, failed, invoke, misused, refused, unsettled

HEX = PREIMAGE.hex()
NOW = ("--now", CREATED + 60)
INVOICE, INVOICE12 = lightning.bolt11(), lightning.text("lni", lightning.invoice())
PROOF = lightning.text("lnp", lightning.proof(note=b"for you"))


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def trust(write):
    return ("--trust", write("payees", "# the shop\npayee " + lightning.key(PAYEE).hex() + "\n"))


@pytest.mark.slow
def test_an_invoice_and_its_preimage_are_proved_for_whoever_trusts_the_payee(write, trust):
    for text, ledger in ((INVOICE, "1 cup coffee"), (INVOICE12, "coffee")):
        fields = accepted("verify", write("receipt", text + "\n" + HEX + "\n"), *trust, *NOW)
        assert (fields["outcome"], fields["ledger"], fields["network"]) == ("proved", "lightning:bc", "lightning")
        assert fields["subject"] == {"kind": "payment", "id": lightning.PAYMENT_HASH.hex()}
        assert (fields["description"], fields["created"], fields["payee"]) == (
            ledger,
            CREATED,
            lightning.key(PAYEE).hex(),
        )
        assert fields["checks"] == ["preimage", "expiry", "invoice-signature", "payee"]
        assert fields["skipped"] == ["payer-signature", "amount-paid", "time-paid"]
        assert (fields["finality"], fields["form"]) == ({"kind": "revealed"}, "bare")


def test_without_a_trusted_payee_it_is_not_yet_proved(write, trust):
    path = write("receipt", INVOICE + " " + HEX)
    fields = unsettled("verify", path, *NOW)
    assert (fields["trust"], fields["missing"]) == ("no payee", ["trusted-payee"])
    assert unsettled("verify", write("invoice", INVOICE), *NOW, *trust)["missing"] == ["preimage"]


def test_a_payer_proof_says_who_asked_for_the_invoice(write, trust):
    fields = accepted("verify", write("proof", PROOF), *trust, *NOW)
    assert (fields["payer"], fields["note"]) == (lightning.key(PAYER).hex(), "for you")
    assert "payer-signature" in fields["checks"]
    offer = write("offers", "offer " + lightning.text("lno", lightning.offer()))
    fields = accepted("verify", write("proof", PROOF), "--trust", offer, *NOW)
    assert "offer" in fields["skipped"] and fields["trust"].startswith("offer of ")


def test_evidence_in_an_envelope_is_judged_alike(write, trust):
    for text in (INVOICE + " " + HEX, INVOICE12 + " " + HEX, PROOF):
        found = receipt.parse(text.encode())
        fields = accepted("verify", write("evidence", found.serialize(LIGHTNING.id)), *trust, *NOW)
        bare = accepted("verify", write("receipt", text), *trust, *NOW)
        assert (fields.pop("form"), bare.pop("form")) == (found.form, "bare")
        assert fields == bare


def test_what_is_pasted_comes_from_standard_input(trust):
    arguments = [str(each) for each in ("verify", "-", *trust, *NOW, "--json")]
    for pasted, status in ((INVOICE + "\n" + HEX + "\n", 0), (PROOF, 0), (INVOICE, 3), ("", 1), (INVOICE[:-1], 1)):
        result = CliRunner().invoke(app, arguments, input=pasted)
        assert result.exit_code == status, result.output
    for pasted, error in ((INVOICE[:-1], "BadChecksum"), ("", "NotReceipt"), ("thank you", "NotReceipt")):
        assert json.loads(CliRunner().invoke(app, arguments, input=pasted).stdout)["error"] == error


def test_forgeries_are_refused_by_name(write, trust):
    for text, error in (
        (INVOICE + " " + "00" * 32, "PreimageMismatch"),
        (lightning.bolt11(secret=OTHER) + " " + HEX, "UnknownPayee"),
        (lightning.text("lni", lightning.invoice(secret=OTHER)) + " " + HEX, "InvoiceSignatureInvalid"),
        (lightning.text("lnp", lightning.proof(secret=OTHER)), "PayerSignatureInvalid"),
        (lightning.text("lno", lightning.offer()), "NotReceipt"),
        (INVOICE + " " + HEX + "00", "NotReceipt"),
        (lightning.bolt11(prefix="lnltc1m"), "UnknownLedger"),
        ("lightning:" + INVOICE[:-9], "BadChecksum"),
    ):
        assert refused("verify", write("receipt", text), *trust, *NOW)["error"] == error
    path = write("receipt", INVOICE + " " + HEX)
    assert refused("verify", path, "--trust", write("nonsense", "payee 00"), *NOW)["error"] == "BadTrust"
    assert refused("verify", write("invoice", INVOICE), *trust, "--now", CREATED + 3601)["error"] == "InvoiceExpired"
    assert refused("verify", write("invoice", INVOICE), *trust, "--now", CREATED - 7201)["error"] == "InvoiceTooNew"


def test_a_policy_may_demand_a_young_invoice(write, trust):
    path, policy = write("receipt", INVOICE + " " + HEX), write("policy.toml", "age = 59\n")
    assert unsettled("verify", path, *trust, *NOW, "--policy", policy)["missing"] == ["fresh-tip"]


def test_a_description_does_not_steer_the_terminal(write, trust):
    named = lightning.HASH + lightning.SECRETS + lightning.field("d", lightning.groups_of(b"\x1b[2Jpaid\n"))
    result = invoke("verify", write("receipt", lightning.bolt11(named) + " " + HEX), *trust, *NOW)
    assert result.exit_code == 0 and "\x1b" not in result.stdout
    assert "\\x1b[2Jpaid\\n" in result.stdout


def test_there_is_nothing_to_follow():
    said = misused("status", "--network", "lightning", "--broker", "mqtt://127.0.0.1:1", "--gateway", "g")
    assert "no blocks to follow" in said
    assert "no-such" in failed("verify", "no-such")
