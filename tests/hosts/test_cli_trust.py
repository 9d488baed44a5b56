"""What the commands start from: the checkpoint that is given, the shipped one, or the genesis block said out loud."""

from pathlib import Path

import pytest

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.errors import DamagedCheckpoint, EmptyCheckpoint
from lightclient.bitcoin.networks.known import NETWORKS, by_name
from lightclient.bitcoin.networks.shipped import checkpoint_of
from lightclient.cli import anchors, online
from lightclient.mqtt.hosts.broker import Broker
from tests.support.command import Files


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.mark.parametrize("network", [network for network in NETWORKS if network.name != "regtest"])
def test_without_anything_given_the_shipped_checkpoint_of_a_public_network_serves(network):
    anchor = anchors.load(network, None, None, 0, True)
    assert anchor.chain.tip.chainwork < network.min_chainwork
    assert anchor.name == f"shipped checkpoint at height {anchor.chain.tip.height}"


def starts(network, checkpoint):
    """Return where the client of a command starts, and how that is said."""
    client = online.client(Broker("127.0.0.1", 1), network, ["gw"], checkpoint, None, 1, None)
    return client.ledger.height, online.fields(client, client.status())["trust"]


def test_what_a_command_that_follows_starts_from_is_said(files):
    for network in NETWORKS:
        shipped = checkpoint_of(network)
        if network.name == "regtest":
            assert shipped is None and starts(network, None) == (0, "genesis block")
        else:
            height = records.parse(shipped, network).tip.height
            assert starts(network, None) == (height, f"shipped checkpoint at height {height}")
        assert starts(network, Path("genesis")) == (0, "genesis block")
    assert starts(by_name("regtest"), files.checkpoint(11)) == (11, "checkpoint at height 11")
    for record, error in ((b"", EmptyCheckpoint), (files.checkpoint(11).read_bytes()[:-1], DamagedCheckpoint)):
        with pytest.raises(error):
            starts(by_name("regtest"), files.file("wrong", record))
