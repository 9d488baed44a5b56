"""Base64 with one text for each value: what decodes has to encode to the same again. Source: RFC 4648, section 4."""

from binascii import a2b_base64, b2a_base64

from lightclient.codec.errors import BadBase64


def serialize(data: bytes) -> str:
    return b2a_base64(data).strip().decode()


def parse(text: str) -> bytes:
    """Return the bytes, at least one. Raises BadBase64."""
    try:
        data = a2b_base64(text.encode())
    except ValueError:
        data = b""
    if not data or serialize(data) != text:
        raise BadBase64()
    return data
