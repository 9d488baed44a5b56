"""Bytes that are not what they claim to be."""

from lightclient.errors import Malformed


class Truncated(Malformed):
    """{} bytes wanted at offset {}, the input ends before"""


class TrailingBytes(Malformed):
    """{} bytes follow the end of the data"""


class NonCanonical(Malformed):
    """{} at offset {} is not in its shortest form or not in order"""


class TooLarge(Malformed):
    """{} is {}, the limit is {}"""


class TooDeep(Malformed):
    """nested deeper than {} levels at offset {}"""


class BadText(Malformed):
    """text at offset {} is not valid UTF-8"""


class Unsupported(Malformed):
    """byte {:#04x} at offset {} starts nothing that is allowed here"""


class BadSchema(Malformed):
    """{}: {}"""


class BadBase64(Malformed):
    """the text is not base64 in its one form, with padding and without spaces"""
