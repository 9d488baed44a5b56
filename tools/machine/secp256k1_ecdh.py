"""The secret multiple of a point on secp256k1, by a program of its own that has the memory of the others.

    SHARE      x, y of POINT or LIFT, d of SECRET, and blind, blind_2, z, shift -> d * (x, y)

blind and blind_2 are even and below 2**15: they choose halves of d among 2**28. z becomes the coordinate that stands
for the first point. shift is 2**144 - 1. What is secret is overwritten but for qx_be, qy_be and `infinite`; see
`weierstrass` for when that is 1. The sequence of operations is the same for every d.
"""

from tools.machine import weierstrass
from tools.machine.program import Program
from tools.machine.secp256k1 import DOUBLE, empty, split

WINDOWS = 36  # of 4 bits, in a blinded half of a scalar
SECRETS = "X Y Z u v s t w e c1 c2 v1 v2 scalar"


def build() -> Program:
    program = empty()
    program.slots["z"] = program.slots["k_be"]
    program.slots["shift_36"] = program.slots["out_be"]
    program.shown = ["blind", "blind_2", "z", "shift_36", "qx_be", "qy_be", "infinite"]
    program.write("double:" + DOUBLE + "add:" + weierstrass.ADD + "affine:" + weierstrass.AFFINE)
    program.write("SHARE:\n USE n\n COPY scalar d\n COPY e z\n XOR d d d")
    split(program, "shift_36", "\n ADDM c1 c1 blind\n ADDM c2 c2 blind_2")
    weierstrass.multiples(program)
    second = "PICK u v2 x\n MUL u u beta\n CALL 1 add\n"
    program.write(f"COUNT {WINDOWS}\n PICK u v1 x\n SQR s e 1\n MUL X u s\n MUL s s e\n MUL Y v s\n COPY Z e")
    program.write(second + "AGAIN 0 window\nwindow:\n CALL 4 double\n PICK u v1 x\n CALL 1 add\n" + second)
    program.write(
        "AGAIN 0 window\n CALL 1 affine\n" + "\n".join(f"XOR {slot} {slot} {slot}" for slot in SECRETS.split())
    )
    program.write("END")
    return program
