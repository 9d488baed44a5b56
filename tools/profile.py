"""What a device is installed: the port, and what of the library it cannot do without. Prints micropython/package.json.

python -m tools.profile > micropython/package.json
"""

from __future__ import annotations

import ast
import json
import sys
from typing import TYPE_CHECKING

from lightclient import __version__
from tools.portability import PORT, ROOT, port_files

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


def files() -> list[Path]:
    """Return the files of the profile: whatever is imported from anywhere in it, be it within a function."""
    found: set[Path] = set()
    todo = [*ROOTS, *(f"port.{file.stem}" for file in port_files())]
    while todo:
        parts = todo.pop().split(".")
        for end in range(1, len(parts) + 1):
            file = _file(parts[:end])
            if file and file not in found:
                found.add(file)
                todo += _imports(ast.parse(file.read_text(encoding="utf-8")))
    return sorted(found)


def package() -> str:
    """Return the text of package.json, as `mip` takes it."""
    lines = []
    for file in files():
        name = file.relative_to(ROOT).as_posix()
        inside = name.removeprefix("micropython/")
        lines.append("    " + json.dumps([inside, inside if name.startswith(PORT) else "../" + name]))
    return '{\n  "urls": [\n' + ",\n".join(lines) + f'\n  ],\n  "version": "{__version__}"\n}}\n'


def _file(parts: list[str]) -> Path | None:
    """Return the file of a module of ours, None if there is none of this name."""
    path = (ROOT / "micropython" if parts[0] == "port" else ROOT).joinpath(*parts)
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return file if parts[0] in ("port", "lightclient") and file.exists() else None


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
    sys.stdout.write(package())
