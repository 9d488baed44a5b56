"""Keccak-f[1600] for little-endian 32-bit boards: a lane of 64 bits is two words, the low one first.

rounds(state, block, rate, scratch, moves, constants) takes `rate` bytes of a block into `state`, 200 bytes, and
permutes it. scratch: 40 bytes. moves: for each of 24 steps the lane that is written, and how far to rotate for it.
"""

SOURCE = """
@micropython.viper
def rounds(state, block, rate: int, scratch, moves, constants):
    S = ptr8(state)
    B = ptr8(block)
    for i in range(rate):
        S[i] ^= B[i]
    A = ptr32(state)
    C = ptr32(scratch)
    T = ptr8(moves)
    K = ptr8(constants)
    r = 0
    while r < 192:
        x = 0
        while x < 10:
            C[x] = A[x] ^ A[x + 10] ^ A[x + 20] ^ A[x + 30] ^ A[x + 40]
            x += 1
        x = 0
        while x < 10:
            i = x + 2 if x < 8 else 0
            j = x - 2 if x else 8
            tl = uint(C[i])
            th = uint(C[i + 1])
            dl = (tl << 1 | th >> 31) ^ C[j]
            dh = (th << 1 | tl >> 31) ^ C[j + 1]
            i = x
            while i < 50:
                A[i] ^= dl
                A[i + 1] ^= dh
                i += 10
            x += 2
        tl = uint(A[2])
        th = uint(A[3])
        x = 0
        while x < 48:
            i = T[x] << 1
            n = T[x + 1]
            if n > 31:
                dl = th
                th = tl
                tl = dl
                n -= 32
            dl = uint(A[i])
            dh = uint(A[i + 1])
            if n:
                A[i] = tl << n | th >> 32 - n
                A[i + 1] = th << n | tl >> 32 - n
            else:
                A[i] = tl
                A[i + 1] = th
            tl = dl
            th = dh
            x += 2
        i = 0
        while i < 50:
            x = 0
            while x < 10:
                C[x] = A[i + x]
                x += 1
            x = 0
            while x < 10:
                j = x + 2 if x < 8 else x - 8
                n = x + 4 if x < 6 else x - 6
                A[i + x] = C[x] ^ C[n] ^ (C[j] & C[n])
                x += 1
            i += 10
        A[0] ^= K[r] | K[r + 1] << 8 | K[r + 2] << 16 | K[r + 3] << 24
        A[1] ^= K[r + 4] | K[r + 5] << 8 | K[r + 6] << 16 | K[r + 7] << 24
        r += 8
"""
