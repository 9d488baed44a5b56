"""What a log server refuses, and what it cannot do. None of these shows an address, a secret or a statement."""

from lightclient.errors import InvalidProof, LightClientError
from lightclient.gateway.errors import BadConfig, SourceFails


class LogDamaged(LightClientError):
    """the store of the log is damaged: {what}"""


class NoSuchRecord(LightClientError):
    """the log has no record with the entry {entry}"""


class NoSuchBody(LightClientError):
    """the store has no body with the SHA-256 {digest}"""


class BodyDamaged(InvalidProof):
    """what the store has in place of the body {digest} is something else"""


class NoBodies(LightClientError):
    """this log server keeps no bodies"""


class LogBusy(LightClientError):
    """the log has {waiting} records to take already: send again in a moment"""


class ReadersBusy(LightClientError):
    """the log answers {count} questions already: retry in a moment"""


class RecordTooLarge(LightClientError):
    """a statement of {size} bytes is over the limit of {limit}"""


class NotTaken(SourceFails):
    """the log cannot take records now: {why}"""


class BadLogConfig(BadConfig):
    """{key}: {why}"""


class WitnessRefuses(LightClientError):
    """the witness {name} does not cosign: {why}"""


class ServerRefuses(LightClientError):
    """the log server refuses with {error}: {why}"""


class ServerSilent(SourceFails):
    """the log server does not answer as it should: {why}"""


class OutboxFull(SourceFails):
    """{waiting} signed statements wait for the log already: send them first, without new files"""


class BadUpload(LightClientError):
    """the request is not a form with one file, or with two of which one is evidence"""


class UploadTooLarge(LightClientError):
    """the files are over {limit} bytes together"""


class UploadTooSlow(LightClientError):
    """the files were not sent within {seconds} seconds"""


class NotEvidence(LightClientError):
    """what was given is neither evidence of a log nor a signed record"""


class NotOfAFile(InvalidProof):
    """the evidence is of no file"""


class NoCoins(LightClientError):
    """none of the transactions pays the wallet's address {address}"""


class NoRoomForFee(LightClientError):
    """a fee of {fee} satoshi does not fit the coins, which are worth {total}: at least {least} must be left"""
