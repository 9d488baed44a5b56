"""Run the command as it is where only some packages are installed: python -m tests.support.without ALLOWED FILE

ALLOWED: the modules that are there, separated by commas. FILE: a JSON list of command lines; null in it stands for the
help of every command. Prints a JSON list of [arguments, status, stdout, stderr].
"""

import contextlib
import importlib.abc
import io
import json
import sys

from lightclient.cli import main
from lightclient.cli.extras import EXTRAS


class Blocked(importlib.abc.MetaPathFinder):
    """Finds nothing of what no extra has installed."""

    def __init__(self, allowed):
        self.blocked = set(EXTRAS) - set(allowed)

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def commands():
    """Return the arguments that print the help of each command and group."""
    import typer

    from lightclient.cli.app import app

    def walk(command, path):
        yield [*path, "--help"]
        for name, inner in sorted(getattr(command, "commands", {}).items()):
            yield from walk(inner, [*path, name])

    return list(walk(typer.main.get_command(app), []))


def run(arguments):
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["lightclient", *arguments]
    status = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        except BaseException as error:
            status = repr(error)
    return [arguments, status, out.getvalue(), err.getvalue()]


if __name__ == "__main__":
    allowed, file = sys.argv[1:]
    sys.meta_path.insert(0, Blocked(allowed.split(",")))
    with open(file) as source:
        lines = json.load(source)
    lines = [line for part in lines for line in (commands() if part is None else [part])]
    print(json.dumps([run(line) for line in lines]))
