"""Header logs that begin elsewhere than at block 0, as clients with a checkpoint have them.

Every leaf of such a log is one of the index's, and so are its perfect subtrees as far as its start is a multiple of
their size. What is left has to be hashed once. Checkpoints begin at multiples of 2,016, so a log of 900,000 blocks
takes 28,000 hashes.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.hosts.subtrees import Subtrees

KEPT_BYTES = 64 << 20  # of all logs together
AT_ONCE = 512  # hashes before others have their turn
HASHED = 16  # bytes of work, as parsing is reckoned, that a hash stands for


class Logs:
    """Memory: 64 MB, and one log more while it is built. The log that was not asked for the longest goes first, and to
    build one is dear: fresh starts throw nothing out that others use."""

    def __init__(self, index: HeaderIndex) -> None:
        self.index = index
        self._logs: OrderedDict[int, Subtrees] = OrderedDict()
        self._building = asyncio.Lock()

    def missing(self, start: int, size: int) -> int:
        """Return what has to be done before a path can be given, in bytes as if they were to be parsed."""
        if not start or start + size > self.index.height + 1:
            return 0
        log = self._logs.get(start)
        hashes = (size - (log.size if log else 0)) // _shared(start)
        return hashes * HASHED if hashes > AT_ONCE else 0

    def path(self, height: int, start: int, size: int) -> bytes:
        """Return the path of a block in the log of `size` blocks from `start` on, of which little is missing.

        Raises OutsideLog.
        """
        if not start:
            return self.index.path(height, size)
        log = self._logs.get(start)
        if log:
            self._logs.move_to_end(start)
        else:
            log = self._new(start)
        return self._path(log, height, start, size)

    async def built(self, height: int, start: int, size: int) -> bytes:
        """As `path`, when much is missing: hash it a little at a time. Raises OutsideLog."""
        async with self._building:  # one at a time: the others' questions wait for their turn, and then have it
            log = self._logs.get(start) or self._new(start)
            while log.size < size:
                if start + size > self.index.height + 1:
                    raise OutsideLog(size, self.index.height + 1 - start)
                log.resize(min(size, log.size + AT_ONCE * _shared(start)))
                await asyncio.sleep(0)
            self._logs[start] = log
            self._logs.move_to_end(start)
            while sum([_memory(kept) for kept in self._logs.values()]) > KEPT_BYTES and len(self._logs) > 1:
                self._logs.popitem(last=False)
            return self._path(log, height, start, size)

    def _path(self, log: Subtrees, height: int, start: int, size: int) -> bytes:
        if not start <= height < start + size <= self.index.height + 1:
            raise OutsideLog(height - start, size)
        if log.size < size:
            log.resize(size)
        return log.path(height - start, size)

    def forget_above(self, height: int) -> None:
        """Drop what a reorganisation has made untrue."""
        for start, log in list(self._logs.items()):
            if start > height:
                del self._logs[start]
            elif log.size > height + 1 - start:
                log.resize(height + 1 - start)

    def _new(self, start: int) -> Subtrees:
        leaf = self.index.log.leaf
        return Subtrees(lambda place: leaf(start + place), self._lower(start), (_shared(start)).bit_length() - 1)

    def _lower(self, start: int) -> Callable[[int, int], bytes]:
        def node(level: int, place: int) -> bytes:
            return self.index.log.node(level, (start >> level) + place)

        return node


def _shared(start: int) -> int:
    """Return how many leaves the largest subtrees have that the log shares with the index."""
    return start & -start if start else 1


def _memory(log: Subtrees) -> int:
    return sum([len(level) for level in log.levels])
