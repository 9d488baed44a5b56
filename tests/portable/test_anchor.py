from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import (
    BadBits,
    BadDifficulty,
    HeightMismatch,
    HighHash,
    LessWork,
    LogSizeMismatch,
    PrevHashMismatch,
    RootMismatch,
    UnknownBlock,
    UnknownHeight,
)
from lightclient.bitcoin.header import display
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.more_errors import NoHeaderLog
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.errors import Truncated
from lightclient.errors import TimeTooNew
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.tree import inclusion_path
from tests.portable import mining
from tests.portable.mining import EASY, Tree, mine, root_named, unmine
from tests.portable.support import raises

LATER = 2_000_000_000  # a clock after every header here


def trusted():
    """Return a tree, and trust in a chain that follows it with a window of four.

    0 - 1 - 2 - 3 - 4 | 5 - 6 - 7 - 8
    """
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 4)
    chain.extend(tree.grow("1 2 3 4 5 6 7 8", after="0"))
    return tree, ChainAnchor(chain, "genesis")


def check(place, tree, name, confirmations, work, how):
    assert (place.hash, place.header) == (tree.hash(name), tree.headers[name])
    assert place.height == tree.states[name].height
    assert (place.finality.confirmations, place.finality.work, place.checks[-1]) == (confirmations, work, how)


# -- a chain: runs of headers


def test_a_block_of_the_window_is_placed():
    tree, anchor = trusted()
    for name, confirmations in (("4", 5), ("5", 4), ("8", 1)):
        check(anchor.by_run(tree.headers[name]), tree, name, confirmations, 2 * confirmations - 2, "header-window")


def test_headers_beyond_the_tip_add_confirmations_with_a_clock():
    tree, anchor = trusted()
    tree.grow("9 10", after="8")
    for run, name, confirmations in (("7 8 9 10", "7", 4), ("9 10", "9", 2)):
        place = anchor.by_run(tree.run(run), LATER)
        check(place, tree, name, confirmations, 2 * confirmations - 2, "header-window")
        assert (place.checks[0], place.skipped, place.missing) == ("two-hour-rule", (), ())
        assert place.finality.time == tree.states["10"].times[-1]
    assert anchor.chain.tip == tree.states["8"]


def test_headers_beyond_the_tip_count_for_nothing_without_a_clock():
    tree, anchor = trusted()
    tree.grow("9 10", after="8")
    place = anchor.by_run(tree.run("7 8 9 10"))
    check(place, tree, "7", 2, 2, "header-window")
    assert (place.skipped, place.missing) == (("two-hour-rule",), ())
    place = anchor.by_run(tree.run("9 10"))
    check(place, tree, "9", 0, 0, "header-window")
    assert (place.skipped, place.missing) == (("two-hour-rule",), ("clock",))


def test_headers_beyond_the_tip_from_the_future_are_refused():
    # Finding 4 of the audit: headers in a proof were never held to the clock.
    tree, anchor = trusted()
    tree.grow("9 10", after="8")
    newest = tree.states["10"].times[-1]
    check(anchor.by_run(tree.run("7 8 9 10"), newest - 7200), tree, "7", 4, 6, "header-window")
    with raises(TimeTooNew) as caught:
        anchor.by_run(tree.run("7 8 9 10"), newest - 7201)
    assert caught.error.height == 10


def easy_network(**rules):
    """Return a tree and trust in six blocks of a network with the 20-minute rule, whose difficulty is above the least.

    Its minimum is EASY, an ordinary block takes 256 times the work.
    """
    network = mining.network(interval=2016, start_bits=0x1F7FFFFF, min_difficulty=True, **rules)
    tree = Tree(network)
    chain = from_genesis(network, 4)
    chain.extend(tree.grow("1 2 3 4 5 6", after="0"))
    return tree, ChainAnchor(chain, "genesis")


def test_confirmations_are_not_sold_at_the_least_difficulty():
    # Finding 4 of the audit. Within the two hours that every chain allows, five headers of the 20-minute rule cost next
    # to nothing.
    for rules in ({}, {"bip94": True}):
        tree, anchor = easy_network(**rules)
        tree.grow("7 8 9 10 11", after="6", spacing=1201)
        clock = tree.states["6"].times[-1]
        place = anchor.by_run(tree.run("5 6 7 8 9 10 11"), clock)
        check(place, tree, "5", 2, tree.states["6"].work, "header-window")
        place = anchor.by_run(tree.run("7 8 9 10 11"), clock)
        check(place, tree, "7", 0, 0, "header-window")
        assert place.missing == ("confirmations",)


def test_headers_of_our_own_difficulty_confirm_on_a_testnet_too():
    tree, anchor = easy_network()
    tree.grow("7", after="6", spacing=1201)
    tree.grow("8 9", after="7")
    place = anchor.by_run(tree.run("6 7 8 9"), LATER)
    check(place, tree, "6", 3, 2 * tree.states["9"].work, "header-window")


def test_an_easy_branch_does_not_take_the_place_of_ours():
    #                         6b 7b 8b ... all of the least difficulty but one, and the more work by it
    #                        /
    #   0 - 1 - ... - - - - 5 - 6
    tree, anchor = easy_network()
    easy = " ".join([str(n) + "b" for n in range(7, 10)])
    tree.grow("6b", after="5")
    tree.grow(easy, after="6b", spacing=1201)
    with raises(LessWork):
        anchor.by_run(tree.run("6b " + easy), LATER)


def test_on_a_signet_only_the_block_itself_counts_beyond_the_tip():
    tree = Tree(mining.network(challenge=b"\x51"))
    chain = from_genesis(tree.network, 4)
    chain.extend(tree.grow("1 2 3", after="0"))
    anchor = ChainAnchor(chain, "genesis")
    tree.grow("4 5 6", after="3")
    check(anchor.by_run(tree.run("2 3 4 5 6"), LATER), tree, "2", 2, 2, "header-window")
    check(anchor.by_run(tree.run("4 5 6"), LATER), tree, "4", 1, 0, "header-window")
    tree.grow("3b 4b 5b", after="2")
    with raises(LessWork):
        anchor.by_run(tree.run("3b 4b 5b"), LATER)


def test_below_the_networks_minimum_work_everything_waits():
    # Finding 2 of the audit: one header of difficulty 1 was enough on mainnet.
    tree, anchor = trusted()
    network = mining.network(min_chainwork=anchor.chain.tip.chainwork)
    for least, missing in ((0, ()), (1, ("work",))):
        network.min_chainwork = anchor.chain.tip.chainwork + least
        anchor.network = network
        leaves = tree.leaves("0 1 2 3 4")
        for place in (
            anchor.by_run(tree.headers["6"]),
            anchor.by_root(root_named("6"), 6),
            anchor.by_run(tree.run("3 4")),
            anchor.by_log(tree.headers["2"], 2, 5, inclusion_path(leaves, 2)),
        ):
            assert place.missing == missing
            assert ("minimum-work" in place.checks) is (not least)
    tree.grow("9", after="8")
    assert anchor.by_run(tree.run("8 9"), LATER).missing == ()  # the proof's own headers are what was missing
    assert anchor.by_run(tree.run("8 9")).missing == ("work",)


def test_headers_beyond_the_tip_are_checked():
    tree, anchor = trusted()
    tree.grow("9 10", after="8")
    with raises(HighHash) as caught:
        anchor.by_run(tree.run("8 9") + unmine(tree.headers["10"]))
    assert caught.error.height == 10


def test_a_longer_branch_of_its_own_places_a_block():
    #                         7b - 8b - 9b
    #                        /
    #   ... 4 | 5 - - - - - 6 - 7 - 8
    tree, anchor = trusted()
    run = tree.grow("7b 8b 9b", after="6")
    check(anchor.by_run(run, LATER), tree, "7b", 3, 4, "header-window")
    assert anchor.by_run(run).missing == ("clock",)
    assert anchor.chain.tip == tree.states["8"]


def test_a_branch_with_less_work_places_nothing():
    tree, anchor = trusted()
    for run in (tree.grow("7b", after="6"), tree.grow("7c 8c", after="6")):
        with raises(LessWork):
            anchor.by_run(run)


def test_a_branch_that_the_chain_keeps_aside_places_nothing():
    tree, anchor = trusted()
    anchor.chain.extend(tree.grow("7b 8b", after="6"))
    with raises(LessWork):
        anchor.by_run(tree.headers["7b"])
    with raises(UnknownBlock):
        anchor.by_run(tree.headers["8b"])


def test_headers_that_lead_up_to_the_base_place_an_older_block():
    #   2 - 3 - 4 | 5 - 6 - 7 - 8
    tree, anchor = trusted()
    check(anchor.by_run(tree.run("2 3 4")), tree, "2", 7, 8, "header-links")
    check(anchor.by_run(tree.run("2 3 4 5 6")), tree, "2", 7, 8, "header-links")
    check(anchor.by_run(tree.run("0 1 2 3 4")), tree, "0", 9, 8, "header-links")


def test_an_older_block_below_headers_beyond_the_tip_is_placed():
    tree, anchor = trusted()
    tree.grow("9", after="8")
    check(anchor.by_run(tree.run("3 4 5 6 7 8 9")), tree, "3", 6, 8, "header-links")


def test_headers_that_are_not_linked_place_nothing():
    tree, anchor = trusted()
    with raises(PrevHashMismatch):
        anchor.by_run(tree.run("1 3 4"))
    with raises(PrevHashMismatch):
        anchor.by_run(tree.run("1 4 5"))
    with raises(PrevHashMismatch):
        anchor.by_run(tree.run("5 7"))


def test_an_older_block_alone_is_unknown():
    tree, anchor = trusted()
    for run in ("3", "2 3"):
        with raises(UnknownBlock) as caught:
            anchor.by_run(tree.run(run))
        assert caught.error.args == (display(tree.hash(run.split()[0])),)


def test_a_stranger_is_unknown():
    _, anchor = trusted()
    with raises(UnknownBlock):
        anchor.by_run(mine(bytes(32), 1_600_000_000, EASY))


def test_a_run_that_ends_within_a_header_is_refused():
    tree, anchor = trusted()
    with raises(Truncated):
        anchor.by_run(tree.run("7 8")[:-1])


# -- a chain: its header log


def test_every_block_of_the_log_is_placed():
    tree, anchor = trusted()
    leaves = tree.leaves("0 1 2 3 4")
    for index, name in enumerate("01234"):
        place = anchor.by_log(tree.headers[name], index, 5, inclusion_path(leaves, index))
        check(place, tree, name, 9 - index, 8, "header-log")


def test_heights_count_from_the_start_of_the_log():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 4)
    chain.log_start = 100
    place = ChainAnchor(chain, "checkpoint").by_log(tree.headers["0"], 0, 1, b"")
    assert place.height == 100


def test_a_proof_into_a_log_of_another_size_is_refused():
    tree, anchor = trusted()
    for size in (4, 6):
        with raises(LogSizeMismatch) as caught:
            anchor.by_log(tree.headers["0"], 0, size, b"")
        assert caught.error.args == (size, 5)


def test_a_proof_into_the_log_that_does_not_hold_is_refused():
    tree, anchor = trusted()
    path = inclusion_path(tree.leaves("0 1 2 3 4"), 1)
    for error, name, index, nodes in (
        (LogRootMismatch, "2", 1, path),
        (LogRootMismatch, "1", 0, path),
        (LogRootMismatch, "1", 1, bytes(32) + path[32:]),
        (PathLength, "1", 1, path[32:]),
        (PathLength, "1", 1, path + bytes(32)),
        (OutsideLog, "1", 5, path),
        (Truncated, "1", 1, path[1:]),
    ):
        with raises(error):
            anchor.by_log(tree.headers[name], index, 5, nodes)


# -- a chain: Merkle roots


def test_a_root_is_found_in_the_window():
    tree, anchor = trusted()
    check(anchor.by_root(root_named("6"), 6), tree, "6", 3, 4, "header-window")
    check(anchor.by_root(root_named("6"), None), tree, "6", 3, 4, "header-window")


def test_a_root_of_another_height_is_refused():
    _, anchor = trusted()
    with raises(HeightMismatch) as caught:
        anchor.by_root(root_named("6"), 7)
    assert caught.error.args == (7, 6)


def test_a_height_outside_the_window_is_unknown():
    _, anchor = trusted()
    for height in (0, 4, 9):
        with raises(UnknownHeight) as caught:
            anchor.by_root(root_named("6"), height)
        assert caught.error.args == (height, 4, 8)


def test_a_root_of_no_block_is_refused():
    _, anchor = trusted()
    for name in ("4", "x"):
        with raises(RootMismatch):
            anchor.by_root(root_named(name), None)


# -- headers as given


def given(names="5 6 7 8"):
    tree, _ = trusted()
    return tree, HeadersAnchor(tree.run(names), REGTEST)


def test_given_headers_place_their_own_blocks_without_heights():
    tree, anchor = given()
    for place in (anchor.by_run(tree.headers["6"]), anchor.by_root(root_named("6"), 12345)):
        assert (place.hash, place.height, place.checks) == (tree.hash("6"), None, ("headers-given",))
        assert (place.finality.confirmations, place.finality.work) == (3, 4)
        assert place.skipped[-2:] == ("header-rules", "minimum-work")


def test_given_headers_place_what_leads_up_to_them():
    tree, anchor = given()
    place = anchor.by_run(tree.run("3 4 5"))
    assert (place.hash, place.finality.confirmations, place.finality.work) == (tree.hash("3"), 6, 6)


def test_headers_above_the_given_ones_count_for_nothing():
    tree, anchor = given("5 6")
    assert anchor.by_run(tree.run("6 7 8")).finality.confirmations == 1
    with raises(UnknownBlock):
        anchor.by_run(tree.run("7 8"))


def test_given_headers_refuse_what_is_not_linked():
    tree, anchor = given()
    with raises(PrevHashMismatch):
        anchor.by_run(tree.run("2 4 5"))
    with raises(UnknownBlock):
        anchor.by_run(tree.run("2 3"))
    with raises(RootMismatch):
        anchor.by_root(root_named("4"), None)


def test_given_headers_have_no_log():
    tree, anchor = given()
    with raises(NoHeaderLog):
        anchor.by_log(tree.headers["5"], 0, 1, b"")


def test_given_headers_are_linked_and_have_the_work_they_claim():
    tree, _ = trusted()
    for error, run in (
        (PrevHashMismatch, tree.run("5 7")),
        (Truncated, tree.run("5 6")[:-1]),
        (HighHash, unmine(tree.headers["5"])),
        (BadBits, tree.headers["5"][:72] + bytes(8)),
    ):
        with raises(error):
            HeadersAnchor(run, REGTEST)


def test_given_headers_are_not_easier_than_their_network_allows():
    tree, _ = trusted()
    with raises(BadDifficulty) as caught:
        HeadersAnchor(tree.headers["5"], MAINNET)
    assert caught.error.args == (EASY, 0x1D00FFFF)
