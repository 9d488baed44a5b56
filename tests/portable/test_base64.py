from lightclient.codec.base64 import parse, serialize
from lightclient.codec.errors import BadBase64
from tests.portable.support import raises


def test_what_was_encoded_comes_back():
    for size in range(1, 50):
        data = bytes(range(size))
        assert parse(serialize(data)) == data


def test_a_value_has_one_text():
    assert parse("AQ==") == b"\x01"
    # bits behind the value, padding that is missing or too much, spaces, other alphabets, and no value at all
    for text in (
        "AR==",
        "AQ=",
        "AQ",
        "AQ===",
        "AQ==\n",
        " AQ==",
        "AQ= =",
        "A-==",
        "A_==",
        "AQ==AQ==",
        "=AQ=",
        "é===",
        "",
    ):
        with raises(BadBase64):
            parse(text)
