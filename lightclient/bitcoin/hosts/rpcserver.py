"""The regtest node behind Bitcoin Core's JSON-RPC: its shapes, codes and HTTP statuses, for what our adapters ask.

It is enough of Core for a real ElectrumX to run on it too.
"""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from lightclient.bitcoin.header import display, from_display
from lightclient.bitcoin.hosts.errors import NodeRefused, NotFound
from lightclient.bitcoin.hosts.jsonrpc import MAX_REST
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import parse

VERSION = 310000  # of Core, whose answers these are
STATUS = {-32601: 404}  # Core httprpc.cpp; all other errors are 500


class RpcServer:
    """Serves `node` on loopback from `start` to `close`; `url` says where, with user and password.

    rest: headers are served by REST too, as by a Core that was started with -rest.
    """

    def __init__(self, node: RegtestNode, password: str = "key", rest: bool = False) -> None:
        self.node = node
        self.password = password
        self.rest = rest
        self.url = ""
        self.methods: dict[str, Callable[..., Awaitable[Any]]] = {
            "getbestblockhash": self._best,
            "getblock": self._block,
            "getblockchaininfo": self._info,
            "getblockcount": self._count,
            "getblockfilter": self._filter,
            "getblockhash": self._hash,
            "getblockheader": self._header,
            "getindexinfo": self._indexes,
            "getmempoolentry": self._entry,
            "getmempoolinfo": self._fees,
            "getnetworkinfo": self._version,
            "getrawmempool": self._mempool,
            "getrawtransaction": self._transaction,
            "sendrawtransaction": self._send,
        }

    async def start(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        app = web.Application(client_max_size=32 << 20)
        app.router.add_post("/", self._answer)
        if self.rest:
            app.router.add_get("/rest/headers/{count}/{hash}.bin", self._rest_headers)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port, ssl_context=tls).start()
        self.url = f"http{'s' if tls else ''}://x:{self.password}@127.0.0.1:{self.runner.addresses[0][1]}"

    async def close(self) -> None:
        await self.runner.cleanup()

    async def _rest_headers(self, request: web.Request) -> web.Response:
        count, block_hash = int(request.match_info["count"]), request.match_info["hash"]
        return web.Response(body=await self._run(block_hash, min(count, MAX_REST)))

    async def _run(self, block_hash: str, count: int) -> bytes:
        """Return `count` raw headers from this block on, fewer at the tip, none if it is not of the best chain."""
        start = from_display(block_hash)
        if start not in self.node.chain:
            return b""
        return await self.node.header_run(self.node.chain.index(start), count)

    async def _answer(self, request: web.Request) -> web.Response:
        login = "Basic " + base64.b64encode(f"x:{self.password}".encode()).decode()
        if request.headers.get("Authorization") != login:
            return web.Response(status=401)
        question = await request.json()
        if isinstance(question, list):
            return _json([await self._reply(one) for one in question])
        reply = await self._reply(question)
        status = STATUS.get(reply["error"]["code"], 500) if reply["error"] else 200
        return _json(reply, status)

    async def _reply(self, question: dict[str, Any]) -> dict[str, Any]:
        result = error = None
        method = self.methods.get(question["method"])
        try:
            if not method:
                raise NodeRefused(-32601, "Method not found")
            result = await method(*question.get("params", []))
        except NotFound as missing:
            error = {"code": -5, "message": str(missing)}
        except NodeRefused as refused:
            error = {"code": refused.args[0], "message": refused.args[1]}
        return {"result": result, "error": error, "id": question["id"]}

    async def _best(self) -> str:
        return display((await self.node.tip()).hash)

    async def _info(self) -> dict[str, Any]:
        tip = await self.node.tip()
        return {"chain": "regtest", "blocks": tip.height, "headers": tip.height, "bestblockhash": display(tip.hash)}

    async def _count(self) -> int:
        return (await self.node.tip()).height

    async def _indexes(self) -> dict[str, Any]:
        synced = {"synced": True, "best_block_height": await self._count()}
        return {"txindex": synced, "txospenderindex": synced}

    async def _fees(self) -> dict[str, float]:
        return dict.fromkeys(("mempoolminfee", "minrelaytxfee", "incrementalrelayfee"), 0.00001)

    async def _entry(self, txid: str) -> dict[str, Any]:
        raw = self.node.waiting.get(from_display(txid))
        if raw is None:
            raise NodeRefused(-5, "Transaction not in mempool")
        transaction = parse(raw)
        spends = {spent for spent, _, _, _ in transaction.inputs if spent in self.node.waiting}
        return {
            "vsize": (3 * len(transaction.serialize(False)) + len(raw) + 3) // 4,
            "depends": [display(spent) for spent in spends],
        }

    async def _version(self) -> dict[str, Any]:
        return {"version": VERSION, "subversion": "/lightclient regtest/", "relayfee": 0.00001}

    async def _hash(self, height: int) -> str:
        if not 0 <= height < len(self.node.chain):
            raise NodeRefused(-8, "Block height out of range")
        return display(self.node.chain[height])

    async def _header(self, block_hash: str, verbose: bool = True) -> Any:
        block = await self.node.block(from_display(block_hash))
        if not verbose:
            return block.header.hex()
        height = block.height(REGTEST) or 0
        return {"hash": block_hash, "height": height, "chainwork": f"{self.node.states[height].chainwork:064x}"}

    async def _block(self, block_hash: str, verbosity: int = 1) -> str:
        if verbosity:
            raise NodeRefused(-8, "only raw blocks are served here")
        return (await self.node.block(from_display(block_hash))).data.hex()

    async def _transaction(self, txid: str, verbosity: int = 0, block_hash: str | None = None) -> Any:
        raw = await self.node.transaction(from_display(txid))
        if not verbosity:
            return raw.hex()
        place = await self.node.find(from_display(txid))
        answer = {"txid": txid, "hex": raw.hex()}
        return {**answer, "blockhash": display(place.block_hash)} if place else answer

    async def _send(self, raw: str) -> str:
        return display(await self.node.broadcast(bytes.fromhex(raw)))

    async def _filter(self, block_hash: str, kind: str = "basic") -> dict[str, str]:
        data = await self.node.filter(from_display(block_hash))
        return {"filter": (data or b"").hex()}

    async def _mempool(self) -> list[str]:
        return [display(txid) for txid in await self.node.mempool()]


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(value).encode(), status=status, content_type="application/json")
