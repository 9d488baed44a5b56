"""Numbers modulo a prime in machine words, for 32-bit boards that have MicroPython's viper and no machine code of ours.

A number is 20 words, from the lowest on, of 13 bits each; the last one is signed and holds what is left. It is known up
to a multiple of the prime P, which is 2**bits less a few small terms, and lies between -2**252 and 2**bits + 2**252.

    run(words, 0, rows)     computes with the numbers in `words`, as rows() wrote it down; `compiled` returns it
    put(words, r, number)   sets the number at the place r, from 0 to 2**260
    get(words, r)           returns the number there

r, a and b are places in `words`, which is a bytearray with 80 bytes for each; 0 and 1 are scratch. The instructions are
the same for all numbers.

Products, by Montgomery's method: a multiple of P that clears the lowest word is added, and all words move down. Nothing
is carried until the end, for what meets in one word is below 20 * 2**26 + 2**24, which 31 bits hold. Then P is
subtracted as often as the bits from 2**bits on say, before carrying. They miss what lower words carry, less than
2**252, so the number ends where it has to be.
"""

from lightclient.crypto import viper
from lightclient.crypto.inverse import inverse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIZE = 80  # bytes of a number
OTHER = {"+": "-", "-": "+"}
R = 1 << 260  # a number x that is multiplied with others is in the words as x * R

# Viper keeps the first two arguments in registers, so `a` is one.
RUN = """
@micropython.viper
def run(words: ptr32, a: int, rows: ptr8):
    while rows[0]:
        R = ptr32(uint(words) + 80 * rows[0])
        A = ptr32(uint(words) + 80 * rows[1])
        B = ptr32(uint(words) + 80 * rows[2])
        p = int(rows[3])
        q = rows[4] - 8
        rows = ptr8(uint(rows) + 5)
        T = ptr32(uint(words) + 80)
        i = 5
        if p:
            while i:
                T[0] = p * A[0] + q * B[0]
                T[1] = p * A[1] + q * B[1]
                T[2] = p * A[2] + q * B[2]
                T[3] = p * A[3] + q * B[3]
                A = ptr32(uint(A) + 16)
                B = ptr32(uint(B) + 16)
                T = ptr32(uint(T) + 16)
                i -= 1
        else:
            T = words
            while i:
                T[0] = B[0]
                T[1] = B[1]
                T[2] = B[2]
                T[3] = B[3]
                T[20] = 0
                T[21] = 0
                T[22] = 0
                T[23] = 0
                B = ptr32(uint(B) + 16)
                T = ptr32(uint(T) + 16)
                i -= 1
            i = 20
            while i:
                a = A[0]
                c = a * words[0] + words[20]
                m = {times}
                words[20] = a * words[1] + words[21] + ({cleared} >> 13)
                {sums}
                words[38] = a * words[19] + (m << {top})
                A = ptr32(uint(A) + 4)
                i -= 1
        m = words[39] + (words[38] >> 13) >> {top}
        {multiple}
        words[39] -= m << {top}
        T = ptr32(uint(words) + 80)
        a = 0
        i = 5
        while i:
            a += T[0]
            R[0] = a & 8191
            a = (a >> 13) + T[1]
            R[1] = a & 8191
            a = (a >> 13) + T[2]
            R[2] = a & 8191
            a = (a >> 13) + T[3]
            R[3] = a & 8191
            a >>= 13
            R = ptr32(uint(R) + 16)
            T = ptr32(uint(T) + 16)
            i -= 1
        R = ptr32(uint(R) - 4)
        R[0] = R[0] | a << 13
"""

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


load: "Any" = viper.compiled(LOAD, "load")


def compiled(bits: int, terms: "dict[int, tuple[str, int]]", least: int) -> "Any":
    """Return run(words, 0, rows) for a prime, or None where there is no viper.

    The prime is 2**bits and its terms less `least`, which is odd. terms: {word: (sign, shift)}, 2**(13 * word + shift).
    """
    return viper.compiled(_source(bits, terms, least), "run")


def _source(bits: int, terms: "dict[int, tuple[str, int]]", least: int) -> str:
    sums, multiple = [], [f"words[20] += {least} * m"]
    for word in range(2, 19):
        line = f"words[{19 + word}] = a * words[{word}] + words[{20 + word}]"
        if word in terms:
            sign, shift = terms[word]
            line += f" {sign} (m << {shift})"
            multiple.append(f"words[{20 + word}] {OTHER[sign]}= m << {shift}")
        sums.append(line)
    return RUN.format(
        times="c & 8191" if least == 1 else f"(c & 8191) * {inverse(least, 8192)} & 8191",
        cleared="c" if least == 1 else f"(c - {least} * m)",
        sums=("\n" + 16 * " ").join(sums),
        multiple=("\n" + 8 * " ").join(multiple),
        top=bits - 247,
    )


def rows(*rows: "tuple[int, ...]") -> bytes:
    """Return what run() reads. (r, a, b) is r = a * b, (r, a, b, p, q) is r = p * a + q * b."""
    return b"".join([bytes(row[:3] + ((row[3], row[4] + 8) if row[3:] else (0, 8))) for row in rows]) + b"\0"


def put(words: bytearray, place: int, number: int) -> None:
    """Set a number, from 0 to 2**260."""
    load(words, place, number.to_bytes(33, "little"))


def get(words: bytearray, place: int) -> int:
    """Return a number, which may be negative."""
    number = 0
    for at in range(SIZE * place + SIZE - 4, SIZE * place - 4, -4):
        word = int.from_bytes(words[at : at + 4], "little")
        number = (number << 13) + (word ^ 0x80000000) - 0x80000000
    return number
