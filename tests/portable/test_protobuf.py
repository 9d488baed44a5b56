"""Protocol buffers: one encoding of each value, and nothing that the schema does not have."""

from lightclient.codec.errors import BadSchema, BadText, NonCanonical, TooLarge, Truncated
from lightclient.codec.more_errors import DoubledField, UnknownField, WrongWireType
from lightclient.codec.protobuf import (
    BYTES,
    INT,
    MESSAGE,
    REPEATED,
    TEXT,
    UINT,
    bytes_field,
    fixed_field,
    message_field,
    number_field,
    parse,
    present,
)
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint, varint
from tests.portable.support import raises

SCHEMA = {1: UINT, 2: INT, 3: BYTES, 4: TEXT, 5: MESSAGE, 6: REPEATED}
WHOLE = b"\x08\x96\x01" + b"\x10" + b"\xff" * 9 + b"\x01" + b"\x1a\x01\x07" + b"\x22\x02hi" + b"\x2a\x00" + b"\x32\x00"


def read(data, most=4):
    return parse(data, SCHEMA, "a thing", most)


def test_fields_are_read_by_their_kinds():
    assert read(WHOLE) == {1: 150, 2: -1, 3: b"\x07", 4: "hi", 5: b"", 6: [b""]}
    assert read(b"") == {1: 0, 2: 0, 3: b"", 4: "", 5: None, 6: []}
    assert read(b"\x32\x01a\x32\x01b")[6] == [b"a", b"b"]


def test_what_is_written_is_what_is_read():
    made = number_field(1, 150) + number_field(2, -1) + bytes_field(3, b"\x07") + bytes_field(4, b"hi")
    assert made + message_field(5, b"") + message_field(6, b"") == WHOLE
    assert number_field(1, 0) + bytes_field(3, b"") == b""
    assert fixed_field(2, -2) == b"\x11\xfe" + b"\xff" * 7
    assert fixed_field(2, 0) == b""


def test_varints_of_every_length():
    for shift in range(64):
        for value in (1 << shift, (1 << shift) - 1):
            assert read_varint(Reader(varint(value))) == value
    assert varint(-1) == b"\xff" * 9 + b"\x01"


def test_a_varint_is_in_its_shortest_form():
    for data in (b"\x80\x00", b"\x96\x80\x00", b"\xff" * 9 + b"\x80\x00"):
        with raises(NonCanonical if len(data) < 11 else TooLarge):
            read_varint(Reader(data))


def test_a_varint_has_64_bits():
    for data in (b"\xff" * 9 + b"\x02", b"\x80" * 10 + b"\x01"):
        with raises(TooLarge):
            read_varint(Reader(data))


def test_an_unknown_field_is_refused_by_its_number():
    with raises(UnknownField) as caught:
        read(b"\x08\x01\x38\x01")
    assert caught.error.args == ("a thing", 7, 2)
    with raises(UnknownField):
        read(b"\x00")


def test_a_field_stands_once():
    with raises(DoubledField) as caught:
        read(b"\x08\x01\x08\x01")
    assert caught.error.args == ("a thing", 1, 2)
    with raises(DoubledField):
        read(b"\x2a\x00\x2a\x00")


def test_fields_stand_in_order():
    with raises(NonCanonical):
        read(b"\x10\x01\x08\x01")


def test_zero_is_left_out():
    for data in (b"\x08\x00", b"\x10\x00", b"\x1a\x00", b"\x22\x00"):
        with raises(NonCanonical):
            read(data)


def test_a_field_is_of_its_wire_type():
    for data in (b"\x09" + bytes(8), b"\x0a\x00", b"\x18\x01", b"\x2d" + bytes(4), b"\x33"):
        with raises(WrongWireType):
            read(data)


def test_no_field_ends_after_the_message():
    for data in (b"\x08", b"\x08\x80", b"\x1a\x05abcd", b"\x1a\xff\xff\xff\xff\x0f"):
        with raises(Truncated):
            read(data)


def test_text_is_text():
    with raises(BadText):
        read(b"\x22\x02\xc0\x80")


def test_items_are_counted():
    assert len(read(b"\x32\x00" * 4)[6]) == 4
    with raises(TooLarge):
        read(b"\x32\x00" * 5)


def test_what_must_be_there_is_there():
    assert present(b"", "a part") == b""
    with raises(BadSchema):
        present(None, "a part")
