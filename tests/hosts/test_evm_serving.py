"""What a gateway answers about a private Ethereum, and what the command makes of a node's answers in files."""

import asyncio
import json

import pytest

from lightclient import ledgers
from lightclient.codec.cbor import decode
from lightclient.decided.hosts.errors import BadRule, NoRpcJson, NotInFiles, NotProvable, OtherChain, UnknownRule
from lightclient.errors import Equivocation, LightClientError
from lightclient.evidence.verdict import Proved
from lightclient.evm.contract import slot_of
from lightclient.evm.errors import BadNetwork
from lightclient.evm.hosts import making, rpcjson, tools
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.evm.network import Consensus, EvmNetwork
from lightclient.evm.questions import ACCOUNT, STORAGE, TRANSACTION
from lightclient.gateway.errors import BadArgument, NotHere, RpcNonsense, SourceFails
from lightclient.gateway.source import FOLLOWING, SYNCING
from lightclient.sync.messages import RUN
from lightclient.votes.errors import NotEnoughVotes
from tests.portable.evm import START, block
from tests.portable.test_evm_ledger import NETWORK, record
from tests.portable.test_evm_state import CONTRACT, NOBODY, PERSON, SLOT
from tests.support import evmnode
from tests.support.evmnode import FakeRpc, block_json, chain

NOW = START + 100
ROOM = 1 << 20
TEN = chain(10)
CHANGING = chain(9, sets={3: "bcdx", 5: "cdxy", 7: "dxyz", 9: "wxyz"})


class Served:
    """Blocks, a source at their node, and a client that starts at the first."""

    def __init__(self, blocks=TEN, network=NETWORK):
        self.blocks = dict(blocks)
        self.rpc = FakeRpc(self.blocks)
        self.source = EvmSource(network, EvmNode(self.rpc), lambda: NOW)
        self.client = network.start(record(blocks[1], network), None, 4)[0]
        self.follow()

    def follow(self):
        return asyncio.run(self.source.follow(0))

    def ask(self, kind, argument, limit=ROOM):
        async def answer():
            return await self.source.plan(kind, limit, argument).answer()

        return asyncio.run(answer())

    def run(self, limit=ROOM):
        height, run = self.client.read(self.ask(RUN, self.client.locator(), limit))
        self.client.extend(run, height, NOW)
        return [sealed.height for sealed in run]

    def prove(self, subject):
        question = self.client.prove(subject, lambda: NOW, ROOM)
        return question.judge(self.ask(question.kind, question.argument()))


def test_seals_are_recovered_once_and_paid_for_as_calls_are(monkeypatch):
    served, recovered = Served(CHANGING), []
    real = making.signer_of
    monkeypatch.setattr(making, "signer_of", lambda digest, seal: recovered.append(seal) or real(digest, seal))

    async def asked():
        plan = served.source.plan(RUN, ROOM, served.client.locator())
        await plan.answer()
        return plan.work.calls

    # The node here counts no calls of its own.
    assert asyncio.run(asked()) == len(recovered) == len(set(recovered)) == 8
    assert asyncio.run(asked()) == 0 and len(recovered) == 8


def test_few_signers_are_remembered(monkeypatch):
    monkeypatch.setattr(making, "REMEMBERED", 2)
    signers = making.Signers()
    for number in (1, 2, 3, 1):
        assert signers.of(TEN[number]) >= set(TEN[number].validators[1:]) and len(signers._found) <= 2


@pytest.mark.parametrize("kind", ["qbft", "ibft2", "ibft1"])
def test_a_client_skips_to_the_tip(kind):
    network = EvmNetwork(1337, 1000, kind)
    served = Served(chain(5, kind), network)
    assert served.run() == [5] and served.client.tip == served.source.tip.hash
    assert served.run() == [5]


def test_a_client_is_led_along_a_set_that_changes_step_by_step():
    served = Served(CHANGING)
    heights = served.run()
    assert heights[-1] == 9 and len(heights) < 8 and served.client.height == 9
    served = Served(CHANGING)
    whole = len(served.ask(RUN, served.client.locator()))
    assert served.run(whole)[-1] < 9
    while served.client.height < 9:
        served.run()


def test_a_client_of_another_chain_is_shown_where_they_part():
    there = Served()
    other = block(2, parent=TEN[1].hash, p3=b"\x01" * 32)
    there.client.extend([other], 2, NOW)
    height, run = there.client.read(there.ask(RUN, there.client.locator()))
    assert [sealed.height for sealed in run] == [2]
    with pytest.raises(Equivocation):
        there.client.extend(run, height, NOW)


@pytest.mark.parametrize("height", [1, 3, 10])
def test_everything_is_proved_to_clients_above_and_below_it(height):
    served = Served()
    if height > 1:
        served.client.extend([TEN[height]], height, NOW)
    for place, tx_hash in enumerate(evmnode.HASHES):
        verdict = served.prove(tx_hash)
        assert isinstance(verdict, Proved) and (verdict.place.height, verdict.subject.found[0][0]) == (3, place)
        verdict = served.prove("receipt:0x" + tx_hash.hex())
        assert verdict.subject.receipt.succeeded and verdict.subject.receipt.logs[0].data == b"\x00\xff"
    assert served.prove((CONTRACT, SLOT)).subject.value == slot_of(1)
    assert served.prove((CONTRACT, slot_of(5))).subject.value == bytes(32)
    assert served.prove(PERSON).subject.account.balance == 10**18
    assert served.prove(NOBODY).subject.account is None


def test_a_block_is_taken_apart_once_however_many_ask():
    served = Served()
    for _ in range(3):
        for tx_hash in evmnode.HASHES:
            served.prove("receipt:0x" + tx_hash.hex())
    assert served.rpc.asked.count("eth_getBlockReceipts") == 1


def test_what_was_asked_for_in_vain_is_paid_for():
    served = Served()
    plan = served.source.plan(TRANSACTION, ROOM, [bytes(32), served.client.locator()])
    before = plan.work

    async def answer():
        with pytest.raises(NotHere):
            await plan.answer()

    asyncio.run(answer())
    assert before.calls > 0 and plan.work != before


def test_what_the_node_does_not_have_is_not_found():
    served = Served()
    with pytest.raises(NotHere):
        served.prove(bytes(32))
    with pytest.raises(NotHere):
        served.ask(RUN, bytes(40))


@pytest.mark.parametrize(
    ("kind", "argument"),
    [(STORAGE, [bytes(20), bytes(31), bytes(40)]), (STORAGE, [bytes(20), bytes(40)]), (ACCOUNT, [bytes(32), bytes(40)]),
     (TRANSACTION, [bytes(20), bytes(40)]), (TRANSACTION, "text"), (RUN, b"")],
)  # fmt: skip
def test_what_is_no_question(kind, argument):
    with pytest.raises(BadArgument):
        Served().source.plan(kind, ROOM, argument)


def test_where_the_node_stands():
    served = Served()
    assert (served.source.height, served.source.state, served.follow()) == (10, FOLLOWING, None)
    assert served.source.capabilities == ["account", "receipt", "run", "storage", "transaction"]
    assert decode(served.source.newest()) == [TEN[10].header.raw]
    served.rpc.behind = True
    assert served.follow() is None and served.source.state == SYNCING
    served.rpc.chain_id = 1
    with pytest.raises(OtherChain):
        served.follow()


def test_what_does_not_belong_together_is_not_passed_on():
    node = EvmNode(FakeRpc({3: TEN[3]}))
    profile = Consensus("qbft")
    honest = node.rpc.call
    for change in (
        lambda shown: shown.update(hash="0x" + "00" * 32),
        lambda shown: shown.update(number="0x4"),
        lambda shown: shown.update(extraData="0x"),
        lambda shown: shown.update(stateRoot="0x00"),
        lambda shown: shown.pop("miner"),
        lambda shown: shown.update(gasUsed="7"),
    ):

        def call(method, params, change=change):
            shown = honest(method, params)
            change(shown)
            return shown

        node.rpc.call = call
        with pytest.raises(RpcNonsense):
            node.signed(3, profile)
    with pytest.raises(RpcNonsense):
        EvmNode(FakeRpc({3: TEN[3]})).signed(3, Consensus("ibft2"))


def test_transactions_that_do_not_make_up_the_root_prove_nothing(monkeypatch):
    served = Served()
    monkeypatch.setitem(evmnode.TXS[0], "gas", "0x5209")
    with pytest.raises(NotProvable):
        served.source.node.transaction(evmnode.HASHES[0], Consensus("qbft"))
    monkeypatch.setitem(evmnode.RECEIPTS[0], "status", "0x0")
    with pytest.raises(NotProvable):
        served.source.node.receipt(evmnode.HASHES[0], Consensus("qbft"))


@pytest.mark.parametrize("value", [None, "", "0x", "12", "0xg", "0x" + "1" * 65, 7])
def test_what_is_no_number(value):
    with pytest.raises(RpcNonsense):
        rpcjson.number(value, "it")


def test_transactions_of_other_types_are_refused_by_name():
    with pytest.raises(RpcNonsense, match="type 9"):
        rpcjson.transaction_of({"type": "0x9"})


# -- the command's tools


GIVEN = {"chain_id": "1337", "trusting_period": "1000", "consensus": "qbft"}


def test_rules_of_a_chain():
    assert tools.rules_of(GIVEN | {"drift": "3"}) == {
        "chain_id": 1337, "trusting_period": 1000, "consensus": "qbft", "drift": 3,
    }  # fmt: skip
    for change, error in (
        ({"trusting_period": "day"}, BadRule),
        ({"colour": "red"}, UnknownRule),
        ({"consensus": "clique"}, BadNetwork),
        ({"chain_id": "0"}, BadNetwork),
    ):
        with pytest.raises(error):
            tools.rules_of(GIVEN | change)
    for name in GIVEN:
        with pytest.raises(BadRule):
            tools.rules_of({key: value for key, value in GIVEN.items() if key != name})


def test_checkpoints_and_evidence_are_made_of_a_node():
    rules = tools.rules_of(GIVEN)
    at_node = tools.AtNode(EvmNode(FakeRpc(TEN)), Consensus("qbft"))
    network, trust = tools.checkpoint(at_node, 2, rules)
    ledger, _ = network.start(trust, None, 4)
    assert (ledger.height, ledger.facts()["signed"], network.id) == (2, "3 of 4", "eip155:1337")
    names = ["0x" + evmnode.HASHES[1].hex(), "receipt:0x" + evmnode.HASHES[1].hex(), "0x" + PERSON.hex()]
    names.append(f"0x{CONTRACT.hex()}/3[0x{PERSON.hex()}]")
    for name in names:
        made = tools.prove(network, at_node, name, trust)
        assert isinstance(ledger.judge_evidence(made, NOW), Proved), name
    assert int.from_bytes(ledger.judge_evidence(made, NOW).subject.value, "big") == 1
    few = tools.AtNode(EvmNode(FakeRpc({1: block(1, signers="ab")})), Consensus("qbft"))
    with pytest.raises(NotEnoughVotes):
        tools.checkpoint(few, None, rules)


def test_headers_and_proofs_are_read_from_files():
    profile = Consensus("qbft")
    shown = json.dumps([{"result": block_json(TEN[3])}, {"result": block_json(TEN[2])}]).encode()
    proof = json.dumps(
        {"result": FakeRpc(TEN).eth_getProof("0x" + CONTRACT.hex(), ["0x" + SLOT.hex()], "0x3")}
    ).encode()
    files = tools.in_files([("a", shown), ("b", TEN[1].header.raw), ("c", proof)], profile)
    assert [sealed.height for sealed in files.all()] == [1, 2, 3]
    network, trust = tools.checkpoint(files, 1, tools.rules_of(GIVEN))
    made = tools.prove(network, files, f"0x{CONTRACT.hex()}/0x{SLOT.hex()}", trust)
    verdict = network.start(trust, None, 4)[0].judge_evidence(made, NOW)
    assert (verdict.subject.value, verdict.place.height) == (slot_of(1), 3)
    text = ("0x" + TEN[1].header.raw.hex() + "\n").encode()
    assert tools.headers([("hex", text)], NETWORK)[0].hash == TEN[1].hash
    for missing in (lambda: files.signed(9), lambda: files.held(NOBODY, None), lambda: files.transaction(bytes(32))):
        with pytest.raises(NotInFiles):
            missing()
    for bad in (b"{", b"0xzz", b'{"parentHash": 1}'):
        with pytest.raises(NoRpcJson):
            tools.in_files([("bad", bad)], profile)
    with pytest.raises(NotInFiles):
        tools.in_files([("c", proof)], profile).newest()
    for place in range(0, len(shown), 41):
        damaged = shown[:place] + b"~" + shown[place + 1 :]
        try:
            tools.in_files([("damaged", damaged)], profile)
        except (LightClientError, SourceFails):
            continue


def test_tools_are_found_by_the_namespace():
    assert ledgers.tools("eip155") is tools
    assert ledgers.brought(record(TEN[1])).id == "eip155:1337"
