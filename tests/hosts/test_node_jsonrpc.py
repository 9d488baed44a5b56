"""JSON-RPC: a node that answers something else, too much, or nothing."""

import asyncio
import base64
import json
import time

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.hosts import jsonrpc, nodejson
from lightclient.bitcoin.hosts import node as nodes
from lightclient.bitcoin.hosts.errors import (
    AnswerTooLarge,
    NodeCut,
    NodeNonsense,
    NodeNotReady,
    NodeRefused,
    NodeTimeout,
    NodeUnauthorized,
    NodeUnreachable,
    NotAccepted,
    NotFound,
)
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from tests.portable.blocks import payment
from tests.support.gateway import regtest
from tests.support.nodes import (
    HASHES,
    HEADERS,
    OWN,
    QUESTIONS,
    RAW,
    TIP,
    TXID,
    UNKNOWN,
    WRONG_SHAPES,
    ask_filter,
    ask_mempool,
    ask_run,
    ask_tip,
    by_method,
    electrum,
    http,
    in_loop,
    line_of,
    listening,
    read_request,
    result,
    rpc,
)


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
        with pytest.raises(NotFound) as caught:
            await node.find(TXID)
        assert "stale" in caught.value.args[2]


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
        with pytest.raises(NodeRefused, match="-32600"):
            await node.header_run(0, 4)
    async with rpc(result(None, error={"code": -20, "message": "Database error"})) as node:
        with pytest.raises(NodeRefused, match="-20"):
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
            with pytest.raises(NodeNotReady, match="starting"):
                await node.tip()
    async with rpc(lambda body: http(b"Work queue depth exceeded", b"503 Service Unavailable")) as node:
        with pytest.raises(NodeUnreachable, match="503"):
            await node.tip()


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ({}, False),
        ({"headers": 3, "initialblockdownload": False}, False),
        ({"headers": 6}, False),
        ({"headers": 7}, True),
        ({"headers": 900_000, "initialblockdownload": False}, True),
        ({"headers": 3, "initialblockdownload": True}, True),
        ({"headers": 3, "initialblockdownload": True, "chain": "regtest"}, False),  # on which nothing is to be fetched
        ({"headers": 9, "initialblockdownload": True, "chain": "regtest"}, True),
        ({"headers": "9", "initialblockdownload": "yes"}, False),
    ],
)
@in_loop
async def test_a_node_is_behind_while_it_says_so_or_lacks_blocks_of_headers(said, behind):
    async with rpc(result({**TIP, **said})) as node:
        await node.tip()
        assert node.behind is behind


@in_loop
async def test_a_wrong_password_is_told_apart_and_never_shown():
    server = RpcServer(regtest(1), password="of the node")
    await server.start()
    node = JsonRpcNode(server.url.replace("of the node", "secret"))
    with pytest.raises(NodeUnauthorized) as caught:
        await node.tip()
    assert "secret" not in str(caught.value) + node.name + node.http.url
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
    monkeypatch.setattr(nodejson, "MAX_ANSWER", 1 << 20)
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
        with pytest.raises(NodeUnreachable, match="refused") as caught:
            await question(node)
        assert str(port) not in str(caught.value)
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
            assert time.monotonic() - started < 30
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


@pytest.mark.slow
@in_loop
async def test_a_question_that_waits_for_its_turn_does_not_time_out():
    async def converse(reader, writer):
        body = await read_request(reader)
        await asyncio.sleep(0.5)
        writer.write(result(TIP)(body))
        await writer.drain()

    async with listening(converse) as port:
        node = JsonRpcNode(f"http://127.0.0.1:{port}", connections=1, timeout=2)
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
        return by_method(getblockhash=HASHES[:1] * jsonrpc.HEADERS, getblockheader=HEADERS[:1] * jsonrpc.HEADERS)(body)

    async with rpc(respond) as node:
        node.has_rest = False
        with pytest.raises(NodeNonsense):  # the same block again and again
            await node.header_run(0, 3 * jsonrpc.HEADERS + 1)
    assert max(sizes) == jsonrpc.HEADERS


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
