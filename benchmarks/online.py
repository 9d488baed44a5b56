"""Gateway, broker and devices as they run: the gateway in a process of its own, behind a real mosquitto."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
from typing import Any

from benchmarks import inputs, serving
from benchmarks.load import Asker, Link, ask_for
from benchmarks.resident import cpu_of, resident
from benchmarks.timing import Contender, race, row
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.bundle import parse
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.kinds import PROOF
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import MAX_RESPONSE, Client
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync import messages, topics
from lightclient.sync.ledger import GENESIS
from tests.services.proxy import Proxy

CATCH_UP = 10_000  # headers
INDEXED = 40_000  # headers
FEW = 4_000  # headers, to tell what one more costs
TRANSACTIONS = 500  # in the block that proofs are asked from
CLIENTS = (1, 50, 500)
PERCENTILES = {50: (50, 99)}
LAPS = 5
LAP = 1.0  # seconds
BLOCKS = 20
SETTLE = 0.3  # seconds for acknowledgements to pass
DEVICES = (1, 200)
LOOPBACK = "127.0.0.1"


def catch_up() -> list[dict[str, Any]]:
    if not serving.installed():
        return []
    count = min(CATCH_UP, len(inputs.headers().raw))

    async def follow(port: int) -> None:
        async with Client(Broker(LOOPBACK, port), MAINNET, [serving.NAME], trust=GENESIS) as client:
            while client.ledger.height < count:  # such old headers are never called synced
                await asyncio.sleep(0.001)
            status = client.status()
            assert status.height == count and not any(status.faults.values()), status

    with serving.broker() as port, serving.header_gateway(count, port):
        does = "from genesis to the tip, connecting included: requests, then retained batches; every rule"
        contender = Contender("catch_up", lambda: asyncio.run(follow(port)), count, does)
        source = f"{count:,} {inputs.headers().source}, from a node that has a file of them and nothing else"
        (measured,) = race([contender], "us/header", source)
    measured["extra"] = f"{1e6 / measured['value']:,.0f} headers a second; {measured['extra']}"
    return [measured]


def proofs() -> list[dict[str, Any]]:
    if not serving.installed():
        return []
    rows = []
    with serving.broker() as port, serving.transaction_gateway(TRANSACTIONS, port) as gateway:
        for clients in CLIENTS:
            rows += asyncio.run(_proofs(clients, port, gateway))
    return rows


async def _proofs(clients: int, port: int, gateway: int) -> list[dict[str, Any]]:
    """Have so many clients ask the gateway for proofs, each the next one when the one before has come."""
    node = serving.transaction_node(TRANSACTIONS)
    chain = from_genesis(REGTEST, window=2)
    chain.extend(await node.header_run(1, len(node.chain)))
    txids = node.blocks[node.chain[serving.FULL]].txids[1:]
    questions = [
        messages.request(number, PROOF, MAX_RESPONSE, [txid, 0, chain.log.size]) for number, txid in enumerate(txids)
    ]
    base = topics.base(REGTEST.name, serving.NAME)
    askers = [Asker(f"client-{number}", base, questions, number) for number in range(clients)]
    used = -cpu_of(gateway)
    began, own = time.perf_counter(), -time.process_time()
    await ask_for(LAPS * LAP, port, askers)
    took = time.perf_counter() - began
    used, own = used + cpu_of(gateway), own + time.process_time()

    anchor = ChainAnchor(chain, "the node's own chain")
    for asker in askers:
        number, status, body = messages.parse_response(asker.last)
        assert status == messages.OK, body
        assert parse(body).verify(anchor).subject.found[0][1] == txids[number]
    answers = sorted(answer for asker in askers for answer in asker.answers)
    laps = [0] * LAPS
    for answer in answers:
        lap = int((answer.at - answers[0].at) / LAP)
        if lap < LAPS:
            laps[lap] += 1
    times = [LAP * 1e6 / count for count in laps]
    each = statistics.median(times)
    size = statistics.median(len(asker.last) for asker in askers)
    notes = [
        f"{1e6 / each:,.0f} proofs a second",
        f"clients: {clients}, each with one request under way; coinbase and log proof in it, {size:,.0f} bytes",
        f"{used / len(answers) * 1e6:.0f} us of the gateway's CPU each, which was {used / took:.0%} busy, this load "
        f"{own / took:.0%}",
        f"min {min(times):.2f}, max {max(times):.2f}, {LAPS} laps",
        f"{TRANSACTIONS} real transactions in one block",
    ]
    rows = [row(f"gateway_proof_{clients}", "us/proof", each, notes)]
    delays = sorted(answer.took * 1e3 for answer in answers)
    for percent in PERCENTILES.get(clients, ()):
        delay = delays[len(delays) * percent // 100]
        rows.append(
            row(f"gateway_proof_{clients}_p{percent}_ms", "ms", delay, [f"from asking to the answer; {notes[1]}"])
        )
    return rows


def memory() -> list[dict[str, Any]]:
    if not serving.installed():
        return []
    used = []
    counts = (min(FEW, INDEXED - 1), min(INDEXED, len(inputs.headers().raw)))
    for count in counts:
        with serving.broker() as port, serving.header_gateway(count, port) as gateway:
            used.append(resident(gateway))
    each = (used[1] - used[0]) / (counts[1] - counts[0])
    notes = [
        f"resident set of the process with {counts[1]:,} {inputs.headers().source}",
        f"{each:.0f} for each header more",
    ]
    return [row("gateway_memory", "bytes", used[1], notes)]


def devices() -> list[dict[str, Any]]:
    if not serving.installed():
        return []
    return [asyncio.run(_devices(count)) for count in DEVICES]


async def _devices(count: int) -> dict[str, Any]:
    """Mine blocks while so many devices follow, and count what leaves the gateway."""
    from lightclient.bitcoin.hosts.source import NEWEST, BitcoinSource
    from lightclient.gateway.service import Gateway

    node = RegtestNode(lambda: serving.CLOCK)
    node.mine(2 * NEWEST)  # so that the newest headers fill their message
    seen = []
    base = topics.base(REGTEST.name, serving.NAME)
    with serving.broker() as port:
        proxy = Proxy(port)
        proxy.start()
        gateway = Gateway(serving.NAME, BitcoinSource(REGTEST, node), Broker(LOOPBACK, proxy.port))
        running = asyncio.create_task(gateway.run())
        await gateway.ready.wait()
        clients = [Client(Broker(LOOPBACK, port), REGTEST, [serving.NAME], trust=GENESIS) for _ in range(count)]
        await asyncio.gather(*(client.start() for client in clients))
        while any(client.ledger.tip != node.chain[-1] for client in clients):
            await asyncio.sleep(0.01)
        observer = Link(lambda topic, payload: seen.append(topic))
        await observer.open(port, "observer", base + "#")
        await asyncio.sleep(SETTLE)
        before = proxy.up
        seen.clear()
        for _ in range(BLOCKS):
            (tip,) = node.mine()
            while any(client.ledger.tip != tip for client in clients):
                await asyncio.sleep(0.001)
        await asyncio.sleep(SETTLE)
        sent = proxy.up - before
        asked = sum(b"/req/" in topic for topic in seen)
        notes = [
            f"{(len(seen) - asked) / BLOCKS:g} messages, and {asked / BLOCKS:g} requests from the {count} devices",
            f"TCP payload that the gateway sends for a block, mean of {BLOCKS} on regtest",
        ]
        observer.close()
        await asyncio.gather(*(client.stop() for client in clients))
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        proxy.stop()
    return row(f"device_cost_{count}", "bytes/block", sent / BLOCKS, notes)
