"""Blocks of Keccak-256 for ARMv7-M. Written by tools/machine.

Compiled by `mpy-cross -march=...` alone, see docs/crypto.md.
"""


@micropython.asm_thumb
def run(r0, r1, r2, r3):
    data(2, 0xE92D, 0x0F00)  # push r8 to r11
    data(2, 0xF2AD, 0x1D30)  # sp = sp - 304
    data(2, 0xF8CD, 0x1118)  # [r13 + 280] = r1
    data(2, 0xF8CD, 0x211C)  # [r13 + 284] = r2
    data(2, 0xF8CD, 0x3120)  # [r13 + 288] = r3
    data(2, 0xEA4F, 0x0200)  # orr r2, r15, r0
    data(2, 0xF8DD, 0x0118)  # r0 = [r13 + 280]
    data(2, 0xEA4F, 0x0102)  # orr r1, r15, r2
    data(2, 0xF240, 0x0522)  # r5 = 34
    data(2, 0xF8D0, 0x3000)  # r3 = [r0 + 0]
    data(2, 0xF8D1, 0x4000)  # r4 = [r1 + 0]
    data(2, 0xEA83, 0x0304)  # eor r3, r3, r4
    data(2, 0xF8C1, 0x3000)  # [r1 + 0] = r3
    data(2, 0xF100, 0x0004)  # add r0, r0, 0x4
    data(2, 0xF101, 0x0104)  # add r1, r1, 0x4
    data(2, 0xF1B5, 0x0501)  # subs r5, r5, 0x1
    data(2, 0xF47F, 0xAFF0)  # if 1 go to word
    data(2, 0xF8CD, 0x0118)  # [r13 + 280] = r0
    data(2, 0xF20D, 0x0E00)  # r14 = r13 + 0
    data(2, 0xF240, 0x0018)  # r0 = 24
    data(2, 0xF8DD, 0x111C)  # r1 = [r13 + 284]
    data(2, 0xF8CD, 0x0124)  # [r13 + 292] = r0
    data(2, 0xF8CD, 0x1128)  # [r13 + 296] = r1
    data(2, 0xF8D2, 0x3004)  # r3 = [r2 + 4]
    data(2, 0xF8D2, 0x4000)  # r4 = [r2 + 0]
    data(2, 0xF8D2, 0x502C)  # r5 = [r2 + 44]
    data(2, 0xF8D2, 0x6028)  # r6 = [r2 + 40]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x5054)  # r5 = [r2 + 84]
    data(2, 0xF8D2, 0x6050)  # r6 = [r2 + 80]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x507C)  # r5 = [r2 + 124]
    data(2, 0xF8D2, 0x6078)  # r6 = [r2 + 120]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x50A4)  # r5 = [r2 + 164]
    data(2, 0xF8D2, 0x60A0)  # r6 = [r2 + 160]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8CD, 0x30CC)  # [r13 + 204] = r3
    data(2, 0xF8CD, 0x40C8)  # [r13 + 200] = r4
    data(2, 0xF8D2, 0x300C)  # r3 = [r2 + 12]
    data(2, 0xF8D2, 0x4008)  # r4 = [r2 + 8]
    data(2, 0xF8D2, 0x5034)  # r5 = [r2 + 52]
    data(2, 0xF8D2, 0x6030)  # r6 = [r2 + 48]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x505C)  # r5 = [r2 + 92]
    data(2, 0xF8D2, 0x6058)  # r6 = [r2 + 88]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x5084)  # r5 = [r2 + 132]
    data(2, 0xF8D2, 0x6080)  # r6 = [r2 + 128]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x50AC)  # r5 = [r2 + 172]
    data(2, 0xF8D2, 0x60A8)  # r6 = [r2 + 168]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8CD, 0x30D4)  # [r13 + 212] = r3
    data(2, 0xF8CD, 0x40D0)  # [r13 + 208] = r4
    data(2, 0xF8D2, 0x3014)  # r3 = [r2 + 20]
    data(2, 0xF8D2, 0x4010)  # r4 = [r2 + 16]
    data(2, 0xF8D2, 0x503C)  # r5 = [r2 + 60]
    data(2, 0xF8D2, 0x6038)  # r6 = [r2 + 56]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x5064)  # r5 = [r2 + 100]
    data(2, 0xF8D2, 0x6060)  # r6 = [r2 + 96]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x508C)  # r5 = [r2 + 140]
    data(2, 0xF8D2, 0x6088)  # r6 = [r2 + 136]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x50B4)  # r5 = [r2 + 180]
    data(2, 0xF8D2, 0x60B0)  # r6 = [r2 + 176]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8CD, 0x30DC)  # [r13 + 220] = r3
    data(2, 0xF8CD, 0x40D8)  # [r13 + 216] = r4
    data(2, 0xF8D2, 0x301C)  # r3 = [r2 + 28]
    data(2, 0xF8D2, 0x4018)  # r4 = [r2 + 24]
    data(2, 0xF8D2, 0x5044)  # r5 = [r2 + 68]
    data(2, 0xF8D2, 0x6040)  # r6 = [r2 + 64]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x506C)  # r5 = [r2 + 108]
    data(2, 0xF8D2, 0x6068)  # r6 = [r2 + 104]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x5094)  # r5 = [r2 + 148]
    data(2, 0xF8D2, 0x6090)  # r6 = [r2 + 144]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x50BC)  # r5 = [r2 + 188]
    data(2, 0xF8D2, 0x60B8)  # r6 = [r2 + 184]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8CD, 0x30E4)  # [r13 + 228] = r3
    data(2, 0xF8CD, 0x40E0)  # [r13 + 224] = r4
    data(2, 0xF8D2, 0x3024)  # r3 = [r2 + 36]
    data(2, 0xF8D2, 0x4020)  # r4 = [r2 + 32]
    data(2, 0xF8D2, 0x504C)  # r5 = [r2 + 76]
    data(2, 0xF8D2, 0x6048)  # r6 = [r2 + 72]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x5074)  # r5 = [r2 + 116]
    data(2, 0xF8D2, 0x6070)  # r6 = [r2 + 112]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x509C)  # r5 = [r2 + 156]
    data(2, 0xF8D2, 0x6098)  # r6 = [r2 + 152]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8D2, 0x50C4)  # r5 = [r2 + 196]
    data(2, 0xF8D2, 0x60C0)  # r6 = [r2 + 192]
    data(2, 0xEA83, 0x0305)  # eor r3, r3, r5
    data(2, 0xEA84, 0x0406)  # eor r4, r4, r6
    data(2, 0xF8CD, 0x30EC)  # [r13 + 236] = r3
    data(2, 0xF8CD, 0x40E8)  # [r13 + 232] = r4
    data(2, 0xF8DD, 0x30EC)  # r3 = [r13 + 236]
    data(2, 0xF8DD, 0x40E8)  # r4 = [r13 + 232]
    data(2, 0xF8DD, 0x50D4)  # r5 = [r13 + 212]
    data(2, 0xF8DD, 0x60D0)  # r6 = [r13 + 208]
    data(2, 0xEA83, 0x73D6)  # eor r3, r3, r6, lsr 31
    data(2, 0xEA83, 0x0345)  # eor r3, r3, r5, lsl 1
    data(2, 0xEA84, 0x74D5)  # eor r4, r4, r5, lsr 31
    data(2, 0xEA84, 0x0446)  # eor r4, r4, r6, lsl 1
    data(2, 0xF8CD, 0x30F4)  # [r13 + 244] = r3
    data(2, 0xF8CD, 0x40F0)  # [r13 + 240] = r4
    data(2, 0xF8DD, 0x30CC)  # r3 = [r13 + 204]
    data(2, 0xF8DD, 0x40C8)  # r4 = [r13 + 200]
    data(2, 0xF8DD, 0x50DC)  # r5 = [r13 + 220]
    data(2, 0xF8DD, 0x60D8)  # r6 = [r13 + 216]
    data(2, 0xEA83, 0x73D6)  # eor r3, r3, r6, lsr 31
    data(2, 0xEA83, 0x0345)  # eor r3, r3, r5, lsl 1
    data(2, 0xEA84, 0x74D5)  # eor r4, r4, r5, lsr 31
    data(2, 0xEA84, 0x0446)  # eor r4, r4, r6, lsl 1
    data(2, 0xF8CD, 0x30FC)  # [r13 + 252] = r3
    data(2, 0xF8CD, 0x40F8)  # [r13 + 248] = r4
    data(2, 0xF8DD, 0x30D4)  # r3 = [r13 + 212]
    data(2, 0xF8DD, 0x40D0)  # r4 = [r13 + 208]
    data(2, 0xF8DD, 0x50E4)  # r5 = [r13 + 228]
    data(2, 0xF8DD, 0x60E0)  # r6 = [r13 + 224]
    data(2, 0xEA83, 0x73D6)  # eor r3, r3, r6, lsr 31
    data(2, 0xEA83, 0x0345)  # eor r3, r3, r5, lsl 1
    data(2, 0xEA84, 0x74D5)  # eor r4, r4, r5, lsr 31
    data(2, 0xEA84, 0x0446)  # eor r4, r4, r6, lsl 1
    data(2, 0xF8CD, 0x3104)  # [r13 + 260] = r3
    data(2, 0xF8CD, 0x4100)  # [r13 + 256] = r4
    data(2, 0xF8DD, 0x30DC)  # r3 = [r13 + 220]
    data(2, 0xF8DD, 0x40D8)  # r4 = [r13 + 216]
    data(2, 0xF8DD, 0x50EC)  # r5 = [r13 + 236]
    data(2, 0xF8DD, 0x60E8)  # r6 = [r13 + 232]
    data(2, 0xEA83, 0x73D6)  # eor r3, r3, r6, lsr 31
    data(2, 0xEA83, 0x0345)  # eor r3, r3, r5, lsl 1
    data(2, 0xEA84, 0x74D5)  # eor r4, r4, r5, lsr 31
    data(2, 0xEA84, 0x0446)  # eor r4, r4, r6, lsl 1
    data(2, 0xF8CD, 0x310C)  # [r13 + 268] = r3
    data(2, 0xF8CD, 0x4108)  # [r13 + 264] = r4
    data(2, 0xF8DD, 0x30E4)  # r3 = [r13 + 228]
    data(2, 0xF8DD, 0x40E0)  # r4 = [r13 + 224]
    data(2, 0xF8DD, 0x50CC)  # r5 = [r13 + 204]
    data(2, 0xF8DD, 0x60C8)  # r6 = [r13 + 200]
    data(2, 0xEA83, 0x73D6)  # eor r3, r3, r6, lsr 31
    data(2, 0xEA83, 0x0345)  # eor r3, r3, r5, lsl 1
    data(2, 0xEA84, 0x74D5)  # eor r4, r4, r5, lsr 31
    data(2, 0xEA84, 0x0446)  # eor r4, r4, r6, lsl 1
    data(2, 0xF8CD, 0x3114)  # [r13 + 276] = r3
    data(2, 0xF8CD, 0x4110)  # [r13 + 272] = r4
    data(2, 0xF8D2, 0x0004)  # r0 = [r2 + 4]
    data(2, 0xF8D2, 0x1000)  # r1 = [r2 + 0]
    data(2, 0xF8DD, 0x30F4)  # r3 = [r13 + 244]
    data(2, 0xF8DD, 0x40F0)  # r4 = [r13 + 240]
    data(2, 0xEA80, 0x0303)  # eor r3, r0, r3
    data(2, 0xEA81, 0x0404)  # eor r4, r1, r4
    data(2, 0xF8D2, 0x0034)  # r0 = [r2 + 52]
    data(2, 0xF8D2, 0x1030)  # r1 = [r2 + 48]
    data(2, 0xF8DD, 0x50FC)  # r5 = [r13 + 252]
    data(2, 0xF8DD, 0x60F8)  # r6 = [r13 + 248]
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xEA81, 0x0106)  # eor r1, r1, r6
    data(2, 0xEA4F, 0x5510)  # orr r5, r15, r0, lsr 20
    data(2, 0xEA85, 0x3501)  # eor r5, r5, r1, lsl 12
    data(2, 0xEA4F, 0x5611)  # orr r6, r15, r1, lsr 20
    data(2, 0xEA86, 0x3600)  # eor r6, r6, r0, lsl 12
    data(2, 0xF8D2, 0x0064)  # r0 = [r2 + 100]
    data(2, 0xF8D2, 0x1060)  # r1 = [r2 + 96]
    data(2, 0xF8DD, 0x7104)  # r7 = [r13 + 260]
    data(2, 0xF8DD, 0x8100)  # r8 = [r13 + 256]
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xEA81, 0x0108)  # eor r1, r1, r8
    data(2, 0xEA4F, 0x5750)  # orr r7, r15, r0, lsr 21
    data(2, 0xEA87, 0x27C1)  # eor r7, r7, r1, lsl 11
    data(2, 0xEA4F, 0x5851)  # orr r8, r15, r1, lsr 21
    data(2, 0xEA88, 0x28C0)  # eor r8, r8, r0, lsl 11
    data(2, 0xF8D2, 0x0094)  # r0 = [r2 + 148]
    data(2, 0xF8D2, 0x1090)  # r1 = [r2 + 144]
    data(2, 0xF8DD, 0x910C)  # r9 = [r13 + 268]
    data(2, 0xF8DD, 0xA108)  # r10 = [r13 + 264]
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xEA81, 0x010A)  # eor r1, r1, r10
    data(2, 0xEA4F, 0x29D1)  # orr r9, r15, r1, lsr 11
    data(2, 0xEA89, 0x5940)  # eor r9, r9, r0, lsl 21
    data(2, 0xEA4F, 0x2AD0)  # orr r10, r15, r0, lsr 11
    data(2, 0xEA8A, 0x5A41)  # eor r10, r10, r1, lsl 21
    data(2, 0xF8D2, 0x00C4)  # r0 = [r2 + 196]
    data(2, 0xF8D2, 0x10C0)  # r1 = [r2 + 192]
    data(2, 0xF8DD, 0xB114)  # r11 = [r13 + 276]
    data(2, 0xF8DD, 0xC110)  # r12 = [r13 + 272]
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xEA81, 0x010C)  # eor r1, r1, r12
    data(2, 0xEA4F, 0x4B91)  # orr r11, r15, r1, lsr 18
    data(2, 0xEA8B, 0x3B80)  # eor r11, r11, r0, lsl 14
    data(2, 0xEA4F, 0x4C90)  # orr r12, r15, r0, lsr 18
    data(2, 0xEA8C, 0x3C81)  # eor r12, r12, r1, lsl 14
    data(2, 0xEA27, 0x0005)  # bic r0, r7, r5
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xF8CE, 0x0004)  # [r14 + 4] = r0
    data(2, 0xEA28, 0x0006)  # bic r0, r8, r6
    data(2, 0xEA80, 0x0004)  # eor r0, r0, r4
    data(2, 0xF8CE, 0x0000)  # [r14 + 0] = r0
    data(2, 0xEA29, 0x0007)  # bic r0, r9, r7
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xF8CE, 0x000C)  # [r14 + 12] = r0
    data(2, 0xEA2A, 0x0008)  # bic r0, r10, r8
    data(2, 0xEA80, 0x0006)  # eor r0, r0, r6
    data(2, 0xF8CE, 0x0008)  # [r14 + 8] = r0
    data(2, 0xEA2B, 0x0009)  # bic r0, r11, r9
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xF8CE, 0x0014)  # [r14 + 20] = r0
    data(2, 0xEA2C, 0x000A)  # bic r0, r12, r10
    data(2, 0xEA80, 0x0008)  # eor r0, r0, r8
    data(2, 0xF8CE, 0x0010)  # [r14 + 16] = r0
    data(2, 0xEA23, 0x000B)  # bic r0, r3, r11
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xF8CE, 0x001C)  # [r14 + 28] = r0
    data(2, 0xEA24, 0x000C)  # bic r0, r4, r12
    data(2, 0xEA80, 0x000A)  # eor r0, r0, r10
    data(2, 0xF8CE, 0x0018)  # [r14 + 24] = r0
    data(2, 0xEA25, 0x0003)  # bic r0, r5, r3
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xF8CE, 0x0024)  # [r14 + 36] = r0
    data(2, 0xEA26, 0x0004)  # bic r0, r6, r4
    data(2, 0xEA80, 0x000C)  # eor r0, r0, r12
    data(2, 0xF8CE, 0x0020)  # [r14 + 32] = r0
    data(2, 0xF8D2, 0x001C)  # r0 = [r2 + 28]
    data(2, 0xF8D2, 0x1018)  # r1 = [r2 + 24]
    data(2, 0xF8DD, 0x310C)  # r3 = [r13 + 268]
    data(2, 0xF8DD, 0x4108)  # r4 = [r13 + 264]
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xEA81, 0x0104)  # eor r1, r1, r4
    data(2, 0xEA4F, 0x1311)  # orr r3, r15, r1, lsr 4
    data(2, 0xEA83, 0x7300)  # eor r3, r3, r0, lsl 28
    data(2, 0xEA4F, 0x1410)  # orr r4, r15, r0, lsr 4
    data(2, 0xEA84, 0x7401)  # eor r4, r4, r1, lsl 28
    data(2, 0xF8D2, 0x004C)  # r0 = [r2 + 76]
    data(2, 0xF8D2, 0x1048)  # r1 = [r2 + 72]
    data(2, 0xF8DD, 0x5114)  # r5 = [r13 + 276]
    data(2, 0xF8DD, 0x6110)  # r6 = [r13 + 272]
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xEA81, 0x0106)  # eor r1, r1, r6
    data(2, 0xEA4F, 0x3511)  # orr r5, r15, r1, lsr 12
    data(2, 0xEA85, 0x5500)  # eor r5, r5, r0, lsl 20
    data(2, 0xEA4F, 0x3610)  # orr r6, r15, r0, lsr 12
    data(2, 0xEA86, 0x5601)  # eor r6, r6, r1, lsl 20
    data(2, 0xF8D2, 0x0054)  # r0 = [r2 + 84]
    data(2, 0xF8D2, 0x1050)  # r1 = [r2 + 80]
    data(2, 0xF8DD, 0x70F4)  # r7 = [r13 + 244]
    data(2, 0xF8DD, 0x80F0)  # r8 = [r13 + 240]
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xEA81, 0x0108)  # eor r1, r1, r8
    data(2, 0xEA4F, 0x7751)  # orr r7, r15, r1, lsr 29
    data(2, 0xEA87, 0x07C0)  # eor r7, r7, r0, lsl 3
    data(2, 0xEA4F, 0x7850)  # orr r8, r15, r0, lsr 29
    data(2, 0xEA88, 0x08C1)  # eor r8, r8, r1, lsl 3
    data(2, 0xF8D2, 0x0084)  # r0 = [r2 + 132]
    data(2, 0xF8D2, 0x1080)  # r1 = [r2 + 128]
    data(2, 0xF8DD, 0x90FC)  # r9 = [r13 + 252]
    data(2, 0xF8DD, 0xA0F8)  # r10 = [r13 + 248]
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xEA81, 0x010A)  # eor r1, r1, r10
    data(2, 0xEA4F, 0x49D0)  # orr r9, r15, r0, lsr 19
    data(2, 0xEA89, 0x3941)  # eor r9, r9, r1, lsl 13
    data(2, 0xEA4F, 0x4AD1)  # orr r10, r15, r1, lsr 19
    data(2, 0xEA8A, 0x3A40)  # eor r10, r10, r0, lsl 13
    data(2, 0xF8D2, 0x00B4)  # r0 = [r2 + 180]
    data(2, 0xF8D2, 0x10B0)  # r1 = [r2 + 176]
    data(2, 0xF8DD, 0xB104)  # r11 = [r13 + 260]
    data(2, 0xF8DD, 0xC100)  # r12 = [r13 + 256]
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xEA81, 0x010C)  # eor r1, r1, r12
    data(2, 0xEA4F, 0x0BD0)  # orr r11, r15, r0, lsr 3
    data(2, 0xEA8B, 0x7B41)  # eor r11, r11, r1, lsl 29
    data(2, 0xEA4F, 0x0CD1)  # orr r12, r15, r1, lsr 3
    data(2, 0xEA8C, 0x7C40)  # eor r12, r12, r0, lsl 29
    data(2, 0xEA27, 0x0005)  # bic r0, r7, r5
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xF8CE, 0x002C)  # [r14 + 44] = r0
    data(2, 0xEA28, 0x0006)  # bic r0, r8, r6
    data(2, 0xEA80, 0x0004)  # eor r0, r0, r4
    data(2, 0xF8CE, 0x0028)  # [r14 + 40] = r0
    data(2, 0xEA29, 0x0007)  # bic r0, r9, r7
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xF8CE, 0x0034)  # [r14 + 52] = r0
    data(2, 0xEA2A, 0x0008)  # bic r0, r10, r8
    data(2, 0xEA80, 0x0006)  # eor r0, r0, r6
    data(2, 0xF8CE, 0x0030)  # [r14 + 48] = r0
    data(2, 0xEA2B, 0x0009)  # bic r0, r11, r9
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xF8CE, 0x003C)  # [r14 + 60] = r0
    data(2, 0xEA2C, 0x000A)  # bic r0, r12, r10
    data(2, 0xEA80, 0x0008)  # eor r0, r0, r8
    data(2, 0xF8CE, 0x0038)  # [r14 + 56] = r0
    data(2, 0xEA23, 0x000B)  # bic r0, r3, r11
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xF8CE, 0x0044)  # [r14 + 68] = r0
    data(2, 0xEA24, 0x000C)  # bic r0, r4, r12
    data(2, 0xEA80, 0x000A)  # eor r0, r0, r10
    data(2, 0xF8CE, 0x0040)  # [r14 + 64] = r0
    data(2, 0xEA25, 0x0003)  # bic r0, r5, r3
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xF8CE, 0x004C)  # [r14 + 76] = r0
    data(2, 0xEA26, 0x0004)  # bic r0, r6, r4
    data(2, 0xEA80, 0x000C)  # eor r0, r0, r12
    data(2, 0xF8CE, 0x0048)  # [r14 + 72] = r0
    data(2, 0xF8D2, 0x000C)  # r0 = [r2 + 12]
    data(2, 0xF8D2, 0x1008)  # r1 = [r2 + 8]
    data(2, 0xF8DD, 0x30FC)  # r3 = [r13 + 252]
    data(2, 0xF8DD, 0x40F8)  # r4 = [r13 + 248]
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xEA81, 0x0104)  # eor r1, r1, r4
    data(2, 0xEA4F, 0x73D1)  # orr r3, r15, r1, lsr 31
    data(2, 0xEA83, 0x0340)  # eor r3, r3, r0, lsl 1
    data(2, 0xEA4F, 0x74D0)  # orr r4, r15, r0, lsr 31
    data(2, 0xEA84, 0x0441)  # eor r4, r4, r1, lsl 1
    data(2, 0xF8D2, 0x003C)  # r0 = [r2 + 60]
    data(2, 0xF8D2, 0x1038)  # r1 = [r2 + 56]
    data(2, 0xF8DD, 0x5104)  # r5 = [r13 + 260]
    data(2, 0xF8DD, 0x6100)  # r6 = [r13 + 256]
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xEA81, 0x0106)  # eor r1, r1, r6
    data(2, 0xEA4F, 0x6591)  # orr r5, r15, r1, lsr 26
    data(2, 0xEA85, 0x1580)  # eor r5, r5, r0, lsl 6
    data(2, 0xEA4F, 0x6690)  # orr r6, r15, r0, lsr 26
    data(2, 0xEA86, 0x1681)  # eor r6, r6, r1, lsl 6
    data(2, 0xF8D2, 0x006C)  # r0 = [r2 + 108]
    data(2, 0xF8D2, 0x1068)  # r1 = [r2 + 104]
    data(2, 0xF8DD, 0x710C)  # r7 = [r13 + 268]
    data(2, 0xF8DD, 0x8108)  # r8 = [r13 + 264]
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xEA81, 0x0108)  # eor r1, r1, r8
    data(2, 0xEA4F, 0x17D1)  # orr r7, r15, r1, lsr 7
    data(2, 0xEA87, 0x6740)  # eor r7, r7, r0, lsl 25
    data(2, 0xEA4F, 0x18D0)  # orr r8, r15, r0, lsr 7
    data(2, 0xEA88, 0x6841)  # eor r8, r8, r1, lsl 25
    data(2, 0xF8D2, 0x009C)  # r0 = [r2 + 156]
    data(2, 0xF8D2, 0x1098)  # r1 = [r2 + 152]
    data(2, 0xF8DD, 0x9114)  # r9 = [r13 + 276]
    data(2, 0xF8DD, 0xA110)  # r10 = [r13 + 272]
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xEA81, 0x010A)  # eor r1, r1, r10
    data(2, 0xEA4F, 0x6911)  # orr r9, r15, r1, lsr 24
    data(2, 0xEA89, 0x2900)  # eor r9, r9, r0, lsl 8
    data(2, 0xEA4F, 0x6A10)  # orr r10, r15, r0, lsr 24
    data(2, 0xEA8A, 0x2A01)  # eor r10, r10, r1, lsl 8
    data(2, 0xF8D2, 0x00A4)  # r0 = [r2 + 164]
    data(2, 0xF8D2, 0x10A0)  # r1 = [r2 + 160]
    data(2, 0xF8DD, 0xB0F4)  # r11 = [r13 + 244]
    data(2, 0xF8DD, 0xC0F0)  # r12 = [r13 + 240]
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xEA81, 0x010C)  # eor r1, r1, r12
    data(2, 0xEA4F, 0x3B91)  # orr r11, r15, r1, lsr 14
    data(2, 0xEA8B, 0x4B80)  # eor r11, r11, r0, lsl 18
    data(2, 0xEA4F, 0x3C90)  # orr r12, r15, r0, lsr 14
    data(2, 0xEA8C, 0x4C81)  # eor r12, r12, r1, lsl 18
    data(2, 0xEA27, 0x0005)  # bic r0, r7, r5
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xF8CE, 0x0054)  # [r14 + 84] = r0
    data(2, 0xEA28, 0x0006)  # bic r0, r8, r6
    data(2, 0xEA80, 0x0004)  # eor r0, r0, r4
    data(2, 0xF8CE, 0x0050)  # [r14 + 80] = r0
    data(2, 0xEA29, 0x0007)  # bic r0, r9, r7
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xF8CE, 0x005C)  # [r14 + 92] = r0
    data(2, 0xEA2A, 0x0008)  # bic r0, r10, r8
    data(2, 0xEA80, 0x0006)  # eor r0, r0, r6
    data(2, 0xF8CE, 0x0058)  # [r14 + 88] = r0
    data(2, 0xEA2B, 0x0009)  # bic r0, r11, r9
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xF8CE, 0x0064)  # [r14 + 100] = r0
    data(2, 0xEA2C, 0x000A)  # bic r0, r12, r10
    data(2, 0xEA80, 0x0008)  # eor r0, r0, r8
    data(2, 0xF8CE, 0x0060)  # [r14 + 96] = r0
    data(2, 0xEA23, 0x000B)  # bic r0, r3, r11
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xF8CE, 0x006C)  # [r14 + 108] = r0
    data(2, 0xEA24, 0x000C)  # bic r0, r4, r12
    data(2, 0xEA80, 0x000A)  # eor r0, r0, r10
    data(2, 0xF8CE, 0x0068)  # [r14 + 104] = r0
    data(2, 0xEA25, 0x0003)  # bic r0, r5, r3
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xF8CE, 0x0074)  # [r14 + 116] = r0
    data(2, 0xEA26, 0x0004)  # bic r0, r6, r4
    data(2, 0xEA80, 0x000C)  # eor r0, r0, r12
    data(2, 0xF8CE, 0x0070)  # [r14 + 112] = r0
    data(2, 0xF8D2, 0x0024)  # r0 = [r2 + 36]
    data(2, 0xF8D2, 0x1020)  # r1 = [r2 + 32]
    data(2, 0xF8DD, 0x3114)  # r3 = [r13 + 276]
    data(2, 0xF8DD, 0x4110)  # r4 = [r13 + 272]
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xEA81, 0x0104)  # eor r1, r1, r4
    data(2, 0xEA4F, 0x1351)  # orr r3, r15, r1, lsr 5
    data(2, 0xEA83, 0x63C0)  # eor r3, r3, r0, lsl 27
    data(2, 0xEA4F, 0x1450)  # orr r4, r15, r0, lsr 5
    data(2, 0xEA84, 0x64C1)  # eor r4, r4, r1, lsl 27
    data(2, 0xF8D2, 0x002C)  # r0 = [r2 + 44]
    data(2, 0xF8D2, 0x1028)  # r1 = [r2 + 40]
    data(2, 0xF8DD, 0x50F4)  # r5 = [r13 + 244]
    data(2, 0xF8DD, 0x60F0)  # r6 = [r13 + 240]
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xEA81, 0x0106)  # eor r1, r1, r6
    data(2, 0xEA4F, 0x7510)  # orr r5, r15, r0, lsr 28
    data(2, 0xEA85, 0x1501)  # eor r5, r5, r1, lsl 4
    data(2, 0xEA4F, 0x7611)  # orr r6, r15, r1, lsr 28
    data(2, 0xEA86, 0x1600)  # eor r6, r6, r0, lsl 4
    data(2, 0xF8D2, 0x005C)  # r0 = [r2 + 92]
    data(2, 0xF8D2, 0x1058)  # r1 = [r2 + 88]
    data(2, 0xF8DD, 0x70FC)  # r7 = [r13 + 252]
    data(2, 0xF8DD, 0x80F8)  # r8 = [r13 + 248]
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xEA81, 0x0108)  # eor r1, r1, r8
    data(2, 0xEA4F, 0x5791)  # orr r7, r15, r1, lsr 22
    data(2, 0xEA87, 0x2780)  # eor r7, r7, r0, lsl 10
    data(2, 0xEA4F, 0x5890)  # orr r8, r15, r0, lsr 22
    data(2, 0xEA88, 0x2881)  # eor r8, r8, r1, lsl 10
    data(2, 0xF8D2, 0x008C)  # r0 = [r2 + 140]
    data(2, 0xF8D2, 0x1088)  # r1 = [r2 + 136]
    data(2, 0xF8DD, 0x9104)  # r9 = [r13 + 260]
    data(2, 0xF8DD, 0xA100)  # r10 = [r13 + 256]
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xEA81, 0x010A)  # eor r1, r1, r10
    data(2, 0xEA4F, 0x4951)  # orr r9, r15, r1, lsr 17
    data(2, 0xEA89, 0x39C0)  # eor r9, r9, r0, lsl 15
    data(2, 0xEA4F, 0x4A50)  # orr r10, r15, r0, lsr 17
    data(2, 0xEA8A, 0x3AC1)  # eor r10, r10, r1, lsl 15
    data(2, 0xF8D2, 0x00BC)  # r0 = [r2 + 188]
    data(2, 0xF8D2, 0x10B8)  # r1 = [r2 + 184]
    data(2, 0xF8DD, 0xB10C)  # r11 = [r13 + 268]
    data(2, 0xF8DD, 0xC108)  # r12 = [r13 + 264]
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xEA81, 0x010C)  # eor r1, r1, r12
    data(2, 0xEA4F, 0x2B10)  # orr r11, r15, r0, lsr 8
    data(2, 0xEA8B, 0x6B01)  # eor r11, r11, r1, lsl 24
    data(2, 0xEA4F, 0x2C11)  # orr r12, r15, r1, lsr 8
    data(2, 0xEA8C, 0x6C00)  # eor r12, r12, r0, lsl 24
    data(2, 0xEA27, 0x0005)  # bic r0, r7, r5
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xF8CE, 0x007C)  # [r14 + 124] = r0
    data(2, 0xEA28, 0x0006)  # bic r0, r8, r6
    data(2, 0xEA80, 0x0004)  # eor r0, r0, r4
    data(2, 0xF8CE, 0x0078)  # [r14 + 120] = r0
    data(2, 0xEA29, 0x0007)  # bic r0, r9, r7
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xF8CE, 0x0084)  # [r14 + 132] = r0
    data(2, 0xEA2A, 0x0008)  # bic r0, r10, r8
    data(2, 0xEA80, 0x0006)  # eor r0, r0, r6
    data(2, 0xF8CE, 0x0080)  # [r14 + 128] = r0
    data(2, 0xEA2B, 0x0009)  # bic r0, r11, r9
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xF8CE, 0x008C)  # [r14 + 140] = r0
    data(2, 0xEA2C, 0x000A)  # bic r0, r12, r10
    data(2, 0xEA80, 0x0008)  # eor r0, r0, r8
    data(2, 0xF8CE, 0x0088)  # [r14 + 136] = r0
    data(2, 0xEA23, 0x000B)  # bic r0, r3, r11
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xF8CE, 0x0094)  # [r14 + 148] = r0
    data(2, 0xEA24, 0x000C)  # bic r0, r4, r12
    data(2, 0xEA80, 0x000A)  # eor r0, r0, r10
    data(2, 0xF8CE, 0x0090)  # [r14 + 144] = r0
    data(2, 0xEA25, 0x0003)  # bic r0, r5, r3
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xF8CE, 0x009C)  # [r14 + 156] = r0
    data(2, 0xEA26, 0x0004)  # bic r0, r6, r4
    data(2, 0xEA80, 0x000C)  # eor r0, r0, r12
    data(2, 0xF8CE, 0x0098)  # [r14 + 152] = r0
    data(2, 0xF8D2, 0x0014)  # r0 = [r2 + 20]
    data(2, 0xF8D2, 0x1010)  # r1 = [r2 + 16]
    data(2, 0xF8DD, 0x3104)  # r3 = [r13 + 260]
    data(2, 0xF8DD, 0x4100)  # r4 = [r13 + 256]
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xEA81, 0x0104)  # eor r1, r1, r4
    data(2, 0xEA4F, 0x0390)  # orr r3, r15, r0, lsr 2
    data(2, 0xEA83, 0x7381)  # eor r3, r3, r1, lsl 30
    data(2, 0xEA4F, 0x0491)  # orr r4, r15, r1, lsr 2
    data(2, 0xEA84, 0x7480)  # eor r4, r4, r0, lsl 30
    data(2, 0xF8D2, 0x0044)  # r0 = [r2 + 68]
    data(2, 0xF8D2, 0x1040)  # r1 = [r2 + 64]
    data(2, 0xF8DD, 0x510C)  # r5 = [r13 + 268]
    data(2, 0xF8DD, 0x6108)  # r6 = [r13 + 264]
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xEA81, 0x0106)  # eor r1, r1, r6
    data(2, 0xEA4F, 0x2550)  # orr r5, r15, r0, lsr 9
    data(2, 0xEA85, 0x55C1)  # eor r5, r5, r1, lsl 23
    data(2, 0xEA4F, 0x2651)  # orr r6, r15, r1, lsr 9
    data(2, 0xEA86, 0x56C0)  # eor r6, r6, r0, lsl 23
    data(2, 0xF8D2, 0x0074)  # r0 = [r2 + 116]
    data(2, 0xF8D2, 0x1070)  # r1 = [r2 + 112]
    data(2, 0xF8DD, 0x7114)  # r7 = [r13 + 276]
    data(2, 0xF8DD, 0x8110)  # r8 = [r13 + 272]
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xEA81, 0x0108)  # eor r1, r1, r8
    data(2, 0xEA4F, 0x6750)  # orr r7, r15, r0, lsr 25
    data(2, 0xEA87, 0x17C1)  # eor r7, r7, r1, lsl 7
    data(2, 0xEA4F, 0x6851)  # orr r8, r15, r1, lsr 25
    data(2, 0xEA88, 0x18C0)  # eor r8, r8, r0, lsl 7
    data(2, 0xF8D2, 0x007C)  # r0 = [r2 + 124]
    data(2, 0xF8D2, 0x1078)  # r1 = [r2 + 120]
    data(2, 0xF8DD, 0x90F4)  # r9 = [r13 + 244]
    data(2, 0xF8DD, 0xA0F0)  # r10 = [r13 + 240]
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xEA81, 0x010A)  # eor r1, r1, r10
    data(2, 0xEA4F, 0x59D0)  # orr r9, r15, r0, lsr 23
    data(2, 0xEA89, 0x2941)  # eor r9, r9, r1, lsl 9
    data(2, 0xEA4F, 0x5AD1)  # orr r10, r15, r1, lsr 23
    data(2, 0xEA8A, 0x2A40)  # eor r10, r10, r0, lsl 9
    data(2, 0xF8D2, 0x00AC)  # r0 = [r2 + 172]
    data(2, 0xF8D2, 0x10A8)  # r1 = [r2 + 168]
    data(2, 0xF8DD, 0xB0FC)  # r11 = [r13 + 252]
    data(2, 0xF8DD, 0xC0F8)  # r12 = [r13 + 248]
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xEA81, 0x010C)  # eor r1, r1, r12
    data(2, 0xEA4F, 0x7B91)  # orr r11, r15, r1, lsr 30
    data(2, 0xEA8B, 0x0B80)  # eor r11, r11, r0, lsl 2
    data(2, 0xEA4F, 0x7C90)  # orr r12, r15, r0, lsr 30
    data(2, 0xEA8C, 0x0C81)  # eor r12, r12, r1, lsl 2
    data(2, 0xEA27, 0x0005)  # bic r0, r7, r5
    data(2, 0xEA80, 0x0003)  # eor r0, r0, r3
    data(2, 0xF8CE, 0x00A4)  # [r14 + 164] = r0
    data(2, 0xEA28, 0x0006)  # bic r0, r8, r6
    data(2, 0xEA80, 0x0004)  # eor r0, r0, r4
    data(2, 0xF8CE, 0x00A0)  # [r14 + 160] = r0
    data(2, 0xEA29, 0x0007)  # bic r0, r9, r7
    data(2, 0xEA80, 0x0005)  # eor r0, r0, r5
    data(2, 0xF8CE, 0x00AC)  # [r14 + 172] = r0
    data(2, 0xEA2A, 0x0008)  # bic r0, r10, r8
    data(2, 0xEA80, 0x0006)  # eor r0, r0, r6
    data(2, 0xF8CE, 0x00A8)  # [r14 + 168] = r0
    data(2, 0xEA2B, 0x0009)  # bic r0, r11, r9
    data(2, 0xEA80, 0x0007)  # eor r0, r0, r7
    data(2, 0xF8CE, 0x00B4)  # [r14 + 180] = r0
    data(2, 0xEA2C, 0x000A)  # bic r0, r12, r10
    data(2, 0xEA80, 0x0008)  # eor r0, r0, r8
    data(2, 0xF8CE, 0x00B0)  # [r14 + 176] = r0
    data(2, 0xEA23, 0x000B)  # bic r0, r3, r11
    data(2, 0xEA80, 0x0009)  # eor r0, r0, r9
    data(2, 0xF8CE, 0x00BC)  # [r14 + 188] = r0
    data(2, 0xEA24, 0x000C)  # bic r0, r4, r12
    data(2, 0xEA80, 0x000A)  # eor r0, r0, r10
    data(2, 0xF8CE, 0x00B8)  # [r14 + 184] = r0
    data(2, 0xEA25, 0x0003)  # bic r0, r5, r3
    data(2, 0xEA80, 0x000B)  # eor r0, r0, r11
    data(2, 0xF8CE, 0x00C4)  # [r14 + 196] = r0
    data(2, 0xEA26, 0x0004)  # bic r0, r6, r4
    data(2, 0xEA80, 0x000C)  # eor r0, r0, r12
    data(2, 0xF8CE, 0x00C0)  # [r14 + 192] = r0
    data(2, 0xF8DD, 0x0128)  # r0 = [r13 + 296]
    data(2, 0xF8D0, 0x1000)  # r1 = [r0 + 0]
    data(2, 0xF8DE, 0x3000)  # r3 = [r14 + 0]
    data(2, 0xEA81, 0x0103)  # eor r1, r1, r3
    data(2, 0xF8CE, 0x1000)  # [r14 + 0] = r1
    data(2, 0xF8D0, 0x1004)  # r1 = [r0 + 4]
    data(2, 0xF8DE, 0x3004)  # r3 = [r14 + 4]
    data(2, 0xEA81, 0x0103)  # eor r1, r1, r3
    data(2, 0xF8CE, 0x1004)  # [r14 + 4] = r1
    data(2, 0xF100, 0x0008)  # add r0, r0, 0x8
    data(2, 0xF8CD, 0x0128)  # [r13 + 296] = r0
    data(2, 0xEA4F, 0x0002)  # orr r0, r15, r2
    data(2, 0xEA4F, 0x020E)  # orr r2, r15, r14
    data(2, 0xEA4F, 0x0E00)  # orr r14, r15, r0
    data(2, 0xF8DD, 0x0124)  # r0 = [r13 + 292]
    data(2, 0xF1B0, 0x0001)  # subs r0, r0, 0x1
    data(2, 0xF8CD, 0x0124)  # [r13 + 292] = r0
    data(2, 0xF47F, 0xAB98)  # if 1 go to round
    data(2, 0xF8DD, 0x0120)  # r0 = [r13 + 288]
    data(2, 0xF1B0, 0x0001)  # subs r0, r0, 0x1
    data(2, 0xF8CD, 0x0120)  # [r13 + 288] = r0
    data(2, 0xF47F, 0xAB6E)  # if 1 go to block
    data(2, 0xF20D, 0x1D30)  # r13 = r13 + 304
    data(2, 0xE8BD, 0x0F00)  # pop r8 to r11
    data(2, 0xF240, 0x0000)  # r0 = 0
