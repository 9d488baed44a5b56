"""Protocol buffers, as far as ledgers sign and hash them: messages in the one form that their nodes write.

Fields stand in the order of their numbers, each at most once unless it is repeated; varints are in their shortest
form; what is zero or empty is left out. Everything else is refused, and so is a field that the schema does not have:
two different inputs never decode to the same values. A message inside a message is handed out as bytes, for its own
`parse`.

Source: protobuf.dev, "Encoding", and the canonical form of CometBFT's ADR 042 and Cosmos SDK's ADR 027.
"""

from lightclient.codec.cbor import text
from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge
from lightclient.codec.more_errors import DoubledField, UnknownField, WrongWireType
from lightclient.codec.reader import Reader
from lightclient.codec.varint import MAX_UINT, read_varint, varint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Kinds of fields, and what stands for one that is left out.
UINT = 0  # 64 bits; 0
INT = 1  # 64 bits, negative ones in ten bytes; 0
BYTES = 2  # b""
TEXT = 3  # ""
MESSAGE = 4  # may be empty, and so may a member of a oneof; None
REPEATED = 5  # of messages or bytes, which may be empty; []

LEFT_OUT = (0, 0, b"", "", None)
VARINT, FIXED64, DELIMITED = 0, 1, 2  # wire types
MAX_ITEMS = 1024  # of a repeated field, unless its reader says otherwise


def parse(data: "bytes | memoryview", schema: "dict[int, int]", what: str, most: int = MAX_ITEMS) -> "dict[int, Any]":
    """Return the value of each field of the schema, {number: kind}, by its number.

    what: the message, as errors name it. most: items of a repeated field. Byte strings are slices of `data`.
    Raises UnknownField, WrongWireType, DoubledField, NonCanonical, TooLarge, Truncated, BadText.
    """
    found: "dict[int, Any]" = {}
    for number in schema:
        found[number] = [] if schema[number] == REPEATED else LEFT_OUT[schema[number]]
    reader = Reader(data)
    last = 0
    while reader.offset < len(data):
        start = reader.offset
        tag = read_varint(reader)
        number = tag >> 3
        kind = schema.get(number)
        if kind is None:
            raise UnknownField(what, number, start)
        if tag & 7 != (VARINT if kind < BYTES else DELIMITED):
            raise WrongWireType(what, number, tag & 7)
        if number < last:
            raise NonCanonical("field " + str(number) + " of " + what, start)
        if number == last and kind != REPEATED:
            raise DoubledField(what, number, start)
        last = number
        value: "Any" = read_varint(reader)
        if kind == INT:
            value -= (value >> 63) << 64
        elif kind >= BYTES:
            value = reader.take(value)
        if kind < MESSAGE and not value:
            raise NonCanonical("field " + str(number) + " of " + what, start)
        if kind == TEXT:
            value = text(value, start)
        if kind == REPEATED:
            if len(found[number]) == most:
                raise TooLarge("the number of items in field " + str(number) + " of " + what, most + 1, most)
            found[number].append(value)
        else:
            found[number] = value
    return found


def number_field(number: int, value: int) -> bytes:
    """Return a field that is a varint: nothing if it is 0."""
    return varint(number << 3) + varint(value) if value else b""


def fixed_field(number: int, value: int) -> bytes:
    """Return a field of type sfixed64 or fixed64: nothing if it is 0."""
    return varint(number << 3 | FIXED64) + (value & MAX_UINT).to_bytes(8, "little") if value else b""


def bytes_field(number: int, value: bytes) -> bytes:
    """Return a field of bytes or text: nothing if it is empty."""
    return message_field(number, value) if value else b""


def message_field(number: int, value: bytes) -> bytes:
    """Return a field that is a message, or one item of a repeated one, even if it is empty."""
    return varint(number << 3 | DELIMITED) + varint(len(value)) + bytes(value)


def present(value: "Any", what: str) -> "Any":
    """Return a message that must be there. Raises BadSchema."""
    if value is None:
        raise BadSchema(what, "left out")
    return value
