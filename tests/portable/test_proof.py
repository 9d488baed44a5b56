from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import (
    BadSignetSolution,
    HeightMismatch,
    InnerNodeIsTransaction,
    LeafIsInnerNode,
    NotCoinbase,
    PositionOutOfRange,
    RootMismatch,
    TxidMismatch,
    UnknownBlock,
    UnknownHeight,
    WrongNetwork,
)
from lightclient.bitcoin.evidence import FORMS, opened, verify
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.merkleblock import prove
from lightclient.bitcoin.more_errors import NothingProved
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof import Beside, pack_branch, unpack_branch, verify_branch, verify_merkleblock
from lightclient.bitcoin.tree import branch_in, branch_of, levels
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TrailingBytes, Truncated
from lightclient.crypto.hashes import sha256d
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.errors import UnknownForm
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of, tx_of_64_bytes
from tests.portable.stamps import through_branch
from tests.portable.support import raises

TXS = [coinbase(3), payment(1), payment(2), payment(3), payment(4)]
TXIDS = [tx.txid() for tx in TXS]

BRANCH_CHECKS = ("branch-length", "position", "duplicate-sibling", "inner-node")
TREE_CHECKS = ("all-bits-used", "all-hashes-used", "duplicate-sibling", "inner-node")
ANCHOR_CHECKS = ("minimum-work", "header-window")
UNSEEN = "not yet", ("coinbase-depth", "leaf-size"), ("transaction",)  # nobody has shown the transaction
BESIDE = "not yet", ("coinbase-depth", "leaf-size"), ("coinbase-branch", "transaction")  # a coinbase without a branch


def setup(after=3):
    tree, chain = chain_over(root_of(TXS), after)
    return tree, ChainAnchor(chain, "genesis")


def refused(error, verify, *args):
    with raises(error) as caught:
        verify(*args)
    return caught.error.args


def outcome(verdict):
    return verdict.outcome, verdict.skipped, verdict.missing


def test_a_branch_gives_a_verdict():
    tree, anchor = setup()
    verdict = verify_branch(TXIDS[2], 2, branch_of(TXIDS, 2), anchor, 3)
    assert verdict.subject.found == [(2, TXIDS[2])]
    assert (verdict.ledger, verdict.trust) == (REGTEST.id, "genesis")
    assert verdict.place.hash == tree.hash("block")
    assert (verdict.place.height, verdict.finality.confirmations, verdict.finality.work) == (3, 4, 6)
    assert verdict.checks == BRANCH_CHECKS + ANCHOR_CHECKS


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
    assert verify_branch(sha256d(real), 1, TXIDS[0], anchor).subject.found == [(1, sha256d(real))]
    refused(InnerNodeIsTransaction, verify_branch, real[32:], 3, real[:32] + TXIDS[0], anchor)


def test_a_merkleblock_gives_a_verdict():
    tree, anchor = setup()
    verdict = verify_merkleblock(prove(tree.headers["block"], TXIDS, {1, 4}).serialize(), anchor)
    assert verdict.subject.found == [(1, TXIDS[1]), (4, TXIDS[4])]
    assert (verdict.place.height, verdict.finality.confirmations) == (3, 4)
    assert verdict.checks == TREE_CHECKS + ANCHOR_CHECKS
    assert outcome(verdict) == UNSEEN


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
    assert verify_merkleblock(data, HeadersAnchor(tree.run("block 4"), REGTEST)).finality.confirmations == 2


# -- inner nodes, and what rules them out


def both(position, anchor, tree, beside=None):
    """Yield the verdict on a transaction by its branch, and by a merkleblock."""
    yield verify_branch(TXIDS[position], position, branch_of(TXIDS, position), anchor, 3, beside)
    yield verify_merkleblock(prove(tree.headers["block"], TXIDS, {position}).serialize(), anchor, None, beside)


def test_every_inner_node_passes_as_a_transaction_but_is_never_proved():
    # Finding F7 of the reports: the root and every inner node of a block were "verified".
    tree, anchor = setup()
    rows = list(levels(TXIDS))
    for depth in range(1, len(rows)):
        for position, node in enumerate(rows[depth]):
            branch = branch_in(rows[depth:], position)
            data = prove(tree.headers["block"], rows[depth], {position}).serialize()
            assert outcome(verify_branch(node, position, branch, anchor)) == UNSEEN
            verdict = verify_merkleblock(data, anchor)
            assert verdict.subject.found == [(position, node)]
            assert outcome(verdict) == UNSEEN
            # Neither a transaction of the block nor its coinbase helps.
            for tx in TXS:
                beside = Beside([tx.serialize()])
                refused(TxidMismatch, verify_branch, node, position, branch, anchor, None, beside)
                refused(TxidMismatch, verify_merkleblock, data, anchor, None, beside)
            beside = Beside(coinbase=TXS[0].serialize())
            if position > 1:
                assert outcome(verify_branch(node, position, branch, anchor, None, beside)) == BESIDE
                assert outcome(verify_merkleblock(data, anchor, None, beside)) == BESIDE
            else:
                refused(TxidMismatch, verify_branch, node, position, branch, anchor, None, beside)
                refused(TxidMismatch, verify_merkleblock, data, anchor, None, beside)


def test_two_nodes_are_no_transaction_even_where_their_bytes_are_one():
    _, chain = chain_over(sha256d(tx_of_64_bytes()))
    anchor = ChainAnchor(chain, "genesis")
    beside = Beside([tx_of_64_bytes()])
    refused(LeafIsInnerNode, verify_branch, sha256d(tx_of_64_bytes()), 0, b"", anchor, None, beside)


def test_the_transaction_settles_it():
    tree, anchor = setup()
    for position, tx in enumerate(TXS):
        for raw in (tx.serialize(), tx.serialize(False)):
            for verdict in both(position, anchor, tree, Beside([raw])):
                assert outcome(verdict) == ("proved", ("coinbase-depth",), ())
                assert "leaf-size" in verdict.checks
        branch = branch_of(TXIDS, position)
        data = prove(tree.headers["block"], TXIDS, {position}).serialize()
        for other in (TXS[position - 1], payment(77)):
            beside = Beside([other.serialize()])
            refused(TxidMismatch, verify_branch, TXIDS[position], position, branch, anchor, 3, beside)
            refused(TxidMismatch, verify_merkleblock, data, anchor, None, beside)


def test_a_transaction_that_is_not_whole_settles_nothing():
    tree, anchor = setup()
    raw = TXS[1].serialize()
    data = prove(tree.headers["block"], TXIDS, {1}).serialize()
    refused(Truncated, verify_merkleblock, data, anchor, None, Beside([raw[:-1]]))
    refused(TrailingBytes, verify_merkleblock, data, anchor, None, Beside([raw + b"\x00"]))


def test_one_leaf_says_how_deep_all_of_a_proof_are():
    tree, anchor = setup()
    data = prove(tree.headers["block"], TXIDS, {1, 3, 4}).serialize()
    for shown in ([1], [4], [1, 3, 4]):
        beside = Beside([TXS[position].serialize() for position in shown])
        assert verify_merkleblock(data, anchor, None, beside).outcome == "proved"
    refused(TxidMismatch, verify_merkleblock, data, anchor, None, Beside([TXS[1].serialize(), TXS[2].serialize()]))


def test_the_coinbase_settles_it_where_the_proof_has_its_branch():
    tree, anchor = setup()
    whole = Beside(coinbase=TXS[0].serialize())
    for position in (0, 1):
        for verdict in both(position, anchor, tree, whole):
            assert outcome(verdict) == ("proved", (), ())
            assert "coinbase-depth" in verdict.checks
    several = prove(tree.headers["block"], TXIDS, {0, 4}).serialize()
    assert verify_merkleblock(several, anchor, None, whole).outcome == "proved"
    for position in (2, 3, 4):
        for verdict in both(position, anchor, tree, whole):
            assert outcome(verdict) == BESIDE
        for verdict in both(position, anchor, tree, Beside([TXS[position].serialize()], TXS[0].serialize())):
            assert outcome(verdict) == ("proved", ("coinbase-depth",), ())


def test_a_coinbase_that_is_none_or_of_another_block_is_refused():
    tree, anchor = setup()
    data = prove(tree.headers["block"], TXIDS, {1}).serialize()
    for error, raw in ((NotCoinbase, TXS[1].serialize()), (TxidMismatch, coinbase(4).serialize())):
        beside = Beside(coinbase=raw)
        refused(error, verify_merkleblock, data, anchor, None, beside)
        refused(error, verify_branch, TXIDS[1], 1, branch_of(TXIDS, 1), anchor, 3, beside)


def test_only_position_0_is_the_coinbases():
    txs = [payment(9), coinbase(3)]
    tree, chain = chain_over(root_of(txs))
    data = prove(tree.headers["block"], [tx.txid() for tx in txs], {0, 1}).serialize()
    for tx in txs:
        refused(NotCoinbase, verify_merkleblock, data, ChainAnchor(chain, "genesis"), None, Beside([tx.serialize()]))


def test_a_verifier_may_accept_that_the_leaf_was_not_looked_at():
    tree, anchor = setup()
    for verdict in both(2, anchor, tree, Beside(accept=("leaf-size",))):
        assert outcome(verdict) == ("proved", ("coinbase-depth", "leaf-size"), ())
    for verdict in both(2, anchor, tree, Beside(accept=("coinbase-depth", "work", "signet-solution"))):
        assert outcome(verdict) == UNSEEN


def test_a_signet_needs_the_coinbase_whatever_is_accepted():
    first = coinbase(3)
    first.output(0, b"\x6a\x24\xaa\x21\xa9\xed" + bytes(32))
    txs = [first] + TXS[1:]
    txids = [tx.txid() for tx in txs]
    tree, chain = chain_over(root_of(txs))
    anchor = ChainAnchor(chain, "genesis")
    anchor.network = Network("regtest", REGTEST.genesis, REGTEST.limit_bits, challenge=b"\x51")
    data = prove(tree.headers["block"], txids, {1}).serialize()
    accepting = "leaf-size", "signet-solution", "coinbase-depth"
    for beside in (Beside(accept=accepting), Beside([txs[1].serialize()], accept=accepting)):
        verdict = verify_merkleblock(data, anchor, None, beside)
        assert (verdict.outcome, verdict.missing) == ("not yet", ("coinbase",))
        assert "signet-solution" in verdict.skipped
    whole = Beside(coinbase=first.serialize())
    assert outcome(verify_merkleblock(data, anchor, None, whole)) == ("proved", (), ())
    assert outcome(verify_branch(txids[1], 1, branch_of(txids, 1), anchor, 3, whole)) == ("proved", (), ())
    far = verify_branch(txids[2], 2, branch_of(txids, 2), anchor, 3, Beside([txs[2].serialize()], first.serialize()))
    assert (far.outcome, far.missing) == ("not yet", ("coinbase-branch",))
    anchor.network.challenge = b"\x51\x21" + b"\x02" + bytes(32) + b"\x51\xae"
    refused(BadSignetSolution, verify_merkleblock, data, anchor, None, whole)


def test_the_block_of_a_merkleblock_above_our_tip_needs_a_clock():
    tree, _ = setup(0)
    chain = from_genesis(REGTEST)
    chain.extend(tree.run("1 2"))
    anchor = ChainAnchor(chain, "genesis")
    data = prove(tree.headers["block"], TXIDS, {1}).serialize()
    beside = Beside([TXS[1].serialize()])
    verdict = verify_merkleblock(data, anchor, None, beside)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("clock",))
    verdict = verify_merkleblock(data, anchor, 2_000_000_000, beside)
    assert (verdict.outcome, verdict.finality.confirmations) == ("proved", 1)


# -- in an envelope


def test_each_form_says_the_same_in_an_envelope():
    tree, anchor = setup()
    block = Block(tree.headers["block"] + body(TXS))
    beside = Beside([TXS[2].serialize()])
    bodies = {
        "bundle": block.bundle("regtest", 2).serialize(),
        "merkleblock": prove(tree.headers["block"], TXIDS, {2}).serialize(),
        "electrum": pack_branch(TXIDS[2], 2, branch_of(TXIDS, 2), 3),
        "opentimestamps": through_branch(TXS[2].serialize(False), 2, branch_of(TXIDS, 2), 3),
    }
    for form in FORMS:
        data = Envelope(REGTEST.id, form, bodies[form]).serialize()
        for view in (data, memoryview(data)):
            assert opened(view, anchor) == (form, bodies[form])
            assert verify(*opened(view, anchor), anchor, None, beside).outcome == "proved"
        if form != "electrum":
            assert opened(bodies[form], anchor) == (form, bodies[form])
        ledger = Ledger(anchor.chain)
        found = ledger.judge_evidence(data, None)
        assert found.outcome == ("proved" if form in ("bundle", "opentimestamps") else "not yet")
        assert found.trust == ledger.anchor
    other = Envelope(MAINNET.id, "bundle", bodies["bundle"]).serialize()
    assert refused(WrongNetwork, opened, other, anchor) == (MAINNET.id, REGTEST.id)
    with raises(UnknownForm) as caught:
        verify("poem", b"", anchor)
    assert caught.error.fields["form"] == "poem"


def test_a_branch_in_an_envelope_has_one_form():
    good = [TXIDS[2], 2, branch_of(TXIDS, 2), 3]
    assert unpack_branch(encode(good)) == tuple(good)
    assert unpack_branch(encode(good[:3] + [None]))[3] is None
    for index, wrong in ((0, b"short"), (0, None), (1, -1), (1, True), (2, "text"), (3, -1), (3, False)):
        changed = list(good)
        changed[index] = wrong
        refused(BadSchema, unpack_branch, encode(changed))
    for wrong in (good[:3], good + [0], 7, {}):
        refused(BadSchema, unpack_branch, encode(wrong))
