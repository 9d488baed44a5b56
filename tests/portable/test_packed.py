from lightclient.bitcoin import header as codec
from lightclient.bitcoin import packed
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge, TrailingBytes, Truncated, Unsupported
from tests.portable.mining import Tree, hashed
from tests.portable.support import raises

PARENT = bytes(range(32))
ROOT = bytes(range(100, 132))
TAIL = ROOT + b"\x04\x03\x02\x01"  # as it is packed: Merkle root and nonce
VERSION, TIME, BITS = 0x20000000, 1_600_000_000, 0x207FFFFF
BEFORE = (VERSION, TIME, BITS)
FIRST = b"\x12" + TIME.to_bytes(4, "little") + BITS.to_bytes(4, "little") + TAIL  # BEFORE at the front of a run


def linked(*fields):
    """Return headers with these (version, time, bits), the first one after PARENT."""
    headers = []
    prev_hash = PARENT
    for version, time, bits in fields:
        signed = version - (1 << 32) if version >> 31 else version
        header = codec.serialize(signed, prev_hash, ROOT, time, bits, 0x01020304)
        headers.append(header)
        prev_hash = codec.hash_of(header)
    return headers


def second(version=VERSION, time=TIME, bits=BITS):
    """Return control and fields of a packed header after BEFORE; what follows is always the same."""
    run = linked(BEFORE, (version, time, bits))
    data = packed.pack(run)
    assert data[: len(FIRST)] == FIRST and data[-36:] == TAIL
    assert packed.unpack(data, PARENT) == hashed(run)
    return data[len(FIRST) : -36]


def refused(front, error=NonCanonical):
    """A packed header that begins with `front` is refused after one that is in order."""
    with raises(error) as caught:
        packed.unpack(FIRST + front + TAIL, PARENT)
    return caught.error.args


def test_a_time_near_the_one_before_takes_one_byte():
    for delta, byte in ((0, 0), (-1, 1), (1, 2), (-2, 3), (127, 254), (-128, 255)):
        assert second(time=TIME + delta) == bytes((0, byte))


def test_a_time_hours_away_takes_two_bytes():
    for delta, zigzag in ((128, 256), (-129, 257), (600, 1200), (32767, 65534), (-32768, 65535)):
        assert second(time=TIME + delta) == b"\x01" + zigzag.to_bytes(2, "little")


def test_any_other_time_is_whole():
    for time in (0, 1, TIME + 32768, TIME - 32769, 0xFFFFFFFF):
        assert second(time=time) == b"\x02" + time.to_bytes(4, "little")


def test_version_bits_that_miners_roll_take_two_bytes():
    for rolled in (1, 2, 0x8000, 0xFFFF):
        assert second(version=VERSION | rolled << 13) == b"\x04\x00" + rolled.to_bytes(2, "little")


def test_rolled_bits_may_go_back_to_zero():
    run = linked(BEFORE, (VERSION | packed.ROLLED, TIME, BITS), BEFORE)
    data = packed.pack(run)
    assert data == FIRST + b"\x04\x00\xff\xff" + TAIL + b"\x04\x00\x00\x00" + TAIL
    assert packed.unpack(data, PARENT) == hashed(run)


def test_any_other_version_is_whole():
    for version in (0, 1, 4, 0x20000001, 0x20001FFF, 0x3FFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        assert second(version=version) == b"\x08\x00" + version.to_bytes(4, "little")


def test_bits_that_change_are_whole():
    for bits in (0, 0x1D00FFFF, 0x207FFFFE, 0xFFFFFFFF):
        assert second(bits=bits) == b"\x10\x00" + bits.to_bytes(4, "little")


def test_all_of_it_at_once():
    front = second(4, TIME - 10**6, 0x1D00FFFF)
    assert front == b"\x1a" + (TIME - 10**6).to_bytes(4, "little") + b"\x04\x00\x00\x00\xff\xff\x00\x1d"
    assert second(VERSION | 1 << 13, TIME + 600, 0x1D00FFFF) == b"\x15\xb0\x04\x01\x00\xff\xff\x00\x1d"


def test_the_shortest_header_has_38_bytes_and_the_longest_49():
    assert len(second()) + 36 == packed.MIN_SIZE == 38
    assert len(second(4, 0, 0x1D00FFFF)) + 36 == 49


def test_the_first_header_is_packed_as_if_after_nothing():
    assert packed.pack(linked((VERSION, 5, 0))) == b"\x00\x0a" + TAIL
    assert packed.pack(linked((1, TIME, BITS)))[:1] == b"\x1a"


def test_a_time_in_a_longer_form_than_it_needs_is_refused():
    for zigzag in (0, 1, 255):
        refused(b"\x01" + zigzag.to_bytes(2, "little"))
    for time in (TIME, TIME + 128, TIME + 32767, TIME - 32768):
        refused(b"\x02" + time.to_bytes(4, "little"))


def test_a_version_in_a_longer_form_than_it_needs_is_refused():
    refused(b"\x04\x00\x00\x00")  # rolled to what it was
    refused(b"\x08\x00" + VERSION.to_bytes(4, "little"))
    refused(b"\x08\x00" + (VERSION | 1 << 13).to_bytes(4, "little"))


def test_bits_that_do_not_change_are_not_repeated():
    assert refused(b"\x10\x00" + BITS.to_bytes(4, "little")) == ("a packed header", len(FIRST))


def test_a_time_below_zero_or_over_32_bits_is_refused():
    for time, zigzag in ((5, 11), (0, 1), (0xFFFFFFFF, 2), (0xFFFFFFF0, 32)):
        data = packed.pack(linked((VERSION, time, BITS)))
        with raises(NonCanonical):
            packed.unpack(data + bytes((0, zigzag)) + TAIL, PARENT)


def test_control_bits_without_a_meaning_are_refused():
    for control in (3, 7, 12, 15, 0x20, 0x40, 0x80, 0xFF):
        assert refused(bytes((control,)) + bytes(12), Unsupported) == (control, len(FIRST))


def test_a_header_that_is_cut_is_refused():
    data = FIRST + second(4, 7, 0x1D00FFFF) + TAIL
    for size in range(1, len(data)):
        if size != len(FIRST):
            with raises(Truncated):
                packed.unpack(data[:size], PARENT)
    with raises(Truncated):
        packed.unpack(data + b"\x00", PARENT)


def test_mined_headers_come_back_as_they_were():
    tree = Tree(REGTEST)
    names = " ".join([str(n) for n in range(1, 65)])
    run = codec.split(tree.grow(names, after="0"))
    for first, count in ((1, 64), (1, 1), (64, 1), (20, 30)):
        part = run[first - 1 : first - 1 + count]
        message = packed.serialize(first, part)
        assert packed.parse(message) == (first, hashed(part))
    whole = [REGTEST.genesis] + run
    assert packed.parse(packed.serialize(0, whole)) == (0, hashed(whole))
    assert len(packed.serialize(1, run)) < 64 * 44


def test_times_may_go_backwards():
    fields = [(VERSION, TIME + delta, BITS) for delta in (0, -1, -200, 5, -32768, 100_000, -100_000)]
    run = linked(*fields)
    assert packed.parse(packed.serialize(9, run)) == (9, hashed(run))


def test_a_run_of_nothing_has_no_previous_hash():
    assert packed.serialize(7, []) == encode([7, bytes(32), b""])
    assert packed.parse(encode([7, bytes(32), b""])) == (7, ())
    for prev_hash in (PARENT, bytes(31) + b"\x01"):
        with raises(NonCanonical):
            packed.parse(encode([7, prev_hash, b""]))


def test_heights_have_32_bits():
    for height in (0, 1, 0xFFFFFFFF):
        assert packed.parse(encode([height, PARENT, FIRST])) == (height, hashed(linked(BEFORE)))
    for height in (-1, 1 << 32, 1 << 63, True, None, b"\x01", "1"):
        with raises(BadSchema):
            packed.parse(encode([height, PARENT, FIRST]))


def test_what_is_no_message_of_headers_is_refused():
    for fields in (
        [],
        7,
        None,
        b"",
        {0: 7, 1: PARENT, 2: FIRST},
        [7, PARENT],
        [7, PARENT, FIRST, 0],
        [7, PARENT[:31], FIRST],
        [7, PARENT + b"\x00", FIRST],
        [7, "a", FIRST],
        [7, PARENT, "a"],
        [7, PARENT, [FIRST]],
        [7, None, b""],
    ):
        with raises(BadSchema):
            packed.parse(encode(fields))
    with raises(TooLarge):
        packed.parse(encode(list(range(9))))


def test_a_message_ends_where_it_ends():
    message = packed.serialize(7, linked(BEFORE))
    with raises(TrailingBytes):
        packed.parse(message + b"\x00")
    for size in range(len(message)):
        with raises(Truncated):
            packed.parse(message[:size])
    with raises(NonCanonical):
        packed.parse(message.replace(b"\x83\x07", b"\x83\x18\x07"))
