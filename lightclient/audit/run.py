"""A run of heads, as a gateway sends it: [[signed head, path], ...]; nothing of it is verified yet."""

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.codec.cbor import BLOB, decode
from lightclient.codec.errors import BadSchema, TooLarge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.head import Head

MAX_RUN = 16  # heads in one message


class Shown:
    """A signed head in a run, and the path that leads to it from the one before."""

    __slots__ = ("head", "note", "path")

    def __init__(self, note: bytes, path: bytes) -> None:
        """Raises BadNote, BadHead."""
        self.note = note
        self.path = path
        self.head: "Head" = heads.parse(notes.parse(note).text)


def parse(payload: bytes) -> "list[Shown]":
    """Return the heads of a message. Raises BadSchema, TooLarge, BadNote, BadHead, and the errors of `cbor.decode`."""
    items = decode(payload, 3 * MAX_RUN + 1)
    if not isinstance(items, list):
        raise BadSchema("a run", "not a list of signed heads")
    if len(items) > MAX_RUN:
        raise TooLarge("the number of signed heads", len(items), MAX_RUN)
    run = []
    for item in items:
        if not isinstance(item, list) or len(item) != 2 or not all(isinstance(each, BLOB) for each in item):
            raise BadSchema("a run", "not [signed head, path]")
        run.append(Shown(item[0], item[1]))
    return run
