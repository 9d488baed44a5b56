"""ECDSA signatures in strict DER, as Bitcoin and X.509 write them. Sources: BIP66, X.690 section 10.

30 total  02 length r  02 length s       each number big-endian, in as few bytes as it takes, not negative
"""

from lightclient.crypto.errors import BadSignature


def parse(data: bytes) -> bytes:
    """Return the signature as 64 bytes, r and s. Raises BadSignature.

    data: without the byte for the sighash type that follows in Bitcoin. What is over 32 bytes, is no signature on any
    curve here.
    """
    if len(data) < 8 or data[0] != 0x30 or data[1] != len(data) - 2:
        raise BadSignature("no sequence of this length")
    r, end = _number(data, 2)
    s, end = _number(data, end)
    if end != len(data):
        raise BadSignature("bytes follow")
    return r + s


def serialize(signature: bytes) -> bytes:
    """Return 64 bytes of r and s in DER. Raises BadSignature for another length."""
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    body = b""
    for half in (signature[:32], signature[32:]):
        number = half.lstrip(b"\x00")
        if not number or number[0] & 0x80:
            number = b"\x00" + number
        body += bytes((2, len(number))) + number
    return bytes((0x30, len(body))) + body


def _number(data: bytes, at: int) -> "tuple[bytes, int]":
    """Return the number at `at`, 32 bytes, and where it ends."""
    if len(data) < at + 3 or data[at] != 2:
        raise BadSignature("no number")
    length = data[at + 1]
    number = data[at + 2 : at + 2 + length]
    if not length or len(number) != length:
        raise BadSignature("a number of no bytes, or of more than there are")
    if number[0] & 0x80:
        raise BadSignature("a negative number")
    if number[0] == 0 and length > 1:
        number = number[1:]
        if not number[0] & 0x80:
            raise BadSignature("a number with a zero in front")
    if len(number) > 32:
        raise BadSignature("a number over 32 bytes")
    return bytes(32 - len(number)) + number, at + 2 + length
