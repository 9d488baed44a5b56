"""What waits is told to new watchers in steps that they pay for, and nobody else waits for it."""

import asyncio
import collections
import secrets

import pytest

from lightclient.bitcoin.hosts import mempool
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.kinds import SEEN
from lightclient.bitcoin.transaction import Transaction
from lightclient.gateway import teller as tellers
from lightclient.gateway.costs import BURST, CALL, Budgets
from lightclient.gateway.logs import Quiet, log
from lightclient.gateway.teller import Teller
from lightclient.gateway.watches import Watches
from tests.support.gateway import in_loop, source_of

OURS, BUSY = b"\x00\x14" + b"\x11" * 20, b"\x00\x14" + bytes(20)
WAIT = 120  # transactions that wait and pay BUSY


def paying(script):
    made = Transaction()
    made.input(secrets.token_bytes(32), 0, b"\x51", 0xFFFFFFFE)
    made.output(1000, script)
    return made.serialize()


class Busy:
    """A gateway's teller over a node where WAIT transactions pay BUSY and were fetched, and what it sends."""

    async def start(self, latency=0.0):
        self.node = RegtestNode()
        self.node.mine(3)
        self.source = source_of(self.node)
        await self.source.start()
        await self.source.follow(0)
        for _ in range(WAIT):
            await self.node.broadcast(paying(BUSY))
        self.watches, self.budgets = Watches(), Budgets()
        self.sent = collections.defaultdict(list)
        self.room = True
        self.teller = Teller(
            self.source, self.source.watcher, self.watches, self.budgets, self.send, lambda *_: None, Quiet(log)
        )
        self.calls = collections.Counter()
        self.latency = 0.0
        for name in ("entry", "transactions"):
            setattr(self.node, name, self.counted(name, getattr(self.node, name)))
        self.watch("honest", OURS)
        await self.look()
        while self.source.watcher.mempool._to_fetch:
            await self.look()
        self.calls.clear()
        self.latency = latency
        return self

    def counted(self, name, ask):
        async def asked(*terms):
            self.calls[name] += 1
            await asyncio.sleep(self.latency)
            return await ask(*terms)

        return asked

    def send(self, watch, body, brief):
        if self.room:
            self.sent[watch.client].append(body)
        return self.room

    def watch(self, client, *scripts):
        now = asyncio.get_running_loop().time()
        self.watches.add(client, 1, list(scripts), 600, now, self.source.height, 1 << 20)

    async def look(self, later=0.0):
        await self.teller.look(asyncio.get_running_loop().time() + later)

    def heard(self, client):
        return [body[1] for body in self.sent[client] if body[0] == SEEN]


@in_loop
async def test_a_new_watch_is_told_all_that_waits_and_pays_for_the_calls(monkeypatch):
    monkeypatch.setattr(tellers, "PART", 60)
    busy = await Busy().start()
    busy.watch("x", BUSY)
    await busy.look()
    assert len(busy.heard("x")) == len(set(busy.heard("x"))) == WAIT
    asked = busy.calls.total()
    assert WAIT < asked <= WAIT + WAIT // mempool.STEP + 1
    assert busy.budgets.left("x", asyncio.get_running_loop().time()) <= BURST - CALL * asked + 30


@in_loop
async def test_whoever_has_spent_its_budget_hears_the_rest_later(monkeypatch):
    monkeypatch.setattr(tellers, "PART", 60)
    busy = await Busy().start()
    now = asyncio.get_running_loop().time()
    busy.budgets.allows("x", BURST - 100, now)
    busy.watch("x", BUSY)
    await busy.look()
    assert 0 < len(busy.heard("x")) <= 100 / CALL
    for later in range(1, 5):
        await busy.look(later)
    assert len(busy.heard("x")) == len(set(busy.heard("x"))) == WAIT


@in_loop
async def test_in_one_look_the_node_is_asked_once_for_each_transaction(monkeypatch):
    monkeypatch.setattr(tellers, "PART", 60)
    busy = await Busy().start()
    for number in range(10):
        busy.watch(f"x{number}", BUSY)
    await busy.look()
    assert busy.calls["entry"] == WAIT
    assert {len(busy.heard(f"x{number}")) for number in range(10)} == {WAIT}


@in_loop
async def test_new_watches_take_a_part_of_a_look_and_changes_are_told_in_between(monkeypatch):
    monkeypatch.setattr(tellers, "PART", 0.05)
    busy = await Busy().start(latency=0.003)
    for number in range(30):
        busy.watch(f"x{number}", BUSY)
    busy.watch("small", OURS)
    looks = 0
    while busy.teller._newcomers or not looks:
        busy.calls.clear()
        await busy.node.broadcast(paying(OURS))
        busy.source.watcher.mempool._next_list = 0.0  # it is listed in this look
        await busy.look()
        looks += 1
        assert busy.calls["entry"] <= 2 + 0.05 / 0.003 + mempool.STEP
        assert len(busy.heard("honest")) == looks
        assert len(busy.heard("small")) >= looks - 1
        if looks == 5:
            break
    assert looks == 5


@in_loop
async def test_what_found_no_room_is_told_again(monkeypatch):
    monkeypatch.setattr(tellers, "PART", 60)
    busy = await Busy().start()
    busy.watch("x", BUSY)
    busy.room = False
    await busy.look()
    assert busy.heard("x") == []
    busy.room = True
    await busy.look()
    assert len(busy.heard("x")) == len(set(busy.heard("x"))) == WAIT


@pytest.mark.parametrize("most", [WAIT - 1, mempool.STEP, 1])
@in_loop
async def test_a_new_watch_is_told_of_so_many_at_most(monkeypatch, most):
    monkeypatch.setattr(tellers, "PART", 60)
    monkeypatch.setattr(mempool, "MAX_PRESENT", most)
    busy = await Busy().start()
    busy.watch("x", BUSY)
    await busy.look()
    assert len(busy.heard("x")) == most
    assert not busy.watches.all()[-1].fresh
