"""Texts that are no address."""

from lightclient.bitcoin.script_errors import InvalidAddress


class AddressTooLong(InvalidAddress):
    """{} characters or bytes, the limit is {}"""


class AddressTooShort(InvalidAddress):
    """{} characters hold no address"""


class BadCharacter(InvalidAddress):
    """character U+{:04X} at {} is not in the alphabet"""


class BadChecksum(InvalidAddress):
    """the checksum does not match: the address was mistyped or damaged"""


class MixedCase(InvalidAddress):
    """upper and lower case are mixed in a bech32 address"""


class MissingPrefix(InvalidAddress):
    """no prefix and separator 1 in front of a bech32 address"""


class BadPadding(InvalidAddress):
    """the {} bits after the last byte have the value {:#x}, fewer than 5 zeros are allowed"""


class WrongChecksumVariant(InvalidAddress):
    """the checksum is of the other variant than witness version {} requires (bech32, bech32m)"""
