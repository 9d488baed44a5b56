"""MQTT 5 with brokers that speak it, 3.1.1 with the others, and what a broker refuses, by name."""

import asyncio
import contextlib

import paho.mqtt.client as mqtt
import pytest

from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts import paho, wire
from lightclient.mqtt.hosts.paho import Connection
from lightclient.sync import messages, topics
from tests.hosts.test_client import coinbase
from tests.services.broker import Mosquitto
from tests.services.mqtt import Observer
from tests.services.rogue import WELCOME, Rogue, floods, hangs_up, refuses, says
from tests.support.gateway import BASE, at, client, follows, in_loop, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]

MODERN, OLD = "(p5,", "(p2,"  # how mosquitto's log shows the version of a client


@contextlib.asynccontextmanager
async def connected(port, name="ours", **options):
    """Yield (connection, what was heard, what was refused as (topic, words))."""
    heard, refused = [], []
    ours = Connection(
        at(port),
        name,
        lambda topic, payload, retained: heard.append(payload),
        lambda up: up and ours.subscribe("heard/#"),
        on_refused=lambda topic, error: refused.append((topic, str(error))),
        **options,
    )
    await ours.start()
    try:
        yield ours, heard, refused
    finally:
        await ours.stop()


@in_loop
async def test_what_grows_stale_expires_at_a_broker_of_mqtt_5(mosquitto):
    node = regtest(170)
    with Observer(mosquitto.port, BASE + "#", version=mqtt.MQTTv5) as observer:
        async with serving(node, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
            await follows(ours, node)
            await ours.prove(coinbase(node, 5))
            assert ours.connection._client.modern
            await asyncio.to_thread(observer.wait, 6)
        await asyncio.to_thread(observer._until, lambda: not messages.is_up(status(observer)[-1].payload), "good-bye")
    expiries = {message.topic.removeprefix(BASE).partition("/")[0]: message.expiry for message in observer.messages}
    expected = {"tip": None, "headers": None, "status": 1800, "req": 10, "res": 30}
    assert {kind: expiries.get(kind) for kind in expected} == expected
    assert [message.expiry for message in status(observer)] == [1800, 1800]


def status(observer):
    return [message for message in observer.messages if message.topic == BASE + topics.STATUS]


@in_loop
async def test_the_last_will_expires_too_and_what_a_watch_tells_does_not(mosquitto):
    node = regtest(30)
    with Observer(mosquitto.port, BASE + "#", version=mqtt.MQTTv5) as observer:
        async with serving(node, at(mosquitto.port)) as gateway:
            watch = messages.request(7, messages.WATCH, messages.MAX_MESSAGE, [[b"\x51"], 600, 10])
            await asyncio.to_thread(observer.publish, BASE + topics.REQUESTS + "watcher", watch)
            answers = BASE + topics.RESPONSES + "watcher"
            await asyncio.to_thread(
                observer._until, lambda: len([one for one in observer.messages if one.topic == answers]) > 1, "news"
            )
            told = [one for one in observer.messages if one.topic == answers]
            assert [one.expiry for one in told[:2]] == [30, None] and told[1].qos == 1
            gateway.connection._runner.cancel()
            gateway.connection._hang_up()
            await asyncio.to_thread(observer._until, lambda: len(status(observer)) == 2, "the last will")
            assert not messages.is_up(status(observer)[-1].payload) and status(observer)[-1].expiry == 1800


@pytest.mark.slow
@in_loop
async def test_an_expired_message_is_gone(mosquitto):
    async with connected(mosquitto.port) as (ours, _, _):
        ours.publish("stale", b"x", retain=True, expiry=1)
        ours.publish("kept", b"x", retain=True)
        await ours.all_sent()
        await asyncio.sleep(2.1)
        with Observer(mosquitto.port, "#", "end") as observer:
            await asyncio.to_thread(observer.publish, "end", b"")
            assert [message.topic for message in await asyncio.to_thread(observer.wait, 2)] == ["kept", "end"]


# -- brokers that know no MQTT 5


@pytest.mark.slow
@in_loop
async def test_a_broker_of_mqtt_3_is_spoken_to_in_its_own_language(amqtt):
    node = regtest(170)
    async with serving(node, at(amqtt.port)) as gateway, client(at(amqtt.port)) as ours:
        await follows(ours, node)
        await ours.prove(coinbase(node, 5))
        node.mine(1)
        await follows(ours, node)
        assert not ours.connection._client.modern and not gateway.connection._client.modern


@pytest.mark.parametrize(
    ("part", "for_good"),
    [
        (says(b"\x20\x02\x00\x01"), True),  # MQTT 3.1.1: unacceptable protocol version
        (says(b"\x20\x03\x00\x84\x00"), True),  # MQTT 5: unsupported protocol version
        (says(WELCOME), True),  # it does not even look at the version
        (hangs_up, False),  # it may be an accident
    ],
    ids=["code 1", "code 0x84", "takes no notice", "hangs up"],
)
@in_loop
async def test_a_broker_that_refuses_mqtt_5_gets_3_and_its_refusal_is_remembered(mosquitto, part, for_good):
    with Rogue(mosquitto.port, [part]) as rogue:
        async with connected(rogue.port, "refused") as (ours, heard, _):
            ours.publish("heard/1", b"1", expiry=5)
            await until(lambda: heard == [b"1"], "it is heard")
            rogue.cut()
            await until(lambda: not ours.connected, "the link is missed")
            ours.publish("heard/2", b"2", expiry=5)
            await until(lambda: heard == [b"1", b"2"], "it is heard again")
    versions = [line for line in mosquitto.log().splitlines() if "as refused" in line and "New client" in line]
    assert [OLD in line for line in versions] == [True, for_good]


@in_loop
async def test_a_refusal_of_mqtt_3_keeps_its_reason(mosquitto):
    no = says(b"\x20\x02\x00\x05")
    with Rogue(mosquitto.port, [no, no]) as rogue, pytest.raises(BrokerRefused, match="Not authorized"):
        async with connected(rogue.port):
            pass


# -- what a broker of MQTT 5 says of itself


@pytest.mark.slow
@in_loop
async def test_no_more_is_on_its_way_than_the_broker_takes(installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, settings=("max_inflight_messages 2",))
    broker.start()
    try:
        async with connected(broker.port) as (ours, heard, refused):
            assert ours._client._max_inflight_messages == 2
            for number in range(100):
                ours.publish("heard/x", b"%d" % number)
            assert ours._client._inflight_messages <= 2
            await until(lambda: len(heard) == 100, "all are heard")
            await asyncio.to_thread(broker.kill)
            await until(lambda: not ours.connected, "the broker is missed")
            for number in range(100, 300):
                ours.publish("heard/x", b"%d" % number)
            sent = 0
            real = ours._client._send_publish

            def counted(*arguments, **options):
                nonlocal sent
                sent = max(sent, ours._client._inflight_messages)
                return real(*arguments, **options)

            ours._client._send_publish = counted
            await asyncio.to_thread(broker.start)
            await until(lambda: len(heard) >= 300, "all are heard")
            assert heard == [b"%d" % number for number in range(300)]
            assert sent == 2 and not refused
    finally:
        broker.stop()


@pytest.mark.slow
@in_loop
async def test_what_a_broker_does_not_offer_is_not_used(mosquitto):
    # Maximum packet size 100, no shared subscriptions (section 3.2.2.3).
    with Rogue(mosquitto.port, [says(b"\x20\x0a\x00\x00\x07\x27\x00\x00\x00\x64\x2a\x00")]) as rogue:
        async with connected(rogue.port) as (ours, _, _):
            assert not ours.shares
            assert not ours.publish("t", bytes(100)) and ours.publish("t", bytes(80))


# -- refusals by name


@in_loop
async def test_a_message_that_may_not_be_is_told_by_topic_and_reason(installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, acl="topic read #\ntopic write allowed\n")
    broker.start()
    try:
        async with connected(broker.port) as (ours, _, refused):
            ours.publish("allowed", b"")
            ours.publish("forbidden", b"")
            await ours.all_sent()
            assert refused == [("forbidden", "the broker refuses a message on forbidden: Not authorized")]
    finally:
        broker.stop()


@in_loop
async def test_why_the_broker_ends_a_connection_is_told(mosquitto):
    with Rogue(mosquitto.port, [says(b"\x20\x03\x00\x00\x00" + b"\xe0\x01\x8e")]) as rogue:
        async with connected(rogue.port) as (_, _, refused):
            await until(lambda: refused, "it is told")
            assert refused[0] == ("", "the broker refuses to go on: Session taken over")


@in_loop
async def test_a_subscription_that_may_not_be_is_the_reason_in_the_status(mosquitto):
    node = regtest(20)
    with Rogue(mosquitto.port, [says(WELCOME), refuses(3)]) as rogue:
        async with client(at(rogue.port)) as ours:
            await until(lambda: ours.status().reasons, "it has a reason")
            assert "the broker refuses a subscription to lc/1/regtest/gw/" in ours.status().reasons["gw"]
            async with serving(node, at(mosquitto.port)):
                await follows(ours, node)


@pytest.mark.slow
@in_loop
async def test_a_broker_that_acknowledges_nothing_is_left(mosquitto, monkeypatch):
    monkeypatch.setattr(paho, "OWED", 0.5)
    silent = says(b"\x20\x03\x00\x00\x00")
    with Rogue(mosquitto.port, [silent]) as rogue:
        async with connected(rogue.port) as (ours, heard, refused):
            ours.publish("heard/x", b"x")  # waits for the subscription
            await until(lambda: heard == [b"x"], "it is heard over the next connection")
            assert refused == [("", "the broker refuses to acknowledge: nothing has come for 0.5 s")]
    with Rogue(mosquitto.port, [silent]) as rogue:
        async with connected(rogue.port) as (ours, heard, refused):
            ours._subscribing.clear()  # as if it had been granted
            ours.publish("heard/x", b"x")
            await until(lambda: len(rogue.met) == 2 and not ours.waiting, "it is with the next one")
            assert len(refused) == 1


# -- a broker that wants our memory


@in_loop
async def test_a_broker_that_sends_what_it_must_let_go_itself_is_left(mosquitto):
    welcome = b"\x20\x03\x00\x00\x00"
    flood = b"".join(b"\x34\xff\x03\x00\x01t" + number.to_bytes(2, "big") + bytes(506) for number in range(1, 500))
    with Rogue(mosquitto.port, [floods(flood, welcome)]) as rogue:  # QoS 2: kept until a PUBREL
        async with connected(rogue.port) as (ours, heard, _):
            await until(lambda: len(rogue.met) == 2 and ours.connected, "it has come again")
            assert not ours._client._in_messages and not heard


@in_loop
async def test_a_broker_that_wants_answers_and_reads_none_is_left(mosquitto, monkeypatch):
    monkeypatch.setattr(wire, "MOST_OUT", 100)
    welcome = b"\x20\x03\x00\x00\x00"
    most = 0
    with Rogue(mosquitto.port, [floods(b"\x32\x06\x00\x01t\x00\x07\x00" * 100, welcome)]) as rogue:
        async with connected(rogue.port) as (ours, _, _):
            real = ours._client._packet_write

            def blocked():
                nonlocal most
                most = max(most, len(ours._client._out_packet))
                return real() if len(rogue.met) > 1 else mqtt.MQTT_ERR_AGAIN

            ours._client._packet_write = blocked
            await until(lambda: len(rogue.met) == 2 and ours.connected, "it has come again")
            assert 50 < most <= 102
