"""Numbers modulo the prime of P-256, see `words`. Written by tools/machine."""

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
