"""An example with all that is around it, on this machine: broker, regtest node, gateway, and MicroPython.

python -m examples.run sensor
python -m examples.run mpos --board rv32 --heap 124
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import secrets
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from examples.sensor import publish
from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.cli.demo import serve_gateway
from lightclient.client import Client
from lightclient.gateway import logs
from lightclient.mqtt.hosts.amqtt import embedded
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync.ledger import GENESIS
from tools import romfs
from tools.amalgamation import amalgamated
from tools.boards import Board, BoardError, ScriptError
from tools.portability import ROOT

EXAMPLES = ROOT / "examples"
SECRET = (3).to_bytes(32, "big")  # of the key in sensor/settings.py, which everybody knows
COIN = 100_000  # satoshi
BLOCKS = 120
# What functions import and an example has no use for: the rules of signets, timestamps, and on an emulated board, which
# has a line to its broker and no pins, URLs, pages and keys; without a log, what is for a log, curves of no key, and
# what its heap is too small for.
WITHOUT = (
    "lightclient.bitcoin.signet",
    "lightclient.bitcoin.stamp",
    "lightclient.device.url",
    "counter",
    "fittings",
    "page",
)
OF_LOGS = (
    "journal",
    "lightclient.crypto.ed25519_backend",
    "lightclient.crypto.p256_backend",
    "lightclient.crypto.secp256k1_words",
)
HOST_HEAP = "1m"  # there the sources are compiled, and everything is twice as large
NAP = 3  # seconds that the sensor sleeps at first
PATIENCE = 90  # seconds for what is expected of the device


def settings_of(example: str, **changes: object) -> str:
    """Return the text of an example's settings.py, with changes."""
    text = (EXAMPLES / example / "settings.py").read_text()
    return text + "".join(f"{name} = {value!r}\n" for name, value in changes.items())


def host_source(example: str, folder: Path) -> str:
    """Return what MicroPython on a host has to run. folder: where settings.py is, and the state will be."""
    paths = [folder, EXAMPLES / example, EXAMPLES, ROOT / "micropython", ROOT]
    return f"import os, sys\nsys.path[:] = {[str(path) for path in paths]!r}\nos.chdir({str(folder)!r})\nimport main\n"


def rom(example: str, settings: str, log: bool = False) -> bytes:
    """Return an image for an emulated board: the example with all that it imports, as one file.

    log: whether the settings name a log.
    """
    with tempfile.TemporaryDirectory() as folder:
        program = Path(shutil.copytree(EXAMPLES / example, Path(folder) / "examples" / example)) / "main.py"
        shutil.copy(EXAMPLES / "hardware.py", program.parent.parent)
        (program.parent / "settings.py").write_text(settings)
        source = amalgamated(program, WITHOUT if log else WITHOUT + OF_LOGS, short=True)
    return romfs.pack({"main.mpy": romfs.bytecode("main", source, lines=False)})


class Output:
    """What the device prints, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.read = 0
        self._part = b""

    def take(self, data: bytes) -> None:
        *whole, self._part = (self._part + data).split(b"\n")
        for line in whole:
            self.lines.append(line.decode().rstrip())
            print("    " + self.lines[-1], flush=True)

    async def line(self, begins: str) -> str:
        """Return the next line that begins like this. Raises TimeoutError."""
        for _ in range(10 * PATIENCE):
            while self.read < len(self.lines):
                self.read += 1
                if self.lines[self.read - 1].startswith(begins):
                    return self.lines[self.read - 1]
            await asyncio.sleep(0.1)
        raise TimeoutError(f"the device never said {begins!r}")


@contextlib.contextmanager
def on_host(example: str, where: Broker, output: Output) -> Iterator[None]:
    """Run an example under MicroPython on this machine until the block ends."""
    program = subprocess.check_output([ROOT / "micropython/boards/build.sh", "unix"], text=True).splitlines()[-1]
    with tempfile.TemporaryDirectory() as folder:
        url = f"mqtt://{where.host}:{where.port}"
        (Path(folder) / "settings.py").write_text(settings_of(example, BROKER=url, INTERVAL=NAP))
        command = [program, "-X", f"heapsize={HOST_HEAP}", "-c", host_source(example, Path(folder))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            thread = threading.Thread(target=lambda: [output.take(line) for line in process.stdout or ()])
            thread.start()
            try:
                yield
            finally:
                process.kill()
                thread.join()


@contextlib.contextmanager
def on_board(example: str, kind: str, heap: int, where: Broker, output: Output) -> Iterator[None]:
    """Run an example on an emulated board until the block ends, which cuts its power."""

    def run() -> None:
        try:
            board.run("import main\n", 3600, output.take)
        except ScriptError as error:
            output.take(str(error).encode())
        except BoardError:  # its power was cut
            pass

    image = rom(example, settings_of(example, INTERVAL=NAP))
    with Board(kind, heap, mqtt=where.name, again=True, rom=image) as board:
        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield
        finally:
            if board.process:
                board.process.kill()
            thread.join()


# -- what happens around the device


async def sensor(output: Output, node: RegtestNode, where: Broker) -> None:
    funding = pay(publish.script_of(SECRET))
    node.mine(1, [funding.serialize()])
    coin = f"{funding.txid()[::-1].hex()}:0"
    await output.line("asleep")
    async with Client(where, REGTEST, ["gw"], trust=GENESIS) as operator:
        say("The operator publishes configuration 1, and its anchor waits to be mined.")
        txid = await publish.publish(operator, SECRET, "cellar", 1, 5, coin)
        await output.line("refused")
        say("It is mined, and a second block follows.")
        node.mine(2)
        await output.line("obeys")
        say("Somebody who has no key publishes another one; it is even in the chain.")
        forged = publish.body_of("cellar", 2, 3600)
        raw = publish.anchor(SECRET, forged, parse(await operator.transaction(txid)), 1)
        node.mine(2, [raw])
        message = publish.message_of(bytes(31) + b"\x07", forged, parse(raw).txid())
        operator.connection.publish(publish.topic_of("cellar"), message, retain=True)
        await output.line("refused")
    await output.line("asleep")


async def mpos(output: Output, node: RegtestNode, where: Broker) -> None:
    line = await output.line("waiting")
    address, _, amount = line.removeprefix("waiting: bitcoin:").partition("?amount=")
    satoshi = int(amount.replace(".", ""))
    say("The customer pays a part, and then what is missing, in a transaction of 5 KB.")
    await node.broadcast(pay(script_of(address, REGTEST), satoshi - 10_000).serialize())
    await output.line("short")
    large = pay(script_of(address, REGTEST), 10_000)
    large.output(0, b"\x6a" + bytes(5000))
    await node.broadcast(large.serialize())
    await output.line("seen")
    say("Two blocks are mined.")
    node.mine(1)
    await output.line("confirmed")
    node.mine(1)
    await output.line("paid")
    await output.line("waiting")


def pay(script: bytes, satoshi: int = COIN) -> Transaction:
    """Return a transaction that this node takes, though it spends a coin that never was."""
    transaction = Transaction()
    transaction.input(secrets.token_bytes(32), 0, b"\x51", 0xFFFFFFFE)
    transaction.output(satoshi, script)
    return transaction


def say(what: str) -> None:
    print(what, flush=True)


async def run(example: str, board: str | None, heap: int) -> None:
    output = Output()
    node = RegtestNode()
    node.mine(BLOCKS)
    async with embedded() as where, serve_gateway("gw", node, REGTEST, where):
        device = on_board(example, board, heap, where, output) if board else on_host(example, where, output)
        with device:
            await {"sensor": sensor, "mpos": mpos}[example](output, node, where)


def main() -> None:
    parser = argparse.ArgumentParser(description="Run an example with all that is around it.")
    parser.add_argument("example", choices=["sensor", "mpos"])
    parser.add_argument("--board", choices=["rv32", "cm3"], help="an emulated board, in place of MicroPython here")
    parser.add_argument("--heap", type=int, default=256, metavar="KB", help="of that board, default 256")
    options = parser.parse_args()
    with logs.silenced():
        asyncio.run(run(options.example, options.board, 1024 * options.heap))


if __name__ == "__main__":
    main()
