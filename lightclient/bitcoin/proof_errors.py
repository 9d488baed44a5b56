"""Proofs that do not prove."""

from lightclient.errors import InvalidProof, Malformed


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
    """the transaction shown as coinbase is none"""


class CoinbaseDepth(InvalidProof):
    """the coinbase lies {} levels deep, the transaction {} (CVE-2017-12842)"""


class RootMismatch(InvalidProof):
    """the branch does not lead to the Merkle root of the header"""


class HeightMismatch(InvalidProof):
    """the proof claims height {}, the block is at height {}"""


class UnknownBlock(InvalidProof):
    """block {} is not in the chain that is trusted here"""


class UnknownHeight(InvalidProof):
    """the proof is of height {}, the headers here are those above {} up to {}"""


class LessWork(InvalidProof):
    """block {} is on a branch with less work than the trusted chain"""


class LogSizeMismatch(InvalidProof):
    """the proof is for a log of {} headers, the log here has {}"""


class WitnessNotStripped(Malformed):
    """a proof holds transactions without their witnesses"""
