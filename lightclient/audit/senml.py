"""Measurements as a SenML pack in CBOR (RFC 8428 section 6), the body of a record with the content type CONTENT.

A number is an integer, or (mantissa, exponent) for mantissa * 10**exponent, a decimal fraction (RFC 8949 section 3.4.4)
such as (215, -1) for 21.5. Floats are neither written nor read: boards round them in ways of their own.

Sums and update times are passed over, as are labels that nobody here knows (RFC 8428 section 4.4).
"""

from lightclient.codec.cbor import ARRAY, MAP, Decoder, encode, head
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Number = int | tuple[int, int]
    Value = Number | str | bool | bytes

CONTENT = "application/senml+cbor"
VERSION = 10
NAME, UNIT, VALUE, TEXT, TRUTH, TIME, DATA = 0, 1, 2, 3, 4, 6, 8
BASE_VERSION, BASE_NAME, BASE_TIME, BASE_UNIT, BASE_VALUE = -1, -2, -3, -4, -5
FRACTION = b"\xc4"  # tag 4
MAX_ITEMS = 1024
MAX_NAME = 255  # characters
MAX_EXPONENT = 18  # in either direction
ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
SIGNS = "-:./_"  # which a name has as well, but does not begin with


class Measurement:
    """One resolved record: all that base fields say of it is in it.

    value    a number, text, True or False, or bytes
    unit     of the registry, such as "Cel", or "" for none
    time     a number of seconds: since 1970 from 2**28 on; below that, from now on, and 0 is now
    """

    __slots__ = ("name", "time", "unit", "value")

    def __init__(self, name: str, value: "Value", unit: str = "", time: "Number" = 0) -> None:
        """Raises BadSchema for what SenML has no place for."""
        if not 0 < len(name) <= MAX_NAME or name[0] in SIGNS or any(c not in ALPHANUMERIC + SIGNS for c in name):
            raise BadSchema("SenML", "a name is not letters, digits and " + SIGNS + ", up to " + str(MAX_NAME))
        if not isinstance(value, (str, bool, bytes)) and not is_number(value):
            raise BadSchema("SenML", "a value is no number, text, truth or bytes")
        if not is_number(time):
            raise BadSchema("SenML", "a time is no number")
        self.name = name
        self.value = value
        self.unit = unit
        self.time = time


def serialize(measurements: "Iterable[Measurement]", name: str = "", time: "Number" = 0) -> bytes:
    """Return a pack. name: what the names of all begin with; time: what all of their times are counted from.

    Raises BadSchema if there is no measurement, or a name does not begin like that.
    """
    packed: "list[bytes]" = []
    for one in measurements:
        if not one.name.startswith(name):
            raise BadSchema("SenML", "the name " + one.name + " does not begin with " + name)
        fields: "dict[int, Any]" = {_label_of(one.value): one.value}
        if one.name != name:
            fields[NAME] = one.name[len(name) :]
        if one.unit:
            fields[UNIT] = one.unit
        since = add(one.time, negative(time))
        if since != 0:
            fields[TIME] = since
        if not packed and name:
            fields[BASE_NAME] = name
        if not packed and time != 0:
            fields[BASE_TIME] = time
        packed.append(_map(fields))
    if not packed:
        raise BadSchema("SenML", "a pack without measurements")
    return head(ARRAY, len(packed)) + b"".join(packed)


def parse(data: "bytes | memoryview") -> "list[Measurement]":
    """Return the measurements of a pack, resolved and in its order.

    Raises BadSchema, and the errors of `cbor.decode`.
    """
    decoder = _Pack(bytes(data), MAX_ITEMS, False)
    pack = decoder.item(0)
    decoder.end()
    if not isinstance(pack, list) or not pack:
        raise BadSchema("SenML", "not a list of records")
    name, unit = "", ""
    time: "Number" = 0
    value: "Number" = 0
    found = []
    for record in pack:
        if not isinstance(record, dict):
            raise BadSchema("SenML", "a record is no map")
        for label in record:
            if isinstance(label, str) and label.endswith("_"):
                raise BadSchema("SenML", "the field " + label + " must be understood, and is not")
        if record.get(BASE_VERSION, VERSION) != VERSION:
            raise BadSchema("SenML", "a version other than " + str(VERSION))
        name = _text(record, BASE_NAME, name)
        unit = _text(record, BASE_UNIT, unit)
        time = _number(record, BASE_TIME, time)
        value = _number(record, BASE_VALUE, value)
        shown = [label for label in (VALUE, TEXT, TRUTH, DATA) if label in record]
        if len(shown) != 1:
            raise BadSchema("SenML", "a record has " + str(len(shown)) + " values")
        label = shown[0]
        if label == VALUE:
            one: "Any" = add(value, _number(record, VALUE, 0))
        else:
            one = record[label]
            if not isinstance(one, {TEXT: str, TRUTH: bool, DATA: bytes}[label]):
                raise BadSchema("SenML", "the value of label " + str(label) + " is of another type")
        at = add(time, _number(record, TIME, 0))
        found.append(Measurement(name + _text(record, NAME, ""), one, _text(record, UNIT, unit), at))
    return found


def is_number(value: object) -> bool:
    """Return whether this is an integer of 64 bits, or such a mantissa with an exponent of at most MAX_EXPONENT."""
    if isinstance(value, tuple):
        return len(value) == 2 and _is_integer(value[0]) and _is_integer(value[1]) and abs(value[1]) <= MAX_EXPONENT
    return _is_integer(value)


def add(first: "Number", second: "Number") -> "Number":
    """Return an exact sum. Raises BadSchema if it is no number of 64 bits any more."""
    if not isinstance(first, tuple) and not isinstance(second, tuple):
        total: "Number" = first + second
    else:
        mantissa, exponent = first if isinstance(first, tuple) else (first, 0)
        more, scale = second if isinstance(second, tuple) else (second, 0)
        if not more:
            return first
        if not mantissa:
            return second
        least = min(exponent, scale)
        mantissa = mantissa * 10 ** (exponent - least) + more * 10 ** (scale - least)
        total = (mantissa, least) if mantissa else 0
    if not is_number(total):
        raise BadSchema("SenML", "a sum is over 64 bits")
    return total


def negative(number: "Number") -> "Number":
    return (-number[0], number[1]) if isinstance(number, tuple) else -number


class _Pack(Decoder):
    """Reads decimal fractions as well, to tuples."""

    def item(self, depth: int) -> "Any":
        if self.data[self.offset : self.offset + 1] != FRACTION:
            return super().item(depth)
        self.offset += 1
        pair = super().item(depth)
        if not isinstance(pair, list) or len(pair) != 2 or not is_number((pair[1], pair[0])):
            raise BadSchema("SenML", "a decimal fraction is not [exponent, mantissa], or out of bounds")
        return (pair[1], pair[0])


def _map(fields: "dict[int, Any]") -> bytes:
    parts = [head(MAP, len(fields))]
    for key, value in sorted([(encode(key), _encoded(value)) for key, value in fields.items()]):
        parts.append(key)
        parts.append(value)
    return b"".join(parts)


def _encoded(value: "Any") -> bytes:
    return FRACTION + encode([value[1], value[0]]) if isinstance(value, tuple) else encode(value)


def _label_of(value: "Value") -> int:
    if isinstance(value, bool):
        return TRUTH
    return TEXT if isinstance(value, str) else DATA if isinstance(value, bytes) else VALUE


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(1 << 64) <= value < 1 << 64


def _text(record: "dict[Any, Any]", label: int, default: str) -> str:
    value = record.get(label, default)
    if not isinstance(value, str):
        raise BadSchema("SenML", "label " + str(label) + " is no text")
    return value


def _number(record: "dict[Any, Any]", label: int, default: "Number") -> "Number":
    value: "Any" = record.get(label, default)
    if not is_number(value):
        raise BadSchema("SenML", "label " + str(label) + " is no number")
    return value  # type: ignore[no-any-return]
