from lightclient.audit import policy, witnessrequest
from lightclient.audit.errors import (
    BadNote,
    BadSavedHead,
    BadWitnessRequest,
    ClockBehind,
    NotConsistent,
    NoteSignatureInvalid,
    NotSignedByLog,
    OtherLog,
    OtherSize,
    SplitView,
)
from lightclient.audit.logstate import LogState
from lightclient.audit.note import parse as parse_note
from lightclient.audit.witness import Witness
from lightclient.audit.witnessed import check
from lightclient.audit.witnessrequest import WitnessRequest, add_answer
from lightclient.merkle.errors import PathLength
from lightclient.store.slots import SlotStore
from tests.portable.site import NOW, ORIGIN, POLICY, WITNESS_KEYS, WITNESSES, Holder, Log, policy_text, readings
from tests.portable.support import raises
from tests.portable.test_replay import Flash

STATEMENTS = readings(12)
REWRITTEN = readings(12, holder=Holder(3))
ALONE = policy.parse(policy_text("none"))


def witness(flash=None, name="w1", rules=ALONE):
    return Witness(WITNESSES[name], WITNESS_KEYS[name], LogState(rules, ORIGIN), SlotStore(flash or Flash()))


def asked(old, new, statements=STATEMENTS, path=None, origin=ORIGIN, **options):
    site = Log(statements[:new], origin, **options)
    return WitnessRequest(old, site.grown(old) if path is None else path, site.note(witnesses=())).serialize()


def test_a_witness_cosigns_a_log_as_it_grows():
    made, other = witness(), witness(name="w2")
    for old, new, time in ((0, 3, NOW), (3, 3, NOW), (3, 8, NOW + 1), (8, 12, NOW + 5)):
        note = parse_note(Log(STATEMENTS[:new]).note(witnesses=()))
        for each, name in ((made, "w1"), (other, "w2")):
            assert add_answer(note, each.cosign(asked(old, new), time), WITNESS_KEYS[name]) == 1
        found = check(note.serialize(), POLICY, ORIGIN, time)
        assert found.met and found.time == time


def test_a_witness_never_cosigns_two_histories():
    made = witness()
    made.cosign(asked(0, 5), NOW)
    for data, error in (
        (asked(5, 5, REWRITTEN), SplitView),
        (asked(0, 5, REWRITTEN), SplitView),
        (asked(5, 9, REWRITTEN), NotConsistent),
        (asked(5, 9, path=b""), PathLength),
        (asked(0, 9), OtherSize),
        (asked(4, 9), OtherSize),
        (asked(0, 4), OtherSize),
        (asked(9, 12), OtherSize),
        (asked(5, 9, holder=Holder(3)), NotSignedByLog),
        (asked(5, 9, origin="other.example/log"), OtherLog),
        (b"", BadWitnessRequest),
    ):
        with raises(error):
            made.cosign(data, NOW)
    assert made.state.size == 5
    made.cosign(asked(5, 9), NOW)


def test_a_witness_says_where_it_stands():
    made = witness()
    made.cosign(asked(0, 5), NOW)
    with raises(OtherSize) as caught:
        made.cosign(asked(0, 9), NOW)
    assert caught.error.fields["wanted"] == 5


def test_a_witness_remembers_whenever_power_is_cut():
    for after in (0, 10, 40, 400):
        flash = Flash()
        made = witness(flash)
        made.cosign(asked(0, 5), NOW)
        flash.fails, flash.after = flash.writes, after
        with raises(OSError):
            made.cosign(asked(5, 9), NOW)
        assert made.state.size == 5
        again = witness(flash)
        assert again.state.size in (5, 9) and again.time == NOW
        with raises(SplitView if again.state.size == 9 else NotConsistent):
            again.cosign(asked(5, 9, REWRITTEN), NOW)


def test_a_clock_that_went_back_cosigns_nothing():
    flash = Flash()
    witness(flash).cosign(asked(0, 5), NOW)
    with raises(ClockBehind):
        witness(flash).cosign(asked(5, 9), NOW - 1)
    witness(flash).cosign(asked(5, 9), NOW)


def test_what_others_add_to_a_note_costs_no_room():
    flash = Flash()
    made = witness(flash)
    site = Log(STATEMENTS[:5])
    made.cosign(WitnessRequest(0, b"", site.note(witnesses=("w1", "w2", "w3"))).serialize(), NOW)
    assert len(SlotStore(flash).load()) == 8 + len(site.note(witnesses=()))


def test_a_witness_that_waits_for_others_is_none():
    flash = Flash()
    witness(flash).cosign(asked(0, 5), NOW)
    with raises(BadSavedHead):
        witness(flash, rules=POLICY)


def test_answers_of_witnesses():
    site = Log(STATEMENTS[:5])
    good = witness().cosign(asked(0, 5), NOW)
    note = parse_note(site.note(witnesses=()))
    strange = witness(name="w2").cosign(asked(0, 5), NOW)
    assert add_answer(note, strange, WITNESS_KEYS["w1"]) == 0 and len(note.signatures) == 1
    assert add_answer(note, strange + good, WITNESS_KEYS["w1"]) == 1
    with raises(NoteSignatureInvalid):
        add_answer(parse_note(site.note(size=4, witnesses=())), good, WITNESS_KEYS["w1"])
    for wrong in (b"", good[:-1], good + b"\n", b"<html>", b"text\n\n" + good, good + b"\n" + good):
        with raises(BadNote):
            add_answer(note, wrong, WITNESS_KEYS["w1"])
    with raises(BadWitnessRequest):
        add_answer(note, range((1 << 16) + 1), WITNESS_KEYS["w1"])


def test_requests_come_back():
    for old, new in ((0, 1), (3, 12), (5, 5)):
        data = asked(old, new)
        found = witnessrequest.parse(data)
        assert found.size == old and found.path == Log(STATEMENTS[:new]).grown(old) and found.serialize() == data


def test_requests_that_are_none():
    good = asked(3, 12)
    line = good.split(b"\n")[1]
    for bad in (
        b"",
        good.split(b"\n\n")[0],
        good.replace(b"old 3", b"old 03"),
        good.replace(b"old 3", b"old -3"),
        good.replace(b"old 3", b"new 3"),
        good.replace(b"old 3", b"old"),
        good.replace(line, line[:-1]),
        good.replace(line, b"AAAA"),
        good.replace(line, b"\xff"),
        good.replace(line, b"\n".join([line] * 64)),
        good.replace(b"old 3\n", b"old 3\r\n"),
        range(1 << 17),
    ):
        with raises(BadWitnessRequest):
            witnessrequest.parse(bad)
