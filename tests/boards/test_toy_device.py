"""The toy ledger through Device and AsyncDevice, a real broker and our gateway: CPython, MicroPython and a board."""

import sys

import pytest

from tests.boards.test_device_boards import BOARD, KB, OnBoard
from tests.support.devices import Unix
from tests.support.toy import ToySite
from tools import romfs
from tools.portability import ROOT

pytest_plugins = ["tests.services.fixtures"]

BLOCKS = 12  # a signature takes an emulated board a second
WHERE = """
import sys
sys.path.append("micropython")
sys.path.append(".")
open = "mqtt://127.0.0.1:{port}"
folder = {folder!r}
"""
DEVICE = """
from lightclient.device.device import Device
from tests.portable.toy.world import NETWORK

def awake():
    device = Device(NETWORK, "meter-7", ["gw"], open, "genesis", folder, log=print, limit=1024)
    with device.awake(60) as status:
        verdict = device.prove(7, 10)
        print(status, verdict.outcome, verdict.place.height, device.prove(999, 10).missing, device.ledger.count)
        print("reported", device.report(verdict))
    print("asleep", device.ledger.height)

awake()
awake()
"""
ASYNC = """
import asyncio
from lightclient.device.tasks import AsyncDevice
from tests.portable.toy.world import NETWORK

async def main():
    device = AsyncDevice(NETWORK, "meter-7", ["gw"], open, "genesis", folder, log=print)
    async with device.awake(60) as status:
        verdict = await device.prove(7, 10)
        print(status, verdict.outcome, verdict.place.height)
    print("asleep", device.ledger.height)

asyncio.run(main())
"""
TOLD = [
    "NoRecord: the chain starts at its trust anchor",
    "toy synced at 12; gw following proved 7 ('inclusion',) 120",
    "reported True",
    "asleep 12",
    "toy synced at 12; gw following proved 7 ('inclusion',) 120",
    "reported True",
    "asleep 12",
]


def test_a_device_of_the_toy_ledger(mosquitto, micropython, tmp_path):
    with ToySite(mosquitto.port, BLOCKS):
        source = (WHERE + DEVICE).format(port=mosquitto.port, folder=str(tmp_path / "state"))
        with Unix(micropython, source) as run:
            assert run.ends() == TOLD


@pytest.mark.parametrize("interpreter", ["micropython", "cpython"])
def test_one_under_asyncio(mosquitto, request, tmp_path, interpreter):
    program = sys.executable if interpreter == "cpython" else request.getfixturevalue("micropython")
    with ToySite(mosquitto.port, BLOCKS):
        source = (WHERE + ASYNC).format(port=mosquitto.port, folder=str(tmp_path / "state"))
        with Unix(program, source, None if interpreter == "cpython" else "1m") as run:
            assert run.ends() == [TOLD[0], "toy synced at 12; gw following proved 7", "asleep 12"]


@pytest.mark.slow
def test_one_on_a_board(mosquitto, tmp_path):
    toy = [*sorted((ROOT / "tests/portable/toy").glob("*.py")), ROOT / "tests/portable/__init__.py"]
    rom = romfs.image([*romfs.library(), *romfs.board_only(), *toy, ROOT / "tests/__init__.py"])
    source = BOARD + "folder = '/flash/toy'\n" + DEVICE
    with ToySite(mosquitto.port, BLOCKS), OnBoard(source, "rv32", 160 * KB, mosquitto.port, rom=rom) as run:
        assert run.ends(200) == TOLD
