"""Machine code for 32-bit boards: installed with the library, or by MicroPython's viper compiler.

Viper knows only machine words. Its functions are kept as text and compiled on the board. In an .mpy file they would fit
a single instruction set, and on a 64-bit machine, where words are longer, they would give wrong results without an
error.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def installed(routine: str) -> "Any":
    """Return a routine of `crypto/machine` by its name in `machine/native`, or None if this board has none."""
    try:
        from lightclient.crypto.machine import native

        return native.load(routine)
    except ImportError:
        return None


def compiled(source: str, name: str) -> "Callable[..., None] | None":
    """Return the function `name` that `source` defines, or None if this is no 32-bit MicroPython with viper."""
    if sys.maxsize != 0x7FFFFFFF:
        return None
    names: "dict[str, Callable[..., None]]" = {}
    try:
        exec(source, names)
    except (NameError, SyntaxError):  # CPython; a port without native code
        return None
    return names[name]
