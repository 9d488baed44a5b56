"""The sensor on ledgers that votes decide: its settings name another one, and nothing else changes."""

import subprocess
import sys
import time
from hashlib import sha256

import pytest

from examples.run import SECRET, host_source, settings_of
from examples.sensor import fleet, publish
from lightclient.codec.cbor import decode
from lightclient.cometbft.hosts.node import CometNode
from lightclient.cometbft.hosts.source import CometSource
from lightclient.cometbft.network import CometNetwork
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.building import Trie
from lightclient.evm.contract import slot_of
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.evm.network import EvmNetwork
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.hosts.node import FabricNode
from lightclient.fabric.hosts.source import FabricSource
from lightclient.fabric.verify import anchored
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path, root_of
from tests.boards.test_examples import TOPIC, Said
from tests.conftest import ROOT
from tests.portable import comet, fabric, test_comet_ledger, test_evm_ledger
from tests.portable.test_evm_state import CONTRACT, account
from tests.services.mqtt import Observer
from tests.support import cometnode, evmnode, fabricsite
from tests.support.devices import Unix
from tests.support.votesite import VoteSite

pytest_plugins = ["tests.services.fixtures"]

BODY = fleet.body_of("cellar", 1, 1)
ANCHOR = fleet.anchor_of(publish.key_of(SECRET), BODY)


def evm(start):
    """Return (source, checkpoint, what the message names, what the settings name, largest answer).

    A contract's first variable is the hash of the configuration in force.
    """
    network = EvmNetwork(1337, None)
    storage = Trie({keccak256(slot_of(0)): rlp.serialize(sha256(BODY).digest().lstrip(b"\0"))})
    state = Trie({keccak256(CONTRACT): account(storage=storage.root)})
    blocks = evmnode.chain(8, sets={4: "bcdx", 6: "cdxy"}, start=start, state=state)
    source = EvmSource(network, EvmNode(evmnode.FakeRpc(blocks, state=state, storage=storage)))
    return source, test_evm_ledger.record(blocks[1], network), b"", f"0x{CONTRACT.hex()}/0", 8192


def cometbft(start):
    network = CometNetwork("fleet-1", None)
    chain = comet.Chain(network, start=start).grow(2)
    txs = [b"one", b"cellar=" + ANCHOR]
    leaves = [leaf_hash(sha256(tx).digest()) for tx in txs]
    chain.make(3, data_hash=root_of(leaves))
    chain.grow(5)
    rpc = cometnode.FakeRpc(chain)
    rpc.put(txs[1], 3, 1, 2, [inclusion_path(leaves, 1)])
    record = test_comet_ledger.record(chain.blocks[1], network)
    return CometSource(network, CometNode(rpc)), record, sha256(txs[1]).digest(), None, 8192


def channel(start):
    chain = fabricsite.Chain(8, {4: "abce"}, more={3: [fabric.transaction("client", b"cellar" + ANCHOR)]})
    record = b"".join(parts(chain.network, anchored(chain.blocks[1], fabric.config_in(chain.blocks[0])), []))
    return FabricSource(chain.network, FabricNode(fabricsite.Recorded(chain))), record, chain.ids[3][0], None, 16384


LEDGERS = {"evm": evm, "cometbft": cometbft, "fabric": channel}


def settings(module, record, **changes):
    """Return the text of settings.py for a ledger whose checkpoint brings its rules, as the file says how."""
    text = settings_of("sensor", **changes)
    for before, after in (
        (
            "from lightclient.bitcoin.networks.regtest import REGTEST",
            f"from lightclient.{module}.known import network_in",
        ),
        ("from lightclient.sync.ledger import GENESIS\n", ""),
        ("NETWORK, CHECKPOINT = REGTEST, GENESIS", f"CHECKPOINT = {record!r}\nNETWORK = network_in(CHECKPOINT)"),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("module", LEDGERS)
def test_a_sensor_obeys_what_its_ledger_has(module, mosquitto, micropython, tmp_path):
    source, record, named, entry, limit = LEDGERS[module](int(time.time()) - 60)
    changes = {"BROKER": f"mqtt://127.0.0.1:{mosquitto.port}", "INTERVAL": 1, "LIMIT": limit, "ENTRY": entry}
    (tmp_path / "settings.py").write_text(settings(module, record, **changes))
    (tmp_path / "secret").write_text(SECRET.hex())
    command = [sys.executable, "-m", "examples.sensor.publish", "--secret", tmp_path / "secret"]
    command += ["--sequence", "1", "--interval", "1"]
    other = fleet.body_of("cellar", 2, 60)
    with VoteSite(mosquitto.port, source), Observer(mosquitto.port, "fleets/cellar/readings/sensor-1") as observer:
        observer.publish(TOPIC, publish.message_of(SECRET, other, named), retain=True)  # signed, and not in the ledger
        with Unix(micropython, host_source("sensor", tmp_path)) as run:
            said = Said(run)
            assert said.next("synced") == "synced 8"
            assert said.next("refused") == "refused NotAnchored:"
            command += ["--broker", changes["BROKER"], "--transaction", named.hex() or "none"]
            shown = subprocess.check_output(command, text=True, cwd=ROOT)
            assert shown == f"transaction {ANCHOR.hex()} or entry {sha256(BODY).hexdigest()}\n"
            assert said.next("obeys") == "obeys 1 every 1 s from now on"
            assert said.next("asleep") == "asleep 1 reported"
            assert said.next("awake") == "awake 8 1"
        assert [decode(message.payload)[0] for message in observer.messages][:2] == [0, 1]
