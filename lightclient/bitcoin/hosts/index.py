"""Every header of the node's best chain, checked by all rules, and a proof of any of them for any device.

A device keeps the compact range of a header log that ends at the device's own base. The index proves any header
against a log of any size, so it need not know its devices. It can be rebuilt from the node at any time; with a file it
is there again in seconds after a restart.
"""

from __future__ import annotations

import asyncio

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.hosts.errors import BeyondTip
from lightclient.bitcoin.hosts.headerfile import HeaderFile
from lightclient.bitcoin.hosts.node import Node
from lightclient.bitcoin.networks.network import Network
from lightclient.errors import ForkTooDeep
from lightclient.merkle.hosts.subtrees import Subtrees
from lightclient.merkle.log import leaf_hash

RUN = 2016  # headers asked for at once
STEP = 252  # headers that are checked before others have their turn: some two milliseconds
WINDOW = 2016  # headers: the deepest reorganisation that needs no rebuilding


class HeaderIndex:
    """The headers of blocks 0 to `height`. Memory: 112 bytes for each.

    chain: the same blocks as a device sees them, with base, window and header log.
    """

    def __init__(self, network: Network, path: str | None = None, window: int = WINDOW) -> None:
        """path: a header file, read and checked here and then kept up to date; in memory only if None.

        Raises OSError and CorruptStore for a file that is some other one.
        """
        self.chain = from_genesis(network, window)
        self.headers = bytearray(network.genesis)
        self.log = Subtrees(self._leaf)
        self.file = HeaderFile(path, self.chain) if path else None
        if path and self.file:
            self.file.recover()
            with open(path, "rb") as file:
                self.headers = bytearray(file.read())
        self.log.resize(self.height + 1)
        self._seen = self.tip_hash  # as `follow` told it last
        self._lowest = self.height  # the best chain has not changed up to here since

    def close(self) -> None:
        """Let another process have the file."""
        if self.file:
            self.file.close()

    @property
    def height(self) -> int:
        return len(self.headers) // SIZE - 1

    @property
    def tip_hash(self) -> bytes:
        return self.chain.tip.tip_hash

    # -- what the index answers

    def header(self, height: int) -> bytes:
        """Return the header at `height`. Raises BeyondTip."""
        if not 0 <= height <= self.height:
            raise BeyondTip(height, self.height)
        return bytes(self.headers[SIZE * height : SIZE * height + SIZE])

    def hash(self, height: int) -> bytes:
        """Return the block hash at `height`. Raises BeyondTip."""
        if not 0 <= height <= self.height:
            raise BeyondTip(height, self.height)
        end = SIZE * (height + 1)
        child = self.headers[end + 4 : end + 36]
        return bytes(child) if child else codec.hash_of(self.header(height))

    def run(self, first: int, count: int) -> bytes:
        """Return at most `count` raw headers from height `first` on, fewer where the chain ends."""
        return bytes(self.headers[SIZE * first : SIZE * (first + count)])

    def root(self, size: int) -> bytes:
        """Return the root of the header log over blocks 0 to size - 1. Raises OutsideLog."""
        return self.log.root(size)

    def path(self, height: int, size: int) -> bytes:
        """Return the path that proves block `height` in the header log of `size` blocks. Raises OutsideLog."""
        return self.log.path(height, size)

    # -- how it grows

    def extend(self, data: bytes, now: int | None = None, settle: bool = True) -> int | None:
        """As `Chain.extend`, for index and file as well. Raises what it raises, and OSError.

        settle: whether to wait until the disk has what the file got.
        """
        fork = self.chain.connect(codec.split(data), now)
        if fork is not None:
            if self.file:
                self.file.write_after(fork, settle)
            del self.headers[SIZE * (fork + 1) :]
            self.headers += self.chain.headers_after(fork)
            self.log.resize(fork + 1)
            self.log.resize(self.height + 1)
            self.chain.slide()
            self._lowest = min(self._lowest, fork)
        return fork

    async def follow(self, node: Node, now: int | None = None) -> int | None:
        """Take what `node` has and this index has not; call it again when the node's tip changes.

        now: Unix seconds, None without a clock. Returns None if the best chain stayed, else the height of the last
        block that the old and the new one share, the old tip's if nothing was replaced. A node with less work than is
        held here changes nothing.
        Raises WrongNetwork, ForkTooDeep, what `extend` raises for a header that breaks a rule, and the errors of the
        node. Whatever was taken before an error is kept, and told by the next call.
        """
        tip = await node.tip()
        if tip.hash == self.tip_hash or tip.height < self.chain.base.height:
            return self._told()
        first = await self._meet(node, min(self.height, tip.height)) + 1
        parent = self.hash(first - 1)
        coming = asyncio.ensure_future(node.header_run(first, RUN))
        try:
            while first <= tip.height:
                run = await coming
                if not run or codec.prev_hash_of(run) != parent:
                    break  # the node's chain changed meanwhile: the next call sees to it
                first += len(run) // SIZE
                parent = codec.hash_of(run[-SIZE:])
                if first <= tip.height:  # the node works on the next run while this one is checked
                    coming = asyncio.ensure_future(node.header_run(first, RUN))
                for start in range(0, len(run), STEP * SIZE):
                    await asyncio.sleep(0)
                    end = start + STEP * SIZE
                    self.extend(run[start:end], now, settle=end >= len(run))
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        return self._told()

    def _told(self) -> int | None:
        """Return up to which height the best chain is the one that was told last; None if it is the same."""
        lowest = None if self._seen == self.tip_hash else self._lowest
        self._seen, self._lowest = self.tip_hash, self.height
        return lowest

    async def _meet(self, node: Node, height: int) -> int:
        """Return a height at which the node has the same block, at most twice as deep as the fork."""
        base = self.chain.base.height
        height = max(height, base)
        back = 1
        while await node.header_run(height, 1) != self.header(height):
            if not height:
                raise WrongNetwork("another chain", self.chain.network.name)
            if height == base:
                raise ForkTooDeep(base)
            height = max(height - back, base)
            back *= 2
        return height

    def _leaf(self, height: int) -> bytes:
        return leaf_hash(self.hash(height))
