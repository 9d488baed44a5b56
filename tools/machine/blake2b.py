"""Blocks of BLAKE2b, as both instruction sets compute them. Source: RFC 7693, 3.2.

run(state, blocks, constants, count) changes the state by blocks of 128 bytes, one or more. The state is 80 bytes with
the address of a bytearray: 8 words of 64 bits, how many bytes of the message are hashed with the block that comes next,
and 8 bytes that are 0, or all ones if that block is the last one. The blocks and the constants may have any address.

The constants are those of `crypto/blake2b`: the 8 words that hashing starts from, then for each round the numbers of
the block's words in the order in which they are mixed in. All words are little-endian.

The frame has the 16 words that are mixed, and above them those of the block.
"""

BLOCK = 128
WORDS = 16  # in the frame, of 8 bytes
COUNTED, LAST = 64, 72  # in the state
ORDER = 64  # in the constants
ROUNDS = 12
TURNS = (32, 24, 16, 63)  # to the right

# Which words each of the 8 steps of a round mixes: columns, then diagonals.
MIXED = [(i, 4 + i, 8 + i, 12 + i) for i in range(4)]
MIXED += [(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4) for i in range(4)]
