"""Proofs into a log that do not hold."""

from lightclient.errors import InvalidProof


class OutsideLog(InvalidProof):
    """no leaf {} in a log of {}"""


class PathLength(InvalidProof):
    """the path of {} nodes does not fit its place in the log"""


class LogRootMismatch(InvalidProof):
    """the path does not lead to the root of the log"""
