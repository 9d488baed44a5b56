"""Instructions and RAM on the emulated boards, the same on every machine with the same compiler.

python -m benchmarks.boards [rv32 cm3]
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import inputs
from benchmarks.memory import OURS
from benchmarks.sizes import median_bundle
from benchmarks.timing import row
from lightclient.bitcoin.tree import branch_of, root
from tools import boards, romfs

HEAP = 128 * 1024
HEADERS = 200
MESSAGE = 50
PROOFS = 16

# Copies the library from ROM to the file system, as if it had been installed there, and imports it.
INSTALL = """
import disk, os, sys
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
"""

# Collecting often while modules are imported leaves what stays close together. The allocator looks for room from the
# first free byte on and then finds it soon: without this, hashing takes twice as long.
BENCH = """
import gc
gc.threshold(1000)
from benchmarks.onboard import main
gc.collect()
gc.threshold(-1)
main({}, {})
"""

IMPORT = """
import gc
gc.collect()
before = gc.mem_alloc()
{}
gc.collect()
print(gc.mem_alloc() - before)
"""


def instructions(kind: str) -> list[dict[str, Any]]:
    block = inputs.block().block
    positions = range(1, len(block.txids), len(block.txids) // PROOFS)
    proofs = [(block.txids[i], i.to_bytes(4, "little"), branch_of(block.txids, i)) for i in positions]
    data = {
        "headers": b"".join(inputs.headers().raw[:HEADERS]),
        "root": root(block.txids),
        "branches": b"".join([b"".join(proof) for proof in proofs]),
        "bundle": median_bundle().serialize(),
    }
    rom = romfs.image([*romfs.library(), Path(__file__).with_name("onboard.py")], data)
    with boards.Board(kind, HEAP, rom=rom, exact=True) as board:
        printed = board.run(BENCH.format(HEADERS, MESSAGE))
    note = f"{HEAP // 1024} KB of heap, library in ROM, collections included"
    lines = [line.split() for line in printed.splitlines()]
    return [row(f"{kind}_{name}", "instructions", int(value), [note]) for name, value in lines]


def memory(kind: str) -> list[dict[str, Any]]:
    rom = romfs.image(romfs.library())
    imports = IMPORT.format("\n".join([f"import lightclient.bitcoin.{name}" for name in OURS]))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        flash = Path(folder) / "flash" if boards.MACHINES[kind].flash else None
        for form, prepare in (("rom", ""), ("mpy", INSTALL)):
            with boards.Board(kind, HEAP, rom=rom, flash=flash) as board:
                board.run(prepare)
                used = int(board.run(imports))
            notes = ["run in ROM" if form == "rom" else ".mpy files on a file system", ", ".join(OURS)]
            rows.append(row(f"{kind}_import_memory_{form}", "bytes", used, notes))
    return rows


def run(kinds: list[str]) -> list[dict[str, Any]]:
    return [row for kind in kinds for row in instructions(kind) + memory(kind)]


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:] or list(boards.MACHINES)), indent=2))
