"""Where the instructions of a benchmark go: in which functions of the interpreter they are.

    python -m benchmarks.boards.functions [header_step merkle_12 ...]

QEMU writes a line for each instruction, with the function that it belongs to; those between two calls of `board.insn()`
are counted. A million instructions are 75 MB of lines and take a second or two, so there are fewer headers and proofs.
"""

from __future__ import annotations

import re
import socket
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.boards import HEAP, instructions
from benchmarks.headers import MESSAGE
from tools import boards, romfs

KIND = "rv32"
MARK = "chip_instructions"
TOP = 16
HEADERS, PROOFS = 48, 4
NAMES = ("header_step", "header_step_log", "merkle_12", "bundle_verify")

# The first pattern that a function's name begins with says what it does. Names of MicroPython 1.25.
PARTS = {
    "SHA-256": "sha256|hashlib",
    "collecting garbage": "gc_(collect|sweep|mark|deal|drain)|gc_helper",
    "finding and clearing memory": "gc_|m_(malloc|free|realloc)|mp_obj_malloc|memset",
    "big integers": "mp[zn]_|mp_obj_int|mp_obj_new_int|__u(div|mod)|int_",
    "the loop over the bytecode": "mp_execute_bytecode|mp_decode_uint",
    "names and attributes": "mp_map|mp_load|mp_store|mp_obj_(inst|class|is_sub|get_type)|inst|class|.*attr|.*qstr",
    "calls": "mp_setup_code|fun_|mp_call|closure|bound_meth|mp_arg|mp_obj_fun|mp_obj_gen|gen_|type_call|nlr|mp_cstack",
    "bytes, tuples, operators": "mem(cpy|cmp|move)|mp_(binary|unary|iternext|getiter|seq|get_buffer|unpack|obj_)|str_"
    "|bytes_|array_|tuple|list|vstr|struct|slice|.*iter|.*subscr",
}


class Traced(boards.Board):
    """A board that can be told to write down each instruction."""

    def _command(self) -> list[str | Path]:
        command = super()._command()
        monitor = f"socket,id=monitor,path={self.folder.name}/monitor,server=on,wait=off"
        return [*command, "-chardev", monitor, "-mon", "chardev=monitor", "-D", str(self.log)]

    @property
    def log(self) -> Path:
        return Path(self.folder.name) / "log"

    def say(self, *commands: str) -> None:
        """Have QEMU's monitor carry out `commands`; it gives a prompt at first and after each of them."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"{self.folder.name}/monitor")
            prompted(connection)
            for command in commands:
                connection.sendall(command.encode() + b"\n")
                prompted(connection)


def prompted(connection: socket.socket) -> None:
    """Read on to the monitor's prompt."""
    got = b""
    while not re.search(rb"\n\(qemu\) $", got):
        got += connection.recv(4096)


PREPARE = """
import gc, board
gc.threshold(1000)
from benchmarks.boards.onboard.chains import works
gc.collect()
gc.threshold(-1)
(units, work), = [found[1:] for found in works{arguments!r} if found[0] == {name!r}]
def traced():
    gc.collect()
    board.insn()
    work(0)
    board.insn()
traced()
print(units)
"""


def functions(name: str) -> Counter[str]:
    """Return the instructions in each function, for a unit of the work of one of the NAMES."""
    rom = romfs.image(instructions.library(), instructions.chain_data(HEADERS, PROOFS))
    arguments = (HEADERS, instructions.WINDOW, MESSAGE, instructions.PACKED, 1)
    with Traced(KIND, HEAP, rom=rom) as board:
        units = int(board.run(PREPARE.format(arguments=arguments, name=name)))
        # The first is what QEMU 7 calls it, the second what QEMU 8 and later do; each ignores the other's.
        board.say("singlestep on", "one-insn-per-tb on", "log exec,nochain")
        board.run("traced()", 600)
        board.say("log none")
        settle(board.log)
        found: Counter[str] = Counter()
        marks, before = 0, ""
        with open(board.log) as lines:
            for line in lines:
                function = line[line.rindex(" ") + 1 : -1]
                marks += function == MARK != before
                before = function
                if marks == 1 and function != MARK:
                    found[function] += 1
    return Counter({function: count // units for function, count in found.items()})


def settle(log: Path) -> None:
    """Wait until nothing more is written: QEMU empties its buffer some time after it was told to write no more."""
    size = 0
    while not size or size != log.stat().st_size:
        size = log.stat().st_size
        time.sleep(0.5)


def parts(found: Counter[str]) -> Counter[str]:
    """Return the instructions for each of PARTS, and for all others."""
    sums: Counter[str] = Counter()
    for function, count in found.items():
        part = next((part for part, names in PARTS.items() if re.match(names, function)), "the rest")
        sums[part] += count
    return sums


def main(names: list[str]) -> None:
    for name in names:
        found = functions(name)
        total = found.total()
        print(f"{name}: {total:,}")
        for part, count in parts(found).most_common():
            print(f"  {count:>9,} {count / total:4.0%}  {part}")
        for function, count in found.most_common(TOP):
            print(f"  {count:>9,} {count / total:4.0%}  {function}")


if __name__ == "__main__":
    main(sys.argv[1:] or list(NAMES))
