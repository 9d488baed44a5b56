"""Timestamp files (.ots): the digest of a file, and a timestamp of that digest.

Source: python-opentimestamps, DetachedTimestampFile in opentimestamps/core/timestamp.py.
"""

from lightclient.codec.errors import TooLarge
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint
from lightclient.opentimestamps import operations, timestamp
from lightclient.opentimestamps.errors import NotTimestamp, UnknownVersion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.opentimestamps.timestamp import Timestamp

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
VERSION = 1
MAX_SIZE = 1 << 16  # bytes of a file; a branch takes some 800


class TimestampFile:
    """algorithm: the tag of the hash function that made the file's digest, the message of `timestamp`."""

    __slots__ = ("algorithm", "timestamp")

    def __init__(self, algorithm: int, timestamp: "Timestamp") -> None:
        self.algorithm = algorithm
        self.timestamp = timestamp

    @property
    def digest(self) -> bytes:
        return self.timestamp.message

    def serialize(self) -> bytes:
        """Raises what `Timestamp.serialize` raises, and TooLarge for what `parse` would not read."""
        made = MAGIC + bytes((VERSION, self.algorithm)) + self.digest + self.timestamp.serialize()
        if len(made) > MAX_SIZE:
            raise TooLarge("the timestamp file", len(made), MAX_SIZE)
        return made


def is_timestamp(data: "bytes | memoryview") -> bool:
    """Return whether `data` begins as a timestamp file does."""
    return bytes(data[: len(MAGIC)]) == MAGIC


def read_head(data: "bytes | memoryview") -> "tuple[Reader, int, bytes]":
    """Return (a reader at the timestamp, algorithm, digest).

    Raises NotTimestamp, UnknownVersion, TooLarge, UnknownOperation, NoDigest, Truncated, NonCanonical.
    """
    if not is_timestamp(data):
        raise NotTimestamp()
    if len(data) > MAX_SIZE:
        raise TooLarge("the timestamp file", len(data), MAX_SIZE)
    reader = Reader(data)
    reader.take(len(MAGIC))
    version = read_varint(reader)
    if version != VERSION:
        raise UnknownVersion(version=version, known=VERSION)
    algorithm = operations.read_hash(reader)
    return reader, algorithm, bytes(reader.take(operations.SIZES[algorithm]))


def parse(data: "bytes | memoryview") -> TimestampFile:
    """Raises TrailingBytes and what `read_head` and `timestamp.walk` raise."""
    reader, algorithm, digest = read_head(data)
    tree = timestamp.read_from(reader, digest)
    reader.end()
    return TimestampFile(algorithm, tree)
