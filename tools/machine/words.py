"""Numbers modulo a prime in words of 13 bits: the source in viper that `lightclient/crypto/words.py` explains.

A prime is (bits, terms, least): 2**bits and its terms, less `least`, which is odd. terms: {word: (sign, shift)}, each
2**(13 * word + shift).
"""

from typing import NamedTuple


class Prime(NamedTuple):
    bits: int
    terms: dict[int, tuple[str, int]]
    least: int


P256 = Prime(256, {7: ("+", 5), 14: ("+", 10), 17: ("-", 3)}, 1)
SECP256K1 = Prime(256, {2: ("-", 6)}, 977)
ED25519 = Prime(255, {}, 19)
OTHER = {"+": "-", "-": "+"}

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


def source(prime: Prime) -> str:
    """Return the source of run(words, 0, rows)."""
    sums, multiple = [], ["words[20] += " + ("m" if prime.least == 1 else f"{prime.least} * m")]
    for word in range(2, 19):
        line = f"words[{19 + word}] = a * words[{word}] + words[{20 + word}]"
        if word in prime.terms:
            sign, shift = prime.terms[word]
            line += f" {sign} (m << {shift})"
            multiple.append(f"words[{20 + word}] {OTHER[sign]}= m << {shift}")
        sums.append(line)
    return RUN.format(
        times="c & 8191" if prime.least == 1 else f"(c & 8191) * {pow(prime.least, -1, 8192)} & 8191",
        cleared="c" if prime.least == 1 else f"(c - {prime.least} * m)",
        sums=("\n" + 16 * " ").join(sums),
        multiple=("\n" + 8 * " ").join(multiple),
        top=prime.bits - 247,
    )
