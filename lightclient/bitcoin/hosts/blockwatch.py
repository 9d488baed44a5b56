"""Watches for nodes that give blocks and their mempool: whom the scripts of a transaction concern.

Source: gateway/source.py, whose Watcher this is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from lightclient.bitcoin.hosts.blocks import MAX_SCRIPT, Blocks, key_of
from lightclient.bitcoin.hosts.errors import BeyondTip, NotFound
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.mempool import Mempool
from lightclient.bitcoin.hosts.node import Node
from lightclient.gateway.source import Event, Plan, Told, Work

STEP = 288  # blocks in one step, if all of them were read before
LOOKUPS = 2000  # before others have their turn


class BlockWatcher:
    """Items are output scripts."""

    max_item = MAX_SCRIPT

    def __init__(self, node: Node, index: HeaderIndex, blocks: Blocks) -> None:
        self.index = index
        self.blocks = blocks
        self.mempool = Mempool(node, index, blocks)

    def work(self, items: Collection[bytes], height: int) -> Work:
        if height > self.index.height or self.blocks.index(self.index.hash(height)):
            return Work()
        return Work(calls=1, parsed=self.blocks.guess)

    async def past(self, items: Collection[bytes], first: int, last: int) -> Told:
        """Look through blocks; a step ends with the first one that had to be fetched, or that pays `items`."""
        keys = {key_of(item) for item in items}
        watched = set(items)
        height = first - 1
        lookups = 0
        for height in range(first, min(last, first + STEP - 1) + 1):
            try:
                block_hash = self.index.hash(height)
            except BeyondTip:
                return Told(height - 1, [])  # a reorganisation to a lower height
            known = self.blocks.index(block_hash)
            try:
                index = known or (await self.blocks.get(block_hash, height)).index
                places = index.paying(keys)
                events = await self._events(block_hash, height, places, watched) if places else []
            except NotFound:
                # A pruned node. What was looked at before is told first; then that nothing is known of this block.
                return Told(height, [], False) if height == first else Told(height - 1, [])
            if events or not known:
                return Told(height, events)
            lookups += len(keys)
            if lookups > LOOKUPS:
                lookups = 0
                await asyncio.sleep(0)
        return Told(height, [])

    async def _events(
        self, block_hash: bytes, height: int, places: list[int], watched: Collection[bytes]
    ) -> list[Event]:
        block = await self.blocks.get(block_hash, height)
        events = []
        for place in places:
            transaction = block.transaction(place)
            paid = {script for _, script in transaction.outputs if script in watched}
            if paid:
                txid = block.index.txids[32 * place : 32 * place + 32]
                raw = block.raw(place)
                events.append(self.mempool.mined(raw, transaction, txid, paid, height, block_hash))
        return events

    async def wait(self, timeout: float) -> None:
        await self.mempool.wait(timeout)

    def present(self, items: Collection[bytes], after: Any) -> Plan:
        return self.mempool.present(items, after)

    async def changes(self, items: Collection[bytes]) -> list[Event]:
        return await self.mempool.changes(items)

    def refused(self, items: Collection[bytes]) -> str:
        return ""

    def back_to(self, height: int) -> None:
        """The blocks above `height` are others now."""
        self.mempool.back_to(height)

    def rest(self) -> None:
        self.mempool.rest()
