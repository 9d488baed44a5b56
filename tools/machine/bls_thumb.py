"""BLS12-381's machine for ARMv7-M, see tools/machine/bls.py; what is said of bls_rv32 holds here as well.

An operation finds the addresses of r, a and b in r0, r1 and r2, the bytes of its row in r5, r6 and r7, and may use all
registers. What outlasts it is in the frame.
"""

from collections.abc import Iterable

from tools.machine.bls import OPERATIONS, SLOT
from tools.machine.thumb import ADC, ADD, AND, EOR, LR, LSL, NE, PC, SBC, SP, SUB, Code, table

WORDS = SLOT // 4
DOUBLE = 2 * SLOT  # bytes of a product
# The frame: three products, two sums, the quotients of a reduction, and what outlasts an operation.
PRODUCT, SECOND, THIRD = 0, DOUBLE, 2 * DOUBLE
SUM, SUM_2, QUOTIENTS = range(3 * DOUBLE, 3 * DOUBLE + 3 * SLOT, SLOT)
PROGRAM, MEMORY, ROW, FACTOR_A, FACTOR_B, RESULT, TIMES, DEPTH, BACK = range(QUOTIENTS + SLOT, QUOTIENTS + SLOT + 36, 4)
CALLS = BACK + 4  # where to go on, how often, and from where, of each that was called
FRAME = (CALLS + 12 * 5 + 7) & ~7

KEPT = range(7, 13)  # registers with half of a number
SUMS = (5, 6, LR)


def routine() -> list[str]:
    """Return the lines of the body of `run(program, memory, table, row)`; there is no table."""
    code = Code()
    enter(code)
    for name in OPERATIONS[1:]:
        code.label("op_" + name)
        globals()["op_" + name.lower()](code)
    for name in ("product", "reduce", "add", "sub"):
        code.label(name)
        globals()[name](code)
    code.label("op_END")
    code.leave(FRAME)
    table(code, OPERATIONS)
    return code.lines()


def enter(code: Code) -> None:
    code.enter(FRAME)
    code.store(0, PROGRAM)
    code.store(1, MEMORY)
    code.work(ADD, 4, 0, 3, LSL, 2)
    code.store(4, ROW)
    code.address(4, CALLS)
    code.store(4, DEPTH)
    code.label("next")
    code.load(4, ROW)
    code.load(8, MEMORY)
    for byte, register in enumerate((3, 5, 6, 7)):
        code.load_byte(register, byte, 4)
    code.value(ADD, 4, 4, 4)
    code.store(4, ROW)
    for address, byte in enumerate((5, 6, 7)):  # 48 times the byte
        code.work(ADD, address, byte, byte, LSL, 1)
        code.work(ADD, address, 8, address, LSL, 4)
    code.put(0xE8DF, 0xF013, "go on by the table at r3")
    code.label("table")
    for _ in range((len(OPERATIONS) + 1) // 2):
        code.put(0, 0, "")


# -- integers


def reduced(code: Code, product_at: int) -> None:
    """Reduce a product in the frame to where the result goes, r0."""
    code.address(1, product_at)
    code.call("reduce")


def op_mul(code: Code) -> None:
    code.store(0, RESULT)
    code.address(0, PRODUCT)
    code.call("product")
    code.load(0, RESULT)
    reduced(code, PRODUCT)
    code.go("next")


def op_sqr(code: Code) -> None:
    code.store(0, RESULT)
    code.store(7, TIMES)
    code.label("squared")
    code.move(2, 1)
    code.address(0, PRODUCT)
    code.call("product")
    code.load(0, RESULT)
    reduced(code, PRODUCT)
    code.load(1, RESULT)
    code.load(3, TIMES)
    code.value(SUB, 3, 3, 1, flags=1)
    code.store(3, TIMES)
    code.go_if(NE, "squared")
    code.go("next")


def op_add(code: Code) -> None:
    code.call("add")
    code.go("next")


def op_sub(code: Code) -> None:
    code.call("sub")
    code.go("next")


# -- pairs


def on(code: Code, *registers: int) -> None:
    for register in registers:
        code.value(ADD, register, register, SLOT)


def op_add2(code: Code) -> None:
    code.call("add")
    on(code, 0, 1, 2)
    code.call("add")
    code.go("next")


def op_sum2(code: Code) -> None:
    for half in (0, SLOT):
        combine(code, ADD, (1, half), (2, half), (0, half))
    code.go("next")


def op_sub2(code: Code) -> None:
    code.call("sub")
    on(code, 0, 1, 2)
    code.call("sub")
    code.go("next")


def op_turn2(code: Code) -> None:
    code.address(2, SLOT, 1)
    code.call("sub")
    on(code, 0)
    code.call("add")
    code.go("next")


def op_mul2(code: Code) -> None:
    for register, at in ((0, RESULT), (1, FACTOR_A), (2, FACTOR_B)):
        code.store(register, at)
    combine(code, ADD, (1, 0), (1, SLOT), (SP, SUM))
    combine(code, ADD, (2, 0), (2, SLOT), (SP, SUM_2))
    code.address(0, PRODUCT)
    code.call("product")
    code.load(1, FACTOR_A)
    code.load(2, FACTOR_B)
    on(code, 1, 2)
    code.address(0, SECOND)
    code.call("product")
    code.address(1, SUM)
    code.address(2, SUM_2)
    code.address(0, THIRD)
    code.call("product")
    # The third less both others, which is not negative; then the first less the second, and P * R more if that is.
    for one, two in ((THIRD, PRODUCT), (THIRD, SECOND), (PRODUCT, SECOND)):
        combine(code, SUB, (SP, one), (SP, two), (SP, one), range(2 * WORDS))
    code.mask(5)
    code.load(2, MEMORY)
    masked(code, (SP, PRODUCT + SLOT))
    code.load(0, RESULT)
    reduced(code, PRODUCT)
    code.load(0, RESULT)
    on(code, 0)
    reduced(code, THIRD)
    code.go("next")


def op_sqr2(code: Code) -> None:
    """(a0 + a1) * (a0 - a1) and 2 * a0 * a1."""
    code.store(0, RESULT)
    code.store(1, FACTOR_A)
    combine(code, ADD, (1, 0), (1, SLOT), (SP, SUM))
    code.address(2, SLOT, 1)
    code.address(0, SUM_2)
    code.call("sub")
    code.address(1, SUM)
    code.address(2, SUM_2)
    code.address(0, PRODUCT)
    code.call("product")
    code.load(1, FACTOR_A)
    combine(code, ADD, (1, 0), (1, 0), (SP, SUM))
    code.address(2, SLOT, 1)
    code.address(1, SUM)
    code.address(0, SECOND)
    code.call("product")
    code.load(0, RESULT)
    reduced(code, PRODUCT)
    code.load(0, RESULT)
    on(code, 0)
    reduced(code, SECOND)
    code.go("next")


# -- where a program goes on


def op_copy(code: Code) -> None:
    """r0 and r1 go on; r7 says how many slots."""
    code.move(2, 7)
    code.label("copied")
    for _ in range(2):
        code.load_all(1, KEPT, on=1)
        code.store_all(0, KEPT, on=1)
    code.value(SUB, 2, 2, 1, flags=1)
    code.go_if(NE, "copied")
    code.go("next")


def op_call(code: Code) -> None:
    code.work(ADD, 6, 6, 7, LSL, 8)
    code.load(4, PROGRAM)
    code.work(ADD, 6, 4, 6, LSL, 2)
    code.load(4, ROW)
    code.load(3, DEPTH)
    for i, register in enumerate((4, 5, 6)):
        code.store(register, 4 * i, 3)
    code.value(ADD, 3, 3, 12)
    code.store(3, DEPTH)
    code.store(6, ROW)
    code.go("next")


def op_ret(code: Code) -> None:
    code.load(3, DEPTH)
    code.value(SUB, 3, 3, 12)
    for i, register in enumerate((4, 5, 6)):
        code.load(register, 4 * i, 3)
    code.store(6, ROW)
    code.value(SUB, 5, 5, 1, flags=1)
    code.store(5, 4, 3)
    code.go_if(NE, "next")
    code.store(4, ROW)
    code.store(3, DEPTH)
    code.go("next")


# -- subroutines, which leave r0 and r2 as they are unless they say otherwise

Place = tuple[int, int]  # a register with an address, and how many bytes on


def combine(code: Code, operation: int, one: Place, two: Place, to: Place, words: Iterable[int] = range(WORDS)) -> None:
    """Add or subtract numbers word by word; the flags tell the carry."""
    with_carry = ADC if operation == ADD else SBC
    for i in words:
        code.load(3, one[1] + 4 * i, one[0])
        code.load(4, two[1] + 4 * i, two[0])
        code.work(with_carry if i else operation, 3, 3, 4, flags=1)
        code.store(3, to[1] + 4 * i, to[0])


def masked(code: Code, place: Place) -> None:
    """Add P to the number there if r5 is all ones and not 0. r2 is the address of P."""
    for i in range(WORDS):
        code.load(3, 4 * i, 2)
        code.load(4, place[1] + 4 * i, place[0])
        code.work(AND, 3, 3, 5)
        code.work(ADC if i else ADD, 4, 4, 3, flags=1)
        code.store(4, place[1] + 4 * i, place[0])


def step(code: Code, sums: tuple[int, ...], i: int) -> None:
    """Add r3 times word i of the number at r2, of which the first half is in KEPT, to a column."""
    if i >= len(KEPT):
        code.load(4, 4 * i, 2)
    code.umull(3, 4, 3, KEPT[i] if i < len(KEPT) else 4)
    code.work(ADD, sums[0], sums[0], 3, flags=1)
    code.work(ADC, sums[1], sums[1], 4, flags=1)
    code.value(ADC, sums[2], sums[2], 0)


def product(code: Code) -> None:
    """r0, 24 words, is the product of the numbers at r1 and r2."""
    code.store(LR, BACK)
    code.load_all(2, KEPT)
    sums = SUMS
    code.constant(sums[0], 0)
    code.constant(sums[1], 0)
    for column in range(2 * WORDS - 1):
        code.constant(sums[2], 0)
        for i in range(max(0, column - WORDS + 1), min(column, WORDS - 1) + 1):
            code.load(3, 4 * i, 1)
            step(code, sums, column - i)
        code.store(sums[0], 4 * column, 0)
        sums = (*sums[1:], sums[0])
    code.store(sums[0], 4 * (2 * WORDS - 1), 0)
    code.load(PC, BACK)


def reduce(code: Code) -> None:
    """The number at r0 is the 24 words at r1 divided by R, by Montgomery's method."""
    code.store(LR, BACK)
    code.load(2, MEMORY)
    code.load_all(2, KEPT)
    sums = SUMS
    code.constant(sums[0], 0)
    code.constant(sums[1], 0)
    for column in range(2 * WORDS):
        code.load(3, 4 * column, 1)
        code.constant(sums[2], 0)
        code.work(ADD, sums[0], sums[0], 3, flags=1)
        code.value(ADC, sums[1], sums[1], 0, flags=1)
        code.value(ADC, sums[2], sums[2], 0)
        for i in range(max(0, column - WORDS + 1), min(column, WORDS)):
            code.load(3, QUOTIENTS + 4 * i)
            step(code, sums, column - i)
        if column < WORDS:  # so many times P that the word clears
            code.load(4, SLOT, 2)
            code.multiply(3, sums[0], 4)
            code.store(3, QUOTIENTS + 4 * column)
            step(code, sums, 0)
        else:
            code.store(sums[0], 4 * (column - WORDS), 0)
        sums = (*sums[1:], sums[0])
    # P less, if that is not negative.
    combine(code, SUB, (0, 0), (2, 0), (SP, QUOTIENTS))
    code.mask(5)
    for i in range(WORDS):
        code.load(3, 4 * i, 0)
        code.load(4, QUOTIENTS + 4 * i)
        code.work(EOR, 3, 3, 4)
        code.work(AND, 3, 3, 5)
        code.work(EOR, 3, 3, 4)
        code.store(3, 4 * i, 0)
    code.load(PC, BACK)


def add(code: Code) -> None:
    """The number at r0 is that at r1 and that at r2, and P less if that is not negative: a - (P - b)."""
    code.load(6, MEMORY)
    combine(code, SUB, (6, 0), (2, 0), (SP, QUOTIENTS))
    combine(code, SUB, (1, 0), (SP, QUOTIENTS), (0, 0))
    code.go("corrected")


def sub(code: Code) -> None:
    """The number at r0 is that at r1 less that at r2, and P more if that is negative."""
    combine(code, SUB, (1, 0), (2, 0), (0, 0))
    code.label("corrected")
    code.mask(5)
    code.move(6, 2)
    code.load(2, MEMORY)
    masked(code, (0, 0))
    code.move(2, 6)
    code.put(0x4770, 0xBF00, "return")
