"""Blinded paths to a payee, and what using each of them costs. Source: BOLT4, BOLT12."""

from lightclient.codec.errors import TooLarge
from lightclient.codec.reader import Reader
from lightclient.crypto import secp256k1
from lightclient.crypto.errors import InvalidKey
from lightclient.lightning.errors import BadRecord

POINT_SIZE = 33
CHANNEL_SIZE = 9  # a direction, 0 or 1, and a channel, in place of a first point
MAX_HOPS = 16  # of all paths in one record


class Path:
    """points: all there are, each 33 bytes; the last is the payee's key on this path."""

    __slots__ = ("points",)

    def __init__(self, points: "list[bytes]") -> None:
        self.points = points


def parse(type_: int, value: bytes) -> "list[Path]":
    """Return the paths of a record, at least one. Raises BadRecord, TooLarge, Truncated."""
    reader = Reader(value)
    paths: "list[Path]" = []
    hops = 0
    while reader.offset < len(value) or not paths:
        first = reader.u8()
        points = []
        if first < 2:
            reader.take(CHANNEL_SIZE - 1)
        else:
            points.append(point(type_, bytes((first,)) + reader.take(POINT_SIZE - 1)))
        points.append(point(type_, reader.take(POINT_SIZE)))
        count = reader.u8()
        if not count:
            raise BadRecord(type=type_, why="a path in it has no hops")
        hops += count
        if hops > MAX_HOPS:
            raise TooLarge("the number of hops", hops, MAX_HOPS)
        for _ in range(count):
            points.append(point(type_, reader.take(POINT_SIZE)))
            reader.take(_u16(reader))
        paths.append(Path(points))
    return paths


def count_payinfo(value: bytes) -> int:
    """Return of how many paths a record tells what they cost. Raises Truncated."""
    reader = Reader(value)
    count = 0
    while reader.offset < len(value):
        reader.take(4 + 4 + 2 + 8 + 8)
        reader.take(_u16(reader))
        count += 1
    return count


def point(type_: int, data: bytes) -> bytes:
    """Return a point as it is. Raises BadRecord for what is not the encoding of one, whether on the curve or not."""
    if len(data) != POINT_SIZE or data[0] not in (2, 3):
        raise BadRecord(type=type_, why="it holds no point where one belongs")
    return bytes(data)


def check_point(type_: int, data: bytes) -> None:
    """Raise BadRecord unless an encoded point is on the curve."""
    try:
        secp256k1.parse(data)
    except InvalidKey:
        raise BadRecord(type=type_, why="it holds a point that is not on the curve")


def _u16(reader: Reader) -> int:
    return int.from_bytes(reader.take(2), "big")
