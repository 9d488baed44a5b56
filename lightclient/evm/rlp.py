"""RLP, in its one form: byte strings, and lists of them and of lists.

What is decoded is bounded in items and depth. A single byte below 0x80 stands for itself; lengths are in their shortest
form; nothing follows the end: two different inputs never decode to the same value.

Source: Ethereum's Yellow Paper, appendix B; go-ethereum rlp/raw.go (Split, canonical size).
"""

from lightclient.codec.errors import BadSchema, NonCanonical, TooDeep, TooLarge, TrailingBytes, Truncated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_ITEMS = 1024  # of all lists together, unless its reader says otherwise
MAX_DEPTH = 8
STRING, LIST = 0x80, 0xC0
SHORT = 55  # bytes that a length in the first byte can tell
EMPTY = b"\x80"


def parse(data: "bytes | memoryview", most: int = MAX_ITEMS) -> "Any":
    """Return the one value that `data` holds: slices of it, and lists.

    most: items in all lists together. Raises NonCanonical, Truncated, TrailingBytes, TooLarge, TooDeep.
    """
    value, end, _ = _value(data, 0, len(data), most, 0)
    if end != len(data):
        raise TrailingBytes(len(data) - end)
    return value


def listed(data: "bytes | memoryview", what: str, count: int, most: int = MAX_ITEMS) -> "list[Any]":
    """Return the list that `data` holds. Raises BadSchema unless it has `count` items, and what `parse` raises."""
    return items(parse(data, most), what, count)


def items(value: "Any", what: str, count: "int | None" = None) -> "list[Any]":
    """Return a decoded list. Raises BadSchema unless it is a list of so many items."""
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise BadSchema(what, "not a list" + ("" if count is None else " of " + str(count)))
    return value


def blob(value: "Any", what: str, size: "int | None" = None) -> bytes:
    """Return a decoded byte string as bytes. Raises BadSchema if it is a list, or of another size."""
    if isinstance(value, list) or (size is not None and len(value) != size):
        raise BadSchema(what, "not a byte string" + ("" if size is None else " of " + str(size)))
    return bytes(value)


def number(value: "Any", what: str, bits: int = 64) -> int:
    """Return a decoded number. Raises BadSchema, NonCanonical for a leading zero, TooLarge for more than `bits`."""
    data = blob(value, what)
    if data[:1] == b"\x00":
        raise NonCanonical(what, 0)
    if len(data) > bits // 8:
        raise TooLarge(what, str(len(data)) + " bytes", str(bits) + " bits")
    return int.from_bytes(data, "big")


def serialize(value: "Any") -> bytes:
    """Return bytes, a number from 0 on, or a list of these in RLP."""
    if isinstance(value, list):
        body = b"".join([serialize(item) for item in value])
        return _head(LIST, len(body)) + body
    if type(value) is int:
        value = minimal(value)
    if len(value) == 1 and value[0] < STRING:
        return bytes(value)
    return _head(STRING, len(value)) + bytes(value)


def joined(parts: "list[bytes]") -> bytes:
    """Return the list of values that are encoded already."""
    return _head(LIST, sum([len(part) for part in parts])) + b"".join(parts)


def minimal(value: int) -> bytes:
    """Return a number from 0 on in as few bytes as it takes, big-endian: none for 0."""
    size = 0
    while value >> 8 * size:
        size += 1
    return value.to_bytes(size, "big")


def head(data: "bytes | memoryview", start: int, end: int) -> "tuple[bool, int, int]":
    """Return (whether it is a list, where its body begins, and where it ends) of the value at `start`.

    Raises NonCanonical, Truncated.
    """
    if start >= end:
        raise Truncated(1, start)
    first = data[start]
    if first < STRING:
        return False, start, start + 1
    is_list = first >= LIST
    size = first - (LIST if is_list else STRING)
    at = start + 1
    if size > SHORT:
        width = size - SHORT
        if at + width > end:
            raise Truncated(width, at)
        size = int.from_bytes(data[at : at + width], "big")
        if data[at] == 0 or size <= SHORT:
            raise NonCanonical("a length in RLP", start)
        at += width
    if at + size > end:
        raise Truncated(size, at)
    if not is_list and size == 1 and data[at] < STRING:
        raise NonCanonical("a byte in RLP", start)
    return is_list, at, at + size


def _value(data: "bytes | memoryview", start: int, end: int, most: int, depth: int) -> "tuple[Any, int, int]":
    """Return (value at `start`, where it ends, how many items may still come)."""
    is_list, at, stop = head(data, start, end)
    if not is_list:
        return data[at:stop], stop, most
    if depth == MAX_DEPTH:
        raise TooDeep(MAX_DEPTH, start)
    found = []
    while at < stop:
        if most == 0:
            raise TooLarge("the number of items in RLP", "larger", "what is allowed here")
        item, at, most = _value(data, at, stop, most - 1, depth + 1)
        found.append(item)
    return found, stop, most


def _head(kind: int, size: int) -> bytes:
    if size <= SHORT:
        return bytes((kind + size,))
    length = minimal(size)
    return bytes((kind + SHORT + len(length),)) + length
