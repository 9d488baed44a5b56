"""A gateway and the command on a chain of QBFT whose validators a contract keeps."""

import json

import pytest

from lightclient.codec.cbor import decode
from lightclient.decided.hosts.errors import BadRule, NotInFiles
from lightclient.evidence.verdict import Proved
from lightclient.evm.contract import slot_of
from lightclient.evm.errors import BadNetwork
from lightclient.evm.hosts import tools
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.gateway.errors import RpcNonsense
from tests.hosts.test_evm_serving import NOW, Served
from tests.portable.keeper import KEEPER, NETWORK, grown
from tests.portable.test_evm_ledger import record
from tests.support.command import accepted
from tests.support.evmnode import FakeRpc, block_json

BLOCKS, STATES = grown(9, {0: "abcd", 2: "bcdx", 4: "cdxy", 6: "wxyz"})
NAME = NETWORK.profile.name
GIVEN = {"chain_id": "1337", "trusting_period": "1000", "consensus": NAME}


class Kept(Served):
    """As `Served`, of this chain: each header is asked for with the proof of its validators."""

    def __init__(self):
        self.rpc = rpc()
        self.source = EvmSource(NETWORK, EvmNode(self.rpc), lambda: NOW)
        self.client = NETWORK.start(record(BLOCKS[1], NETWORK), None, 4)[0]
        self.follow()


def rpc():
    return FakeRpc(dict(enumerate(BLOCKS)), states={at: (each.state, each.storage) for at, each in enumerate(STATES)})


def test_a_client_is_led_over_changes_of_the_contract():
    kept = Kept()
    heights = kept.run()
    assert heights[-1] == 9 and len(heights) < 8 and kept.client.tip == BLOCKS[9].hash
    assert kept.client.facts() == {"profile": NAME, "validators": 4, "signed": "3 of 4"}
    assert decode(kept.source.newest()) == [kept.source.tip.fields()]


def test_headers_before_are_passed_on_without_their_seals():
    kept = Kept()
    kept.run()
    assert len(kept.client.state.sealed.fields()) < len(BLOCKS[9].fields()) - 4 * 65


@pytest.mark.parametrize("height", [1, 9])
def test_the_state_is_proved_to_clients_above_and_below_it(height):
    kept = Kept()
    if height > 1:
        kept.run()
    verdict = kept.prove((KEEPER, slot_of(2)))
    assert isinstance(verdict, Proved) and (verdict.place.height, verdict.subject.value) == (9, slot_of(4))


def test_a_node_whose_proofs_do_not_hold_is_not_passed_on():
    kept = Kept()
    honest = kept.rpc.eth_getProof
    for change in (
        lambda shown: shown["storageProof"].pop(),
        lambda shown: shown["storageProof"][0].update(value="0x101"),
        lambda shown: shown["storageProof"][0].update(value="0x3"),
        lambda shown: shown["accountProof"].pop(),
        lambda shown: shown["storageProof"][-1]["proof"].pop(),
    ):

        def proof(*params, change=change):
            shown = honest(*params)
            change(shown)
            return shown

        kept.rpc.eth_getProof = proof
        with pytest.raises(RpcNonsense):
            kept.source.node.signed(3, NETWORK.profile)


# -- the command's tools


def test_rules_of_a_chain():
    assert tools.rules_of(GIVEN)["consensus"] == NAME
    for wrong, error in (("qbft:0x12/3", BadNetwork), ("ibft2" + NAME[4:], BadNetwork)):
        with pytest.raises(error):
            tools.rules_of(GIVEN | {"consensus": wrong})
    with pytest.raises(BadRule):
        tools.rules_of({"chain_id": "1337", "trusting_period": "1000"})


def test_checkpoints_and_evidence_are_made_of_a_node():
    at_node = tools.AtNode(EvmNode(rpc()), NETWORK.profile)
    network, trust = tools.checkpoint(at_node, 1, tools.rules_of(GIVEN))
    ledger, _ = network.start(trust, None, 4)
    made = tools.prove(network, at_node, f"0x{KEEPER.hex()}/2", trust)
    verdict = ledger.judge_evidence(made, NOW)
    assert isinstance(verdict, Proved) and (verdict.place.height, verdict.subject.value) == (9, slot_of(4))


def files(numbers, proofs, split=False):
    """Return files with blocks, and with answers about the contract in the states after others."""
    node = rpc()
    blocks = [block_json(BLOCKS[number]) for number in numbers]
    answers = []
    for number in proofs:
        slots = ["0x" + slot.hex() for slot in STATES[number].slots]
        for some in [[slot] for slot in slots] if split else [slots]:
            answers.append(node.eth_getProof("0x" + KEEPER.hex(), some, hex(number)))
    return [("blocks.json", json.dumps(blocks).encode()), ("proofs.json", json.dumps(answers).encode())]


def test_headers_and_proofs_are_read_from_files():
    for split in (False, True):
        made = files((0, 1, 2, 3), (0, 1, 2), split)
        assert [each.height for each in tools.headers(made, NETWORK)] == [1, 2, 3]
        chain = tools.in_files(made, NETWORK.profile)
        network, trust = tools.checkpoint(chain, 1, tools.rules_of(GIVEN))
        ledger, _ = network.start(trust, None, 4)
        ledger.extend(tools.headers(made, NETWORK), 1, NOW)
        assert ledger.height == 3
    assert [each.height for each in tools.headers(files((2, 3, 8), (2,)), NETWORK)] == [3]


def test_the_command_takes_such_files(tmp_path):
    made = []
    for name, data in files((0, 1, 2, 3), (0, 1, 2)):
        made.append(tmp_path / name)
        made[-1].write_bytes(data)
    rules = [word for name, value in GIVEN.items() for word in ("--rule", f"{name}={value}")]
    given = [word for path in made for word in ("--from", path)]
    path = tmp_path / "cp"
    fields = accepted("checkpoint", "make", "--ledger", "eip155", *given, "--height", 1, *rules, "-o", path)
    assert (fields["height"], fields["profile"], fields["validators"]) == (1, NAME, 4)
    now = ("--now", NOW)
    fields = accepted("headers", "verify", "--ledger", "eip155", "--checkpoint", path, *now, *made)
    assert (fields["height"], fields["headers"], fields["signed"]) == (3, 3, "3 of 4")


def test_what_is_missing_in_files_is_named():
    with pytest.raises(NotInFiles, match=r"proof of 0xcc.*height 2"):
        tools.headers(files((2, 3), (1,)), NETWORK)
    with pytest.raises(NotInFiles, match="height 2"):
        tools.in_files(files((3,), (2,)), NETWORK.profile).signed(3)
    with pytest.raises(NotInFiles, match="together with the one before"):
        tools.in_files(files((3,), (2,)), NETWORK.profile).newest()


def test_evidence_in_files_is_that_of_the_newest_state():
    made = files((2, 3), (2, 3))
    chain = tools.in_files(made, NETWORK.profile)
    network, trust = tools.checkpoint(chain, 3, tools.rules_of(GIVEN))
    verdict = network.start(trust, None, 4)[0].judge_evidence(
        tools.prove(network, chain, f"0x{KEEPER.hex()}/2", trust), NOW
    )
    assert isinstance(verdict, Proved) and verdict.place.height == 3
