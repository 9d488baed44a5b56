"""The rounds of BLAKE2b for 32-bit boards: a word of 64 bits is two variables, such as ah and al for a.

rounds(state, block, scratch, constants) changes `state`. scratch: 256 bytes, the 16 words that are mixed and then those
of the block.
"""

SOURCE = """
@micropython.viper
def rounds(state, block, scratch, constants):
    S = ptr32(state)
    B = ptr8(block)
    W = ptr32(scratch)
    K = ptr8(constants)
    for i in range(32):
        j = i << 2
        W[i + 32] = B[j] | B[j + 1] << 8 | B[j + 2] << 16 | B[j + 3] << 24
    for i in range(16):
        j = i << 2
        W[i] = S[i]
        W[i + 16] = K[j] | K[j + 1] << 8 | K[j + 2] << 16 | K[j + 3] << 24
    W[24] ^= S[16]
    W[25] ^= S[17]
    W[28] ^= S[18]
    W[29] ^= S[19]
    i = 64
    while i < 256:
        a = i >> 1 & 3
        turn = i >> 3 & 1
        b = 4 | a + turn & 3
        c = 8 | a + 2 * turn & 3
        d = 12 | a + 3 * turn & 3
        a = 2 * a
        b = 2 * b
        c = 2 * c
        d = 2 * d
        al = uint(W[a])
        ah = uint(W[a + 1])
        bl = uint(W[b])
        bh = uint(W[b + 1])
        cl = uint(W[c])
        ch = uint(W[c + 1])
        dl = uint(W[d])
        dh = uint(W[d + 1])
        j = 32 + 2 * K[i]
        ml = uint(W[j])
        mh = uint(W[j + 1])
        al += bl
        ah += bh + uint(al < bl)
        al += ml
        ah += mh + uint(al < ml)
        t = dh ^ ah
        dh = dl ^ al
        dl = t
        cl += dl
        ch += dh + uint(cl < dl)
        bl ^= cl
        bh ^= ch
        t = bh >> 24 | bl << 8
        bl = bl >> 24 | bh << 8
        bh = t
        j = 32 + 2 * K[i + 1]
        ml = uint(W[j])
        mh = uint(W[j + 1])
        al += bl
        ah += bh + uint(al < bl)
        al += ml
        ah += mh + uint(al < ml)
        dl ^= al
        dh ^= ah
        t = dh >> 16 | dl << 16
        dl = dl >> 16 | dh << 16
        dh = t
        cl += dl
        ch += dh + uint(cl < dl)
        bl ^= cl
        bh ^= ch
        t = bh << 1 | bl >> 31
        bl = bl << 1 | bh >> 31
        bh = t
        W[a] = al
        W[a + 1] = ah
        W[b] = bl
        W[b + 1] = bh
        W[c] = cl
        W[c + 1] = ch
        W[d] = dl
        W[d + 1] = dh
        i += 2
    for i in range(16):
        S[i] = S[i] ^ W[i] ^ W[i + 16]
"""
