from lightclient import ledgers
from lightclient.audit import evidence, record, statement
from lightclient.audit.errors import (
    BadPolicy,
    BadTrust,
    NoConflict,
    NoDeviceKey,
    NoReceipt,
    NoTrust,
    OtherLog,
    SplitView,
)
from lightclient.audit.ledger import LogLedger
from lightclient.audit.network import LogNetwork, id_of
from lightclient.audit.trust import parse
from lightclient.codec import base64
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.evidence import envelope
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.errors import UnknownForm, UnknownLedger
from lightclient.evidence.policy import Policy
from lightclient.evidence.verdict import NotYet, Proved
from lightclient.identity import algorithms, cose, key
from lightclient.identity.errors import AlgorithmOfAnother, SignatureInvalid
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.sync.ledger import GENESIS
from tests.portable.site import DEVICE, DEVICE_KEY, LOG_KEY, NOW, ORIGIN, SERVER, Holder, Log, policy_text, readings
from tests.portable.support import raises

STATEMENTS = readings(9)
SITE = Log(STATEMENTS)
ID = "log:" + ORIGIN


def line(word, *rest):
    return b" ".join([word] + [each if isinstance(each, bytes) else each.encode() for each in rest]) + b"\n"


def key_line(holder):
    return base64.serialize(holder.serialize())


TRUST = policy_text() + line(b"device", "meter-7", key_line(DEVICE_KEY))


def ledger(trust=TRUST, saved=None):
    network = LogNetwork(parse(trust))
    return network.start(trust, saved, 1)[0]


def evidence_of(index=3, site=SITE, made=None, anchors=(), **options):
    made = made or STATEMENTS[index]
    return evidence.of_statement(ID, made, site.proof(index, **options), anchors)


def body_of(data):
    return decode(bytes(envelope.parse(data).body))


def wrapped(form, body):
    return Envelope(ID, form, body if isinstance(body, bytes) else encode(body)).serialize()


def test_a_record_is_proved():
    verdict = ledger().judge_evidence(evidence_of(), NOW)
    assert isinstance(verdict, Proved) and verdict.ledger == ID
    assert verdict.subject.kind == "record" and verdict.subject.id == STATEMENTS[3].entry()
    assert verdict.subject.fields() == {
        "device": "meter-7",
        "sequence": 4,
        "content": "reading",
        "dated": NOW + 240,
        "within": 5,
    }
    assert verdict.subject.value == b"21004 mC"
    assert (verdict.place.height, verdict.place.hash, verdict.place.time) == (3, STATEMENTS[3].leaf(), NOW)
    assert verdict.checks == ("log-signature", "inclusion", "device-signature", "witnesses")
    assert verdict.skipped == () and verdict.finality.kind == "endorsed"
    assert verdict.finality.fields() == {"witnesses": ["w1", "w2"], "of": 3, "threshold": "2 of 3"}
    assert verdict.finality.short() == [2, 3]
    assert Policy(age=60).judge(verdict, NOW + 60).outcome == "proved"
    assert Policy(age=60).judge(verdict, NOW + 61).missing == ("fresh-tip",)


def test_every_record_of_every_size():
    for size in range(1, 10):
        site = Log(STATEMENTS[:size])
        for index in range(size):
            assert ledger().judge_evidence(evidence_of(index, site), NOW).outcome == "proved"


def test_missing_witnesses_are_not_yet():
    for witnesses in (("w1",), ()):
        verdict = ledger().judge_evidence(evidence_of(witnesses=witnesses), NOW)
        assert isinstance(verdict, NotYet) and verdict.missing == ("witnesses",)
        assert "witnesses" not in verdict.checks
        assert Policy().judge(verdict).outcome == "not yet"


def test_cosignatures_from_the_future_are_named():
    verdict = ledger().judge_evidence(evidence_of(time=NOW + 10_000), NOW)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("witnesses",))
    assert verdict.skipped == ("future-cosignature w1", "future-cosignature w2")


def test_a_policy_without_witnesses_says_so():
    verdict = ledger(policy_text("none")).judge_evidence(evidence_of(witnesses=()), NOW)
    assert verdict.outcome == "proved"
    assert verdict.skipped == ("device-signature", "witnesses")


def test_a_record_that_is_elsewhere_or_another():
    good = body_of(evidence_of())
    for index, wrong, error in (
        (0, STATEMENTS[4].serialize(), LogRootMismatch),
        (0, readings(9, holder=Holder(3))[3].serialize(), LogRootMismatch),
        (1, 4, LogRootMismatch),
        (1, 9, OutsideLog),
        (2, good[2][:-32], PathLength),
        (2, good[2] + bytes(32), PathLength),
        (2, bytes(len(good[2])), LogRootMismatch),
        (3, Log(STATEMENTS, origin="other.example/log").note(), OtherLog),
        (3, Log(readings(9, holder=Holder(3))).note(), LogRootMismatch),
        (1, -1, BadSchema),
        (1, True, BadSchema),
        (2, "path", BadSchema),
        (4, None, BadSchema),
        (4, [b""] * 5, BadSchema),
        (4, [1], BadSchema),
    ):
        body = list(good)
        body[index] = wrong
        with raises(error):
            ledger().judge_evidence(wrapped("record", body), NOW)
    for body in (good[:4], good + [0], {}, b"\x00"):
        with raises(BadSchema):
            ledger().judge_evidence(wrapped("record", body), NOW)
    limit, evidence.MAX_BODY = evidence.MAX_BODY, 100  # a board has no room for a body that is too large
    try:
        with raises(BadSchema):
            ledger().judge_evidence(wrapped("record", good), NOW)
    finally:
        evidence.MAX_BODY = limit
    with raises(UnknownForm):
        ledger().judge_evidence(wrapped("transaction", good), NOW)
    with raises(OtherLog):
        ledger().judge_evidence(Envelope("log:other.example/log", "record", encode(good)).serialize(), NOW)


def test_a_record_of_another_log_is_none_of_this():
    """The log took a record that its device made for another one: whoever did that shows a replay."""
    foreign = readings(3, origin="other.example/log")
    site = Log(foreign)
    with raises(OtherLog):
        ledger().judge_evidence(evidence_of(1, site, foreign[1]), NOW)


def test_a_device_without_its_key():
    forged = readings(3, holder=Holder(3))
    with raises(SignatureInvalid):
        ledger().judge_evidence(evidence_of(1, Log(forged), forged[1]), NOW)
    stranger = readings(3, device="meter-8")
    with raises(NoDeviceKey):
        ledger().judge_evidence(evidence_of(1, Log(stranger), stranger[1]), NOW)
    other_kind = readings(3, algorithm=algorithms.ES256)
    with raises(AlgorithmOfAnother):
        ledger().judge_evidence(evidence_of(1, Log(other_kind), other_kind[1]), NOW)


def with_receipts(index, *receipts):
    made = statement.parse(STATEMENTS[index].serialize())
    made.receipts = [each.serialize() for each in receipts]
    return made.serialize()


def test_a_receipt_is_the_logs_word_alone():
    verdict = ledger().judge_evidence(wrapped("receipt", with_receipts(3, SITE.receipt(3))), NOW)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("witnesses",))
    verdict = ledger(policy_text("none")).judge_evidence(wrapped("receipt", with_receipts(3, SITE.receipt(3))), NOW)
    assert verdict.outcome == "proved" and verdict.place.height == 3
    other = Log(STATEMENTS, origin="other.example/log").receipt(3)
    beside = with_receipts(3, other, SITE.receipt(3))
    assert ledger(policy_text("none")).judge_evidence(wrapped("receipt", beside), NOW).outcome == "proved"
    for wrong in (with_receipts(3), with_receipts(3, other)):
        with raises(NoReceipt):
            ledger().judge_evidence(wrapped("receipt", wrong), NOW)
    for wrong in (with_receipts(3, SITE.receipt(4)), with_receipts(3, Log(STATEMENTS, holder=Holder(3)).receipt(3))):
        with raises(SignatureInvalid):
            ledger().judge_evidence(wrapped("receipt", wrong), NOW)


def test_a_transparent_statement_needs_no_envelope():
    bare = with_receipts(3, SITE.receipt(3))
    for data in (bare, memoryview(bare)):
        verdict = ledger(policy_text("none")).judge_evidence(data, NOW)
        assert verdict.outcome == "proved" and verdict.subject.kind == "record"


def test_statements_of_others_are_judged_and_not_read():
    def made(number, claims=None):
        headers = {15: claims} if claims else {}
        message = cose.sign(Holder(number), algorithms.ED25519_ALG, b"not a record", headers)
        return statement.Statement(message)

    both = [made(1), made(4, {1: "meter-7"}), made(1, {1: "meter-7", 3: "other.example/log"}), made(1, {1: "meter-7"})]
    site = Log(both)

    def judged(index, trust):
        found = statement.parse(both[index].serialize())
        found.receipts = [site.receipt(index).serialize()]
        return ledger(trust).judge_evidence(found.serialize(), NOW)

    verdict = judged(0, policy_text("none"))
    assert (verdict.outcome, verdict.subject.kind) == ("proved", "statement")
    assert verdict.subject.content == b"not a record" and verdict.skipped[0] == "device-signature"
    trust = TRUST.replace(b"quorum two", b"quorum none")
    assert judged(3, trust).checks == ("log-signature", "inclusion", "device-signature")
    for index, error in ((0, NoDeviceKey), (1, SignatureInvalid), (2, OtherLog)):
        with raises(error):
            judged(index, trust)


def test_a_log_can_sign_receipts_with_another_key():
    trust = policy_text("none") + line(b"receipts", key_line(key.of_signer(SERVER, "p256")))
    shown = wrapped("receipt", with_receipts(3, SITE.receipt(3, algorithms.ES256)))
    assert ledger(trust).judge_evidence(shown, NOW).outcome == "proved"
    with raises(AlgorithmOfAnother):
        ledger(policy_text("none")).judge_evidence(shown, NOW)


def test_a_head_that_was_kept_is_held_against_evidence():
    rewritten = Log(readings(9, holder=Holder(3)))
    kept = ledger()
    kept.state.take(rewritten.note())
    with raises(SplitView):
        kept.judge_evidence(evidence_of(), NOW)
    with raises(SplitView):
        kept.judge_evidence(wrapped("receipt", with_receipts(3, SITE.receipt(3))), NOW)


def test_a_split_view_is_proved_to_anybody():
    rewritten = Log(readings(9, holder=Holder(3)))
    body = [SITE.note(), rewritten.note(witnesses=())]
    verdict = ledger().judge_evidence(wrapped("split", body), NOW)
    assert verdict.outcome == "proved" and verdict.subject.kind == "split view"
    assert verdict.subject.found == [(9, SITE.head().hash()), (9, rewritten.head().hash())]
    with raises(NoConflict):
        ledger().judge_evidence(wrapped("split", [SITE.note(), SITE.note(size=8)]), NOW)
    with raises(BadSchema):
        ledger().judge_evidence(wrapped("split", [SITE.note(), 1]), NOW)


def test_a_forked_device_is_proved_to_anybody():
    def third(text):
        last = STATEMENTS[1].record()
        made = record.Record("meter-7", 3, last.hash(), None, "reading", record.inline(text))
        return statement.sign(DEVICE, algorithms.ED25519_ALG, made, ORIGIN).serialize()

    verdict = ledger().judge_evidence(wrapped("fork", [third(b"a"), third(b"b")]), NOW)
    assert verdict.outcome == "proved" and verdict.subject.kind == "forked device"
    for second, error in ((third(b"a"), NoConflict), (STATEMENTS[0].serialize(), NoConflict), (7, BadSchema)):
        with raises(error):
            ledger().judge_evidence(wrapped("fork", [third(b"a"), second]), NOW)
    with raises(NoDeviceKey):
        ledger(policy_text()).judge_evidence(wrapped("fork", [third(b"a"), third(b"b")]), NOW)
    made = record.Record("meter-7", 3, bytes(32), None, "reading", record.inline(b"c"))
    forged = statement.sign(Holder(3), algorithms.ED25519_ALG, made, ORIGIN).serialize()
    with raises(SignatureInvalid):
        ledger().judge_evidence(wrapped("fork", [third(b"a"), forged]), NOW)


def test_a_trust_file_brings_its_log():
    network = ledgers.network_of(ID, TRUST)
    assert (network.id, network.name) == (ID, network.name) and network.trust.devices["meter-7"].data == DEVICE_KEY.data
    assert ledgers.brought(policy_text()).id == ID
    for name, trust in ((ID, b""), (ID, None), ("log:other.example/log", TRUST), (ID, b"\xd9\xff"), (ID, b"# only")):
        with raises(UnknownLedger):
            ledgers.network_of(name, trust)
    with raises(BadPolicy):
        ledgers.network_of(ID, policy_text() + b"quorum two\n")
    with raises(BadTrust):
        ledgers.network_of(ID, TRUST + b"device meter-7 x\n")


def test_names_of_logs():
    assert id_of("site.example/log") == "log:site.example/log"
    for origin in ("a log", "\u00e9", "x" * 65):
        assert id_of(origin).startswith("log:hashed-") and len(id_of(origin)) == 27
    assert LogNetwork(parse(TRUST)).name.startswith("hashed-")  # a slash has no place in a topic
    assert LogNetwork(parse(TRUST)).show(b"\x01\xff") == "01ff" and LogNetwork(parse(TRUST)).shipped() is None


def test_trust_that_cannot_be_used():
    device = line(b"device", "meter-7", key_line(DEVICE_KEY))
    for wrong in (
        policy_text() + device + device,
        policy_text() + device + device.replace(b"meter-7", b"meter-8"),
        policy_text() + b"device meter-7\n",
        policy_text() + b"device meter-7 AAAA\n",
        policy_text() + b"device meter-7 !\n",
        policy_text() + b"receipts\n",
        policy_text() + line(b"receipts", key_line(DEVICE_KEY)) * 2,
        policy_text(logs=()),
        range((1 << 16) + 1),
    ):
        with raises(BadTrust):
            parse(wrong)
    network = LogNetwork(parse(TRUST))
    with raises(NoTrust):
        network.start(None, None, 1)
    other = policy_text(logs=()) + b"log " + LOG_KEY.serialize().encode()
    for wrong in (GENESIS, "text", other.replace(b"log site", b"log  site") + b"\nlog x"):
        with raises(BadPolicy if isinstance(wrong, bytes) else BadTrust):
            network.start(wrong, None, 1)


def test_a_ledger_goes_on_where_it_left_off():
    first = ledger()
    first.state.take(SITE.note())
    saved = b"".join(first.parts())
    again, told = LogNetwork(parse(TRUST)).start(TRUST, saved, 1)
    assert isinstance(again, LogLedger) and told == []
    assert (again.height, again.tip, again.time) == (9, SITE.head().root, NOW)
    assert ledger(saved=b"".join(ledger().parts())).height == 0
    fields = decode(saved)
    for index, wrong, name in (
        (0, "LCH2", "SavedBadSavedHead"),
        (1, "other", "SavedBadSavedHead"),
        (2, SITE.note(witnesses=("w1",)), "SavedBadSavedHead"),
        (2, 5, "SavedBadSavedHead"),
        (2, b"", "SavedBadNote"),
    ):
        changed = list(fields)
        changed[index] = wrong
        again, told = LogNetwork(parse(TRUST)).start(TRUST, encode(changed), 1)
        assert told == [name] and again.height == 0
    assert LogNetwork(parse(TRUST)).start(TRUST, b"\xff", 1)[1] == ["SavedUnsupported"]
