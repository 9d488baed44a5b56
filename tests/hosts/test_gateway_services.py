"""Node adapters against what others wrote: bcoin, a full node with opinions of its own; ElectrumX; TLS."""

import asyncio
import ssl

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.script import p2pkh
from lightclient.bitcoin.transaction import Transaction
from lightclient.gateway.electrum import ElectrumNode
from lightclient.gateway.errors import NodeUnauthorized, NodeUnreachable, NotAccepted, NotFound
from lightclient.gateway.index import HeaderIndex
from lightclient.gateway.jsonrpc import JsonRpcNode
from lightclient.gateway.regtest import RegtestNode
from lightclient.gateway.rpcserver import RpcServer
from tests.portable.blocks import payment
from tests.services.certificates import Certificates
from tests.services.electrum import ElectrumServer
from tests.services.electrumx import ElectrumX
from tests.test_gateway_nodes import UNKNOWN, in_loop, listening, read_request, result

pytest_plugins = ["tests.services.fixtures"]


def in_loop_with(bcoin, work):
    """Run `work(node)` with an adapter for the real node."""

    async def run():
        node = JsonRpcNode(bcoin.url, timeout=20, poll=0.02)
        try:
            return await work(node)
        finally:
            await node.close()

    return asyncio.run(run())


def test_bcoin_and_the_index_agree_on_every_header_and_follow_its_reorganisation(bcoin):
    bcoin.mine(230)
    index = HeaderIndex(REGTEST)

    async def follow(node):
        await index.follow(node)
        tip = await node.tip()
        assert (index.height, index.tip_hash) == tip
        assert index.run(0, 1000) == await node.header_run(0, 1000)
        assert index.run(tip.height - 3, 9) == await node.header_run(tip.height - 3, 9)
        assert await node.header_run(tip.height + 1, 9) == b""
        return tip.height

    height = in_loop_with(bcoin, follow)
    assert bcoin.rpc("getblockhash", 77) == codec.display(index.hash(77))
    bcoin.reorg(3, 5)

    async def again(node):
        assert await index.follow(node) == height - 3
        assert (index.height, index.tip_hash) == await node.tip()

    in_loop_with(bcoin, again)


def test_what_bcoin_mined_is_found_and_proved(bcoin):
    bcoin.mine(1)

    async def prove(node):
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        block = await node.block(index.tip_hash)
        assert await node.find(block.txids[0]) == (index.tip_hash, index.height)
        proof = await node.proof(block.txids[0])
        size = index.height + 1
        log_proof = (index.height, size, index.path(index.height, size))
        assert proof.bundle("regtest").verify(ChainAnchor(index.chain, "index")).place.height == index.height
        assert proof.bundle("regtest", log_proof=log_proof).serialize()
        assert await node.filter(index.tip_hash) is None  # bcoin 1.0.2 has no filters
        assert await node.mempool() == []

    in_loop_with(bcoin, prove)


def test_what_bcoin_does_not_know_is_not_found(bcoin):
    async def ask(node):
        for question in (node.transaction, node.find, node.proof, node.block):
            with pytest.raises(NotFound):
                await question(UNKNOWN)

    in_loop_with(bcoin, ask)


def test_bcoin_says_yes_to_a_payment_out_of_nothing_and_is_not_believed(bcoin):
    raw = payment(1).serialize()
    assert bcoin.rpc("sendrawtransaction", raw.hex()) == codec.display(payment(1).txid())

    async def send(node):
        with pytest.raises(NotAccepted):
            await node.broadcast(raw)

    in_loop_with(bcoin, send)


def test_a_payment_of_the_wallet_of_bcoin_is_broadcast_waits_and_is_mined(bcoin):
    bcoin.mine(101)
    txid = codec.from_display(bcoin.pay(bcoin.address(), 100_000))

    async def while_it_waits(node):
        raw = await node.transaction(txid)
        assert await node.broadcast(raw) == txid
        assert await node.mempool() == [txid]
        assert await node.find(txid) is None
        assert await node.proof(txid) is None

    in_loop_with(bcoin, while_it_waits)
    (block_hash,) = bcoin.mine(1)

    async def when_it_is_mined(node):
        assert codec.display((await node.find(txid)).block_hash) == block_hash
        proof = await node.proof(txid)
        assert proof.position == 1
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        assert proof.bundle("regtest").verify(ChainAnchor(index.chain, "index")).proved == [(1, txid)]

    in_loop_with(bcoin, when_it_is_mined)


def test_waiting_for_bcoin_ends_with_its_next_block(bcoin):
    async def wait(node):
        tip = (await node.tip()).hash
        assert not await node.wait_change(tip, 0.1)
        waiting = asyncio.create_task(node.wait_change(tip, 10))
        await asyncio.to_thread(bcoin.mine, 1)
        assert await waiting

    in_loop_with(bcoin, wait)


def test_bcoin_refuses_a_wrong_password(bcoin):
    async def ask():
        node = JsonRpcNode(f"http://x:wrong@{bcoin.url.rpartition('@')[2]}")
        with pytest.raises(NodeUnauthorized):
            await node.tip()
        await node.close()

    asyncio.run(ask())


def test_blocks_of_the_regtest_node_are_taken_by_bcoin_too(bcoin):
    own = RegtestNode()
    own.mine(1)
    # Its chain starts at genesis, so bcoin keeps the block on a side branch; one that breaks a rule it would refuse.
    assert bcoin.rpc("submitblock", own.blocks[own.chain[1]].data.hex()) in (None, "inconclusive")
    assert bcoin.rpc("getblockheader", codec.display(own.chain[1]))["height"] == 1


# -- ElectrumX on top of the regtest node


def spend(own, height):
    """Return a transaction that pays the coinbase of a block on."""
    tx = Transaction()
    tx.input(own.blocks[own.chain[height]].txids[0], 0, b"", 0xFFFFFFFF)
    tx.output(1000, p2pkh(bytes(20)))
    tx.witness(0, bytes((height,)))
    return tx


@pytest.mark.slow
@in_loop
async def test_a_real_electrumx_proves_what_the_regtest_node_mined(tmp_path):
    own = RegtestNode()
    own.mine(120)
    spends = [spend(own, height) for height in range(1, 8)]
    own.mine(3, [tx.serialize() for tx in spends])
    server = RpcServer(own)
    await server.start()
    electrumx = ElectrumX(tmp_path, server.url)
    await asyncio.to_thread(electrumx.start)
    node = ElectrumNode(electrumx.url, timeout=10)
    try:
        assert await node.tip() == (123, own.chain[-1])
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        anchor = ChainAnchor(index.chain, "index")
        proofs = await asyncio.gather(*(node.proof(tx.txid()) for tx in spends))
        for position, (proof, tx) in enumerate(zip(proofs, spends, strict=True), 1):
            assert proof.bundle("regtest").verify(anchor).proved == [(position, tx.txid())]
        assert await node.find(spends[0].txid()) == (own.chain[121], 121)
        assert await node.header_run(124, 5) == b""
        with pytest.raises(NotFound):
            await node.proof(UNKNOWN)

        late = spend(own, 9)
        assert await node.broadcast(late.serialize()) == late.txid()
        assert late.txid() in own.waiting
        assert await node.broadcast(late.serialize()) == late.txid()
        own.reorg(1, 3)
        assert await node.wait_change(index.tip_hash, 20)
        assert await index.follow(node) == 122
        assert index.tip_hash == own.chain[-1]
    finally:
        await node.close()
        await asyncio.to_thread(electrumx.stop)
        await server.close()


# -- TLS


@pytest.fixture
def certificates(tmp_path):
    return Certificates(tmp_path)


def server_side(certificates):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    return context


@in_loop
async def test_electrum_over_tls_asks_only_a_server_that_it_can_trust(certificates):
    own = RegtestNode()
    own.mine(5)
    async with ElectrumServer(own).running(server_side(certificates)) as url:
        node = ElectrumNode(url, tls=ssl.create_default_context(cafile=certificates.ca))
        assert (await node.tip()).height == 5
        await node.close()
        node = ElectrumNode(url)
        with pytest.raises(NodeUnreachable, match="certificate"):
            await node.tip()
        await node.close()


@in_loop
async def test_json_rpc_over_tls_asks_only_a_server_that_it_can_trust(certificates):
    tip = {"blocks": 0, "bestblockhash": codec.display(UNKNOWN)}

    async def converse(reader, writer):
        writer.write(result(tip)(await read_request(reader)))
        await writer.drain()

    async with listening(converse, server_side(certificates)) as port:
        node = JsonRpcNode(f"https://127.0.0.1:{port}", tls=ssl.create_default_context(cafile=certificates.ca))
        assert await node.tip() == (0, UNKNOWN)
        await node.close()
        node = JsonRpcNode(f"https://127.0.0.1:{port}")
        with pytest.raises(NodeUnreachable, match="certificate"):
            await node.tip()
        await node.close()
