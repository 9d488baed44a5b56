"""Is this device registered now? A record of the operator in the site's log answers, until a newer one does."""

from lightclient.audit import evidence, record, registration, statement
from lightclient.audit.errors import BadTrust, NoOperator, NotARegistration, OtherLog, OtherSite
from lightclient.audit.network import LogNetwork, id_of
from lightclient.audit.trust import parse
from lightclient.codec import base64
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.errors import LightClientError
from lightclient.evidence import envelope
from lightclient.evidence.policy import Policy
from lightclient.identity import algorithms, enrolment, key, registry
from lightclient.identity import registration as registrations
from lightclient.identity.errors import (
    CredentialRevoked,
    IssuedInFuture,
    NotRegistered,
    OlderStatement,
    RegistryFull,
    SignatureInvalid,
)
from lightclient.store.slots import SlotStore
from tests.portable.flash import Flash, PowerCut
from tests.portable.site import DEVICE, DEVICE_KEY, NOW, ORIGIN, Holder, Log, policy_text, readings
from tests.portable.support import raises

SITE = "site.example"
OPERATOR = Holder(40)
OPERATOR_KEY = key.of_signer(OPERATOR, "ed25519")
SIGNING = (OPERATOR, algorithms.ED25519_ALG, None)
DAY = 86_400
LINE = b"operator site.example " + base64.serialize(OPERATOR_KEY.serialize()).encode() + b"\n"
TRUST = policy_text() + LINE


def site(revoked=None):
    """Return a registry where meter-7 has one key. revoked: since when it is."""
    made = registry.Registry(OPERATOR_KEY, SITE)
    given = enrolment.approve(SIGNING, SITE, "meter-7", DEVICE_KEY, b"serial-1", NOW - DAY, NOW + 90 * DAY)
    made.take(given.serialize())
    if revoked is not None:
        made.take_list(registry.revoke(SIGNING, SITE, 1, NOW, {b"serial-1": revoked}))
    return made


def said(number=1, found=None, until=NOW + DAY, dated=NOW, device="meter-7", signer=OPERATOR, **options):
    """Return the operator's statement on a device."""
    body = registrations.of_registry(found or site(), options.get("site", SITE), device, until).serialize()
    time = None if dated is None else (dated, 1, record.NETWORK)
    previous = None if number == 1 else bytes(32)
    content = options.get("content", evidence.REGISTRATION)
    held = options.get("body", record.inline(body))
    made = record.Record("registry", number, previous, time, content, held)
    return statement.sign(signer, algorithms.ED25519_ALG, made, options.get("origin", ORIGIN))


def shown(made, **options):
    return evidence.of_statement(id_of(ORIGIN), made, Log([made] + readings(3)).proof(0, **options))


def ledger(trust=TRUST):
    return LogNetwork(parse(trust)).start(trust, None, 1)[0]


def judge(made, clock=NOW + 60, trust=TRUST, **options):
    return ledger(trust).judge_evidence(shown(made, **options), clock)


def refuses(function, *arguments):
    """Return whether a function refuses by name."""
    try:
        function(*arguments)
    except LightClientError:
        return True
    return False


def test_a_device_is_registered_as_long_as_the_operator_says():
    verdict = judge(said())
    assert verdict.outcome == "proved" and verdict.subject.kind == "registration"
    assert "operator-signature" in verdict.checks and "device-signature" not in verdict.skipped
    fields = verdict.subject.fields()
    assert (fields["registered"], fields["until"], fields["serials"]) == ("meter-7", NOW + DAY, [b"serial-1".hex()])
    assert verdict.subject.registration.keys_at(NOW)[0].data == DEVICE_KEY.data
    assert judge(said(), NOW + DAY - 1).outcome == "proved"
    for clock, missing in (
        (NOW + DAY, ("newer-statement",)),
        (NOW + 99 * DAY, ("newer-statement",)),
        (None, ("clock",)),
    ):
        verdict = judge(said(), clock)
        assert (verdict.outcome, verdict.missing) == ("not yet", missing)


def test_the_policys_age_counts_from_the_date_of_the_statement():
    made = said(until=NOW + 30 * DAY)
    verdict = judge(made, NOW + 5 * DAY, time=NOW + 5 * DAY)  # under a head of today
    assert verdict.outcome == "proved"
    assert Policy(age=6 * DAY).judge(verdict, NOW + 5 * DAY).outcome == "proved"
    assert Policy(age=4 * DAY).judge(verdict, NOW + 5 * DAY).missing == ("fresh-tip",)


def test_a_head_without_witnesses_is_not_enough():
    verdict = judge(said(), witnesses=("w1",))
    assert (verdict.outcome, verdict.missing) == ("not yet", ("witnesses",))


def test_who_is_revoked_or_was_never_enrolled_is_refused():
    with raises(CredentialRevoked):
        judge(said(found=site(NOW)))
    for clock in (None, NOW + 3 * DAY):  # nobody takes that back
        with raises(CredentialRevoked):
            judge(said(found=site(NOW - 5)), clock)
    with raises(NotRegistered):
        judge(said(device="meter-8"))
    assert judge(said(device="meter-8"), NOW + DAY).missing == ("newer-statement",)  # it may be enrolled by now
    assert judge(said(found=site(NOW + 99))).outcome == "proved"  # from then on


def test_nobody_but_the_operator_says_so():
    with raises(SignatureInvalid):
        judge(said(signer=DEVICE))
    with raises(OtherSite):
        judge(said(site="else.example"))
    with raises(OtherLog):
        judge(said(origin="else.example/log"))
    with raises(IssuedInFuture):
        judge(said(dated=NOW + DAY))
    for wrong in (said(dated=None), said(body=record.elsewhere(b"x")), said(body=record.inline(b"x"))):
        assert refuses(judge, wrong)
    # Without an operator in the trust it is a record like any other, and says nothing of a device.
    verdict = judge(said(), trust=policy_text())
    assert verdict.outcome == "proved" and verdict.subject.kind == "record"
    for line in (b"operator site.example\n", b"operator site.example x\n", LINE):
        with raises(BadTrust):
            parse(TRUST + line)


def test_statements_that_are_none():
    good = decode(registrations.of_registry(site(NOW), SITE, "meter-7", NOW).serialize())
    assert encode(good) == registrations.parse(encode(good)).serialize()
    held = good[4][0]
    for fields in (
        [],
        good[:4],
        ["LCI2"] + good[1:],
        good[:2] + [""] + good[3:],
        good[:2] + ["x" * 65] + good[3:],
        good[:3] + [-1, good[4]],
        good[:4] + [[held] * 5],
        good[:4] + [[held[:4]]],
        good[:4] + [[[b""] + held[1:]]],
        good[:4] + [[held[:2] + [NOW, NOW, None]]],
        good[:4] + [[held[:4] + [-1]]],
        good[:4] + [[held[:1] + [b"key"] + held[2:]]],
    ):
        assert refuses(registrations.parse, encode(fields))


def test_the_newest_statement_counts():
    known = registration.Registered(ledger())
    with raises(NotRegistered):
        known.keys_at("meter-7", NOW)
    first, second = shown(said(4)), shown(said(5, site(NOW)))
    assert known.take(first, NOW).outcome == "proved" and known.take(first, NOW).outcome == "proved"
    assert known.keys_at("meter-7", NOW)[0].data == DEVICE_KEY.data
    with raises(NotRegistered):
        known.keys_at("meter-7", NOW + DAY)
    assert known.take(shown(said(6), witnesses=()), NOW).outcome == "not yet"  # it changes nothing
    with raises(CredentialRevoked):
        known.take(second, NOW)
    with raises(CredentialRevoked):
        known.keys_at("meter-7", NOW)
    for older in (first, shown(said(5))):  # another one of the same number
        with raises(OlderStatement):
            known.take(older, NOW)
    assert known.take(shown(said(7)), NOW).outcome == "proved" and known.keys_at("meter-7", NOW)
    aged = registration.Registered(ledger(), 3600)
    aged.take(first, NOW)
    assert aged.keys_at("meter-7", NOW + 3600)
    with raises(NotRegistered):
        aged.keys_at("meter-7", NOW + 3601)


def test_what_is_known_outlives_a_power_cut_at_any_moment():
    flash = Flash(lambda data, old, left: data[:left])
    first, second, other = shown(said(4)), shown(said(5, site(NOW))), shown(said(6, device="meter-8"))

    def started():
        return registration.Registered(ledger(), store=SlotStore(flash))

    known = started()
    known.take(first, NOW)
    known.take(first, NOW)
    assert flash.writes == 1
    for left in range(0, 4096, 7):
        flash.left = left
        known = started()
        try:
            known.take(second, NOW)
        except (CredentialRevoked, PowerCut):
            pass
        with raises(CredentialRevoked):  # it counts, though it may not be saved
            known.keys_at("meter-7", NOW)
        flash.left = None
        try:
            assert started().keys_at("meter-7", NOW)
        except CredentialRevoked:
            break
    else:
        raise AssertionError("it was never saved")
    with raises(NotRegistered):
        known.take(other, NOW)
    known = started()
    with raises(CredentialRevoked):
        known.keys_at("meter-7", NOW)
    for older in (first, shown(said(5))):
        with raises(OlderStatement):
            known.take(older, NOW)


def test_a_saved_record_that_is_none_of_ours_is_refused():
    flash = Flash(None)
    registration.Registered(ledger(), store=SlotStore(flash)).take(shown(said(4)), NOW)
    good = decode(SlotStore(flash).load())
    held = good[3][0]
    for fields in (
        [],
        good[:3],
        ["LCJ2"] + good[1:],
        good[:1] + ["else.example/log"] + good[2:],
        good[:2] + [["else.example", good[2][1]]] + good[3:],
        good[:2] + [[good[2][0], DEVICE_KEY.serialize()]] + good[3:],
        good[:3] + [1],
        good[:3] + [[held[:2]]],
        good[:3] + [[[-1] + held[1:]]],
        good[:3] + [[[held[0], None, held[2]]]],
        good[:3] + [[held[:2] + ["x"]]],
        good[:3] + [[held[:2] + [b"x"]]],
        good[:3] + [[held] * 400],
    ):
        store = SlotStore(flash)
        store.load()
        store.save(encode(fields))
        assert refuses(lambda: registration.Registered(ledger(), store=SlotStore(flash)))


def test_what_is_known_is_bounded_and_of_registrations_alone():
    known = registration.Registered(ledger())
    known._known = {str(number): (1, NOW, b"") for number in range(256)}
    with raises(RegistryFull):
        known.take(shown(said()), NOW)
    with raises(NotARegistration):
        known.take(shown(readings(1)[0]), NOW)
    with raises(BadSchema):
        known.take(envelope.Envelope(id_of(ORIGIN), "record", encode([1] * 4)).serialize(), NOW)
    with raises(NotARegistration):
        known.take(envelope.Envelope(id_of(ORIGIN), "record", encode([1] * 5)).serialize(), NOW)
    with raises(NoOperator):
        registration.Registered(ledger(policy_text()))
