"""Fabric as others recorded it: every file of data/fabric and data/extra/fabric."""

import io
import json
import zipfile

import pytest

from lightclient.codec.cbor import encode
from lightclient.evidence.envelope import Envelope
from lightclient.fabric.block import Block, lean
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.hosts import making
from lightclient.fabric.hosts.blocks import blocks_in, parse_whole
from lightclient.fabric.msp import ADMIN, parse_msp
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.signers import verified
from lightclient.fabric.transaction import check_data
from lightclient.fabric.verify import anchored, step
from lightclient.votes.errors import InvalidSignature, NotEnoughVotes
from tests.support.vectors import load, load_json
from tests.support.vectors import names as files

RUN = "extra/fabric/smartbft_run/"
SNAPSHOT = "fabric/from_snapshot_blockfile_000000"
V20 = "fabric/v20_ledgersData.zip"
INSIDE = "ledgersData/chains/chains/testchannel/blockfile_000000"


def smartbft():
    return [parse_whole(load(f"{RUN}block_{number:03}.pb")) for number in range(9)]


def snapshot():
    return blocks_in(load(SNAPSHOT))


def v20():
    return blocks_in(zipfile.ZipFile(io.BytesIO(load(V20))).read(INSIDE))


CHAINS = {"smartbft": smartbft, "snapshot": snapshot, "v20": v20}


def start(blocks):
    """Return (network, first block as trusted)."""
    channel, config = parse_config(blocks[0].envelopes[0], blocks[0].header.number)
    network = FabricNetwork(channel, blocks[0].header.hash)
    return network, anchored(blocks[0].signed(), config)


def signed(block, without=(), changed=None):
    """Return a block without some of its signatures, or with one that was damaged."""
    made = Block(block.gap, block.raw)
    for number in sorted(without, reverse=True):
        del made.signatures[number]
    if changed is not None:
        one = made.signatures[changed]
        one.signature = one.signature[:-1] + bytes((one.signature[-1] ^ 1,))
    return made


def test_there_are_no_other_files():
    assert load(SNAPSHOT)  # without the data there is nothing to count
    assert len(files("fabric")) == 3
    assert sorted(files("extra/fabric")) == sorted(
        [f"{RUN}block_{number:03}.pb" for number in range(9)]
        + [f"{RUN}header_with_sig_{number:03}.pb" for number in range(1, 9)]
        + [RUN + "genesis.block"]
    )


@pytest.mark.parametrize(("name", "count"), [("smartbft", 9), ("snapshot", 4), ("v20", 20)])
def test_channels_are_followed(name, count):
    blocks = CHAINS[name]()
    network, trusted = start(blocks)
    for whole in blocks:
        check_data(whole.envelopes, whole.header)
    for whole in blocks[1:]:
        trusted = step(trusted, whole.signed(), network)
    assert len(blocks) == count
    assert trusted.height == blocks[-1].header.number


def test_the_configurations():
    expected = {
        "smartbft": ("devch", "BFT", 4, 3, 1, ["AppMSP"]),
        "snapshot": ("mychannel", "etcdraft", 1, 1, 3, ["Org1MSP", "Org2MSP", "Org3MSP"]),
        "v20": ("testchannel", "solo", 1, 1, 5, ["Org1MSP", "Org2MSP", "Org3MSP"]),
    }
    for name, wanted in expected.items():
        blocks = CHAINS[name]()
        last = max([whole.signed().last_config for whole in blocks])
        at = next(whole for whole in blocks if whole.header.number == last)
        channel, config = parse_config(at.envelopes[0], last)
        orgs = [org.msp.id for org in config.endorsers.orgs]
        found = channel, config.kind, config.members.total, config.threshold.numerator, config.sequence, orgs
        assert found == wanted


def test_header_with_sig_is_what_devices_get():
    blocks = smartbft()
    network, trusted = start(blocks)
    assert load(RUN + "genesis.block") == load(RUN + "block_000.pb")
    sizes = []
    for number in range(1, 9):
        raw = load(f"{RUN}header_with_sig_{number:03}.pb")
        block = Block([], raw)
        trusted = step(trusted, block, network)
        assert trusted.hash == blocks[number].header.hash
        small = lean(block.header, [] if block.envelope is None else [block.envelope], parse_whole(raw).signatures)
        assert Block([], small).hash == trusted.hash
        sizes.append(len(raw))
    assert sizes == [409, 411, 409, 410, 409, 410, 408, 46652]


def test_every_consenters_signature_holds():
    blocks = smartbft()
    keys = dict(parse_config(blocks[0].envelopes[0], 0)[1].consenters)
    held = 0
    shown = [whole.signed() for whole in blocks[1:]]
    shown += [Block([], load(f"{RUN}header_with_sig_{number:03}.pb")) for number in range(1, 9)]
    for block in shown:
        for number, signature in enumerate(block.signatures):
            assert verified(keys[signature.identifier], block.signed(number), signature.signature)
            held += 1
    assert held == 48


def test_a_quorum_of_consenters_is_needed():
    blocks = smartbft()
    network, trusted = start(blocks)
    for whole in blocks[1:]:
        block = whole.signed()
        for number in range(3):
            with pytest.raises(NotEnoughVotes):
                step(trusted, signed(block, [number]), network)
            with pytest.raises(InvalidSignature):
                step(trusted, signed(block, changed=number), network)
        trusted = step(trusted, block, network)


def test_gaps_are_bridged_by_data_hashes():
    blocks = smartbft()
    network, trusted = start(blocks)
    for target in range(2, 9):
        block = blocks[target].signed()
        block.gap = [whole.header.data_hash for whole in blocks[1:target]]
        assert step(trusted, block, network).height == target


@pytest.mark.parametrize(
    ("name", "transactions", "answers", "endorsements"), [("snapshot", 3, 3, 4), ("v20", 15, 15, 21)]
)
def test_transactions_and_their_endorsements(name, transactions, answers, endorsements):
    blocks = CHAINS[name]()
    network, trusted = start(blocks)
    ledger = network.start(b"".join(parts(network, trusted, [])), None, 40)[0]
    proved, found, signers = 0, 0, 0
    for whole in blocks:
        if whole is not blocks[0]:
            ledger.extend([whole.signed()], whole.header.number, None)
        for number, payload in enumerate(making.payloads(whole)):
            if payload.type != 3:
                continue
            body = encode([[], [whole.header.serialize()], number, whole.envelopes])
            verdict = ledger.judge_evidence(Envelope(network.id, "transaction", body).serialize(), None)
            assert verdict.outcome == "proved"
            assert verdict.checks[:3] == ("data-hash", "envelopes", "creator")
            assert verdict.subject.id.hex() == payload.tx_id
            proved += 1
            body = making.answer_in(whole.envelopes[number])
            when = 1_580_000_000 if name == "v20" else 1_690_000_000
            verdict = ledger.judge_evidence(Envelope(network.id, "endorsed", body).serialize(), when)
            assert verdict.subject.id.hex() == payload.tx_id
            found += 1
            signers += len(verdict.finality.names)
    assert (proved, found, signers) == (transactions, answers, endorsements)


def test_a_configuration_as_text():
    # Fabric's tool shows messages inside of messages; only their certificates are of use to us.
    shown = load_json("fabric/test_configblock.json")
    config = shown["data"]["data"][0]["payload"]["data"]["config"]
    assert (config["sequence"], shown["header"]["number"]) == ("3", "2")
    json_format = pytest.importorskip("google.protobuf.json_format")
    msp_config_pb2 = pytest.importorskip("fabric_protos.msp.msp_config_pb2")
    names = []
    for name, org in config["channel_group"]["groups"]["Application"]["groups"].items():
        value = org["values"]["MSP"]["value"]
        inner = json_format.Parse(json.dumps(value["config"]), msp_config_pb2.FabricMSPConfig())
        raw = msp_config_pb2.MSPConfig(type=value.get("type", 0), config=inner.SerializeToString()).SerializeToString()
        found = parse_msp(raw)
        assert (found.id, len(found.roots), found.units) == (name + "MSP", 1, {ADMIN: (b"admin", 0)})
        names.append(name)
    assert names == ["Org1", "Org2"]
