"""The chain side by side with a model that keeps every block, over random trees shown in random order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import from_genesis
from lightclient.errors import UnknownParent
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import root_of
from tests.portable.mining import Tree, network
from tests.support.fuzzing import REFUSED, outcome

NETWORK = network(interval=4)  # fast blocks make the next epoch four times as hard


@st.composite
def trees(draw):
    """Draw a tree of blocks and {name: its ancestors from block 1 on, itself included}."""
    tree = Tree(NETWORK)
    paths = {"0": []}
    for number in range(1, draw(st.integers(2, 14)) + 1):
        # Mostly on top of the newest block, so that branches grow.
        parent = str(draw(st.just(number - 1) | st.integers(0, number - 1)))
        tree.grow(str(number), after=parent, spacing=draw(st.sampled_from([200, 3000])))
        paths[str(number)] = paths[parent] + [str(number)]
    return tree, paths


@st.composite
def shows(draw):
    """Draw a tree, its paths, and runs of it in any order, some of them again and again."""
    tree, paths = draw(trees())
    runs = []
    for name in draw(st.lists(st.sampled_from([name for name in paths if name != "0"]), max_size=20)):
        runs.append(paths[name][draw(st.just(0) | st.integers(0, len(paths[name]) - 1)) :])
    return tree, paths, runs


@given(shows())
def test_the_tip_is_the_block_with_most_work_that_was_seen_first(drawn):
    tree, paths, runs = drawn
    chain = from_genesis(NETWORK)
    known = {"0"}
    tip = "0"
    for run in runs:
        before = paths[run[0]][-2:-1] or ["0"]
        try:
            fork = chain.extend(tree.run(" ".join(run)))
        except UnknownParent:
            assert not known.issuperset(before)
            continue
        assert known.issuperset(before)
        known.update(run)
        if tree.states[run[-1]].chainwork > tree.states[tip].chainwork:
            shared = [a for a, b in zip(paths[tip], paths[run[-1]], strict=False) if a == b]
            assert fork == len(shared)
            tip = run[-1]
        else:
            assert fork is None
        assert chain.tip == tree.states[tip]
        # Every branch is kept once: one for each known block without a known child, except the tip.
        parents = {(paths[name][-2:-1] or ["0"])[0] for name in known}
        ends = known - parents - {tip}
        assert sorted(branch.tip.tip_hash for branch in chain.branches) == sorted(tree.hash(name) for name in ends)


@pytest.mark.slow
@given(shows(), st.integers(1, 4))
def test_a_small_window_keeps_its_bounds_and_its_log(drawn, window):
    tree, paths, runs = drawn
    by_hash = {tree.hash(name): name for name in tree.states}
    chain = from_genesis(NETWORK, window)
    for run in runs:
        work, base = chain.tip.chainwork, by_hash[chain.base.tip_hash]
        if outcome(chain.extend, tree.run(" ".join(run))) is REFUSED:
            assert chain.tip.chainwork == work
        assert chain.tip.chainwork >= work
        path = ["0"] + paths[by_hash[chain.tip.tip_hash]]
        assert base in path
        settled = path[: chain.base.height + 1]
        assert chain.base == tree.states[settled[-1]]
        assert chain.log.root() == root_of([leaf_hash(tree.hash(name)) for name in settled])
        assert b"".join(chain.best.headers) == tree.run(" ".join(path[len(settled) :]))
        assert len(chain.best.headers) <= window
        assert sum(len(branch.headers) for branch in chain.branches) <= window
        for branch in chain.branches:
            names = ["0"] + paths[by_hash[branch.tip.tip_hash]]
            assert branch.fork >= chain.base.height
            assert branch.headers == codec.split(tree.run(" ".join(names[branch.fork + 1 :])))
