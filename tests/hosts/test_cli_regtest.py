"""`lightclient regtest` as developers of applications use it: what it prints, a client, lines of commands."""

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys

import pytest

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.header import from_display
from lightclient.bitcoin.hosts.errors import NoCoins
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.sandbox import DEEPEST, FIRST, OwnSandbox
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from tests.conftest import ROOT
from tests.services.process import PATIENCE, free_port
from tests.support.command import failed, misused
from tests.support.gateway import PRICE, Events, in_loop, invoice, until

pytest_plugins = ["tests.services.fixtures"]


class Sandbox:
    """The command in a process of its own; `told` is what it printed first."""

    def __init__(self, *options, lines=asyncio.subprocess.PIPE):
        self.options = options
        self.lines = lines

    async def __aenter__(self):
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "lightclient", "regtest", "--json", *self.options),
            cwd=ROOT,
            stdin=self.lines,
            stdout=pipe,
            stderr=pipe,
        )
        self.told = await self.answer()
        return self

    async def __aexit__(self, *error):
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()  # it has a node to stop
        await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def answer(self):
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        assert line, (await self.process.stderr.read()).decode()
        return json.loads(line)

    async def does(self, line):
        self.process.stdin.write(f"{line}\n".encode())
        return await self.answer()

    async def ends(self, how=None):
        """Return the exit status and what was said on standard error. how: a signal, or that its input ends."""
        if how:
            self.process.send_signal(how)
        _, said = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        return self.process.returncode, said.decode()

    def client(self):
        assert self.told["network"] == REGTEST.name
        return Client(self.told["broker"], REGTEST, [self.told["gateway"]], trust=self.told["trust"])


async def sell(sandbox):
    """Follow one sale from the first line to a reorganisation that takes it back, and on."""
    address, _ = invoice()
    async with sandbox.client() as client:
        assert (await client.synced()).height == sandbox.told["height"] == FIRST
        async with Events(client, address, 3) as events:
            paid = await sandbox.does(f"pay {address} {PRICE}")
            event = await asyncio.wait_for(anext(events.events), PATIENCE)
            assert (event.state, event.txid, event.satoshi) == ("seen", from_display(paid["txid"]), PRICE)
            assert event.replaceable
            assert (await sandbox.does("mine"))["height"] == FIRST + 1
            assert await events.next() == ("confirmed", 1)
            assert (await sandbox.does("reorg 1"))["height"] == FIRST + 2
            while (told := await events.next()) != ("seen", 0):
                assert told[0] == "reorged out"
            mined = await sandbox.does("mine 2")
            await until(lambda: client.ledger.tip == from_display(mined["tip"]), "the client has the tip")
            assert await events.next() in (("confirmed", 1), ("confirmed", 2))
            await sandbox.does("mine 1")
            while await events.next() != ("confirmed", 3):
                pass
            with pytest.raises(StopAsyncIteration):
                await events.next()


@pytest.mark.slow
@in_loop
async def test_an_application_connects_with_what_is_printed_and_is_paid():
    port = free_port()
    async with Sandbox("--name", "shop", "--port", str(port)) as sandbox:
        assert (sandbox.told["gateway"], sandbox.told["broker"]) == ("shop", f"mqtt://127.0.0.1:{port}")
        await sell(sandbox)
        status, said = await sandbox.ends(signal.SIGINT)
        assert (status, said) == (0, "")


@pytest.mark.slow
@in_loop
async def test_the_same_with_bitcoin_core(core_folder):
    async with Sandbox("--core", str(core_folder / "bitcoind")) as sandbox:
        assert sandbox.told["node"] == "Bitcoin Core"
        await sell(sandbox)
        refused = await sandbox.does(f"pay {invoice()[0]} {10**15}")
        assert refused["error"] == "NoCoins" and "mine blocks first" in refused["message"]
        dust = await sandbox.does(f"pay {invoice()[0]} 1")
        assert dust["error"] == "NotPaid" and "too small" in dust["message"]
        status, said = await sandbox.ends(signal.SIGTERM)
        assert (status, said) == (0, "")


@pytest.mark.slow
@in_loop
async def test_a_wrong_line_is_named_and_changes_nothing():
    async with Sandbox() as sandbox:
        for line, error in (
            ("mine many", "BadCommand"),
            ("mine 0", "BadCommand"),
            ("mine 2001", "BadCommand"),
            ("mine 1 2", "BadCommand"),
            ("reorg", "BadCommand"),
            (f"reorg {DEEPEST + 1}", "BadCommand"),
            ("reorganise 1", "BadCommand"),
            ("pay nobody 5", "BadChecksum"),
            ("pay 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 5", "WrongNetwork"),
            (f"pay {invoice()[0]} -5", "BadCommand"),
            (f"pay {invoice()[0]} 0.5", "BadCommand"),
            (f"pay {invoice()[0]} {21 * 10**14}", "NoCoins"),
        ):
            answer = await sandbox.does(line)
            assert (answer["ok"], answer["error"]) == (False, error), line
        sandbox.process.stdin.write(b"\n")  # no command, and no answer
        assert (await sandbox.does("mine"))["height"] == FIRST + 1
        assert (await sandbox.does(f"pay {invoice()[0]} {10**9}"))["ok"]
        sandbox.process.stdin.write(b"quit\n")
        assert await sandbox.ends() == (0, "")


@pytest.mark.slow
@in_loop
async def test_it_ends_with_its_input_and_serves_on_where_there_is_none():
    async with Sandbox() as sandbox:
        assert (await sandbox.does("mine"))["ok"]
        sandbox.process.stdin.close()
        assert await sandbox.ends() == (0, "")
    async with Sandbox(lines=subprocess.DEVNULL) as sandbox:
        async with sandbox.client() as client:
            assert (await client.synced()).height == FIRST
        assert await sandbox.ends(signal.SIGTERM) == (0, "")


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "in use" in failed("regtest", "--port", taken.getsockname()[1])


def test_bitcoind_that_is_not_there_or_does_not_start_is_named():
    assert "there is no such program" in misused("regtest", "--core", "/no/bitcoind")
    assert "it ended with status 1" in misused("regtest", "--core", "false")


@in_loop
async def test_what_the_sandbox_pays_the_core_engine_takes(tmp_path):
    from tests.support import kernel  # skips without libbitcoinkernel

    own = RegtestNode()
    sandbox = OwnSandbox(own)
    await sandbox.mine(FIRST)
    address, _ = invoice()
    first = await sandbox.pay(address, 60 * 10**8)  # of two coins
    await sandbox.mine(1)
    await sandbox.reorg(DEEPEST)
    assert first in own.waiting
    second = await sandbox.pay(address, PRICE)
    await sandbox.mine(1)
    for txid in (first, second):
        assert (await own.find(txid)).height == len(own.chain) - 1
    assert [script_of(address, REGTEST)] * 2 == [
        own.blocks[own.chain[-1]].transaction(position).outputs[0][1] for position in (1, 2)
    ]
    blocks = [own.blocks[block_hash].data for block_hash in own.chain[1:]]
    assert kernel.take_blocks(tmp_path, blocks)[0] == len(own.chain) - 1


@in_loop
async def test_what_is_not_mature_cannot_be_paid_with():
    sandbox = OwnSandbox(RegtestNode())
    await sandbox.mine(99)
    with pytest.raises(NoCoins, match="mine blocks first"):
        await sandbox.pay(invoice()[0], PRICE)
    await sandbox.mine(1)
    await sandbox.pay(invoice()[0], PRICE)
    with pytest.raises(NoCoins):
        await sandbox.pay(invoice()[0], PRICE)
