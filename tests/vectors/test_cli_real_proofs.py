"""`lightclient proof make` and `verify` on real blocks and on proofs that Bitcoin Core printed."""

import json

import pytest

from lightclient.bitcoin import merkleblock
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.header import SIZE, display, hash_of
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.tree import branch_in, levels
from tests.support.command import FORMS, REGTEST, accepted, failed, invoke, placed, unsettled
from tests.support.data import data
from tests.support.vectors import blk_blocks, load, load_hex, load_json, names


def neutrino(height):
    return blk_blocks(load("blocks/neutrino_blocks1-256.bz2"))[height - 1]


def shown(folder, form, block, position):
    """Return the options that a proof of this form needs to be settled."""
    if form == "bundle":
        return ()
    raw = folder / "tx"
    raw.write_bytes(Block(block).transaction(position).serialize())
    return "--tx", raw


def signet(height):
    return bytes.fromhex(load_json("blocks/floresta_signet_blocks.json")[height]["block"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("network", "read", "height", "headers", "last"),
    [
        ("mainnet", neutrino, 170, "headers_mainnet/main_000000_039999.bin.xz", 39999),
        ("mainnet", neutrino, 248, "headers_mainnet/main_000000_039999.bin.xz", 39999),
        ("signet", signet, 100, "headers_test/signet_0_2015.bin.xz", 2015),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_real_blocks_up_from_genesis(tmp_path, network, read, height, headers, last, form):
    block, proof = tmp_path / "block", tmp_path / "proof"
    block.write_bytes(read(height))
    txid = display(Block(read(height)).txids[-1])
    accepted("proof", "make", "--network", network, "--block", block, "--tx", txid, "--form", form, "-o", proof)
    # The headers are real, and so few that the chain is not yet the network's.
    fields = unsettled("verify", "--network", network, "--headers", data(headers), proof)
    assert placed(fields) == ("genesis block", height, last - height + 1, "header-window")
    assert fields["txids"] == [txid]
    assert fields["minimum_work"] is False and "work" in fields["missing"]
    signed = network == "signet" and form == "bundle"
    assert ("signet-solution" in fields["checks"]) == signed
    assert ("coinbase" in fields["missing"]) == (network == "signet" and not signed)
    assert fields.get("signatures_by") == ("ecdsa" if signed else None)


@pytest.mark.slow
def test_the_backend_for_signatures_is_chosen_and_never_replaced(tmp_path, monkeypatch):
    block, proof = tmp_path / "block", tmp_path / "proof"
    block.write_bytes(signet(100))
    txid = display(Block(signet(100)).txids[-1])
    accepted("proof", "make", "--network", "signet", "--block", block, "--tx", txid, "--form", "bundle", "-o", proof)
    command = "verify", "--network", "signet", "--headers", data("headers_test/signet_0_2015.bin.xz"), proof
    monkeypatch.setenv("LIGHTCLIENT_BACKEND", "portable")
    assert unsettled(*command)["signatures_by"] == "portable"
    monkeypatch.setenv("LIGHTCLIENT_BACKEND", "openssl")
    assert failed(*command).startswith("no backend openssl: ")


@pytest.mark.parametrize("form", FORMS)
def test_real_regtest_blocks(tmp_path, form):
    blocks = load_hex("blocks/floresta_regtest_blocks.txt")
    headers, block, proof = tmp_path / "headers", tmp_path / "block.hex", tmp_path / "proof"
    headers.write_bytes(b"".join([block[:80] for block in blocks]))
    block.write_text(blocks[50].hex())
    txid = display(Block(blocks[50]).txids[0])
    accepted("proof", "make", *REGTEST, "--block", block, "--tx", txid, "--form", form, "-o", proof)
    assert (
        accepted("verify", *REGTEST, "--headers", headers, proof, *shown(tmp_path, form, blocks[50], 0))["height"] == 50
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("network", "name"),
    [
        ("mainnet", "bcoin_482683.blk"),
        ("mainnet", "mainnet_0c835b.blk.xz"),
        ("testnet3", "bitcoinj_testnet32768.blk"),
        ("testnet3", "bcoin_testnet_1087400.blk.xz"),
    ],
)
def test_real_blocks_under_their_own_header(tmp_path, network, name, form):
    header, proof = tmp_path / "header", tmp_path / "proof"
    block = Block(load("blocks/" + name))
    header.write_bytes(block.header)
    txid = display(block.txids[len(block.txids) // 2])
    make = ("proof", "make", "--network", network, "--block", data("blocks", name), "--tx", txid)
    made = accepted(*make, "--form", form, "-o", proof)
    assert made["height"] == block.height(by_name(network))
    raw = shown(tmp_path, form, load("blocks/" + name), len(block.txids) // 2)
    fields = accepted("verify", "--network", network, "--headers", header, proof, *raw)
    assert placed(fields) == ("headers as given", None, 1, "headers-given")
    assert fields["txids"] == [txid]


@pytest.mark.slow
@pytest.mark.parametrize("name", names("merkle_proofs/ckb_txoutproof", "0830000-*.bin"))
def test_what_bitcoin_core_printed_against_a_checkpoint_of_mainnet(tmp_path, name):
    checkpoint, printed = tmp_path / "checkpoint", tmp_path / "proof"
    run = data("headers_mainnet/main_822527_830592.bin.xz")
    make = ("checkpoint", "make", "--network", "mainnet", "--headers", run, "--first-height", 822527)
    accepted(*make, "--at", 829900, "-o", checkpoint)
    printed.write_text(load(name).hex() + "\n")
    missing = ["transaction", "work"]  # the headers end below what the network has to have
    for proof in (printed, data(name)):
        fields = unsettled("verify", "--network", "mainnet", "--checkpoint", checkpoint, "--headers", run, proof)
        assert placed(fields) == ("checkpoint at height 829900", 830000, 593, "header-window")
        assert fields["block"] == display(hash_of(load(name)[:SIZE]))
        assert fields["missing"] == missing
    given = ("verify", "--network", "mainnet", "--headers", run, printed)
    fields = unsettled(*given)
    assert placed(fields) == ("headers as given", None, 593, "headers-given")
    assert (fields["missing"], "transaction-count" in fields["checks"]) == (["transaction"], False)
    raw = tmp_path / "tx"
    block = Block(load("blocks/ckb_0830000.blk.xz"))
    raw.write_bytes(block.transaction(fields["positions"][-1]).serialize())
    fields = accepted(*given, "--tx", raw)
    assert (fields["ledger"], fields["trust"], fields["missing"]) == (by_name("mainnet").id, "headers as given", [])


@pytest.mark.slow
def test_no_node_of_a_real_block_passes_as_a_transaction(tmp_path):
    block = Block(load("blocks/ckb_0830000.blk.xz"))
    header, raw, policy = tmp_path / "header", tmp_path / "coinbase", tmp_path / "policy.toml"
    header.write_bytes(block.header)
    raw.write_bytes(block.transaction(0).serialize())
    policy.write_text('accept = ["leaf-size"]\n')
    command = ("verify", "--network", "mainnet", "--headers", header)
    rows = list(levels(block.txids))
    for depth, row in enumerate(rows[1:], 1):
        for position in {0, 1, len(row) - 1} & set(range(len(row))):
            branch = branch_in(rows[depth:], position)
            nodes = [display(branch[at : at + 32]) for at in range(0, len(branch), 32)]
            electrum, tree = tmp_path / "electrum", tmp_path / "tree"
            electrum.write_text(json.dumps({"txid": display(row[position]), "pos": position, "merkle": nodes}))
            tree.write_text(merkleblock.prove(block.header, row, {position}).serialize().hex())
            for proof in (electrum, tree):
                fields = unsettled(*command, proof)
                assert fields["missing"] == ["transaction"] and "leaf-size" in fields["skipped"]
                for settle in ("--tx", "--coinbase"):
                    answered = invoke(*command, proof, settle, raw, "--json")
                    assert answered.exit_code == (1 if settle == "--tx" or position < 2 else 3)
                assert "leaf-size" in accepted(*command, proof, "--policy", policy)["skipped"]
