"""JSON-RPC 2.0 over HTTP, as the nodes of several ledgers speak it. Calls block: an event loop gives them a thread.

No redirect is followed and no proxy of the environment is asked: the node is where its operator says.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import ssl
import time
from contextvars import ContextVar
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from lightclient.gateway.errors import BadRpcUrl, RpcNonsense, RpcRefused, RpcUnreachable
from lightclient.gateway.reasons import why_not

MAX_ANSWER = 32 << 20  # bytes
PIECE = 1 << 16
ID = "1"  # of each call: text, because some nodes take nothing else
TIMEOUT = 20.0  # seconds for one call, whole
HOST = re.compile(r"[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,45}")
PATH = re.compile(r"[A-Za-z0-9._~/-]*")
PORTS = {"http": 80, "https": 443}


class Spent:
    """What was asked of nodes for one purpose: calls, and bytes of answers that were parsed."""

    def __init__(self) -> None:
        self.calls = 0
        self.parsed = 0


# Whose calls are counted where, by the context: a thread that does somebody's work has theirs.
SPENT: ContextVar[Spent | None] = ContextVar("SPENT", default=None)


class Rpc:
    """A node at `url`: http(s)://[user:password@]host[:port][/path]. One connection for each call, so threads share it.

    ca: file of the authority that signed the node's certificate, the system's if None.
    """

    def __init__(self, url: str, ca: str | None = None, timeout: float = TIMEOUT) -> None:
        """Raises BadRpcUrl, which shows nothing of the login; OSError for a file that cannot be used."""
        where = _parts(url)
        self.host: str = where.hostname or ""
        self.port = where.port or PORTS[where.scheme]
        self.path = where.path or "/"
        self.timeout = timeout
        self.tls = ssl.create_default_context(cafile=ca) if where.scheme == "https" else None
        self._sent = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if where.username is not None:
            login = f"{unquote(where.username)}:{unquote(where.password or '')}"
            self._sent["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        if ca is not None and self.tls is None:
            raise BadRpcUrl(why="only https has a certificate")

    def call(self, method: str, params: dict[str, Any] | list[Any]) -> Any:
        """Return the result of a call.

        Raises RpcRefused(code, message, data) in the node's words, RpcNonsense, RpcUnreachable.
        """
        question = {"jsonrpc": "2.0", "id": ID, "method": method, "params": params}
        status, answer = self._post(json.dumps(question).encode())
        spent = SPENT.get()
        if spent is not None:
            spent.calls += 1
            spent.parsed += len(answer)
        try:
            reply = json.loads(answer)
        except (ValueError, RecursionError):
            if status != http.client.OK:
                raise RpcUnreachable(f"HTTP {status}") from None
            raise RpcNonsense(f"no JSON, {len(answer)} bytes") from None
        if not isinstance(reply, dict) or reply.get("id") != ID:
            raise RpcNonsense("an answer to no question")
        error = reply.get("error")
        if error is not None:
            if not isinstance(error, dict) or type(error.get("code")) is not int:
                raise RpcNonsense("an error without a code")
            raise RpcRefused(error["code"], str(error.get("message", "")), str(error.get("data", "")))
        if "result" not in reply:
            raise RpcNonsense("an answer without a result")
        return reply["result"]

    def _post(self, body: bytes) -> tuple[int, bytes]:
        deadline = time.monotonic() + self.timeout
        connection: http.client.HTTPConnection
        if self.tls:
            connection = http.client.HTTPSConnection(self.host, self.port, timeout=self.timeout, context=self.tls)
        else:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            connection.request("POST", self.path, body, self._sent)
            response = connection.getresponse()
            answer = bytearray()
            while piece := response.read1(PIECE):
                answer += piece
                if len(answer) > MAX_ANSWER:
                    raise RpcNonsense(f"an answer of over {MAX_ANSWER} bytes")
                if time.monotonic() > deadline:  # a node that drips keeps no thread for ever
                    raise RpcUnreachable(f"no answer within {self.timeout:g} s")
            if response.length:
                raise RpcUnreachable("the connection was cut before the answer was complete")
            return response.status, bytes(answer)
        except OSError as error:
            raise RpcUnreachable(why_not(error)) from None
        except http.client.HTTPException as error:
            raise RpcNonsense(f"no HTTP ({type(error).__name__})") from None
        finally:
            connection.close()


def _parts(url: str) -> SplitResult:
    try:
        where = urlsplit(url)
        port = where.port
    except ValueError:
        raise BadRpcUrl(why="host and port are not as they should be") from None
    if where.scheme not in PORTS:
        raise BadRpcUrl(why="the scheme is neither http nor https")
    if not where.hostname or not HOST.fullmatch(where.hostname) or port == 0:
        raise BadRpcUrl(why="host and port are missing, or not as they should be")
    if where.query or where.fragment or not PATH.fullmatch(where.path):
        raise BadRpcUrl(why="there is something else than a path behind host and port")
    return where
