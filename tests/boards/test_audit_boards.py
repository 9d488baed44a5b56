"""A log of a site on the emulated boards: a record made and signed, a receipt and evidence judged, forgeries refused.

Prints instructions and heap; docs/audit.md has them.
"""

import json

import pytest

from lightclient.audit.evidence import of_statement
from lightclient.identity import algorithms, key
from tests.portable.site import DEVICE, NOW, ORIGIN, SERVER, Holder, Log, readings
from tests.portable.test_log_evidence import ID, TRUST
from tools import boards, romfs

pytestmark = pytest.mark.slow

HEAP = 128 * 1024
BUILD = 15_000_000  # instructions of a record that is built, its signature left out
RECEIPT = 40_000_000  # of a receipt under ES256 that is checked
LIVE = 64 * 1024  # bytes that checking a receipt takes beyond what is imported
PROGRAM = """
import gc
gc.threshold(1000)
import board, json
from lightclient.audit import receipt, record, statement
from lightclient.errors import LightClientError
from lightclient.identity import algorithms, cose, key
from lightclient.keys import algorithms as kinds
def file(name):
    with open("/rom/" + name, "rb") as opened:
        return opened.read()
SECRET = bytes([{device}]) * 32
class Signer:
    cost = 0
    def sign_steps(self, algorithm, message, name=None):
        start = board.insn()
        yield
        signature = kinds.sign(algorithm, SECRET, message, bytes(32))
        Signer.cost = board.insn() - start
        return signature
found = {{}}
def timed(what, work):
    gc.threshold(1000)  # each collection sees what is alive
    gc.collect()
    before = gc.mem_alloc()
    board.peak()
    work()
    gc.collect()
    found[what + " heap"] = board.peak() - before
    gc.threshold(-1)
    gc.collect()
    start = board.insn()
    value = work()
    found[what] = board.insn() - start
    return value
log = key.parse(file("log"))
def made():
    body = record.inline(b"21004 mC")
    new = record.Record("meter-7", 4, bytes(32), ({now}, 5, 1), "reading", body)
    return statement.sign(Signer(), algorithms.ES256, new, {origin!r})
def judged(name):
    found = statement.parse(file(name))
    shown = receipt.parse(found.receipts[0])
    shown.check_log({origin!r})
    return shown.verify_inclusion(log, found.leaf())
judged("statement"), made()  # everything is imported now
gc.threshold(-1)
found["imported"] = gc.mem_alloc()
timed("record", made)
found["signature"] = Signer.cost
assert timed("receipt", lambda: judged("statement")) == file("root")
refused = []
for number in range({forged}):
    try:
        judged("forged%d" % number)
        refused.append("taken")
    except LightClientError as error:
        refused.append(error.name)
found["refused"] = refused
print(json.dumps(found))
"""
EVIDENCE = """
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
ledger, _ = network.start(trust, None, 1)
assert ledger.judge_evidence(file("evidence"), {now}).outcome == "proved"
gc.threshold(-1)
gc.collect()
start = board.insn()
verdict = ledger.judge_evidence(file("evidence"), {now})
found = {{"evidence": board.insn() - start, "outcome": verdict.outcome, "checks": verdict.checks}}
gc.collect()
found["heap"] = gc.mem_alloc()
found["few"] = ledger.judge_evidence(file("few"), {now}).missing
try:
    ledger.judge_evidence(file("forged"), {now})
except LightClientError as error:
    found["refused"] = error.name
print(json.dumps(found))
"""


def statement_with(made, receipt):
    made.receipts = [receipt.serialize()]
    return made.serialize()


@pytest.mark.parametrize("kind", boards.MACHINES)
def test_a_board_signs_a_record_and_checks_its_receipt(kind):
    made = readings(1000, algorithm=algorithms.ES256)
    site, strange = Log(made), Log(made, holder=Holder(9))
    swapped = site.receipt(501, algorithms.ES256)
    files = {
        "log": key.of_signer(SERVER, "p256").serialize(),
        "root": site.head().root,
        "statement": statement_with(made[500], site.receipt(500, algorithms.ES256)),
        "forged0": statement_with(made[500], swapped),
        "forged1": statement_with(made[500], strange.receipt(500, algorithms.ES256)),
        "forged2": statement_with(made[500], site.receipt(500)),
    }
    program = PROGRAM.format(device=DEVICE.secret[0], now=NOW, origin=ORIGIN, forged=3)
    with boards.Board(kind, HEAP, rom=romfs.image(romfs.library(), files), exact=True) as board:
        found = json.loads(board.run(program, timeout=300).splitlines()[-1])
    print(kind, {what: len(value) for what, value in files.items()}, found)
    assert found["refused"] == ["SignatureInvalid", "SignatureInvalid", "AlgorithmOfAnother"]
    assert found["record"] - found["signature"] < BUILD
    assert found["receipt"] < RECEIPT
    assert found["receipt heap"] < LIVE and found["record heap"] < LIVE


@pytest.mark.parametrize("kind", boards.MACHINES)
def test_a_board_judges_evidence_of_a_record(kind):
    made = readings(100)
    site = Log(made)
    files = {
        "trust": TRUST,
        "evidence": of_statement(ID, made[50], site.proof(50)),
        "few": of_statement(ID, made[50], site.proof(50, witnesses=("w3",))),
        "forged": of_statement(ID, made[51], site.proof(50)),
    }
    with boards.Board(kind, 192 * 1024, rom=romfs.image(romfs.library(), files), exact=True) as board:
        found = json.loads(board.run(EVIDENCE.format(name=ID, now=NOW), timeout=300).splitlines()[-1])
    print(kind, {what: len(value) for what, value in files.items()}, found)
    assert found["outcome"] == "proved" and found["few"] == ["witnesses"] and found["refused"] == "LogRootMismatch"
    assert "device-signature" in found["checks"] and "witnesses" in found["checks"]
