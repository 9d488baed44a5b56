"""Votes of weighted signers: sets, thresholds, tallies, changes of the set, the trusting period, misbehaviour."""

from lightclient.codec.errors import TooLarge
from lightclient.votes import period
from lightclient.votes.change import decided, handed_over
from lightclient.votes.errors import (
    BadWeight,
    DoubledMember,
    DoubledSigner,
    EmptySet,
    InvalidSignature,
    NotEnoughTrust,
    NotEnoughVotes,
    ThresholdOutOfRange,
    TrustExpired,
    UnknownSigner,
)
from lightclient.votes.members import Members
from lightclient.votes.misbehaviour import EQUIVOCATION, Misbehaviour, equivocators
from lightclient.votes.tally import Reached, Short, count, settle
from lightclient.votes.threshold import AT_LEAST_TWO_THIRDS, ONE_THIRD, TWO_THIRDS, Threshold, checked, least, shown
from tests.portable.support import raises


def members(text, **bounds):
    """Return the set of "a5 b3": members with their weights, whose hash is the text."""
    found = [(each[:1].encode(), int(each[1:]), None) for each in text.split()]
    return Members(found, lambda _: text.encode(), **bounds)


def voters(text):
    """Return the voters of "a-b": who voted, place by place."""
    return [(i, name.encode()) for i, name in enumerate(text) if name != "-"]


class Signatures:
    """Those of `bad` do not hold; `asked` tells which were verified."""

    def __init__(self, bad=()):
        self.bad = bad
        self.asked = []

    def check(self, vote):
        self.asked.append(vote)
        return vote not in self.bad


def test_a_set_knows_its_members():
    four = members("a5 b3 c2 d1")
    assert (four.total, four.hash, four.ids, len(four)) == (11, b"a5 b3 c2 d1", [b"a", b"b", b"c", b"d"], 4)
    assert four.places[b"c"] == 2


def test_a_set_without_members_decides_nothing():
    with raises(EmptySet):
        members("")


def test_a_set_is_bounded():
    with raises(TooLarge):
        members("a1 b1 c1", most=2)


def test_a_weight_is_above_zero_and_not_too_much():
    assert members("a5 b5", heaviest=10).total == 10
    for text in ("a5 b6", "a0", "a-1 b5"):
        with raises(BadWeight):
            members(text, heaviest=10)


def test_nobody_is_a_member_twice():
    with raises(DoubledMember) as caught:
        members("a1 b1 a2")
    assert caught.error.args == (0, 2)


def test_thresholds_in_integers():
    # As Go counts: signed > total * 2 / 3, rounded down.
    for total in range(1, 40):
        assert least(TWO_THIRDS, total) == total * 2 // 3 + 1
        assert least(ONE_THIRD, total) == total // 3 + 1
        assert least(AT_LEAST_TWO_THIRDS, total) == (2 * total + 2) // 3
    big = (1 << 60) - 1
    assert least(TWO_THIRDS, big) * 3 > 2 * big >= (least(TWO_THIRDS, big) - 1) * 3
    assert shown(TWO_THIRDS) == "2/3"


def test_a_threshold_lies_between_a_third_and_all():
    for part in ((1, 3), (2, 3), (1, 1), (2, 5)):
        assert checked(Threshold(part[0], part[1], False)).numerator == part[0]
    for part in ((1, 4), (0, 1), (4, 3), (1, 0), (-1, -3)):
        with raises(ThresholdOutOfRange):
            checked(Threshold(part[0], part[1], False))


def test_a_tally_stops_at_the_threshold_heaviest_first():
    four = members("a1 b2 c5 d3")
    signatures = Signatures()
    tally = settle(count(four, voters("abcd")), four.total, TWO_THIRDS, signatures.check)
    assert isinstance(tally, Reached)
    assert (tally.signed, tally.total, tally.least, tally.votes) == (8, 11, 8, {2, 3})
    assert signatures.asked == [2, 3]


def test_a_vote_that_is_not_needed_is_not_looked_at():
    four = members("a1 b2 c5 d3")
    signatures = Signatures(bad=(0, 1))
    assert isinstance(settle(count(four, voters("abcd")), four.total, TWO_THIRDS, signatures.check), Reached)


def test_too_little_weight_costs_no_signature_and_says_how_much_is_missing():
    four = members("a1 b2 c5 d3")
    signatures = Signatures()
    tally = settle(count(four, voters("ab-d")), four.total, TWO_THIRDS, signatures.check)
    assert isinstance(tally, Short)
    assert (tally.signed, tally.missing, signatures.asked) == (6, 2, [])


def test_exactly_two_thirds_are_not_more_than_two_thirds():
    three = members("a1 b1 c1")
    ballots = count(three, voters("ab-"))
    assert isinstance(settle(ballots, 3, TWO_THIRDS, Signatures().check), Short)
    assert isinstance(settle(ballots, 3, AT_LEAST_TWO_THIRDS, Signatures().check), Reached)


def test_a_signature_that_does_not_hold_is_refused_by_its_place():
    three = members("a1 b1 c1")
    with raises(InvalidSignature) as caught:
        settle(count(three, voters("abc")), 3, TWO_THIRDS, Signatures(bad=(1,)).check)
    assert caught.error.args == (1,)


def test_an_unknown_signer_is_refused_unless_strangers_may_vote():
    three = members("a1 b1 c1")
    with raises(UnknownSigner) as caught:
        count(three, voters("abx"))
    assert caught.error.args == (2, "78")
    assert count(three, voters("abx"), True) == [(1, 0), (1, 1)]


def test_a_doubled_signer_is_refused():
    for strangers in (False, True):
        with raises(DoubledSigner) as caught:
            count(members("a1 b1 c1"), voters("aba"), strangers)
        assert caught.error.args == (0, 2)


def test_a_set_decides_by_itself():
    three = members("a1 b1 c1")
    assert decided(three, voters("abc"), TWO_THIRDS, Signatures().check).signed == 3
    with raises(NotEnoughVotes) as caught:
        decided(three, voters("a-c"), TWO_THIRDS, Signatures().check)
    assert caught.error.args == (2, 3, 3)


def over(old, new, votes, bad=(), trust=ONE_THIRD):
    signatures = Signatures(bad)
    return handed_over(members(old), trust, members(new), voters(votes), TWO_THIRDS, signatures.check), signatures


def test_a_trusted_set_vouches_for_a_new_one_and_no_vote_is_verified_twice():
    tally, signatures = over("a1 b1 c1 d1", "a1 b1 x1 y1", "abx-")
    assert (tally.signed, tally.total) == (3, 4)
    assert sorted(signatures.asked) == [0, 1, 2]


def test_too_few_of_those_who_are_trusted_cost_no_signature():
    #   trusted  a b c d      new  a x y z: one of four is not more than a third
    signatures = Signatures()
    with raises(NotEnoughTrust) as caught:
        handed_over(
            members("a1 b1 c1 d1"), ONE_THIRD, members("a1 x1 y1 z1"), voters("axyz"), TWO_THIRDS, signatures.check
        )
    assert caught.error.args == (1, 4, 2)
    assert signatures.asked == []


def test_too_few_of_the_new_set_cost_no_signature():
    signatures = Signatures()
    with raises(NotEnoughVotes):
        handed_over(members("a1 b1"), ONE_THIRD, members("a1 b1 x1 y1"), voters("ab--"), TWO_THIRDS, signatures.check)
    assert signatures.asked == []


def test_more_trust_than_a_third_can_be_demanded():
    assert over("a1 b1 c1 d1", "a1 b1 x1 y1", "abxy")[0].signed == 3
    with raises(NotEnoughTrust):
        over("a1 b1 c1 d1", "a1 b1 x1 y1", "abxy", trust=TWO_THIRDS)


def test_a_set_that_is_made_up_is_refused_before_its_own_votes_are_verified():
    #   whoever has no key of a trusted signer can only forge that vote
    with raises(InvalidSignature) as caught:
        over("a1 b1 c1", "a1 b1 x9 y9", "abxy", bad=(0,))
    assert caught.error.args == (0,)


def test_the_period_is_running_over_or_unknown():
    assert period.state_of(1000, 100, 1099) == period.RUNNING
    assert period.state_of(1000, 100, 1100) == period.OVER
    assert period.state_of(1000, 100, None) == period.UNKNOWN
    assert period.state_of(1000, None, 5000) == period.UNKNOWN
    period.check(1000, 100, None)
    with raises(TrustExpired) as caught:
        period.check(1000, 100, 1100)
    assert caught.error.args == (1000, 1100, 100)


def test_misbehaviour_names_those_who_signed_both():
    four = members("a5 b3 c2 d1")
    found = Misbehaviour(EQUIVOCATION, four, equivocators([b"a", b"b", b"c"], [b"c", b"d", b"a", b"x"]))
    assert (found.who, found.weight, found.total) == ([b"a", b"c"], 7, 11)
