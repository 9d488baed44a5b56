"""Blocks of RIPEMD-160 for ARMv7-M. Written by tools/machine.

Compiled by `mpy-cross -march=...` alone, see docs/crypto.md.
"""


@micropython.asm_thumb
def run(r0, r1, r2, r3):
    data(2, 0xE92D, 0x0F00)  # push r8 to r11
    data(2, 0xF2AD, 0x0D68)  # sp = sp - 104
    data(2, 0xF8CD, 0x0054)  # [r13 + 84] = r0
    data(2, 0xF8CD, 0x1058)  # [r13 + 88] = r1
    data(2, 0xF8CD, 0x205C)  # [r13 + 92] = r2
    data(2, 0xF8CD, 0x3060)  # [r13 + 96] = r3
    data(2, 0xF8DD, 0xA058)  # r10 = [r13 + 88]
    data(2, 0xF8DA, 0x7000)  # r7 = [r10 + 0]
    data(2, 0xF8CD, 0x7000)  # [r13 + 0] = r7
    data(2, 0xF8DA, 0x7004)  # r7 = [r10 + 4]
    data(2, 0xF8CD, 0x7004)  # [r13 + 4] = r7
    data(2, 0xF8DA, 0x7008)  # r7 = [r10 + 8]
    data(2, 0xF8CD, 0x7008)  # [r13 + 8] = r7
    data(2, 0xF8DA, 0x700C)  # r7 = [r10 + 12]
    data(2, 0xF8CD, 0x700C)  # [r13 + 12] = r7
    data(2, 0xF8DA, 0x7010)  # r7 = [r10 + 16]
    data(2, 0xF8CD, 0x7010)  # [r13 + 16] = r7
    data(2, 0xF8DA, 0x7014)  # r7 = [r10 + 20]
    data(2, 0xF8CD, 0x7014)  # [r13 + 20] = r7
    data(2, 0xF8DA, 0x7018)  # r7 = [r10 + 24]
    data(2, 0xF8CD, 0x7018)  # [r13 + 24] = r7
    data(2, 0xF8DA, 0x701C)  # r7 = [r10 + 28]
    data(2, 0xF8CD, 0x701C)  # [r13 + 28] = r7
    data(2, 0xF8DA, 0x7020)  # r7 = [r10 + 32]
    data(2, 0xF8CD, 0x7020)  # [r13 + 32] = r7
    data(2, 0xF8DA, 0x7024)  # r7 = [r10 + 36]
    data(2, 0xF8CD, 0x7024)  # [r13 + 36] = r7
    data(2, 0xF8DA, 0x7028)  # r7 = [r10 + 40]
    data(2, 0xF8CD, 0x7028)  # [r13 + 40] = r7
    data(2, 0xF8DA, 0x702C)  # r7 = [r10 + 44]
    data(2, 0xF8CD, 0x702C)  # [r13 + 44] = r7
    data(2, 0xF8DA, 0x7030)  # r7 = [r10 + 48]
    data(2, 0xF8CD, 0x7030)  # [r13 + 48] = r7
    data(2, 0xF8DA, 0x7034)  # r7 = [r10 + 52]
    data(2, 0xF8CD, 0x7034)  # [r13 + 52] = r7
    data(2, 0xF8DA, 0x7038)  # r7 = [r10 + 56]
    data(2, 0xF8CD, 0x7038)  # [r13 + 56] = r7
    data(2, 0xF8DA, 0x703C)  # r7 = [r10 + 60]
    data(2, 0xF8CD, 0x703C)  # [r13 + 60] = r7
    data(2, 0xF10A, 0x0A40)  # add r10, r10, 0x40
    data(2, 0xF8CD, 0xA058)  # [r13 + 88] = r10
    data(2, 0xF8DD, 0xA054)  # r10 = [r13 + 84]
    data(2, 0xF8DD, 0xB05C)  # r11 = [r13 + 92]
    data(2, 0xEA4F, 0x050B)  # orr r5, r15, r11
    data(2, 0xF8DA, 0x0000)  # r0 = [r10 + 0]
    data(2, 0xF8DA, 0x1004)  # r1 = [r10 + 4]
    data(2, 0xF8DA, 0x2008)  # r2 = [r10 + 8]
    data(2, 0xF8DA, 0x300C)  # r3 = [r10 + 12]
    data(2, 0xF8DA, 0x4010)  # r4 = [r10 + 16]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA81, 0x0702)  # eor r7, r1, r2
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFDC)  # if 1 go to part_0
    data(2, 0xF8DB, 0x6144)  # r6 = [r11 + 324]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA82, 0x0703)  # eor r7, r2, r3
    data(2, 0xEA07, 0x0701)  # and r7, r7, r1
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFD8)  # if 1 go to part_1
    data(2, 0xF8DB, 0x6148)  # r6 = [r11 + 328]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA61, 0x0702)  # orn r7, r1, r2
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFDA)  # if 1 go to part_2
    data(2, 0xF8DB, 0x614C)  # r6 = [r11 + 332]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA81, 0x0702)  # eor r7, r1, r2
    data(2, 0xEA07, 0x0703)  # and r7, r7, r3
    data(2, 0xEA87, 0x0702)  # eor r7, r7, r2
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFD8)  # if 1 go to part_3
    data(2, 0xF8DB, 0x6150)  # r6 = [r11 + 336]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA62, 0x0703)  # orn r7, r2, r3
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFDA)  # if 1 go to part_4
    data(2, 0xF8CD, 0x2040)  # [r13 + 64] = r2
    data(2, 0xF8CD, 0x3044)  # [r13 + 68] = r3
    data(2, 0xF8CD, 0x4048)  # [r13 + 72] = r4
    data(2, 0xF8CD, 0x004C)  # [r13 + 76] = r0
    data(2, 0xF8CD, 0x1050)  # [r13 + 80] = r1
    data(2, 0xF8DA, 0x0000)  # r0 = [r10 + 0]
    data(2, 0xF8DA, 0x1004)  # r1 = [r10 + 4]
    data(2, 0xF8DA, 0x2008)  # r2 = [r10 + 8]
    data(2, 0xF8DA, 0x300C)  # r3 = [r10 + 12]
    data(2, 0xF8DA, 0x4010)  # r4 = [r10 + 16]
    data(2, 0xF8DB, 0x6154)  # r6 = [r11 + 340]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA62, 0x0703)  # orn r7, r2, r3
    data(2, 0xEA87, 0x0701)  # eor r7, r7, r1
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFDA)  # if 1 go to part_5
    data(2, 0xF8DB, 0x6158)  # r6 = [r11 + 344]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA81, 0x0702)  # eor r7, r1, r2
    data(2, 0xEA07, 0x0703)  # and r7, r7, r3
    data(2, 0xEA87, 0x0702)  # eor r7, r7, r2
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFD8)  # if 1 go to part_6
    data(2, 0xF8DB, 0x615C)  # r6 = [r11 + 348]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA61, 0x0702)  # orn r7, r1, r2
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFDA)  # if 1 go to part_7
    data(2, 0xF8DB, 0x6160)  # r6 = [r11 + 352]
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA82, 0x0703)  # eor r7, r2, r3
    data(2, 0xEA07, 0x0701)  # and r7, r7, r1
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xEB00, 0x0006)  # add r0, r0, r6
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFD8)  # if 1 go to part_8
    data(2, 0xF240, 0x0910)  # r9 = 16
    data(2, 0xEA81, 0x0702)  # eor r7, r1, r2
    data(2, 0xEA87, 0x0703)  # eor r7, r7, r3
    data(2, 0xEB00, 0x0007)  # add r0, r0, r7
    data(2, 0xF895, 0x8000)  # r8 = byte [r5 + 0]
    data(2, 0xF85D, 0x8028)  # r8 = [r13 + 4 * r8]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF895, 0x80A0)  # r8 = byte [r5 + 160]
    data(2, 0xF1C8, 0x0820)  # rsb r8, r8, 0x20
    data(2, 0xFA60, 0xF708)  # r7 = r0 rotated right by r8
    data(2, 0xEB07, 0x0704)  # add r7, r7, r4
    data(2, 0xEA4F, 0x0004)  # orr r0, r15, r4
    data(2, 0xEA4F, 0x0403)  # orr r4, r15, r3
    data(2, 0xEA4F, 0x53B2)  # orr r3, r15, r2, ror 22
    data(2, 0xEA4F, 0x0201)  # orr r2, r15, r1
    data(2, 0xEA4F, 0x0107)  # orr r1, r15, r7
    data(2, 0xF105, 0x0501)  # add r5, r5, 0x1
    data(2, 0xF1B9, 0x0901)  # subs r9, r9, 0x1
    data(2, 0xF47F, 0xAFDC)  # if 1 go to part_9
    data(2, 0xF8DD, 0x8040)  # r8 = [r13 + 64]
    data(2, 0xEB03, 0x0308)  # add r3, r3, r8
    data(2, 0xF8DA, 0x8004)  # r8 = [r10 + 4]
    data(2, 0xEB03, 0x0308)  # add r3, r3, r8
    data(2, 0xF8DD, 0x8044)  # r8 = [r13 + 68]
    data(2, 0xEB04, 0x0408)  # add r4, r4, r8
    data(2, 0xF8DA, 0x8008)  # r8 = [r10 + 8]
    data(2, 0xEB04, 0x0408)  # add r4, r4, r8
    data(2, 0xF8DD, 0x8048)  # r8 = [r13 + 72]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF8DA, 0x800C)  # r8 = [r10 + 12]
    data(2, 0xEB00, 0x0008)  # add r0, r0, r8
    data(2, 0xF8DD, 0x804C)  # r8 = [r13 + 76]
    data(2, 0xEB01, 0x0108)  # add r1, r1, r8
    data(2, 0xF8DA, 0x8010)  # r8 = [r10 + 16]
    data(2, 0xEB01, 0x0108)  # add r1, r1, r8
    data(2, 0xF8DD, 0x8050)  # r8 = [r13 + 80]
    data(2, 0xEB02, 0x0208)  # add r2, r2, r8
    data(2, 0xF8DA, 0x8000)  # r8 = [r10 + 0]
    data(2, 0xEB02, 0x0208)  # add r2, r2, r8
    data(2, 0xF8CA, 0x3000)  # [r10 + 0] = r3
    data(2, 0xF8CA, 0x4004)  # [r10 + 4] = r4
    data(2, 0xF8CA, 0x0008)  # [r10 + 8] = r0
    data(2, 0xF8CA, 0x100C)  # [r10 + 12] = r1
    data(2, 0xF8CA, 0x2010)  # [r10 + 16] = r2
    data(2, 0xF8DD, 0x8060)  # r8 = [r13 + 96]
    data(2, 0xF1B8, 0x0801)  # subs r8, r8, 0x1
    data(2, 0xF8CD, 0x8060)  # [r13 + 96] = r8
    data(2, 0xF47F, 0xADB8)  # if 1 go to next
    data(2, 0xF20D, 0x0D68)  # r13 = r13 + 104
    data(2, 0xE8BD, 0x0F00)  # pop r8 to r11
    data(2, 0xF240, 0x0000)  # r0 = 0
