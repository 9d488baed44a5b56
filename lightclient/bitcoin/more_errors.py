"""What else Bitcoin's rules refuse: partial Merkle trees, scripts, addresses, headers trusted as given, filters."""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError, Malformed

# -- partial Merkle trees


class NoTransactions(InvalidProof):
    """the proof is of a block without transactions"""


class TooManyTransactions(InvalidProof):
    """the proof is of a block of {} transactions, at most {} are possible"""


class TooManyHashes(InvalidProof):
    """the proof has {} hashes for {} transactions"""


class NotEnoughHashes(InvalidProof):
    """the proof ends before its last hash"""


class NotEnoughBits(InvalidProof):
    """the proof ends before its last flag bit"""


class UnusedHashes(InvalidProof):
    """{} hashes of the proof belong nowhere"""


class UnusedBits(InvalidProof):
    """flag bits of the proof belong nowhere"""


class NothingProved(InvalidProof):
    """the proof matches no transaction"""


# -- output scripts


class InvalidAddress(LightClientError):
    """A base58 or bech32 text, or the payload of one, that breaks a rule of addresses."""


class BadWitnessVersion(InvalidAddress):
    """witness version {} does not exist, 16 is the last"""


class BadWitnessProgram(InvalidAddress):
    """a version {} witness program cannot have {} bytes"""


class BadHashLength(InvalidAddress):
    """{} bytes where {} are required"""


# -- addresses


class AddressTooLong(InvalidAddress):
    """{} characters or bytes, the limit is {}"""


class AddressTooShort(InvalidAddress):
    """{} characters are too few"""


class BadCharacter(InvalidAddress):
    """character U+{:04X} at {} is not in the alphabet"""


class BadChecksum(InvalidAddress):
    """the checksum does not match: the text was mistyped or damaged"""


class MixedCase(InvalidAddress):
    """upper and lower case are mixed in a bech32 text"""


class MissingPrefix(InvalidAddress):
    """no prefix and separator 1 in front of a bech32 text"""


class BadPadding(InvalidAddress):
    """the {} bits after the last byte have the value {:#x}, fewer than 5 zeros are allowed"""


class WrongChecksumVariant(InvalidAddress):
    """the checksum is of the other variant than witness version {} requires (bech32, bech32m)"""


# -- headers that are trusted as given


class InvalidTrust(LightClientError):
    """A run of headers from which no chain state follows."""


class OutsideRun(InvalidTrust):
    """height {} is not in the run of headers, which goes from {} to {}"""


class EpochNotCovered(InvalidTrust):
    """the run says too little about height {}: its headers decide the state from height {} on"""


class ChainworkMismatch(InvalidTrust):
    """chainwork {:#x} was given, the headers have {:#x}"""


class BadGenesis(InvalidHeader):
    """the first header is not the genesis block of {}"""


class NoHeaderLog(InvalidProof):
    """the proof is into a header log, but what is trusted here has none"""


class NoTrustAnchor(InvalidProof):
    """nothing is trusted yet: a checkpoint or headers are needed"""


# -- compact block filters


class InvalidFilter(Malformed):
    """A compact block filter whose items cannot be those of a block."""


class FilterCountTooLarge(InvalidFilter):
    """the filter claims {} items and has room for {}"""


class FilterValueTooLarge(InvalidFilter):
    """item {} is {}, all must be below {}"""


class FilterBadPadding(InvalidFilter):
    """the bits after the last item have the value {:#x}, not zero"""
