"""`.tlog-proof` files: that an entry is in a log, in lines of text.

    c2sp.org/tlog-proof@v1
    extra base64            perhaps; what nobody vouches for
    index 73894
    base64                  each node of the path, from the leaf upwards
    <empty line>
    the signed head, a note

Source: C2SP tlog-proof.
"""

from lightclient.audit import head as heads
from lightclient.audit.errors import BadHead, BadLogProof
from lightclient.audit.note import MAX_NOTE
from lightclient.codec import base64
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import BadBase64, BadText
from lightclient.merkle.log import MAX_PATH, NODE

MAGIC = "c2sp.org/tlog-proof@v1"
MAX_PROOF = MAX_NOTE + (1 << 14)  # bytes
_EXTRA, _INDEX = "extra ", "index "


class LogProof:
    """index: of the leaf. path: one byte string of nodes. note: bytes of the signed head. extra: bytes, or none."""

    __slots__ = ("extra", "index", "note", "path")

    def __init__(self, index: int, path: bytes, note: bytes, extra: bytes = b"") -> None:
        self.index = index
        self.path = path
        self.note = note
        self.extra = extra

    def serialize(self) -> bytes:
        lines = [MAGIC]
        if self.extra:
            lines.append(_EXTRA + base64.serialize(self.extra))
        lines.append(_INDEX + str(self.index))
        for at in range(0, len(self.path), NODE):
            lines.append(base64.serialize(self.path[at : at + NODE]))
        return ("\n".join(lines) + "\n\n").encode() + self.note


def parse(data: "bytes | memoryview") -> LogProof:
    """Return the proof that a file holds; the note in it is not read yet. Raises BadLogProof."""
    if len(data) > MAX_PROOF:
        raise BadLogProof(why="it has over " + str(MAX_PROOF) + " bytes")
    data = bytes(data)
    end = data.find(b"\n\n")
    if end < 0:
        raise BadLogProof(why="no empty line stands before the head")
    try:
        lines = utf8(data[:end]).split("\n")
    except BadText:
        raise BadLogProof(why="it is not UTF-8")
    if lines.pop(0) != MAGIC:
        raise BadLogProof(why="it does not begin with " + MAGIC)
    try:
        extra = base64.parse(lines.pop(0)[len(_EXTRA) :]) if lines and lines[0].startswith(_EXTRA) else b""
        if not lines or not lines[0].startswith(_INDEX):
            raise BadLogProof(why="it has no index")
        index = heads.decimal(lines.pop(0)[len(_INDEX) :])
        nodes = [base64.parse(line) for line in lines]
    except BadBase64:
        raise BadLogProof(why="a line is not base64")
    except BadHead:
        raise BadLogProof(why="the index is not a number in decimal")
    if len(nodes) > MAX_PATH // NODE or not all(len(node) == NODE for node in nodes):
        raise BadLogProof(why="the path is not of nodes of 32 bytes, or longer than any log needs")
    return LogProof(index, b"".join(nodes), data[end + 2 :], extra)
