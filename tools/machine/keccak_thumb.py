"""Blocks of Keccak-256 for ARMv7-M, see `keccak`. A lane is in two registers, the high half first."""

from tools.machine.keccak import RATE, ROTATIONS, ROUNDS, ROWS, STATE
from tools.machine.lanes import HIGH, LOW, rotated
from tools.machine.thumb import ADD, BIC, EOR, LR, LSL, LSR, NE, SP, SUB, Code

COLUMNS, D = STATE, STATE + 40  # in the frame, after the other place of the lanes: their sums, and what theta adds
BLOCK, CONSTANTS, COUNT, ROUND, NEXT = range(STATE + 80, STATE + 100, 4)
FRAME = STATE + 104

FROM, TO = 2, LR
GIVEN = (0, 1)
LANES = [(3, 4), (5, 6), (7, 8), (9, 10), (11, 12)]
HALVES = ((HIGH, 4), (LOW, 0))  # and where they are


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.enter(FRAME)
    for register, at in ((1, BLOCK), (2, CONSTANTS), (3, COUNT)):
        code.store(register, at)
    code.move(FROM, 0)
    code.label("block")
    _absorb(code)
    code.address(TO, 0)
    code.constant(0, ROUNDS)
    code.load(1, CONSTANTS)
    code.store(0, ROUND)
    code.store(1, NEXT)
    code.label("round")
    _theta(code)
    for row in range(5):
        _row(code, row)
    _constant(code)
    code.move(0, FROM)
    code.move(FROM, TO)
    code.move(TO, 0)
    code.load(0, ROUND)
    code.value(SUB, 0, 0, 1, flags=1)
    code.store(0, ROUND)
    code.go_if(NE, "round")
    code.load(0, COUNT)
    code.value(SUB, 0, 0, 1, flags=1)
    code.store(0, COUNT)
    code.go_if(NE, "block")
    code.leave(FRAME)
    return code.lines()


def _absorb(code: Code) -> None:
    """The block is added to the state at FROM."""
    code.load(0, BLOCK)
    code.move(1, FROM)
    code.constant(5, RATE // 4)
    code.label("word")
    code.load(3, 0, 0)
    code.load(4, 0, 1)
    code.work(EOR, 3, 3, 4)
    code.store(3, 0, 1)
    code.value(ADD, 0, 0, 4)
    code.value(ADD, 1, 1, 4)
    code.value(SUB, 5, 5, 1, flags=1)
    code.go_if(NE, "word")
    code.store(0, BLOCK)


def _load(code: Code, lane: tuple[int, int], at: int, base: int) -> None:
    for half, more in HALVES:
        code.load(lane[half], at + more, base)


def _store(code: Code, lane: tuple[int, int], at: int) -> None:
    for half, more in HALVES:
        code.store(lane[half], at + more)


def _theta(code: Code) -> None:
    one, two = LANES[:2]
    for x in range(5):
        _load(code, one, 8 * x, FROM)
        for y in range(1, 5):
            _load(code, two, 8 * (x + 5 * y), FROM)
            for half in (HIGH, LOW):
                code.work(EOR, one[half], one[half], two[half])
        _store(code, one, COLUMNS + 8 * x)
    for x in range(5):
        _load(code, one, COLUMNS + 8 * ((x - 1) % 5), SP)
        _load(code, two, COLUMNS + 8 * ((x + 1) % 5), SP)
        for half, parts in zip((HIGH, LOW), rotated(63), strict=True):
            for other, places in parts:
                shift = LSR if places > 0 else LSL
                code.work(EOR, one[half], one[half], two[other], shift, abs(places))
        _store(code, one, D + 8 * x)


def _row(code: Code, row: int) -> None:
    for lane, number in zip(LANES, ROWS[row], strict=True):
        left = ROTATIONS[number]
        _load(code, GIVEN, 8 * number, FROM)
        _load(code, lane, D + 8 * (number % 5), SP)
        for half in (HIGH, LOW):
            code.work(EOR, GIVEN[half] if left else lane[half], GIVEN[half], lane[half])
        if left:
            for half, ((one, right), (other, _)) in zip((HIGH, LOW), rotated(64 - left), strict=True):
                code.move(lane[half], GIVEN[one], LSR, right)
                code.work(EOR, lane[half], lane[half], GIVEN[other], LSL, 32 - right)
    for x, lane in enumerate(LANES):
        one, two = LANES[(x + 1) % 5], LANES[(x + 2) % 5]
        for half, at in HALVES:
            code.work(BIC, 0, two[half], one[half])
            code.work(EOR, 0, 0, lane[half])
            code.store(0, 8 * (x + 5 * row) + at, TO)


def _constant(code: Code) -> None:
    """That of the round is added to the first lane."""
    code.load(0, NEXT)
    for at in (0, 4):
        code.load(1, at, 0)
        code.load(3, at, TO)
        code.work(EOR, 1, 1, 3)
        code.store(1, at, TO)
    code.value(ADD, 0, 0, 8)
    code.store(0, NEXT)
