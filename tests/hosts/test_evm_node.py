"""Real nodes: headers, state, transactions and receipts are proved; and in blocks of QBFT's form as well."""

import asyncio

import pytest

from lightclient.crypto.keccak import keccak256
from lightclient.evidence.verdict import Proved
from lightclient.evm import rlp
from lightclient.evm.building import Trie
from lightclient.evm.consensus import Consensus
from lightclient.evm.contract import array_slot, mapping_slot, padded, slot_of
from lightclient.evm.header import RECEIPTS, STATE, TRANSACTIONS, parse_header
from lightclient.evm.hosts import rpcjson, tools
from lightclient.evm.hosts.node import EvmNode, held_of
from lightclient.evm.hosts.source import EvmSource
from lightclient.evm.network import EvmNetwork
from lightclient.evm.state import slot_at
from lightclient.sync.messages import RUN
from tests.portable.evm import address as address_of
from tests.portable.evm import addresses
from tests.services.anvil import Anvil
from tests.services.geth import REGISTRY, Geth, Resealed
from tests.services.install import Missing

pytestmark = pytest.mark.slow

DEVICE = b"\xd7" * 20
ENTRY = mapping_slot(padded(DEVICE), slot_of(3))
FIRST, SECOND = "abcd", "bcdx"


@pytest.fixture(scope="module", params=[Geth, Anvil], ids=["geth", "anvil"])
def node(request, tmp_path_factory):
    try:
        made = request.param(tmp_path_factory.mktemp("node"))
    except Missing as error:
        pytest.skip(str(error))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def registry(node):
    """Return (address, receipt of the transaction that registered the device)."""
    address = node.send(data=REGISTRY)["contractAddress"]
    node.send(to="0x" + "ee" * 20, value="0x5")
    done = node.send(to=address, data="0x" + (ENTRY + slot_of(7)).hex(), gasPrice="0x77359400")
    assert done["status"] == "0x1"
    node.send(to="0x" + "ee" * 20, value="0x6", accessList=[{"address": address, "storageKeys": ["0x" + "01" * 32]}])
    return bytes.fromhex(address[2:]), done


def test_headers_have_the_hashes_that_the_node_shows(node, registry):
    for height in range(int(node.rpc.call("eth_blockNumber", []), 16) + 1):
        block = node.rpc.call("eth_getBlockByNumber", [hex(height), True])
        header = parse_header(rpcjson.header_of(block))
        assert "0x" + keccak256(header.raw).hex() == block["hash"] and header.number == height
        raws = [rpcjson.transaction_of(each) for each in block["transactions"]]
        assert ["0x" + keccak256(raw).hex() for raw in raws] == [each["hash"] for each in block["transactions"]]
        assert Trie({rlp.serialize(place): raw for place, raw in enumerate(raws)}).root == header.fields[TRANSACTIONS]
        raws = [rpcjson.receipt_of(each) for each in node.rpc.call("eth_getBlockReceipts", [hex(height)])]
        assert Trie({rlp.serialize(place): raw for place, raw in enumerate(raws)}).root == header.fields[RECEIPTS]


def test_what_a_contract_keeps_is_proved_under_the_real_state_root(node, registry):
    address, _ = registry
    root = parse_header(rpcjson.header_of(node.rpc.call("eth_getBlockByNumber", ["latest", False]))).fields[STATE]
    for slot, value in ((ENTRY, 7), (slot_of(1), 0)):
        answer = node.rpc.call("eth_getProof", ["0x" + address.hex(), ["0x" + slot.hex()], "latest"])
        held = held_of(answer, answer["storageProof"][0])
        assert slot_at(root, address, slot, held.account, held.slot)[1] == slot_of(value)


class World:
    """A gateway's source at the node, under our validators' headers, and a client that starts at the first block."""

    def __init__(self, node):
        self.node = EvmNode(Resealed(node.rpc, {0: FIRST, 3: SECOND}))
        rules = tools.rules_of({"chain_id": "1337", "trusting_period": "none", "consensus": "qbft"})
        self.chain = tools.AtNode(self.node, Consensus("qbft"))
        self.network, self.trust = tools.checkpoint(self.chain, 1, rules)
        self.source = EvmSource(self.network, self.node)
        asyncio.run(self.source.follow(0))
        self.client = self.network.start(self.trust, None, 4)[0]

    def ask(self, kind, argument):
        async def answer():
            return await self.source.plan(kind, 1 << 20, argument).answer()

        return asyncio.run(answer())


def test_its_state_is_proved_in_blocks_that_validators_have_sealed(node, registry):
    address, done = registry
    world = World(node)
    tx_hash = bytes.fromhex(done["transactionHash"][2:])
    for follow in (False, True):
        if follow:
            height, run = world.client.read(world.ask(RUN, world.client.locator()))
            world.client.extend(run, height, None)
            assert world.client.tip == world.source.tip.hash
        for subject in ((address, ENTRY), address, tx_hash, "receipt:0x" + tx_hash.hex()):
            question = world.client.prove(subject, lambda: None, 1 << 20)
            verdict = question.judge(world.ask(question.kind, question.argument()))
            assert isinstance(verdict, Proved), subject
        assert verdict.subject.receipt.succeeded
        assert verdict.subject.receipt.logs[0].topics == [ENTRY] and verdict.subject.receipt.logs[0].data == slot_of(7)


def test_the_command_makes_evidence_of_it(node, registry):
    address, done = registry
    world = World(node)
    made = tools.prove(world.network, world.chain, f"0x{address.hex()}/3[0x{DEVICE.hex()}]", world.trust)
    verdict = world.client.judge_evidence(made, None)
    assert isinstance(verdict, Proved) and verdict.subject.value == slot_of(7)
    made = tools.prove(world.network, world.chain, done["transactionHash"], world.trust)
    assert world.client.judge_evidence(made, None).place.height == int(done["blockNumber"], 16)
    assert EvmNetwork(1337, None).id == world.network.id


@pytest.fixture(scope="module")
def keeper(node):
    """Return (address of a contract, numbers of the blocks from which on it has FIRST and SECOND as validators)."""
    address = node.send(data=REGISTRY)["contractAddress"]

    def put(slot, value):
        done = node.send(to=address, data="0x" + (slot + padded(value)).hex())
        assert done["status"] == "0x1"
        return int(done["blockNumber"], 16)

    for number, name in enumerate(FIRST):
        put(array_slot(slot_of(0), number), address_of(name))
    first = put(slot_of(0), len(FIRST))
    put(slot_of(9), 1)
    second = put(array_slot(slot_of(0), 0), address_of("x"))  # in the place of "a"
    put(slot_of(9), 2)
    return bytes.fromhex(address[2:]), first, second


def test_validators_that_a_contract_of_the_real_state_keeps_are_followed(node, keeper):
    address, first, second = keeper
    node = EvmNode(Resealed(node.rpc, {0: FIRST, second + 1: SECOND}, listed=False))
    rules = {"chain_id": "1337", "trusting_period": "none", "consensus": f"qbft:0x{address.hex()}/0"}
    chain = tools.AtNode(node, Consensus(rules["consensus"]))
    network, trust = tools.checkpoint(chain, first + 1, tools.rules_of(rules))
    source = EvmSource(network, node)
    asyncio.run(source.follow(0))
    client = network.start(trust, None, 4)[0]
    assert client.state.validators.ids == addresses(FIRST)

    async def answer(kind, argument):
        return await source.plan(kind, 1 << 14, argument).answer()

    height, run = client.read(asyncio.run(answer(RUN, client.locator())))
    client.extend(run, height, None)
    assert client.tip == source.tip.hash and client.state.validators.ids == addresses(SECOND)
    question = client.prove((address, slot_of(9)), lambda: None, 1 << 14)
    verdict = question.judge(asyncio.run(answer(question.kind, question.argument())))
    assert isinstance(verdict, Proved) and verdict.subject.value == slot_of(2)
    print("bytes of a header with the proof of four validators:", len(source.tip.fields()))
