"""What every command does alike: results for people or as JSON, errors with their names, exit statuses, progress."""

import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from lightclient.crypto.errors import BackendMissing, CipherMissing
from lightclient.errors import InvalidHeader, LightClientError
from lightclient.evidence import verdict
from lightclient.gateway.errors import BadConfig, SourceFails
from lightclient.mqtt.errors import (
    BadBrokerUrl,
    BadProxyUrl,
    BrokerMissing,
    BrokerRefused,
    ProxyMissing,
    TlsFailed,
)
from lightclient.opentimestamps.hosts.errors import BadCalendarUrl, CalendarFails
from lightclient.store.errors import BadStore, StateLocked, StoreFailed
from lightclient.sync.errors import BadGateways, TooManyQuestions, Unanswered

REFUSED = 1
FAILED = 2
NOT_YET = 3
COLUMNS = 80  # of a terminal that nobody has widened


# What keeps a command from its work, and says nothing about what it was to judge.
NOT_DONE = (
    BackendMissing,
    BadBrokerUrl,
    BadCalendarUrl,
    BadConfig,
    BadGateways,
    BadProxyUrl,
    BadStore,
    BrokerMissing,
    BrokerRefused,
    CalendarFails,
    CipherMissing,
    ProxyMissing,
    SourceFails,
    StateLocked,
    StoreFailed,
    TlsFailed,
    TooManyQuestions,
    Unanswered,
)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError("nobody reads the output")  # where Rich exits with status 1, which means refused


out = _Console(highlight=False)
err = Console(stderr=True, highlight=False)


def show(fields: "dict[str, Any]", as_json: bool, title: str, style: str = "bold green") -> None:
    """Print a result: `fields` as one JSON object, or as a table under `title`."""
    if as_json:
        _say(json.dumps(fields))
        return
    named = {name.replace("_", " "): _plain(value) for name, value in fields.items() if name != "ok"}
    width = max(map(len, named)) + 2
    indent = "\n" + " " * width
    # Lines and no table: what is long must come whole out of a terminal.
    lines = [Text.assemble((name.ljust(width), "dim"), value.replace("\n", indent)) for name, value in named.items()]
    _say(Text(_plain(title), style=style), *lines)


def event(fields: "dict[str, Any]", as_json: bool) -> None:
    """Print one of several results on a line of its own."""
    _say(json.dumps(fields) if as_json else Text("  ".join(_plain(value) for value in fields.values())))


def say(markup: str) -> None:
    """Print a line of a story, in Rich's markup."""
    _say(Text.from_markup(markup))


def told(mark: str, text: str, style: str = "") -> None:
    """Print a mark, in Rich's markup and one column wide, and beside it `text` in as many lines as it takes."""
    lines = textwrap.wrap(text, COLUMNS - 2, break_on_hyphens=False, break_long_words=False)
    for line in lines:
        _say(Text.assemble(Text.from_markup(mark), " ", (line, style)))
        mark = " "


def refuse(error: LightClientError, as_json: bool, **fields: Any) -> NoReturn:
    """Print why the input was refused and exit with status 1."""
    if isinstance(error, InvalidHeader) and error.height is not None:
        fields.setdefault("height", error.height)
    complain(error, as_json, **fields)
    raise typer.Exit(REFUSED)


def complain(error: LightClientError, as_json: bool, **fields: Any) -> None:
    """Print why something was refused."""
    if as_json:
        _say(json.dumps({"ok": False, "error": error.name, **fields, "message": str(error)}))
    else:
        _say(Text.assemble(("refused", "bold red"), "  ", (error.name, "bold"), "  ", _plain(str(error))))


def judged(outcome: str, fields: "dict[str, Any]", as_json: bool) -> None:
    """Print a verdict that is proved or not yet; exit with status 3 if it is not yet."""
    if outcome == verdict.PROVED:
        show(fields, as_json, "verified")
        return
    show(fields, as_json, outcome, "bold yellow")
    raise typer.Exit(NOT_YET)


def fail(error: "OSError | LightClientError", as_json: bool) -> NoReturn:
    """Print what kept the command from its work and exit with status 2."""
    message = str(error)
    if isinstance(error, OSError) and error.filename:
        message = f"{error.filename}: {error.strerror}"
    if as_json:
        _say(json.dumps({"ok": False, "error": type(error).__name__, "message": message}))
    else:
        err.print(Text.assemble(("error", "bold red"), "  ", _plain(message)), soft_wrap=True)
    raise typer.Exit(FAILED)


@contextmanager
def reported(as_json: bool) -> Iterator[None]:
    """Turn errors into output and exit statuses."""
    try:
        yield
    except (OSError, *NOT_DONE) as error:
        fail(error, as_json)
    except UnicodeDecodeError as error:
        fail(OSError(f"a file that has to be text is not UTF-8, at byte {error.start}"), as_json)
    except LightClientError as error:
        refuse(error, as_json)


@contextmanager
def progress(what: str, total: float, quiet: bool) -> "Iterator[Callable[[float], None]]":
    """Show a bar on a terminal's standard error; yields a function that takes how much of `total` is done."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def working(what: str, quiet: bool) -> "Iterator[Callable[[str], None]]":
    """Show on a terminal's standard error that work goes on; yields a function that takes what is being done."""
    with err.status(what) as status:
        if quiet or not sys.stderr.isatty():
            status.stop()
        yield lambda step: status.update(f"{what} {step}")


def table(head: "tuple[str, ...]", lines: "list[tuple[str, ...]]") -> None:
    """Print a table; what strangers wrote in it does not steer the terminal."""
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in head:
        shown.add_column(name, overflow="fold")
    for line in lines:
        shown.add_row(*(Text(_plain(cell)) for cell in line))
    _say(shown)


def rows(lines: "list[tuple[str, str, str, str]]") -> None:
    """Print (name, figure, unit, remark) lines."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style="dim", overflow="fold")
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    _say(table)


def _say(*what: "str | Text | Table") -> None:
    """Print to standard output; exit with status 2 if that cannot be."""
    try:
        for piece in what:
            if isinstance(piece, str):
                print(piece, flush=True)
            else:
                out.print(piece, soft_wrap=isinstance(piece, Text))  # a line that is cut is hard to search for
    except OSError as error:
        sys.stdout = None  # its buffer would only fail again at exit
        fail(error, False)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(_plain(item) for item in value)
    if isinstance(value, dict) and any(isinstance(item, dict) for item in value.values()):
        return "\n".join(f"{_plain(name)}  {_named(item)}" for name, item in value.items())
    if isinstance(value, dict):
        return "  ".join(_plain(item) for item in value.values())
    if value is None:
        return "unknown"
    # What a stranger wrote must not steer the terminal, nor a file name that is no text break the output.
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(value))


def _named(values: Any) -> str:
    """Return what one of several things is like, in one line: its fields by name, without those that are empty."""
    if isinstance(values, dict):
        return "  ".join(f"{_plain(name)} {_named(item)}" for name, item in values.items() if item not in ("", {}, []))
    return _plain(values).replace("\n", " ")
