"""BLS12-381's machine for RV32IM, see tools/machine/bls.py.

Registers that stay: s10 is the row that comes next, s11 the memory. An operation finds the addresses of a, b and r in
PA, PB and OUT. No branch and no address depends on a number.

A product and a reduction take 144 steps each, column by column: three registers sum up a column, and what is above goes
on to the next one. A product of pairs is three products and two reductions (Karatsuba): P is so much smaller than R
that sums need no reduction before.
"""

from tools.machine.bls import OPERATIONS, SLOT
from tools.machine.rv32 import Code

WORDS = SLOT // 4
DOUBLE = 2 * SLOT  # bytes of a product
# The frame on the stack: three products, two sums, and what outlasts an operation.
PRODUCT, SECOND, THIRD = 0, DOUBLE, 2 * DOUBLE
SUM, SUM_2 = 3 * DOUBLE, 3 * DOUBLE + SLOT
QUOTIENTS = SUM_2 + SLOT  # half of them; the others are in registers
FACTOR_A, FACTOR_B, RESULT, TIMES, PROGRAM, DEPTH, LINK = range(QUOTIENTS + 24, QUOTIENTS + 52, 4)
CALLS = LINK + 4  # where to go on, how often, and from where, of each that was called
SAVED = ("ra", *(f"s{i}" for i in range(12)))
FIRST_SAVED = CALLS + 12 * 5
FRAME = (FIRST_SAVED + 4 * len(SAVED) + 15) & ~15

SUMS = ["t0", "t1", "t2"]
LO, HI, TT = "t3", "t4", "t5"
PA, OUT = "t6", "a7"  # pointers
PB = "a6"
LONG = [f"s{i}" for i in range(10)] + ["a0", "a1"]  # a number
SHORT = ["a2", "a3", "a4", "a5", "a6", "ra"]  # half of one
CY = "ra"


def routine() -> list[str]:
    """Return the lines of the body of `run(program, memory, table, row)`; there is no table."""
    code = Code()
    enter(code)
    for name in sorted(OPERATIONS, key=lambda name: name not in ("RET", "COPY")):
        code.label("op_" + name)
        globals()["op_" + name.lower()](code)
    subroutines(code)
    return code.lines


def enter(code: Code) -> None:
    code.addi("sp", "sp", -FRAME)
    for i, register in enumerate(SAVED):
        code.sw(register, FIRST_SAVED + 4 * i, "sp")
    code.mv("s11", "a1")
    code.sw("a0", PROGRAM, "sp")
    code.addi("t0", "sp", CALLS)
    code.sw("t0", DEPTH, "sp")
    code.slli("a3", "a3", 2)
    code.add("s10", "a0", "a3")
    code.label("next")
    for i, register in enumerate(("t0", "t1", "t2", "t3")):
        code.lbu(register, i, "s10")
    code.c_addi("s10", 4)
    for byte, address in (("t1", OUT), ("t2", PA), ("t3", PB)):  # 48 times the byte, on from s11
        code.slli("t4", byte, 1)
        code.add("t4", "t4", byte)
        code.slli("t4", "t4", 4)
        code.add(address, "t4", "s11")
    code.la("t4", "operations")
    code.slli("t0", "t0", 2)
    code.add("t4", "t4", "t0")
    code.c_jr("t4")
    code.label("operations")
    for name in OPERATIONS:
        code.go("op_" + name)


def op_end(code: Code) -> None:
    for i, register in enumerate(SAVED):
        code.lw(register, FIRST_SAVED + 4 * i, "sp")
    code.addi("sp", "sp", FRAME)
    code.li("a0", 0)  # what is returned
    code.c_jr("ra")


# -- integers


def op_mul(code: Code) -> None:
    code.sw(OUT, RESULT, "sp")
    code.addi(OUT, "sp", PRODUCT)
    code.jal("ra", "product")
    code.lw(OUT, RESULT, "sp")
    code.addi(PA, "sp", PRODUCT)
    code.jal("ra", "reduce")
    code.go("next")


def op_sqr(code: Code) -> None:
    code.sw("t3", TIMES, "sp")
    code.sw(OUT, RESULT, "sp")
    code.label("squared")
    code.mv(PB, PA)
    code.addi(OUT, "sp", PRODUCT)
    code.jal("ra", "product")
    code.lw(OUT, RESULT, "sp")
    code.addi(PA, "sp", PRODUCT)
    code.jal("ra", "reduce")
    code.lw(PA, RESULT, "sp")
    code.lw("t0", TIMES, "sp")
    code.addi("t0", "t0", -1)
    code.sw("t0", TIMES, "sp")
    code.bne("t0", "zero", "squared")
    code.go("next")


def op_add(code: Code) -> None:
    code.jal("ra", "add")
    code.go("next")


def op_sub(code: Code) -> None:
    code.jal("ra", "sub")
    code.go("next")


# -- pairs


def on(code: Code, *registers: str) -> None:
    for register in registers:
        code.addi(register, register, SLOT)


def op_add2(code: Code) -> None:
    code.jal("ra", "add")
    on(code, PA, PB, OUT)
    code.jal("ra", "add")
    code.go("next")


def op_sum2(code: Code) -> None:
    for half in (0, SLOT):
        raw_sum(code, (PA, half), (PB, half), (OUT, half))
    code.go("next")


def op_sub2(code: Code) -> None:
    code.jal("ra", "sub")
    on(code, PA, PB, OUT)
    code.jal("ra", "sub")
    code.go("next")


def op_turn2(code: Code) -> None:
    code.addi(PB, PA, SLOT)
    code.jal("ra", "sub")
    on(code, OUT)
    code.jal("ra", "add")
    code.go("next")


def op_mul2(code: Code) -> None:
    for register, at in ((PA, FACTOR_A), (PB, FACTOR_B), (OUT, RESULT)):
        code.sw(register, at, "sp")
    for first, to in ((PA, SUM), (PB, SUM_2)):
        raw_sum(code, (first, 0), (first, SLOT), ("sp", to))
    code.addi(OUT, "sp", PRODUCT)
    code.jal("ra", "product")
    code.lw(PA, FACTOR_A, "sp")
    code.lw(PB, FACTOR_B, "sp")
    on(code, PA, PB)
    code.addi(OUT, "sp", SECOND)
    code.jal("ra", "product")
    code.addi(PA, "sp", SUM)
    code.addi(PB, "sp", SUM_2)
    code.addi(OUT, "sp", THIRD)
    code.jal("ra", "product")
    # The third less both others, which is not negative; then the first less the second, and P * R more if that is.
    third, borrow = SUMS[:2]
    for i in range(2 * WORDS):
        code.lw(LO, PRODUCT + 4 * i, "sp")
        code.lw(HI, SECOND + 4 * i, "sp")
        code.lw(third, THIRD + 4 * i, "sp")
        less(code, third, LO, borrow, i == 0)
        less(code, third, HI, PB, i == 0)
        code.sw(third, THIRD + 4 * i, "sp")
        less(code, LO, HI, CY, i == 0)
        code.sw(LO, PRODUCT + 4 * i, "sp")
    code.sub(TT, "zero", CY)
    code.li(CY, 0)
    for i in range(WORDS):
        code.lw(LO, 4 * i, "s11")
        code.and_(LO, LO, TT)
        code.lw(HI, PRODUCT + SLOT + 4 * i, "sp")
        code.add(HI, HI, LO)
        code.sltu(LO, HI, LO)
        code.add(HI, HI, CY)
        code.sltu(CY, HI, CY)
        code.add(CY, CY, LO)
        code.sw(HI, PRODUCT + SLOT + 4 * i, "sp")
    code.lw(OUT, RESULT, "sp")
    code.addi(PA, "sp", PRODUCT)
    code.jal("ra", "reduce")
    on(code, OUT)
    code.addi(PA, "sp", THIRD)
    code.jal("ra", "reduce")
    code.go("next")


def op_sqr2(code: Code) -> None:
    """(a0 + a1) * (a0 - a1) and 2 * a0 * a1."""
    code.sw(PA, FACTOR_A, "sp")
    code.sw(OUT, RESULT, "sp")
    raw_sum(code, (PA, 0), (PA, SLOT), ("sp", SUM))
    code.addi(PB, PA, SLOT)
    code.addi(OUT, "sp", SUM_2)
    code.jal("ra", "sub")
    code.addi(PA, "sp", SUM)
    code.addi(PB, "sp", SUM_2)
    code.addi(OUT, "sp", PRODUCT)
    code.jal("ra", "product")
    code.lw(PA, FACTOR_A, "sp")
    raw_sum(code, (PA, 0), (PA, 0), ("sp", SUM))
    code.addi(PB, PA, SLOT)
    code.addi(PA, "sp", SUM)
    code.addi(OUT, "sp", SECOND)
    code.jal("ra", "product")
    code.lw(OUT, RESULT, "sp")
    code.addi(PA, "sp", PRODUCT)
    code.jal("ra", "reduce")
    on(code, OUT)
    code.addi(PA, "sp", SECOND)
    code.jal("ra", "reduce")
    code.go("next")


Place = tuple[str, int]  # a register with an address, and how many bytes on


def raw_sum(code: Code, one: Place, two: Place, to: Place) -> None:
    """Add two numbers, and do not reduce the sum."""
    for i in range(WORDS):
        code.lw(LO, one[1] + 4 * i, one[0])
        code.lw(HI, two[1] + 4 * i, two[0])
        code.add(HI, HI, LO)
        code.sltu(LO, HI, LO)
        if i:
            code.add(HI, HI, CY)
            code.sltu(CY, HI, CY)
            code.add(CY, CY, LO)
        else:
            code.mv(CY, LO)
        code.sw(HI, to[1] + 4 * i, to[0])


def less(code: Code, one: str, two: str, borrow: str, first: bool) -> None:
    """one = one - two - borrow, and the new borrow. first: none is yet."""
    code.sltu(TT, one, two)
    code.sub(one, one, two)
    if first:
        code.mv(borrow, TT)
    else:
        code.sltu(OUT, one, borrow)
        code.sub(one, one, borrow)
        code.add(borrow, TT, OUT)


# -- where a program goes on


def op_copy(code: Code) -> None:
    """PA and OUT go on; t3 says how many slots."""
    code.label("copied")
    for i in range(WORDS):
        code.lw(TT, 4 * i, PA)
        code.sw(TT, 4 * i, OUT)
    on(code, PA, OUT)
    code.addi("t3", "t3", -1)
    code.beq("t3", "zero", "copied_all")
    code.go("copied")
    code.label("copied_all")
    code.go("next")


def op_call(code: Code) -> None:
    code.slli("t3", "t3", 8)
    code.or_("t4", "t3", "t2")
    code.slli("t4", "t4", 2)
    code.lw("t5", PROGRAM, "sp")
    code.add("t4", "t4", "t5")
    code.lw("t0", DEPTH, "sp")
    for i, register in enumerate(("s10", "t1", "t4")):
        code.sw(register, 4 * i, "t0")
    code.addi("t0", "t0", 12)
    code.sw("t0", DEPTH, "sp")
    code.mv("s10", "t4")
    code.go("next")


def op_ret(code: Code) -> None:
    code.lw("t0", DEPTH, "sp")
    code.lw("t1", -8, "t0")
    code.addi("t1", "t1", -1)
    code.sw("t1", -8, "t0")
    code.lw("s10", -4, "t0")
    code.bne("t1", "zero", "called_again")
    code.lw("s10", -12, "t0")
    code.addi("t0", "t0", -12)
    code.sw("t0", DEPTH, "sp")
    code.label("called_again")
    code.go("next")


# -- subroutines


def step(code: Code, one: str, two: str, sums: list[str], fresh: bool) -> None:
    """Add a product to a column. fresh: nothing is above the second register yet."""
    code.mul(LO, one, two)
    code.mulhu(HI, one, two)
    code.add(sums[0], sums[0], LO)
    code.sltu(LO, sums[0], LO)
    code.add(HI, HI, LO)
    code.add(sums[1], sums[1], HI)
    if fresh:
        code.sltu(sums[2], sums[1], HI)
    else:
        code.sltu(HI, sums[1], HI)
        code.add(sums[2], sums[2], HI)


def product(code: Code) -> None:
    """OUT, 24 words, is the product of the numbers at PA and PB."""
    code.sw("ra", LINK, "sp")
    for i, register in enumerate(LONG):
        code.lw(register, 4 * i, PB)
    for i, register in enumerate(SHORT):
        code.lw(register, 4 * i, PA)
    sums = list(SUMS)
    for column in range(2 * WORDS - 1):
        places = range(max(0, column - WORDS + 1), min(column, WORDS - 1) + 1)
        for count, i in enumerate(places):
            register = SHORT[i] if i < len(SHORT) else TT
            if i >= len(SHORT):
                code.lw(TT, 4 * i, PA)
            if column == 0:
                code.mul(sums[0], register, LONG[0])
                code.mulhu(sums[1], register, LONG[0])
                code.li(sums[2], 0)
            else:
                step(code, register, LONG[column - i], sums, count == 0)
        code.sw(sums[0], 4 * column, OUT)
        sums = [*sums[1:], sums[0]]
    code.sw(sums[0], 4 * (2 * WORDS - 1), OUT)
    code.lw("ra", LINK, "sp")
    code.c_jr("ra")


def reduce(code: Code) -> None:
    """The number at OUT is the 24 words at PA divided by R, by Montgomery's method. PA is given up."""
    code.sw("ra", LINK, "sp")
    for i, register in enumerate(LONG):
        code.lw(register, 4 * i, "s11")
    sums = list(SUMS)
    code.li(sums[0], 0)
    code.li(sums[1], 0)
    for column in range(2 * WORDS):
        code.lw(TT, 4 * column, PA)
        code.add(sums[0], sums[0], TT)
        code.sltu(LO, sums[0], TT)
        code.add(sums[1], sums[1], LO)
        code.sltu(sums[2], sums[1], LO)
        for i in range(max(0, column - WORDS + 1), min(column, WORDS)):
            register = SHORT[i] if i < len(SHORT) else TT
            if i >= len(SHORT):
                code.lw(TT, QUOTIENTS + 4 * (i - len(SHORT)), "sp")
            step(code, register, LONG[column - i], sums, False)
        if column < WORDS:
            # So many times P that the word clears; it carries, unless it is clear.
            code.lw(TT, SLOT, "s11")
            register = SHORT[column] if column < len(SHORT) else TT
            code.mul(register, sums[0], TT)
            if column >= len(SHORT):
                code.sw(TT, QUOTIENTS + 4 * (column - len(SHORT)), "sp")
            code.mulhu(HI, register, LONG[0])
            code.sltu(LO, "zero", sums[0])
            code.add(HI, HI, LO)
            code.add(sums[1], sums[1], HI)
            code.sltu(HI, sums[1], HI)
            code.add(sums[2], sums[2], HI)
        else:
            code.sw(sums[0], 4 * (column - WORDS), OUT)
        sums = [*sums[1:], sums[0]]
    # P less, if that is not negative.
    for i in range(WORDS):
        code.lw(TT, 4 * i, OUT)
        code.sltu(LO, TT, LONG[i])
        if i:
            code.sub(LONG[i], TT, LONG[i])
            code.sltu(HI, LONG[i], CY)
            code.sub(LONG[i], LONG[i], CY)
            code.add(CY, LO, HI)
        else:
            code.sub(LONG[i], TT, LONG[i])
            code.mv(CY, LO)
    code.sub(CY, "zero", CY)
    for i in range(WORDS):
        code.lw(TT, 4 * i, OUT)
        code.xor(TT, TT, LONG[i])
        code.and_(TT, TT, CY)
        code.xor(TT, TT, LONG[i])
        code.sw(TT, 4 * i, OUT)
    code.lw("ra", LINK, "sp")
    code.c_jr("ra")


def add(code: Code) -> None:
    """The number at OUT is that at PA and that at PB, and P less if that is not negative: a - (P - b)."""
    code.mv(TT, "ra")
    borrow = SUMS[0]
    for i in range(WORDS):
        code.lw(LO, 4 * i, "s11")
        code.lw(HI, 4 * i, PB)
        code.sltu(SUMS[1], LO, HI)
        code.sub(LONG[i], LO, HI)
        if i:
            code.sltu(HI, LONG[i], borrow)
            code.sub(LONG[i], LONG[i], borrow)
            code.add(borrow, HI, SUMS[1])
        else:
            code.mv(borrow, SUMS[1])
    code.go("subtract")


def sub(code: Code) -> None:
    """The number at OUT is that at PA less that at PB, and P more if that is negative."""
    code.mv(TT, "ra")
    for i, register in enumerate(LONG):
        code.lw(register, 4 * i, PB)
    code.label("subtract")
    borrow, carry = SUMS[0], SUMS[1]
    for i, register in enumerate(LONG):
        code.lw(LO, 4 * i, PA)
        code.sltu(HI, LO, register)
        code.sub(register, LO, register)
        if i:
            code.sltu(LO, register, borrow)
            code.sub(register, register, borrow)
            code.add(borrow, HI, LO)
        else:
            code.mv(borrow, HI)
    code.sub(borrow, "zero", borrow)
    for i, register in enumerate(LONG):
        code.lw(LO, 4 * i, "s11")
        code.and_(LO, LO, borrow)
        code.add(register, register, LO)
        code.sltu(LO, register, LO)
        if i:
            code.add(register, register, carry)
            code.sltu(carry, register, carry)
            code.add(carry, carry, LO)
        else:
            code.mv(carry, LO)
        code.sw(register, 4 * i, OUT)
    code.c_jr(TT)


def subroutines(code: Code) -> None:
    for name in ("product", "reduce", "add", "sub"):
        code.label(name)
        globals()[name](code)
