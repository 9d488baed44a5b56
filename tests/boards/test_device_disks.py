"""The two slots on MicroPython's own file systems, whose power fails at every write to the disk."""

import subprocess

import pytest

from tests.conftest import ROOT

DISK = """
class PowerCut(Exception):
    pass

class Disk:
    # A block device in RAM. left: writes until the power fails; of the last one half the bytes arrive.
    def __init__(self, data, size=512):
        self.size = size
        self.data = data
        self.left = None
    def readblocks(self, block, buffer, offset=0):
        start = block * self.size + offset
        buffer[:] = self.data[start : start + len(buffer)]
    def writeblocks(self, block, buffer, offset=0):
        start = block * self.size + offset
        if self.left == 0:
            return  # whatever is closed or collected afterwards
        if self.left is not None:
            self.left -= 1
            if self.left == 0:
                buffer = memoryview(buffer)[: len(buffer) // 2]
        self.data[start : start + len(buffer)] = buffer
        if self.left == 0:
            raise PowerCut
    def ioctl(self, request, argument):
        return {4: len(self.data) // self.size, 5: self.size}.get(request, 0)
"""
CUTS = """
import sys, vfs
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore
kind = vfs.{kind}

def mounted(data):
    disk = Disk(bytearray(data))
    vfs.mount(kind(disk), "/flash")
    store = SlotStore(FileSlots("/flash/chain"))
    return disk, store, store.load()

disk = Disk(bytearray(64 * 512))
kind.mkfs(disk)
records = [bytes([65 + number]) * (1200 + 97 * number) for number in range(6)]
cuts = 0
for number, record in enumerate(records):
    before = bytes(disk.data)
    left = 0
    while True:
        left += 1
        cut, store, old = mounted(before)
        assert old == (records[number - 1] if number else None)
        cut.left = left
        try:
            store.save(record[:700], record[700:])
            whole = True
        except (PowerCut, OSError):  # what LittleFS makes of it
            whole = False
        vfs.umount("/flash")
        _, again, newest = mounted(cut.data)
        assert newest == record if whole else newest in (old, record), (number, left)
        again.save(b"on it goes")
        assert again.load() == b"on it goes"
        vfs.umount("/flash")
        if whole:
            break
        cuts += 1
    disk, store, _ = mounted(before)
    store.save(record)
    vfs.umount("/flash")
print(cuts)
"""


@pytest.mark.parametrize("kind", ["VfsLfs2", "VfsFat"])
def test_a_power_cut_at_any_write_leaves_the_old_record_or_the_new(micropython, kind):
    command = [micropython, "-X", "heapsize=2m", "-c", DISK + CUTS.format(kind=kind)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    # A file that the cut left open is closed by the collector, which cannot allocate, and says so.
    assert int(result.stdout.splitlines()[-1]) > 20
