"""What a device is installed: the port, and what of the library it cannot do without. Prints a package.json for mip.

python -m tools.profile > micropython/package.json
python -m tools.profile sensor > examples/sensor/package.json
"""

from __future__ import annotations

import ast
import json
import os
import sys
from typing import TYPE_CHECKING

from lightclient import __version__
from tools.portability import ROOT, port_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What a device's own program imports beside the port.
ROOTS = (
    "lightclient.bitcoin.networks",
    "lightclient.bitcoin.script",
    "lightclient.store.files",
    "lightclient.store.slots",
)


# What is copied by hand, for it is another one on each device.
OWN = ("main.py", "settings.py")


def files(example: str = "") -> dict[str, Path]:
    """Return the files of the profile, or of an example, by their places on a device.

    That is whatever is imported from anywhere in it, be it within a function.
    """
    folders = [ROOT / "micropython", ROOT]
    todo = [*ROOTS, *(f"port.{file.stem}" for file in port_files())]
    if example:
        folders += [ROOT / "examples" / example, ROOT / "examples"]
        todo = ["main"]
    found: dict[str, Path] = {}
    while todo:
        parts = todo.pop().split(".")
        for end in range(1, len(parts) + 1):
            for folder in folders:
                file = _file(folder.joinpath(*parts[:end]))
                place = file.relative_to(folder).as_posix()
                if file.exists() and place not in found:
                    found[place] = file
                    todo += _imports(ast.parse(file.read_text(encoding="utf-8")))
    return {place: found[place] for place in sorted(found) if place not in OWN}


def package(example: str = "") -> str:
    """Return the text of package.json, as `mip` takes it."""
    folder = ROOT / "examples" / example if example else ROOT / "micropython"
    lines = []
    for place, file in files(example).items():
        lines.append("    " + json.dumps([place, os.path.relpath(file, folder)]))
    return '{\n  "urls": [\n' + ",\n".join(lines) + f'\n  ],\n  "version": "{__version__}"\n}}\n'


def _file(path: Path) -> Path:
    """Return where a module is if it is at `path`."""
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _imports(node: ast.AST) -> Iterator[str]:
    """Yield what a tree imports when it runs: nothing under `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        if isinstance(child, ast.ImportFrom):
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        yield from _imports(child)


if __name__ == "__main__":
    sys.stdout.write(package(*sys.argv[1:]))
