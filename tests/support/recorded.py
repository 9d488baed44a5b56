"""What a gateway needs to serve recorded headers: a node that shows them, and an index that begins where they do."""

import asyncio

from lightclient.bitcoin.header import SIZE, hash_of
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.node import Node, Tip


class RecordedNode(Node):
    """A node whose best chain ends with `run`, raw headers from height `first` on. It has no blocks."""

    name = "record"
    has_blocks = False

    def __init__(self, run, first):
        self.run = run
        self.first = first

    async def tip(self):
        return Tip(self.first + len(self.run) // SIZE - 1, hash_of(self.run[-SIZE:]))

    async def header_run(self, first, count):
        at = SIZE * (first - self.first)
        return self.run[at : at + SIZE * count]

    async def wait_change(self, tip_hash, timeout):
        await asyncio.sleep(timeout)
        return False


class RecordedIndex(HeaderIndex):
    """An index that begins at the base of `chain`, whose header is `header`; below are zeros: nobody asks for it."""

    def __init__(self, chain, header):
        super().__init__(chain.network)
        self.chain = chain
        self.headers = bytearray(SIZE * chain.base.height) + header
