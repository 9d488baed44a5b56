"""A program of the user's own, measured: the instructions of each of its functions called `bench_NAME`.

    def bench_parse():          # lightclient bench --board rv32 --script mine.py --baseline mine.json
        parse(MESSAGE)

What stands outside these functions runs before, and is not counted.
"""

from __future__ import annotations

import ast
import statistics
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.boards import chips, instructions
from benchmarks.budgets import figure
from benchmarks.timing import row
from tools import boards, romfs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PREFIX = "bench_"
METER = Path(__file__).parent / "onboard" / "meter.py"

# As in instructions.py: modules are imported with frequent collections, and measured without.
RUN = """
import gc
gc.threshold(1000)
from benchmarks.boards.onboard.meter import measure
import {module}
gc.collect()
gc.threshold(-1)
for name in {names!r}:
    function = getattr({module}, {prefix!r} + name)
    measure(name, 1, lambda turn: function())
"""


class BadScript(boards.BoardError):
    """A script has nothing to measure, or two scripts call theirs alike; the message says which."""


def registry(
    kinds: Sequence[str], heap: int, files: Sequence[Path]
) -> dict[Callable[[], list[dict[str, Any]]], tuple[str, ...]]:
    """Return what `benchmarks.run` takes: a row for each function, such as rv32_parse. Raises BadScript."""
    found = {file: names for file in files if (names := functions(file))}
    all_names = [name for names in found.values() for name in names]
    if not all_names:
        raise BadScript(f"nothing to measure in {', '.join(map(str, files))}: define a function {PREFIX}NAME()")
    twice = sorted({name for name in all_names if all_names.count(name) > 1})
    if twice:
        raise BadScript(f"two functions are called {PREFIX}{twice[0]}: give each its own name")
    return {
        partial(_rows, kind, heap, file, names, files): tuple(f"{kind}_{name}" for name in names)
        for kind in kinds
        for file, names in found.items()
    }


def functions(file: Path) -> list[str]:
    """Return the names, without their prefix, of what can be measured in a script."""
    if file.suffix != ".py":
        return []
    body = ast.parse(file.read_text(encoding="utf-8"), str(file)).body
    names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    return [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]


def _rows(kind: str, heap: int, file: Path, names: list[str], files: Sequence[Path]) -> list[dict[str, Any]]:
    rom = romfs.device_image(files, [METER])
    with boards.Board(kind, heap, rom=rom, exact=True) as board:
        source = RUN.format(module=file.stem, names=names, prefix=PREFIX)
        printed = board.run(source, instructions.TIMEOUT)
    rows = []
    for name, *counts in map(str.split, printed.splitlines()[-len(names) :]):
        rounds = sorted(map(int, counts))
        notes = [f"{file.name}, {rounds[0]:,} to {rounds[-1]:,} in {len(rounds)} rounds", f"heap of {heap // 1024} KB"]
        value = round(statistics.median(rounds))
        rows.append(row(f"{kind}_{name}", "instructions", value, notes + chips.notes(kind, name, value)))
    return rows


def table(rows: Sequence[dict[str, Any]], before: dict[str, int]) -> str:
    """Return rows as Markdown beside what the baseline has, {rv32_parse: value}, for the summary of a CI run."""
    lines = ["| what | instructions | baseline | change | ESP32-C3, estimate |", "|---|---:|---:|---:|---:|"]
    for each in rows:
        name, value = each["name"], each["value"]
        known = before.get(name)
        change = f"{value / known - 1:+.1%}" if known else ""
        estimated = chips.estimate(chips.CHIPS["ESP32-C3"], value) if name.startswith(chips.BOARD + "_") else ""
        cells = [f"`{name}`", figure(value), figure(known) if known else "", change, estimated]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
