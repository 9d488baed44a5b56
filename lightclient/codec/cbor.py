"""Deterministic CBOR (RFC 8949 section 4.2.1), the part that our messages use.

Integers of 64 bits, byte strings, text, arrays, maps (whose keys are of the first three), false, true and null.
Everything else (floats, tags, other simple values, indefinite lengths) is refused, and so is every item that is not in
its one shortest form: two different inputs never decode to the same value.
"""

from lightclient.codec.errors import BadSchema, BadText, NonCanonical, TooDeep, TooLarge, Unsupported
from lightclient.codec.reader import Reader

UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, _TAG, SIMPLE = range(8)
SIMPLE_VALUES = {20: False, 21: True, 22: None}

BLOB = (bytes, memoryview)  # what a byte string is decoded to

MAX_UINT = 0xFFFFFFFFFFFFFFFF
MAX_DEPTH = 8
MAX_ITEMS = 4096


def encode(value: "object") -> bytes:
    """Return `value` (int, bytes, str, list, tuple, dict, bool or None, nested) as deterministic CBOR.

    Raises BadSchema for anything else.
    """
    parts: "list[bytes]" = []
    _put(value, parts)
    return b"".join(parts)


def _put(value: "object", parts: "list[bytes]") -> None:
    if value is None:
        parts.append(b"\xf6")
    elif value is True:
        parts.append(b"\xf5")
    elif value is False:
        parts.append(b"\xf4")
    elif isinstance(value, int):
        parts.append(head(UINT, value) if value >= 0 else head(NEGATIVE, -1 - value))
    elif isinstance(value, (bytes, bytearray, memoryview)):
        parts.append(head(BYTES, len(value)))
        parts.append(bytes(value))
    elif isinstance(value, str):
        try:
            data = value.encode()
        except UnicodeError:
            raise BadSchema("CBOR", "cannot hold a text with half a character")
        parts.append(head(TEXT, len(data)))
        parts.append(data)
    elif isinstance(value, (list, tuple)):
        parts.append(head(ARRAY, len(value)))
        for item in value:
            _put(item, parts)
    elif isinstance(value, dict):
        parts.append(head(MAP, len(value)))
        for key, item in sorted([(encode(key), encode(item)) for key, item in value.items()]):
            parts.append(key)
            parts.append(item)
    else:
        raise BadSchema("CBOR", "cannot hold " + type(value).__name__)


def decode(data: "bytes | memoryview", max_items: int = MAX_ITEMS, ordered: bool = True) -> "Any":
    """Return the one value that `data` holds; arrays come back as lists.

    ordered: whether the keys of maps have to be in order. Not where the bytes themselves are what was signed, and come
    from writers that sort otherwise; keys that repeat are refused either way.

    Byte strings are slices of `data`: views if it is one, valid as long as what it shows, but for the keys of maps.
    At most `max_items` items in all and 8 levels deep, so that memory is bounded before it is used.
    Raises Truncated, TrailingBytes, NonCanonical, TooLarge, TooDeep, BadText, Unsupported.
    """
    decoder = Decoder(data, max_items, ordered)
    value = decoder.item(0)
    decoder.end()
    return value


def is_uint(value: object, limit: int = MAX_UINT) -> bool:
    """Return whether a decoded value is an integer from 0 to `limit`; true and false are none, whatever Python says."""
    return isinstance(value, int) and value is not True and value is not False and 0 <= value <= limit


class Decoder(Reader):
    def __init__(self, data: "bytes | memoryview", max_items: int, ordered: bool) -> None:
        self.data = data
        self.offset = 0
        self.max_items = max_items
        self.ordered = ordered
        self.items = 0

    def count(self, more: int) -> None:
        self.items += more
        if self.items > self.max_items:
            raise TooLarge("the number of items", self.items, self.max_items)

    def item(self, depth: int) -> "Any":
        start = self.offset
        initial = self.u8()
        kind = initial >> 5
        low = initial & 31
        if kind == SIMPLE:
            if low not in SIMPLE_VALUES:
                raise Unsupported(initial, start)
            return SIMPLE_VALUES[low]
        if kind == _TAG or low > 27:
            raise Unsupported(initial, start)
        value = low
        if low > 23:
            width = 1 << low - 24
            value = int.from_bytes(self.take(width), "big")
            if value < (24 if width == 1 else 1 << 4 * width):
                raise NonCanonical("a CBOR integer", start)
        if kind == UINT:
            return value
        if kind == NEGATIVE:
            return -1 - value
        if kind == BYTES:
            return self.take(value)
        if kind == TEXT:
            return text(self.take(value), start)
        if depth == MAX_DEPTH:
            raise TooDeep(MAX_DEPTH, start)
        if kind == ARRAY:
            self.count(value)
            return [self.item(depth + 1) for _ in range(value)]
        self.count(2 * value)
        return self.pairs(value, depth + 1)

    def pairs(self, count: int, depth: int) -> "dict[Any, Any]":
        result = {}
        last = b""
        for _ in range(count):
            start = self.offset
            key = self.item(depth)
            encoded = bytes(self.data[start : self.offset])
            if self.ordered and encoded <= last:
                raise NonCanonical("a map key", start)
            if encoded[0] >> 5 > TEXT:  # among the others, True equals 1 and False equals 0
                raise Unsupported(encoded[0], start)
            last = encoded
            if isinstance(key, memoryview):  # which is no key of a dictionary
                key = bytes(key)
            if key in result:
                raise NonCanonical("a map key", start)
            result[key] = self.item(depth)
        return result


def head(kind: int, value: int) -> bytes:
    """Return what stands before an item of `kind`: its length, number of items, or value."""
    top = kind << 5
    if value < 24:
        return bytes((top | value,))
    for low, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if not value >> 8 * width:
            return bytes((top | low,)) + value.to_bytes(width, "big")
    raise BadSchema("CBOR", "an integer is over 64 bits")


def text(data: "bytes | memoryview", offset: int = 0) -> str:
    """Return `data` as text. Raises BadText unless it is well-formed UTF-8 (Unicode 15, table 3-7).

    Checked here because MicroPython's own decoder takes overlong forms, surrogates and values over U+10FFFF.
    """
    index = 0
    size = len(data)
    while index < size:
        lead = data[index]
        index += 1
        if lead < 0x80:
            continue
        more = 1 if 0xC2 <= lead < 0xE0 else 2 if 0xE0 <= lead < 0xF0 else 3 if 0xF0 <= lead < 0xF5 else 0
        # The second byte is where overlong forms, surrogates and too large values show.
        low = {0xE0: 0xA0, 0xF0: 0x90}.get(lead, 0x80)
        high = {0xED: 0x9F, 0xF4: 0x8F}.get(lead, 0xBF)
        if not more or index + more > size or not low <= data[index] <= high:
            raise BadText(offset)
        for byte in data[index + 1 : index + more]:
            if byte & 0xC0 != 0x80:
                raise BadText(offset)
        index += more
    return bytes(data).decode()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
