"""Blocks of RIPEMD-160 for ARMv7-M, see `ripemd160`."""

from tools.machine.ripemd160 import ADDED, LEFT, PARTS, PLAIN, RIGHT, TURNS, WORDS, function
from tools.machine.thumb import ADD, AND, EOR, NE, ORN, ROR, RSB, SP, SUB, Code

LINE = 4 * WORDS  # in the frame, after the block: what the left line leaves
STATE, BLOCK, CONSTANTS, COUNT = range(LINE + 20, LINE + 36, 4)
FRAME = LINE + 40

VARIABLES = A, B, C, D, E = 0, 1, 2, 3, 4
AT, ADDEND, T, X, COUNTER, SOURCE, BASE = 5, 6, 7, 8, 9, 10, 11


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.enter(FRAME)
    for register, at in ((0, STATE), (1, BLOCK), (2, CONSTANTS), (3, COUNT)):
        code.store(register, at)
    code.label("next")
    code.load(SOURCE, BLOCK)
    for i in range(WORDS):
        code.load(T, 4 * i, SOURCE)
        code.store(T, 4 * i)
    code.value(ADD, SOURCE, SOURCE, 4 * WORDS)
    code.store(SOURCE, BLOCK)
    code.load(SOURCE, STATE)
    code.load(BASE, CONSTANTS)
    code.move(AT, BASE)
    for part in range(PARTS):
        if part % 5 == 0:
            for i, register in enumerate(VARIABLES):
                code.load(register, 4 * i, SOURCE)
        _part(code, part)
        if part == 4:
            for i, which in enumerate(LEFT):
                code.store(VARIABLES[which], LINE + 4 * i)
    for i, which in enumerate(RIGHT):
        code.load(X, LINE + 4 * i)
        code.work(ADD, VARIABLES[which], VARIABLES[which], X)
        code.load(X, (4 * i + 4) % 20, SOURCE)
        code.work(ADD, VARIABLES[which], VARIABLES[which], X)
    for i, which in enumerate(RIGHT):
        code.store(VARIABLES[which], 4 * i, SOURCE)
    code.load(X, COUNT)
    code.value(SUB, X, X, 1, flags=1)
    code.store(X, COUNT)
    code.go_if(NE, "next")
    code.leave(FRAME)
    return code.lines()


def _part(code: Code, part: int) -> None:
    if part not in PLAIN:
        code.load(ADDEND, ADDED + 4 * part, BASE)
    code.constant(COUNTER, 16)
    code.label(f"part_{part}")
    _mix(code, function(part))
    code.work(ADD, A, A, T)
    if part not in PLAIN:
        code.work(ADD, A, A, ADDEND)
    code.load_byte(X, 0, AT)
    code.load_word_of(X, SP, X)
    code.work(ADD, A, A, X)
    code.load_byte(X, TURNS, AT)
    code.value(RSB, X, X, 32)
    code.rotate_by(T, A, X)
    code.work(ADD, T, T, E)
    code.move(A, E)
    code.move(E, D)
    code.move(D, C, ROR, 22)
    code.move(C, B)
    code.move(B, T)
    code.value(ADD, AT, AT, 1)
    code.value(SUB, COUNTER, COUNTER, 1, flags=1)
    code.go_if(NE, f"part_{part}")


def _mix(code: Code, which: int) -> None:
    if which == 0:
        code.work(EOR, T, B, C)
        code.work(EOR, T, T, D)
    elif which == 1:  # C where a bit of B is set, else D
        code.work(EOR, T, C, D)
        code.work(AND, T, T, B)
        code.work(EOR, T, T, D)
    elif which == 2:
        code.work(ORN, T, B, C)
        code.work(EOR, T, T, D)
    elif which == 3:  # B where a bit of D is set, else C
        code.work(EOR, T, B, C)
        code.work(AND, T, T, D)
        code.work(EOR, T, T, C)
    else:
        code.work(ORN, T, C, D)
        code.work(EOR, T, T, B)
