"""What the rules of private Ethereum refuse: headers, seals, proofs."""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError, TimeTooNew

# -- networks and where a ledger starts


class BadNetwork(LightClientError):
    """the record of chain {chain} sets {setting} to {value!r}; it must be {wanted}"""


class UnknownConsensus(LightClientError):
    """consensus {consensus!r} is not known; known are {known}"""


# -- headers and seals


class NotHigher(InvalidHeader):
    """a header of number {} cannot follow one of number {}"""


class NotChild(InvalidHeader):
    """the header of number {} does not name the one of number {} as its parent"""


class TimeNotLater(InvalidHeader):
    """the header's time is not after that of the header before"""


class FromFuture(TimeTooNew):
    """time {} is more than {} seconds after the clock ({})"""


class WrongDifficulty(InvalidHeader):
    """the difficulty is {}, wanted {}"""


class WrongMix(InvalidHeader):
    """the mix hash is not the one of this consensus"""


class NoValidators(InvalidHeader):
    """nobody may seal header {}: {}"""


class ListedInHeader(InvalidHeader):
    """header {} lists validators or has a vote, but on this chain a contract keeps the validators"""


class NoProposer(InvalidHeader):
    """header {} has no seal of a proposer that holds"""


class UnknownProposer(InvalidHeader):
    """header {} is proposed by {}, which is not a validator"""


# -- Clique


class NoStart(InvalidHeader):
    """a header of number {} lists no signers: those that do have a multiple of {}"""


class TooSoon(InvalidHeader):
    """time {} is less than {} seconds after that of the header before ({})"""


class WrongOmmers(InvalidHeader):
    """the header names ommers, and no block of Clique has any"""


class BadVote(InvalidHeader):
    """the vote of the header cannot be: {}"""


class WrongSigners(InvalidHeader):
    """the header lists other signers than those that the votes have made"""


class NotSigner(InvalidHeader):
    """the header is sealed by {}, which is not a signer"""


class SealedLately(InvalidHeader):
    """{} sealed header {} and may seal again from {} on"""


# -- proofs


class BrokenProof(InvalidProof):
    """the proof does not lead on at step {}: {}"""


class NotOfTrie(InvalidProof):
    """the first node of the proof is not the root of the trie"""


class ExtraNodes(InvalidProof):
    """{} nodes of the proof lead nowhere"""


class NoAccount(InvalidProof):
    """there is no account {} in this state"""


class NoReceipt(InvalidProof):
    """there is no {} {} in this block"""
