"""Machine code for 32-bit boards: installed with the library, or by MicroPython's viper compiler.

Viper knows only machine words. Its functions are kept as text and compiled on the board. In an .mpy file they would fit
a single instruction set, and on a 64-bit machine, where words are longer, they would give wrong results without an
error. So they would where MicroPython compiles them wrongly: on Xtensa (ESP32, ESP8266) before 1.26 it stores the wrong
register and loses its way in long loops, without an error or an end. What it still compiles wrongly there, ~, is not
used. Words are read where they are aligned: a Cortex-M0 and an ESP8266 stop at others.
"""

import sys

ROOM = 144 * 1024  # bytes of heap: programs of ours that run in the next smaller one leave no 18 KB for a moment

# MP_NATIVE_ARCH_... in MicroPython's py/persistentcode.h.
TRUSTED = 1, 4, 5, 6, 7, 8, 11  # x86, ARMv6-M, ARMv7-M and ARMv7E-M, which get the same code, RV32IMC
XTENSA = 9, 10  # the first was run, of which the second has the instructions with other calls

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


def trusted(maxsize: int, machine: int, version: "Any") -> bool:
    """Tell whether viper was seen to be right on such a port. machine, version: as `sys.implementation` has them."""
    return maxsize == 0x7FFFFFFF and (machine in TRUSTED or (machine in XTENSA and version[:2] >= (1, 26)))


def roomy() -> bool:
    """Tell whether this is a MicroPython with a heap of ROOM, used or not, where words may take 18 KB of it."""
    try:
        from gc import mem_alloc, mem_free  # type: ignore[attr-defined]
    except ImportError:
        return False
    heap: int = mem_free() + mem_alloc()
    return heap >= ROOM


def compiled(source: str, name: str) -> "Callable[..., None] | None":
    """Return the function `name` that `source` defines, or None where no viper that we trust can compile it."""
    if not trusted(sys.maxsize, getattr(sys.implementation, "_mpy", 0) >> 10, sys.implementation.version):
        return None
    names: "dict[str, Callable[..., None]]" = {}
    try:
        exec(source, names)
    except (NameError, SyntaxError):  # a port without native code
        return None
    except (NotImplementedError, MemoryError):  # too long for a Cortex-M0; no room for it here
        return None
    return names[name]
