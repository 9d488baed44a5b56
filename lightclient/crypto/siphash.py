"""SipHash-2-4: a short keyed hash of 64 bits.

Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF"; Bitcoin Core crypto/siphash.cpp.
"""

_MASK = 0xFFFFFFFFFFFFFFFF


def siphash(key: bytes, data: bytes) -> int:
    """Return the hash of `data` under `key` (16 bytes), an integer below 2**64."""
    k0 = int.from_bytes(key[:8], "little")
    k1 = int.from_bytes(key[8:16], "little")
    a, b = k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D
    c, d = k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573
    padded = data + bytes(7 - len(data) % 8) + bytes((len(data) & 0xFF,))
    for offset in range(0, len(padded), 8):
        word = int.from_bytes(padded[offset : offset + 8], "little")
        a, b, c, d = _mix(a, b, c, d ^ word, 2)
        a ^= word
    a, b, c, d = _mix(a, b, c ^ 0xFF, d, 4)
    return a ^ b ^ c ^ d


def _mix(a: int, b: int, c: int, d: int, rounds: int) -> "tuple[int, int, int, int]":
    for _ in range(rounds):
        a = a + b & _MASK
        b = (b << 13 & _MASK | b >> 51) ^ a
        a = a << 32 & _MASK | a >> 32
        c = c + d & _MASK
        d = (d << 16 & _MASK | d >> 48) ^ c
        a = a + d & _MASK
        d = (d << 21 & _MASK | d >> 43) ^ a
        c = c + b & _MASK
        b = (b << 17 & _MASK | b >> 47) ^ c
        c = c << 32 & _MASK | c >> 32
    return a, b, c, d
