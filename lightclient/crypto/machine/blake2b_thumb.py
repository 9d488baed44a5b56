"""Blocks of BLAKE2b for ARMv7-M. Written by tools/machine.

Compiled by `mpy-cross -march=...` alone, see docs/crypto.md.
"""


@micropython.asm_thumb
def run(r0, r1, r2, r3):
    data(2, 0xE92D, 0x0F00)  # push r8 to r11
    data(2, 0xF2AD, 0x1D18)  # sp = sp - 280
    data(2, 0xF8CD, 0x0100)  # [r13 + 256] = r0
    data(2, 0xF8CD, 0x1104)  # [r13 + 260] = r1
    data(2, 0xF8CD, 0x2108)  # [r13 + 264] = r2
    data(2, 0xF8CD, 0x310C)  # [r13 + 268] = r3
    data(2, 0xF8DD, 0xB100)  # r11 = [r13 + 256]
    data(2, 0xF8DD, 0xA108)  # r10 = [r13 + 264]
    data(2, 0xF20D, 0x0200)  # r2 = r13 + 0
    data(2, 0xF240, 0x0410)  # r4 = 16
    data(2, 0xF8DB, 0x3000)  # r3 = [r11 + 0]
    data(2, 0xF8C2, 0x3000)  # [r2 + 0] = r3
    data(2, 0xF10B, 0x0B04)  # add r11, r11, 0x4
    data(2, 0xF102, 0x0204)  # add r2, r2, 0x4
    data(2, 0xF1B4, 0x0401)  # subs r4, r4, 0x1
    data(2, 0xF47F, 0xAFF4)  # if 1 go to state
    data(2, 0xF240, 0x0410)  # r4 = 16
    data(2, 0xF8DA, 0x3000)  # r3 = [r10 + 0]
    data(2, 0xF8C2, 0x3000)  # [r2 + 0] = r3
    data(2, 0xF10A, 0x0A04)  # add r10, r10, 0x4
    data(2, 0xF102, 0x0204)  # add r2, r2, 0x4
    data(2, 0xF1B4, 0x0401)  # subs r4, r4, 0x1
    data(2, 0xF47F, 0xAFF4)  # if 1 go to constants
    data(2, 0xF8DD, 0x1104)  # r1 = [r13 + 260]
    data(2, 0xF240, 0x0420)  # r4 = 32
    data(2, 0xF8D1, 0x3000)  # r3 = [r1 + 0]
    data(2, 0xF8C2, 0x3000)  # [r2 + 0] = r3
    data(2, 0xF101, 0x0104)  # add r1, r1, 0x4
    data(2, 0xF102, 0x0204)  # add r2, r2, 0x4
    data(2, 0xF1B4, 0x0401)  # subs r4, r4, 0x1
    data(2, 0xF47F, 0xAFF4)  # if 1 go to block
    data(2, 0xF8CD, 0x1104)  # [r13 + 260] = r1
    data(2, 0xF8DB, 0x0000)  # r0 = [r11 + 0]
    data(2, 0xF8DD, 0x1060)  # r1 = [r13 + 96]
    data(2, 0xEA80, 0x0001)  # eor r0, r0, r1
    data(2, 0xF8CD, 0x0060)  # [r13 + 96] = r0
    data(2, 0xF8DB, 0x0004)  # r0 = [r11 + 4]
    data(2, 0xF8DD, 0x1064)  # r1 = [r13 + 100]
    data(2, 0xEA80, 0x0001)  # eor r0, r0, r1
    data(2, 0xF8CD, 0x0064)  # [r13 + 100] = r0
    data(2, 0xF8DB, 0x0008)  # r0 = [r11 + 8]
    data(2, 0xF8DD, 0x1070)  # r1 = [r13 + 112]
    data(2, 0xEA80, 0x0001)  # eor r0, r0, r1
    data(2, 0xF8CD, 0x0070)  # [r13 + 112] = r0
    data(2, 0xF8DB, 0x000C)  # r0 = [r11 + 12]
    data(2, 0xF8DD, 0x1074)  # r1 = [r13 + 116]
    data(2, 0xEA80, 0x0001)  # eor r0, r0, r1
    data(2, 0xF8CD, 0x0074)  # [r13 + 116] = r0
    data(2, 0xF240, 0x0B0C)  # r11 = 12
    data(2, 0xF8CD, 0xB110)  # [r13 + 272] = r11
    data(2, 0xF8DD, 0x1000)  # r1 = [r13 + 0]
    data(2, 0xF8DD, 0x0004)  # r0 = [r13 + 4]
    data(2, 0xF8DD, 0x3020)  # r3 = [r13 + 32]
    data(2, 0xF8DD, 0x2024)  # r2 = [r13 + 36]
    data(2, 0xF8DD, 0x5040)  # r5 = [r13 + 64]
    data(2, 0xF8DD, 0x4044)  # r4 = [r13 + 68]
    data(2, 0xF8DD, 0x7060)  # r7 = [r13 + 96]
    data(2, 0xF8DD, 0x6064)  # r6 = [r13 + 100]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB000)  # r11 = byte [r10 + 0]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB001)  # r11 = byte [r10 + 1]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1000)  # [r13 + 0] = r1
    data(2, 0xF8CD, 0x0004)  # [r13 + 4] = r0
    data(2, 0xF8CD, 0x6020)  # [r13 + 32] = r6
    data(2, 0xF8CD, 0x7024)  # [r13 + 36] = r7
    data(2, 0xF8CD, 0x5040)  # [r13 + 64] = r5
    data(2, 0xF8CD, 0x4044)  # [r13 + 68] = r4
    data(2, 0xF8CD, 0x3060)  # [r13 + 96] = r3
    data(2, 0xF8CD, 0x2064)  # [r13 + 100] = r2
    data(2, 0xF8DD, 0x1008)  # r1 = [r13 + 8]
    data(2, 0xF8DD, 0x000C)  # r0 = [r13 + 12]
    data(2, 0xF8DD, 0x3028)  # r3 = [r13 + 40]
    data(2, 0xF8DD, 0x202C)  # r2 = [r13 + 44]
    data(2, 0xF8DD, 0x5048)  # r5 = [r13 + 72]
    data(2, 0xF8DD, 0x404C)  # r4 = [r13 + 76]
    data(2, 0xF8DD, 0x7068)  # r7 = [r13 + 104]
    data(2, 0xF8DD, 0x606C)  # r6 = [r13 + 108]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB002)  # r11 = byte [r10 + 2]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB003)  # r11 = byte [r10 + 3]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1008)  # [r13 + 8] = r1
    data(2, 0xF8CD, 0x000C)  # [r13 + 12] = r0
    data(2, 0xF8CD, 0x6028)  # [r13 + 40] = r6
    data(2, 0xF8CD, 0x702C)  # [r13 + 44] = r7
    data(2, 0xF8CD, 0x5048)  # [r13 + 72] = r5
    data(2, 0xF8CD, 0x404C)  # [r13 + 76] = r4
    data(2, 0xF8CD, 0x3068)  # [r13 + 104] = r3
    data(2, 0xF8CD, 0x206C)  # [r13 + 108] = r2
    data(2, 0xF8DD, 0x1010)  # r1 = [r13 + 16]
    data(2, 0xF8DD, 0x0014)  # r0 = [r13 + 20]
    data(2, 0xF8DD, 0x3030)  # r3 = [r13 + 48]
    data(2, 0xF8DD, 0x2034)  # r2 = [r13 + 52]
    data(2, 0xF8DD, 0x5050)  # r5 = [r13 + 80]
    data(2, 0xF8DD, 0x4054)  # r4 = [r13 + 84]
    data(2, 0xF8DD, 0x7070)  # r7 = [r13 + 112]
    data(2, 0xF8DD, 0x6074)  # r6 = [r13 + 116]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB004)  # r11 = byte [r10 + 4]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB005)  # r11 = byte [r10 + 5]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1010)  # [r13 + 16] = r1
    data(2, 0xF8CD, 0x0014)  # [r13 + 20] = r0
    data(2, 0xF8CD, 0x6030)  # [r13 + 48] = r6
    data(2, 0xF8CD, 0x7034)  # [r13 + 52] = r7
    data(2, 0xF8CD, 0x5050)  # [r13 + 80] = r5
    data(2, 0xF8CD, 0x4054)  # [r13 + 84] = r4
    data(2, 0xF8CD, 0x3070)  # [r13 + 112] = r3
    data(2, 0xF8CD, 0x2074)  # [r13 + 116] = r2
    data(2, 0xF8DD, 0x1018)  # r1 = [r13 + 24]
    data(2, 0xF8DD, 0x001C)  # r0 = [r13 + 28]
    data(2, 0xF8DD, 0x3038)  # r3 = [r13 + 56]
    data(2, 0xF8DD, 0x203C)  # r2 = [r13 + 60]
    data(2, 0xF8DD, 0x5058)  # r5 = [r13 + 88]
    data(2, 0xF8DD, 0x405C)  # r4 = [r13 + 92]
    data(2, 0xF8DD, 0x7078)  # r7 = [r13 + 120]
    data(2, 0xF8DD, 0x607C)  # r6 = [r13 + 124]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB006)  # r11 = byte [r10 + 6]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB007)  # r11 = byte [r10 + 7]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1018)  # [r13 + 24] = r1
    data(2, 0xF8CD, 0x001C)  # [r13 + 28] = r0
    data(2, 0xF8CD, 0x6038)  # [r13 + 56] = r6
    data(2, 0xF8CD, 0x703C)  # [r13 + 60] = r7
    data(2, 0xF8CD, 0x5058)  # [r13 + 88] = r5
    data(2, 0xF8CD, 0x405C)  # [r13 + 92] = r4
    data(2, 0xF8CD, 0x3078)  # [r13 + 120] = r3
    data(2, 0xF8CD, 0x207C)  # [r13 + 124] = r2
    data(2, 0xF8DD, 0x1000)  # r1 = [r13 + 0]
    data(2, 0xF8DD, 0x0004)  # r0 = [r13 + 4]
    data(2, 0xF8DD, 0x3028)  # r3 = [r13 + 40]
    data(2, 0xF8DD, 0x202C)  # r2 = [r13 + 44]
    data(2, 0xF8DD, 0x5050)  # r5 = [r13 + 80]
    data(2, 0xF8DD, 0x4054)  # r4 = [r13 + 84]
    data(2, 0xF8DD, 0x7078)  # r7 = [r13 + 120]
    data(2, 0xF8DD, 0x607C)  # r6 = [r13 + 124]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB008)  # r11 = byte [r10 + 8]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB009)  # r11 = byte [r10 + 9]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1000)  # [r13 + 0] = r1
    data(2, 0xF8CD, 0x0004)  # [r13 + 4] = r0
    data(2, 0xF8CD, 0x6028)  # [r13 + 40] = r6
    data(2, 0xF8CD, 0x702C)  # [r13 + 44] = r7
    data(2, 0xF8CD, 0x5050)  # [r13 + 80] = r5
    data(2, 0xF8CD, 0x4054)  # [r13 + 84] = r4
    data(2, 0xF8CD, 0x3078)  # [r13 + 120] = r3
    data(2, 0xF8CD, 0x207C)  # [r13 + 124] = r2
    data(2, 0xF8DD, 0x1008)  # r1 = [r13 + 8]
    data(2, 0xF8DD, 0x000C)  # r0 = [r13 + 12]
    data(2, 0xF8DD, 0x3030)  # r3 = [r13 + 48]
    data(2, 0xF8DD, 0x2034)  # r2 = [r13 + 52]
    data(2, 0xF8DD, 0x5058)  # r5 = [r13 + 88]
    data(2, 0xF8DD, 0x405C)  # r4 = [r13 + 92]
    data(2, 0xF8DD, 0x7060)  # r7 = [r13 + 96]
    data(2, 0xF8DD, 0x6064)  # r6 = [r13 + 100]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB00A)  # r11 = byte [r10 + 10]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB00B)  # r11 = byte [r10 + 11]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1008)  # [r13 + 8] = r1
    data(2, 0xF8CD, 0x000C)  # [r13 + 12] = r0
    data(2, 0xF8CD, 0x6030)  # [r13 + 48] = r6
    data(2, 0xF8CD, 0x7034)  # [r13 + 52] = r7
    data(2, 0xF8CD, 0x5058)  # [r13 + 88] = r5
    data(2, 0xF8CD, 0x405C)  # [r13 + 92] = r4
    data(2, 0xF8CD, 0x3060)  # [r13 + 96] = r3
    data(2, 0xF8CD, 0x2064)  # [r13 + 100] = r2
    data(2, 0xF8DD, 0x1010)  # r1 = [r13 + 16]
    data(2, 0xF8DD, 0x0014)  # r0 = [r13 + 20]
    data(2, 0xF8DD, 0x3038)  # r3 = [r13 + 56]
    data(2, 0xF8DD, 0x203C)  # r2 = [r13 + 60]
    data(2, 0xF8DD, 0x5040)  # r5 = [r13 + 64]
    data(2, 0xF8DD, 0x4044)  # r4 = [r13 + 68]
    data(2, 0xF8DD, 0x7068)  # r7 = [r13 + 104]
    data(2, 0xF8DD, 0x606C)  # r6 = [r13 + 108]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB00C)  # r11 = byte [r10 + 12]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB00D)  # r11 = byte [r10 + 13]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1010)  # [r13 + 16] = r1
    data(2, 0xF8CD, 0x0014)  # [r13 + 20] = r0
    data(2, 0xF8CD, 0x6038)  # [r13 + 56] = r6
    data(2, 0xF8CD, 0x703C)  # [r13 + 60] = r7
    data(2, 0xF8CD, 0x5040)  # [r13 + 64] = r5
    data(2, 0xF8CD, 0x4044)  # [r13 + 68] = r4
    data(2, 0xF8CD, 0x3068)  # [r13 + 104] = r3
    data(2, 0xF8CD, 0x206C)  # [r13 + 108] = r2
    data(2, 0xF8DD, 0x1018)  # r1 = [r13 + 24]
    data(2, 0xF8DD, 0x001C)  # r0 = [r13 + 28]
    data(2, 0xF8DD, 0x3020)  # r3 = [r13 + 32]
    data(2, 0xF8DD, 0x2024)  # r2 = [r13 + 36]
    data(2, 0xF8DD, 0x5048)  # r5 = [r13 + 72]
    data(2, 0xF8DD, 0x404C)  # r4 = [r13 + 76]
    data(2, 0xF8DD, 0x7070)  # r7 = [r13 + 112]
    data(2, 0xF8DD, 0x6074)  # r6 = [r13 + 116]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xF89A, 0xB00E)  # r11 = byte [r10 + 14]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x9080)  # r9 = [r11 + 128]
    data(2, 0xF8DB, 0x8084)  # r8 = [r11 + 132]
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xEA86, 0x0600)  # eor r6, r6, r0
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB15, 0x0506)  # adds r5, r5, r6
    data(2, 0xEB44, 0x0407)  # adc r4, r4, r7
    data(2, 0xEA82, 0x0204)  # eor r2, r2, r4
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA4F, 0x6812)  # orr r8, r15, r2, lsr 24
    data(2, 0xEA88, 0x2803)  # eor r8, r8, r3, lsl 8
    data(2, 0xEA4F, 0x6913)  # orr r9, r15, r3, lsr 24
    data(2, 0xEA89, 0x2902)  # eor r9, r9, r2, lsl 8
    data(2, 0xEB11, 0x0109)  # adds r1, r1, r9
    data(2, 0xEB40, 0x0008)  # adc r0, r0, r8
    data(2, 0xF89A, 0xB00F)  # r11 = byte [r10 + 15]
    data(2, 0xEB0D, 0x0BCB)  # add r11, r13, r11, lsl 3
    data(2, 0xF8DB, 0x3080)  # r3 = [r11 + 128]
    data(2, 0xF8DB, 0x2084)  # r2 = [r11 + 132]
    data(2, 0xEB11, 0x0103)  # adds r1, r1, r3
    data(2, 0xEB40, 0x0002)  # adc r0, r0, r2
    data(2, 0xEA87, 0x0700)  # eor r7, r7, r0
    data(2, 0xEA86, 0x0601)  # eor r6, r6, r1
    data(2, 0xEA4F, 0x4217)  # orr r2, r15, r7, lsr 16
    data(2, 0xEA82, 0x4206)  # eor r2, r2, r6, lsl 16
    data(2, 0xEA4F, 0x4316)  # orr r3, r15, r6, lsr 16
    data(2, 0xEA83, 0x4307)  # eor r3, r3, r7, lsl 16
    data(2, 0xEB15, 0x0503)  # adds r5, r5, r3
    data(2, 0xEB44, 0x0402)  # adc r4, r4, r2
    data(2, 0xEA88, 0x0804)  # eor r8, r8, r4
    data(2, 0xEA89, 0x0905)  # eor r9, r9, r5
    data(2, 0xEA4F, 0x77D9)  # orr r7, r15, r9, lsr 31
    data(2, 0xEA87, 0x0748)  # eor r7, r7, r8, lsl 1
    data(2, 0xEA4F, 0x76D8)  # orr r6, r15, r8, lsr 31
    data(2, 0xEA86, 0x0649)  # eor r6, r6, r9, lsl 1
    data(2, 0xF8CD, 0x1018)  # [r13 + 24] = r1
    data(2, 0xF8CD, 0x001C)  # [r13 + 28] = r0
    data(2, 0xF8CD, 0x6020)  # [r13 + 32] = r6
    data(2, 0xF8CD, 0x7024)  # [r13 + 36] = r7
    data(2, 0xF8CD, 0x5048)  # [r13 + 72] = r5
    data(2, 0xF8CD, 0x404C)  # [r13 + 76] = r4
    data(2, 0xF8CD, 0x3070)  # [r13 + 112] = r3
    data(2, 0xF8CD, 0x2074)  # [r13 + 116] = r2
    data(2, 0xF10A, 0x0A10)  # add r10, r10, 0x10
    data(2, 0xF8DD, 0xB110)  # r11 = [r13 + 272]
    data(2, 0xF1BB, 0x0B01)  # subs r11, r11, 0x1
    data(2, 0xF47F, 0xAC76)  # if 1 go to round
    data(2, 0xF8DD, 0xB100)  # r11 = [r13 + 256]
    data(2, 0xF20D, 0x0200)  # r2 = r13 + 0
    data(2, 0xF240, 0x0410)  # r4 = 16
    data(2, 0xF8DB, 0x0000)  # r0 = [r11 + 0]
    data(2, 0xF8D2, 0x1000)  # r1 = [r2 + 0]
    data(2, 0xEA80, 0x0001)  # eor r0, r0, r1
    data(2, 0xF8D2, 0x1040)  # r1 = [r2 + 64]
    data(2, 0xEA80, 0x0001)  # eor r0, r0, r1
    data(2, 0xF8CB, 0x0000)  # [r11 + 0] = r0
    data(2, 0xF10B, 0x0B04)  # add r11, r11, 0x4
    data(2, 0xF102, 0x0204)  # add r2, r2, 0x4
    data(2, 0xF1B4, 0x0401)  # subs r4, r4, 0x1
    data(2, 0xF47F, 0xAFEC)  # if 1 go to sum
    data(2, 0xF8DB, 0x9000)  # r9 = [r11 + 0]
    data(2, 0xF8DB, 0x8004)  # r8 = [r11 + 4]
    data(2, 0xF119, 0x0980)  # adds r9, r9, 0x80
    data(2, 0xF148, 0x0800)  # adc r8, r8, 0x0
    data(2, 0xF8CB, 0x9000)  # [r11 + 0] = r9
    data(2, 0xF8CB, 0x8004)  # [r11 + 4] = r8
    data(2, 0xF8DD, 0x010C)  # r0 = [r13 + 268]
    data(2, 0xF1B0, 0x0001)  # subs r0, r0, 0x1
    data(2, 0xF8CD, 0x010C)  # [r13 + 268] = r0
    data(2, 0xF47F, 0xABF2)  # if 1 go to next
    data(2, 0xF20D, 0x1D18)  # r13 = r13 + 280
    data(2, 0xE8BD, 0x0F00)  # pop r8 to r11
    data(2, 0xF240, 0x0000)  # r0 = 0
