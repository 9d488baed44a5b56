"""The shipped checkpoints against the data they are made from, and against what others say of the same chains."""

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.checkpoint import parse
from lightclient.bitcoin.difficulty import work_of
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import EPOCH
from lightclient.bitcoin.networks.shipped import checkpoint_of
from tests.support.command import ROOT
from tests.support.data import data
from tests.support.vectors import load_json, records
from tests.vectors.test_checkpoint_vectors import bitcoinj
from tools import shipped


@pytest.mark.parametrize("name", shipped.PUBLIC)
def test_a_shipped_checkpoint_is_what_the_data_give(name):
    made = shipped.source(name, data("headers_mainnet").parent)
    assert (ROOT / f"lightclient/bitcoin/networks/shipped_{name}.py").read_text() == made


def test_the_command_that_makes_them_says_whether_they_are_right(capsys):
    data("headers_mainnet")
    assert shipped.main(["--check"]) == 0
    assert not capsys.readouterr().out


def test_mainnet_work_is_what_every_epoch_since_the_first_adds_up_to():
    # Electrum: hash of the last block of each epoch, and the target of the one after it.
    epochs = load_json("checkpoints/electrum_mainnet_checkpoints.json")
    work = {EPOCH - 1: EPOCH * work_of((1 << 224) - (1 << 208))}
    for number, (_, target) in enumerate(epochs[:-1], 1):
        end = EPOCH * (number + 1) - 1
        work[end] = work[end - EPOCH] + EPOCH * work_of(target)
    for height, given in records("headers_mainnet/epoch_chainwork_0_832608.bin", 32):
        if height in work:
            assert work[height] == int.from_bytes(given, "big")
    base = parse(checkpoint_of(MAINNET), MAINNET).base
    assert base.chainwork == work[830591] + base.work and base.height == 830592
    # The minimum is a height that the real chain has long passed, and that the checkpoint has not reached.
    assert base.chainwork < MAINNET.min_chainwork < work[953567]
    assert codec.display(base.tip_hash) == "00000000000000000000506183a8b30fa3224b85e82a70416e1d594bdb632fdb"


@pytest.mark.parametrize(("name", "known"), [("signet", "signet"), ("testnet3", "test")])
def test_testnet_work_is_what_bitcoinj_says(name, known):
    network = by_name(name)
    base = parse(checkpoint_of(network), network).base
    points = bitcoinj(f"checkpoints/bitcoinj_{known}.checkpoints.txt")
    first = min(height for height in points if height > base.height)
    chainwork, header = points[first]
    assert base.chainwork < chainwork
    if first == base.height + 1:  # signet: the next block is one of theirs, and its work is what is missing
        assert codec.prev_hash_of(header) == base.tip_hash
    assert network.min_chainwork > base.chainwork
