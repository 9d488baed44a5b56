"""`lightclient bench`: speed, size and memory on this machine."""

import json
from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli import files, output
from lightclient.cli.options import JsonOption


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which benchmarks; all by default.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE.svg", help="Write a chart too, and a page beside it.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the rows as JSON.")
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="Print the Markdown table of budgets and peers.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure speed, size and memory on real headers and a real block, beside peers that are installed.

    JSON is a list of {name, unit, value, extra}, as github-action-benchmark reads it. Less is better in every row.
    """
    try:
        import benchmarks
        from benchmarks import budgets
        from benchmarks import chart as charts
        from tools import realdata
    except ModuleNotFoundError:
        raise typer.BadParameter("the benchmarks are in the source tree: run this from a checkout") from None
    unknown = sorted(set(names or ()) - set(benchmarks.NAMES))
    if unknown:
        raise typer.BadParameter(f"no {', '.join(unknown)}; there are {', '.join(benchmarks.NAMES)}")
    with output.reported(as_json):
        with output.working("measuring", as_json) as step:
            try:
                rows = benchmarks.run(names or None, step)
            except realdata.MissingData as error:
                raise OSError(str(error)) from None
        text = json.dumps(rows, indent=2) + "\n"
        if target:
            files.write(target, text.encode())
        if chart:
            files.write(chart, charts.svg(rows).encode())
            files.write(chart.with_suffix(".html"), charts.page(rows).encode())
    if as_json:
        print(text, end="")
    elif table:
        print(budgets.table(rows))
    else:
        output.rows([(row["name"], budgets.figure(row["value"]), row["unit"], row["extra"]) for row in rows])
