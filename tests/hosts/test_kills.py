"""Gateway, client, node and broker are killed at random while sales are open: no payment is lost, none is made up.

All four are processes. LIGHTCLIENT_KILLS says how often one of them is killed.
"""

import contextlib
import http.client
import json
import os
import random
import sys
import threading
import time

import pytest

from lightclient.bitcoin import script
from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.networks.regtest import REGTEST
from tests.conftest import ROOT
from tests.hosts.test_cli_online import BCOIN_REGTEST, GatewayProcess
from tests.services.bcoin import COIN, MATURITY, Bcoin, RpcError
from tests.services.process import Process, until
from tests.support import tillshop
from tests.support.till import DESCRIPTOR

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

KILLS = int(os.environ.get("LIGHTCLIENT_KILLS", "20"))
CONFIRMATIONS = 2
LONGEST = 1.5  # seconds until the next kill, and seconds that a process stays away
PATIENCE = 240.0  # seconds for all to settle at the end

# A shop that takes orders from a file, tells of payments in another, and notes in a third which orders are paid:
# before it asks for what is next, as a shop does that hands over its goods once.
SHOP = """
import asyncio, json, os, sys
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.sync.ledger import GENESIS
port, folder = sys.argv[1:]

def lines(name):
    with open(folder + "/" + name, "ab+") as file:
        file.seek(0)
        return [json.loads(line) for line in file.read().split(b"\\n")[:-1]]

def note(name, *fields):
    with open(folder + "/" + name, "ab") as file:
        file.write(json.dumps(fields).encode() + b"\\n")
        file.flush()
        os.fsync(file.fileno())

async def sell(client, name, address, satoshi, since):
    async for payment in client.payment(address, satoshi, 2, since, name=name):
        note("events", name, payment.state, payment.shown, payment.satoshi, payment.height)
        if payment.state == "confirmed" and payment.confirmations >= 2 and not payment.due and name not in paid:
            paid.add(name)
            note("paid", name)
    if name not in paid:  # the sale has ended, and it did not say so
        note("lost", name)

async def main():
    async with Client("mqtt://127.0.0.1:" + port, REGTEST, ["gw"], trust=GENESIS, state=folder + "/state") as client:
        await client.synced()
        selling = {}
        while True:
            for name, *terms in lines("orders"):
                if name not in selling and (name not in paid or name in client.sales()):
                    selling[name] = asyncio.create_task(sell(client, name, *terms))
            for task in selling.values():
                if task.done():
                    task.result()
            await asyncio.sleep(0.1)

paid = {name for (name,) in lines("paid")}
asyncio.run(main())
"""


class Shop(Process):
    """A shop that is given the scripts to which it is to be paid."""

    def __init__(self, folder, port, source=SHOP, *arguments):
        folder.mkdir()
        super().__init__("shop", folder, [sys.executable, "-c", source, *(arguments or (str(port), str(folder)))], [])
        self.environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def order(self, name, satoshi, height, entropy):
        """Take an order; return what a customer can pay already, [(name, script)]."""
        pay_to = script.p2wpkh(entropy)
        self.note(name, address_of(pay_to, REGTEST), satoshi, height)
        return [(name, pay_to)]

    def note(self, *fields):
        with open(self.folder / "orders", "a") as file:
            file.write(json.dumps(fields) + "\n")

    def lines(self, name):
        file = self.folder / name
        return [json.loads(line) for line in file.read_text().split("\n")[:-1]] if file.exists() else []


class TillShop(Shop):
    """A shop whose till chooses the addresses."""

    def __init__(self, folder, port):
        store = str(folder / "till.db")
        super().__init__(folder, port, tillshop.SHOP, f"mqtt://127.0.0.1:{port}", str(folder), store, DESCRIPTOR, "0")
        self.served = set()

    def order(self, name, satoshi, height, entropy):
        """Take an order; return which customers have been shown an address since the last one."""
        self.note(name, satoshi)
        shown = [(name, script_of(address, REGTEST)) for name, _, address, _ in self.lines("invoices")]
        new = [(name, pay_to) for name, pay_to in shown if name not in self.served]
        self.served.update(name for name, _ in new)
        return new


class Gateway(GatewayProcess):
    def start(self):
        Process.start(self)  # it may take its time to be healthy, or be killed before


class World:
    """The four, an order at a time, and whoever pays for it."""

    def __init__(self, folder, broker, seed, shop):
        self.random = random.Random(seed)
        (folder / "node").mkdir()
        self.broker = broker
        self.node = Bcoin(folder / "node")
        self.gateway = Gateway(
            folder / "gateway",
            self.node.url,
            f"mqtt://127.0.0.1:{broker.port}",
            "--headers",
            str(folder / "headers"),
        )
        self.shop = shop(folder / "shop", broker.port)
        self.all = [self.broker, self.node, self.gateway, self.shop]  # each needs those before it to start
        self.orders = {}  # name: satoshi
        self.scripts = {}  # script: name of the order that it was shown for
        self.height = 0

    def start(self):
        self.node.start()
        self.node.mine(MATURITY + 20)
        self.height = MATURITY + 20
        self.gateway.start()
        self.shop.start()

    def stop(self):
        for process in reversed(self.all[1:]):
            process.kill()

    def sell(self):
        """Take an order; most customers pay at once what they should, some less, some nothing."""
        order = f"order {len(self.orders)}"
        self.orders[order] = self.random.randrange(10_000, 100_000)
        for name, pay_to in self.shop.order(order, self.orders[order], self.height, self.random.randbytes(20)):
            self.scripts[pay_to] = name
            satoshi = self.orders[name]
            pays = self.random.choice([satoshi] * 8 + [satoshi - 1, 0])
            if pays:
                self.node.pay(address_of(pay_to, BCOIN_REGTEST), pays)

    def work(self):
        """Do business; whatever needs a process that is not there now is left."""
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError, RpcError):
            self.height = self.node.rpc("getblockcount")
            self.sell()
            self.node.mine(self.random.choice([1, 1, 2]))

    def kill_some(self):
        """Kill one, now and then two, in the middle of business, and start them again some time later."""
        victims = self.random.sample(self.all, self.random.choice([1, 1, 1, 2]))
        delay = self.random.uniform(0, LONGEST)
        killing = threading.Timer(delay, lambda: [victim.kill() for victim in victims])
        killing.start()
        self.work()
        killing.join()
        time.sleep(self.random.uniform(0, LONGEST))
        for process in self.all:
            if process in victims or process._process is None or process._process.poll() is not None:
                process.kill()
                process.start()
        return len(victims)

    def paid(self):
        """Return what the node's chain pays to each order: {name: {txid: (satoshi, height)}}."""
        found = {name: {} for name in self.orders}
        names = {pay_to.hex(): name for pay_to, name in self.scripts.items()}
        for height in range(1, self.node.rpc("getblockcount") + 1):
            block = self.node.rpc("getblock", self.node.rpc("getblockhash", height), True, True)
            for tx in block["tx"]:
                for out in tx["vout"]:
                    name = names.get(out["scriptPubKey"]["hex"])
                    if name:
                        found[name][tx["txid"]] = round(out["value"] * COIN), height
        return found


@pytest.mark.parametrize(("shop", "kills"), [(Shop, KILLS), (TillShop, max(10, KILLS // 2))])
@pytest.mark.parametrize("seed", [1])
def test_nothing_is_lost_and_nothing_made_up_whoever_is_killed(mosquitto, installed_npm, tmp_path, seed, shop, kills):
    world = World(tmp_path, mosquitto, seed, shop)
    try:
        world.start()
        killed = 0
        while killed < kills:
            killed += world.kill_some()
        world.node.mine(CONFIRMATIONS + 1)
        payments = world.paid()
        paid = [name for name in world.orders if sum(one[0] for one in payments[name].values()) >= world.orders[name]]
        assert len(paid) > kills // 3, "hardly anybody could pay: this shows nothing"
        until(lambda: {name for (name,) in world.shop.lines("paid")} >= set(paid), "all that is paid is told", PATIENCE)
        time.sleep(3)  # for what should not come
        assert sorted(name for (name,) in world.shop.lines("paid")) == sorted(paid)
        assert world.shop.lines("lost") == []
        for name, state, txid, satoshi, height in world.shop.lines("events"):
            assert payments[name][txid] == (satoshi, height) if state == "confirmed" else height is None
        # What ended by itself did so because the broker was away when it started, and nothing failed inside.
        ends = [
            line for line in world.shop.log().splitlines() if line and line[0] not in " T" and "refuses" not in line
        ]
        expected = ("Connection", "lightclient.mqtt.", "the broker cannot be had again: ")
        assert all(line.startswith(expected) for line in ends), ends
        assert '"failed"' not in world.gateway.log()
    finally:
        world.stop()
