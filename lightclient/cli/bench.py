"""`lightclient bench`: speed, size and memory, on this machine or on emulated boards."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.cli import files, output, sources
from lightclient.cli.options import BoardKind, JsonOption, bytes_of

PER_CENT = 3.0  # as benchmarks/boards/baseline.py has it


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which benchmarks to run; all by default.")
    ] = None,
    boards: Annotated[
        list[BoardKind] | None,
        typer.Option("--board", help="Measure on an emulated board instead; may be given twice."),
    ] = None,
    heap: Annotated[str, typer.Option("--heap", metavar="SIZE", help="The board's heap in bytes: 64K.")] = "128K",
    scripts: Annotated[
        list[Path] | None,
        typer.Option(
            "--script",
            metavar="FILE.py",
            help="Measure your own functions bench_NAME() instead of ours. Repeat it for the modules they import.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE.json", help="Compare with the figures in this file.")
    ] = None,
    gate: Annotated[
        float, typer.Option("--gate", min=0, metavar="PERCENT", help="Fail if a figure grew by more than this.")
    ] = PER_CENT,
    update: Annotated[
        bool, typer.Option("--update-baseline", help="Write the board's figures into the baseline.")
    ] = False,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE.svg", help="Write a chart too, and a page beside it.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the rows as JSON.")
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="Print a Markdown table.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure speed, size and memory on real headers and a real block, beside the peers that are installed.

    With --board: instructions, heap and flash under MicroPython, compared with a baseline. What grew by more than the
    gate is named, and the exit status is 1. A baseline of another compiler is named, and nothing is judged.

    Less is better in every row. JSON is a list of {name, unit, value, extra}, as github-action-benchmark reads it;
    `extra` says how a figure came about.
    """
    kinds = [board.value for board in boards or ()]
    size = bytes_of(heap)
    if (scripts or baseline) and not kinds:
        raise typer.BadParameter("it is for emulated boards: add --board rv32", param_hint="--script / --baseline")
    if update and scripts and not baseline:
        raise typer.BadParameter("name the file to write: --baseline FILE.json", param_hint="--update-baseline")
    with output.reported(as_json):
        sources.find()
        from benchmarks import boards as on_boards

        if update and not scripts and (not kinds or size != on_boards.HEAP):
            raise typer.BadParameter(f"--update-baseline wants --board, and a heap of {on_boards.HEAP // 1024}K")
        measures = _measures(kinds, size, scripts or [])
        known = {name.partition("_")[2] if kinds else name for measured in measures.values() for name in measured}
        unknown = sorted(set(names or ()) - known)
        if unknown:
            raise typer.BadParameter(f"no {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        wanted = [f"{kind}_{name}" for kind in kinds for name in names or ()] if kinds else names
        rows = _run(wanted or None, measures, as_json)
        before, worse = _compare(kinds, size, rows, update, _held(scripts or [], baseline, gate))
        if target:
            files.write(target, (json.dumps(rows, indent=2) + "\n").encode())
        if chart:
            from benchmarks import chart as charts

            files.write(chart, charts.svg(rows).encode())
            files.write(chart.with_suffix(".html"), charts.page(rows).encode())
    _show(rows, before if scripts else None, bool(kinds), table, as_json)
    if worse:
        raise typer.Exit(output.REFUSED)


def _measures(kinds: list[str], size: int, scripts: list[Path]) -> Any:
    """Return what is to be measured, as `benchmarks.run` takes it. Raises OSError."""
    import benchmarks
    from benchmarks.boards import registry
    from benchmarks.boards import scripts as own

    if not kinds:
        return benchmarks.REGISTRY
    if not scripts:
        return registry(kinds, size)
    try:
        return own.registry(kinds, size, scripts)
    except (own.BadScript, SyntaxError) as error:
        raise OSError(str(error)) from None


def _run(names: list[str] | None, measures: Any, quiet: bool) -> list[dict[str, Any]]:
    """Return the rows. Raises OSError for missing data, a board that does not run and a script that fails."""
    import benchmarks
    from tools.boards import BoardError
    from tools.realdata import MissingData

    with output.working("measuring", quiet) as step:
        try:
            rows: list[dict[str, Any]] = benchmarks.run(names, step, measures)
            return rows
        except (MissingData, BoardError, SyntaxError, ValueError) as error:
            raise OSError(str(error).strip()) from None


def _held(scripts: list[Path], file: Path | None, gate: float) -> Any:
    """Return the baseline to compare with, None for scripts that have none."""
    from benchmarks.boards.baseline import EXACT, FILE, UPDATE, Baseline

    if scripts and file is None:
        return None
    more = [f" --script {script}" for script in scripts] + ([f" --baseline {file}"] if file else [])
    return Baseline(file or FILE, None if scripts else EXACT, gate, UPDATE + "".join(more))


def _compare(
    kinds: list[str], heap: int, rows: list[dict[str, Any]], update: bool, held: Any
) -> tuple[dict[str, int], bool]:
    """Tell how the boards' rows compare with the baseline, or make them the baseline.

    Return the figures before, and whether one is worse.
    """
    from benchmarks.boards import HEAP, baseline

    worse = False
    before: dict[str, int] = {}
    for kind in kinds if held else ():
        used = baseline.toolchain(kind)
        if held.names is None:  # each heap has figures of its own
            used["heap"] = str(heap)
        before |= {f"{kind}_{name}": value for name, value in (baseline.figures(kind, used, held) or {}).items()}
        if update:
            baseline.update(kind, rows, used, held)
            continue
        comparison = baseline.compare(kind, heap if held.names else HEAP, rows, used, held)
        for line in comparison.told + comparison.worse:
            typer.echo(line, err=True)
        worse = worse or bool(comparison.worse)
    return before, worse


def _show(rows: list[dict[str, Any]], before: dict[str, int] | None, board: bool, table: bool, as_json: bool) -> None:
    """Print the rows. before: what the baseline has of a user's own rows, None for ours."""
    from benchmarks import budgets
    from benchmarks.boards import scripts
    from benchmarks.boards import table as board_table

    if as_json:
        print(json.dumps(rows, indent=2))
    elif not table:
        output.rows(budgets.lines(rows))
    elif before is not None:
        print(scripts.table(rows, before))
    else:
        print(board_table.table(rows) if board else budgets.table(rows))
