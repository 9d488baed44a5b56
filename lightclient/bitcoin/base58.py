"""Base58 text, with and without its checksum.

Source: Bitcoin Core base58.cpp (EncodeBase58, DecodeBase58, EncodeBase58Check, DecodeBase58Check).
"""

from lightclient.bitcoin.more_errors import AddressTooLong, AddressTooShort, BadCharacter, BadChecksum
from lightclient.crypto.hashes import sha256d

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

# The work grows with the square of the length. The longest text in use, an extended key, has 112 characters.
MAX_LENGTH = 112


def encode(data: bytes, limit: int = MAX_LENGTH) -> str:
    """Return `data` in base58; every leading zero byte becomes a leading "1".

    Raises AddressTooLong if `data` has more than `limit` bytes.
    """
    if len(data) > limit:
        raise AddressTooLong(len(data), limit)
    number = int.from_bytes(data, "big")
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(ALPHABET[digit])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(digits))


def decode(text: str, limit: int = MAX_LENGTH) -> bytes:
    """Return the bytes that `text` stands for; every leading "1" becomes a leading zero byte.

    Raises AddressTooLong if `text` has more than `limit` characters, BadCharacter if one of them is not in
    the alphabet; white space is not skipped.
    """
    if len(text) > limit:
        raise AddressTooLong(len(text), limit)
    number = 0
    for index, character in enumerate(text):
        digit = ALPHABET.find(character)
        if digit < 0:
            raise BadCharacter(ord(character), index)
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes(len(text), "big").lstrip(b"\0")


def encode_check(payload: bytes) -> str:
    """Return `payload`, followed by its checksum, in base58.

    Raises AddressTooLong as `encode` does.
    """
    return encode(payload + _checksum(payload))


def decode_check(text: str) -> bytes:
    """Return the payload of `text`, for an address the version byte and a hash of 20 bytes.

    Raises BadChecksum if the last four bytes are not the checksum of those before, AddressTooShort if there
    are no four bytes, and what `decode` raises.
    """
    data = decode(text)
    if len(data) < 4:
        raise AddressTooShort(len(text))
    payload = data[:-4]
    if _checksum(payload) != data[-4:]:
        raise BadChecksum()
    return payload


def _checksum(payload: bytes) -> bytes:
    return sha256d(payload)[:4]
