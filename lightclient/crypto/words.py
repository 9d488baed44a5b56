"""Numbers modulo a prime in machine words, for 32-bit boards that have MicroPython's viper and no machine code of ours.

A number is 20 words, from the lowest on, of 13 bits each; the last one is signed and holds what is left. It is known up
to a multiple of the prime P, which is 2**bits less a few small terms, and lies between -2**252 and 2**bits + 2**252.

    run(words, 0, rows)         computes with the numbers in `words`, as rows() wrote it down
    load(words, place, data)    makes a number of 33 bytes, little-endian

tools/machine writes run() for each prime, in a file of its own. A place in `words`, which is a bytearray, has 80 bytes;
0 and 1 are scratch. The instructions are the same for all numbers.

Products, by Montgomery's method: a multiple of P that clears the lowest word is added, and all words move down. Nothing
is carried until the end, for what meets in one word is below 20 * 2**26 + 2**24, which 31 bits hold. Then P is
subtracted as often as the bits from 2**bits on say, before carrying. They miss what lower words carry, less than
2**252, so the number ends where it has to be.
"""

from lightclient.crypto import viper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIZE = 80  # bytes of a number
R = 1 << 260  # a number x that is multiplied with others is in the words as x * R

LOAD = """
@micropython.viper
def load(words: ptr32, place: int, data: ptr8):
    W = ptr32(uint(words) + 80 * place)
    i = 0
    while i < 260:
        B = ptr8(uint(data) + (i >> 3))
        W[0] = (B[0] | B[1] << 8 | B[2] << 16) >> (i & 7) & 8191
        W = ptr32(uint(W) + 4)
        i += 13
"""


def rows(*rows: "tuple[int, ...]") -> bytes:
    """Return what run() reads. (r, a, b) is r = a * b, (r, a, b, p, q) is r = p * a + q * b."""
    return b"".join([bytes(row[:3] + ((row[3], row[4] + 8) if row[3:] else (0, 8))) for row in rows]) + b"\0"


class Words:
    """What computes modulo the prime `p`. run: None where there is no viper, or no room to compile it."""

    def __init__(self, p: int, source: str) -> None:
        """source: that of run() for this prime."""
        self.p = p
        self.load: "Any" = viper.compiled(LOAD, "load")
        self.run: "Any" = self.load and viper.compiled(source, "run")

    def put(self, words: bytearray, place: int, number: int) -> None:
        """Set a number, from 0 to 2**260."""
        self.load(words, place, number.to_bytes(33, "little"))

    def get(self, words: bytearray, place: int) -> int:
        """Return a number, from 0 to p - 1."""
        number = 0
        for at in range(SIZE * place + SIZE - 4, SIZE * place - 4, -4):
            word = int.from_bytes(words[at : at + 4], "little")
            number = (number << 13) + (word ^ 0x80000000) - 0x80000000
        return number % self.p
