"""What Bitcoin Core tells over ZMQ: it makes a gateway quick, and can neither fool it nor leave it behind.

The publisher is libzmq's, in front of the regtest node. Where the gateway asks its node so seldom that it would take
for ever, only ZMQ can have told it.
"""

import asyncio
import contextlib
import logging
import secrets
import sys

import pytest

from lightclient.bitcoin.hosts import feed, mempool
from lightclient.bitcoin.hosts.connect import connect
from lightclient.bitcoin.hosts.errors import BadNodeUrl, BadZmqAddress, ZmqMissing
from lightclient.bitcoin.hosts.feed import ZmqFeed
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.kinds import GONE, MINED, SEEN
from lightclient.bitcoin.transaction import parse
from lightclient.gateway import teller
from tests.hosts.test_gateway_watches import Watcher, address, paying
from tests.support.gateway import at, in_loop, regtest, serving, until
from tests.support.publisher import Publisher

pytest_plugins = ["tests.services.fixtures"]

NEVER = 1e6


@pytest.fixture
def _told_or_never(monkeypatch):
    """The mempool is listed once."""
    monkeypatch.setattr(teller, "LOOK_PAUSE", NEVER)
    monkeypatch.setattr(mempool, "SHARE", NEVER)


@pytest.fixture(autouse=True)
def _logged(caplog):
    caplog.set_level(logging.INFO, "lightclient.bitcoin")


def told(caplog, event):
    return [record.fields for record in caplog.records if record.getMessage() == event]


@contextlib.asynccontextmanager
async def watched(mosquitto, own, publisher, poll=0.05):
    """A gateway over `own` that listens to `publisher`, and a device that watches."""
    server = RpcServer(own)
    await server.start()
    node = JsonRpcNode(server.url, poll=poll, feed=ZmqFeed([publisher.address]))
    try:
        async with serving(node, at(mosquitto.port)) as gateway:
            await until(lambda: node.feed.alive, "the publisher is connected")
            with Watcher(mosquitto.port) as device:
                yield gateway, device
    finally:
        await node.close()
        await server.close()


@pytest.mark.slow
@pytest.mark.usefixtures("_told_or_never")
@in_loop
async def test_a_payment_and_its_block_are_told_at_once(mosquitto, caplog):
    own, to = regtest(10), address()
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher, poll=20) as (gateway, device):
            assert "zmq" in gateway.status()["capabilities"]
            await device.watch([to], 10)
            await asyncio.sleep(0.3)
            payment = paying(to)
            await own.broadcast(payment.serialize())
            _, txid, _, raw, *_ = (await device.hears(SEEN))[0]
            assert (txid, raw) == (payment.txid(), payment.serialize())
            await own.broadcast(paying(to, coin=payment.txid()).serialize())
            assert (await device.hears(SEEN, count=2))[1][7] == 1  # of its parents, one waits
            await own.broadcast(paying(address()).serialize())
            own.mine(1)
            await device.hears(MINED, count=2)
            await device.covered(11, 11)
            await asyncio.sleep(0.5)
            assert len(device.events(SEEN)) == 2  # the block told of them again
            assert not device.events(GONE)
    assert len(told(caplog, "zmq connected")) == 1
    assert not told(caplog, "zmq missed messages") and not told(caplog, "zmq nonsense")


@in_loop
async def test_replaced_payments_are_gone_with_their_rivals(mosquitto):
    own, to, coin = regtest(10), address(), secrets.token_bytes(32)
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher) as (_, device):
            await device.watch([to], 10)
            versions = [paying(to, 50_000 - fee, coin) for fee in range(3)]
            for version in versions:
                own.waiting.clear()
                await own.broadcast(version.serialize())
                await until(lambda: version.txid() in [body[1] for body in device.events(SEEN)], "it is seen")  # noqa: B023
            gone = {body[1]: body[3] for body in await device.hears(GONE, count=2)}
            assert gone == {versions[0].txid(): versions[1].txid(), versions[1].txid(): versions[2].txid()}


@in_loop
async def test_a_reorganisation_says_what_waits_again_and_what_is_gone(mosquitto):
    #   10 - 11 (a, b) - 12
    #      \
    #       11' (rival of b) - 12' - 13'
    own, to, coin = regtest(10), address(), secrets.token_bytes(32)
    a, b, rival = paying(to), paying(to, coin=coin), paying(address(), coin=coin)
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher) as (_, device):
            await device.watch([to], 10)
            own.mine(2, [a.serialize(), b.serialize()])
            await device.covered(11, 12)
            device.observer.messages.clear()
            for raw in (a.serialize(), b.serialize()):  # as Core does when it disconnects their block
                publisher.send(b"rawtx", raw)
            own.reorg(2, 3, [rival.serialize()])
            await device.covered(11, 13)
            assert await device.hears(GONE) == [[GONE, b.txid(), None, rival.txid()]]
            assert {body[1] for body in await device.hears(SEEN)} == {a.txid()}
            assert not device.events(MINED)
            own.mine(1)
            assert (await device.hears(MINED))[0][1:3] == [a.txid(), 14]


@pytest.mark.slow
@in_loop
async def test_a_flood_of_false_hints_keeps_nobody_waiting_and_names_no_false_rival(mosquitto, monkeypatch):
    monkeypatch.setattr(mempool, "SLICE", 0.1)
    own, to, coin = regtest(10), address(), secrets.token_bytes(32)
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher) as (_, device):
            await device.watch([to], 10)
            flood = [paying(to).serialize() for _ in range(3000)]

            async def false_hints():
                for raw in flood:
                    publisher.send(b"rawtx", raw)
                    await asyncio.sleep(0)

            flooding = asyncio.create_task(false_hints())
            payment = paying(to, coin=coin)
            await own.broadcast(payment.serialize())
            assert (await device.hears(SEEN))[0][1] == payment.txid()
            publisher.send(b"rawtx", paying(address(), coin=coin).serialize())  # a rival, and the node has it not
            own.mine(1, [])
            await device.covered(11, 11)
            await flooding
            own.waiting.clear()
            assert await device.hears(GONE) == [[GONE, payment.txid(), None, None]]
            assert {body[1] for body in device.events(SEEN)} == {payment.txid()}


@pytest.mark.usefixtures("_told_or_never")
@in_loop
async def test_false_hints_and_garbage_tell_watchers_nothing(mosquitto, caplog, monkeypatch):
    monkeypatch.setattr(feed, "RETRY", 0.1)
    own, to = regtest(10), address()
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher) as (gateway, device):
            await device.watch([to], 10)
            for _ in range(20):
                publisher.send(b"rawtx", paying(to).serialize())  # which the node has not
                publisher.send(b"rawtx", secrets.token_bytes(300))
                publisher.send(b"rawtx", b"")
                publisher.send(b"hashblock", b"\7" * 31)
                for frames in ([b"rawtx"], [b"rawtx", b""], [b"rawtx", b"", b"\0"], [b"rawtxs", b"", bytes(4)]):
                    publisher.socket.send_multipart(frames)
            publisher.socket.send_multipart([b"rawtx", bytes(feed.MAX_MESSAGE + 1), bytes(4)])  # ends the connection
            await until(lambda: told(caplog, "zmq lost"), "it is cut")
            await until(lambda: gateway.source.node.feed.alive, "and made again")
            payment = paying(to)
            await own.broadcast(payment.serialize())
            assert [body[1] for body in await device.hears(SEEN)] == [payment.txid()]
    assert len(told(caplog, "zmq nonsense")) <= 4  # once for each kind


@pytest.mark.slow
@in_loop
async def test_what_zmq_loses_is_found_by_asking(mosquitto, caplog):
    own, to = regtest(10), address()
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher) as (_, device):
            await device.watch([to], 10)
            await own.broadcast(paying(address()).serialize())
            await asyncio.sleep(0.5)
            publisher.lose = 1
            payment = paying(to)
            await own.broadcast(payment.serialize())
            assert (await device.hears(SEEN))[0][1] == payment.txid()
            await own.broadcast(paying(address()).serialize())  # its number says that one is missing
            await until(lambda: told(caplog, "zmq missed messages"), "it is noticed")
    assert told(caplog, "zmq missed messages") == [{"topic": "rawtx"}]


@in_loop
async def test_a_dead_publisher_is_told_once_and_missed_by_nobody(mosquitto, caplog, monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.1)
    monkeypatch.setattr(feed, "RETRY", 0.1)
    own, to = regtest(10), address()
    publisher = Publisher(own)
    async with watched(mosquitto, own, publisher) as (gateway, device):
        await device.watch([to], 10)
        publisher.close()
        own.broadcast, own.mine = publisher._broadcast, publisher._mine
        await until(lambda: told(caplog, "zmq lost"), "it is missed")
        assert "zmq" not in gateway.status()["capabilities"]
        payment = paying(to)
        await own.broadcast(payment.serialize())
        assert (await device.hears(SEEN))[0][1] == payment.txid()
        own.mine(1)
        await device.hears(MINED)
        await asyncio.sleep(0.5)
        with Publisher(own, int(publisher.address.rpartition(":")[2])):
            await until(lambda: "zmq" in gateway.status()["capabilities"], "it is back")
            assert len(told(caplog, "zmq lost")) == len(told(caplog, "zmq connected")) == 1


@in_loop
async def test_a_publisher_that_does_not_tell_of_blocks_is_found_out(mosquitto, caplog, monkeypatch):
    monkeypatch.setattr(feed, "LATER", 0.2)
    own = regtest(10)
    with Publisher(own) as publisher:
        async with watched(mosquitto, own, publisher) as (gateway, _):
            publisher._mine(1)
            await until(lambda: told(caplog, "zmq silent"), "it is noticed")
            assert told(caplog, "zmq silent") == [{"topics": ["rawtx", "hashblock"]}]
            assert "zmq" not in gateway.status()["capabilities"]
            await until(lambda: gateway.source.height == 11, "the node was asked")
            own.mine(1)
            await until(lambda: told(caplog, "zmq heard again"), "it tells again")
            assert "zmq" in gateway.status()["capabilities"]


@pytest.mark.slow
@in_loop
async def test_with_100000_waiting_a_payment_is_seen_within_two_seconds(mosquitto, record_property):
    """While the mempool is read for the first time, and when all of it is known."""
    own, to = regtest(10), [address() for _ in range(40)]
    tx = paying(address())
    for _ in range(100_000):
        tx.inputs[0] = (secrets.token_bytes(32), *tx.inputs[0][1:])
        own.waiting[tx.txid()] = tx.serialize()
    loop = asyncio.get_running_loop()
    took = []
    with Publisher(own) as publisher:

        async def broadcast(raw):  # the regtest node looks through all that waits, which takes a second
            own.waiting[parse(raw).txid()] = raw
            publisher.send(b"rawtx", raw)

        async with watched(mosquitto, own, publisher) as (gateway, device):
            await device.watch(to, 10)
            known = gateway.source.watcher.mempool._keys
            for number, script in enumerate(to):
                if number == len(to) // 2:
                    assert len(known) < 100_000
                    await until(lambda: len(known) > 100_000, "all is known")
                await asyncio.sleep(0.1)
                began = loop.time()
                await broadcast(paying(script).serialize())
                await device.hears(SEEN, count=number + 1)
                took.append(loop.time() - began)
    record_property("seen", f"{max(took):.2f} s at most, {sorted(took)[len(took) // 2]:.2f} s in the middle")
    assert max(took) < 2


# -- where it is


@pytest.mark.parametrize(
    "where",
    [
        "", "127.0.0.1:28332", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://*:28332",
        "tcp://u:p@host:1", "tcp://host:1/x", "udp://127.0.0.1:28332", "ipc://relative", "ipc:///a b", "inproc://x",
        "tcp://eth0;127.0.0.1:1", "pgm://eth0;239.0.0.1:1", "ipc:///" + "a" * 200,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_publisher_is_refused_once(where):
    with pytest.raises(BadZmqAddress, match="zmqpubrawtx"):
        connect("http://x:key@127.0.0.1:1", zmq=[where])


def test_publishers_belong_to_nodes_that_have_them():
    assert connect("http://127.0.0.1:1", zmq=["tcp://127.0.0.1:2", "ipc:///run/core/zmq"]).feed
    with pytest.raises(BadNodeUrl, match="has no ZMQ"):
        connect("tcp://127.0.0.1:1", zmq=["tcp://127.0.0.1:2"])


def test_without_pyzmq_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "zmq.asyncio", None)
    assert connect("http://127.0.0.1:1").feed is None
    with pytest.raises(ZmqMissing, match=r"pip install 'lightclient\[zmq\]'"):
        connect("http://127.0.0.1:1", zmq=["tcp://127.0.0.1:2"])
