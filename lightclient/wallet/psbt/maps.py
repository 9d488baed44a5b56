"""The maps that a PSBT is made of: fields of key and value, up to an empty key.

A map is held whole but for transactions, which pass by in pieces. It is written by copying it from its source, some
fields left out and some put in, so that what is not understood is written as it was read.

Source: BIP174, "Specification".
"""

from lightclient.codec.errors import TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import Reader, compact_size
from lightclient.wallet.psbt.errors import DuplicateField
from lightclient.wallet.psbt.fields import GLOBAL, OUTPUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Field = tuple[bytes, bytes]
    Write = Callable[[bytes], object]

MAX_KEY = 1 + 33 + 32 * 128  # bytes: the type and the longest control block of taproot
MAX_TRANSACTION = 4_000_000  # bytes: no value is longer
MAX_HELD = 16 * 1024  # bytes of a map, each field counted with so many more for the objects that hold it:
FIELD = 64
PIECE = 256

TRANSACTION = b"\x00"  # the key of the unsigned transaction, and of the one that an input spends
END = b"\x00"
NAMES = ("the global map", "input ", "output ")


class Part(Reader):
    """The next `size` bytes of another reader."""

    def __init__(self, reader: Reader, size: int) -> None:
        self.reader = reader
        self.left = size
        self.offset = 0

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise Truncated(count, self.offset)
        self.left -= count
        self.offset += count
        return self.reader.take(count)

    def end(self) -> None:
        if self.left:
            raise TrailingBytes(self.left)


class Map:
    """A map that was read. kind: GLOBAL, INPUT or OUTPUT. index: of the input or output.

    fields  [(key, value)], in their order; the value of a transaction that passed by is empty
    """

    __slots__ = ("fields", "index", "kind")

    def __init__(self, kind: int, index: int) -> None:
        self.kind = kind
        self.index = index
        self.fields: "list[Field]" = []

    @property
    def name(self) -> str:
        return NAMES[self.kind] if self.kind == GLOBAL else NAMES[self.kind] + str(self.index)

    def has(self, key: bytes) -> bool:
        return any(key == other for other, _ in self.fields)

    def value(self, type_: int) -> "bytes | None":
        """Return the value of a type that has nothing else in its key, None if it is not there."""
        key = bytes((type_,))
        for other, value in self.fields:
            if key == other:
                return value
        return None

    def number(self, type_: int) -> "int | None":
        """Return such a value as the number that it is, little-endian."""
        value = self.value(type_)
        return None if value is None else int.from_bytes(value, "little")

    def each(self) -> "Iterator[tuple[int, bytes, bytes]]":
        """Yield type, rest of the key, and value of each field."""
        for key, value in self.fields:
            reader = Reader(key)
            type_ = reader.compact_size("the type of a field")
            yield type_, key[reader.offset :], value

    def all(self, wanted: int) -> "list[Field]":
        """Return rest of the key and value of the fields of a type."""
        return [(data, value) for type_, data, value in self.each() if type_ == wanted]


def read(reader: Reader, kind: int, index: int, passing: "Callable[[int, Part], object] | None" = None) -> Map:
    """Read a map. passing(index, part) reads a transaction while it passes by, to its end.

    Raises DuplicateField, TooLarge, and what the reader and `passing` raise.
    """
    found = Map(kind, index)
    held = 0
    while True:
        key, size = read_key(reader)
        if not key:
            return found
        if found.has(key):
            raise DuplicateField(found.name, type_of(key))
        value = b""
        if kind != OUTPUT and key == TRANSACTION:
            part = Part(reader, size)
            if passing:
                passing(index, part)
                part.end()
            else:
                skip(part, size)
        else:
            held += len(key) + size + FIELD
            if held > MAX_HELD:
                raise TooLarge("a map of a PSBT, its transaction not counted,", held, MAX_HELD)
            value = reader.take(size)
        found.fields.append((key, value))


def copy(reader: Reader, write: "Write", without: "tuple[int, ...]" = (), added: "Iterable[Field]" = ()) -> None:
    """Copy the next map of `reader`, without the fields of some types.

    added: fields in the order of their types; each is put in after those of its own type.
    """
    waiting = list(added)
    while True:
        key, size = read_key(reader)
        type_ = type_of(key) if key else -1
        while waiting and (not key or type_of(waiting[0][0]) < type_):
            put(write, waiting.pop(0))
        if not key:
            write(END)
            return
        _pass(reader, write, key, size, type_ not in without)


def pick(reader: Reader, write: "Write", keys: "tuple[bytes, ...]") -> None:
    """Pass over the next map of `reader` and copy no more of it than the fields with these keys."""
    key, size = read_key(reader)
    while key:
        _pass(reader, write, key, size, key in keys)
        key, size = read_key(reader)


def _pass(reader: Reader, write: "Write", key: bytes, size: int, wanted: bool) -> None:
    """Copy a field, or do not."""
    if wanted:
        write(compact_size(len(key)) + key + compact_size(size))
    skip(reader, size, write if wanted else None)


def put(write: "Write", field: "Field") -> None:
    key, value = field
    write(compact_size(len(key)) + key + compact_size(len(value)) + value)


def read_key(reader: Reader) -> "tuple[bytes, int]":
    """Return the key of the next field and the size of its value; the key is empty at the end of a map."""
    size = reader.compact_size("the length of a key", MAX_KEY)
    if not size:
        return b"", 0
    return reader.take(size), reader.compact_size("the length of a value", MAX_TRANSACTION)


def type_of(key: bytes) -> int:
    return key[0] if key[0] < 253 else Reader(key).compact_size("the type of a field")


def skip(reader: Reader, size: int, write: "Write | None" = None) -> None:
    """Read so many bytes, in pieces small enough for a heap that is almost full, and pass them on to `write`."""
    while size:
        piece = reader.take(min(size, PIECE))
        size -= len(piece)
        if write:
            write(piece)
