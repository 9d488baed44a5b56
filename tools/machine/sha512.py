"""Blocks of SHA-512, as both instruction sets compute them. Source: FIPS 180-4, 6.4.

run(state, blocks, constants, count) changes the state, 64 bytes, by one block or more. All three are big-endian and may
have any address.

The frame has the 80 words of the schedule, the last one first, and above them a to h. A round reads its word right
below a, and writes there what is a in the next one: all have moved up by a word then, and only d has changed besides.
"""

from tools.machine.lanes import mixed, rotated, shifted

BIG_SIGMA_0 = mixed(rotated(28), rotated(34), rotated(39))
BIG_SIGMA_1 = mixed(rotated(14), rotated(18), rotated(41))
SIGMA_0 = mixed(rotated(1), rotated(8), shifted(7))
SIGMA_1 = mixed(rotated(19), rotated(61), shifted(6))

ROUNDS = 80
SCHEDULE = 8 * ROUNDS  # bytes
VARIABLES = 64

# Where, from the word of a round on, the variables are, and from a word of the schedule on, those before it.
A, B, C, D, E, F, G, H = range(8, 72, 8)
BEFORE = {before: 8 * before for before in (16, 15, 7, 2)}
