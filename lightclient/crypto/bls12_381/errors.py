"""What can be wrong with points, and with hints, as they arrive."""

from lightclient.crypto.errors import InvalidKey
from lightclient.errors import LightClientError, Malformed


class BadPoint(Malformed):
    """the bytes do not encode a point of {}: {}"""


class OffCurve(Malformed):
    """the point of {} is not on the curve"""


class OutOfSubgroup(Malformed):
    """the point of {} is outside the subgroup of prime order"""


class KeyAtInfinity(InvalidKey):
    """the public key is the point at infinity"""


class NoSignatures(Malformed):
    """there are no signatures or keys to add up"""


class NoProofs(LightClientError):
    """the ciphersuite {} has no proofs of possession"""


class UnevenCounts(Malformed):
    """there are {} keys for {} messages"""


class BadHints(Malformed):
    """the bytes are not hints for these keys and this signature: {}"""


class WrongHint(Malformed):
    """the hint for {} does not hold: ask elsewhere, or verify the signature without hints"""


class NoHints(LightClientError):
    """a signature that is not a good one has no hints"""
