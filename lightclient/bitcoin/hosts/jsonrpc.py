"""Bitcoin Core, btcd and bcoin through their JSON-RPC.

What differs between them, and is met here:

    error replies       Core sends HTTP 500 or 404 with a JSON body, bcoin HTTP 200: the body decides, not the status
    unknown block, tx   Core code -5, bcoin code -1 with "not found"
    getblock and getrawtransaction    verbosity is a number to btcd, bcoin and Core alike, a boolean not to btcd
    sendrawtransaction  bcoin answers with the txid whatever becomes of the transaction
    filters             Core getblockfilter, btcd getcfilter, bcoin none; no index is code -1 to Core, -5 to btcd
    beyond the tip      Core and bcoin code -8, btcd code -1
    many headers        Core has them in binary too, if started with -rest; all others in hex, one by one
"""

from __future__ import annotations

import asyncio
import json
import ssl
from pathlib import Path
from typing import Any

from lightclient.bitcoin.block import Block
from lightclient.bitcoin.header import SIZE, display, hash_of
from lightclient.bitcoin.hosts import nodejson
from lightclient.bitcoin.hosts.errors import (
    AnswerTooLarge,
    NodeNonsense,
    NodeNotReady,
    NodeRefused,
    NodeUnreachable,
    NotFound,
    NotIndexed,
    Pruned,
)
from lightclient.bitcoin.hosts.feed import ZmqFeed
from lightclient.bitcoin.hosts.node import (
    Node,
    Place,
    Proof,
    Tip,
    Waiting,
    accepted,
    checked_block,
    checked_filter,
    checked_raw,
    checked_run,
    checked_transaction,
    knows,
    proof_from_block,
)
from lightclient.bitcoin.hosts.nodehttp import NodeHttp
from lightclient.bitcoin.transaction import parse
from lightclient.mqtt.hosts.proxy import Proxy

BATCH = 100  # calls in one HTTP request
HEADERS = 504  # calls about headers in one: a run is asked for over four connections at once
MAX_RUN = 2016  # headers in one header_run
MAX_REST = 2000  # headers in one answer of Core's REST, rest.cpp
FEW = 16  # headers that two calls bring as fast
AHEAD = 3  # headers that a node may have without their blocks, and not be behind: blocks take a moment to come
ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"))  # half the time of json.dumps

# Core rpc/protocol.h
MISC_ERROR = -1
INVALID_ADDRESS_OR_KEY = -5
INVALID_PARAMETER = -8
ALREADY_IN_CHAIN = -27
IN_WARMUP = -28
BEYOND_TIP = (INVALID_PARAMETER, MISC_ERROR)  # Core and bcoin, btcd
METHOD_NOT_FOUND = -32601


class JsonRpcNode(Node):
    """A node at `url`: http(s)://[user:password@]host:port.

    cookie: the file with user:password that Core writes at each start. tls: for https, the system's trust otherwise.
    timeout: seconds for one HTTP exchange. connections: open at once; more calls wait. poll: seconds between looks at
    the tip in `wait_change`, which a block told by `feed` cuts short.
    """

    def __init__(
        self,
        url: str,
        *,
        cookie: Path | None = None,
        tls: ssl.SSLContext | None = None,
        timeout: float = 30.0,
        connections: int = 4,
        poll: float = 1.0,
        feed: ZmqFeed | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self.name = "JSON-RPC node"
        self.http = NodeHttp(self.name, url, cookie, tls, timeout, connections, proxy)
        self.has_rest = True  # until it is asked
        self.poll = poll
        self.feed: ZmqFeed | None = feed

    async def close(self) -> None:
        if self.feed:
            await self.feed.close()
        await self.http.close()

    # -- what a Node answers

    async def tip(self) -> Tip:
        if self.feed:
            self.feed.start()
        info = await self.call("getblockchaininfo")
        height = nodejson.height(nodejson.field(info, "blocks"))
        # On regtest Core says so until a block of today comes, and nothing is to be fetched.
        first = info.get("initialblockdownload") is True and info.get("chain") != "regtest"
        headers = info.get("headers")
        self.behind = first or (type(headers) is int and headers > height + AHEAD)
        return Tip(height, nodejson.block_hash(nodejson.field(info, "bestblockhash")))

    async def header_run(self, first: int, count: int) -> bytes:
        try:
            return await self._header_run(first, min(count, MAX_RUN))
        except (NodeNonsense, NodeRefused):  # the best chain may have changed between two batches
            return await self._header_run(first, min(count, MAX_RUN))

    async def block(self, block_hash: bytes) -> Block:
        return checked_block(await self.raw_block(block_hash), block_hash)

    async def raw_block(self, block_hash: bytes) -> bytes:
        answer = await self._known("block", block_hash, "getblock", 0)
        return checked_raw(nodejson.raw(answer, "a block"), block_hash)

    async def transaction(self, txid: bytes) -> bytes:
        raw = nodejson.raw(await self._known("transaction", txid, "getrawtransaction", 0), "a transaction")
        checked_transaction(raw, txid)
        return raw

    async def transactions(self, txids: list[bytes]) -> list[bytes | None]:
        found: list[bytes | None] = []
        for start in range(0, len(txids), BATCH):
            found += await self._transactions(txids[start : start + BATCH])
        return found

    async def _transactions(self, txids: list[bytes]) -> list[bytes | None]:
        calls = [_request(number, "getrawtransaction", (display(txid), 0)) for number, txid in enumerate(txids)]
        try:
            replies = await self._exchange(calls)
        except AnswerTooLarge:
            if len(txids) == 1:
                raise
            half = len(txids) // 2
            return await self._transactions(txids[:half]) + await self._transactions(txids[half:])
        if isinstance(replies, dict):  # the batch as a whole was refused
            self._result(replies, None)
        found: list[bytes | None] = [None] * len(txids)
        for reply in nodejson.items(replies, "the answer to a batch"):
            number = nodejson.field(reply, "id")
            if type(number) is not int or not 0 <= number < len(txids):
                raise NodeNonsense("an answer to no question")
            try:
                raw = nodejson.raw(self._result(reply, number), "a transaction")
            except NodeRefused:
                continue  # it has left the mempool meanwhile
            checked_transaction(raw, txids[number])
            found[number] = raw
        return found

    async def entry(self, txid: bytes) -> Waiting:
        try:
            entry = await self.call("getmempoolentry", display(txid))
        except NodeRefused as error:
            if error.args[0] == INVALID_ADDRESS_OR_KEY:
                raise NotFound("transaction", display(txid), "it does not wait") from None
            return Waiting()  # this kind of node does not tell
        try:
            size = nodejson.field(entry, "vsize")
            fees = entry.get("fees")
            fee = fees.get("base") if isinstance(fees, dict) else entry.get("fee")
            rate = None
            if isinstance(fee, (int, float)) and 0 <= fee < 21_000_000 and isinstance(size, int) and size > 0:
                rate = round(fee * 100_000_000) * 1000 // size
            replaceable = entry.get("bip125-replaceable")
            parents = entry.get("depends")
            return Waiting(
                rate,
                replaceable if isinstance(replaceable, bool) else None,
                len(parents) if isinstance(parents, list) else None,
            )
        except NodeNonsense:
            return Waiting()

    async def is_indexed(self) -> bool:
        try:
            indexes = await self.call("getindexinfo")
        except NodeRefused:
            return True  # bcoin and btcd do not tell; their answers will
        index = indexes.get("txindex") if isinstance(indexes, dict) else None
        return isinstance(index, dict) and index.get("synced") is True

    async def find(self, txid: bytes) -> Place | None:
        details = await self._known("transaction", txid, "getrawtransaction", 1)
        if nodejson.block_hash(nodejson.field(details, "txid")) != txid:
            raise NodeNonsense("another transaction than the one asked for")
        answer = details.get("blockhash")
        if answer is None:
            return None
        block_hash = nodejson.block_hash(answer)
        header = await self._known("block", block_hash, "getblockheader", True)
        height = nodejson.height(nodejson.field(header, "height"))
        if await self.call("getblockhash", height) != answer:
            raise NotFound("transaction", display(txid), "it is in a stale block")
        return Place(block_hash, height)

    async def proof(self, txid: bytes) -> Proof | None:
        place = await self.find(txid)
        return place and proof_from_block(await self.block(place.block_hash), txid, place.height)

    async def broadcast(self, raw: bytes) -> bytes:
        txid = parse(raw).txid()
        try:
            answer = await self.call("sendrawtransaction", raw.hex())
        except NodeRefused as error:
            if error.args[0] == ALREADY_IN_CHAIN or await knows(self, txid):
                return txid
            raise
        if nodejson.block_hash(answer) != txid:
            raise NodeNonsense("another txid than that of the transaction sent")
        return await accepted(self, txid)

    async def filter(self, block_hash: bytes) -> bytes | None:
        answer = await self._indexed("getblockfilter", block_hash, "basic")
        if answer is not None:
            return checked_filter(nodejson.raw(nodejson.field(answer, "filter"), "a filter"))
        answer = await self._indexed("getcfilter", block_hash, 0)
        return None if answer is None else checked_filter(nodejson.raw(answer, "a filter"))

    async def mempool(self) -> list[bytes]:
        return [nodejson.block_hash(txid) for txid in nodejson.items(await self.call("getrawmempool"), "the mempool")]

    async def wait_change(self, tip_hash: bytes, timeout: float) -> bool:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while nodejson.block_hash(await self.call("getbestblockhash")) == tip_hash:
            left = deadline - loop.time()
            if left <= 0:
                return False
            if self.feed:
                self.feed.check()
                await self.feed.wait_block(min(self.poll, left))
            else:
                await asyncio.sleep(min(self.poll, left))
        if self.feed:
            self.feed.expect()
        return True

    # -- calls

    async def call(self, method: str, *params: Any) -> Any:
        """Return the result of one call. Raises NodeRefused, NodeNotReady, NodeNonsense, NodeUnreachable."""
        return self._result(await self._exchange(_request(0, method, params)), 0)

    async def _batch(self, method: str, calls: list[tuple[Any, ...]]) -> list[Any]:
        """Return the results up to the first call that the node refuses as beyond its tip."""
        replies = await self._exchange([_request(number, method, params) for number, params in enumerate(calls)])
        if isinstance(replies, dict):  # the batch as a whole was refused
            self._result(replies, None)
        by_id = {}
        for reply in nodejson.items(replies, "the answer to a batch"):
            number = nodejson.field(reply, "id")
            if type(number) is int:
                by_id[number] = reply
        results: list[Any] = []
        for number in range(len(calls)):
            try:
                results.append(self._result(by_id.get(number), number))
            except NodeRefused as error:
                if error.args[0] not in BEYOND_TIP:
                    raise
                break
        return results

    async def _known(self, what: str, key: bytes, method: str, *params: Any) -> Any:
        """As `call` with `key` in front; raises NotFound where the node has no such block or transaction."""
        try:
            return await self.call(method, display(key), *params)
        except NodeRefused as error:
            code, message = error.args
            said = message.lower()
            if code == MISC_ERROR and "pruned" in said:
                raise Pruned(what, display(key), message) from None
            if code == INVALID_ADDRESS_OR_KEY and ("txindex" in said or "process of being indexed" in said):
                raise NotIndexed(what, display(key), message) from None
            if code == INVALID_ADDRESS_OR_KEY or (code == MISC_ERROR and "not found" in said):
                raise NotFound(what, display(key), message) from None
            raise

    async def _indexed(self, method: str, block_hash: bytes, kind: Any) -> Any:
        """Return an answer about a block's filter, None if the node lacks the method or the (whole) index."""
        try:
            return await self.call(method, display(block_hash), kind)
        except NodeRefused as error:
            code, message = error.args
            if code not in (INVALID_ADDRESS_OR_KEY, MISC_ERROR, METHOD_NOT_FOUND):
                raise
            if code == INVALID_ADDRESS_OR_KEY and "index" not in message.lower():
                raise NotFound("block", display(block_hash), message) from None
            return None

    async def _header_run(self, first: int, count: int) -> bytes:
        if count > FEW and self.has_rest:
            run = await self._rest_run(first, min(count, MAX_REST))
            if run:
                return run
        starts = range(first, first + count, HEADERS)
        parts = [self._headers(start, min(HEADERS, first + count - start)) for start in starts]
        found = [pair for part in await asyncio.gather(*parts) for pair in part]
        return checked_run(b"".join([header for header, _ in found]), [block_hash for _, block_hash in found])

    async def _rest_run(self, first: int, count: int) -> bytes:
        """Return a run by Core's REST; b"" without REST, beyond the tip, or if the best chain has just changed.

        A server without it may answer anything at that path, and is then not asked again.
        """
        answers = await self._batch("getblockhash", [(first,)])
        if not answers:
            return b""
        start = nodejson.block_hash(answers[0])
        try:
            status, run = await self.http.get(f"/rest/headers/{count}/{display(start)}.bin")
        except AnswerTooLarge:
            status, run = 200, b"\0"
        if status == 200 and not run:
            return b""
        if status != 200 or len(run) > count * SIZE or hash_of(run[:SIZE]) != start:
            self.has_rest = False
            return b""
        return checked_run(run)

    async def _headers(self, first: int, count: int) -> list[tuple[bytes, bytes]]:
        """Return (header, its hash) of blocks from height `first` on."""
        hashes = await self._batch("getblockhash", [(height,) for height in range(first, first + count)])
        if not hashes:
            return []
        answers = await self._batch("getblockheader", [(one, False) for one in hashes])
        headers = [nodejson.raw_header(one) for one in answers]
        found = [(header, hash_of(header)) for header in headers]
        if [block_hash for _, block_hash in found] != [nodejson.block_hash(one) for one in hashes]:
            raise NodeNonsense("headers that do not have the hashes asked for")
        return found

    def _result(self, reply: Any, number: int | None) -> Any:
        error = nodejson.field(reply, "error")
        if error is None:
            if reply.get("id") != number or "result" not in reply:
                raise NodeNonsense("an answer to no question")
            return reply["result"]
        code, message = nodejson.field(error, "code"), nodejson.field(error, "message")
        if type(code) is not int or not isinstance(message, str):
            raise NodeNonsense("an error without code or message")
        if code == IN_WARMUP:
            raise NodeNotReady(self.name, message)
        raise NodeRefused(code, message)

    async def _exchange(self, question: Any) -> Any:
        status, answer = await self.http.post(ENCODER.encode(question).encode())
        try:
            return nodejson.document(answer)
        except NodeNonsense:
            if status != 200:
                raise NodeUnreachable(self.name, f"HTTP {status}") from None
            raise


def _request(number: int, method: str, params: tuple[Any, ...]) -> dict[str, Any]:
    return {"jsonrpc": "1.0", "id": number, "method": method, "params": params}
