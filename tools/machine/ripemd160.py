"""Blocks of RIPEMD-160, as both instruction sets compute them. Source: Dobbertin, Bosselaers, Preneel (1996).

run(state, blocks, constants, count) changes the state, 20 bytes, by blocks of 64 bytes, one or more. The state has the
address of a bytearray, the others may have any.

The constants are those of `crypto/ripemd160`: for each of 160 steps, those of the left line first, the number of a word
of the block, then for each step how far to rotate, then what is added in each 16 steps.
"""

STEPS = 160
PARTS = 10  # of 16 steps: five functions in the left line, and in the right one in the other order
WORDS = 16
TURNS = STEPS  # where they are in the constants
ADDED = 2 * STEPS
PLAIN = (0, 9)  # parts in which nothing is added


def function(part: int) -> int:
    """Return which of the five functions a part computes."""
    return part if part < 5 else 9 - part


# What the state takes in, for each of its words: which one of the left line's, and of the right line's.
LEFT = (2, 3, 4, 0, 1)
RIGHT = (3, 4, 0, 1, 2)
