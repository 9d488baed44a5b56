"""Headers by Bitcoin Core's REST: the same as by its JSON-RPC, and whatever else answers there is no trouble."""

import contextlib
import itertools

import pytest
from aiohttp import web

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.hosts import nodejson
from lightclient.bitcoin.hosts.errors import NodeNonsense, NodeUnreachable
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.jsonrpc import FEW, MAX_REST, JsonRpcNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.networks.regtest import REGTEST
from tests.support.gateway import in_loop, regtest

pytest_plugins = ["tests.services.fixtures"]


class Server(RpcServer):
    """Counts what is asked for by REST, and answers it by `rest_answer` instead, where that is set."""

    def __init__(self, node):
        super().__init__(node, rest=True)
        self.asked = self.posted = 0
        self.rest_answer = None

    async def _rest_headers(self, request):
        self.asked += 1
        return await (self.rest_answer or super()._rest_headers)(request)

    async def _answer(self, request):
        self.posted += 1
        return await super()._answer(request)


@contextlib.asynccontextmanager
async def served(own):
    server = Server(own)
    await server.start()
    node = JsonRpcNode(server.url, timeout=5, poll=0.02)
    try:
        yield server, node
    finally:
        await node.close()
        await server.close()


def headers_of(own, first, count):
    return b"".join(own.blocks[block_hash].header for block_hash in own.chain[first : first + count])


@in_loop
async def test_many_headers_come_in_one_answer_and_few_as_before():
    own = regtest(MAX_REST + 20)
    async with served(own) as (server, node):
        assert await node.header_run(0, 5000) == headers_of(own, 0, MAX_REST)
        assert (server.asked, server.posted) == (1, 1)
        assert await node.header_run(MAX_REST, 5000) == headers_of(own, MAX_REST, 21)
        assert await node.header_run(5, FEW) == headers_of(own, 5, FEW)
        assert await node.header_run(len(own.chain), 100) == b""
        assert server.asked == 2


@in_loop
async def test_a_chain_that_changes_meanwhile_is_followed():
    own = regtest(200)
    async with served(own) as (server, node):
        index = HeaderIndex(REGTEST)

        async def reorganised(_):
            """The block whose hash was told just now is of a stale branch."""
            server.rest_answer = None
            own.reorg(150, 300)
            return web.Response(body=b"")

        server.rest_answer = reorganised
        await index.follow(node)
        assert (index.height, index.tip_hash, node.has_rest) == (350, own.chain[-1], True)


def body(data, status=200):
    async def answer(_):
        return web.Response(body=data, status=status)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        body(b"", 404),
        body(b"Forbidden", 403),
        body(b"who are you", 401),
        body(b"too many", 503),
        body(b"<html>It works!</html>" * 100),
        body(headers_of(regtest(1), 0, 1)[:-1]),
        body(bytes(SIZE * 50)),
        body(bytes(4 << 20)),
    ],
)
@in_loop
async def test_a_server_without_rest_is_asked_once(answer, monkeypatch):
    monkeypatch.setattr(nodejson, "MAX_ANSWER", 1 << 20)
    own = regtest(100)
    async with served(own) as (server, node):
        server.rest_answer = answer
        for _ in range(2):
            assert await node.header_run(0, 101) == headers_of(own, 0, 101)
        assert server.asked == 1


@in_loop
async def test_more_headers_than_were_asked_for_are_not_taken():
    own = regtest(100)
    async with served(own) as (server, node):
        server.rest_answer = body(headers_of(own, 0, 101))
        assert await node.header_run(0, 50) == headers_of(own, 0, 50)
        assert not node.has_rest


@in_loop
async def test_headers_that_do_not_follow_each_other_are_nonsense():
    own = regtest(100)
    run = headers_of(own, 0, 101)
    async with served(own) as (server, node):
        for wrong in (run[: SIZE * 9] + run[SIZE * 10 :], run[:-1]):
            server.rest_answer = body(wrong)
            with pytest.raises(NodeNonsense):
                await node.header_run(0, 101)


@in_loop
async def test_a_node_that_goes_away_meanwhile_is_unreachable_and_asked_again():
    own = regtest(100)
    async with served(own) as (server, node):

        async def cut(request):
            request.transport.abort()
            return web.Response()

        server.rest_answer = cut
        with pytest.raises(NodeUnreachable):
            await node.header_run(0, 101)
        server.rest_answer = None
        assert await node.header_run(0, 101) == headers_of(own, 0, 101)
        assert node.has_rest


@pytest.mark.slow
@pytest.mark.parametrize("rest", [True, False])
@in_loop
async def test_core_gives_the_same_with_and_without(core, rest):
    full = core(options=(f"-rest={rest:d}",))
    full.mine(2100)
    node = JsonRpcNode(full.url, timeout=20, poll=0.05)
    try:
        runs = [await node.header_run(first, 5000) for first in (0, 2000, 2001, 2100, 2101)]
        assert node.has_rest is rest
        assert [len(run) // SIZE for run in runs] == ([2000, 101, 100, 1, 0] if rest else [2016, 101, 100, 1, 0])
        whole = codec.split(runs[0][: 2000 * SIZE] + runs[1])
        assert all(codec.prev_hash_of(after) == codec.hash_of(one) for one, after in itertools.pairwise(whole))
        full.reorg(50, 60)
        assert (await node.header_run(2051, 100))[-SIZE:].hex() == full.rpc(
            "getblockheader", full.rpc("getbestblockhash"), False
        )
    finally:
        await node.close()
