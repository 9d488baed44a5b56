"""Published timestamps on the emulated boards: proved offline on the block that attests them, forgeries refused.

Prints instructions and heap; docs/opentimestamps.md has them.
"""

import json

import pytest

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.evidence.envelope import Envelope
from tests.support.mainnetblock import HASH, HEIGHT, chain
from tests.support.vectors import load
from tools import boards, romfs

HEAP = 80 * 1024
KEPT = 60 * 1024  # bytes in use once a proof was judged: the code, the chain and the verdict
INSTRUCTIONS = 2_500_000  # for the first published proof, on either board
PROGRAM = """
import gc
gc.threshold(1000)
import board, json
from lightclient.bitcoin import checkpoint, evidence, stamp
from lightclient.bitcoin.header import display
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.errors import LightClientError
def file(name):
    with open("/rom/" + name, "rb") as opened:
        return opened.read()
ledger = Ledger(checkpoint.parse(file("trust"), MAINNET, 4), None, "checkpoint")
found = {}
def judged(name):
    try:
        verdict = ledger.judge_evidence(file(name), None)
    except LightClientError as error:
        return error.name
    place = verdict.place
    return verdict.outcome, verdict.missing, place and place.height, place and display(place.hash)
for name in ("hello", "enveloped", "bad", "others", "waiting"):
    judged(name)  # everything is imported now
    gc.collect()
    gc.threshold(-1)
    start = board.insn()
    found[name] = judged(name)
    found[name + " instructions"] = board.insn() - start
    gc.threshold(1000)
    gc.collect()
found["heap"] = gc.mem_alloc()
print(json.dumps(found))
"""


def example(name):
    return load(f"opentimestamps/examples/{name}.txt.ots")


@pytest.mark.slow
@pytest.mark.parametrize("kind", boards.MACHINES)
def test_a_board_proves_by_itself_what_a_block_attests(kind):
    files = {
        "trust": checkpoint.serialize(chain()),
        "hello": example("hello-world"),
        "enveloped": Envelope(MAINNET.id, "opentimestamps", example("hello-world")).serialize(),
        "bad": example("bad-stamp"),
        "others": example("different-blockchains"),
        "waiting": example("two-calendars"),
    }
    rom = romfs.image(romfs.library(), files)
    with boards.Board(kind, HEAP, rom=rom, exact=True) as board:
        said = board.run(PROGRAM, timeout=300)
    found = json.loads(said.splitlines()[-1])
    print(kind, {name: len(data) for name, data in files.items()}, found)
    proved = ["proved", [], HEIGHT, display(HASH)]
    assert found["hello"] == found["enveloped"] == proved
    assert found["bad"] == "RootMismatch"
    assert found["others"] == ["not yet", ["headers"], None, None]
    assert found["waiting"] == ["not yet", ["block-attestation"], None, None]
    assert found["hello instructions"] < INSTRUCTIONS
    assert found["heap"] < KEPT
