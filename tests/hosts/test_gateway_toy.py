"""The gateway serves any ledger: a toy beside Bitcoin, in one process, and knows the word of neither."""

import ast
import asyncio
import contextlib

import pytest

from lightclient.client import Client
from lightclient.gateway.metrics import Metrics
from lightclient.gateway.service import Gateway, serve
from lightclient.sync import messages, topics
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import BAD_REQUEST, COVERED, NOT_FOUND, OK, UNSUPPORTED
from tests.portable.toy.ledger import COUNT, grow
from tests.portable.toy.world import NETWORK, SECRET, chain
from tests.services.mqtt import Observer
from tests.support.command import ROOT
from tests.support.gateway import Device, at, client, follows, in_loop, regtest, source_of, until
from tests.support.toysource import REACHED, ToySource

pytest_plugins = ["tests.services.fixtures"]

TOY = topics.base("toy", "gw")


@contextlib.asynccontextmanager
async def both(port, blocks, node):
    """One process with two ledgers; yields the gateway of the toy."""
    metrics = Metrics()
    sources = ToySource(NETWORK, blocks), source_of(node)
    gateways = [Gateway("gw", source, at(port), metrics) for source in sources]
    running = asyncio.create_task(serve(gateways))
    await asyncio.wait_for(asyncio.gather(*(gateway.ready.wait() for gateway in gateways)), 10)
    try:
        yield gateways[0]
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


def grown(source, count):
    for _ in range(count):
        last = source.blocks[-1]
        source.blocks.append(grow(SECRET, last, last[2] + 5 or 5, last[3] + 10))
    source.grown()


@pytest.mark.slow
@in_loop
async def test_one_process_serves_a_toy_and_bitcoin(mosquitto):
    blocks, node = chain(200), regtest(20)
    async with (
        both(mosquitto.port, blocks, node) as gateway,
        Client(at(mosquitto.port), NETWORK, ["gw"], trust=GENESIS) as ours,
        client(at(mosquitto.port)) as theirs,
    ):
        await follows(theirs, node)
        await until(lambda: ours.ledger.height == 200, "the counter is followed")
        grown(gateway.source, 1)
        await until(lambda: ours.ledger.height == 201, "it counts on")
        _, verdict = await ours.prove(150)
        assert verdict.outcome == "proved"
        text = gateway.all_metrics.text().decode()
        assert 'lightclient_height{network="toy"} 201.0' in text
        assert 'lightclient_height{network="regtest"} 20.0' in text


@in_loop
async def test_what_a_toy_gateway_answers_and_refuses(mosquitto):
    async with both(mosquitto.port, chain(30), regtest(3)) as gateway:
        with Device(mosquitto.port, base=TOY) as device, Observer(mosquitto.port, TOY + topics.STATUS) as status:
            assert (await device.ask(COUNT, 7))[0] == OK
            assert await device.ask(COUNT, 31) == (NOT_FOUND, "this counter is not that far")
            assert await device.ask(messages.RUN, b"") == (BAD_REQUEST, "the argument is not a height of 4 bytes")
            assert (await device.ask(5, 1))[0] == UNSUPPORTED
            (about,) = [fields for fields in [status.wait()[0].payload] if messages.is_up(fields)]
            assert b"count" in about
            assert gateway.status() | {"version": ""} == {
                "version": "",
                "capabilities": ["count", "run", "watch"],
                "height": 30,
                "node": "following",
            }


@in_loop
async def test_watchers_of_a_toy_are_told_of_all_from_their_height_on(mosquitto):
    async with both(mosquitto.port, chain(30), regtest(3)) as gateway:
        with Device(mosquitto.port, base=TOY) as device:
            items = [(10 * number).to_bytes(8, "big") for number in (5, 20, 32)]
            await asyncio.to_thread(device.send, messages.request(9, messages.WATCH, 4096, [items, 60, 10]))
            await until(lambda: len(device.observer.messages) == 3, "lease, event, covered")
            assert [body for _, _, body in device.answers(3)] == [60, [REACHED, 20, 200], [COVERED, 11, 30]]
            grown(gateway.source, 3)
            await until(lambda: len(device.observer.messages) == 5, "event, covered")
            assert [body for _, _, body in device.answers(5)][3:] == [[REACHED, 32, 320], [COVERED, 31, 33]]


WORDS = ("bitcoin", "block", "txid", "satoshi", "chainwork", "mempool", "script", "header", "transaction")
ALLOWED = {"messages.TRANSACTION", "MAX_SCRIPTS"}


@pytest.mark.parametrize("path", sorted((ROOT / "lightclient/gateway").glob("*.py")), ids=lambda path: path.name)
def test_the_gateway_knows_no_word_of_a_ledger(path):
    tree = ast.parse(path.read_text())
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
    ]
    assert not [name for name in imported if "bitcoin" in name]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert not [name for name in names - ALLOWED if any(word in name.lower() for word in WORDS)]
