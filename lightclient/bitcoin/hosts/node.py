"""A full node as the gateway sees it: the interface, and the checks that every adapter makes.

Hashes are bytes in internal order; hex and JSON stay inside the adapters. The operator trusts the node to know the
best chain, but not to answer sense: an answer that does not hash to what was asked for is NodeNonsense.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from lightclient.bitcoin import filters
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.errors import TxidMismatch
from lightclient.bitcoin.hosts.errors import NodeNonsense, NotAccepted, NotFound
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.errors import InvalidProof, Malformed

ACCEPT_WAIT = 2.0  # seconds until a transaction that the node took has to show
ACCEPT_POLL = 0.05


class Tip(NamedTuple):
    """The newest block of the node's best chain."""

    height: int
    hash: bytes


class Waiting(NamedTuple):
    """What a node knows of a transaction in its mempool beyond its bytes.

    fee_rate     satoshi per 1,000 virtual bytes, None if it does not say
    replaceable  whether it or one that it spends signals replacement (BIP125), None if it does not say
    parents      transactions that it spends and that wait as well, None if it does not say
    """

    fee_rate: int | None = None
    replaceable: bool | None = None
    parents: int | None = None


class Place(NamedTuple):
    """The block of the best chain in which a transaction was mined."""

    block_hash: bytes
    height: int


class Proof(NamedTuple):
    """That a transaction is in the block at `height`: checked, and lacking only what ties the block to a chain.

    tx, coinbase               without witnesses
    branch, coinbase_branch    one string each, lowest level first
    """

    height: int
    header: bytes
    tx: bytes
    position: int
    branch: bytes
    coinbase: bytes
    coinbase_branch: bytes

    def bundle(self, network: str, following: bytes = b"", log_proof: tuple[int, int, bytes] | None = None) -> Bundle:
        coinbase = (self.coinbase, self.coinbase_branch)
        return Bundle(network, self.tx, self.position, self.branch, self.header, coinbase, following, log_proof)


class Feed(Protocol):
    """What a node tells without being asked: hints, which may be late, false or missing.

    alive    whether hints come
    wait     returns as soon as there is something to take
    take     yields transactions that may wait; clear: forget those that were told
    """

    @property
    def alive(self) -> bool: ...

    async def wait(self, timeout: float) -> None: ...

    def take(self) -> Iterator[tuple[bytes, Transaction]]: ...

    def clear(self) -> None: ...


class Node(Protocol):
    """What the gateway asks of a full node. Every method may raise NodeUnreachable, NodeUnauthorized, NodeRefused,
    NodeNonsense, and NotSupported where a kind of node has no such answer. `name` says what kind of node it is, without
    address and login. What has a body here is done by way of the others where an adapter has nothing better.

    has_blocks  whether `raw_block` and `mempool` can be asked for
    behind      whether it said, when it was asked for its tip, that it has yet to fetch blocks
    feed        what it tells by itself of its mempool, None if it does not
    """

    name: str
    has_blocks: bool = True
    behind: bool = False
    feed: Feed | None = None

    async def tip(self) -> Tip: ...

    async def header_run(self, first: int, count: int) -> bytes:
        """Return raw headers of the best chain from height `first` on, each the child of the one before.

        At most `count`; fewer where the chain ends or an adapter's own limit is reached, b"" beyond the tip.
        """

    async def block(self, block_hash: bytes) -> Block:
        """Return the block `block_hash`, whole; its raw bytes are `data`. Raises NotFound."""

    async def raw_block(self, block_hash: bytes) -> bytes:
        """Return a raw block, of which only the header was looked at. Raises NotFound, Pruned."""
        return (await self.block(block_hash)).data

    async def transaction(self, txid: bytes) -> bytes:
        """Return a raw transaction, mined or waiting. Raises NotFound, NotIndexed."""

    async def transactions(self, txids: list[bytes]) -> list[bytes | None]:
        """Return raw transactions in the order of `txids`, None for those that the node does not know."""
        found: list[bytes | None] = []
        for txid in txids:
            try:
                found.append(await self.transaction(txid))
            except NotFound:
                found.append(None)
        return found

    async def entry(self, txid: bytes) -> Waiting:
        """Return what the node knows of a transaction in its mempool. Raises NotFound if it is not there."""
        return Waiting()

    async def is_indexed(self) -> bool:
        """Return whether the node finds mined transactions by their txid."""
        return True

    async def find(self, txid: bytes) -> Place | None:
        """Return where a transaction was mined, None if it waits in the mempool. Raises NotFound."""

    async def proof(self, txid: bytes) -> Proof | None:
        """Return what proves where a transaction was mined, None if it waits in the mempool. Raises NotFound."""

    async def broadcast(self, raw: bytes) -> bytes:
        """Return the txid once the node holds the transaction. Raises Malformed, NodeRefused, NotAccepted."""

    async def filter(self, block_hash: bytes) -> bytes | None:
        """Return the BIP158 filter of a block, None if the node has no filters (yet). Raises NotFound."""

    async def mempool(self) -> list[bytes]:
        """Return the txids of the transactions that wait."""

    async def wait_change(self, tip_hash: bytes, timeout: float) -> bool:
        """Return True as soon as the tip is another block than `tip_hash`, False after `timeout` seconds."""

    async def close(self) -> None: ...


# -- checks


def checked_run(run: bytes, hashes: list[bytes] | None = None) -> bytes:
    """Return `run` if its headers are whole and each follows the one before, else raise NodeNonsense.

    hashes: of the headers, where somebody has computed them already.
    """
    try:
        headers = codec.split(run)
    except Malformed as error:
        raise NodeNonsense(f"headers: {error}") from None
    hashes = hashes or [codec.hash_of(header) for header in headers]
    if any(codec.prev_hash_of(header) != before for header, before in zip(headers[1:], hashes, strict=False)):
        raise NodeNonsense("headers that do not follow each other")
    return run


def checked_raw(raw: bytes, block_hash: bytes) -> bytes:
    """Return a raw block if its header has this hash, else raise NodeNonsense."""
    if codec.hash_of(raw[: codec.SIZE]) != block_hash:
        raise NodeNonsense("another block than the one asked for")
    return raw


def checked_block(raw: bytes, block_hash: bytes) -> Block:
    """Return the block if it is whole and has this hash, else raise NodeNonsense."""
    try:
        return Block(checked_raw(raw, block_hash))
    except (Malformed, InvalidProof) as error:
        raise NodeNonsense(f"a block: {error}") from None


def checked_transaction(raw: bytes, txid: bytes) -> Transaction:
    """Return the transaction if it is whole and has this txid, else raise NodeNonsense."""
    try:
        transaction = parse(raw)
    except Malformed as error:
        raise NodeNonsense(f"a transaction: {error}") from None
    if transaction.txid() != txid:
        raise NodeNonsense("another transaction than the one asked for")
    return transaction


def checked_filter(data: bytes) -> bytes:
    """Return the filter if it decodes to its end, else raise NodeNonsense."""
    try:
        for _ in filters.values_of(data):
            pass
    except Malformed as error:
        raise NodeNonsense(f"a filter: {error}") from None
    return data


def checked_proof(proof: Proof, txid: bytes, coinbase_txid: bytes) -> Proof:
    """Return the proof if both its branches lead to the root in its header, else raise NodeNonsense."""
    root = codec.merkle_root_of(proof.header)
    try:
        proved = root_of(txid, proof.position, proof.branch), root_of(coinbase_txid, 0, proof.coinbase_branch)
    except (Malformed, InvalidProof) as error:
        raise NodeNonsense(f"a Merkle branch: {error}") from None
    if proved != (root, root) or len(proof.branch) != len(proof.coinbase_branch):
        raise NodeNonsense("a Merkle branch that does not lead to the root of its block")
    return proof


# -- what adapters share


def proof_from_block(block: Block, txid: bytes, height: int) -> Proof:
    """Return the proof for a transaction of `block`. Raises NodeNonsense if it is not in there."""
    try:
        position = block.position_of(txid)
    except TxidMismatch:
        raise NodeNonsense("the block said to hold the transaction does not") from None
    bundle = block.bundle("", position)
    coinbase, coinbase_branch = bundle.coinbase or (b"", b"")
    return Proof(height, block.header, bundle.tx, position, bundle.branch, coinbase, coinbase_branch)


async def knows(node: Node, txid: bytes) -> bool:
    """Return whether the node shows the transaction, mined or waiting."""
    try:
        await node.transaction(txid)
    except NotFound:
        return False
    return True


async def accepted(node: Node, txid: bytes) -> bytes:
    """Return `txid` once the node shows the transaction: some answer before they look, and then refuse silently.

    Raises NotAccepted.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + ACCEPT_WAIT
    while not await knows(node, txid):
        if loop.time() > deadline:
            raise NotAccepted(codec.display(txid))
        await asyncio.sleep(ACCEPT_POLL)
    return txid
