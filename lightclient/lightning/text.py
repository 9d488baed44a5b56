"""The text of BOLT12: a prefix, 1, and records in the alphabet of bech32, without a checksum; + joins pieces.

Source: BOLT12.
"""

from lightclient.bitcoin import bech32
from lightclient.codec.errors import TooLarge
from lightclient.lightning.errors import BadContinuation, WrongPrefix

MAX_TEXT = 16384  # characters; a payer proof of an invoice with all its fields takes some 2,000
SPACES = " \t\r\n"


def parse(text: str, prefix: str) -> bytes:
    """Return the bytes that a text stands for. prefix: lno of an offer, lni of an invoice, lnp of a payer proof.

    Raises WrongPrefix, and what `joined`, `bech32.split` and `bech32.octets` raise.
    """
    found, groups = bech32.split(joined(text), MAX_TEXT)
    if found != prefix:
        raise WrongPrefix(found=found, wanted=prefix)
    return bech32.octets(groups)


def joined(text: str) -> str:
    """Return a text without each + and the white space that follows it. Raises BadContinuation, TooLarge."""
    if len(text) > MAX_TEXT:
        raise TooLarge("the number of characters", len(text), MAX_TEXT)
    if "+" not in text:
        return text
    pieces = text.split("+")
    at = -1
    for number, piece in enumerate(pieces):
        own = piece.lstrip(SPACES) if number else piece
        # Nothing but white space may stand behind a +, and none before the next one.
        if not own or own[0] in SPACES or (number + 1 < len(pieces) and own[-1] in SPACES):
            raise BadContinuation(index=max(at, 0) if number else len(piece))
        pieces[number] = own
        at += len(piece) + 1
    return "".join(pieces)
