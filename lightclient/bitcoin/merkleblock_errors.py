"""Partial Merkle trees that are none, or prove nothing."""

from lightclient.errors import InvalidProof


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
