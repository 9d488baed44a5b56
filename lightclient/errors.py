"""Every way in which input can be wrong, one class per cause.

An error carries the values that were wrong in `args`; the sentence is made only when somebody reads it, so that
raising costs a board no formatting. `name` is what scripts and logs see and does not change between releases.
"""


class LightClientError(Exception):
    """Root of the tree. `says` is a format string over `args`."""

    says = ""

    @property
    def name(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        return self.says.format(*self.args)


# -- bytes that are not what they claim to be


class Malformed(LightClientError):
    """The bytes do not decode: nothing can be said about what they mean."""


class Truncated(Malformed):
    says = "{} bytes wanted at offset {}, the input ends before"


class TrailingBytes(Malformed):
    says = "{} bytes follow the end of the data"


class NonCanonical(Malformed):
    says = "{} at offset {} is not in its shortest form or not in order"


class TooLarge(Malformed):
    says = "{} is {}, the limit is {}"


class TooDeep(Malformed):
    says = "nested deeper than {} levels at offset {}"


class BadText(Malformed):
    says = "text at offset {} is not valid UTF-8"


class Unsupported(Malformed):
    says = "byte {:#04x} at offset {} starts nothing that is allowed here"


class BadSchema(Malformed):
    says = "{}: {}"


class BadMerkleBlock(Malformed):
    says = "merkle block: {}"


class WrongNetwork(LightClientError):
    says = "made for {}, wanted {}"


# -- headers that break a rule of their chain


class InvalidHeader(LightClientError):
    """A header that the consensus rules refuse. `height` is set by whoever knows it."""

    height: "int | None" = None


class PrevHashMismatch(InvalidHeader):
    says = "the header does not follow the one before it"


class BadBits(InvalidHeader):
    says = "compact bits {:#010x} are negative, zero or over 256 bits"


class BadDifficulty(InvalidHeader):
    says = "bits are {:#010x}, the chain requires {:#010x}"


class HighHash(InvalidHeader):
    says = "the hash is above the target: not enough work was done"


class TimeTooOld(InvalidHeader):
    says = "time {} is not after the median {} of the blocks before"


class TimeTooNew(InvalidHeader):
    says = "time {} is more than two hours after the clock ({})"


class TimeWarp(InvalidHeader):
    says = "time {} is over ten minutes before the previous epoch's last block ({})"


class BadVersion(InvalidHeader):
    says = "version {} is obsolete, at least {} is required"


class BadGenesis(InvalidHeader):
    says = "the first header is not the genesis block of {}"


class BadSignetSolution(InvalidHeader):
    says = "signet solution: {}"


class UnknownParent(InvalidHeader):
    says = "the header follows no block that is known here"


class ForkTooDeep(InvalidHeader):
    says = "the fork leaves the chain below height {}, the deepest reorganisation this window survives"


class DuplicateHeader(InvalidHeader):
    says = "the header is already known"


class NotEnoughWork(InvalidHeader):
    says = "chainwork {:#x} is below the minimum {:#x} of this network"


# -- proofs that do not prove


class InvalidProof(LightClientError):
    """A proof that decodes but does not hold."""


class BranchTooLong(InvalidProof):
    says = "the branch has {} nodes, at most {} are possible"


class PositionOutOfRange(InvalidProof):
    says = "position {} does not exist in a tree of depth {}"


class DuplicateSibling(InvalidProof):
    says = "a right node equals its left sibling at level {} (CVE-2012-2459)"


class InnerNodeIsTransaction(InvalidProof):
    says = "the inner node at level {} parses as a transaction (CVE-2017-12842)"


class LeafIsInnerNode(InvalidProof):
    says = "a transaction of 64 bytes cannot be told from an inner node (CVE-2017-12842)"


class CoinbaseMismatch(InvalidProof):
    says = "coinbase: {}"


class RootMismatch(InvalidProof):
    says = "the branch does not lead to the Merkle root of the header"


class TxidMismatch(InvalidProof):
    says = "the transaction does not hash to the txid that was asked for"


class HeightMismatch(InvalidProof):
    says = "the proof claims height {}, the block is at height {}"


class NothingProved(InvalidProof):
    says = "the proof matches no transaction"


class UnknownBlock(InvalidProof):
    says = "block {} is not in the chain that is trusted here"


class LogMismatch(InvalidProof):
    says = "header log: {}"


class NoTrustAnchor(InvalidProof):
    says = "nothing is trusted yet: a checkpoint or headers are needed"


# -- transactions, scripts, addresses


class InvalidTransaction(Malformed):
    says = "transaction: {}"


class InvalidAddress(LightClientError):
    """A base58 or bech32 text, or the payload of one, that breaks a rule of addresses."""


class AddressTooLong(InvalidAddress):
    says = "{} characters or bytes, the limit is {}"


class AddressTooShort(InvalidAddress):
    says = "{} characters hold no address"


class BadCharacter(InvalidAddress):
    says = "character U+{:04X} at {} is not in the alphabet"


class BadChecksum(InvalidAddress):
    says = "the checksum does not match: the address was mistyped or damaged"


class MixedCase(InvalidAddress):
    says = "upper and lower case are mixed in a bech32 address"


class MissingPrefix(InvalidAddress):
    says = "no prefix and separator 1 in front of a bech32 address"


class BadPadding(InvalidAddress):
    says = "the {} bits after the last byte have the value {:#x}, fewer than 5 zeros are allowed"


class WrongChecksumVariant(InvalidAddress):
    says = "the checksum is of the other variant than witness version {} requires (bech32, bech32m)"


class BadWitnessVersion(InvalidAddress):
    says = "witness version {} does not exist, 16 is the last"


class BadWitnessProgram(InvalidAddress):
    says = "a version {} witness program cannot have {} bytes"


class BadHashLength(InvalidAddress):
    says = "{} bytes where {} are required"


class InvalidFilter(Malformed):
    """A compact block filter that does not decode."""


class FilterTruncated(InvalidFilter):
    says = "the filter ends at byte {}, before its last item"


class FilterCountNotCanonical(InvalidFilter):
    says = "the number of items, {}, is not in its shortest form"


class FilterCountTooLarge(InvalidFilter):
    says = "the filter claims {} items and has room for {}"


class FilterValueTooLarge(InvalidFilter):
    says = "item {} is {}, all must be below {}"


class FilterTrailingBytes(InvalidFilter):
    says = "{} bytes follow the last item"


class FilterBadPadding(InvalidFilter):
    says = "the bits after the last item have the value {:#x}, not zero"


# -- what was stored


class StoreError(LightClientError):
    """Stored state cannot be used."""


class CorruptStore(StoreError):
    says = "{}"
