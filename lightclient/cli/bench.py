"""`lightclient bench`: speed, size and memory, on this machine or on emulated boards."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.cli import files, output
from lightclient.cli.options import BoardKind, JsonOption, bytes_of


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which benchmarks; all by default.")
    ] = None,
    boards: Annotated[
        list[BoardKind] | None,
        typer.Option("--board", help="Measure on an emulated board instead; may be given twice."),
    ] = None,
    heap: Annotated[str, typer.Option("--heap", metavar="SIZE", help="Bytes of heap of the board.")] = "128K",
    update: Annotated[
        bool, typer.Option("--update-baseline", help="Make the board's figures those that others are compared with.")
    ] = False,
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

    With --board: instructions, heap and flash under MicroPython, beside the baseline in benchmarks/boards. What grew
    by more than 3 % is named, and the exit status is then 1.

    JSON is a list of {name, unit, value, extra}, as github-action-benchmark reads it. Less is better in every row.
    """
    try:
        import benchmarks
        from benchmarks import budgets
        from benchmarks import chart as charts
        from benchmarks.boards import HEAP, NAMES, registry
        from benchmarks.boards import table as board_table
        from tools import realdata
        from tools.boards import BoardError
    except ModuleNotFoundError:
        raise typer.BadParameter("the benchmarks are in the source tree: run this from a checkout") from None
    kinds = [board.value for board in boards or ()]
    size = bytes_of(heap)
    if update and (not kinds or size != HEAP):
        raise typer.BadParameter(f"--update-baseline wants --board, and a heap of {HEAP // 1024}K")
    known = NAMES if kinds else benchmarks.NAMES
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        raise typer.BadParameter(f"no {', '.join(unknown)}; there are {', '.join(known)}")
    measures = registry(kinds, size) if kinds else benchmarks.REGISTRY
    wanted = [f"{kind}_{name}" for kind in kinds for name in names or NAMES] if kinds else names
    with output.reported(as_json):
        with output.working("measuring", as_json) as step:
            try:
                rows = benchmarks.run(wanted or None, step, measures)
                worse = _compare(kinds, size, rows, update)
            except (realdata.MissingData, BoardError) as error:
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
        print(board_table.table(rows) if kinds else budgets.table(rows))
    else:
        output.rows([(row["name"], budgets.figure(row["value"]), row["unit"], row["extra"]) for row in rows])
    if worse:
        raise typer.Exit(output.REFUSED)


def _compare(kinds: list[str], heap: int, rows: list[dict[str, Any]], update: bool) -> bool:
    """Tell how the boards' rows compare with the baseline, or make them the baseline; return whether one is worse."""
    from benchmarks.boards import baseline

    worse = False
    for kind in kinds:
        used = baseline.toolchain(kind)
        if update:
            baseline.update(kind, rows, used)
            continue
        comparison = baseline.compare(kind, heap, rows, used)
        for line in comparison.told + comparison.worse:
            typer.echo(line, err=True)
        worse = worse or bool(comparison.worse)
    return worse
