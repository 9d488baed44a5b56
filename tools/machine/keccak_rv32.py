"""Blocks of Keccak-256 for RV32IM, see `keccak`. A lane is in two registers, the high half first."""

from tools.machine.keccak import RATE, ROTATIONS, ROUNDS, ROWS, STATE
from tools.machine.lanes import HIGH, LOW, Half, rotated
from tools.machine.rv32 import Code

Lane = tuple[str, str]

SAVED = tuple(f"s{i}" for i in range(12))
BLOCK, CONSTANTS, COUNT, ROUND, NEXT = range(STATE, STATE + 20, 4)  # in the frame, after the other place of the lanes
FIRST_SAVED = STATE + 20
FRAME = FIRST_SAVED + 4 * len(SAVED) + 4

FROM, TO = "a0", "a1"
SPARE, OTHER = "a2", "a3"
D: list[Lane] = [("s0", "s1"), ("s2", "s3"), ("s4", "s5"), ("s6", "s7"), ("s8", "s9")]  # what theta adds to a column
LANES: list[Lane] = [("t0", "t1"), ("t2", "t3"), ("t4", "t5"), ("t6", "a4"), ("a5", "a6")]
RESULT = "a7"


def routine() -> list[str]:
    """Return the lines of the body of `run(state, blocks, constants, count)`."""
    code = Code()
    code.addi("sp", "sp", -FRAME)
    for i, register in enumerate(SAVED):
        code.sw(register, FIRST_SAVED + 4 * i, "sp")
    for register, at in (("a1", BLOCK), ("a2", CONSTANTS), ("a3", COUNT)):
        code.sw(register, at, "sp")
    code.label("block")
    _absorb(code)
    code.addi(TO, "sp", 0)
    code.li(SPARE, ROUNDS)
    code.sw(SPARE, ROUND, "sp")
    code.lw(SPARE, CONSTANTS, "sp")
    code.sw(SPARE, NEXT, "sp")
    code.label("round")
    _theta(code)
    for row in range(5):
        _row(code, row)
    _constant(code)
    code.mv(SPARE, FROM)
    code.mv(FROM, TO)
    code.mv(TO, SPARE)
    _again(code, ROUND, "round")
    _again(code, COUNT, "block")
    for i, register in enumerate(SAVED):
        code.lw(register, FIRST_SAVED + 4 * i, "sp")
    code.addi("sp", "sp", FRAME)
    code.li("a0", 0)
    code.c_jr("ra")
    return code.lines


def _again(code: Code, counter: int, label: str) -> None:
    code.lw(SPARE, counter, "sp")
    code.addi(SPARE, SPARE, -1)
    code.sw(SPARE, counter, "sp")
    code.bne(SPARE, "zero", label)


def _read(code: Code, to: str, at: int, source: str) -> None:
    """Read a word from any address."""
    code.lbu(to, at + 3, source)
    for i in (2, 1, 0):
        code.lbu(OTHER, at + i, source)
        code.slli(to, to, 8)
        code.or_(to, to, OTHER)


def _absorb(code: Code) -> None:
    """The block is added to the state at FROM."""
    code.lw("t0", BLOCK, "sp")
    code.mv("t1", FROM)
    code.addi("t2", "t0", RATE)
    code.label("word")
    _read(code, SPARE, 0, "t0")
    code.lw("t3", 0, "t1")
    code.xor("t3", "t3", SPARE)
    code.sw("t3", 0, "t1")
    code.addi("t0", "t0", 4)
    code.addi("t1", "t1", 4)
    code.bne("t0", "t2", "word")
    code.sw("t0", BLOCK, "sp")


def _load(code: Code, lane: Lane, number: int) -> None:
    code.lw(lane[HIGH], 8 * number + 4, FROM)
    code.lw(lane[LOW], 8 * number, FROM)


def _mix(code: Code, to: str, parts: Half, lane: Lane) -> None:
    """to ^= what the parts of a lane make."""
    for half, places in parts:
        shift = code.srli if places > 0 else code.slli
        shift(SPARE, lane[half], abs(places))
        code.xor(to, to, SPARE)


def _theta(code: Code) -> None:
    for x, column in enumerate(LANES):
        _load(code, column, x)
        for y in range(1, 5):
            for half, at in ((HIGH, 4), (LOW, 0)):
                code.lw(SPARE, 8 * (x + 5 * y) + at, FROM)
                code.xor(column[half], column[half], SPARE)
    for x, to in enumerate(D):
        before, after = LANES[x - 1], LANES[(x + 1) % 5]
        for half, parts in zip((HIGH, LOW), rotated(63), strict=True):
            code.mv(to[half], before[half])
            _mix(code, to[half], parts, after)


def _row(code: Code, row: int) -> None:
    for lane, number in zip(LANES, ROWS[row], strict=True):
        column, left = D[number % 5], ROTATIONS[number]
        if not left:
            _load(code, lane, number)
            for half in (HIGH, LOW):
                code.xor(lane[half], lane[half], column[half])
            continue
        given = OTHER, RESULT
        _load(code, given, number)
        for half in (HIGH, LOW):
            code.xor(given[half], given[half], column[half])
        for half, ((one, right), (other, _)) in zip((HIGH, LOW), rotated(64 - left), strict=True):
            code.srli(lane[half], given[one], right)
            code.slli(SPARE, given[other], 32 - right)
            code.or_(lane[half], lane[half], SPARE)
    for x, lane in enumerate(LANES):
        one, two = LANES[(x + 1) % 5], LANES[(x + 2) % 5]
        for half, at in ((HIGH, 4), (LOW, 0)):  # of lane, and of two where one is 0
            code.and_(RESULT, one[half], two[half])
            code.xor(RESULT, RESULT, two[half])
            code.xor(RESULT, RESULT, lane[half])
            code.sw(RESULT, 8 * (x + 5 * row) + at, TO)


def _constant(code: Code) -> None:
    """That of the round is added to the first lane."""
    code.lw(RESULT, NEXT, "sp")
    for at in (0, 4):
        _read(code, SPARE, at, RESULT)
        code.lw(OTHER, at, TO)
        code.xor(OTHER, OTHER, SPARE)
        code.sw(OTHER, at, TO)
    code.addi(RESULT, RESULT, 8)
    code.sw(RESULT, NEXT, "sp")
