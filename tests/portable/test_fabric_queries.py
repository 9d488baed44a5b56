"""Calls of chaincode as questions: what is asked, and which answers are to it."""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import WrongSubject
from lightclient.evidence.envelope import parse
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.questions import QUERY, call_of
from tests.portable import fabric
from tests.portable.fabric import CHANNEL, NOW
from tests.portable.support import raises

NONCE = b"n" * 24
CALL = ("registry", [b"get", b"device-7"], NONCE)


def question(subject=CALL, proven=None):
    start = fabric.genesis(peers="xyz")
    network = FabricNetwork(CHANNEL, start.hash)
    ledger, _ = network.start(fabric.record(start, network), None, 4)
    return ledger.prove(subject, lambda: NOW, 4096, proven)


def body(letters="xy", **changes):
    """Return what peers of organisations with these letters have endorsed."""
    asked = fabric.asked(nonce=NONCE, **changes)
    answer = fabric.answered(asked)
    return encode(asked + [answer, [fabric.endorsement(letter, answer) for letter in letters]])


def test_an_answer_to_our_own_question_is_fresh():
    kept = []
    asked = question(proven=kept.append)
    assert asked.kind == QUERY and decode(asked.argument()[0]) == ["registry", [b"get", b"device-7"], NONCE]
    verdict = asked.judge(body())
    assert (verdict.outcome, verdict.subject.value) == ("proved", b"registered")
    assert "freshness" in verdict.checks and "freshness" not in verdict.skipped
    assert parse(kept[0]).form == "endorsed"


def test_without_a_nonce_an_answer_may_be_old():
    verdict = question("query:registry get device-7").judge(body())
    assert verdict.outcome == "proved" and "freshness" in verdict.skipped and "freshness" not in verdict.checks


def test_too_few_endorsements_are_not_yet_enough():
    assert question().judge(body("x")).missing == ("endorsements",)


def test_an_answer_is_to_the_question_that_was_asked():
    for subject in (
        ("other", CALL[1], NONCE),
        ("registry", [b"get", b"device-8"], NONCE),
        ("registry", [b"get"], NONCE),
        ("registry", CALL[1], b"m" * 24),
    ):
        with raises(WrongSubject):
            question(subject).judge(body())
    with raises(BadSchema):
        question().judge("text")


def test_what_is_no_call():
    assert call_of("00" * 32) is None and call_of(bytes(32)) is None
    assert call_of("query:registry") == ("registry", [], b"")
    for wrong in (
        ("registry", [], b"short"), (b"registry", [], b""), ("registry", [7], b""), ("registry", b"", b""),
        ("registry", []), ("registry", [], None), (), "query:", "query: ",
    ):  # fmt: skip
        with raises(BadSchema):
            call_of(wrong)
