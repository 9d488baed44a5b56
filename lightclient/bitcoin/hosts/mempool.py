"""The transactions that wait at the node, as far as watchers care: what each pays to, and what became of it.

Each is fetched once, in batches, what came last before what has waited longer, and only hashes of its scripts are kept:
some 300 bytes for each. They are kept for a while when nobody watches, for the next one who does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable
from heapq import nsmallest
from typing import Any

from lightclient.bitcoin.hosts.blocks import MAX_SCRIPT, Blocks, key_of
from lightclient.bitcoin.hosts.errors import BeyondTip, NodeError, NotFound
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.node import Node, Waiting
from lightclient.bitcoin.kinds import GONE, MINED, SEEN
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.gateway.source import Event, Plan, Work

BATCH = 100  # transactions asked for at once
LEAST = 0.2  # seconds between two looks
SLICE = 1.0  # seconds of fetching before it is told what was found
MAX_WAITING = 400_000  # transactions that are kept account of
MAX_HINTED = 16 << 20  # bytes of transactions that are believed to wait until the next list says so
MAX_TRACKED = 100_000  # transactions of which somebody was told
MAX_PRESENT = 256  # waiting transactions that a new watcher is told of
STEP = 16  # of them at once
REST = 900.0  # seconds after the last watch until all is forgotten
SHARE = 10  # the list of what waits is asked for at most so seldom that it takes one tenth of the time
PRUNE = 60.0  # seconds between looks for what nobody watches any more
DEEP = 100  # blocks on top of a transaction, after which it is not minded any more
FINAL = 0xFFFFFFFE  # the lowest sequence that does not signal replacement (BIP125)


class Tracked:
    """A transaction that watchers were told of. height: None while it waits."""

    __slots__ = ("height", "items", "outpoints")

    def __init__(self, items: set[bytes], outpoints: list[bytes], height: int | None) -> None:
        self.items = items
        self.outpoints = outpoints
        self.height = height


class Mempool:
    def __init__(self, node: Node, index: HeaderIndex, blocks: Blocks) -> None:
        self.node = node
        self.index = index
        self.blocks = blocks
        self.looked = index.height  # blocks up to here were searched for what has left the mempool
        self._keys: dict[bytes, bytes] = {}  # txid: keys of its scripts
        self._paying: dict[int, bytes | set[bytes]] = {}  # key of a script: txids
        self._to_fetch: list[bytes] = []  # what waits longest first
        self._fetching: set[bytes] = set()
        self._hinted = 0  # bytes of transactions that were told of since the last list
        self._tracked: dict[bytes, Tracked] = {}
        self._spent: dict[bytes, set[bytes]] = {}  # outpoint: the tracked transactions that spend it
        self._rivals: dict[bytes, bytes] = {}  # tracked transaction: another one that spends the same
        self._missing: set[bytes] = set()  # tracked, in no block, and not in the mempool
        self._entries: dict[
            bytes, Waiting | None
        ] = {}  # what the node said of one in this look; None: it does not wait
        self._idle_since: float | None = None
        self._next_list = self._pruned_at = 0.0

    # -- events

    async def seen(
        self, raw: bytes, transaction: Transaction, txid: bytes, items: Collection[bytes], again: bool = False
    ) -> Event | None:
        """Return the event that a transaction waits, for those who watch `items`, which it pays.

        again: whether what the node said in this look will do. None if the node says that it does not wait.
        """
        if not again or txid not in self._entries:
            try:
                self._entries[txid] = await self.node.entry(txid)
            except NotFound:
                self._entries[txid] = None
        known = self._entries[txid]
        if known is None:
            return None
        self.track(txid, transaction, items, None)
        parents = known.parents
        if parents is None:
            spends = {spent for spent, _, _, _ in transaction.inputs}
            parents = sum([spent in self._keys or spent in self._fetching for spent in spends])
        replaceable = known.replaceable
        if replaceable is None:
            replaceable = any(sequence < FINAL for _, _, _, sequence in transaction.inputs)
        tail = [len(raw), replaceable, known.fee_rate, parents]
        return Event(items, [SEEN, txid, None, raw, *tail], [SEEN, txid, None, None, *tail])

    def mined(
        self, raw: bytes, transaction: Transaction, txid: bytes, items: Collection[bytes], height: int, block: bytes
    ) -> Event:
        """Return the event that a transaction is in the block at `height` with the hash `block`."""
        self.track(txid, transaction, items, height)
        return Event(items, [MINED, txid, height, raw, len(raw), block], [MINED, txid, height, None, len(raw), block])

    def track(self, txid: bytes, transaction: Transaction, items: Collection[bytes], height: int | None) -> None:
        known = self._tracked.get(txid)
        if known:
            known.items.update(items)
            if height is not None or txid not in self._missing:
                known.height = height
            return
        if len(self._tracked) >= MAX_TRACKED:
            return
        outpoints = [spent + place.to_bytes(4, "little") for spent, place, _, _ in transaction.inputs]
        self._tracked[txid] = Tracked(set(items), outpoints, height)
        for outpoint in outpoints:
            self._spent.setdefault(outpoint, set()).add(txid)

    # -- looking

    def rest(self) -> None:
        """Nobody watches; after a while forget everything."""
        if self.node.feed:
            self.node.feed.clear()
        now = time.monotonic()
        if self._idle_since is None:
            self._idle_since = now
        if now - self._idle_since > REST:
            for kept in (self._keys, self._paying, self._fetching, self._tracked, self._spent, self._rivals):
                kept.clear()
            self._to_fetch.clear()
            self._missing.clear()

    def present(self, items: Collection[bytes], after: Any) -> Plan:
        """Return how to tell what waits and pays one of `items`, as far as it was fetched: a few in each step.

        after: (how many were told of, the last one).
        """
        txids: set[bytes] = set()
        for item in items:
            found = self._paying.get(key_of(item), b"")
            txids |= found if isinstance(found, set) else {found} - {b""}
        count, last = after or (0, b"")
        wanted = nsmallest(min(STEP, MAX_PRESENT - count), [txid for txid in txids if txid > last])
        calls = sum([txid not in self._entries for txid in wanted])
        work = Work(calls + bool(wanted), len(txids) - 1 if wanted else 0)

        async def told() -> tuple[list[Event], Any]:
            raws = await self.node.transactions(wanted) if wanted else []
            plan.work = Work(work.calls, work.parsed + sum([len(raw or b"") for raw in raws]))
            events = []
            for txid, raw in zip(wanted, raws, strict=True):
                if raw is not None and txid in self._keys:
                    transaction = parse(raw)
                    paid = _paid(transaction, watched)
                    event = await self.seen(raw, transaction, txid, paid, True) if paid else None
                    if event:
                        events.append(event)
            end = len(wanted) < STEP or count + len(wanted) >= MAX_PRESENT
            return events, None if end else (count + len(wanted), wanted[-1])

        watched = set(items)
        plan = Plan(work, told)
        return plan

    async def wait(self, timeout: float) -> None:
        """Return when the node tells of something that waits, after `timeout` seconds at the latest."""
        least = min(timeout, LEAST)
        await asyncio.sleep(least)
        if self._to_fetch:
            return
        if self.node.feed:
            await self.node.feed.wait(timeout - least)
        else:
            await asyncio.sleep(timeout - least)

    async def changes(self, items: Collection[bytes]) -> list[Event]:
        """Return what has begun to wait or is gone since the last call, of what pays `items`."""
        self._idle_since = None
        self._entries.clear()
        began = time.monotonic()
        events: list[Event] = []
        listed = began >= self._next_list
        try:
            heard = await self._hear(items, events)
            if listed:
                await self._list()
                self._next_list = time.monotonic() + SHARE * (time.monotonic() - began)
            while self._to_fetch:
                await self._fetch(items, events)
                if await self._hear(items, events) or heard or time.monotonic() - began > SLICE:
                    break
            if listed:
                await self._look_for_missing(events)
        except NodeError:
            if not events:  # what was found is told first; the error comes again
                raise
        if began - self._pruned_at > PRUNE:
            self._pruned_at = began
            self._prune(items)
        return events

    async def _list(self) -> None:
        """Take the list of what waits: drop what has left, and put what is new where it is fetched first."""
        waiting = dict.fromkeys(await self.node.mempool())
        self._hinted = 0
        for txid in [txid for txid in self._keys if txid not in waiting]:
            self._drop(txid)
        self._to_fetch = [txid for txid in self._to_fetch if txid in waiting]
        fresh = [txid for txid in waiting if txid not in self._keys and txid not in self._fetching]
        room = max(0, MAX_WAITING - len(self._keys) - len(self._to_fetch))
        self._to_fetch += fresh[:room]
        self._fetching = set(self._to_fetch)
        for txid, tracked in self._tracked.items():
            if tracked.height is None and txid not in waiting:
                self._missing.add(txid)

    async def _fetch(self, items: Collection[bytes], events: list[Event]) -> None:
        """Fetch the next batch, from the end: there is what came last."""
        batch = self._to_fetch[-BATCH:]
        wanted = [txid for txid in batch if txid not in self._keys]  # the others were heard of meanwhile
        raws = await self.node.transactions(wanted)
        del self._to_fetch[-len(batch) :]
        self._fetching.difference_update(batch)
        for txid, raw in zip(wanted, raws, strict=True):
            if raw is not None:
                await self._take(txid, raw, parse(raw), items, events)
        await asyncio.sleep(0)

    async def _hear(self, items: Collection[bytes], events: list[Event]) -> bool:
        """Take what the node told by itself, and return whether any of it waits and pays `items`.

        A transaction is told of with each block that holds it, too, and anybody may have sent it: the next list of what
        waits drops what does not.
        """
        before, began = len(events), time.monotonic()
        for number, (raw, transaction) in enumerate(self.node.feed.take() if self.node.feed else ()):
            txid = transaction.txid()
            self._hinted += len(raw)
            if txid not in self._keys and len(self._keys) < MAX_WAITING and self._hinted < MAX_HINTED:
                await self._take(txid, raw, transaction, items, events)
            if number % BATCH == BATCH - 1:
                await asyncio.sleep(0)
            if time.monotonic() - began > SLICE:
                break  # the rest is heard next time
        return len(events) > before

    async def _take(
        self, txid: bytes, raw: bytes, transaction: Transaction, items: Collection[bytes], events: list[Event]
    ) -> None:
        """Remember what a waiting transaction pays and spends; tell of it, if it pays `items`.

        Where somebody will be told of it, the node is asked first whether it waits.
        """
        paid = _paid(transaction, items)
        if paid:
            event = await self.seen(raw, transaction, txid, paid)
            if not event:
                return
            self._missing.discard(txid)
            events.append(event)
        outpoints = [spent + place.to_bytes(4, "little") for spent, place, _, _ in transaction.inputs]
        rivals = {rival for outpoint in outpoints for rival in self._spent.get(outpoint, ())} - {txid}
        if rivals and not paid:
            try:
                await self.node.entry(txid)
            except NotFound:
                return
        self._rivals.update(dict.fromkeys(rivals, txid))
        keys = [key_of(script) for _, script in transaction.outputs if len(script) <= MAX_SCRIPT]
        self._keys[txid] = b"".join([key.to_bytes(8, "big") for key in keys])
        for key in keys:
            self._add(key, txid)

    def _add(self, key: int, txid: bytes) -> None:
        found = self._paying.get(key)
        if found is None or found == txid:
            self._paying[key] = txid
        elif isinstance(found, set):
            found.add(txid)
        else:
            self._paying[key] = {found, txid}

    def _drop(self, txid: bytes) -> None:
        keys = self._keys.pop(txid)
        for start in range(0, len(keys), 8):
            key = int.from_bytes(keys[start : start + 8], "big")
            found = self._paying.get(key)
            if isinstance(found, set):
                found.discard(txid)
            if found == txid or found == set():
                del self._paying[key]

    # -- what became of those that wait no more

    def back_to(self, height: int) -> None:
        """The blocks above `height` are others now: what they held has to be looked for."""
        self.looked = min(self.looked, height)
        for txid, tracked in self._tracked.items():
            if tracked.height is not None and tracked.height > height:
                tracked.height = None
                if txid not in self._keys:
                    self._missing.add(txid)

    async def _look_for_missing(self, events: list[Event]) -> None:
        """Say what is gone, once it is sure: in no block up to the node's tip, and not in the mempool."""
        if not self._missing:
            self.looked = self.index.height
            return
        tip = self.index.tip_hash
        if (await self.node.tip()).hash != tip:
            return  # it may be in the block that comes next
        outpoints = {outpoint for txid in self._missing for outpoint in self._tracked[txid].outpoints}
        rivals: dict[bytes, bytes] = {}
        try:
            for height in range(self.looked + 1, self.index.height + 1):
                block = await self.blocks.get(self.index.hash(height), height)
                for txid in [txid for txid in self._missing if block.index.position_of(txid) is not None]:
                    self._missing.discard(txid)
                    self._tracked[txid].height = height
                if self._missing:
                    rivals.update(await self.blocks.spenders(block, outpoints))
        except BeyondTip:
            return
        if self.index.tip_hash != tip:
            return
        self.looked = self.index.height
        for txid in list(self._missing):
            tracked = self._tracked.pop(txid)
            rival = next((rivals[outpoint] for outpoint in tracked.outpoints if outpoint in rivals), None)
            body: list[Any] = [GONE, txid, None, rival or self._rivals.pop(txid, None)]
            events.append(Event(tracked.items, body, body))
            self._forget_coins(txid, tracked)
        self._missing.clear()

    def _prune(self, items: Collection[bytes]) -> None:
        """Forget what nobody watches any more, and what is deep in the chain."""
        settled = self.index.height - DEEP
        for txid, tracked in list(self._tracked.items()):
            if (tracked.height is not None and tracked.height < settled) or not any(
                item in items for item in tracked.items
            ):
                del self._tracked[txid]
                self._missing.discard(txid)
                self._rivals.pop(txid, None)
                self._forget_coins(txid, tracked)

    def _forget_coins(self, txid: bytes, tracked: Tracked) -> None:
        for outpoint in tracked.outpoints:
            spenders = self._spent.get(outpoint, set())
            spenders.discard(txid)
            if not spenders:
                self._spent.pop(outpoint, None)


def _paid(transaction: Transaction, items: Iterable[bytes]) -> set[bytes]:
    """Return those of `items`, a set or something that is asked as fast, that a transaction pays."""
    return {script for _, script in transaction.outputs if script in items}
