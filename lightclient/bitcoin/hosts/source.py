"""Bitcoin as the gateway serves it: a node, the index of its headers, and the answers made of both."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import kinds, packed
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.hosts.answers import KINDS, Answers
from lightclient.bitcoin.hosts.blocks import Blocks
from lightclient.bitcoin.hosts.blockwatch import BlockWatcher
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.node import Node
from lightclient.bitcoin.hosts.scriptwatch import ScriptWatcher
from lightclient.bitcoin.networks.network import Network
from lightclient.gateway.source import FOLLOWING, SLOW, STALE, SYNCING, Plan, Watcher
from lightclient.sync import topics

NEWEST = 12  # headers in the tip message: whoever missed no more than that needs nothing else
PAUSE = 0.5  # seconds before a node that stands on a block we do not follow is looked at again


class BitcoinSource:
    final: tuple[type[Exception], ...] = (WrongNetwork,)

    def __init__(
        self,
        network: Network,
        node: Node,
        path: str | None = None,
        index: HeaderIndex | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """path: a header file, read by `start`; in memory only if None. index: one that was read already."""
        self.rules = network
        self.network = network.name
        self.ledger = network.id
        self.settled = network.cadence.settled
        self.kinds = KINDS
        self.node = node
        self.path = path
        self.clock = clock
        self._given = index
        self._indexed = False
        self._lesser = False  # the node has fewer blocks than it had once, as one does that reads its chain anew
        self._use(index or HeaderIndex(network))

    def _use(self, index: HeaderIndex) -> None:
        self.index = index
        self.blocks = Blocks(self.node)
        self.answers = Answers(self.node, index, self.blocks)
        self.watcher: Watcher | None = None
        if isinstance(self.node, ElectrumNode):
            self.watcher = ScriptWatcher(self.node, index)
        elif self.node.has_blocks:
            self.watcher = BlockWatcher(self.node, index, self.blocks)

    @property
    def height(self) -> int:
        return self.index.height

    @property
    def state(self) -> str:
        if self.node.behind or self._lesser:
            return SYNCING
        age = self.clock() - codec.time_of(self.index.header(self.height))
        cadence = self.rules.cadence
        return STALE if age > cadence.stale_after else SLOW if age > cadence.slow_after else FOLLOWING

    @property
    def capabilities(self) -> list[str]:
        """The kinds of questions, "txindex" where transactions are found without their height, and "zmq" where the node
        tells of what is paid as soon as it knows."""
        names = set(self.kinds.values())
        if self.watcher:
            names.add("watch")
        if self._indexed:
            names.add("txindex")
        if self.node.feed and self.node.feed.alive:
            names.add("zmq")
        if not self.node.has_blocks:
            names.discard(KINDS[kinds.FILTER])
        return sorted(names)

    async def start(self) -> None:
        """Raises OSError and CorruptStore for a header file that is some other one."""
        if self.path and not self._given:  # a million headers take seconds
            self._use(await asyncio.to_thread(HeaderIndex, self.rules, self.path))

    async def follow(self, wait: float) -> int | None:
        changed = bool(wait) and await self.node.wait_change(self.index.tip_hash, wait)
        fork = await self.index.follow(self.node, int(self.clock()))
        self._lesser = False
        if fork is None:
            if changed:  # the node stands on a block with less work than ours, or with the same
                self._lesser = (await self.node.tip()).height < self.height
                await asyncio.sleep(PAUSE)
            return None
        self.blocks.tip = self.index.height
        self.answers.forget_above(fork)
        if self.watcher:
            self.watcher.back_to(fork)
        self._indexed = await self.node.is_indexed()
        return fork

    def newest(self) -> bytes:
        first = max(1, self.index.height + 1 - NEWEST)
        run = self.index.run(first, NEWEST)
        return packed.serialize(first, codec.split(run)) if run else b""

    def batch(self, number: int) -> bytes:
        start = number * topics.BATCH
        return packed.serialize(start, codec.split(self.index.run(start, topics.BATCH)))

    def plan(self, kind: int, limit: int, argument: Any) -> Plan:
        return self.answers.plan(kind, limit, argument)

    async def close(self) -> None:
        self.index.close()
        await self.blocks.close()
        await self.node.close()
