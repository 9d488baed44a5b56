"""Fair timing on a machine that does other things too: contenders take turns, and the median lap counts."""

from __future__ import annotations

import gc
import statistics
from operator import truediv
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

LAPS = 15
LAP = 0.01  # seconds: what is shorter is repeated until a lap takes so long


class Contender(NamedTuple):
    """Something to time.

    work     one call does `units` units of it (headers, proofs ...)
    does     what it checks and what not
    against  name of our own row that does the nearest same work, for a peer
    """

    name: str
    work: Callable[[], object]
    units: int
    does: str
    against: str = ""


def race(contenders: list[Contender], unit: str, source: str) -> list[dict[str, Any]]:
    """Return one row per contender: the median time per unit of work in microseconds.

    Every contender runs once to warm up, then all take turns, A B C A B C: what slows the machine down slows each. How
    a peer compares is the median of the ratios of one turn.
    """
    repeats = {}
    for contender in contenders:
        once = _seconds(contender, 1)
        repeats[contender.name] = max(1, round(LAP / once))
    laps: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(LAPS):
        for contender in contenders:
            count = repeats[contender.name]
            laps[contender.name].append(_seconds(contender, count) * 1e6 / count / contender.units)

    medians = {name: statistics.median(times) for name, times in laps.items()}
    rows = []
    for contender in contenders:
        times = laps[contender.name]
        notes = [contender.does]
        if contender.against:
            ratio = statistics.median(map(truediv, times, laps[contender.against]))
            notes.append(f"{ratio:.2g}x {contender.against}")
        notes.append(f"min {min(times):.2f}, max {max(times):.2f}, {len(times)} laps")
        notes.append(source)
        rows.append(row(contender.name, unit, medians[contender.name], notes))
    return rows


def row(name: str, unit: str, value: float, notes: list[str]) -> dict[str, Any]:
    """Return a row in the list format of github-action-benchmark."""
    return {
        "name": name,
        "unit": unit,
        "value": round(value, 3) if isinstance(value, float) else value,
        "extra": "; ".join(notes),
    }


def _seconds(contender: Contender, count: int) -> float:
    work = contender.work
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        for _ in range(count):
            work()
        return perf_counter() - start
    finally:
        gc.enable()
