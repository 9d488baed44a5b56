"""Electrum: a server that answers something else, too much, or nothing."""

import asyncio
import json

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.hosts import nodejson
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.errors import (
    AnswerTooLarge,
    BadNodeUrl,
    NodeCut,
    NodeNonsense,
    NodeRefused,
    NodeTimeout,
    NodeUnreachable,
    NotSupported,
)
from tests.portable.blocks import payment
from tests.services.electrum import ElectrumServer
from tests.support.gateway import regtest
from tests.support.nodes import (
    HEADERS,
    OWN,
    UNKNOWN,
    WRONG_SHAPES,
    ask_broadcast,
    ask_find,
    ask_proof,
    ask_run,
    ask_tip,
    ask_tx,
    ask_wait,
    electrum,
    in_loop,
    line_of,
    listening,
    over_electrum,
)


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
    monkeypatch.setattr(nodejson, "MAX_ANSWER", 1 << 16)
    async with electrum(lambda asked: b" " * (1 << 20) + b"\n") as node:
        with pytest.raises(AnswerTooLarge):
            await node.tip()


@pytest.mark.parametrize("url", ["http://127.0.0.1:50001", "127.0.0.1:50001", "tcp://127.0.0.1", "ssl://:50002"])
def test_the_url_of_an_electrum_server_says_how_and_where(url):
    with pytest.raises(BadNodeUrl):
        ElectrumNode(url)
