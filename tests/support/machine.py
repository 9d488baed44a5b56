"""The field machine on an emulated board: rows of a program one by one, and its backends as if they were here."""

import ast
import functools
import struct

from lightclient.crypto import errors
from tools import boards, romfs
from tools.machine.operations import NUMBER
from tools.portability import ROOT

KINDS = {"rv32": "rv32", "cm3": "thumb"}  # board: module of its routine

ROWS = """
from lightclient.crypto.machine.{module} import run
cases = open("/rom/cases", "rb")
with open("/rom/table", "rb") as file:
    table = file.read()
def work(count):
    while count:
        count -= 1
        head = cases.read(2)
        program, before = cases.read(head[0]), cases.read({slot} * head[1])
        memory = bytearray(before)
        run(program, memory, table, 0)
        same = memory[:{first}] + memory[{last}:] == before[:{first}] + before[{last}:]
        print(memory[{first}:{last}].hex() if same else "else")
"""
AT_ONCE = 200  # what a board prints at once is read byte by byte
CALLS = """
from lightclient.crypto import backend
from lightclient.errors import Malformed
used = backend.load({name!r}, {curve!r})
def call(operation, arguments):
    try:
        print(repr(getattr(used, operation)(*arguments)))
    except Malformed as error:
        print("!" + repr((error.name, error.args)))
"""


@functools.cache
def compiled():
    """Return what the machine needs, {path on a board: bytecode}."""
    crypto = ROOT / "lightclient/crypto"
    folders = (ROOT / "lightclient", crypto, crypto / "bls12_381", crypto / "machine")
    return romfs.compiled(file for file in romfs.library() if file.parent in folders)


class Rows:
    """Programs of a few rows, each with a memory of its own, that a board carries out all at once.

    routine, slot, numbers: how the files of the machine's routines begin, the bytes of its slots, its operations.
    """

    def __init__(self, table=b"", routine="", slot=32, numbers=NUMBER):
        self.cases = []
        self.table = table
        self.routine, self.slot, self.numbers = routine, slot, numbers

    def add(self, rows, slots):
        """rows: (operation, r, a, b). slots: numbers, or bytes where it does not matter."""
        program = b"".join(
            bytes((self.numbers[name], *operands, *bytes(3 - len(operands)))) for name, *operands in rows
        )
        memory = b"".join(slot if isinstance(slot, bytes) else slot.to_bytes(self.slot, "little") for slot in slots)
        self.cases.append((program + bytes(4), memory))

    def run(self, kind, first, last):
        """Return the slots from `first` to before `last` of each program after it; it must write to no others."""
        cases = b"".join(
            struct.pack("BB", len(code), len(memory) // self.slot) + code + memory for code, memory in self.cases
        )
        rom = romfs.pack(compiled() | {"cases": cases, "table": self.table})
        found, size = [], self.slot
        with boards.Board(kind, 512 * 1024, rom=rom) as board:
            board.run(ROWS.format(module=self.routine + KINDS[kind], slot=size, first=size * first, last=size * last))
            for start in range(0, len(self.cases), AT_ONCE):
                printed = board.run(f"work({min(AT_ONCE, len(self.cases) - start)})").split()
                assert "else" not in printed, self.cases[start + printed.index("else")]
                found += [bytes.fromhex(line) for line in printed]
        return [
            [int.from_bytes(memory[i : i + size], "little") for i in range(0, len(memory), size)] for memory in found
        ]


class Remote:
    """A backend that a board computes. What it raises is raised here."""

    def __init__(self, board, curve, name="machine"):
        self.board = board
        self.name = name
        board.run(CALLS.format(name=name, curve=curve))

    def __getattr__(self, operation):
        return lambda *arguments: self._call(operation, arguments)

    def _call(self, operation, arguments):
        printed = self.board.run(f"call({operation!r}, {arguments!r})").strip()
        if printed.startswith("!"):
            name, values = ast.literal_eval(printed[1:])
            raise getattr(errors, name)(*values)
        return ast.literal_eval(printed)
