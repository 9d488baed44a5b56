"""A device on a chain that votes decide, of each ledger: a real broker, our gateway, a set that changes.

On MicroPython, and on a board.
"""

import time
from hashlib import sha256

import pytest

from lightclient.cometbft.hosts.node import CometNode
from lightclient.cometbft.hosts.source import CometSource
from lightclient.cometbft.network import CometNetwork
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.evm.network import EvmNetwork
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.hosts.node import FabricNode
from lightclient.fabric.hosts.source import FabricSource
from lightclient.fabric.verify import anchored
from lightclient.merkle.tree import inclusion_path
from tests.boards.test_device_boards import BOARD, KB, OnBoard
from tests.boards.test_toy_device import WHERE
from tests.portable import comet, fabric, keeper, test_comet_evidence, test_comet_ledger, test_evm_ledger
from tests.portable.test_evm_state import CONTRACT, PERSON
from tests.support import cometnode, evmnode, fabricsite
from tests.support.devices import Unix
from tests.support.votesite import VoteSite
from tools import romfs

pytest_plugins = ["tests.services.fixtures"]

DEVICE = """
from lightclient.device.device import Device
{record}
trust = bytes.fromhex({trust!r})

def awake():
    device = Device(network, "meter-7", ["gw"], open, trust, folder, log=print, limit={limit})
    with device.awake(120) as status:
        verdict = device.prove({subject!r}, 60)
        print(status, verdict.outcome, verdict.place.height, verdict.skipped)
        value = getattr(verdict.subject, "value", None)
        print(None if value is None else value[-1], device.prove({missing!r}, 60).missing)
    print("asleep", device.ledger.height)

awake()
awake()
"""


def evm(start):
    """Return (source, what the device is told, lines that it prints): validators change twice on the way."""
    network = EvmNetwork(1337, None)
    blocks = evmnode.chain(8, sets={4: "bcdx", 6: "cdxy"}, start=start)
    source = EvmSource(network, EvmNode(evmnode.FakeRpc(blocks)))
    told = {
        "record": "from lightclient.evm.network import EvmNetwork\nnetwork = EvmNetwork(1337, None)",
        "trust": test_evm_ledger.record(blocks[1], network).hex(),
        "subject": f"0x{CONTRACT.hex()}/3[0x{PERSON.hex()}]",
        "missing": "0x" + "00" * 32,
        "limit": 8192,
        "heap": 192 * KB,
    }
    said = ["1337 synced at 8; gw following proved 8 ('trusting-period',)", "1 ('inclusion',)", "asleep 8"]
    return source, told, said


def kept(start):
    """The validators are those that a contract has, which change twice on the way."""
    network = EvmNetwork(1337, None, keeper.NETWORK.profile.name)
    blocks, states = keeper.grown(8, {0: "abcd", 3: "bcdx", 5: "cdxy"}, start)
    tries = {number: (each.state, each.storage) for number, each in enumerate(states)}
    source = EvmSource(network, EvmNode(evmnode.FakeRpc(dict(enumerate(blocks)), states=tries)))
    told = {
        "record": "from lightclient.evm.network import EvmNetwork\n"
        f"network = EvmNetwork(1337, None, {network.profile.name!r})",
        "trust": test_evm_ledger.record(blocks[1], network).hex(),
        "subject": f"0x{keeper.KEEPER.hex()}/2",
        "missing": "0x" + "00" * 32,
        "limit": 8192,
        "heap": 192 * KB,
    }
    said = ["1337 synced at 8; gw following proved 8 ('trusting-period',)", "4 ('inclusion',)", "asleep 8"]
    return source, told, said


def cosmos(start):
    network = CometNetwork("fleet-1", None)
    chain = comet.Chain(network, start=start).grow(2)
    chain.make(3, "b1 c1 d1 x1", data_hash=test_comet_evidence.world().chain.blocks[3].header.data_hash)
    chain.make(4, "c1 d1 x1 y1")
    chain.grow(4)
    rpc = cometnode.FakeRpc(chain)
    path = inclusion_path(test_comet_evidence.LEAVES, 1)
    rpc.put(b"two", 3, 1, 3, [path[i : i + 32] for i in range(0, len(path), 32)])
    told = {
        "record": "from lightclient.cometbft.network import CometNetwork\nnetwork = CometNetwork('fleet-1', None)",
        "trust": test_comet_ledger.record(chain.blocks[1], network).hex(),
        "subject": sha256(b"two").hexdigest(),
        "missing": "00" * 32,
        "limit": 8192,
        "heap": 192 * KB,
    }
    said = ["fleet-1 synced at 8; gw following proved 3 ('trusting-period',)", "None ('inclusion',)", "asleep 8"]
    return CometSource(network, CometNode(rpc)), told, said


def channel(start):
    """Consenters change on the way, and the device has room for the block that says so."""
    chain = fabricsite.Chain(8, {4: "abce"})
    first = chain.blocks[1]
    trusted = anchored(first, fabric.config_in(chain.blocks[0]))
    told = {
        "record": "from lightclient.fabric.network import FabricNetwork\n"
        f"network = FabricNetwork({chain.network.channel!r}, bytes.fromhex({chain.network.genesis.hex()!r}))",
        "trust": b"".join(parts(chain.network, trusted, [])).hex(),
        "subject": chain.ids[3][1].hex(),
        "missing": "00" * 32,
        "limit": 16384,
        "heap": 288 * KB,  # a configuration block takes 13 KB
    }
    skipped = ("trusting-period", "validity")
    said = [f"{chain.network.name} synced at 8; gw following proved 3 {skipped}", "None ('inclusion',)", "asleep 8"]
    return FabricSource(chain.network, FabricNode(fabricsite.Recorded(chain))), told, said


def lines(said):
    return ["NoRecord: the chain starts at its trust anchor", *said, *said]


LEDGERS = pytest.mark.parametrize(
    "ledger", [evm, kept, cosmos, channel], ids=["eip155", "contract", "cosmos", "fabric"]
)


@LEDGERS
def test_a_device_of_a_chain_of_votes(ledger, mosquitto, micropython, tmp_path):
    source, told, said = ledger(int(time.time()) - 60)
    with VoteSite(mosquitto.port, source):
        program = WHERE.format(port=mosquitto.port, folder=str(tmp_path / "state")) + DEVICE.format(**told)
        with Unix(micropython, program) as run:
            assert run.ends() == lines(said)


@pytest.mark.slow
@LEDGERS
def test_one_on_a_board(ledger, mosquitto):
    source, told, said = ledger(int(time.time()) - 60)
    rom = romfs.image([*romfs.library(), *romfs.board_only()])
    program = BOARD + "folder = '/flash/votes'\n" + DEVICE.format(**told)
    with (
        VoteSite(mosquitto.port, source),
        OnBoard(program, "rv32", 192 * KB + 6 * told["limit"], mosquitto.port, rom=rom) as run,
    ):
        assert run.ends(200) == lines(said)
