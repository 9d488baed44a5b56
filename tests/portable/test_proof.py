from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkleblock import prove
from lightclient.bitcoin.merkleblock_errors import NothingProved
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.proof_errors import (
    HeightMismatch,
    InnerNodeIsTransaction,
    PositionOutOfRange,
    RootMismatch,
    UnknownBlock,
    UnknownHeight,
)
from lightclient.bitcoin.tree import branch_of
from lightclient.codec.errors import TrailingBytes
from lightclient.crypto.hashes import sha256d
from tests.portable.blocks import chain_over, coinbase, payment, root_of, tx_of_64_bytes
from tests.portable.support import raises

TXS = [coinbase(3), payment(1), payment(2), payment(3), payment(4)]
TXIDS = [tx.txid() for tx in TXS]


def setup(after=3):
    tree, chain = chain_over(root_of(TXS), after)
    return tree, ChainAnchor(chain, "genesis")


def refused(error, verify, *args):
    with raises(error) as caught:
        verify(*args)
    return caught.error.args


def test_a_branch_gives_a_verdict():
    tree, anchor = setup()
    verdict = verify_branch(TXIDS[2], 2, branch_of(TXIDS, 2), anchor, 3)
    assert verdict.proved == [(2, TXIDS[2])]
    assert (verdict.network, verdict.anchor) == ("regtest", "genesis")
    assert verdict.place.block_hash == tree.hash("block")
    assert (verdict.place.height, verdict.place.confirmations, verdict.place.work) == (3, 4, 6)
    assert verdict.checks == ("branch-length", "position", "duplicate-sibling", "inner-node", "header-window")


def test_a_branch_needs_no_height():
    _, anchor = setup()
    assert verify_branch(TXIDS[2], 2, branch_of(TXIDS, 2), anchor).place.height == 3


def test_a_branch_that_leads_elsewhere_is_refused():
    _, anchor = setup()
    branch = branch_of(TXIDS, 2)
    refused(RootMismatch, verify_branch, TXIDS[1], 2, branch, anchor)
    refused(RootMismatch, verify_branch, TXIDS[2], 3, branch, anchor)
    refused(PositionOutOfRange, verify_branch, TXIDS[2], 8, branch, anchor)


def test_a_branch_at_another_height_is_refused():
    _, anchor = setup()
    branch = branch_of(TXIDS, 2)
    assert refused(HeightMismatch, verify_branch, TXIDS[2], 2, branch, anchor, 4) == (4, 3)
    assert refused(UnknownHeight, verify_branch, TXIDS[2], 2, branch, anchor, 7) == (7, 2, 6)


def test_a_fake_below_a_transaction_of_64_bytes_is_refused():
    #   CVE-2017-12842, with the txid of the fake as the last 32 bytes of the real one
    real = tx_of_64_bytes()
    _, chain = chain_over(sha256d(TXIDS[0] + sha256d(real)))
    anchor = ChainAnchor(chain, "genesis")
    assert verify_branch(sha256d(real), 1, TXIDS[0], anchor).proved == [(1, sha256d(real))]
    refused(InnerNodeIsTransaction, verify_branch, real[32:], 3, real[:32] + TXIDS[0], anchor)


def test_a_merkleblock_gives_a_verdict():
    tree, anchor = setup()
    verdict = verify_merkleblock(prove(tree.headers["block"], TXIDS, {1, 4}).serialize(), anchor)
    assert verdict.proved == [(1, TXIDS[1]), (4, TXIDS[4])]
    assert (verdict.place.height, verdict.place.confirmations) == (3, 4)
    assert verdict.checks == (
        "transaction-count",
        "all-bits-used",
        "all-hashes-used",
        "duplicate-sibling",
        "inner-node",
        "header-window",
    )


def test_a_merkleblock_that_does_not_prove_is_refused():
    tree, anchor = setup()
    refused(NothingProved, verify_merkleblock, prove(tree.headers["block"], TXIDS, set()).serialize(), anchor)
    refused(RootMismatch, verify_merkleblock, prove(tree.headers["4"], TXIDS, {1}).serialize(), anchor)
    data = prove(tree.headers["block"], TXIDS, {1}).serialize() + b"\x00"
    refused(TrailingBytes, verify_merkleblock, data, anchor)


def test_a_merkleblock_of_a_block_that_left_the_window_is_unknown():
    tree, anchor = setup(5)
    data = prove(tree.headers["block"], TXIDS, {1}).serialize()
    refused(UnknownBlock, verify_merkleblock, data, anchor)
    assert verify_merkleblock(data, HeadersAnchor(tree.run("block 4"), REGTEST)).place.confirmations == 2
