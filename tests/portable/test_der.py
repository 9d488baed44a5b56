from lightclient.crypto.der import parse, serialize
from lightclient.crypto.errors import BadSignature
from tests.portable.support import raises


def der(r, s):
    return bytes((0x30, len(r) + len(s) + 4, 2, len(r))) + r + bytes((2, len(s))) + s


ONE = bytes(31) + b"\x01"
HIGH = b"\x80" + bytes(31)


def test_numbers_come_out_as_32_bytes_each():
    assert parse(der(b"\x01", b"\x01")) == ONE + ONE
    assert parse(der(b"\x00" + HIGH, b"\x01")) == HIGH + ONE
    assert parse(der(b"\x00", b"\x7f" * 32)) == bytes(32) + b"\x7f" * 32


def test_what_is_written_reads_back():
    for signature in (ONE + HIGH, HIGH + ONE, bytes(64), b"\xff" * 64, b"\x00\x80" + bytes(30) + ONE):
        assert parse(serialize(signature)) == signature
    assert serialize(ONE + HIGH) == der(b"\x01", b"\x00" + HIGH)
    assert serialize(bytes(64)) == der(b"\x00", b"\x00")


def test_only_the_one_encoding_is_read():
    good = der(b"\x11" * 32, b"\x22" * 32)
    bad = (
        b"",
        good[:-1],
        good + b"\x00",
        b"\x31" + good[1:],
        good[:1] + bytes((good[1] + 1,)) + good[2:],
        b"\x30\x81" + good[1:],  # the length in two bytes
        good[:2] + b"\x03" + good[3:],
        good[:36] + b"\x03" + good[37:],
        der(b"", b"\x22" * 32),  # no bytes
        der(b"\x11" * 32, b""),
        der(b"\x91" * 32, b"\x22" * 32),  # negative
        der(b"\x11" * 32, b"\xa2" * 32),
        der(b"\x00\x11", b"\x22" * 32),  # a zero too many
        der(b"\x11" * 32, b"\x00\x22"),
        der(b"\x00\x00", b"\x22" * 32),
        der(b"\x11" * 33, b"\x22" * 32),  # over 32 bytes
        good[:3] + b"\x7f" + good[4:],  # longer than there is
        good[:37] + b"\x21" + good[38:],
        b"\x30\x06\x02\x04\x01\x01\x01\x01",  # no second number
        b"\x30\x07\x02\x01\x01\x02\x01\x01\x00",  # a byte after the second
    )
    for data in bad:
        with raises(BadSignature):
            parse(data)


def test_a_signature_to_write_has_64_bytes():
    for length in (0, 63, 65):
        with raises(BadSignature):
            serialize(bytes(length))
