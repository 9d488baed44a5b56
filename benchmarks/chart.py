"""A chart of the rows: one SVG without scripts, fonts or links, and a page that holds it.

Rows that have peers or a budget get bars, to a scale of their own; the others are listed below as figures.
Colours follow the reader's light or dark setting, also where the SVG is shown as an image.
"""

from __future__ import annotations

import platform
from html import escape
from typing import TYPE_CHECKING, Any

from benchmarks.budgets import BUDGETS, base_of, board_of, figure, peer_of, without_board

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 860
LEFT = 210  # where bars begin
BAR = 400  # the longest of a group
LINE = 26
GAP = 22

# Plain rules, no CSS variables: not every program that draws an SVG knows them.
COLOURS = (
    ".paper {{ fill: {} }} text {{ fill: {} }} text.faint {{ fill: {} }} .rule {{ stroke: {} }} "
    ".ours {{ fill: {} }} .peer {{ fill: {} }} .limit {{ stroke: {} }}"
)
LIGHT = COLOURS.format("#ffffff", "#1f2430", "#667085", "#e4e7ec", "#0f766e", "#b8c0cc", "#c2410c")
DARK = COLOURS.format("#0d1117", "#e6e9ef", "#98a2b3", "#262d38", "#2dd4bf", "#4a5568", "#fb923c")
STYLE = f"""
text {{ font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif }}
.title {{ font-size: 18px; font-weight: 600 }}
.group {{ font-weight: 600 }}
.end {{ text-anchor: end }}
.limit {{ stroke-width: 2; stroke-dasharray: 3 2 }}
{LIGHT}
@media (prefers-color-scheme: dark) {{
{DARK}
}}
"""


def svg(rows: Sequence[dict[str, Any]], measured: str = "Medians of one run on") -> str:
    """Return the chart of `rows` as one SVG document. measured: how, before the name of this machine."""
    on_boards = all(board_of(row["name"]) for row in rows)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        name = base_of(row["name"])
        groups.setdefault(without_board(name) if on_boards else name, []).append(row)
    barred = {name: group for name, group in groups.items() if len(group) > 1 or _budget(group)}
    listed = [row for name, group in groups.items() if name not in barred for row in group]

    title, source = "lightclient beside its peers", f"{measured} {_machine()}."
    if on_boards:
        title, source = "lightclient on emulated boards", "MicroPython 1.25 under QEMU, instructions counted exactly."
    parts = [_text(20, 36, title, "title"), _text(20, 58, f"Less is better. {source}", "faint")]
    y = 78
    for name, group in barred.items():
        y = _group(parts, y, name, group)
    for row in listed:
        parts.append(f'<line class="rule" x1="20" x2="{WIDTH - 20}" y1="{y}" y2="{y}"/>')
        parts.append(_text(20, y + 19, row["name"]))
        parts.append(_text(LEFT + 90, y + 19, figure(row["value"]), "end"))
        parts.append(_text(LEFT + 98, y + 19, row["unit"], "faint"))
        y += LINE + 2
    height = y + 16
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" aria-label="{title}">',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="10"/>',
            *parts,
            "</svg>\n",
        ]
    )


def page(rows: Sequence[dict[str, Any]]) -> str:
    """Return an HTML page with the chart, and what each figure means below it."""
    notes = "\n".join(f"<dt>{escape(row['name'])}</dt><dd>{escape(row['extra'])}</dd>" for row in rows)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>lightclient benchmarks</title>
<style>
body {{ max-width: {WIDTH}px; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif }}
svg {{ max-width: 100%; height: auto }}
dt {{ font-weight: 600; margin-top: .6rem }}
dd {{ margin: 0; opacity: .75 }}
</style>
{svg(rows)}
<dl>
{notes}
</dl>
</html>
"""


def _group(parts: list[str], y: int, name: str, group: list[dict[str, Any]]) -> int:
    """Draw our bar and the peers' below `y` and return where the next group begins."""
    budget = _budget(group)
    own = next((row["value"] for row in group if not peer_of(row["name"])), None)
    longest = max(budget, *(row["value"] for row in group))
    parts.append(_text(20, y + 16, name, "group"))
    parts.append(_text(LEFT, y + 16, group[0]["unit"], "faint"))
    y += LINE
    for row in group:
        peer = peer_of(row["name"])
        length = max(2, round(BAR * row["value"] / longest, 1))
        value = figure(row["value"])
        if peer and own:
            value += f"  ({row['value'] / own:.1f}x)"
        title = f"<title>{escape(row['name'] + ': ' + row['extra'])}</title>"
        kind = "peer" if peer else "ours"
        parts.append(_text(LEFT - 12, y + 15, peer or board_of(row["name"]) or "lightclient", "end"))
        parts.append(f'<rect class="{kind}" x="{LEFT}" y="{y + 2}" width="{length}" height="18" rx="3">{title}</rect>')
        beside = LEFT + length
        if row["name"] in BUDGETS:
            at = LEFT + round(BAR * budget / longest, 1)
            parts.append(f'<line class="limit" x1="{at}" x2="{at}" y1="{y - 2}" y2="{y + 24}"/>')
            beside = max(beside, at)
            value += f"  of {budget:,} allowed"
        parts.append(_text(beside + 8, y + 15, value))
        y += LINE
    return y + GAP


def _budget(group: list[dict[str, Any]]) -> float:
    """Return the budget that one of these rows has, 0 if none has."""
    return max(BUDGETS.get(row["name"], 0) for row in group)


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(text)}</text>'


def _machine() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
