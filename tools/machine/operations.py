"""The operations of the field machine, by their numbers: what programs are written in, and both routines carry out.

Memory is slots of 32 bytes, each a number below 2**256, little-endian. A program is rows of 4 bytes: an operation, the
slot r where the result goes, and two operands a and b. An operand that names something else than a slot is called n
here. m is the modulus in use, an odd number above 2**255 in the slot that USE names; the slot after that one has -1/m
modulo 2**32.

Results of the first four are below 2**256 and need not be below p, the prime of secp256k1. Results of the next four are
below m, if what they are given is (of a product one factor must be, of a sum a + b < 2 * m is enough).
"""

OPERATIONS = (
    "END",  # the program ends
    "MUL",  # r = a * b modulo p
    "SQR",  # r = a**(2**n) modulo p, n > 0
    "ADD",  # r = a + b modulo p
    "SUB",  # r = a - b modulo p
    "MULQ",  # r = a * b modulo q
    "SQRQ",  # r = a**(2**n) modulo q, n > 0
    "ADDQ",  # r = a + b modulo q
    "SUBQ",  # r = a - b modulo q
    "MULM",  # r = a * b / 2**256 modulo m
    "ADDM",  # r = a + b modulo m
    "SUBM",  # r = a - b modulo m
    "INV",  # r = 1 / a modulo m, or 0 for 0; not for m
    "HALF",  # r = a / 2 modulo m, below 2**256
    "NEGIF",  # r = m - a if the lowest bit of b is set, else a
    "USE",  # m is the number in slot r
    "CALL",  # go to row n, and at its RET come back; r times
    "RET",
    "COUNT",  # the counter is r
    "AGAIN",  # count down; unless the counter is r then, go to row n
    "JUMP",  # go to row n
    "COPY",  # r = a
    "SWAP",  # r = a with its bytes in the other order
    "XOR",  # r = a ^ b
    "BELOW",  # r = 1 if a < b, else 0
    "PARITY",  # r = 1 if a and b are both even or both odd, else 0
    "HIGH",  # r = a * b / 2**384, rounded
    "ODD",  # r, r + 1 = a + m * t + 2**264, where t < 256 is twice the low 7 bits of b, and 1 more if a is even
    "PICK",  # r, r + 1 = the point that 4 bits of a, from bit 4 * counter - 3 on, choose of 8 in slots from b on
    "COMB",  # r, r + 1 = the point that 6 bits of a and the next slot choose of 32 in the table
    "MOVEIF",  # r = a if the lowest bit of b is set
)
NUMBER = {name: number for number, name in enumerate(OPERATIONS)}

TEETH, COLUMNS = 6, 44  # of COMB: the bits 4 * counter - 3 + n + 44 * tooth; there are 264
WIDTH = 4  # of PICK
