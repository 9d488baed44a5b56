"""A till is killed at random statements while it sells: no invoice, no address and no payment is lost, none made up.

LIGHTCLIENT_KILLS says how often.
"""

import asyncio
import contextlib
import json
import os
import random
import signal
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.gateway import teller
from lightclient.payments.paid import read
from lightclient.till.store import Store
from tests.conftest import ROOT
from tests.services.process import PATIENCE
from tests.support.gateway import at, in_loop, regtest, serving, until
from tests.support.till import DESCRIPTOR, transaction
from tests.support.tillshop import SHOP

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

KILLS = int(os.environ.get("LIGHTCLIENT_KILLS", "20"))
SOON = 1_000  # statements that every till comes to, on a busy machine too
LONGEST = 3.0  # seconds that a till lives that is to be killed later
# Where statements are counted: those around the store's, or all that the till and the machine do.
WHERE = ["/lightclient/till/ /aiosqlite/ /asyncpg/", "/lightclient/till/ /lightclient/client.py /lightclient/payments/"]
QUEUE = 10  # customers that wait for an invoice: a slow machine has no more of them
CONFIRMATIONS, FINAL = 2, 4


class World:
    """A node, a gateway and the customers, in this process; the shop in another."""

    def __init__(self, folder, node, port, store, seed):
        self.random = random.Random(seed)
        self.folder = folder
        self.node = node
        self.port = port
        self.store = store
        self.orders = {}  # name: satoshi
        self.served = []  # orders whose customer has paid, or left
        self.process = None
        self.started = 0  # how often a shop came as far as its till

    def gone(self):
        return self.process.returncode is not None

    async def start(self, statements=0):
        parts = self.random.choice(WHERE).split()
        arguments = [f"mqtt://127.0.0.1:{self.port}", str(self.folder), self.store, DESCRIPTOR, str(statements), *parts]
        with open(self.folder / "log", "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", SHOP, *arguments, cwd=ROOT, stdout=log, stderr=log
            )

    async def stop(self):
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()

    def lines(self, name):
        file = self.folder / name
        return [json.loads(line) for line in file.read_text().split("\n")[:-1]] if file.exists() else []

    def order(self):
        name = f"order {len(self.orders)}"
        self.orders[name] = self.random.randrange(10_000, 100_000)
        with open(self.folder / "orders", "a") as file:
            file.write(json.dumps([name, self.orders[name]]) + "\n")

    async def serve(self):
        """Let those customers pay who have been shown an address: three of four what they should."""
        for name, _, address, _ in self.lines("invoices"):
            if name not in self.served:
                satoshi = self.orders[name]
                ways = [satoshi], [satoshi // 2, satoshi // 2 + 1], [satoshi], self.random.choice([[satoshi - 1], []])
                for value in ways[len(self.served) % len(ways)]:
                    await self.node.broadcast(transaction(script_of(address, REGTEST), value).serialize())
                self.served.append(name)

    async def live(self, longest):
        """Do business until the shop has killed itself, or has lived long enough; return whether it did it itself."""
        await until(lambda: len(self.lines("starts")) > self.started or self.gone(), "the shop starts", PATIENCE)
        self.started = len(self.lines("starts"))
        loop = asyncio.get_running_loop()
        end = loop.time() + longest
        self.order()
        while loop.time() < end and not self.gone():
            if self.random.random() < 0.07 and len(self.orders) - len(self.served) < QUEUE:
                self.order()
            await self.serve()
            if self.random.random() < 0.2:
                self.node.mine(1)
            await asyncio.sleep(0.05)
        by_itself = self.gone()
        await self.stop()
        assert self.process.returncode == -signal.SIGKILL, (self.folder / "log").read_text()
        return by_itself

    def paid(self):
        """Return {name: what the node's chain pays to its invoice}."""
        names = {script_of(address, REGTEST): name for name, _, address, _ in self.lines("invoices")}
        sums = dict.fromkeys(names.values(), 0)
        for block in self.node.blocks.values():
            for position in range(1, len(block.txids)):
                for script, value in read(block.transaction(position).serialize(), names).values.items():
                    sums[names[script]] += value
        return sums


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """(Where a store is, how often its till is killed.)"""
    if request.param == "sqlite":
        return str(tmp_path / "till.db"), KILLS
    return request.getfixturevalue("postgres").url("killed"), max(5, KILLS // 4)


async def kept(where):
    """Return (memo, id, number) of every invoice in a store."""
    store = Store(where)
    try:
        return sorted((row.memo, row.id, row.number) for row in await store.between(0, 2**40))
    finally:
        await store.close()


@pytest.mark.parametrize("seed", [1])
@in_loop
async def test_nothing_is_lost_and_nothing_made_up_at_whichever_statement_a_till_is_killed(
    mosquitto, tmp_path, monkeypatch, store, seed
):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    where, kills = store
    node = regtest(10)
    world = World(tmp_path, node, mosquitto.port, where, seed)
    async with serving(node, at(mosquitto.port)):
        try:
            lots = random.Random(seed)
            for _ in range(kills):
                statements = int(10 ** lots.uniform(1.5, 4.5))
                await world.start(statements)
                by_itself = await world.live(LONGEST * lots.uniform(0.3, 1) if statements > SOON else PATIENCE)
                assert by_itself or statements > SOON, "it was never killed at a statement of its till"
            await world.start()
            await until(
                lambda: len(world.lines("invoices")) == len(world.orders), "all orders have an invoice", PATIENCE
            )
            await world.serve()
            node.mine(FINAL)
            paid = [name for name, satoshi in world.paid().items() if satoshi >= world.orders[name]]
            assert len(paid) > len(world.orders) // 2 >= kills // 2
            await until(
                lambda: {name for (name,) in world.lines("paid")} >= set(paid), "what is paid is told", PATIENCE
            )
            await asyncio.sleep(1)  # for what should not come
        finally:
            await world.stop()
    assert sorted(name for (name,) in world.lines("paid")) == sorted(paid)
    found = await kept(where)
    assert found == sorted((name, one, number) for name, one, _, number in world.lines("invoices"))
    assert len(found) == len(world.orders) and sorted(number for *_, number in found) == list(range(len(found)))
    most = world.paid()
    for name, state, received, confirmations in world.lines("changes"):
        assert received <= most[name]
        assert (state in ("paid", "overpaid")) <= (confirmations >= CONFIRMATIONS and name in paid)
    assert "Traceback" not in (tmp_path / "log").read_text()
    print(f"{kills} kills, {len(found)} invoices, {len(paid)} paid in the chain, each told once")
