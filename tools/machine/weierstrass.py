"""What curves of 256 bits have in common on the field machine: y**2 == x**3 + a * x + b, and ECDSA.

What comes in and goes out is in slots, most significant byte first where its name says so (`_be`). Flags are 0 or 1.

    POINT      x_be, y_be -> x, y; `on` is 1 if that is a point
    LIFT       x_be, parity -> x and the y of that parity; `on` is 1 if there is one
    VERIFY     x, y, r_be, s_be, e_be -> `fits`, `fits_n` and `small`: an ECDSA signature of e is good if the first
               is 1, or the second and the third, and `infinite` is 0
    SECRET     d_be, e_be -> `valid` is 1 if d is a secret key; out_be is e modulo n
    MULTIPLY   d_be, blind -> d * G
    NONCE      k_be, blind, and d, e of SECRET -> r_be, s_be, and the flags `valid`, `void` for r or s of 0, `high`,
               `other` and `odd_y` for what was negated and for the number that `recover` wants; out_be is s before that
    FORGET     overwrites what is secret

Where a point comes out it is X, Y, affine, also as qx_be and qy_be, and `infinite` is 1 if it was infinity. That also
follows when two points were added that are the same or each other's negative, which the formulas cannot: whoever gives
such numbers has to compute them otherwise. Source: "Guide to Elliptic Curve Cryptography", chapter 3.

A curve writes `double`, which is (X, Y, Z) doubled with s, t and w to pass through, and `combine`, which is
c1 * G + scalar * (x, y) as (X, Y, Z) for scalars below n that all may know.
"""

from tools.machine.program import Program

R = 1 << 256
ODD = range(3, 17, 2)  # odd multiples of a point, beside the first
SECRETS = "d k d_be k_be e_be out_be w s t u v scalar odd odd_high blind blind_2"  # slots to FORGET

# (u, v) added to (X, Y, Z): 8 products, 3 squares.
ADD = """
    SQR s Z 1
    MUL u u s
    MUL s s Z
    MUL v v s
    SUB u u X
    SUB v v Y
    MUL Z Z u
    SQR s u 1
    MUL u u s
    MUL s s X
    SQR X v 1
    SUB X X u
    SUB X X s
    SUB X X s
    SUB s s X
    MUL s s v
    MUL u u Y
    SUB Y s u
    RET
"""

ON_CURVE = """
    SQR s y 1
    SUB s s t
    ADDM s s zero
    BELOW on s one
    END
"""

AFFINE = """
    ADDM Z Z zero
    BELOW infinite Z one
    FINV t Z
    SQR s t 1
    MUL X X s
    MUL s s t
    MUL Y Y s
    OUT X X
    OUT Y Y
    SWAP qx_be X
    SWAP qy_be Y
    RET
"""


def constants(program: Program, p: int, n: int, more: dict[str, int]) -> None:
    """Name those of a curve over p of order n, and `more` of its own."""
    program.modulus("p", p)
    program.modulus("n", n)
    common = {"rr": R * R % n, "zero": 0, "one": 1, "half_n": n >> 1, "p-n": p - n}
    for name, value in (common | more).items():
        program.constant(name, value)


def name(program: Program) -> None:
    """Name the slots, after the curve's constants."""
    program.name("X Y Z u v s t w r e c1 c2 odd odd_high v1 v2 scalar")
    program.name("x y " + " ".join(f"x{i} y{i}" for i in ODD))  # odd multiples of the point x, y
    program.name("dx dy " + " ".join(f"z{i}" for i in ODD) + " m16 " + " ".join(f"m{i}" for i in ODD[1:]))
    # While those are made nothing comes in or goes out.
    program.at("dx")
    program.show("qx_be qy_be r_be s_be e_be x_be y_be parity on fits fits_n small infinite")
    # Signing has the room of the multiples.
    program.at("x3")
    program.show("d_be k_be out_be blind blind_2 valid void high other odd_y")
    program.name("d k")


def points(program: Program, double: str, equation: str, root: str) -> None:
    """equation: rows for t = x**3 + a * x + b. root: rows for y = a square root of t, if it has one."""
    program.write("double:" + double + "add:" + ADD + "affine:" + AFFINE)
    program.write("LIFT:\n USE p\n SWAP x x_be\n IN x x\n" + equation + root)
    program.write("ADDM y y zero\n OUT s y\n XOR s s parity\n NEGIF y y s\n JUMP on_curve")
    program.write("POINT:\n USE p\n SWAP x x_be\n SWAP y y_be\n IN x x\n IN y y\n" + equation + "on_curve:" + ON_CURVE)


def verify(program: Program) -> None:
    program.write("""
VERIFY:
    USE n
    SWAP r r_be
    SWAP w s_be
    SWAP e e_be
    INV w w
    MULM w w rr
    MULM c1 w e
    MULM scalar w r
    CALL 1 combine
    SQR t Z 1
    IN s r
    MUL s t s
    SUB s s X
    ADDM s s zero
    BELOW fits s one
    ADD s r n
    IN s s
    MUL s t s
    SUB s s X
    ADDM s s zero
    BELOW fits_n s one
    BELOW small r p-n
    ADDM Z Z zero
    BELOW infinite Z one
    END
""")


def multiples(program: Program) -> None:
    """x3, y3 to x15, y15 are the odd multiples of the point x, y."""
    program.write("USE p\n COPY X x\n COPY Y y\n IN Z one\n CALL 1 double\n COPY dx X\n COPY dy Y\n COPY m16 Z")
    # On the curve of (x * m16**2, y * m16**3) the double is affine, and its multiples are added there.
    program.write("SQR s m16 1\n MUL X x s\n MUL s s m16\n MUL Y y s\n IN Z one")
    for i in ODD:
        program.write(f"COPY u dx\n COPY v dy\n CALL 1 add\n COPY x{i} X\n COPY y{i} Y\n MUL z{i} Z m16")
    # Montgomery's trick: one inverse for all of them. m of i is the product up to the z before that of i.
    program.write("COPY m5 z3")
    for i in ODD[2:]:
        program.write(f"MUL m{i} m{i - 2} z{i - 2}")
    program.write("MUL w m15 z15\n ADDM w w zero\n FINV w w")
    for i in reversed(ODD):
        program.write(f"MUL t w m{i}\n MUL w w z{i}" if i > 3 else "COPY t w")
        program.write(f"SQR s t 1\n MUL x{i} x{i} s\n MUL s s t\n MUL y{i} y{i} s")


def columns(numbers: tuple[int, ...]) -> str:
    """Return rows that double, and add what these columns of the comb ask for."""
    return "".join(f"CALL 1 double\n COMB u odd {column}\n CALL 1 add\n" for column in numbers)


def sign(program: Program) -> None:
    """k * G for a secret k, written as k + n * t, the first point in coordinates that the blinding chooses; ECDSA."""
    program.write("multiply:\n ODD odd w blind_2\n USE p\n ADDM blind blind zero\n COUNT 11\n COMB u odd 3")
    program.write("SQR s blind 1\n MUL X u s\n MUL s s blind\n MUL Y v s\n COPY Z blind\n JUMP rest\nnext_columns:")
    program.write(columns((3,)) + "rest:\n" + columns((2, 1, 0)) + "AGAIN 0 next_columns\n CALL 1 affine\n RET")
    program.write("""
range:  # of w
    BELOW valid w n
    BELOW s w one
    XOR valid valid s
    RET
SECRET:
    USE n
    SWAP d d_be
    SWAP e e_be
    ADDM e e zero
    SWAP out_be e
    COPY w d
    CALL 1 range
    END
MULTIPLY:
    USE n
    SWAP d d_be
    COPY w d
    CALL 1 multiply
    END
NONCE:
    USE n
    SWAP k k_be
    COPY w k
    CALL 1 range
    CALL 1 multiply
    USE n
    ADDM r X zero
    BELOW other X n
    XOR other other one
    COPY odd_y Y
    ADDM scalar blind_2 zero  # b: s is (b * e + b * d * r) / (b * k)
    MULM t scalar k
    INV t t
    MULM s scalar e
    MULM w scalar d
    MULM w w rr
    MULM w w r
    ADDM s s w
    MULM s s t
    MULM s s rr
    BELOW void r one
    BELOW w s one
    XOR void void w
    BELOW high half_n s
    NEGIF w s high
    SWAP r_be r
    SWAP s_be w
    SWAP out_be s
    END
""")
    program.write("FORGET:\n" + "\n".join(f"XOR {slot} {slot} {slot}" for slot in SECRETS.split()) + "\nEND")
