"""Blocks of BLAKE2b for ARMv7-M, see `blake2b`. A word is in two registers, the high half first."""

from tools.machine import blake2b
from tools.machine.blake2b import COUNTED, LAST, MIXED, ROUNDS, TURNS, WORDS
from tools.machine.lanes import HIGH, LOW, rotated
from tools.machine.thumb import ADC, ADD, EOR, LSL, LSR, NE, SP, SUB, Code

Word = tuple[int, int]

MESSAGE = 8 * WORDS  # in the frame
STATE, BLOCK, CONSTANTS, COUNT, ROUND = range(MESSAGE + blake2b.BLOCK, MESSAGE + blake2b.BLOCK + 20, 4)
FRAME = MESSAGE + blake2b.BLOCK + 24

A: Word = (0, 1)
B: Word = (2, 3)
C: Word = (4, 5)
D: Word = (6, 7)
X: Word = (8, 9)
ORDERED, SPARE = 10, 11


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.enter(FRAME)
    for register, at in ((0, STATE), (1, BLOCK), (2, CONSTANTS), (3, COUNT)):
        code.store(register, at)
    code.label("next")
    _unpack(code)
    code.constant(SPARE, ROUNDS)
    code.label("round")
    code.store(SPARE, ROUND)
    for step, words in enumerate(MIXED):
        _mix(code, step, words)
    code.value(ADD, ORDERED, ORDERED, WORDS)
    code.load(SPARE, ROUND)
    code.value(SUB, SPARE, SPARE, 1, flags=1)
    code.go_if(NE, "round")
    _add_to_state(code)
    code.load(0, COUNT)
    code.value(SUB, 0, 0, 1, flags=1)
    code.store(0, COUNT)
    code.go_if(NE, "next")
    code.leave(FRAME)
    return code.lines()


def _unpack(code: Code) -> None:
    """Read the block, and what is mixed: the state and the constants, with the count and the mark of the last block."""
    code.load(SPARE, STATE)
    code.load(ORDERED, CONSTANTS)
    code.address(2, 0)
    _copy(code, "state", SPARE, WORDS)
    _copy(code, "constants", ORDERED, WORDS)  # it is at ORDER then
    code.load(1, BLOCK)
    _copy(code, "block", 1, 2 * WORDS)
    code.store(1, BLOCK)
    for word, at in ((12, COUNTED - 4 * WORDS), (14, LAST - 4 * WORDS)):
        for half in (0, 4):
            code.load(0, at + half, SPARE)
            code.load(1, 8 * word + half)
            code.work(EOR, 0, 0, 1)
            code.store(0, 8 * word + half)


def _copy(code: Code, label: str, source: int, words: int) -> None:
    """Copy to r2. Both addresses go on to what follows; the one of the source may be any."""
    code.constant(4, words)
    code.label(label)
    code.load(3, 0, source)
    code.store(3, 0, 2)
    code.value(ADD, source, source, 4)
    code.value(ADD, 2, 2, 4)
    code.value(SUB, 4, 4, 1, flags=1)
    code.go_if(NE, label)


def _load(code: Code, to: Word, at: int, base: int = SP) -> None:
    code.load(to[LOW], at, base)
    code.load(to[HIGH], at + 4, base)


def _store(code: Code, word: Word, at: int) -> None:
    code.store(word[LOW], at)
    code.store(word[HIGH], at + 4)


def _add(code: Code, to: Word, word: Word) -> None:
    code.work(ADD, to[LOW], to[LOW], word[LOW], flags=1)
    code.work(ADC, to[HIGH], to[HIGH], word[HIGH])


def _turned(code: Code, word: Word, by: Word, places: int, to: Word) -> tuple[Word, Word]:
    """Rotate word ^ by to the right. Return the registers in which that is, and those that are free then."""
    for half in (HIGH, LOW):
        code.work(EOR, word[half], word[half], by[half])
    if places == 32:
        return (word[LOW], word[HIGH]), to
    for register, ((one, right), (other, left)) in zip(to, rotated(places), strict=True):
        code.move(register, word[one], LSR, right)
        code.work(EOR, register, register, word[other], LSL, -left)
    return to, word


def _mix(code: Code, step: int, words: tuple[int, int, int, int]) -> None:
    a, b, c, d, x = A, B, C, D, X
    for word, number in zip((a, b, c, d), words, strict=True):
        _load(code, word, 8 * number)
    for half in (0, 1):
        _add(code, a, b)
        code.load_byte(SPARE, 2 * step + half, ORDERED)
        code.work(ADD, SPARE, SP, SPARE, LSL, 3)
        _load(code, x, MESSAGE, SPARE)
        _add(code, a, x)
        d, x = _turned(code, d, a, TURNS[2 * half], x)
        _add(code, c, d)
        b, x = _turned(code, b, c, TURNS[2 * half + 1], x)
    for word, number in zip((a, b, c, d), words, strict=True):
        _store(code, word, 8 * number)


def _add_to_state(code: Code) -> None:
    code.load(SPARE, STATE)
    code.address(2, 0)
    code.constant(4, WORDS)
    code.label("sum")
    code.load(0, 0, SPARE)
    for at in (0, 4 * WORDS):
        code.load(1, at, 2)
        code.work(EOR, 0, 0, 1)
    code.store(0, 0, SPARE)
    code.value(ADD, SPARE, SPARE, 4)
    code.value(ADD, 2, 2, 4)
    code.value(SUB, 4, 4, 1, flags=1)
    code.go_if(NE, "sum")
    _load(code, X, COUNTED - 4 * WORDS, SPARE)
    code.value(ADD, X[LOW], X[LOW], blake2b.BLOCK, flags=1)
    code.value(ADC, X[HIGH], X[HIGH], 0)
    code.store(X[LOW], COUNTED - 4 * WORDS, SPARE)
    code.store(X[HIGH], COUNTED - 4 * WORDS + 4, SPARE)
