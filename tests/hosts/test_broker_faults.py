"""Brokers that die, links that break or go silent: nothing is lost, nothing is taken for proved that is not, and client
and gateway come back by themselves.

What a fault costs after the link is there again is recorded: the pause before the first new connect is 0.25 to 0.5 s
and doubles. A link that is silent is noticed after one to two keep-alives (30 s; 1 s here). RECOVERY leaves room for a
busy machine.
"""

import asyncio
import contextlib
import itertools
import random
import time

import pytest

from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts import paho
from lightclient.mqtt.hosts.amqtt import Settled, embedded
from lightclient.mqtt.hosts.paho import Connection
from lightclient.sync import messages, topics
from lightclient.sync.errors import Unanswered
from tests.hosts.test_client import coinbase, forget
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE
from tests.services.proxy import Proxy
from tests.support.gateway import BASE, Events, at, client, follows, in_loop, invoice, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]

RECOVERY = 20.0  # seconds


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(paho, "KEEP_ALIVE", 1)
    monkeypatch.setattr("lightclient.sync.questions.REPEAT", 0.5)
    monkeypatch.setattr("lightclient.sync.asking.PATIENCE", 0.5)


@pytest.fixture
def links(mosquitto):
    """Two proxies to one broker: the client's and the gateway's."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(running(Proxy(mosquitto.port, seed))) for seed in (1, 2)]


@contextlib.contextmanager
def running(proxy):
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()


@contextlib.asynccontextmanager
async def everything(node, links):
    """Yield (client, gateway), each behind a link of its own and in step with the node."""
    async with serving(node, at(links[1].port)) as gateway, client(at(links[0].port)) as ours:
        await follows(ours, node)
        yield ours, gateway


async def works(ours, gateway, node, seconds=RECOVERY):
    """Have client and gateway do all that they do; return how long it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    await until(lambda: ours.connection.connected and gateway.connection.connected, "both are connected", seconds)
    node.mine(1)
    await follows(ours, node, seconds)
    await ours.prove(node.blocks[node.chain[-1]].txids[0])
    assert not gateway.connection.waiting or await until(lambda: not gateway.connection.waiting, "all is sent")
    return loop.time() - began


# -- brokers


@pytest.mark.parametrize("lost", [False, True], ids=["kept", "lost"])
@in_loop
async def test_a_broker_that_was_killed_gets_back_whatever_it_forgot(mosquitto, lost, record_property):
    node = regtest(300)
    where = at(mosquitto.port)
    async with serving(node, where) as gateway, client(where) as ours:
        await follows(ours, node)
        await asyncio.to_thread(mosquitto.kill)
        await until(lambda: ours.status().chain == "starting", "the client knows nothing for sure any more")
        assert ours.status().gateways == {"gw": "offline"}
        assert not gateway.healthy()
        question = asyncio.ensure_future(ours.prove(coinbase(node, 7)))
        node.reorg(1, 3)
        if lost:
            (mosquitto.folder / "mosquitto.db").unlink()
        await asyncio.to_thread(mosquitto.start)
        record_property("recovery", await works(ours, gateway, node))
        await question
        async with client(where) as fresh:
            await follows(fresh, node)
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_a_client_that_asked_before_its_gateway_came_is_served_as_soon_as_it_comes(mosquitto):
    node = regtest(50)
    async with client(at(mosquitto.port)) as ours:
        question = asyncio.ensure_future(ours.prove(coinbase(node, 7)))
        await asyncio.sleep(0.2)
        async with serving(node, at(mosquitto.port)):
            await follows(ours, node)
            with contextlib.suppress(Unanswered):  # it was asked when the chain was not known yet
                await question
            await ours.prove(coinbase(node, 7))


@in_loop
async def test_who_killed_a_gateway_is_told_by_its_last_will(mosquitto):
    async with serving(regtest(3), at(mosquitto.port)) as gateway:
        with Observer(mosquitto.port, BASE + topics.STATUS) as status:
            gateway.connection._runner.cancel()
            gateway.connection._hang_up()
            await asyncio.to_thread(status.wait, 2)
            assert [messages.is_up(message.payload) for message in status.messages] == [True, False]


@pytest.mark.slow
@in_loop
async def test_a_broker_that_lets_in_and_drops_again_is_not_stormed():
    connects = []

    async def accept(reader, writer):
        connects.append(asyncio.get_running_loop().time())
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readexactly(10)
            writer.write(b"\x20\x02\x00\x00")  # CONNACK
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    connection = Connection(at(server.sockets[0].getsockname()[1]), "one", lambda *message: None)
    await connection.start()
    await until(lambda: len(connects) == 5, "it comes again")
    await connection.stop()
    server.close()
    for number, (before, after) in enumerate(itertools.pairwise(connects[1:])):  # the first one spoke MQTT 5
        assert after - before >= paho.FIRST_PAUSE * 2**number


@pytest.mark.parametrize("said", [b"", b"\x20\x02\x00\x05"], ids=["nothing", "no"])
@in_loop
async def test_a_broker_that_says_no_or_nothing_is_an_error_at_the_start(said, monkeypatch):
    monkeypatch.setattr(paho, "CONNECT", 0.3)
    left = asyncio.Event()

    async def accept(reader, writer):
        writer.write(said)
        with contextlib.suppress(OSError):
            await reader.read()
        writer.close()
        left.set()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    connection = Connection(at(server.sockets[0].getsockname()[1]), "one", lambda *message: None)
    with pytest.raises(BrokerRefused if said else ConnectionError, match="Not authorized" if said else "not answer"):
        await connection.start()
    assert not connection._client.socket()
    await asyncio.wait_for(left.wait(), PATIENCE)
    await connection.stop()
    server.close()


@in_loop
async def test_what_a_callback_raises_stops_no_message(mosquitto):
    heard = []

    def hear(topic, payload, retained):
        heard.append(payload)
        if payload == b"bad":
            raise ZeroDivisionError

    failures = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: failures.append(context["exception"]))
    connection = Connection(at(mosquitto.port), "one", hear, lambda up: up and connection.subscribe("a"))
    await connection.start()
    for payload in (b"bad", b"good"):
        connection.publish("a", payload)
    await until(lambda: heard == [b"bad", b"good"], "both are heard, once each")
    await connection.stop()
    assert [type(failure) for failure in failures] == [ZeroDivisionError]


@pytest.mark.slow
@in_loop
async def test_what_was_handed_over_is_with_the_broker_when_we_have_left(mosquitto):
    with Observer(mosquitto.port, "a") as observer:
        for _ in range(5):
            connection = Connection(at(mosquitto.port), "one", lambda *message: None)
            await connection.start()
            for number in range(50):
                connection.publish("a", b"%d" % number)
            await connection.stop()
        payloads = [message.payload for message in await asyncio.to_thread(observer.wait, 250)]
    assert payloads == [b"%d" % number for number in range(50)] * 5


def test_what_an_embedded_broker_walks_may_change_meanwhile():
    subscriptions = Settled(a=[1], b=[2, 3])
    for topic in subscriptions:
        subscriptions[topic + topic] = []
    seen = []
    for topic, sessions in subscriptions.items():
        for session in sessions:
            seen.append((topic, session))
            subscriptions[topic].remove(session)
        del subscriptions[topic]
    assert (seen, subscriptions) == ([("a", 1), ("b", 2), ("b", 3)], {})


@pytest.mark.slow
@in_loop
async def test_an_embedded_broker_takes_clients_while_others_subscribe():
    kept = {f"kept/{number}" for number in range(10)}
    heard = {}
    async with embedded() as broker:

        def client(name):
            def hear(topic, payload, retained):
                heard[name].add(topic)

            def subscribe(connected):
                connection.subscribe("kept/#")
                connection.subscribe("news")

            heard[name] = set()
            connection = Connection(broker, name, hear, subscribe)
            return connection

        def told(names):
            first.publish("news", b"new")
            return all(heard[name] == kept | {"news"} for name in names)

        first, *others = [client(f"c{number}") for number in range(8)]
        await first.start()
        for topic in kept:
            first.publish(topic, b"old", retain=True)
        await until(lambda: told(["c0"]), "the first hears all")
        late = asyncio.gather(*(connection.start() for connection in others))
        for number in range(1000):
            first.subscribe(f"other/{number}")
            await asyncio.sleep(0)
        await late
        await until(lambda: told(heard), "all hear what is kept and what is new")
        await asyncio.gather(*(connection.stop() for connection in [first, *others]))


# -- links


@pytest.mark.slow
@pytest.mark.parametrize("whose", [0, 1], ids=["client", "gateway"])
@pytest.mark.parametrize("fault", ["cut", "stall", "refuse"])
@in_loop
async def test_a_link_that_fails_costs_time_and_nothing_else(links, whose, fault, record_property):
    node = regtest(100)
    link = links[whose]
    async with everything(node, links) as (ours, gateway):
        sides = [ours.connection, gateway.connection]
        asking = [asyncio.ensure_future(ours.prove(coinbase(node, height))) for height in range(1, 11)]
        await asyncio.sleep(0)
        link.cut() if fault != "stall" else link.stall()
        if fault == "refuse":
            link.refuse()
        await until(lambda: not sides[whose].connected, "the link is missed", RECOVERY)
        node.mine(1)
        if fault == "stall":
            link.cut()
            link.resume()
        if fault == "refuse":
            link.accept()
        record_property("recovery", await works(ours, gateway, node))
        for one in await asyncio.gather(*asking):
            assert one[1].place.height
        assert ours.status().faults["gw"].keys() <= {"Silent"}


@pytest.mark.slow
@in_loop
async def test_a_link_cut_within_a_message_loses_none(links):
    node = regtest(100)
    async with everything(node, links) as (ours, gateway):
        for after in (1, 100, 333):
            for link in links:
                link.cut(after=after)
                await asyncio.gather(*(ours.prove(coinbase(node, height)) for height in range(1, 6)))
        await works(ours, gateway, node)


@pytest.mark.slow
@in_loop
async def test_a_payment_is_followed_through_cuts(links):
    node = regtest(20)
    address, payment = invoice()
    async with everything(node, links) as (ours, _), Events(ours, address, 3) as events:
        await node.broadcast(payment.serialize())
        assert await events.next() == ("seen", 0)
        links[0].cut()
        node.mine(1)
        assert await events.next() == ("confirmed", 1)
        links[1].cut()
        node.reorg(1, 2, [])
        await comes_to(events, "seen", 0)  # it waits again
        links[1].cut()
        links[0].cut()
        node.mine(1)
        await comes_to(events, "confirmed", 1)
        node.mine(2)
        await comes_to(events, "confirmed", 3)


async def comes_to(events, *wanted):
    """Take events until one is `wanted`: what lies between depends on when a link was cut."""
    while (event := await events.next()) != wanted:
        assert event[0] in ("seen", "reorged out", "confirmed")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@in_loop
async def test_after_any_sequence_of_faults_all_is_as_it_should_be(mosquitto, links, seed):
    """Twelve faults and changes of the chain in random order; questions are asked all the while."""
    rng = random.Random(seed)
    node = regtest(60)
    answers = {"proved": 0, "failed": 0}

    async def ask(ours):
        while True:
            height = rng.randrange(1, 50)
            try:
                _, verdict = await ours.prove(coinbase(node, height))
            except Unanswered:
                answers["failed"] += 1
                continue
            if verdict.place is None:  # the gateway was asked while its own chain changed
                answers["failed"] += 1
                continue
            assert verdict.place.hash == node.chain[height]
            answers["proved"] += 1
            await asyncio.sleep(0.01)

    async with everything(node, links) as (ours, gateway):
        asking = asyncio.create_task(ask(ours))
        for _ in range(12):
            link = rng.choice(links)
            what = rng.choice(["cut", "stall", "within", "kill", "mine", "reorg"])
            if what == "cut":
                link.cut()
            elif what == "stall":
                link.stall()
                await asyncio.sleep(rng.uniform(0, 1.5))
                link.resume()
            elif what == "within":
                link.cut(after=rng.randrange(1, 2000))
            elif what == "kill":
                await asyncio.to_thread(mosquitto.kill)
                if rng.random() < 0.5:
                    (mosquitto.folder / "mosquitto.db").unlink(missing_ok=True)
                await asyncio.to_thread(mosquitto.start)
            elif what == "mine":
                node.mine(rng.randrange(1, 20))
            else:
                node.reorg(3, 4)
            await asyncio.sleep(rng.uniform(0, 0.3))
        await until(lambda: ours.connection.connected and gateway.connection.connected, "both are connected")
        await follows(ours, node)
        before = answers["proved"]
        await until(lambda: answers["proved"] > before + 5, "questions are answered")
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert ours.status().faults["gw"].keys() <= {"Silent"}
        assert not ours.follower.questions.open


def test_the_retained_messages_can_be_cleared(mosquitto):
    with Observer(mosquitto.port) as observer:
        observer.publish(BASE + topics.TIP, b"x", retain=True)
    forget(mosquitto.port)
    with Observer(mosquitto.port, BASE + "#", "last") as observer:
        observer.publish("last", b"")
        assert [message.topic for message in observer.wait()] == ["last"]


@pytest.mark.slow
@pytest.mark.parametrize("days", [10, -10])
@in_loop
async def test_a_clock_that_jumps_loses_no_connection_and_confirms_nothing_it_should_not(mosquitto, monkeypatch, days):
    jump = 0
    right = time.time
    monkeypatch.setattr("time.time", lambda: right() + jump)
    node = regtest(30)
    changes = []
    async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        for connection in (ours.connection, gateway.connection):
            connection._on_change = changes.append
        asking = [asyncio.ensure_future(ours.prove(coinbase(node, height))) for height in range(1, 6)]
        jump = days * 86400
        if days > 0:
            await until(lambda: ours.status().chain == "stale", "a tip that seems old counts no more")
        else:
            node.mine(1)  # ten days ahead of our clock
            await until(lambda: ours.status().faults["gw"].get("TimeTooNew"), "a header from the future is refused")
        for verdict in await asyncio.gather(*asking):
            assert days < 0 or verdict[1].outcome == "not yet"
        jump = 0
        node.mine(1)
        await works(ours, gateway, node)
        assert not changes
