"""A client against real gateways over real brokers: catching up, following, payments, proofs, state."""

import asyncio
import contextlib
import shutil
import time

import pytest

from lightclient.bitcoin import checkpoint, kinds, locators, packed
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.hosts.regtest import PAYEE
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.script import p2wpkh
from lightclient.bitcoin.transaction import parse
from lightclient.cli import online
from lightclient.client import MAX_TRANSACTION, Client
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import INCLUSION, SYNC
from lightclient.mqtt.errors import BadBrokerUrl
from lightclient.mqtt.hosts.broker import Broker
from lightclient.payments.errors import BadTerm
from lightclient.store.errors import StateLocked
from lightclient.sync import messages, topics
from lightclient.sync.asking import DEADLINE
from lightclient.sync.errors import BadGateways, ClientStopped, NoAnswer, NotFound, Refused
from lightclient.sync.ledger import GENESIS
from tests.services.bcoin import SIMNET
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE
from tests.support.gateway import (
    BASE,
    Device,
    Events,
    at,
    client,
    follows,
    in_loop,
    invoice,
    regtest,
    requests,
    serving,
    until,
)

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
        status = await asyncio.wait_for(ours.synced(), PATIENCE)
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
    monkeypatch.setattr("lightclient.sync.asking.PATIENCE", 0.3)
    async with serving(node, at(mosquitto.port)) as gateway:
        await asyncio.to_thread(forget, mosquitto.port)
        async with client(at(mosquitto.port)) as ours:
            await follows(ours, node)
        assert requests(gateway, "run") >= 2  # a run of blocks, and that there are no more


@pytest.mark.parametrize("log_start", [0, 101])
@in_loop
async def test_a_client_catches_up_from_a_checkpoint_and_has_old_blocks_proved(mosquitto, log_start):
    #   0 ... 100 | 101 ...... 150 | ...... 270 ... 300
    #    unknown    known by log     learnt        window
    node = regtest(300)
    record = shipped(node, 150, log_start)
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port), trust=record, window=WINDOW) as ours:
        await follows(ours, node)
        assert ours.ledger.chain.log_start == log_start
        for height, how in (
            (log_start or 1, "header-log"),
            (150, "header-log"),
            (270, "header-log"),
            (300, "header-window"),
        ):
            _, verdict = await ours.prove(coinbase(node, height))
            assert (verdict.place.height, how in verdict.checks) == (height, True)
            assert verdict.finality.confirmations == 301 - height
        if log_start:
            with pytest.raises(Refused, match=r"UnknownBlock|LessWork"):
                await ours.prove(coinbase(node, 100))
        node.reorg(2, 3)
        await follows(ours, node)
        _, verdict = await ours.prove(coinbase(node, 271))
        assert "header-log" in verdict.checks


@pytest.mark.slow
@in_loop
async def test_two_gateways_are_needed_where_the_user_says_so(mosquitto):
    node = regtest(50)
    async with serving(node, at(mosquitto.port), "one"), client(at(mosquitto.port), "one", "two", needed=2) as ours:
        await until(lambda: ours.status().chain == "unconfirmed", "one is not enough")
        assert ours.ledger.height == 50
        # Finding 31 of the audit: payments, proofs and evidence in hand were confirmed all the same.
        evidence, verdict = await ours.prove(coinbase(node, 40))
        assert (verdict.outcome, verdict.missing) == ("not yet", (SYNC,))
        assert (ours.check(evidence).outcome, ours.check(evidence).missing) == ("not yet", (SYNC,))
        address, payment = invoice()
        events = Events(ours, address, since=50)
        coming = asyncio.ensure_future(events.next())
        node.mine(2, [payment.serialize()])
        await until(lambda: ours.ledger.height == 52, "the client has the block")
        await asyncio.sleep(1)
        assert not coming.done() or coming.result()[0] != "confirmed"
        async with serving(node, at(mosquitto.port), "two"):
            status = await asyncio.wait_for(ours.synced(), PATIENCE)
            assert status.gateways == {"one": "following", "two": "following"}
            assert (await ours.prove(coinbase(node, 40)))[1].outcome == "proved"
            assert ours.check(evidence).outcome == "proved"
            event = await coming
            while event[0] != "confirmed":
                event = await events.next()
            await events.events.aclose()


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
    other = Client(at(mosquitto.port), SIMNET, ["gw"], trust=GENESIS, state=state)
    assert (other.ledger.height, other.status().passed) == (0, ["SavedWrongNetwork"])


@in_loop
async def test_a_state_that_cannot_be_written_stops_nothing(mosquitto, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("lightclient.client.SAVE", 0.0)
    node = regtest(10)
    state = tmp_path / "nowhere" / "state"
    state.parent.mkdir()
    ours = client(at(mosquitto.port), state=str(state))
    async with serving(node, at(mosquitto.port)):
        await ours.start()
        shutil.rmtree(state.parent)
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
            assert (await asyncio.wait_for(anext(changes), PATIENCE)).height == 11


# -- payments


@pytest.mark.slow
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
            assert await events.next() == ("reorged out", 0)
            assert await events.next() == ("seen", 0)  # it waits again
            node.mine(1)
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
            event = asyncio.ensure_future(events.next())
            await until(lambda: len(gateway.watches), "the gateway watches")
            await node.broadcast(payment.serialize())
            node.mine(1)
            payment.outputs = [(value + 1, script) for value, script in payment.outputs]
            await node.broadcast(payment.serialize().replace(payment.inputs[0][0], bytes(31) + b"\x01"))
            assert await event == ("seen", 0)


@pytest.mark.slow
@in_loop
async def test_a_payment_that_a_reorganisation_carries_below_the_window_is_taken_back(mosquitto):
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
            assert await events.next() == ("reorged out", 0)


@pytest.mark.slow
@in_loop
async def test_a_payment_that_was_mined_while_its_gateway_was_away_is_found(mosquitto):
    node = regtest(20)
    address, payment = invoice()
    async with client(at(mosquitto.port)) as ours:
        async with serving(node, at(mosquitto.port)) as gateway:
            await follows(ours, node)
            events = Events(ours, address, 2)
            event = asyncio.ensure_future(events.next())
            await until(lambda: len(gateway.watches), "the gateway watches")
        await node.broadcast(payment.serialize())
        node.mine(2)
        async with serving(node, at(mosquitto.port)):
            assert await event == ("seen", 0)  # told, and not proved yet
            assert await events.next() == ("confirmed", 2)


# -- what else may be asked


@pytest.mark.slow
@in_loop
async def test_transactions_are_handed_on_and_handed_out(broker):
    node = regtest(20)
    _, payment = invoice()
    async with serving(node, at(broker.port)), client(at(broker.port)) as ours:
        await follows(ours, node)
        assert await ours.broadcast(payment.serialize()) == payment.txid()
        assert await ours.transaction(payment.txid()) == payment.serialize()
        evidence, verdict = await ours.prove(payment.txid())
        assert (evidence, verdict.outcome, verdict.missing) == (None, "not yet", (INCLUSION,))
        with pytest.raises(NotFound):
            await ours.transaction(bytes(32))
        double = parse(payment.serialize())
        double.output(1, PAYEE)
        with pytest.raises(Refused, match="another transaction that waits spends the same coin"):
            await ours.broadcast(double.serialize())
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_headers_and_filters_are_given_to_any_device(mosquitto):
    node = regtest(200)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            status, (header, index, size, path) = await device.ask(kinds.HEADER, [150, 100, 80])
            assert (status, header, index, size) == (messages.OK, node.blocks[node.chain[150]].header, 50, 80)
            assert len(path) % 32 == 0
            status, body = await device.ask(kinds.FILTER, node.chain[7])
            assert (status, body) == (messages.OK, await node.filter(node.chain[7]))
            status, body = await device.ask(messages.RUN, locators.locator([(190, node.chain[190])]))
            assert status == messages.OK
            assert packed.parse(body)[0] == 191


@pytest.mark.slow
@in_loop
async def test_a_question_goes_to_whoever_is_there(mosquitto):
    node = regtest(20)
    async with serving(node, at(mosquitto.port), "zed"), client(at(mosquitto.port), "absent", "zed") as ours:
        await asyncio.wait_for(ours.synced(), 5)
        began = asyncio.get_running_loop().time()
        evidence, verdict = await ours.prove(coinbase(node, 5))
        assert (verdict.outcome, verdict.place.height) == ("proved", 5)
        assert evidence
        assert asyncio.get_running_loop().time() - began < DEADLINE / 2  # for which the absent one would be waited
    async with client(at(mosquitto.port), "absent") as ours:
        with pytest.raises(NoAnswer, match="'absent': 'no answer'"):
            await ours.prove(coinbase(node, 5), seconds=0.3)
        assert not ours.follower.questions.open


# -- parts


def forget(port):
    """Clear everything that the broker retains of the gateway."""
    with Observer(port, BASE + topics.TIP, BASE + topics.BATCHES + "+", "last") as observer:
        observer.publish("last", b"")
        observer._until(lambda: observer.messages and observer.messages[-1].topic == "last", "the last message")
        kept = [message.topic for message in observer.messages if message.retain]
        assert kept
        for topic in kept:
            observer.publish(topic, b"", retain=True)


@in_loop
async def test_a_client_that_was_stopped_knows_nothing_and_lets_nobody_wait(mosquitto):
    node = regtest(3)
    address, _ = invoice()
    async with serving(node, at(mosquitto.port)):
        stopped = client(at(mosquitto.port))
        await stopped.start()
        await follows(stopped, node)
        events = stopped.payment(address, 1000, since=3)
        waiting = [
            asyncio.ensure_future(anext(events)),
            asyncio.ensure_future(stopped.prove(bytes(32), seconds=60)),
            asyncio.ensure_future(_all(stopped.changes())),
        ]
        await asyncio.sleep(0.3)
        node.mine(1)
        await until(lambda: stopped.ledger.height == 4, "the client has the block")
        await stopped.stop()
        waiting += [asyncio.ensure_future(each) for each in (stopped.synced(), stopped.prove(bytes(32)))]
        done, late = await asyncio.wait(waiting, timeout=PATIENCE)
        assert not late
        # The first proof may have been answered before: nobody has this transaction.
        assert {type(task.exception()) for task in done} <= {ClientStopped, type(None)}
        assert [type(waiting[i].exception()) for i in (0, 2, 3, 4)] == [ClientStopped] * 4
        assert (stopped.status().chain, stopped.status().gateways) == ("starting", {"gw": "offline"})


async def _all(statuses):
    async for _ in statuses:
        pass


@in_loop
async def test_a_question_ends_in_time_though_the_client_never_began(mosquitto):
    with pytest.raises(NoAnswer):
        await client(at(mosquitto.port)).prove(bytes(32), seconds=0.1)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("network", (None, "regtest", 5)),
        ("window", (-1, 0, 1.5, "144", None, True, 1 << 32)),
        ("needed", (-1, 0, 2, 1.5, "1", None, True)),
        ("client_id", ("", "a/b", "x" * 65, 7, b"device")),
        ("state", ("", 7, b"state", True)),
        ("url", ("", "broker", None, 1883, b"mqtt://broker", "http://broker")),
        ("gateways", ([], "gw", None, ["gw", "gw"], [None], [["gw"]], ["a b"], {"gw": 1})),
    ],
)
def test_what_no_client_can_work_with_is_refused_at_the_start_by_name(name, values):
    for value in values:
        options = {"url": "mqtt://broker", "network": REGTEST, "gateways": ["gw"], "trust": GENESIS, name: value}
        with pytest.raises((BadSchema, BadGateways, BadBrokerUrl)) as caught:
            Client(**options)
        if name in ("window", "needed", "state", "network"):
            assert name in str(caught.value)


@in_loop
async def test_what_is_asked_wrongly_is_refused_by_name_and_where_it_is_asked():
    ours = Client("mqtt://127.0.0.1:1", REGTEST, ["gw"], trust=GENESIS)
    ours.follower.connect(time.monotonic())
    address = address_of(p2wpkh(bytes(20)), REGTEST)
    terms = [{"address": wrong} for wrong in (None, 5, b"x", [])]
    terms += [{"confirmations": wrong} for wrong in (None, "1", 1.5, 0.5, -1, True, 1 << 40)]
    terms += [{"name": wrong} for wrong in ("", 5, b"x", [], "x" * 65, "\ud800")]
    terms += [{"since": wrong} for wrong in (-1, "1", 1.5)] + [{"seconds": wrong} for wrong in (0, -1, 1.5, "x")]
    for wrong in terms:
        with pytest.raises(BadTerm) as caught:
            await anext(ours.payment(**{"address": address, "satoshi": 5, "since": 1, **wrong}))
        assert next(iter(wrong)) in str(caught.value)
    calls = [ours.transaction(bytes(32), wrong) for wrong in (-1, 1.5, "x", True, 1 << 32)]
    calls += [ours.prove((bytes(32), wrong)) for wrong in (-1, 1.5, "x", None)]
    calls += [ours.broadcast(wrong) for wrong in (None, 5, "", "00", [])]
    for call in calls:
        with pytest.raises(BadSchema):
            await call
    for evidence in (None, 5, "", "00", []):
        with pytest.raises(BadSchema):
            ours.check(evidence)
    assert ours.follower.questions.open == []
    ours.follower.tick(time.monotonic() + 60)


def test_no_two_clients_have_a_file_in_common(tmp_path):
    first, other = str(tmp_path / "s"), str(tmp_path / "s-sales")
    for one, two in ((first, first), (first, other), (other, first)):
        ours = Client(Broker("127.0.0.1", 1), REGTEST, ["gw"], trust=GENESIS, state=one)
        for _ in range(2):  # whoever fails keeps no lock
            with pytest.raises(StateLocked):
                Client(Broker("127.0.0.1", 1), REGTEST, ["gw"], trust=GENESIS, state=two)
        ours._close_store()
        Client(Broker("127.0.0.1", 1), REGTEST, ["gw"], trust=GENESIS, state=two)._close_store()
        for path in tmp_path.iterdir():
            path.unlink()


def test_a_client_that_cannot_be_made_does_not_keep_the_state_locked(tmp_path):
    good = {"url": "mqtt://localhost", "network": REGTEST, "gateways": ["gw"], "trust": GENESIS}
    kept = []
    for bad in ({"url": "http://x"}, {"gateways": []}, {"trust": None}, {"trust": b"x"}, {"needed": 2}):
        with pytest.raises(LightClientError) as failed:
            Client(**{**good, **bad}, state=str(tmp_path / "state"))
        kept.append(failed)  # its traceback holds whatever was made
    Client(**good, state=str(tmp_path / "state"))


@in_loop
async def test_what_nodes_do_not_relay_is_refused_before_it_is_sent(mosquitto):
    # F14 of the reports: it was sent four times to each gateway, which was marked for its silence.
    node = regtest(1)
    async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        for size in (MAX_TRANSACTION + 1, 1 << 21):
            with pytest.raises(TooLarge):
                await ours.broadcast(bytes(size))
        for raw in (b"", bytes(MAX_TRANSACTION)):
            with pytest.raises(LightClientError):
                await ours.broadcast(raw)
        assert requests(gateway, "broadcast") == 0
        assert ours.status().faults == {"gw": {}}


def test_a_clock_that_is_behind_is_named_where_people_look():
    # F12 of the reports: "gw behind" and "behind  3", and no word of time.
    node = regtest(3)
    ours = client(at(1))
    headers = [node.blocks[block_hash].header for block_hash in node.chain[1:]]
    ours.follower.connect(0)
    tip = BASE + topics.TIP
    first = codec.time_of(headers[0])
    ours.follower.receive(tip, packed.serialize(1, headers), 1, first - 3 * 3600)
    status = ours.status()
    assert status.faults["gw"] == {"TimeTooNew": 1}
    for text in (status.reasons["gw"], online.summary(status), str(online.fields(ours, status)["gateways"])):
        assert "two hours after the clock" in text
