"""Blocks of Keccak-256, as both instruction sets compute them. Source: "The Keccak reference", version 3.0.

run(state, blocks, constants, count) takes blocks of 136 bytes, one or more, into the state. That is 25 lanes of 64
bits, little-endian, and has the address of a bytearray; the blocks and the constants of the rounds may have any.

A round reads the lanes from one place and writes them to another one: from the state to the frame, and back in the
next one. Lane x, y has the number x + 5 * y: rho rotates it by ROTATIONS, pi makes it lane y of row 2 * x + 3 * y, and
chi computes a row of each row.
"""

RATE = 136
STATE = 200
ROUNDS = 24


def _rotations() -> dict[int, int]:
    """Return how far each lane is rotated to the left."""
    x, y, found = 1, 0, {0: 0}
    for step in range(24):
        found[x + 5 * y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return found


ROTATIONS = _rotations()
ROWS = [[(x + 3 * row) % 5 + 5 * x for x in range(5)] for row in range(5)]  # the lanes that each is made of
