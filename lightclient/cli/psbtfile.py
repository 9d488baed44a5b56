"""PSBTs in files: binary, or as the text that programs and people pass on, in base64 or hex."""

from pathlib import Path

from lightclient.cli import files
from lightclient.wallet import base64
from lightclient.wallet.errors import BadMessageSignature
from lightclient.wallet.psbt.errors import NoPsbt
from lightclient.wallet.psbt.psbt import MAGIC

BINARY, BASE64, HEX = "binary", "base64", "hex"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how text begins that PowerShell has written
AROUND = "\"'` \t\r\n"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


def read(path: Path) -> tuple[bytes, str]:
    """Return the bytes of a PSBT, and the form that they were written in. Raises OSError, TooLarge, NoPsbt.

    Text may be wrapped in lines and stand in quotes, with a byte order mark before it.
    """
    data = files.read(path)
    if data.startswith(MAGIC):
        return data, BINARY
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise NoPsbt("it starts otherwise, and is no text either") from None
    text = "".join(text.strip(AROUND).split())
    if text[: 2 * len(MAGIC)].lower() == MAGIC.hex():
        return _of_hex(text), HEX
    for place, letter in enumerate(text, 1):
        if letter not in LETTERS:
            raise NoPsbt(f"character {place} is neither base64 nor hex: {letter!a}")
    try:
        found = base64.parse(text)
    except BadMessageSignature:
        raise NoPsbt(f"its base64, {len(text)} characters, is incomplete") from None
    if not found.startswith(MAGIC):
        raise NoPsbt("it is base64 of something that starts otherwise")
    return found, BASE64


def write(path: Path, data: bytes, form: str) -> None:
    """Write a PSBT in the form that another one was read in. Raises OSError."""
    if form != BINARY:
        data = (data.hex() if form == HEX else base64.serialize(data)).encode() + b"\n"
    files.write(path, data)


def _of_hex(text: str) -> bytes:
    for place, letter in enumerate(text, 1):
        if letter not in "0123456789abcdefABCDEF":
            raise NoPsbt(f"it begins as hex does, but character {place} is no hex digit: {letter!a}")
    if len(text) % 2:
        raise NoPsbt(f"its hex, {len(text)} characters, is incomplete")
    return bytes.fromhex(text)
