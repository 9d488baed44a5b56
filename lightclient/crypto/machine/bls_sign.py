"""Secret multiples of points of BLS12-381 on its machine; apart, since who verifies does not need it."""

from lightclient.crypto.bls12_381 import fp, fp2
from lightclient.crypto.bls12_381.fp import P
from lightclient.crypto.bls12_381.points import R
from lightclient.crypto.machine import bls_sign_program as p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.machine.bls12_381 import Bls12381
    from lightclient.crypto.steps import Steps

SIZE = fp.SIZE
WINDOWS = 68  # of 4 bits, in a blinded scalar
AT_ONCE = 8  # windows between two steps


def multiply(machine: "Bls12381", f: "Any", point: "Jacobian", k: int, blind: bytes) -> "Steps[Jacobian | None]":
    """Return k * point, affine, for a secret k and a point of order R, or None where the formulas do not hold.

    blind: 50 secret bytes. They choose the multiple of R that is added to k, one of 2**14, and the coordinates that
    stand for the first point. The instructions are the same for every k: numbers with a secret in them have one
    length, and digits are odd, from -15 to 15.
    """
    small = f is fp
    slots, place = (3, p.X1) if small else (6, p.MX)
    other = p.X2 if small else p.NX
    start, more, first, window, leave = (
        (p.START_1, p.NEXT_1, p.FIRST_1, p.WINDOW_1, p.LEAVE_1)
        if small
        else (p.START_2, p.NEXT_2, p.FIRST_2, p.WINDOW_2, p.LEAVE_2)
    )
    x, y, z = point
    machine._put(place, (x % P, y % P, z) if small else (x[0] % P, x[1] % P, y[0] % P, y[1] % P) + z)
    # All in one place: how a number of bytes is copied depends on whether they come from below or from above.
    size = SIZE * slots
    entries = memoryview(bytearray(17 * size))
    places = [size * i for i in range(1, 17)]  # to multiply a small integer by 0 takes an instruction less
    for i in range(8):
        machine._run(p.PROGRAM, machine._memory, machine._memory, more if i else start)
        entry = machine._copy(place, slots)
        entries[places[8 + i] : places[8 + i] + size] = entry
        entries[places[7 - i] : places[7 - i] + size] = _negative(entry, slots)
    yield from machine._pause()

    multiple = 0x8000 | (blind[0] << 8 | blind[1]) & 0x7FFE | k.to_bytes(32, "big")[31] & 1 ^ 1
    digits = ((1 << 4 * WINDOWS) + k + R * multiple - 1 >> 1).to_bytes(WINDOWS // 2, "big")
    number = bytearray(blind[2 : 2 + SIZE])
    number[-1] &= 0x0F  # below P
    number[0] |= 1
    machine._slots(p.A, 1)[:] = number
    chosen = machine._slots(other, slots)
    for i in range(WINDOWS):
        at = places[digits[i >> 1] >> 4 * (~i & 1) & 15]
        chosen[:] = entries[at : at + size]
        machine._run(p.PROGRAM, machine._memory, machine._memory, window if i else first)
        if i % AT_ONCE == 0:
            yield from machine._pause()
    machine._run(p.PROGRAM, machine._memory, machine._memory, leave)
    found = machine._get(place, slots // 3 * 2)
    nothing = not sum(machine._slots(place + slots // 3 * 2, slots // 3))
    secret = machine._slots(p.A, len(machine._memory) // SIZE - p.A)
    secret[:] = bytes(len(secret))
    if nothing:  # Z is 0: infinity
        return None
    return (found[0], found[1], fp.ONE) if small else (found[:2], found[2:], fp2.ONE)


def _negative(entry: bytearray, slots: int) -> bytearray:
    """Return the negative of a point that all may know."""
    found = bytearray(entry)
    third = slots // 3
    for at in range(SIZE * third, SIZE * 2 * third, SIZE):
        y = int.from_bytes(entry[at : at + SIZE], "little")
        found[at : at + SIZE] = ((P - y) % P).to_bytes(SIZE, "little")
    return found
