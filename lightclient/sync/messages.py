"""What clients and gateways say to each other, version 1. docs/protocol.md has the CDDL and the topics.

    request    [id, kind, limit, argument]    limit: bytes of response that the client can take
    response   [id, status, body]             body: as the kind says, or text that explains the status

What the bodies hold is the ledger's business; here is only the envelope.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.errors import Malformed

VERSION = 1
RUN, WATCH = 1, 7  # the kinds that every ledger has; the others are its own
OK, NOT_FOUND, TOO_LARGE, BUSY, BAD_REQUEST, UNSUPPORTED, UNAVAILABLE = range(7)

COVERED = 4  # the event that every ledger's watches have: [COVERED, first height, last height], all of it was told

MAX_UINT32 = 0xFFFFFFFF
MAX_REQUEST = 512 * 1024  # bytes
MAX_MESSAGE = 4096  # bytes, unless the client asked for more
MAX_ITEMS = 64
MAX_REQUEST_ITEMS = 1024  # of a request, which may name all that a client waits for
MAX_STATUS_TEXT = 200  # characters
MAX_PRESENCE = 512  # bytes of a status that are kept
MAX_WORD = 32  # characters of a word in it
# Invisible letters, ends of lines, and what reorders a line (Unicode Cf, Zl and Zp: those of use to a liar).
UNSEEN = (
    ("\xad", "\xad"),
    ("\u061c", "\u061c"),
    ("\u200b", "\u200f"),
    ("\u2028", "\u202e"),
    ("\u2060", "\u206f"),
    ("\ufeff", "\ufeff"),
    ("\U000e0000", "\U000e007f"),
)


def printable(text: str) -> str:
    """Return a gateway's words without what would confuse a terminal."""
    return "".join([letter if " " <= letter < "\x7f" or _is_seen(letter) else "?" for letter in text])


def _is_seen(letter: str) -> bool:
    """Whether a letter beyond ASCII shows itself, and leaves the others where they are."""
    return letter > "\xa0" and not [1 for first, last in UNSEEN if first <= letter <= last]


def check_number(name: str, value: int, least: int, most: int = MAX_UINT32) -> int:
    """Return a number that our own caller gave as `name`. Raises BadSchema unless it is whole and within the limits."""
    if not is_uint(value, most) or value < least:
        raise BadSchema(name, "a whole number from " + str(least) + " to " + str(most) + " is needed")
    return value


def request(number: int, kind: int, limit: int, argument: object) -> bytes:
    return encode([number, kind, limit, argument])


def parse_request(data: bytes) -> "tuple[int, int, int, Any]":
    """Return (id, kind, limit, argument). Raises BadSchema and what `cbor.decode` raises."""
    fields = decode(data, MAX_REQUEST_ITEMS)
    if not isinstance(fields, list) or len(fields) != 4 or not all(is_uint(field, MAX_UINT32) for field in fields[:3]):
        raise BadSchema("request", "not [id, kind, limit, argument]")
    return fields[0], fields[1], fields[2], fields[3]


def response(number: int, status: int, body: object) -> bytes:
    return encode([number, status, body])


def parse_response(data: "bytes | memoryview") -> "tuple[int, int, Any]":
    """Return (id, status, body); slices of `data` keep its type. Raises BadSchema and what `cbor.decode` raises."""
    fields = decode(data, MAX_ITEMS)
    if not isinstance(fields, list) or len(fields) != 3 or not all(is_uint(field, MAX_UINT32) for field in fields[:2]):
        raise BadSchema("response", "not [id, status, body]")
    if fields[1] != OK and (not isinstance(fields[2], str) or len(fields[2]) > MAX_STATUS_TEXT):
        raise BadSchema("response", "the reason of a refusal is not a short text")
    return fields[0], fields[1], fields[2]


def presence(up: bool, about: "dict[str, Any] | None" = None) -> bytes:
    """Return what stands on a gateway's status topic. about: what it says of itself, see docs/protocol.md."""
    return encode([VERSION, up] if about is None else [VERSION, up, about])


def is_up(data: "bytes | memoryview") -> bool:
    """Return whether a status message says that its gateway is there."""
    try:
        fields = decode(data, MAX_ITEMS)
    except Malformed:
        return False
    return isinstance(fields, list) and fields[:2] == [VERSION, True]


def about(data: bytes) -> "dict[str, Any]":
    """Return what a status says of its gateway besides that it is there, and nothing proves: for people.

    Of `version`, `node` (texts), `height` and `capabilities` (a list of texts) those that are there and well-formed.
    """
    found: "dict[str, Any]" = {}
    try:
        fields = decode(data, MAX_ITEMS)
    except Malformed:
        return found
    if not isinstance(fields, list) or fields[:2] != [VERSION, True] or not isinstance(fields[-1], dict):
        return found
    said = fields[-1]
    for key in ("version", "node"):
        if _is_word(said.get(key)):
            found[key] = printable(said[key])
    if is_uint(said.get("height"), MAX_UINT32):
        found["height"] = said["height"]
    names = said.get("capabilities")
    if isinstance(names, list) and not [1 for name in names if not _is_word(name)]:
        found["capabilities"] = [printable(name) for name in names]
    return found


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_WORD


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
