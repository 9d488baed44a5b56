"""Clique against what others have published: go-ethereum's cases of votes, and Besu's recorded blocks."""

import pytest

from lightclient.evm import rlp
from lightclient.evm.clique import Rules, start, step
from lightclient.evm.errors import NotSigner, SealedLately
from tests.portable.clique import PERIOD, follow
from tests.portable.evm import addresses
from tests.support.vectors import load
from tests.vectors.test_evm_vectors import blocks_in

# go-ethereum 1.13.15, consensus/clique/snapshot_test.go, TestClique: signers, who seals and votes, signers afterwards.
VOTES = (
    ("A", "A", "A"),
    ("A", "A+B B A+C", "AB"),
    ("AB", "A+C B+C A+D B+D C A+E B+E", "ABCD"),
    ("A", "A-A", ""),
    ("AB", "A-B", "AB"),
    ("AB", "A-B B-B", "A"),
    ("ABC", "A-C B-C", "AB"),
    ("ABCD", "A-C B-C", "ABCD"),
    ("ABCD", "A-D B-D C-D", "ABC"),
    ("AB", "A+C B A+C B A+C", "AB"),
    ("AB", "A+C B A+D B A B+D A B+C", "ABCD"),
    ("AB", "A-B B A-B B A-B", "AB"),
    ("ABCD", "A-C B C A-D B C A B-D C-D A B-C", "AB"),
    ("ABC", "C-B A-C B-C A-B", "AB"),
    ("ABC", "C+D A-C B-C A+D", "AB"),
    ("ABCD", "A-C B C A-D B-C C A B-D C-D", "ABC"),
    ("ABCD", "A-C B C A-D B-C C A B-D C-D A C+C", "AB"),
    ("ABCD", "A-C B C A-D B-C C A B-D C-D A B+C", "ABC"),
    ("ABCDE", "A+F B+F C+F D-F E-F B-F C-F D+F E+F B-A C-A D-A B+F", "BCDEF"),
)
EVERY_THIRD = Rules(epoch=3, period=PERIOD)


@pytest.mark.parametrize(("names", "seals", "wanted"), VOTES)
def test_votes_are_counted_as_go_ethereum_does(names, seals, wanted):
    assert follow(names, seals).signers == addresses(wanted)


def test_votes_begin_anew_at_an_epoch():
    assert follow("AB", "A+C B A B+C", EVERY_THIRD).signers == addresses("AB")


def test_what_go_ethereum_refuses_is_refused():
    with pytest.raises(NotSigner):
        follow("A", "B")
    with pytest.raises(SealedLately):
        follow("AB", "A A")
    with pytest.raises(SealedLately):
        follow("ABC", "A B A A", EVERY_THIRD)


def test_blocks_of_besu_are_followed():
    first, *rest = [rlp.serialize(block[0]) for block in blocks_in(load("ethereum/besu_clique.blocks"))]
    rules = Rules(epoch=30000, period=10)
    snapshot = start(first, rules)
    for header in rest:
        snapshot = step(snapshot, header, rules, None)
    assert (snapshot.height, snapshot.settled, snapshot.difficulty) == (4, 4, 8)
    assert [signer.hex() for signer in snapshot.signers] == ["3b63a1ee47ffd227458746ca9bb079d0d3cbb4bd"]
