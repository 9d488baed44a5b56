"""Scalars written in digits, as the multiplication of points reads them."""

from array import array


def wnaf(k: int, width: int, bits: int) -> "array[int]":
    """Return the width-w non-adjacent form of `k`, |k| < 2**bits: digits from the lowest on, k == sum(d << i).

    Every digit is 0 or odd and within +-2**(width - 1), and after one that is not 0 come width - 1 zeros: a number of
    128 bits takes 128 / (width + 1) additions instead of 64. width: at most 8.
    Source: Handbook of Elliptic and Hyperelliptic Curve Cryptography, algorithm 9.35; the loop is Bitcoin Core's,
    secp256k1/src/ecmult_impl.h, which reads bits with a carry and so needs no big integers.
    """
    sign = -1 if k < 0 else 1
    data = abs(k).to_bytes((bits + 7) // 8 + 2, "little")
    digits = array("b", bytes(bits + 1))
    mask = (1 << width) - 1
    carry = i = 0
    while i <= bits:
        byte, shift = i >> 3, i & 7
        if data[byte] >> shift & 1 == carry:
            i += 1
            continue
        digit = ((data[byte] | data[byte + 1] << 8) >> shift & mask) + carry
        carry = digit >> width - 1
        digits[i] = sign * (digit - (carry << width))
        i += width
    return digits


def comb(k: int, teeth: int, columns: int) -> "list[int]":
    """Return the columns of an odd `k`, |k| < 2**(teeth * columns), for a signed comb, the highest first.

    k is written with the digits +1 and -1 alone, so that there is always something to add and nothing tells one k
    from another by what is skipped: bit i of (k + 2**(teeth * columns) - 1) / 2 says that digit i is +1.
    A column is the bits i, i + columns, i + 2 * columns ... as one number, bit i the lowest. To move them together
    takes one division: 2**columns is 2 modulo 2**(columns - 1) - 1.
    Source: Hedabou, Pinel, Beneteau, "Countermeasures for preventing comb method against SCA attacks" (2005).
    """
    bits = k + (1 << teeth * columns) - 1 >> 1
    mask = sum(1 << columns * tooth for tooth in range(teeth))
    together = (1 << columns - 1) - 1
    return [(bits >> column & mask) % together for column in range(columns - 1, -1, -1)]
