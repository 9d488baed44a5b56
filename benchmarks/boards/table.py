"""The rows of the boards as Markdown: both boards side by side, budgets, and what is estimated of chips.

python -m benchmarks.boards.table rows.json docs/boards.md      puts the table of the rows into the document
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.boards import chips
from benchmarks.budgets import BOARDS, BUDGETS, figure, without_board

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN, END = "<!-- figures -->\n", "\n<!-- end of figures -->"


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return a table of instructions, and one of bytes."""
    counted = [row for row in rows if row["unit"].startswith("instructions")]
    sized = [row for row in rows if row["unit"] == "bytes"]
    parts = [_table(counted, list(chips.CHIPS))] if counted else []
    return "\n\n".join(parts + ([_table(sized, [])] if sized else []))


def _table(rows: list[dict[str, Any]], estimated: list[str]) -> str:
    head = ["what", "unit", *BOARDS.values(), "budget", *(f"{name}, estimate" for name in estimated)]
    lines = [head, ["---", "---", *["---:"] * (len(head) - 2)]]
    names = dict.fromkeys(without_board(row["name"]) for row in rows)
    for name in names:
        found = {row["name"]: row for row in rows if without_board(row["name"]) == name}
        values = {board: found[f"{board}_{name}"]["value"] for board in BOARDS if f"{board}_{name}" in found}
        budget = BUDGETS.get(f"{chips.BOARD}_{name}")
        (unit, *_) = (row["unit"] for row in found.values())
        line = [f"`{name}`", unit, *(figure(values[board]) if board in values else "" for board in BOARDS)]
        line.append(f"<= {budget:,}" if budget else "")
        for chip in estimated:
            known = chips.BOARD in values and chip in chips.able(name)
            line.append(chips.estimate(chips.CHIPS[chip], values[chips.BOARD]) if known else "")
        lines.append(line)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def put(rows: Sequence[dict[str, Any]], document: Path) -> None:
    """Write the table of `rows` into a document, between the two marks that it has."""
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(before + BEGIN + table(rows) + END + after, encoding="utf-8")


if __name__ == "__main__":
    put(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
