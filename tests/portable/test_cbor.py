from lightclient.codec.cbor import MAX_DEPTH, decode, encode, text
from lightclient.codec.errors import (
    BadSchema,
    BadText,
    NonCanonical,
    TooDeep,
    TooLarge,
    TrailingBytes,
    Truncated,
    Unsupported,
)
from tests.portable.support import raises

# RFC 8949 appendix A, the part that is allowed here.
EXAMPLES = (
    (0, "00"),
    (23, "17"),
    (24, "1818"),
    (255, "18ff"),
    (256, "190100"),
    (1000, "1903e8"),
    (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"),
    (18446744073709551615, "1bffffffffffffffff"),
    (-18446744073709551616, "3bffffffffffffffff"),
    (-1, "20"),
    (-1000, "3903e7"),
    (False, "f4"),
    (True, "f5"),
    (None, "f6"),
    (b"", "40"),
    (b"\x01\x02\x03\x04", "4401020304"),
    ("", "60"),
    ("IETF", "6449455446"),
    ("\u00fc", "62c3bc"),
    ("\u6c34", "63e6b0b4"),
    ("\U00010151", "64f0908591"),
    ([], "80"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
    (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
    ({}, "a0"),
    ({1: 2, 3: 4}, "a201020304"),
    ({"a": 1, "b": [2, 3]}, "a26161016162820203"),
)


def refused(error, data):
    with raises(error) as caught:
        decode(bytes.fromhex(data))
    return caught.error.args


def test_examples_of_the_rfc():
    for value, data in EXAMPLES:
        assert encode(value) == bytes.fromhex(data)
        decoded = decode(bytes.fromhex(data))
        assert decoded == value and type(decoded) is type(value)


def test_views_and_tuples_are_encoded_as_bytes_and_arrays():
    assert encode((bytearray(b"ab"), memoryview(b"c"))) == encode([b"ab", b"c"])


def test_keys_are_written_in_the_order_of_their_bytes():
    # 10, 100, -1, h'7a', "z", "aa": the example of RFC 8949 section 4.2.1, as far as it is allowed here
    mixed = {"aa": 0, -1: 0, b"z": 0, 100: 0, "z": 0, 10: 0}
    assert encode(mixed).hex() == "a6" + "0a00" + "186400" + "2000" + "417a00" + "617a00" + "62616100"


def test_of_a_view_only_the_keys_of_maps_are_copied():
    data = bytearray(encode([b"abc", {b"key": b"def"}]))
    string, pairs = decode(memoryview(data))
    assert string == b"abc" and pairs[b"key"] == b"def"
    data[:] = bytes(len(data))
    assert string == bytes(3) and pairs[b"key"] == bytes(3)


def test_a_map_out_of_order_is_refused():
    assert refused(NonCanonical, "a203040102") == ("a map key", 3)


def test_a_key_twice_is_refused():
    refused(NonCanonical, "a201020103")


def test_keys_are_integers_bytes_or_text():
    # True equals 1 in Python: one of two keys would be lost.
    for key in ("f4", "f5", "f6", "80", "a0"):
        assert refused(Unsupported, "a1" + key + "00") == (int(key, 16), 1)


def test_integers_longer_than_needed_are_refused():
    for data in (
        "1817",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "3817",
        "5801aa",
        "780161",
        "980100",
        "b8010000",
    ):
        assert refused(NonCanonical, data) == ("a CBOR integer", 0)


def test_floats_tags_and_other_simple_values_are_refused():
    for data in ("f93c00", "fa47c35000", "fb3ff199999999999a", "c0", "d81845", "f7", "e0", "f820", "fc"):
        assert refused(Unsupported, data) == (int(data[:2], 16), 0)


def test_indefinite_lengths_are_refused():
    for data in ("5f4101ff", "7f6161ff", "9f01ff", "bf0102ff", "1c", "3d", "5e"):
        refused(Unsupported, data)


def test_input_cut_short_is_truncated():
    for data in ("", "18", "1901", "1a000000", "42aa", "6161"[:2], "8201", "a1", "a101", "5bffffffffffffffff"):
        refused(Truncated, data)


def test_a_second_value_is_refused():
    assert refused(TrailingBytes, "0000") == (1,)


def test_nesting_is_bounded():
    deepest = b"\x81" * MAX_DEPTH + b"\x00"
    assert encode(decode(deepest)) == deepest
    for one in ("81", "a100"):
        data = one * MAX_DEPTH + "80"
        assert refused(TooDeep, data) == (MAX_DEPTH, len(data) // 2 - 1)


def test_a_thousand_levels_are_refused_before_they_are_walked():
    refused(TooDeep, "81" * 1000 + "00")


def test_the_number_of_items_is_bounded_before_they_are_read():
    assert refused(TooLarge, "9bffffffffffffffff") == ("the number of items", (1 << 64) - 1, 4096)
    assert refused(TooLarge, "bb7fffffffffffffff")[1] == (1 << 64) - 2


def test_items_of_all_levels_count_together():
    data = encode([[1, 2], {3: 4}])
    assert decode(data, 6) == [[1, 2], {3: 4}]
    with raises(TooLarge):
        decode(data, 5)


def test_what_cbor_cannot_hold_here_is_refused():
    for value in (1.5, 1 << 64, -1 - (1 << 64), object(), [{1: 2.5}]):
        with raises(BadSchema):
            encode(value)


def test_text_is_well_formed_utf_8():
    for good in ("00", "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"):
        assert text(bytes.fromhex(good)).encode() == bytes.fromhex(good)


def test_text_that_is_not_utf_8_is_refused():
    overlong = ("c080", "c1bf", "e09fbf", "f08fbfbf")
    surrogates_and_beyond = ("eda080", "edbfbf", "f4908080", "f5808080", "ff")
    broken = ("80", "c2", "c27f", "c2c0", "e0a0", "e1807f", "e18041", "f09080", "f090807f", "f0904180")
    for bad in overlong + surrogates_and_beyond + broken:
        with raises(BadText):
            text(b"ok" + bytes.fromhex(bad))


def test_bad_text_says_where_it_starts():
    assert refused(BadText, "820062c328") == (2,)


def test_keys_may_stand_in_any_order_where_that_is_asked_for():
    turned = b"\xa2\x02\x00\x01\xa2\x04\x00\x03\x00"
    assert decode(turned, ordered=False) == {1: {3: 0, 4: 0}, 2: 0}
    with raises(NonCanonical):
        decode(turned)
    for repeated in (b"\xa2\x01\x00\x01\x00", b"\xa3\x02\x00\x01\x00\x02\x00", b"\xa2\x41\x00\x00\x41\x00\x00"):
        with raises(NonCanonical):
            decode(repeated, ordered=False)
