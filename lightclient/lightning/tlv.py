"""Streams of records, each a type, a length and a value, in ascending order of their types.

Types and lengths are BigSize: one byte, or 0xfd, 0xfe or 0xff and 2, 4 or 8 bytes, big-endian, in the shortest form.

Source: BOLT1.
"""

from lightclient.codec.errors import NonCanonical, TooLarge
from lightclient.codec.reader import Reader

MAX_SIZE = 10240  # bytes of a stream, as many as the longest text holds
MAX_RECORDS = 128
_WIDTHS = {0xFD: 2, 0xFE: 4, 0xFF: 8}


class Record:
    """type: number. value: bytes. raw: the whole record, and `head`, the bytes of its type, as they are hashed."""

    __slots__ = ("head", "raw", "type", "value")

    def __init__(self, type_: int, head: bytes, value: bytes, raw: bytes) -> None:
        self.type = type_
        self.head = head
        self.value = value
        self.raw = raw


def parse(data: bytes) -> "list[Record]":
    """Return the records of a stream. Raises TooLarge, NonCanonical, Truncated."""
    if len(data) > MAX_SIZE:
        raise TooLarge("the stream of records", len(data), MAX_SIZE)
    reader = Reader(data)
    records: "list[Record]" = []
    while reader.offset < len(data):
        start = reader.offset
        type_ = bigsize(reader)
        if records and type_ <= records[-1].type:
            raise NonCanonical("record " + str(type_), start)
        if len(records) == MAX_RECORDS:
            raise TooLarge("the number of records", len(records) + 1, MAX_RECORDS)
        head = data[start : reader.offset]
        value = reader.take(bigsize(reader))
        records.append(Record(type_, head, value, data[start : reader.offset]))
    return records


def bigsize(reader: Reader) -> int:
    """Read a number. Raises NonCanonical, Truncated."""
    start = reader.offset
    first = reader.u8()
    width = _WIDTHS.get(first)
    if width is None:
        return first
    value = int.from_bytes(reader.take(width), "big")
    if value < (0xFD if width == 2 else 1 << 4 * width):
        raise NonCanonical("a number", start)
    return value
