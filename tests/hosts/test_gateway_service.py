"""The gateway as devices and operators meet it: bad input, floods, replicas, restarts, metrics, logs."""

import asyncio
import contextlib
import io
import json
import logging

import aiohttp
import pytest

from lightclient.bitcoin import kinds, locators, packed
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.codec import errors
from lightclient.codec.cbor import encode
from lightclient.errors import Malformed
from lightclient.gateway import costs, logs, metrics, service
from lightclient.gateway.costs import Budgets
from lightclient.gateway.logs import LINES
from lightclient.gateway.service import why_not_ready
from lightclient.sync import messages, topics
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import BAD_REQUEST, BUSY, NOT_FOUND, OK, TOO_LARGE, UNSUPPORTED
from tests.hosts.test_client import coinbase
from tests.services.bcoin import SIMNET
from tests.services.mqtt import Message, Observer
from tests.services.proxy import Proxy
from tests.support.gateway import (
    BASE,
    Device,
    at,
    client,
    follows,
    in_loop,
    regtest,
    requests,
    serving,
    subscribed,
    until,
)

pytest_plugins = ["tests.services.fixtures"]

RUN = messages.request(1, messages.RUN, 4096, locators.locator([(0, bytes(32))]))


# -- bad input


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        RUN[:-1],
        RUN + b"\0",
        b"\x84\x18\x01\x01\x19\x10\x00\x40",  # 1 in two bytes
        b"\x84\x01\x01\x19\x10\x00\x62\xc3\x28",  # no UTF-8
        b"\x84\x01\x01\x19\x10\x00\x62\xc0\x80",  # overlong UTF-8
        b"\x9f\x01\x01\x01\x01\xff",  # of indefinite length
        b"\x84\x01\x01\x01\x5b" + b"\xff" * 8,  # more bytes than there are
        b"\x81" * 5000,
        encode([1, 1, 1]),
        encode([-1, 1, 1, 1]),
        encode([1 << 32, 1, 1, 1]),
        bytes(messages.MAX_REQUEST + 1),
    ],
    ids=lambda payload: f"{payload[:6].hex()}-{len(payload)}",
)
@in_loop
async def test_what_does_not_decode_is_logged_by_name_and_answered_by_nobody(mosquitto, payload, caplog):
    async with serving(regtest(3), at(mosquitto.port)) as gateway:
        with Device(mosquitto.port) as device:
            await asyncio.to_thread(device.send, payload)
            status, _ = await device.ask(kinds.TRANSACTION, bytes(32))
            assert status == NOT_FOUND
        assert gateway.metrics.malformed._value.get() == 1
    (line,) = [record for record in caplog.records if record.getMessage() == "malformed"]
    assert line.fields["client"] == "device"
    assert issubclass(getattr(errors, line.fields["error"]), Malformed)


@pytest.mark.parametrize(
    ("kind", "argument", "limit", "status"),
    [
        (messages.RUN, b"", 4096, BAD_REQUEST),
        (messages.RUN, bytes(36), 4096, NOT_FOUND),
        (messages.RUN, bytes(36 * 65), 4096, BAD_REQUEST),
        (messages.RUN, 1, 4096, BAD_REQUEST),
        (kinds.PROOF, [bytes(31), 0, 1], 4096, BAD_REQUEST),
        (kinds.PROOF, [bytes(32), 0, 1], 4096, NOT_FOUND),
        (kinds.PROOF, [bytes(32), 0], 4096, BAD_REQUEST),
        (kinds.TRANSACTION, "text", 4096, BAD_REQUEST),
        (kinds.HEADER, [5, 0, 1000], 4096, NOT_FOUND),
        (kinds.HEADER, [5, 6, 4], 4096, NOT_FOUND),
        (kinds.HEADER, [5, 0xFFFFFFFF, 0xFFFFFFFF], 4096, NOT_FOUND),
        (kinds.HEADER, [5, -1, 4], 4096, BAD_REQUEST),
        (kinds.FILTER, bytes(32), 4096, NOT_FOUND),
        (kinds.BROADCAST, b"nonsense", 4096, BAD_REQUEST),
        (kinds.BROADCAST, None, 4096, BAD_REQUEST),
        (messages.WATCH, [[bytes(65)], 60, 0], 4096, BAD_REQUEST),
        (messages.WATCH, [[b""] * 513, 60, 0], 4096, BAD_REQUEST),
        (messages.WATCH, [[b"a"], 60, -1], 4096, BAD_REQUEST),
        (messages.WATCH, [[b"a"], 60], 4096, BAD_REQUEST),
        (messages.WATCH, [[b"a", b"a"], 60, 0], 4096, OK),
        (99, None, 4096, UNSUPPORTED),
    ],
)
@in_loop
async def test_every_bad_argument_has_an_answer_of_its_own(device_of_ten_blocks, kind, argument, limit, status):
    async with device_of_ten_blocks() as device:
        assert (await device.ask(kind, argument, limit))[0] == status


@pytest.fixture
def device_of_ten_blocks(mosquitto):
    """A function that gives a device of a gateway with ten blocks."""

    @contextlib.asynccontextmanager
    async def device():
        async with serving(regtest(10), at(mosquitto.port)):
            with Device(mosquitto.port) as one:
                yield one

    return device


@in_loop
async def test_an_answer_that_is_too_large_for_the_device_says_how_large_it_is(mosquitto):
    node = regtest(10)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            status, size = await device.ask(kinds.PROOF, [coinbase(node, 5), 0, 1], limit=100)
            assert status == TOO_LARGE
            status, body = await device.ask(kinds.PROOF, [coinbase(node, 5), 0, 1], limit=int(size))
            assert status == OK
            assert len(body) < int(size)


@in_loop
async def test_twice_the_same_request_is_twice_the_same_answer_and_a_retained_one_is_none(mosquitto):
    node = regtest(10)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            request = messages.request(5, kinds.TRANSACTION, 4096, coinbase(node, 1))
            await asyncio.to_thread(device.send, request)
            await asyncio.to_thread(device.send, request)
            first, second = await asyncio.to_thread(device.answers, 2)
            assert first == second == (5, OK, await node.transaction(coinbase(node, 1)))
            device.observer.publish(BASE + topics.REQUESTS + "device", request, retain=True)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            assert (await device.ask(kinds.TRANSACTION, bytes(32)))[0] == NOT_FOUND  # and nothing before it


@pytest.mark.slow
@in_loop
async def test_a_flood_from_one_client_is_refused_while_another_one_is_served(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.sync.questions.REPEAT", 0.5)  # the broker itself drops what comes too fast
    node = regtest(20)
    where = at(mosquitto.port)
    async with serving(node, where, budgets=Budgets(20, 300)) as gateway, client(where) as ours:
        await follows(ours, node)
        gateway.budgets._new.clear()
        with Device(mosquitto.port, "flood") as flood:
            request = messages.request(1, kinds.TRANSACTION, 4096, bytes(32))
            topic = BASE + topics.REQUESTS + "flood"

            def send():
                for _ in range(3000):
                    flood.observer._client.publish(topic, request, 0)

            began = asyncio.get_running_loop().time()
            sending = asyncio.get_running_loop().run_in_executor(None, send)
            for height in range(1, 4):
                await ours.prove(coinbase(node, height))
            await sending
            await until(lambda: len(flood.observer.messages) >= 10, "the flood is answered, now and then")
        statuses = [messages.parse_response(message.payload)[1] for message in flood.observer.messages]
        spent = 300 + 20 * (asyncio.get_running_loop().time() - began)
        assert statuses.count(NOT_FOUND) <= spent / (costs.ASKED + costs.CALL)
        assert set(statuses) == {NOT_FOUND, BUSY}


@in_loop
async def test_a_flood_of_garbage_fills_no_log(mosquitto, caplog):
    async with serving(regtest(3), at(mosquitto.port)) as gateway:
        with Device(mosquitto.port) as device:
            for _ in range(500):
                device.observer._client.publish(BASE + topics.REQUESTS + "device", b"garbage", 0)
            await until(lambda: gateway.metrics.malformed._value.get() == 500, "all of it has come")
    assert len([record for record in caplog.records if record.getMessage() == "malformed"]) <= LINES


@in_loop
async def test_messages_of_gateways_that_break_the_rules_are_refused_by_the_client(mosquitto):
    """Truncated, of another network, replayed, out of order, too large: the client stands where it stood."""
    node = regtest(30)
    other = node.fork(25)
    other.mine(3)
    where = at(mosquitto.port)
    async with serving(node, where), client(where) as ours:
        await follows(ours, node)
        with Observer(mosquitto.port, BASE + topics.TIP) as wire:
            (tip,) = await asyncio.to_thread(wire.wait, 1)
            old = tip.payload
            node.mine(20)
            await follows(ours, node)
            wire.publish(BASE + topics.TIP, old)  # replayed
            wire.publish(BASE + topics.TIP, bytes(300_000))
            await until(lambda: ours.status().faults["gw"].get("TooLarge"), "too large")
            assert ours.ledger.tip == node.chain[-1]
            assert ours.status().gateways["gw"] != "banned"
            # Headers of another chain of the same network are a fork that has less work.
            headers = [other.blocks[block_hash].header for block_hash in other.chain]
            wire.publish(BASE + topics.TIP, packed.serialize(1, headers[1:]))
            await until(lambda: ours.ledger.chain.branches, "the fork is known")
            assert ours.ledger.tip == node.chain[-1]
            wire.publish(BASE + topics.TIP, old[:-1])
            await until(lambda: ours.status().faults["gw"].get("Truncated"), "damaged")
            assert ours.ledger.tip == node.chain[-1]


@in_loop
async def test_headers_of_another_network_are_not_taken(mosquitto):
    where = at(mosquitto.port)
    node = regtest(5)
    async with Client(where, MAINNET, ["gw"], trust=GENESIS) as ours:
        await subscribed(ours)
        with Observer(mosquitto.port) as wire:
            headers = [node.blocks[block_hash].header for block_hash in node.chain[1:]]
            ours.follower.quorum.sessions["gw"].retained = False
            genesis_child = MAINNET.genesis[:4] + ours.ledger.tip + headers[0][36:]
            wire.publish(topics.base("mainnet", "gw") + topics.TIP, packed.serialize(1, [genesis_child]))
            await until(lambda: ours.status().gateways["gw"] == "banned", "the gateway is banned")
        assert ours.status().faults["gw"].keys() & {"BadDifficulty", "HighHash"}
        assert ours.ledger.height == 0
    async with serving(node, where), Client(where, SIMNET, ["gw"], trust=GENESIS) as ours:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(ours.synced(), 0.5)


# -- replicas and restarts


@in_loop
async def test_replicas_share_the_work_and_one_that_dies_loses_nothing(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.sync.questions.REPEAT", 0.5)
    node = regtest(50)
    where = at(mosquitto.port)
    async with (
        serving(node, where, budgets=Budgets(1e6, 1e6)) as one,
        serving(node, where, budgets=Budgets(1e6, 1e6)) as two,
        client(where) as ours,
    ):
        await follows(ours, node)
        for _ in range(2):
            await asyncio.gather(*(ours.prove(coinbase(node, height)) for height in range(1, 41)))
        shares = requests(one, "proof"), requests(two, "proof")
        assert sum(shares) == 80
        assert min(shares) >= 20
        asking = [asyncio.ensure_future(ours.prove(coinbase(node, height))) for height in range(1, 41)]
        await asyncio.sleep(0)
        two.connection._hang_up()  # as kill -9 would
        two.connection._runner.cancel()
        assert len(await asyncio.gather(*asking)) == 40
        with Observer(mosquitto.port, BASE + topics.STATUS) as watching:
            await until(
                lambda: watching.messages and messages.is_up(watching.messages[-1].payload),
                "the one that is left says that somebody is there",
            )
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_a_gateway_that_is_stopped_answers_what_it_has_and_leaves_its_status(mosquitto):
    node = regtest(10)
    answer = node.transaction

    gate = asyncio.Event()

    async def slowly(txid):
        await gate.wait()
        return await answer(txid)

    node.transaction = slowly
    with Device(mosquitto.port) as device, Observer(mosquitto.port, BASE + topics.STATUS) as status:
        async with serving(node, at(mosquitto.port)) as gateway:
            await asyncio.to_thread(device.send, messages.request(1, kinds.TRANSACTION, 4096, coinbase(node, 1)))
            await until(lambda: len(gateway.turns), "it has the request")
            asyncio.get_running_loop().call_later(0.2, gate.set)
        assert device.answers(1)[0][:2] == (1, OK)
        assert [messages.is_up(message.payload) for message in status.wait(2)] == [True, False]
    with Observer(mosquitto.port, BASE + topics.STATUS) as status:
        assert status.wait() == [Message(BASE + topics.STATUS, messages.presence(False), 1, True)]


@in_loop
async def test_a_gateway_goes_on_with_its_header_file_and_checks_it(mosquitto, tmp_path):
    node = regtest(300)
    path = str(tmp_path / "headers")
    async with serving(node, at(mosquitto.port), index=HeaderIndex(REGTEST, path)):
        node.mine(3)
        await until(lambda: (tmp_path / "headers").stat().st_size == 304 * 80, "the file has every header")
    node.reorg(10, 12)
    with open(path, "r+b") as file:  # a bad disk
        file.seek(80 * 250 + 40)
        file.write(b"\0")
    index = HeaderIndex(REGTEST, path)
    assert 249 <= index.height <= 250  # half of all headers have work enough for regtest
    async with serving(node, at(mosquitto.port), index=index), client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        assert index.run(0, 1000) == b"".join(node.blocks[block_hash].header for block_hash in node.chain)
        assert (tmp_path / "headers").read_bytes() == index.run(0, 1000)


@in_loop
async def test_a_node_of_another_network_is_refused_at_the_start(mosquitto):
    with pytest.raises(WrongNetwork):
        async with serving(regtest(3), at(mosquitto.port), index=HeaderIndex(SIMNET)):
            pass


# -- what operators see


@in_loop
async def test_metrics_and_health_are_there_over_http(mosquitto):
    node = regtest(10)
    async with serving(node, at(mosquitto.port)) as gateway:
        runner = await metrics.serve(gateway.all_metrics, lambda: why_not_ready([gateway]), "127.0.0.1", 0)
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as http:
            with Device(mosquitto.port) as device:
                await device.ask(kinds.TRANSACTION, bytes(32))
            text = await (await http.get(url + "/metrics")).text()
            for line in (
                'lightclient_requests_total{kind="transaction",network="regtest",status="1"} 1.0',
                'lightclient_answer_seconds_count{kind="transaction",network="regtest"} 1.0',
                'lightclient_height{network="regtest"} 10.0',
                'lightclient_broker_connected{network="regtest"} 1.0',
                'lightclient_node_up{network="regtest"} 1.0',
                'lightclient_reorganisations_total{network="regtest"} 0.0',
            ):
                assert line in text.splitlines()
            node.reorg(2, 3)
            await until(lambda: gateway.source.index.height == 11, "the gateway follows")
            text = await (await http.get(url + "/metrics")).text()
            assert 'lightclient_reorganisations_total{network="regtest"} 2.0' in text.splitlines()
            answer = await http.get(url + "/health")
            assert (answer.status, await answer.json()) == (200, {"ok": True})
            await asyncio.to_thread(mosquitto.kill)
            await until(lambda: not gateway.connection.connected, "the broker is missed")
            refused = "the broker is not connected: Connection refused"
            await until(lambda: gateway.why_not() == refused, "it was tried again")
            answer = await http.get(url + "/health")
            assert (answer.status, await answer.json()) == (503, {"ok": False, "why": {"regtest": refused}})
        await runner.cleanup()
        mosquitto.start()


def test_what_a_library_says_over_and_over_is_logged_once_with_its_name(monkeypatch):
    written = io.StringIO()
    clock = [0.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: clock[0])
    with logs.to_stderr() as handler:
        handler.setStream(written)
        for number in range(1000):
            logging.getLogger("asyncio").warning("socket.send() raised exception.")
            logging.getLogger("a.library").warning("client %d is odd", number)
        clock[0] += logs.AGAIN
        logging.getLogger("asyncio").warning("socket.send() raised exception.")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines if line["logger"] == "asyncio"] == ["socket.send() raised exception."] * 2
    assert len([line for line in lines if line["logger"] == "a.library"]) == LINES


def test_every_log_line_is_one_json_object():
    def line(**more):
        record = logging.LogRecord("lightclient", logging.WARNING, "", 0, "it %s", ("broke",), None)
        record.__dict__.update(more)
        return logs.JsonLines().format(record)

    plain = json.loads(line(fields={"why": WrongNetwork("a", "b"), "text": "two\nlines"}))
    assert (plain["level"], plain["event"], plain["text"]) == ("warning", "it broke", "two\nlines")
    try:
        raise ValueError("in\nthe code")
    except ValueError as error:
        told = line(exc_info=(type(error), error, error.__traceback__))
    assert "\n" not in told
    assert "ValueError: in\nthe code" in json.loads(told)["traceback"]


@pytest.mark.parametrize("delay", [0.0, 0.03])
@in_loop
async def test_a_broker_that_delays_every_message_is_told_at_the_start(mosquitto, caplog, monkeypatch, delay):
    monkeypatch.setattr(service, "SLOW_TRIP", 0.02 if delay else 1.0)  # this machine may be busy
    caplog.set_level(logging.WARNING)
    proxy = Proxy(mosquitto.port)
    proxy.start()
    proxy.delay = delay
    with contextlib.ExitStack() as stack:
        stack.callback(proxy.stop)
        async with serving(regtest(1), at(proxy.port)):
            pass
    told = [record.fields for record in caplog.records if record.getMessage() == "slow broker"]
    assert bool(told) == bool(delay)
    for fields in told:
        assert fields["round_trip_ms"] >= 60 and "TCP_NODELAY" in fields["advice"]
