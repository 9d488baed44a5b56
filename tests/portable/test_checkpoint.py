from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.checkpoint import network_of, parse, serialize
from lightclient.bitcoin.errors import BadBits, HighHash, PrevHashMismatch, WrongNetwork
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, Truncated
from lightclient.merkle.compact import CompactRange
from tests.portable.mining import Tree, network, unmine
from tests.portable.support import raises

MAGIC, NAME, HEIGHT, TIP, BITS, EPOCH_TIME, EPOCH_BITS, TIMES, CHAINWORK, LOG, HEADERS = range(11)


def grown(blocks=15, window=4, network=REGTEST):
    """Return a tree of one chain, and the chain that follows it."""
    tree = Tree(network)
    chain = from_genesis(network, window)
    chain.extend(tree.grow(" ".join([str(n + 1) for n in range(blocks)]), after="0"))
    return tree, chain


def changed(data, field, value):
    fields = decode(data)
    fields[field] = value
    return encode(fields)


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
    assert network_of(serialize(grown()[1])) == "regtest"
    for data in (encode(1), encode([]), encode(["LCC1"]), encode(["LCC2", "regtest"]), encode(["LCC1", 7])):
        with raises(BadSchema):
            network_of(data)


def test_a_checkpoint_of_another_network_is_refused():
    assert refused(WrongNetwork, serialize(grown()[1]), TESTNET3) == ("regtest", "testnet3")


def test_what_is_no_checkpoint_is_refused():
    data = serialize(grown()[1])
    for other in (encode(0), encode({}), encode([]), encode(decode(data)[:10]), encode(decode(data) + [0])):
        assert refused(BadSchema, other)[1] == "not a version 1 checkpoint"
    assert refused(BadSchema, changed(data, MAGIC, "LCC2"))[1] == "not a version 1 checkpoint"


def test_numbers_are_of_32_bits():
    data = serialize(grown()[1])
    for field in (HEIGHT, BITS, EPOCH_TIME, EPOCH_BITS):
        for value in (-1, 1 << 32, True, None, b"\x01", "1"):
            assert refused(BadSchema, changed(data, field, value))[1] == "a number is not of 32 bits"


def test_hash_and_work_are_of_32_bytes():
    data = serialize(grown()[1])
    for field in (TIP, CHAINWORK):
        for value in (bytes(31), bytes(33), "0" * 32, 0):
            assert refused(BadSchema, changed(data, field, value))[1] == "a hash or work is not of 32 bytes"


def test_there_is_one_time_for_each_of_the_last_eleven_blocks():
    early, late = serialize(grown(5, 2)[1]), serialize(grown()[1])
    for data, count in ((early, 4), (late, 11)):
        assert len(decode(data)[TIMES]) == 4 * count
        for value in (bytes(4 * count - 4), bytes(4 * count + 4), bytes(4 * count - 1), [0] * count):
            assert refused(BadSchema, changed(data, TIMES, value))[1] == "not one time for each of the last blocks"


def test_the_log_is_start_size_and_peaks():
    data = serialize(grown()[1])
    peaks = decode(data)[LOG][2]
    for value in (0, [], [0, 12], [0, 12, peaks, 0], [-1, 13, peaks], [False, 12, peaks], [0, "12", peaks], [0, 12, 0]):
        assert refused(BadSchema, changed(data, LOG, value))[1] == "the header log is not [start, size, peaks]"


def test_the_log_ends_at_the_block_of_the_checkpoint():
    data = serialize(grown()[1])
    peaks = decode(data)[LOG][2]
    for value in ([0, 11, peaks], [1, 12, peaks], [0, 13, peaks]):
        said = refused(BadSchema, changed(data, LOG, value))[1]
        assert said == "the header log does not end at the checkpoint's block"


def test_the_log_has_the_peaks_of_its_size():
    data = serialize(grown()[1])
    peaks = decode(data)[LOG][2]
    assert refused(BadSchema, changed(data, LOG, [0, 12, peaks[32:]]))[0] == "compact range"
    refused(Truncated, changed(data, LOG, [0, 12, peaks[1:]]))


def test_bits_encode_a_target():
    data = serialize(grown()[1])
    for field in (BITS, EPOCH_BITS):
        assert refused(BadBits, changed(data, field, 0x1D800001)) == (0x1D800001,)


def test_headers_are_bytes_that_follow_the_base():
    data = serialize(grown()[1])
    headers = decode(data)[HEADERS]
    assert refused(BadSchema, changed(data, HEADERS, []))[1] == "the headers are not bytes"
    for value in (headers[80:], b"\x00"):
        assert refused(BadSchema, changed(data, HEADERS, value))[1] == "the headers do not follow the base"


def test_headers_are_checked_again():
    data = serialize(grown()[1])
    headers = decode(data)[HEADERS]
    refused(Truncated, changed(data, HEADERS, headers[:-1]))
    refused(HighHash, changed(data, HEADERS, headers[:-80] + unmine(headers[-80:])))
    refused(PrevHashMismatch, changed(data, HEADERS, headers + headers[-80:]))
