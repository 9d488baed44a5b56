"""Notes, policies, records and proofs of a log that cannot be read, or that do not hold."""

from lightclient.errors import Equivocation, InvalidHeader, InvalidProof, LightClientError, Malformed

# -- what does not decode


class BadNote(Malformed):
    """the note cannot be read: {why}"""


class BadNoteKey(Malformed):
    """the verifier key {name!r} cannot be used: {why}"""


class BadHead(Malformed):
    """the head of the log cannot be read: {why}"""


class BadLogProof(Malformed):
    """the proof cannot be read: {why}"""


class BadWitnessRequest(Malformed):
    """the request to a witness cannot be read: {why}"""


class BadPolicy(LightClientError):
    """line {line} of the policy cannot be followed: {why}"""


# -- heads


class NoteSignatureInvalid(InvalidProof):
    """the signature of {name} does not hold for the note"""


class NotSignedByLog(InvalidProof):
    """the head is not signed by the log {origin}"""


class OtherLog(InvalidProof):
    """{what} is of the log {found!r}, wanted {wanted!r}"""


class SplitView(Equivocation):
    """{who} signed two heads of size {at}: {first} and {second}"""


class NotConsistent(InvalidProof):
    """nothing shows that the log of {new} leaves goes on from the one of {old} that is trusted: it may be rewritten"""


class NotWitnessed(InvalidHeader):
    """the head of size {size} lacks the cosignatures that the policy demands ({threshold})"""


class OtherSize(InvalidProof):
    """the witness cosigned a log of {wanted} leaves last, the request goes on from {found}"""


class ClockBehind(LightClientError):
    """the clock ({clock}) is behind the newest cosignature ({time}): set it before anything is cosigned"""


class NoConflict(InvalidProof):
    """the two heads do not contradict each other"""


class BadTrust(LightClientError):
    """line {line} of the trust cannot be used: {why}"""


class NoTrust(LightClientError):
    """{log} needs a trust anchor: give the policy of its witnesses"""


class BadSavedHead(LightClientError):
    """the head that was saved cannot be used: {why}"""


# -- evidence


class NoDeviceKey(InvalidProof):
    """the trust has no key of the device {device!r}"""


class NoOperator(InvalidProof):
    """the trust has no operator: nobody's word on the keys of devices counts"""


class NotARegistration(InvalidProof):
    """the evidence is not of a record that says whose keys speak for a device"""


class OtherSite(InvalidProof):
    """the registration is of the site {found!r}, wanted {wanted!r}"""


class NoReceipt(InvalidProof):
    """no receipt of the statement is of the log {origin}"""


class NotAnchored(InvalidProof):
    """what {ledger} holds is not the hash of this head, or no block of it holds that"""


# -- receipts


class UnsupportedTree(InvalidProof):
    """logs of structure {structure} are not supported; supported is RFC9162_SHA256 (1)"""


class RootAttached(InvalidProof):
    """the receipt brings a root: it has to be computed from the proof (RFC 9942)"""


class NotAReceipt(InvalidProof):
    """{what} has no proof of {wanted}"""


# -- records


class OtherDevice(InvalidProof):
    """the record is of device {found!r}, wanted {wanted!r}"""


class RecordRepeated(InvalidProof):
    """record {sequence} of {device} is there already"""


class RecordsMissing(InvalidProof):
    """{device}: records {first} to {last} are missing"""


class DeviceForked(InvalidProof):
    """{device} signed two records with number {sequence}, or with one past: {first} and {second}"""


class TailCut(InvalidProof):
    """{device} has signed {wanted} records, the log ends at {found}"""


class TimeWentBack(InvalidProof):
    """record {sequence} of {device} is dated before the one before it, and both say that they are sure"""


class OtherBody(InvalidProof):
    """the {what} is not the one that the record commits to"""
