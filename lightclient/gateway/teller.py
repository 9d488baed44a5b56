"""Tells watchers of the transactions that pay their scripts: when they are seen to wait, and when they are mined.

Every waiting transaction is fetched once, and of each only its scripts are kept, while anybody watches at all.
"""

import contextlib
import logging
from collections.abc import Callable
from typing import Any

from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.gateway.blocks import Blocks
from lightclient.gateway.errors import NodeError, NotFound, NotSupported
from lightclient.gateway.index import HeaderIndex
from lightclient.gateway.node import Node
from lightclient.gateway.watches import Watches
from lightclient.sync.messages import MAX_MESSAGE, MINED, OK, SEEN

log = logging.getLogger("lightclient.gateway")

LOOK_BACK = 12  # blocks that a new watch hears of at most, and every watch after the node was away
AROUND = 128  # bytes of a message around the transaction in it, at most


class Teller:
    def __init__(
        self,
        node: Node,
        index: HeaderIndex,
        blocks: Blocks,
        watches: Watches,
        send: Callable[[str, int, int, Any], None],
    ) -> None:
        """send(client, id of its request, status, body)"""
        self.node = node
        self.index = index
        self.blocks = blocks
        self.watches = watches
        self.send = send
        self._waiting: dict[bytes, list[bytes]] = {}  # txid: the scripts it pays

    async def look(self, now: float) -> None:
        """Tell new watchers what is there already, and everyone what has come since the last look.

        now: of the clock that the watches go by. Raises nothing: what the node does not say is told at the next look.
        """
        self.watches.expire(now)
        new, self.watches.new = self.watches.new, {}
        if not len(self.watches):
            self._waiting.clear()
            return
        try:
            for client, since in new.items():
                await self.mined(since, client)
            await self._look_at_mempool(set(new))
        except NotSupported:
            pass
        except NodeError as error:
            self.watches.new = new | self.watches.new
            log.warning("not told", extra={"fields": {"error": error.name, "reason": str(error)}})

    async def mined(self, since: int, only: str | None = None) -> None:
        """Tell of what the newest blocks above height `since` hold. only: whom; everyone if None. Raises NodeError."""
        first = max(since, self.index.height - LOOK_BACK) + 1
        for height in range(first, self.index.height + 1):
            if not len(self.watches):
                return
            block = await self.blocks.get(self.index.hash(height), height)
            for position in range(len(block.block.txids)):
                transaction = block.block.transaction(position)
                self._tell(MINED, transaction, block.block.txids[position], height, only)

    async def _look_at_mempool(self, new: set[str]) -> None:
        waiting = set(await self.node.mempool())
        for txid in self._waiting.keys() - waiting:
            del self._waiting[txid]
        for txid, scripts in list(self._waiting.items()):
            for client, _ in self.watches.interested(scripts):
                if client in new:
                    with contextlib.suppress(NotFound):
                        self._tell(SEEN, parse(await self.node.transaction(txid)), txid, None, client)
        for txid in waiting - self._waiting.keys():
            with contextlib.suppress(NotFound):
                transaction = parse(await self.node.transaction(txid))
                self._waiting[txid] = _scripts(transaction)
                self._tell(SEEN, transaction, txid, None)

    def _tell(
        self, event: int, transaction: Transaction, txid: bytes, height: int | None, only: str | None = None
    ) -> None:
        for client, number in self.watches.interested(_scripts(transaction)):
            if only in (None, client):
                raw = transaction.serialize()
                whole = raw if len(raw) + AROUND <= MAX_MESSAGE else None
                self.send(client, number, OK, [event, txid, height, whole])


def _scripts(transaction: Transaction) -> list[bytes]:
    return [script for _, script in transaction.outputs]
