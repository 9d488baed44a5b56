"""RLP: what it writes, and that there is but one form of everything."""

from lightclient.codec.errors import BadSchema, NonCanonical, TooDeep, TooLarge, TrailingBytes, Truncated
from lightclient.evm import rlp
from tests.portable.support import raises

# The examples of Ethereum's own page about RLP.
KNOWN = (
    (b"dog", b"\x83dog"),
    ([b"cat", b"dog"], b"\xc8\x83cat\x83dog"),
    (b"", b"\x80"),
    ([], b"\xc0"),
    (0, b"\x80"),
    (b"\x00", b"\x00"),
    (15, b"\x0f"),
    (1024, b"\x82\x04\x00"),
    ([[], [[]], [[], [[]]]], b"\xc7\xc0\xc1\xc0\xc3\xc0\xc1\xc0"),
    (b"Lorem ipsum dolor sit amet, consectetur adipisicing elit",
     b"\xb8\x38Lorem ipsum dolor sit amet, consectetur adipisicing elit"),
)  # fmt: skip


def test_known_answers():
    for value, data in KNOWN:
        assert rlp.serialize(value) == data
        if not isinstance(value, int):
            assert rlp.parse(data) == value
            assert rlp.parse(memoryview(data)) == value


def test_lengths_on_both_sides_of_each_border():
    for size in (0, 1, 2, 55, 56, 57, 255, 256, 257, 65535, 65536):
        data = b"\xaa" * size
        assert rlp.parse(rlp.serialize(data)) == data
        assert rlp.parse(rlp.serialize([data, b"x"])) == [data, b"x"]


def test_a_small_byte_stands_for_itself():
    for byte in (0, 1, 0x7F):
        with raises(NonCanonical):
            rlp.parse(bytes((0x81, byte)))
    assert rlp.parse(b"\x81\x80") == b"\x80"


def test_lengths_are_in_their_shortest_form():
    short = b"x" * 55
    for data in (
        b"\xb8\x37" + short,  # as long as a first byte can tell
        b"\xf8\x37" + short,
        b"\xb9\x00\x38" + short + b"x",  # a zero before it
        b"\xb8\x00",
        b"\xf8\x00",
    ):
        with raises(NonCanonical):
            rlp.parse(data)


def test_what_is_cut_or_too_long():
    for data in (
        b"",
        b"\x81",
        b"\x83do",
        b"\xc2\x01",
        b"\xb8",
        b"\xb8\x38",
        b"\xbf" + b"\xff" * 8,
        b"\xff" * 9,
        b"\xc1\x81",
    ):
        with raises(Truncated):
            rlp.parse(data)
    with raises(TrailingBytes):
        rlp.parse(b"\x01\x02")


def test_an_item_keeps_within_its_list():
    with raises(Truncated):
        rlp.parse(b"\xc2\x83dog")


def test_items_are_counted_in_all_lists_together():
    assert rlp.parse(b"\xc3\xc1\x01\x02", 3) == [[b"\x01"], b"\x02"]
    with raises(TooLarge):
        rlp.parse(b"\xc3\xc1\x01\x02", 2)
    with raises(TooLarge):
        rlp.parse(rlp.serialize([b""] * 1025))


def test_depth_has_a_bound():
    deep = b"\xc0"
    for _ in range(rlp.MAX_DEPTH - 1):
        deep = rlp.joined([deep])
    assert rlp.parse(deep) is not None
    with raises(TooDeep):
        rlp.parse(rlp.joined([deep]))


def test_numbers():
    assert [rlp.number(data, "it") for data in (b"", b"\x01", b"\xff" * 8)] == [0, 1, (1 << 64) - 1]
    with raises(NonCanonical):
        rlp.number(b"\x00", "it")
    with raises(NonCanonical):
        rlp.number(b"\x00\x01", "it")
    with raises(TooLarge):
        rlp.number(b"\x01" + bytes(8), "it")
    with raises(BadSchema):
        rlp.number([], "it")


def test_shapes():
    assert rlp.listed(b"\xc2\x01\x02", "it", 2) == [b"\x01", b"\x02"]
    for wrong in (lambda: rlp.listed(b"\xc2\x01\x02", "it", 3), lambda: rlp.listed(b"\x01", "it", 1)):
        with raises(BadSchema):
            wrong()
    with raises(BadSchema):
        rlp.blob([], "it")
    with raises(BadSchema):
        rlp.blob(b"ab", "it", 3)
