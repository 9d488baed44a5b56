"""What cannot be the hash or the program of an output script."""

from lightclient.errors import LightClientError


class InvalidAddress(LightClientError):
    """A base58 or bech32 text, or the payload of one, that breaks a rule of addresses."""


class BadWitnessVersion(InvalidAddress):
    """witness version {} does not exist, 16 is the last"""


class BadWitnessProgram(InvalidAddress):
    """a version {} witness program cannot have {} bytes"""


class BadHashLength(InvalidAddress):
    """{} bytes where {} are required"""
