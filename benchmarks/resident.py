"""How much memory a process holds, with its children."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path


class Resident:
    """The most memory that a process and its children had together, in MB."""

    def __init__(self, process: int | None) -> None:
        self.process = process
        self.peak = 0

    async def watch(self) -> None:
        while True:
            self.peak = max(self.peak, sum(map(resident, [self.process, *_children(self.process)])) >> 20)
            await asyncio.sleep(0.5)


def resident(process: int | None) -> int:
    """Return the bytes of memory that a process has; 0 if it has ended."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def cpu_of(process: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(process: int | None) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process:
                found.append(int(path.parent.name))
    return found
