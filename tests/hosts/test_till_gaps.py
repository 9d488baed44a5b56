"""What a pruned node no longer has is told as a gap, and its filters say what was not paid in it."""

import contextlib

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.bitcoin.hosts.errors import NotFound as NotHere
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.gateway import teller
from lightclient.payments import book
from lightclient.sync.errors import NoAnswer, Refused
from lightclient.till import till as tills
from lightclient.till.errors import NotKept
from lightclient.till.rescan import Gap
from lightclient.till.states import State
from tests.services.process import PATIENCE
from tests.support.gateway import PRICE, at, client, follows, in_loop, serving, until
from tests.support.till import Watching, paying, wallet

pytest_plugins = ["tests.services.fixtures"]

OPENED = 200  # height at which invoices are opened, low in a file of blocks that Core throws away as a whole


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    monkeypatch.setattr(tills, "LOOK", 0.1)
    monkeypatch.setattr(book, "REWATCH", 0.5)


class Pruned(RegtestNode):
    """A node that has thrown the blocks up to `pruned` away, and kept their filters unless it is told otherwise."""

    pruned = -1
    filters = True

    async def block(self, block_hash):
        if self.chain.index(block_hash) <= self.pruned:
            raise NotHere("block", block_hash.hex(), "pruned")
        return await super().block(block_hash)

    async def filter(self, block_hash):
        if not self.filters:
            return None
        pruned, self.pruned = self.pruned, -1
        try:
            return await super().filter(block_hash)
        finally:
            self.pruned = pruned

    def unpruned(self):
        """Return a node with the same chain that has all of it."""
        node = RegtestNode()
        node.chain, node.states, node.blocks, node.mined = self.chain, self.states, self.blocks, self.mined
        return node


@contextlib.asynccontextmanager
async def after_a_night(mosquitto, folder, *paid, names=("gw",)):
    """Yield a node and a till that opened two invoices at height 10, and was away for 40 blocks, which are pruned now.

    paid: heights of those blocks that pay the first invoice.
    """
    node = Pruned()
    node.mine(10)
    store, where = str(folder / "till.db"), at(mosquitto.port)
    options = {"state": str(folder / "state")}
    async with serving(node, where), client(where, **options) as ours:
        await follows(ours, node)
        till = await ours.till(wallet(), store=store)
        first = await till.invoice(satoshi=PRICE, expires=None)
        await till.invoice(satoshi=PRICE, expires=None)
    for height in range(11, 51):
        node.mine(1, [paying(first)] if height in paid else [])
    node.pruned = 45
    async with serving(node, where), client(where, *names, **options) as ours:
        await follows(ours, node)
        till = await ours.till(wallet(), store=store)
        ids = tuple(invoice.id for invoice in till.open())
        await until(
            lambda: till.gaps() == [(11, 50, tuple(sorted(ids)))] or till.gaps() == [(11, 50, ids)], "a gap", PATIENCE
        )
        yield node, till


@pytest.mark.slow
@in_loop
async def test_a_gap_in_which_nothing_was_paid_is_closed_by_filters(mosquitto, tmp_path):
    async with after_a_night(mosquitto, tmp_path) as (node, till):
        first, second = till.open()
        for gap in till.gaps():
            assert await till.rescan(gap) == []
        assert till.gaps() == []
        await node.broadcast(paying(second))
        node.mine(1)
        await Watching(second).until(State.PAID)
        await until(lambda: not till.gaps(), "new blocks are told as ever", PATIENCE)
        assert first.now.state is State.WAITING


@pytest.mark.slow
@in_loop
async def test_a_block_that_pays_is_named_and_counts_when_somebody_shows_it(mosquitto, tmp_path):
    async with after_a_night(mosquitto, tmp_path, 20, 30, names=("gw", "full")) as (node, till):
        first, second = till.open()
        (gap,) = till.gaps()
        assert await till.rescan(gap) == [(20, 20, (first.id,)), (30, 30, (first.id,))]
        assert till.gaps() == [(20, 50, (first.id,))]  # the other one has nothing to hope for in there
        assert await till.rescan(till.gaps()[0]) == [(20, 20, (first.id,)), (30, 30, (first.id,))]
        assert first.now.state is second.now.state is State.WAITING
        async with serving(node.unpruned(), at(mosquitto.port), name="full"):
            change = await Watching(first).until(State.OVERPAID)
            assert [payment.height for payment in change.payments] == [20, 30]
            await until(lambda: not till.gaps(), "all is told", PATIENCE)


@in_loop
async def test_a_gateway_without_filters_or_without_an_answer_is_told_apart(mosquitto, tmp_path, monkeypatch):
    monkeypatch.setattr("lightclient.client.ASK", 1.0)
    async with after_a_night(mosquitto, tmp_path) as (node, till):
        node.filters = False
        (gap,) = till.gaps()
        with pytest.raises((Refused, NoAnswer)) as caught:
            await till.rescan(gap)
        assert caught.value.reasons
        assert till.gaps() == [gap]
        with pytest.raises(NotKept, match="block 77"):
            await till.rescan(Gap(77, 99, gap.invoices))
        for invoice in till.open():
            await invoice.close()
        assert till.gaps() == [] == await till.rescan(gap)
    assert till.gaps() == []
    with pytest.raises(NoAnswer):
        await till.rescan(Gap(11, 12, ()))


@pytest.mark.slow
@in_loop
async def test_a_bitcoin_core_that_has_pruned_blocks_has_their_filters(core, mosquitto, tmp_path):
    node = core(filters=True, pruned=True, txindex=False)
    node.mine(OPENED)
    source = JsonRpcNode(node.url, timeout=20, poll=0.05)
    where, store, options = at(mosquitto.port), str(tmp_path / "till.db"), {"state": str(tmp_path / "state")}
    try:
        async with serving(source, where), client(where, **options) as ours:
            await ours.synced()
            till = await ours.till(wallet(), store=store)
            paid, unpaid = [await till.invoice(satoshi=PRICE, expires=None) for _ in range(2)]
        node.pay(paid.address, PRICE)
        node.mine(380)
        gone = node.prune()
        assert gone > OPENED + 1  # with the block of the payment
        async with serving(source, where), client(where, **options) as ours:
            await ours.synced()
            till = await ours.till(wallet(), store=store)
            await until(lambda: ours.ledger.height == OPENED + 380, "the client has the tip", PATIENCE)
            await until(lambda: till.gaps() and till.gaps()[-1].last == OPENED + 380, "the gap is known", PATIENCE)
            (gap,) = till.gaps()
            assert await till.rescan(gap) == [(OPENED + 1, OPENED + 1, (paid.id,))]
            assert [left.invoices for left in till.gaps()] == [(paid.id,)]
            assert unpaid.id not in str(till.gaps())
    finally:
        await source.close()
