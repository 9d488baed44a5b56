from lightclient.audit import policy
from lightclient.audit.errors import (
    BadNote,
    BadPolicy,
    NoteSignatureInvalid,
    NotSignedByLog,
    OtherLog,
)
from lightclient.audit.note import MAX_PER_KEY
from lightclient.audit.note import parse as parse_note
from lightclient.audit.notekey import COSIGNATURE, LOG, NoteKey, of_signer
from lightclient.audit.witnessed import LEEWAY, check
from tests.portable.site import (
    LOG_KEY,
    NOW,
    ORIGIN,
    POLICY,
    SERVER,
    WITNESS_KEYS,
    WITNESSES,
    Holder,
    Log,
    policy_text,
    readings,
)
from tests.portable.support import raises

SITE = Log(readings(5))
LOG_LINE = "log " + LOG_KEY.serialize()
LINES = ["witness " + name + " " + WITNESS_KEYS[name].serialize() for name in ("w1", "w2", "w3")]


def made(*lines):
    return policy.parse("\n".join((LOG_LINE,) + lines).encode())


def test_what_a_policy_says():
    found = policy.parse(
        (
            "# of the site\n\n \t log\t"
            + LOG_KEY.serialize()
            + "  https://site.example/\n"
            + "\n".join(LINES)
            + " https://w3.example\ngroup inner any w1 w2\ngroup outer all inner w3\nquorum outer"
        ).encode()
    )
    assert found.log(ORIGIN).key == LOG_KEY.key and found.log("other") is None
    assert found.counted() == ["w1", "w2", "w3"] and found.threshold() == "outer"
    for seen, met in (("w1 w3", True), ("w2 w3", True), ("w1 w2", False), ("w3", False), ("", False)):
        assert found.met(set(seen.split())) == met
    assert POLICY.threshold() == "2 of 3"
    assert made("quorum none").met(set()) and made("quorum none").counted() == []
    one = made(LINES[0], "quorum w1")
    assert one.threshold() == "1 of 1" and one.met({"w1"}) and not one.met({"w2"})


def test_policies_that_cannot_be_followed():
    again = "witness w9 " + WITNESS_KEYS["w1"].serialize()
    renamed = "witness w9 " + NoteKey("other.example", COSIGNATURE, WITNESS_KEYS["w1"].key).serialize()
    log_again = "log " + NoteKey("other.example", LOG, LOG_KEY.key).serialize()
    for lines in (
        (),
        ("quorum w1",),
        ("quorum none", "quorum none"),
        ("quorum none none",),
        ("quorum",),
        ("witness w1",),
        ("witness w1 " + LOG_KEY.serialize(), "quorum w1"),
        ("log " + WITNESS_KEYS["w1"].serialize(), "quorum none"),
        (LOG_LINE, "quorum none"),
        (log_again, "quorum none"),
        ("log " + NoteKey(ORIGIN, LOG, WITNESS_KEYS["w1"].key).serialize(), "quorum none"),
        (LINES[0], "group g 1000 w1", "quorum g"),
        (LINES[0], LINES[0], "quorum w1"),
        (LINES[0], again, "quorum w1"),
        (LINES[0], renamed, "quorum w1"),
        (LINES[0].replace("w1", "none", 1), "quorum none"),
        (LINES[0], "group g 0 w1", "quorum g"),
        (LINES[0], "group g 2 w1", "quorum g"),
        (LINES[0], "group g 01 w1", "quorum g"),
        (LINES[0], "group g some w1", "quorum g"),
        (LINES[0], "group g any", "quorum g"),
        (LINES[0], "group g any w1 w1", "quorum g"),
        (LINES[0], "group g any w2", "quorum g"),
        (LINES[0], "group g any g", "quorum g"),
        (LINES[0], "group g any none", "quorum g"),
        (LINES[0], "group w1 any w1", "quorum w1"),
        (LINES[0], "group g any w1", "group h any w1", "quorum h"),
        (LINES[0], "group g any h", "group h any w1", "quorum g"),
        (LINES[0], "quorum g", "group g any w1"),
        ("QUORUM none",),
        ("quorum\u00a0none",),
        ("quorum none\r",),
        ("log nothing", "quorum none"),
    ):
        with raises(BadPolicy):
            made(*lines)
    for data in (b"quorum none\x00", b"# \xff\nquorum none", range((1 << 15) + 1)):
        with raises(BadPolicy):
            policy.parse(data)
    many = [
        "witness n" + str(number) + " " + NoteKey("n", COSIGNATURE, number.to_bytes(32, "big")).serialize()
        for number in range(65)
    ]
    made(*many[:64], "quorum none")
    with raises(BadPolicy):
        made(*many, "quorum none")


def test_groups_are_only_so_deep():
    groups = ["group g1 any w1"] + [f"group g{number} any g{number - 1}" for number in range(2, 10)]
    assert made(LINES[0], *(groups[:8] + ["quorum g8"])).met({"w1"})
    with raises(BadPolicy):
        made(LINES[0], *(groups + ["quorum g9"]))


def test_a_quorum_and_when_it_was():
    for witnesses, met in ((("w1", "w2"), True), (("w3", "w1"), True), (("w2",), False), ((), False)):
        found = check(SITE.note(witnesses=witnesses), POLICY, ORIGIN, NOW)
        assert found.met == met and set(found.times) == set(witnesses)
        assert found.time == (NOW if met else 0)
    note = parse_note(SITE.note(witnesses=("w1",), time=NOW))
    for name, time in (("w2", NOW - 500), ("w3", NOW - 100)):
        note.add(WITNESS_KEYS[name], WITNESS_KEYS[name].sign(WITNESSES[name], note.text, time))
    assert check(note.serialize(), POLICY).time == NOW - 100  # w1 and w3


def test_whoever_cosigns_twice_counts_once():
    note = parse_note(SITE.note(witnesses=("w1",)))
    for time in (NOW - 100, NOW, NOW + 5):
        note.add(WITNESS_KEYS["w1"], WITNESS_KEYS["w1"].sign(WITNESSES["w1"], note.text, time))
    found = check(note.serialize(), POLICY)
    assert not found.met and found.times == {"w1": NOW + 5}


def test_a_witness_of_nobody_does_not_count():
    note = parse_note(SITE.note(witnesses=("w1",)))
    stranger = of_signer(Holder(99), "w2.example", COSIGNATURE)
    note.add(stranger, stranger.sign(Holder(99), note.text, NOW))
    assert not check(note.serialize(), POLICY).met
    # Under the key id of a witness it is a forgery, and the note is refused.
    note.signatures[-1] = ("w2.example", WITNESS_KEYS["w2"].id, note.signatures[-1][2])
    with raises(NoteSignatureInvalid):
        check(note.serialize(), POLICY)


def test_a_cosignature_is_of_one_log_and_one_head():
    other = Log(readings(5), origin="other.example/log")
    for donor in (other.note(), SITE.note(size=4), SITE.note(extensions=("more",))):
        note = parse_note(SITE.note(witnesses=("w1",)))
        note.signatures += [each for each in parse_note(donor).signatures if each[0] == "w2.example"]
        with raises(NoteSignatureInvalid):
            check(note.serialize(), POLICY)


def test_the_log_itself_has_to_sign():
    note = parse_note(SITE.note(witnesses=("w1", "w2", "w3")))
    del note.signatures[0]
    with raises(NotSignedByLog):
        check(note.serialize(), POLICY)
    note = parse_note(Log(readings(5), holder=Holder(3)).note())
    with raises(NotSignedByLog):
        check(note.serialize(), POLICY)
    note.signatures[0] = (ORIGIN, LOG_KEY.id, note.signatures[0][2])
    with raises(NoteSignatureInvalid):
        check(note.serialize(), POLICY)
    with raises(OtherLog):
        check(Log(readings(5), origin="other.example/log").note(), POLICY, ORIGIN)
    with raises(NotSignedByLog):
        check(Log(readings(5), origin="other.example/log").note(), POLICY)
    with raises(NotSignedByLog):  # a cosignature by the same key under the log's name is none
        cosigner = of_signer(SERVER, ORIGIN, COSIGNATURE)
        note = parse_note(SITE.note())
        note.signatures[0] = (ORIGIN, cosigner.id, cosigner.sign(SERVER, note.text, NOW))
        check(note.serialize(), POLICY)


def test_a_cosignature_from_the_future_does_not_count_and_spoils_nothing():
    note = SITE.note(time=NOW + LEEWAY + 1)
    found = check(note, POLICY, ORIGIN, NOW)
    assert not found.met and found.times == {} and found.ahead == ["w1", "w2"]
    assert check(note, POLICY, ORIGIN, NOW + 1).met
    assert check(note, POLICY, ORIGIN).met  # without a clock nobody can tell
    both = parse_note(SITE.note())
    both.add(WITNESS_KEYS["w3"], WITNESS_KEYS["w3"].sign(WITNESSES["w3"], both.text, NOW + 10_000))
    found = check(both.serialize(), POLICY, ORIGIN, NOW)
    assert found.met and found.time == NOW and found.ahead == ["w3"]


def test_one_key_cannot_make_a_reader_verify_for_ever():
    note = parse_note(SITE.note(witnesses=()))
    for time in range(MAX_PER_KEY):
        note.add(WITNESS_KEYS["w1"], WITNESS_KEYS["w1"].sign(WITNESSES["w1"], note.text, time))
    assert check(note.serialize(), POLICY).times == {"w1": MAX_PER_KEY - 1}
    note.signatures.append(note.signatures[-1])
    with raises(BadNote):
        check(note.serialize(), POLICY)


def test_a_policy_keeps_its_text():
    assert policy.parse(memoryview(policy_text())).text == policy_text()
