"""The ways in which the library gets on a board."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from tools import boards, profile, romfs

if TYPE_CHECKING:
    from typing import Any

FORMS = {
    "frozen": "in the firmware, where its bytecode and its constants stay",
    "rom": "a RomFS image, where they stay too",
    "mpy": ".mpy files on a file system, loaded to RAM",
    "source": "compiled on the board",
}

# Copies all files from ROM to the file system, as if they had been installed there.
INSTALL = """
import disk, gc, os, sys, vfs
disk.mount()
def copy(path):
    for name, kind, *_ in os.ilistdir("/rom" + path):
        if kind == 0x4000:
            os.mkdir("/flash" + path + "/" + name)
            copy(path + "/" + name)
        else:
            with open("/rom" + path + "/" + name, "rb") as source, open("/flash" + path + "/" + name, "wb") as target:
                target.write(source.read())
copy("")
del copy
sys.path.remove("/rom")
sys.path.append("/flash")
vfs.umount("/rom")
"""
MOUNT = """
import disk
disk.mount()
"""


def available(kind: str) -> list[str]:
    """Return the forms that a board can have; the firmware with the library in it is one for rv32."""
    return [form for form in FORMS if form != "frozen" or kind == boards.FROZEN]


def start(kind: str, form: str, heap: int, **options: Any) -> tuple[boards.Board, str]:
    """Return a board that has the library in one of the FORMS, and what it must run first."""
    rom = image("source" if form == "source" else "rom")
    board = boards.Board(kind, heap, rom=rom, frozen=form == "frozen", **options)
    return board, INSTALL if form == "mpy" else MOUNT


@functools.cache
def image(form: str) -> bytes:
    """Return an image with what a device is installed, and with the programs that are measured."""
    files = [*profile.files().values(), *sorted((Path(__file__).parent / "onboard").glob("*.py"))]
    if form == "source":
        return romfs.pack({romfs.inside(file): file.read_bytes() for file in files})
    return romfs.image(files)
