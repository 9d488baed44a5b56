"""Headers that are to be trusted as given, but cannot be, or say too little."""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError


class InvalidTrust(LightClientError):
    """A run of headers from which no chain state follows."""


class OutsideRun(InvalidTrust):
    """height {} is not in the run of headers, which goes from {} to {}"""


class EpochNotCovered(InvalidTrust):
    """the run says too little about height {}: its headers decide the state from height {} on"""


class ChainworkMismatch(InvalidTrust):
    """chainwork {:#x} was given, the headers have {:#x}"""


class BadGenesis(InvalidHeader):
    """the first header is not the genesis block of {}"""


class NoHeaderLog(InvalidProof):
    """the proof is into a header log, but what is trusted here has none"""


class NoTrustAnchor(InvalidProof):
    """nothing is trusted yet: a checkpoint or headers are needed"""
