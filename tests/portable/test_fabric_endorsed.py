"""Answers that peers have endorsed: proved by enough organisations, and refused in every other form."""

from hashlib import sha256

from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.crypto.errors import BadSignature
from lightclient.evidence.policy import Policy
from lightclient.evidence.verdict import NotYet, Proved
from lightclient.fabric.errors import (
    DoubledEndorser,
    InvalidEndorsement,
    NoRole,
    NotIssued,
    NotPeer,
    OtherChannel,
    OtherProposal,
    OutOfDate,
    Revoked,
    UnknownMsp,
    UnsupportedKey,
)
from lightclient.fabric.network import FabricNetwork
from tests.portable import fabric
from tests.portable.fabric import (
    CHANNEL,
    NOW,
    answered,
    asked,
    endorsement,
    evidence,
    genesis,
    once,
    record,
)
from tests.portable.support import raises

START = genesis()
NETWORK = FabricNetwork(CHANNEL, START.hash)


def endorsed(who="xy", question=None, answer=None, given=None, clock=NOW, start=START):
    network = FabricNetwork(CHANNEL, start.hash)
    ledger = network.start(record(start, network), None, 4)[0]
    question = question or asked()
    answer = answer or answered(question)
    given = [endorsement(letter, answer) for letter in who] if given is None else given
    return ledger.judge_evidence(evidence("endorsed", question + [answer, given], network), clock)


def test_an_answer_of_enough_organisations_is_proved():
    verdict = endorsed()
    assert isinstance(verdict, Proved)
    assert verdict.subject.value == verdict.subject.content == b"registered"
    assert verdict.subject.fields() == {"chaincode": "registry", "arguments": ["get", "device-7"], "status": 200}
    assert verdict.subject.id == verdict.subject.answer.payload.id()
    assert verdict.finality.fields() == {"endorsers": ["Orgx", "Orgy"], "of": 3, "threshold": 2}
    assert (verdict.finality.kind, verdict.finality.short()) == ("endorsed", [2, 3])
    assert verdict.skipped == ("freshness",)
    shown = ((b" ~", " ~"), (b"\x1f", "0x1f"), (b"\x7f", "0x7f"), (b"", ""))
    for argument, text in shown:
        assert endorsed(question=asked(arguments=(argument,))).subject.fields()["arguments"] == [text]


def test_too_few_organisations_are_not_yet_enough():
    for who in ("x", "xX"):
        given = [endorsement(letter.lower(), answered(asked()), name="other" + letter) for letter in who]
        verdict = endorsed(given=given)
        assert isinstance(verdict, NotYet) and verdict.missing == ("endorsements",)


def test_endorsements_are_bounded():
    answer = answered(asked())
    given = [endorsement("x", answer)] * 65
    with raises(BadSchema):
        endorsed(given=given)
    with raises(DoubledEndorser):
        endorsed(given=given[:64])


def test_what_else_headers_and_answers_may_have():
    question = asked()
    question[0] = number_field(1, 3) + number_field(2, 1) + message_field(3, number_field(1, 9)) + question[0][2:]
    question[0] += number_field(6, 1) + bytes_field(7, b"extension") + bytes_field(8, bytes(32))
    action = (
        bytes_field(1, b"results")
        + bytes_field(2, b"events")
        + message_field(3, number_field(1, 500) + bytes_field(2, b"no"))
    )
    action += message_field(4, bytes_field(1, b"path") + bytes_field(2, b"registry") + bytes_field(3, b"1.0"))
    answer = bytes_field(1, sha256(b"".join(question)).digest()) + bytes_field(2, action)
    found = endorsed(question=question, answer=answer).subject
    assert (found.answer.status, found.answer.chaincode, found.value) == (500, "registry", b"")


def test_arguments_may_be_decorated():
    question = asked()
    decorated = message_field(1, b"get") + message_field(2, bytes_field(1, b"key") + bytes_field(2, b"value"))
    spec = message_field(2, bytes_field(2, b"registry")) + message_field(3, decorated + number_field(3, 1))
    question[2] = bytes_field(1, message_field(1, number_field(1, 1) + spec + number_field(4, 9)))
    assert endorsed(question=question).subject.answer.arguments == [b"get"]


def test_a_policy_may_want_more_of_them():
    assert Policy(endorsers=2).judge(endorsed(), NOW).outcome == "proved"
    verdict = Policy(endorsers=3).judge(endorsed(), NOW)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("endorsements",))
    assert Policy(age=60).judge(endorsed(), NOW).missing == ("fresh-tip",)


def test_without_a_policy_most_organisations_are_wanted():
    start = genesis(endorsement=b"")
    for who, outcome in (("x", "not yet"), ("xy", "proved")):
        assert endorsed(who, start=start).outcome == outcome


def test_certificates_are_valid_by_the_clock_or_it_is_said():
    verdict = endorsed(clock=None)
    assert isinstance(verdict, NotYet)
    assert (verdict.missing, verdict.skipped) == (("clock",), ("freshness", "certificate-dates"))
    for clock in (1767225599, 2051222401):
        with raises(OutOfDate):
            endorsed(clock=clock)
    for clock in (1767225600, 2051222400):
        assert endorsed(clock=clock).outcome == "proved"


def test_endorsers_are_peers_of_the_channels_organisations():
    answer = answered(asked())
    with raises(UnknownMsp):
        endorsed("xa")
    with raises(NoRole):
        endorsed(given=[endorsement("x", answer, b"client")])
    with raises(NotPeer):
        endorsed(given=[endorsement("x", answer), endorsement("y", answer, b"orderer")])
    stolen = [fabric.identity("Orgy", "peery", b"peer").replace(b"Orgy", b"Orgx"), b""]
    stolen[1] = fabric.sign("peery", answer + stolen[0])
    with raises(NotIssued):
        endorsed(given=[stolen])


def test_the_revoked_endorse_nothing():
    start = genesis(msps={"x": fabric.msp_config("Orgx", revoked=[fabric.crl("Orgx", [8])])})
    with raises(Revoked):
        endorsed("x", start=start)


def test_every_endorsement_holds():
    answer = answered(asked())
    good = endorsement("x", answer)
    for bad in (
        [good[0], endorsement("y", answer)[1]],
        [good[0], fabric.high(good[1])],
        endorsement("x", answer + b"\x00"),
    ):
        with raises(InvalidEndorsement):
            endorsed(given=[endorsement("y", answer), bad])
    with raises(BadSignature):
        endorsed(given=[[good[0], b""]])
    with raises(DoubledEndorser):
        endorsed(given=[good, good])
    again = bytes_field(1, b"Orgx") + bytes_field(2, once(fabric.member, "Orgx", "peerx", b"peer"))  # in DER
    with raises(DoubledEndorser):
        endorsed(given=[good, [again, fabric.sign("peerx", answer + again)]])


def test_a_key_of_another_kind_endorses_nothing():
    from lightclient.fabric.der import BITS, OID, SEQUENCE, element

    other = element(SEQUENCE, element(SEQUENCE, element(OID, b"\x2b\x65\x70")) + element(BITS, bytes(33)))
    der = fabric.build("strange", "CAOrgx", (b"peer",), public=other)
    with raises(UnsupportedKey):
        endorsed(given=[[bytes_field(1, b"Orgx") + bytes_field(2, der), b"\x30"]])


def test_an_answer_is_to_the_proposal_that_is_shown():
    question = asked()
    for other in (asked(arguments=(b"get", b"device-8")), asked(chaincode=b"other"), asked(nonce=b"m" * 24)):
        with raises(OtherProposal):
            endorsed(question=question, answer=answered(other))
    with raises(OtherChannel):
        endorsed(question=asked(channel="other"))
    with raises(BadSchema):
        endorsed(question=asked(type_=1))
    headers = asked()
    headers[1] = asked(nonce=b"m" * 24)[1]
    with raises(BadSchema):
        endorsed(question=headers)


def test_the_chaincode_is_the_one_that_the_endorsers_say():
    question = asked(chaincode=b"registry")
    verdict = endorsed(question=question, answer=answered(question, chaincode=b"evil"))
    assert verdict.subject.fields()["chaincode"] == "evil"


def test_messages_that_are_no_answer():
    question = asked()
    for proposal in (
        b"",
        bytes_field(1, message_field(1, b"")),
        bytes_field(1, message_field(1, message_field(2, b""))),
    ):
        broken = [question[0], question[1], proposal]
        if proposal:
            with raises(BadSchema):
                endorsed(question=broken)
    hashed = bytes_field(1, sha256(b"".join(question)).digest())
    for action in (b"", message_field(3, b""), message_field(4, b"")):
        answer = hashed + bytes_field(2, action)
        with raises(BadSchema):
            endorsed(question=question, answer=answer)
