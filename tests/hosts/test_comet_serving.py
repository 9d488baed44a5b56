"""What a gateway answers about a chain of CometBFT, and what the command makes of a node's answers in files."""

import asyncio
import contextlib
import json

import pytest

from lightclient import ledgers
from lightclient.cli import gatewayconfig
from lightclient.codec.cbor import decode, encode
from lightclient.cometbft.hosts import rpcjson, tools
from lightclient.cometbft.hosts.node import CometNode
from lightclient.cometbft.hosts.serving import source as source_of
from lightclient.cometbft.hosts.source import CometSource
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import V0_38
from lightclient.cometbft.questions import STATE, TRANSACTION
from lightclient.decided.hosts.errors import (
    BadRule,
    NoProxy,
    NoRpcJson,
    NotAtNode,
    NotInFiles,
    OtherChain,
    UnknownRule,
)
from lightclient.errors import Equivocation, LightClientError
from lightclient.evidence.verdict import Proved
from lightclient.gateway.errors import AnswerTooLarge, BadArgument, NotHere, RpcNonsense
from lightclient.gateway.source import FOLLOWING, SLOW, STALE, SYNCING
from lightclient.merkle.tree import inclusion_path
from lightclient.sync.messages import RUN
from lightclient.votes.errors import NotEnoughVotes
from tests.portable import test_comet_evidence as evidence
from tests.portable.comet import FOUR, NETWORK, START, Chain, members
from tests.portable.test_comet_follower import changing
from tests.portable.test_comet_ledger import record
from tests.support.cometnode import FakeRpc, b64, commit_json, header_json, set_json

NOW = START + 100
ROOM = 1 << 20


class Served:
    """A chain, its node, a source at it, and a client that starts at a height of the chain."""

    def __init__(self, chain, start=1, window=4, network=NETWORK):
        self.chain = chain
        self.rpc = FakeRpc(chain)
        self.source = CometSource(network, CometNode(self.rpc), lambda: NOW)
        self.client = network.start(record(chain.blocks[start], network), None, window)[0]
        self.follow()

    def follow(self):
        return asyncio.run(self.source.follow(0))

    def ask(self, kind, argument, limit=ROOM):
        async def answer():
            return await self.source.plan(kind, limit, argument).answer()

        return asyncio.run(answer())

    def run(self, limit=ROOM):
        """Have the client take one answer; return the heights in it."""
        height, run = self.client.read(self.ask(RUN, self.client.locator(), limit))
        self.client.extend(run, height, NOW)
        return [signed.header.height for signed in run]


def test_a_client_is_led_along_by_as_few_headers_as_its_trust_allows():
    served = Served(changing())
    assert served.run() == [5, 9]  # of nine blocks in which all validators change
    assert served.client.tip == served.source.tip.hash
    assert served.run() == [9]  # whoever has all of it is shown the tip


def test_sets_that_the_client_knows_are_left_out():
    served = Served(Chain().grow(9))
    (fields,) = decode(served.ask(RUN, served.client.locator()))
    assert fields[2:] == [None, None]
    served = Served(changing())
    run = decode(served.ask(RUN, served.client.locator()))
    assert all(fields[2] is not None for fields in run)
    served.client.extend(served.client.read(encode(run))[1], 5, NOW)


def test_an_answer_keeps_within_what_the_client_can_take():
    served = Served(changing())
    whole = len(served.ask(RUN, served.client.locator()))
    assert served.run(whole) == [5]
    assert served.run() == [9]
    with pytest.raises(AnswerTooLarge):
        served.ask(RUN, served.client.locator(), 700)


def test_a_client_of_another_chain_is_shown_where_they_part():
    chain = Chain().grow(9)
    served = Served(chain)
    fork = Chain().grow(4)
    fork.make(5, data_hash=b"\x01" * 32)
    fork.grow(4)
    there = Served(fork)
    for height in (4, 5, 6):
        signed = fork.blocks[height]
        there.client.extend([signed], height, NOW)
    height, run = there.client.read(served.ask(RUN, there.client.locator()))
    assert [signed.header.height for signed in run] == [5]
    with pytest.raises(Equivocation):
        there.client.extend(run, height, NOW)
    assert there.client.attack is None and there.client.evidence_of_attack()


def test_a_client_nothing_of_which_is_known_is_told_so():
    served = Served(Chain().grow(5))
    for locator in (bytes(40), (9).to_bytes(8, "big") + bytes(32), (3).to_bytes(8, "big") + bytes(32)):
        with pytest.raises(NotHere):
            served.ask(RUN, locator)


@pytest.mark.parametrize("locator", [None, b"", bytes(39), bytes(41), bytes(9 * 40), "text", [bytes(40)]])
def test_what_is_no_locator(locator):
    served = Served(Chain().grow(2))
    for kind, argument in ((RUN, locator), (TRANSACTION, [bytes(32), locator]), (STATE, [b"a", b"b", locator])):
        with pytest.raises(BadArgument):
            served.source.plan(kind, ROOM, argument)


@pytest.mark.parametrize("argument", [None, [], [bytes(32)], [bytes(31), bytes(40)], [1, bytes(40)]])
def test_what_is_no_transaction(argument):
    with pytest.raises(BadArgument):
        Served(Chain().grow(2)).source.plan(TRANSACTION, ROOM, argument)


def state_world():
    """Return a chain whose block 3 has transactions, and whose block 4 shows a state, as a served one."""
    served = Served(evidence.world().chain)
    for index, tx in enumerate(evidence.TXS):
        path = inclusion_path(evidence.LEAVES, index)
        served.rpc.put(tx, 3, index, 3, [path[i : i + 32] for i in range(0, len(path), 32)])
    proofs = evidence.entry([])[5]
    found = {"value": b64(b"d!"), "proofOps": {"ops": [{"type": "ics23:x", "data": b64(each)} for each in proofs]}}
    served.rpc.entries["/store/bank/key", b"d".hex()] = {"height": "3", **found}
    return served


@pytest.mark.parametrize("height", [1, 3, 4, 6])
def test_a_transaction_is_proved_to_clients_above_and_below_it(height):
    served = state_world()
    if height > 1:
        served.client.extend([served.chain.blocks[height]], height, NOW)
    question = served.client.prove(evidence.sha256(b"two").digest(), lambda: NOW, ROOM)
    verdict = question.judge(served.ask(question.kind, question.argument()))
    assert isinstance(verdict, Proved) and verdict.place.height == 3


def test_an_entry_of_the_state_is_proved():
    served = state_world()
    question = served.client.prove((b"bank", b"d"), lambda: NOW, ROOM)
    verdict = question.judge(served.ask(question.kind, question.argument()))
    assert isinstance(verdict, Proved) and (verdict.subject.value, verdict.place.height) == (b"d!", 4)


def test_what_the_node_does_not_have_is_not_found():
    served = state_world()
    for subject in (bytes(32), (b"bank", b"e")):
        question = served.client.prove(subject, lambda: NOW, ROOM)
        with pytest.raises(NotHere):
            served.ask(question.kind, question.argument())


def test_a_chain_that_proves_no_state_is_not_asked_for_it():
    bare = CometNetwork("test-chain", 1000, trees=())
    assert CometSource(bare, None).capabilities == ["run", "transaction"]
    assert CometSource(NETWORK, None).capabilities == ["run", "state", "transaction"]


def test_where_the_node_stands():
    served = Served(Chain().grow(3))
    assert (served.source.height, served.source.state, served.follow()) == (3, FOLLOWING, None)
    served.chain.grow(1)
    assert (served.follow(), served.source.height) == (3, 4)
    for later, state in ((119, FOLLOWING), (121, SLOW), (3601, STALE)):
        served.source.clock = lambda later=later: START + 20 + later
        assert served.source.state == state
    served.rpc.behind = True
    assert served.follow() is None and served.source.state == SYNCING
    served.chain.network = CometNetwork("other", 5)
    with pytest.raises(OtherChain):
        served.follow()
    assert OtherChain in served.source.final


def test_what_the_tip_message_has_connects_to_whoever_trusts_the_set():
    served = Served(Chain().grow(5))
    height, run = served.client.read(served.source.newest())
    assert served.client.extend(run, height, NOW) == 1 and served.client.height == 5


# -- a node that lies or errs


def lying(change):
    served = Served(Chain().grow(3))
    honest = served.rpc.call

    def call(method, params):
        return change(method, honest(method, params))

    served.rpc.call = call
    return served


def swapped(method, answer):
    if method == "validators":
        answer["validators"] = answer["validators"][::-1]
    return answer


def emptied(method, answer):
    return {"total": "9", "validators": []} if method == "validators" else answer


def elsewhere(method, answer):
    if method == "commit":
        answer["signed_header"]["header"]["height"] = "1"
    return answer


def unsigned(method, answer):
    if method == "commit":
        answer["signed_header"]["commit"]["signatures"][0]["signature"] = b64(bytes(65))
    return answer


def mismatched(method, answer):
    if method == "commit":
        answer["signed_header"]["header"]["app_hash"] = "00"
    return answer


@pytest.mark.parametrize("change", [swapped, emptied, elsewhere, unsigned, mismatched])
def test_what_does_not_belong_together_is_not_passed_on(change):
    with pytest.raises(RpcNonsense):
        lying(change).source.signed(2)


def test_validators_are_read_page_by_page():
    served = Served(Chain(who="a1 b1 c1 d1 e1 f1 g1").grow(2))
    served.rpc.page = 3
    assert len(CometNode(served.rpc).validators(1, V0_38)) == 7
    assert served.rpc.calls[-3:] == ["validators"] * 3


@pytest.mark.parametrize("value", ["", "1.5", "x", None, [], True, "9" * 20, 1 << 63])
def test_what_is_no_number(value):
    with pytest.raises(RpcNonsense):
        rpcjson.number(value, "a number")


@pytest.mark.parametrize(
    "value", ["", "2026-11-30T05:07:12", "2026-13-30T05:07:12Z", "0000-01-01T00:00:00Z", "2026-11-30T05:07:12+01:00Z"]
)
def test_what_is_no_time(value):
    with pytest.raises(RpcNonsense):
        rpcjson.time_of(value)


def test_a_time_to_the_nanosecond():
    assert rpcjson.time_of("1970-01-02T00:00:01.5Z") == (86401, 500_000_000)
    assert rpcjson.time_of("0001-01-01T00:00:00Z") == (-62135596800, 0)


def test_files_damaged_anywhere_are_refused_by_name():
    chain = changing()
    shown = {"header": header_json(chain.blocks[3].header), "commit": commit_json(chain.blocks[3].commit)}
    text = json.dumps({"signed_header": shown, "validators": set_json(chain.blocks[3].validators)})
    for place in range(0, len(text), 7):
        damaged = (text[:place] + "~" + text[place + 1 :]).encode()
        with contextlib.suppress(LightClientError):  # unless it stands where any byte may, within a signature say
            tools.in_files([("file", damaged)], V0_38).all()


# -- what an operator sets


def test_the_rules_come_with_the_checkpoint(tmp_path):
    (tmp_path / "cp").write_bytes(record(Chain().grow(1).blocks[1]))
    file = tmp_path / "gateway.toml"
    table = f"[[ledger]]\nnetwork = '{NETWORK.id}'\nnode = 'http://127.0.0.1:1'\n"
    file.write_text("broker = 'mqtt://127.0.0.1'\n" + table + "checkpoint = 'cp'\n")
    file.chmod(0o600)
    (ledger,) = gatewayconfig.effective(file, {}).ledgers
    assert ledger.network.id == NETWORK.id and ledger.network.trusting_period == NETWORK.trusting_period
    made = ledger.module.source(ledger.network, ledger.values)
    assert (made.network, made.ledger) == ("test-chain", "cosmos:test-chain")
    file.write_text("broker = 'mqtt://127.0.0.1'\n" + table)
    with pytest.raises(Exception, match="one of"):
        gatewayconfig.effective(file, {})


def test_no_proxy_is_passed_by_in_silence():
    with pytest.raises(NoProxy):
        source_of(NETWORK, {"node": "http://127.0.0.1:1", "proxy": "socks5h://127.0.0.1:9050"})


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, BadRule),
        ({"trusting_period": "a day"}, BadRule),
        ({"trusting_period": "²"}, BadRule),
        ({"trusting_period": "none", "colour": "red"}, UnknownRule),
    ],
)
def test_rules_that_cannot_be(given, error):
    with pytest.raises(error):
        tools.rules_of(given)


def test_rules_of_a_chain():
    rules = tools.rules_of({"trusting_period": "60", "profile": "v0.34", "trees": "smt", "drift": "3"})
    assert (rules["trusting_period"], rules["profile"].name, rules["trees"], rules["drift"]) == (
        60,
        "v0.34",
        ("smt",),
        3,
    )
    assert tools.rules_of({"trusting_period": "none", "trees": "none"}) == {"trusting_period": None, "trees": ()}


def test_a_checkpoint_is_of_a_block_that_its_own_validators_decided():
    chain = Chain().grow(2)
    chain.make(3, signers="ab")
    rules = tools.rules_of({"trusting_period": "60"})
    at_node = tools.AtNode(CometNode(FakeRpc(chain)), V0_38)
    network, made = tools.checkpoint(at_node, 2, rules)
    ledger, _ = network.start(made, None, 4)
    assert (ledger.height, ledger.facts()["signed"]) == (2, "3 of 4")
    with pytest.raises(NotEnoughVotes):
        tools.checkpoint(at_node, None, rules)


def test_files_hold_what_they_hold():
    chain = Chain().grow(3)
    shown = {"header": header_json(chain.blocks[2].header), "commit": commit_json(chain.blocks[2].commit)}
    first = json.dumps({"result": {"signed_header": shown}}).encode()
    second = json.dumps([{"result": {"validators": set_json(members(FOUR))}}]).encode()
    files = tools.in_files([("a", first), ("b", second)], V0_38)
    assert [signed.header.height for signed in files.all()] == [2] and files.signed(2).validators is not None
    for missing in (lambda: files.header(3), lambda: files.transaction(bytes(32)), lambda: files.entry(b"", b"k")):
        with pytest.raises(NotInFiles):
            missing()
    with pytest.raises(NotInFiles):
        tools.in_files([("b", second)], V0_38).newest()
    with pytest.raises(NoRpcJson):
        tools.in_files([("a", b"{")], V0_38)


def test_a_proof_that_is_no_ics23_is_none():
    served = state_world()
    served.rpc.entries["/store/bank/key", "65"] = {"proofOps": {"ops": [{"type": "simple:v", "data": ""}]}}
    with pytest.raises(NotAtNode):
        CometNode(served.rpc).entry(b"bank", b"e", 3)
    served.rpc.entries["/store/bank/key", "65"] = {"code": 1}
    with pytest.raises(NotAtNode):
        CometNode(served.rpc).entry(b"bank", b"e", 3)


def test_tools_are_found_by_the_namespace():
    assert ledgers.tools("cosmos") is tools
    with pytest.raises(Exception, match="cosmos"):
        ledgers.tools("bip122")
    assert ledgers.brought(b"nothing") is None


@pytest.mark.parametrize("height", [3, 6])
def test_evidence_that_is_kept_convinces_whoever_has_the_same_trust_anchor(height):
    served, kept = state_world(), []
    served.client.extend([served.chain.blocks[height]], height, NOW)
    for subject in (evidence.sha256(b"two").digest(), (b"bank", b"d")):
        question = served.client.prove(subject, lambda: NOW, ROOM, kept.append)
        assert isinstance(question.judge(served.ask(question.kind, question.argument())), Proved)
        other = state_world().client
        assert isinstance(other.judge_evidence(kept[-1], NOW), Proved) and other.height == 1


def test_an_anchor_that_the_node_does_not_have_stands_in_nobodys_way():
    served = state_world()
    served.client.extend([served.chain.blocks[6]], 6, NOW)
    question = served.client.prove(evidence.sha256(b"two").digest(), lambda: NOW, ROOM, len)
    asked, locator, _ = question.argument()
    for anchor in (bytes(40), (1).to_bytes(8, "big") + bytes(32), (99).to_bytes(8, "big") + bytes(32)):
        assert isinstance(question.judge(served.ask(question.kind, [asked, locator, anchor])), Proved)
    for anchor in (b"", bytes(39), 7):
        with pytest.raises(BadArgument):
            served.source.plan(question.kind, ROOM, [asked, locator, anchor])
    with pytest.raises(BadArgument):
        served.source.plan(question.kind, ROOM, [asked, locator, bytes(40), bytes(40)])
