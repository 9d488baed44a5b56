"""Our verdict on every header, and our choice of tip, against Bitcoin Core's own engine (tests/support/oracle.py)."""

import collections
import json
import lzma
import random

import pytest

from lightclient.bitcoin import chain as chain_module
from lightclient.bitcoin import header as codec
from lightclient.bitcoin import state as state_module
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import BadBits, TimeTooOld
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.state import advance, genesis, step
from lightclient.errors import LightClientError
from tests.support.data import data
from tests.support.oracle import ERRORS, FAULTS, LIMIT, Block, Core, Divergence, Pair, child, fair, mine, play

GENESIS = Block(REGTEST.genesis, None)


@pytest.fixture
def regtest(tmp_path):
    with Core(tmp_path / "core", REGTEST) as core:
        yield Pair(core, from_genesis(REGTEST, 10_000), "regtest")


def read(*parts):
    """Return the raw headers of a file of the data folder."""
    raw = data(*parts).read_bytes()
    return codec.split(lzma.decompress(raw) if parts[-1].endswith(".xz") else raw)


# -- random trees


@pytest.mark.slow
def test_random_trees(tmp_path):
    counts = play_seeds(range(10), tmp_path)
    assert counts["chains"] > 500


@pytest.mark.slow
def test_thousands_of_random_trees(tmp_path):
    counts = play_seeds(range(1000, 1120), tmp_path)
    assert counts["trees"] == 3000
    assert counts["chains"] > 6000
    assert counts["reorganisations"] > 300
    assert counts["ties"] > 300


def play_seeds(seeds, folder):
    counts = collections.Counter()
    for seed in seeds:
        counts += play(seed, folder / str(seed))
    never = {reason for reason in ERRORS if reason and not counts[reason]}
    assert never == {"time-timewarp-attack"}, "regtest has no timewarp rule, all else must have been drawn"
    return counts


# -- one fault, one name


ONE_FAULT = {
    "old": ("time-too-old", "TimeTooOld"),
    "new": ("time-too-new", "TimeTooNew"),
    "version": ("bad-version", "BadVersion"),
    "lower target": ("bad-diffbits", "BadDifficulty"),
    "target above limit": ("high-hash", "BadDifficulty"),
    "no target": ("high-hash", "BadBits"),
    "parent": ("prev-blk-not-found", "UnknownParent"),
    "high hash": ("high-hash", "HighHash"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_header_broken_in_one_way_is_refused_for_that_reason(regtest, fault):
    reason, name = ONE_FAULT[fault]
    rng = random.Random(fault)
    tip, now = GENESIS, GENESIS.time
    for _ in range(40):
        block = child(rng, tip, now, [fault])
        regtest.core.set_clock(now)
        assert regtest.core.take(block.header) == reason
        with pytest.raises(LightClientError) as caught:
            regtest.chain.extend(block.header, now)
        assert caught.value.name == name
        tip = child(rng, tip, now, [])
        regtest.deliver([tip.header], now)
        now = tip.time


def test_a_known_header_is_accepted_again_and_changes_nothing(regtest):
    rng = random.Random(0)
    one = child(rng, GENESIS, GENESIS.time, [])
    other = child(rng, GENESIS, GENESIS.time, [])
    for block in (GENESIS, one, other, one, other, GENESIS):
        regtest.deliver([block.header], one.time)
    assert regtest.chain.tip.tip_hash == one.hash


def test_the_last_second_that_a_header_can_name(regtest):
    rng = random.Random(0)
    tip, last = GENESIS, (1 << 32) - 1
    for _ in range(10):
        tip = child(rng, tip, GENESIS.time, [])
        regtest.deliver([tip.header], tip.time)
    for _ in range(6):
        tip = Block(mine({**fair(rng, tip, tip.time), "time": last}), tip)
        regtest.deliver([tip.header], last - 7201)
        regtest.deliver([tip.header], last - 7200)
    end = Block(mine({**fair(rng, GENESIS, 0), "prev_hash": tip.hash, "time": last}), tip)
    regtest.deliver([end.header], last)
    assert regtest.counts["time-too-new"] == 6
    assert regtest.counts["time-too-old"] == 1, "six of eleven at the end: the median is there, nothing can follow"


def test_compact_bits_mean_to_us_what_they_mean_to_core(regtest):
    rng = random.Random(0)
    regtest.core.set_clock(GENESIS.time)
    seen = collections.Counter()
    for _ in range(1500):
        exponent = rng.choice([rng.randrange(256), rng.randint(30, 36)])
        bits = exponent << 24 | rng.getrandbits(24) >> rng.choice([0, 8, 16, rng.randrange(24)])
        block = {**fair(rng, GENESIS, GENESIS.time), "bits": bits}
        try:
            target = target_of(bits)
        except BadBits:
            target = None
        if target is None or target > LIMIT:
            # The smallest of many hashes: a target that Core saw where we see none would show as bad-diffbits.
            header = min((mine({**block, "merkle_root": rng.randbytes(32)}) for _ in range(16)), key=hash_number)
            assert regtest.core.take(header) == "high-hash", hex(bits)
            seen["no target" if target is None else "above limit"] += 1
        elif target >> 247:
            seen["target"] += 1
            if bits != 0x207FFFFF:
                assert regtest.core.take(mine(block, target)) == "bad-diffbits", hex(bits)
                assert regtest.core.take(mine(block, target, hit=False)) == "high-hash", hex(bits)
    assert min(seen["target"], seen["above limit"], seen["no target"]) > 10, seen


def hash_number(header):
    return int.from_bytes(codec.hash_of(header), "little")


# -- real chains


@pytest.mark.slow
@pytest.mark.parametrize(
    "network, file",
    [
        (MAINNET, ("headers_mainnet", "main_000000_039999.bin.xz")),
        (TESTNET3, ("headers_test", "testnet3_0000000_0009999.bin.xz")),
        (TESTNET4, ("headers_test", "testnet4_0_100.bin")),
        (SIGNET, ("headers_test", "signet_0_2015.bin.xz")),
        (REGTEST, ("headers_test", "regtest_0_100.bin")),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_real_headers_and_damaged_ones(tmp_path, network, file):
    rng = random.Random(network.name)
    headers = read(*file)
    states = [genesis(network)]
    for header in headers[1:]:
        states.append(step(states[-1], header, network))
    times = [codec.time_of(header) for header in headers]

    with Core(tmp_path / "core", network) as core:
        pair = Pair(core, from_genesis(network, 2016), network.name)
        at, runs = 1, 0
        while at < len(headers):
            run = headers[at : at + rng.randint(1, 200)]
            # A second too early for the first of them, then just late enough for all.
            pair.deliver(run[:1], times[at] - 7201)
            pair.deliver(run, max(times[at : at + len(run)]) - 7200)
            at, runs = at + len(run), runs + 1
        assert pair.counts["accepted"] == len(headers) - 1
        assert pair.counts["time-too-new"] == runs
        assert core.tip == (len(headers) - 1, codec.hash_of(headers[-1]))

        now = max(times)
        core.set_clock(now)
        for height, header in damaged(rng, headers, network):
            reason, error = core.take(header), None
            try:
                step(states[height - 1], header, network, now)
            except LightClientError as caught:
                error = caught.name
            # `step` is told the parent, so what has none for Core does not follow it for us.
            names = ERRORS[reason] | {"PrevHashMismatch"} if reason else ERRORS[reason]
            assert error in names, (height, header.hex(), reason, error)


def damaged(rng, headers, network):
    """Yield (height, header): a flipped bit in each field at random heights, and other bits where an epoch begins."""
    for _ in range(200):
        height = rng.randrange(1, len(headers))
        for start, end in ((0, 4), (4, 36), (36, 68), (68, 72), (72, 76), (76, 80)):
            header = bytearray(headers[height])
            header[rng.randrange(start, end)] ^= 1 << rng.randrange(8)
            yield height, bytes(header)
    for height in range(network.interval, len(headers), network.interval):
        right, before = codec.bits_of(headers[height]), codec.bits_of(headers[height - 1])
        for bits in {before, right + 1, right - 1, network.limit_bits} - {right}:
            yield height, headers[height][:72] + bits.to_bytes(4, "little") + headers[height][76:]


def bip54():
    """Return BIP54's test vectors: a tree of alternative mainnet chains, mined for real from genesis on."""
    return json.loads(lzma.decompress(data("adversarial", "bip54_timestamps.json.xz").read_bytes()))


@pytest.mark.parametrize("seed", range(5))
def test_a_tree_of_real_work(tmp_path, seed):
    rng = random.Random(seed)
    ready = [(bip54(), 1)]
    with Core(tmp_path / "core", MAINNET) as core:
        pair = Pair(core, from_genesis(MAINNET, 10_000), f"seed {seed}")
        delivered = []
        while ready:
            segment, at = ready.pop(rng.randrange(len(ready)))
            headers = [bytes.fromhex(header) for header in segment["block_headers"]]
            end = at + rng.randint(1, 400)
            if end < len(headers) and rng.random() < 0.3:
                pair.deliver(headers[end : end + 1], 1 << 31)  # before its parent
            if delivered and rng.random() < 0.3:
                pair.deliver(rng.choice(delivered), 1 << 31)
            run = headers[at:end]
            pair.deliver(run, 1 << 31)
            delivered.append(run)
            if end < len(headers):
                ready.append((segment, end))
            else:
                ready.extend((extension, 0) for extension in segment.get("extensions", ()))
    assert pair.chain.tip.height == 4032
    assert pair.counts["reorganisations"] > 0


def test_a_branch_with_more_work_wins_although_it_is_shorter(tmp_path):
    #   0 - 1 ... 4034 - 4035 - 4036      the real chain: difficulty 1
    #    \
    #     1' .. 4031' - 4032'             BIP54's longest: retargeted to difficulty 4 at 4032
    real = read("headers_mainnet", "main_000000_039999.bin.xz")
    (other,) = [path for path in paths(bip54()) if codec.bits_of(path[-1]) != codec.bits_of(MAINNET.genesis)]
    with Core(tmp_path / "core", MAINNET) as core:
        pair = Pair(core, from_genesis(MAINNET, 10_000), "shorter")
        heights = []
        for run in (real[1:4035], other[1:4032], other[4032:], real[4035:4036], real[4036:4037]):
            pair.deliver(run, 1 << 31)
            heights.append(pair.chain.tip.height)
    assert heights == [4034, 4034, 4032, 4032, 4036], "behind, ahead by work, equal: the first stays, ahead again"


def paths(segment, before=()):
    """Yield each chain of a tree of BIP54's, from the root to a leaf."""
    headers = [*before, *(bytes.fromhex(header) for header in segment["block_headers"])]
    extensions = segment.get("extensions", ())
    if not extensions:
        yield headers
    for extension in extensions:
        yield from paths(extension, headers)


# -- the oracle itself


def lax_median(state, header, network, now):
    try:
        return step(state, header, network, now)
    except TimeTooOld as error:
        time, median = error.args
        if time < median:
            raise
        return advance(state, [header], codec.hash_of(header), network)


def odd_work(state, header, network, now):
    """Regtest's blocks add 2 each: an odd sum wins over an even one at equal length."""
    after = step(state, header, network, now)
    return after._replace(chainwork=2 * (after.height + 1) + (after.tip_hash[0] & 1))


def one_by_one(rule):
    """Return what `steps` would be if `rule` were its rule for one header."""

    def steps(state, headers, network, now=None, last=None):
        for header in headers:
            state = rule(state, header, network, now)
        return state

    return steps


@pytest.mark.parametrize(
    "where, name, broken",
    [
        pytest.param(state_module, "MAX_FUTURE", 7199, id="clock-too-strict"),
        pytest.param(state_module, "MAX_FUTURE", 7201, id="clock-too-lax"),
        pytest.param(state_module, "MEDIAN_SPAN", 10, id="median-of-ten"),
        pytest.param(chain_module, "steps", one_by_one(lax_median), id="median-itself-allowed"),
        pytest.param(REGTEST, "bip65_height", 1 << 32, id="version-3-allowed"),
        pytest.param(chain_module, "steps", one_by_one(odd_work), id="tie-goes-to-the-odd-hash"),
        pytest.param(Chain, "_reorganise", lambda chain, winner: None, id="first-branch-stays"),
    ],
)
def test_a_broken_rule_of_ours_is_found(tmp_path, monkeypatch, where, name, broken):
    monkeypatch.setattr(where, name, broken)
    with pytest.raises(Divergence, match=r"^seed \d: .*; header [0-9a-f]{160} at clock \d+$"):
        play_seeds(range(5), tmp_path)
