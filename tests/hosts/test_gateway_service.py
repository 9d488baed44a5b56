"""The gateway as devices and operators meet it: bad input, floods, replicas, restarts, metrics, logs."""

import asyncio
import contextlib
import json
import logging

import aiohttp
import pytest

from lightclient.bitcoin import packed
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.codec import errors
from lightclient.codec.cbor import encode
from lightclient.errors import Malformed
from lightclient.gateway import logs, metrics
from lightclient.gateway.index import HeaderIndex
from lightclient.gateway.limiter import BURST, Limiter
from lightclient.sync import messages, topics
from lightclient.sync.messages import BAD_REQUEST, BUSY, NOT_FOUND, OK, TOO_LARGE, UNSUPPORTED
from tests.gateway import BASE, Device, at, client, follows, in_loop, regtest, serving, until
from tests.services.bcoin import SIMNET
from tests.services.mqtt import Message, Observer
from tests.test_client import coinbase, requests

pytest_plugins = ["tests.services.fixtures"]

RUN = messages.request(1, messages.RUN, 4096, messages.locator([(0, bytes(32))]))


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
            status, _ = await device.ask(messages.TRANSACTION, bytes(32))
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
        (messages.PROOF, [bytes(31), 0, 1], 4096, BAD_REQUEST),
        (messages.PROOF, [bytes(32), 0, 1], 4096, NOT_FOUND),
        (messages.PROOF, [bytes(32), 0], 4096, BAD_REQUEST),
        (messages.TRANSACTION, "text", 4096, BAD_REQUEST),
        (messages.HEADER, [5, 0, 1000], 4096, NOT_FOUND),
        (messages.HEADER, [5, 6, 4], 4096, NOT_FOUND),
        (messages.HEADER, [5, 0xFFFFFFFF, 0xFFFFFFFF], 4096, NOT_FOUND),
        (messages.HEADER, [5, -1, 4], 4096, BAD_REQUEST),
        (messages.FILTER, bytes(32), 4096, NOT_FOUND),
        (messages.BROADCAST, b"nonsense", 4096, BAD_REQUEST),
        (messages.BROADCAST, None, 4096, BAD_REQUEST),
        (messages.WATCH, [[bytes(65)], 60, 0], 4096, BAD_REQUEST),
        (messages.WATCH, [[b""] * 17, 60, 0], 4096, BAD_REQUEST),
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
            status, size = await device.ask(messages.PROOF, [coinbase(node, 5), 0, 1], limit=100)
            assert status == TOO_LARGE
            status, body = await device.ask(messages.PROOF, [coinbase(node, 5), 0, 1], limit=int(size))
            assert status == OK
            assert len(body) < int(size)


@in_loop
async def test_twice_the_same_request_is_twice_the_same_answer_and_a_retained_one_is_none(mosquitto):
    node = regtest(10)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            request = messages.request(5, messages.TRANSACTION, 4096, coinbase(node, 1))
            await asyncio.to_thread(device.send, request)
            await asyncio.to_thread(device.send, request)
            first, second = await asyncio.to_thread(device.answers, 2)
            assert first == second == (5, OK, await node.transaction(coinbase(node, 1)))
            device.observer.publish(BASE + topics.REQUESTS + "device", request, retain=True)
    async with serving(node, at(mosquitto.port)):
        with Device(mosquitto.port) as device:
            assert (await device.ask(messages.TRANSACTION, bytes(32)))[0] == NOT_FOUND  # and nothing before it


@in_loop
async def test_a_flood_from_one_client_is_refused_while_another_one_is_served(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.client.REPEAT", 0.5)  # the broker itself drops what comes too fast
    node = regtest(20)
    where = at(mosquitto.port)
    async with serving(node, where, limiter=Limiter(1, 5)) as gateway, client(where) as ours:
        await follows(ours, node)
        gateway.limiter._buckets.clear()
        with Device(mosquitto.port, "flood") as flood:
            request = messages.request(1, messages.TRANSACTION, 4096, bytes(32))
            topic = BASE + topics.REQUESTS + "flood"

            def send():
                for _ in range(3000):
                    flood.observer._client.publish(topic, request, 0)

            began = asyncio.get_running_loop().time()
            sending = asyncio.get_running_loop().run_in_executor(None, send)
            for height in range(1, 4):
                await ours.prove(coinbase(node, height))
            await sending
            await until(lambda: len(flood.observer.messages) >= 1000, "the flood is answered")
        statuses = [messages.parse_response(message.payload)[1] for message in flood.observer.messages]
        assert statuses.count(NOT_FOUND) <= 5 + 1 + asyncio.get_running_loop().time() - began  # burst and rate
        assert set(statuses) == {NOT_FOUND, BUSY}


@in_loop
async def test_a_flood_of_garbage_fills_no_log(mosquitto, caplog):
    async with serving(regtest(3), at(mosquitto.port)) as gateway:
        with Device(mosquitto.port) as device:
            for _ in range(500):
                device.observer._client.publish(BASE + topics.REQUESTS + "device", b"garbage", 0)
            await until(lambda: gateway.metrics.malformed._value.get() == 500, "all of it has come")
    assert len([record for record in caplog.records if record.getMessage() == "malformed"]) <= BURST + 20


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
            await until(lambda: ours.status().gateways["gw"] == "banned", "whoever sends that is not heard any more")
            assert ours.ledger.tip == node.chain[-1]


@in_loop
async def test_headers_of_another_network_are_not_taken(mosquitto):
    where = at(mosquitto.port)
    node = regtest(5)
    async with Client(where, MAINNET, ["gw"]) as ours:
        with Observer(mosquitto.port) as wire:
            headers = [node.blocks[block_hash].header for block_hash in node.chain[1:]]
            ours.quorum.sessions["gw"].retained = False
            genesis_child = MAINNET.genesis[:4] + ours.ledger.tip + headers[0][36:]
            wire.publish(topics.base("mainnet", "gw") + topics.TIP, packed.serialize(1, [genesis_child]))
            await until(lambda: ours.status().gateways["gw"] == "banned", "the gateway is banned")
        assert ours.status().faults["gw"].keys() & {"BadDifficulty", "HighHash"}
        assert ours.ledger.height == 0
    async with serving(node, where), Client(where, SIMNET, ["gw"]) as ours:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(ours.synced(), 0.5)


# -- replicas and restarts


@in_loop
async def test_replicas_share_the_work_and_one_that_dies_loses_nothing(mosquitto, monkeypatch):
    monkeypatch.setattr("lightclient.client.REPEAT", 0.5)
    node = regtest(50)
    where = at(mosquitto.port)
    async with (
        serving(node, where, limiter=Limiter(1e6, 1e6)) as one,
        serving(node, where, limiter=Limiter(1e6, 1e6)) as two,
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
                lambda: watching.messages and watching.messages[-1].payload == messages.presence(True),
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
            await asyncio.to_thread(device.send, messages.request(1, messages.TRANSACTION, 4096, coinbase(node, 1)))
            await until(lambda: gateway._tasks, "it has the request")
            asyncio.get_running_loop().call_later(0.2, gate.set)
        assert device.answers(1)[0][:2] == (1, OK)
        assert [message.payload for message in status.wait(2)] == [messages.presence(True), messages.presence(False)]
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
        runner = await metrics.serve(gateway.metrics, gateway.healthy, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as http:
            with Device(mosquitto.port) as device:
                await device.ask(messages.TRANSACTION, bytes(32))
            text = await (await http.get(url + "/metrics")).text()
            for line in (
                'lightclient_requests_total{kind="transaction",status="1"} 1.0',
                'lightclient_answer_seconds_count{kind="transaction"} 1.0',
                "lightclient_height 10.0",
                "lightclient_broker_connected 1.0",
                "lightclient_node_up 1.0",
                "lightclient_reorganisations_total 0.0",
            ):
                assert line in text.splitlines()
            node.reorg(2, 3)
            await until(lambda: gateway.index.height == 11, "the gateway follows")
            text = await (await http.get(url + "/metrics")).text()
            assert "lightclient_reorganisations_total 2.0" in text.splitlines()
            answer = await http.get(url + "/health")
            assert (answer.status, await answer.json()) == (200, {"ok": True})
            await asyncio.to_thread(mosquitto.kill)
            await until(lambda: not gateway.connection.connected, "the broker is missed")
            answer = await http.get(url + "/health")
            assert (answer.status, await answer.json()) == (503, {"ok": False})
        await runner.cleanup()
        mosquitto.start()


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
