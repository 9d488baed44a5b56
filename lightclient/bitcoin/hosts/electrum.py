"""ElectrumX, electrs and Fulcrum through the Electrum protocol, version 1.4.

An Electrum server has no raw blocks, no filters and no list of its mempool; those raise NotSupported. It has Merkle
branches instead, also of the coinbase, so that proofs are as strong as those made from whole blocks. ElectrumX 2 holds
small answers back for up to a second against traffic analysis: a proof takes four of them, and many at once no more.

Source: the Electrum protocol documentation (electrum-protocol.readthedocs.io).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

from lightclient import __version__
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.header import SIZE, display, hash_of
from lightclient.bitcoin.hosts import nodejson, nodeurl
from lightclient.bitcoin.hosts.errors import (
    AnswerTooLarge,
    BadNodeUrl,
    HistoryTooLarge,
    NodeCut,
    NodeNonsense,
    NodeRefused,
    NodeTimeout,
    NodeUnreachable,
    NotFound,
    NotSupported,
)
from lightclient.bitcoin.hosts.node import (
    Node,
    Place,
    Proof,
    Tip,
    accepted,
    checked_proof,
    checked_run,
    checked_transaction,
    knows,
)
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.mqtt.hosts.proxy import Proxy
from lightclient.waiting import came, within

VERSIONS = ["1.4", "1.4.3"]
MAX_RUN = 2016  # headers in one answer
IN_FLIGHT = 32  # questions that may wait for their answers
OP_RETURN = 0x6A
BUSY = (-101, -102)  # ElectrumX: excessive resource usage, server busy
TOO_LARGE = ("history too large", "too large", "too many")  # ElectrumX, Fulcrum; electrs
MOST_CHANGED = 100_000  # scripts
MOST_SCRIPTS = 8  # histories that are asked for to find one transaction
JSONRPC_ERRORS = -32000  # and below: the question was not understood


class Entry(NamedTuple):
    """A transaction in the history of a script. height: None while it waits. fee: satoshi, None if it is not told.
    has_parents: it waits, and so does one that it spends."""

    txid: bytes
    height: int | None
    fee: int | None
    has_parents: bool = False


class ElectrumNode(Node):
    """A server at `url`: tcp://host:port or ssl://host:port.

    tls: for ssl, the system's trust otherwise. timeout: seconds for one answer. One connection, made when it is needed
    and again after it broke. changed: hashes of scripts whose history has changed since somebody took them out.
    """

    has_blocks = False

    def __init__(
        self, url: str, *, tls: ssl.SSLContext | None = None, timeout: float = 30.0, proxy: Proxy | None = None
    ) -> None:
        where = nodeurl.parse(url)
        if where.scheme not in ("tcp", "ssl"):
            raise BadNodeUrl(why="the scheme of an Electrum server is tcp or ssl")
        self.name = "Electrum server"
        self.host, self.port = where.host, where.port
        self.tls = (tls or ssl.create_default_context()) if where.scheme == "ssl" else None
        self.timeout = timeout
        self.proxy = proxy if proxy and proxy.serves(where.host) else None
        self.connecting = asyncio.Lock()
        self.slots = asyncio.Semaphore(IN_FLIGHT)
        self.link: _Link | None = None
        self.changed: set[str] = set()  # of this connection and the ones before
        self.connections = 0  # made until now: a new one knows of no subscription
        self._changes = asyncio.Event()

    def _changed(self, of: str) -> None:
        if len(self.changed) < MOST_CHANGED:
            self.changed.add(of)
            self._changes.set()

    async def close(self) -> None:
        if self.link:
            await self.link.close()

    # -- what a Node answers

    async def tip(self) -> Tip:
        answer = await self.call("blockchain.headers.subscribe")
        header = nodejson.raw_header(nodejson.field(answer, "hex"))
        return Tip(nodejson.height(nodejson.field(answer, "height")), hash_of(header))

    async def header_run(self, first: int, count: int) -> bytes:
        count = min(count, MAX_RUN)
        answer = await self.call("blockchain.block.headers", first, count)
        run = nodejson.raw(nodejson.field(answer, "hex"), "a run of headers")
        if len(run) > count * SIZE:
            raise NodeNonsense("more headers than were asked for")
        return checked_run(run)

    async def block(self, block_hash: bytes) -> Block:
        raise NotSupported(self.name, "raw blocks")

    async def filter(self, block_hash: bytes) -> bytes | None:
        raise NotSupported(self.name, "filters")

    async def mempool(self) -> list[bytes]:
        raise NotSupported(self.name, "its mempool")

    async def transaction(self, txid: bytes) -> bytes:
        try:
            answer = await self.call("blockchain.transaction.get", display(txid))
        except NodeRefused as error:
            code, message = error.args
            if code in BUSY or code <= JSONRPC_ERRORS:
                raise
            raise NotFound("transaction", display(txid), message) from None
        raw = nodejson.raw(answer, "a transaction")
        checked_transaction(raw, txid)
        return raw

    async def find(self, txid: bytes) -> Place | None:
        height = await self._height_of(txid, parse(await self.transaction(txid)))
        return None if height is None else Place(hash_of(await self._header(height)), height)

    async def proof(self, txid: bytes) -> Proof | None:
        tx = parse(await self.transaction(txid))
        height = await self._height_of(txid, tx)
        if height is None:
            return None
        place, first, header = await asyncio.gather(
            self.call("blockchain.transaction.get_merkle", display(txid), height),
            self.call("blockchain.transaction.id_from_pos", height, 0, True),
            self._header(height),
        )
        coinbase_txid = nodejson.block_hash(nodejson.field(first, "tx_hash"))
        coinbase = parse(await self.transaction(coinbase_txid))
        proof = Proof(
            height,
            header,
            tx.serialize(False),
            nodejson.height(nodejson.field(place, "pos")),
            _branch(place),
            coinbase.serialize(False),
            _branch(first),
        )
        return checked_proof(proof, txid, coinbase_txid)

    async def broadcast(self, raw: bytes) -> bytes:
        txid = parse(raw).txid()
        try:
            answer = await self.call("blockchain.transaction.broadcast", raw.hex())
        except NodeRefused:
            if await knows(self, txid):
                return txid
            raise
        if nodejson.block_hash(answer) != txid:
            raise NodeNonsense("another txid than that of the transaction sent")
        return await accepted(self, txid)

    async def wait_change(self, tip_hash: bytes, timeout: float) -> bool:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            news = (await self._connected()).news
            if (await self.tip()).hash != tip_hash:
                return True
            if not await came(news, deadline - loop.time()):
                return False

    # -- calls

    async def call(self, method: str, *params: Any) -> Any:
        """Return the result of one call. Raises NodeRefused, NodeNonsense, NodeUnreachable."""
        async with self.slots:
            try:
                return await (await self._connected()).call(method, params)
            except NodeCut:  # most likely the server had given up the connection while it was idle
                return await (await self._connected()).call(method, params)

    async def _connected(self) -> _Link:
        async with self.connecting:
            if self.link is None or self.link.error:
                self.link = None
                self.link = await self._connect()
            return self.link

    async def _connect(self) -> _Link:
        try:
            reader, writer = await within(self._opened(), self.timeout)
        except asyncio.TimeoutError:
            raise NodeTimeout(self.name, self.timeout) from None
        except OSError as error:
            raise NodeUnreachable(self.name, nodeurl.why_not(error)) from None
        link = _Link(self.name, reader, writer, self.timeout, self._changed)
        try:
            await link.call("server.version", ("lightclient " + __version__, VERSIONS))
        except BaseException:
            await link.close()
            raise
        self.connections += 1
        return link

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if not self.proxy:
            return await asyncio.open_connection(self.host, self.port, ssl=self.tls, limit=nodejson.MAX_ANSWER)
        sock = await self.proxy.connected(self.host, self.port)
        name = self.host if self.tls else None
        try:
            return await asyncio.open_connection(
                sock=sock, ssl=self.tls, server_hostname=name, limit=nodejson.MAX_ANSWER
            )
        except BaseException:
            sock.close()
            raise

    async def _header(self, height: int) -> bytes:
        return nodejson.raw_header((await self.header_run(height, 1)).hex())

    async def _height_of(self, txid: bytes, tx: Transaction) -> int | None:
        """Return the height at which `tx` was mined, None if it waits: the history of what it pays to says so.

        One script's history is enough. Where a server does not list one because it is too long, the next script's is
        asked for.
        """
        scripts = [script for _, script in tx.outputs if script and script[0] != OP_RETURN]
        if not scripts:
            raise NotSupported(self.name, "transactions that pay to nobody")
        for script in dict.fromkeys(scripts[:MOST_SCRIPTS]):
            try:
                entries = await self.history(script)
            except HistoryTooLarge:
                continue
            # Servers take a transaction some seconds before they list it.
            return next((entry.height for entry in entries if entry.txid == txid), None)
        raise HistoryTooLarge()

    # -- what a watch needs

    async def history(self, script: bytes) -> list[Entry]:
        """Return the transactions that pay or spend from a script, those that wait last. Raises HistoryTooLarge."""
        try:
            answer = await self.call("blockchain.scripthash.get_history", script_hash(script))
        except NodeRefused as error:
            code, message = error.args
            if code not in BUSY and any(word in message.lower() for word in TOO_LARGE):
                raise HistoryTooLarge() from None
            raise
        entries = []
        for entry in nodejson.items(answer, "a history"):
            height = nodejson.field(entry, "height")
            fee = entry.get("fee")
            waits = height in (0, -1)  # -1: one that it spends waits as well
            entries.append(
                Entry(
                    nodejson.block_hash(nodejson.field(entry, "tx_hash")),
                    None if waits else nodejson.height(height),
                    fee if type(fee) is int and fee >= 0 else None,
                    height == -1,
                )
            )
        return entries

    async def subscribe(self, script: bytes) -> str | None:
        """Return the status of a script's history, None for an empty one, and have changes told in `changed`."""
        try:
            status = await self.call("blockchain.scripthash.subscribe", script_hash(script))
        except NodeRefused as error:
            code, message = error.args
            if code not in BUSY and any(word in message.lower() for word in TOO_LARGE):
                raise HistoryTooLarge() from None
            raise
        if status is not None and not isinstance(status, str):
            raise NodeNonsense("no status of a history")
        return status

    async def wait_changed(self, timeout: float) -> None:
        """Return as soon as there is something in `changed`, after `timeout` seconds at the latest."""
        if not self.changed:
            self._changes.clear()
            await came(self._changes, timeout)

    async def unsubscribe(self, of: str) -> None:
        """End the subscription of a script's hash, where the server knows how to (protocol 1.4.2)."""
        with contextlib.suppress(NodeRefused):
            await self.call("blockchain.scripthash.unsubscribe", of)


def script_hash(script: bytes) -> str:
    return display(sha256(script).digest())


class _Link:
    """One connection: questions go out as they come, answers are told apart by their ids.

    news: set by the next notification, or when the connection breaks. error: why it broke, None while it holds.
    """

    def __init__(
        self,
        name: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        timeout: float,
        changed: Callable[[str], None],
    ) -> None:
        self.name = name
        self.changed = changed
        self.reader = reader
        self.writer = writer
        self.timeout = timeout
        self.waiting: dict[int, asyncio.Future[Any]] = {}
        self.sent = 0
        self.news = asyncio.Event()
        self.error: Exception | None = None
        self.reading = asyncio.create_task(self._read())

    async def call(self, method: str, params: tuple[Any, ...]) -> Any:
        if self.error:
            raise self.error
        number = self.sent = self.sent + 1
        question = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.waiting[number] = answer
        try:
            self.writer.write(json.dumps(question).encode() + b"\n")
            return _result(await within(answer, self.timeout))
        except asyncio.TimeoutError:
            self._break(NodeTimeout(self.name, self.timeout))
            raise NodeTimeout(self.name, self.timeout) from None
        finally:
            self.waiting.pop(number, None)

    async def close(self) -> None:
        self._break(NodeUnreachable(self.name, "closed"))
        await asyncio.gather(self.reading, return_exceptions=True)

    async def _read(self) -> None:
        error: Exception = NodeCut(self.name)
        try:
            while (line := await self.reader.readline()).endswith(b"\n"):
                self._take(nodejson.document(line))
        except ValueError:  # the reader's limit
            error = AnswerTooLarge(nodejson.MAX_ANSWER)
        except NodeNonsense as nonsense:
            error = nonsense
        except OSError:
            pass
        self._break(error)

    def _take(self, message: Any) -> None:
        method = nodejson.field(message, "method")
        if method == "blockchain.scripthash.subscribe":
            params = message.get("params")
            if isinstance(params, list) and params and isinstance(params[0], str):
                self.changed(params[0])
            return
        if method is not None:
            self.news.set()
            self.news = asyncio.Event()
            return
        number = nodejson.field(message, "id")
        if type(number) is not int or not 0 < number <= self.sent:
            raise NodeNonsense("an answer to no question")
        answer = self.waiting.get(number)
        if answer and not answer.done():  # nobody waits any more where the caller was cancelled
            answer.set_result(message)

    def _break(self, error: Exception) -> None:
        if self.error:
            return
        self.error = error
        self.reading.cancel()
        self.writer.close()
        self.news.set()
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(error)


def _result(reply: Any) -> Any:
    error = reply.get("error")
    if error is None:
        if "result" not in reply:
            raise NodeNonsense("an answer without result")
        return reply["result"]
    code, message = nodejson.field(error, "code"), nodejson.field(error, "message")
    if type(code) is not int or not isinstance(message, str):
        raise NodeNonsense("an error without code or message")
    raise NodeRefused(code, message)


def _branch(answer: Any) -> bytes:
    nodes = nodejson.items(nodejson.field(answer, "merkle"), "a Merkle branch")
    return b"".join(nodejson.block_hash(node) for node in nodes)
