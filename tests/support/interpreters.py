"""The MicroPython interpreters on which portable files run here."""

import subprocess

from tests.services import install
from tests.support.data import stop
from tools import boards
from tools.portability import ROOT, board_files, element_files, portable_files

NAMES = ("unix", "unix32", "wasm")  # 64-bit, 32-bit, and the newest version of the language under Node.js


def run(name, program, *arguments, files=(), heap="2m"):
    """Run a portable program at the root of the repository and return the finished process.

    files: what it reads beside portable files. heap: not for wasm, whose heap grows.
    """
    if name == "wasm":
        command, names = _wasm(files)
    else:
        command, names = [boards.firmware(name), "-X", f"heapsize={heap}"], ""
    command += [program, *arguments]
    return subprocess.run(command, cwd=ROOT, input=names, capture_output=True, text=True, check=False)


def _wasm(files):
    """Return the command, and the names of the files that it copies for the interpreter."""
    try:
        node, modules = install.npm()
    except install.Missing as error:
        stop(str(error))
    tests = [ROOT / "tests/__init__.py", *(ROOT / "tests/portable").rglob("*.py")]
    names = [str(file.relative_to(ROOT)) for file in [*portable_files(), *board_files(), *element_files(), *tests]]
    interpreter = modules / "@micropython/micropython-webassembly-pyscript/micropython.mjs"
    return [node, "tests/support/wasm.mjs", interpreter], "\n".join([*names, *map(str, files)])
