"""Nodes of every kind over the regtest node, nodes that answer whatever a test says, and questions for all of them."""

import asyncio
import contextlib
import functools
import json

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from tests.portable.blocks import payment
from tests.services.electrum import ElectrumServer
from tests.support.gateway import regtest
from tests.support.mirror import over_core

UNKNOWN = bytes(range(32))


def in_loop(test):
    """Run an asynchronous test in a loop of its own; what a server of the test leaves behind does not fail it."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        asyncio.run(test(*args, **kwargs))

    return run


@contextlib.asynccontextmanager
async def in_process(own):
    yield own


@contextlib.asynccontextmanager
async def over_http(own):
    server = RpcServer(own)
    await server.start()
    node = JsonRpcNode(server.url, timeout=5, poll=0.02)
    try:
        yield node
    finally:
        await node.close()
        await server.close()


@contextlib.asynccontextmanager
async def over_electrum(own):
    async with ElectrumServer(own).running() as url:
        node = ElectrumNode(url, timeout=5)
        try:
            yield node
        finally:
            await node.close()


every_kind = pytest.mark.parametrize("kind", [in_process, over_http, over_electrum])
every_and_core = pytest.mark.parametrize(
    "kind", [in_process, over_http, over_electrum, pytest.param(over_core, marks=pytest.mark.slow)]
)
with_blocks = pytest.mark.parametrize("kind", [in_process, over_http])


# -- nodes that answer something else


@contextlib.asynccontextmanager
async def listening(converse, tls=None):
    """Serve `converse(reader, writer)` on loopback; yield the port."""

    async def serve(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await converse(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def read_request(reader):
    """Return the body of an HTTP request, b"" when there is none."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(length)


@contextlib.asynccontextmanager
async def rpc(respond, timeout=5.0):
    """A JsonRpcNode whose node sends the bytes `respond(body)` for each request and hangs up."""

    async def converse(reader, writer):
        writer.write(respond(await read_request(reader)))
        await writer.drain()

    async with listening(converse) as port:
        node = JsonRpcNode(f"http://x:key@127.0.0.1:{port}", timeout=timeout, poll=0.01)
        try:
            yield node
        finally:
            await node.close()


def http(body, status=b"200 OK"):
    return b"HTTP/1.1 " + status + b"\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body


def result(value, status=b"200 OK", **more):
    """Answer every call with `value`, those of a batch as well."""

    def respond(body):
        question = json.loads(body)
        many = question if isinstance(question, list) else [question]
        replies = [{"result": value, "error": None, "id": one["id"], **more} for one in many]
        return http(json.dumps(replies if isinstance(question, list) else replies[0]).encode(), status)

    return respond


def by_method(**values):
    """Answer each method with its own value, or a batch with a list of them by position."""

    def respond(body):
        question = json.loads(body)
        many = question if isinstance(question, list) else [question]
        replies = []
        for number, one in enumerate(many):
            value = values[one["method"]]
            replies.append({"result": value[number] if type(value) is tuple else value, "error": None, "id": one["id"]})
        return http(json.dumps(replies if isinstance(question, list) else replies[0]).encode())

    return respond


OWN = regtest(12)
TXID = OWN.blocks[OWN.chain[3]].txids[0]
HASHES = tuple(codec.display(block_hash) for block_hash in OWN.chain)
HEADERS = tuple(OWN.blocks[block_hash].header.hex() for block_hash in OWN.chain)
RAW = tuple(OWN.blocks[block_hash].data.hex() for block_hash in OWN.chain)
TIP = {"blocks": 3, "bestblockhash": HASHES[3]}


def ask_tip(node):
    return node.tip()


def ask_run(node):
    return node.header_run(0, 4)


def ask_block(node):
    return node.block(OWN.chain[3])


def ask_tx(node):
    return node.transaction(TXID)


def ask_find(node):
    return node.find(TXID)


def ask_proof(node):
    return node.proof(TXID)


def ask_filter(node):
    return node.filter(OWN.chain[3])


def ask_mempool(node):
    return node.mempool()


def ask_wait(node):
    return node.wait_change(UNKNOWN, 1)


def ask_broadcast(node):
    return node.broadcast(payment(1).serialize())


QUESTIONS = (
    ask_tip, ask_run, ask_block, ask_tx, ask_find, ask_proof, ask_filter, ask_mempool, ask_wait, ask_broadcast,
)  # fmt: skip
WRONG_SHAPES = (3, -1, 1.5, True, "", "zz", "00", "ab" * 32 + "c", [], [1], {}, {"blocks": []}, "\ud800", "é" * 64)


@contextlib.asynccontextmanager
async def electrum(respond, timeout=5.0):
    """An ElectrumNode whose server greets and then sends the bytes `respond(question)` for each line."""

    async def converse(reader, writer):
        while line := await reader.readline():
            question = json.loads(line)
            if question["method"] == "server.version":
                writer.write(line_of(question, ["test", "1.4"]))
            else:
                answer = respond(question)
                if answer is None:
                    return
                writer.write(answer)
            await writer.drain()

    async with listening(converse) as port:
        node = ElectrumNode(f"tcp://127.0.0.1:{port}", timeout=timeout)
        try:
            yield node
        finally:
            await node.close()


def line_of(question, value, **more):
    return json.dumps({"jsonrpc": "2.0", "id": question["id"], "result": value, **more}).encode() + b"\n"
