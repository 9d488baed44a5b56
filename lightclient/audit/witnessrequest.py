"""What a log asks a witness, and what that answers, as the bodies of an HTTP request.

    old 20852014
    base64                 each node of the path from that size to the head's
    <empty line>
    the signed head, a note

The answer is lines of signatures, as notes have them.

Source: C2SP tlog-witness ("add-checkpoint").
"""

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import BadHead, BadNote, BadWitnessRequest
from lightclient.audit.note import MAX_NOTE
from lightclient.codec import base64
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import BadBase64, BadText
from lightclient.merkle.log import NODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.note import Note
    from lightclient.audit.notekey import NoteKey

MAX_LINES = 63
MAX_REQUEST = MAX_NOTE + (1 << 13)  # bytes
_OLD = "old "


class WitnessRequest:
    """size: that the witness cosigned last. path: from there, one byte string of nodes. note: bytes of the head."""

    __slots__ = ("note", "path", "size")

    def __init__(self, size: int, path: bytes, note: bytes) -> None:
        self.size = size
        self.path = path
        self.note = note

    def serialize(self) -> bytes:
        lines = [_OLD + str(self.size)]
        lines += [base64.serialize(self.path[at : at + NODE]) for at in range(0, len(self.path), NODE)]
        return ("\n".join(lines) + "\n\n").encode() + self.note


def parse(data: "bytes | memoryview") -> WitnessRequest:
    """Return the request that `data` holds; the note in it is not read yet. Raises BadWitnessRequest."""
    if len(data) > MAX_REQUEST:
        raise BadWitnessRequest(why="it has over " + str(MAX_REQUEST) + " bytes")
    data = bytes(data)
    end = data.find(b"\n\n")
    if end < 0:
        raise BadWitnessRequest(why="no empty line stands before the head")
    try:
        lines = utf8(data[:end]).split("\n")
        if not lines[0].startswith(_OLD):
            raise BadWitnessRequest(why="it does not begin with the old size")
        size = heads.decimal(lines[0][len(_OLD) :])
        nodes = [base64.parse(line) for line in lines[1:]]
    except (BadText, BadBase64):
        raise BadWitnessRequest(why="a line is not base64")
    except BadHead:
        raise BadWitnessRequest(why="the old size is not a number in decimal")
    if len(nodes) > MAX_LINES or not all(len(node) == NODE for node in nodes):
        raise BadWitnessRequest(why="the path is not of at most 63 nodes of 32 bytes")
    return WitnessRequest(size, b"".join(nodes), data[end + 2 :])


def add_answer(note: "Note", answer: "bytes | memoryview", key: "NoteKey") -> int:
    """Add the cosignatures of an answer that are by this witness; return how many. Others are passed over.

    Raises BadWitnessRequest, BadNote, NoteSignatureInvalid.
    """
    if len(answer) > MAX_NOTE:
        raise BadWitnessRequest(why="the answer has over " + str(MAX_NOTE) + " bytes")
    found = notes.parse(b"\n\n" + bytes(answer))
    if found.text != b"\n":
        raise BadNote(why="the answer has more than signatures")
    added = 0
    for name, id_, signature in found.signatures:
        if name == key.name and id_ == key.id:
            key.verify(note.text, signature)
            note.add(key, signature)
            added += 1
    return added
