"""From one header of Clique to the next: each rule, broken alone, and votes as go-ethereum counts them."""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.evm import clique, rlp
from lightclient.evm.clique import ADD, DROP, Rules, start, step
from lightclient.evm.errors import (
    BadVote,
    FromFuture,
    NoStart,
    NotChild,
    NotSigner,
    SealedLately,
    TooSoon,
    WrongDifficulty,
    WrongMix,
    WrongOmmers,
    WrongSigners,
)
from lightclient.evm.rlp import minimal
from tests.portable.clique import PERIOD, RULES, child, follow, genesis
from tests.portable.evm import START, address, addresses, fields
from tests.portable.support import raises

EVERY_THIRD = Rules(epoch=3, period=PERIOD)


def refused(error, before, data, clock=None, rules=RULES):
    kept = (before.hash, list(before.signers), dict(before.sealers), list(before.votes))
    with raises(error) as caught:
        step(before, data, rules, clock)
    assert kept == (before.hash, before.signers, before.sealers, before.votes)
    return caught.error


def test_over_half_of_the_signers_add_and_drop_others():
    """tests/vectors/test_clique_vectors.py has all of go-ethereum's cases."""
    for names, seals, wanted in (
        ("A", "A+B B A+C", "AB"),
        ("A", "A-A", ""),
        ("AB", "A-B", "AB"),
        ("AB", "A-B B-B", "A"),
        ("AB", "A+C B A+C B A+C", "AB"),  # one vote for each, however often
        ("ABC", "C+D A-C B-C A+D", "AB"),  # whoever is dropped has voted for nothing
    ):
        assert follow(names, seals).signers == addresses(wanted), seals


def test_no_vote_outlives_the_change_that_it_was_for():
    seals = "A+F B+F C+F D-F E-F B-F C-F D+F E+F B-A C-A D-A B+F"
    assert follow("ABCDE", seals).signers == addresses("BCDEF")
    assert [each for each in follow("ABC", "A+D B+D").votes if each[1] == address("D")] == []


def test_votes_that_became_enough_count_once_somebody_is_voted_on_again():
    seals = "A-C B C A-D B-C C A B-D C-D"
    assert follow("ABCD", seals).signers == addresses("ABC")
    assert follow("ABCD", seals + " A C+C").signers == addresses("AB")
    assert follow("ABCD", seals + " A B+C").signers == addresses("ABC")


def test_votes_begin_anew_where_signers_are_listed():
    assert follow("AB", "A+C B A B+C", EVERY_THIRD).signers == addresses("AB")
    assert follow("AB", "A+C B A", EVERY_THIRD).votes == []


def test_only_signers_seal():
    before = start(genesis("A"), RULES)
    assert refused(NotSigner, before, child(before, "B")).args == ("0x" + address("B").hex(),)
    unsealed = refused(NotSigner, before, child(before, ""))
    assert (unsealed.height, unsealed.args) == (1, ("nobody",))
    after = follow("A", "A-A")
    refused(NotSigner, after, child(after, "A"))


def test_whoever_sealed_waits_for_half_of_the_others():
    before = follow("AB", "A")
    assert refused(SealedLately, before, child(before, "A")).args == ("0x" + address("A").hex(), 1, 3)
    before = follow("ABCDE", "A B")
    refused(SealedLately, before, child(before, "A"))
    assert follow("ABCDE", "A B C A").height == 4
    before = follow("ABC", "A B", EVERY_THIRD)  # where signers are listed nothing is forgotten
    refused(SealedLately, before, child(before, "B", names="ABC"), rules=EVERY_THIRD)
    before = follow("ABC", "A B A", EVERY_THIRD)
    refused(SealedLately, before, child(before, "A"), rules=EVERY_THIRD)


def test_a_signer_seals_with_the_difficulty_of_the_turn():
    before = start(genesis("ABC"), RULES)
    for name in "ABC":
        wanted = 2 if before.signers[1] == address(name) else 1
        assert step(before, child(before, name), RULES, None).difficulty == wanted
        for wrong in (0, 1, 2, 3):
            if wrong != wanted:
                refused(WrongDifficulty, before, child(before, name, p7=minimal(wrong)))


def test_a_header_is_the_next_one():
    before = follow("AB", "A B")
    refused(NotChild, before, child(before, "A", p0=bytes(32)))
    refused(NotChild, before, child(before, "A", p8=minimal(4)))
    refused(NotChild, before, child(follow("AB", "A"), "B"))


def test_blocks_are_a_period_apart():
    before = follow("AB", "A")
    refused(TooSoon, before, child(before, "B", p11=minimal(before.header.time + PERIOD - 1)))
    assert step(before, child(before, "B", p11=minimal(before.header.time + PERIOD)), RULES, None).height == 2


def test_the_time_is_not_ahead_of_the_clock_if_there_is_one():
    before = follow("AB", "A")
    late = child(before, "B")
    clock = START + 2 * PERIOD - RULES.drift
    assert step(before, late, RULES, clock).height == step(before, late, RULES, None).height == 2
    refused(FromFuture, before, late, clock - 1)


def test_there_are_no_ommers_and_no_mix_hash():
    before = follow("AB", "A")
    refused(WrongOmmers, before, child(before, "B", p1=bytes(32)))
    refused(WrongMix, before, child(before, "B", p13=b"\x01" + bytes(31)))


def test_a_vote_is_to_add_or_to_drop_and_stands_in_no_header_that_lists_signers():
    before = follow("AB", "A")
    refused(BadVote, before, child(before, "B", p14=b"\xff" * 7 + b"\xfe"))
    refused(BadVote, before, child(before, "B", p14=bytes(7) + b"\x01"))
    before = follow("AB", "A B", EVERY_THIRD)
    refused(BadVote, before, child(before, "A", adds="C", names="AB"), rules=EVERY_THIRD)
    refused(BadVote, before, child(before, "A", drops="B", names="AB"), rules=EVERY_THIRD)
    refused(BadVote, before, child(before, "A", names="AB", p14=ADD), rules=EVERY_THIRD)
    assert step(before, child(before, "A", names="AB", p14=DROP), EVERY_THIRD, None).height == 3


def test_signers_are_listed_where_they_must_be_and_as_the_votes_have_made_them():
    before = follow("AB", "A B", EVERY_THIRD)
    for names in ("", "A", "AC", "ABC"):
        refused(WrongSigners, before, child(before, "A", names=names), rules=EVERY_THIRD)
    before = follow("AB", "A", EVERY_THIRD)
    refused(WrongSigners, before, child(before, "B", names="AB"), rules=EVERY_THIRD)
    before = follow("A", "A+B B", EVERY_THIRD)
    assert step(before, child(before, "A", names="AB"), EVERY_THIRD, None).signers == addresses("AB")


def test_extra_data_has_a_vanity_addresses_and_a_seal():
    before = follow("AB", "A")
    for size in (0, 32, 96, 98, 116, 118):
        made = fields(2, before.hash, START + 2 * PERIOD)
        made[1], made[12], made[13] = clique.NO_OMMERS, bytes(size), bytes(32)
        refused(BadSchema, before, rlp.serialize(made))
    with raises(BadSchema):
        start(genesis(""), RULES)
    with raises(BadSchema):
        start(genesis("AA"), RULES)


def test_signers_and_open_votes_have_a_bound():
    made = fields(0)
    made[1], made[13], made[12] = clique.NO_OMMERS, bytes(32), bytes(32 + 257 * 20 + 65)
    with raises(TooLarge):
        start(rlp.serialize(made), RULES)
    made[12] = bytes(32) + b"".join([number.to_bytes(20, "big") for number in range(256)]) + bytes(65)
    assert len(start(rlp.serialize(made), RULES).signers) == 256
    before = follow("ABC", "A")
    voter = address("A")
    before.votes = [(voter, number.to_bytes(20, "big"), True) for number in range(clique.MAX_VOTES)]
    assert refused(TooLarge, before, child(before, "B", adds="D")).args[1:] == (1025, 1024)
    assert step(before, child(before, "B"), RULES, None).height == 2


def test_a_chain_starts_where_signers_are_listed():
    assert start(genesis("BA", 6), EVERY_THIRD).signers == addresses("AB")
    for number in (1, 5):
        with raises(NoStart) as caught:
            start(genesis("AB", number), EVERY_THIRD)
        assert caught.error.args == (number, 3)


def test_a_block_is_settled_once_over_half_have_sealed_it_or_built_on_it():
    assert start(genesis("ABC"), RULES).settled is None
    for names, seals, settled in (
        ("A", "A", 1),
        ("AB", "A", None),
        ("AB", "A B", 1),
        ("ABC", "A", None),
        ("ABC", "A B", 1),
        ("ABC", "A B C A", 3),
        ("ABCD", "A B", None),
        ("ABCD", "A B C", 1),
        ("ABCDE", "A B C D", 2),
        ("ABCDE", "A B C D E A", 4),
        ("ABCD", "A-D B-D C-D", 2),  # there are three now, and two are enough
    ):
        assert follow(names, seals).settled == settled, (names, seals)


def test_the_difficulty_of_a_branch_is_that_of_its_headers():
    chain = follow("ABC", "A B C A")
    turns = [addresses("ABC")[(at + 1) % 3] == address("ABCA"[at]) for at in range(4)]
    assert chain.difficulty == 4 + sum(turns)
