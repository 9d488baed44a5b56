"""What CometBFT's rules refuse: headers, commits, validator sets, proofs."""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError, Malformed, TimeTooNew

# -- networks


class BadNetwork(LightClientError):
    """the record of {chain} sets {setting} to {value!r}; it must be {wanted}"""


class UnknownProfile(LightClientError):
    """profile {profile!r} is not known; known are {known}"""


# -- what does not decode


class BadField(Malformed):
    """{what}: {field} is {value}, wanted {wanted}"""


class UnsupportedKey(Malformed):
    """keys of type {kind} are not known here; known are ed25519 and secp256k1"""


# -- headers and commits


class WrongChain(InvalidHeader):
    """the header is of chain {!r}, wanted {!r}"""


class NotHigher(InvalidHeader):
    """a header of height {} cannot follow one of height {}"""


class TimeNotLater(InvalidHeader):
    """the header's time is not after that of the header before"""


class FromFuture(TimeTooNew):
    """time {} is more than {} seconds after the clock ({})"""


class OtherHeader(InvalidHeader):
    """the commit is for block {} at height {}, the header is {} at height {}"""


class OtherValidators(InvalidHeader):
    """the validators hash to {}, the header names {}"""


class NotNextValidators(InvalidHeader):
    """the header names validators {}, the one before it named {} as the next"""


class WrongCount(InvalidHeader):
    """the commit has {} signatures for {} validators"""


class WrongAddress(InvalidHeader):
    """signature {} is of {}, the validator at this place is {} (GHSA-c32p-wcqj-j677)"""


class NotLinked(InvalidHeader):
    """the header of height {} does not name the one of height {} as the block before"""


# -- proofs


class NotInBlock(InvalidProof):
    """the path does not lead to the data hash of the block at height {}"""


class NotOfState(InvalidProof):
    """the proof does not lead to the app hash of the block at height {}"""


class NoStateProofs(InvalidProof):
    """{chain} has no proofs of its state"""


class AgainstSpec(InvalidProof):
    """the proof does not keep to the form of {tree} trees: {why}"""


class UnsupportedProof(InvalidProof):
    """{what} is not supported in a proof"""


class NotAbsent(InvalidProof):
    """the proof does not show that the key is absent: {why}"""


class OtherEntry(InvalidProof):
    """the proof is about another {what}"""
