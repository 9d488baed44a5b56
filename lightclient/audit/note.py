"""Signed notes: text, an empty line, and lines that say who signed it.

    text, whose last character is a newline
    <empty line>
    — name base64(4 bytes of key id, signature)

The last empty line divides the two. A note is taken whole or not at all; what a signature is worth, keys say
(notekey.py). Those of unknown keys are kept and prove nothing.

Source: C2SP signed-note.
"""

from lightclient.audit import notekey
from lightclient.audit.errors import BadNote
from lightclient.codec import base64
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import BadBase64, BadText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.notekey import NoteKey

DASH = "\u2014 "
MAX_NOTE = 1 << 16  # bytes
MAX_SIGNATURES = 64  # C2SP wants 16 at least
MAX_PER_KEY = 4  # what anybody can make a reader verify


class Note:
    """A note as it was read; nothing of it is verified yet.

    text        bytes, its last newline included
    signatures  [(name, key id, signature)], in order
    """

    __slots__ = ("signatures", "text")

    def __init__(self, text: bytes, signatures: "list[tuple[str, bytes, bytes]] | None" = None) -> None:
        self.text = text
        self.signatures = signatures or []

    def serialize(self) -> bytes:
        lines = [
            (DASH + name + " " + base64.serialize(id_ + signature) + "\n").encode()
            for name, id_, signature in self.signatures
        ]
        return self.text + b"\n" + b"".join(lines)

    def add(self, key: "NoteKey", signature: bytes) -> None:
        """Add a signature by a key."""
        self.signatures.append((key.name, key.id, signature))

    def times(self, key: "NoteKey") -> "list[int | None]":
        """Return when a key signed the note, as `NoteKey.verify` says; nothing if it did not.

        Raises NoteSignatureInvalid if any signature that claims to be by the key is not, BadNote for too many.
        """
        found = [each for name, id_, each in self.signatures if name == key.name and id_ == key.id]
        if len(found) > MAX_PER_KEY:
            raise BadNote(why="it has over " + str(MAX_PER_KEY) + " signatures of one key")
        return [key.verify(self.text, each) for each in found]


def parse(data: "bytes | memoryview") -> Note:
    """Return the note that `data` holds. Raises BadNote."""
    if len(data) > MAX_NOTE:
        raise BadNote(why="it has over " + str(MAX_NOTE) + " bytes")
    data = bytes(data)
    _check(data)
    middle = data.rfind(b"\n\n")
    if middle < 0 or data[-1:] != b"\n":
        raise BadNote(why="no empty line divides it, or no newline ends it")
    lines = data[middle + 2 : -1].split(b"\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote(why="it has over " + str(MAX_SIGNATURES) + " signatures")
    return Note(data[: middle + 1], [_signature(utf8(line)) for line in lines])


def _signature(line: str) -> "tuple[str, bytes, bytes]":
    if not line.startswith(DASH):
        raise BadNote(why="a line of signatures does not begin with a dash")
    name, space, text = line[len(DASH) :].partition(" ")
    if not space or not notekey.is_name(name):
        raise BadNote(why="a signature has no name")
    try:
        data = base64.parse(text)
    except BadBase64:
        data = b""
    if len(data) < 5:
        raise BadNote(why="a signature is not base64, or too short")
    return name, data[:4], data[4:]


def _check(data: bytes) -> None:
    try:
        utf8(data)
    except BadText:
        raise BadNote(why="it is not UTF-8")
    for byte in data:
        if byte < 0x20 and byte != 0x0A:
            raise BadNote(why="it has control characters")
