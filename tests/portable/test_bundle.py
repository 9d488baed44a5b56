from lightclient.bitcoin import transaction
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.bundle import Bundle, parse
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import (
    BadSignetSolution,
    BranchTooLong,
    CoinbaseDepth,
    DuplicateSibling,
    HighHash,
    LeafIsInnerNode,
    LessWork,
    LogSizeMismatch,
    NotCoinbase,
    PositionOutOfRange,
    RootMismatch,
    UnknownBlock,
    WitnessNotStripped,
    WrongNetwork,
)
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.more_errors import NoHeaderLog
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.transaction import paid_to
from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.crypto.hashes import sha256d
from lightclient.merkle.tree import inclusion_path
from tests.portable.blocks import PAYEE, body, chain_over, coinbase, payment, root_of, tx_of_64_bytes, witnessed
from tests.portable.mining import unmine
from tests.portable.support import raises

TXS = [coinbase(3), payment(1, 700), witnessed(2), payment(3), payment(4)]
ALL_CHECKS = (
    "stripped-txid",
    "leaf-size",
    "branch-length",
    "position",
    "duplicate-sibling",
    "inner-node",
    "coinbase-depth",
)

LATER = 2_000_000_000  # a clock after every header here


def setup(txs=TXS, position=1, after=3):
    """Return the bundle for a transaction, its tree, and trust in the chain: the block at height 3 and `after` more."""
    tree, chain = chain_over(root_of(txs), after)
    block = Block(tree.headers["block"] + body(txs))
    return block.bundle("regtest", position), tree, ChainAnchor(chain, "genesis")


def refused(error, bundle, anchor):
    """The bundle decodes, but does not prove, wherever its bytes lie; return the args of the error."""
    with raises(error):
        parse(bundle.serialize()).verify(anchor)
    bundle = parse(memoryview(bundle.serialize()))
    with raises(error) as caught:
        bundle.verify(anchor)
    return caught.error.args


# -- what proves


def test_every_transaction_of_a_block_is_proved():
    for position, tx in enumerate(TXS):
        bundle, tree, anchor = setup(position=position)
        verdict = parse(bundle.serialize()).verify(anchor)
        assert verdict.subject.found == [(position, tx.txid())]
        assert (verdict.ledger, verdict.trust) == (REGTEST.id, "genesis")
        assert verdict.place.hash == tree.hash("block")
        assert (verdict.place.height, verdict.finality.confirmations, verdict.finality.work) == (3, 4, 6)
        assert verdict.checks == ALL_CHECKS + ("minimum-work", "header-window")


def test_what_was_paid_is_read_from_proven_bytes():
    bundle, _, anchor = setup()
    bundle.verify(anchor)
    assert paid_to(bundle.tx, PAYEE) == 700


def test_following_headers_may_go_beyond_the_tip():
    bundle, tree, anchor = setup(after=1)
    bundle.following = tree.run("4") + tree.grow("5 6", after="4")
    assert parse(bundle.serialize()).verify(anchor, LATER).finality.confirmations == 4
    verdict = parse(bundle.serialize()).verify(anchor)
    assert (verdict.outcome, verdict.finality.confirmations, verdict.skipped) == ("proved", 2, ("two-hour-rule",))
    bundle.following = bundle.following[:-80] + unmine(bundle.following[-80:])
    refused(HighHash, bundle, anchor)


def test_following_headers_may_lead_up_to_the_base():
    #   0 - 1 - 2 - 3 block - 4 | 5 - 6 - 7 - 8
    bundle, tree, anchor = setup(after=5)
    refused(UnknownBlock, bundle, anchor)
    bundle.following = tree.run("4")
    verdict = parse(bundle.serialize()).verify(anchor)
    assert (verdict.place.height, verdict.finality.confirmations) == (3, 6)
    assert verdict.checks[-1] == "header-links"


def test_the_header_log_proves_an_old_block():
    bundle, tree, anchor = setup(after=5)
    bundle.log_proof = (3, 5, inclusion_path(tree.leaves("0 1 2 block 4"), 3))
    again = parse(bundle.serialize())
    assert again.following is None and again.log_proof == bundle.log_proof
    verdict = again.verify(anchor)
    assert (verdict.place.height, verdict.finality.confirmations) == (3, 6)
    assert verdict.checks == ALL_CHECKS + ("minimum-work", "header-log")


def test_of_a_bundle_that_lies_in_a_buffer_the_verdict_keeps_nothing():
    for after, position in ((1, 1), (5, 2)):
        bundle, tree, anchor = setup(position=position, after=after)
        if after == 5:
            bundle.log_proof = (3, 5, inclusion_path(tree.leaves("0 1 2 block 4"), 3))
        else:
            bundle.following = tree.run("4") + tree.grow("5", after="4")
        data = bytearray(bundle.serialize())
        again = parse(memoryview(data))
        assert again.serialize() == data
        verdict = again.verify(anchor)
        data[:] = bytes(len(data))
        assert verdict.subject.found == [(position, TXS[position].txid())]
        assert verdict.place.hash == tree.hash("block")


def test_headers_as_given_are_enough():
    bundle, tree, _ = setup()
    verdict = bundle.verify(HeadersAnchor(tree.run("block 4 5"), REGTEST))
    assert (verdict.place.height, verdict.finality.confirmations) == (None, 3)
    assert (verdict.outcome, verdict.trust) == ("proved", "headers as given")
    assert verdict.skipped == ("header-rules", "minimum-work")


def test_a_bundle_without_a_coinbase_says_so():
    bundle, _, anchor = setup()
    bundle.coinbase = None
    again = parse(bundle.serialize())
    assert again.coinbase is None
    verdict = again.verify(anchor)
    assert verdict.checks == ALL_CHECKS[:-1] + ("minimum-work", "header-window")
    assert (verdict.outcome, verdict.skipped, verdict.missing) == ("proved", ("coinbase-depth",), ())


def test_a_block_of_nothing_but_its_coinbase():
    bundle, _, anchor = setup([coinbase(3)], 0)
    assert bundle.branch == b""
    assert bundle.verify(anchor).subject.found == [(0, coinbase(3).txid())]


# -- what does not prove


def test_a_bundle_of_another_network_is_refused():
    bundle, _, anchor = setup()
    bundle.network = "mainnet"
    assert refused(WrongNetwork, bundle, anchor) == ("mainnet", "regtest")
    bundle.network = "regtest"
    refused(WrongNetwork, bundle, HeadersAnchor(b"", TESTNET3))


def test_witnesses_are_stripped():
    bundle, _, anchor = setup(position=2)
    bundle.tx = TXS[2].serialize()
    refused(WitnessNotStripped, bundle, anchor)


def test_the_transaction_is_whole_and_alone():
    bundle, _, anchor = setup()
    tx = bundle.tx
    for error, wrong in ((Truncated, tx[:-1]), (TrailingBytes, tx + b"\x00"), (Truncated, b"")):
        bundle.tx = wrong
        refused(error, bundle, anchor)


def test_a_transaction_that_could_be_an_inner_node_is_refused():
    bundle, _, anchor = setup([coinbase(3), transaction.parse(tx_of_64_bytes())])
    refused(LeafIsInnerNode, bundle, anchor)


def test_two_hashes_do_not_pass_as_a_transaction():
    #   CVE-2017-12842: a node of a tree that is deeper than it seems, read as a transaction
    bundle, _, anchor = setup()
    bundle.tx = tx_of_64_bytes()
    refused(LeafIsInnerNode, bundle, anchor)


def test_a_payment_cannot_hang_below_a_leaf():
    #   CVE-2017-12842: what stands at 1 ends with the txid of the fake, which is shown one level deeper, at 3.
    #   The coinbase tells how deep the tree really is, even if what stands at 1 is no transaction.
    #
    #        root
    #       /    \
    #   coinbase  1
    #            / \
    #        front  fake
    fake = payment(9, 10_000_000)
    front = b"\xff" * 32
    leaf = sha256d(front + fake.txid())
    tree, chain = chain_over(sha256d(coinbase(3).txid() + leaf))
    branch = front + coinbase(3).txid()
    bundle = Bundle("regtest", fake.serialize(), 3, branch, tree.headers["block"], (coinbase(3).serialize(), leaf))
    anchor = ChainAnchor(chain, "genesis")
    assert refused(CoinbaseDepth, bundle, anchor) == (1, 2)
    bundle.coinbase = None
    assert "coinbase-depth" not in bundle.verify(anchor).checks


def test_only_the_first_transaction_is_a_coinbase():
    bundle, _, anchor = setup(position=0)
    bundle.position = 1
    refused(NotCoinbase, bundle, anchor)
    bundle, _, anchor = setup(position=1)
    bundle.position = 0
    refused(NotCoinbase, bundle, anchor)


def test_the_branch_leads_to_the_root():
    bundle, _, anchor = setup()
    branch = bundle.branch
    for error, wrong in (
        (RootMismatch, branch[:64] + bytes(32)),
        (PositionOutOfRange, b""),
        (Truncated, branch[1:]),
        (BranchTooLong, bytes(range(1, 33)) * 16),
    ):
        bundle.branch = wrong
        refused(error, bundle, anchor)


def test_another_position_is_refused():
    bundle, _, anchor = setup(position=2)
    for position in (1, 3, 4, 7):
        bundle.position = position
        refused(RootMismatch, bundle, anchor)


def test_a_transaction_cannot_be_shown_twice():
    bundle, _, anchor = setup(position=4)
    bundle.position = 5
    assert refused(DuplicateSibling, bundle, anchor) == (0,)


def test_the_coinbase_shown_is_one():
    bundle, _, anchor = setup()
    bundle.coinbase = bundle.tx, bundle.coinbase[1]
    refused(NotCoinbase, bundle, anchor)


def test_the_coinbase_shown_is_of_this_block():
    bundle, _, anchor = setup()
    bundle.coinbase = coinbase(4).serialize(), bundle.coinbase[1]
    refused(RootMismatch, bundle, anchor)


def test_the_coinbase_is_stripped_and_no_node():
    bundle, _, anchor = setup()
    marked = coinbase(3)
    marked.witness(0, bytes(32))
    bundle.coinbase = marked.serialize(), bundle.coinbase[1]
    refused(WitnessNotStripped, bundle, anchor)
    bundle.coinbase = tx_of_64_bytes(), bundle.coinbase[1]
    refused(LeafIsInnerNode, bundle, anchor)


def test_a_block_that_nobody_knows_is_refused():
    bundle, tree, _ = setup()
    refused(UnknownBlock, bundle, HeadersAnchor(tree.run("4 5"), REGTEST))


def test_a_block_of_a_branch_with_less_work_is_refused():
    #            block           the one in the bundle
    #           /
    #   0 - 1 - 2 - block - 4 - 5 - 6
    bundle, _, _ = setup()
    _, chain = chain_over(bytes(32))
    refused(LessWork, bundle, ChainAnchor(chain, "genesis"))


def test_a_log_proof_needs_a_log_of_its_size():
    bundle, tree, anchor = setup(after=5)
    bundle.log_proof = (3, 6, b"")
    refused(LogSizeMismatch, bundle, anchor)
    refused(NoHeaderLog, bundle, HeadersAnchor(tree.run("block"), REGTEST))


# -- what is true as far as it goes


def test_a_block_above_our_tip_waits_for_a_clock():
    bundle, tree, _ = setup(after=1)
    chain = from_genesis(REGTEST)
    chain.extend(tree.run("1 2"))
    late = ChainAnchor(chain, "genesis")
    verdict = bundle.verify(late)
    assert (verdict.outcome, verdict.place.height) == ("not yet", 3)
    assert (verdict.skipped, verdict.missing) == (("two-hour-rule",), ("clock",))
    verdict = bundle.verify(late, LATER)
    assert (verdict.outcome, verdict.finality.confirmations) == ("proved", 1)


def test_a_chain_below_the_minimum_work_proves_nothing():
    bundle, _, anchor = setup()
    anchor.network = Network("regtest", REGTEST.genesis, REGTEST.limit_bits, min_chainwork=15)
    verdict = bundle.verify(anchor)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("work",))
    anchor.network.min_chainwork = 14
    assert bundle.verify(anchor).outcome == "proved"


def signed_setup(position=1):
    """Return a bundle of a signet whose challenge is always true, its tree and trust in it."""
    first = coinbase(3)
    first.output(0, b"\x6a\x24\xaa\x21\xa9\xed" + bytes(32))
    bundle, tree, anchor = setup([first] + TXS[1:], position)
    anchor.network = Network("regtest", REGTEST.genesis, REGTEST.limit_bits, challenge=b"\x51")
    return bundle, tree, anchor


def test_a_signets_block_needs_its_solution():
    # Finding 5 of the audit: without the optional coinbase nothing was asked, and by most callers nothing ever.
    bundle, _, anchor = signed_setup()
    verdict = parse(bundle.serialize()).verify(anchor)
    assert (verdict.outcome, verdict.skipped, verdict.missing) == ("proved", (), ())
    assert "signet-solution" in verdict.checks
    bundle.coinbase = None
    verdict = parse(bundle.serialize()).verify(anchor)
    assert verdict.outcome == "not yet"
    assert (verdict.skipped, verdict.missing) == (("coinbase-depth", "signet-solution"), ("coinbase",))


def test_a_signets_block_with_a_bad_solution_is_refused():
    bundle, _, anchor = setup()
    anchor.network = Network("regtest", REGTEST.genesis, REGTEST.limit_bits, challenge=b"\x51")
    refused(BadSignetSolution, bundle, anchor)
    bundle, _, anchor = signed_setup()
    anchor.network.challenge = b"\x51\x21" + b"\x02" + bytes(32) + b"\x51\xae"
    refused(BadSignetSolution, bundle, anchor)
