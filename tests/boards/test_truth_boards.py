"""The device on the emulated boards: forgeries, each refused for its own reason, and sleep in RTC memory."""

import time

import pytest

from lightclient.bitcoin import evidence
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import parse
from lightclient.errors import LightClientError
from tests.boards.test_device_boards import KB, OnBoard, source
from tests.conftest import ROOT
from tests.portable.blocks import payment
from tests.portable.verdicts import words
from tests.services.process import until
from tests.support.devices import CATCH_UP, REPORT, SLEEP
from tests.support.vectors import damaged
from tests.support.verdict_proofs import forged
from tests.vectors.test_adversarial import txsize_cases
from tools import romfs
from tools.boards import MACHINES, Board

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

CHECK = """
import io
from lightclient.errors import LightClientError
from tests.portable.verdicts import words
with io.open("/rom/bundles", "rb") as file:
    while True:
        data = file.read(int.from_bytes(file.read(2), "big"))
        if not data:
            break
        try:
            print(words(device.check_evidence(data).subject.found))
        except LightClientError as error:
            print(words(error))
"""


def forgeries(block, following):
    """Yield bundles about the payment in `block`, of which the first one alone is true."""
    true = block.bundle("regtest", 1, following)
    yield true
    for _, changed in forged(true):
        yield changed
    for data in damaged(true.serialize(), 40):
        yield data
    header = block.header
    for changed in (header[:76] + bytes(4), header[:36] + bytes(32) + header[68:], bytes(4) + header[4:]):
        yield Bundle("regtest", true.tx, 1, true.branch, changed, true.coinbase, following)
    yield Bundle("mainnet", true.tx, 1, true.branch, header, true.coinbase, following)
    yield Bundle("regtest", true.tx, 1, true.branch, header, true.coinbase, following[:-1])
    yield Bundle("regtest", true.tx, 1, true.branch, header, true.coinbase, following[80:])
    for _, data, _ in txsize_cases():
        for tx in (data, parse(data).serialize(False)):
            yield Bundle("regtest", tx, 1, true.branch, header, true.coinbase, following)


def verdict(data, anchor):
    try:
        form, body = evidence.opened(data, anchor)
        return words(evidence.verify(form, body, anchor).subject.found)
    except LightClientError as error:
        return words(error)


@pytest.mark.parametrize("kind", MACHINES)
def test_every_forgery_is_refused_for_the_same_reason_as_here(kind, site):
    tx = payment(1)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(4)
    until(lambda: site.index.height == height + 4, "the gateway has them")
    chain = from_genesis(REGTEST, 12)
    chain.extend(site.index.run(1, 1000))
    following = site.index.run(height + 1, 4)
    block = site.node.blocks[site.node.chain[height]]
    bundles = [each if isinstance(each, bytes) else each.serialize() for each in forgeries(block, following)]
    expected = [verdict(data, ChainAnchor(chain, "here")) for data in bundles]
    reasons = {line.split()[0] for line in expected}
    assert expected[0].startswith("1 ") and len(reasons) > 12

    tests = [ROOT / "tests/__init__.py", ROOT / "tests/portable/__init__.py", ROOT / "tests/portable/verdicts.py"]
    records = b"".join([len(data).to_bytes(2, "big") + data for data in bundles])
    rom = romfs.image(romfs.library() + romfs.board_only() + tests, {"bundles": records})
    with OnBoard(source(CATCH_UP, CHECK), kind, 96 * KB, site.where.port, rom=rom) as run:
        assert run.ends()[2:] == expected


RTC = """
import uctypes
from lightclient.store.slots import SlotStore
from memory.rtc import RtcSlot
class Rtc:
    def __init__(self):
        self.ram = uctypes.bytearray_at({where}, 2050)
    def memory(self, *data):
        if not data:
            return bytes(self.ram[2 : 2 + int.from_bytes(self.ram[:2], "big")])
        self.ram[:2] = len(data[0]).to_bytes(2, "big")
        self.ram[2 : 2 + len(data[0])] = data[0]
"""
DEVICE_STARTS = "device = Device("
KEPT = "print('kept', len(Rtc().memory()), device.faults)\n"


@pytest.mark.parametrize("kind", MACHINES)
def test_it_sleeps_and_goes_on_with_what_rtc_memory_holds(kind, site):
    """A reset keeps the RAM outside the heap, as deep sleep keeps RTC memory; there is no other store."""
    program = source(CATCH_UP, REPORT, SLEEP, KEPT).replace("'/flash/chain'", "SlotStore(RtcSlot(Rtc()))")
    program = program.replace(DEVICE_STARTS, RTC.format(where=MACHINES[kind].heap + 256 * KB) + DEVICE_STARTS)
    rom = romfs.image(romfs.library() + romfs.board_only())
    with Board(kind, 96 * KB, mqtt=f"127.0.0.1:{site.where.port}", again=True, rom=rom) as board:
        known = "starting 0 "
        for _ in range(3):
            lines = board.run(program, timeout=60).splitlines()
            assert lines[0].startswith(known)
            assert lines[1:4] == [site.state(), "reported True", "asleep"]
            _, size, faults = lines[4].split(" ", 2)
            assert 1000 < int(size) <= 2048
            assert "RecordTooLarge" not in faults and "NotSaved" not in faults
            known = site.state("starting")
            site.mine(3)
            time.sleep(2)  # in which the other end of the line connects to the broker again
            board.reset()
