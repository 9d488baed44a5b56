"""`lightclient proof make` and `verify`: every form against every kind of trust, on a mined block."""

import json

import pytest

from tests.support.command import (
    FORMS,
    HEIGHT,
    REGTEST,
    TIP,
    TXIDS,
    TXS,
    Files,
    accepted,
    invoke,
    misused,
    placed,
    refused,
)
from tests.support.data import data

VERIFY = ("verify", *REGTEST)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


# -- what is trusted


@pytest.mark.parametrize("form", FORMS)
def test_headers_as_given(files, form):
    fields = accepted(*VERIFY, "--headers", files.headers(3), files.proof(form), *files.shown(form))
    assert placed(fields) == ("headers as given", None, TIP - HEIGHT + 1, "headers-given")
    assert (fields["form"], fields["network"]) == (form, "regtest")
    assert (fields["txids"], fields["positions"], fields["block"]) == (TXIDS[1:2], [1], files.hash)
    assert int(fields["work_on_top"], 16) == 2 * (TIP - HEIGHT)


@pytest.mark.parametrize("form", FORMS)
def test_headers_from_genesis(files, form):
    fields = accepted(*VERIFY, "--headers", files.headers(), files.proof(form), *files.shown(form))
    assert placed(fields) == ("genesis block", HEIGHT, TIP - HEIGHT + 1, "header-window")
    assert fields["minimum_work"] is True


@pytest.mark.parametrize("first", [0, 1, 2, 3])
@pytest.mark.parametrize("form", FORMS)
def test_a_checkpoint_and_headers_that_pass_through_it(files, form, first):
    trust = ("--checkpoint", files.checkpoint(2), "--headers", files.headers(first))
    fields = accepted(*VERIFY, *trust, files.proof(form), *files.shown(form))
    assert placed(fields) == ("checkpoint at height 2", HEIGHT, TIP - HEIGHT + 1, "header-window")


def test_following_headers_lead_up_to_a_checkpoint(files):
    proof = files.proof("bundle", "--following", files.headers(4, 10))
    alone = accepted(*VERIFY, "--checkpoint", files.checkpoint(10), proof)
    assert placed(alone) == ("checkpoint at height 10", HEIGHT, 8, "header-links")
    fields = accepted(*VERIFY, "--checkpoint", files.checkpoint(10), "--headers", files.headers(11), proof)
    assert placed(fields) == ("checkpoint at height 10", HEIGHT, TIP - HEIGHT + 1, "header-links")
    assert refused(*VERIFY, "--checkpoint", files.checkpoint(11), proof)["error"] == "UnknownBlock"


def test_following_headers_extend_a_checkpoint(files):
    proof = files.proof("bundle", "--following", files.headers(4, 10))
    fields = accepted(*VERIFY, "--checkpoint", files.checkpoint(2), proof)
    assert placed(fields) == ("checkpoint at height 2", HEIGHT, 8, "header-window")


def test_the_header_log_of_a_checkpoint(files):
    proof = files.proof("bundle", "--log", files.headers(0, 10))
    fields = accepted(*VERIFY, "--checkpoint", files.checkpoint(10), proof)
    assert placed(fields) == ("checkpoint at height 10", HEIGHT, 8, "header-log")
    assert refused(*VERIFY, "--checkpoint", files.checkpoint(11), proof)["error"] == "LogSizeMismatch"
    assert refused(*VERIFY, "--headers", files.headers(3), proof)["error"] == "NoHeaderLog"


@pytest.mark.parametrize("form", FORMS)
def test_without_anything_trusted_nothing_is_verified(files, form):
    assert refused(*VERIFY, files.proof(form))["error"] == "NoTrustAnchor"


@pytest.mark.parametrize(
    ("form", "below", "above"),
    [
        ("bundle", "UnknownBlock", "UnknownBlock"),
        ("electrum", "RootMismatch", "UnknownHeight"),
        ("merkleblock", "UnknownBlock", "UnknownBlock"),
    ],
)
def test_a_block_that_the_trusted_chain_does_not_hold(files, form, below, above):
    proof = files.proof(form)
    assert refused(*VERIFY, "--headers", files.headers(4), proof)["error"] == below
    assert refused(*VERIFY, "--checkpoint", files.checkpoint(10), proof)["error"] == above
    trust = ("--checkpoint", files.checkpoint(10), "--headers", files.headers(11))
    assert refused(*VERIFY, *trust, proof)["error"] == above


@pytest.mark.parametrize("form", FORMS)
def test_headers_on_top_are_held_to_the_rules(files, form):
    proof, checkpoint = files.proof(form), files.checkpoint(2)
    newest = files.tree.states[str(TIP)].times[-1]
    for trust in (("--headers", files.headers()), ("--checkpoint", checkpoint, "--headers", files.headers(3))):
        accepted(*VERIFY, *trust, "--now", newest - 7200, proof, *files.shown(form))
        fields = refused(*VERIFY, *trust, "--now", newest - 7201, proof)
        assert (fields["error"], fields["height"]) == ("TimeTooNew", TIP)


@pytest.mark.parametrize("form", FORMS)
def test_another_network_is_refused_everywhere(files, form):
    other = ("--network", "testnet3")
    proof = files.proof(form)
    for trust in (
        ("--checkpoint", files.checkpoint(2)),
        ("--checkpoint", files.checkpoint(2), "--headers", files.headers(3)),
        ("--headers", files.headers()),
        ("--headers", files.headers(3)),
    ):
        assert refused("verify", *other, *trust, proof)["error"] in ("WrongNetwork", "BadDifficulty")
    real = data("headers_test/testnet3_2588540_2588550.bin.xz")
    expected = {"bundle": "WrongNetwork", "electrum": "RootMismatch", "merkleblock": "UnknownBlock"}[form]
    assert refused("verify", *other, "--headers", real, proof)["error"] == expected
    target = files.folder / "other"
    made = refused("proof", "make", *other, "--block", files.block, "--tx", TXIDS[1], "--form", form, "-o", target)
    assert made["error"] == "BadDifficulty"
    assert not target.exists()


# -- what is proved


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("position", range(5))
def test_every_transaction_of_a_block(files, form, position):
    proof = files.proof(form, txids=[TXIDS[position]])
    fields = accepted(*VERIFY, "--headers", files.headers(), proof, *files.shown(form, position))
    assert (fields["txids"], fields["positions"]) == ([TXIDS[position]], [position])


def test_a_bundle_says_what_was_paid_and_to_whom(files):
    fields = accepted(*VERIFY, "--headers", files.headers(), files.proof())
    assert fields["outputs"] == [{"satoshi": 700, "address": "mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8"}]
    assert "coinbase-depth" in fields["checks"]


def test_one_merkleblock_proves_several_transactions(files):
    proof = files.proof("merkleblock", txids=[TXIDS[4], TXIDS[0], TXIDS[2]])
    for shown in (files.tx(2), (*files.tx(0), *files.tx(4)), ("--coinbase", files.tx(0)[1])):
        fields = accepted(*VERIFY, "--headers", files.headers(), proof, *shown)
        assert (fields["txids"], fields["positions"]) == ([TXIDS[0], TXIDS[2], TXIDS[4]], [0, 2, 4])
        assert fields["subject"] == {"kind": "transaction", "id": TXIDS[0], "others": [TXIDS[2], TXIDS[4]]}


@pytest.mark.slow
def test_proofs_and_blocks_may_be_hex_or_binary_and_packed(files):
    made = files.proof("merkleblock")
    binary = files.file("binary", bytes.fromhex(made.read_text()))
    bundle = files.file("hex", files.proof().read_bytes().hex().encode() + b"\n")
    for proof in (made, binary):
        accepted(*VERIFY, "--headers", files.headers(), proof, *files.tx())
    accepted(*VERIFY, "--headers", files.headers(), bundle)
    hexed = files.file("tx.hex", TXS[1].serialize().hex().encode() + b"\n")
    accepted(*VERIFY, "--headers", files.headers(), made, "--tx", hexed)
    expected = files.proof().read_bytes()
    files.block = files.file("block.hex", files.block.read_bytes().hex().encode() + b"\n")
    assert files.proof().read_bytes() == expected


def test_an_electrum_proof_is_what_a_server_says(files):
    fields = json.loads(files.proof("electrum").read_text())
    assert (fields["txid"], fields["block_height"], fields["pos"]) == (TXIDS[1], HEIGHT, 1)
    assert fields["merkle"][0] == TXIDS[0]
    assert len(fields["merkle"]) == 3


@pytest.mark.slow
def test_people_are_told_in_words(files):
    for form in FORMS:
        proof = files.proof(form)
        result = invoke(*VERIFY, "--headers", files.headers(), proof, *files.shown(form))
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("verified\n")
        assert TXIDS[1] in result.stdout and files.hash in result.stdout
        if form != "bundle":
            result = invoke(*VERIFY, "--headers", files.headers(), proof)
            assert (result.exit_code, result.stderr) == (3, "")
            assert result.stdout.startswith("not yet\n")
        result = invoke(*VERIFY, proof)
        assert (result.exit_code, result.stderr) == (1, "")
        assert result.stdout.startswith("refused  NoTrustAnchor  ")


# -- arguments


@pytest.mark.parametrize("text", ["", "ab", "g" * 64, TXIDS[1][:-1], TXIDS[1] + "0", " " + TXIDS[1][1:], "é" * 64])
def test_a_text_that_is_no_txid(files, text):
    said = misused("proof", "make", *REGTEST, "--block", files.block, "--tx", text, "-o", files.folder / "proof")
    assert "--tx" in said


def test_a_txid_that_is_not_in_the_block(files):
    target = files.folder / "proof"
    fields = refused("proof", "make", *REGTEST, "--block", files.block, "--tx", "00" * 32, "-o", target)
    assert fields["error"] == "TxidMismatch"
    assert not target.exists()


def test_options_that_exclude_each_other(files):
    make = ("proof", "make", *REGTEST, "--block", files.block, "--tx", TXIDS[1], "-o", files.folder / "proof")
    run = files.headers(4)
    assert "several" in misused(*make, "--tx", TXIDS[2])
    assert "several" in misused(*make, "--tx", TXIDS[2], "--form", "electrum")
    assert "takes one" in misused(*make, "--following", run, "--log", run)
    assert "other forms" in misused(*make, "--form", "electrum", "--following", run)
    assert "other forms" in misused(*make, "--form", "merkleblock", "--log", run)
    assert "--form" in misused(*make, "--form", "poem")


def test_following_headers_and_logs_that_do_not_fit_the_block(files):
    make = ("proof", "make", *REGTEST, "--block", files.block, "--tx", TXIDS[1], "-o", files.folder / "proof")
    assert refused(*make, "--following", files.headers(5))["error"] == "PrevHashMismatch"
    assert refused(*make, "--log", files.headers(4))["error"] == "UnknownBlock"
    gap = files.file("gap", files.raw[:320] + files.raw[400:])
    assert refused(*make, "--log", gap)["error"] == "PrevHashMismatch"
