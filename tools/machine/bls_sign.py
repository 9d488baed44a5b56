"""The secret multiple of a point of BLS12-381, by a program of its own that has the memory of the others.

For each group, of G1 with `_1` and of G2 with `_2`:

    START     x, y, z -> the same in Montgomery's form, as the first odd multiple
    NEXT      -> the next odd multiple
    FIRST     x2, y2, z2, and a number in a -> the same point in other coordinates
    WINDOW    x2, y2, z2 -> 16 times the point, and that one added
    LEAVE     -> the point, affine, in its usual form; z stays, and is 0 if it is infinity

All is the same instructions for every number. The formulas are those of `bls`.
"""

from tools.machine.bls import LADDERS, Rows, changed, coordinates, empty, formulas, on_ladder, power


def build() -> Rows:
    program = empty()
    program.shown = ["a", "f0", "X1", "X2", "mx", "nx"]
    power(program)
    for kind in LADDERS:
        slots = coordinates(kind)
        size = len(slots)
        on_ladder(program, kind, formulas(kind))
        program.write(f"START_{kind}:\n" + changed(slots, "rr"))
        on_ladder(
            program,
            kind,
            f"""
                COPY x2 x {size}
                CALL 1 double_{kind}
            """,
        )
        first, other = slots[0], LADDERS[kind][1].split()[3]
        program.write(f"COPY f0 {first} {size}\n COPY {first} {other} {size}\n COPY {other} f0 {size}")
        program.write(f"CALL 1 ready_{kind}\n END\nNEXT_{kind}:\n CALL 1 add_{kind}\n END")
        program.write(f"FIRST_{kind}:\n SQR out a 1\n COPY {first} {other} {size}")
        third = size // 3
        program.write(changed(slots[:third], "out") + "MUL out out a\n" + changed(slots[third : 2 * third], "out"))
        program.write(changed(slots[2 * third :], "a") + "END")
        program.write(f"WINDOW_{kind}:\n CALL 4 double_{kind}\n CALL 1 ready_{kind}\n CALL 1 add_{kind}\n END")
    # 1 / a is a * (a**((P - 3) / 4))**4.
    inverse = "CALL 1 power\n SQR out out 2\n MUL out out a\n"
    program.write("LEAVE_1:\n COPY a Z1 1\n" + inverse + "SQR a out 1\n MUL X1 X1 a\n MUL a a out\n MUL Y1 Y1 a")
    program.write(changed(["X1", "Y1"], "unit") + "END")
    program.write("LEAVE_2:\n MUL a mz mz\n MUL qq mz' mz'\n ADD a a qq\n" + inverse)
    program.write("MUL qq mz out\n MUL qq' mz' out\n SUB qq' zero qq'\n SQR2 ka qq")
    program.write(
        "MUL2 mx mx ka\n MUL2 ka ka qq\n MUL2 my my ka\n" + changed(["mx", "mx'", "my", "my'"], "unit") + "END"
    )
    return program
