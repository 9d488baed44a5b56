"""Blocks of SHA-512 for ARMv7-M. Written by tools/machine.

Compiled by `mpy-cross -march=...` alone, see docs/crypto.md.
"""


@micropython.asm_thumb
def run(r0, r1, r2, r3):
    data(2, 0xE92D, 0x0F00)  # push r8 to r11
    data(2, 0xF2AD, 0x2DD0)  # sp = sp - 720
    data(2, 0xF8CD, 0x12C0)  # [r13 + 704] = r1
    data(2, 0xF8CD, 0x22C4)  # [r13 + 708] = r2
    data(2, 0xF8CD, 0x32C8)  # [r13 + 712] = r3
    data(2, 0xF8DD, 0x22C0)  # r2 = [r13 + 704]
    data(2, 0xF20D, 0x2C78)  # r12 = r13 + 632
    data(2, 0xF240, 0x0B10)  # r11 = 16
    data(2, 0xF8D2, 0x5000)  # r5 = [r2 + 0]
    data(2, 0xFA95, 0xF585)  # r5 = bytes of r5
    data(2, 0xF8D2, 0x6004)  # r6 = [r2 + 4]
    data(2, 0xFA96, 0xF686)  # r6 = bytes of r6
    data(2, 0xF102, 0x0208)  # add r2, r2, 0x8
    data(2, 0xF8CC, 0x5000)  # [r12 + 0] = r5
    data(2, 0xF8CC, 0x6004)  # [r12 + 4] = r6
    data(2, 0xF1AC, 0x0C08)  # sub r12, r12, 0x8
    data(2, 0xF1BB, 0x0B01)  # subs r11, r11, 0x1
    data(2, 0xF47F, 0xAFEC)  # if 1 go to block
    data(2, 0xF8CD, 0x22C0)  # [r13 + 704] = r2
    data(2, 0xEA4F, 0x0200)  # orr r2, r15, r0
    data(2, 0xF20D, 0x2C80)  # r12 = r13 + 640
    data(2, 0xF240, 0x0B08)  # r11 = 8
    data(2, 0xF8D2, 0x5000)  # r5 = [r2 + 0]
    data(2, 0xFA95, 0xF585)  # r5 = bytes of r5
    data(2, 0xF8D2, 0x6004)  # r6 = [r2 + 4]
    data(2, 0xFA96, 0xF686)  # r6 = bytes of r6
    data(2, 0xF102, 0x0208)  # add r2, r2, 0x8
    data(2, 0xF8CC, 0x5000)  # [r12 + 0] = r5
    data(2, 0xF8CC, 0x6004)  # [r12 + 4] = r6
    data(2, 0xF10C, 0x0C08)  # add r12, r12, 0x8
    data(2, 0xF1BB, 0x0B01)  # subs r11, r11, 0x1
    data(2, 0xF47F, 0xAFEC)  # if 1 go to state
    data(2, 0xF20D, 0x1CF8)  # r12 = r13 + 504
    data(2, 0xF240, 0x0B40)  # r11 = 64
    data(2, 0xF8DC, 0x3080)  # r3 = [r12 + 128]
    data(2, 0xF8DC, 0x4084)  # r4 = [r12 + 132]
    data(2, 0xF8DC, 0x5078)  # r5 = [r12 + 120]
    data(2, 0xF8DC, 0x607C)  # r6 = [r12 + 124]
    data(2, 0xEA4F, 0x0755)  # orr r7, r15, r5, lsr 1
    data(2, 0xEA87, 0x77C6)  # eor r7, r7, r6, lsl 31
    data(2, 0xEA87, 0x2715)  # eor r7, r7, r5, lsr 8
    data(2, 0xEA87, 0x6706)  # eor r7, r7, r6, lsl 24
    data(2, 0xEA87, 0x17D5)  # eor r7, r7, r5, lsr 7
    data(2, 0xEA4F, 0x0856)  # orr r8, r15, r6, lsr 1
    data(2, 0xEA88, 0x78C5)  # eor r8, r8, r5, lsl 31
    data(2, 0xEA88, 0x2816)  # eor r8, r8, r6, lsr 8
    data(2, 0xEA88, 0x6805)  # eor r8, r8, r5, lsl 24
    data(2, 0xEA88, 0x18D6)  # eor r8, r8, r6, lsr 7
    data(2, 0xEA88, 0x6845)  # eor r8, r8, r5, lsl 25
    data(2, 0xEB14, 0x0408)  # adds r4, r4, r8
    data(2, 0xEB43, 0x0307)  # adc r3, r3, r7
    data(2, 0xF8DC, 0x5038)  # r5 = [r12 + 56]
    data(2, 0xF8DC, 0x603C)  # r6 = [r12 + 60]
    data(2, 0xEB14, 0x0406)  # adds r4, r4, r6
    data(2, 0xEB43, 0x0305)  # adc r3, r3, r5
    data(2, 0xF8DC, 0x5010)  # r5 = [r12 + 16]
    data(2, 0xF8DC, 0x6014)  # r6 = [r12 + 20]
    data(2, 0xEA4F, 0x47D5)  # orr r7, r15, r5, lsr 19
    data(2, 0xEA87, 0x3746)  # eor r7, r7, r6, lsl 13
    data(2, 0xEA87, 0x7756)  # eor r7, r7, r6, lsr 29
    data(2, 0xEA87, 0x07C5)  # eor r7, r7, r5, lsl 3
    data(2, 0xEA87, 0x1795)  # eor r7, r7, r5, lsr 6
    data(2, 0xEA4F, 0x48D6)  # orr r8, r15, r6, lsr 19
    data(2, 0xEA88, 0x3845)  # eor r8, r8, r5, lsl 13
    data(2, 0xEA88, 0x7855)  # eor r8, r8, r5, lsr 29
    data(2, 0xEA88, 0x08C6)  # eor r8, r8, r6, lsl 3
    data(2, 0xEA88, 0x1896)  # eor r8, r8, r6, lsr 6
    data(2, 0xEA88, 0x6885)  # eor r8, r8, r5, lsl 26
    data(2, 0xEB14, 0x0408)  # adds r4, r4, r8
    data(2, 0xEB43, 0x0307)  # adc r3, r3, r7
    data(2, 0xF8CC, 0x3000)  # [r12 + 0] = r3
    data(2, 0xF8CC, 0x4004)  # [r12 + 4] = r4
    data(2, 0xF1AC, 0x0C08)  # sub r12, r12, 0x8
    data(2, 0xF1BB, 0x0B01)  # subs r11, r11, 0x1
    data(2, 0xF47F, 0xAFAE)  # if 1 go to word
    data(2, 0xF8DD, 0x22C4)  # r2 = [r13 + 708]
    data(2, 0xF20D, 0x2C78)  # r12 = r13 + 632
    data(2, 0xF240, 0x0B50)  # r11 = 80
    data(2, 0xF8DC, 0x3040)  # r3 = [r12 + 64]
    data(2, 0xF8DC, 0x4044)  # r4 = [r12 + 68]
    data(2, 0xF8DC, 0x5000)  # r5 = [r12 + 0]
    data(2, 0xF8DC, 0x6004)  # r6 = [r12 + 4]
    data(2, 0xEB14, 0x0406)  # adds r4, r4, r6
    data(2, 0xEB43, 0x0305)  # adc r3, r3, r5
    data(2, 0xF8D2, 0x5000)  # r5 = [r2 + 0]
    data(2, 0xFA95, 0xF585)  # r5 = bytes of r5
    data(2, 0xF8D2, 0x6004)  # r6 = [r2 + 4]
    data(2, 0xFA96, 0xF686)  # r6 = bytes of r6
    data(2, 0xF102, 0x0208)  # add r2, r2, 0x8
    data(2, 0xEB14, 0x0406)  # adds r4, r4, r6
    data(2, 0xEB43, 0x0305)  # adc r3, r3, r5
    data(2, 0xF8DC, 0x5028)  # r5 = [r12 + 40]
    data(2, 0xF8DC, 0x602C)  # r6 = [r12 + 44]
    data(2, 0xEA4F, 0x3795)  # orr r7, r15, r5, lsr 14
    data(2, 0xEA87, 0x4786)  # eor r7, r7, r6, lsl 18
    data(2, 0xEA87, 0x4795)  # eor r7, r7, r5, lsr 18
    data(2, 0xEA87, 0x3786)  # eor r7, r7, r6, lsl 14
    data(2, 0xEA87, 0x2756)  # eor r7, r7, r6, lsr 9
    data(2, 0xEA87, 0x57C5)  # eor r7, r7, r5, lsl 23
    data(2, 0xEA4F, 0x3896)  # orr r8, r15, r6, lsr 14
    data(2, 0xEA88, 0x4885)  # eor r8, r8, r5, lsl 18
    data(2, 0xEA88, 0x4896)  # eor r8, r8, r6, lsr 18
    data(2, 0xEA88, 0x3885)  # eor r8, r8, r5, lsl 14
    data(2, 0xEA88, 0x2855)  # eor r8, r8, r5, lsr 9
    data(2, 0xEA88, 0x58C6)  # eor r8, r8, r6, lsl 23
    data(2, 0xEB14, 0x0408)  # adds r4, r4, r8
    data(2, 0xEB43, 0x0307)  # adc r3, r3, r7
    data(2, 0xF8DC, 0x7030)  # r7 = [r12 + 48]
    data(2, 0xF8DC, 0x8034)  # r8 = [r12 + 52]
    data(2, 0xF8DC, 0x9038)  # r9 = [r12 + 56]
    data(2, 0xF8DC, 0xA03C)  # r10 = [r12 + 60]
    data(2, 0xEA87, 0x0709)  # eor r7, r7, r9
    data(2, 0xEA07, 0x0705)  # and r7, r7, r5
    data(2, 0xEA87, 0x0709)  # eor r7, r7, r9
    data(2, 0xEA88, 0x080A)  # eor r8, r8, r10
    data(2, 0xEA08, 0x0806)  # and r8, r8, r6
    data(2, 0xEA88, 0x080A)  # eor r8, r8, r10
    data(2, 0xEB14, 0x0408)  # adds r4, r4, r8
    data(2, 0xEB43, 0x0307)  # adc r3, r3, r7
    data(2, 0xF8DC, 0x5020)  # r5 = [r12 + 32]
    data(2, 0xF8DC, 0x6024)  # r6 = [r12 + 36]
    data(2, 0xEB16, 0x0604)  # adds r6, r6, r4
    data(2, 0xEB45, 0x0503)  # adc r5, r5, r3
    data(2, 0xF8CC, 0x5020)  # [r12 + 32] = r5
    data(2, 0xF8CC, 0x6024)  # [r12 + 36] = r6
    data(2, 0xF8DC, 0x5008)  # r5 = [r12 + 8]
    data(2, 0xF8DC, 0x600C)  # r6 = [r12 + 12]
    data(2, 0xEA4F, 0x7715)  # orr r7, r15, r5, lsr 28
    data(2, 0xEA87, 0x1706)  # eor r7, r7, r6, lsl 4
    data(2, 0xEA87, 0x0796)  # eor r7, r7, r6, lsr 2
    data(2, 0xEA87, 0x7785)  # eor r7, r7, r5, lsl 30
    data(2, 0xEA87, 0x17D6)  # eor r7, r7, r6, lsr 7
    data(2, 0xEA87, 0x6745)  # eor r7, r7, r5, lsl 25
    data(2, 0xEA4F, 0x7816)  # orr r8, r15, r6, lsr 28
    data(2, 0xEA88, 0x1805)  # eor r8, r8, r5, lsl 4
    data(2, 0xEA88, 0x0895)  # eor r8, r8, r5, lsr 2
    data(2, 0xEA88, 0x7886)  # eor r8, r8, r6, lsl 30
    data(2, 0xEA88, 0x18D5)  # eor r8, r8, r5, lsr 7
    data(2, 0xEA88, 0x6846)  # eor r8, r8, r6, lsl 25
    data(2, 0xEB14, 0x0408)  # adds r4, r4, r8
    data(2, 0xEB43, 0x0307)  # adc r3, r3, r7
    data(2, 0xF8DC, 0x7010)  # r7 = [r12 + 16]
    data(2, 0xF8DC, 0x8014)  # r8 = [r12 + 20]
    data(2, 0xF8DC, 0x9018)  # r9 = [r12 + 24]
    data(2, 0xF8DC, 0xA01C)  # r10 = [r12 + 28]
    data(2, 0xEA45, 0x0107)  # orr r1, r5, r7
    data(2, 0xEA09, 0x0901)  # and r9, r9, r1
    data(2, 0xEA07, 0x0705)  # and r7, r7, r5
    data(2, 0xEA47, 0x0709)  # orr r7, r7, r9
    data(2, 0xEA46, 0x0108)  # orr r1, r6, r8
    data(2, 0xEA0A, 0x0A01)  # and r10, r10, r1
    data(2, 0xEA08, 0x0806)  # and r8, r8, r6
    data(2, 0xEA48, 0x080A)  # orr r8, r8, r10
    data(2, 0xEB14, 0x0408)  # adds r4, r4, r8
    data(2, 0xEB43, 0x0307)  # adc r3, r3, r7
    data(2, 0xF8CC, 0x3000)  # [r12 + 0] = r3
    data(2, 0xF8CC, 0x4004)  # [r12 + 4] = r4
    data(2, 0xF1AC, 0x0C08)  # sub r12, r12, 0x8
    data(2, 0xF1BB, 0x0B01)  # subs r11, r11, 0x1
    data(2, 0xF47F, 0xAF5C)  # if 1 go to round
    data(2, 0xF20D, 0x0C00)  # r12 = r13 + 0
    data(2, 0xF240, 0x0B08)  # r11 = 8
    data(2, 0xEA4F, 0x0200)  # orr r2, r15, r0
    data(2, 0xF8D2, 0x3000)  # r3 = [r2 + 0]
    data(2, 0xFA93, 0xF383)  # r3 = bytes of r3
    data(2, 0xF8D2, 0x4004)  # r4 = [r2 + 4]
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF102, 0x0208)  # add r2, r2, 0x8
    data(2, 0xF8DC, 0x5000)  # r5 = [r12 + 0]
    data(2, 0xF8DC, 0x6004)  # r6 = [r12 + 4]
    data(2, 0xEB14, 0x0406)  # adds r4, r4, r6
    data(2, 0xEB43, 0x0305)  # adc r3, r3, r5
    data(2, 0xFA93, 0xF383)  # r3 = bytes of r3
    data(2, 0xF8C0, 0x3000)  # [r0 + 0] = r3
    data(2, 0xFA94, 0xF484)  # r4 = bytes of r4
    data(2, 0xF8C0, 0x4004)  # [r0 + 4] = r4
    data(2, 0xF100, 0x0008)  # add r0, r0, 0x8
    data(2, 0xF10C, 0x0C08)  # add r12, r12, 0x8
    data(2, 0xF1BB, 0x0B01)  # subs r11, r11, 0x1
    data(2, 0xF47F, 0xAFDC)  # if 1 go to sum
    data(2, 0xF1A0, 0x0040)  # sub r0, r0, 0x40
    data(2, 0xF8DD, 0x12C8)  # r1 = [r13 + 712]
    data(2, 0xF1B1, 0x0101)  # subs r1, r1, 0x1
    data(2, 0xF8CD, 0x12C8)  # [r13 + 712] = r1
    data(2, 0xF47F, 0xAE98)  # if 1 go to next
    data(2, 0xF20D, 0x2DD0)  # r13 = r13 + 720
    data(2, 0xE8BD, 0x0F00)  # pop r8 to r11
    data(2, 0xF240, 0x0000)  # r0 = 0
