"""The blocks that were asked for lately: where each script and each txid is in them, and proofs of their transactions.

A block is read once, for whomever: its index is built in a worker process, and kept for a good many blocks after the
bytes were thrown away.
"""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable
from hashlib import blake2b

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import tree
from lightclient.bitcoin.errors import NotCoinbase, RootMismatch
from lightclient.bitcoin.hosts.errors import NodeNonsense
from lightclient.bitcoin.hosts.node import Node, Proof
from lightclient.bitcoin.more_errors import NoTransactions
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.bitcoin.walk import Visitor, walk
from lightclient.codec.reader import Reader
from lightclient.errors import InvalidProof, Malformed
from lightclient.gateway.workers import Workers

KEPT = 32  # blocks whose bytes are kept
KEPT_BYTES = 64 << 20  # of these, at most
INDEX_BYTES = 64 << 20  # of the indexes of these and of others
INLINE = 32 * 1024  # bytes of a block that is read at once: a worker would take longer to be told
MAX_SCRIPT = 64  # bytes of a script that is found: every one that has an address is shorter
KEY = 8  # bytes of a script's hash: a client with two scripts of one hash is told of both, and finds one false
FIRST_GUESS = 1_000_000  # bytes of a block, while none was seen


def key_of(script: bytes) -> int:
    return int.from_bytes(blake2b(script, digest_size=KEY).digest(), "big")


class BlockIndex:
    """Where the things are in a block. It holds no transaction.

    txids      32 bytes each, in order
    offsets    where each transaction begins, and the last one ends
    stripped   bytes of each without witnesses
    rows       of the Merkle tree, one string each, leaves first
    keys       of the scripts, sorted; places: the transaction that pays each
    """

    __slots__ = ("header", "keys", "offsets", "places", "rows", "size", "stripped", "txids")

    def __init__(self, data: bytes) -> None:
        """Read a raw block and nothing else. Raises what `walk` and `tree.levels` raise, and as `Block` does."""
        reader = Reader(data)
        self.header = reader.take(codec.SIZE)
        self.size = len(data)
        count = reader.compact_size("the number of transactions", tree.MAX_TRANSACTIONS)
        if not count:
            raise NoTransactions()
        scripts = _Scripts()
        txids: list[bytes] = []
        self.offsets = array("I")
        self.stripped = array("I")
        for position in range(count):
            self.offsets.append(reader.offset)
            walked = walk(reader, scripts)
            if walked.is_coinbase != (not position):
                raise NotCoinbase()
            txids.append(walked.txid)
            self.stripped.append(walked.stripped_size)
        self.offsets.append(reader.offset)
        reader.end()
        self.rows = [b"".join(row) for row in tree.levels(txids)]
        if self.rows[-1] != codec.merkle_root_of(self.header):
            raise RootMismatch()
        self.txids = self.rows[0]
        pairs = sorted(set(scripts.pairs))
        self.keys = array("Q", [key for key, _ in pairs])
        self.places = array("I", [place for _, place in pairs])

    @property
    def memory(self) -> int:
        """Bytes that it takes."""
        return 2 * len(self.txids) + 12 * len(self.keys) + 8 * len(self.stripped) + 1000

    def position_of(self, txid: bytes) -> int | None:
        """Return where a transaction stands, None if it is not in the block."""
        start = 0
        while (start := self.txids.find(txid, start)) >= 0:
            if not start % 32:
                return start // 32
            start += 1
        return None

    def paying(self, keys: Iterable[int]) -> list[int]:
        """Return the positions of the transactions that pay a script with one of `keys`, in order."""
        found = set()
        for key in keys:
            place = bisect_left(self.keys, key)
            while place < len(self.keys) and self.keys[place] == key:
                found.add(self.places[place])
                place += 1
        return sorted(found)

    def branch_of(self, position: int) -> bytes:
        branch = b""
        for row in self.rows[:-1]:
            sibling = 32 * (position ^ 1)
            branch += row[sibling : sibling + 32] or row[-32:]  # the last one of an odd row stands beside itself
            position >>= 1
        return branch


class _Scripts(Visitor):
    keep = MAX_SCRIPT

    def __init__(self) -> None:
        self.position = -1
        self.pairs: list[tuple[int, int]] = []

    def start(self, version: bytes) -> None:
        self.position += 1

    def output(self, value: int, script: bytes | None) -> None:
        if script is not None:
            self.pairs.append((key_of(script), self.position))


class ProvableBlock:
    """A block with its index: a branch costs a look-up for each level and no hash."""

    def __init__(self, data: bytes, index: BlockIndex, height: int) -> None:
        self.data = data
        self.index = index
        self.height = height
        self.hash = codec.hash_of(index.header)
        self.coinbase = self.stripped(0)
        self.coinbase_branch = index.branch_of(0)

    def raw(self, position: int) -> bytes:
        return self.data[self.index.offsets[position] : self.index.offsets[position + 1]]

    def transaction(self, position: int) -> Transaction:
        return parse(self.raw(position))

    def stripped(self, position: int) -> bytes:
        """Return the transaction at `position` without its witnesses, as its txid commits to it (BIP141)."""
        raw = self.raw(position)
        size = self.index.stripped[position]
        # version, marker and flag, the part that stays, witnesses, lock time
        return raw if size == len(raw) else raw[:4] + raw[6 : size - 2] + raw[-4:]

    def proof(self, position: int) -> Proof:
        branch = self.index.branch_of(position)
        return Proof(
            self.height,
            self.index.header,
            self.stripped(position),
            position,
            branch,
            self.coinbase,
            self.coinbase_branch,
        )


class Blocks:
    """Keeps the last blocks of `node` that were asked for, and the indexes of more. One that is asked for twice at the
    same time is fetched once. What is dearest to get, and asked for by everyone, are the newest: they go last."""

    def __init__(self, node: Node, workers: Workers | None = None) -> None:
        self.node = node
        self.workers = workers or Workers()
        self.tip = 0  # height of the newest block
        self.guess = FIRST_GUESS  # bytes of a block that is not known yet
        self._blocks: OrderedDict[bytes, ProvableBlock] = OrderedDict()
        self._indexes: OrderedDict[bytes, tuple[int, BlockIndex]] = OrderedDict()
        self._places: dict[bytes, bytes] = {}  # txid: the kept block that holds it
        self._coming: dict[bytes, asyncio.Future[ProvableBlock]] = {}
        self._block_bytes = self._index_bytes = 0

    async def close(self) -> None:
        await self.workers.close()

    # -- what is here

    def block(self, block_hash: bytes) -> ProvableBlock | None:
        """Return a block if it is here whole."""
        block = self._blocks.get(block_hash)
        if block:
            self._blocks.move_to_end(block_hash)
        return block

    def index(self, block_hash: bytes) -> BlockIndex | None:
        """Return a block's index if it is here."""
        kept = self._indexes.get(block_hash)
        if kept:
            self._indexes.move_to_end(block_hash)
        return kept and kept[1]

    def holding(self, txid: bytes) -> ProvableBlock | None:
        """Return the kept block with this transaction; it may have left the best chain."""
        return self._blocks.get(self._places.get(txid, b""))

    # -- what has to be fetched

    async def get(self, block_hash: bytes, height: int) -> ProvableBlock:
        """Raises NotFound, NotSupported and what the node raises."""
        block = self.block(block_hash)
        if block:
            return block
        coming = self._coming.get(block_hash)
        if not coming:
            coming = asyncio.ensure_future(self._fetch(block_hash, height))
            self._coming[block_hash] = coming
            coming.add_done_callback(lambda done: self._came(block_hash, done))
        return await asyncio.shield(coming)  # whoever asked first may be gone before it has come

    def _came(self, block_hash: bytes, done: asyncio.Future[ProvableBlock]) -> None:
        self._coming.pop(block_hash, None)
        if not done.cancelled():
            done.exception()  # somebody has heard of it, or nobody cares any more

    async def spenders(self, block: ProvableBlock, outpoints: Collection[bytes]) -> dict[bytes, bytes]:
        """As the function of this name. Raises WorkerLost."""
        if len(block.data) <= INLINE:
            return spenders(block.data, block.index, outpoints)
        return await self.workers.run(spenders, block.data, block.index, outpoints)

    async def _fetch(self, block_hash: bytes, height: int) -> ProvableBlock:
        data = await self.node.raw_block(block_hash)
        index = self.index(block_hash)
        if index is None:
            try:
                index = BlockIndex(data) if len(data) <= INLINE else await self.workers.run(BlockIndex, data)
            except (Malformed, InvalidProof) as error:
                raise NodeNonsense(f"a block: {error}") from None
        elif len(data) != index.size:
            raise NodeNonsense("another block than the one asked for")
        self.guess += (len(data) - self.guess) // (8 if self._indexes else 1)
        block = ProvableBlock(data, index, height)
        self._keep(block_hash, block)
        return block

    # -- what is kept

    def _keep(self, block_hash: bytes, block: ProvableBlock) -> None:
        self._drop(block_hash)
        self._blocks[block_hash] = block
        self._block_bytes += len(block.data)
        txids = block.index.txids
        self._places.update((txids[i : i + 32], block_hash) for i in range(0, len(txids), 32))
        while len(self._blocks) > KEPT or (self._block_bytes > KEPT_BYTES and len(self._blocks) > 1):
            self._drop(self._oldest((key, kept.height) for key, kept in self._blocks.items()))
        if block_hash not in self._indexes:
            self._index_bytes += block.index.memory
        self._indexes[block_hash] = block.height, block.index
        while self._index_bytes > INDEX_BYTES and len(self._indexes) > 1:
            self._forget(self._oldest((key, height) for key, (height, _) in self._indexes.items()))

    def _oldest(self, kept: Iterable[tuple[bytes, int]]) -> bytes:
        """Return what was asked for least lately, but not one of the newest blocks if there are others."""
        keys = list(kept)
        return next((key for key, height in keys if height <= self.tip - KEPT // 2), keys[0][0])

    def _drop(self, block_hash: bytes) -> None:
        block = self._blocks.pop(block_hash, None)
        if block:
            self._block_bytes -= len(block.data)
            txids = block.index.txids
            for start in range(0, len(txids), 32):
                if self._places.get(txids[start : start + 32]) == block_hash:
                    del self._places[txids[start : start + 32]]

    def _forget(self, block_hash: bytes) -> None:
        kept = self._indexes.pop(block_hash, None)
        if kept:
            self._index_bytes -= kept[1].memory

    def forget_above(self, height: int) -> None:
        """Drop what a reorganisation has made untrue."""
        for key in [key for key, block in self._blocks.items() if block.height > height]:
            self._drop(key)
        for key in [key for key, (above, _) in self._indexes.items() if above > height]:
            self._forget(key)


def spenders(data: bytes, index: BlockIndex, outpoints: Collection[bytes]) -> dict[bytes, bytes]:
    """Return which transaction of the raw block `data` spends each of `outpoints` (36 bytes each): {outpoint: txid}."""
    found = {}
    for position in range(len(index.stripped)):
        spends = _Spends()
        walk(Reader(data[index.offsets[position] : index.offsets[position + 1]]), spends)
        for outpoint in spends.outpoints:
            if outpoint in outpoints:
                found[outpoint] = index.txids[32 * position : 32 * position + 32]
    return found


class _Spends(Visitor):
    def __init__(self) -> None:
        self.outpoints: list[bytes] = []

    def input(self, txid: bytes, index: int, script: bytes | None, sequence: int) -> None:
        self.outpoints.append(txid + index.to_bytes(4, "little"))
