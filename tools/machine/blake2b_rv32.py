"""Blocks of BLAKE2b for RV32IM, see `blake2b`. A word is in two registers, the high half first."""

from tools.machine.blake2b import BLOCK, COUNTED, LAST, MIXED, ORDER, ROUNDS, TURNS, WORDS
from tools.machine.lanes import HIGH, LOW, rotated
from tools.machine.rv32 import Code

Word = tuple[str, str]

MESSAGE = 8 * WORDS  # in the frame
SAVED = ("s0", "s1")
FIRST_SAVED = MESSAGE + BLOCK
FRAME = FIRST_SAVED + 16

STATE, SOURCE, CONSTANTS, COUNT = "a0", "a6", "a7", "t0"
A: Word = ("a1", "a2")
B: Word = ("a3", "a4")
C: Word = ("a5", "s0")
D: Word = ("s1", "t1")
X: Word = ("t2", "t3")
ORDERED, END, SPARE = "t4", "t5", "t6"
AT = "a1"


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.addi("sp", "sp", -FRAME)
    for i, register in enumerate(SAVED):
        code.sw(register, FIRST_SAVED + 4 * i, "sp")
    code.mv(SOURCE, "a1")
    code.mv(CONSTANTS, "a2")
    code.mv(COUNT, "a3")
    code.label("next")
    _unpack(code)
    code.addi(ORDERED, CONSTANTS, ORDER)
    code.addi(END, ORDERED, ROUNDS * WORDS)
    code.label("round")
    for step, words in enumerate(MIXED):
        _mix(code, step, words)
    code.addi(ORDERED, ORDERED, WORDS)
    code.bne(ORDERED, END, "round")
    _add_to_state(code)
    code.addi(COUNT, COUNT, -1)
    code.bne(COUNT, "zero", "next")
    for i, register in enumerate(SAVED):
        code.lw(register, FIRST_SAVED + 4 * i, "sp")
    code.addi("sp", "sp", FRAME)
    code.li("a0", 0)
    code.c_jr("ra")
    return code.lines


def _unpack(code: Code) -> None:
    """Read the block, and what is mixed: the state and the constants, with the count and the mark of the last block."""
    code.addi(AT, "sp", MESSAGE)
    code.addi(END, AT, BLOCK)
    _words(code, "block", SOURCE)
    code.mv(ORDERED, STATE)
    code.mv(AT, "sp")
    code.addi(END, AT, 4 * WORDS)
    code.label("state")
    code.lw(X[LOW], 0, ORDERED)
    code.sw(X[LOW], 0, AT)
    code.addi(ORDERED, ORDERED, 4)
    code.addi(AT, AT, 4)
    code.bne(AT, END, "state")
    code.mv(ORDERED, CONSTANTS)
    code.addi(END, AT, 4 * WORDS)
    _words(code, "constants", ORDERED)
    for word, at in ((12, COUNTED), (14, LAST)):
        for half in (0, 4):
            code.lw(X[LOW], at + half, STATE)
            code.lw(X[HIGH], 8 * word + half, "sp")
            code.xor(X[LOW], X[LOW], X[HIGH])
            code.sw(X[LOW], 8 * word + half, "sp")


def _words(code: Code, label: str, source: str) -> None:
    """Copy from any address, which goes on to what follows, until AT is END."""
    code.label(label)
    code.lbu(X[LOW], 3, source)
    for i in (2, 1, 0):
        code.lbu(X[HIGH], i, source)
        code.slli(X[LOW], X[LOW], 8)
        code.or_(X[LOW], X[LOW], X[HIGH])
    code.sw(X[LOW], 0, AT)
    code.addi(source, source, 4)
    code.addi(AT, AT, 4)
    code.bne(AT, END, label)


def _load(code: Code, to: Word, at: int, base: str) -> None:
    code.lw(to[LOW], at, base)
    code.lw(to[HIGH], at + 4, base)


def _store(code: Code, word: Word, at: int) -> None:
    code.sw(word[LOW], at, "sp")
    code.sw(word[HIGH], at + 4, "sp")


def _add(code: Code, to: Word, word: Word) -> None:
    code.add(to[LOW], to[LOW], word[LOW])
    code.sltu(SPARE, to[LOW], word[LOW])
    code.add(to[HIGH], to[HIGH], word[HIGH])
    code.add(to[HIGH], to[HIGH], SPARE)


def _turned(code: Code, word: Word, by: Word, places: int, to: Word) -> tuple[Word, Word]:
    """Rotate word ^ by to the right. Return the registers in which that is, and those that are free then."""
    for half in (HIGH, LOW):
        code.xor(word[half], word[half], by[half])
    if places == 32:
        return (word[LOW], word[HIGH]), to
    for register, ((one, right), (other, left)) in zip(to, rotated(places), strict=True):
        code.srli(register, word[one], right)
        code.slli(SPARE, word[other], -left)
        code.or_(register, register, SPARE)
    return to, word


def _mix(code: Code, step: int, words: tuple[int, int, int, int]) -> None:
    a, b, c, d, x = A, B, C, D, X
    for word, number in zip((a, b, c, d), words, strict=True):
        _load(code, word, 8 * number, "sp")
    for half in (0, 1):
        _add(code, a, b)
        code.lbu(SPARE, 2 * step + half, ORDERED)
        code.slli(SPARE, SPARE, 3)
        code.add(SPARE, SPARE, "sp")
        code.lw(x[LOW], MESSAGE, SPARE)
        code.lw(x[HIGH], MESSAGE + 4, SPARE)
        _add(code, a, x)
        d, x = _turned(code, d, a, TURNS[2 * half], x)
        _add(code, c, d)
        b, x = _turned(code, b, c, TURNS[2 * half + 1], x)
    for word, number in zip((a, b, c, d), words, strict=True):
        _store(code, word, 8 * number)


def _add_to_state(code: Code) -> None:
    code.mv(AT, "sp")
    code.addi(END, AT, 4 * WORDS)
    code.mv(ORDERED, STATE)
    code.label("sum")
    code.lw(X[LOW], 0, ORDERED)
    for at in (0, 4 * WORDS):
        code.lw(X[HIGH], at, AT)
        code.xor(X[LOW], X[LOW], X[HIGH])
    code.sw(X[LOW], 0, ORDERED)
    code.addi(ORDERED, ORDERED, 4)
    code.addi(AT, AT, 4)
    code.bne(AT, END, "sum")
    _load(code, X, COUNTED, STATE)
    code.addi(X[LOW], X[LOW], BLOCK)
    code.sltiu(SPARE, X[LOW], BLOCK)
    code.add(X[HIGH], X[HIGH], SPARE)
    code.sw(X[LOW], COUNTED, STATE)
    code.sw(X[HIGH], COUNTED + 4, STATE)
