"""`lightclient verify` on evidence about a chain of CometBFT: a checkpoint brings the chain's rules."""

import json

import pytest

from lightclient.codec.cbor import encode
from lightclient.cometbft.network import CometNetwork
from lightclient.evidence.envelope import Envelope
from tests.portable import test_comet_evidence as evidence
from tests.portable.comet import NETWORK
from tests.portable.test_comet_ledger import NOW, World, record
from tests.support.command import invoke


def lightclient(*arguments):
    result = invoke(*arguments, "--json")
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


@pytest.fixture
def verify(tmp_path):
    """Return a function that runs the command on a body of evidence: (exit status, fields)."""
    world = evidence.world()

    def run(body, form="transaction", trust=None, now=NOW):
        (tmp_path / "cp").write_bytes(record(world.chain.blocks[1]) if trust is None else trust)
        (tmp_path / "evidence").write_bytes(Envelope(NETWORK.id, form, encode(body)).serialize())
        return lightclient("verify", "--trust", tmp_path / "cp", "--now", now, tmp_path / "evidence")

    run.world = world
    return run


def steps(world, *heights):
    return [world.chain.blocks[height].fields() for height in heights]


def test_a_transaction_is_proved(verify):
    status, fields = verify(evidence.transaction(steps(verify.world, 3)))
    assert (status, fields["outcome"], fields["ledger"], fields["height"]) == (0, "proved", "cosmos:test-chain", 3)
    assert fields["finality"] == {"kind": "votes", "signed": 3, "of": 4, "threshold": "2/3"}
    assert fields["subject"] == {"kind": "transaction", "id": evidence.sha256(b"two").hexdigest().upper()}
    assert (fields["skipped"], fields["trust"]) == ([], "checkpoint at height 1")


def test_an_entry_of_the_state_is_proved_with_its_value(verify):
    body = [steps(verify.world, 4), [], *evidence.entry([])[2:]]
    status, fields = verify(body, "state")
    assert (status, fields["subject"]["id"], fields["value"]) == (0, b"bank/d".hex().upper(), b"d!".hex())


def test_what_does_not_hold_is_refused_by_name(verify):
    forged = verify.world.chain.blocks[3]
    forged.commit.votes[0].signature = bytes(64)
    status, fields = verify(evidence.transaction([forged.fields()]))
    assert (status, fields["outcome"], fields["error"], fields["height"]) == (1, "refused", "InvalidSignature", 3)


def test_trust_that_has_expired_is_refused_with_the_way_out(verify):
    status, fields = verify(evidence.transaction(steps(verify.world, 3)), now=NOW + 20_000)
    assert (status, fields["error"]) == (1, "TrustExpired") and "a new trust anchor is needed" in fields["message"]


def test_another_chains_checkpoint_is_no_trust(verify):
    other = CometNetwork("other-chain", 1000)
    status, fields = verify(
        evidence.transaction(steps(verify.world, 3)), trust=record(World(other).chain.blocks[1], other)
    )
    assert status in (1, 2) and "cosmos:test-chain" in str(fields)


def test_without_a_checkpoint_the_chain_is_not_known(verify, tmp_path):
    verify(evidence.transaction(steps(verify.world, 3)))
    status, fields = lightclient("verify", tmp_path / "evidence")
    assert (status, fields["error"]) == (1, "UnknownLedger")
