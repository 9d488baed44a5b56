"""Every kind of node keeps the same promises: in this process, behind real HTTP, behind a real Electrum connection."""

import asyncio
from hashlib import sha256

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.filters import match_any
from lightclient.bitcoin.hosts.errors import (
    NodeError,
    NodeRefused,
    NotFound,
    NotSupported,
)
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.script import p2wsh
from lightclient.bitcoin.transaction import Transaction
from lightclient.errors import LightClientError, Malformed
from tests.portable.blocks import payment, witnessed
from tests.support.gateway import regtest
from tests.support.nodes import (
    UNKNOWN,
    every_and_core,
    every_kind,
    in_loop,
    over_electrum,
    with_blocks,
)


@every_and_core
@in_loop
async def test_the_tip_and_every_run_of_headers_are_those_of_the_chain(kind):
    own = regtest(250)
    async with kind(own) as node:
        assert await node.tip() == (250, own.chain[-1])
        headers = [own.blocks[block_hash].header for block_hash in own.chain]
        for first, count in ((0, 1), (0, 251), (1, 100), (5, 101), (200, 200), (250, 5), (251, 1), (400, 10)):
            assert codec.split(await node.header_run(first, count)) == headers[first : first + count]


@every_and_core
@in_loop
async def test_an_index_follows_every_kind_through_a_reorganisation(kind):
    own = regtest(120)
    async with kind(own) as node:
        index = HeaderIndex(REGTEST)
        assert await index.follow(node) == 0
        own.reorg(20, 150)
        assert await index.follow(node) == 100
        assert index.tip_hash == own.chain[-1]


@every_kind
@in_loop
async def test_the_proof_of_a_mined_transaction_convinces_a_device(kind):
    own = regtest(3)
    transactions = [witnessed(n) if n % 2 else payment(n) for n in range(6)]
    (block_hash, *_) = own.mine(4, [tx.serialize() for tx in transactions])
    async with kind(own) as node:
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        anchor = ChainAnchor(index.chain, "index")
        coinbase = own.blocks[block_hash].txids[0]
        for position, txid in enumerate([coinbase] + [tx.txid() for tx in transactions]):
            assert await node.find(txid) == (block_hash, 4)
            proof = await node.proof(txid)
            assert (proof.height, proof.position) == (4, position)
            verdict = proof.bundle("regtest").verify(anchor)
            assert verdict.subject.found == [(position, txid)]
            assert verdict.place.height == 4
            assert "coinbase-depth" in verdict.checks


@every_and_core
@in_loop
async def test_the_coinbase_that_is_alone_in_its_block_has_a_proof(kind):
    own = regtest(20)
    async with kind(own) as node:
        for height in (1, 17):
            (txid,) = own.blocks[own.chain[height]].txids
            proof = await node.proof(txid)
            assert (proof.height, proof.branch, proof.tx) == (height, b"", proof.coinbase)


@every_kind
@in_loop
async def test_a_transaction_is_broadcast_waits_and_is_mined(kind):
    own = regtest(1)
    tx = witnessed(1)
    raw, txid = tx.serialize(), tx.txid()
    async with kind(own) as node:
        with pytest.raises(NotFound):
            await node.transaction(txid)
        assert await node.broadcast(raw) == txid
        assert await node.broadcast(raw) == txid
        assert await node.transaction(txid) == raw
        assert await node.find(txid) is None
        assert await node.proof(txid) is None
        (block_hash,) = own.mine()
        assert await node.find(txid) == (block_hash, 2)
        assert await node.broadcast(raw) == txid
        own.reorg(1, 2)
        assert await node.find(txid) is None


@every_kind
@in_loop
async def test_what_a_node_refuses_or_cannot_read_is_not_broadcast(kind):
    own = regtest(1)
    rival = payment(1, value=999)
    async with kind(own) as node:
        await node.broadcast(payment(1).serialize())
        with pytest.raises(NodeRefused) as caught:
            await node.broadcast(rival.serialize())
        assert "conflict" in caught.value.args[1]
        assert "conflict" not in str(caught.value)  # the node's words are for adapters
        with pytest.raises((Malformed, NodeRefused)):
            await node.broadcast(rival.serialize()[:-1])
        assert list(own.waiting) == [payment(1).txid()]


@every_and_core
@in_loop
async def test_what_is_unknown_is_not_found(kind):
    own = regtest(2)
    async with kind(own) as node:
        for question in (node.transaction, node.find, node.proof):
            with pytest.raises(NotFound, match=codec.display(UNKNOWN)):
                await question(UNKNOWN)


@every_and_core
@in_loop
async def test_waiting_ends_with_the_next_block_or_with_patience(kind):
    own = regtest(2)
    async with kind(own) as node:
        assert await node.wait_change(own.chain[1], 5)  # it changed before
        assert not await node.wait_change(own.chain[-1], 0.05)
        waiting = asyncio.create_task(node.wait_change(own.chain[-1], 5))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        own.mine()
        assert await waiting
        own.reorg(1, 2)
        assert await node.wait_change(own.chain[2], 5)


@with_blocks
@in_loop
async def test_blocks_filters_and_the_mempool(kind):
    own = regtest(1)
    await own.broadcast(payment(1).serialize())
    async with kind(own) as node:
        assert await node.mempool() == [payment(1).txid()]
        (block_hash,) = own.mine()
        assert await node.mempool() == []
        block = await node.block(block_hash)
        assert block.txids == own.blocks[block_hash].txids
        assert block.data == own.blocks[block_hash].data
        data = await node.filter(block_hash)
        assert match_any(data, block_hash, [payment(1).outputs[0][1]])
        assert not match_any(data, block_hash, [b"another script"])
        for question in (node.block, node.filter):
            with pytest.raises(NotFound):
                await question(UNKNOWN)


@in_loop
async def test_an_electrum_server_says_what_it_cannot_do():
    async with over_electrum(regtest(1)) as node:
        for question in (node.block(UNKNOWN), node.filter(UNKNOWN), node.mempool()):
            with pytest.raises(NotSupported, match="Electrum"):
                await question


# -- the regtest node itself


def spend(txid, script, value, witness=()):
    tx = Transaction()
    tx.input(txid, 0, b"", 0xFFFFFFFF)
    tx.output(value, script)
    for item in witness:
        tx.witness(0, item)
    return tx


def test_the_core_engine_takes_every_block_of_the_regtest_node(tmp_path):
    from tests.support import kernel  # skips without libbitcoinkernel

    own = RegtestNode()
    own.mine(101)
    coin = own.blocks[own.chain[1]].txids[0]
    # From the first coinbase to a witness script, and on with the witness in the same block.
    to_witness = spend(coin, p2wsh(sha256(b"\x51").digest()), 4_000_000_000)
    onward = spend(to_witness.txid(), b"\x51", 3_000_000_000, [b"\x51"])
    own.mine(60, [to_witness.serialize(), onward.serialize()])
    stale = own.chain[-3:]
    own.reorg(3, 5)
    blocks = [own.blocks[block_hash].data for block_hash in own.chain[1:-5] + stale + own.chain[-5:]]
    assert kernel.take_blocks(tmp_path, blocks) == (163, codec.display(own.chain[-1]))


@in_loop
async def test_the_filter_of_the_regtest_node_holds_what_its_block_pays_and_spends():
    own = RegtestNode()
    (first,) = own.mine(1, [payment(1, script=b"paid by one").serialize()])
    onward = spend(payment(1, script=b"paid by one").txid(), b"paid by two", 900)
    (second,) = own.mine(1, [onward.serialize()])
    for block_hash, scripts in ((first, [b"paid by one"]), (second, [b"paid by one", b"paid by two"])):
        data = await own.filter(block_hash)
        assert all(match_any(data, block_hash, [script]) for script in scripts)
        assert not match_any(data, block_hash, [b"paid by three"])


def test_a_reorganisation_can_spend_a_coin_again():
    own = regtest(1)
    paid, other = payment(1), payment(1, value=7)
    own.mine(2, [paid.serialize()])
    own.reorg(2, 3, [other.serialize()])
    assert asyncio.run(own.find(other.txid())).height == 2
    assert not own.waiting
    with pytest.raises(NotFound):
        asyncio.run(own.find(paid.txid()))


def test_a_reorganisation_that_cannot_win_is_refused():
    own = regtest(3)
    for depth, count in ((1, 1), (0, 2), (4, 9)):
        with pytest.raises(ValueError):
            own.reorg(depth, count)
    assert len(own.chain) == 4


def test_every_error_of_a_node_is_in_the_tree_and_has_words():
    pending = [NodeError]
    while pending:
        error = pending.pop()
        pending += error.__subclasses__()
        assert issubclass(error, LightClientError)
        assert error is NodeError or error.__doc__
