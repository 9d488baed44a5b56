"""Receipts of Lightning on the emulated boards: a published payer proof, an invoice and its preimage, and forgeries.

Prints instructions and heap; docs/lightning.md has them.
"""

import json

import pytest

from tests.portable import lightning
from tests.portable.lightning import CREATED, OTHER, PAYEE, PREIMAGE
from tests.vectors.test_lightning_vectors import PUBLISHED
from tools import boards, romfs

HEAP = 112 * 1024
KEPT = 76 * 1024  # bytes in use once all receipts were judged: the code, with the machine code of the curve
INSTRUCTIONS = {"bolt11": 11_000_000, "bolt12": 20_000_000, "proof": 30_000_000}  # on either board
PROGRAM = """
import gc
gc.threshold(1000)
import board, json
from lightclient.errors import LightClientError
from lightclient.lightning.network import LightningNetwork
def file(name):
    with open("/rom/" + name, "rb") as opened:
        return opened.read()
from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.networks.mainnet import MAINNET
BITCOIN = LightningNetwork("lightning", "bc", (hash_of(MAINNET.genesis),))
ledger, _ = BITCOIN.start(file("trust"), None, 1)
found = {}
def judged(name):
    try:
        verdict = ledger.judge_evidence(file(name), CLOCK)
    except LightClientError as error:
        return error.name
    return verdict.outcome, verdict.missing, verdict.checks
for name in NAMES:
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", boards.MACHINES)
def test_a_board_judges_receipts_by_itself(kind):
    hexed = " " + PREIMAGE.hex()
    receipts = {
        "bolt11": lightning.bolt11() + hexed,
        "bolt12": lightning.text("lni", lightning.invoice()) + hexed,
        "proof": PUBLISHED["payer_proofs"][2]["proof"],
        "waiting": lightning.bolt11(),
        "forged": lightning.text("lni", lightning.invoice(secret=OTHER)) + hexed,
        "stranger": lightning.bolt11(secret=OTHER) + hexed,
        "unpaid": lightning.bolt11() + " " + "00" * 32,
    }
    files = {name: text.encode() for name, text in receipts.items()}
    trust = b"payee " + lightning.key(PAYEE).hex().encode()
    rom = romfs.image(romfs.library(), {**files, "trust": trust})
    program = PROGRAM.replace("CLOCK", str(CREATED)).replace("NAMES", repr(tuple(receipts)))
    with boards.Board(kind, HEAP, rom=rom, exact=True) as board:
        said = board.run(program, timeout=300)
    found = json.loads(said.splitlines()[-1])
    print(kind, {name: len(data) for name, data in files.items()}, found)
    assert found["bolt11"] == found["bolt12"] == ["proved", [], ["preimage", "expiry", "invoice-signature", "payee"]]
    assert found["proof"] == ["proved", [], ["preimage", "invoice-signature", "payer-signature", "payee"]]
    assert found["waiting"][:2] == ["not yet", ["preimage"]]
    wrong = ("InvoiceSignatureInvalid", "UnknownPayee", "PreimageMismatch")
    assert (found["forged"], found["stranger"], found["unpaid"]) == wrong
    for name, most in INSTRUCTIONS.items():
        assert found[name + " instructions"] < most
    assert found["heap"] < KEPT
