"""A broker, and a gateway in a process of its own, for the benchmarks that need them.

    python -m benchmarks.serving headers FILE BROKER_PORT HTTP_PORT         a node that has a file of mainnet's headers
    python -m benchmarks.serving transactions COUNT BROKER_PORT HTTP_PORT   a regtest node with a block of real ones

The gateway is the real one; only its limit for each client is lifted.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import inputs
from lightclient.bitcoin.header import SIZE, hash_of
from lightclient.bitcoin.hosts.errors import NotSupported
from lightclient.bitcoin.hosts.node import Node, Tip
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from tests.services.process import Process, free_port
from tools import realdata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

NAME = "gateway"
UNLIMITED = 1e9  # requests a second
FULL = 101  # height of the block that holds the transactions
# Unix seconds: on a chain with an old tip, which is stale, no verdict counts. The gateway's process has ours, for both
# mine the same chain.
CLOCK = int(os.environ.get("BENCHMARK_CLOCK", time.time()))

# The broker's queues must not be what is measured: its defaults drop what a client has not taken within 1,000 messages.
CONFIGURATION = """
listener {port} 127.0.0.1
allow_anonymous true
set_tcp_nodelay true
max_inflight_messages 1000
max_queued_messages 100000
"""


class HeaderNode(Node):
    """A node that has a file of headers and nothing else."""

    has_blocks = False

    def __init__(self, path: str) -> None:
        self.name = path
        self.file = open(path, "rb")

    async def tip(self) -> Tip:
        height = os.fstat(self.file.fileno()).st_size // SIZE - 1
        return Tip(height, hash_of(await self.header_run(height, 1)))

    async def header_run(self, first: int, count: int) -> bytes:
        self.file.seek(first * SIZE)
        return self.file.read(count * SIZE)

    async def wait_change(self, tip_hash: bytes, timeout: float) -> bool:
        await asyncio.sleep(timeout)
        return False

    async def close(self) -> None:
        self.file.close()

    async def _nothing(self, *what: bytes) -> NoReturn:
        raise NotSupported(self.name, "anything but headers")

    block = transaction = find = proof = broadcast = filter = mempool = _nothing


def transaction_node(count: int) -> RegtestNode:
    """Return a node with `count` transactions of the real block in its block at height FULL, always the same ones."""
    block = inputs.block().block
    node = RegtestNode(lambda: CLOCK)
    node.mine(FULL - 1)
    node.mine(1, [block.transaction(position).serialize() for position in range(1, count + 1)])
    node.mine(10)
    return node


@functools.cache
def installed() -> bool:
    """Tell whether a broker and a gateway can run here; if not, say why, once."""
    try:
        import lightclient.gateway.service  # noqa: F401
    except ImportError as error:
        print(f"what a gateway costs is left out: {error}", file=sys.stderr)
        return False
    if _mosquitto() is None:
        print("what a gateway costs is left out: mosquitto is not installed", file=sys.stderr)
        return False
    return True


@contextlib.contextmanager
def broker() -> Iterator[int]:
    """Run mosquitto; yield its port."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        (folder / "mosquitto.conf").write_text(CONFIGURATION.format(port=port))
        process = Process("mosquitto", folder, [str(_mosquitto()), "-c", str(folder / "mosquitto.conf")], [port])
        process.start()
        try:
            yield port
        finally:
            process.stop()


@contextlib.contextmanager
def header_gateway(count: int, broker_port: int) -> Iterator[int]:
    """Run a gateway for the genesis block and `count` real headers; yield the id of its process when it serves."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(MAINNET.genesis + b"".join(inputs.headers().raw[:count]))
        file.flush()
        with _gateway("headers", file.name, broker_port) as process:
            yield process


@contextlib.contextmanager
def transaction_gateway(count: int, broker_port: int) -> Iterator[int]:
    """Run a gateway for `transaction_node(count)`; yield the id of its process when it serves."""
    with _gateway("transactions", str(count), broker_port) as process:
        yield process


@contextlib.contextmanager
def _gateway(node: str, argument: str, broker_port: int) -> Iterator[int]:
    with tempfile.TemporaryDirectory() as name:
        http = free_port()
        command = [sys.executable, "-m", "benchmarks.serving", node, argument, str(broker_port), str(http)]
        process = Process("gateway", Path(name), command, [http])
        process.environment = os.environ | {"PYTHONPATH": str(realdata.ROOT), "BENCHMARK_CLOCK": str(CLOCK)}
        process.start()
        try:
            assert process.pid
            yield process.pid
        finally:
            process.stop()


def _mosquitto() -> str | None:
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


async def _serve(kind: str, argument: str, broker_port: int, http_port: int) -> None:
    from lightclient.bitcoin.hosts.source import BitcoinSource
    from lightclient.gateway import metrics
    from lightclient.gateway.costs import Budgets
    from lightclient.gateway.service import Gateway, why_not_ready
    from lightclient.mqtt.hosts.broker import Broker

    network, node = (MAINNET, HeaderNode(argument)) if kind == "headers" else (REGTEST, transaction_node(int(argument)))
    budgets = Budgets(UNLIMITED, UNLIMITED)
    served = Gateway(NAME, BitcoinSource(network, node), Broker("127.0.0.1", broker_port), budgets=budgets)
    running = asyncio.create_task(served.run())
    await served.ready.wait()
    await metrics.serve(served.all_metrics, lambda: why_not_ready([served]), "127.0.0.1", http_port)
    await running


if __name__ == "__main__":
    kind, argument, *ports = sys.argv[1:]
    asyncio.run(_serve(kind, argument, *map(int, ports)))
