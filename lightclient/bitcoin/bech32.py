"""Bech32 and bech32m text, and the witness programs that addresses carry in it.

Invoices of Lightning are such text too, longer than an address may be; its offers go without the checksum.

Source: BIP173, BIP350; Bitcoin Core bech32.cpp and key_io.cpp (DecodeDestination).
"""

from lightclient.bitcoin.more_errors import (
    AddressTooLong,
    AddressTooShort,
    BadCharacter,
    BadChecksum,
    BadPadding,
    MissingPrefix,
    MixedCase,
    WrongChecksumVariant,
)
from lightclient.bitcoin.script import check_program

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
MAX_LENGTH = 90

# What the checksum comes to in each variant.
BECH32 = 1
BECH32M = 0x2BC830A3

_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, groups: bytes, variant: int) -> str:
    """Return `prefix`, the separator, `groups` and their checksum in lower case.

    prefix: lower-case ASCII; groups: one value of 5 bits per byte; variant: BECH32 or BECH32M.
    Raises AddressTooLong if the text would have more than 90 characters.
    """
    length = len(prefix) + 1 + len(groups) + 6
    if length > MAX_LENGTH:
        raise AddressTooLong(length, MAX_LENGTH)
    rest = _residue(prefix, groups + bytes(6)) ^ variant
    checksum = bytes([rest >> shift & 31 for shift in (25, 20, 15, 10, 5, 0)])
    return prefix + "1" + "".join([ALPHABET[group] for group in groups + checksum])


def decode(text: str, limit: int = MAX_LENGTH) -> "tuple[str, bytes, int]":
    """Return the prefix in lower case, the groups of 5 bits without checksum, and the variant of `text`.

    limit: characters that it may have. Raises BadChecksum and what `split` raises.
    """
    prefix, groups = split(text, limit)
    if len(groups) < 6:
        raise AddressTooShort(len(text))
    variant = _residue(prefix, groups)
    if variant not in (BECH32, BECH32M):
        raise BadChecksum()
    return prefix, groups[:-6], variant


def split(text: str, limit: int) -> "tuple[str, bytes]":
    """Return the prefix in lower case and the groups of 5 bits of `text`, a checksum among them if it has one.

    limit: characters that it may have. Raises AddressTooLong, BadCharacter, MixedCase or MissingPrefix.
    """
    if len(text) > limit:
        raise AddressTooLong(len(text), limit)
    for index, character in enumerate(text):  # before lower(), which turns the Kelvin sign into a k
        if not 33 <= ord(character) <= 126:
            raise BadCharacter(ord(character), index)
    if is_mixed_case(text):
        raise MixedCase()
    lower = text.lower()
    end = lower.rfind("1")
    if end < 1:
        raise MissingPrefix()
    groups = bytearray()
    for index in range(end + 1, len(lower)):
        group = ALPHABET.find(lower[index])
        if group < 0:
            raise BadCharacter(ord(text[index]), index)
        groups.append(group)
    return lower[:end], bytes(groups)


def encode_witness(prefix: str, version: int, program: bytes) -> str:
    """Return the address of a witness `program`: bech32 for version 0, bech32m for 1 to 16.

    prefix: bc, tb or bcrt, lower case. Raises BadWitnessVersion, BadWitnessProgram or AddressTooLong.
    """
    check_program(version, len(program))
    groups, spare, rest = _regroup(program, 8, 5)
    if spare:
        groups += bytes((rest << 5 - spare,))
    return encode(prefix, bytes((version,)) + groups, _variant_of(version))


def decode_witness(text: str) -> "tuple[str, int, bytes]":
    """Return prefix, witness version and program of the address `text`.

    Raises AddressTooShort if there is no version, BadWitnessVersion, BadWitnessProgram, WrongChecksumVariant, and what
    `decode` and `octets` raise.
    """
    prefix, groups, variant = decode(text)
    if not groups:
        raise AddressTooShort(len(text))
    version = groups[0]
    program = octets(groups[1:])
    check_program(version, len(program))
    if variant != _variant_of(version):
        raise WrongChecksumVariant(version)
    return prefix, version, program


def octets(groups: bytes) -> bytes:
    """Return the bytes that groups of 5 bits hold. Raises BadPadding unless fewer than 5 zero bits fill up the last."""
    whole, spare, rest = _regroup(groups, 5, 8)
    if spare >= 5 or rest:
        raise BadPadding(spare, rest)
    return whole


def is_mixed_case(text: str) -> bool:
    """Tell whether `text` has both upper-case and lower-case letters of ASCII, as no bech32 text may."""
    return any("a" <= letter <= "z" for letter in text) and any("A" <= letter <= "Z" for letter in text)


def _variant_of(version: int) -> int:
    return BECH32M if version else BECH32


def _regroup(groups: bytes, width: int, new_width: int) -> "tuple[bytes, int, int]":
    """Return the bits of `groups`, `width` each, in groups of `new_width`; how many are left; these."""
    regrouped = bytearray()
    bits = count = 0
    for group in groups:
        bits = bits << width | group
        count += width
        while count >= new_width:
            count -= new_width
            regrouped.append(bits >> count)
            bits &= (1 << count) - 1
    return bytes(regrouped), count, bits


def _residue(prefix: str, groups: "bytes | bytearray") -> int:
    """Return the remainder, 30 bits, of prefix and groups as a polynomial over GF(32) by the generator."""
    residue = 1
    high = [ord(character) >> 5 for character in prefix]
    low = [ord(character) & 31 for character in prefix]
    for group in bytes(high) + b"\0" + bytes(low) + groups:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ group
        for bit in range(5):
            if top >> bit & 1:
                residue ^= _GENERATOR[bit]
    return residue
