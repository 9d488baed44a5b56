"""Fair by cost: prices before work, budgets, turns, and bounds on everything that an outsider can make grow.

Findings of the audit: 8, 9, 11 to 13, 16 to 18, 22, 32.
"""

import asyncio
import logging
import os
import secrets
import select
import subprocess
import sys
import tracemalloc

import pytest

from lightclient.bitcoin import kinds, packed
from lightclient.bitcoin.hosts import nodeurl
from lightclient.bitcoin.hosts.blocks import BlockIndex, Blocks, key_of, spenders
from lightclient.bitcoin.hosts.errors import BadNodeUrl, NodeNonsense, NodeRefused
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.logs import Logs
from lightclient.bitcoin.locators import locator as locator_of
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.gateway import costs, logs, service, workers
from lightclient.gateway.costs import BURST, CLIENTS, GONE, NEWCOMER, NEWCOMERS, RATE, SHARED, Budgets, price
from lightclient.gateway.errors import WorkerLost
from lightclient.gateway.logs import LINES, Quiet
from lightclient.gateway.source import Work
from lightclient.gateway.turns import LANES_EACH, MOST, WAITING, WAITING_BYTES, WAITING_EACH, WAITING_NEW, Turns
from lightclient.gateway.watches import MAX_CLIENTS, MAX_ITEMS, NEW_CLIENTS, NEW_ITEMS, Watches
from lightclient.mqtt.hosts import paho
from lightclient.sync import messages, topics
from lightclient.sync.messages import BAD_REQUEST, BUSY, NOT_FOUND, OK
from tests.hosts.test_gateway_watches import address, paying
from tests.services.mqtt import Observer
from tests.support.gateway import BASE, PATIENCE, Device, at, in_loop, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]


# -- prices and budgets


def test_an_old_block_costs_what_hundreds_of_small_questions_do():
    small, block = costs.ASKED, costs.ASKED + price(Work(calls=1, parsed=2_000_000))
    assert block / small > 200
    assert price(Work()) == 0
    # A run of 2,016 headers: at 80,000 headers a second a client stays within its rate for as long as it likes.
    assert (costs.ASKED + price(Work(sent=2016 * packed.MIN_SIZE))) * 80_000 / 2016 < RATE


def test_a_budget_is_refilled_and_what_is_dearer_than_all_of_it_leaves_a_debt():
    budgets = Budgets(10, 100)
    assert budgets.allows("a", 99, 0) and not budgets.allows("a", 2, 0)
    assert budgets.allows("b", 250, 0)  # nobody else's
    assert budgets.allows("a", 2, 0.2)
    assert not budgets.allows("b", 1, 14)
    assert budgets.allows("b", 1, 16)
    budgets.charge("a", -1000, 1)
    assert budgets.left("a", 17) == 100  # never more than the burst


def test_budgets_take_bounded_memory_however_many_names_come():
    budgets = Budgets(1e9, 1e9)
    for number in range(CLIENTS + NEWCOMERS + 1000):
        budgets.allows(f"client{number}", 1, number / 1000)
        budgets.may_tell(f"client{number}", number / 1000)
    assert not budgets._known and len(budgets._new) == NEWCOMERS
    for turn in range(4):  # those that come again are known, until there are too many
        for number in range(CLIENTS // 2 * 3):
            budgets.allows(f"client{turn // 2}-{number % (CLIENTS // 4 * 3)}", 1, 100 + (number + CLIENTS * turn) / 100)
    assert len(budgets._known) == CLIENTS and len(budgets._new) <= NEWCOMERS


# -- names that nobody had before: they cost an attacker nothing, and buy him nothing


def known(budgets, *clients):
    """Have clients be known at second 100."""
    for second in (0, 100):
        assert all(budgets.allows(client, 1, second) for client in clients)
    assert not any(budgets.is_new(client) for client in clients)


def test_fresh_names_spend_one_budget_together_and_nobody_elses():
    budgets = Budgets()
    known(budgets, "shop", "board")
    fresh = sum([budgets.allows(f"fresh{number}", 10, 100) for number in range(10_000)])
    assert SHARED * BURST / 10 - 1 <= fresh <= SHARED * BURST / 10
    assert not budgets.allows("newcomer", 10, 100)
    assert budgets.allows("shop", BURST - 1, 100) and budgets.allows("board", BURST - 1, 100)
    assert len(budgets._new) < fresh + 10  # whoever was refused is not remembered
    told = sum([budgets.may_tell(f"more{number}", 100) for number in range(1000)])
    assert told == 1 and budgets.may_tell("shop", 100)


def test_work_that_costs_more_than_was_expected_is_paid_by_all_that_are_new():
    budgets = Budgets()
    for number in range(2 * SHARED):
        if budgets.allows(f"fresh{number}", 1, 0):
            budgets.charge(f"fresh{number}", BURST, 0)
    assert number >= SHARED and not budgets.allows("newcomer", 1, 0)
    assert budgets.left("fresh0", 0) < 0 < budgets.left("newcomer", 0)
    assert budgets.allows("newcomer", 1, 2 * BURST / RATE)


def test_no_number_of_names_makes_a_client_that_asks_be_forgotten():
    budgets = Budgets(1e6, 1e6)
    known(budgets, "shop")
    budgets.charge("shop", 2e6, 100)
    for names in (range(NEWCOMERS), range(NEWCOMERS, 2 * NEWCOMERS)):
        for second in (100, 100 + NEWCOMER):  # they come back until they are known
            for number in names:
                budgets.allows(f"fresh{number}", 1, second)
    assert not budgets.is_new("shop") and len(budgets._known) == CLIENTS
    budgets = Budgets()
    known(budgets, "shop")
    budgets.charge("shop", 2 * BURST, 100)
    known_names = [f"name{number}" for number in range(CLIENTS)]
    budgets._known.update({name: costs.Account(1, 100) for name in known_names[1:]})
    for second in (200, 200 + NEWCOMER):
        assert budgets.allows("newcomer", 1, second)
    assert budgets.is_new("newcomer")  # everyone who is known may still be there
    for name in known_names[1:]:
        budgets.allows(name, 1, 150 + GONE)
    assert budgets.allows("newcomer", 1, 150 + GONE) and not budgets.is_new("newcomer")
    assert budgets.is_new("shop")  # it has gone: it asked nothing for an hour


@in_loop
async def test_jobs_of_fresh_names_leave_lanes_and_places_to_others():
    done = []

    def job(name):
        async def work():
            await asyncio.sleep(0)
            done.append(name)

        return work

    turns = Turns(lanes=2, newcomers=1)
    taken = 0
    for number in range(1000):
        if turns.room(f"fresh{number}", 100, True):
            turns.add(f"fresh{number}", 100, job("fresh"), True)
            taken += 1
    assert taken == WAITING_NEW
    assert turns.room("shop", 100) and not turns.room("newcomer", 100, True)
    for _ in range(10):
        turns.add("shop", 100, job("shop"))
    await until(lambda: not len(turns), "all of it is done")
    assert done[:22].count("shop") == 10
    assert not turns._new and not turns._new_running and not turns._running and turns.room("newcomer", 100, True)


def test_watches_of_fresh_names_take_no_room_from_others():
    watches = Watches()
    items = [bytes([number]) * 22 for number in range(20)]
    assert watches.add("shop", 1, items[:1], 600, 0, 5, 4096) == 600
    held = [watches.add(f"fresh{number}", 1, items, 3600, 0, 5, 4096, True) for number in range(2000)]
    assert held.count(3600) == NEW_CLIENTS and held.count(0) == 1000
    large = [number.to_bytes(22, "big") for number in range(512)]
    assert watches.add("board", 1, large, 600, 0, 5, 4096) == 600
    assert watches.add("fresh7", 1, large, 600, 0, 5, 4096, True) == 0  # no room for that many more
    assert watches.interested([items[19]]) and watches._clients["fresh7"].items == items  # it keeps what it had
    assert watches.add("fresh7", 1, items[:3], 600, 0, 5, 4096, True) == 600
    assert watches.add("fresh8", 1, items, 600, 0, 5, 4096) == 600  # it is known now, and leaves its place
    assert watches.add("newcomer", 1, items, 600, 0, 5, 4096, True) == 600
    watches.expire(4000)
    assert not len(watches) and watches._new.left == NEW_CLIENTS and watches._new.items_left == NEW_ITEMS
    assert watches._known.left == MAX_CLIENTS and watches._known.items_left == MAX_ITEMS


@pytest.mark.slow
@in_loop
async def test_a_flood_of_fresh_names_takes_nothing_from_those_that_were_there(mosquitto, monkeypatch):
    monkeypatch.setattr(costs, "NEWCOMER", 0.3)
    async with serving(regtest(30), at(mosquitto.port)) as gateway:
        with Device(mosquitto.port, "shop") as shop:
            script = secrets.token_bytes(22)
            assert (await shop.ask(messages.WATCH, [[script], 600, 30])) == (OK, 600)
            await asyncio.sleep(0.4)
            assert (await shop.ask(messages.WATCH, [[script], 600, 30])) == (OK, 600)
            monkeypatch.setattr(costs, "NEWCOMER", 30.0)
            with Observer(mosquitto.port) as flood:
                for number in range(3000):
                    watch = messages.request(1, messages.WATCH, 4096, [[secrets.token_bytes(22)] * 9, 3600, 0])
                    flood._client.publish(BASE + topics.REQUESTS + f"fresh{number}", watch, 0)
                    if number % 300 == 0:
                        assert (await shop.ask(kinds.HEADER, [7, 0, 30]))[0] == OK
            assert (await shop.ask(messages.WATCH, [[script], 600, 30])) == (OK, 600)
        assert not gateway.budgets.is_new("shop") and gateway.watches.interested([script])
        assert len(gateway.watches) <= NEW_CLIENTS + 1


# -- turns


@in_loop
async def test_clients_take_turns_however_much_one_of_them_asks():
    turns, order, gates = Turns(lanes=2, each=1), [], []

    def job(name):
        async def work():
            order.append(name)
            gate = asyncio.Event()
            gates.append(gate)
            await gate.wait()

        return work

    for _ in range(50):
        turns.add("flooder", 10, job("flooder"))
    for name in ("a", "b", "c"):
        turns.add(name, 10, job(name))
    while len(order) < 8:
        await asyncio.sleep(0)
        for gate in gates:
            gate.set()
    assert order[0] == "flooder"
    assert {"a", "b", "c"} <= set(order[:7])
    await turns.ended(0)


@in_loop
async def test_what_waits_is_bounded_for_each_client_for_all_and_in_bytes():
    async def never():
        await asyncio.sleep(60)

    turns = Turns()
    taken = 0
    while turns.room("flooder", 100):
        turns.add("flooder", 100, never)
        taken += 1
    assert taken == WAITING_EACH
    await asyncio.sleep(0)
    assert sum(turns._running.values()) == LANES_EACH
    for number in range(WAITING):
        if turns.room(f"other{number}", 100):
            turns.add(f"other{number}", 100, never)
    assert turns.room("newcomer", 100)  # everyone has a share
    assert not turns.room("flooder", 100)
    assert turns.room("newcomer", 100_000)
    turns.bytes = WAITING_BYTES
    assert not turns.room("newcomer", 100_000) and turns.room("newcomer", 100)
    await turns.ended(0)


@in_loop
async def test_names_that_nobody_had_before_fill_no_memory_and_are_served_no_longer_than_they_came():
    done = []

    async def soon():
        await asyncio.sleep(0.001)
        done.append(1)

    turns = Turns()
    for number in range(3 * MOST):
        if turns.room(f"fresh{number}", 100):
            turns.add(f"fresh{number}", 100, soon)
    assert len(turns) == len(turns._queues) + sum(turns._running.values()) == MOST
    assert not turns.room("one more", 100)
    await until(lambda: len(turns) < MOST, "some of it is done")
    assert turns.room("one more", 100)
    await until(lambda: not len(turns), "all of it is done")
    assert len(done) == MOST and not turns._counts and turns.bytes == 0


@pytest.mark.slow
@in_loop
async def test_one_client_before_a_slow_node_makes_nobody_else_wait_for_long(mosquitto):
    node = regtest(30)
    honest = node.transaction

    async def slowly(txid):
        await asyncio.sleep(0.2)
        return await honest(txid)

    node.transaction = slowly
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port, "flooder") as flooder, Device(mosquitto.port, "honest") as device:
            for number in range(60):
                request = messages.request(number, kinds.TRANSACTION, 4096, [secrets.token_bytes(32), None, 0])
                flooder.observer._client.publish(BASE + topics.REQUESTS + "flooder", request, 0)
            await asyncio.sleep(0.1)
            began = asyncio.get_running_loop().time()
            assert (await device.ask(kinds.TRANSACTION, [bytes(32), None, 0]))[0] == NOT_FOUND
            assert asyncio.get_running_loop().time() - began < 1  # 60 of the flooder's take 3 s


# -- blocks


def full_block(node, count=40):
    scripts = [address() for _ in range(count)]
    node.mine(1, [paying(script).serialize() for script in scripts])
    return node.blocks[node.chain[-1]], scripts


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40, 127])
def test_an_index_knows_what_the_block_knows(count):
    node = regtest(1)
    block, scripts = full_block(node, count)
    index = BlockIndex(block.data)
    assert index.header == block.header
    for position, txid in enumerate(block.txids):
        assert index.position_of(txid) == position
        assert index.branch_of(position) == block.bundle("regtest", position).branch
    for position, script in enumerate(scripts, 1):
        assert index.paying([key_of(script)]) == [position]
    assert index.position_of(bytes(32)) is None and index.paying([key_of(address())]) == []
    coins = [block.transaction(position).inputs[0] for position in range(1, count + 1)]
    outpoints = {txid + place.to_bytes(4, "little") for txid, place, _, _ in coins}
    assert set(spenders(block.data, index, outpoints).values()) == set(block.txids[1:])


@in_loop
async def test_a_block_is_fetched_once_for_all_who_ask_at_the_same_time_and_kept_in_bounds(monkeypatch):
    monkeypatch.setattr("lightclient.bitcoin.hosts.blocks.KEPT", 4)
    monkeypatch.setattr("lightclient.bitcoin.hosts.blocks.INDEX_BYTES", 20_000)
    node = regtest(30)
    asked, honest = [], node.block

    async def block(block_hash):
        asked.append(block_hash)
        await asyncio.sleep(0.01)
        return await honest(block_hash)

    node.block = block
    blocks = Blocks(node)
    blocks.tip = 30
    await asyncio.gather(*(blocks.get(node.chain[30], 30) for _ in range(20)))
    assert len(asked) == 1
    for height in range(1, 31):
        await blocks.get(node.chain[height], height)
    assert len(blocks._blocks) <= 4 and blocks._index_bytes <= 20_000
    assert len(blocks._places) == sum(len(kept.index.stripped) for kept in blocks._blocks.values())
    blocks.forget_above(0)
    assert (blocks._blocks, blocks._indexes, blocks._places) == ({}, {}, {})
    assert blocks._block_bytes == blocks._index_bytes == 0


@pytest.mark.slow
@in_loop
async def test_large_blocks_are_read_in_a_worker_and_one_that_is_killed_is_replaced(monkeypatch):
    monkeypatch.setattr("lightclient.bitcoin.hosts.blocks.INLINE", 100)
    node = regtest(1)
    _, scripts = full_block(node)
    blocks = Blocks(node)
    found = await blocks.get(node.chain[-1], 2)
    assert found.index.paying([key_of(scripts[3])]) == [4]
    for process in blocks.workers._pool._processes.values():
        process.kill()
    assert (await blocks.get(node.chain[1], 1)).height == 1
    with pytest.raises(WorkerLost):  # what kills its worker each time
        await blocks.workers.run(os._exit, 1)
    assert (await blocks.get(node.chain[0], 0)).height == 0
    damaged = node.blocks[node.chain[-1]]
    blocks.forget_above(0)
    damaged.data = damaged.data[:-1]
    with pytest.raises(NodeNonsense):  # errors of a worker come back by name
        await blocks.get(node.chain[-1], 2)
    await blocks.close()


# -- header logs from anywhere


@pytest.mark.parametrize("start", [1, 2, 7, 8, 32, 96, 255])
@in_loop
async def test_a_log_from_anywhere_has_the_paths_of_one_that_was_hashed_whole(start):
    from lightclient.merkle.hosts.subtrees import Subtrees
    from lightclient.merkle.log import leaf_hash

    node = regtest(300)
    index = HeaderIndex(REGTEST)
    await index.follow(node)
    shown = Logs(index)
    for size in (1, 5, 45, 301 - start):
        size = min(size, 301 - start)
        whole = Subtrees(lambda place: leaf_hash(index.hash(start + place)))
        whole.resize(size)
        for height in {start, start + size // 2, start + size - 1}:
            expected = whole.path(height - start, size)
            assert shown.path(height, start, size) == expected
            assert await shown.built(height, start, size) == expected


@in_loop
async def test_fresh_log_starts_are_dear_and_throw_out_nothing_that_others_use(monkeypatch):
    monkeypatch.setattr("lightclient.bitcoin.hosts.logs.AT_ONCE", 16)
    monkeypatch.setattr("lightclient.bitcoin.hosts.logs.KEPT_BYTES", 3 * 300 * 32)
    index = HeaderIndex(REGTEST)
    await index.follow(regtest(300))
    shown = Logs(index)
    await shown.built(200, 1, 300)
    assert not shown.missing(1, 300)
    for start in range(3, 40, 2):
        assert shown.missing(start, 301 - start) > 0
        await shown.built(200, start, 301 - start)
        shown.path(200, 1, 300)  # somebody uses it
    assert not shown.missing(1, 300)
    assert sum(len(level) for log in shown._logs.values() for level in log.levels) <= 3 * 300 * 32
    assert not shown.missing(96, 200)  # a multiple of 32 has next to nothing of its own


# -- floods


@in_loop
async def test_names_are_checked_before_they_are_remembered_and_floods_fill_no_log(mosquitto, caplog):
    caplog.set_level(logging.INFO)
    async with serving(regtest(3), at(mosquitto.port)) as gateway:
        with Device(mosquitto.port) as device:
            publish = device.observer._client.publish
            for number in range(300):
                publish(BASE + topics.REQUESTS + "\U0001f600" + str(number) + "a" * 60_000, b"", 0)
                publish(BASE + topics.REQUESTS + f"fresh{number}", b"garbage", 0)
                if number % 20 == 0:
                    await asyncio.sleep(0.02)
            await until(lambda: gateway.metrics.malformed._value.get() >= 500, "most of it has come", 10)
        assert all(len(name) <= topics.MAX_NAME for name in gateway.budgets._new)
    assert len([record for record in caplog.records if record.getMessage() == "malformed"]) <= LINES


@in_loop
async def test_an_answer_to_a_flood_is_that_it_is_one_and_not_for_each_message(mosquitto):
    async with serving(regtest(3), at(mosquitto.port), budgets=Budgets(0.01, 20)):
        with Device(mosquitto.port) as device:
            request = messages.request(3, messages.WATCH, 4096, [[secrets.token_bytes(22) for _ in range(400)], 60, 0])
            for _ in range(400):
                device.observer._client.publish(BASE + topics.REQUESTS + "device", request, 0)
            await asyncio.sleep(1)
            statuses = [messages.parse_response(message.payload)[1] for message in device.observer.messages]
            assert statuses.count(BUSY) <= 25
            assert statuses.count(OK) <= 6  # three watches, and what each of them covers


@pytest.mark.slow
@in_loop
async def test_an_honest_client_is_answered_while_one_asks_for_old_blocks(mosquitto, monkeypatch):
    """PoC 11: 18 proofs a second of blocks that nobody has asked for."""
    node = regtest(1)
    transactions = [paying(address()).serialize()[:-4] for _ in range(400)]
    for height in range(30):
        node.mine(1, [raw + (height * 1000 + place).to_bytes(4, "little") for place, raw in enumerate(transactions)])
    monkeypatch.setattr("lightclient.bitcoin.hosts.blocks.KEPT", 2)
    monkeypatch.setattr("lightclient.bitcoin.hosts.blocks.INDEX_BYTES", 1)
    locator = locator_of([(0, node.chain[0])])
    async with serving(node, at(mosquitto.port), budgets=Budgets(0.001, BURST)) as gateway:
        with Device(mosquitto.port, "flooder") as flooder, Device(mosquitto.port, "honest") as device:
            for number in range(200):
                txid = node.blocks[node.chain[2 + number % 28]].txids[5]
                request = messages.request(number, kinds.PROOF, 65536, [txid, 0, 1, None, False])
                flooder.observer._client.publish(BASE + topics.REQUESTS + "flooder", request, 0)
            waited = []
            for _ in range(20):
                began = asyncio.get_running_loop().time()
                assert (await device.ask(messages.RUN, locator))[0] == OK
                waited.append(asyncio.get_running_loop().time() - began)
            assert sorted(waited)[10] < 0.5
            now = asyncio.get_running_loop().time
            await until(lambda: gateway.budgets.left("flooder", now()) < BURST / 2, "the flooder has paid")
    assert RATE < BURST


@in_loop
async def test_a_watch_from_the_first_block_on_is_paid_for_by_who_asks_for_it(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.bitcoin.hosts.blocks.FIRST_GUESS", 1)
    monkeypatch.setattr("lightclient.gateway.teller.DISCOUNT", 0.01)
    node = regtest(60)
    async with serving(node, at(mosquitto.port), budgets=Budgets(0.001, 2000)) as gateway:
        with Device(mosquitto.port) as device:
            assert (await device.ask(messages.WATCH, [[address()], 60, 0]))[0] == OK
            await asyncio.sleep(0.5)
            (watch,) = gateway.watches.all()
            assert 0 < watch.told < 48  # its budget is spent
            assert gateway.turns.room("other", 1)
        with Device(mosquitto.port, "other") as device:
            assert (await device.ask(messages.WATCH, [[address()], 60, 50]))[0] == OK
            await until(lambda: [one for one in gateway.watches.all() if one.told == 60], "the newest are for all")


# -- a broker that does not read, and one that sends too much


@in_loop
async def test_a_broker_that_does_not_read_makes_nothing_grow(monkeypatch):
    """PoC 17: what waits for the socket or for a SUBACK is bounded in bytes."""
    monkeypatch.setattr(paho, "MOST", 1 << 20)

    ended = asyncio.Event()

    async def broker(reader, writer):
        await reader.read(100)
        writer.write(b"\x20\x02\0\0")
        await ended.wait()
        writer.close()

    server = await asyncio.start_server(broker, "127.0.0.1", 0)
    connection = paho.Connection(at(server.sockets[0].getsockname()[1]), "x", lambda *a: None)
    await connection.start()
    tracemalloc.start()
    taken = sum(connection.publish("topic", bytes(83_000), 0) for _ in range(1000))
    assert connection.congested and taken < 120
    connection.subscribe("another")  # never granted: what is published is held
    taken = sum(connection.publish("topic", bytes(83_000), 1) for _ in range(1000))
    assert taken == 0
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
    assert connection.publish("topic", bytes(100), retain=True)  # what everyone needs
    connection._hang_up()
    connection._runner.cancel()
    assert connection.waiting_bytes <= 2 << 20
    ended.set()
    await asyncio.sleep(0.05)
    server.close()


@in_loop
async def test_large_answers_leave_half_of_the_way_to_the_broker_to_small_ones(mosquitto):
    node = regtest(600)
    locator = locator_of([(0, node.chain[0])])
    async with serving(node, at(mosquitto.port)) as gateway:
        with Device(mosquitto.port) as device:
            assert len((await device.ask(messages.RUN, locator, 65536))[1]) > service.LARGE
            gateway.connection.waiting_bytes += paho.MOST // 2 + 1
            device.send(messages.request(5, messages.RUN, 65536, locator))
            assert (await device.ask(kinds.HEADER, [7, 0, 30]))[0] == OK  # and no answer before it
            gateway.connection.waiting_bytes -= paho.MOST // 2 + 1
            assert gateway.metrics.dropped._value.get() == 1
            assert (await device.ask(messages.RUN, locator, 65536))[0] == OK


@pytest.mark.slow
@in_loop
async def test_a_message_that_is_too_large_is_never_in_memory_and_those_after_it_come(mosquitto):
    came, large = [], []
    connection = paho.Connection(
        at(mosquitto.port),
        "reader",
        lambda topic, payload, retained: came.append((topic, payload)),
        lambda connected: connected and connection.subscribe("a/#"),
        max_payload=4096,
        on_large=lambda topic, size: large.append((topic, size)),
    )
    await connection.start()
    with Observer(mosquitto.port) as wire:
        await asyncio.sleep(0.1)
        tracemalloc.start()
        for number in range(30):  # more than a broker has on its way without acknowledgement
            wire.publish(f"a/{number}", bytes(2_000_000))
        wire.publish("a/small", b"small")
        await until(lambda: came, "the small one comes")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert came == [("a/small", b"small")]
    assert [topic for topic, _ in large] == [f"a/{number}" for number in range(30)]
    assert all(size > 2_000_000 for _, size in large)
    assert peak < 40_000_000  # of which this process publishes
    await connection.stop()


# -- what is told to whom


SECRETS = ("secret", "10.1.2.3", "internal", "user")


@pytest.mark.parametrize(
    "url",
    [
        "http://user:top/secret=@10.1.2.3:8332",
        "http://user:sec#ret@10.1.2.3:8332",
        "http://user:secret?@internal:8332",
        "http://user:[secret]@internal:8332",
        "http://user:secret@internal",
        "http://internal",
        "http://user:secret@internal:99999",
        "http://user:secret@internal:0",
        "http://user:secret@internal:port",
        "http://user:secret@inter nal:8332",
        "http://:8332",
        "ftp://user:secret@internal:21",
        "user:secret@internal:8332",
        "tcp://user:secret@internal:50001",
        "ssl://internal",
        "http://[::1:8332",
        "http://user:secret@internal..example:8332",
        "tcp://" + 64 * "a" + ":50001",
        "",
    ],
)
def test_a_node_url_that_has_two_meanings_is_refused_once_and_shows_nothing(url):
    with pytest.raises(BadNodeUrl) as caught:
        nodeurl.parse(url)
    assert not [word for word in SECRETS[:3] if word in str(caught.value)]


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("http://u:p@127.0.0.1:8332", ("http", "127.0.0.1", 8332, "/", "u:p")),
        ("http://u:p%2F%23%3F@x:1/wallet/a", ("http", "x", 1, "/wallet/a", "u:p/#?")),
        ("https://[::1]:8332/", ("https", "::1", 8332, "/", "")),
        ("http://u:a@b:c@x:1", ("http", "x", 1, "/", "u:a@b:c")),
        ("http://u:pä%25@x:1", ("http", "x", 1, "/", "u:pä%")),
        ("ssl://electrum.example:50002", ("ssl", "electrum.example", 50002, "/", "")),
    ],
)
def test_a_good_node_url_has_its_parts(url, parts):
    assert nodeurl.parse(url) == parts


@in_loop
async def test_no_text_of_a_node_reaches_a_client(mosquitto):
    node = regtest(3)
    words = "internal http://user:secret@10.1.2.3:8332 says no"

    async def refuses(*arguments):
        raise NodeRefused(-1, words)

    async def nonsense(*arguments):
        raise NodeNonsense("something")

    raw = paying(address()).serialize()
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            for answer in (refuses, nonsense):
                for name in ("transaction", "find", "filter", "broadcast", "block"):
                    setattr(node, name, answer)
                for kind, argument in (
                    (kinds.TRANSACTION, [bytes(32), None, 0]),
                    (kinds.TRANSACTION, bytes(32)),
                    (kinds.PROOF, [bytes(32), 0, 1, None, False]),
                    (kinds.PROOF, [bytes(32), 0, 1, 2, False]),
                    (kinds.FILTER, bytes(32)),
                    (kinds.BROADCAST, raw),
                ):
                    status, why = await device.ask(kind, argument)
                    assert status not in (OK, BUSY)
                    assert not [word for word in SECRETS if word in why], why
            assert (await device.ask(kinds.BROADCAST, b"\0"))[0] == BAD_REQUEST


def test_a_line_is_not_logged_again_and_again(caplog, monkeypatch):
    caplog.set_level(logging.INFO)
    quiet, clock = Quiet(logging.getLogger("lightclient.gateway")), [0.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: clock[0])
    for _ in range(1000):
        quiet.warning("node fails", {"error": "NodeTimeout"})
    for number in range(1000):
        quiet.warning("malformed", {"client": f"fresh{number}"})
    assert len(caplog.records) == 1 + LINES
    clock[0] = 61.0
    quiet.warning("node fails", {"error": "NodeTimeout"})
    assert caplog.records[-1].fields == {"error": "NodeTimeout", "left_out": 999}
    quiet.forget("node fails")
    quiet.warning("node fails", {"error": "NodeTimeout"})
    assert caplog.records[-1].fields == {"error": "NodeTimeout"}


@in_loop
async def test_workers_stand_behind_the_event_loop():
    pool = workers.Workers(1)
    assert await pool.run(os.nice, 0) == min(19, os.nice(0) + workers.NICE)
    await pool.close()


PARENT = """
import asyncio, os, time
from lightclient.gateway.workers import Workers

async def main():
    print(await Workers().run(os.getpid), flush=True)
    time.sleep(3600)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_workers_end_with_a_gateway_that_is_killed(tmp_path):
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as parent:
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    with open(worker):  # readable as soon as the process has ended
        assert select.select([worker], [], [], PATIENCE)[0]
