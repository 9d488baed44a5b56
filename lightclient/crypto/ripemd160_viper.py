"""The rounds of RIPEMD-160 for 32-bit boards."""

SOURCE = """
@micropython.viper
def rounds(state, block, constants):
    S = ptr32(state)
    X = ptr32(block)
    K = ptr8(constants)
    s0 = S[0]
    s1 = S[1]
    s2 = S[2]
    s3 = S[3]
    s4 = S[4]
    line = 0
    while line < 2:
        a = uint(S[0])
        b = uint(S[1])
        c = uint(S[2])
        d = uint(S[3])
        e = uint(S[4])
        i = 0
        while i < 80:
            part = i >> 4
            which = 4 - part if line else part
            if which == 0:
                a += b ^ c ^ d
            elif which == 1:
                a += (c ^ d) & b ^ d
            elif which == 2:
                a += (b | c ^ -1) ^ d
            elif which == 3:
                a += (b ^ c) & d ^ c
            else:
                a += b ^ (c | d ^ -1)
            at = 320 + 4 * (5 * line + part)
            a += K[at] | K[at + 1] << 8 | K[at + 2] << 16 | K[at + 3] << 24
            at = 80 * line + i
            turn = K[160 + at]
            a += X[K[at]]
            a = (a << turn | a >> 32 - turn) + e
            t = a
            a = e
            e = d
            d = c << 10 | c >> 22
            c = b
            b = t
            i += 1
        if line == 0:
            # What the left line leaves, in the order in which the state will take it in.
            l0 = c
            l1 = d
            l2 = e
            l3 = a
            l4 = b
        line += 1
    S[0] = s1 + l0 + d
    S[1] = s2 + l1 + e
    S[2] = s3 + l2 + a
    S[3] = s4 + l3 + b
    S[4] = s0 + l4 + c
"""
