"""secp256k1 on the field machine: its programs, and the constants they begin with.

Beside those of `weierstrass`:

    SCHNORR    x, y, s_be, e_be -> s * G - e * (x, y)
    RECOVER    x, y, r_be, s_be, e_be -> (s * (x, y) - e * G) / r
    TWEAK      x, y, e_be -> e * G + (x, y)
    MASK       after MULTIPLY: d becomes that of the point with an even y, x_be is its x, out_be that d ^ e_be
    COMMIT     e_be, blind -> k, e modulo n, becomes that of the point with an even y, r_be its x; `void` if k is 0
    RESPOND    e_be -> s_be = k + e * d

Sources: "Guide to Elliptic Curve Cryptography", 3.5; libsecp256k1.
"""

from tools.curvetables import SECP256K1
from tools.machine import weierstrass
from tools.machine.program import Program
from tools.machine.weierstrass import R

P = SECP256K1.p
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
BETA = 0x7AE96A2B657C07106E64479EAC3434E99CF0497512F58995C1396C28719501EE
# A short basis of the lattice of all (a, b) with a + b * LAMBDA == 0 modulo N: (A1, -B1) and (A2, A1).
A1 = 0x3086D221A7D46BCDE86C90E49284EB15
B1 = 0xE4437ED6010E88286F547FA90ABFE4C3
A2 = 0x114CA50F7A8E2F3F657C1108D9D44CFD8
WINDOWS = 33  # of 4 bits, in a half of a scalar

# (X, Y, Z) doubled: 3 products, 4 squares. With Z = Y * Z, X = (3/2 * x**2)**2 - 2 * x * y**2 ...
DOUBLE = """
    SQR s Y 1
    MUL Z Y Z
    SQR t X 1
    ADD w t t
    ADD t w t
    HALF t t
    MUL w X s
    SQR X t 1
    SUB X X w
    SUB X X w
    SUB w w X
    MUL w w t
    SQR s s 1
    SUB Y w s
    RET
"""

EQUATION = """
    SQR t x 1
    MUL t t x
    ADD t t seven
"""

# y = (x**3 + 7)**((P + 1) / 4): an exponent of 223 ones, a zero, 22 ones, 0000, 11, 00.
ROOT = """
    SQR u t 1
    MUL u u t  # 2 ones
    SQR v u 1
    MUL v v t  # 3
    SQR s v 3
    MUL s s v  # 6
    SQR s s 3
    MUL s s v  # 9
    SQR s s 2
    MUL s s u  # 11
    SQR w s 11
    MUL w w s  # 22
    SQR s w 22
    MUL s s w  # 44
    SQR y s 44
    MUL y y s  # 88
    SQR X y 88
    MUL y y X  # 176
    SQR y y 44
    MUL y y s  # 220
    SQR y y 3
    MUL y y v  # 223
    SQR y y 23
    MUL y y w
    SQR y y 6
    MUL y y u
    SQR y y 2
"""


def build() -> Program:
    program = empty()
    weierstrass.points(program, DOUBLE, EQUATION, ROOT)
    weierstrass.verify(program)
    _combine(program)
    _schnorr(program)
    weierstrass.sign(program)
    return program


def empty() -> Program:
    """Return a program with the constants and slots of the curve, and no rows."""
    program = Program()
    more = {
        "seven": 7,
        "beta": BETA,
        "g1": ((A1 << 385) // N + 1) >> 1,
        "g2": ((B1 << 385) // N + 1) >> 1,
        "a1": A1 * R % N,  # to multiply by with MULM
        "a2": A2 * R % N,
        "b1": B1 * R % N,
        "shift": (1 << 4 * WINDOWS) - 1,
    }
    weierstrass.constants(program, P, N, more)
    weierstrass.name(program)
    return program


def _combine(program: Program) -> None:
    program.write("combine:\n ODD odd c1 zero")
    split(program)
    weierstrass.multiples(program)
    second = "PICK u v2 x\n MUL u u beta\n CALL 1 add\n"
    windows = "PICK u v1 x\n CALL 1 add\n" + second
    program.write(f"COUNT {WINDOWS}\n PICK X v1 x\n COPY Z one\n" + second + "AGAIN 0 window")
    program.write(f"window:\n CALL 4 double\n {windows} AGAIN 11 window\ncolumns:")
    program.write(weierstrass.columns((3, 2, 1, 0)) + windows + "AGAIN 0 columns\n RET")


def split(program: Program, shift: str = "shift", blind: str = "") -> None:
    """scalar == v1 + v2 * LAMBDA modulo N, both odd and below 2**131 in absolute value; then `shift` is added to each.

    Any point of the lattice may be added. A1 and B1 are odd and A2 is even, so the parities of c1 and c2 decide.
    blind: rows that add even numbers to those.
    """
    program.write("HIGH c1 scalar g1\n HIGH c2 scalar g2" + blind)
    program.write("""
    PARITY s c1 scalar
    ADDM c1 c1 s
    PARITY s c2 c1
    ADDM c2 c2 s
    MULM s c1 a1
    MULM t c2 a2
    SUBM v1 scalar s
    SUBM v1 v1 t
    MULM s c1 b1
    MULM t c2 a1
    SUBM v2 s t
""")
    program.write(f"ADDM v1 v1 {shift}\n ADDM v2 v2 {shift}")


def _schnorr(program: Program) -> None:
    program.write("""
SCHNORR:
    USE n
    SWAP c1 s_be
    SWAP e e_be
    ADDM e e zero
    SUBM scalar zero e
    CALL 1 combine
    JUMP point
RECOVER:
    USE n
    SWAP w r_be
    SWAP s s_be
    SWAP e e_be
    INV w w
    MULM w w rr
    MULM scalar w s
    MULM e w e
    SUBM c1 zero e
    CALL 1 combine
    JUMP point
TWEAK:
    USE n
    SWAP c1 e_be
    COPY scalar one
    CALL 1 combine
point:
    CALL 1 affine
    END
MASK:
    USE n
    NEGIF d d Y
    SWAP x_be X
    SWAP e e_be
    XOR s d e
    SWAP out_be s
    END
COMMIT:
    USE n
    SWAP k e_be
    ADDM k k zero
    BELOW void k one
    COPY w k
    CALL 1 multiply
    USE n
    NEGIF k k Y
    SWAP r_be X
    END
RESPOND:
    USE n
    SWAP e e_be
    ADDM e e zero
    MULM s e d
    MULM s s rr
    ADDM s s k
    SWAP s_be s
    END
""")
