"""`lightclient verify` on evidence about a log of a site: a file of policy and keys is all the trust it needs."""

import json

import pytest

from lightclient.audit.evidence import of_statement
from lightclient.evidence.envelope import Envelope
from tests.portable import test_anchored as anchored
from tests.portable.site import NOW, ORIGIN, Holder, Log, policy_text, readings
from tests.portable.test_log_evidence import ID, SITE, STATEMENTS, TRUST, evidence_of, with_receipts, wrapped
from tests.support.command import invoke


@pytest.fixture
def verify(tmp_path):
    """Return a function that runs the command on evidence: (exit status, fields)."""

    def run(evidence, trust=TRUST, *options):
        (tmp_path / "trust").write_bytes(trust)
        (tmp_path / "evidence").write_bytes(evidence)
        result = invoke(
            "verify", tmp_path / "evidence", "--trust", tmp_path / "trust", "--now", NOW, "--json", *options
        )
        return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr

    return run


def test_a_record_is_proved(verify):
    status, fields = verify(evidence_of())
    assert (status, fields["outcome"], fields["ledger"], fields["height"]) == (0, "proved", ID, 3)
    assert fields["subject"] == {"kind": "record", "id": STATEMENTS[3].entry().hex()}
    assert (fields["device"], fields["sequence"], fields["dated"]) == ("meter-7", 4, NOW + 240)
    assert bytes.fromhex(fields["value"]) == b"21004 mC"
    assert fields["finality"] == {"kind": "endorsed", "witnesses": ["w1", "w2"], "of": 3, "threshold": "2 of 3"}
    assert fields["skipped"] == [] and "2 of 3" in fields["trust"]


def test_too_few_witnesses_are_not_yet(verify):
    status, fields = verify(evidence_of(witnesses=("w1",)))
    assert (status, fields["outcome"], fields["missing"], fields["time"]) == (3, "not yet", ["witnesses"], None)


def test_a_receipt_without_witnesses(verify):
    shown = wrapped("receipt", with_receipts(3, SITE.receipt(3)))
    assert verify(shown)[0] == 3
    status, fields = verify(shown, policy_text("none"))
    assert (status, fields["skipped"]) == (0, ["device-signature", "witnesses"])


def test_an_scitt_file_needs_no_envelope(verify):
    status, fields = verify(with_receipts(3, SITE.receipt(3)), policy_text("none"))
    assert (status, fields["form"], fields["subject"]["id"]) == (0, "bare", STATEMENTS[3].entry().hex())
    status, fields = verify(with_receipts(3, SITE.receipt(4)), policy_text("none"))
    assert (status, fields["error"]) == (1, "SignatureInvalid")


def test_what_does_not_hold_is_refused_by_name(verify):
    forged = readings(9, holder=Holder(3))
    for evidence, trust, error in (
        (of_statement(ID, forged[3], SITE.proof(3)), TRUST, "LogRootMismatch"),
        (of_statement(ID, forged[3], Log(forged).proof(3)), TRUST, "SignatureInvalid"),
        (of_statement(ID, STATEMENTS[3], Log(STATEMENTS, holder=Holder(3)).proof(3)), TRUST, "NotSignedByLog"),
        (of_statement("log:other", STATEMENTS[3], SITE.proof(3)), TRUST, "UnknownLedger"),
        (evidence_of(), TRUST + b"quorum none\n", "BadPolicy"),
        (evidence_of(), b"not a policy", "UnknownLedger"),
    ):
        status, fields = verify(evidence, trust)
        assert (status, fields["outcome"], fields["error"]) == (1, "refused", error)


def test_a_line_that_is_wrong_is_named(verify):
    _, fields = verify(evidence_of(), policy_text() + b"quorum none\n")
    assert fields["message"].startswith("line 7 of the policy")


def test_the_policy_of_the_command_can_want_it_fresh(verify, tmp_path):
    (tmp_path / "policy").write_text("age = 60\n")
    assert verify(evidence_of(), TRUST, "--policy", tmp_path / "policy")[0] == 0
    status, fields = verify(evidence_of(time=NOW - 61), TRUST, "--policy", tmp_path / "policy")
    assert (status, fields["missing"]) == (3, ["fresh-tip"])


def test_a_main_chain_that_is_given_must_hold_the_head(verify, tmp_path):
    main, anchor = anchored.stamps()
    (tmp_path / "main").write_bytes(b"".join(main.parts()))
    options = ("--main", tmp_path / "main")
    status, fields = verify(evidence_of(anchors=(anchor,)), TRUST, *options)
    assert (status, fields["finality"]["kind"]) == (0, "anchored")
    for anchors in ((), (anchored.cosmos()[1],)):  # none, or one of a chain that nobody gave
        status, fields = verify(evidence_of(anchors=anchors), TRUST, *options)
        assert (status, fields["missing"], fields["finality"]["kind"]) == (3, ["anchor"], "endorsed")
        assert verify(evidence_of(anchors=anchors))[0] == 0


def test_a_split_view_is_shown(verify):
    status, fields = verify(wrapped("split", [SITE.note(), Log(readings(9, holder=Holder(3))).note()]))
    assert (status, fields["subject"]["kind"], len(fields["subject"]["others"])) == (0, "split view", 1)


@pytest.mark.slow
def test_a_head_that_is_anchored(tmp_path):
    paths = []
    anchors = []
    for name, make in (("cosmos", anchored.cosmos), ("bitcoin", anchored.bitcoin)):
        main, anchor = make()
        paths += ["--main", tmp_path / name]
        anchors.append(anchor)
        (tmp_path / name).write_bytes(b"".join(main.parts()))
    (tmp_path / "trust").write_bytes(TRUST)

    def run(chosen, anchors, *options):
        proof = anchored.SITE.proof(3, time=anchored.CLOCK)
        (tmp_path / "evidence").write_bytes(of_statement(ID, anchored.STATEMENTS[3], proof, anchors))
        result = invoke(
            *("verify", tmp_path / "evidence", "--trust", tmp_path / "trust"),
            *("--now", anchored.CLOCK, "--json", *chosen, *options),
        )
        return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr

    status, fields = run(paths, anchors[:1])
    assert (status, fields["finality"]["kind"], fields["finality"]["ledger"]) == (0, "anchored", "cosmos:test-chain")
    status, fields = run(paths, anchors[1:])
    assert (status, fields["finality"]["through"], fields["finality"]["height"]) == (0, "work", 3)
    status, fields = run([], anchors)
    assert (status, fields["finality"]["kind"], len(fields["skipped"])) == (0, "endorsed", 2)
    (tmp_path / "policy").write_text("confirmations = 6\n")
    status, fields = run(paths, anchors[1:], "--policy", tmp_path / "policy")
    assert (status, fields["missing"]) == (3, ["confirmations"])
    (tmp_path / "junk").write_bytes(b"\xff")
    assert run(["--main", tmp_path / "junk"], anchors)[0] == 1
    other = anchored.cosmos(bytes(32))[1]
    status, fields = run(paths, [other])
    assert (status, fields["error"]) == (1, "NotAnchored")
    (tmp_path / "trust").write_bytes(b"".join(anchored.cosmos()[0].parts()))
    (tmp_path / "evidence").write_bytes(anchors[0])
    result = invoke("verify", tmp_path / "evidence", "--trust", tmp_path / "trust", *paths)
    assert result.exit_code == 2 and "--main" in result.stderr


def test_the_ledger_is_the_one_of_the_origin():
    assert Envelope(ID, "record", b"").ledger == "log:" + ORIGIN
