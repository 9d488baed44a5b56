"""Checkpoints that Electrum and bitcoinj ship: they agree with each other and with our rules for work."""

import base64
import functools
import itertools

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import bits_of, target_of, work_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import EPOCH
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from tests.support.vectors import load, load_json, records

ELECTRUM = {"mainnet": "mainnet", "testnet3": "testnet", "signet": "signet"}
BITCOINJ = {"mainnet": "production", "testnet3": "test", "signet": "signet"}
EACH = pytest.mark.parametrize("network", [MAINNET, TESTNET3, SIGNET], ids=lambda network: network.name)


def electrum(network):
    """Return (hash of the last block, target of the next epoch) for every epoch; 0 where Electrum checks no target."""
    rows = load_json(f"checkpoints/electrum_{ELECTRUM[network.name]}_checkpoints.json")
    return [(codec.from_display(block_hash), target) for block_hash, target in rows]


def bitcoinj(name):
    """Return {height: (chainwork, header)}: lines of base64, with a chainwork of 12 bytes or of 32."""
    magic, _, count, *lines = load(name).decode().split("\n")
    lines = [line for line in lines if line]
    assert magic == "TXT CHECKPOINTS 1"
    assert len(lines) == int(count)
    found = {}
    for line in lines:
        record = base64.b64decode(line + "=" * (-len(line) % 4))
        assert len(record) in (12 + 84, 32 + 84)
        work, height, header = record[:-84], record[-84:-80], record[-80:]
        found[int.from_bytes(height, "big")] = (int.from_bytes(work, "big"), header)
    return found


@functools.cache
def epochs_of(network):
    return bitcoinj(f"checkpoints/bitcoinj_{BITCOINJ[network.name]}.checkpoints.txt")


@EACH
def test_both_name_the_same_blocks(network):
    lasts = electrum(network)
    shared = [height for height in epochs_of(network) if height // EPOCH <= len(lasts)]
    assert len(shared) > 100
    for height in shared:
        _, header = epochs_of(network)[height]
        assert height % EPOCH == 0
        block_hash, target = lasts[height // EPOCH - 1]
        assert codec.prev_hash_of(header) == block_hash
        assert target == (target_of(codec.bits_of(header)) if network is MAINNET else 0)


@EACH
def test_every_header_has_its_work(network):
    for _, header in epochs_of(network).values():
        target = target_of(codec.bits_of(header))
        assert int.from_bytes(codec.hash_of(header), "little") <= target <= target_of(network.limit_bits)


@EACH
def test_chainwork_grows_by_the_work_of_each_epoch(network):
    """From one epoch's first block to the next's: 2,015 blocks of the old difficulty, one of the new.

    With minimum difficulty a testnet's blocks may be easier, so there it is a bound.
    """
    least = work_of(target_of(network.limit_bits))
    genesis = (work_of(target_of(codec.bits_of(network.genesis))), network.genesis)
    rows = sorted({0: genesis, **epochs_of(network)}.items())
    assert len(rows) > 100
    for (height, (before, first)), (next_height, (after, following)) in itertools.pairwise(rows):
        if next_height != height + EPOCH:
            continue
        usual = work_of(target_of(codec.bits_of(first)))
        grown = after - before - work_of(target_of(codec.bits_of(following)))
        if network.min_difficulty:
            assert 2015 * least <= grown <= 2015 * usual
        else:
            assert grown == 2015 * usual


@EACH
def test_difficulty_changes_by_no_more_than_four(network):
    if network.min_difficulty:
        pytest.skip("the last block before a retarget may be an easy one")
    rows = sorted(epochs_of(network).items())
    for (height, (_, first)), (next_height, (_, following)) in itertools.pairwise(rows):
        assert next_height == height + EPOCH
        old, new = target_of(codec.bits_of(first)), target_of(codec.bits_of(following))
        assert target_of(bits_of(old // 4)) <= new <= min(target_of(bits_of(old * 4)), target_of(network.limit_bits))


def test_mainnet_agrees_with_the_table_of_epoch_boundaries():
    headers = dict(records("headers_mainnet/epoch_boundaries_0_832608.bin", codec.SIZE))
    works = dict(records("headers_mainnet/epoch_chainwork_0_832608.bin", 32))
    lasts = electrum(MAINNET)
    for height, header in headers.items():
        if height % EPOCH:
            assert codec.hash_of(header) == lasts[height // EPOCH][0]
        elif height:
            assert target_of(codec.bits_of(header)) == lasts[height // EPOCH - 1][1]
            assert epochs_of(MAINNET)[height] == (int.from_bytes(works[height], "big"), header)


def test_targets_of_electrum_are_compact_ones():
    for _, target in electrum(MAINNET):
        assert target_of(bits_of(target)) == target


def test_testnet4_hashes_have_work():
    for block_hash, _ in [
        (codec.from_display(text), target)
        for text, target in load_json("checkpoints/electrum_testnet4_checkpoints.json")
    ]:
        assert int.from_bytes(block_hash, "little") <= target_of(MAINNET.limit_bits)


def test_both_lengths_of_chainwork():
    rows = bitcoinj("checkpoints/bitcoinj_checkpointmanagertest/validTextualFormat.checkpoints.txt")
    assert rows
    for height, row in rows.items():
        assert row == epochs_of(TESTNET3)[height]
