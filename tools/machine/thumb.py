"""The field machine for ARMv7-M, as data of MicroPython's inline assembler, which lacks long products and registers.

`routine()` returns the body of the function. What outlasts an operation is in the frame on the stack. An operation
finds the addresses of r, a and b in r0, r1 and r2, the bytes of its row in r5, r6 and r7, and may use all registers.
No branch and no address depends on a number but those of the table and of PICK's points.

A number in registers is in r5 to r12, WORDS. Source of the encodings: ARMv7-M Architecture Reference Manual, A5 and A7.
"""

from tools.machine.operations import COLUMNS, OPERATIONS, TEETH, WIDTH

# The frame: room for a product or for the five numbers of an inverse, then what outlasts an operation.
LINK, TIMES, ENTRY, LINK_2, TIMES_2, ENTRY_2 = range(200, 224, 4)
COUNTER, TABLE, MODULUS, PROGRAM, MEMORY, ROW, RESULT, POWERS, TOP, BACK, TURNS, ZETA, UNIT, STOP = range(224, 280, 4)
FRAME = 280
# In limbs of 30 bits, nine each; before the first four is room for what falls off.
F, G, D, E, M = 4, 44, 84, 124, 160
HIGH_HALF = 32  # of a product, which is in the frame's first 16 words

WORDS = range(5, 13)
LR, SP, PC = 14, 13, 15
FOLD = 977  # 2**256 is 2**32 + FOLD modulo p, the prime of secp256k1
FOLD_Q = 38  # 2**256 modulo q, the prime of Ed25519
AND, BIC, ORR, ORN, EOR, ADD, ADC, SBC, SUB, RSB = 0, 1, 2, 3, 4, 8, 10, 11, 13, 14
NAMES = {0: "and", 1: "bic", 2: "orr", 3: "orn", 4: "eor", 8: "add", 10: "adc", 11: "sbc", 13: "sub", 14: "rsb"}
LSL, LSR, ASR, ROR = range(4)
SHIFTS = ("lsl", "lsr", "asr", "ror")
EQ, NE = 0, 1
TOP_BITS = 0x440  # 3 << 30, as an immediate operand is written


class Code:
    """Instructions of 32 bits, as two halfwords and what they say; a branch gets its target at the end."""

    def __init__(self) -> None:
        self.words: list[tuple[int, int, str]] = []
        self.targets: dict[int, tuple[str, int]] = {}  # where, of what kind
        self.labels: dict[str, int] = {}

    def put(self, first: int, second: int, text: str) -> None:
        self.words.append((first, second, text))

    def enter(self, frame: int) -> None:
        """Begin, with a frame of so many bytes on the stack. MicroPython's assembler has saved r4 to r7."""
        self.put(0xE92D, 0x0F00, "push r8 to r11")
        self.put(0xF2AD, 0x0D00 | (frame >> 8) << 12 | frame & 255, f"sp = sp - {frame}")

    def leave(self, frame: int) -> None:
        """End: MicroPython's assembler returns, and gives what is in r0."""
        self.address(SP, frame)
        self.put(0xE8BD, 0x0F00, "pop r8 to r11")
        self.constant(0, 0)

    def label(self, name: str) -> None:
        self.labels[name] = len(self.words)

    def work(self, operation: int, to: int, one: int, two: int, shift: int = LSL, by: int = 0, flags: int = 0) -> None:
        """to = one `operation` (two, shifted by a constant). flags: 1 sets them; ADC and SBC read the carry."""
        second = by >> 2 << 12 | to << 8 | (by & 3) << 6 | shift << 4 | two
        text = f"{NAMES[operation]}{'s' * flags} r{to}, r{one}, r{two}" + (
            f", {SHIFTS[shift]} {by}" if by or shift else ""
        )
        self.put(0xEA00 | operation << 5 | flags << 4 | one, second, text)

    def value(self, operation: int, to: int, one: int, immediate: int, flags: int = 0) -> None:
        """to = one `operation` a constant of 8 bits, or one in the form of an immediate operand."""
        second = (immediate >> 8 & 7) << 12 | to << 8 | immediate & 255
        text = f"{NAMES[operation]}{'s' * flags} r{to}, r{one}, {immediate:#x}"
        self.put(0xF000 | operation << 5 | flags << 4 | one, second, text)

    def move(self, to: int, two: int, shift: int = LSL, by: int = 0, flags: int = 0) -> None:
        self.work(ORR, to, PC, two, shift, by, flags)

    def constant(self, to: int, number: int) -> None:
        second = (number >> 8 & 7) << 12 | to << 8 | number & 255
        self.put(0xF240 | (number >> 11 & 1) << 10 | number >> 12, second, f"r{to} = {number}")

    def address(self, to: int, at: int, base: int = SP) -> None:
        self.put(0xF200 | base, (at >> 8) << 12 | to << 8 | at & 255, f"r{to} = r{base} + {at}")

    def load(self, to: int, at: int, base: int = SP) -> None:
        self.put(0xF8D0 | base, to << 12 | at, f"r{to} = [r{base} + {at}]")

    def store(self, value: int, at: int, base: int = SP) -> None:
        if at < 0:
            self.put(0xF840 | base, value << 12 | 0xC00 | -at, f"[r{base} - {-at}] = r{value}")
        else:
            self.put(0xF8C0 | base, value << 12 | at, f"[r{base} + {at}] = r{value}")

    def load_byte(self, to: int, at: int, base: int) -> None:
        self.put(0xF890 | base, to << 12 | at, f"r{to} = byte [r{base} + {at}]")

    def load_word_of(self, to: int, base: int, index: int) -> None:
        self.put(0xF850 | base, to << 12 | 2 << 4 | index, f"r{to} = [r{base} + 4 * r{index}]")

    def load_all(self, base: int, registers: range = WORDS, on: int = 0) -> None:
        """on: 1 moves the base behind them."""
        text = f"r{registers[0]} to r{registers[-1]} = [r{base}]"
        self.put(0xE890 | on << 5 | base, sum(1 << i for i in registers), text)

    def store_all(self, base: int, registers: range = WORDS, on: int = 0) -> None:
        text = f"[r{base}] = r{registers[0]} to r{registers[-1]}"
        self.put(0xE880 | on << 5 | base, sum(1 << i for i in registers), text)

    def umull(self, low: int, high: int, one: int, two: int) -> None:
        self.put(0xFBA0 | one, low << 12 | high << 8 | two, f"umull r{low}, r{high}, r{one}, r{two}")

    def smlal(self, low: int, high: int, one: int, two: int) -> None:
        self.put(0xFBC0 | one, low << 12 | high << 8 | two, f"smlal r{low}, r{high}, r{one}, r{two}")

    def umlal(self, low: int, high: int, one: int, two: int) -> None:
        self.put(0xFBE0 | one, low << 12 | high << 8 | two, f"umlal r{low}, r{high}, r{one}, r{two}")

    def multiply(self, to: int, one: int, two: int, plus: int = PC) -> None:
        self.put(
            0xFB00 | one, plus << 12 | to << 8 | two, f"r{to} = r{one} * r{two}" + (f" + r{plus}" if plus < PC else "")
        )

    def shift_by(self, left: bool, to: int, one: int, two: int) -> None:
        self.put((0xFA00 if left else 0xFA20) | one, 0xF000 | to << 8 | two, f"r{to} = r{one} shifted by r{two}")

    def rotate_by(self, to: int, one: int, two: int) -> None:
        self.put(0xFA60 | one, 0xF000 | to << 8 | two, f"r{to} = r{one} rotated right by r{two}")

    def reverse(self, to: int, one: int) -> None:
        self.put(0xFA90 | one, 0xF080 | to << 8 | one, f"r{to} = bytes of r{one}")

    def go(self, label: str) -> None:
        self._branch(label, 0x9000, f"go to {label}")

    def call(self, label: str) -> None:
        self._branch(label, 0xD000, f"call {label}")

    def go_if(self, condition: int, label: str) -> None:
        self._branch(label, condition, f"if {condition} go to {label}")

    def mask(self, to: int) -> None:
        """to = all ones if the last subtraction borrowed, else 0."""
        self.work(SBC, to, to, to)

    def carry(self, to: int) -> None:
        """to = the carry."""
        self.constant(to, 0)
        self.value(ADC, to, to, 0)

    def _branch(self, label: str, kind: int, text: str) -> None:
        self.targets[len(self.words)] = label, kind
        self.put(0, 0, text)

    def lines(self) -> list[str]:
        for at, (label, kind) in self.targets.items():
            offset = 4 * (self.labels[label] - at - 1) >> 1  # in halfwords, from the instruction after this one
            sign = int(offset < 0)
            low = offset & 0x7FF
            if kind < 16:  # a condition
                first = 0xF000 | sign << 10 | kind << 6 | offset >> 11 & 63
                second = 0x8000 | (offset >> 17 & 1) << 13 | (offset >> 18 & 1) << 11 | low
            else:
                j1, j2 = ((offset >> bit & 1) ^ sign ^ 1 for bit in (22, 21))
                first = 0xF000 | sign << 10 | offset >> 11 & 0x3FF
                second = kind | j1 << 13 | j2 << 11 | low
            self.words[at] = first, second, self.words[at][2]
        return [f"data(2, 0x{first:04X}, 0x{second:04X})  # {text}" for first, second, text in self.words]


def routine() -> list[str]:
    """Return the lines of the body of `run(program, memory, table, row)`."""
    code = Code()
    enter(code)
    for name in OPERATIONS[1:]:
        code.label("op_" + name)
        globals()["op_" + name.lower()](code)
    subroutines(code)
    code.label("op_END")
    code.leave(FRAME)
    table(code, OPERATIONS)
    return code.lines()


def enter(code: Code) -> None:
    code.enter(FRAME)
    code.store(0, PROGRAM)
    code.store(1, MEMORY)
    code.store(2, TABLE)
    code.work(ADD, 4, 0, 3, LSL, 2)
    code.store(4, ROW)
    code.label("next")
    code.load(4, ROW)
    code.load(8, MEMORY)
    for byte, register in enumerate((3, 5, 6, 7)):
        code.load_byte(register, byte, 4)
    code.value(ADD, 4, 4, 4)
    code.store(4, ROW)
    for address, byte in enumerate((5, 6, 7)):
        code.work(ADD, address, 8, byte, LSL, 5)
    code.put(0xE8DF, 0xF013, "go on by the table at r3")
    code.label("table")
    for _ in range((len(OPERATIONS) + 1) // 2):
        code.put(0, 0, "")


def table(code: Code, operations: tuple[str, ...]) -> None:
    """Fill in how far each operation is from the table, in halfwords."""
    start = code.labels["table"]
    distances = [2 * (code.labels["op_" + name] - start) for name in operations] + [0]
    for i in range((len(operations) + 1) // 2):
        names = " ".join(operations[2 * i : 2 * i + 2])
        code.words[start + i] = distances[2 * i], distances[2 * i + 1], names


# -- numbers modulo p and q


def op_mul(code: Code) -> None:
    code.store(0, RESULT)
    code.constant(3, 1)
    code.store(3, POWERS)
    code.call("product")
    code.go("fold")


def op_mulq(code: Code) -> None:
    code.store(0, RESULT)
    code.constant(3, 1)
    code.store(3, POWERS)
    code.call("product")
    code.go("fold_q")


def column(code: Code, pairs: list[tuple[int, int]], sums: tuple[int, int, int], a: int | None) -> None:
    """Add products to three words. a: the register with the address of the first factors, or they are in WORDS too."""
    for i, j in pairs:
        if a is not None:
            code.load(4, 4 * i, a)
        code.umull(4, LR, 4 if a is not None else WORDS[i], WORDS[j])
        code.work(ADD, sums[0], sums[0], 4, flags=1)
        code.work(ADC, sums[1], sums[1], LR, flags=1)
        code.value(ADC, sums[2], sums[2], 0)


def op_sqr(code: Code) -> None:
    code.store(0, RESULT)
    code.store(7, POWERS)
    code.label("sqr")
    code.call("square")
    code.label("fold")  # the high words times 2**32 + FOLD are added to the low ones
    fold_words(code, FOLD, shifted=True)
    code.work(ADD, 3, 3, 1, flags=1)
    code.carry(2)  # what is left above: r2 * 2**32 + r3, less than 2**33
    code.umull(0, 1, 3, 4)
    code.multiply(1, 2, 4, 1)
    chain(code, ADD, {0: 0, 1: 1})
    code.carry(LR)
    for i, word in enumerate(WORDS[1:]):
        if i < 2:
            code.work(ADC if i else ADD, word, word, (3, 2)[i], flags=1)
        else:
            code.value(ADC, word, word, 0, flags=1)
    code.value(ADC, 3, LR, 0)
    fold_bit(code, range(2, 3))
    power(code, "sqr")


def op_sqrq(code: Code) -> None:
    code.store(0, RESULT)
    code.store(7, POWERS)
    code.label("sqrq")
    code.call("square")
    code.label("fold_q")  # the high words times FOLD_Q are added to the low ones, and so is what is left above
    fold_words(code, FOLD_Q, shifted=False)
    fold_bit_q(code)
    power(code, "sqrq")


def power(code: Code, again: str) -> None:
    """The number in WORDS is a result. If it has to be squared once more, go on there."""
    code.load(0, RESULT)
    code.store_all(0)
    code.load(2, POWERS)
    code.move(1, 0)
    code.value(SUB, 2, 2, 1, flags=1)
    code.store(2, POWERS)
    code.go_if(NE, again)
    code.go("next")


def fold_words(code: Code, fold: int, shifted: bool) -> None:
    """WORDS is the low words of a product and `fold` times the high ones; r3 is above them, and r4 is `fold`.

    shifted: once more add the high words, from the next word on; the last one is left in r1.
    """
    code.constant(4, fold)
    for i, word in enumerate(WORDS):
        high, before = (0, 1)[i & 1], (1, 0)[i & 1]
        code.load(word, 4 * i)
        code.load(high, HIGH_HALF + 4 * i)
        code.constant(2, 0)
        code.umlal(word, 2, high, 4)
        if i:
            code.work(ADD, word, word, 3, flags=1)
            if shifted:
                code.value(ADC, 2, 2, 0)
                code.work(ADD, word, word, before, flags=1)
            code.value(ADC, 3, 2, 0)
        else:
            code.move(3, 2)


def chain(code: Code, operation: int, registers: dict[int, int], words: range = range(8)) -> None:
    """Add or subtract registers at their words, and carry on through `words`; the flags tell the carry."""
    with_carry = ADC if operation == ADD else SBC
    for i in words:
        used = with_carry if i else operation
        if i in registers:
            code.work(used, WORDS[i], WORDS[i], registers[i], flags=1)
        else:
            code.value(used, WORDS[i], WORDS[i], 0, flags=1)


def fold_bit(code: Code, further: range) -> None:
    """Add 2**32 + FOLD to the number in WORDS if r3 is 1; r4 is FOLD."""
    code.multiply(0, 3, 4)
    chain(code, ADD, {0: 0, 1: 3}, range(2))
    chain(code, ADD, {}, further)


def fold_bit_q(code: Code) -> None:
    """Add FOLD_Q times r3, which is small, to the number in WORDS; r4 is FOLD_Q. What is carried is added once more."""
    code.multiply(0, 3, 4)
    chain(code, ADD, {0: 0})
    code.carry(3)
    code.multiply(0, 3, 4)
    code.work(ADD, WORDS[0], WORDS[0], 0)


def combine(code: Code, operation: int, address: int) -> None:
    """WORDS = WORDS `operation` the number at an address."""
    with_carry = ADC if operation == ADD else SBC
    for i, word in enumerate(WORDS):
        code.load(3, 4 * i, address)
        code.work(with_carry if i else operation, word, word, 3, flags=1)


def op_add(code: Code) -> None:
    code.move(LR, 0)
    code.load_all(1)
    combine(code, ADD, 2)
    code.carry(3)
    code.constant(4, FOLD)
    fold_bit(code, range(2, 8))
    code.carry(3)
    fold_bit(code, range(2, 3))
    code.store_all(LR)
    code.go("next")


def op_addq(code: Code) -> None:
    code.move(LR, 0)
    code.load_all(1)
    combine(code, ADD, 2)
    code.carry(3)
    code.constant(4, FOLD_Q)
    fold_bit_q(code)
    code.store_all(LR)
    code.go("next")


def op_sub(code: Code) -> None:
    code.load_all(1)
    combine(code, SUB, 2)
    code.constant(4, FOLD)
    for words in (range(8), range(3)):
        code.mask(3)
        code.work(AND, 2, 4, 3)
        code.value(AND, 3, 3, 1)
        chain(code, SUB, {0: 2, 1: 3}, words)
    code.store_all(0)
    code.go("next")


def op_subq(code: Code) -> None:
    code.load_all(1)
    combine(code, SUB, 2)
    code.constant(4, FOLD_Q)
    code.mask(3)
    code.work(AND, 2, 4, 3)
    chain(code, SUB, {0: 2})
    code.mask(3)
    code.work(AND, 2, 4, 3)
    code.work(SUB, WORDS[0], WORDS[0], 2)  # which is above it, after a borrow
    code.store_all(0)
    code.go("next")


# -- numbers modulo any m


def op_mulm(code: Code) -> None:
    """By Montgomery's method: for each low word of the product so much of m is added that it clears."""
    code.store(0, RESULT)
    code.call("product")
    code.load(0, MODULUS)
    code.load_all(0)
    code.load(LR, 32, 0)
    code.constant(3, 0)
    code.store(3, TOP)
    code.address(0, 0)
    code.label("mulm_row")
    code.load(2, 0, 0)
    code.multiply(1, 2, LR)
    code.constant(3, 0)
    for j, word in enumerate(WORDS):
        code.load(2, 4 * j, 0)
        code.constant(4, 0)
        code.umlal(2, 4, 1, word)
        code.work(ADD, 2, 2, 3, flags=1)
        code.value(ADC, 3, 4, 0)
        code.store(2, 4 * j, 0)
    code.load(2, 32, 0)
    code.load(4, TOP)
    code.work(ADD, 2, 2, 3, flags=1)
    code.carry(3)
    code.work(ADD, 2, 2, 4, flags=1)
    code.value(ADC, 3, 3, 0)
    code.store(2, 32, 0)
    code.store(3, TOP)
    code.value(ADD, 0, 0, 4)
    code.address(2, HIGH_HALF)
    code.work(SUB, 2, 2, 0, flags=1)
    code.go_if(NE, "mulm_row")
    code.load(0, RESULT)
    code.label("reduce")  # nine words, the high half of a product and TOP, less than 2 * m, go modulo m to r0
    code.load(1, MODULUS)
    code.load_all(1)
    for i, word in enumerate(WORDS):
        code.load(2, HIGH_HALF + 4 * i)
        code.work(SBC if i else SUB, word, 2, word, flags=1)
    code.load(2, TOP)
    code.value(SBC, 2, 2, 0, flags=1)
    code.mask(3)
    for i, word in enumerate(WORDS):
        code.load(2, HIGH_HALF + 4 * i)
        choose(code, word, 2)
    code.store_all(0)
    code.go("next")


def choose(code: Code, word: int, other: int) -> None:
    """word = other if r3 is all ones."""
    code.work(BIC, word, word, 3)
    code.work(AND, other, other, 3)
    code.work(ORR, word, word, other)


def op_addm(code: Code) -> None:
    code.load_all(1)
    combine(code, ADD, 2)
    code.carry(3)
    code.store(3, TOP)
    code.address(4, HIGH_HALF)
    code.store_all(4)
    code.go("reduce")


def op_subm(code: Code) -> None:
    code.load_all(1)
    combine(code, SUB, 2)
    code.mask(3)
    code.load(1, MODULUS)
    add_masked(code)
    code.store_all(0)
    code.go("next")


def add_masked(code: Code) -> None:
    """Add the number at r1, or 0 if r3 is 0."""
    for i, word in enumerate(WORDS):
        code.load(4, 4 * i, 1)
        code.work(AND, 4, 4, 3)
        code.work(ADC if i else ADD, word, word, 4, flags=1)


def op_half(code: Code) -> None:
    code.load_all(1)
    lowest_bit(code, WORDS[0])
    code.load(1, MODULUS)
    add_masked(code)
    code.carry(2)
    code.move(2, 2, LSR, 1, flags=1)  # into the carry
    for word in reversed(WORDS):
        code.move(word, word, ROR, 0, flags=1)  # with the carry, by one
    code.store_all(0)
    code.go("next")


def lowest_bit(code: Code, word: int) -> None:
    """r3 = all ones if the lowest bit is set, else 0."""
    code.value(AND, 3, word, 1)
    code.value(RSB, 3, 3, 0)


def op_negif(code: Code) -> None:
    code.load(3, 0, 2)
    lowest_bit(code, 3)
    code.label("negif")  # the number at r1, or m less it if r3 is all ones and not 0, goes to r0
    code.load(4, MODULUS)
    code.load_all(4)
    for i, word in enumerate(WORDS):
        code.load(2, 4 * i, 1)
        code.work(SBC if i else SUB, word, word, 2, flags=1)
    for i, word in enumerate(WORDS):
        code.load(2, 4 * i, 1)
        code.work(AND, word, word, 3)
        code.work(BIC, 2, 2, 3)
        code.work(ORR, word, word, 2)
    code.store_all(0)
    code.go("next")


# -- where a program goes on


def op_use(code: Code) -> None:
    code.store(0, MODULUS)
    code.go("next")


def target(code: Code) -> None:
    """Leave in r4 the address of row n."""
    code.work(ADD, 4, 6, 7, LSL, 8)
    code.load(3, PROGRAM)
    code.work(ADD, 4, 3, 4, LSL, 2)


def op_call(code: Code) -> None:
    target(code)
    code.address(1, LINK)
    code.load_all(1, range(8, 11))
    code.address(1, LINK_2)
    code.store_all(1, range(8, 11))
    code.load(3, ROW)
    code.store(3, LINK)
    code.store(5, TIMES)
    code.store(4, ENTRY)
    code.store(4, ROW)
    code.go("next")


def op_ret(code: Code) -> None:
    code.load(1, TIMES)
    code.load(2, ENTRY)
    code.load(3, LINK)
    code.store(2, ROW)
    code.value(SUB, 1, 1, 1, flags=1)
    code.store(1, TIMES)
    code.go_if(NE, "next")
    code.store(3, ROW)
    code.address(1, LINK_2)
    code.load_all(1, range(8, 11))
    code.address(1, LINK)
    code.store_all(1, range(8, 11))
    code.go("next")


def op_count(code: Code) -> None:
    code.store(5, COUNTER)
    code.go("next")


def op_again(code: Code) -> None:
    target(code)
    code.load(1, COUNTER)
    code.value(SUB, 1, 1, 1)
    code.store(1, COUNTER)
    code.work(SUB, 1, 1, 5, flags=1)
    code.go_if(EQ, "next")
    code.store(4, ROW)
    code.go("next")


def op_jump(code: Code) -> None:
    target(code)
    code.store(4, ROW)
    code.go("next")


# -- what is no arithmetic


def op_copy(code: Code) -> None:
    code.load_all(1)
    code.store_all(0)
    code.go("next")


def op_moveif(code: Code) -> None:
    code.load_all(1)
    code.load(3, 0, 2)
    code.move(3, 3, LSL, 31)
    code.move(3, 3, ASR, 31)
    for i, word in enumerate(WORDS):
        code.load(4, 4 * i, 0)
        code.work(EOR, word, word, 4)
        code.work(AND, word, word, 3)
        code.work(EOR, word, word, 4)
    code.store_all(0)
    code.go("next")


def op_swap(code: Code) -> None:
    code.load_all(1)
    for low, high in zip(WORDS[:4], reversed(WORDS[4:]), strict=True):
        code.reverse(3, low)
        code.reverse(low, high)
        code.move(high, 3)
    code.store_all(0)
    code.go("next")


def op_xor(code: Code) -> None:
    code.load_all(1)
    for i, word in enumerate(WORDS):
        code.load(3, 4 * i, 2)
        code.work(EOR, word, word, 3)
    code.store_all(0)
    code.go("next")


def op_below(code: Code) -> None:
    code.load_all(1)
    combine(code, SUB, 2)
    code.mask(3)
    code.value(AND, 3, 3, 1)
    code.label("small")  # the number in r3 goes to r0
    code.move(WORDS[0], 3)
    for word in WORDS[1:]:
        code.constant(word, 0)
    code.store_all(0)
    code.go("next")


def op_parity(code: Code) -> None:
    code.load(3, 0, 1)
    code.load(4, 0, 2)
    code.work(EOR, 3, 3, 4)
    code.value(EOR, 3, 3, 1)
    code.value(AND, 3, 3, 1)
    code.go("small")


def op_high(code: Code) -> None:
    code.store(0, RESULT)
    code.call("product")
    code.load(3, 4 * 11)
    code.move(3, 3, LSR, 31)
    code.address(4, 4 * 12)
    code.load_all(4, WORDS[:4])
    chain(code, ADD, {0: 3}, range(4))
    code.carry(WORDS[4])
    for word in WORDS[5:]:
        code.constant(word, 0)
    code.load(0, RESULT)
    code.store_all(0)
    code.go("next")


def op_odd(code: Code) -> None:
    code.load(3, 0, 2)
    code.load(4, 0, 1)
    code.move(3, 3, LSL, 1)
    code.value(AND, 3, 3, 254)
    code.value(EOR, 4, 4, 1)
    code.value(AND, 4, 4, 1)
    code.work(ADD, 3, 3, 4)
    code.load(4, MODULUS)
    code.constant(LR, 0)
    code.constant(8, 8)
    code.label("odd_word")
    code.load(5, 0, 1)
    code.load(7, 0, 4)
    code.constant(6, 0)
    code.umlal(5, 6, 7, 3)
    code.work(ADD, 5, 5, LR, flags=1)
    code.value(ADC, LR, 6, 0)
    code.store(5, 0, 0)
    for address in (0, 1, 4):
        code.value(ADD, address, address, 4)
    code.value(SUB, 8, 8, 1, flags=1)
    code.go_if(NE, "odd_word")
    code.address(3, 1 << TEETH * COLUMNS - 256, LR)
    code.go("small")


def op_pick(code: Code) -> None:
    code.load(3, COUNTER)
    code.move(3, 3, LSL, 2)
    code.value(SUB, 3, 3, 3)
    code.move(4, 3, LSR, 5)
    code.load_word_of(5, 1, 4)
    code.value(ADD, 4, 4, 1)
    code.load_word_of(6, 1, 4)
    code.value(AND, 3, 3, 31)
    code.shift_by(False, 5, 5, 3)
    code.value(RSB, 3, 3, 32)
    code.shift_by(True, 6, 6, 3)
    code.work(ORR, 5, 5, 6)
    chosen(code, WIDTH)
    code.work(ADD, 1, 2, 5, LSL, 6)
    code.label("picked")  # the point at r1, or its negative if r3 is all ones, goes to r0
    code.load_all(1, on=1)
    code.store_all(0, on=1)
    code.go("negif")


def chosen(code: Code, bits: int) -> None:
    """From the low `bits` bits of r5, leave in it which point of a table they choose, and in r3 the sign."""
    code.move(3, 5, LSR, bits - 1)
    code.value(AND, 3, 3, 1)
    code.value(SUB, 3, 3, 1)
    code.work(EOR, 5, 5, 3)
    code.value(AND, 5, 5, (1 << bits - 1) - 1)


def op_comb(code: Code) -> None:
    code.load(3, COUNTER)
    code.work(ADD, 3, 7, 3, LSL, 2)
    code.value(SUB, 3, 3, 3)
    code.constant(5, 0)
    for tooth in range(TEETH):
        code.move(4, 3, LSR, 5)
        code.load_word_of(4, 1, 4)
        code.value(AND, 6, 3, 31)
        code.shift_by(False, 4, 4, 6)
        code.value(AND, 4, 4, 1)
        code.work(ORR, 5, 5, 4, LSL, tooth)
        code.value(ADD, 3, 3, COLUMNS)
    chosen(code, TEETH)
    code.load(2, TABLE)
    code.work(ADD, 1, 2, 5, LSL, 6)
    for number in range(2):
        for i in range(8):
            code.load(4, 32 * number + 28 - 4 * i, 1)  # which may have any address
            code.reverse(4, 4)
            code.store(4, 32 * number + 4 * i)
    code.address(1, 0)
    code.go("picked")


# -- inverses: 600 steps of Bernstein and Yang's division, as libsecp256k1's modinv32 arranges them


def op_inv(code: Code) -> None:
    code.store(0, RESULT)
    code.address(2, G)
    code.call("limbs")
    code.load(1, MODULUS)
    code.load(3, 32, 1)
    code.value(RSB, 3, 3, 0)
    code.store(3, UNIT)  # 1 / m; only its low 30 bits count
    for at in (F, M):
        code.address(2, at)
        code.call("limbs")
    code.constant(3, 0)
    for at in (D, E):
        for i in range(9):
            code.store(3, at + 4 * i)
    code.constant(4, 1)
    code.store(4, E)
    code.value(SUB, 3, 3, 1)
    code.store(3, ZETA)
    code.constant(3, 20)
    code.store(3, TURNS)
    code.label("inv_turn")

    f, g, u, v, q, r, zeta, count, sign, odd, x = range(11)
    code.load(f, F)
    code.load(g, G)
    code.load(zeta, ZETA)
    for register, number in ((u, 1), (v, 0), (q, 0), (r, 1), (count, 30)):
        code.constant(register, number)
    code.label("inv_step")
    code.move(sign, zeta, ASR, 31)
    code.value(AND, odd, g, 1)
    code.value(RSB, odd, odd, 0)
    for one, two in ((f, g), (u, q), (v, r)):
        code.work(EOR, x, one, sign)
        code.work(SUB, x, x, sign)
        code.work(AND, x, x, odd)
        code.work(ADD, two, two, x)
    code.work(AND, sign, sign, odd)
    code.work(EOR, zeta, zeta, sign)
    code.value(SUB, zeta, zeta, 1)
    for one, two in ((f, g), (u, q), (v, r)):
        code.work(AND, x, two, sign)
        code.work(ADD, one, one, x)
    code.move(g, g, LSR, 1)
    code.move(u, u, LSL, 1)
    code.move(v, v, LSL, 1)
    code.value(SUB, count, count, 1, flags=1)
    code.go_if(NE, "inv_step")
    code.store(zeta, ZETA)

    # d and e with so much of m, in r8 and r9, that their lowest limb clears; then f and g, where it is clear.
    code.load(0, D + 32)
    code.load(1, E + 32)
    code.move(0, 0, ASR, 31)
    code.move(1, 1, ASR, 31)
    for one, two, factor in ((u, v, 8), (q, r, 9)):
        code.work(AND, factor, one, 0)
        code.work(AND, 10, two, 1)
        code.work(ADD, factor, factor, 10)
    code.load(0, D)
    code.load(1, E)
    code.load(6, UNIT)
    for one, two, factor in ((u, v, 8), (q, r, 9)):
        code.multiply(10, one, 0)
        code.multiply(10, two, 1, 10)
        code.multiply(10, 10, 6, factor)
        code.value(BIC, 10, 10, TOP_BITS)
        code.work(SUB, factor, factor, 10)
    code.address(0, D)
    code.call("inv_update")
    code.constant(8, 0)
    code.constant(9, 0)
    code.address(0, F)
    code.call("inv_update")
    code.load(0, TURNS)
    code.value(SUB, 0, 0, 1, flags=1)
    code.store(0, TURNS)
    code.go_if(NE, "inv_turn")

    # d is the inverse times f, which is 1 or -1, and between -2 * m and m. Twice m is added to what is negative; in
    # between it takes the sign of f.
    code.load(3, F + 32)
    code.move(3, 3, ASR, 31)
    code.constant(8, 2)
    code.label("inv_sign")
    code.load(2, D + 32)
    code.move(2, 2, ASR, 31)
    code.constant(4, 0)
    code.address(5, D)
    code.constant(9, 9)
    code.label("inv_positive")
    code.load(0, 0, 5)
    code.load(1, M - D, 5)
    code.work(AND, 1, 1, 2)
    code.work(ADD, 0, 0, 1)
    code.work(EOR, 0, 0, 3)
    code.work(SUB, 0, 0, 3)
    code.work(ADD, 0, 0, 4)
    code.move(4, 0, ASR, 30)
    code.value(BIC, 6, 0, TOP_BITS)
    code.store(6, 0, 5)
    code.value(ADD, 5, 5, 4)
    code.value(SUB, 9, 9, 1, flags=1)
    code.go_if(NE, "inv_positive")
    code.store(0, -4, 5)  # the last limb keeps what is above it
    code.constant(3, 0)
    code.value(SUB, 8, 8, 1, flags=1)
    code.go_if(NE, "inv_sign")
    code.load(2, RESULT)
    code.address(5, D)
    code.constant(6, 0)
    code.constant(7, 30)
    code.label("inv_word")
    code.load(0, 0, 5)
    code.load(1, 4, 5)
    code.shift_by(False, 0, 0, 6)
    code.shift_by(True, 1, 1, 7)
    code.work(ORR, 0, 0, 1)
    code.store(0, 0, 2)
    for register, step in ((2, 4), (5, 4), (6, 2)):
        code.value(ADD, register, register, step)
    code.value(SUB, 7, 7, 2)
    code.value(SUB, 0, 6, 16, flags=1)
    code.go_if(NE, "inv_word")
    code.go("next")


def subroutines(code: Code) -> None:
    # The product of the numbers at r1 and r2, 16 words, goes to the frame.
    code.label("product")
    code.store(LR, BACK)
    code.load_all(2)
    sums = (0, 2, 3)
    for register in sums[:2]:
        code.constant(register, 0)
    for k in range(15):
        code.constant(sums[2], 0)
        column(code, [(i, k - i) for i in range(8) if 0 <= k - i < 8], sums, 1)
        code.store(sums[0], 4 * k)
        sums = (sums[1], sums[2], sums[0])
    code.store(sums[0], 4 * 15)
    code.load(PC, BACK)

    # The square of the number at r1, 16 words, goes to the frame.
    code.label("square")
    code.store(LR, BACK)
    code.load_all(1)
    sums = (0, 2, 3)
    for register in (*sums[:2], 1):
        code.constant(register, 0)
    code.store(1, 0)
    for k in range(1, 14):
        code.constant(sums[2], 0)
        column(code, [(i, k - i) for i in range(8) if i < k - i < 8], sums, None)
        code.store(sums[0], 4 * k)
        sums = (sums[1], sums[2], sums[0])
    code.store(sums[0], 4 * 14)
    code.store(sums[1], 4 * 15)
    for k in range(1, 16):
        code.load(0, 4 * k)
        code.work(ADD if k == 1 else ADC, 0, 0, 0, flags=1)
        code.store(0, 4 * k)
    for i in range(8):
        code.umull(4, LR, WORDS[i], WORDS[i])
        code.load(0, 8 * i)
        code.load(2, 8 * i + 4)
        code.work(ADC if i else ADD, 0, 0, 4, flags=1)
        code.work(ADC, 2, 2, LR, flags=1)
        code.store(0, 8 * i)
        code.store(2, 8 * i + 4)
    code.load(PC, BACK)

    # X, Y = (u * X + v * Y + r8 * m) / 2**30, (q * X + r * Y + r9 * m) / 2**30, for numbers in limbs at r0 and 40 bytes
    # on. Where those are f and g, r8 and r9 are 0 and what is read for m does not matter.
    code.label("inv_update")
    code.store(LR, BACK)
    code.address(1, 36, 0)
    code.store(1, STOP)
    for register in (11, 12, LR, 1):
        code.constant(register, 0)
    code.label("inv_limb")
    code.load(6, 0, 0)
    code.load(7, G - F, 0)
    code.load(10, M - D, 0)
    sums = ((11, 12, 2, 3, 8, -4), (LR, 1, 4, 5, 9, G - F - 4))
    for low, high, one, two, three, _ in sums:
        code.smlal(low, high, one, 6)
        code.smlal(low, high, two, 7)
        code.smlal(low, high, three, 10)
    for low, high, _, _, _, at in sums:
        code.value(BIC, 6, low, TOP_BITS)
        code.store(6, at, 0)
        code.move(low, low, LSR, 30)
        code.work(ORR, low, low, high, LSL, 2)
        code.move(high, high, ASR, 30)
    code.value(ADD, 0, 0, 4)
    code.load(6, STOP)
    code.work(SUB, 6, 6, 0, flags=1)
    code.go_if(NE, "inv_limb")
    code.store(11, -4, 0)
    code.store(LR, G - F - 4, 0)
    code.load(PC, BACK)

    # The number at r1 in limbs of 30 bits to r2.
    code.label("limbs")
    code.constant(12, 0)
    code.constant(5, 0)
    code.constant(6, 32)
    code.label("limb")
    code.load(3, 0, 1)
    code.shift_by(True, 4, 3, 5)
    code.shift_by(False, 12, 12, 6)
    code.work(ORR, 4, 4, 12)
    code.value(BIC, 4, 4, TOP_BITS)
    code.store(4, 0, 2)
    code.move(12, 3)
    for register, step in ((1, 4), (2, 4), (5, 2)):
        code.value(ADD, register, register, step)
    code.value(SUB, 6, 6, 2)
    code.value(SUB, 3, 6, 16, flags=1)
    code.go_if(NE, "limb")
    code.move(12, 12, LSR, 16)
    code.store(12, 0, 2)
    code.value(SUB, 1, 1, 32)
    code.put(0x4770, 0xBF00, "return")
