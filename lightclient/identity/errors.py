"""Signed messages, keys and claims that cannot be read, or that do not hold. None of these carries a secret."""

from lightclient.errors import InvalidProof, LightClientError, Malformed

# -- messages


class WrongTag(Malformed):
    """{what} begins with byte {found:#04x}, wanted {wanted:#04x}"""


class UnsupportedAlgorithm(InvalidProof):
    """signatures by {algorithm} are not supported; supported are {known}"""


class NoAlgorithm(InvalidProof):
    """the protected headers name no algorithm"""


class AlgorithmOfAnother(InvalidProof):
    """{algorithm} signs with keys of {wanted}, this one is of {kind}"""


class CriticalHeader(InvalidProof):
    """header {label} is critical and not understood here"""


class DuplicateHeader(InvalidProof):
    """header {label} is both protected and unprotected"""


class PayloadDetached(InvalidProof):
    """the payload is not in the message: give it"""


class PayloadAttached(InvalidProof):
    """the message brings its payload: another one cannot be given"""


class SignatureInvalid(InvalidProof):
    """the {algorithm} signature does not hold for this message and key"""


# -- keys


class UnsupportedKey(Malformed):
    """{what} {value} of a COSE key is not supported; supported are {known}"""


# -- claims


class ClaimMissing(InvalidProof):
    """the token lacks the claim {claim}"""


class OtherClaim(InvalidProof):
    """the claim {claim} is not what is wanted here"""


class Expired(InvalidProof):
    """the token expired at {expiry}, the clock says {clock}"""


class NotYetValid(InvalidProof):
    """the token is valid from {start} on, the clock says {clock}"""


class IssuedInFuture(InvalidProof):
    """the token was issued at {issued}, more than {leeway} seconds after the clock ({clock})"""


# -- enrolment


class NotRegistered(InvalidProof):
    """no credential of the device {device!r} holds at {time}"""


class CredentialRevoked(InvalidProof):
    """the credential {serial} of {device!r} is revoked since {since}"""


class KeyTaken(InvalidProof):
    """the key of {device!r} is that of {other!r} already"""


class SerialTaken(InvalidProof):
    """the serial number {serial} was given to another credential"""


class OlderList(InvalidProof):
    """revocation list {number} is not newer than {newest}, the one that is known"""


class OlderStatement(InvalidProof):
    """statement {number} on {device!r} is older than {newest}, the one that is known"""


class RegistryFull(LightClientError):
    """the registry has {limit} {what} already"""


# -- replay


class Replay(LightClientError):
    """A message that was accepted before, or that may have been."""


class Replayed(Replay):
    """message {sequence} was accepted before"""


class BehindWindow(Replay):
    """message {sequence} is more than {window} behind the newest, {newest}: nothing shows that it is new"""


class TooFarAhead(Replay):
    """message {sequence} is more than {limit} ahead of the newest, {newest}"""


class FutureDated(Replay):
    """the message is dated {time}, more than {leeway} seconds after the clock ({clock})"""


class OutOfDate(Replay):
    """the message is dated {time}, more than {age} seconds before the clock ({clock})"""


class CounterExhausted(LightClientError):
    """the counter stands at {at}, and no number is left"""
