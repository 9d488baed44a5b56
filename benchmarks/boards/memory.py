"""Heap in bytes: what stays after the imports, and the least with which a thing works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.boards import forms, instructions
from benchmarks.memory import OURS
from benchmarks.timing import row
from tools import boards, romfs

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

IMPORT = """
import gc
gc.collect()
before = gc.mem_alloc()
{}
gc.collect()
print(gc.mem_alloc() - before)
"""
VERIFY = """
from lightclient.crypto import ecdsa, secp256k1
print(ecdsa.verify(secp256k1, *{!r}))
"""
MACHINE = """
from lightclient.crypto import backend
print(backend.load("machine").verify(*{!r}))
"""
LEAST = 8 * 1024
GRAIN = 256  # bytes


def imports(kind: str, heap: int) -> list[dict[str, Any]]:
    source = IMPORT.format("\n".join([f"import lightclient.bitcoin.{name}" for name in OURS]))
    rows = []
    for form in forms.available(kind):
        board, prepare = forms.start(kind, form, heap)
        with board:
            board.run(prepare)
            used = int(board.run(source))
        rows.append(row(f"{kind}_import_memory_{form}", "bytes", used, [", ".join(OURS), forms.FORMS[form]]))
    return rows


def signature_heap(kind: str, heap: int) -> list[dict[str, Any]]:
    rom = romfs.image(romfs.library())
    rows = []
    for name, source in (("heap_ecdsa_verify", VERIFY), ("heap_machine_verify", MACHINE)):
        source = source.format(instructions.cases()["ecdsa_verify"][0])

        def works(size: int, source: str = source) -> bool:
            with boards.Board(kind, size, rom=rom) as board:
                try:
                    return board.run(source) == "True\n"
                except boards.ScriptError:
                    return False

        notes = ["import from ROM and one verification, nothing else", f"found in steps of {GRAIN}"]
        rows.append(row(f"{kind}_{name}", "bytes", smallest(works, LEAST, heap, GRAIN), notes))
    return rows


def smallest(works: Callable[[int], bool], least: int, most: int, grain: int) -> int:
    """Return the least multiple of `grain` from which on it works, by bisection. Raises ValueError if `most` fails."""
    if not works(most):
        raise ValueError(f"it does not work with {most} bytes of heap")
    low, high = least // grain - 1, most // grain
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle * grain) else (middle, high)
    return high * grain
