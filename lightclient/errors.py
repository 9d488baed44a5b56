"""Every way in which input can be wrong, one class per cause; `error_root` says what an error is."""

from lightclient.error_root import LightClientError as LightClientError
from lightclient.error_root import Malformed as Malformed
from lightclient.error_root import SelfTestFailed as SelfTestFailed

# -- bytes that are not what they claim to be


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


class WrongNetwork(LightClientError):
    says = "made for {}, wanted {}"


# -- headers that break a rule of their chain


class InvalidHeader(LightClientError):
    """A header that the rules refuse. `height` is its place in the chain, set by whoever knows it."""

    height: "int | None" = None

    def __str__(self) -> str:
        says = super().__str__()
        return says if self.height is None else "height " + str(self.height) + ": " + says


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


# -- headers that are trusted as given, but cannot be


class InvalidTrust(LightClientError):
    """A run of headers from which no chain state follows."""


class OutsideRun(InvalidTrust):
    says = "height {} is not in the run of headers, which goes from {} to {}"


class EpochNotCovered(InvalidTrust):
    says = "the run says too little about height {}: its headers decide the state from height {} on"


class ChainworkMismatch(InvalidTrust):
    says = "chainwork {:#x} was given, the headers have {:#x}"


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


class NotCoinbase(InvalidProof):
    says = "the transaction shown as coinbase is none"


class CoinbaseDepth(InvalidProof):
    says = "the coinbase lies {} levels deep, the transaction {} (CVE-2017-12842)"


class RootMismatch(InvalidProof):
    says = "the branch does not lead to the Merkle root of the header"


class TxidMismatch(InvalidProof):
    says = "the transaction does not hash to the txid that was asked for"


class HeightMismatch(InvalidProof):
    says = "the proof claims height {}, the block is at height {}"


class NoTransactions(InvalidProof):
    says = "the proof is of a block without transactions"


class TooManyTransactions(InvalidProof):
    says = "the proof is of a block of {} transactions, at most {} are possible"


class TooManyHashes(InvalidProof):
    says = "the proof has {} hashes for {} transactions"


class NotEnoughHashes(InvalidProof):
    says = "the proof ends before its last hash"


class NotEnoughBits(InvalidProof):
    says = "the proof ends before its last flag bit"


class UnusedHashes(InvalidProof):
    says = "{} hashes of the proof belong nowhere"


class UnusedBits(InvalidProof):
    says = "flag bits of the proof belong nowhere"


class NothingProved(InvalidProof):
    says = "the proof matches no transaction"


class UnknownBlock(InvalidProof):
    says = "block {} is not in the chain that is trusted here"


class UnknownHeight(InvalidProof):
    says = "the proof is of height {}, the headers here are those above {} up to {}"


class LessWork(InvalidProof):
    says = "block {} is on a branch with less work than the trusted chain"


class NoHeaderLog(InvalidProof):
    says = "the proof is into a header log, but what is trusted here has none"


class OutsideLog(InvalidProof):
    says = "no leaf {} in a log of {}"


class PathLength(InvalidProof):
    says = "the path of {} nodes does not fit its place in the log"


class LogRootMismatch(InvalidProof):
    says = "the path does not lead to the root of the log"


class LogSizeMismatch(InvalidProof):
    says = "the proof is for a log of {} headers, the log here has {}"


class NoTrustAnchor(InvalidProof):
    says = "nothing is trusted yet: a checkpoint or headers are needed"


# -- transactions, scripts, addresses


class BadWitnessFlag(Malformed):
    says = "witness flag {:#04x} at offset {} is unknown"


class SuperfluousWitness(Malformed):
    says = "the transaction is in witness form, but no input has a witness"


class NoInputs(Malformed):
    says = "the transaction has no inputs"


class NoOutputs(Malformed):
    says = "the transaction has no outputs"


class WitnessNotStripped(Malformed):
    says = "a proof holds transactions without their witnesses"


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
    """A compact block filter whose items cannot be those of a block."""


class FilterCountTooLarge(InvalidFilter):
    says = "the filter claims {} items and has room for {}"


class FilterValueTooLarge(InvalidFilter):
    says = "item {} is {}, all must be below {}"


class FilterBadPadding(InvalidFilter):
    says = "the bits after the last item have the value {:#x}, not zero"


# -- what was stored


class StoreError(LightClientError):
    """Stored state cannot be used."""


class CorruptStore(StoreError):
    says = "{}"
