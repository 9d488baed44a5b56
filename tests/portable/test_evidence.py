from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TooLarge, TrailingBytes, Truncated
from lightclient.evidence import envelope
from lightclient.evidence.envelope import Envelope, is_envelope, parse
from lightclient.evidence.errors import BadSetting, UnknownLedger, UnknownMagic, UnknownSetting
from lightclient.evidence.finality import Work
from lightclient.evidence.policy import SETTINGS, Policy, policy_of
from lightclient.evidence.verdict import NotYet, Place, Proved, Refused, Subject
from lightclient.ledgers import LEDGERS, network_of
from tests.portable.support import raises

LEDGER = "toy:counter"


# -- the envelope


def test_an_envelope_is_read_as_it_was_written():
    for ledger, form, body in ((LEDGER, "count", b""), ("a:b", "f", b"\x00" * 300), ("x:" + "y" * 126, "z" * 32, b"1")):
        data = Envelope(ledger, form, body).serialize()
        assert data == encode(["LCE1", ledger, form, body])
        assert is_envelope(data)
        for view in (data, memoryview(data)):
            found = parse(view)
            assert (found.ledger, found.form, bytes(found.body)) == (ledger, form, body)
            assert found.serialize() == data


def test_envelopes_nest():
    inner = Envelope(LEDGER, "count", b"7")
    outer = Envelope("log:site", "record", inner.serialize())
    assert parse(parse(outer.serialize()).body).body == b"7"


def test_another_magic_is_refused_by_name():
    for record, said in (
        (["LCE2", LEDGER, "count", b""], "LCE2"),
        (["LCB1", 0, 0, 0], "LCB1"),
        (["LCE1 ", LEDGER, "count", b""], "LCE1 "),
        ([b"LCE1", LEDGER, "count", b""], "no text"),
        ([], "no text"),
        ("LCE0", "LCE0"),
        (7, "no text"),
    ):
        with raises(UnknownMagic) as caught:
            parse(encode(record))
        assert caught.error.fields == {"magic": said, "known": "LCE1"}
    assert is_envelope(encode(["LCE2", LEDGER, "count", b""]))  # of another version
    assert not is_envelope(encode(["LCB1", LEDGER, "count", b""]))
    assert not is_envelope(b"")


def test_an_envelope_of_another_shape_is_refused():
    good = [envelope.MAGIC, LEDGER, "count", b""]
    for index, wrong in (
        (1, b"toy:counter"),
        (1, ""),
        (1, "toy"),
        (1, "toy:"),
        (1, ":counter"),
        (1, "toy:coun ter"),
        (1, "toy:coun\x7fter"),
        (1, "toy:z\xe4hler"),
        (1, "x:" + "y" * 127),
        (2, ""),
        (2, "count\n"),
        (2, "z" * 33),
        (2, None),
        (3, "text"),
        (3, None),
    ):
        changed = list(good)
        changed[index] = wrong
        with raises(BadSchema):
            parse(encode(changed))
        with raises(BadSchema):
            Envelope(changed[1], changed[2], changed[3]).serialize()
    with raises(BadSchema):
        parse(encode(good[:3]))
    for wrong in (good + [0], [good[0], [1], "count", b""], [1, 2, 3, 4, 5]):
        with raises(TooLarge):  # more items than an envelope has: none is looked at
            parse(encode(wrong))


def test_an_envelope_is_whole_and_alone():
    data = Envelope(LEDGER, "count", b"12345").serialize()
    for size in range(len(data)):
        with raises(Truncated):
            parse(data[:size])
    with raises(TrailingBytes):
        parse(data + b"\x00")


def test_a_body_has_a_bound():
    most = envelope.MAX_BODY
    envelope.MAX_BODY = 10
    try:
        assert parse(Envelope(LEDGER, "count", bytes(10)).serialize()).body == bytes(10)
        with raises(TooLarge):
            Envelope(LEDGER, "count", bytes(11)).serialize()
        with raises(TooLarge):
            parse(encode([envelope.MAGIC, LEDGER, "count", bytes(11)]))
    finally:
        envelope.MAX_BODY = most


# -- policies


def verdict(confirmations=3, work=100, time=1000, kind=Proved, checks=(), missing=()):
    subject, place = Subject("transaction", [(1, b"id")]), Place(7, b"hash", 900)
    return kind(LEDGER, subject, place, Work(confirmations, work, time), checks, ("leaf-size",), "me", missing)


def judged(policy, found, *more):
    """Return (outcome, missing); what it does not say stays as it was."""
    after = policy.judge(found, *more)
    for name in ("ledger", "subject", "place", "finality", "checks", "skipped", "trust"):
        assert getattr(after, name) is getattr(found, name)
    assert isinstance(after, NotYet if after.missing else Proved)
    return after.outcome, after.missing


def test_the_default_policy_wants_one_confirmation():
    assert Policy().fields() == {
        "confirmations": 1,
        "work": 0,
        "age": None,
        "gateways": 1,
        "coinbase": False,
        "endorsers": 1,
        "accept": (),
    }
    assert judged(Policy(), verdict(1, 0, 0)) == ("proved", ())
    assert judged(Policy(), verdict(0)) == ("not yet", ("confirmations",))


def test_each_demand_is_made_on_its_own():
    for policy, found, missing in (
        (Policy(confirmations=3), verdict(), ()),
        (Policy(confirmations=4), verdict(), ("confirmations",)),
        (Policy(work=100), verdict(), ()),
        (Policy(work=101), verdict(), ("work",)),
        (Policy(work=1 << 255), verdict(), ("work",)),
        (Policy(age=200), verdict(), ()),
        (Policy(age=199), verdict(), ("fresh-tip",)),
        (Policy(gateways=2), verdict(), ()),
        (Policy(gateways=3), verdict(), ("gateways",)),
        (Policy(coinbase=True), verdict(checks=("coinbase-depth",)), ()),
        (Policy(coinbase=True), verdict(), ("coinbase",)),
        (Policy(4, 101, 199, 3, True), verdict(), ("confirmations", "work", "fresh-tip", "gateways", "coinbase")),
    ):
        assert judged(policy, found, 1200, 2) == ("not yet" if missing else "proved", missing)


def test_an_age_cannot_be_told_without_a_clock():
    assert judged(Policy(age=1 << 60), verdict()) == ("not yet", ("clock",))


def test_a_policy_only_ever_demands_more():
    waiting = verdict(kind=NotYet, missing=("work", "transaction"))
    assert judged(Policy(), waiting) == ("not yet", ("work", "transaction"))
    assert judged(Policy(accept=("leaf-size",)), waiting) == ("not yet", ("work", "transaction"))
    assert judged(Policy(4, 101), waiting) == ("not yet", ("work", "transaction", "confirmations"))


def test_evidence_in_hand_is_shown_by_one():
    assert judged(Policy(gateways=2), verdict()) == ("not yet", ("gateways",))


def test_settings_make_a_policy():
    assert policy_of({}).fields() == Policy().fields()
    settings = {"confirmations": 6, "work": 1, "age": 0, "gateways": 2, "coinbase": True, "endorsers": 3}
    assert policy_of(dict(settings, accept=["leaf-size"])).fields() == dict(settings, accept=("leaf-size",))
    with raises(UnknownSetting) as caught:
        policy_of({"confirmations": 6, "confirmation": 6})
    assert caught.error.fields == {"setting": "confirmation", "known": ", ".join(SETTINGS)}


def test_settings_that_mean_nothing_are_refused():
    for name, wrong in (
        ("confirmations", (0, -1, "6", None, True, 1.5, [])),
        ("work", (-1, "1", None, False, 1 << 257)),
        ("age", (-1, "1", True, 2.0)),
        ("gateways", (0, -1, "2", None, True)),
        ("endorsers", (0, -1, "2", None, True)),
        ("coinbase", (0, 1, "true", None)),
        ("accept", ("leaf-size", None, [1], {"leaf-size": True}, ["leaf-size", None])),
    ):
        for value in wrong:
            with raises(BadSetting) as caught:
                policy_of({name: value})
            assert caught.error.fields["setting"] == name


# -- verdicts


def test_the_three_outcomes_are_types():
    assert [kind.outcome for kind in (Proved, NotYet, Refused)] == ["proved", "not yet", "refused"]
    error = UnknownMagic(magic="x", known="y")
    refused = Refused(error, LEDGER, "me")
    assert (refused.error, refused.ledger, refused.trust, refused.outcome) == (error, LEDGER, "me", "refused")
    assert verdict().subject.id == b"id"


# -- ledgers


def test_ledgers_are_found_by_id_and_name():
    for name, id_ in (
        ("mainnet", "bip122:000000000019d6689c085ae165831e93"),
        ("testnet3", "bip122:000000000933ea01ad0ee984209779ba"),
        ("testnet4", "bip122:00000000da84f2bafbbc53dee25a72ae"),
        ("signet", "bip122:00000008819873e925422c1ff0f99f7c"),
        ("regtest", "bip122:0f9188f13cb7b2c71f2a335e3a4fc328"),
    ):
        assert network_of(name) is network_of(id_)
        assert (network_of(id_).name, network_of(id_).id) == (name, id_)


def test_a_ledger_that_is_not_known_is_refused_by_name():
    for name in ("", "mainnet2", "bip122:", "bip122:mainnet", "eip155:1", ":mainnet", LEDGER):
        with raises(UnknownLedger) as caught:
            network_of(name)
        assert caught.error.fields["ledger"] == name


def test_a_ledger_is_one_line():
    LEDGERS["toy"] = "tests.portable.test_evidence"
    try:
        assert network_of(LEDGER) is network_of("counter") is NETWORKS[0]
    finally:
        del LEDGERS["toy"]


class Toy:
    name = "counter"
    id = LEDGER


NETWORKS = (Toy(),)
