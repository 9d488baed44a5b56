"""The command on a private Ethereum: checkpoints, headers, evidence of a registry entry; and a gateway of one."""

import contextlib
import json
import time

import pytest

from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.gateway.service import Gateway
from tests.portable.evm import START, block
from tests.portable.test_evm_ledger import NETWORK, record
from tests.portable.test_evm_state import CONTRACT, PERSON, SLOT
from tests.services.loop import LoopThread
from tests.services.process import until
from tests.support.command import accepted, failed, invoke, misused, refused
from tests.support.evmnode import HASHES, FakeRpc, block_json, chain
from tests.support.gateway import at

pytest_plugins = ["tests.services.fixtures"]

RULES = ("--rule", "chain_id=1337", "--rule", "consensus=qbft", "--rule", "trusting_period=none")
BLOCKS = chain(6, sets={5: "bcdx"})
ENTRY = f"0x{CONTRACT.hex()}/3[0x{PERSON.hex()}]"
MAKE = ("checkpoint", "make", "--ledger", "eip155")


@pytest.fixture
def files(tmp_path):
    """Return a function that writes blocks as a node shows them, with a proof of the registry's entry."""

    def write(name, *numbers, proof=None):
        shown = [{"result": block_json(BLOCKS[number])} for number in numbers]
        if proof:
            shown.append({"result": FakeRpc(BLOCKS).eth_getProof("0x" + CONTRACT.hex(), [proof], "0x3")})
        path = tmp_path / name
        path.write_text(json.dumps(shown))
        return path

    return write


@pytest.fixture
def checkpoint(files, tmp_path):
    made = accepted(*MAKE, "--from", files("two", 2), *RULES, "-o", tmp_path / "cp")
    assert (made["ledger"], made["height"], made["signed"]) == ("eip155:1337", 2, "3 of 4")
    assert accepted("checkpoint", "show", tmp_path / "cp")["tip"] == made["tip"] == "0x" + BLOCKS[2].hash.hex()
    return tmp_path / "cp"


@pytest.mark.slow
def test_a_registry_entry_is_proved_of_files_alone(checkpoint, files, tmp_path):
    source = files("answers", 3, proof="0x" + SLOT.hex())
    path = tmp_path / "evidence"
    made = accepted(
        "evidence", "make", ENTRY, "--ledger", "eip155", "--checkpoint", checkpoint, "--from", source, "-o", path
    )
    assert made["bytes"] == path.stat().st_size
    fields = accepted("verify", "--trust", checkpoint, "--now", START + 100, path)
    assert (fields["outcome"], fields["height"], int(fields["value"], 16)) == ("proved", 3, 1)
    assert fields["subject"] == {"kind": "storage", "id": "0x" + CONTRACT.hex() + SLOT.hex()}
    whole = path.read_bytes()
    again = ("verify", "--trust", checkpoint, "--now", START + 100, "--json", path)
    refusals = 0
    for place in range(40, len(whole), 31):
        path.write_bytes(whole[:place] + bytes((whole[place] ^ 1,)) + whole[place + 1 :])
        result = invoke(*again)
        if result.exit_code:
            refusals += 1
        else:  # a seal that the threshold did not need
            found = json.loads(result.stdout)
            assert (found["value"], found["subject"]) == (fields["value"], fields["subject"])
    assert refusals > 30


def test_headers_are_verified_over_a_change_of_the_set(checkpoint, files, tmp_path):
    check = ("headers", "verify", "--ledger", "eip155", "--checkpoint", checkpoint, "--now", START + 100)
    fields = accepted(*check, files("more", 6, 3, 4))
    assert (fields["height"], fields["from_height"], fields["headers"], fields["validators"]) == (6, 2, 3, 4)
    raw = tmp_path / "raw"
    raw.write_bytes(block(7, "bcdx", parent=BLOCKS[6].hash, signers="bc").header.raw)
    error = refused(*check, files("more", 6), raw)
    assert (error["error"], error["height"]) == ("NotEnoughVotes", 7)
    assert "--checkpoint" in misused(*check[:4], raw)


def test_what_is_missing_is_said(checkpoint, files, tmp_path):
    make = ("evidence", "make", ENTRY, "--ledger", "eip155", "--checkpoint", checkpoint, "-o", tmp_path / "evidence")
    assert "proof" in failed(*make, "--from", files("bare", 3))
    assert "not reached" in failed(*make, "--node", "http://127.0.0.1:1")
    assert "one of" in misused(*make)
    assert "trusting_period" in failed(*MAKE, "--from", files("two", 2), *RULES[:4], "-o", tmp_path / "cp2")
    assert "--ledger" in misused(
        "checkpoint", "make", "--ledger", "eip", "--from", files("two", 2), "-o", tmp_path / "cp2"
    )
    error = refused("evidence", "make", ENTRY, "--ledger", "cosmos", "--checkpoint", checkpoint, "-o", tmp_path / "x",
                    "--node", "http://127.0.0.1:1")  # fmt: skip
    assert error["error"] == "UnknownLedger"


@contextlib.contextmanager
def served(port, blocks):
    thread = LoopThread()
    made = []

    async def serve():
        made.append(Gateway("gw", EvmSource(NETWORK, EvmNode(FakeRpc(blocks))), at(port)))
        await made[0].run()

    try:
        thread.loop.call_soon_threadsafe(lambda: thread.loop.create_task(serve()))
        until(lambda: made and made[0].ready.is_set(), "the gateway is there")
        yield
    finally:
        thread.close()


def test_a_gateway_serves_it_over_a_real_broker(mosquitto, tmp_path):
    blocks = chain(6, sets={5: "bcdx"}, start=int(time.time()) - 60)
    (tmp_path / "cp").write_bytes(record(blocks[1]))
    with served(mosquitto.port, blocks):
        where = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw", "--network", "eip155:1337")
        where += ("--checkpoint", tmp_path / "cp", "--state", tmp_path / "state")
        fields = accepted("sync", *where)
        assert (fields["chain"], fields["height"], fields["gateways"]["gw"]["faults"]) == ("synced", 6, {})
        fields = accepted("prove", ENTRY, *where, "-o", tmp_path / "evidence")
        assert (fields["outcome"], fields["height"], fields["subject"]["kind"]) == ("proved", 6, "storage")
        fields = accepted("verify", "--trust", tmp_path / "cp", tmp_path / "evidence")
        assert (fields["outcome"], fields["height"], fields["checks"][-1]) == ("proved", 6, "votes")
        fields = accepted("prove", "receipt:0x" + HASHES[1].hex(), *where)
        assert (fields["outcome"], fields["height"]) == ("proved", 3)
