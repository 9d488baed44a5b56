"""Each rule by which one header leads to another, broken alone."""

from lightclient.cometbft.attack import misbehaviour
from lightclient.cometbft.commit import Vote
from lightclient.cometbft.errors import (
    FromFuture,
    NotHigher,
    NotLinked,
    NotNextValidators,
    OtherHeader,
    OtherValidators,
    TimeNotLater,
    WrongAddress,
    WrongChain,
    WrongCount,
)
from lightclient.cometbft.header import BlockId
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import PROFILES, V0_32
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.verify import backwards, step
from lightclient.errors import Equivocation
from lightclient.votes.errors import (
    InvalidSignature,
    NotEnoughTrust,
    NotEnoughVotes,
    TrustExpired,
    UnknownSet,
)
from lightclient.votes.misbehaviour import AMNESIA, EQUIVOCATION, LUNATIC
from lightclient.votes.threshold import TWO_THIRDS
from tests.portable.comet import FOUR, NETWORK, PERIOD, START, Chain, block, key, members, trusted
from tests.portable.support import raises

NOW = START + 100


def first(who=FOUR, then=None, network=NETWORK):
    return trusted(block(network, 1, who, then or who, None, ""))


def refused(error, trust, new, clock=NOW, network=NETWORK):
    with raises(error) as caught:
        step(trust, new, network, clock)
    return caught.error


def test_the_next_header_is_taken():
    trust = first()
    new = block(NETWORK, 2, FOUR, FOUR, trust)
    reached = step(trust, new, NETWORK, NOW)
    assert (reached.height, reached.hash, reached.signed, reached.total) == (2, new.hash, 3, 4)
    assert len(reached.signers) == 3 and reached.validators is reached.next


def test_every_profile_follows_its_own_chain():
    for profile in PROFILES:
        network = CometNetwork("test-chain", PERIOD, profile)
        trust = first(network=network)
        new = block(network, 2, FOUR, FOUR, trust)
        assert step(trust, new, network, NOW).height == 2
        other = CometNetwork("test-chain", PERIOD, V0_32 if profile is not V0_32 else PROFILES[-1])
        assert new.header.hash(other.profile) != new.hash


def test_a_skip_over_headers_is_taken_while_enough_of_those_who_are_trusted_signed():
    trust = first()
    assert step(trust, block(NETWORK, 9, "a1 b1 x1 y1", FOUR, None, "abx"), NETWORK, NOW).height == 9
    error = refused(NotEnoughTrust, trust, block(NETWORK, 9, "a1 x1 y1 z1", FOUR))
    assert error.args == (1, 4, 2) and error.height == 9


def test_the_next_validators_vouch_where_they_are_known_and_else_those_before_them():
    new = block(NETWORK, 9, "x1 y1 z1", FOUR)
    assert step(first(FOUR, "x1 y1 z1"), new, NETWORK, NOW).height == 9
    trust = first(FOUR, "x1 y1 z1")
    trust.next = None
    refused(NotEnoughTrust, trust, new)


def test_more_trust_may_be_demanded():
    network = CometNetwork("test-chain", PERIOD, trust=TWO_THIRDS)
    new = block(network, 9, "a1 b1 x1 y1", FOUR)
    assert step(first(), new, NETWORK, NOW).height == 9
    refused(NotEnoughTrust, first(), new, network=network)


def test_the_header_is_of_the_chain():
    refused(WrongChain, first(), block(NETWORK, 2, FOUR, FOUR, chain_id="other"))


def test_the_height_grows():
    trust = trusted(block(NETWORK, 5, FOUR, FOUR))
    for height in (5, 4):
        refused(NotHigher, trust, block(NETWORK, height, FOUR, FOUR, time=NOW - 1))


def test_the_time_grows():
    refused(TimeNotLater, first(), block(NETWORK, 2, FOUR, FOUR, time=START + 5))


def test_the_time_is_not_ahead_of_the_clock_if_there_is_one():
    new = block(NETWORK, 2, FOUR, FOUR, time=NOW + 10)
    assert refused(FromFuture, first(), new).args == (NOW + 10, 10, NOW)
    assert step(first(), new, NETWORK, NOW + 1).height == 2
    assert step(first(), new, NETWORK, None).height == 2


def test_trust_lasts_for_its_period_if_there_is_a_clock():
    new = block(NETWORK, 2, FOUR, FOUR, time=START + PERIOD)
    assert step(first(), new, NETWORK, START + PERIOD + 4).height == 2
    refused(TrustExpired, first(), new, START + PERIOD + 5)
    assert step(first(), new, NETWORK, None).height == 2
    for_ever = CometNetwork("test-chain", None)
    assert step(first(), new, for_ever, START + 100 * PERIOD).height == 2


def test_the_commit_is_for_the_header():
    two, other = block(NETWORK, 2, FOUR, FOUR), block(NETWORK, 2, FOUR, FOUR, data_hash=b"\x01" * 32)
    refused(OtherHeader, first(), SignedHeader(two.header, two.hash, other.commit, two.validators))
    two.commit.height = 3
    refused(OtherHeader, first(), two)


def test_the_validators_are_those_of_the_header():
    two = block(NETWORK, 2, FOUR, FOUR)
    two.validators = members("a1 b1 c1 d2")
    refused(OtherValidators, first(), two)
    two = block(NETWORK, 2, FOUR, FOUR)
    two.next = members("a1 b1 c1 d2")
    refused(OtherValidators, first(), two)


def test_sets_that_are_known_may_be_left_out():
    trust = first(FOUR, "a1 b1 c1")
    two = block(NETWORK, 2, "a1 b1 c1", "a1 b1 c1")
    two.validators = two.next = None
    assert step(trust, two, NETWORK, NOW).validators is trust.next
    nine = block(NETWORK, 9, "a1 b1", FOUR)
    nine.validators = None
    refused(UnknownSet, trust, nine)
    nine = block(NETWORK, 9, "a1 b1", FOUR)
    nine.next = None
    assert step(trust, nine, NETWORK, NOW).next is None


def test_the_next_header_is_by_the_validators_that_were_named():
    refused(NotNextValidators, first(), block(NETWORK, 2, "a1 b1 c1", FOUR))
    assert step(first(FOUR, "x1 y1"), block(NETWORK, 2, "x1 y1", FOUR), NETWORK, NOW).height == 2


def test_there_is_a_vote_for_each_validator():
    two = block(NETWORK, 2, FOUR, FOUR)
    two.commit.votes.pop()
    refused(WrongCount, first(), two)
    two = block(NETWORK, 2, FOUR, FOUR)
    two.commit.votes.append(Vote(1))
    refused(WrongCount, first(), two)


def test_a_vote_names_the_validator_at_its_place():
    for place in range(4):
        two = block(NETWORK, 2, FOUR, FOUR, nil="b")
        two.commit.votes[place].address = key("x").address
        assert refused(WrongAddress, first(), two).args[0] == place


def test_two_thirds_are_not_more_than_two_thirds():
    assert refused(NotEnoughVotes, first("a1 b1 c1"), block(NETWORK, 2, "a1 b1 c1", FOUR, None, "ab")).args == (2, 3, 3)
    assert refused(NotEnoughVotes, first(), block(NETWORK, 9, FOUR, FOUR, None, "ab")).args == (2, 4, 3)


def test_votes_for_no_block_do_not_count():
    refused(NotEnoughVotes, first(), block(NETWORK, 2, FOUR, FOUR, nil="ab"))
    assert step(first(), block(NETWORK, 2, FOUR, FOUR, nil="a"), NETWORK, NOW).signed == 3


def test_a_signature_holds():
    for height in (2, 9):
        for place in range(4):
            new = block(NETWORK, height, "a4 b3 c2 d1", FOUR)
            vote = new.commit.votes[place]
            vote.signature = vote.signature[:-1] + bytes((vote.signature[-1] ^ 1,))
            if place < 2:  # more are not needed, so they are not looked at
                assert refused(InvalidSignature, first("a4 b3 c2 d1"), new).args == (place,)
            else:
                assert step(first("a4 b3 c2 d1"), new, NETWORK, NOW).signed == 7


def test_a_signature_is_over_chain_height_round_block_and_time():
    for change in ("round", "time", "chain"):
        new = block(NETWORK, 2, FOUR, FOUR)
        if change == "round":
            new.commit.round = 1
        elif change == "time":
            new.commit.votes[0].time = (START, 0)
        else:
            new.commit.block_id = BlockId(new.hash, 2, bytes(32))
        refused(InvalidSignature, first(), new)


def test_nobody_votes_at_anothers_place():
    #   the second place has the first validator's vote: it would count twice
    new = block(NETWORK, 9, FOUR, FOUR)
    votes = new.commit.votes
    votes[1] = Vote(2, votes[0].address, votes[0].time, votes[0].signature)
    refused(WrongAddress, first(), new)


def test_a_block_on_top_of_another_one_than_ours_is_an_equivocation():
    trust = first()
    other = block(NETWORK, 1, FOUR, FOUR, data_hash=b"\x01" * 32)
    two = block(NETWORK, 2, FOUR, FOUR, other)
    error = refused(Equivocation, trust, two)
    assert error.fields["first"] == trust.hash.hex().upper() and error.fields["second"] == other.hash.hex().upper()
    refused(NotLinked, trust, two, None)  # without a clock its signers may be long gone


def test_hashes_lead_backwards():
    chain = Chain().grow(3)
    three, two, one = (chain.blocks[height] for height in (3, 2, 1))
    backwards(three.header, two.hash, 2)
    for block_hash, height in ((one.hash, 2), (two.hash, 1), (one.hash, 1)):
        with raises(NotLinked):
            backwards(three.header, block_hash, height)


def test_attacks_are_told_apart():
    common = first()
    ours = step(common, block(NETWORK, 9, FOUR, FOUR), NETWORK, NOW)

    def kind(**changes):
        other = block(NETWORK, 9, FOUR, FOUR, **changes)
        found = misbehaviour(common, ours, step(common, other, NETWORK, NOW))
        return found.kind, found.weight, found.total

    assert kind(data_hash=b"\x01" * 32) == (EQUIVOCATION, 3, 4)
    assert kind(app_hash=b"forged") == (LUNATIC, 3, 4)
    assert kind(data_hash=b"\x01" * 32, round_=1) == (AMNESIA, 0, 4)


def test_those_who_signed_a_lunatic_block_and_were_trusted_are_named():
    common = first()
    ours = step(common, block(NETWORK, 9, FOUR, FOUR), NETWORK, NOW)
    lunatic = step(common, block(NETWORK, 9, "a1 b1 x1", FOUR), NETWORK, NOW)
    found = misbehaviour(common, ours, lunatic)
    assert (found.kind, sorted(found.who)) == (LUNATIC, sorted([key("a").address, key("b").address]))
