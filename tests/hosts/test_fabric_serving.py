"""What a gateway answers about a channel of Fabric, of an orderer's Deliver over real gRPC."""

import asyncio

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

pytest.importorskip("fabric_protos")

from fabric_protos.common import common_pb2 as common
from fabric_protos.orderer import ab_pb2 as ab

from lightclient import ledgers
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import WrongSubject
from lightclient.decided.hosts.errors import NotAtNode, OtherChain
from lightclient.errors import Equivocation
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.hosts.deliver import Deliver
from lightclient.fabric.hosts.errors import BadIdentity, BadOrderer
from lightclient.fabric.hosts.identity import identity_in
from lightclient.fabric.hosts.node import FabricNode
from lightclient.fabric.hosts.source import FabricSource
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.verify import anchored
from lightclient.gateway.errors import BadArgument, NotHere, RpcNonsense, RpcRefused, RpcUnreachable
from lightclient.gateway.source import FOLLOWING, SYNCING
from lightclient.sync.messages import RUN
from tests.portable import fabric
from tests.portable.fabric import CHANNEL, block, config_in
from tests.services.certificates import Certificates
from tests.services.orderer import FORBIDDEN, NOT_FOUND, Orderer
from tests.services.process import free_port
from tests.support.command import accepted, failed
from tests.support.fabricsite import Chain, message, msp_folder
from tests.support.votesite import VoteSite
from tests.vectors import test_fabric_vectors as recorded

pytest_plugins = ["tests.services.fixtures"]
ROOM = 1 << 20
NOW = fabric.NOW
TEN = Chain(10)
LONG = Chain(80, {30: "abce", 31: "bcef"})


@pytest.fixture
def who(tmp_path):
    return identity_in(msp_folder(tmp_path / "msp"), "Orgx")


def record(chain, number=0):
    first = chain.blocks[number]
    config = config_in(chain.blocks[0])
    return b"".join(parts(chain.network, anchored(first, config), []))


class Served:
    """An orderer with blocks, a source at it, and a client that starts at block 0. Use it in a `with`."""

    def __init__(self, chain, who):
        self.chain = chain
        self.orderer = Orderer(CHANNEL, dict(chain.messages))
        self.source = FabricSource(
            chain.network, FabricNode(Deliver(f"grpc://127.0.0.1:{self.orderer.port}", CHANNEL, who))
        )
        self.client = chain.network.start(record(chain), None, 4)[0]

    def __enter__(self):
        self.orderer.__enter__()
        self.follow()
        return self

    def __exit__(self, *error):
        asyncio.run(self.source.close())
        self.orderer.__exit__(*error)

    def follow(self):
        return asyncio.run(self.source.follow(0))

    def ask(self, kind, argument, limit=ROOM):
        async def answer():
            return await self.source.plan(kind, limit, argument).answer()

        return asyncio.run(answer())

    def run(self, limit=ROOM):
        height, run = self.client.read(self.ask(RUN, self.client.locator(), limit))
        self.client.extend(run, height, None)
        return [each.height for each in run]

    def prove(self, subject):
        question = self.client.prove(subject, lambda: NOW, ROOM)
        return question.judge(self.ask(question.kind, question.argument()))


def test_a_client_skips_to_the_tip(who):
    with Served(TEN, who) as served:
        assert (served.source.state, served.source.height, served.source.capabilities) == (
            FOLLOWING,
            10,
            ["run", "transaction"],
        )
        body = served.ask(RUN, served.client.locator())
        assert len(body) < 900  # three signatures, and nine data hashes
        assert served.run() == [10] and served.client.tip == served.source.tip.hash
        assert served.run() == [10]
        height, run = served.client.read(served.source.newest())
        assert (height, len(run)) == (10, 1)
        assert len(served.orderer.asked) < 10


def test_a_client_is_led_over_changes_of_the_consenters(who):
    with Served(LONG, who) as served:
        heights = served.run()
        assert {30, 31} <= set(heights) and heights[-1] == 80 and len(heights) < 12
        assert served.client.facts()["signed"] == "3 of 4"
        served.client = LONG.network.start(record(LONG), None, 4)[0]
        while served.client.height < 80:
            served.run(16384)  # a configuration takes most of that


def test_what_is_new_is_followed(who):
    with Served(TEN, who) as served:
        served.run()
        made = block(11, TEN.blocks[10].hash, [b"\x0a\x01p\x12\x01s"])
        assert served.follow() is None
        served.orderer.blocks[11] = message(made, [b"\x0a\x01p\x12\x01s"])
        assert served.follow() == 10
        served.client.extend(served.client.read(served.source.newest())[1], 11, None)
        assert served.client.height == 11


def test_a_client_of_another_branch_is_shown_where_they_part(who):
    with Served(TEN, who) as served:
        served.client.extend([TEN.blocks[1], block(2, TEN.blocks[1].hash, [b"other"])], 1, None)
        with pytest.raises(Equivocation):
            served.run()


@pytest.mark.parametrize("height", [0, 3, 10])
def test_transactions_are_proved_to_clients_above_and_below_them(height, who):
    with Served(TEN, who) as served:
        for number in range(1, height + 1):
            served.client.extend([TEN.blocks[number]], number, None)
        for number in (3, 7):
            for place, id_ in enumerate(TEN.ids[number]):
                verdict = served.prove(id_)
                assert (verdict.outcome, verdict.place.height) == ("proved", number)
                assert verdict.subject.found == [(place, id_)]
        calls = len(served.orderer.asked)
        served.prove(TEN.ids[3][0])
        assert len(served.orderer.asked) == calls + 1  # its block; where it is, is known


def test_questions_that_cannot_be_answered(who):
    with Served(TEN, who) as served:
        with pytest.raises(NotHere):
            served.prove(bytes(32))
        for argument in ([b"", served.client.locator()], [bytes(32)], [bytes(32), b""], bytes(32), []):
            with pytest.raises(BadArgument):
                served.ask(2, argument)
        with pytest.raises(NotHere):
            served.ask(RUN, (3).to_bytes(8, "big") + bytes(32))
        with pytest.raises(BadSchema):
            served.client.prove("07", lambda: NOW, ROOM)
        question = served.client.prove(TEN.ids[3][0].hex(), lambda: NOW, ROOM)
        other = served.client.prove(TEN.ids[4][0], lambda: NOW, ROOM)
        with pytest.raises(WrongSubject):
            question.judge(served.ask(2, other.argument()))
        with pytest.raises(BadSchema):
            question.judge("text")


def test_a_source_knows_its_channel(who):
    with Served(TEN, who) as served:
        served.source.rules = FabricNetwork(CHANNEL, bytes(32))
        with pytest.raises(OtherChain):
            served.follow()
        assert FabricSource(TEN.network, served.source.node).state == SYNCING


# -- Deliver


def test_deliver_over_tls(who, tmp_path):
    certificates = Certificates(tmp_path)
    with Orderer(CHANNEL, TEN.messages, certificates=certificates) as orderer:
        asked = Deliver(f"grpcs://localhost:{orderer.port}", CHANNEL, who, str(certificates.ca))
        assert asked.newest().header.hash == TEN.blocks[10].hash
        asked.close()
        other = Certificates(msp_folder(tmp_path / "other").parent / "other")
        stranger = Deliver(f"grpcs://localhost:{orderer.port}", CHANNEL, who, str(other.ca))
        with pytest.raises(RpcUnreachable):
            stranger.newest()
        stranger.close()


def test_only_members_are_served(who, tmp_path):
    with Orderer(CHANNEL, TEN.messages, msps=()) as orderer:
        asked = Deliver(f"grpc://127.0.0.1:{orderer.port}", CHANNEL, who)
        with pytest.raises(RpcRefused) as caught:
            asked.newest()
        assert caught.value.args[0] == FORBIDDEN
        asked.close()
    with Orderer(CHANNEL, TEN.messages) as orderer:
        asked = Deliver(f"grpc://127.0.0.1:{orderer.port}", "elsewhere", who)
        with pytest.raises(RpcRefused) as caught:
            asked.newest()
        assert caught.value.args[0] == NOT_FOUND
        with pytest.raises(NotAtNode):
            FabricNode(asked).whole(3)
        asked.close()


def test_what_an_orderer_does_not_have(who):
    with Orderer(CHANNEL, TEN.messages) as orderer:
        node = FabricNode(Deliver(f"grpc://127.0.0.1:{orderer.port}", CHANNEL, who))
        for heights in ((11, 11), (9, 12)):
            with pytest.raises(NotAtNode):
                node.run(*heights)
        good = ab.DeliverResponse(block=common.Block.FromString(TEN.messages[4]))
        bare = ab.DeliverResponse(block=common.Block(header=good.block.header))
        for said in ([], [good], [good, good], [ab.DeliverResponse(block=common.Block())], [bare]):
            orderer.said = said
            with pytest.raises(RpcNonsense):
                node.run(3 if said == [good] else 4, 4)
        node.deliver.close()


def test_what_an_orderer_sends_for_one_call_is_bounded(who, monkeypatch):
    size = sum(len(TEN.messages[number]) for number in range(1, 7))
    with Orderer(CHANNEL, TEN.messages) as orderer:
        asked = Deliver(f"grpc://127.0.0.1:{orderer.port}", CHANNEL, who)
        monkeypatch.setattr("lightclient.fabric.hosts.deliver.MAX_ANSWERS", size - 1)
        assert len(asked.blocks(1, 5, False)) == 5
        with pytest.raises(RpcNonsense, match="answers of over"):
            asked.blocks(1, 6, False)
        asked.close()


def test_an_orderer_that_is_not_there(who):
    asked = Deliver(f"grpc://127.0.0.1:{free_port()}", CHANNEL, who)
    with pytest.raises(RpcUnreachable):
        asked.newest()
    asked.close()


def test_addresses_that_cannot_be(who, tmp_path):
    for url in ("http://a:1", "grpc://a", "grpc://a:1/x", "grpc://a:b", "grpc://u@a:1"):
        with pytest.raises(BadOrderer):
            Deliver(url, CHANNEL, who)
    with pytest.raises(BadOrderer):
        Deliver("grpc://a:1", CHANNEL, who, str(tmp_path / "ca"))
    with pytest.raises(OSError):
        Deliver("grpcs://a:1", CHANNEL, who, str(tmp_path / "ca"))


def test_identities_of_other_tools(tmp_path):
    folder = msp_folder(tmp_path / "msp")
    secret = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key = folder / "keystore" / "priv_sk"
    key.write_bytes(secret.private_bytes(serialization.Encoding.PEM, *form))
    found = identity_in(folder, "Orgx")
    secret.public_key().verify(found.sign(b"message"), b"message", ec.ECDSA(hashes.SHA256()))
    other = ec.generate_private_key(ec.SECP384R1())
    for broken in (b"", b"text", key.read_bytes()[:90], other.private_bytes(serialization.Encoding.PEM, *form)):
        key.write_bytes(broken)
        with pytest.raises(BadIdentity):
            identity_in(folder, "Orgx")
    (folder / "keystore" / "second").write_bytes(b"")
    with pytest.raises(BadIdentity):
        identity_in(folder, "Orgx")
    with pytest.raises(BadIdentity):
        identity_in(tmp_path, "Orgx")
    (folder / "signcerts" / "cert.pem").write_bytes(b"none")
    with pytest.raises(BadIdentity):
        identity_in(folder, "Orgx")


# -- the gateway and the command


def test_the_settings_of_an_operator_make_a_source(tmp_path):
    serving = ledgers.serving(TEN.network)
    values = {setting.name: setting.default for setting in serving.SETTINGS}
    values |= {"node": "grpc://127.0.0.1:1", "msp": "Orgx", "msp_folder": msp_folder(tmp_path / "msp")}
    source = serving.source(TEN.network, values)
    assert (source.network, source.node.deliver.channel) == (TEN.network.name, CHANNEL)
    asyncio.run(source.close())


@pytest.mark.slow
def test_a_gateway_serves_it_over_a_real_broker(mosquitto, who, tmp_path):
    (tmp_path / "cp").write_bytes(record(LONG))
    with Orderer(CHANNEL, LONG.messages) as orderer:
        source = FabricSource(LONG.network, FabricNode(Deliver(f"grpc://127.0.0.1:{orderer.port}", CHANNEL, who)))
        with VoteSite(mosquitto.port, source):
            where = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw", "--network", LONG.network.id)
            where += ("--checkpoint", tmp_path / "cp", "--state", tmp_path / "state")
            fields = accepted("sync", *where)
            assert (fields["chain"], fields["height"], fields["gateways"]["gw"]["faults"]) == ("synced", 80, {})
            fields = accepted("prove", LONG.ids[50][1].hex(), *where, "-o", tmp_path / "evidence")
            assert (fields["outcome"], fields["height"]) == ("proved", 50)
            fields = accepted("verify", "--trust", tmp_path / "cp", tmp_path / "evidence")
            assert (fields["outcome"], fields["height"], fields["checks"][-1]) == ("proved", 50, "votes")


def test_recorded_blocks_of_smartbft_are_followed_over_a_real_broker(mosquitto, who, tmp_path):
    blocks = recorded.smartbft()
    network, first = recorded.start(blocks)
    (tmp_path / "cp").write_bytes(b"".join(parts(network, first, [])))
    messages = {number: recorded.load(f"{recorded.RUN}block_{number:03}.pb") for number in range(9)}
    with Orderer("devch", messages) as orderer:
        source = FabricSource(network, FabricNode(Deliver(f"grpc://127.0.0.1:{orderer.port}", "devch", who)))
        with VoteSite(mosquitto.port, source):
            where = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw", "--network", network.id)
            fields = accepted("sync", *where, "--checkpoint", tmp_path / "cp", "--state", tmp_path / "state")
    assert (fields["chain"], fields["height"], fields["signed"]) == ("synced", 8, "3 of 4")


def test_the_command_asks_an_orderer(tmp_path, monkeypatch):
    monkeypatch.setenv("CORE_PEER_LOCALMSPID", "Orgx")
    monkeypatch.setenv("CORE_PEER_MSPCONFIGPATH", str(msp_folder(tmp_path / "msp")))
    make = ("checkpoint", "make", "--ledger", "fabric", "-o", tmp_path / "cp", "--node")
    with Orderer(CHANNEL, TEN.messages) as orderer:
        node = f"grpc://127.0.0.1:{orderer.port}/{CHANNEL}"
        made = accepted(*make, node, "--height", 2)
        assert (made["ledger"], made["height"], made["signed"]) == (TEN.network.id, 2, "3 of 4")
        prove = (
            "evidence",
            "make",
            "--ledger",
            "fabric",
            "--checkpoint",
            tmp_path / "cp",
            "-o",
            tmp_path / "evidence",
            "--node",
        )
        accepted(*prove, node, TEN.ids[7][0].hex())
        fields = accepted("verify", "--trust", tmp_path / "cp", "--now", NOW, tmp_path / "evidence")
        assert (fields["outcome"], fields["height"]) == ("proved", 7)
        assert "files" in failed(*prove, node, "answer")
        assert "channel" in failed(*make, node.rpartition("/")[0])
    monkeypatch.delenv("CORE_PEER_LOCALMSPID")
    assert "CORE_PEER_LOCALMSPID" in failed(*make, node)
