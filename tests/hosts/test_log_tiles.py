"""Tiles of a log's tree: they say what all leaf hashes say, and have one name each."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightclient.audit.hosts.tiles import WIDTH, Edge, Tiles, bundles, changed, edge_of, parsed, path_of
from lightclient.merkle import tree
from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.hosts.subtrees import Subtrees
from lightclient.merkle.log import leaf_hash

LEAVES = [leaf_hash(b"%d" % number) for number in range(700)]
LARGE = 66_000  # leaves, which reach level 2


def grown(leaves, steps, edge=None):
    """Return the edge and all tiles of a log that grew in steps."""
    edge, kept = edge or Edge(0, []), {}
    for step in steps:
        edge, tiles = edge.grown(leaves[edge.size : edge.size + step])
        kept |= tiles
    return edge, kept


def asked(tiles, size, question):
    found = Tiles(size)
    question(found)
    found.add({key: tiles[key] for key in found.missing})
    answer = question(found)
    assert not found.missing
    return answer


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 100, 255, 256, 257, 511, 512, 513, 699, 700])
def test_roots_and_paths_are_those_of_all_leaves(size):
    leaves = LEAVES[:size]
    edge, tiles = grown(leaves, [1, size // 3, size])
    assert edge.size == size and edge.root() == tree.root_of(leaves)
    picks = random.Random(size).sample(range(size), min(size, 12))
    for index in picks:
        assert asked(tiles, size, lambda t, at=index: t.path(at, size)) == tree.inclusion_path(leaves, index)
        assert asked(tiles, size, lambda t, at=index: t.grown(at, size)) == tree.consistency_path(leaves, index)
        assert asked(tiles, size, lambda t, at=index: t.root(at)) == tree.root_of(leaves[:index])
    assert edge_of(size, lambda key: tiles[key]).tiles == edge.tiles[: len(edge_of(size, tiles.get).tiles)]


def test_a_log_of_three_levels_is_as_any_other():
    leaves = [leaf_hash(b"%d" % number) for number in range(LARGE)]
    edge, tiles = grown(leaves, [60_000, LARGE])
    whole = Subtrees(leaves.__getitem__)
    whole.resize(LARGE)
    assert edge.root() == whole.root(LARGE)
    assert {level for level, _ in tiles} == {0, 1, 2}
    for index, size in ((0, LARGE), (65_535, LARGE), (65_536, LARGE), (65_999, LARGE), (300, 65_537)):
        assert asked(tiles, size, lambda t, i=index, n=size: t.path(i, n)) == whole.path(index, size)
        assert asked(tiles, size, lambda t, i=index, n=size: t.grown(i, n)) == whole.grown(index, size)


def test_the_edge_goes_on_from_tiles_that_have_grown_since():
    _, tiles = grown(LEAVES, [300, 300])
    edge = edge_of(300, lambda key: tiles[key])
    assert edge.grown(LEAVES[300:600])[0].root() == tree.root_of(LEAVES[:600])


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_path_of_growth_is_the_one_that_all_leaves_give(old, size):
    whole = Subtrees(LEAVES.__getitem__)
    whole.resize(size)
    if old > size:
        with pytest.raises(OutsideLog):
            whole.grown(old, size)
    else:
        assert whole.grown(old, size) == tree.consistency_path(LEAVES[:size], old)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ((0, 0, 256), "tile/0/000"),
        ((0, 1234067, 256), "tile/0/x001/x234/067"),
        ((2, 5, 17), "tile/2/005.p/17"),
        (("entries", 1000, 1), "tile/entries/x001/000.p/1"),
    ],
)
def test_a_tile_has_the_name_that_the_specification_gives_it(key, path):
    assert path_of(*key) == path
    assert parsed(path) == key


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/007",
        "tile/00/001",
        "tile/8/001",
        "tile/0/../../etc/passwd",
        "tile/0/%2e%2e/001",
        "tile/../tile/0/001",
        "tile/-1/001",
        "tile/0/x\u0661\u0662\u0663/001",
        "tile/0/" + "x000/" * 20 + "001",
        "tile/0/001.p/",
        "tile/entries",
        "tile",
        "",
        "/etc/passwd",
    ],
)
def test_what_is_no_name_of_a_tile_names_nothing(path):
    assert parsed(path) is None


@given(st.text("tile/0123x.p-e\\%\0nr", max_size=30))
def test_a_name_that_is_read_is_the_only_one(path):
    found = parsed("tile/" + path)
    assert found is None or path_of(*found) == "tile/" + path


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_what_a_grown_log_has_to_write_is_what_it_had_not(old, size):
    every = {key for level in range(8) for key in _of(size, level)}
    before = {key for level in range(8) for key in _of(old, level)}
    assert set(changed(min(old, size), size)) == (every - before if old <= size else set())


def _of(size, level):
    count = size >> 8 * level
    full = {(level, number, WIDTH) for number in range(count // WIDTH)}
    return full | ({(level, count // WIDTH, count % WIDTH)} if count % WIDTH else set())


def test_entries_stand_in_a_bundle_with_their_lengths():
    assert bundles([b"a", b""]) == b"\x00\x01a\x00\x00"
