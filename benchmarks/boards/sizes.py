"""How much of a board's flash the library takes, in bytes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from benchmarks.boards import forms
from benchmarks.timing import row
from tools import boards, builds, profile

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def code(kind: str, heap: int) -> list[dict[str, Any]]:
    sizes = builds.sizes(builds.build())
    rows = []
    for name in profile.RELEASED:
        note = f"profile {name}, device included"
        rows.append(row(f"{kind}_code_mpy_{name}", "bytes", sizes[f"{name}/*.mpy"].bytes, [".mpy files", note]))
        rows.append(row(f"{kind}_code_rom_{name}", "bytes", sizes[f"{name}.romfs"].bytes, ["RomFS image", note]))
    if "frozen" in forms.available(kind):
        more = loaded(boards.firmware("frozen")) - loaded(boards.firmware(kind))
        notes = ["what the firmware grows by", "all that a board runs, keys and device included"]
        rows.append(row(f"{kind}_code_frozen", "bytes", more, notes))
    return rows


def loaded(elf: Path) -> int:
    """Return the bytes of a 32-bit ELF file that go into memory."""
    data = elf.read_bytes()
    (start,) = struct.unpack_from("<I", data, 28)  # e_phoff, e_phentsize, e_phnum of the ELF specification
    size, count = struct.unpack_from("<HH", data, 42)
    headers = [struct.unpack_from("<IIIII", data, start + size * i) for i in range(count)]
    return sum(filed for kind, _, _, _, filed in headers if kind == 1)  # PT_LOAD, p_filesz
