"""A node's JSON-RPC: what is taken as an answer, what is refused by name, and that nothing of a login is shown."""

import asyncio
import contextlib
import http.server
import json
import threading
import time

import pytest

from lightclient.gateway import rpc
from lightclient.gateway.errors import BadRpcUrl, RpcNonsense, RpcRefused, RpcUnreachable
from lightclient.gateway.rpc import Rpc


class Node(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.server.asked.append((self.path, self.headers.get("Authorization"), json.loads(self.rfile.read(size))))
        self.server.answer(self)

    def log_message(self, *arguments):
        pass


def plain(body, status=200, length=None):
    """Return what answers with these bytes. length: as the header claims, if not the true one."""

    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.send_header("Location", "http://127.0.0.1:1/")
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def reply(**fields):
    return plain(json.dumps({"jsonrpc": "2.0", "id": "1", **fields}).encode())


@pytest.fixture
def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Node)
    made.asked = []
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def at(server, login="", **options):
    return Rpc(f"http://{login}127.0.0.1:{server.server_port}/path", **options)


def test_a_call_has_the_result_and_goes_where_the_url_says(server):
    server.answer = reply(result={"height": "7"})
    assert at(server, "user:p%40ss@").call("status", {"a": 1}) == {"height": "7"}
    question = {"jsonrpc": "2.0", "id": "1", "method": "status", "params": {"a": 1}}
    assert server.asked == [("/path", "Basic dXNlcjpwQHNz", question)]


def test_calls_are_counted_for_whoever_they_are_made(server):
    server.answer = reply(result=1)
    node, counts = at(server), []

    async def work(calls):
        spent = rpc.Spent()
        rpc.SPENT.set(spent)
        for _ in range(calls):
            await asyncio.to_thread(node.call, "status", {})
        counts.append((calls, spent.calls, spent.parsed))

    async def both():
        await asyncio.gather(work(2), work(3))
        await asyncio.to_thread(node.call, "status", {})

    asyncio.run(both())
    size = len(b'{"jsonrpc": "2.0", "id": "1", "result": 1}')
    assert sorted(counts) == [(2, 2, 2 * size), (3, 3, 3 * size)]


def test_a_refusal_carries_the_nodes_words_and_shows_none(server):
    server.answer = reply(error={"code": -32603, "message": "secret", "data": "place"})
    with pytest.raises(RpcRefused) as caught:
        at(server).call("status", {})
    assert caught.value.args == (-32603, "secret", "place") and str(caught.value) == "the node refuses with code -32603"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (plain(b"{"), RpcNonsense),
        (plain(b"[" * 100_000), RpcNonsense),
        (plain(b"[]"), RpcNonsense),
        (plain(b'{"id": 2, "result": 1}'), RpcNonsense),
        (plain(b'{"id": "1"}'), RpcNonsense),
        (plain(b'{"id": "1", "error": "text"}'), RpcNonsense),
        (plain(b'{"id": "1", "error": {"code": "1"}}'), RpcNonsense),
        (plain(b"not here", 404), RpcUnreachable),
        (plain(b"", 302), RpcUnreachable),  # and nobody goes there
        (plain(b'{"id": "1"', length=1000), RpcUnreachable),
        (lambda handler: handler.wfile.write(b"SSH-2.0\r\n\r\n"), RpcNonsense),
    ],
)
def test_other_answers_are_refused_by_name(server, answer, error):
    server.answer = answer
    with pytest.raises(error):
        at(server).call("status", {})
    assert len(server.asked) == 1


def test_an_answer_has_a_bound(server, monkeypatch):
    monkeypatch.setattr(rpc, "MAX_ANSWER", 100)
    server.answer = plain(b" " * 101)
    with pytest.raises(RpcNonsense):
        at(server).call("status", {})


def test_a_node_that_drips_keeps_no_thread(server):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):  # the client has had enough
            for _ in range(100):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)

    server.answer = drip
    with pytest.raises(RpcUnreachable):
        at(server, timeout=0.2).call("status", {})


def test_nobody_there_is_said_without_the_place():
    with pytest.raises(RpcUnreachable) as caught:
        Rpc("http://user:password@127.0.0.1:1").call("status", {})
    assert "127.0.0.1" not in str(caught.value) and "password" not in repr(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:1", "ftp://a:1", "http://", "http://a:0", "http://a:99999", "http://a:1/?q", "http://a:1/#f",
     "http://a b:1", "http://a:1/ü", "http://[::1:1", "tcp://a:1"],
)  # fmt: skip
def test_what_is_no_url_of_a_node(url):
    with pytest.raises(BadRpcUrl):
        Rpc(url)


def test_a_certificate_is_for_https_alone(tmp_path):
    with pytest.raises(BadRpcUrl):
        Rpc("http://127.0.0.1:1", ca=str(tmp_path))
    with pytest.raises(OSError):
        Rpc("https://127.0.0.1:1", ca=str(tmp_path / "none"))
    assert Rpc("https://[::1]").port == 443
