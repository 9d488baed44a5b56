"""One HTTP exchange with a node: where it is, who we are to it, and what can go wrong on the way."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from pathlib import Path

import aiohttp

from lightclient.bitcoin.hosts import nodejson, nodeurl
from lightclient.bitcoin.hosts.errors import (
    AnswerTooLarge,
    NodeCut,
    NodeNonsense,
    NodeTimeout,
    NodeUnauthorized,
    NodeUnreachable,
)
from lightclient.mqtt.hosts.proxy import Proxy, ProxyFailed, failures

PIECE = 1 << 16
IDLE = 4.0  # seconds an idle connection is kept: nodes close theirs after 5 or more


class NodeHttp:
    """The node `name` at `url`; the other arguments are those of JsonRpcNode."""

    def __init__(
        self,
        name: str,
        url: str,
        cookie: Path | None,
        tls: ssl.SSLContext | None,
        timeout: float,
        connections: int,
        proxy: Proxy | None,
    ) -> None:
        where = nodeurl.parse(url)
        host = f"[{where.host}]" if ":" in where.host else where.host
        self.name = name
        self.root = f"{where.scheme}://{host}:{where.port}"
        self.url = self.root + where.path
        self.login = where.login
        self.cookie = cookie
        self.tls = tls
        self.timeout = timeout
        self.connections = connections
        self.proxy = proxy if proxy and proxy.serves(where.host) else None
        self.slots = asyncio.Semaphore(connections)
        self.session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self.session:
            await self.session.close()

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Return the HTTP status and the body of the answer.

        Raises NodeUnreachable (NodeTimeout, NodeCut), NodeUnauthorized, NodeNonsense, AnswerTooLarge.
        """
        status, answer = await self._exchange("POST", self.url, body)
        if status in (401, 403):
            raise NodeUnauthorized(self.name)
        return status, answer

    async def get(self, path: str) -> tuple[int, bytes]:
        """As `post`, of a path that the server may not have: whatever status it answers is no error."""
        return await self._exchange("GET", self.root + path, None)

    async def _exchange(self, method: str, url: str, body: bytes | None) -> tuple[int, bytes]:
        async with self.slots:
            try:
                return await self._exchange_once(method, url, body)
            except NodeCut:  # most likely a connection that the node gave up while it was idle
                return await self._exchange_once(method, url, body)

    async def _exchange_once(self, method: str, url: str, body: bytes | None) -> tuple[int, bytes]:
        if not self.session:
            connector = self.proxy.connector if self.proxy else aiohttp.TCPConnector
            self.session = aiohttp.ClientSession(
                connector=connector(limit=self.connections, keepalive_timeout=IDLE),
                timeout=aiohttp.ClientTimeout(total=self.timeout),
            )
        headers = self._headers_of_request()
        try:
            with failures() if self.proxy else contextlib.nullcontext():
                response = await self.session.request(
                    method, url, data=body, headers=headers, ssl=self.tls or True, allow_redirects=False
                )
            async with response:
                answer = bytearray()
                async for piece in response.content.iter_chunked(PIECE):
                    answer += piece
                    if len(answer) > nodejson.MAX_ANSWER:
                        raise AnswerTooLarge(nodejson.MAX_ANSWER)
                return response.status, bytes(answer)
        except asyncio.TimeoutError:
            raise NodeTimeout(self.name, self.timeout) from None
        except aiohttp.ClientConnectorError as error:
            cause = getattr(error, "certificate_error", None) or error.os_error
            raise NodeUnreachable(self.name, nodeurl.why_not(cause)) from None
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            if isinstance(error.__cause__, ssl.SSLError):  # behind a proxy aiohttp does not tell it apart
                raise NodeUnreachable(self.name, nodeurl.why_not(error.__cause__)) from None
            raise NodeCut(self.name) from None
        except aiohttp.ClientError as error:
            raise NodeNonsense(f"no HTTP ({type(error).__name__})") from None
        except ProxyFailed as error:
            raise NodeUnreachable(self.name, nodeurl.why_not(error)) from None

    def _headers_of_request(self) -> dict[str, str]:
        login = self.login
        if self.cookie:
            try:
                login = self.cookie.read_text().strip()
            except OSError as error:
                raise NodeUnreachable(self.name, f"its cookie cannot be read ({error.strerror})") from None
        authorization = "Basic " + base64.b64encode(login.encode()).decode()
        return {"Authorization": authorization, "Content-Type": "application/json", "Accept-Encoding": "identity"}
