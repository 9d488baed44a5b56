"""Heads: what a log was at one moment, as text for a signed note. C2SP calls such a note a checkpoint.

    origin      which log it is
    size        leaves, in decimal
    base64      the root, 32 bytes
    ...         lines of extensions, which nobody but the log vouches for

Source: C2SP tlog-checkpoint.
"""

from hashlib import sha256

from lightclient.audit.errors import BadHead
from lightclient.codec import base64
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import BadBase64, BadText
from lightclient.merkle.log import EMPTY_ROOT, NODE

MAX_SIZE = (1 << 63) - 1
MAX_ORIGIN = 255  # bytes
MAX_LINES = 16


class Head:
    """origin: text. size: number of leaves. root: 32 bytes. extensions: lines of text."""

    __slots__ = ("extensions", "origin", "root", "size")

    def __init__(self, origin: str, size: int, root: bytes, extensions: "tuple[str, ...]" = ()) -> None:
        """Raises BadHead."""
        for line in (origin,) + extensions:
            if not line or min(line) < " ":
                raise BadHead(why="origin or extensions are empty or have control characters")
        if len(origin.encode()) > MAX_ORIGIN or len(extensions) > MAX_LINES:
            raise BadHead(why="the origin is too long, or there are too many extensions")
        if not 0 <= size <= MAX_SIZE:
            raise BadHead(why="the size is not below 2**63")
        if len(root) != NODE:
            raise BadHead(why="the root is not 32 bytes")
        if not size and root != EMPTY_ROOT:
            raise BadHead(why="the root of an empty log is not that of no leaves")
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions

    def serialize(self) -> bytes:
        """Return the text of the note."""
        lines = (self.origin, str(self.size), base64.serialize(self.root)) + self.extensions
        return ("\n".join(lines) + "\n").encode()

    def hash(self) -> bytes:
        """Return SHA-256 over the text: what is put into another chain, so that nobody rewrites the log unseen."""
        return sha256(self.serialize()).digest()


def parse(text: bytes) -> Head:
    """Return the head that a note's text holds. Raises BadHead."""
    try:
        lines = utf8(text).split("\n")
    except BadText:
        raise BadHead(why="it is not UTF-8")
    if len(lines) < 4 or lines[-1]:
        raise BadHead(why="it is not three lines or more")
    try:
        root = base64.parse(lines[2])
    except BadBase64:
        raise BadHead(why="the root is not base64")
    return Head(lines[0], decimal(lines[1]), root, tuple(lines[3:-1]))


def decimal(text: str, limit: int = MAX_SIZE) -> int:
    """Return a number in decimal, without zeros in front. Raises BadHead."""
    if not 0 < len(text) <= 19 or min(text) < "0" or max(text) > "9" or (text[0] == "0" and text != "0"):
        raise BadHead(why="a number is not in decimal, or has zeros in front")
    value = int(text)
    if value > limit:
        raise BadHead(why="a number is over " + str(limit))
    return value
