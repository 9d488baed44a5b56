"""A client against real gateways over real brokers: catching up, following, payments, proofs, state."""

import asyncio
import contextlib

import pytest

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import parse
from lightclient.client import ADDRESSES, Client, GatewaysFailed, TooManyAddresses
from lightclient.gateway.regtest import PAYEE
from lightclient.sync import messages, topics
from tests.gateway import BASE, Device, Events, at, client, follows, in_loop, invoice, regtest, serving, until
from tests.services.bcoin import SIMNET
from tests.services.mqtt import Observer

pytest_plugins = ["tests.services.fixtures"]

WINDOW = 30  # headers, so that 300 blocks lie mostly in the log


@pytest.fixture(params=["mosquitto", "amqtt"])
def broker(request):
    """One that can do everything, and one that lacks shared subscriptions and MQTT 5."""
    return request.getfixturevalue(request.param)


def shipped(node, height, log_start=0):
    """Return a checkpoint whose base is `height` and whose log begins at `log_start`."""
    headers = [node.blocks[block_hash].header for block_hash in node.chain]
    if not log_start:
        chain = from_genesis(REGTEST, 0)
    else:
        chain = checkpoint.parse(shipped(node, log_start - 1), REGTEST, 0)
        chain.log.size, chain.log.peaks, chain.log_start = 0, [], log_start
    chain.extend(b"".join(headers[chain.base.height + 1 : height + 1]))
    return checkpoint.serialize(chain)


def coinbase(node, height):
    return node.blocks[node.chain[height]].txids[0]


# -- catching up


@in_loop
async def test_a_client_catches_up_from_genesis_and_follows_new_blocks_and_reorganisations(broker):
    node = regtest(300)
    async with serving(node, at(broker.port)), client(at(broker.port)) as ours:
        status = await asyncio.wait_for(ours.synced(), 5)
        assert (status.height, status.tip, status.gateways) == (300, node.chain[-1], {"gw": "following"})
        node.mine(2)
        await follows(ours, node)
        node.reorg(5, 20)  # deeper than the tip message is long
        await follows(ours, node)
        assert ours.ledger.height == 317
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_retained_batches_spare_the_gateway_the_requests(mosquitto):
    node = regtest(700)
    async with serving(node, at(mosquitto.port)) as gateway:
        async with client(at(mosquitto.port)) as ours:
            await follows(ours, node)
        by_batches = requests(gateway, "run")
    # 9 batches of 64 are settled; the rest is asked for, about 95 headers at a time.
    assert by_batches <= 5


@in_loop
async def test_requests_alone_are_enough_where_the_broker_keeps_nothing(mosquitto, monkeypatch):
    node = regtest(700)
    monkeypatch.setattr("lightclient.sync.session.PATIENCE", 0.3)
    async with serving(node, at(mosquitto.port)) as gateway:
        await asyncio.to_thread(forget, mosquitto.port)
        async with client(at(mosquitto.port)) as ours:
            await follows(ours, node)
        assert requests(gateway, "run") >= 7


@pytest.mark.parametrize("log_start", [0, 101])
@in_loop
async def test_a_client_catches_up_from_a_checkpoint_and_has_old_blocks_proved(mosquitto, log_start):
    #   0 ... 100 | 101 ...... 150 | ...... 270 ... 300
    #    unknown    known by log     learnt        window
    node = regtest(300)
    record = shipped(node, 150, log_start)
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port), checkpoint=record, window=WINDOW) as ours:
        await follows(ours, node)
        assert ours.ledger.chain.log_start == log_start
        for height, how in (
            (log_start or 1, "header-log"),
            (150, "header-log"),
            (270, "header-log"),
            (300, "header-window"),
        ):
            _, verdict = await ours.prove(coinbase(node, height))
            assert (verdict.place.height, verdict.place.how) == (height, how)
            assert verdict.place.confirmations == 301 - height
        if log_start:
            with pytest.raises(GatewaysFailed, match=r"UnknownBlock|LessWork"):
                await ours.prove(coinbase(node, 100))
        node.reorg(2, 3)
        await follows(ours, node)
        _, verdict = await ours.prove(coinbase(node, 271))
        assert verdict.place.how == "header-log"


@in_loop
async def test_two_gateways_are_needed_where_the_user_says_so(mosquitto):
    node = regtest(50)
    async with serving(node, at(mosquitto.port), "one"), client(at(mosquitto.port), "one", "two", needed=2) as ours:
        await until(lambda: ours.ledger.height == 50, "the client has the headers")
        assert ours.status().chain == "unconfirmed"
        async with serving(node, at(mosquitto.port), "two"):
            status = await asyncio.wait_for(ours.synced(), 5)
            assert status.gateways == {"one": "following", "two": "following"}


@in_loop
async def test_a_client_goes_on_where_it_was(mosquitto, tmp_path):
    node = regtest(300)
    state = str(tmp_path / "state")
    async with serving(node, at(mosquitto.port)) as gateway:
        async with client(at(mosquitto.port), state=state, window=WINDOW) as ours:
            await follows(ours, node)
        node.mine(3)
        asked = requests(gateway, "run")
        again = client(at(mosquitto.port), state=state, window=WINDOW)
        assert again.ledger.height == 300
        async with again:
            await follows(again, node)
            assert requests(gateway, "run") - asked <= 2
            await again.prove(coinbase(node, 5))
    with pytest.raises(WrongNetwork):
        Client(at(mosquitto.port), SIMNET, ["gw"], state=state)


@in_loop
async def test_a_state_that_cannot_be_written_stops_nothing(mosquitto, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("lightclient.client.SAVE", 0.0)
    node = regtest(10)
    (tmp_path / "nowhere").mkdir()
    ours = client(at(mosquitto.port), state=str(tmp_path / "nowhere" / "state"))
    (tmp_path / "nowhere").rmdir()
    async with serving(node, at(mosquitto.port)):
        await ours.start()
        await follows(ours, node)
        await until(lambda: "cannot be saved" in caplog.text, "it says so")
        node.mine(1)
        await follows(ours, node)
        with pytest.raises(FileNotFoundError):
            await ours.stop()


@in_loop
async def test_changes_are_told_as_they_come(mosquitto):
    node = regtest(10)
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        async with contextlib.aclosing(ours.changes()) as changes:
            assert (await anext(changes)).height == 10
            node.mine(1)
            assert (await asyncio.wait_for(anext(changes), 2)).height == 11


# -- payments


@in_loop
async def test_a_payment_is_seen_confirmed_taken_back_and_confirmed_again(broker):
    node = regtest(20)
    address, payment = invoice()
    async with serving(node, at(broker.port)), client(at(broker.port)) as ours:
        await follows(ours, node)
        async with Events(ours, address, 3) as events:
            await ours.broadcast(payment.serialize())
            assert await events.next() == ("seen", 0)
            node.mine(1)
            assert await events.next() == ("confirmed", 1)
            node.reorg(1, 2, [])
            assert await events.next() == ("reorged-out", 0)
            node.mine(1)  # with the payment, which waits again
            assert await events.next() == ("confirmed", 1)
            node.mine(2)
            assert await events.next() == ("confirmed", 3)
            with pytest.raises(StopAsyncIteration):
                await events.next()
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_two_payments_are_waited_for_at_once(mosquitto):
    node = regtest(20)
    (address, payment), (other, another) = invoice(), invoice()
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        async with Events(ours, address, 1) as first, Events(ours, other, 1) as second:
            waiting = asyncio.ensure_future(first.next()), asyncio.ensure_future(second.next())
            await node.broadcast(payment.serialize())
            await node.broadcast(another.serialize())
            assert await asyncio.gather(*waiting) == [("seen", 0), ("seen", 0)]
            node.mine(1)
            assert [await first.next(), await second.next()] == [("confirmed", 1), ("confirmed", 1)]


@in_loop
async def test_less_than_the_price_is_no_payment(mosquitto):
    node = regtest(20)
    address, payment = invoice()
    payment.outputs = [(value - 1, script) for value, script in payment.outputs]
    async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        async with Events(ours, address) as events:
            event = asyncio.ensure_future(events.next(60))
            await until(lambda: len(gateway.watches), "the gateway watches")
            await node.broadcast(payment.serialize())
            node.mine(1)
            payment.outputs = [(value + 1, script) for value, script in payment.outputs]
            await node.broadcast(payment.serialize().replace(payment.inputs[0][0], bytes(31) + b"\x01"))
            assert await event == ("seen", 0)


@in_loop
async def test_a_client_waits_for_sixteen_addresses_and_no_more(mosquitto):
    async with serving(regtest(3), at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await asyncio.wait_for(ours.synced(), 5)
        async with contextlib.AsyncExitStack() as stack:
            waiting = []
            for _ in range(ADDRESSES):
                events = await stack.enter_async_context(Events(ours, invoice()[0]))
                waiting.append(asyncio.ensure_future(events.next(60)))
            await until(lambda: len(gateway.watches._scripts) == ADDRESSES, "the gateway watches all of them")
            with pytest.raises(TooManyAddresses):
                await Events(ours, invoice()[0]).next()
            for event in waiting:
                event.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
        await until(lambda: not len(gateway.watches), "the watch is given up")


@in_loop
async def test_a_liar_that_claims_payments_without_end_is_remembered_for_a_few(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.payment.CLAIMS", 3)
    node = regtest(3)
    address, _ = invoice()
    async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        async with Events(ours, address) as events:
            event = asyncio.ensure_future(events.next())
            await until(lambda: len(gateway.watches), "the gateway watches")
            number = gateway.watches._clients[ours.client_id].number
            script = ours._watched[0].script
            for lie in range(10):
                _, claimed = invoice()
                claimed.outputs = [(50_000 + lie, script)]
                told = [messages.SEEN, claimed.txid(), None, claimed.serialize()]
                gateway._send(ours.client_id, number, messages.OK, told)
            assert await event == ("seen", 0)  # claimed, and said to be no more than that
            await until(lambda: ours.status().faults["gw"].get("TooManyClaims") == 7, "the rest is not remembered")
            assert len(ours._watched[0].seen) == len(ours._watched[0].amounts) == 3


@in_loop
async def test_below_the_window_only_a_proof_says_that_a_payment_is_still_there(mosquitto):
    #   ... 20 - 21 (pays)
    #         \
    #          21' - 22' - ... - 60'     comes at once, and leaves nothing of 21 in the window
    node = regtest(20)
    address, payment = invoice()
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port), window=WINDOW) as ours:
        await follows(ours, node)
        async with Events(ours, address, 100) as events:
            event = asyncio.ensure_future(events.next())
            await ours.broadcast(payment.serialize())
            assert await event == ("seen", 0)
            node.mine(1)
            assert await events.next() == ("confirmed", 1)
            node.reorg(1, 40, [])
            node.waiting.clear()
            await follows(ours, node)
            assert ours.ledger.chain.base.height > 21
            event = asyncio.ensure_future(events.next(60))
            _, pending = await asyncio.wait([event], timeout=1.5)
            assert pending, event.result()  # gone or not: nobody says that it is confirmed
            event.cancel()
            await asyncio.gather(event, return_exceptions=True)


@in_loop
async def test_a_payment_that_was_mined_while_its_gateway_was_away_is_found(mosquitto):
    node = regtest(20)
    address, payment = invoice()
    async with client(at(mosquitto.port)) as ours:
        async with serving(node, at(mosquitto.port)) as gateway:
            await follows(ours, node)
            events = Events(ours, address, 2)
            event = asyncio.ensure_future(events.next(10))
            await until(lambda: len(gateway.watches), "the gateway watches")
        await node.broadcast(payment.serialize())
        node.mine(2)
        async with serving(node, at(mosquitto.port)):
            assert await event == ("confirmed", 2)


# -- what else may be asked


@in_loop
async def test_transactions_are_handed_on_and_handed_out(broker):
    node = regtest(20)
    _, payment = invoice()
    async with serving(node, at(broker.port)), client(at(broker.port)) as ours:
        await follows(ours, node)
        assert await ours.broadcast(payment.serialize()) == payment.txid()
        assert await ours.transaction(payment.txid()) == payment.serialize()
        with pytest.raises(GatewaysFailed, match="not found"):
            await ours.prove(payment.txid())
        with pytest.raises(GatewaysFailed, match="not found"):
            await ours.transaction(bytes(32))
        double = parse(payment.serialize())
        double.output(1, PAYEE)
        with pytest.raises(GatewaysFailed, match="txn-mempool-conflict"):
            await ours.broadcast(double.serialize())
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_headers_and_filters_are_given_to_any_device(mosquitto):
    node = regtest(200)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            status, (header, index, size, path) = await device.ask(messages.HEADER, [150, 100, 80])
            assert (status, header, index, size) == (messages.OK, node.blocks[node.chain[150]].header, 50, 80)
            assert len(path) % 32 == 0
            status, body = await device.ask(messages.FILTER, node.chain[7])
            assert (status, body) == (messages.OK, await node.filter(node.chain[7]))
            status, body = await device.ask(messages.RUN, messages.locator([(190, node.chain[190])]))
            assert status == messages.OK
            assert packed.parse(body)[0] == 191


@in_loop
async def test_a_question_nobody_answers_is_reported_and_makes_its_gateway_the_last_to_be_asked(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.client.ANSWER", 0.3)
    node = regtest(20)
    async with serving(node, at(mosquitto.port), "zed"), client(at(mosquitto.port), "absent", "zed") as ours:
        await until(lambda: ours.ledger.height == 20, "the client has the headers")
        assert ours._by_merit() == ["absent", "zed"]
        await ours.prove(coinbase(node, 5))
        assert ours._by_merit() == ["zed", "absent"]
    async with client(at(mosquitto.port), "absent") as ours:
        with pytest.raises(GatewaysFailed, match="'absent': 'no answer'"):
            await ours.prove(coinbase(node, 5))
        assert not ours._questions


# -- parts


def requests(gateway, kind):
    """Return how many requests of a kind a gateway has answered."""
    samples = gateway.metrics.requests.collect()[0].samples
    return sum(one.value for one in samples if one.labels["kind"] == kind and one.name.endswith("_total"))


def forget(port):
    """Clear everything that the broker retains of the gateway."""
    with Observer(port, BASE + topics.TIP, BASE + topics.BATCHES + "+", "last") as observer:
        observer.publish("last", b"")
        observer._until(lambda: observer.messages and observer.messages[-1].topic == "last", "the last message")
        kept = [message.topic for message in observer.messages if message.retain]
        assert kept
        for topic in kept:
            observer.publish(topic, b"", retain=True)
