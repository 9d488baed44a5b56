"""Blocks of SHA-512 for ARMv7-M, see `sha512`. A word is in two registers, the high half first."""

from tools.machine import sha512
from tools.machine.lanes import Half
from tools.machine.sha512 import BEFORE, ROUNDS, SCHEDULE, VARIABLES
from tools.machine.thumb import ADC, ADD, AND, EOR, LSL, LSR, NE, ORR, SUB, Code

BLOCK, CONSTANTS, COUNT = range(SCHEDULE + VARIABLES, SCHEDULE + VARIABLES + 12, 4)  # in the frame
FRAME = SCHEDULE + VARIABLES + 16

STATE, SOURCE = 0, 2
T, X, Y, Z = (3, 4), (5, 6), (7, 8), (9, 10)
COUNTER, AT, SPARE = 11, 12, 1


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.enter(FRAME)
    for register, at in ((1, BLOCK), (2, CONSTANTS), (3, COUNT)):
        code.store(register, at)
    code.label("next")
    code.load(SOURCE, BLOCK)
    _unpack(code, "block", SCHEDULE - 8, 16, -8)
    code.store(SOURCE, BLOCK)
    code.move(SOURCE, STATE)
    _unpack(code, "state", SCHEDULE, 8, 8)
    _schedule(code)
    code.load(SOURCE, CONSTANTS)
    _rounds(code)
    _add_to_state(code)
    code.load(1, COUNT)
    code.value(SUB, 1, 1, 1, flags=1)
    code.store(1, COUNT)
    code.go_if(NE, "next")
    code.leave(FRAME)
    return code.lines()


def _count(code: Code, number: int, label: str) -> None:
    code.constant(COUNTER, number)
    code.label(label)


def _repeat(code: Code, label: str) -> None:
    code.value(SUB, COUNTER, COUNTER, 1, flags=1)
    code.go_if(NE, label)


def _unpack(code: Code, label: str, to: int, words: int, step: int) -> None:
    """Read big-endian words from SOURCE, which goes on to what follows, into the frame."""
    code.address(AT, to)
    _count(code, words, label)
    _read(code, X)
    _store(code, X, 0)
    code.value(ADD if step > 0 else SUB, AT, AT, abs(step))
    _repeat(code, label)


def _read(code: Code, to: tuple[int, int]) -> None:
    """Read a big-endian word from SOURCE, which goes on to what follows."""
    for half, register in enumerate(to):
        code.load(register, 4 * half, SOURCE)
        code.reverse(register, register)
    code.value(ADD, SOURCE, SOURCE, 8)


def _load(code: Code, to: tuple[int, int], at: int) -> None:
    code.load(to[0], at, AT)
    code.load(to[1], at + 4, AT)


def _store(code: Code, word: tuple[int, int], at: int) -> None:
    code.store(word[0], at, AT)
    code.store(word[1], at + 4, AT)


def _add(code: Code, to: tuple[int, int], word: tuple[int, int]) -> None:
    code.work(ADD, to[1], to[1], word[1], flags=1)
    code.work(ADC, to[0], to[0], word[0])


def _mix(code: Code, to: tuple[int, int], halves: tuple[Half, Half], word: tuple[int, int]) -> None:
    for register, parts in zip(to, halves, strict=True):
        for number, (half, places) in enumerate(parts):
            shift = LSR if places > 0 else LSL
            if number:
                code.work(EOR, register, register, word[half], shift, abs(places))
            else:
                code.move(register, word[half], shift, abs(places))


def _schedule(code: Code) -> None:
    code.address(AT, SCHEDULE - 8 * 17)
    _count(code, ROUNDS - 16, "word")
    _load(code, T, BEFORE[16])
    _load(code, X, BEFORE[15])
    _mix(code, Y, sha512.SIGMA_0, X)
    _add(code, T, Y)
    _load(code, X, BEFORE[7])
    _add(code, T, X)
    _load(code, X, BEFORE[2])
    _mix(code, Y, sha512.SIGMA_1, X)
    _add(code, T, Y)
    _store(code, T, 0)
    code.value(SUB, AT, AT, 8)
    _repeat(code, "word")


def _rounds(code: Code) -> None:
    code.address(AT, SCHEDULE - 8)
    _count(code, ROUNDS, "round")
    _load(code, T, sha512.H)
    _load(code, X, 0)
    _add(code, T, X)
    _read(code, X)
    _add(code, T, X)
    _load(code, X, sha512.E)
    _mix(code, Y, sha512.BIG_SIGMA_1, X)
    _add(code, T, Y)
    _load(code, Y, sha512.F)
    _load(code, Z, sha512.G)
    for e, f, g in zip(X, Y, Z, strict=True):  # f where a bit of e is set, else g
        code.work(EOR, f, f, g)
        code.work(AND, f, f, e)
        code.work(EOR, f, f, g)
    _add(code, T, Y)
    _load(code, X, sha512.D)
    _add(code, X, T)
    _store(code, X, sha512.D)
    _load(code, X, sha512.A)
    _mix(code, Y, sha512.BIG_SIGMA_0, X)
    _add(code, T, Y)
    _load(code, Y, sha512.B)
    _load(code, Z, sha512.C)
    for a, b, c in zip(X, Y, Z, strict=True):  # what two of three are
        code.work(ORR, SPARE, a, b)
        code.work(AND, c, c, SPARE)
        code.work(AND, b, b, a)
        code.work(ORR, b, b, c)
    _add(code, T, Y)
    _store(code, T, 0)
    code.value(SUB, AT, AT, 8)
    _repeat(code, "round")


def _add_to_state(code: Code) -> None:
    code.address(AT, 0)
    _count(code, 8, "sum")
    code.move(SOURCE, STATE)
    _read(code, T)
    _load(code, X, 0)
    _add(code, T, X)
    for half, register in enumerate(T):
        code.reverse(register, register)
        code.store(register, 4 * half, STATE)
    code.value(ADD, STATE, STATE, 8)
    code.value(ADD, AT, AT, 8)
    _repeat(code, "sum")
    code.value(SUB, STATE, STATE, VARIABLES)
