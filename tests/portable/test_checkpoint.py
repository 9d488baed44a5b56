from hashlib import sha256

from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.checkpoint import format_of, network_of, parse, parts, serialize
from lightclient.bitcoin.errors import (
    BadBits,
    DamagedCheckpoint,
    EmptyCheckpoint,
    HighHash,
    PrevHashMismatch,
    TextCheckpoint,
    WrongNetwork,
)
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge, TrailingBytes, Truncated, Unsupported
from lightclient.merkle.compact import CompactRange
from tests.portable.mining import Tree, network, unmine
from tests.portable.support import raises

MAGIC, NAME, HEIGHT, TIP, BITS, EPOCH_TIME, EPOCH_BITS, TIMES, CHAINWORK, LOG, HEADERS, CHECKSUM = range(12)


def grown(blocks=15, window=4, network=REGTEST):
    """Return a tree of one chain, and the chain that follows it."""
    tree = Tree(network)
    chain = from_genesis(network, window)
    chain.extend(tree.grow(" ".join([str(n + 1) for n in range(blocks)]), after="0"))
    return tree, chain


def sealed(data):
    """Return a record of format 2 whose checksum holds again."""
    return data[:-8] + sha256(data[:-8]).digest()[:8]


def changed(data, field, value):
    """Return a record with another field, and in format 2 with the checksum that it then has."""
    fields = decode(data)
    fields[field] = value
    return encode(fields) if format_of(data) == 1 else sealed(encode(fields))


def as_format_1(data):
    """Return a record as it was written before there were checksums."""
    fields = decode(data)[:CHECKSUM]
    fields[MAGIC] = "LCC1"
    fields[CHAINWORK] = bytes(32 - len(fields[CHAINWORK])) + fields[CHAINWORK]
    return encode(fields)


def both(chain):
    """Return the record of a chain in either format."""
    data = serialize(chain)
    return as_format_1(data), data


def refused(error, data, network=REGTEST):
    with raises(error) as caught:
        parse(data, network)
    return caught.error.args


def test_a_chain_survives_the_round_trip():
    _, chain = grown()
    again = parse(serialize(chain), REGTEST, 4)
    assert again.base == chain.base and again.tip == chain.tip
    assert (again.base.target, again.base.work) == (chain.base.target, chain.base.work)
    assert again.best.headers == chain.best.headers
    assert (again.log_start, again.log.size, again.log.root()) == (0, 12, chain.log.root())
    assert serialize(again) == serialize(chain)


def test_the_chain_goes_on_across_a_retarget():
    tree, chain = grown(6, 2, network(interval=4))
    again = parse(serialize(chain), tree.network, 2)
    again.extend(tree.grow("7 8 9 10", after="6", spacing=3000))
    assert again.tip == tree.states["10"]


def test_a_chain_of_nothing_but_genesis_survives():
    chain = from_genesis(REGTEST)
    assert parse(serialize(chain), REGTEST).tip == chain.tip


def test_headers_beyond_the_window_go_to_the_log():
    tree, chain = grown(15, 8)
    again = parse(serialize(chain), REGTEST, 3)
    assert again.base == tree.states["12"] and again.tip == chain.tip
    again.log.append(bytes(32))  # the log is whole: it goes on
    assert again.log.size == 14


def test_a_log_may_start_later_than_the_chain():
    _, chain = grown()
    data = changed(serialize(chain), LOG, [12, 0, b""])
    again = parse(data, REGTEST, 4)
    assert (again.log_start, again.log.size) == (12, 0)
    assert serialize(again) == data


def test_a_checkpoint_of_a_million_blocks_fits_the_memory_that_deep_sleep_keeps():
    _, chain = grown(20, 12)
    chain.log = CompactRange((1 << 20) - 1, bytes(20 * 32))
    assert len(serialize(chain)) <= 2048


def test_the_network_can_be_read_first():
    for data in both(grown()[1]):
        assert network_of(data) == "regtest"
        with raises(BadSchema):
            network_of(changed(data, NAME, 7))


def test_a_checkpoint_of_another_network_is_refused_with_both_names():
    for data in both(grown()[1]):
        assert refused(WrongNetwork, data, TESTNET3) == ("regtest", "testnet3")
        with raises(WrongNetwork) as caught:
            parse(data, TESTNET3, 4, "the saved record")
        assert caught.error.fields == {"record": "the saved record"}


def test_the_network_may_be_recorded_by_its_id():
    _, chain = grown()
    for data in both(chain):
        by_id = changed(data, NAME, REGTEST.id)
        assert parse(by_id, REGTEST, 4).tip == chain.tip and network_of(by_id) == REGTEST.id
        refused(WrongNetwork, changed(data, NAME, TESTNET3.id))


def test_every_flipped_bit_is_refused_by_one_error():
    data = serialize(grown(15, 2)[1])
    for bit in range(8 * len(data)):
        wrong = bytearray(data)
        wrong[bit >> 3] ^= 1 << (bit & 7)
        with raises(DamagedCheckpoint) as caught:
            parse(bytes(wrong), REGTEST, 2, "the trust anchor")
        assert caught.error.fields == {"record": "the trust anchor", "size": len(data)}


def test_a_record_that_is_cut_or_goes_on_is_refused():
    data = serialize(grown(15, 2)[1])
    for size in range(5, len(data)):
        refused(DamagedCheckpoint, data[:size])
    for size in range(1, 5):
        refused(Truncated, data[:size])
    refused(DamagedCheckpoint, data + b"\x00")
    old = as_format_1(data)
    refused(Truncated, old[:-1])


def test_nothing_is_no_checkpoint():
    refused(EmptyCheckpoint, b"")
    refused(EmptyCheckpoint, bytearray())


def test_text_is_no_checkpoint_and_its_digits_are_not_either():
    data = serialize(grown()[1])
    for text in (data.hex(), "", "genesis", None, 7, [data]):
        refused(TextCheckpoint, text)
    for digits in (data.hex().encode(), data.hex().upper().encode() + b"\n"):
        refused(TextCheckpoint, digits)


def test_noise_is_no_checkpoint():
    for noise, error in (
        (b"\xff" * 300, Unsupported),
        (bytes(300), TrailingBytes),
        (b"\x8bdLCC0", Truncated),
        (encode(["LCC1", "regtest"]), BadSchema),
        (encode(7), BadSchema),
        (b"\x9b" + b"\xff" * 8, TooLarge),
    ):
        refused(error, noise)


def test_views_and_buffers_are_read_like_bytes():
    _, chain = grown()
    data = serialize(chain)
    for buffer in (bytearray(data), memoryview(data)):
        assert parse(buffer, REGTEST, 4).tip == chain.tip


def test_what_is_no_checkpoint_is_refused():
    old, data = both(grown()[1])
    refused(BadSchema, encode(decode(old)[:10]))
    refused(DamagedCheckpoint, encode(decode(old) + [0]))  # all but one byte of its front is that of format 2
    fields = decode(data)
    for other in (
        encode(0),
        encode([]),
        encode(fields[:10] + fields[11:]),
        encode(fields[:11] + [0] + fields[11:]),
        encode(["LCC3"] + fields[1:]),
        encode(["LCC1"] + fields[1:]),
        encode(fields[:1] + [7] + fields[2:]),
    ):
        if len(other) > 8:
            assert refused(BadSchema, sealed(other))[1] == "not a version 1 or 2 checkpoint"


def test_the_checksum_is_the_last_field_of_eight_bytes():
    fields = decode(serialize(grown()[1]))
    for last in (bytes(9), bytes(24), [bytes(8)]):
        assert refused(BadSchema, sealed(encode(fields[:CHECKSUM] + [last])))[1] == "the checksum is not the last field"


def test_the_parts_are_the_record():
    _, chain = grown()
    assert b"".join(parts(chain)) == serialize(chain)


def test_format_1_is_still_read():
    _, chain = grown()
    old, data = both(chain)
    assert (format_of(old), format_of(data)) == (1, 2)
    again = parse(old, REGTEST, 4)
    assert again.base == chain.base and again.tip == chain.tip and serialize(again) == data


def test_numbers_are_of_32_bits():
    for data in both(grown()[1]):
        for field in (HEIGHT, BITS, EPOCH_TIME, EPOCH_BITS):
            for value in (-1, 1 << 32, True, None, b"\x01", "1"):
                assert refused(BadSchema, changed(data, field, value))[1] == "a number is not of 32 bits"


def test_hash_and_work_are_of_32_bytes():
    for data in both(grown()[1]):
        for field in (TIP, CHAINWORK)[: 3 - format_of(data)]:
            for value in (bytes(31), bytes(33), "0" * 32, 0):
                assert refused(BadSchema, changed(data, field, value))[1] == "a hash or work is not of 32 bytes"


def test_height_and_work_leave_room_for_what_is_added():
    for data in both(grown()[1]):
        widest = b"\x80" + bytes(31)
        for field, value in (
            (HEIGHT, 1 << 31),
            (HEIGHT, (1 << 32) - 1),
            (CHAINWORK, widest),
            (CHAINWORK, b"\xff" * 32),
        ):
            assert "more than any chain has" in refused(BadSchema, changed(data, field, value))[1]


def test_work_has_one_form_in_format_2():
    _, chain = grown()
    data = serialize(chain)
    assert decode(data)[CHAINWORK] == bytes([chain.base.chainwork])
    for value in (b"\x00\x08", bytes(32), b"\x01" + bytes(32), "8", 8):
        assert "shortest form" in refused(BadSchema, changed(data, CHAINWORK, value))[1]
    for work in (0, 1, 255, 256, (1 << 255) - 1):
        value = work.to_bytes(32, "big").lstrip(b"\x00")
        assert parse(changed(changed(data, HEADERS, b""), CHAINWORK, value), REGTEST).tip.chainwork == work


def test_there_is_one_time_for_each_of_the_last_eleven_blocks():
    early, late = serialize(grown(5, 2)[1]), serialize(grown()[1])
    for data, count in ((early, 4), (late, 11)):
        assert len(decode(data)[TIMES]) == 4 * count
        for value in (bytes(4 * count - 4), bytes(4 * count + 4), bytes(4 * count - 1), [0] * count):
            assert refused(BadSchema, changed(data, TIMES, value))[1] == "not one time for each of the last blocks"


def test_the_log_is_start_size_and_peaks():
    for data in both(grown()[1]):
        peaks = decode(data)[LOG][2]
        for value in (
            0,
            [],
            [0, 12],
            [0, 12, peaks, 0],
            [-1, 13, peaks],
            [False, 12, peaks],
            [0, "12", peaks],
            [0, 12, 0],
        ):
            assert refused(BadSchema, changed(data, LOG, value))[1] == "the header log is not [start, size, peaks]"


def test_the_log_ends_at_the_block_of_the_checkpoint():
    for data in both(grown()[1]):
        peaks = decode(data)[LOG][2]
        for value in ([0, 11, peaks], [1, 12, peaks], [0, 13, peaks]):
            said = refused(BadSchema, changed(data, LOG, value))[1]
            assert said == "the header log does not end at the checkpoint's block"


def test_the_log_has_the_peaks_of_its_size():
    for data in both(grown()[1]):
        peaks = decode(data)[LOG][2]
        assert refused(BadSchema, changed(data, LOG, [0, 12, peaks[32:]]))[0] == "compact range"
        refused(Truncated, changed(data, LOG, [0, 12, peaks[1:]]))


def test_bits_encode_a_target():
    for data in both(grown()[1]):
        for field in (BITS, EPOCH_BITS):
            assert refused(BadBits, changed(data, field, 0x1D800001)) == (0x1D800001,)


def test_headers_are_bytes_that_follow_the_base():
    for data in both(grown()[1]):
        headers = decode(data)[HEADERS]
        assert refused(BadSchema, changed(data, HEADERS, []))[1] == "the headers are not bytes"
        for value in (headers[80:], b"\x00"):
            assert refused(BadSchema, changed(data, HEADERS, value))[1] == "the headers do not follow the base"


def test_headers_are_checked_again():
    for data in both(grown()[1]):
        headers = decode(data)[HEADERS]
        refused(Truncated, changed(data, HEADERS, headers[:-1]))
        refused(HighHash, changed(data, HEADERS, headers[:-80] + unmine(headers[-80:])))
        refused(PrevHashMismatch, changed(data, HEADERS, headers + headers[-80:]))
