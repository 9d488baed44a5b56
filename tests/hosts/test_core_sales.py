"""Sales over a real Bitcoin Core, which is replaced, contradicted, reorganised and killed under them."""

import asyncio
import contextlib

import pytest

from lightclient.bitcoin.header import from_display
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.gateway import service, teller
from tests.services.core import COIN, MATURITY
from tests.services.process import PATIENCE
from tests.support.gateway import PRICE, at, client, in_loop, invoice, serving, until

pytest_plugins = ["tests.services.fixtures"]
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(service, "NODE_PAUSES", (0.05, 0.2))
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)


class Sale:
    """A sale that is open, and what was told of it: (state, confirmations, txid as shown)."""

    def __init__(self, client, confirmations):
        self.address, _ = invoice()
        self.events = client.payment(self.address, PRICE, confirmations)
        self.told = []
        self._matched = 0  # of what was told
        self._next = asyncio.ensure_future(anext(self.events))

    async def close(self):
        self._next.cancel()
        await asyncio.wait([self._next])
        await self.events.aclose()

    async def hears(self, state, txid, confirmations=0):
        """Wait until this is told of a payment, after what was heard last; whatever else is told in between."""
        await self.hears_all((state, confirmations, txid))

    async def hears_all(self, *wanted):
        """The same for several events in any order."""
        while not set(wanted) <= set(self.told[self._matched :]):
            self.told.append(await self._event())
        self._matched = 1 + max(self.told.index(one, self._matched) for one in wanted)

    async def ends(self):
        """Wait for the end of it, whatever is told before."""
        with contextlib.suppress(StopAsyncIteration):
            while True:
                self.told.append(await self._event())

    async def _event(self):
        event = await asyncio.wait_for(self._next, PATIENCE)
        assert (event.verdict is None) == (event.state != "confirmed")
        self._next = asyncio.ensure_future(anext(self.events))
        return event.state, event.confirmations, event.shown

    def states(self, txid):
        return [told[0] for told in self.told if told[2] == txid]


@pytest.fixture
def funded(core):
    """A node with coins to spend, whose chain is on disk."""
    node = core()
    node.mine(5)
    node.mine(MATURITY + 5, invoice()[0])
    node.restart()
    return node


@contextlib.asynccontextmanager
async def selling(core, mosquitto, confirmations=1):
    """A client of a gateway over the node, and a sale at it."""
    node = JsonRpcNode(core.bare_url, cookie=core.cookie, timeout=20, poll=0.05)
    try:
        async with serving(node, at(mosquitto.port)) as gateway, client(at(mosquitto.port)) as ours:
            await ours.synced()
            sale = Sale(ours, confirmations)
            try:
                yield gateway, ours, sale
            finally:
                await sale.close()
    finally:
        await node.close()


def rival_of(core, txid, fee=0.001):
    """Return a raw transaction in hex that spends the coins of a waiting one to somebody else, for a high fee."""
    inputs = [{"txid": spent["txid"], "vout": spent["vout"]} for spent in core.rpc("getrawtransaction", txid, 1)["vin"]]
    amount = sum(core.rpc("getrawtransaction", one["txid"], 1)["vout"][one["vout"]]["value"] for one in inputs)
    raw = core.rpc("createrawtransaction", inputs, [{invoice()[0]: round(amount - fee, 8)}])
    signed = core.rpc("signrawtransactionwithwallet", raw)
    assert signed["complete"]
    return signed["hex"]


async def has_tip(ours, core):
    tip = from_display(core.rpc("getbestblockhash"))
    await until(lambda: ours.ledger.tip == tip, "the client has the node's tip")


@in_loop
async def test_a_fee_that_is_raised_twice_between_seen_and_mined(funded, mosquitto):
    async with selling(funded, mosquitto, 2) as (_, _, sale):
        versions = [funded.pay(sale.address, PRICE)]
        await sale.hears("seen", versions[0])
        for _ in range(2):
            versions.append(funded.rpc("bumpfee", versions[-1])["txid"])
            await sale.hears_all(("replaced", 0, versions[-2]), ("seen", 0, versions[-1]))
        funded.mine(1)
        await sale.hears("confirmed", versions[-1], 1)
        funded.mine(1)
        await sale.hears("confirmed", versions[-1], 2)
        await sale.ends()
        assert all("confirmed" not in sale.states(txid) for txid in versions[:2])


@in_loop
async def test_a_version_that_was_replaced_may_win_after_all(funded, mosquitto):
    """A miner who never saw the higher fee mines the first version."""
    async with selling(funded, mosquitto) as (_, _, sale):
        first = funded.pay(sale.address, PRICE)
        raw = funded.rpc("getrawtransaction", first)
        await sale.hears("seen", first)
        second = funded.rpc("bumpfee", first)["txid"]
        await sale.hears("seen", second)
        funded.mine_only(raw)
        await sale.hears("confirmed", first, 1)
        await sale.ends()
        assert "confirmed" not in sale.states(second)


@in_loop
async def test_a_double_spend_that_wins_in_the_mempool_confirms_nothing(funded, mosquitto):
    async with selling(funded, mosquitto) as (_, ours, sale):
        txid = funded.pay(sale.address, PRICE)
        await sale.hears("seen", txid)
        funded.rpc("sendrawtransaction", rival_of(funded, txid))
        await sale.hears("conflicted", txid)
        funded.mine(3)
        await has_tip(ours, funded)
        again = funded.pay(sale.address, PRICE)  # the sale is open still
        await sale.hears("seen", again)
        funded.mine(1)
        await sale.hears("confirmed", again, 1)
        assert "confirmed" not in sale.states(txid)


@in_loop
async def test_a_double_spend_that_comes_in_a_block_without_having_waited(funded, mosquitto):
    async with selling(funded, mosquitto) as (_, ours, sale):
        txid = funded.pay(sale.address, PRICE)
        await sale.hears("seen", txid)
        funded.mine_only(rival_of(funded, txid))
        await sale.hears("conflicted", txid)
        funded.mine(2)
        await has_tip(ours, funded)
        assert "confirmed" not in sale.states(txid)


@in_loop
async def test_a_payment_that_no_miner_wants_is_seen_until_one_does(funded, mosquitto):
    async with selling(funded, mosquitto) as (_, ours, sale):
        txid = funded.pay(sale.address, PRICE)
        funded.rpc("prioritisetransaction", txid, 0, -COIN)
        funded.mine(3)
        await sale.hears("seen", txid)
        await has_tip(ours, funded)
        assert txid in funded.rpc("getrawmempool")
        assert sale.told == [("seen", 0, txid)]
        funded.rpc("prioritisetransaction", txid, 0, COIN)
        funded.mine(1)
        await sale.hears("confirmed", txid, 1)
        await sale.ends()


@in_loop
async def test_a_block_that_the_node_takes_for_invalid_gives_its_payment_back(funded, mosquitto):
    #   110 - 111 (payment)
    #      \
    #       111' - 112' - 113' (payment)
    async with selling(funded, mosquitto, 2) as (_, _, sale):
        txid = funded.pay(sale.address, PRICE)
        funded.mine(1)
        await sale.hears("confirmed", txid, 1)
        funded.reorg(1, 2)
        await sale.hears("seen", txid)
        funded.mine(2)
        await sale.hears("confirmed", txid, 2)
        await sale.ends()


@in_loop
async def test_a_chain_that_becomes_shorter_confirms_nothing_until_it_has_more_work(funded, mosquitto):
    #   110 - 111 (payment) - 112 - 113
    #      \
    #       111' - 112' ... 114' (payment)
    async with selling(funded, mosquitto, 6) as (gateway, ours, sale):
        txid = funded.pay(sale.address, PRICE)
        funded.mine(3)
        await sale.hears("confirmed", txid, 3)
        tip = ours.ledger.tip
        funded.drop(3)
        funded.mine_only()
        funded.mine_only()
        await asyncio.sleep(1)  # nothing may happen: the work is where it was
        assert ours.ledger.tip == tip
        assert ours.status().chain == "synced"
        funded.mine_only()
        funded.mine_only()  # 114: more work, and without the payment
        await has_tip(ours, funded)
        await sale.hears("seen", txid)
        funded.mine(6)
        await sale.hears("confirmed", txid, 6)
        await sale.ends()
        await until(gateway.healthy, "all is well again")


@in_loop
async def test_a_node_that_is_killed_while_a_payment_waits_has_it_again(funded, mosquitto):
    async with selling(funded, mosquitto) as (gateway, _, sale):
        txid = funded.pay(sale.address, PRICE)
        await sale.hears("seen", txid)
        funded.kill()
        await until(lambda: not gateway.healthy(), "the node is missed")
        await asyncio.to_thread(funded.start)
        await until(lambda: txid in funded.rpc("getrawmempool"), "the wallet sends it again")
        funded.mine(1)
        await sale.hears("confirmed", txid, 1)
        await sale.ends()


@in_loop
async def test_a_node_that_is_killed_and_forgets_its_newest_blocks_takes_no_payment_with_it(funded, mosquitto):
    """Core writes its chain seldom: what it mined since the start is gone, and the payment has to be mined again."""
    async with selling(funded, mosquitto, 3) as (gateway, ours, sale):
        txid = funded.pay(sale.address, PRICE)
        funded.mine(2)
        await sale.hears("confirmed", txid, 2)
        funded.kill()
        await asyncio.to_thread(funded.start)
        assert funded.rpc("getblockcount") == 110
        await until(lambda: txid in funded.rpc("getrawmempool"), "the wallet sends it again")
        funded.mine_only()
        funded.mine_only()
        funded.mine_only()
        await has_tip(ours, funded)
        await sale.hears("seen", txid)
        funded.mine(3)
        await sale.hears("confirmed", txid, 3)
        await sale.ends()
        await until(gateway.healthy, "all is well again")
