"""Node adapters against what others wrote: bcoin and Bitcoin Core, which have opinions of their own; ElectrumX; TLS."""

import asyncio
import contextlib
import ssl
from hashlib import sha256

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.hosts.connect import connect
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.errors import (
    BadNodeUrl,
    BadPin,
    NodeRefused,
    NodeUnauthorized,
    NodeUnreachable,
    NotAccepted,
    NotFound,
)
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.script import p2pkh
from lightclient.bitcoin.transaction import Transaction
from tests.portable.blocks import payment
from tests.services.bcoin import Bcoin
from tests.services.certificates import Certificates
from tests.services.electrum import ElectrumServer
from tests.services.electrumx import ElectrumX
from tests.support.nodes import UNKNOWN, in_loop, listening, read_request, result

pytest_plugins = ["tests.services.fixtures"]


def in_loop_with(full_node, work):
    """Run `work(node)` with an adapter for the real node."""

    async def run():
        node = JsonRpcNode(full_node.url, timeout=20, poll=0.02)
        try:
            return await work(node)
        finally:
            await node.close()

    return asyncio.run(run())


@pytest.mark.slow
def test_a_full_node_and_the_index_agree_on_every_header_and_follow_its_reorganisation(full_node):
    full_node.mine(230)
    index = HeaderIndex(REGTEST)

    async def follow(node):
        await index.follow(node)
        tip = await node.tip()
        assert (index.height, index.tip_hash) == tip
        assert index.run(0, 1000) == await node.header_run(0, 1000)
        assert index.run(tip.height - 3, 9) == await node.header_run(tip.height - 3, 9)
        assert await node.header_run(tip.height + 1, 9) == b""
        return tip.height

    height = in_loop_with(full_node, follow)
    assert full_node.rpc("getblockhash", 77) == codec.display(index.hash(77))
    full_node.reorg(3, 5)

    async def again(node):
        assert await index.follow(node) == height - 3
        assert (index.height, index.tip_hash) == await node.tip()

    in_loop_with(full_node, again)


def test_what_a_full_node_mined_is_found_and_proved(full_node):
    full_node.mine(1)

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
        assert await node.filter(index.tip_hash) is None  # bcoin 1.0.2 has no filters, Core has them if it is told to
        assert await node.mempool() == []

    in_loop_with(full_node, prove)


def test_what_a_full_node_does_not_know_is_not_found(full_node):
    async def ask(node):
        for question in (node.transaction, node.find, node.proof, node.block):
            with pytest.raises(NotFound):
                await question(UNKNOWN)

    in_loop_with(full_node, ask)


@pytest.mark.slow
def test_a_payment_out_of_nothing_is_not_taken_even_if_the_node_says_yes(full_node):
    raw = payment(1).serialize()
    if isinstance(full_node, Bcoin):
        assert full_node.rpc("sendrawtransaction", raw.hex()) == codec.display(payment(1).txid())

    async def send(node):
        with pytest.raises((NotAccepted, NodeRefused)):
            await node.broadcast(raw)

    in_loop_with(full_node, send)


def test_a_payment_of_the_nodes_wallet_is_broadcast_waits_and_is_mined(full_node):
    full_node.mine(101)
    txid = codec.from_display(full_node.pay(full_node.address(), 100_000))

    async def while_it_waits(node):
        raw = await node.transaction(txid)
        assert await node.broadcast(raw) == txid
        assert await node.mempool() == [txid]
        assert await node.find(txid) is None
        assert await node.proof(txid) is None

    in_loop_with(full_node, while_it_waits)
    (block_hash,) = full_node.mine(1)

    async def when_it_is_mined(node):
        assert codec.display((await node.find(txid)).block_hash) == block_hash
        proof = await node.proof(txid)
        assert proof.position == 1
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        assert proof.bundle("regtest").verify(ChainAnchor(index.chain, "index")).subject.found == [(1, txid)]

    in_loop_with(full_node, when_it_is_mined)


def test_waiting_for_a_full_node_ends_with_its_next_block(full_node):
    async def wait(node):
        tip = (await node.tip()).hash
        assert not await node.wait_change(tip, 0.1)
        waiting = asyncio.create_task(node.wait_change(tip, 10))
        await asyncio.to_thread(full_node.mine, 1)
        assert await waiting

    in_loop_with(full_node, wait)


def test_a_full_node_refuses_a_wrong_password(full_node):
    async def ask():
        node = JsonRpcNode(f"http://x:wrong@{full_node.url.rpartition('@')[2]}")
        with pytest.raises(NodeUnauthorized):
            await node.tip()
        await node.close()

    asyncio.run(ask())


def test_blocks_of_the_regtest_node_are_taken_by_others_too(full_node):
    own = RegtestNode()
    own.mine(1)
    # Its chain starts at genesis, so the node keeps the block on a side branch; one that breaks a rule it would refuse.
    assert full_node.rpc("submitblock", own.blocks[own.chain[1]].data.hex()) in (None, "inconclusive")
    assert full_node.rpc("getblockheader", codec.display(own.chain[1]))["height"] == 1


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
            assert proof.bundle("regtest").verify(anchor).subject.found == [(position, tx.txid())]
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


def fingerprint(certificates):
    return sha256(ssl.PEM_cert_to_DER_cert(certificates.certificate.read_text())).hexdigest()


@contextlib.asynccontextmanager
async def electrum_over_tls(own, certificates):
    async with ElectrumServer(own).running(server_side(certificates)) as url:
        yield url


@contextlib.asynccontextmanager
async def json_rpc_over_tls(own, certificates):
    server = RpcServer(own)
    await server.start(tls=server_side(certificates))
    yield server.url
    await server.close()


@pytest.mark.parametrize("over_tls", [electrum_over_tls, json_rpc_over_tls])
@in_loop
async def test_a_pinned_certificate_is_the_only_one_that_is_taken(certificates, tmp_path, over_tls):
    own = RegtestNode()
    own.mine(5)
    (tmp_path / "self").mkdir()
    foreign = Certificates(tmp_path / "self", host="umbrel.local", expired=True)  # as a server at home has it
    pin = fingerprint(foreign)
    colons = ":".join(pin[i : i + 2] for i in range(0, 64, 2)).upper()
    async with over_tls(own, foreign) as url:
        for options in ({"pin": pin}, {"pin": colons}):
            node = connect(url, **options)
            assert (await node.tip()).height == 5
            await node.close()
        for options in ({"pin": fingerprint(certificates)}, {"pin": "00" * 32}):
            node = connect(url, **options)
            with pytest.raises(NodeUnreachable, match="not the one that is pinned"):
                await node.tip()
            await node.close()
        node = connect(url, pin=pin, ca=str(foreign.ca))  # both have to hold
        with pytest.raises(NodeUnreachable, match="certificate is not trusted"):
            await node.tip()
        await node.close()
    async with over_tls(own, certificates) as url:
        node = connect(url, pin=fingerprint(certificates), ca=str(certificates.ca))
        assert (await node.tip()).height == 5
        await node.close()


@pytest.mark.parametrize(
    "pin", ["", "00", "zz" * 32, "00" * 31, "00" * 33, ":".join(["00"] * 31), "00:" * 32, "0" * 63]
)
def test_what_is_no_fingerprint_is_refused(pin):
    with pytest.raises(BadPin, match="64 hex digits"):
        connect("ssl://127.0.0.1:1", pin=pin)


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"pin": "00" * 32}, {"ca": "ca.pem"}])
@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "tcp://127.0.0.1:1"])
def test_only_encrypted_connections_have_a_certificate(url, options):
    with pytest.raises(BadNodeUrl, match="only https and ssl"):
        connect(url, **options)
