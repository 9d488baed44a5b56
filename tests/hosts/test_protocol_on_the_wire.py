"""What gateway, clients and devices really say on a real broker is what docs/protocol.cddl says."""

import asyncio
from collections import Counter

from lightclient.bitcoin import kinds
from lightclient.errors import LightClientError
from lightclient.sync import messages, topics
from tests.services.mqtt import Observer
from tests.support.gateway import BASE, Device, Events, at, client, follows, in_loop, invoice, regtest, serving, until
from tests.support.protocol import check

pytest_plugins = ["tests.services.fixtures"]


def refused(message):
    answer = message.topic == BASE + topics.RESPONSES + "device"
    return answer and messages.parse_response(message.payload)[1] == messages.NOT_FOUND


def rules(seen):
    """Return how often each rule of the CDDL was followed; a response is held to the kind that was asked for."""
    kinds = {}
    followed = Counter()
    for message in seen:
        if message.topic.startswith(BASE + "probe/"):
            assert message.payload in (b"", b"2")
            continue
        client_id = message.topic.rpartition("/")[2]
        asked = None
        if message.topic.startswith(BASE + topics.REQUESTS):
            number, kind, _, _ = messages.parse_request(message.payload)
            kinds[client_id, number] = kind
        elif message.topic.startswith(BASE + topics.RESPONSES):
            asked = kinds[client_id, messages.parse_response(message.payload)[0]]
        followed[check(message.topic, message.payload, asked)] += 1
    return followed


@in_loop
async def test_every_message_on_the_broker_follows_the_document(mosquitto):
    node = regtest(300)
    where = at(mosquitto.port)
    with Observer(mosquitto.port, "lc/#") as everything:
        async with serving(node, where) as gateway, client(where, window=20) as ours:
            await follows(ours, node)
            address, payment = invoice()
            async with Events(ours, address) as events:
                event = asyncio.ensure_future(events.next())
                await ours.broadcast(payment.serialize())
                assert await event == ("seen", 0)
                node.mine(1)
                assert await events.next() == ("confirmed", 1)
                node.mine(1)
                assert await events.next() == ("confirmed", 2)
            await ours.transaction(payment.txid())
            await ours.prove((await node.block(node.chain[5])).txids[0])
            with Device(mosquitto.port) as device:
                assert (await device.ask(kinds.HEADER, [7, 0, 200]))[0] == messages.OK
                assert (await device.ask(kinds.FILTER, node.chain[9]))[0] == messages.OK
                assert (await device.ask(kinds.TRANSACTION, bytes(32)))[0] == messages.NOT_FOUND
            assert gateway.healthy()
        await until(lambda: any(map(refused, everything.messages)), "the observer has heard the last of it")
        seen = list(everything.messages)
    followed = rules(seen)
    for kind in ("run", "proof", "transaction", "header", "filter", "broadcast", "watch"):
        assert followed[kind + "-response"] or followed[f"first-{kind}-response"], kind
    assert all(
        followed[rule] for rule in ("tip", "batch", "presence", "seen-event", "mined-event", "covered-event", "refusal")
    )


@in_loop
async def test_a_message_that_does_not_follow_it_is_noticed(mosquitto):
    with Observer(mosquitto.port, "lc/#") as everything, Device(mosquitto.port) as device:
        await asyncio.to_thread(device.send, messages.request(1, kinds.HEADER, 4096, [7, 0, 200]) + b"\x00")
        await asyncio.to_thread(everything.wait, 1)
        try:
            rules(everything.messages)
        except LightClientError as error:
            assert error.name == "TrailingBytes"
        else:
            raise AssertionError("a byte too many was not noticed")
