"""The rounds of SHA-512 for 32-bit boards: a word of 64 bits is two variables, such as ah and al for a.

rounds(state, block, scratch, constants) changes `state`. scratch: 192 bytes, the block and then the state in words.
"""

SOURCE = """
@micropython.viper
def rounds(state, block, scratch, constants):
    S = ptr8(state)
    B = ptr8(block)
    W = ptr32(scratch)
    K = ptr8(constants)
    for i in range(32):
        j = i << 2
        W[i] = B[j] << 24 | B[j + 1] << 16 | B[j + 2] << 8 | B[j + 3]
    for i in range(16):
        j = i << 2
        W[i + 32] = S[j] << 24 | S[j + 1] << 16 | S[j + 2] << 8 | S[j + 3]
    ah = uint(W[32])
    al = uint(W[33])
    bh = uint(W[34])
    bl = uint(W[35])
    ch = uint(W[36])
    cl = uint(W[37])
    dh = uint(W[38])
    dl = uint(W[39])
    eh = uint(W[40])
    el = uint(W[41])
    fh = uint(W[42])
    fl = uint(W[43])
    gh = uint(W[44])
    gl = uint(W[45])
    hh = uint(W[46])
    hl = uint(W[47])
    i = 0
    while i < 80:
        j = (i & 15) << 1
        wh = uint(W[j])
        wl = uint(W[j + 1])
        if i > 15:
            th = uint(W[j + 2 & 31])
            tl = uint(W[j + 3 & 31])
            wh += (th >> 1 | tl << 31) ^ (th >> 8 | tl << 24) ^ th >> 7
            tl = (tl >> 1 | th << 31) ^ (tl >> 8 | th << 24) ^ (tl >> 7 | th << 25)
            wl += tl
            wh += uint(wl < tl) + W[j + 18 & 31]
            tl = uint(W[j + 19 & 31])
            wl += tl
            wh += uint(wl < tl)
            th = uint(W[j + 28 & 31])
            tl = uint(W[j + 29 & 31])
            wh += (th >> 19 | tl << 13) ^ (tl >> 29 | th << 3) ^ th >> 6
            tl = (tl >> 19 | th << 13) ^ (th >> 29 | tl << 3) ^ (tl >> 6 | th << 26)
            wl += tl
            wh += uint(wl < tl)
            W[j] = wh
            W[j + 1] = wl
        k = i << 3
        hl += wl
        hh += wh + uint(hl < wl) + (K[k] << 24 | K[k + 1] << 16 | K[k + 2] << 8 | K[k + 3])
        tl = uint(K[k + 4] << 24 | K[k + 5] << 16 | K[k + 6] << 8 | K[k + 7])
        hl += tl
        hh += uint(hl < tl) + ((eh >> 14 | el << 18) ^ (eh >> 18 | el << 14) ^ (el >> 9 | eh << 23))
        tl = (el >> 14 | eh << 18) ^ (el >> 18 | eh << 14) ^ (eh >> 9 | el << 23)
        hl += tl
        hh += uint(hl < tl) + (gh ^ eh & (fh ^ gh))
        tl = gl ^ el & (fl ^ gl)
        hl += tl
        hh += uint(hl < tl)
        dl += hl
        dh += hh + uint(dl < hl)
        tl = (al >> 28 | ah << 4) ^ (ah >> 2 | al << 30) ^ (ah >> 7 | al << 25)
        hl += tl
        hh += uint(hl < tl) + ((ah >> 28 | al << 4) ^ (al >> 2 | ah << 30) ^ (al >> 7 | ah << 25))
        tl = al & bl | cl & (al | bl)
        hl += tl
        hh += uint(hl < tl) + (ah & bh | ch & (ah | bh))
        th = hh
        tl = hl
        hh = gh
        hl = gl
        gh = fh
        gl = fl
        fh = eh
        fl = el
        eh = dh
        el = dl
        dh = ch
        dl = cl
        ch = bh
        cl = bl
        bh = ah
        bl = al
        ah = th
        al = tl
        i += 1
    W[0] = ah
    W[1] = al
    W[2] = bh
    W[3] = bl
    W[4] = ch
    W[5] = cl
    W[6] = dh
    W[7] = dl
    W[8] = eh
    W[9] = el
    W[10] = fh
    W[11] = fl
    W[12] = gh
    W[13] = gl
    W[14] = hh
    W[15] = hl
    for i in range(8):
        j = i << 3
        tl = uint(W[2 * i + 1])
        wl = tl + W[2 * i + 33]
        wh = uint(W[2 * i]) + W[2 * i + 32] + uint(wl < tl)
        for n in range(4):
            S[j + n] = wh >> 24 - 8 * n
            S[j + n + 4] = wl >> 24 - 8 * n
"""
