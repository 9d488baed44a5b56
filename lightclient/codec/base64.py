"""Base64 with one text for each value: what decodes has to encode to the same again. Source: RFC 4648, section 4."""

from binascii import a2b_base64, b2a_base64

from lightclient.keys.errors import BadMessageSignature


def serialize(data: bytes) -> str:
    return "".join([chr(code) for code in b2a_base64(data).strip()])


def parse(text: str) -> bytes:
    """Return the bytes. Raises BadMessageSignature."""
    try:
        data = a2b_base64(text.encode())
    except ValueError:
        data = b""
    if not data or serialize(data) != text:
        raise BadMessageSignature("it is not base64")
    return data
