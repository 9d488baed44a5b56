"""Is a gateway fair? One client floods while many honest ones work, and boards renew their watches on full blocks.

    python -m benchmarks.fairness               both, as JSON lines: some three minutes
    python -m benchmarks.fairness boards        300 boards renew watches, blocks of 2,500 transactions come
    python -m benchmarks.fairness flood         one client floods, 200 work

Everything is the real thing in a process of its own: mosquitto, `lightclient gateway`, and a node behind JSON-RPC. The
clients share two connections, one for the honest and one for the flooder; the broker keeps no access list, so the
flooder may take fresh names. Times are what an honest client waits for an answer, with all processes on this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import serving
from benchmarks.resident import Resident, cpu_of
from lightclient.bitcoin import kinds, packed
from lightclient.bitcoin.header import hash_of, prev_hash_of
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.locators import locator as locator_of
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.gateway.costs import NEWCOMER
from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.paho import Connection
from lightclient.sync import messages, topics
from tests.services.process import Process, free_port, until

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = topics.base("regtest", serving.NAME)
OLD = 40  # blocks that nobody has asked for lately
NEW = 12  # blocks that every board asks for
ANSWER = 30.0  # seconds after which an answer counts as missing
BUSY_PAUSE = 1.0  # seconds that an honest client waits when it is told to


class Size(NamedTuple):
    """boards, honest: clients. transactions: in a block. seconds: of each measurement."""

    boards: int = 300
    honest: int = 200
    transactions: int = 2500
    seconds: float = 60.0


# -- the node, in a process of its own


def transactions(count: int, salt: int) -> list[bytes]:
    """Return raw transactions of two inputs and two outputs, 370 bytes each."""
    rng = random.Random(salt)
    raws = []
    for number in range(count):
        tx = Transaction()
        for place in range(2):
            tx.input(rng.randbytes(32), place, b"", 0xFFFFFFFF)
            tx.output(1000 + number, b"\x00\x14" + rng.randbytes(20))
        tx.witnesses = [[rng.randbytes(71), rng.randbytes(33)] for _ in range(2)]
        raws.append(tx.serialize())
    return raws


async def serve_node(port: int, count: int, every: float) -> None:
    """Serve OLD + NEW blocks, and one more each `every` seconds, all of `count` transactions."""
    node = RegtestNode()
    front = [raw[:-4] for raw in transactions(count, 7)]  # other lock times make other transactions

    def mine(height: int) -> None:
        node.mine(1, [raw + (height * count + place).to_bytes(4, "little") for place, raw in enumerate(front)])

    for height in range(1, OLD + NEW + 1):
        mine(height)
    server = RpcServer(node, "key")
    await server.start(port)
    while True:
        await asyncio.sleep(every)
        mine(len(node.chain))


# -- clients


class Asker:
    """Many clients on one connection: those of `names` hear their answers."""

    def __init__(self, port: int, name: str, names: list[str]) -> None:
        self.names = names
        self.number = 0
        self.waiting: dict[int, asyncio.Future[tuple[int, Any]]] = {}
        self.events = 0
        self.connection = Connection(
            Broker("127.0.0.1", port), name, self._message, self._changed, max_payload=messages.MAX_REQUEST * 8
        )

    def _changed(self, connected: bool) -> None:
        if connected:
            for name in self.names:
                self.connection.subscribe(BASE + topics.RESPONSES + name, 0)

    def _message(self, topic: str, payload: bytes, retained: bool) -> None:
        number, status, body = messages.parse_response(payload)
        answer = self.waiting.pop(number, None)
        if answer and not answer.done():
            answer.set_result((status, body))
        else:
            self.events += 1

    def send(self, client: str, kind: int, argument: Any, limit: int = 65536) -> int:
        self.number += 1
        request = messages.request(self.number, kind, limit, argument)
        self.connection.publish(BASE + topics.REQUESTS + client, request, 0)
        return self.number

    async def ask(self, client: str, kind: int, argument: Any) -> tuple[float, int | None, Any]:
        """Return (seconds, status, body); the status is None if nothing came."""
        began = time.perf_counter()
        answer: asyncio.Future[tuple[int, Any]] = asyncio.get_running_loop().create_future()
        self.waiting[self.send(client, kind, argument)] = answer
        try:
            status, body = await asyncio.wait_for(answer, ANSWER)
        except asyncio.TimeoutError:
            return ANSWER, None, None
        return time.perf_counter() - began, status, body


class Seen:
    """What honest clients waited, and what they were told, by kind of question."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self.statuses: dict[str, dict[str, int]] = {}

    def add(self, kind: str, seconds: float, status: int | None) -> None:
        self.times.setdefault(kind, []).append(seconds)
        counts = self.statuses.setdefault(kind, {})
        counts[str(status)] = counts.get(str(status), 0) + 1

    def rows(self) -> dict[str, Any]:
        return {
            kind: {
                "count": len(times),
                "p50_ms": round(1000 * quantile(times, 0.5), 1),
                "p99_ms": round(1000 * quantile(times, 0.99), 1),
                "worst_ms": round(1000 * max(times), 1),
                "statuses": self.statuses[kind],
            }
            for kind, times in sorted(self.times.items())
        }


def quantile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


# -- the two measurements


async def boards(port: int, size: Size, node: Chain) -> Seen:
    """Boards renew their watches every 30 s from 12 blocks back, and 20 tips are asked for a second."""
    seen = Seen()
    names = [f"board{number}" for number in range(size.boards)] + [f"tip{number}" for number in range(100)]
    asker = Asker(port, "boards", names)
    await asker.connection.start()
    locator = locator_of([(0, node.chain[0])])
    rng = random.Random(1)

    async def board(number: int) -> None:
        script = b"\x00\x14" + rng.randbytes(20)
        await asyncio.sleep(rng.random() * min(30.0, size.seconds))
        while True:
            since = OLD
            seconds, status, _ = await asker.ask(f"board{number}", messages.WATCH, [[script], 600, since])
            seen.add("watch", seconds, status)
            await asyncio.sleep(30)

    async def tips() -> None:
        while True:
            seconds, status, _ = await asker.ask(f"tip{rng.randrange(100)}", messages.RUN, locator)
            seen.add("tip", seconds, status)
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(board(number)) for number in range(size.boards)] + [asyncio.create_task(tips())]
    await asyncio.sleep(size.seconds)
    await stop(tasks)
    await asker.connection.stop()
    return seen


async def flood(port: int, size: Size, node: Chain) -> Seen:
    """Honest clients ask for tips, recent proofs and watches, one question each two seconds; one client floods."""
    seen = Seen()
    honest = Asker(port, "honest", [f"honest{number}" for number in range(size.honest)])
    await honest.connection.start()
    tip = len(node.chain) - 1
    locator = locator_of([(0, node.chain[0])])
    rng = random.Random(2)
    recent = [(node.txids[height][7], height) for height in range(tip - 5, tip + 1)]

    async def client(number: int) -> None:
        name = f"honest{number}"
        script = b"\x00\x14" + rng.randbytes(20)
        await asyncio.sleep(2 * rng.random())
        while True:
            kind = rng.choice(("tip", "proof", "watch"))
            if kind == "tip":
                seconds, status, _ = await honest.ask(name, messages.RUN, locator)
            elif kind == "proof":
                txid, height = rng.choice(recent)
                argument = [txid, 0, tip + 1, height, False]
                seconds, status, _ = await honest.ask(name, kinds.PROOF, argument)
            else:
                seconds, status, _ = await honest.ask(name, messages.WATCH, [[script], 600, tip - 3])
            seen.add(kind, seconds, status)
            await asyncio.sleep(2 * rng.random() + (BUSY_PAUSE if status == messages.BUSY else 0.5))

    quiet = [asyncio.create_task(client(number)) for number in range(size.honest)]
    await asyncio.sleep(NEWCOMER + 5)  # the promises are made to clients that were there before
    seen.times.clear()
    seen.statuses.clear()
    command = [sys.executable, "-m", "benchmarks.fairness", "attack", str(port), str(size.transactions)]
    attacker = await asyncio.create_subprocess_exec(*command)
    await asyncio.sleep(size.seconds)
    attacker.kill()
    await attacker.wait()
    await stop(quiet)
    await honest.connection.stop()
    return seen


async def attack(port: int, count: int) -> None:
    """Some 400 messages a second, for ever: what a broker carries without dropping those of others."""
    flooder = Asker(port, "flooder", ["flooder"])
    await flooder.connection.start()
    node = await learn(port, count)
    tip = len(node.chain) - 1
    locator = locator_of([(0, node.chain[0])])
    rng = random.Random(3)
    turn = 0
    while True:
        for _ in range(4):
            turn += 1
            height = rng.randrange(1, OLD)
            flooder.send("flooder", kinds.PROOF, [node.txids[height][8], 0, tip + 1, height, False])
            flooder.send("flooder", kinds.HEADER, [tip, 1 + turn % tip, tip - turn % tip])
            flooder.send("flooder", messages.RUN, locator, 0xFFFFFFFF)
            flooder.send("flooder", messages.WATCH, [[rng.randbytes(22) for _ in range(300)], 1, 0])
            flooder.send(f"fresh{turn}", kinds.TRANSACTION, [bytes(32), None, 0])
            garbage = BASE + topics.REQUESTS + rng.choice((f"fresh{turn}", "\U0001f600" * 5000))
            flooder.connection.publish(garbage, rng.randbytes(3000), 0)
        await asyncio.sleep(0.06)


async def stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


# -- all of it


@contextlib.contextmanager
def site(size: Size, every: float) -> Iterator[tuple[int, Process]]:
    """Run node, broker and gateway; yield the broker's port and the gateway's process."""
    with tempfile.TemporaryDirectory() as name, serving.broker() as port:
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        node_port, http = free_port(), free_port()
        folders = Path(name) / "node", Path(name) / "gateway"
        for folder in folders:
            folder.mkdir()
        command = [
            sys.executable,
            "-m",
            "benchmarks.fairness",
            "node",
            str(node_port),
            str(size.transactions),
            str(every),
        ]
        node = Process("node", folders[0], command, [])
        node.environment = environment
        options = ["--network", "regtest", "--name", serving.NAME, "--http", f"127.0.0.1:{http}"]
        gateway = Process("gateway", folders[1], [sys.executable, "-m", "lightclient", "gateway", *options], [http])
        gateway.environment = environment | {
            "LIGHTCLIENT_NODE": f"http://x:key@127.0.0.1:{node_port}",
            "LIGHTCLIENT_BROKER": f"mqtt://127.0.0.1:{port}",
        }
        with contextlib.ExitStack() as stack:
            node.start()
            stack.callback(node.stop)
            until(lambda: node._accepts(node_port), "the node has made its blocks", 300)
            gateway.start()
            stack.callback(gateway.stop)
            until(lambda: '"serving"' in gateway.log(), "the gateway serves", 60)
            yield port, gateway


def measure(which: str, size: Size) -> dict[str, Any]:
    """Return what one of the two measurements found."""
    with site(size, 10.0) as (port, gateway):
        resident = Resident(gateway.pid)
        used, began = cpu_of(gateway.pid or 0), time.perf_counter()
        seen, peak = asyncio.run(run(which, port, size, resident))
        busy = (cpu_of(gateway.pid or 0) - used) / (time.perf_counter() - began)
        log = len(gateway.log().splitlines())
    return {
        "measured": which,
        **size._asdict(),
        "honest_clients": seen.rows(),
        "gateway_mb": peak,
        "gateway_cpu": round(busy, 2),
        "log_lines": log,
    }


async def run(which: str, port: int, size: Size, resident: Resident) -> tuple[Seen, int]:
    chain = await learn(port, size.transactions)
    watching = asyncio.create_task(resident.watch())
    seen = await (boards if which == "boards" else flood)(port, size, chain)
    await stop([watching])
    return seen, resident.peak


class Chain(NamedTuple):
    """What clients know of the node's chain: block hashes, and the first txids of each block but those of coinbases."""

    chain: list[bytes]
    txids: list[list[bytes]]


async def learn(port: int, count: int) -> Chain:
    """Return the chain as the gateway shows it, with the txids, which are known by how they are made."""
    asker = Asker(port, "learner", ["learner"])
    await asker.connection.start()
    await asyncio.sleep(0.5)
    genesis = hash_of(REGTEST.genesis)
    _, _, body = await asker.ask("learner", messages.RUN, locator_of([(0, genesis)]))
    _, (headers, last) = packed.parse(body)
    await asker.connection.stop()
    chain = [*map(prev_hash_of, headers), last]
    front = [raw[:-4] for raw in transactions(count, 7)]
    places = range(min(9, count))
    return Chain(
        chain,
        [
            [parse(front[at] + (height * count + at).to_bytes(4, "little")).txid() for at in places]
            for height in range(len(chain))
        ],
    )


if __name__ == "__main__":
    which, *rest = sys.argv[1:] or ["all"]
    if which == "node":
        asyncio.run(serve_node(int(rest[0]), int(rest[1]), float(rest[2])))
    if which == "attack":
        asyncio.run(attack(int(rest[0]), int(rest[1])))
    for name in ("boards", "flood") if which == "all" else (which,):
        if name in ("boards", "flood"):
            print(json.dumps(measure(name, Size())), flush=True)
