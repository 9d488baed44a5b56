"""The ways in which the library gets on a board."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools import boards, profile, romfs
from tools.amalgamation import amalgamated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

FORMS = {
    "frozen": "in the firmware, where its bytecode and its constants stay",
    "rom": "a RomFS image, where they stay too",
    "mpy": ".mpy files on a file system, loaded to RAM",
    "source": "compiled on the board",
}
# The same for a program that was made one file (`lightclient board amalgamate`).
ONE_FILE = {
    "one_frozen": "one file, in the firmware",
    "one_rom": "one file with short names and without lines, in a RomFS image",
    "one_mpy": "one .mpy file with short names and without lines, on a file system, loaded to RAM",
}
ONBOARD = Path(__file__).parent / "onboard"
PAYMENT = ONBOARD / "payment.py"  # the program that is made one file
# What it has no use for: a regtest, on a line, with no files to date.
WITHOUT = ("lightclient.bitcoin.signet", "lightclient.bitcoin.stamp", "lightclient.device.url")

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


def available(kind: str, forms: Iterable[str] = FORMS) -> list[str]:
    """Return those of the forms that a board can have; with the library in it there is firmware for rv32 alone."""
    return [form for form in forms if form != "frozen" or kind == boards.FROZEN]


def start(kind: str, form: str, heap: int, **options: Any) -> tuple[boards.Board, str]:
    """Return a board that has the library in one of the forms, and what it must run first."""
    if form == "one_frozen":
        return boards.Board(kind, heap, frozen=_one_file(), **options), MOUNT
    if form in ONE_FILE:
        rom = _one_image()
        return boards.Board(kind, heap, rom=rom, **options), INSTALL if form == "one_mpy" else MOUNT
    rom = image(form)
    board = boards.Board(kind, heap, rom=rom, frozen=form == "frozen", **options)
    return board, INSTALL if form == "mpy" else MOUNT


@functools.cache
def image(form: str) -> bytes:
    """Return an image with what a device is installed, and with the programs that are measured.

    form: where the files are installed from the image, the disk of a board has room for one program only.
    """
    files = [*profile.files().values(), *([PAYMENT] if form == "mpy" else sorted(ONBOARD.glob("*.py")))]
    if form == "source":
        return romfs.pack({romfs.inside(file): file.read_bytes() for file in files})
    return romfs.image(files)


def payment(form: str) -> str:
    """Return the name by which a board imports the program of `onboard/payment.py`."""
    return "payment" if form in ONE_FILE else "benchmarks.boards.onboard.payment"


@functools.cache
def _one_image() -> bytes:
    source = amalgamated(PAYMENT, WITHOUT, short=True)
    return romfs.pack({"payment.mpy": romfs.bytecode("payment", source, lines=False)})


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@functools.cache
def _one_file() -> Path:
    file = Path(_folder().name) / PAYMENT.name
    file.write_text(amalgamated(PAYMENT, WITHOUT), encoding="utf-8")
    return file
