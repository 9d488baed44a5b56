"""Chains of votes on the emulated boards: followed over a change of the set, proved, forgeries refused.

Prints instructions and heap; docs/evm.md, docs/cometbft.md and docs/fabric.md have them.
"""

import json

import pytest

from lightclient.codec.cbor import encode
from lightclient.crypto.keccak import keccak256
from lightclient.evidence.envelope import Envelope
from lightclient.evm.validators import joined
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.verify import anchored
from tests.portable import comet, fabric, keeper, test_comet_evidence, test_comet_ledger, test_evm_ledger
from tests.portable.evm import START, block
from tests.portable.test_evm_state import CONTRACT, SLOT, STATE, STORAGE
from tools import boards, romfs

pytestmark = pytest.mark.slow

HEAP = {"cosmos": 192 * 1024, "eip155": 160 * 1024, "fabric": 160 * 1024}
KEPT = 100 * 1024  # bytes in use once the chain was followed and something proved
PROGRAM = """
import gc
gc.threshold(1000)
import board, json
from lightclient import ledgers
from lightclient.errors import LightClientError
def file(name):
    with open("/rom/" + name, "rb") as opened:
        return opened.read()
trust = file("trust")
network = ledgers.network_of({name!r}, trust)
ledger, _ = network.start(trust, None, 4)
clock = {clock}
found = {{}}
def timed(what, work):
    gc.collect()
    start = board.insn()
    value = work()
    found[what] = board.insn() - start
    gc.collect()
    found[what + " heap"] = gc.mem_alloc()
    return value
def follow(name):
    height, run = ledger.read(file(name))
    ledger.extend(run, height, clock)
    return ledger.height
assert follow("one") == 2  # everything is imported now
gc.threshold(-1)
assert timed("step", lambda: follow("two")) == 3
assert timed("change", lambda: follow("three")) == 5
verdict = timed("evidence", lambda: ledger.judge_evidence(file("evidence"), clock))
assert verdict.outcome == "proved", verdict.missing
refused = []
for number in range({forged}):
    before = b"".join(ledger.parts())
    try:
        follow("forged%d" % number)
        refused.append("taken")
    except LightClientError as error:
        refused.append(error.name)
    assert b"".join(ledger.parts()) == before
found["refused"] = refused
print(json.dumps(found))
"""


def evm():
    """Return (name, clock, files, forgeries with their errors): the set changes in the fifth block."""
    world = test_evm_ledger.world()
    blocks = world.blocks
    five = block(5, "bcdx", parent=blocks[4].hash, signers="bcd")
    again = block(6, "bcdx", parent=five.hash, signers="bc")
    strangers = block(6, "wxyz", parent=five.hash)
    other = block(6, "bcdx", parent=five.hash, p3=b"\x01" * 32)
    moved = block(6, "bcdx", parent=five.hash)
    moved_raw = moved.header.raw.replace(moved.extra.seals[0], other.extra.seals[0])
    forged = [
        (again.header.raw, "NotEnoughVotes"),
        (strangers.header.raw, "NotEnoughTrust"),
        (moved_raw, "UnknownSigner"),
    ]
    body = [
        [],
        [blocks[3].header.raw],
        CONTRACT,
        SLOT,
        STATE.proof(keccak256(CONTRACT)),
        STORAGE.proof(keccak256(SLOT)),
    ]
    files = {
        "trust": test_evm_ledger.record(blocks[1]),
        "one": encode([blocks[2].header.raw]),
        "two": encode([blocks[3].header.raw]),
        "three": encode([five.header.raw]),
        "evidence": Envelope(world.network.id, "storage", encode(body)).serialize(),
    }
    return world.network.id, START + 100, files, [(encode([raw]), error) for raw, error in forged]


def kept():
    """A contract keeps the validators, who change in the fourth and the fifth block."""
    blocks, states = keeper.grown(5, {0: "abcd", 3: "bcdx", 4: "dxyz"})
    few = keeper.appointed(block(6, "dxyz", blocks[5].hash, "dx", listed=False), blocks[5], states[5])
    strangers = keeper.grown(6, {0: "abcd", 5: "stuv"})[0][6]
    good = block(6, "dxyz", blocks[5].hash, listed=False).header.raw
    moved = joined(good, blocks[5].header.raw, states[1].account_nodes(), states[1].slot_nodes())
    listed = joined(block(6, "dxyz", blocks[5].hash).header.raw, blocks[5].header.raw, [], [])
    forged = [(few.fields(), "NotEnoughVotes"), (strangers.fields(), "NotEnoughTrust"), (moved, "NotOfTrie")]
    forged.append((listed, "ListedInHeader"))
    nodes = [states[5].account_nodes(), states[5].storage.proof(keccak256(keeper.ARRAY))]
    body = [[], [blocks[5].header.raw], keeper.KEEPER, keeper.ARRAY, *nodes]
    files = {
        "trust": test_evm_ledger.record(blocks[1], keeper.NETWORK),
        "one": encode([blocks[2].fields()]),
        "two": encode([blocks[3].fields()]),
        "three": encode([blocks[4].fields(), blocks[5].fields()]),
        "evidence": Envelope(keeper.NETWORK.id, "storage", encode(body)).serialize(),
    }
    return keeper.NETWORK.id, START + 100, files, [(encode([raw]), error) for raw, error in forged]


def cosmos():
    world = test_comet_evidence.world()
    chain = comet.Chain().grow(1)
    chain.make(2)
    chain.make(3, "b1 c1 d1 x1", data_hash=world.chain.blocks[3].header.data_hash)
    chain.make(4)
    chain.make(5)
    lean = lambda height: encode([comet.lean(chain.blocks[height])])  # noqa: E731
    few = chain.make(6, signers="bc").fields()
    strangers = comet.block(comet.NETWORK, 6, "w1 x1 y1 z1", "w1 x1 y1 z1", chain.blocks[5]).fields()
    forged = comet.block(comet.NETWORK, 6, "b1 c1 d1 x1", "b1 c1 d1 x1", chain.blocks[5])
    for vote in forged.commit.votes:
        vote.signature = bytes(64)
    bad = [(few, "NotEnoughVotes"), (strangers, "NotNextValidators"), (forged.fields(), "InvalidSignature")]
    body = test_comet_evidence.transaction(links=[chain.blocks[3].header.serialize()])
    files = {
        "trust": test_comet_ledger.record(chain.blocks[1]),
        "one": lean(2),
        "two": encode([chain.blocks[3].fields()]),
        "three": encode([chain.blocks[5].fields()]),
        "evidence": Envelope(comet.NETWORK.id, "transaction", encode(body)).serialize(),
    }
    return comet.NETWORK.id, comet.START + 100, files, [(encode([fields]), error) for fields, error in bad]


def channel():
    """The fifth block brings other consenters; two organisations have endorsed an answer."""
    start = fabric.genesis(peers="xyz")
    network = FabricNetwork(fabric.CHANNEL, start.hash)
    config = fabric.config_in(start)
    blocks = [start]
    for number in range(1, 5):
        blocks.append(fabric.block(number, blocks[-1].hash, [b"data of " + bytes((number,))]))
    new = [fabric.config(who="abce", sequence=1)]
    five = fabric.block(5, blocks[4].hash, new, whole=True, gap=[blocks[4].header.data_hash])
    few = fabric.block(6, five.hash, [b"few"], last=5, who="ab")
    strangers = fabric.block(6, five.hash, last=5, who="wxyz")
    elsewhere = fabric.block(6, start.hash, last=5)
    six = fabric.block(6, five.hash, last=5)
    moved = six.raw.replace(six.header.serialize(), few.header.serialize())
    old = fabric.block(6, five.hash, last=0)
    forged = [
        (few.fields(), "NotEnoughVotes"),
        (strangers.fields(), "NotEnoughVotes"),
        (elsewhere.fields(), "NotLinked"),
        ([b"", moved], "InvalidSignature"),
        (old.fields(), "OldConfig"),
    ]
    question = fabric.asked()
    answer = fabric.answered(question)
    body = question + [answer, [fabric.endorsement(letter, answer) for letter in "xy"]]
    files = {
        "trust": b"".join(parts(network, anchored(blocks[1], config), [])),
        "one": encode([blocks[2].fields()]),
        "two": encode([blocks[3].fields()]),
        "three": encode([five.fields()]),
        "evidence": Envelope(network.id, "endorsed", encode(body)).serialize(),
    }
    return network.id, fabric.NOW, files, [(encode([fields]), error) for fields, error in forged]


@pytest.mark.parametrize("kind", boards.MACHINES)
@pytest.mark.parametrize("ledger", [evm, kept, cosmos, channel], ids=["eip155", "contract", "cosmos", "fabric"])
def test_a_board_follows_proves_and_refuses(kind, ledger):
    name, clock, files, forged = ledger()
    namespace = name.partition(":")[0]
    data = files | {f"forged{number}": raw for number, (raw, _) in enumerate(forged)}
    rom = romfs.image(romfs.library(), data)
    with boards.Board(kind, HEAP[namespace], rom=rom, exact=True) as board:
        said = board.run(PROGRAM.format(name=name, clock=clock, forged=len(forged)), timeout=300)
    found = json.loads(said.splitlines()[-1])
    print(kind, name, {what: len(value) for what, value in files.items()}, found)
    assert found["refused"] == [error for _, error in forged]
    assert found["evidence heap"] < KEPT
