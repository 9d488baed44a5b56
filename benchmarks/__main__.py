"""python -m benchmarks [NAME ...] [--json FILE] [--chart FILE.svg] [--table]"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys

from benchmarks import NAMES, chart, run
from benchmarks.budgets import figure, table
from benchmarks.inputs import MissingInput


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed, size and memory.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the rows as JSON")
    parser.add_argument("--chart", type=pathlib.Path, metavar="FILE.svg", help="write a chart, and a page beside it")
    parser.add_argument("--table", action="store_true", help="print the table for README, with budgets")
    options = parser.parse_args()
    try:
        rows = run(options.names or None, lambda name: print(name, "...", file=sys.stderr))
    except (MissingInput, ValueError) as error:
        parser.exit(1, f"{parser.prog}: {error}\n")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")
    if options.chart:
        options.chart.write_text(chart.svg(rows))
        options.chart.with_suffix(".html").write_text(chart.page(rows))
    if options.table:
        print(table(rows))
    else:
        for row in rows:
            print(f"{row['name']:32}{figure(row['value']):>10} {row['unit']:16}{row['extra']}")
    return 0


sys.exit(main())
