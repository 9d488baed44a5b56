"""Real headers of the test networks against every rule: minimum difficulty, walk-back, signet, regtest."""

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import required_bits, target_of
from lightclient.bitcoin.errors import BadDifficulty, HighHash
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import EPOCH
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.state import ChainState
from lightclient.bitcoin.trust import trusted
from tests.support.vectors import load, load_json, records, work_of_run

FROM_GENESIS = [
    ("headers_test/testnet3_0000000_0009999.bin.xz", TESTNET3, 9999),
    ("headers_test/testnet4_0_100.bin", TESTNET4, 100),
    ("headers_test/signet_0_2015.bin.xz", SIGNET, 2015),
    ("headers_test/signet_default_0_100.bin", SIGNET, 100),
    ("headers_test/regtest_0_100.bin", REGTEST, 100),
]
FROM_INSIDE = [
    ("headers_test/testnet3_1714177_1716192.bin.xz", 1714177, 1715616),
    ("headers_test/testnet3_1717746_1719768.bin.xz", 1717746, 1719648),
    ("headers_test/testnet3_2588540_2588550.bin.xz", 2588540, 2588550),
]


@pytest.mark.parametrize(("name", "network", "height"), FROM_GENESIS)
def test_every_rule_holds_from_genesis(name, network, height):
    raw = load(name)
    chain = trusted(raw, 0, None, work_of_run(codec.split(raw)), network)
    assert chain.base.height == height
    assert chain.base.tip_hash == codec.hash_of(raw[-codec.SIZE :])
    assert chain.log.size == height + 1


@pytest.mark.parametrize(("name", "start", "covered"), FROM_INSIDE)
def test_every_rule_holds_from_where_the_run_tells_enough(name, start, covered):
    raw = load(name)
    chain = trusted(raw, start, covered, None, TESTNET3)
    chain.extend(raw[codec.SIZE * (covered - start + 1) :])
    assert chain.tip.height == start + len(raw) // codec.SIZE - 1
    assert chain.tip.tip_hash == codec.hash_of(raw[-codec.SIZE :])
    assert chain.tip.chainwork == work_of_run(codec.split(raw))
    assert chain.tip == trusted(raw, start, None, None, TESTNET3).base


def test_tips_are_those_of_the_index():
    tips = {
        record["name"]: record for record in load_json("headers_mainnet/INDEX.json") if record["network"] != "mainnet"
    }
    assert len(tips) == 4
    for name, start in [FROM_GENESIS[0][:1] + (0,)] + [row[:2] for row in FROM_INSIDE]:
        raw = load(name)
        record = next(record for record in tips.values() if record["start"] == start)
        assert codec.display(codec.hash_of(raw[-codec.SIZE :])) == record["tip_hash"]
        assert len(raw) // codec.SIZE == record["count"]


def test_easy_blocks_are_those_the_index_counts():
    headers = codec.split(load("headers_test/testnet3_0000000_0009999.bin.xz"))
    easy = [
        height
        for height, header in enumerate(headers)
        if codec.bits_of(header) == TESTNET3.limit_bits
        and codec.bits_of(headers[height // EPOCH * EPOCH]) != TESTNET3.limit_bits
    ]
    assert easy
    for height in easy:
        assert codec.time_of(headers[height]) > codec.time_of(headers[height - 1]) + 1200
    # ... and without the 20-minute rule the first of them would be refused.
    with pytest.raises(BadDifficulty) as caught:
        trusted(b"".join(headers), 0, None, None, without_easy_blocks())
    assert caught.value.height == easy[0]


def without_easy_blocks():
    network = type(TESTNET3)("strict", TESTNET3.genesis, TESTNET3.limit_bits)
    network.bip34_height = network.bip66_height = network.bip65_height = 10**9
    return network


@pytest.mark.parametrize(("name", "network", "height"), FROM_GENESIS)
def test_a_header_without_its_work_is_refused_where_it_stands(name, network, height):
    headers = codec.split(load(name))
    for at in (1, height // 2, height):
        broken = headers[:at] + [without_work(headers[at], network)]
        with pytest.raises(HighHash) as caught:
            trusted(b"".join(broken), 0, None, None, network)
        assert caught.value.height == at


def without_work(header, network):
    for nonce in range(100):
        changed = header[:76] + nonce.to_bytes(4, "little")
        if int.from_bytes(codec.hash_of(changed), "little") > target_of(codec.bits_of(header)):
            return changed
    raise AssertionError("no nonce fails")


def test_sparse_testnet3_headers_have_their_work_and_are_of_the_checkpointed_chain():
    headers = records("headers_test/testnet3_epoch_checkpoints.bin", codec.SIZE)
    lasts = load_json("checkpoints/electrum_testnet_checkpoints.json")
    for height, header in headers:
        assert height % EPOCH == 0
        target = target_of(codec.bits_of(header))
        assert int.from_bytes(codec.hash_of(header), "little") <= target <= target_of(TESTNET3.limit_bits)
        assert codec.display(codec.prev_hash_of(header)) == lasts[height // EPOCH - 1][0]


def fragment(name, offset):
    """Return (height, time, bits) of a file of bitcoinX: times as differences, bits run-length coded."""
    raw = load("header_vectors/bitcoinX/" + name)
    first, count, time = (int.from_bytes(raw[at : at + 4], "little") for at in (0, 4, 8))
    times = [time]
    for at in range(12, 12 + 2 * (count - 1), 2):
        times.append(times[-1] + int.from_bytes(raw[at : at + 2], "little") - offset)
    words = [int.from_bytes(raw[at : at + 4], "little") for at in range(12 + 2 * (count - 1), len(raw), 4)]
    bits = []
    while words:
        word = words.pop(0)
        bits += [words.pop(0)] * word if word < 4032 else [word]
    assert len(times) == len(bits) == count
    return list(zip(range(first, first + count), times, bits, strict=True))


def required_along(rows):
    """Yield (height, bits, required bits) for every row from the first epoch start on."""
    rows = rows[-rows[0][0] % EPOCH :]
    height, time, bits = rows[0]
    state = state_after(height, time, bits, time, bits)
    for height, time, bits in rows[1:]:
        yield height, bits, required_bits(state, time, TESTNET3)
        epoch = (time, bits) if height % EPOCH == 0 else (state.epoch_time, state.epoch_bits)
        state = state_after(height, time, bits, *epoch)


def state_after(height, time, bits, epoch_time, epoch_bits):
    return ChainState(height, bytes(32), bits, target_of(bits), 0, epoch_time, epoch_bits, (time,), 0)


def test_walk_back_over_4038_testnet3_blocks():
    rows = fragment("testnet-headers-52416", 3600)
    checked = list(required_along(rows))
    assert all(bits == required for _, bits, required in checked)
    assert len(checked) == 4038
    easy = [height for height, bits, _ in checked if bits == TESTNET3.limit_bits]
    assert len(easy) == 988


def test_testnet3_up_to_the_block_where_bitcoin_cash_left():
    # Block 1,155,875 has other rules than Bitcoin's, and so has all of testnet-headers-1175328.
    rows = [row for row in fragment("testnet-headers-1155850", 3600) if row[0] < 1155875]
    assert len(rows) == 25
    # The epoch's first block is not in the file; its bits are those of any block that is not an easy one.
    (usual,) = {bits for _, _, bits in rows} - {TESTNET3.limit_bits}
    height, time, bits = rows[0]
    state = state_after(height, time, bits, time, usual)
    for height, time, bits in rows[1:]:
        assert bits == required_bits(state, time, TESTNET3)
        state = state_after(height, time, bits, time, usual)


def test_boundaries_of_mainnet_up_to_the_fork_of_bitcoin_sv():
    rows = records("header_vectors/bitcoinX/mainnet-headers-2016", codec.SIZE)
    ours = dict(records("headers_mainnet/epoch_boundaries_0_832608.bin", codec.SIZE))
    differing = [height for height, header in rows if ours[height] != header]
    assert differing == [479807]  # past 478,558: not Bitcoin's
    assert MAINNET.genesis == rows[0][1]
