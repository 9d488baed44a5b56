"""Which of the routines runs here: the one for the instruction set that this MicroPython loads native code for.

They are compiled by mpy-cross on a host and installed as .mpy files, or frozen. Their source is too large to compile on
a board, and most firmware has no assembler: where only that is installed, there is no routine.
"""

import sys

from lightclient.crypto.chosen import ARCHITECTURE, RV32IMC, THUMB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load(routine: str = "") -> "Any":
    """Return a routine's function `run`. routine: how the names of its files begin, before the instruction set.

    "" is the field machine: run(program, memory, table, row). program: rows of 4 bytes, from `row` on. memory: a
    bytearray, slots of 32 bytes. table: points that COMB reads. "bls_" is the machine of BLS12-381, called alike: its
    slots have 48 bytes, and it reads no table. "sha512_", "keccak_", "ripemd160_" and "blake2b_": run(state, blocks,
    constants, count), which changes `state`, see `compress` or `absorb` of the files in `crypto`.
    Raises ImportError if this interpreter has no such routine.
    """
    if ARCHITECTURE != RV32IMC and not THUMB:
        raise ImportError("no routine for this instruction set")
    name = "lightclient.crypto.machine." + routine + ("thumb" if THUMB else "rv32")
    try:
        __import__(name)
    except SyntaxError:
        raise ImportError("the routine is not compiled") from None
    return sys.modules[name].run
