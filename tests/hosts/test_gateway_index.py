"""The header index: paths and roots as the plain prover computes them, and a node followed through everything."""

import asyncio
import os

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import HighHash, WrongNetwork
from lightclient.bitcoin.hosts.errors import BeyondTip
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.errors import ForkTooDeep
from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.hosts.subtrees import Subtrees
from lightclient.merkle.log import check_inclusion, leaf_hash
from lightclient.merkle.tree import inclusion_path, root_of
from lightclient.store.errors import CorruptStore, StateLocked
from tests.portable.mining import Tree, unmine
from tests.support.data import carried
from tools import realdata

SMALL = 70  # leaves: every size up to there, with all shapes of the right edge


def leaves(count, salt=0):
    return [leaf_hash(bytes((index, salt))) for index in range(count)]


def test_subtrees_give_every_path_and_root_that_the_plain_prover_gives():
    hashes = leaves(SMALL)
    log = Subtrees(hashes.__getitem__)
    log.resize(SMALL)
    for size in range(SMALL + 1):
        assert log.root(size) == root_of(hashes[:size])
        for index in range(size):
            assert log.path(index, size) == inclusion_path(hashes[:size], index)


def test_subtrees_cut_off_and_grown_anew_are_those_of_the_new_leaves():
    old, new = leaves(SMALL), leaves(SMALL, salt=1)
    for cut in range(SMALL):
        hashes = old[:]
        log = Subtrees(hashes.__getitem__)
        log.resize(SMALL)
        log.resize(cut)
        hashes[cut:] = new[cut:]
        for size in (cut + 1, SMALL):
            log.resize(size)
            assert log.root(size) == root_of(hashes[:size])
        assert log.path(0, SMALL) == inclusion_path(hashes, 0)


def test_what_is_not_in_the_log_has_no_path_and_no_root():
    log = Subtrees(leaves(8).__getitem__)
    log.resize(5)
    for index, size in ((5, 5), (-1, 5), (0, 0), (0, 6)):
        with pytest.raises(OutsideLog):
            log.path(index, size)
    for size in (6, -1):
        with pytest.raises(OutsideLog):
            log.root(size)


@pytest.fixture
def node():
    node = RegtestNode()
    node.mine(30)
    return node


def follow(index, node):
    return asyncio.run(index.follow(node))


def same(index, node):
    """Assert that index and node hold the same chain, and that the log is that of a device that follows it."""
    assert index.height == len(node.chain) - 1
    assert [index.hash(height) for height in range(index.height + 1)] == node.chain
    assert [index.header(height) for height in range(index.height + 1)] == codec.split(index.run(0, 10_000))
    hashes = [leaf_hash(block_hash) for block_hash in node.chain]
    assert index.root(len(hashes)) == root_of(hashes)
    chain = from_genesis(REGTEST, window=0)
    chain.extend(index.run(1, index.height))
    assert index.root(index.height + 1) == chain.log.root()


def test_an_index_follows_a_node_from_genesis_and_block_by_block(node):
    index = HeaderIndex(REGTEST)
    assert follow(index, node) == 0
    same(index, node)
    assert follow(index, node) is None
    node.mine()
    assert follow(index, node) == 30
    same(index, node)


@pytest.mark.parametrize("depth", [1, 2, 3, 10, 29])
def test_a_reorganisation_of_any_depth_is_followed_to_the_common_block(node, depth):
    index = HeaderIndex(REGTEST)
    follow(index, node)
    node.reorg(depth, depth + 1)
    assert follow(index, node) == 30 - depth
    same(index, node)


def test_a_reorganisation_below_the_window_is_an_error_and_changes_nothing(node):
    index = HeaderIndex(REGTEST, window=10)
    follow(index, node)
    before = index.tip_hash, index.run(0, 100)
    node.reorg(11, 12)
    with pytest.raises(ForkTooDeep):
        follow(index, node)
    assert (index.tip_hash, index.run(0, 100)) == before


def test_a_reorganisation_just_inside_the_window_is_followed(node):
    index = HeaderIndex(REGTEST, window=10)
    follow(index, node)
    node.reorg(10, 11)
    assert follow(index, node) == 20
    same(index, node)


def test_a_node_that_is_behind_or_has_less_work_changes_nothing(node):
    index = HeaderIndex(REGTEST, window=10)
    follow(index, node)
    before = index.tip_hash
    for blocks in (3, 25):
        other = RegtestNode()
        other.chain, other.states = node.chain[: blocks + 1], node.states[: blocks + 1]
        other.blocks = dict(node.blocks)
        assert follow(index, other) is None
        if blocks > 20:
            other.mine(3)  # a branch that is shorter than what is held
            assert follow(index, other) is None
        assert index.tip_hash == before


def test_a_node_of_another_network_is_refused(node):
    with pytest.raises(WrongNetwork):
        follow(HeaderIndex(TESTNET4), node)


class ShortRuns(RegtestNode):
    """Hands out ten headers at a time; `asked` counts how often."""

    asked = 0

    async def header_run(self, first, count):
        self.asked += 1
        return await super().header_run(first, min(count, 10))


def test_the_fork_is_where_the_first_of_many_runs_left_the_old_chain():
    node = ShortRuns()
    node.mine(100)
    index = HeaderIndex(REGTEST)
    follow(index, node)
    node.reorg(15, 40)
    assert follow(index, node) == 85
    same(index, node)


def test_the_common_block_is_found_in_few_steps():
    node = ShortRuns()
    node.mine(300)
    index = HeaderIndex(REGTEST)
    follow(index, node)
    node.reorg(250, 251)
    node.asked = 0
    assert follow(index, node) == 50
    assert node.asked < 10 + 310 / 10


class ChangesItsMind(ShortRuns):
    """Reorganises after the first run of headers was handed out."""

    async def header_run(self, first, count):
        run = await super().header_run(first, count)
        if len(self.chain) == 31 and count > 1:
            self.reorg(25, 26)
        return run


def test_a_chain_that_changes_while_it_is_read_is_read_again():
    node = ChangesItsMind()
    node.mine(30)
    index = HeaderIndex(REGTEST)
    follow(index, node)
    assert index.height == 10
    follow(index, node)
    same(index, node)


class ForgesOne(ShortRuns):
    """Shows block 25 without its work."""

    async def header_run(self, first, count):
        headers = codec.split(await super().header_run(first, count))
        return b"".join([unmine(header) if first + i == 25 else header for i, header in enumerate(headers)])


def test_a_header_without_work_stops_the_index_at_the_last_good_run():
    node = ForgesOne()
    node.mine(30)
    index = HeaderIndex(REGTEST)
    with pytest.raises(HighHash) as caught:
        follow(index, node)
    assert caught.value.height == 25
    assert index.height == 20
    assert index.path(7, 21) == inclusion_path([leaf_hash(block_hash) for block_hash in node.chain[:21]], 7)


def test_the_file_brings_the_index_back_and_takes_part_in_reorganisations(node, tmp_path):
    path = str(tmp_path / "headers")
    index = HeaderIndex(REGTEST, path)
    with pytest.raises(StateLocked):
        HeaderIndex(REGTEST, path)
    follow(index, node)
    node.reorg(5, 7)
    follow(index, node)
    index.close()
    again = HeaderIndex(REGTEST, path)
    same(again, node)
    assert follow(again, node) is None
    again.close()
    os.truncate(path, 80 * 12 + 3)  # what a crash may leave
    again = HeaderIndex(REGTEST, path)
    assert again.height == 11
    follow(again, node)
    same(again, node)
    again.close()
    with pytest.raises(CorruptStore):
        HeaderIndex(MAINNET, path)


def test_heights_outside_the_chain_have_no_header(node):
    index = HeaderIndex(REGTEST)
    follow(index, node)
    for height in (-1, 31):
        with pytest.raises(BeyondTip):
            index.header(height)
        with pytest.raises(BeyondTip):
            index.hash(height)
    assert index.run(29, 10) == index.header(29) + index.header(30)
    assert index.run(31, 10) == b""


def test_equal_work_keeps_the_branch_seen_first():
    #   0 - 1 - 2 - 3a
    #             \
    #              3b - 4b
    tree = Tree(REGTEST)
    index = HeaderIndex(REGTEST)
    index.extend(tree.grow("1 2 3a", after="0"))
    assert index.extend(tree.grow("3b", after="2")) is None
    assert index.hash(3) == tree.hash("3a")
    assert index.extend(tree.grow("4b", after="3b")) == 2
    assert index.run(1, 9) == tree.run("1 2 3b 4b")
    assert index.root(5) == root_of(tree.leaves("0 1 2 3b 4b"))


def test_any_real_header_is_proved_to_a_device_of_any_age():
    carried(realdata.ALTERNATIVE_HEADERS)
    headers = realdata.alternative_headers()
    index = HeaderIndex(MAINNET)
    index.extend(b"".join(headers))
    device = from_genesis(MAINNET, window=0)
    for size in range(2, len(headers) + 2):
        device.extend(headers[size - 2])
        if size % 100 == 16:
            for height in range(0, size, 97):
                leaf = leaf_hash(index.hash(height))
                check_inclusion(leaf, height, size, index.path(height, size), device.log.root())
