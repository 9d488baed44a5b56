"""Base64 as signed messages are written: that of the codec, with an error of their own."""

from lightclient.codec import base64
from lightclient.codec.errors import BadBase64
from lightclient.wallet.errors import BadMessageSignature

serialize = base64.serialize


def parse(text: str) -> bytes:
    """Return the bytes. Raises BadMessageSignature."""
    try:
        return base64.parse(text)
    except BadBase64:
        raise BadMessageSignature("it is not base64")
