"""Blocks of SHA-512 for RV32IM, see `sha512`. A word is in two registers, the high half first."""

from tools.machine import sha512
from tools.machine.lanes import Half
from tools.machine.rv32 import Code
from tools.machine.sha512 import BEFORE, SCHEDULE, VARIABLES

SAVED = ("s0", "s1")
FRAME = SCHEDULE + VARIABLES + 16

STATE, BLOCK, CONSTANTS, COUNT = "a0", "a6", "a7", "t0"
AT, SOURCE = "s0", "a3"
T = ("a4", "a5")  # what is summed up
X = ("a1", "a2")
Y = ("s1", "t1")
Z = ("t2", "t3")
END, CARRY, SPARE = "t4", "t5", "t6"


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.addi("sp", "sp", -FRAME)
    for i, register in enumerate(SAVED):
        code.sw(register, SCHEDULE + VARIABLES + 4 * i, "sp")
    code.mv(BLOCK, "a1")
    code.mv(CONSTANTS, "a2")
    code.mv(COUNT, "a3")
    code.label("next")
    _unpack(code, "block", BLOCK, SCHEDULE - 8, 16, -8)
    code.mv(SOURCE, STATE)
    _unpack(code, "state", SOURCE, SCHEDULE, 8, 8)
    _schedule(code)
    _rounds(code)
    _add_to_state(code)
    code.addi(COUNT, COUNT, -1)
    code.bne(COUNT, "zero", "next")
    for i, register in enumerate(SAVED):
        code.lw(register, SCHEDULE + VARIABLES + 4 * i, "sp")
    code.addi("sp", "sp", FRAME)
    code.li("a0", 0)
    code.c_jr("ra")
    return code.lines


def _unpack(code: Code, label: str, source: str, to: int, words: int, step: int) -> None:
    """Read big-endian words from the address in a register, which goes on to what follows, into the frame."""
    code.addi(AT, "sp", to)
    code.addi(END, AT, words * step)
    code.label(label)
    _read(code, X, source)
    _store(code, X, 0, AT)
    code.addi(AT, AT, step)
    code.bne(AT, END, label)


def _read(code: Code, to: tuple[str, str], source: str) -> None:
    """Read a big-endian word at an address, which goes on to what follows."""
    for half, register in enumerate(to):
        code.lbu(register, 4 * half, source)
        for i in (1, 2, 3):
            code.lbu(SPARE, 4 * half + i, source)
            code.slli(register, register, 8)
            code.or_(register, register, SPARE)
    code.addi(source, source, 8)


def _load(code: Code, to: tuple[str, str], at: int, base: str) -> None:
    code.lw(to[0], at, base)
    code.lw(to[1], at + 4, base)


def _store(code: Code, word: tuple[str, str], at: int, base: str) -> None:
    code.sw(word[0], at, base)
    code.sw(word[1], at + 4, base)


def _add(code: Code, to: tuple[str, str], word: tuple[str, str]) -> None:
    code.add(to[1], to[1], word[1])
    code.sltu(CARRY, to[1], word[1])
    code.add(to[0], to[0], word[0])
    code.add(to[0], to[0], CARRY)


def _mix(code: Code, to: tuple[str, str], halves: tuple[Half, Half], word: tuple[str, str]) -> None:
    for register, parts in zip(to, halves, strict=True):
        for number, (half, places) in enumerate(parts):
            shift = code.srli if places > 0 else code.slli
            shift(SPARE if number else register, word[half], abs(places))
            if number:
                code.xor(register, register, SPARE)


def _schedule(code: Code) -> None:
    code.addi(AT, "sp", SCHEDULE - 8 * 17)
    code.addi(END, "sp", -8)
    code.label("word")
    _load(code, T, BEFORE[16], AT)
    _load(code, X, BEFORE[15], AT)
    _mix(code, Y, sha512.SIGMA_0, X)
    _add(code, T, Y)
    _load(code, X, BEFORE[7], AT)
    _add(code, T, X)
    _load(code, X, BEFORE[2], AT)
    _mix(code, Y, sha512.SIGMA_1, X)
    _add(code, T, Y)
    _store(code, T, 0, AT)
    code.addi(AT, AT, -8)
    code.bne(AT, END, "word")


def _rounds(code: Code) -> None:
    code.addi(AT, "sp", SCHEDULE - 8)
    code.mv(SOURCE, CONSTANTS)
    code.label("round")
    _load(code, T, sha512.H, AT)
    _load(code, X, 0, AT)
    _add(code, T, X)
    _read(code, X, SOURCE)
    _add(code, T, X)
    _load(code, X, sha512.E, AT)
    _mix(code, Y, sha512.BIG_SIGMA_1, X)
    _add(code, T, Y)
    _load(code, Y, sha512.F, AT)
    _load(code, Z, sha512.G, AT)
    for e, f, g in zip(X, Y, Z, strict=True):  # f where a bit of e is set, else g
        code.xor(f, f, g)
        code.and_(f, f, e)
        code.xor(f, f, g)
    _add(code, T, Y)
    _load(code, X, sha512.D, AT)
    _add(code, X, T)
    _store(code, X, sha512.D, AT)
    _load(code, X, sha512.A, AT)
    _mix(code, Y, sha512.BIG_SIGMA_0, X)
    _add(code, T, Y)
    _load(code, Y, sha512.B, AT)
    _load(code, Z, sha512.C, AT)
    for a, b, c in zip(X, Y, Z, strict=True):  # what two of three are
        code.or_(SPARE, a, b)
        code.and_(c, c, SPARE)
        code.and_(b, b, a)
        code.or_(b, b, c)
    _add(code, T, Y)
    _store(code, T, 0, AT)
    code.addi(AT, AT, -8)
    code.bne(AT, END, "round")


def _add_to_state(code: Code) -> None:
    code.addi(END, "sp", VARIABLES)
    code.mv(AT, "sp")
    code.label("sum")
    code.mv(SOURCE, STATE)
    _read(code, T, SOURCE)
    _load(code, X, 0, AT)
    _add(code, T, X)
    for half, register in enumerate(T):
        for i in (3, 2, 1, 0):
            code.sb(register, 4 * half + i, STATE)
            code.srli(register, register, 8)
    code.addi(STATE, STATE, 8)
    code.addi(AT, AT, 8)
    code.bne(AT, END, "sum")
    code.addi(STATE, STATE, -VARIABLES)
