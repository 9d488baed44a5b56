"""The field machine for RV32IM, in the words of MicroPython's inline assembler.

`routine()` returns the body of the function. Registers that stay: s10 is the row that comes next, s11 the memory. An
operation finds the addresses of a, b and r in a4, a3 and a5, the bytes of its row in t2, t3 and t1, and may use all
other registers. No branch and no address depends on a number but those of the table and of PICK's points.

How many instructions a step takes is measured, and told in docs/crypto.md.
"""

from collections.abc import Callable, Iterable

from tools.machine.operations import COLUMNS, OPERATIONS, TEETH, WIDTH

# The frame on the stack: room for a product or for the five numbers of an inverse, then what outlasts an operation.
LINK, TIMES, ENTRY, LINK_2, TIMES_2, ENTRY_2 = range(256, 280, 4)
COUNTER, TABLE, MODULUS, PROGRAM, RESULT, STOP, POWERS, THEN = range(280, 312, 4)
SAVED = ("ra", *(f"s{i}" for i in range(12)))
FIRST_SAVED = 312
FRAME = 368
# In limbs of 30 bits, nine each; before the first four is room for what falls off.
F, G, D, E, M = 4, 44, 84, 124, 160

LO, HI, TT, CY = "a0", "a1", "a2", "a3"
A, R, AI, K, SIGN = "a4", "a5", "s1", "ra", "t6"
B = [f"s{i}" for i in range(2, 10)]
SUMS = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "a6", "a7", "s0"]
SHORT = (
    "s0",
    "s1",
    "a0",
    "a1",
    "a2",
    "a3",
    "a4",
    "a5",
)  # for most compressed instructions; MicroPython's loads reach 64 bytes

FOLD = 977  # 2**256 is 2**32 + FOLD modulo p, the prime of secp256k1
FOLD_Q = 38  # 2**256 modulo q, the prime of Ed25519
LOW30 = (1 << 30) - 1


class Code:
    """Lines of assembler. Shorter encodings are chosen where MicroPython's assembler does not choose them itself."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.lines.append(f"{name}({', '.join(map(str, arguments))})")

    def go(self, label: str) -> None:
        self.jal("zero", label)

    def add(self, to: str, one: str, two: str) -> None:
        if to == two:
            one, two = two, one
        if to == one:
            self.c_add(to, two)
        else:
            self.lines.append(f"add({to}, {one}, {two})")

    def lw(self, to: str, at: int, base: str) -> None:
        if base == "sp" and at < 128:
            self.c_lwsp(to, at)
        elif to in SHORT and base in SHORT and 0 <= at < 64:
            self.lines.append(f"c_lw({to}, {at}({base}))")
        else:
            self.lines.append(f"lw({to}, {at}({base}))")

    def sw(self, value: str, at: int, base: str) -> None:
        if base == "sp" and at < 128:
            self.c_swsp(value, at)
        elif value in SHORT and base in SHORT and 0 <= at < 64:
            self.lines.append(f"c_sw({value}, {at}({base}))")
        else:
            self.lines.append(f"sw({value}, {at}({base}))")

    def lbu(self, to: str, at: int, base: str) -> None:
        self.lines.append(f"lbu({to}, {at}({base}))")

    def sb(self, value: str, at: int, base: str) -> None:
        self.lines.append(f"sb({value}, {at}({base}))")


def routine() -> list[str]:
    """Return the lines of the body of `run(program, memory, table, row)`."""
    code = Code()
    enter(code)
    # MicroPython's assembler takes branches to what comes later near the start alone: those that have one come first.
    for name in sorted(OPERATIONS, key=lambda name: name not in ("RET", "AGAIN")):
        code.label("op_" + name)
        globals()[name.lower()](code)
    subroutines(code)
    return code.lines


def enter(code: Code) -> None:
    code.addi("sp", "sp", -FRAME)
    for i, register in enumerate(SAVED):
        code.sw(register, FIRST_SAVED + 4 * i, "sp")
    code.mv("s11", "a1")
    code.sw("a0", PROGRAM, "sp")
    code.sw("a2", TABLE, "sp")
    code.slli("a3", "a3", 2)
    code.add("s10", "a0", "a3")
    code.label("next")
    for i, register in enumerate(("t0", "t1", "t2", "t3")):
        code.lbu(register, i, "s10")
    code.c_addi("s10", 4)
    for byte, address in (("t1", R), ("t2", A), ("t3", "a3")):
        code.slli(address, byte, 5)
        code.add(address, address, "s11")
    code.la("t4", "operations")
    code.slli("t0", "t0", 2)
    code.add("t4", "t4", "t0")
    code.c_jr("t4")
    code.label("operations")
    for name in OPERATIONS:
        code.go("op_" + name)


def end(code: Code) -> None:
    for i, register in enumerate(SAVED):
        code.lw(register, FIRST_SAVED + 4 * i, "sp")
    code.addi("sp", "sp", FRAME)
    code.li("a0", 0)  # what is returned
    code.c_jr("ra")


# -- numbers modulo p and q


def sums(column: int) -> str:
    """Return the register in which a column of a product is summed up: each ten of them have others."""
    return SUMS[column % 10]


def accumulate(code: Code, column: int, one: str, two: str, carry: bool, fresh: bool) -> None:
    """Add one * two and what is carried to a column, and carry on. fresh: nothing was in it yet."""
    if fresh and not carry:
        code.mul(sums(column), one, two)
        code.mulhu(CY, one, two)
        return
    total = sums(column)
    target = total if fresh else LO
    code.mul(target, one, two)
    code.mulhu(HI, one, two)
    if carry:
        code.add(target, target, CY)
        code.sltu(TT, target, CY)
        code.add(CY if fresh else HI, HI, TT)
    if not fresh:
        code.add(total, total, LO)
        code.sltu(TT, total, LO)
        code.add(CY, HI, TT)


def mul(code: Code) -> None:
    code.la(TT, "fold")
    code.label("multiply")  # and go on at TT
    for i in range(8):
        code.lw(B[i], 4 * i, "a3")
    code.sw(TT, THEN, "sp")
    code.li(TT, 1)
    code.sw(TT, POWERS, "sp")
    code.label("product")  # of a and B: the low words in the frame, the high ones in sums(8) to sums(15)
    for i in range(8):
        code.lw(AI, 4 * i, A)
        for j in range(8):
            accumulate(code, i + j, AI, B[j], j > 0, i == 0)
        code.mv(sums(i + 8), CY)
        code.sw(sums(i), 4 * i, "sp")
    code.lw(TT, THEN, "sp")
    code.c_jr(TT)


def mulq(code: Code) -> None:
    code.la(TT, "fold_q")
    code.go("multiply")


def sqr(code: Code) -> None:
    code.la(TT, "fold")
    code.label("square_all")  # so often as t3 says, and each time go on at TT
    code.sw("t3", POWERS, "sp")
    code.sw(TT, THEN, "sp")
    code.label("square")
    doubled = [LO, *B[1:]]  # word i of 2 * a; the one after a[i] is shifted anew, for no bit of a[i] belongs to it
    code.lw(LO, 4, A)
    for j in range(2, 8):
        code.lw(TT, 4 * j, A)
        code.srli(HI, LO, 31)
        code.slli(doubled[j], TT, 1)
        code.or_(doubled[j], doubled[j], HI)
        code.mv(LO, TT)
    code.srai(K, LO, 31)  # all ones if the last bit of a is set
    for i in range(8):
        code.lw(AI, 4 * i, A)
        accumulate(code, 2 * i, AI, AI, False, i == 0)
        if i < 7:
            code.lw(B[0], 4 * i + 4, A)
            code.slli(B[0], B[0], 1)
            for j in range(i + 1, 8):
                accumulate(code, i + j, AI, B[0] if j == i + 1 else doubled[j], True, i == 0)
            code.and_(LO, AI, K)
            if i == 0:
                code.add(sums(8), LO, CY)
                code.sltu(sums(9), sums(8), CY)
            else:
                code.add(sums(i + 8), sums(i + 8), CY)
                code.sltu(TT, sums(i + 8), CY)
                code.add(sums(i + 8), sums(i + 8), LO)
                code.sltu(LO, sums(i + 8), LO)
                code.add(sums(i + 9), TT, LO)
        else:
            code.add(sums(15), sums(15), CY)
        for column in (2 * i, 2 * i + 1):
            if column < 8:
                code.sw(sums(column), 4 * column, "sp")
    code.lw(TT, THEN, "sp")
    code.c_jr(TT)

    code.label("fold")  # the high words times 2**32 + FOLD are added to the low ones
    fold_words(code, FOLD, shifted=True)
    top = sums(15)
    code.add(top, top, CY)
    code.sltu(AI, top, CY)  # what is left above: AI * 2**32 + top, less than 2**33
    code.mul(LO, top, K)
    code.mulhu(HI, top, K)
    code.sub(TT, "zero", AI)
    code.and_(TT, TT, K)
    code.add(HI, HI, TT)
    code.add(top, top, HI)
    code.sltu(HI, top, HI)
    code.add(AI, AI, HI)
    code.add(B[0], B[0], LO)
    code.sltu(CY, B[0], LO)
    code.add(B[1], B[1], CY)
    code.sltu(CY, B[1], CY)
    code.add(B[1], B[1], top)
    code.sltu(TT, B[1], top)
    code.add(CY, CY, TT)
    code.add(CY, CY, AI)
    carry_up(code, range(2, 8))
    fold_bit(code)
    code.label("folded")
    for i in range(8):
        code.sw(B[i], 4 * i, R)
    code.lw(TT, POWERS, "sp")
    code.mv(A, R)
    code.addi(TT, TT, -1)
    code.sw(TT, POWERS, "sp")
    code.bne(TT, "zero", "square")
    code.go("next")


def sqrq(code: Code) -> None:
    code.la(TT, "fold_q")
    code.go("square_all")

    code.label("fold_q")  # the high words times FOLD_Q are added to the low ones, and so is what is left above
    fold_words(code, FOLD_Q, shifted=False)
    code.mul(CY, CY, K)
    carry_up(code, range(8))
    fold_bit_q(code)
    code.go("folded")


def fold_words(code: Code, fold: int, shifted: bool) -> None:
    """B is the low words of a product and `fold` times the high ones; CY is above them, and K is `fold`.

    shifted: once more add the high words, from the next word on; the last one is left.
    """
    code.li(K, fold)
    for i in range(8):
        high_ = sums(i + 8)
        code.mul(LO, high_, K)
        code.mulhu(HI, high_, K)
        code.lw(B[i], 4 * i, "sp")
        for what in (LO, *([sums(i + 7)] if i and shifted else []), *([CY] if i else [])):
            code.add(B[i], B[i], what)
            code.sltu(TT, B[i], what)
            code.add(HI, HI, TT)
        code.mv(CY, HI)


def carry_up(code: Code, words: Iterable[int]) -> None:
    """Add CY to the number in B, from the first of `words` on, and leave the carry there."""
    for i in words:
        code.add(B[i], B[i], CY)
        code.sltu(CY, B[i], CY)


def fold_bit(code: Code) -> None:
    """Add 2**32 + FOLD to the number in B if CY is 1. It was left by a carry and is so small that it has no other."""
    code.sub(TT, "zero", CY)
    code.andi(TT, TT, FOLD)
    code.add(B[0], B[0], TT)
    code.sltu(TT, B[0], TT)
    code.add(CY, CY, TT)
    carry_up(code, range(1, 3))


def fold_bit_q(code: Code) -> None:
    """Add FOLD_Q to the number in B if CY is 1. It was left by a carry and is so small that it has no other."""
    code.sub(TT, "zero", CY)
    code.andi(TT, TT, FOLD_Q)
    code.add(B[0], B[0], TT)


def add(code: Code) -> None:
    code.la(K, "carried")
    code.label("add")  # B is a + b, and CY what is carried; go on at K
    for i in range(8):
        code.lw(B[i], 4 * i, A)
        code.lw(LO, 4 * i, "a3")
        code.add(B[i], B[i], LO)
        if i:
            code.sltu(TT, B[i], LO)
            code.add(B[i], B[i], HI)
            code.sltu(HI, B[i], HI)
            code.add(HI, HI, TT)
        else:
            code.sltu(HI, B[i], LO)
    code.mv(CY, HI)
    code.c_jr(K)

    code.label("carried")
    # A carry of 2**256 is 2**32 + FOLD. That may carry once more.
    code.sub(TT, "zero", CY)
    code.andi(TT, TT, FOLD)
    code.add(B[0], B[0], TT)
    code.sltu(TT, B[0], TT)
    code.add(CY, CY, TT)
    carry_up(code, range(1, 8))
    fold_bit(code)
    code.label("store")
    store(code)


def addq(code: Code) -> None:
    code.la(K, "carried_q")
    code.go("add")
    code.label("carried_q")
    code.sub(CY, "zero", CY)
    code.andi(CY, CY, FOLD_Q)
    carry_up(code, range(8))
    fold_bit_q(code)
    code.go("store")


def sub(code: Code) -> None:
    code.la(K, "borrowed")
    code.label("sub")  # B is a - b, and HI what is borrowed; go on at K
    for i in range(8):
        code.lw(LO, 4 * i, A)
        code.lw(TT, 4 * i, "a3")
        code.sub(B[i], LO, TT)
        if i:
            code.sltu(LO, LO, TT)
            code.sltu(TT, B[i], HI)
            code.sub(B[i], B[i], HI)
            code.add(HI, LO, TT)
        else:
            code.sltu(HI, LO, TT)
    code.c_jr(K)

    code.label("borrowed")
    # What was borrowed, 2**256, is 2**32 + FOLD. That may be borrowed once more.
    for words in (range(1, 8), range(1, 3)):
        code.sub(TT, "zero", HI)
        code.andi(TT, TT, FOLD)
        code.sltu(LO, B[0], TT)
        code.sub(B[0], B[0], TT)
        code.add(HI, HI, LO)
        borrow_up(code, words)
    store(code)


def subq(code: Code) -> None:
    code.la(K, "borrowed_q")
    code.go("sub")
    code.label("borrowed_q")
    code.sub(HI, "zero", HI)
    code.andi(HI, HI, FOLD_Q)
    borrow_up(code, range(8))
    code.sub(TT, "zero", HI)
    code.andi(TT, TT, FOLD_Q)
    code.sub(B[0], B[0], TT)  # which is above it, after a borrow
    code.go("store")


def borrow_up(code: Code, words: Iterable[int]) -> None:
    """Subtract HI from the number in B, from the first of `words` on, and leave there what is borrowed."""
    for i in words:
        code.sltu(LO, B[i], HI)
        code.sub(B[i], B[i], HI)
        code.mv(HI, LO)


def store(code: Code) -> None:
    for i in range(8):
        code.sw(B[i], 4 * i, R)
    code.go("next")


# -- numbers modulo any m


def mulm(code: Code) -> None:
    """By Montgomery's method: for each word of a, add that times b and so much of m that the lowest word clears."""
    for i in range(8):
        code.lw(B[i], 4 * i, "a3")
    code.sw(R, RESULT, "sp")
    code.addi(TT, A, 32)
    code.sw(TT, STOP, "sp")
    code.lw(R, MODULUS, "sp")
    for i in range(9):
        code.li(SUMS[i], 0)
    code.label("mulm_row")
    code.lw(AI, 0, A)
    code.addi(A, A, 4)
    for j in range(8):
        accumulate(code, j, AI, B[j], j > 0, False)
    code.add(SUMS[8], SUMS[8], CY)
    code.sltu(SUMS[9], SUMS[8], CY)
    code.lw(TT, 32, R)
    code.mul(AI, SUMS[0], TT)
    for j in range(8):
        code.lw(K, 4 * j, R)
        code.mulhu(HI, AI, K)
        if j == 0:
            code.sltu(TT, "zero", SUMS[0])
        else:
            code.mul(LO, AI, K)
            code.add(LO, LO, CY)
            code.sltu(TT, LO, CY)
            code.add(HI, HI, TT)
            code.add(SUMS[j - 1], SUMS[j], LO)
            code.sltu(TT, SUMS[j - 1], LO)
        code.add(CY, HI, TT)
    code.add(SUMS[7], SUMS[8], CY)
    code.sltu(TT, SUMS[7], CY)
    code.add(SUMS[8], SUMS[9], TT)
    code.lw(TT, STOP, "sp")
    code.bne(A, TT, "mulm_row")
    code.lw(A, RESULT, "sp")
    code.label("reduce")  # SUMS, nine words, less than 2 * m, go modulo m to address A; R is that of m
    for i in range(8):
        code.lw(K, 4 * i, R)
        code.sub(B[i], SUMS[i], K)
        code.sltu(TT, SUMS[i], K)
        if i:
            code.sltu(LO, B[i], CY)
            code.sub(B[i], B[i], CY)
            code.add(CY, TT, LO)
        else:
            code.mv(CY, TT)
    code.sub(TT, SUMS[8], CY)
    code.srai(TT, TT, 31)
    for i in range(8):
        code.xor(LO, B[i], SUMS[i])
        code.and_(LO, LO, TT)
        code.xor(LO, LO, B[i])
        code.sw(LO, 4 * i, A)
    code.go("next")


def addm(code: Code) -> None:
    code.mv(AI, "a3")
    code.li(B[0], -1)
    code.jal("ra", "sum")
    code.mv(A, R)
    code.lw(R, MODULUS, "sp")
    code.go("reduce")


def subm(code: Code) -> None:
    code.mv(AI, "a3")
    code.jal("ra", "difference")
    code.lw(A, MODULUS, "sp")
    code.sub(AI, "zero", CY)
    for i in range(8):
        code.lw(LO, 4 * i, A)
        code.and_(LO, LO, AI)
        code.add(LO, LO, B[i])
        code.sltu(TT, LO, B[i])
        if i:
            code.add(LO, LO, CY)
            code.sltu(CY, LO, CY)
            code.add(CY, CY, TT)
        else:
            code.mv(CY, TT)
        code.sw(LO, 4 * i, R)
    code.go("next")


def half(code: Code) -> None:
    code.lw(B[0], 0, A)
    code.slli(B[0], B[0], 31)
    code.srai(B[0], B[0], 31)
    code.lw(AI, MODULUS, "sp")
    code.jal("ra", "sum")
    for i in range(8):
        code.srli(LO, SUMS[i], 1)
        code.slli(TT, SUMS[i + 1], 31)
        code.or_(LO, LO, TT)
        code.sw(LO, 4 * i, R)
    code.go("next")


def negif(code: Code) -> None:
    code.lw(SIGN, 0, "a3")
    code.slli(SIGN, SIGN, 31)
    code.srai(SIGN, SIGN, 31)
    code.label("negif")  # the number at A, or m less it if SIGN is all ones and not 0, goes to address R
    code.mv(AI, A)
    code.lw(A, MODULUS, "sp")
    code.jal("ra", "difference")
    for i in range(8):
        code.lw(LO, 4 * i, AI)
        code.xor(TT, B[i], LO)
        code.and_(TT, TT, SIGN)
        code.xor(LO, LO, TT)
        code.sw(LO, 4 * i, R)
    code.go("next")


# -- where a program goes on


def use(code: Code) -> None:
    code.sw(R, MODULUS, "sp")
    code.go("next")


def target(code: Code) -> None:
    """Leave in T4 the address of row n."""
    code.slli("t3", "t3", 8)
    code.or_("t4", "t3", "t2")
    code.slli("t4", "t4", 2)
    code.lw("t5", PROGRAM, "sp")
    code.add("t4", "t4", "t5")


def call(code: Code) -> None:
    for at in (LINK, TIMES, ENTRY):
        code.lw("t0", at, "sp")
        code.sw("t0", at + LINK_2 - LINK, "sp")
    target(code)
    code.sw("s10", LINK, "sp")
    code.sw("t1", TIMES, "sp")
    code.sw("t4", ENTRY, "sp")
    code.mv("s10", "t4")
    code.go("next")


def ret(code: Code) -> None:
    code.lw("t0", TIMES, "sp")
    code.addi("t0", "t0", -1)
    code.sw("t0", TIMES, "sp")
    code.lw("s10", ENTRY, "sp")
    code.bne("t0", "zero", "called_again")
    code.lw("s10", LINK, "sp")
    for at in (LINK, TIMES, ENTRY):
        code.lw("t0", at + LINK_2 - LINK, "sp")
        code.sw("t0", at, "sp")
    code.label("called_again")
    code.go("next")


def count(code: Code) -> None:
    code.sw("t1", COUNTER, "sp")
    code.go("next")


def again(code: Code) -> None:
    target(code)
    code.lw("t0", COUNTER, "sp")
    code.addi("t0", "t0", -1)
    code.sw("t0", COUNTER, "sp")
    code.beq("t0", "t1", "counted")
    code.mv("s10", "t4")
    code.label("counted")
    code.go("next")


def jump(code: Code) -> None:
    target(code)
    code.mv("s10", "t4")
    code.go("next")


# -- what is no arithmetic


def copy(code: Code) -> None:
    for i in range(8):
        code.lw(LO, 4 * i, A)
        code.sw(LO, 4 * i, R)
    code.go("next")


def moveif(code: Code) -> None:
    code.lw(SIGN, 0, "a3")
    code.slli(SIGN, SIGN, 31)
    code.srai(SIGN, SIGN, 31)
    code.addi(AI, A, 32)
    code.label("moveif")
    code.lw(LO, 0, A)
    code.lw(HI, 0, R)
    code.c_xor(LO, HI)
    code.and_(LO, LO, SIGN)
    code.c_xor(LO, HI)
    code.sw(LO, 0, R)
    for address in (A, R):
        code.addi(address, address, 4)
    code.bne(A, AI, "moveif")
    code.go("next")


def swap(code: Code) -> None:
    code.addi(TT, "sp", 0)
    code.jal("ra", "swapped")
    code.addi(A, "sp", 0)
    code.go("op_COPY")


def xor(code: Code) -> None:
    code.addi(AI, A, 32)
    code.label("xor")
    code.lw(LO, 0, A)
    code.lw(HI, 0, "a3")
    code.c_xor(LO, HI)
    code.sw(LO, 0, R)
    for address in (A, "a3", R):
        code.addi(address, address, 4)
    code.bne(A, AI, "xor")
    code.go("next")


def below(code: Code) -> None:
    code.mv(AI, "a3")
    code.jal("ra", "difference")
    code.go("small")


def parity(code: Code) -> None:
    code.lw(LO, 0, A)
    code.lw(HI, 0, "a3")
    code.xor(CY, LO, HI)
    code.xori(CY, CY, 1)
    code.andi(CY, CY, 1)
    code.label("small")  # the number in CY goes to address R
    code.sw(CY, 0, R)
    for i in range(1, 8):
        code.sw("zero", 4 * i, R)
    code.go("next")


def high(code: Code) -> None:
    code.la(TT, "high")
    code.go("multiply")
    code.label("high")
    code.srli(CY, sums(11), 31)
    for i in range(4):
        code.add(sums(12 + i), sums(12 + i), CY)
        code.sltu(CY, sums(12 + i), CY)
        code.sw(sums(12 + i), 4 * i, R)
    code.sw(CY, 16, R)
    for i in range(5, 8):
        code.sw("zero", 4 * i, R)
    code.go("next")


def odd(code: Code) -> None:
    code.lw(LO, 0, "a3")
    code.slli(LO, LO, 1)
    code.lw(HI, 0, A)
    code.andi(LO, LO, 254)
    code.xori(HI, HI, 1)
    code.andi(HI, HI, 1)
    code.add(AI, LO, HI)
    code.lw(K, MODULUS, "sp")
    code.addi("t0", K, 32)
    code.li(CY, 0)
    code.label("odd_word")
    code.lw(HI, 0, K)
    code.mul(LO, HI, AI)
    code.mulhu(HI, HI, AI)
    code.add(LO, LO, CY)
    code.sltu(CY, LO, CY)
    code.add(CY, CY, HI)
    code.lw(HI, 0, A)
    code.add(LO, LO, HI)
    code.sltu(HI, LO, HI)
    code.add(CY, CY, HI)
    code.sw(LO, 0, R)
    for address in (K, A, R):
        code.addi(address, address, 4)
    code.bne(K, "t0", "odd_word")
    code.addi(CY, CY, 1 << TEETH * COLUMNS - 256)
    code.go("small")


def pick(code: Code) -> None:
    code.lw("t0", COUNTER, "sp")
    code.slli("t0", "t0", 2)
    code.addi("t0", "t0", -3)
    code.srli("t1", "t0", 5)
    code.slli("t1", "t1", 2)
    code.add("t1", "t1", A)
    code.lw("t2", 0, "t1")
    code.lw("t3", 4, "t1")
    code.srl("t2", "t2", "t0")  # by the low five bits
    code.andi("t0", "t0", 31)
    code.xori("t0", "t0", 31)
    code.slli("t3", "t3", 1)
    code.sll("t3", "t3", "t0")
    code.or_("t2", "t2", "t3")
    choose(code, WIDTH)
    code.add(A, "a3", "t2")
    code.label("picked")  # the point at A, or its negative if SIGN is all ones, goes to address R
    for i in range(8):
        code.lw(LO, 4 * i, A)
        code.sw(LO, 4 * i, R)
    code.addi(A, A, 32)
    code.addi(R, R, 32)
    code.go("negif")


def choose(code: Code, bits: int) -> None:
    """From the low `bits` bits of t2, leave in it how many bytes a table goes on to its point, and in SIGN the sign."""
    code.srli(SIGN, "t2", bits - 1)
    code.andi(SIGN, SIGN, 1)
    code.addi(SIGN, SIGN, -1)
    code.xor("t2", "t2", SIGN)
    code.andi("t2", "t2", (1 << bits - 1) - 1)
    code.slli("t2", "t2", 6)


def comb(code: Code) -> None:
    code.lw("t0", COUNTER, "sp")
    code.slli("t0", "t0", 2)
    code.add("t0", "t0", "t3")
    code.addi("t0", "t0", -3)
    code.addi("t0", "t0", COLUMNS * (TEETH - 1))  # the highest tooth first
    code.li("t2", 0)
    code.li("t3", TEETH)
    code.label("tooth")
    code.srli("t1", "t0", 5)
    code.slli("t1", "t1", 2)
    code.add("t1", "t1", A)
    code.lw("t1", 0, "t1")
    code.srl("t1", "t1", "t0")
    code.andi("t1", "t1", 1)
    code.slli("t2", "t2", 1)
    code.or_("t2", "t2", "t1")
    code.addi("t0", "t0", -COLUMNS)
    code.addi("t3", "t3", -1)
    code.bne("t3", "zero", "tooth")
    choose(code, TEETH)
    code.lw(A, TABLE, "sp")
    code.add(A, A, "t2")
    code.addi(TT, "sp", 0)
    code.jal("ra", "swapped")
    code.addi(A, A, 32)
    code.jal("ra", "swapped")
    code.addi(A, "sp", 0)
    code.go("picked")


# -- inverses: 600 steps of Bernstein and Yang's division, as libsecp256k1's modinv32 arranges them


def inv(code: Code) -> None:
    code.sw(R, RESULT, "sp")
    code.addi(TT, "sp", G)
    code.jal("ra", "limbs")
    for at in (F, M):
        code.lw(A, MODULUS, "sp")
        code.addi(TT, "sp", at)
        code.jal("ra", "limbs")
    code.lw("s9", 0, A)
    code.sub("s9", "zero", "s9")  # 1 / m; only its low 30 bits count
    for at in (D, E):
        for i in range(9):
            code.sw("zero", at + 4 * i, "sp")
    code.li(LO, 1)
    code.sw(LO, E, "sp")
    code.li("s8", -1)  # zeta
    code.li("s7", 20)
    code.label("inv_turn")

    zeta, f, g, u, v, q, r = "s8", "t0", "t1", "s2", "s3", "s4", "s5"
    code.lw(f, F, "sp")
    code.lw(g, G, "sp")
    for register, value in ((u, 1), (v, 0), (q, 0), (r, 1), ("s6", 30)):
        code.li(register, value)
    code.label("inv_step")
    sign, odd_, x = "t2", "t3", "t4"
    code.srai(sign, zeta, 31)
    code.andi(odd_, g, 1)
    code.sub(odd_, "zero", odd_)
    for one, two in ((f, g), (u, q), (v, r)):
        code.xor(x, one, sign)
        code.sub(x, x, sign)
        code.and_(x, x, odd_)
        code.add(two, two, x)
    code.and_(sign, sign, odd_)
    code.xor(zeta, zeta, sign)
    code.addi(zeta, zeta, -1)
    for one, two in ((f, g), (u, q), (v, r)):
        code.and_(x, two, sign)
        code.add(one, one, x)
    code.srli(g, g, 1)
    code.slli(u, u, 1)
    code.slli(v, v, 1)
    code.addi("s6", "s6", -1)
    code.bne("s6", "zero", "inv_step")

    # d and e with so much of m, in t4 and t5, that their lowest limb clears; then f and g, where it is clear.
    code.lw("t0", D + 32, "sp")
    code.lw("t1", E + 32, "sp")
    code.srai("t0", "t0", 31)
    code.srai("t1", "t1", 31)
    code.lw("t2", D, "sp")
    code.lw("t3", E, "sp")
    code.li("t6", LOW30)
    for one, two, factor in ((u, v, "t4"), (q, r, "t5")):
        code.and_(factor, one, "t0")
        code.and_(LO, two, "t1")
        code.add(factor, factor, LO)
        code.mul(LO, one, "t2")
        code.mul(HI, two, "t3")
        code.add(LO, LO, HI)
        code.mul(LO, LO, "s9")
        code.add(LO, LO, factor)
        code.and_(LO, LO, "t6")
        code.sub(factor, factor, LO)
    code.addi("a4", "sp", D)
    code.addi("a5", "sp", E)
    code.jal("ra", "inv_update")
    code.li("t4", 0)
    code.li("t5", 0)
    code.addi("a4", "sp", F)
    code.addi("a5", "sp", G)
    code.jal("ra", "inv_update")
    code.addi("s7", "s7", -1)
    code.bne("s7", "zero", "inv_turn")

    # d is the inverse times f, which is 1 or -1, and between -2 * m and m. Twice m is added to what is negative; in
    # between it takes the sign of f.
    code.lw("t3", F + 32, "sp")
    code.srai("t3", "t3", 31)
    code.addi("t1", "sp", D + 36)
    code.li("t4", 2)
    code.label("inv_sign")
    code.lw("t2", D + 32, "sp")
    code.srai("t2", "t2", 31)
    code.addi("t0", "sp", D)
    code.li(CY, 0)
    code.label("inv_positive")
    code.lw(LO, 0, "t0")
    code.lw(HI, M - D, "t0")
    code.and_(HI, HI, "t2")
    code.add(LO, LO, HI)
    code.xor(LO, LO, "t3")
    code.sub(LO, LO, "t3")
    code.add(LO, LO, CY)
    code.srai(CY, LO, 30)
    code.and_(LO, LO, "t6")
    code.sw(LO, 0, "t0")
    code.addi("t0", "t0", 4)
    code.bne("t0", "t1", "inv_positive")
    code.slli(CY, CY, 30)  # the last limb keeps what is above it
    code.or_(LO, LO, CY)
    code.sw(LO, -4, "t0")
    code.li("t3", 0)
    code.addi("t4", "t4", -1)
    code.bne("t4", "zero", "inv_sign")
    code.lw(R, RESULT, "sp")
    code.addi("t0", "sp", D)
    code.li("t1", 0)
    code.li("t2", 30)
    code.li("t3", 16)
    code.label("inv_word")
    code.lw(LO, 0, "t0")
    code.lw(HI, 4, "t0")
    code.srl(LO, LO, "t1")
    code.sll(HI, HI, "t2")
    code.or_(LO, LO, HI)
    code.sw(LO, 0, R)
    code.addi("t0", "t0", 4)
    code.addi(R, R, 4)
    code.addi("t1", "t1", 2)
    code.addi("t2", "t2", -2)
    code.bne("t1", "t3", "inv_word")
    code.go("next")


def product(code: Code, low: str, high_: str, factors: Iterable[tuple[str, str]]) -> None:
    """Add products of signed words to the 64 bits in two registers."""
    for one, two in factors:
        code.mul(LO, one, two)
        code.mulh(HI, one, two)
        code.add(low, low, LO)
        code.sltu(TT, low, LO)
        code.add(high_, high_, HI)
        code.add(high_, high_, TT)


def subroutines(code: Code) -> None:
    # SUMS, nine words, is the number at A and, if B[0] is not 0 but all ones, the one at AI.
    code.label("sum")
    for i in range(8):
        code.lw(SUMS[i], 4 * i, A)
        code.lw(LO, 4 * i, AI)
        code.and_(LO, LO, B[0])
        code.add(SUMS[i], SUMS[i], LO)
        code.sltu(TT, SUMS[i], LO)
        if i:
            code.add(SUMS[i], SUMS[i], CY)
            code.sltu(CY, SUMS[i], CY)
            code.add(CY, CY, TT)
        else:
            code.mv(CY, TT)
    code.mv(SUMS[8], CY)
    code.c_jr("ra")

    # B is the number at A less the one at AI, and CY 1 if that is negative.
    code.label("difference")
    for i in range(8):
        code.lw(LO, 4 * i, A)
        code.lw(HI, 4 * i, AI)
        code.sub(B[i], LO, HI)
        code.sltu(TT, LO, HI)
        if i:
            code.sltu(LO, B[i], CY)
            code.sub(B[i], B[i], CY)
            code.add(CY, TT, LO)
        else:
            code.mv(CY, TT)
    code.c_jr("ra")

    # X, Y = (u * X + v * Y + t4 * m) / 2**30, (q * X + r * Y + t5 * m) / 2**30, for numbers in limbs at a4 and a5.
    code.label("inv_update")
    code.addi("t0", "sp", M)
    code.addi("t1", "sp", M + 36)
    for register in ("t2", "t3", "a6", "a7"):
        code.li(register, 0)
    code.label("inv_limb")
    code.lw("s0", 0, "a4")
    code.lw("s1", 0, "a5")
    code.lw("s6", 0, "t0")
    for low, high_, one, two, three, address in (
        ("t2", "t3", "s2", "s3", "t4", "a4"),
        ("a6", "a7", "s4", "s5", "t5", "a5"),
    ):
        product(code, low, high_, ((one, "s0"), (two, "s1"), (three, "s6")))
        code.and_(LO, low, "t6")
        code.sw(LO, -4, address)
        code.srli(low, low, 30)
        code.slli(LO, high_, 2)
        code.or_(low, low, LO)
        code.srai(high_, high_, 30)
        code.addi(address, address, 4)
    code.addi("t0", "t0", 4)
    code.bne("t0", "t1", "inv_limb")
    code.sw("t2", -4, "a4")
    code.sw("a6", -4, "a5")
    code.c_jr("ra")

    # The number at A, which goes on to what follows, in limbs of 30 bits to TT.
    code.label("limbs")
    code.li("t6", LOW30)
    code.li(CY, 0)
    code.li("t1", 0)
    code.li("t3", 16)
    code.label("limb")
    code.sub("t2", "zero", "t1")  # 32 less, in the low five bits
    code.lw(LO, 0, A)
    code.sll(HI, LO, "t1")
    code.srl(CY, CY, "t2")
    code.or_(HI, HI, CY)
    code.and_(HI, HI, "t6")
    code.sw(HI, 0, TT)
    code.mv(CY, LO)
    code.addi(A, A, 4)
    code.addi(TT, TT, 4)
    code.addi("t1", "t1", 2)
    code.bne("t1", "t3", "limb")
    code.srli(CY, CY, 16)
    code.sw(CY, 0, TT)
    code.c_jr("ra")

    # The 32 bytes at A, with any address, the highest first, to TT, which goes on to the next.
    code.label("swapped")
    code.addi("t0", A, 28)
    code.label("swapped_word")
    code.lbu(LO, 3, "t0")
    for i in (2, 1, 0):
        code.lbu(HI, i, "t0")
        code.slli(HI, HI, 24 - 8 * i)
        code.or_(LO, LO, HI)
    code.sw(LO, 0, TT)
    code.addi(TT, TT, 4)
    code.addi("t0", "t0", -4)
    code.bge("t0", A, "swapped_word")
    code.c_jr("ra")
