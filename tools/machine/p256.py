"""P-256 on the field machine: the programs of `weierstrass`, and the constants they begin with.

Numbers of the field are x * 2**256 modulo p, also those of the table. There is no endomorphism: twice as many
doublings as on secp256k1. Source: "Guide to Elliptic Curve Cryptography", chapter 3.
"""

from tools.curvetables import P256, Point, comb
from tools.machine import weierstrass
from tools.machine.operations import COLUMNS, TEETH
from tools.machine.program import Program
from tools.machine.weierstrass import R

P = P256.p
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
WINDOWS = 65  # of 4 bits, in a scalar

# (X, Y, Z) doubled: 4 products, 4 squares. With Z = Y * Z, X = (3/2 * (x - z**2) * (x + z**2))**2 - 2 * x * y**2 ...
DOUBLE = """
    SQR t Z 1
    SUB w X t
    ADD t X t
    MUL t t w
    MUL Z Y Z
    ADD w t t
    ADD t w t
    HALF t t
    SQR s Y 1
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
    SUB t t x
    SUB t t x
    SUB t t x
    ADD t t b
"""

# y = t**((P + 1) / 4): 32 ones in the exponent, then single ones at 190 and 94.
ROOT = """
    COPY y t
    SQR s y 1
    MUL y y s
    SQR s y 2
    MUL y y s
    SQR s y 4
    MUL y y s
    SQR s y 8
    MUL y y s
    SQR s y 16
    MUL y y s
    SQR s y 32
    MUL y s t
    SQR s y 96
    MUL y s t
    SQR s y 94
    COPY y s
"""


def build() -> Program:
    program = Program(montgomery=("r2", "r3"))
    more = {
        "r2": R * R % P,
        "r3": R * R * R % P,
        "b": B * R % P,
        "last": 1 << TEETH * COLUMNS - 256 | 1 << 4 * WINDOWS - 256,  # moves the last digit to that many windows
    }
    weierstrass.constants(program, P, N, more)
    weierstrass.name(program)
    weierstrass.points(program, DOUBLE, EQUATION, ROOT)
    weierstrass.verify(program)
    _combine(program)
    weierstrass.sign(program)
    return program


def _combine(program: Program) -> None:
    program.write("combine:\n ODD v1 scalar zero\n XOR v2 v2 last\n ODD odd c1 zero")
    weierstrass.multiples(program)
    window = "PICK u v1 x\n CALL 1 add\n"
    program.write(f"COUNT {WINDOWS}\n PICK X v1 x\n IN Z one\n AGAIN 0 window")
    program.write(f"window:\n CALL 4 double\n {window} AGAIN 11 window\ncolumns:")
    program.write(weierstrass.columns((3, 2, 1, 0)) + window + "AGAIN 0 columns\n RET")


def table() -> list[Point]:
    """Return the points of COMB, their coordinates as the field has them."""
    return [(x * R % P, y * R % P) for x, y in comb(P256, TEETH, COLUMNS)]
