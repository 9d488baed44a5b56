"""What is refused in OpenTimestamps proofs."""

from lightclient.errors import InvalidProof, LightClientError, Malformed


class NotTimestamp(Malformed):
    """the bytes do not begin as an OpenTimestamps proof does"""


class UnknownVersion(Malformed):
    """the proof is of version {version}; only version {known} can be read"""


class UnknownOperation(Malformed):
    """byte {tag:#04x} at offset {offset} is no operation that is known here"""


class NoDigest(Malformed):
    """the digest of the file is said to be made by {operation}, which is not a hash function"""


class EmptyOperand(Malformed):
    """{operation} at offset {offset} has nothing to add"""


class BadMessage(Malformed):
    """{operation} cannot be applied to {size} bytes: it takes {least} to {most}"""


class BadCalendarUri(Malformed):
    """the address of a calendar has byte {byte:#04x} at {index}, which no address may have"""


class TooCostly(Malformed):
    """the operations up to offset {offset} take more work than any true proof does"""


class WrongFile(InvalidProof):
    """the proof is about other bytes: the file's {algorithm} digest is {found}, the proof is of {wanted}"""


class OtherMessage(LightClientError):
    """two timestamps cannot be merged because they are of different messages"""


class NothingAttested(LightClientError):
    """a timestamp in which a branch ends without an attestation cannot be written"""
