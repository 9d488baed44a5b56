"""A gateway with as many headers as mainnet has, and a client that takes them all.

    python -m benchmarks.scale              900,000 headers, as JSON lines: about a minute
    python -m benchmarks.scale 100000       fewer

Five lines: the gateway starts with the headers of a node by JSON-RPC, then by REST, and again from its own header file;
a client follows from genesis; and a node that is in the gateway's process, which leaves nothing but the checks.
Node, broker, gateway and client have a process each, budgets are those that a gateway has by itself, and every header
is checked.
The chain is regtest's, mined here: no other has 900,000 headers that a laptop can make, and its rules take longer.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from struct import pack
from typing import TYPE_CHECKING, Any

import aiohttp

from benchmarks import serving
from benchmarks.resident import Resident, cpu_of
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.header import SIZE, display
from lightclient.bitcoin.hosts.errors import NodeRefused
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync.ledger import GENESIS
from tests.services.process import Process, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 900_000
LOOK = 0.05  # seconds between looks at /live and /ready
LONGEST = 120.0  # seconds for a start


def mine(count: int, now: int) -> bytes:
    """Return the raw headers of blocks 0 to `count` of a regtest chain, the newest of them made at `now`."""
    genesis = REGTEST.genesis
    began, tip, headers = codec.time_of(genesis), codec.hash_of(genesis), [genesis]
    for height in range(1, count + 1):
        front = pack("<I32s32sII", 0x20000000, tip, tip, began + (now - began) * height // count, REGTEST.limit_bits)
        for nonce in range(1 << 32):
            header = front + nonce.to_bytes(4, "little")
            tip = sha256(sha256(header).digest()).digest()
            if tip[31] < 0x7F:
                break
        headers.append(header)
    return b"".join(headers)


# -- the node, in a process of its own


class HeaderServer(RpcServer):
    """A node behind JSON-RPC, and behind REST or not, that has a file of headers and nothing else."""

    def __init__(self, path: str, rest: bool) -> None:
        super().__init__(RegtestNode(), rest=rest)
        self.raw = Path(path).read_bytes()
        headers = codec.split(self.raw)
        self.hashes = [display(header[4:36]) for header in headers[1:]] + [display(codec.hash_of(headers[-1]))]
        self.heights = {block_hash: height for height, block_hash in enumerate(self.hashes)}
        self.headers = dict(zip(self.hashes, [header.hex() for header in headers], strict=True))

    async def _best(self) -> str:
        return self.hashes[-1]

    async def _info(self) -> dict[str, Any]:
        tip = len(self.hashes) - 1
        return {"chain": "regtest", "blocks": tip, "headers": tip, "bestblockhash": self.hashes[-1]}

    async def _hash(self, height: int) -> str:
        if height >= len(self.hashes):
            raise NodeRefused(-8, "Block height out of range")
        return self.hashes[height]

    async def _header(self, block_hash: str, verbose: bool = True) -> Any:
        return self.headers[block_hash]

    async def _run(self, block_hash: str, count: int) -> bytes:
        first = self.heights[block_hash]
        return self.raw[first * SIZE : (first + count) * SIZE]


async def serve_node(path: str, port: int, rest: bool) -> None:
    await HeaderServer(path, rest).start(port)
    await asyncio.Event().wait()


# -- the measurements


@contextlib.contextmanager
def process(name: str, folder: Path, command: list[str], ports: list[int], **secrets: str) -> Iterator[Process]:
    (folder / name).mkdir()
    made = Process(name, folder / name, [sys.executable, "-m", *command], ports)
    made.environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)} | secrets
    made.start()
    try:
        yield made
    finally:
        made.stop()


@contextlib.contextmanager
def gateway(folder: Path, name: str, node: int, broker: int) -> Iterator[tuple[Process, int]]:
    """Run `lightclient gateway` with the header file of `folder`; yield its process and its HTTP port."""
    http = free_port()
    options = ["--network", "regtest", "--name", serving.NAME, "--http", f"127.0.0.1:{http}"]
    options += ["--headers", str(folder / "headers")]
    urls = {
        "LIGHTCLIENT_NODE": f"http://x:key@127.0.0.1:{node}",
        "LIGHTCLIENT_BROKER": f"mqtt://127.0.0.1:{broker}",
    }
    with process(name, folder, ["lightclient", "gateway", *options], [http], **urls) as made:
        yield made, http


async def started(made: Process, http: int) -> dict[str, Any]:
    """Return how long a gateway took until it was ready, and what it said and held meanwhile."""
    began = time.perf_counter()
    waits, ready = [], []
    memory = Resident(made.pid)
    watching = asyncio.create_task(memory.watch())
    async with aiohttp.ClientSession(f"http://127.0.0.1:{http}") as session:
        while not ready or ready[-1] != 200:
            if time.perf_counter() - began > LONGEST:
                raise TimeoutError(made.log())
            asked = time.perf_counter()
            async with session.get("/live") as answer:
                assert answer.status == 200
            waits.append(time.perf_counter() - asked)
            async with session.get("/ready") as answer:
                ready.append(answer.status)
            await asyncio.sleep(LOOK)
    took = time.perf_counter() - began
    await asyncio.sleep(1)
    watching.cancel()
    waits.sort()
    return {
        "seconds": round(took, 1),
        "gateway_cpu_seconds": round(cpu_of(made.pid or 0), 1),
        "not_ready": ready.count(503),
        "live_p99_ms": round(1000 * waits[int(0.99 * len(waits))], 1),
        "live_worst_ms": round(1000 * waits[-1], 1),
        "gateway_mb": memory.peak,
    }


async def followed(broker: int, count: int) -> dict[str, Any]:
    """Return how fast a client takes all headers from a gateway."""
    began, own = time.perf_counter(), time.process_time()
    async with Client(Broker("127.0.0.1", broker), REGTEST, [serving.NAME], trust=GENESIS) as client:
        status = await client.synced()
        took = time.perf_counter() - began
        assert status.height == count, status
    return {
        "seconds": round(took, 2),
        "headers_a_second": int(count / took),
        "client_cpu_seconds": round(time.process_time() - own, 1),
        "faults": status.faults[serving.NAME],
    }


async def checked(path: str) -> dict[str, Any]:
    """Return how long an index takes for the headers of a node that gives them at once."""
    index = HeaderIndex(REGTEST)
    began = time.perf_counter()
    own = time.process_time()
    await index.follow(serving.HeaderNode(path), int(time.time()))
    assert index.height == os.path.getsize(path) // SIZE - 1
    return {"seconds": round(time.perf_counter() - began, 1), "cpu_seconds": round(time.process_time() - own, 1)}


def measure(count: int) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name, serving.broker() as broker:
        folder, chain, node = Path(name), Path(name) / "chain", free_port()
        chain.write_bytes(mine(count, int(time.time())))
        serve = ["benchmarks.scale", "node", str(chain), str(node)]
        by_rpc = process("json-rpc", folder, [*serve, "json-rpc"], [node])
        with by_rpc, gateway(folder, "slow", node, broker) as (made, http):
            yield {"measured": "start by JSON-RPC", "headers": count, **asyncio.run(started(made, http))}
        (folder / "headers").unlink()
        with process("rest", folder, [*serve, "rest"], [node]):
            with gateway(folder, "first", node, broker) as (made, http):
                yield {"measured": "start by REST", "headers": count, **asyncio.run(started(made, http))}
            with gateway(folder, "again", node, broker) as (made, http):
                yield {"measured": "start from the file", "headers": count, **asyncio.run(started(made, http))}
                yield {"measured": "client from genesis", "headers": count, **asyncio.run(followed(broker, count))}
        yield {"measured": "checks alone", "headers": count, **asyncio.run(checked(str(chain)))}


if __name__ == "__main__":
    if sys.argv[1:2] == ["node"]:
        asyncio.run(serve_node(sys.argv[2], int(sys.argv[3]), sys.argv[4:] == ["rest"]))
    for line in measure(int(sys.argv[1]) if sys.argv[1:] else COUNT):
        print(json.dumps(line), flush=True)
