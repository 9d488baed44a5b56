"""From one header of a private chain to another: each rule, broken alone."""

from lightclient.crypto.keccak import keccak256
from lightclient.errors import Equivocation
from lightclient.evm import rlp
from lightclient.evm.consensus import IBFT1, KINDS, Consensus, parse_sealed
from lightclient.evm.errors import (
    FromFuture,
    NoProposer,
    NotChild,
    NotHigher,
    NoValidators,
    TimeNotLater,
    UnknownProposer,
    WrongDifficulty,
    WrongMix,
)
from lightclient.evm.header import EXTRA
from lightclient.evm.verify import anchored, backwards, step
from lightclient.votes.errors import (
    DoubledMember,
    DoubledSigner,
    InvalidSignature,
    NotEnoughTrust,
    NotEnoughVotes,
    TrustExpired,
    UnknownSigner,
)
from lightclient.votes.threshold import ONE_THIRD
from tests.portable.evm import START, address, addresses, block, seal, written
from tests.portable.support import raises

NOW = START + 100


class Rules:
    """What a step needs of a network."""

    name = "7"
    profile = Consensus("qbft")
    drift = 10
    trust = ONE_THIRD

    def __init__(self, trusting_period=1000):
        self.trusting_period = trusting_period

    def show(self, id_):
        return id_.hex()


RULES = Rules()
FIRST = block(1)
TRUSTED = anchored(FIRST, RULES)


def refused(error, new, trusted=TRUSTED, clock=NOW, rules=RULES):
    with raises(error) as caught:
        step(trusted, new, rules, clock)
    return caught.error


def test_headers_of_each_kind_are_followed():
    for kind in KINDS:
        first = anchored(block(1, kind=kind), RULES)
        second = step(first, block(2, kind=kind, parent=first.hash), RULES, NOW)
        assert (second.height, second.signed, second.total, second.time) == (2, 3, 4, START + 10)
        later = step(second, block(9, kind=kind, signers="bcd"), RULES, NOW)
        assert later.signers == [address(name) for name in "bcd"]


def test_the_number_grows():
    assert refused(NotHigher, FIRST).height == 1
    refused(NotHigher, block(1, signers="abc"))


def test_the_time_grows():
    refused(TimeNotLater, block(2, parent=FIRST.hash, time=START + 5))


def test_the_time_is_not_ahead_of_the_clock_if_there_is_one():
    ahead = block(9, time=NOW + 10)
    refused(FromFuture, ahead)
    assert step(TRUSTED, ahead, RULES, NOW + 1).height == 9
    assert step(TRUSTED, ahead, RULES, None).height == 9


def test_trust_lasts_for_the_trusting_period():
    refused(TrustExpired, block(9), clock=START + 5 + 1000)
    assert step(TRUSTED, block(9), Rules(None), START + 10_000).height == 9


def test_difficulty_and_mix_hash_are_those_of_bft():
    refused(WrongDifficulty, block(9, p7=b"\x02"))
    refused(WrongMix, block(9, p13=bytes(32)))


def test_two_thirds_decide_rounded_up():
    refused(NotEnoughVotes, block(9, signers="ab"))
    six = anchored(block(1, who="abcdef"), RULES)
    assert step(six, block(9, who="abcdef", signers="abcd"), RULES, NOW).signed == 4
    refused(NotEnoughVotes, block(9, who="abcdef", signers="abc"), six)


def test_every_seal_that_is_needed_is_a_validators_own():
    refused(UnknownSigner, block(9, signers="abx"))
    refused(UnknownSigner, block(9, signers="xabc"))
    refused(DoubledSigner, block(9, signers="aab"))
    assert step(TRUSTED, block(9, signers="abcx"), RULES, NOW).signed == 3  # nobody looks at what is not needed
    broken = block(9)
    broken.extra.seals[1] = bytes(65)
    refused(InvalidSignature, broken)


def test_seals_for_another_block_do_not_count():
    other = block(9, p3=b"\x01" * 32)
    moved = block(9)
    moved.extra.seals = other.extra.seals
    refused(UnknownSigner, moved)


def test_seals_for_another_round_do_not_count():
    other = block(9, round_=1)
    moved = block(9)
    moved.extra.seals = other.extra.seals
    refused(UnknownSigner, moved)


def test_a_set_that_changes_is_vouched_for_by_over_a_third_of_the_trusted_one():
    assert step(TRUSTED, block(9, who="abxyz", signers="abxy"), RULES, NOW).total == 5
    error = refused(NotEnoughTrust, block(9, who="axyz", signers="axyz"))
    assert error.args == (1, 4, 2)
    refused(NotEnoughTrust, block(9, who="wxyz"))
    # Those who vouch may be the last ones to be looked at.
    assert step(TRUSTED, block(9, who="abxyz", signers="xyzab"), RULES, NOW).signed == 5


def test_the_next_block_too_needs_the_votes_of_the_set_before():
    refused(NotEnoughTrust, block(2, who="wxyz", parent=FIRST.hash))
    assert step(TRUSTED, block(2, who="bcdx", parent=FIRST.hash), RULES, NOW).total == 4


def test_the_next_block_is_on_top_of_ours_or_two_were_decided():
    error = refused(Equivocation, block(2))
    assert error.fields["at"] == 1
    refused(NotChild, block(2), clock=None)
    refused(Equivocation, block(2), clock=None, rules=Rules(None))


def test_a_header_lists_its_validators():
    refused(NoValidators, block(9, who="", signers=""))


def test_nobody_is_a_validator_twice():
    doubled = block(9)
    doubled.validators = addresses("aabc")
    refused(DoubledMember, doubled)


def test_hashes_lead_backwards():
    top = block(2, parent=FIRST.hash)
    backwards(top, FIRST.hash, 1)
    for wrong in ((keccak256(b""), 1), (FIRST.hash, 0), (FIRST.hash, 2)):
        with raises(NotChild):
            backwards(top, *wrong)


def test_a_validator_has_proposed_a_header_of_ibft1():
    first = anchored(block(1, kind=IBFT1), RULES)
    assert step(first, block(9, kind=IBFT1, proposer="d"), RULES, NOW).height == 9
    for proposer, error in (("", NoProposer), ("x", UnknownProposer)):
        refused(error, block(9, kind=IBFT1, proposer=proposer), first)
    broken = block(9, kind=IBFT1)
    broken.extra.proposer = bytes(65)
    broken = resealed(broken)
    refused(NoProposer, broken, first)
    moved = block(9, kind=IBFT1)
    moved.extra.proposer = block(9, kind=IBFT1, p3=b"\x01" * 32).extra.proposer
    refused(UnknownProposer, resealed(moved), first)  # a seal for another header is by somebody else


def resealed(changed):
    """Return a header of IBFT1 whose extra data was changed, as all four committers seal it."""
    fields = list(changed.header.fields)
    changed.extra.seals = []
    fields[EXTRA] = written(changed.extra, IBFT1)
    digest = parse_sealed(rlp.serialize(fields), IBFT1).digest()
    changed.extra.seals = [seal(name, digest) for name in "abcd"]
    fields[EXTRA] = written(changed.extra, IBFT1)
    return parse_sealed(rlp.serialize(fields), IBFT1)


def test_a_start_is_decided_by_its_own_validators():
    assert anchored(block(7, who="wxyz"), RULES).signed == 3
    with raises(NotEnoughVotes):
        anchored(block(7, signers="ab"), RULES)


def test_votes_that_need_more_seals_than_there_are_cost_nothing():
    error = refused(NotEnoughVotes, block(9, signers="x"))
    assert error.args == (1, 4, 3)
