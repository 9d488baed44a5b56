from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import HighHash, PrevHashMismatch
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.errors import Truncated
from lightclient.errors import ForkTooDeep, UnknownParent
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import root_of
from tests.portable.mining import Tree, network, unmine
from tests.portable.support import raises


def names(first, last, suffix=""):
    return " ".join([str(n) + suffix for n in range(first, last + 1)])


def snapshot(chain):
    """Return all that a chain is made of."""
    branches = [(branch.fork, branch.headers[:], branch.tip) for branch in [chain.best] + chain.branches]
    return chain.base, chain.log.size, chain.log.root(), branches


def check_log(chain, tree, path):
    """The log holds the hashes of all blocks up to the base: its root is RFC 9162's over the list of them."""
    blocks = path.split()[: chain.base.height + 1]
    assert chain.base == tree.states[blocks[-1]]
    assert chain.log.size == len(blocks)
    assert chain.log.root() == root_of([leaf_hash(tree.hash(name)) for name in blocks])
    assert chain.best.headers == [tree.headers[name] for name in path.split()[len(blocks) :]]


def test_the_window_slides_and_the_log_takes_what_leaves_it():
    #   0 - 1 - 2 - 3 - 4 | 5 - 6 - 7    a window of three
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    for height in range(1, 20):
        chain.extend(tree.grow(str(height), after=str(height - 1)))
        assert len(chain.best.headers) == min(height, 3)
        check_log(chain, tree, names(0, height))


def test_a_run_longer_than_the_window_slides_at_once():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 20), after="0"))
    assert chain.base.height == 17
    check_log(chain, tree, names(0, 20))


def test_the_base_keeps_the_epoch_as_it_slides():
    tree = Tree(network(interval=4))
    chain = from_genesis(tree.network, 3)
    chain.extend(tree.grow(names(1, 10), after="0", spacing=3000))
    chain.extend(tree.grow("11", after="10", spacing=1))
    check_log(chain, tree, names(0, 11))


def test_a_fork_at_the_base_is_the_deepest_that_can_win():
    #            3a - 4a
    #           /
    #   0 - 1 - 2 | 3 - 4 - 5         window of three: the base is 2
    #           \
    #            3b - 4b - 5b - 6b
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    assert chain.extend(tree.grow("3b 4b 5b 6b", after="2")) == 2
    check_log(chain, tree, "0 1 2 3b 4b 5b 6b")


def test_a_fork_below_the_base_is_too_deep():
    #         2b - 3b - 4b - 5b - 6b    more work, but nobody may rewrite what left the window
    #        /
    #   0 - 1 - 2 | 3 - 4 - 5
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    run = tree.grow("2b 3b 4b 5b 6b", after="1")
    before = snapshot(chain)
    for skipped, height in ((0, 2), (80, 3)):  # the second leaves below the base too, for its parent is not the base
        with raises(ForkTooDeep) as caught:
            chain.extend(run[skipped:], height=height)
        assert caught.error.args == (2,)
        assert snapshot(chain) == before
    with raises(UnknownParent):
        chain.extend(run[160:], height=4)


def test_without_a_height_a_deep_fork_cannot_be_told_from_a_stranger():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    run = tree.grow("2b 3b", after="1")
    with raises(UnknownParent):
        chain.extend(run)
    with raises(UnknownParent):
        chain.extend(run, height=7)


def test_a_run_may_begin_below_the_base():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    tree.grow("6", after="5")
    assert chain.extend(tree.run(names(0, 6)), height=0) == 5
    check_log(chain, tree, names(0, 6))


def test_a_run_that_ends_at_the_base_is_known():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    before = snapshot(chain)
    assert chain.extend(tree.run("1 2"), height=1) is None
    assert snapshot(chain) == before


def test_a_run_whose_last_header_is_bad_changes_nothing():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    chain.extend(tree.grow("4b", after="3"))
    before = snapshot(chain)
    #   onto the tip, onto the branch, beside the branch, beside the tip: all would win or slide
    for run, after in (("6 7 8", "5"), ("5b 6b 7b", "4b"), ("4c 5c 6c 7c", "3"), ("5d 6d 7d", "4")):
        good = tree.grow(run, after=after)
        with raises(HighHash) as caught:
            chain.extend(good[:-80] + unmine(good[-80:]))
        assert caught.error.height == tree.states[run.split()[-1]].height
        with raises(PrevHashMismatch):
            chain.extend(good + good[-80:])
        with raises(Truncated):
            chain.extend(good[:-1])
        assert snapshot(chain) == before


def test_a_branch_is_forgotten_when_its_fork_leaves_the_window():
    #             3b
    #            /
    #   0 - 1 - 2 | 3 - 4 - 5 - 6
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    chain.extend(tree.grow("3b", after="2"))
    assert len(chain.branches) == 1
    chain.extend(tree.grow("6", after="5"))
    assert not chain.branches


def test_a_branch_that_leaves_at_the_base_stays_and_may_win():
    #             3b - 4b - 5b - 6b - 7b
    #            /
    #   0 - 1 - 2 | 3 - 4 - 5        a window of three
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 4), after="0"))
    chain.extend(tree.grow("3b", after="2"))
    chain.extend(tree.grow("5", after="4"))  # the base moves up to the fork, and not past it
    assert chain.base.height == 2 and [branch.fork for branch in chain.branches] == [2]
    assert chain.extend(tree.grow("4b 5b 6b", after="3b")) == 2
    assert chain.tip == tree.states["6b"]


def test_branches_hold_no_more_headers_than_the_window():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 6)
    chain.extend(tree.grow(names(1, 8), after="0"))
    for n in range(20):
        chain.extend(tree.grow(str(n) + "x", after=str(2 + n % 6)))
        chain.extend(tree.grow(str(n) + "y " + str(n) + "z", after=str(2 + n % 4)))
        assert 0 < sum([len(branch.headers) for branch in chain.branches]) <= 6
    assert chain.tip == tree.states["8"]


def tips(chain):
    return [branch.tip for branch in chain.branches]


def states(tree, blocks):
    return [tree.states[name] for name in blocks.split()]


def test_the_branch_that_cost_the_least_is_dropped_first():
    #                 4b - 5b
    #                /
    #   0 - 1 - 2 - 3 - 4 - 5 - 6       a window of four is full with 4b, 5b and 6d, 6e
    #                        \
    #                         6d, 6e, 6f
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 4)
    chain.extend(tree.grow(names(1, 6), after="0"))
    for run, after in (("4b 5b", "3"), ("6d", "5"), ("6e", "5")):
        chain.extend(tree.grow(run, after=after))
    assert tips(chain) == states(tree, "5b 6d 6e")
    chain.extend(tree.grow("6f", after="5"))
    assert tips(chain) == states(tree, "5b 6e 6f")


def test_cheap_blocks_on_the_tip_do_not_push_out_a_heavier_branch_that_comes_in_parts():
    #         2b - 3b - 4b - 5b ...... - 9b     the heaviest, of which a message holds four
    #        /
    #   0 - 1 - 2 ....................... 8
    #                                 \
    #                                  8x        between the messages: as many as the window holds, and again
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 8)
    chain.extend(tree.grow(names(1, 8), after="0"))
    tree.grow(names(2, 9, "b"), after="1")

    def flood(suffix):
        for n in range(10):
            chain.extend(tree.grow(str(n) + suffix, after="7"))
            assert sum([len(branch.headers) for branch in chain.branches]) <= 8

    flood("x")
    chain.extend(tree.run(names(2, 5, "b")))
    flood("y")
    chain.extend(tree.run(names(6, 9, "b")))
    assert chain.tip == tree.states["9b"]


def test_a_branch_weighs_by_its_own_work_and_not_by_its_length():
    #   0 ............... 11 - 12
    #    \                   \
    #     1e - 2e - 3e        12h      one block of the last epoch, 64 times the work of one of the first
    tree = Tree(network(interval=4))
    chain = from_genesis(tree.network, 12)
    chain.extend(tree.grow(names(1, 12), after="0", spacing=100))
    chain.extend(tree.grow("12h", after="11"))
    for number in range(5):
        chain.extend(tree.grow(names(1, 3, "e" + str(number)), after="0"))
    assert tree.states["12h"] in tips(chain)


def test_a_branch_that_grows_may_be_longer_than_the_window_but_has_an_end():
    #   0 - 1 ... 4 | 5 ... 8         hard blocks, a window of four
    #                \
    #                 5b - 6b ...     easy ones, in messages of three
    tree = Tree(network(interval=4, start_bits=0x1F7FFFFF))
    tree.grow(names(1, 8), after="0")
    chain = from_genesis(tree.network, 4)
    chain.extend(tree.run(names(1, 8)))
    most = 0
    after = "4"
    for first in range(5, 40, 3):
        run = names(first, first + 2, "b")
        try:
            chain.extend(tree.grow(run, after=after, spacing=2400))
        except UnknownParent:  # it was dropped: nothing that it would follow is there any more
            break
        after = run.split()[-1]
        most = max(most, sum([len(branch.headers) for branch in chain.branches]))
        if chain.tip == tree.states[after]:
            break
    assert 4 < most <= 8


def test_the_branches_of_the_chain_that_lost_are_bounded_too():
    #                 4c              a branch of one header, and of four after the reorganisation
    #                /
    #     1 - 2 - 3 - 4
    #    /
    #   0                             a window of five
    #    \
    #     1b - 2b - 3b - 4b - 5b
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 5)
    chain.extend(tree.grow("1 2 3 4", after="0"))
    chain.extend(tree.grow("4c", after="3"))
    assert chain.extend(tree.grow("1b 2b 3b 4b 5b", after="0")) == 0
    assert [len(branch.headers) for branch in chain.branches] == [4]
    check_log(chain, tree, "0 1b 2b 3b 4b 5b")


def test_a_branch_that_is_shown_again_is_not_kept_twice():
    #         2 - 3 - 4 - 5
    #        /
    #   0 - 1
    #        \
    #         2b - 3b - 4b
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 10)
    chain.extend(tree.grow(names(1, 5), after="0"))
    chain.extend(tree.grow("2b 3b", after="1"))
    tree.grow("4b", after="3b")
    for run in ("2b", "2b 3b", "1 2b 3b", "2b 3b 4b", "3b 4b"):
        assert chain.extend(tree.run(run)) is None
    assert [branch.headers for branch in chain.branches] == [[tree.headers[name] for name in ("2b", "3b", "4b")]]


def test_a_copy_is_apart_and_has_room():
    tree = Tree(REGTEST)
    chain = from_genesis(REGTEST, 3)
    chain.extend(tree.grow(names(1, 5), after="0"))
    before = snapshot(chain)
    copy = chain.scratch(2)
    copy.extend(tree.grow("6 7", after="5"))
    assert copy.base == chain.base and copy.tip == tree.states["7"]
    copy.extend(tree.grow("8", after="7"))
    check_log(copy, tree, names(0, 8))
    assert snapshot(chain) == before
