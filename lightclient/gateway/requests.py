"""What a gateway answers, one function for each kind of request. It holds nothing of its clients but their watches.

Arguments and bodies are specified in docs/protocol.md. Every argument comes from outside and is checked here.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import packed
from lightclient.codec.cbor import is_uint
from lightclient.errors import LightClientError
from lightclient.gateway.blocks import Blocks, ProvableBlock
from lightclient.gateway.errors import NodeError, NodeRefused, NodeUnreachable, NotAccepted, NotFound, NotSupported
from lightclient.gateway.index import HeaderIndex
from lightclient.gateway.node import Node, Proof
from lightclient.gateway.subtrees import Subtrees
from lightclient.gateway.watches import Watches
from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.log import leaf_hash
from lightclient.sync import messages
from lightclient.sync.messages import BAD_REQUEST, NOT_FOUND, OK, TOO_LARGE, UNAVAILABLE, UNSUPPORTED

MAX_UINT32 = 0xFFFFFFFF
MAX_RUN = 2016  # headers in one response, however much the client can take
LEAVES_AT_ONCE = 4096  # appended to such a log before other requests have their turn
LOG_STARTS = 8  # header logs of checkpoints that do not start at block 0, kept at once
ENVELOPE = 64  # bytes of a response around its body, at most

Answer = tuple[int, Any]


class BadArgument(LightClientError):
    """{}"""


class Requests:
    def __init__(self, node: Node, index: HeaderIndex, blocks: Blocks, watches: Watches) -> None:
        self.node = node
        self.index = index
        self.blocks = blocks
        self.watches = watches
        self.network = index.chain.network.name
        self._logs: OrderedDict[int, Subtrees] = OrderedDict()
        self._kinds: dict[int, Callable[[str, int, int, Any], Awaitable[Any]]] = {
            messages.RUN: self._run,
            messages.PROOF: self._proof,
            messages.TRANSACTION: self._transaction,
            messages.HEADER: self._header,
            messages.FILTER: self._filter,
            messages.BROADCAST: self._broadcast,
            messages.WATCH: self._watch,
        }

    async def answer(self, client: str, number: int, kind: int, limit: int, argument: Any) -> Answer:
        """Return (status, body) for a request; whatever goes wrong has a status of its own."""
        handler = self._kinds.get(kind)
        if handler is None:
            return UNSUPPORTED, f"kind {kind} is unknown in version 1"
        try:
            body = await handler(client, number, limit, argument)
        except BadArgument as error:
            return BAD_REQUEST, str(error)
        except (NotFound, OutsideLog) as error:
            return NOT_FOUND, _short(error)
        except NotSupported as error:
            return UNSUPPORTED, _short(error)
        except (NodeRefused, NotAccepted) as error:
            return BAD_REQUEST, _short(error)
        except NodeUnreachable:
            return UNAVAILABLE, "the gateway's node does not answer"
        except NodeError as error:
            return UNAVAILABLE, _short(error)
        if isinstance(body, bytes) and len(body) + ENVELOPE > limit:
            return TOO_LARGE, str(len(body) + ENVELOPE)
        return OK, body

    def run_after(self, locator: list[tuple[int, bytes]], limit: int) -> bytes | None:
        """Return the headers after the first block of `locator` that is on the best chain, as many as fit into `limit`.

        The newest header if there are none; None if no block of the locator is on the best chain.
        """
        index = self.index
        for height, block_hash in locator:
            if height <= index.height and index.hash(height) == block_hash:
                first = min(height + 1, index.height)
                count = min(MAX_RUN, max(1, (limit - ENVELOPE) // packed.MIN_SIZE))
                while True:
                    message = packed.serialize(first, codec.split(index.run(first, count)))
                    if len(message) + ENVELOPE <= limit or count == 1:
                        return message
                    count = max(1, min(count - 1, count * (limit - ENVELOPE) // len(message)))
        return None

    async def _run(self, client: str, number: int, limit: int, argument: Any) -> bytes:
        try:
            locator = messages.parse_locator(argument)
        except LightClientError as error:
            raise BadArgument(str(error)) from None
        message = self.run_after(locator, limit)
        if message is None:
            raise NotFound(self.node.name, "block", "none of the locator is on the best chain")
        return message

    async def _proof(self, client: str, number: int, limit: int, argument: Any) -> bytes:
        """[txid, log start, log size] -> bundle: with a log proof where the client's log covers the block."""
        txid, start, size = _fields(argument, 3)
        _check(_is_hash(txid) and is_uint(start, MAX_UINT32) and is_uint(size, MAX_UINT32), "[txid, start, size]")
        proof = await self._material(txid)
        if proof is None:
            raise NotFound(self.node.name, "a block with transaction", codec.display(txid))
        log_proof = None
        if start <= proof.height < start + size:
            log_proof = proof.height - start, size, await self._path(proof.height, start, size)
        return proof.bundle(self.network, log_proof=log_proof).serialize()

    async def _material(self, txid: bytes) -> Proof | None:
        block = self.blocks.holding(txid)
        if block is None or not self._on_best_chain(block):  # it may have come in just after it left the chain
            try:
                place = await self.node.find(txid)
                if place is None:
                    return None
                block = await self.blocks.get(place.block_hash, place.height)
            except NotSupported:
                return await self.node.proof(txid)
        return block.proof(txid)

    def _on_best_chain(self, block: ProvableBlock) -> bool:
        index = self.index
        return block.height <= index.height and index.hash(block.height) == codec.hash_of(block.block.header)

    async def _transaction(self, client: str, number: int, limit: int, argument: Any) -> bytes:
        """txid -> raw transaction, as the node has it."""
        _check(_is_hash(argument), "a txid")
        return await self.node.transaction(argument)

    async def _header(self, client: str, number: int, limit: int, argument: Any) -> list[Any]:
        """[height, log start, log size] -> [header, index, size, path]"""
        height, start, size = _fields(argument, 3)
        _check(all(is_uint(field, MAX_UINT32) for field in (height, start, size)), "[height, start, size]")
        if not start <= height < start + size <= self.index.height + 1:
            raise OutsideLog(height, size)
        return [self.index.header(height), height - start, size, await self._path(height, start, size)]

    async def _filter(self, client: str, number: int, limit: int, argument: Any) -> bytes:
        """block hash -> BIP158 filter"""
        _check(_is_hash(argument), "a block hash")
        found = await self.node.filter(argument)
        if found is None:
            raise NotSupported(self.node.name, "filters")
        return found

    async def _broadcast(self, client: str, number: int, limit: int, argument: Any) -> bytes:
        """raw transaction -> txid, once the node holds it"""
        _check(isinstance(argument, bytes), "a raw transaction")
        try:
            return await self.node.broadcast(argument)
        except NodeError:
            raise
        except LightClientError as error:
            raise BadArgument(str(error)) from None

    async def _watch(self, client: str, number: int, limit: int, argument: Any) -> int:
        """[scripts, seconds, height] -> seconds for which the watch holds.

        What is seen comes under the same id. height: what the blocks above it hold is told as well, so that a watch
        which was forgotten for a while misses nothing.
        """
        scripts, seconds, since = _fields(argument, 3)
        _check(isinstance(scripts, list) and all(isinstance(script, bytes) for script in scripts), "scripts as bytes")
        _check(is_uint(seconds, MAX_UINT32) and is_uint(since, MAX_UINT32), "[scripts, seconds, height]")
        now = asyncio.get_running_loop().time()
        held = self.watches.add(client, number, scripts, seconds, now, since)
        _check(held is not None, "at most 16 scripts of at most 64 bytes")
        return held or 0

    async def _path(self, height: int, start: int, size: int) -> bytes:
        """Return the path in the header log that begins at block `start`. Raises OutsideLog."""
        if not start:
            return self.index.path(height, size)
        if start + size > self.index.height + 1:
            raise OutsideLog(height - start, max(0, self.index.height + 1 - start))
        log = self._logs.pop(start, None) or Subtrees(lambda index: leaf_hash(self.index.hash(start + index)))
        self._logs[start] = log
        if len(self._logs) > LOG_STARTS:
            self._logs.popitem(last=False)
        while log.size < size:
            log.resize(min(size, log.size + LEAVES_AT_ONCE))
            await asyncio.sleep(0)  # a million leaves take seconds, and others wait
            if self._logs.get(start) is not log or start + size > self.index.height + 1:
                raise OutsideLog(height - start, log.size)  # others needed the room, or a reorganisation came between
        return log.path(height - start, size)

    def forget_above(self, height: int) -> None:
        """Drop what a reorganisation has made untrue."""
        self.blocks.forget_above(height)
        for start, log in list(self._logs.items()):
            if start > height:
                del self._logs[start]
            elif log.size > height + 1 - start:
                log.resize(height + 1 - start)


def _fields(argument: Any, count: int) -> list[Any]:
    _check(isinstance(argument, list) and len(argument) == count, f"an array of {count}")
    return list(argument)


def _is_hash(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == 32


def _check(holds: bool, wanted: str) -> None:
    if not holds:
        raise BadArgument(f"the argument is not {wanted}")


def _short(error: LightClientError) -> str:
    return str(error)[: messages.MAX_STATUS_TEXT]
