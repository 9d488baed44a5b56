"""A channel of Fabric as the gateway serves it; decided/hosts/source.py has what it shares with others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from lightclient.decided.hosts.source import DecidedSource, Known
from lightclient.fabric.block import MAX_GAP, Block
from lightclient.fabric.header import HASH
from lightclient.fabric.hosts import making
from lightclient.fabric.hosts.endorsers import Endorsers
from lightclient.fabric.hosts.node import FabricNode
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.questions import QUERY, TRANSACTION
from lightclient.gateway.errors import BadArgument
from lightclient.gateway.source import FOLLOWING, SYNCING


class FabricSource(DecidedSource):
    first = 0

    def __init__(
        self,
        network: FabricNetwork,
        node: FabricNode,
        clock: Callable[[], float] = time.time,
        endorsers: Endorsers | None = None,
    ) -> None:
        kinds = {TRANSACTION: ("transaction", 1)} | ({QUERY: ("query", 1)} if endorsers else {})
        super().__init__(network, node, kinds, clock)
        self.endorsers = endorsers

    @property
    def state(self) -> str:
        """Headers say no time, and a channel is silent while nobody writes: neither is late."""
        return FOLLOWING if self.tip else SYNCING

    async def close(self) -> None:
        self.node.deliver.close()
        if self.endorsers:
            self.endorsers.close()

    def reaches(self, base: Block, new: Block) -> bool:
        return making.reaches(base, new, self)

    def lean(self, run: list[Block], base: Block) -> list[Any]:
        return making.linked(run, base, self)

    steps = lean

    def data_hash(self, height: int) -> bytes:
        return self._near(height).header.data_hash

    def link(self, height: int) -> bytes:
        return self._near(height).header.serialize()

    def header(self, height: int) -> Block:
        found: Block = self.signed(height)
        return found

    def _near(self, height: int) -> Block:
        """Return the block at a height, and keep those after it, which are asked for next."""
        if height not in self._cache:
            for block in self.node.run(height, min(height + MAX_GAP, self.height)):
                self._keep(block.height, block)
        return self.header(height)

    def answer(self, kind: int, asked: list[bytes]) -> Callable[[Known], bytes]:
        if kind == QUERY and self.endorsers:
            ask = self.endorsers.call(asked[0])
            return lambda known: ask()
        if len(asked[0]) != HASH:
            raise BadArgument(wanted="the id of a transaction and a locator")
        return lambda known: self.transaction(asked[0], known)

    def transaction(self, tx_id: bytes, known: Known) -> bytes:
        """Return the evidence of a transaction."""
        whole, number = self.node.placed(tx_id, self.height)
        return making.transaction(whole, number, self.ties(whole.header.number, known))
