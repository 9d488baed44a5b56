from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.errors import TimeTooNew, UnknownParent
from tests.portable.mining import Tree, child, network
from tests.portable.support import raises


def following(tree, window=144):
    return from_genesis(tree.network, window)


def test_a_chain_grows():
    tree = Tree(REGTEST)
    chain = following(tree)
    assert chain.tip == tree.states["0"]
    assert chain.extend(tree.grow("1 2 3", after="0")) == 0
    assert chain.tip == tree.states["3"]
    assert chain.extend(tree.grow("4", after="3")) == 3
    assert chain.tip == tree.states["4"]


def test_no_headers_change_nothing():
    assert following(Tree(REGTEST)).extend(b"") is None


def test_headers_that_are_known_are_passed_over():
    tree = Tree(REGTEST)
    chain = following(tree)
    run = tree.grow("1 2 3", after="0")
    chain.extend(run)
    for again in (run, tree.run("0"), tree.run("0 1"), tree.run("2"), tree.run("2 3"), tree.run("3")):
        assert chain.extend(again) is None
    assert chain.tip == tree.states["3"] and not chain.branches


def test_a_run_may_overlap_what_is_known():
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2 3", after="0"))
    tree.grow("4 5", after="3")
    assert chain.extend(tree.run("0 1 2 3 4")) == 3
    assert chain.extend(tree.run("3 4 5")) == 4
    assert chain.tip == tree.states["5"]
    assert len(chain.best.headers) == 5 and not chain.branches


def test_the_longer_of_equal_branches_wins():
    #         2a - 3a
    #        /
    #   0 - 1
    #        \
    #         2b - 3b - 4b
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a 3a", after="0"))
    assert chain.extend(tree.grow("2b 3b 4b", after="1")) == 1
    assert chain.tip == tree.states["4b"]


def test_at_equal_work_the_branch_seen_first_stays():
    #         2a - 3a
    #        /
    #   0 - 1
    #        \
    #         2b - 3b
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a 3a", after="0"))
    assert chain.extend(tree.grow("2b 3b", after="1")) is None
    assert chain.tip == tree.states["3a"]
    assert chain.extend(tree.grow("4b", after="3b")) == 1
    assert chain.tip == tree.states["4b"]


def test_a_branch_with_more_work_wins_although_it_is_shorter():
    #           3a - 4a - 5a - 6a - 7a     slow: the epoch of 4a stays easy
    #          /
    #   0 - 1 - 2
    #          \
    #           3b - 4b - 5b               fast: the epoch of 4b is four times as hard
    tree = Tree(network(interval=4))
    chain = following(tree)
    chain.extend(tree.grow("1 2", after="0", spacing=100))
    chain.extend(tree.grow("3a 4a 5a 6a 7a", after="2", spacing=3000))
    assert chain.extend(tree.grow("3b 4b", after="2", spacing=100)) is None
    assert chain.tip == tree.states["7a"]
    assert chain.extend(tree.grow("5b", after="4b")) == 2
    assert chain.tip == tree.states["5b"]
    assert tree.states["5b"].height < tree.states["7a"].height


def test_a_longer_branch_with_less_work_does_not_win():
    tree = Tree(network(interval=4))
    chain = following(tree)
    chain.extend(tree.grow("1 2", after="0", spacing=100))
    chain.extend(tree.grow("3b 4b 5b", after="2", spacing=100))
    assert chain.extend(tree.grow("3a 4a 5a 6a 7a", after="2", spacing=3000)) is None
    assert chain.tip == tree.states["5b"]


def test_a_branch_across_a_retarget_is_checked_with_its_own_history():
    #           3a - 4a     what 4a requires is wrong for 4b, and the other way round
    #          /
    #   0 - 1 - 2
    #          \
    #           3b - 4b
    tree = Tree(network(interval=4))
    tree.grow("1 2", after="0", spacing=100)
    tree.grow("3a 4a", after="2", spacing=3000)
    tree.grow("3b 4b", after="2", spacing=100)
    assert tree.states["4a"].bits != tree.states["4b"].bits
    for first, second in (("a", "b"), ("b", "a")):
        chain = following(tree)
        chain.extend(tree.run("1 2 3" + first + " 4" + first))
        chain.extend(tree.run("3" + second))
        chain.extend(tree.run("4" + second))
        assert chain.tip == tree.states["4b"]


def test_a_branch_goes_on_where_it_was_left():
    #         2a - 3a - 4a
    #        /
    #   0 - 1
    #        \
    #         2b - 3b - 4b - 5b    one header at a time
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a 3a 4a", after="0"))
    before = "1"
    for name in ("2b", "3b", "4b"):
        assert chain.extend(tree.grow(name, after=before)) is None
        assert len(chain.branches) == 1
        before = name
    assert chain.extend(tree.grow("5b", after="4b")) == 1
    assert chain.tip == tree.states["5b"]


def test_the_branch_that_lost_may_win_again():
    #         2a - - - - 3a - 4a
    #        /
    #   0 - 1
    #        \
    #         2b - 3b
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a", after="0"))
    assert chain.extend(tree.grow("2b 3b", after="1")) == 1
    assert chain.extend(tree.grow("3a", after="2a")) is None
    assert chain.extend(tree.grow("4a", after="3a")) == 1
    assert chain.tip == tree.states["4a"]


def test_a_branch_may_leave_a_branch():
    #         2a - 3a - 4a
    #        /
    #   0 - 1             4c - 5c
    #        \           /
    #         2b - - - 3b - 4b
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a 3a 4a", after="0"))
    chain.extend(tree.grow("2b 3b 4b", after="1"))
    assert chain.extend(tree.grow("4c", after="3b")) is None
    assert chain.extend(tree.grow("5c", after="4c")) == 1
    assert chain.tip == tree.states["5c"]
    # From here the fork to 4b is at 3b, the one to 4a at 1.
    assert chain.extend(tree.grow("5b 6b", after="4b")) == 3
    assert chain.tip == tree.states["6b"]
    assert chain.extend(tree.grow("5a 6a 7a", after="4a")) == 1
    assert chain.tip == tree.states["7a"]


def test_a_branch_of_the_loser_hangs_on_after_a_reorganisation():
    #                  4c - - - - 5c - 6c
    #                 /
    #         2a - 3a - 4a
    #        /
    #   0 - 1
    #        \
    #         2b - 3b - 4b - 5b
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a 3a 4a", after="0"))
    chain.extend(tree.grow("4c", after="3a"))
    assert chain.extend(tree.grow("2b 3b 4b 5b", after="1")) == 1
    assert chain.extend(tree.grow("5c", after="4c")) is None
    assert chain.extend(tree.grow("6c", after="5c")) == 1
    assert chain.tip == tree.states["6c"]
    assert b"".join(chain.best.headers) == tree.run("1 2a 3a 4c 5c 6c")


def test_a_branch_below_the_fork_stays_where_it_was():
    #    1c - - - - - 2c - 3c - 4c - 5c
    #   /
    #  0       3a
    #   \     /
    #    1 - 2
    #         \
    #          3b - 4b
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2 3a", after="0"))
    chain.extend(tree.grow("1c", after="0"))
    assert chain.extend(tree.grow("3b 4b", after="2")) == 2
    assert chain.extend(tree.grow("2c 3c 4c 5c", after="1c")) == 0
    assert chain.tip == tree.states["5c"]


def test_blocks_are_found_by_their_hash():
    tree = Tree(REGTEST)
    chain = following(tree)
    chain.extend(tree.grow("1 2a 3a", after="0"))
    chain.extend(tree.grow("2b", after="1"))
    for name in ("0", "1", "2a", "3a"):
        assert chain.index(tree.hash(name)) == tree.states[name].height
        assert chain.state_at(tree.hash(name)) == tree.states[name]
    for stranger in (tree.hash("2b"), bytes(32)):
        assert chain.index(stranger) is None and chain.state_at(stranger) is None


def test_a_header_without_a_known_parent_is_refused():
    tree = Tree(REGTEST)
    chain = following(tree)
    tree.grow("1 2 3", after="0")
    with raises(UnknownParent):
        chain.extend(tree.run("2 3"))
    assert chain.tip == tree.states["0"]


def test_the_clock_is_handed_on():
    tree = Tree(REGTEST)
    chain = following(tree)
    header = child(chain.tip, REGTEST, 7201)
    assert chain.scratch().extend(header, now=chain.tip.times[-1] + 1) == 0
    with raises(TimeTooNew) as caught:
        chain.extend(header, now=chain.tip.times[-1])
    assert caught.error.height == 1
