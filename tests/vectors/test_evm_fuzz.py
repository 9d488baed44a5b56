"""Every decoder of evm/ on damaged and random input: a named error, or what serializes to the same bytes again."""

import random

import pytest

from lightclient.codec.cbor import encode
from lightclient.errors import LightClientError
from lightclient.evidence.envelope import Envelope
from lightclient.evm import rlp
from lightclient.evm.consensus import KINDS, parse_sealed
from lightclient.evm.extra import parse_ibft1, parse_ibft2, parse_qbft
from lightclient.evm.header import parse_header
from lightclient.evm.receipt import parse_receipt
from lightclient.evm.state import account_at
from lightclient.evm.trie import value_at
from tests.portable import keeper
from tests.portable.evm import block
from tests.portable.test_evm_ledger import NETWORK, NOW, RECEIPT_TRIE, storage, world
from tests.portable.test_evm_state import CONTRACT, STATE, account, log, receipt

BLOCKS = {kind: block(3, kind=kind) for kind in KINDS}
EXTRAS = [BLOCKS[kind].header.extra for kind in KINDS]
PROOF = STATE.proof(b"\x00" * 32)

READERS = {
    "rlp": (rlp.parse, [BLOCKS["qbft"].header.raw, *PROOF]),
    "header": (parse_header, [BLOCKS[kind].header.raw for kind in KINDS]),
    "qbft": (parse_qbft, EXTRAS),
    "ibft2": (parse_ibft2, EXTRAS),
    "ibft1": (parse_ibft1, EXTRAS),
    "receipt": (parse_receipt, [receipt(logs=[log(), log()], kind=2), receipt()]),
    "trie": (lambda data: value_at(STATE.root, b"\x00" * 32, [data]), PROOF),
    "account": (lambda data: account_at(STATE.root, CONTRACT, [data]), [account()]),
    "validators": (keeper.NETWORK.profile.parse, [keeper.grown(2, {0: "abcd"})[0][2].fields()]),
    **{kind: (lambda data, kind=kind: parse_sealed(data, kind), [BLOCKS[kind].header.raw]) for kind in KINDS[:1]},
}
BORDERS = (0, 1, 0x7F, 0x80, 0x81, 0xA0, 0xB7, 0xB8, 0xBF, 0xC0, 0xF7, 0xF8, 0xFF)


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


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_damaged_input_raises_named_errors_alone(name):
    read, samples = READERS[name]
    rng = random.Random(name)
    refused = 0
    for turn in range(1500):
        data = damaged(rng, rng.choice(samples)) if turn % 5 else rng.randbytes(rng.randrange(40))
        try:
            read(memoryview(data) if turn % 2 and name not in ("qbft", "ibft2", "ibft1") else data)
        except LightClientError as error:
            assert str(error)
            refused += 1
    assert refused > 500


def test_headers_that_are_read_are_written_the_same():
    rng = random.Random(7)
    read = 0
    for _ in range(3000):
        data = damaged(rng, BLOCKS["qbft"].header.raw)
        try:
            header = parse_header(data)
        except LightClientError:
            continue
        assert rlp.serialize(header.fields) == data
        read += 1
    assert read > 50


def test_damaged_evidence_raises_named_errors_and_changes_nothing():
    made = world()
    rng = random.Random(8)
    bodies = [
        ("storage", storage([[made.blocks[3].header.raw], []])),
        ("receipt", [[made.blocks[3].header.raw], [], 1, RECEIPT_TRIE.proof(b"\x01")]),
    ]
    before = made.ledger.parts()
    for _ in range(400):
        form, body = rng.choice(bodies)
        data = damaged(rng, Envelope(NETWORK.id, form, encode(body)).serialize())
        try:
            verdict = made.ledger.judge_evidence(memoryview(data), NOW)
        except LightClientError as error:
            assert str(error)
        else:
            assert verdict.place.hash == made.blocks[3].hash
        assert made.ledger.parts() == before
