"""JSON-RPC calls to a node, for the tests' own use of it."""

import base64
import http.client
import itertools
import json
from typing import Any

USER, PASSWORD = "test", "test"
LOGIN = f"{USER}:{PASSWORD}"


class RpcError(Exception):
    """The node's answer to a call is an error. code: the one in the answer."""

    def __init__(self, method: str, code: int, message: str) -> None:
        super().__init__(f"{method}: {message}")
        self.code = code


class Rpc:
    """JSON-RPC over a connection for each call: Node.js ends one that was idle for five seconds."""

    def __init__(self, port: int, login: str = LOGIN) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._ids = itertools.count()
        token = base64.b64encode(login.encode()).decode()
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}

    def call(self, method: str, *params: object) -> Any:
        body = json.dumps({"id": next(self._ids), "method": method, "params": params})
        try:
            self._connection.request("POST", "/", body, self._headers)
            answer = json.loads(self._connection.getresponse().read())
        finally:
            self._connection.close()
        if answer["error"]:
            raise RpcError(method, answer["error"]["code"], answer["error"]["message"])
        return answer["result"]

    def close(self) -> None:
        self._connection.close()
