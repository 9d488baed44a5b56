"""A store that takes nothing: the device goes on from RAM, says so, and saves again as soon as it can.

Real file systems of MicroPython's, on a block device in RAM.
"""

import pytest

from lightclient.sync.ledger import GENESIS
from tests.portable.blocks import payment
from tests.support.devices import CATCH_UP, DEVICE, REPORT, SLEEP, UNIX, Unix, report

pytest_plugins = ["tests.services.fixtures"]

DISK = """
import os, vfs
class Disk:
    def __init__(self, count, size=512):
        self.size = size
        self.data = bytearray(count * size)
    def readblocks(self, block, buffer, offset=0):
        start = block * self.size + offset
        buffer[:] = self.data[start : start + len(buffer)]
    def writeblocks(self, block, buffer, offset=0):
        start = block * self.size + offset
        self.data[start : start + len(buffer)] = buffer
    def ioctl(self, request, argument):
        return {{4: len(self.data) // self.size, 5: self.size}}.get(request, 0)
disk = Disk(100)
vfs.{kind}.mkfs(disk)
vfs.mount(vfs.{kind}(disk), "/flash")
"""
FULL = """
import io
def fill():
    count = 0
    try:
        while True:
            with io.open("/flash/log" + str(count), "wb") as file: file.write(bytes(600))
            count += 1
    except OSError as error:
        assert error.errno == 28  # ENOSPC
fill()
"""
READ_ONLY = """
vfs.umount("/flash")
vfs.mount(vfs.{kind}(disk), "/flash", readonly=True)
"""
PROVE = """
print("proved", device.prove(bytes.fromhex({txid!r}), 5).place.height)
"""
ROOM = """
for name in os.listdir("/flash"):
    if name.startswith("log"): os.remove("/flash/" + name)
"""
NEXT = """
height = device.ledger.height
print("waiting")
while device.ledger.height == height: device.follow(0.1)
device.follow(0.3)
"""


@pytest.fixture
def device(micropython, mosquitto):
    def start(kind, before, *steps):
        values = {"port": mosquitto.port, "state": "/flash/chain", "seed": b"1", "seconds": 60, "gateways": ["gw"]}
        source = UNIX + DISK + before + DEVICE + "".join(steps)
        return Unix(micropython, source.format(kind=kind, trust=GENESIS, **values))

    return start


@pytest.mark.parametrize("kind", ["VfsLfs2", "VfsFat"])
@pytest.mark.parametrize("why", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_it_verifies_from_memory_and_reports_that_nothing_was_saved(site, device, kind, why):
    tx = payment(1)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    prove = PROVE.replace("{txid!r}", repr(tx.txid().hex()))
    with device(kind, why, CATCH_UP, prove, REPORT, SLEEP) as run:
        assert run.ends()[-4:] == [site.state(), f"proved {height}", "reported True", "asleep"]
    assert report(site.where.port)[5] == {"NoRecord": 1, "NotSaved": 2}  # the chain, and what was proved


@pytest.mark.parametrize("kind", ["VfsLfs2", "VfsFat"])
def test_it_saves_again_when_there_is_room(site, device, kind):
    again = "device = Device(REGTEST, 'meter-1', ['gw'], open, 'genesis', '/flash/chain')\n"
    with device(kind, FULL, CATCH_UP, ROOM, NEXT, "tell()\n", again, "told = None\ntell()\n") as run:
        run.tells("waiting")
        site.mine()
        known = site.state()
        assert run.ends()[-2:] == [known, site.state("starting")]


def test_a_store_that_cannot_be_read_is_reported_and_the_chain_begun_anew(site, micropython, tmp_path):
    (tmp_path / "state.0").mkdir()
    values = {
        "port": site.where.port,
        "state": str(tmp_path / "state"),
        "seed": b"1",
        "seconds": 60,
        "gateways": ["gw"],
    }
    with Unix(micropython, (UNIX + DEVICE + CATCH_UP + REPORT + SLEEP).format(trust=GENESIS, **values)) as run:
        assert run.ends()[-3:] == [site.state(), "reported True", "asleep"]
    assert report(site.where.port)[5]["NotLoaded"] == 1
