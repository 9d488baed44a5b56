"""`lightclient regtest`: node, gateway and broker on this machine, for those who write applications.

Blocks come when they are asked for: each line on standard input is a command, and has one line in answer.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.cli import online, output
from lightclient.cli.demo import serve_gateway
from lightclient.cli.gateway import NameOption
from lightclient.errors import LightClientError
from lightclient.gateway import logs
from lightclient.mqtt.hosts.amqtt import embedded
from lightclient.sync.ledger import GENESIS

if TYPE_CHECKING:
    from lightclient.bitcoin.hosts.sandbox import Sandbox

MOST = 2000  # blocks mined by one command
LONGEST = 4096  # bytes of a line
MAX_MONEY = 21_000_000 * 100_000_000
HELP = "mine [BLOCKS]   pay ADDRESS SATOSHI   reorg BLOCKS   quit"


class BadCommand(LightClientError):
    """{why}. Commands: {known}"""


def regtest(
    core: Annotated[
        str | None,
        typer.Option("--core", metavar="PROGRAM", help="Bitcoin Core's bitcoind as the node, instead of ours."),
    ] = None,
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="The broker's port; 0 picks a free one."),
    ] = 0,
    name: NameOption = "gateway",
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object on each line, for programs.")] = False,
) -> None:
    """Run a node, a broker and a gateway on loopback for an application under test, and print where they are.

    The chain begins with 200 blocks and is forgotten at the end. Lines on standard input are commands:

    mine [BLOCKS], pay ADDRESS SATOSHI, reorg BLOCKS (replaces the last ones by one more), quit.
    """
    with output.reported(as_json):
        online.run(lambda: _serve(core, port, name, as_json), endless=True)


async def _serve(core: str | None, port: int, name: str, as_json: bool) -> None:
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(logs.silenced())
        where = await stack.enter_async_context(embedded(port=port))

        from lightclient.bitcoin.hosts.sandbox import FIRST  # needs what the broker has been missed with

        sandbox = await stack.enter_async_context(_sandbox(core))
        await sandbox.mine(FIRST)
        await stack.enter_async_context(serve_gateway(name, sandbox.node, REGTEST, where))
        fields = {
            "ok": True,
            "network": REGTEST.name,
            "broker": f"mqtt://{where.name}",
            "gateway": name,
            "trust": GENESIS,
            "node": "Bitcoin Core" if core else sandbox.node.name,
            "height": FIRST,
        }
        output.show(fields, as_json, "running")
        if not as_json:
            output.say(f"\nTry it in another terminal, and pay it here:\n  {_example(fields)}\n\nCommands: {HELP}")
        await _obey(sandbox, as_json)


def _example(fields: dict[str, Any]) -> str:
    options = " ".join(f"--{name} {fields[name]}" for name in ("network", "broker", "gateway"))
    return f"lightclient watch ADDRESS SATOSHI \\\n    {options}"


@contextlib.asynccontextmanager
async def _sandbox(core: str | None) -> AsyncIterator["Sandbox"]:
    from lightclient.bitcoin.hosts import bitcoind
    from lightclient.bitcoin.hosts.errors import NodeWontStart
    from lightclient.bitcoin.hosts.regtest import RegtestNode
    from lightclient.bitcoin.hosts.sandbox import CoreSandbox, OwnSandbox

    if core is None:
        yield OwnSandbox(RegtestNode())
        return
    async with contextlib.AsyncExitStack() as stack:
        try:
            node = await stack.enter_async_context(bitcoind.running(core))
        except NodeWontStart as error:
            raise typer.BadParameter(str(error), param_hint="--core") from None
        yield CoreSandbox(node)


# -- commands


async def _obey(sandbox: "Sandbox", as_json: bool) -> None:
    """Carry out the lines of standard input until it ends; without one, serve until stopped."""
    heard = False
    async for line in _lines():
        heard = True
        words = line.split()
        if words == ["quit"]:
            return
        if not words:
            continue
        try:
            fields = await _carried_out(sandbox, words)
            output.event({"ok": True, **fields} if as_json else fields, as_json)
        except LightClientError as error:
            output.complain(error, as_json)
    if not heard:
        await asyncio.Event().wait()


async def _carried_out(sandbox: "Sandbox", words: list[str]) -> dict[str, Any]:
    """Do what a line says, and return what came of it."""
    from lightclient.bitcoin.hosts.sandbox import DEEPEST

    match words:
        case ["mine"]:
            await sandbox.mine(1)
        case ["mine", count]:
            await sandbox.mine(_number(count, MOST))
        case ["pay", address, satoshi]:
            txid = await sandbox.pay(address, _number(satoshi, MAX_MONEY))
            return {"txid": display(txid), "address": address, "satoshi": int(satoshi)}
        case ["reorg", depth]:
            await sandbox.reorg(_number(depth, DEEPEST))
        case _:
            raise BadCommand(why=f"{' '.join(words)!r} is no command", known=HELP)
    tip = await sandbox.node.tip()
    return {"height": tip.height, "tip": display(tip.hash)}


def _number(text: str, most: int) -> int:
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise BadCommand(why=f"{text!r} is no number from 1 to {most:,}", known=HELP)
    return int(text)


async def _lines() -> AsyncIterator[str]:
    """Yield the lines of standard input, whatever that is: a terminal, a pipe, a file."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        # Unbuffered: an interpreter that ends cannot take the lock of a buffer from a thread that reads.
        with open(0, "rb", buffering=0, closefd=False) as lines:
            line = b"-"
            while line:
                line = lines.readline(LONGEST)
                with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                    loop.call_soon_threadsafe(queue.put_nowait, line)

    threading.Thread(target=read, daemon=True).start()
    while line := await queue.get():
        yield line.decode(errors="replace")
