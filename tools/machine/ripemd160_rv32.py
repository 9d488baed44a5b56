"""Blocks of RIPEMD-160 for RV32IM, see `ripemd160`."""

from tools.machine.ripemd160 import ADDED, LEFT, PARTS, PLAIN, RIGHT, TURNS, WORDS, function
from tools.machine.rv32 import Code

LINE = 4 * WORDS  # in the frame, after the block: what the left line leaves
FRAME = LINE + 32

STATE, BLOCK, CONSTANTS, COUNT = "a0", "a6", "a7", "t0"
VARIABLES = A, B, C, D, E = "a1", "a2", "a3", "a4", "a5"
AT, ADD, T, X, SPARE, END = "t1", "t2", "t3", "t4", "t5", "t6"


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.addi("sp", "sp", -FRAME)
    code.mv(BLOCK, "a1")
    code.mv(CONSTANTS, "a2")
    code.mv(COUNT, "a3")
    code.label("next")
    code.mv(AT, "sp")
    code.addi(END, "sp", LINE)
    code.label("word")
    _read(code, X, 0, BLOCK)
    code.sw(X, 0, AT)
    code.addi(BLOCK, BLOCK, 4)
    code.addi(AT, AT, 4)
    code.bne(AT, END, "word")
    code.mv(AT, CONSTANTS)
    for part in range(PARTS):
        if part % 5 == 0:
            for i, register in enumerate(VARIABLES):
                code.lw(register, 4 * i, STATE)
        _part(code, part)
        if part == 4:
            for i, which in enumerate(LEFT):
                code.sw(VARIABLES[which], LINE + 4 * i, "sp")
    for i, which in enumerate(RIGHT):
        for at, base in ((LINE + 4 * i, "sp"), ((4 * i + 4) % 20, STATE)):
            code.lw(X, at, base)
            code.add(VARIABLES[which], VARIABLES[which], X)
    for i, which in enumerate(RIGHT):
        code.sw(VARIABLES[which], 4 * i, STATE)
    code.addi(COUNT, COUNT, -1)
    code.bne(COUNT, "zero", "next")
    code.addi("sp", "sp", FRAME)
    code.li("a0", 0)
    code.c_jr("ra")
    return code.lines


def _read(code: Code, to: str, at: int, source: str) -> None:
    """Read a word from any address."""
    code.lbu(to, at + 3, source)
    for i in (2, 1, 0):
        code.lbu(SPARE, at + i, source)
        code.slli(to, to, 8)
        code.or_(to, to, SPARE)


def _part(code: Code, part: int) -> None:
    if part not in PLAIN:
        _read(code, ADD, ADDED + 4 * part, CONSTANTS)
    code.addi(END, AT, 16)
    code.label(f"part_{part}")
    _mix(code, function(part))
    code.add(A, A, T)
    if part not in PLAIN:
        code.add(A, A, ADD)
    code.lbu(X, 0, AT)
    code.slli(X, X, 2)
    code.add(X, X, "sp")
    code.lw(X, 0, X)
    code.add(A, A, X)
    code.lbu(X, TURNS, AT)
    code.sll(T, A, X)
    code.sub(SPARE, "zero", X)  # of which the last five bits count
    code.srl(A, A, SPARE)
    code.or_(T, T, A)
    code.add(T, T, E)
    code.mv(A, E)
    code.mv(E, D)
    code.slli(D, C, 10)
    code.srli(SPARE, C, 22)
    code.or_(D, D, SPARE)
    code.mv(C, B)
    code.mv(B, T)
    code.addi(AT, AT, 1)
    code.bne(AT, END, f"part_{part}")


def _mix(code: Code, which: int) -> None:
    if which == 0:
        code.xor(T, B, C)
        code.xor(T, T, D)
    elif which == 1:  # C where a bit of B is set, else D
        code.xor(T, C, D)
        code.and_(T, T, B)
        code.xor(T, T, D)
    elif which == 2:
        code.xori(T, C, -1)
        code.or_(T, T, B)
        code.xor(T, T, D)
    elif which == 3:  # B where a bit of D is set, else C
        code.xor(T, B, C)
        code.and_(T, T, D)
        code.xor(T, T, C)
    else:
        code.xori(T, D, -1)
        code.or_(T, T, C)
        code.xor(T, T, B)
