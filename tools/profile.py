"""What a device is installed: the port, and what of the library it cannot do without; or all that an example needs.

    python -m tools.profile      writes the lists that `mip` takes: micropython/package.json, and the others of PROFILES

`lightclient board build` compiles the first two and prints their sizes.
"""

from __future__ import annotations

import ast
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from lightclient import __version__
from lightclient.bitcoin.networks.known import NETWORKS
from tools.portability import ROOT, port_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The networks, of which a device's settings name one.
RECORDS = tuple(f"lightclient.bitcoin.networks.{network.name}" for network in NETWORKS)

# The port, and what a device's own program imports beside it.
ROOTS = (
    *(f"port.{file.stem}" for file in port_files()),
    *RECORDS,
    "lightclient.bitcoin.script",
    "lightclient.store.files",
    "lightclient.store.slots",
)


class Profile(NamedTuple):
    """listing: the path of its list, in the folder where its own files are. imports: where it starts."""

    listing: Path
    imports: tuple[str, ...]


PROFILES = {
    "verify": Profile(ROOT / "micropython/package.json", ROOTS),
    "filters": Profile(ROOT / "micropython/filters.json", (*ROOTS, "lightclient.bitcoin.filters")),  # BIP158, too
    "sensor": Profile(ROOT / "examples/sensor/package.json", ("main", *RECORDS)),
    "mpos": Profile(ROOT / "examples/mpos/package.json", ("main", *RECORDS)),
}
RELEASED = ("verify", "filters")

# What is copied by hand, for it is another one on each device.
OWN = ("main.py", "settings.py")


def files(profile: str = "verify") -> dict[str, Path]:
    """Return the files of a profile by their places on a device.

    That is whatever is imported from anywhere in it, be it within a function.
    """
    listing, imports = PROFILES[profile]
    folders = [ROOT / "micropython", ROOT, listing.parent, listing.parent.parent]
    todo = list(imports)
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


def package(profile: str) -> str:
    """Return the text of a profile's list, as `mip` takes it."""
    folder = PROFILES[profile].listing.parent
    lines = []
    for place, file in files(profile).items():
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
    for name, profile in PROFILES.items():
        profile.listing.write_text(package(name), encoding="utf-8")
