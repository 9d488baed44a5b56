"""Headers that are to be trusted as given, but cannot be."""

from lightclient.errors import LightClientError


class InvalidTrust(LightClientError):
    """A run of headers from which no chain state follows."""


class OutsideRun(InvalidTrust):
    """height {} is not in the run of headers, which goes from {} to {}"""


class EpochNotCovered(InvalidTrust):
    """the run says too little about height {}: its headers decide the state from height {} on"""


class ChainworkMismatch(InvalidTrust):
    """chainwork {:#x} was given, the headers have {:#x}"""
