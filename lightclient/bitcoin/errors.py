"""What Bitcoin's rules refuse on a chain and in the proofs that lead to it: headers, transactions, proofs.

more_errors.py has the others: each class takes a board 110 bytes, and one that follows a chain meets these alone.
"""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError, Malformed

# -- headers


class WrongNetwork(LightClientError):
    """made for {}, wanted {}"""

    def __str__(self) -> str:
        says = super().__str__()
        return str(self.fields["record"]) + " was " + says if "record" in self.fields else says


class NoTrust(LightClientError):
    """{network} needs a trust anchor: give a checkpoint, or ask for GENESIS to start at block 0"""


class BadCheckpoint(LightClientError):
    """{record} cannot be used: {why}"""


class EmptyCheckpoint(BadCheckpoint):
    """{record} is empty; to start at block 0, ask for GENESIS"""


class TextCheckpoint(BadCheckpoint):
    """{record} is {kind} where bytes are wanted: bytes.fromhex() makes them of hex digits"""


class DamagedCheckpoint(BadCheckpoint):
    """{record} is damaged or cut: the checksum over its {size} bytes does not hold"""


class PrevHashMismatch(InvalidHeader):
    """the header does not follow the one before it"""


class BadBits(InvalidHeader):
    """compact bits {:#010x} are negative, zero or over 256 bits"""


class BadDifficulty(InvalidHeader):
    """bits are {:#010x}, the chain requires {:#010x}"""


class HighHash(InvalidHeader):
    """the hash is above the target: not enough work was done"""


class TimeTooOld(InvalidHeader):
    """time {} is not after the median {} of the blocks before"""


class TimeWarp(InvalidHeader):
    """time {} is over ten minutes before the previous epoch's last block ({})"""


class BadVersion(InvalidHeader):
    """version {} is obsolete, at least {} is required"""


# -- transactions


class BadWitnessFlag(Malformed):
    """witness flag {:#04x} at offset {} is unknown"""


class SuperfluousWitness(Malformed):
    """the transaction is in witness form, but no input has a witness"""


class NoInputs(Malformed):
    """the transaction has no inputs"""


class NoOutputs(Malformed):
    """the transaction has no outputs"""


# -- blocks


class TxidMismatch(InvalidProof):
    """the transaction does not hash to the txid that was asked for"""


# -- proofs


class BranchTooLong(InvalidProof):
    """the branch has {} nodes, at most {} are possible"""


class PositionOutOfRange(InvalidProof):
    """position {} does not exist in a tree of depth {}"""


class DuplicateSibling(InvalidProof):
    """a right node equals its left sibling at level {} (CVE-2012-2459)"""


class InnerNodeIsTransaction(InvalidProof):
    """the inner node at level {} parses as a transaction (CVE-2017-12842)"""


class LeafIsInnerNode(InvalidProof):
    """a transaction of 64 bytes cannot be told from an inner node (CVE-2017-12842)"""


class NotCoinbase(InvalidProof):
    """the transaction shown as the coinbase is not a coinbase"""


class CoinbaseDepth(InvalidProof):
    """the coinbase lies {} levels deep, the transaction {} (CVE-2017-12842)"""


class RootMismatch(InvalidProof):
    """the branch does not lead to the Merkle root of the header"""


class HeightMismatch(InvalidProof):
    """the proof claims height {}, the block is at height {}"""


class UnknownBlock(InvalidProof):
    """block {} is not in the chain that is trusted here"""


class UnknownHeight(InvalidProof):
    """the proof is for height {}; the headers here are those above {}, up to {}"""


class LessWork(InvalidProof):
    """block {} is on a branch with less work than the trusted chain"""


class LogSizeMismatch(InvalidProof):
    """the proof is for a log of {} headers, the log here has {}"""


class WitnessNotStripped(Malformed):
    """a proof holds transactions without their witnesses"""


# -- the signatures of a signet's blocks


class BadSignetSolution(InvalidHeader):
    """signet solution: {}"""
