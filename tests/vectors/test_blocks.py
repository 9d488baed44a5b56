"""Real blocks: every transaction read, proofs in all three forms made and verified back, and mutations refused."""

import functools
import random

import pytest

from lightclient.bitcoin import bundle, merkleblock
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import (
    BranchTooLong,
    CoinbaseDepth,
    DuplicateSibling,
    NotCoinbase,
    PositionOutOfRange,
    RootMismatch,
    UnknownBlock,
    WitnessNotStripped,
    WrongNetwork,
)
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.more_errors import (
    NotEnoughBits,
    NotEnoughHashes,
    NothingProved,
    NoTransactions,
    TooManyHashes,
    TooManyTransactions,
    UnusedBits,
    UnusedHashes,
)
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.tree import branch_of
from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.errors import LightClientError
from tests.support.vectors import blk_blocks, load, load_hex, load_json, names

BLOCKS = names("blocks", "*.blk*")


@functools.lru_cache(maxsize=4)
def block_of(name):
    return Block(load(name))


def network_of(name):
    return TESTNET3 if "testnet" in name or "hemi" in name else MAINNET


def record_of(name):
    stem = name.split("/")[-1].split(".")[0]
    return next(record for record in load_json("blocks/INDEX.json") if record["name"] == stem)


def positions_of(name, block):
    last = len(block.txids) - 1
    rng = random.Random(name)
    return sorted({0, last, last // 2, *(rng.randint(0, last) for _ in range(4))})


@pytest.mark.parametrize("name", BLOCKS)
def test_block_is_what_the_index_says(name):
    block, record = block_of(name), record_of(name)
    assert codec.display(codec.hash_of(block.header)) == record["hash"]
    assert len(block.txids) == record["txs"]
    assert len(block.data) == record["size"]
    with_witness = 0
    for position, txid in enumerate(block.txids):
        transaction = block.transaction(position)
        assert transaction.txid() == txid
        assert transaction.serialize() == block.data[block.offsets[position] : block.offsets[position + 1]]
        with_witness += bool(transaction.witnesses)
    assert with_witness == record["segwit_txs"]


@pytest.mark.parametrize("name", BLOCKS)
def test_height_in_the_coinbase(name):
    block, record, network = block_of(name), record_of(name), network_of(name)
    _, height = record["height"]
    expected = height if height >= network.bip34_height else None
    assert block.height(network) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOCKS)
def test_proofs_of_all_forms_verify_back(name):
    block, network = block_of(name), network_of(name)
    anchor = HeadersAnchor(block.header, network)
    positions = positions_of(name, block)
    for position in positions:
        txid = block.txids[position]
        branch = branch_of(block.txids, position)
        made = block.bundle(network.name, position).serialize()
        single = merkleblock.prove(block.header, block.txids, {position}).serialize()
        for verdict in (
            verify_branch(txid, position, branch, anchor),
            verify_merkleblock(single, anchor),
            bundle.parse(made).verify(anchor),
        ):
            assert verdict.subject.found == [(position, txid)]
            assert verdict.place.hash == codec.hash_of(block.header)
        assert bundle.parse(made).serialize() == made
    several = merkleblock.prove(block.header, block.txids, set(positions))
    assert verify_merkleblock(several.serialize(), anchor).subject.found == [(at, block.txids[at]) for at in positions]


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOCKS)
def test_mutated_branches_are_refused(name):
    block = block_of(name)
    if len(block.txids) == 1:
        pytest.skip("a block of one transaction has no branch")
    anchor = HeadersAnchor(block.header, network_of(name))
    rng = random.Random(name)
    for position in positions_of(name, block):
        txid, branch = block.txids[position], branch_of(block.txids, position)
        depth = len(branch) // 32
        nodes = [branch[at : at + 32] for at in range(0, len(branch), 32)]

        def refused(error, txid=txid, position=position, branch=branch):
            with pytest.raises(error):
                verify_branch(txid, position, branch, anchor)

        for _ in range(8):
            refused(RootMismatch, branch=flip(branch, rng))
        refused(RootMismatch, txid=flip(txid, rng))
        for level in range(depth - 1):
            swapped = nodes[:level] + [nodes[level + 1], nodes[level]] + nodes[level + 2 :]
            refused(RootMismatch, branch=b"".join(swapped))
        for level in range(depth):
            other = position ^ (1 << level)
            # The last node of an odd row is its own sibling on the right; nothing may stand there.
            alone = nodes[level] == node_at(block.txids, position, level)
            refused(DuplicateSibling if alone else RootMismatch, position=other)
        refused(PositionOutOfRange, position=position + (1 << depth))
        refused(Truncated, branch=branch[:-1])
        refused(PositionOutOfRange if position >> depth - 1 else RootMismatch, branch=branch[:-32])
        refused(RootMismatch, branch=branch + bytes(32))
        refused(BranchTooLong, branch=branch + bytes(32 * (16 - depth)))
        for level in range(depth):
            if position >> level & 1:
                twin = node_at(block.txids, position, level)
                refused(DuplicateSibling, branch=b"".join(nodes[:level] + [twin] + nodes[level + 1 :]))


def flip(data, rng):
    at = rng.randrange(8 * len(data))
    changed = bytearray(data)
    changed[at >> 3] ^= 1 << (at & 7)
    return bytes(changed)


def node_at(txids, position, level):
    """Return the node over `position` at `level`, from its own branch."""
    return root_of(txids[position], position & ((1 << level) - 1), branch_of(txids, position)[: 32 * level])


@pytest.mark.parametrize("name", BLOCKS)
def test_mutated_partial_trees_are_refused(name):
    block, network = block_of(name), network_of(name)
    anchor = HeadersAnchor(block.header, network)
    proof = merkleblock.prove(block.header, block.txids, set(positions_of(name, block)))
    rng = random.Random(name)

    def refused(error, header=proof.header, total=proof.total, hashes=proof.hashes, flags=proof.flags):
        changed = merkleblock.MerkleBlock(header, total, hashes, flags).serialize()
        with pytest.raises(error):
            verify_merkleblock(changed, anchor)

    for _ in range(16):
        refused(RootMismatch, hashes=flip(proof.hashes, rng))
    refused(RootMismatch, header=proof.header[:36] + bytes(32) + proof.header[68:])
    refused(UnknownBlock, header=proof.header[:76] + bytes(4))
    refused(NoTransactions, total=0)
    refused(TooManyTransactions, total=4_000_000)
    refused(NotEnoughHashes, hashes=proof.hashes[:-32])
    refused(NotEnoughBits, flags=b"")
    refused(UnusedBits, flags=proof.flags + b"\x00")
    refused(NothingProved, hashes=codec.merkle_root_of(proof.header), flags=b"\x00")
    if len(block.txids) > len(proof.hashes) // 32:
        room = 8 * len(proof.flags) > len(proof.hashes) // 32  # every hash takes a bit
        refused(UnusedHashes if room else NotEnoughBits, hashes=proof.hashes + bytes(32))
    refused(TooManyHashes, hashes=proof.hashes + bytes(32 * proof.total))
    for size in (0, 79, 84, len(proof.serialize()) - 1):
        with pytest.raises(Truncated):
            verify_merkleblock(proof.serialize()[:size], anchor)
    with pytest.raises(TrailingBytes):
        verify_merkleblock(proof.serialize() + b"\x00", anchor)


@pytest.mark.parametrize("name", BLOCKS)
def test_mutated_bundles_are_refused(name):
    block, network = block_of(name), network_of(name)
    anchor = HeadersAnchor(block.header, network)
    last = len(block.txids) - 1
    made = block.bundle(network.name, last)

    def refused(error, anchor=anchor, **changes):
        fields = {field: getattr(made, field) for field in Bundle.__slots__} | changes
        with pytest.raises(error):
            bundle.parse(Bundle(**fields).serialize()).verify(anchor)

    rng = random.Random(name)
    for _ in range(16):
        refused(LightClientError, tx=flip(made.tx, rng))
    refused(RootMismatch, tx=made.tx[:-4] + flip(made.tx[-4:], rng))  # the locktime: it still parses
    refused(TrailingBytes, tx=made.tx + b"\x00")
    refused(Truncated, tx=made.tx[:-1])
    refused(WrongNetwork, network="regtest")
    refused(UnknownBlock, header=made.header[:76] + bytes(4))
    coinbase, branch = made.coinbase
    refused(CoinbaseDepth, coinbase=(coinbase, branch + bytes(32)))
    refused(RootMismatch, coinbase=(coinbase[:-4] + flip(coinbase[-4:], rng), branch))
    refused(Truncated, following=made.header[:79])
    for position in range(len(block.txids)):
        whole = block.data[block.offsets[position] : block.offsets[position + 1]]
        if whole[4] == 0:
            refused(WitnessNotStripped, tx=whole, position=position)
            break
    if last:
        refused(NotCoinbase, position=0)
        refused(NotCoinbase, tx=coinbase)
        refused(NotCoinbase, coinbase=(made.tx, branch))


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOCKS)
def test_damaged_blocks_are_refused(name):
    block = block_of(name)
    with pytest.raises(Truncated):
        Block(block.data[:-1])
    with pytest.raises(TrailingBytes):
        Block(block.data + b"\x00")
    with pytest.raises(RootMismatch):
        Block(block.data[:36] + bytes(32) + block.data[68:])
    with pytest.raises(NoTransactions):
        Block(block.header + b"\x00")


# -- runs of whole blocks


def bitcoinj_first():
    return blk_blocks(load("blocks/bitcoinj_first_blocks.dat"))


def btcd_1_to_256():
    return blk_blocks(load("blocks/neutrino_blocks1-256.bz2"))


def floresta_mainnet():
    return load_hex("blocks/floresta_mainnet_blocks_0_175.txt")


def floresta_regtest():
    return load_hex("blocks/floresta_regtest_blocks.txt")


def floresta_signet():
    return [bytes.fromhex(record["block"]) for record in load_json("blocks/floresta_signet_blocks.json")]


@pytest.mark.parametrize(
    ("read", "network", "first"),
    [
        (bitcoinj_first, MAINNET, 0),
        (btcd_1_to_256, MAINNET, 1),
        (floresta_mainnet, MAINNET, 0),
        (floresta_regtest, REGTEST, 0),
        (floresta_signet, SIGNET, 0),
    ],
)
def test_blocks_of_a_run_form_a_chain_and_prove_their_transactions(read, network, first):
    blocks = [Block(data) for data in read()]
    assert len(blocks) > 100
    run = b"".join([block.header for block in blocks])
    chain = from_genesis(network, 10_000)
    chain.extend(run if first else network.genesis + run)
    assert chain.tip.height == first + len(blocks) - 1
    anchor = HeadersAnchor(run, network)
    for block in blocks:
        for position, txid in enumerate(block.txids):
            verdict = bundle.parse(block.bundle(network.name, position).serialize()).verify(anchor)
            assert verdict.subject.found == [(position, txid)]
    if network in (REGTEST, SIGNET):
        assert [block.height(network) for block in blocks] == list(range(len(blocks)))
