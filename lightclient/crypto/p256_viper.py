"""Numbers modulo the prime P of P-256 in machine words, for 32-bit boards.

A number is 20 words, from the lowest on, of 13 bits each; the last one is signed and holds what is left. It is known up
to a multiple of P, and lies between -2**252 and 2**256 + 2**252.

    run(words, 0, rows)         computes with the numbers in `words`, by rows of 5 bytes, r, a, b, p, q, and a zero:
                                r = a * b / 2**260 if p is 0, else r = p * a + (q - 8) * b, all modulo P
    load(words, place, data)    makes a number of 33 bytes, little-endian

r, a and b are places in `words`, which is a bytearray with 80 bytes for each; 0 and 1 are scratch. The instructions are
the same for all numbers.

Products, by Montgomery's method: P is -1 modulo 2**96, so adding P times the lowest word clears it, and all words move
down. Nothing is carried until the end, for what meets in one word is below 20 * 2**26 + 2**24, which 31 bits hold.
Then P is subtracted as often as the bits from 2**256 on say, before carrying. They miss what lower words carry, less
than 2**252, so the number ends where it has to be.
"""

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
                m = c & 8191
                words[20] = a * words[1] + words[21] + (c >> 13)
                words[21] = a * words[2] + words[22]
                words[22] = a * words[3] + words[23]
                words[23] = a * words[4] + words[24]
                words[24] = a * words[5] + words[25]
                words[25] = a * words[6] + words[26]
                words[26] = a * words[7] + words[27] + (m << 5)
                words[27] = a * words[8] + words[28]
                words[28] = a * words[9] + words[29]
                words[29] = a * words[10] + words[30]
                words[30] = a * words[11] + words[31]
                words[31] = a * words[12] + words[32]
                words[32] = a * words[13] + words[33]
                words[33] = a * words[14] + words[34] + (m << 10)
                words[34] = a * words[15] + words[35]
                words[35] = a * words[16] + words[36]
                words[36] = a * words[17] + words[37] - (m << 3)
                words[37] = a * words[18] + words[38]
                words[38] = a * words[19] + (m << 9)
                A = ptr32(uint(A) + 4)
                i -= 1
        m = words[39] + (words[38] >> 13) >> 9
        words[20] += m
        words[27] -= m << 5
        words[34] -= m << 10
        words[37] += m << 3
        words[39] -= m << 9
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
