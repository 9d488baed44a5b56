"""Nodes that die, that start again, that answer nonsense or stand still on another branch: the gateway names it, keeps
what it has, and goes on when the node does."""

import asyncio
import logging
import time

import pytest

from lightclient import __version__
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.hosts.errors import NodeNonsense, NodeRefused
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.node import Tip
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.cli.online import summary
from lightclient.gateway import service, teller
from lightclient.gateway.source import DOWN, FOLLOWING, SLOW, STALE, STARTING, SYNCING
from lightclient.sync.errors import NodeDown
from tests.hosts.test_client import coinbase
from tests.services.process import free_port
from tests.support.gateway import Events, at, client, follows, in_loop, invoice, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch, caplog):
    monkeypatch.setattr(service, "NODE_PAUSES", (0.05, 0.2))
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.1)
    caplog.set_level(logging.INFO)


def told(caplog, event):
    return [record.fields for record in caplog.records if record.getMessage() == event]


@pytest.mark.slow
@in_loop
async def test_a_node_that_dies_and_comes_back_is_followed_again(mosquitto, caplog, record_property):
    own = regtest(60)
    server, port = RpcServer(own), free_port()
    await server.start(port)
    node = JsonRpcNode(server.url, poll=0.05, timeout=2)
    async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, own)
        await server.close()
        await until(lambda: not gateway.healthy(), "the node is missed")
        assert told(caplog, "node fails")[0]["error"] == "NodeUnreachable"
        assert ours.status().chain == "synced"  # headers are served on; what needs the node is not
        with pytest.raises(NodeDown, match="the gateway's node does not answer"):
            await ours.prove(coinbase(own, 9))
        own.reorg(2, 5)
        server = RpcServer(own)
        await server.start(port)
        record_property("recovery", await follows(ours, own))
        assert gateway.healthy()
        await ours.prove(coinbase(own, 9))
        assert ours.status().faults == {"gw": {}}
    await node.close()
    await server.close()


@in_loop
async def test_a_gateway_waits_for_its_node_before_it_serves(mosquitto):
    own = regtest(20)
    server, port = RpcServer(own), free_port()
    node = JsonRpcNode(f"http://x:key@127.0.0.1:{port}", poll=0.05)

    async def late():
        await asyncio.sleep(0.3)
        await server.start(port)

    starting = asyncio.create_task(late())
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
        await starting
        await follows(ours, own)
    await node.close()
    await server.close()


async def _nonsense(*arguments):
    raise NodeNonsense("no JSON")


async def _easy_headers(first, count):
    """Headers that follow the chain and have the work of nobody."""
    parent = _easy_headers.tip
    return codec.serialize(4, parent, bytes(32), 1_700_000_000, 0x1D00FFFF, 0)


@pytest.mark.parametrize(
    ("method", "answer", "error"),
    [
        ("tip", _nonsense, "NodeNonsense"),
        ("wait_change", _nonsense, "NodeNonsense"),
        ("header_run", _nonsense, "NodeNonsense"),
        ("header_run", _easy_headers, "BadDifficulty"),
    ],
)
@in_loop
async def test_nonsense_is_logged_by_name_and_changes_nothing(mosquitto, caplog, method, answer, error):
    own = regtest(60)
    async with serving(own, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, own)
        _easy_headers.tip = own.chain[-1]
        before = gateway.source.index.run(0, 1000)
        if answer is _easy_headers:
            honest = own.header_run

            async def run(first, count):
                return await (_easy_headers(first, count) if first > 60 else honest(first, count))

            answer = run
        setattr(own, method, answer)
        began = asyncio.get_running_loop().time()
        own.mine(1)
        await until(lambda: told(caplog, "node fails"), "it is logged")
        if method != "wait_change":  # the rest of that node is well
            await asyncio.sleep(0.3)
            assert gateway.source.index.run(0, 1000) == before
            assert gateway.connection.connected
            assert not gateway.healthy()
        assert {fields["error"] for fields in told(caplog, "node fails")} == {error}
        took = asyncio.get_running_loop().time() - began
        assert len(told(caplog, "node fails")) <= 3 + took / 0.05  # with pauses
        delattr(own, method)
        await follows(ours, own)
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_a_node_on_a_branch_with_less_work_is_not_asked_without_end(mosquitto):
    own = regtest(60)
    lesser = own.fork(3)
    lesser.mine(3)  # as much work: which came first stays
    index = HeaderIndex(REGTEST)
    await index.follow(own)
    asked = []
    tip = lesser.tip

    async def counted():
        asked.append(1)
        return await tip()

    lesser.tip = counted
    async with serving(lesser, at(mosquitto.port), index=index) as gateway:
        asked.clear()
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(0.5)
        assert len(asked) <= 3 + (asyncio.get_running_loop().time() - began) / 0.05
        assert gateway.source.index.tip_hash == own.chain[-1]
        lesser.mine(1)
        await until(lambda: gateway.source.index.tip_hash == lesser.chain[-1], "more work is followed")


@in_loop
async def test_a_node_that_reorganises_while_it_is_read_is_followed_in_the_end(mosquitto):
    """Before each run of headers another branch wins, five times."""
    own = regtest(60)
    honest, left = own.header_run, [5]

    async def run(first, count):
        if left[0]:
            left[0] -= 1
            own.reorg(7, 8)
        return await honest(first, count)

    own.header_run = run
    async with serving(own, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        while left[0]:
            own.mine(1)
            await follows(ours, own)
        assert gateway.source.index.run(0, 1000) == await honest(0, 1000)


@in_loop
async def test_a_mempool_that_fails_now_and_then_hides_no_payment(mosquitto, caplog):
    own = regtest(20)
    address, payment = invoice()
    honest, left = own.transaction, [3]

    async def transaction(txid):
        if left[0]:
            left[0] -= 1
            raise NodeNonsense("no JSON")
        return await honest(txid)

    async with serving(own, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
        await follows(ours, own)
        await own.broadcast(payment.serialize())
        own.transaction = transaction
        async with Events(ours, address, 1) as events:
            assert await events.next() == ("seen", 0)
            assert left == [0]
            assert len(told(caplog, "not told")) == 1  # and not again and again
            own.mine(1)
            assert await events.next() == ("confirmed", 1)


@in_loop
async def test_a_tip_that_does_not_exist_is_no_reason_to_stop(mosquitto, caplog):
    own = regtest(20)
    honest = own.tip
    async with serving(own, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, own)

        async def tip():
            return Tip(500, b"\7" * 32)

        own.tip = tip
        own.mine(1)
        await follows(ours, own)  # what headers there are is taken
        own.tip = honest
        own.mine(1)
        await follows(ours, own)
        assert gateway.healthy()


@pytest.mark.slow
@in_loop
async def test_a_node_that_reads_its_chain_anew_is_behind_and_said_to_be(mosquitto):
    """It has fewer blocks than the gateway: an Electrum server says nothing else of it."""
    own = regtest(60)
    index = HeaderIndex(REGTEST)
    await index.follow(own)
    anew = own.fork(40)
    async with serving(anew, at(mosquitto.port), index=index) as gateway:
        await until(lambda: gateway.state == SYNCING, "it is noticed")
        assert not gateway.healthy()
        assert (gateway.status()["node"], gateway.status()["height"]) == (SYNCING, 60)
        anew.mine(41)
        await until(lambda: gateway.state == FOLLOWING, "it has more work now")
        assert gateway.healthy()


@pytest.mark.parametrize(
    ("age", "state", "healthy"), [(60, FOLLOWING, True), (3 * 3600, SLOW, True), (90_000, STALE, False)]
)
@in_loop
async def test_a_node_whose_tip_does_not_move_is_slow_and_then_stale(mosquitto, age, state, healthy):
    own = RegtestNode(clock=lambda: time.time() - age)
    own.mine(5)
    async with serving(own, at(mosquitto.port)) as gateway:
        assert (gateway.status()["node"], gateway.healthy()) == (state, healthy)
        own.clock = time.time
        own.mine(1)
        await until(lambda: gateway.state == FOLLOWING and gateway.healthy(), "a new block came")


@in_loop
async def test_clients_show_what_a_gateway_says_of_its_node(mosquitto):
    own = regtest(60)
    server, port = RpcServer(own), free_port()
    await server.start(port)
    node = JsonRpcNode(server.url, poll=0.05, timeout=2)
    async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, own)

        async def becomes(state):
            await until(lambda: ours.status().about["gw"].get("node") == state, f"the client hears that it is {state}")
            assert gateway.healthy() is (state == FOLLOWING)
            shown = summary(ours.status())
            assert ("its node" not in shown) if state == FOLLOWING else (f"gw following, its node {state}" in shown)

        await becomes(FOLLOWING)
        about = ours.status().about["gw"]
        assert (about["version"], about["height"]) == (__version__, 60)
        assert {"proof", "txindex", "watch"} <= set(about["capabilities"])

        async def warming_up():
            raise NodeRefused(-28, "Loading block index...")

        best, info = server.methods["getbestblockhash"], server.methods["getblockchaininfo"]
        server.methods.update(getbestblockhash=warming_up, getblockchaininfo=warming_up)
        await becomes(STARTING)

        async def fetching():
            return {**await info(), "headers": 900_000}

        server.methods.update(getbestblockhash=best, getblockchaininfo=fetching)
        await becomes(SYNCING)
        server.methods["getblockchaininfo"] = info
        own.mine(1)
        await becomes(FOLLOWING)
        await server.close()
        await becomes(DOWN)
        assert ours.status().chain == "synced"  # what it knows is as true as before
        server = RpcServer(own)
        await server.start(port)
        await becomes(FOLLOWING)
    await node.close()
    await server.close()
