from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import BadBits, BadDifficulty, HighHash, PrevHashMismatch
from lightclient.bitcoin.header import display
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof_errors import (
    HeightMismatch,
    LessWork,
    LogSizeMismatch,
    RootMismatch,
    UnknownBlock,
    UnknownHeight,
)
from lightclient.bitcoin.trust_errors import NoHeaderLog
from lightclient.codec.errors import Truncated
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.tree import inclusion_path
from tests.portable.mining import EASY, Tree, mine, root_named, unmine
from tests.portable.support import raises


def trusted():
    """Return a tree, and trust in a chain that follows it with a window of four.

    0 - 1 - 2 - 3 - 4 | 5 - 6 - 7 - 8
    """
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 4)
    chain.extend(tree.grow("1 2 3 4 5 6 7 8", after="0"))
    return tree, ChainAnchor(chain, "genesis")


def check(place, tree, name, confirmations, work, how):
    assert place.block_hash == tree.hash(name)
    assert place.height == tree.states[name].height
    assert (place.confirmations, place.work, place.how) == (confirmations, work, how)


# -- a chain: runs of headers


def test_a_block_of_the_window_is_placed():
    tree, anchor = trusted()
    for name, confirmations in (("4", 5), ("5", 4), ("8", 1)):
        check(anchor.by_run(tree.headers[name]), tree, name, confirmations, 2 * confirmations - 2, "header-window")


def test_headers_beyond_the_tip_add_confirmations():
    tree, anchor = trusted()
    tree.grow("9 10", after="8")
    check(anchor.by_run(tree.run("7 8 9 10")), tree, "7", 4, 6, "header-window")
    check(anchor.by_run(tree.run("9 10")), tree, "9", 2, 2, "header-window")
    assert anchor.chain.tip == tree.states["8"]


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
    check(anchor.by_run(run), tree, "7b", 3, 4, "header-window")
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
        assert (place.block_hash, place.height, place.how) == (tree.hash("6"), None, "headers-given")
        assert (place.confirmations, place.work) == (3, 4)


def test_given_headers_place_what_leads_up_to_them():
    tree, anchor = given()
    place = anchor.by_run(tree.run("3 4 5"))
    assert (place.block_hash, place.confirmations, place.work) == (tree.hash("3"), 6, 6)


def test_headers_above_the_given_ones_count_for_nothing():
    tree, anchor = given("5 6")
    assert anchor.by_run(tree.run("6 7 8")).confirmations == 1
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
