"""Calls of chaincode that peers answer through a gateway, over real gRPC: who endorsed what, and to which question."""

import contextlib

import pytest

pytest.importorskip("fabric_protos")

from lightclient import ledgers
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import WrongSubject
from lightclient.evidence.verdict import Proved
from lightclient.fabric.errors import NotPeer
from lightclient.fabric.hosts.deliver import Deliver
from lightclient.fabric.hosts.endorsers import MAX_CALL, Endorsers
from lightclient.fabric.hosts.errors import BadOrderer
from lightclient.fabric.hosts.node import FabricNode
from lightclient.fabric.hosts.source import FabricSource
from lightclient.fabric.questions import QUERY
from lightclient.gateway.errors import BadArgument, NotHere
from tests.hosts.test_fabric_serving import NOW, TEN, Served, record
from tests.hosts.test_fabric_serving import who as who
from tests.portable import fabric
from tests.portable.fabric import CHANNEL
from tests.services.orderer import Orderer
from tests.services.peer import Peer
from tests.support.command import accepted
from tests.support.fabricsite import msp_folder
from tests.support.votesite import VoteSite

pytest_plugins = ["tests.services.fixtures"]
HAS = {b"device-7": b"registered"}
CALL = ("registry", [b"get", b"device-7"], b"n" * 24)


class Asked(Served):
    """As `Served`, with peers x, y and z of an organisation each, two of which the channel's policy wants."""

    def __init__(self, who, peers=None):
        super().__init__(TEN, who)
        self.peers = peers or [Peer(CHANNEL, letter, HAS) for letter in "xyz"]
        self.source.endorsers = Endorsers([peer.url for peer in self.peers], CHANNEL, who, ["registry"])
        self.source = FabricSource(TEN.network, self.source.node, endorsers=self.source.endorsers)
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        for peer in self.peers:
            self.stack.enter_context(peer)
        return super().__enter__()

    def __exit__(self, *error):
        super().__exit__(*error)
        self.stack.close()


def test_an_answer_that_peers_endorse_is_proved(who):
    with Asked(who) as asked:
        assert asked.source.capabilities == ["query", "run", "transaction"]
        verdict = asked.prove(CALL)
        assert isinstance(verdict, Proved) and verdict.subject.value == b"registered"
        assert verdict.finality.fields()["endorsers"] == ["Orgx", "Orgy", "Orgz"]
        assert "freshness" in verdict.checks and "freshness" not in verdict.skipped
        assert [peer.asked for peer in asked.peers] == [[[b"get", b"device-7"]]] * 3
        verdict = asked.prove("query:registry get device-8")
        assert verdict.subject.value == b"unknown" and "freshness" in verdict.skipped


def test_what_is_proved_convinces_others(who):
    kept = []
    with Asked(who) as asked:
        question = asked.client.prove(CALL, lambda: NOW, 1 << 20, kept.append)
        question.judge(asked.ask(question.kind, question.argument()))
    other = TEN.network.start(record(TEN), None, 4)[0]
    verdict = other.judge_evidence(kept[0], NOW)
    assert isinstance(verdict, Proved) and verdict.subject.answer.arguments == CALL[1]


def test_peers_that_fail_are_left_out(who):
    with Asked(who) as asked:
        asked.peers[0].said = b"nonsense"
        verdict = asked.prove(CALL)
        assert verdict.outcome == "proved" and verdict.finality.fields()["endorsers"] == ["Orgy", "Orgz"]
        asked.peers[1].__exit__()
        verdict = asked.prove(CALL)
        assert (verdict.outcome, verdict.missing) == ("not yet", ("endorsements",))
        asked.peers[2].channel = "elsewhere"
        with pytest.raises(NotHere):
            asked.prove(CALL)


def test_the_answer_is_that_of_most_peers(who):
    peers = [
        Peer(CHANNEL, "x", {b"device-7": b"no"}),
        *(Peer(CHANNEL, letter, {b"device-7": b"yes"}) for letter in "yz"),
    ]
    with Asked(who, peers) as asked:
        verdict = asked.prove(CALL)
        assert verdict.subject.value == b"yes" and verdict.finality.fields()["endorsers"] == ["Orgy", "Orgz"]


def test_whoever_is_no_peer_endorses_nothing(who):
    with (
        Asked(who, [Peer(CHANNEL, "x", HAS), Peer(CHANNEL, "y", HAS, fabric.ORDERER)]) as asked,
        pytest.raises(NotPeer),
    ):
        asked.prove(CALL)


def test_an_answer_to_another_question_is_refused(who):
    with Asked(who) as asked:
        body = asked.ask(QUERY, asked.client.prove(CALL, lambda: NOW, 1 << 20).argument())
    for other in (
        ("other", *CALL[1:]),
        ("registry", [b"get", b"device-8"], CALL[2]),
        ("registry", [b"get"], CALL[2]),
        (*CALL[:2], b"m" * 24),
    ):
        with pytest.raises(WrongSubject):
            asked.client.prove(other, lambda: NOW, 1 << 20).judge(body)
    with pytest.raises(BadSchema):
        asked.client.prove(CALL, lambda: NOW, 1 << 20).judge("text")
    assert decode(body)[4]


def test_calls_that_are_none(who):
    with Asked(who) as asked:
        for call in (
            ["other", [], b""], ["registry", [], b"short"], ["registry", ["text"], b""], ["registry", b"get", b""],
            [b"registry", [], b""], ["registry", []], "registry", ["registry", [b"x"] * 257, b""],
            ["registry", [bytes(MAX_CALL)], b""],
        ):  # fmt: skip
            with pytest.raises(BadArgument):
                asked.ask(QUERY, [encode(call), asked.client.locator()])
        with pytest.raises(BadArgument):
            asked.ask(QUERY, [b"\xff", asked.client.locator()])
        for subject in (("registry", [], b"short"), (b"registry", [], b""), ("registry", [])):
            with pytest.raises(BadSchema):
                asked.client.prove(subject, lambda: NOW, 1 << 20)
    assert [peer.asked for peer in asked.peers] == [[]] * 3


def test_the_settings_of_an_operator_make_a_source(tmp_path, who):
    serving = ledgers.serving(TEN.network)
    values = {setting.name: setting.default for setting in serving.SETTINGS}
    values |= {"node": "grpc://127.0.0.1:1", "msp": "Orgx", "msp_folder": msp_folder(tmp_path / "other")}
    values |= {"peers": ["grpc://127.0.0.1:2"], "chaincodes": ["registry"]}
    assert serving.source(TEN.network, values).endorsers.chaincodes == {"registry"}
    with pytest.raises(BadOrderer):
        serving.source(TEN.network, values | {"peers": ["http://127.0.0.1:2"]})


@pytest.mark.slow
def test_the_command_asks_peers_over_a_real_broker(mosquitto, who, tmp_path):
    (tmp_path / "cp").write_bytes(record(TEN))
    with contextlib.ExitStack() as stack:
        orderer = stack.enter_context(Orderer(CHANNEL, TEN.messages))
        peers = [stack.enter_context(Peer(CHANNEL, letter, HAS)).url for letter in "xyz"]
        node = FabricNode(Deliver(f"grpc://127.0.0.1:{orderer.port}", CHANNEL, who))
        source = FabricSource(TEN.network, node, endorsers=Endorsers(peers, CHANNEL, who, ["registry"]))
        stack.enter_context(VoteSite(mosquitto.port, source))
        where = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw", "--network", TEN.network.id)
        where += ("--checkpoint", tmp_path / "cp", "--state", tmp_path / "state", "-o", tmp_path / "evidence")
        fields = accepted("prove", "query:registry get device-7", *where)
        assert (fields["outcome"], fields["value"]) == ("proved", b"registered".hex())
        fields = accepted("verify", "--trust", tmp_path / "cp", tmp_path / "evidence")
        assert (fields["outcome"], fields["arguments"]) == ("proved", ["get", "device-7"])
