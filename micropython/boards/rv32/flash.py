"""The CFI NOR flash of QEMU's `virt` machine (0x20000000, 32 MiB): what is written is in its file at once.

Commands: Intel 28F640J3A data sheet, table 4; twice in a word, for QEMU pairs two 16-bit chips (hw/riscv/virt.c).
"""

from machine import mem32
from uctypes import bytearray_at

BASE = 0x20000000
BLOCK = 256 * 1024  # bytes erased together
COUNT = 127
# The first block is left alone: the reset vector jumps into it, and what stands there jumps on to RAM.
START = BASE + BLOCK

READ = 0x00FF00FF
PROGRAM = 0x00400040
ERASE = 0x00200020
CONFIRM = 0x00D000D0


class Flash:
    """A block device as `vfs.VfsLfs2` takes it (MicroPython's vfs.AbstractBlockDev, extended interface)."""

    def readblocks(self, block, buffer, offset=0):
        buffer[:] = bytearray_at(START + block * BLOCK + offset, len(buffer))

    def writeblocks(self, block, buffer, offset=0):
        address = START + block * BLOCK + offset
        for index in range(0, len(buffer), 4):
            mem32[address + index] = PROGRAM
            mem32[address + index] = int.from_bytes(buffer[index : index + 4], "little")
        mem32[address] = READ

    def ioctl(self, request, argument):
        if request == 4:
            return COUNT
        if request == 5:
            return BLOCK
        if request == 6:
            address = START + argument * BLOCK
            mem32[address] = ERASE
            mem32[address] = CONFIRM
            mem32[address] = READ
        return 0
