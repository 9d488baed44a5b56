"""Blocks of a signet that are not signed."""

from lightclient.errors import InvalidHeader


class BadSignetSolution(InvalidHeader):
    """signet solution: {}"""
