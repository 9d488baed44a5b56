from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import PIECE, Reader, compact_size
from lightclient.codec.stream import StreamReader
from tests.portable.support import raises

# Shortest forms at every border, as Core's serialize_tests.cpp has them.
COMPACT_SIZES = (
    (0, "00"),
    (252, "fc"),
    (253, "fdfd00"),
    (0xFFFF, "fdffff"),
    (0x10000, "fe00000100"),
    (0xFFFFFFFF, "feffffffff"),
    (0x100000000, "ff0000000001000000"),
    (0xFFFFFFFFFFFFFFFF, "ffffffffffffffffff"),
)


class Trickle:
    """A source that gives at most `most` bytes at a time, as a socket does."""

    def __init__(self, data, most):
        self.data = data
        self.most = most

    def read(self, count):
        count = min(count, self.most)
        piece, self.data = self.data[:count], self.data[count:]
        return piece


def test_integers_are_little_endian():
    reader = Reader(bytes(range(1, 14)))
    assert reader.u8() == 0x01
    assert reader.u32() == 0x05040302
    assert reader.u64() == 0x0D0C0B0A09080706
    reader.end()


def test_a_reader_takes_what_is_there_and_not_more():
    reader = Reader(b"abc")
    assert reader.take(2) == b"ab"
    with raises(Truncated) as caught:
        reader.take(2)
    assert caught.error.args == (2, 2)


def test_a_refused_read_leaves_the_reader_where_it_was():
    reader = Reader(b"abc")
    with raises(Truncated):
        reader.take(1 << 64)
    assert reader.take(3) == b"abc"


def test_bytes_after_the_end_are_refused():
    reader = Reader(b"abc")
    reader.take(1)
    with raises(TrailingBytes) as caught:
        reader.end()
    assert caught.error.args == (2,)


def test_pieces_are_small_and_complete():
    data = bytes(range(256)) * 10
    pieces = list(Reader(data).pieces(len(data)))
    assert b"".join(pieces) == data
    assert max([len(piece) for piece in pieces]) == PIECE


def test_pieces_end_where_the_input_ends():
    with raises(Truncated):
        list(Reader(bytes(PIECE)).pieces(PIECE + 1))


def test_compact_sizes_have_their_shortest_form():
    for value, text in COMPACT_SIZES:
        data = bytes.fromhex(text)
        assert compact_size(value) == data
        reader = Reader(data)
        assert reader.compact_size("a length", 1 << 64) == value
        reader.end()


def test_longer_forms_of_a_compact_size_are_refused():
    for text in ("fd0000", "fdfc00", "fe00000000", "feffff0000", "ff0000000000000000", "ffffffffff00000000"):
        reader = Reader(b"\x00" + bytes.fromhex(text))
        reader.u8()
        with raises(NonCanonical) as caught:
            reader.compact_size("a count")
        assert caught.error.args == ("a count", 1)


def test_a_compact_size_has_a_limit():
    assert Reader(b"\x10").compact_size("a count", 16) == 16
    with raises(TooLarge) as caught:
        Reader(b"\x11").compact_size("a count", 16)
    assert caught.error.args == ("a count", 17, 16)


def test_no_length_is_larger_than_any_message_of_bitcoin():
    assert Reader(bytes.fromhex("fe00000002")).compact_size() == 0x02000000
    with raises(TooLarge):
        Reader(bytes.fromhex("fe01000002")).compact_size()


def test_a_compact_size_cut_short_is_truncated():
    for text in ("", "fd", "fdff", "fe000001", "ff00000000010000"):
        with raises(Truncated):
            Reader(bytes.fromhex(text)).compact_size()


def test_a_stream_that_trickles_reads_like_bytes():
    for most in (1, 3, 1000):
        reader = StreamReader(Trickle(bytes(range(1, 14)), most).read)
        assert reader.u8() == 0x01
        assert reader.take(0) == b""
        assert reader.u32() == 0x05040302
        assert reader.offset == 5
        assert b"".join(reader.pieces(8)) == bytes(range(6, 14))
        reader.end()


def test_a_stream_that_dries_up_is_truncated():
    reader = StreamReader(Trickle(b"abcd", 3).read)
    reader.take(1)
    with raises(Truncated) as caught:
        reader.take(4)
    assert caught.error.args == (4, 1)


def test_a_stream_that_goes_on_has_trailing_bytes():
    reader = StreamReader(Trickle(b"ab", 1).read)
    reader.take(1)
    with raises(TrailingBytes):
        reader.end()
