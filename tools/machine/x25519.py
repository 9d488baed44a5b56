"""X25519 on the field machine: the ladder of RFC 7748, section 5. Numbers are little-endian, as its encodings are.

    SHARE      k, u, z -> X, the u of k times the point, or 0; all else that is secret is overwritten

k is a scalar that was decoded: even, and below 2**255. z is any number but 0; it stands for the point as (u * z, z).

The two points of the ladder do not change places. A step doubles one of them and adds both, which comes out the same
if they are exchanged, so what is doubled is chosen: the one for this bit, which is the other one if the bit is not the
one before. `turns` has where bits differ, and is rotated left by doubling it modulo 2**256 - 1.
"""

from tools.machine.program import Program

Q = 2**255 - 19
A24 = 121665  # (A - 2) / 4 of the curve
BITS = 255
SECRETS = "k z turns x2 z2 x3 z3 a b c d e f"

STEP = """
step:
    ADDM turns turns turns
    ADD a x2 z2
    SUB b x2 z2
    ADD c x3 z3
    SUB d x3 z3
    MUL e d a
    MUL f c b
    MOVEIF a c turns
    MOVEIF b d turns
    ADD x3 e f
    SQR x3 x3 1
    SUB z3 e f
    SQR z3 z3 1
    MUL z3 z3 u
    SQR a a 1
    SQR b b 1
    MUL x2 a b
    SUB e a b
    MUL f e a24
    ADD f f a
    MUL z2 e f
    AGAIN 0 step
"""


def build() -> Program:
    program = Program("Q")
    program.modulus("q", Q)
    for name, value in (("ones", 2**256 - 1), ("zero", 0), ("one", 1), ("a24", A24)):
        program.constant(name, value)
    program.show("X k u z")
    program.name("turns x2 z2 x3 z3 a b c d e f")
    program.write("SHARE:\n USE ones\n HALF turns k\n XOR turns turns k\n ADDM turns turns turns")
    program.write(f"COPY x2 one\n COPY z2 zero\n MUL x3 u z\n COPY z3 z\n COUNT {BITS}" + STEP)
    program.write("USE q\n OUT z2 z2\n FINV z2 z2\n MUL X x2 z2\n OUT X X")
    program.write("\n".join(f"XOR {slot} {slot} {slot}" for slot in SECRETS.split()) + "\nEND")
    return program
