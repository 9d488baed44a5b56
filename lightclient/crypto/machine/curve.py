"""A curve on the field machine: its programs, its table, and the memory that they work on."""

from lightclient.crypto.machine import native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Curve:
    """One memory for all calls: they are not to be made by two threads at once.

    program: the module of a curve's programs, `points` its table.
    """

    name = "machine"
    borrowed = ""

    def __init__(self, program: "Any", points: bytes) -> None:
        """Raises ImportError if this board has no such machine."""
        self._run = native.load()
        self._program = program
        self._points = points
        self._memory = bytearray(32 * program.SLOTS)
        self._memory[: len(program.CONSTANTS)] = program.CONSTANTS

    def _start(self, row: int) -> None:
        self._run(self._program.PROGRAM, self._memory, self._points, row)

    def _put(self, slot: int, data: "bytes | bytearray") -> None:
        self._memory[32 * slot : 32 * slot + len(data)] = data

    def _get(self, slot: int) -> bytes:
        return bytes(self._memory[32 * slot : 32 * slot + 32])

    def _flag(self, slot: int) -> int:
        return self._memory[32 * slot]
