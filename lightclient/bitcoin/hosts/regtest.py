"""A full node of our own on regtest, inside this process, for demonstrations and tests.

Its blocks are real: proof of work, Merkle root, the height in the coinbase (BIP34) and the commitment to witnesses
where there are any (BIP141), so that other nodes take them. It is no validator: it runs no script, knows no coins, and
refuses only transactions that do not parse or spend what another waiting one spends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from lightclient.bitcoin import filters, tree
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.hosts.errors import NodeRefused, NotFound
from lightclient.bitcoin.hosts.node import Node, Place, Proof, Tip, proof_from_block
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.state import genesis, median_of, step
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.bitcoin.walk import NULL_INDEX, NULL_TXID
from lightclient.codec.reader import compact_size
from lightclient.crypto.hashes import sha256d
from lightclient.errors import Malformed
from lightclient.waiting import came

PAYEE = b"\x51"  # OP_TRUE: anybody may spend what is mined here
SUBSIDY = 50 * 100_000_000
HALVING = 150  # blocks (Core CRegTestParams)
VERSION = 0x20000000
DECODE_ERROR, REFUSED = -22, -26  # Core rpc/protocol.h
# The coinbase of every genesis block since 2009, which pays to Satoshi's key.
GENESIS_COINBASE = bytes.fromhex(
    "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d"
    "65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f7220"
    "62616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f"
    "4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"
)


class RegtestNode(Node):
    """The chain is in memory only.

    clock: Unix seconds; blocks carry its time, or the earliest one allowed where it stands still.
    """

    name = "regtest in this process"

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        first = Block(REGTEST.genesis + b"\x01" + GENESIS_COINBASE)
        self.chain = [codec.hash_of(first.header)]
        self.states = [genesis(REGTEST)]
        self.blocks = {self.chain[0]: first}
        self.mined: dict[bytes, int] = {first.txids[0]: 0}  # txid to height, in the best chain
        self.waiting: dict[bytes, bytes] = {}
        self.made = 0  # blocks, so that no two coinbases are alike
        self.news = asyncio.Event()

    # -- what only this node can do

    def mine(self, count: int = 1, transactions: Iterable[bytes] | None = None) -> list[bytes]:
        """Mine `count` blocks and return their hashes.

        transactions: raw ones for the first of them, by default all that wait.
        """
        raws = list(self.waiting.values() if transactions is None else transactions)
        hashes = []
        for _ in range(count):
            hashes.append(self._add([parse(raw) for raw in raws]))
            raws = []
        self.news.set()
        self.news = asyncio.Event()
        return hashes

    def reorg(self, depth: int, count: int, transactions: Iterable[bytes] = ()) -> list[bytes]:
        """Replace the last `depth` blocks with `count` new ones, and return their hashes.

        count: more than depth, for a branch wins by work. transactions: raw ones for the first of them. Those of the
        replaced blocks wait again, unless one of these spends the same coin.
        """
        if not 0 < depth < len(self.chain) or count <= depth:
            raise ValueError("a reorganisation replaces blocks above genesis with more than they were")
        for block_hash in self.chain[-depth:]:
            block = self.blocks[block_hash]
            for position, txid in enumerate(block.txids):
                del self.mined[txid]
                if position:
                    self.waiting[txid] = block.transaction(position).serialize()
        del self.chain[-depth:], self.states[-depth:]
        return self.mine(count, transactions)

    def fork(self, depth: int) -> RegtestNode:
        """Return another node that has all but the last `depth` blocks, to mine a branch of its own on them."""
        other = RegtestNode(self.clock)
        other.chain, other.states = self.chain[:-depth], self.states[:-depth]
        other.blocks = {block_hash: self.blocks[block_hash] for block_hash in other.chain}
        other.mined = {txid: height for txid, height in self.mined.items() if height < len(other.chain)}
        other.made = self.made + 1  # so that its coinbases are others
        return other

    def _add(self, transactions: list[Transaction]) -> bytes:
        state = self.states[-1]
        height = state.height + 1
        self.made += 1
        coinbase = Transaction()
        coinbase.input(NULL_TXID, NULL_INDEX, _number(height) + _number(self.made), 0xFFFFFFFF)
        coinbase.output(SUBSIDY >> height // HALVING, PAYEE)
        if any(tx.witnesses for tx in transactions):
            # BIP141: the root over the wtxids, the coinbase's being zeros, and a reserved value of zeros.
            root = tree.root([bytes(32)] + [sha256d(tx.serialize()) for tx in transactions])
            coinbase.output(0, b"\x6a\x24\xaa\x21\xa9\xed" + sha256d(root + bytes(32)))
            coinbase.witness(0, bytes(32))

        transactions = [coinbase, *transactions]
        txids = [tx.txid() for tx in transactions]
        moment = max(int(self.clock()), median_of(state.times) + 1)
        front = codec.serialize(VERSION, state.tip_hash, tree.root(txids), moment, REGTEST.limit_bits, 0)[:76]
        limit = target_of(REGTEST.limit_bits)
        nonce = 0
        while int.from_bytes(sha256d(front + nonce.to_bytes(4, "little")), "little") > limit:
            nonce += 1
        header = front + nonce.to_bytes(4, "little")

        state = step(state, header, REGTEST)
        raws = [tx.serialize() for tx in transactions]
        self.blocks[state.tip_hash] = Block(header + compact_size(len(raws)) + b"".join(raws))
        self.chain.append(state.tip_hash)
        self.states.append(state)
        self.mined.update(dict.fromkeys(txids, height))
        spent = {coin for transaction in transactions for coin in _coins(transaction)}
        self.waiting = {txid: raw for txid, raw in self.waiting.items() if not spent.intersection(_coins(parse(raw)))}
        return state.tip_hash

    # -- what every node answers

    async def tip(self) -> Tip:
        return Tip(self.states[-1].height, self.chain[-1])

    async def header_run(self, first: int, count: int) -> bytes:
        return b"".join([self.blocks[block_hash].header for block_hash in self.chain[first : first + count]])

    async def block(self, block_hash: bytes) -> Block:
        if block_hash not in self.blocks:
            raise NotFound("block", codec.display(block_hash), "it never was here")
        return self.blocks[block_hash]

    async def transaction(self, txid: bytes) -> bytes:
        if txid in self.waiting:
            return self.waiting[txid]
        height = self.mined.get(txid)
        if height is None:
            raise NotFound("transaction", codec.display(txid), "neither mined nor waiting")
        block = self.blocks[self.chain[height]]
        return block.transaction(block.position_of(txid)).serialize()

    async def find(self, txid: bytes) -> Place | None:
        await self.transaction(txid)
        return Place(self.chain[self.mined[txid]], self.mined[txid]) if txid in self.mined else None

    async def proof(self, txid: bytes) -> Proof | None:
        place = await self.find(txid)
        return place and proof_from_block(self.blocks[place.block_hash], txid, place.height)

    async def broadcast(self, raw: bytes) -> bytes:
        try:
            transaction = parse(raw)
        except Malformed:
            raise NodeRefused(DECODE_ERROR, "TX decode failed") from None
        txid = transaction.txid()
        if txid not in self.mined and txid not in self.waiting:
            spent = {coin for other in self.waiting.values() for coin in _coins(parse(other))}
            if spent.intersection(_coins(transaction)):
                raise NodeRefused(REFUSED, "txn-mempool-conflict")
            self.waiting[txid] = raw
        return txid

    async def filter(self, block_hash: bytes) -> bytes | None:
        """As every node; a coin whose transaction this node never saw is left out of the filter."""
        block = await self.block(block_hash)
        scripts = []
        for position in range(len(block.txids)):
            transaction = block.transaction(position)
            scripts += [script for _, script in transaction.outputs]
            for txid, index in _coins(transaction):
                if txid in self.mined:
                    scripts.append(parse(await self.transaction(txid)).outputs[index][1])
        return filters.build(block_hash, scripts)

    async def mempool(self) -> list[bytes]:
        return list(self.waiting)

    async def wait_change(self, tip_hash: bytes, timeout: float) -> bool:
        return self.chain[-1] != tip_hash or await came(self.news, timeout)

    async def close(self) -> None:
        """Nothing is held that would have to be closed."""


def _coins(transaction: Transaction) -> list[tuple[bytes, int]]:
    return [(txid, index) for txid, index, _, _ in transaction.inputs]


def _number(value: int) -> bytes:
    """Return the script that pushes `value`, at least 1, as BIP34 wants it."""
    if value <= 16:
        return bytes((0x50 + value,))
    size = value.bit_length() // 8 + 1
    return bytes((size,)) + value.to_bytes(size, "little")
