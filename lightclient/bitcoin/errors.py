"""Headers that break a rule of their chain; transactions that are none."""

from lightclient.errors import InvalidHeader, LightClientError, Malformed


class WrongNetwork(LightClientError):
    """made for {}, wanted {}"""


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


class BadWitnessFlag(Malformed):
    """witness flag {:#04x} at offset {} is unknown"""


class SuperfluousWitness(Malformed):
    """the transaction is in witness form, but no input has a witness"""


class NoInputs(Malformed):
    """the transaction has no inputs"""


class NoOutputs(Malformed):
    """the transaction has no outputs"""
