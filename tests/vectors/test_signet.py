"""BIP325: the first signet blocks, checked from their coinbases alone."""

import json

import ecdsa
import pytest

from lightclient.bitcoin import signet
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.errors import BadSignetSolution, NotCoinbase, RootMismatch
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.tree import branch_of
from lightclient.cli.signature import verify
from lightclient.errors import LightClientError
from tests.support.command import process
from tests.support.data import data as vector


@pytest.fixture(scope="module")
def blocks():
    return [Block(bytes.fromhex(entry["block"])) for entry in json.loads(vector("blocks", SIGNET_BLOCKS).read_bytes())]


SIGNET_BLOCKS = "floresta_signet_blocks.json"


def check(block, header=None, coinbase=None, network=SIGNET):
    coinbase = coinbase or block.transaction(0).serialize()
    signet.check(header or block.header, coinbase, branch_of(block.txids, 0), network, verify)


@pytest.mark.slow
def test_every_block_is_signed(blocks):
    assert len(blocks) == 121
    for block in blocks:
        check(block)


def test_the_solution_covers_version_parent_time_and_root(blocks):
    block = blocks[7]
    check(block)
    for offset in (0, 4, 35, 68, 71):
        header = bytearray(block.header)
        header[offset] ^= 1
        with pytest.raises(BadSignetSolution, match="none of the keys"):
            check(block, bytes(header))
    # Bits and nonce are what the miner searches after signing: the proof of work covers them.
    check(block, block.header[:76] + bytes(4))


def test_a_bundle_with_its_coinbase_says_that_the_solution_was_checked(blocks):
    proof = blocks[7].bundle(SIGNET.name, 0)
    anchor = HeadersAnchor(blocks[7].header, SIGNET)
    for signature in (verify, None):  # the backend in use, where none is given
        verdict = proof.verify(anchor, signature=signature)
        assert (verdict.outcome, verdict.missing) == ("proved", ())
        assert "signet-solution" in verdict.checks
    with pytest.raises(BadSignetSolution):
        proof.verify(anchor, signature=lambda key, digest, der: False)


def test_no_signet_block_is_proved_without_its_coinbase(blocks):
    for block in blocks[1:5]:
        proof = block.bundle(SIGNET.name, 0)
        proof.coinbase = None
        verdict = proof.verify(HeadersAnchor(block.header, SIGNET))
        assert (verdict.outcome, verdict.missing) == ("not yet", ("coinbase",))
        assert "signet-solution" in verdict.skipped


@pytest.mark.slow
def test_the_command_says_by_what_it_checked_signatures(blocks, tmp_path, monkeypatch):
    (tmp_path / "headers").write_bytes(blocks[7].header)
    (tmp_path / "proof").write_bytes(blocks[7].bundle(SIGNET.name, 0).serialize())
    arguments = ["verify", "--network", "signet", "--headers", tmp_path / "headers", tmp_path / "proof", "--json"]
    for backend, status in (("portable", 0), ("ecdsa", 0), ("imaginary", 2)):
        monkeypatch.setenv("LIGHTCLIENT_BACKEND", backend)
        result = process(*arguments)
        fields = json.loads(result.stdout)
        assert result.returncode == status, result.stderr
        assert fields["error"] == "BackendMissing" if status else fields["signatures_by"] == backend


def test_a_challenge_that_is_always_true_needs_a_commitment_and_no_solution():
    block = Block(vector("blocks", "bcoin_482683.blk").read_bytes())
    check(block, network=challenged(b"\x51"))
    with pytest.raises(BadSignetSolution):
        check(block)
    without = block.transaction(0)
    without.outputs = [(value, script) for value, script in without.outputs if script[:1] != b"\x6a"]
    header = block.header[:36] + without.txid() + block.header[68:]
    with pytest.raises(BadSignetSolution, match="no witness commitment"):
        signet.check(header, without.serialize(), b"", challenged(b"\x51"), verify)


def test_another_coinbase_does_not_lead_to_the_root(blocks):
    with pytest.raises(RootMismatch):
        check(blocks[7], coinbase=blocks[8].transaction(0).serialize())


def test_another_transaction_is_no_coinbase(blocks):
    transaction = blocks[7].transaction(0)
    transaction.inputs[0] = (bytes(range(32)), 0, b"", 0)
    with pytest.raises(NotCoinbase):
        check(blocks[7], coinbase=transaction.serialize())


def challenged(challenge):
    return Network("custom", SIGNET.genesis, SIGNET.limit_bits, challenge=challenge)


def test_keys_of_another_challenge(blocks):
    key = ecdsa.SigningKey.from_secret_exponent(7, ecdsa.SECP256k1).verifying_key.to_string("compressed")
    with pytest.raises(BadSignetSolution, match="none of the keys"):
        check(blocks[7], network=challenged(b"\x51\x21" + key + b"\x51\xae"))
    with pytest.raises(BadSignetSolution, match="1 signatures, 2 are needed"):
        check(blocks[7], network=challenged(b"\x52\x21" + key + b"\x21" + key + b"\x52\xae"))
    with pytest.raises(BadSignetSolution, match="not supported"):
        check(blocks[7], network=challenged(b"\x00\x14" + bytes(20)))


def test_any_flipped_bit_of_the_coinbase_is_refused(blocks):
    block = blocks[9]
    coinbase = block.transaction(0).serialize(False)
    for bit in range(0, 8 * len(coinbase), 3):
        damaged = bytearray(coinbase)
        damaged[bit >> 3] ^= 1 << (bit & 7)
        with pytest.raises(LightClientError):
            check(block, coinbase=bytes(damaged))
