"""BLS12-381's machine: its operations and its programs.

Memory is slots of 48 bytes, each a number below P, little-endian, in Montgomery's form: x * R modulo P for R == 2**384.
The first slot is P, the second has -1 / P modulo 2**32. A pair of slots is a0 + a1 * u with u * u == -1. A program is
rows of 4 bytes: an operation, the slot r where the result goes, and two operands. All results but those of SUM2 are
below P, and all operations of numbers are the same instructions for all numbers.

    POWER      a -> out = a**((P - 3) / 4)
    TIMES_1    X, Y, Z -> X times the point of G1
    TIMES_2    x, y, z -> X times the point of G2
    CLEAR_1, CLEAR_2, CLEAR_3    one after the other: two points -> their sum in G2, cleared of the cofactor
    PAIR       -px, py, q, q -> the same in Montgomery's form
    START      f = 1
    FACTOR     d -> f = 1 + d * w
    SQUARE     f = f**2
    DOUBLE     the point on the way doubled; f times the tangent at p
    ADDITION   the point on the way and q added; f times the line through them at p
    FOLD       f = f * (1 + d * w)
    LEAVE      f in its usual form
    FINAL_1 to FINAL_6, one after the other    f**(3 * (P**12 - 1) / R)

All but SQUARE, DOUBLE, ADDITION and FOLD get and leave numbers in their usual form. The formulas are those of
lightclient/crypto/bls12_381, `points`, `g2`, `pairing` and `fp12`, which name their sources. Additions in ladders leave
infinity, Z == 0, where the points were the same or each other's negative, and infinity then stays.
"""

from lightclient.crypto.bls12_381.fp import EXPONENT, P
from lightclient.crypto.bls12_381.fp12 import GAMMA
from lightclient.crypto.bls12_381.g2 import PSI_X, PSI_Y
from tools.machine.program import Program

OPERATIONS = (
    "END",  # the program ends
    "MUL",  # r = a * b / R
    "ADD",  # r = a + b
    "SUB",  # r = a - b
    "SQR",  # r = a**(2**n) by n squarings, n > 0
    "MUL2",  # the same for pairs
    "ADD2",
    "SUB2",
    "SUM2",  # r = a + b, of pairs, not reduced: for MUL2 alone, whose factors may be below 2 * P
    "SQR2",  # r = a * a / R, of a pair
    "TURN2",  # r = a * (1 + u), of a pair; r is not a
    "COPY",  # n slots from a on go to r on
    "CALL",  # go to row n, and at its RET come back; r times
    "RET",
)
NUMBER = {name: number for number, name in enumerate(OPERATIONS)}
SLOT = 48
R = 1 << 384
WINDOW = 5  # of POWER

LADDER = (1, 2, 3, 9, 32, 16)  # doublings; after each of them but the last the point is added: X, from its highest bit


class Rows(Program):
    """Rows of this machine. Of a pair x, the first slot is called x and the second x'."""

    def __init__(self) -> None:
        super().__init__(numbers=NUMBER, slot=SLOT)

    def pairs(self, names: str) -> None:
        for name in names.split():
            self.name(f"{name} {name}'")

    def six(self, *names: str) -> None:
        """Name numbers of the sixth degree: three pairs each, f0 f1 f2."""
        for name in names:
            self.pairs(" ".join(f"{name}{i}" for i in range(3)))


# What a pair of points needs: -x and y of the one, the other, and the multiple of the other that was reached.
PAIR = "npx py qx qx' qy qy' x x' y y' z z'"


LADDERS = {"1": ("", "X1 Y1 Z1 X2 Y2 Z2 QQ QQQ A B C D"), "2": ("2", "mx my mz nx ny nz qq qqq ka kb kc kd")}


def build() -> Rows:
    program = empty()
    _products(program)
    program.write("POWER:\n MUL a a rr\n CALL 1 power\n MUL out out unit\n END")
    power(program)
    for kind in LADDERS:
        _ladder(program, kind)
    _clear(program)
    _miller(program)
    _final(program)
    return program


def empty() -> Rows:
    """Return a program with all constants and slots, and no rows."""
    program = Rows()
    program.modulus("p", P)
    for name, value in (("unit", 1), ("rr", R * R % P), ("one", R % P), ("zero", 0), ("zero'", 0)):
        program.constant(name, value)
    pairs = {f"gamma{k}": GAMMA[k] for k in range(1, 6)} | {"psi_x": PSI_X, "psi_y": PSI_Y}
    for name, (a, b) in pairs.items():
        program.constant(name, a * R % P)
        program.constant(name + "'", b * R % P)
    program.show("a out")
    program.six("f", "e", "g", "h")  # f + e * w, g + h * w
    program.six("p_", "q_", "r_", "s_", "t_")  # of products
    program.pairs("X Y S T Z b c k l n t u v")
    program.name(PAIR)
    program.pairs("l0 l1 l4")
    program.six("d")
    program.shown += ["f0", "npx", "d0"]
    program.at("npx")  # of the final exponentiation: i + j * w, o + r * w
    program.six("i", "j", "o", "r")
    for kind, (_, names) in LADDERS.items():
        program.at("npx")  # of ladders
        (program.name if kind == "1" else program.pairs)(names)
        program.shown += names.split()[:4:3]
    program.at("p_0")  # of powers
    program.name(" ".join(f"odd{i}" for i in range(1, 1 << WINDOW, 2)) + " square")
    return program


def changed(slots: list[str], factor: str) -> str:
    """Return rows that bring numbers into Montgomery's form, or out of it."""
    return "".join(f"MUL {slot} {slot} {factor}\n" for slot in slots)


def parts(name: str) -> list[str]:
    """Return the slots of a number of the sixth degree."""
    return [f"{name}{i}{prime}" for i in range(3) for prime in ("", "'")]


# -- numbers of the sixth and the twelfth degree; v**3 == 1 + u, w**2 == v


def product(r: str, a: str, b: str) -> str:
    """Return rows for r = a * b, of the sixth degree; r is neither."""
    return f"""
        MUL2 X {a}0 {b}0
        MUL2 Y {a}1 {b}1
        MUL2 Z {a}2 {b}2
        SUM2 S {a}1 {a}2
        SUM2 T {b}1 {b}2
        MUL2 S S T
        SUB2 S S Y
        SUB2 S S Z
        TURN2 T S
        ADD2 {r}0 T X
        SUM2 S {a}0 {a}1
        SUM2 T {b}0 {b}1
        MUL2 S S T
        SUB2 S S X
        SUB2 S S Y
        TURN2 T Z
        ADD2 {r}1 S T
        SUM2 S {a}0 {a}2
        SUM2 T {b}0 {b}2
        MUL2 S S T
        SUB2 S S X
        SUB2 S S Z
        ADD2 {r}2 S Y
    """


def by_two(r: str, a: str, p: str, q: str) -> str:
    """Return rows for r = a * (p + q * v)."""
    return f"""
        MUL2 X {a}0 {p}
        MUL2 Y {a}1 {q}
        MUL2 S {a}2 {q}
        TURN2 T S
        ADD2 {r}0 X T
        SUM2 S {a}0 {a}1
        SUM2 T {p} {q}
        MUL2 S S T
        SUB2 S S X
        SUB2 {r}1 S Y
        MUL2 Z {a}2 {p}
        ADD2 {r}2 Z Y
    """


def each(operation: str, r: str, a: str, b: str) -> str:
    return "".join(f"{operation} {r}{i} {a}{i} {b}{i}\n" for i in range(3))


def with_v(r: str, a: str, b: str) -> str:
    """Return rows for r = a + v * b."""
    return f"TURN2 T {b}2\n ADD2 S {b}1 {a}2\n ADD2 {r}1 {a}1 {b}0\n ADD2 {r}0 {a}0 T\n COPY {r}2 S 2\n"


def _products(program: Rows) -> None:
    program.write("mul:" + product("p_", "f", "g") + product("q_", "e", "h"))
    program.write(each("ADD2", "f", "f", "e") + each("ADD2", "s_", "g", "h") + product("r_", "f", "s_"))
    program.write("rest:\n" + each("SUB2", "e", "r_", "p_") + each("SUB2", "e", "e", "q_"))
    program.write(with_v("f", "p_", "q_") + "RET")
    # f + e * w, squared: p_ is f * e, r_ is (f + e) * (f + v * e).
    program.write("sqr:" + product("p_", "f", "e") + with_v("s_", "f", "e") + each("ADD2", "t_", "f", "e"))
    program.write(product("r_", "s_", "t_") + each("ADD2", "e", "p_", "p_"))
    program.write(
        each("SUB2", "r_", "r_", "p_") + "TURN2 T p_2\n SUB2 f0 r_0 T\n SUB2 f1 r_1 p_0\n SUB2 f2 r_2 p_1\n RET"
    )
    program.write("line:" + by_two("p_", "f", "l0", "l1"))
    program.write("MUL2 S e2 l4\n TURN2 q_0 S\n MUL2 q_1 e0 l4\n MUL2 q_2 e1 l4\n ADD2 l1 l1 l4")
    program.write(each("ADD2", "f", "f", "e") + by_two("r_", "f", "l0", "l1") + "CALL 1 rest\n RET")
    program.write("conjugate:\n SUB2 e0 zero e0\n SUB2 e1 zero e1\n SUB2 e2 zero e2\n RET")


# -- powers and ladders


def power(program: Rows) -> None:
    """out = a**((P - 3) / 4), by windows from the highest bit on, each an odd number."""
    program.write("power:\n SQR square a 1\n COPY odd1 a 1")
    for i in range(3, 1 << WINDOW, 2):
        program.write(f"MUL odd{i} odd{i - 2} square")
    bits = f"{EXPONENT:b}"
    at = squarings = 0
    begun = False
    while at < len(bits):
        if bits[at] == "0":
            squarings += 1
            at += 1
            continue
        window = bits[at : at + WINDOW].rstrip("0")
        squarings += len(window)
        at += len(window)
        program.write(
            f"SQR out out {squarings}\n MUL out out odd{int(window, 2)}" if begun else f"COPY out odd{int(window, 2)} 1"
        )
        begun, squarings = True, 0
    if squarings:
        program.write(f"SQR out out {squarings}")
    program.write("RET")


def coordinates(kind: str) -> list[str]:
    """Return the slots of the point on a ladder."""
    names = LADDERS[kind][1].split()[:3]
    return [name + prime for name in names for prime in ("", "'")[: int(kind)]]


def _ladder(program: Rows, kind: str) -> None:
    """The point in the first three slots becomes X times what it was."""
    inputs = coordinates(kind)
    rows = f"TIMES_{kind}:\n" + changed(inputs, "rr") + f"CALL 1 ladder_{kind}\n" + changed(inputs, "unit") + "END\n"
    rows += f"ladder_{kind}:\n COPY x2 x {len(inputs)}\n CALL 1 ready_{kind}\n"
    for times in LADDER:
        rows += f"CALL {times} double_{kind}\n CALL 1 add_{kind}\n"
    on_ladder(program, kind, rows[: rows.rindex("CALL")] + "RET\n" + formulas(kind))


def formulas(kind: str) -> str:
    """Return rows that double a point, and add another one to it."""
    return f"""
    ready_{kind}:  # what is added
        SQR zz2 z2 1
        MUL zzz2 zz2 z2
        RET
    double_{kind}:
        SQR b y 1
        MUL c x b
        ADD c c c
        ADD c c c
        MUL z z y
        ADD z z z
        SQR d x 1
        ADD a d d
        ADD d d a
        SQR x d 1
        SUB x x c
        SUB x x c
        SUB c c x
        MUL y d c
        SQR b b 1
        ADD b b b
        ADD b b b
        ADD b b b
        SUB y y b
        RET
    add_{kind}:
        SQR a z 1
        MUL b x2 a
        MUL a a z
        MUL c y2 a
        MUL x x zz2
        MUL y y zzz2
        MUL z z z2
        SUB b b x
        SUB c c y
        MUL z z b
        SQR a b 1
        MUL b b a
        MUL a x a
        SQR x c 1
        SUB x x b
        SUB x x a
        SUB x x a
        SUB a a x
        MUL a c a
        MUL b b y
        SUB y a b
        RET
    """


def on_ladder(program: Rows, kind: str, rows: str) -> None:
    """Write rows with the names that the slots have for one group, and the operations of its field."""
    suffix, names = LADDERS[kind]
    used = dict(zip(("x", "y", "z", "x2", "y2", "z2", "zz2", "zzz2", "a", "b", "c", "d"), names.split(), strict=True))
    for line in rows.splitlines():
        words = [used.get(word, word) for word in line.split()]
        if suffix and words and words[0] in ("SQR", "MUL", "ADD", "SUB") and words[-1] not in ("rr", "unit"):
            words[0] += suffix
            words = words[:3] if words[0] == "SQR2" else words
        program.write(" ".join(words))


def _clear(program: Rows) -> None:
    """(X**2 + X - 1) * m - (X + 1) * psi(m) + psi(psi(2 * m)), with m in f, psi(m) in e and the last one in g."""
    point, other = [[slot + axis + prime for axis in "xyz" for prime in ("", "'")] for slot in "mn"]
    added = "CALL 1 ready_2\n CALL 1 add_2\n"
    less = "SUB2 ny zero ny\n" + added
    program.write("CLEAR_1:\n" + changed(point + other, "rr") + added)
    program.write("COPY f0 mx 6\n CALL 1 psi\n COPY e0 mx 6\n COPY mx f0 6")
    program.write("CALL 1 double_2\n CALL 2 psi\n COPY g0 mx 6\n COPY mx f0 6\n END")
    program.write("CLEAR_2:\n CALL 1 ladder_2\n COPY nx f0 6\n" + added + "COPY nx e0 6\n" + less + "END")
    program.write("CLEAR_3:\n CALL 1 ladder_2\n COPY nx f0 6\n" + less + "COPY nx e0 6\n" + less)
    program.write("COPY nx g0 6\n" + added + changed(point, "unit") + "END")
    program.write("psi:")
    for pair in ("mx", "my", "mz"):
        program.write(f"SUB {pair}' zero {pair}'")
    program.write("MUL2 mx mx psi_x\n MUL2 my my psi_y\n RET")


# -- Miller's algorithm


DOUBLE = """
    SQR2 b y
    SQR2 c z
    TURN2 t c
    ADD2 t t t
    ADD2 t t t
    ADD2 c t t
    ADD2 c c t  # 3 * (4 + 4 * u) * z**2
    MUL2 k y z
    ADD2 k k k
    SQR2 n x
    MUL2 l x y
    ADD2 l l l
    ADD2 u c c
    ADD2 u u c
    SUB2 l0 b c
    SUB2 t b u
    MUL2 x l t
    ADD2 t b u
    SQR2 y t
    SQR2 t c
    ADD2 t t t
    ADD2 t t t
    ADD2 u t t
    ADD2 t t u
    SUB2 y y t
    MUL2 z b k
    ADD2 z z z
    ADD2 z z z
    ADD2 t n n
    ADD2 n n t
    MUL l1 n npx
    MUL l1' n' npx
    MUL l4 k py
    MUL l4' k' py
"""

ADD = """
    MUL2 t qy z
    SUB2 b y t
    MUL2 t qx z
    SUB2 c x t
    SQR2 k c
    MUL2 l c k
    MUL2 n x k
    SQR2 t b
    MUL2 t z t
    ADD2 t t l
    SUB2 t t n
    SUB2 t t n
    MUL2 x c t
    SUB2 t n t
    MUL2 t b t
    MUL2 u l y
    SUB2 y t u
    MUL2 z z l
    MUL2 l0 b qx
    MUL2 t c qy
    SUB2 l0 l0 t
    MUL l1 b npx
    MUL l1' b' npx
    MUL l4 c py
    MUL l4' c' py
"""


def _miller(program: Rows) -> None:
    program.write("PAIR:\n" + changed(PAIR.split(), "rr") + "END")
    program.write("START:\n" + "".join(f"COPY {slot} zero 2\n" for slot in ("f0", "f1", "f2", "e0", "e1", "e2")))
    program.write("COPY f0 one 1\n END")
    program.write("FACTOR:\n" + changed(parts("d"), "rr") + "COPY e0 d0 6\n END")
    program.write("SQUARE:\n CALL 1 sqr\n END")
    program.write("DOUBLE:" + DOUBLE + "CALL 1 line\n END\nADDITION:" + ADD + "CALL 1 line\n END")
    program.write("FOLD:" + product("p_", "e", "d") + product("q_", "f", "d") + each("ADD2", "e", "e", "q_"))
    program.write(with_v("f", "f", "p_") + "END")
    program.write("LEAVE:\n" + changed(parts("f") + parts("e"), "unit") + "END")


# -- the final exponentiation


def square4(r: str, s: str, a: str, b: str) -> str:
    """Return rows for r = a**2 + (1 + u) * b**2, s = 2 * a * b, pairs."""
    return f"""
        SQR2 X {a}
        SQR2 Y {b}
        TURN2 T Y
        ADD2 {r} X T
        ADD2 S {a} {b}
        SQR2 S S
        SUB2 S S X
        SUB2 {s} S Y
    """


def _final(program: Rows) -> None:
    program.write("cyclotomic:" + square4("b", "c", "f0", "e1") + square4("k", "l", "e0", "f2"))
    program.write(square4("n", "t", "f1", "e2") + "TURN2 u t")
    for to, three, operation in (
        ("f0", "b", "SUB2"),
        ("f1", "k", "SUB2"),
        ("f2", "n", "SUB2"),
        ("e0", "u", "ADD2"),
        ("e1", "c", "ADD2"),
        ("e2", "l", "ADD2"),
    ):  # 3 * three +- 2 * to
        program.write(f"{operation} S {three} {to}\n ADD2 S S S\n ADD2 {to} S {three}")
    program.write("RET\npower_x:\n COPY g0 f0 12")
    for times in LADDER:
        program.write(f"CALL {times} cyclotomic\n CALL 1 mul")
    program.rows.pop()
    program.write("RET\nfrobenius:")
    for slot in parts("f")[1::2] + parts("e")[1::2]:
        program.write(f"SUB {slot} zero {slot}")
    for slot, k in (("f1", 2), ("f2", 4), ("e0", 1), ("e1", 3), ("e2", 5)):
        program.write(f"MUL2 {slot} {slot} gamma{k}")
    program.write("RET")
    _inverse(program)
    program.write("FINAL_1:\n" + changed(parts("f") + parts("e"), "rr"))
    program.write("CALL 1 inverse\n CALL 1 conjugate\n CALL 1 mul\n COPY g0 f0 12\n CALL 2 frobenius\n CALL 1 mul")
    program.write("COPY i0 f0 12\n END")
    for part in (2, 3):  # twice to the power of x - 1
        program.write(f"FINAL_{part}:\n CALL 1 power_x\n CALL 1 mul\n CALL 1 conjugate\n END")
    # Of x + P: the power is kept while what it was made of goes through Frobenius.
    program.write("FINAL_4:\n CALL 1 power_x\n CALL 1 conjugate\n COPY o0 f0 12\n COPY f0 g0 12\n CALL 1 frobenius")
    program.write("COPY g0 o0 12\n CALL 1 mul\n COPY o0 f0 12\n END")
    program.write("FINAL_5:\n CALL 1 power_x\n END")
    program.write("FINAL_6:\n CALL 1 power_x\n COPY g0 f0 12\n COPY f0 o0 12\n CALL 1 conjugate\n CALL 1 mul")
    program.write("COPY g0 f0 12\n COPY f0 o0 12\n CALL 2 frobenius\n CALL 1 mul\n COPY g0 i0 12\n CALL 3 mul")
    program.write(changed(parts("f") + parts("e"), "unit") + "END")


def _inverse(program: Rows) -> None:
    """g + h * w = 1 / (f + e * w), or 0 for 0."""
    program.write("inverse:" + product("p_", "f", "f") + product("q_", "e", "e"))
    program.write("SUB2 q_0 zero q_0\n SUB2 q_1 zero q_1\n SUB2 q_2 zero q_2\n" + with_v("r_", "p_", "q_"))
    program.write("""
        SQR2 b r_0
        MUL2 t r_1 r_2
        TURN2 u t
        SUB2 b b u
        SQR2 t r_2
        TURN2 c t
        MUL2 t r_0 r_1
        SUB2 c c t
        SQR2 k r_1
        MUL2 t r_0 r_2
        SUB2 k k t
        MUL2 t r_1 k
        MUL2 u r_2 c
        ADD2 u u t
        TURN2 t u
        MUL2 u r_0 b
        ADD2 t t u
        MUL a t t
        MUL l t' t'
        ADD a a l
        CALL 1 power
        SQR out out 2
        MUL out out a
        MUL t t out
        MUL t' t' out
        SUB t' zero t'
        MUL2 r_0 b t
        MUL2 r_1 c t
        MUL2 r_2 k t
    """)
    program.write(product("g", "f", "r_") + product("h", "e", "r_"))
    program.write("SUB2 h0 zero h0\n SUB2 h1 zero h1\n SUB2 h2 zero h2\n RET")
