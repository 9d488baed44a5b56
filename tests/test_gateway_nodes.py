"""Node adapters against the regtest node: in this process, behind real HTTP, behind a real Electrum connection.

Every kind has to keep the same promises; then each one meets a node that answers nonsense, too much, or nothing.
"""

import asyncio
import base64
import contextlib
import functools
import json
import time
from hashlib import sha256

import pbk
import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.filters import match_any
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.script import p2wsh
from lightclient.bitcoin.transaction import Transaction
from lightclient.errors import LightClientError, Malformed
from lightclient.gateway import answers, jsonrpc
from lightclient.gateway import node as nodes
from lightclient.gateway.electrum import ElectrumNode
from lightclient.gateway.errors import (
    AnswerTooLarge,
    NodeCut,
    NodeError,
    NodeNonsense,
    NodeNotReady,
    NodeRefused,
    NodeTimeout,
    NodeUnauthorized,
    NodeUnreachable,
    NotAccepted,
    NotFound,
    NotSupported,
)
from lightclient.gateway.index import HeaderIndex
from lightclient.gateway.jsonrpc import JsonRpcNode
from lightclient.gateway.regtest import RegtestNode
from lightclient.gateway.rpcserver import RpcServer
from tests.portable.blocks import payment, witnessed
from tests.services.electrum import ElectrumServer

UNKNOWN = bytes(range(32))


def in_loop(test):
    """Run an asynchronous test in a loop of its own."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        asyncio.run(test(*args, **kwargs))

    return run


# -- what every node promises


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
with_blocks = pytest.mark.parametrize("kind", [in_process, over_http])


def regtest(blocks=0):
    own = RegtestNode()
    own.mine(blocks)
    return own


@every_kind
@in_loop
async def test_the_tip_and_every_run_of_headers_are_those_of_the_chain(kind):
    own = regtest(250)
    async with kind(own) as node:
        assert await node.tip() == (250, own.chain[-1])
        headers = [own.blocks[block_hash].header for block_hash in own.chain]
        for first, count in ((0, 1), (0, 251), (1, 100), (5, 101), (200, 200), (250, 5), (251, 1), (400, 10)):
            assert codec.split(await node.header_run(first, count)) == headers[first : first + count]


@every_kind
@in_loop
async def test_an_index_follows_every_kind_through_a_reorganisation(kind):
    own = regtest(120)
    async with kind(own) as node:
        index = HeaderIndex(REGTEST)
        assert await index.follow(node) == 0
        own.reorg(20, 150)
        assert await index.follow(node) == 100
        assert index.tip_hash == own.chain[-1]


@every_kind
@in_loop
async def test_the_proof_of_a_mined_transaction_convinces_a_device(kind):
    own = regtest(3)
    transactions = [witnessed(n) if n % 2 else payment(n) for n in range(6)]
    (block_hash, *_) = own.mine(4, [tx.serialize() for tx in transactions])
    async with kind(own) as node:
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        anchor = ChainAnchor(index.chain, "index")
        coinbase = own.blocks[block_hash].txids[0]
        for position, txid in enumerate([coinbase] + [tx.txid() for tx in transactions]):
            assert await node.find(txid) == (block_hash, 4)
            proof = await node.proof(txid)
            assert (proof.height, proof.position) == (4, position)
            verdict = proof.bundle("regtest").verify(anchor)
            assert verdict.proved == [(position, txid)]
            assert verdict.place.height == 4
            assert "coinbase-depth" in verdict.checks


@every_kind
@in_loop
async def test_the_coinbase_that_is_alone_in_its_block_has_a_proof(kind):
    own = regtest(20)
    async with kind(own) as node:
        for height in (1, 17):
            (txid,) = own.blocks[own.chain[height]].txids
            proof = await node.proof(txid)
            assert (proof.height, proof.branch, proof.tx) == (height, b"", proof.coinbase)


@every_kind
@in_loop
async def test_a_transaction_is_broadcast_waits_and_is_mined(kind):
    own = regtest(1)
    tx = witnessed(1)
    raw, txid = tx.serialize(), tx.txid()
    async with kind(own) as node:
        with pytest.raises(NotFound):
            await node.transaction(txid)
        assert await node.broadcast(raw) == txid
        assert await node.broadcast(raw) == txid
        assert await node.transaction(txid) == raw
        assert await node.find(txid) is None
        assert await node.proof(txid) is None
        (block_hash,) = own.mine()
        assert await node.find(txid) == (block_hash, 2)
        assert await node.broadcast(raw) == txid
        own.reorg(1, 2)
        assert await node.find(txid) is None


@every_kind
@in_loop
async def test_what_a_node_refuses_or_cannot_read_is_not_broadcast(kind):
    own = regtest(1)
    rival = payment(1, value=999)
    async with kind(own) as node:
        await node.broadcast(payment(1).serialize())
        with pytest.raises(NodeRefused, match="conflict"):
            await node.broadcast(rival.serialize())
        with pytest.raises((Malformed, NodeRefused)):
            await node.broadcast(rival.serialize()[:-1])
        assert list(own.waiting) == [payment(1).txid()]


@every_kind
@in_loop
async def test_what_is_unknown_is_not_found(kind):
    own = regtest(2)
    async with kind(own) as node:
        for question in (node.transaction, node.find, node.proof):
            with pytest.raises(NotFound, match=codec.display(UNKNOWN)):
                await question(UNKNOWN)


@every_kind
@in_loop
async def test_waiting_ends_with_the_next_block_or_with_patience(kind):
    own = regtest(2)
    async with kind(own) as node:
        assert await node.wait_change(own.chain[1], 5)  # it changed before
        assert not await node.wait_change(own.chain[-1], 0.05)
        waiting = asyncio.create_task(node.wait_change(own.chain[-1], 5))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        own.mine()
        assert await waiting
        own.reorg(1, 2)
        assert await node.wait_change(own.chain[2], 5)


@with_blocks
@in_loop
async def test_blocks_filters_and_the_mempool(kind):
    own = regtest(1)
    await own.broadcast(payment(1).serialize())
    async with kind(own) as node:
        assert await node.mempool() == [payment(1).txid()]
        (block_hash,) = own.mine()
        assert await node.mempool() == []
        block = await node.block(block_hash)
        assert block.txids == own.blocks[block_hash].txids
        assert block.data == own.blocks[block_hash].data
        data = await node.filter(block_hash)
        assert match_any(data, block_hash, [payment(1).outputs[0][1]])
        assert not match_any(data, block_hash, [b"another script"])
        for question in (node.block, node.filter):
            with pytest.raises(NotFound):
                await question(UNKNOWN)


@in_loop
async def test_an_electrum_server_says_what_it_cannot_do():
    async with over_electrum(regtest(1)) as node:
        for question in (node.block(UNKNOWN), node.filter(UNKNOWN), node.mempool()):
            with pytest.raises(NotSupported, match="tcp://"):
                await question


# -- the regtest node itself


def spend(txid, script, value, witness=()):
    tx = Transaction()
    tx.input(txid, 0, b"", 0xFFFFFFFF)
    tx.output(value, script)
    for item in witness:
        tx.witness(0, item)
    return tx


def test_the_core_engine_takes_every_block_of_the_regtest_node(tmp_path):
    own = RegtestNode()
    own.mine(101)
    coin = own.blocks[own.chain[1]].txids[0]
    # From the first coinbase to a witness script, and on with the witness in the same block.
    to_witness = spend(coin, p2wsh(sha256(b"\x51").digest()), 4_000_000_000)
    onward = spend(to_witness.txid(), b"\x51", 3_000_000_000, [b"\x51"])
    own.mine(60, [to_witness.serialize(), onward.serialize()])
    stale = own.chain[-3:]
    own.reorg(3, 5)
    engine = pbk.load_chainman(tmp_path, pbk.ChainType.REGTEST)
    for block_hash in own.chain[1:-5] + stale + own.chain[-5:]:
        engine.process_block(pbk.Block(own.blocks[block_hash].data))
    assert engine.get_active_chain().height == 163
    assert str(engine.best_entry.block_hash) == codec.display(own.chain[-1])


@in_loop
async def test_the_filter_of_the_regtest_node_holds_what_its_block_pays_and_spends():
    own = RegtestNode()
    (first,) = own.mine(1, [payment(1, script=b"paid by one").serialize()])
    onward = spend(payment(1, script=b"paid by one").txid(), b"paid by two", 900)
    (second,) = own.mine(1, [onward.serialize()])
    for block_hash, scripts in ((first, [b"paid by one"]), (second, [b"paid by one", b"paid by two"])):
        data = await own.filter(block_hash)
        assert all(match_any(data, block_hash, [script]) for script in scripts)
        assert not match_any(data, block_hash, [b"paid by three"])


def test_a_reorganisation_can_spend_a_coin_again():
    own = regtest(1)
    paid, other = payment(1), payment(1, value=7)
    own.mine(2, [paid.serialize()])
    own.reorg(2, 3, [other.serialize()])
    assert asyncio.run(own.find(other.txid())).height == 2
    assert not own.waiting
    with pytest.raises(NotFound):
        asyncio.run(own.find(paid.txid()))


def test_a_reorganisation_that_cannot_win_is_refused():
    own = regtest(3)
    for depth, count in ((1, 1), (0, 2), (4, 9)):
        with pytest.raises(ValueError):
            own.reorg(depth, count)
    assert len(own.chain) == 4


# -- JSON-RPC: a node that answers something else


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


@pytest.mark.parametrize("question", QUESTIONS)
@in_loop
async def test_no_shape_of_an_answer_is_more_than_nonsense(question):
    for value in (*WRONG_SHAPES, None):
        async with rpc(result(value)) as node:
            if (question, value) in ((ask_mempool, []), (ask_filter, None)):
                await question(node)
            else:
                with pytest.raises(NodeNonsense):
                    await question(node)


NOT_JSON_RPC = {
    "no JSON": lambda body: http(b"<html>"),
    "nothing": lambda body: http(b""),
    "no UTF-8": lambda body: http(b'{"result": "\xff"}'),
    "nested without end": lambda body: http(b"[" * 100_000),
    "an enormous number": lambda body: http(b'{"id": 0, "error": null, "result": 1' + b"0" * 5000 + b"}"),
    "text": lambda body: http(b'"text"'),
    "another id": result(TIP, id=7),
    "no result": lambda body: http(b'{"id": 0, "error": null}'),
    "an error that is text": result(None, error="sorry"),
    "an error without code": result(None, error={"message": "sorry"}),
    "an error without words": result(None, error={"code": 5}),
    "an error whose code is text": result(None, error={"code": "5", "message": "sorry"}),
    "no HTTP": lambda body: b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "a redirection to nowhere": lambda body: http(b"", b"302 Found\r\nLocation: http://127.0.0.1:1/"),
}


@pytest.mark.parametrize("question", [ask_tip, ask_run])
@pytest.mark.parametrize("case", NOT_JSON_RPC)
@in_loop
async def test_what_is_no_json_rpc_is_a_named_error(question, case):
    async with rpc(NOT_JSON_RPC[case]) as node:
        expected = NodeUnreachable if case == "a redirection to nowhere" else NodeNonsense
        with pytest.raises(expected) as caught:
            await question(node)
        assert "key" not in str(caught.value)


def changed(values, index, value):
    return values[:index] + (value,) + values[index + 1 :]


OTHER = RegtestNode(clock=lambda: 1_600_000_000)  # another chain on the same genesis block
OTHER.mine(4)
OTHERS = tuple(OTHER.blocks[block_hash].header.hex() for block_hash in OTHER.chain)
NONSENSE_RUNS = {
    "a header cut short": (HASHES, changed(HEADERS, 2, HEADERS[2][:-2])),
    "half a byte": (HASHES, changed(HEADERS, 2, HEADERS[2][:-1])),
    "a header of another block": (HASHES, changed(HEADERS, 2, HEADERS[5])),
    "no header at all": (HASHES, changed(HEADERS, 2, "00" * 80)),
    "the headers of another chain": (HASHES, OTHERS),
    "headers that do not link": (changed(HASHES, 2, HASHES[5]), changed(HEADERS, 2, HEADERS[5])),
    "headers in the wrong order": (HASHES[3::-1], HEADERS[3::-1]),
    "no header": (HASHES, changed(HEADERS, 1, None)),
}


@pytest.mark.parametrize("case", NONSENSE_RUNS)
@in_loop
async def test_headers_that_are_not_those_asked_for_are_nonsense(case):
    hashes, headers = NONSENSE_RUNS[case]
    async with rpc(by_method(getblockhash=hashes, getblockheader=headers)) as node:
        with pytest.raises(NodeNonsense):
            await node.header_run(0, 4)
    async with rpc(by_method(getblockhash=HASHES, getblockheader=HEADERS)) as node:
        assert await node.header_run(0, 4) == bytes.fromhex("".join(HEADERS[:4]))


@in_loop
async def test_a_batch_with_an_answer_missing_or_doubled_is_nonsense():
    for change in (lambda replies: replies[:-1], lambda replies: [*replies[:-1], replies[0]], lambda replies: []):

        def respond(body, change=change):
            replies = json.loads(result(HASHES[0])(body).partition(b"\r\n\r\n")[2])
            return http(json.dumps(change(replies)).encode())

        async with rpc(respond) as node:
            with pytest.raises(NodeNonsense):
                await node.header_run(0, 4)


@in_loop
async def test_the_answers_of_a_batch_may_come_in_any_order():
    def respond(body):
        answer = by_method(getblockhash=HASHES, getblockheader=HEADERS)(body)
        return http(json.dumps(json.loads(answer.partition(b"\r\n\r\n")[2])[::-1]).encode())

    async with rpc(respond) as node:
        assert await node.header_run(0, 4) == bytes.fromhex("".join(HEADERS[:4]))


@in_loop
async def test_a_block_or_transaction_that_is_not_the_one_asked_for_is_nonsense():
    last = RAW[3][-8:]
    for raw in (
        RAW[4],
        RAW[3][:-2],
        RAW[3] + "00",
        RAW[3].replace(last, "00000001"),
        RAW[3][:160] + RAW[4][160:],
        "00",
    ):
        async with rpc(result(raw)) as node:
            with pytest.raises(NodeNonsense):
                await node.block(OWN.chain[3])
    for raw in (payment(1).serialize().hex(), RAW[3][162:-2], RAW[3][162:] + "00"):
        async with rpc(result(raw)) as node:
            with pytest.raises(NodeNonsense):
                await node.transaction(TXID)
    async with rpc(result(RAW[3][162:])) as node:
        assert await node.transaction(TXID) == bytes.fromhex(RAW[3][162:])


@in_loop
async def test_a_block_that_lacks_the_transaction_it_was_said_to_hold_is_nonsense():
    details = {"txid": codec.display(TXID), "blockhash": HASHES[4]}
    elsewhere = by_method(
        getrawtransaction=details, getblockheader={"height": 4}, getblockhash=HASHES[4], getblock=RAW[4]
    )
    async with rpc(elsewhere) as node:
        with pytest.raises(NodeNonsense):
            await node.proof(TXID)


@in_loop
async def test_a_transaction_of_a_stale_block_counts_as_not_mined():
    details = {"txid": codec.display(TXID), "blockhash": HASHES[4]}
    stale = by_method(getrawtransaction=details, getblockheader={"height": 4}, getblockhash=HASHES[5])
    async with rpc(stale) as node:
        with pytest.raises(NotFound, match="stale"):
            await node.find(TXID)


@in_loop
async def test_a_filter_that_does_not_decode_is_nonsense_and_one_that_is_missing_none():
    async with rpc(result({"filter": "0affff"})) as node:
        with pytest.raises(NodeNonsense, match="filter"):
            await node.filter(OWN.chain[3])

    def refusing(code, message):
        return result(None, b"500 Internal Server Error", error={"code": code, "message": message})

    no_index = (-5, "The CF index must be enabled for this command")
    for refusal in (
        (-1, "Index is not enabled for filtertype basic"),
        (-1, "Filter not found."),
        (-32601, "No"),
        no_index,
    ):
        async with rpc(refusing(*refusal)) as node:
            assert await node.filter(OWN.chain[3]) is None
    async with rpc(refusing(-5, "Block not found")) as node:
        with pytest.raises(NotFound):
            await node.filter(OWN.chain[3])
    async with rpc(refusing(-32603, "disk")) as node:
        with pytest.raises(NodeRefused):
            await node.filter(OWN.chain[3])


@in_loop
async def test_a_node_without_getblockfilter_is_asked_as_btcd_wants_it():
    data = await OWN.filter(OWN.chain[3])

    def respond(body):
        if json.loads(body)["method"] == "getcfilter":
            return result(data.hex())(body)
        return result(None, error={"code": -32601, "message": "Method not found"})(body)

    async with rpc(respond) as node:
        assert await node.filter(OWN.chain[3]) == data


@in_loop
async def test_a_transaction_that_was_mined_meanwhile_counts_as_broadcast():
    async with rpc(result(None, error={"code": -27, "message": "Transaction outputs already in utxo set"})) as node:
        assert await node.broadcast(payment(1).serialize()) == payment(1).txid()


@in_loop
async def test_details_of_another_transaction_are_nonsense():
    async with rpc(result({"txid": codec.display(UNKNOWN)})) as node:
        with pytest.raises(NodeNonsense):
            await node.find(TXID)


@in_loop
async def test_a_batch_can_be_refused_as_a_whole_or_for_one_call():
    refusal = {"result": None, "error": {"code": -32600, "message": "Batches are off"}, "id": None}
    async with rpc(lambda body: http(json.dumps(refusal).encode())) as node:
        with pytest.raises(NodeRefused, match="off"):
            await node.header_run(0, 4)
    async with rpc(result(None, error={"code": -20, "message": "Database error"})) as node:
        with pytest.raises(NodeRefused, match="Database"):
            await node.header_run(0, 4)


@pytest.mark.parametrize("code", [-8, -1])
@in_loop
async def test_a_run_ends_at_the_tip_whatever_code_says_so(code):
    def respond(body):
        answer = json.loads(by_method(getblockhash=HASHES, getblockheader=HEADERS)(body).partition(b"\r\n\r\n")[2])
        for question, reply in zip(json.loads(body), answer, strict=True):
            if question["method"] == "getblockhash" and question["params"][0] > 3:
                reply.update(result=None, error={"code": code, "message": "Block number out of range"})
        return http(json.dumps(answer).encode())

    async with rpc(respond) as node:
        assert await node.header_run(0, 10) == bytes.fromhex("".join(HEADERS[:4]))


@in_loop
async def test_a_node_that_takes_everything_and_keeps_nothing_is_found_out(monkeypatch):
    monkeypatch.setattr(nodes, "ACCEPT_WAIT", 0.2)
    tx = payment(1)
    questions = []

    def respond(body):
        question = json.loads(body)
        questions.append(question["method"])
        if question["method"] == "sendrawtransaction":
            return result(codec.display(tx.txid()))(body)
        return result(None, error={"code": -1, "message": "Transaction not found."})(body)

    async with rpc(respond) as node:
        with pytest.raises(NotAccepted, match=codec.display(tx.txid())):
            await node.broadcast(tx.serialize())
    assert questions.count("getrawtransaction") > 2
    async with rpc(result(codec.display(UNKNOWN))) as node:
        with pytest.raises(NodeNonsense):
            await node.broadcast(tx.serialize())


@in_loop
async def test_errors_are_told_by_the_body_whatever_the_status_says():
    for status in (b"200 OK", b"500 Internal Server Error", b"404 Not Found", b"400 Bad Request"):
        error = {"code": -26, "message": "bad-txns-in-belowout"}
        async with rpc(result(None, status, error=error)) as node:
            with pytest.raises(NodeRefused) as caught:
                await node.tip()
            assert caught.value.args == (-26, "bad-txns-in-belowout")
        error = {"code": -28, "message": "Loading block index..."}
        async with rpc(result(None, status, error=error)) as node:
            with pytest.raises(NodeNotReady, match="Loading"):
                await node.tip()
    async with rpc(lambda body: http(b"Work queue depth exceeded", b"503 Service Unavailable")) as node:
        with pytest.raises(NodeUnreachable, match="503"):
            await node.tip()


@in_loop
async def test_a_wrong_password_is_told_apart_and_never_shown():
    server = RpcServer(regtest(1), password="of the node")
    await server.start()
    node = JsonRpcNode(server.url.replace("of the node", "secret"))
    with pytest.raises(NodeUnauthorized) as caught:
        await node.tip()
    assert "secret" not in str(caught.value) + node.name + node.url
    await node.close()
    node = JsonRpcNode(server.url.replace("of the node", "of%20the%20node"))
    assert (await node.tip()).height == 1
    await node.close()
    await server.close()


@in_loop
async def test_the_cookie_is_read_anew_after_the_node_was_restarted(tmp_path):
    cookie = tmp_path / ".cookie"
    server = RpcServer(regtest(1), password="first")
    await server.start()
    node = JsonRpcNode(server.url.replace("x:first@", ""), cookie=cookie)
    with pytest.raises(NodeUnreachable, match="cookie"):
        await node.tip()
    cookie.write_text("x:first\n")
    assert (await node.tip()).height == 1
    server.password = "second"
    with pytest.raises(NodeUnauthorized):
        await node.tip()
    cookie.write_text("x:second")
    assert (await node.tip()).height == 1
    await node.close()
    await server.close()


@in_loop
async def test_an_answer_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(answers, "MAX_ANSWER", 1 << 20)
    for head in (b"Content-Length: 1000000000", b"Connection: close"):
        sent = 0

        async def converse(reader, writer, head=head):
            nonlocal sent
            await read_request(reader)
            writer.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
            while True:
                writer.write(b" " * 65536)
                await writer.drain()
                sent += 65536

        async with listening(converse) as port:
            node = JsonRpcNode(f"http://127.0.0.1:{port}", timeout=10)
            with pytest.raises(AnswerTooLarge):
                await node.tip()
            await node.close()
            assert sent < 32 << 20  # what the sockets buffered


@in_loop
async def test_a_node_that_is_not_there_hangs_or_hangs_up_is_a_named_error():
    async with listening(None) as port:
        pass
    node = JsonRpcNode(f"http://x:key@127.0.0.1:{port}")
    for question in QUESTIONS:
        with pytest.raises(NodeUnreachable, match=str(port)):
            await question(node)
    await node.close()
    for answer in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b'{"resu'):
        async with rpc(lambda body, answer=answer: answer) as node:
            with pytest.raises(NodeCut):
                await node.tip()

    async def hang(reader, writer):
        await asyncio.sleep(60)

    async def hang_in_the_middle(reader, writer):
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
        await asyncio.sleep(60)

    for converse in (hang, hang_in_the_middle):
        async with listening(converse) as port:
            node = JsonRpcNode(f"http://127.0.0.1:{port}", timeout=0.2)
            started = time.monotonic()
            with pytest.raises(NodeTimeout):
                await node.tip()
            assert time.monotonic() - started < 2
            await node.close()


@in_loop
async def test_a_connection_given_up_while_idle_costs_no_question():
    own = regtest(1)
    server = RpcServer(own)
    await server.start()
    node = JsonRpcNode(server.url)
    await node.tip()
    port = server.runner.addresses[0][1]
    await server.close()  # the kept connection is dead now
    server = RpcServer(own)
    await server.start(port)
    assert (await node.tip()).height == 1
    await node.close()
    await server.close()


@in_loop
async def test_no_more_connections_are_open_than_allowed():
    open_now = most = 0

    async def converse(reader, writer):
        nonlocal open_now, most
        body = await read_request(reader)
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.02)
        open_now -= 1
        writer.write(result(TIP)(body))
        await writer.drain()

    async with listening(converse) as port:
        node = JsonRpcNode(f"http://127.0.0.1:{port}", connections=3)
        assert await asyncio.gather(*(node.tip() for _ in range(20))) == [(3, OWN.chain[3])] * 20
        assert most == 3
        await node.close()


@in_loop
async def test_a_question_that_waits_for_its_turn_does_not_time_out():
    async def converse(reader, writer):
        body = await read_request(reader)
        await asyncio.sleep(0.2)
        writer.write(result(TIP)(body))
        await writer.drain()

    async with listening(converse) as port:
        node = JsonRpcNode(f"http://127.0.0.1:{port}", connections=1, timeout=0.5)
        assert await asyncio.gather(*(node.tip() for _ in range(5))) == [(3, OWN.chain[3])] * 5
        await node.close()


@pytest.mark.parametrize("height", [-1, 1 << 32, 1.0, True, "3", None])
@in_loop
async def test_a_height_is_a_number_of_32_bits(height):
    async with rpc(result({"blocks": height, "bestblockhash": HASHES[3]})) as node:
        with pytest.raises(NodeNonsense):
            await node.tip()
    async with electrum(lambda asked: line_of(asked, {"height": height, "hex": HEADERS[3]})) as node:
        with pytest.raises(NodeNonsense):
            await node.tip()


@in_loop
async def test_a_tip_has_a_header_of_80_bytes():
    for text in (HEADERS[3][:-2], HEADERS[3] + "00", ""):
        async with electrum(lambda asked, text=text: line_of(asked, {"height": 3, "hex": text})) as node:
            with pytest.raises(NodeNonsense):
                await node.tip()


@in_loop
async def test_a_run_is_fetched_in_batches_and_ends_where_the_node_refuses():
    sizes = []

    def respond(body):
        sizes.append(len(json.loads(body)))
        return by_method(getblockhash=HASHES[:1] * jsonrpc.BATCH, getblockheader=HEADERS[:1] * jsonrpc.BATCH)(body)

    async with rpc(respond) as node:
        with pytest.raises(NodeNonsense):  # the same block again and again
            await node.header_run(0, 3 * jsonrpc.BATCH + 1)
    assert max(sizes) == jsonrpc.BATCH


@in_loop
async def test_the_login_goes_out_as_it_stands_in_the_url():
    seen = []

    async def converse(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        seen.append(base64.b64decode(head.partition(b"Basic ")[2].split(b"\r\n")[0]))
        writer.write(http(b"{}"))
        await writer.drain()

    async with listening(converse) as port:
        node = JsonRpcNode(f"http://us%3Aer:p%40ss:w@127.0.0.1:{port}")
        with pytest.raises(NodeNonsense):
            await node.tip()
        await node.close()
    assert seen[0] == b"us:er:p@ss:w"


# -- Electrum: a server that answers something else


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


@pytest.mark.parametrize("question", [ask_tip, ask_run, ask_tx, ask_find, ask_proof, ask_wait, ask_broadcast])
@in_loop
async def test_no_shape_of_an_electrum_answer_is_more_than_nonsense(question):
    for value in (*WRONG_SHAPES, None):
        async with electrum(lambda asked, value=value: line_of(asked, value)) as node:
            with pytest.raises(NodeNonsense):
                await question(node)


def error_line(error):
    return lambda asked: json.dumps({"jsonrpc": "2.0", "id": asked["id"], "error": error}).encode() + b"\n"


NOT_ELECTRUM = {
    "no JSON": (lambda asked: b"<html>\n", NodeNonsense),
    "an empty line": (lambda asked: b"\n", NodeNonsense),
    "nested without end": (lambda asked: b"[" * 100_000 + b"\n", NodeNonsense),
    "another id": (lambda asked: line_of(asked, 1, id=77), NodeNonsense),
    "no id": (lambda asked: b'{"result": 1}\n', NodeNonsense),
    "an id that is text": (lambda asked: line_of(asked, 1, id="1"), NodeNonsense),
    "a list": (lambda asked: b"[]\n", NodeNonsense),
    "no result": (lambda asked: json.dumps({"id": asked["id"]}).encode() + b"\n", NodeNonsense),
    "an error that is text": (error_line("sorry"), NodeNonsense),
    "an error without code": (error_line({"message": "sorry"}), NodeNonsense),
    "an error": (error_line({"code": -102, "message": "server busy"}), NodeRefused),
    "hanging up": (lambda asked: None, NodeCut),
    "half a line": (lambda asked: line_of(asked, 1)[:9], NodeTimeout),
    "silence": (lambda asked: b"", NodeTimeout),
}


@pytest.mark.parametrize("case", NOT_ELECTRUM)
@in_loop
async def test_what_is_no_electrum_answer_is_a_named_error_and_the_next_question_starts_anew(case):
    respond, expected = NOT_ELECTRUM[case]
    bad = True
    header = {"height": 3, "hex": HEADERS[3]}
    async with electrum(lambda asked: respond(asked) if bad else line_of(asked, header), timeout=0.3) as node:
        for question in (ask_tip, ask_tx):
            with pytest.raises(expected):
                await question(node)
        bad = False
        assert await node.tip() == (3, OWN.chain[3])


@in_loop
async def test_runs_of_an_electrum_server_are_checked():
    three = "".join(HEADERS[:3])
    for text in (three[:-1], three[:-2], three + "00", HEADERS[0] + HEADERS[2], "".join(HEADERS[:5])):
        async with electrum(lambda asked, text=text: line_of(asked, {"count": 3, "hex": text})) as node:
            with pytest.raises(NodeNonsense):
                await node.header_run(0, 4)


class Tampering(ElectrumServer):
    """Changes the answers to one method."""

    def __init__(self, node, method, change):
        super().__init__(node)
        self.method, self.change = method, change

    async def _answer(self, method, params):
        answer = await super()._answer(method, params)
        return self.change(answer) if method.endswith(self.method) else answer


TAMPERED = {
    "another position": ("get_merkle", lambda answer: {**answer, "pos": answer["pos"] ^ 1}),
    "a position outside": ("get_merkle", lambda answer: {**answer, "pos": 99}),
    "a position below": ("get_merkle", lambda answer: {**answer, "pos": -1}),
    "a branch cut short": ("get_merkle", lambda answer: {**answer, "merkle": answer["merkle"][:-1]}),
    "a branch reversed": ("get_merkle", lambda answer: {**answer, "merkle": answer["merkle"][::-1]}),
    "a branch without end": ("get_merkle", lambda answer: {**answer, "merkle": answer["merkle"] * 1000}),
    "another coinbase": ("id_from_pos", lambda answer: {**answer, "tx_hash": codec.display(payment(2).txid())}),
    "a coinbase branch cut": ("id_from_pos", lambda answer: {**answer, "merkle": []}),
    "another header": ("headers", lambda answer: {**answer, "hex": HEADERS[2]}),
    "no header": ("headers", lambda answer: {**answer, "hex": ""}),
    "another height": ("get_history", lambda answer: [{**entry, "height": "4"} for entry in answer]),
    "no hash": ("get_history", lambda answer: [{"height": 3}]),
}


@pytest.mark.parametrize("case", TAMPERED)
@in_loop
async def test_an_electrum_proof_that_does_not_hold_is_nonsense(case):
    own = regtest(2)
    own.mine(1, [payment(n).serialize() for n in range(4)])
    txid = payment(1).txid()
    async with Tampering(own, *TAMPERED[case]).running() as url:
        node = ElectrumNode(url)
        with pytest.raises(NodeNonsense):
            await node.proof(txid)
        await node.close()
    async with over_electrum(own) as node:
        assert (await node.proof(txid)).position == 2


@in_loop
async def test_a_broadcast_that_an_electrum_server_refuses_counts_if_it_has_the_transaction():
    raw, txid = payment(1).serialize(), payment(1).txid()

    def respond(asked):
        if asked["method"] == "blockchain.transaction.broadcast":
            return error_line({"code": 1, "message": "txn-already-known"})(asked)
        return line_of(asked, raw.hex())

    async with electrum(respond) as node:
        assert await node.broadcast(raw) == txid
        with pytest.raises(NodeRefused):
            await node.call("blockchain.transaction.broadcast", "00")
    async with electrum(lambda asked: line_of(asked, codec.display(UNKNOWN))) as node:
        with pytest.raises(NodeNonsense):
            await node.broadcast(raw)


@in_loop
async def test_a_transaction_that_pays_to_nobody_has_no_history():
    own = regtest(1)
    burn = payment(1, script=b"\x6a\x01x")
    own.mine(1, [burn.serialize()])
    async with over_electrum(own) as node:
        with pytest.raises(NotSupported):
            await node.find(burn.txid())


@in_loop
async def test_an_electrum_server_that_does_not_greet_is_a_named_error():
    async def hang(reader, writer):
        await asyncio.sleep(60)

    async def refuse(reader, writer):
        writer.write(error_line({"code": 1, "message": "unsupported protocol version"})({"id": 1}))
        await reader.read()

    for converse, expected in ((hang, NodeTimeout), (refuse, NodeRefused)):
        async with listening(converse) as port:
            node = ElectrumNode(f"tcp://127.0.0.1:{port}", timeout=0.2)
            for _ in range(2):
                with pytest.raises(expected):
                    await node.tip()
            await node.close()


@in_loop
async def test_a_transaction_that_an_electrum_server_does_not_list_yet_waits():
    own = regtest(2)
    async with Tampering(own, "get_history", lambda answer: []).running() as url:
        node = ElectrumNode(url)
        assert await node.proof(await node.broadcast(payment(1).serialize())) is None
        await node.close()


@in_loop
async def test_an_electrum_connection_is_made_again_and_waiting_survives_the_cut():
    own = regtest(1)
    server = ElectrumServer(own)
    async with server.running() as url:
        node = ElectrumNode(url)
        waiting = asyncio.create_task(node.wait_change(own.chain[-1], 5))
        await asyncio.sleep(0.05)
        server.drop()
        await asyncio.sleep(0.05)
        assert not waiting.done()
        own.mine()
        assert await waiting
        server.drop()
        assert (await node.tip()).height == 2
        await node.close()
    with pytest.raises(NodeUnreachable):
        await node.tip()


@in_loop
async def test_many_questions_share_one_electrum_connection():
    own = regtest(100)
    server = ElectrumServer(own)
    async with server.running() as url:
        node = ElectrumNode(url)
        runs = await asyncio.gather(*(node.header_run(height, 1) for height in range(100)))
        assert [codec.hash_of(run) for run in runs] == own.chain[:100]
        assert len(server.connections) == 1
        await node.close()


@in_loop
async def test_who_stops_waiting_for_an_electrum_answer_does_not_break_the_connection():
    own = regtest(1)
    server = ElectrumServer(own)
    async with server.running() as url:
        node = ElectrumNode(url)
        await node.tip()
        asking = asyncio.create_task(node.tip())
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.sleep(0.05)
        assert (await node.tip()).height == 1
        assert len(server.connections) == 1
        await node.close()


@in_loop
async def test_an_electrum_line_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(answers, "MAX_ANSWER", 1 << 16)
    async with electrum(lambda asked: b" " * (1 << 20) + b"\n") as node:
        with pytest.raises(AnswerTooLarge):
            await node.tip()


@pytest.mark.parametrize("url", ["http://127.0.0.1:50001", "127.0.0.1:50001", "tcp://127.0.0.1", "ssl://:50002"])
def test_the_url_of_an_electrum_server_says_how_and_where(url):
    with pytest.raises(ValueError):
        ElectrumNode(url)


def test_every_error_of_a_node_is_in_the_tree_and_has_words():
    pending = [NodeError]
    while pending:
        error = pending.pop()
        pending += error.__subclasses__()
        assert issubclass(error, LightClientError)
        assert error is NodeError or str(error("a", "b", "c"))
