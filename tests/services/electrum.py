"""An Electrum server of our own over the regtest node of this process, for what `gateway.electrum` asks.

It follows the protocol's documentation, version 1.4, and the error codes of ElectrumX, and can be made to lie. The real
ElectrumX, which runs on the same node, is in electrumx.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

from lightclient.bitcoin.header import display, from_display
from lightclient.bitcoin.hosts.errors import NodeRefused
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.transaction import parse
from lightclient.bitcoin.tree import branch_of
from lightclient.errors import LightClientError

DAEMON_ERROR = 2
BAD_REQUEST = 1
UNKNOWN_METHOD = -32601


class Refused(Exception):
    """An error reply: code and message."""


class ElectrumServer:
    """Serves `node` on loopback; every connection starts with server.version, or nothing is answered."""

    longest = 1_000_000  # entries of a history that are listed

    def __init__(self, node: RegtestNode) -> None:
        self.node = node
        self.paying: dict[bytes, dict[str, list[bytes]]] = {}

    @contextlib.asynccontextmanager
    async def running(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        """Yield the server's URL."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)
        port = server.sockets[0].getsockname()[1]
        self.connections: set[asyncio.StreamWriter] = set()
        try:
            yield f"{'ssl' if tls else 'tcp'}://127.0.0.1:{port}"
        finally:
            server.close()
            self.drop()

    def drop(self) -> None:
        """Cut every connection."""
        for writer in self.connections:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        greeted = False
        notifying = None
        subscribed: dict[str, str | None] = {}
        telling = asyncio.create_task(self._tell(writer, subscribed))
        try:
            while line := await reader.readline():
                question = json.loads(line)
                method, params = question["method"], question["params"]
                reply: dict[str, Any] = {"jsonrpc": "2.0", "id": question["id"]}
                greeted = greeted or method == "server.version"
                try:
                    if not greeted:
                        raise Refused(BAD_REQUEST, "server.version comes first")
                    reply["result"] = await self._answer(method, params)
                    if method == "blockchain.scripthash.subscribe":
                        subscribed[params[0]] = reply["result"]
                except Refused as refused:
                    reply["error"] = {"code": refused.args[0], "message": refused.args[1]}
                writer.write(json.dumps(reply).encode() + b"\n")
                if method == "blockchain.headers.subscribe" and not notifying:
                    notifying = asyncio.create_task(self._notify(writer))
        except OSError:
            pass
        finally:
            telling.cancel()
            if notifying:
                notifying.cancel()
            self.connections.discard(writer)
            writer.close()

    async def _notify(self, writer: asyncio.StreamWriter) -> None:
        while True:
            known = (await self.node.tip()).hash
            if await self.node.wait_change(known, 60):
                news = {"jsonrpc": "2.0", "method": "blockchain.headers.subscribe", "params": [await self._tip()]}
                writer.write(json.dumps(news).encode() + b"\n")

    async def _tell(self, writer: asyncio.StreamWriter, subscribed: dict[str, str | None]) -> None:
        while True:
            await asyncio.sleep(0.02)
            for scripthash, before in list(subscribed.items()):
                status = self._status(scripthash)
                if status != before:
                    subscribed[scripthash] = status
                    news = {
                        "jsonrpc": "2.0",
                        "method": "blockchain.scripthash.subscribe",
                        "params": [scripthash, status],
                    }
                    writer.write(json.dumps(news).encode() + b"\n")

    def _status(self, scripthash: str) -> str | None:
        history = "".join(f"{entry['tx_hash']}:{entry['height']}:" for entry in self._history(scripthash))
        return sha256(history.encode()).hexdigest() if history else None

    async def _answer(self, method: str, params: list[Any]) -> Any:
        match method.split(".")[1:], params:
            case ["version"], [_, [_, _]]:
                return ["lightclient test", "1.4"]
            case ["headers", "subscribe"], []:
                return await self._tip()
            case ["block", "headers"], [first, count]:
                run = await self.node.header_run(first, min(count, 2016))
                return {"count": len(run) // 80, "hex": run.hex(), "max": 2016}
            case ["transaction", "get"], [txid]:
                return await self._transaction(txid)
            case ["transaction", "broadcast"], [raw]:
                try:
                    return display(await self.node.broadcast(bytes.fromhex(raw)))
                except NodeRefused as error:
                    raise Refused(BAD_REQUEST, error.args[1]) from None
            case ["transaction", "get_merkle"], [txid, height]:
                txids = self._txids(height)
                if from_display(txid) not in txids:
                    raise Refused(BAD_REQUEST, "tx not in block")
                position = txids.index(from_display(txid))
                return {"block_height": height, "merkle": _branch(txids, position), "pos": position}
            case ["transaction", "id_from_pos"], [height, position, True]:
                txids = self._txids(height)
                return {"tx_hash": display(txids[position]), "merkle": _branch(txids, position)}
            case ["scripthash", "get_history"], [scripthash]:
                if len(history := self._history(scripthash)) > self.longest:
                    raise Refused(BAD_REQUEST, "history too large")
                return history
            case ["scripthash", "subscribe"], [scripthash]:
                return self._status(scripthash)
        raise Refused(UNKNOWN_METHOD, f"unknown method {method}")

    async def _tip(self) -> dict[str, Any]:
        tip = await self.node.tip()
        return {"height": tip.height, "hex": (await self.node.header_run(tip.height, 1)).hex()}

    async def _transaction(self, txid: str) -> str:
        try:
            return (await self.node.transaction(from_display(txid))).hex()
        except LightClientError as error:
            raise Refused(DAEMON_ERROR, f"daemon error: {error}") from None

    def _txids(self, height: int) -> list[bytes]:
        return self.node.blocks[self.node.chain[height]].txids

    def _history(self, scripthash: str) -> list[dict[str, Any]]:
        found = []
        for height, block_hash in enumerate(self.node.chain):
            for txid in self._paying(block_hash).get(scripthash, []):
                found.append({"tx_hash": display(txid), "height": height})
        waiting = [txid for txid, raw in self.node.waiting.items() if scripthash in _hashes(parse(raw))]
        return found + [{"tx_hash": display(txid), "height": 0, "fee": 1000} for txid in waiting]

    def _paying(self, block_hash: bytes) -> dict[str, list[bytes]]:
        """Return the transactions of a block by the hashes of the scripts that they pay."""
        if block_hash not in self.paying:
            block = self.node.blocks[block_hash]
            paying: dict[str, list[bytes]] = {}
            for position, txid in enumerate(block.txids):
                for scripthash in _hashes(block.transaction(position)):
                    paying.setdefault(scripthash, []).append(txid)
            self.paying[block_hash] = paying
        return self.paying[block_hash]


def _hashes(transaction: Any) -> set[str]:
    return {display(sha256(script).digest()) for _, script in transaction.outputs}


def _branch(txids: list[bytes], position: int) -> list[str]:
    branch = branch_of(txids, position)
    return [display(branch[i : i + 32]) for i in range(0, len(branch), 32)]
