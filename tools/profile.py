"""What a device is installed: the device, its links and slots, and what they cannot do without; or all of an example.

    python -m tools.profile      writes the lists that `mip` takes: micropython/package.json, and the others of PROFILES

`lightclient board build` compiles the first two and prints their sizes.
"""

from __future__ import annotations

import ast
import functools
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from lightclient import __version__
from lightclient.bitcoin.networks.known import NETWORKS
from tools.portability import LIBRARY, MACHINE, ROOT, board_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The networks, of which a device's settings name one.
RECORDS = tuple(f"lightclient.bitcoin.networks.{network.name}" for network in NETWORKS)

# The device with its links and stores, and what its own program imports beside it.
ROOTS = (
    *(f"lightclient.device.{file.stem}" for file in sorted((LIBRARY / "device").glob("*.py"))),
    *(f"{file.parent.name}.{file.stem}" for file in board_files()),
    *RECORDS,
    "lightclient.bitcoin.networks.shipped",
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
    "timestamps": Profile(ROOT / "micropython/timestamps.json", (*ROOTS, "lightclient.bitcoin.stamp")),  # of files
    "sensor": Profile(ROOT / "examples/sensor/package.json", ("main", *RECORDS)),
    "sensor of CometBFT": Profile(ROOT / "examples/sensor/cometbft.json", ("main", "lightclient.cometbft.known")),
    "sensor of Ethereum": Profile(ROOT / "examples/sensor/evm.json", ("main", "lightclient.evm.known")),
    "sensor of Fabric": Profile(ROOT / "examples/sensor/fabric.json", ("main", "lightclient.fabric.known")),
    "mpos": Profile(ROOT / "examples/mpos/package.json", ("main", *RECORDS)),
}
RELEASED = ("verify", "filters")

# Only signets have blocks that are signed: their devices install the curve that they want beside this. Whoever has no
# timestamps to judge goes without their format, and such evidence is refused as any form that is not known. No chain
# that a device follows yet is signed on BLS12-381.
OPTIONAL = {
    ("lightclient/bitcoin/evidence.py", "lightclient.bitcoin.stamp.verify_stamp"),
    ("lightclient/bitcoin/signet.py", "lightclient.crypto.der"),
    ("lightclient/bitcoin/signet.py", "lightclient.crypto.backend.current"),
    ("lightclient/crypto/backend.py", "lightclient.crypto.bls12_381.backend.Bls12381"),
    ("lightclient/crypto/backend.py", "lightclient.crypto.machine.bls12_381"),
}

HOSTS = "/hosts/"  # in the place of what no device can import
# What is copied by hand: each device has its own. Which ledger its settings name, the profile says.
SETTINGS = "settings.py"
OWN = ("main.py", SETTINGS)


def files(profile: str = "verify") -> dict[str, Path]:
    """Return the files of a profile by their places on a device.

    That is whatever is imported from anywhere in it, within functions too, but for what needs a host and for settings.
    """
    listing, imports = PROFILES[profile]
    folders = [ROOT / "micropython", ROOT, listing.parent, listing.parent.parent]
    todo = list(imports)
    found: dict[str, Path] = {}
    while todo:
        parts = todo.pop().split(".")
        for end in range(1, len(parts) + 1):
            for folder in folders + ([LIBRARY.parent] if parts[0] == LIBRARY.name else []):
                file = _file(folder.joinpath(*parts[:end]))
                place = file.relative_to(folder).as_posix()
                if file.exists() and place not in found and HOSTS not in place:
                    found[place] = file
                    wanted = () if place == SETTINGS else _wanted(file)
                    todo += [name for name in wanted if (place, name) not in OPTIONAL]
    return {place: found[place] for place in sorted(found) if place not in OWN}


def package(profile: str) -> str:
    """Return the text of a profile's list, as `mip` takes it: of sources, so without what only native code uses."""
    folder = PROFILES[profile].listing.parent
    lines = []
    for place, file in files(profile).items():
        if place.startswith(MACHINE):
            continue
        lines.append("    " + json.dumps([place, os.path.relpath(file, folder)]))
    return '{\n  "urls": [\n' + ",\n".join(lines) + f'\n  ],\n  "version": "{__version__}"\n}}\n'


def _file(path: Path) -> Path:
    """Return where a module is if it is at `path`."""
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@functools.cache
def _wanted(file: Path) -> tuple[str, ...]:
    return tuple(_imports(ast.parse(file.read_text(encoding="utf-8"))))


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
