"""Votes that do not count, and sets that cannot vote."""

from lightclient.errors import InvalidHeader, Malformed, TimeTooNew, UnknownParent


class EmptySet(Malformed):
    """a set without members can decide nothing"""


class DoubledMember(Malformed):
    """members {} and {} of the set are the same"""


class BadWeight(Malformed):
    """member {} of the set has weight {}; a weight is at least 1, and all together at most {}"""


class ThresholdOutOfRange(Malformed):
    """a threshold of {}/{} is not between {} and 1"""


class UnknownSigner(InvalidHeader):
    """vote {} is by {}, which is not a member of the set"""


class DoubledSigner(InvalidHeader):
    """votes {} and {} are by the same signer"""


class InvalidSignature(InvalidHeader):
    """the signature of vote {} does not hold"""


class NotEnoughVotes(InvalidHeader):
    """a weight of {} of {} signed, at least {} must"""


class NotEnoughTrust(UnknownParent):
    """a weight of {} of the {} that are trusted signed, at least {} must: blocks in between are missing"""


class UnknownSet(UnknownParent):
    """the set of hash {} did not come with what it signed, and is not known here"""


class TrustExpired(TimeTooNew):  # nobody is to blame for it, and the clock may be wrong: as with a time that is too new
    """what is trusted is of time {}, and the clock says {}: over {} seconds, a new trust anchor is needed"""
