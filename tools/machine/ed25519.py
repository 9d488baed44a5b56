"""Ed25519 on the field machine: its programs, and the constants they begin with.

Numbers are little-endian, as the curve's encodings are, and so are digests, of 64 bytes in `low` and the slot after it.

    LIFT       py, parity -> px of that parity; `on` is 1 if there is one
    VERIFY     px, py, low, response -> response * B + digest * (px, py)
    COFACTOR   px, py, after VERIFY -> `small` is 1 if its point and (px, py) add up to one of small order
    SECRET     low, blind -> the secret scalar a, which is `low` modulo the order; a * B
    COMMIT     low, blind -> the nonce k, which is the digest modulo the order; k * B
    RESPOND    low -> response = k + digest * a modulo the order
    FORGET     overwrites what is secret

Where a point comes out it is X, Y, affine and below the prime.

A point is (X, Y, Z) and its T in two factors e and h, since a doubling does not need it. The formulas hold for any two
points: there is no infinity, and nothing that whoever gives a key could bring about.

Sources: RFC 8032, 5.1; Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited", 3.1 and 3.3, for a == -1.
"""

from tools.curvetables import ED25519, D, Point, comb
from tools.machine.operations import COLUMNS, TEETH
from tools.machine.program import Program

Q = ED25519.p
L = 2**252 + 27742317777372353535851937790883648493
ROOT = pow(2, (Q - 1) // 4, Q)  # of -1
R = 1 << 256
WINDOWS = 64  # of 4 bits, in a scalar; the last one ends with bit 256, which is set
ODD = range(1, 17, 2)  # multiples of a point
SECRETS = "low high a k X Y Z e f g h s t u v w scalar odd odd_high blind blind_2"  # slots to FORGET

# 3 products, 4 squares.
DOUBLE = """
    ADD e X Y
    SQR e e 1
    SQR X X 1
    SQR Y Y 1
    ADD h X Y
    SUB e e h
    SUB g Y X
    SQR f Z 1
    ADD f f f
    SUB f f g
product:
    MUL X e f
    MUL Y g h
    MUL Z f g
    RET
"""

# A point with x in v and y in u is added, with 2 * Z in zz and 2 * D * T in tt, or affine: 8 or 9 products.
ADD = """
add:
    MUL Z Z zz
    MUL s e h
    MUL s s tt
    JUMP added
add_affine:
    ADD Z Z Z
    MUL s e h
    MUL s s u
    MUL s s v
    MUL s s 2d
added:
    SUB f Z s
    ADD g Z s
    SUB s Y X
    SUB t u v
    MUL s s t
    ADD t Y X
    ADD w u v
    MUL t t w
    SUB e t s
    ADD h t s
    JUMP product
"""

# x is the root of u / v; u * v**3 * (u * v**7)**((Q - 5) / 8) is one, or ROOT times one, or v divides no square.
LIFT = """
LIFT:
    USE q
    SQR s py 1
    SUB u s one
    MUL v s d
    ADD v v one
    SQR px v 1
    MUL px px v
    MUL px px u
    SQR t v 2
    MUL w px t  # u * v**7
    SQR s w 1
    SQR t s 2
    MUL t t w  # w**9
    MUL s s t  # w**11
    SQR e s 1
    MUL t t e  # 5 ones in the exponent
    SQR s t 5
    MUL s s t  # 10
    SQR e s 10
    MUL e e s  # 20
    SQR f e 20
    MUL f f e  # 40
    SQR f f 10
    MUL f f s  # 50
    SQR s f 50
    MUL s s f  # 100
    SQR e s 100
    MUL e e s  # 200
    SQR e e 50
    MUL e e f  # 250
    SQR e e 2
    MUL e e w
    MUL px px e
"""

FITS = """
    SQR t px 1
    MUL t t v
    SUB t t u
    OUT t t
    BELOW on t one
"""


def build() -> Program:
    program = Program("Q")
    program.modulus("q", Q)
    program.modulus("l", L)
    for name, value in (
        ("r1", R % L),
        ("r2", R * R % L),
        ("zero", 0),
        ("one", 1),
        ("d", D),
        ("2d", 2 * D % Q),
        ("root", ROOT),
        ("root-1", ROOT - 1),
    ):
        program.constant(name, value)
    program.show("X Y px py parity on small response low")
    program.name("high Z e f g h s t u v zz tt w scalar even odd odd_high v1 v2")
    program.name(" ".join(f"y{i} x{i}" for i in ODD) + " " + " ".join(f"z{i} t{i}" for i in ODD))
    program.at("y1")  # signing has the room of the multiples
    program.show("blind")
    program.name("blind_2 a k")
    program.write("double:" + DOUBLE + ADD)
    program.write("affine:\n OUT Z Z\n FINV t Z\n MUL X X t\n MUL Y Y t\n OUT X X\n OUT Y Y\n RET")
    program.write("reduce:\n USE l\n MULM scalar low r1\n MULM t high r2\n ADDM scalar scalar t\n RET")
    _lift(program)
    _verify(program)
    _sign(program)
    return program


def _lift(program: Program) -> None:
    program.write(LIFT + FITS)
    program.write("MUL t on root-1\n SUB t root t\n MUL px px t" + FITS)  # times 1 or ROOT
    program.write("OUT px px\n XOR s px parity\n NEGIF px px s\n END")


def _verify(program: Program) -> None:
    program.write("VERIFY:\n CALL 1 reduce\n CALL 1 combine\n CALL 1 affine\n END")
    # The sum has no part of small order left after three doublings, so it is neutral if x is 0.
    program.write("""
COFACTOR:
    COPY e X
    COPY h Y
    COPY Z one
    COPY u py
    COPY v px
    CALL 1 add_affine
    CALL 3 double
    OUT X X
    BELOW small X one
    END
""")
    # Digits are odd. A point with a part of small order minds a multiple of the order: it is added once too often, and
    # subtracted in the end, if the scalar is even.
    program.write("combine:\n PARITY even scalar zero\n XOR v1 scalar even\n COPY v2 one")
    program.write("ODD odd response zero\n USE q")
    _multiples(program)
    window = "PICK u v1 y1\n PICK zz v1 z1\n"
    program.write(f"COUNT {WINDOWS}\n {window} ADD X v v\n ADD Y u u\n COPY Z zz\n AGAIN 0 window")
    window += "CALL 1 add\n"
    program.write(f"window:\n CALL 4 double\n {window} AGAIN 11 window\ncolumns:")
    program.write(_columns() + window + "AGAIN 0 columns\n MUL v px even\n SUB v zero v")
    program.write("SUB u py one\n MUL u u even\n ADD u u one\n CALL 1 add_affine\n RET")


def _multiples(program: Program) -> None:
    """y1, x1, z1, t1 to y15, x15, z15, t15 are the odd multiples of the point x, y, ready to be added."""
    program.write("COPY X px\n COPY Y py\n COPY Z one\n COPY e px\n COPY h py")
    for i in ODD:
        program.write(f"COPY y{i} Y\n OUT x{i} X\n ADD z{i} Z Z\n MUL t e h\n MUL t t 2d\n OUT t{i} t")
        if i == 1:
            program.write("CALL 1 double\n COPY u Y\n COPY v X\n ADD zz Z Z\n MUL tt e h\n MUL tt tt 2d")
            program.write("COPY X px\n COPY Y py\n COPY Z one\n COPY e px\n COPY h py")
        if i < ODD[-1]:
            program.write("CALL 1 add")


def _columns() -> str:
    """Return rows that double, and add what four columns of the comb ask for."""
    return "".join(f"CALL 1 double\n COMB u odd {column}\n CALL 1 add_affine\n" for column in (3, 2, 1, 0))


def _sign(program: Program) -> None:
    """scalar * B for a secret scalar, written as scalar + l * t, and added to a neutral point that blinding chooses."""
    program.write("multiply:\n ODD odd scalar blind_2\n USE q\n COPY X zero\n COPY Y blind\n COPY Z blind\n COUNT 11")
    program.write("next_columns:\n" + _columns() + "AGAIN 0 next_columns\n CALL 1 affine\n RET")
    program.write("""
SECRET:
    USE l
    MULM a low r1
    COPY scalar a
    CALL 1 multiply
    END
COMMIT:
    CALL 1 reduce
    COPY k scalar
    CALL 1 multiply
    END
RESPOND:
    CALL 1 reduce
    MULM t scalar a
    MULM t t r2
    ADDM response t k
    END
""")
    program.write("FORGET:\n" + "\n".join(f"XOR {slot} {slot} {slot}" for slot in SECRETS.split()) + "\nEND")


def table() -> list[Point]:
    """Return the points of COMB as (y, x): a point's negative has the other x."""
    return [(y, x) for x, y in comb(ED25519, TEETH, COLUMNS)]
