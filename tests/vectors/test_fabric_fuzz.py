"""Every decoder of fabric/ on damaged and random input: a named error, or what serializes to the same bytes again."""

import random

import pytest

from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.fabric.block import Block, read_block
from lightclient.fabric.certificate import parse_certificate
from lightclient.fabric.config import config_of
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.endorsed import Answer
from lightclient.fabric.header import parse_header
from lightclient.fabric.hosts.blocks import blocks_in
from lightclient.fabric.hosts.making import answer_in, answer_of
from lightclient.fabric.msp import parse_identity, parse_msp
from lightclient.fabric.payload import parse_envelope, parse_payload
from lightclient.fabric.policy import is_met
from lightclient.fabric.transaction import parts_of
from tests.portable import fabric
from tests.portable.fabric import (
    answered,
    asked,
    block,
    config,
    endorsement,
    evidence,
    msp_config,
    once,
    out_of,
    principal,
    signature_policy,
    signed_by,
)
from tests.portable.test_fabric_config import group
from tests.portable.test_fabric_ledger import NOW, TXS, World

CERTIFICATE = once(fabric.member, "Orga", "a", b"peer")
POLICY = signature_policy(out_of(1, signed_by(0), out_of(1, signed_by(1))), principal("Orgx", 3), principal("Orgy", 3))
SMALL = config(who="a", peers="x", kind=b"etcdraft")
QUESTION = asked()
GROUP = group("x", "y")


def answer(data):
    Answer(QUESTION[0], QUESTION[1], QUESTION[2], data)


def record(data):
    config_of(decode(data))


READERS = {
    "header": (parse_header, [block(1).header.serialize()]),
    "block": (lambda data: Block([], bytes(data)), [block(1).raw, block(1, who="a", raft=True).raw]),
    "fields": (lambda data: read_block(decode(data)), [encode(block(1, gap=[bytes(32)]).fields())]),
    "certificate": (parse_certificate, [CERTIFICATE, fabric.authority("CA", depth=1)]),
    "pem": (parse_certificate, [fabric.pem(CERTIFICATE)]),
    "identity": (parse_identity, [fabric.identity("Orga", "a", b"peer")]),
    "msp": (parse_msp, [msp_config("Orga", revoked=[fabric.crl("Orga", [1, 2])])]),
    "config": (lambda data: parse_config(bytes(data), 1), [SMALL]),
    "record": (record, [encode(parse_config(SMALL, 1)[1].fields())]),
    "policy": (lambda data: is_met(bytes(data), GROUP, [("Orgx", 3), ("Orgy", 3)]), [POLICY]),
    "envelope": (lambda data: parse_payload(parse_envelope(data)[0]), [TXS[0]]),
    "parts": (lambda data: parts_of(data, 0), [TXS[0][:40], TXS[0], b"\x0a\x01p\x12\x01s\x1a\x01x\x20\x05"]),
    "answer": (answer, [answered(QUESTION)]),
    "blocks": (lambda data: blocks_in(bytes(data)), [block(1).raw]),
    "committed": (lambda data: answer_in(bytes(data)), [TXS[0]]),
    "responses": (lambda data: answer_of(bytes(data), [bytes(data)]), [b"".join(QUESTION)]),
}
BORDERS = (0, 1, 2, 3, 8, 0x0A, 0x12, 0x1A, 0x30, 0x7F, 0x80, 0x81, 0x82, 0xA0, 0xA3, 0xFF)


def damaged(rng, data):
    made = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        kind = rng.randrange(4)
        at = rng.randrange(len(made) + 1)
        if kind == 0 and at < len(made):
            made[at] = rng.choice([*BORDERS, rng.randrange(256)])
        elif kind == 1:
            made[at:at] = rng.randbytes(rng.randrange(1, 4))
        elif kind == 2:
            del made[at : at + rng.randrange(1, 40)]
        else:
            made[at:] = made[at : at + rng.randrange(40)]
    return bytes(made)


@pytest.mark.parametrize("name", READERS)
def test_damaged_input_raises_named_errors_alone(name):
    read, samples = READERS[name]
    rng = random.Random(name)
    refused = 0
    for turn in range(1000):
        data = damaged(rng, rng.choice(samples)) if turn % 5 else rng.randbytes(rng.randrange(40))
        try:
            read(memoryview(data) if turn % 2 else data)
        except LightClientError as error:
            assert str(error)
            refused += 1
    assert refused > 300


def test_headers_that_are_read_are_written_the_same():
    rng = random.Random(7)
    whole = block(1).header.serialize()
    read = 0
    for _ in range(3000):
        data = damaged(rng, whole)
        try:
            header = parse_header(data)
        except LightClientError:
            continue
        assert header.serialize() == data
        read += 1
    assert read > 50


def test_damaged_evidence_raises_named_errors_and_changes_nothing():
    made = World(peers="xyz")
    made.take(2)
    rng = random.Random(8)
    reply = answered(QUESTION)
    bodies = [
        ("transaction", [[made.fields(3, 2)], [], 1, TXS]),
        ("endorsed", QUESTION + [reply, [endorsement("x", reply), endorsement("y", reply)]]),
    ]
    before = made.ledger.parts()
    for _ in range(400):
        form, body = rng.choice(bodies)
        data = damaged(rng, evidence(form, body, made.network))
        try:
            verdict = made.ledger.judge_evidence(memoryview(data), NOW)
        except LightClientError as error:
            assert str(error)
        else:
            assert verdict.subject.content in (*TXS, b"registered")
        assert made.ledger.parts() == before
