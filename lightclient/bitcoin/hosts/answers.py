"""What a gateway answers to questions about Bitcoin, one function for each kind.

Each looks at its argument, which comes from outside, says what the answer will take, and how to make it
(gateway/source.py). docs/protocol.md specifies arguments and bodies.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import kinds, locators, packed
from lightclient.bitcoin.hosts.blocks import Blocks, ProvableBlock
from lightclient.bitcoin.hosts.errors import (
    BeyondTip,
    HistoryTooLarge,
    NodeNonsense,
    NodeRefused,
    NodeUnreachable,
    NotAccepted,
    NotFound,
    NotIndexed,
    NotSupported,
    Pruned,
)
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.logs import Logs
from lightclient.bitcoin.hosts.node import Node, Proof
from lightclient.bitcoin.transaction import parse
from lightclient.codec.cbor import is_uint
from lightclient.errors import LightClientError
from lightclient.gateway.errors import (
    BadArgument,
    Declined,
    NodeSaysNonsense,
    NotHere,
    Refused,
    SourceFails,
    Unavailable,
    Unsupported,
)
from lightclient.gateway.source import Plan, Work
from lightclient.merkle.errors import OutsideLog
from lightclient.sync import messages

MAX_UINT32 = 0xFFFFFFFF
MAX_RUN = 2016  # headers in one response, however much the client can take
ENVELOPE = 64  # bytes of a response around its body, at most
PROOF = 1500  # bytes of a proof, mostly
LARGEST = 1 << 20  # bytes of a response, whatever a client says that it takes
RAWS = 64  # transactions that are kept for those who fetch them in pieces
RAWS_BYTES = 8 << 20

KINDS = {
    messages.RUN: "run",
    kinds.PROOF: "proof",
    kinds.TRANSACTION: "transaction",
    kinds.HEADER: "header",
    kinds.FILTER: "filter",
    kinds.BROADCAST: "broadcast",
}

# Why a node does not take a transaction, by what Core and others say (validation.cpp, policy.cpp).
REASONS = (
    ("txn-already-known", "it is known already"),
    ("txn-mempool-conflict", "another transaction that waits spends the same coin"),
    ("insufficient fee", "it does not pay enough to replace the one that waits"),
    ("replacement", "it may not replace what waits"),
    ("missingorspent", "it spends a coin that is unknown or spent"),
    ("missing-inputs", "it spends a coin that is unknown or spent"),
    ("missing inputs", "it spends a coin that is unknown or spent"),
    ("fee not met", "its fee is too low"),
    ("mempool full", "the mempool is full, and its fee is too low"),
    ("dust", "an output is dust"),
    ("non-final", "its lock time has not come"),
    ("premature-spend", "it spends a coinbase that is not mature"),
    ("too-long-mempool-chain", "it follows too many transactions that wait"),
    ("script", "a script or a signature does not hold"),
    ("belowout", "it spends more than it has"),
    ("decode", "it does not decode"),
)

T = TypeVar("T")


class Answers:
    def __init__(self, node: Node, index: HeaderIndex, blocks: Blocks) -> None:
        self.node = node
        self.index = index
        self.blocks = blocks
        self.network = index.chain.network.name
        self.logs = Logs(index)
        self._raws: OrderedDict[bytes, bytes] = OrderedDict()
        self._raws_bytes = 0
        self._kinds: dict[int, Callable[[int, Any], Plan]] = {
            messages.RUN: self._run,
            kinds.PROOF: self._proof,
            kinds.TRANSACTION: self._transaction,
            kinds.HEADER: self._header,
            kinds.FILTER: self._filter,
            kinds.BROADCAST: self._broadcast,
        }

    def plan(self, kind: int, limit: int, argument: Any) -> Plan:
        """Return how to answer a question of one of KINDS. Raises Declined."""
        return self._kinds[kind](min(limit, LARGEST), argument)

    # -- headers

    def _run(self, limit: int, argument: Any) -> Plan:
        """locator -> headers after the first of its blocks that is on the best chain, as many as fit into `limit`.

        The newest header if nothing follows it.
        """
        try:
            locator = locators.parse_locator(argument)
        except LightClientError:
            raise BadArgument(wanted="a locator of 1 to 64 heights and hashes") from None
        index = self.index
        for height, block_hash in locator:
            if height <= index.height and index.hash(height) == block_hash:
                first = min(height + 1, index.height)
                count = min(MAX_RUN, max(1, (limit - ENVELOPE) // packed.MIN_SIZE), index.height + 1 - first)
                work = Work(sent=count * packed.MIN_SIZE)
                return Plan(work, functools.partial(self._headers, first, count, limit))
        raise NotHere(what="none of these blocks is on the best chain here")

    def _headers(self, first: int, count: int, limit: int) -> bytes:
        while True:
            message = packed.serialize(first, codec.split(self.index.run(first, count)))
            if len(message) + ENVELOPE <= limit or count == 1:
                return message
            count = max(1, min(count - 1, count * (limit - ENVELOPE) // len(message)))

    def _header(self, limit: int, argument: Any) -> Plan:
        """[height, log start, log size] -> [header, index, size, path]"""
        height, start, size = _fields(argument, "[height, log start, log size]", 3)
        _check(_are_uints(height, start, size), "[height, log start, log size]")
        if not start <= height < start + size <= self.index.height + 1:
            raise NotHere(what="no such place in a header log here")
        header = self.index.header(height)
        return self._with_path(height, start, size, 200, lambda path: [header, height - start, size, path])

    def _with_path(self, height: int, start: int, size: int, sent: int, make: Callable[[bytes], Any]) -> Plan:
        """Plan what `make` makes of the path of a block in a header log, which may have to be hashed first."""
        missing = self.logs.missing(start, size)
        if not missing:
            return Plan(Work(sent=sent), lambda: _said(self.logs.path, height, start, size, make))
        return Plan(Work(parsed=missing, sent=sent), lambda: self._with_new_path(height, start, size, make))

    async def _with_new_path(self, height: int, start: int, size: int, make: Callable[[bytes], Any]) -> Any:
        return make(await _translated(self.logs.built(height, start, size)))

    # -- transactions

    def _proof(self, limit: int, argument: Any) -> Plan:
        """[txid, log start, log size, height or null, bare] -> bundle.

        With a log proof where the client's log covers the block; height: where the client knows the transaction to be;
        bare: without the transaction, which the client has. The last two may be left out.
        """
        wanted = "[txid, log start, log size, height or null, bare]"
        fields = _fields(argument, wanted, 3, 5)
        txid, start, size = fields[:3]
        hint, bare = fields[3:] or (None, False)
        _check(_is_hash(txid) and _are_uints(start, size) and isinstance(bare, bool), wanted)
        _check(hint is None or is_uint(hint, MAX_UINT32), wanted)
        block = self._kept(txid, hint)
        if block:
            position = block.index.position_of(txid)
            if position is not None:
                return self._bundle(block.proof(position), start, size, bare)
        work = Work(calls=3, parsed=self.blocks.guess, sent=PROOF)
        plan = Plan(work, lambda: self._look_for(plan, txid, start, size, hint, bare))
        return plan

    def _bundle(self, proof: Proof, start: int, size: int, bare: bool) -> Plan:
        if bare:
            proof = proof._replace(tx=b"")
        if not start <= proof.height < start + size:
            return Plan(Work(sent=PROOF), lambda: proof.bundle(self.network).serialize())

        def bundle(path: bytes) -> bytes:
            return proof.bundle(self.network, log_proof=(proof.height - start, size, path)).serialize()

        return self._with_path(proof.height, start, size, PROOF, bundle)

    def _kept(self, txid: bytes, hint: int | None) -> ProvableBlock | None:
        """Return the block of the best chain that holds a transaction, if it is here."""
        block = self.blocks.holding(txid)
        if not block and hint is not None and hint <= self.index.height:
            block = self.blocks.block(self.index.hash(hint))
        return block if block and self._is_best(block.hash, block.height) else None

    def _is_best(self, block_hash: bytes, height: int) -> bool:
        return height <= self.index.height and self.index.hash(height) == block_hash

    async def _look_for(self, plan: Plan, txid: bytes, start: int, size: int, hint: int | None, bare: bool) -> bytes:
        proof, work = await _translated(self._material(txid, hint))
        if proof is None:
            raise NotHere(what="the transaction waits, and is in no block yet")
        done = self._bundle(proof, start, size, bare)
        plan.work = Work(work.calls, work.parsed + done.work.parsed, PROOF)
        body = done.answer()
        return body if isinstance(body, bytes) else bytes(await body)

    async def _material(self, txid: bytes, hint: int | None) -> tuple[Proof | None, Work]:
        """Return what proves a transaction, None if it waits, and what that took."""
        if not self.node.has_blocks:
            return await self.node.proof(txid), Work(calls=5)
        calls = 0
        if hint is not None and hint <= self.index.height:
            block_hash = self.index.hash(hint)
            known = self.blocks.index(block_hash)
            if not known or known.position_of(txid) is not None:
                block, work = await self._fetched(block_hash, hint)
                position = block.index.position_of(txid)
                if position is not None:
                    return block.proof(position), work
                calls = work.calls
        try:
            place = await self.node.find(txid)
        except NotSupported:
            return await self.node.proof(txid), Work(calls=5)
        if place is None:
            return None, Work(calls=calls + 1)
        block, work = await self._fetched(place.block_hash, place.height)
        position = block.index.position_of(txid)
        if position is None:
            raise NodeNonsense("the block said to hold the transaction does not")
        return block.proof(position), work._replace(calls=work.calls + calls + 2)

    async def _fetched(self, block_hash: bytes, height: int) -> tuple[ProvableBlock, Work]:
        here = self.blocks.block(block_hash)
        if here:
            return here, Work()
        known = self.blocks.index(block_hash)
        block = await self.blocks.get(block_hash, height)
        return block, Work(1, 0 if known else len(block.data))

    def _transaction(self, limit: int, argument: Any) -> Plan:
        """[txid, height or null, offset] -> [total size, bytes from offset on, as many as fit]; a bare txid -> raw."""
        wanted = "[txid, height or null, offset]"
        if _is_hash(argument):
            return self._whole(argument)
        txid, hint, offset = _fields(argument, wanted, 3)
        _check(_is_hash(txid) and is_uint(offset, MAX_UINT32) and (hint is None or is_uint(hint, MAX_UINT32)), wanted)

        def piece(raw: bytes) -> list[Any]:
            return [len(raw), raw[offset : offset + max(0, limit - ENVELOPE)]]

        sent = min(limit, PROOF)
        block = self._kept(txid, hint)
        raw = self._raws.get(txid)
        if raw is not None:
            return Plan(Work(sent=min(len(raw), limit)), lambda: piece(raw))
        position = block.index.position_of(txid) if block else None
        if block and position is not None:
            return Plan(Work(sent=sent), lambda: piece(block.raw(position)))

        async def fetch() -> list[Any]:
            raw = await _translated(self._raw(txid, hint))
            self._keep_raw(txid, raw)
            plan.work = plan.work._replace(sent=min(len(raw), limit))
            return piece(raw)

        calls, parsed = 1, 0
        if hint is not None and hint <= self.index.height and not self.blocks.index(self.index.hash(hint)):
            calls, parsed = 2, self.blocks.guess
        plan = Plan(Work(calls, parsed, sent), fetch)
        return plan

    def _whole(self, txid: bytes) -> Plan:
        async def fetch() -> bytes:
            raw = await _translated(self.node.transaction(txid))
            plan.work = plan.work._replace(sent=len(raw))
            return raw

        plan = Plan(Work(calls=1, sent=PROOF), fetch)
        return plan

    async def _raw(self, txid: bytes, hint: int | None) -> bytes:
        if hint is not None and hint <= self.index.height and self.node.has_blocks:
            block = await self.blocks.get(self.index.hash(hint), hint)
            position = block.index.position_of(txid)
            if position is not None:
                return block.raw(position)
        return await self.node.transaction(txid)

    def _keep_raw(self, txid: bytes, raw: bytes) -> None:
        self._raws_bytes += len(raw) - len(self._raws.pop(txid, b""))
        self._raws[txid] = raw
        while len(self._raws) > RAWS or self._raws_bytes > RAWS_BYTES:
            self._raws_bytes -= len(self._raws.popitem(last=False)[1])

    def _filter(self, limit: int, argument: Any) -> Plan:
        """block hash -> BIP158 filter"""
        _check(_is_hash(argument), "a block hash")

        async def fetch() -> bytes:
            found = await _translated(self.node.filter(argument))
            if found is None:
                raise Unsupported(what="filters")
            plan.work = plan.work._replace(parsed=len(found), sent=len(found))
            return found

        plan = Plan(Work(calls=1, parsed=20_000, sent=20_000), fetch)
        return plan

    def _broadcast(self, limit: int, argument: Any) -> Plan:
        """raw transaction -> txid, once the node holds it"""
        _check(isinstance(argument, bytes), "a raw transaction")
        try:
            parse(argument)
        except LightClientError:
            raise BadArgument(wanted="a raw transaction") from None
        return Plan(Work(calls=2, parsed=2 * len(argument)), lambda: _translated(self.node.broadcast(argument)))

    def forget_above(self, height: int) -> None:
        """Drop what a reorganisation has made untrue."""
        self.blocks.forget_above(height)
        self.logs.forget_above(height)


def translate(error: LightClientError) -> Declined:
    """Return what a client is told of an error of the node's: its own words stay here."""
    if isinstance(error, NotIndexed):
        return NotHere(
            what="this gateway's node does not find old transactions by their id (no -txindex): ask with the height"
        )
    if isinstance(error, Pruned):
        return NotHere(what="this gateway's node is pruned, and has this block no more")
    if isinstance(error, NotFound):
        return NotHere(what="this gateway's node does not know it")
    if isinstance(error, (BeyondTip, OutsideLog)):
        return NotHere(what="no such place in a header log here")
    if isinstance(error, NotSupported):
        return Unsupported(what="answer: its node cannot be asked for that")
    if isinstance(error, HistoryTooLarge):
        return Unsupported(what="answer: its node does not list the history of so busy a script")
    if isinstance(error, NotAccepted):
        return Refused(why="the node did not keep the transaction")
    if isinstance(error, NodeRefused):
        code, said = error.args
        reason = next((reason for sign, reason in REASONS if sign in said.lower()), f"code {code}")
        return Refused(why=f"the node refuses: {reason}")
    if isinstance(error, NodeNonsense):
        return NodeSaysNonsense()
    return Unavailable()


async def _translated(answer: Awaitable[T]) -> T:
    try:
        return await answer
    except Declined:
        raise
    except NodeUnreachable:
        raise Unavailable() from None
    except (SourceFails, BeyondTip, OutsideLog) as error:
        raise translate(error) from None


def _said(function: Callable[..., bytes], height: int, start: int, size: int, make: Callable[[bytes], Any]) -> Any:
    try:
        return make(function(height, start, size))
    except (OutsideLog, BeyondTip) as error:
        raise translate(error) from None


def _fields(argument: Any, wanted: str, *counts: int) -> list[Any]:
    _check(isinstance(argument, list) and len(argument) in counts, wanted)
    return list(argument)


def _is_hash(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == 32


def _are_uints(*values: Any) -> bool:
    return all(is_uint(value, MAX_UINT32) for value in values)


def _check(holds: bool, wanted: str) -> None:
    if not holds:
        raise BadArgument(wanted=wanted)
