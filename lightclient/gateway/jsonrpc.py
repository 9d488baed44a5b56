"""Bitcoin Core, btcd and bcoin through their JSON-RPC.

What differs between them, and is met here:

    error replies       Core sends HTTP 500 or 404 with a JSON body, bcoin HTTP 200: the body decides, not the status
    unknown block, tx   Core code -5, bcoin code -1 with "not found"
    getblock and getrawtransaction    verbosity is a number to btcd, bcoin and Core alike, a boolean not to btcd
    sendrawtransaction  bcoin answers with the txid whatever becomes of the transaction
    filters             Core getblockfilter, btcd getcfilter, bcoin none; no index is code -1 to Core, -5 to btcd
    beyond the tip      Core and bcoin code -8, btcd code -1
"""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp

from lightclient.bitcoin.block import Block
from lightclient.bitcoin.header import display, hash_of
from lightclient.bitcoin.transaction import parse
from lightclient.gateway import answers
from lightclient.gateway.errors import (
    AnswerTooLarge,
    NodeCut,
    NodeNonsense,
    NodeNotReady,
    NodeRefused,
    NodeTimeout,
    NodeUnauthorized,
    NodeUnreachable,
    NotFound,
)
from lightclient.gateway.node import (
    Node,
    Place,
    Proof,
    Tip,
    accepted,
    checked_block,
    checked_filter,
    checked_run,
    checked_transaction,
    knows,
    proof_from_block,
)

BATCH = 100  # calls in one HTTP request
MAX_RUN = 2016  # headers in one header_run
PIECE = 1 << 16
IDLE = 4.0  # seconds an idle connection is kept: nodes close theirs after 5 or more

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
    the tip in `wait_change`.
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
    ) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self.url = f"{parts.scheme}://{host}{parts.path or '/'}"
        self.name = self.url
        self.login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        self.cookie = cookie
        self.tls = tls
        self.timeout = timeout
        self.connections = connections
        self.poll = poll
        self.slots = asyncio.Semaphore(connections)
        self.session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self.session:
            await self.session.close()

    # -- what a Node answers

    async def tip(self) -> Tip:
        info = await self.call("getblockchaininfo")
        height = answers.height(answers.field(info, "blocks"))
        return Tip(height, answers.block_hash(answers.field(info, "bestblockhash")))

    async def header_run(self, first: int, count: int) -> bytes:
        try:
            return await self._header_run(first, min(count, MAX_RUN))
        except (NodeNonsense, NodeRefused):  # the best chain may have changed between two batches
            return await self._header_run(first, min(count, MAX_RUN))

    async def block(self, block_hash: bytes) -> Block:
        answer = await self._known("block", block_hash, "getblock", 0)
        return checked_block(answers.raw(answer, "a block"), block_hash)

    async def transaction(self, txid: bytes) -> bytes:
        raw = answers.raw(await self._known("transaction", txid, "getrawtransaction", 0), "a transaction")
        checked_transaction(raw, txid)
        return raw

    async def find(self, txid: bytes) -> Place | None:
        details = await self._known("transaction", txid, "getrawtransaction", 1)
        if answers.block_hash(answers.field(details, "txid")) != txid:
            raise NodeNonsense("another transaction than the one asked for")
        answer = details.get("blockhash")
        if answer is None:
            return None
        block_hash = answers.block_hash(answer)
        header = await self._known("block", block_hash, "getblockheader", True)
        height = answers.height(answers.field(header, "height"))
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
        if answers.block_hash(answer) != txid:
            raise NodeNonsense("another txid than that of the transaction sent")
        return await accepted(self, txid)

    async def filter(self, block_hash: bytes) -> bytes | None:
        answer = await self._indexed("getblockfilter", block_hash, "basic")
        if answer is not None:
            return checked_filter(answers.raw(answers.field(answer, "filter"), "a filter"))
        answer = await self._indexed("getcfilter", block_hash, 0)
        return None if answer is None else checked_filter(answers.raw(answer, "a filter"))

    async def mempool(self) -> list[bytes]:
        return [answers.block_hash(txid) for txid in answers.items(await self.call("getrawmempool"), "the mempool")]

    async def wait_change(self, tip_hash: bytes, timeout: float) -> bool:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while answers.block_hash(await self.call("getbestblockhash")) == tip_hash:
            left = deadline - loop.time()
            if left <= 0:
                return False
            await asyncio.sleep(min(self.poll, left))
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
        for reply in answers.items(replies, "the answer to a batch"):
            number = answers.field(reply, "id")
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
            if code == INVALID_ADDRESS_OR_KEY or (code == MISC_ERROR and "not found" in message.lower()):
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
        starts = range(first, first + count, BATCH)
        chunks = await asyncio.gather(*(self._headers(start, min(BATCH, first + count - start)) for start in starts))
        return checked_run(b"".join(header for chunk in chunks for header in chunk))

    async def _headers(self, first: int, count: int) -> list[bytes]:
        hashes = await self._batch("getblockhash", [(height,) for height in range(first, first + count)])
        if not hashes:
            return []
        headers = [answers.raw_header(one) for one in await self._batch("getblockheader", [(h, False) for h in hashes])]
        if [hash_of(header) for header in headers] != [answers.block_hash(one) for one in hashes]:
            raise NodeNonsense("headers that do not have the hashes asked for")
        return headers

    def _result(self, reply: Any, number: int | None) -> Any:
        error = answers.field(reply, "error")
        if error is None:
            if reply.get("id") != number or "result" not in reply:
                raise NodeNonsense("an answer to no question")
            return reply["result"]
        code, message = answers.field(error, "code"), answers.field(error, "message")
        if type(code) is not int or not isinstance(message, str):
            raise NodeNonsense("an error without code or message")
        if code == IN_WARMUP:
            raise NodeNotReady(self.name, message)
        raise NodeRefused(code, message)

    # -- HTTP

    async def _exchange(self, question: Any) -> Any:
        body = json.dumps(question).encode()
        async with self.slots:
            try:
                status, answer = await self._post(body)
            except NodeCut:  # most likely a connection that the node gave up while it was idle
                status, answer = await self._post(body)
        if status in (401, 403):
            raise NodeUnauthorized(self.name)
        try:
            return answers.document(answer)
        except NodeNonsense:
            if status != 200:
                raise NodeUnreachable(self.name, f"HTTP {status}") from None
            raise

    async def _post(self, body: bytes) -> tuple[int, bytes]:
        if not self.session:
            self.session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self.connections, keepalive_timeout=IDLE),
                timeout=aiohttp.ClientTimeout(total=self.timeout),
            )
        try:
            async with self.session.post(
                self.url, data=body, headers=self._headers_of_request(), ssl=self.tls or True, allow_redirects=False
            ) as response:
                answer = bytearray()
                async for piece in response.content.iter_chunked(PIECE):
                    answer += piece
                    if len(answer) > answers.MAX_ANSWER:
                        raise AnswerTooLarge(answers.MAX_ANSWER)
                return response.status, bytes(answer)
        except asyncio.TimeoutError:
            raise NodeTimeout(self.name, self.timeout) from None
        except aiohttp.ClientConnectorError as error:
            raise NodeUnreachable(self.name, error) from None
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            raise NodeCut(self.name) from None
        except aiohttp.ClientError as error:
            raise NodeNonsense(f"no HTTP: {error}") from None

    def _headers_of_request(self) -> dict[str, str]:
        login = self.login
        if self.cookie:
            try:
                login = self.cookie.read_text().strip()
            except OSError as error:
                raise NodeUnreachable(self.name, error) from None
        authorization = "Basic " + base64.b64encode(login.encode()).decode()
        return {"Authorization": authorization, "Content-Type": "application/json", "Accept-Encoding": "identity"}


def _request(number: int, method: str, params: tuple[Any, ...]) -> dict[str, Any]:
    return {"jsonrpc": "1.0", "id": number, "method": method, "params": params}
