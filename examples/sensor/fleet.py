"""Which configuration a device of a fleet obeys: one that is signed, newer, and in the ledger.

    message    [body, signature, entry]                          retained, on the topic of the fleet
    body       [fleet, sequence, seconds between two wakings]
    signature  BIP340, by the fleet's key, over the tagged hash of the body
    entry      32 bytes, the id of a transaction that holds the fleet's tag and SHA-256 of the body; empty for devices
               whose settings name an entry of the ledger's state, which has that hash

All in deterministic CBOR. The README says what each of these keeps out. Used by devices and by publish.py.
"""

from hashlib import sha256

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.crypto.hashes import tagged_hash
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import PROVED

MAX_BODY = 512  # bytes
LONGEST = 24 * 60 * 60  # seconds: a sensor that sleeps longer hears of no mistake
TAG = 8  # bytes


class BadConfiguration(LightClientError):
    """Not a configuration: {}."""


class OtherFleet(LightClientError):
    """A configuration for the fleet {}."""


class OldSequence(LightClientError):
    """Number {}, and number {} is obeyed."""


class NotAnchored(LightClientError):
    """The ledger does not have its hash there."""


class NotSigned(LightClientError):
    """Its signature is not the fleet's."""


class NotFinal(LightClientError):
    """Still missing: {}."""


class Fleet:
    """What a device obeys, kept in `store`.

    sequence  of the configuration that is obeyed, 0 if none was ever
    interval  seconds between two wakings
    """

    def __init__(self, name: str, key: bytes, interval: int, store: "SlotStore", entry: "str | None" = None) -> None:
        """key: 32 bytes, BIP340. interval: until a configuration says otherwise. entry: of the ledger's state, which
        has the hash of the configuration in force; None where each configuration has a transaction.

        Raises what `store.load` and `parse` raise.
        """
        self.name = name
        self.key = key
        self.store = store
        self.entry = entry
        self.sequence = 0
        self.interval = interval
        self.body = store.load()
        if self.body is not None:
            self.sequence, self.interval = parse(self.body, name)

    def take(self, message: bytes, prove: "Callable[[bytes | str], Verdict]") -> "Verdict | None":
        """Obey the configuration in `message`, and keep it; return the verdict, or None if it is obeyed already.

        prove(entry): returns the verdict on an entry of the ledger, or raises.
        Raises whatever is wrong with it; then all is as it was.
        """
        body, signature, named = _parts(message)
        if body == self.body:
            return None
        sequence, interval = parse(body, self.name)
        if sequence <= self.sequence:
            raise OldSequence(sequence, self.sequence)
        from lightclient.crypto import schnorr  # costs memory, and most wakings bring nothing new

        if not schnorr.verify(self.key, digest_of(body), signature):
            raise NotSigned()
        verdict = prove(self.entry or named)
        if verdict.outcome != PROVED:
            raise NotFinal(", ".join(verdict.missing))
        content = bytes(verdict.subject.content)
        if content != sha256(body).digest() if self.entry else anchor_of(self.key, body) not in content:
            raise NotAnchored()
        self.store.save(body)  # kept before it is obeyed: no power cut brings an older one back
        self.body, self.sequence, self.interval = body, sequence, interval
        return verdict


def topic_of(fleet: str) -> str:
    return "fleets/" + fleet + "/configuration"


def parse(body: bytes, fleet: str) -> "tuple[int, int]":
    """Return (sequence, interval). Raises BadConfiguration, OtherFleet and what `cbor.decode` raises."""
    fields = decode(body, 8)
    if not isinstance(fields, list) or len(fields) != 3 or not isinstance(fields[0], str):
        raise BadConfiguration("the body is not [fleet, sequence, interval]")
    if fields[0] != fleet:
        raise OtherFleet(fields[0])
    sequence, interval = fields[1:]
    if not is_uint(sequence, 0xFFFFFFFF) or not is_uint(interval, LONGEST) or not sequence or not interval:
        raise BadConfiguration("a number is out of range")
    return sequence, interval


def body_of(fleet: str, sequence: int, interval: int) -> bytes:
    return encode([fleet, sequence, interval])


def digest_of(body: bytes) -> bytes:
    """Return what the fleet's key signs."""
    return tagged_hash(b"lightclient/fleet", body)


def anchor_of(key: bytes, body: bytes) -> bytes:
    """Return the 40 bytes that a transaction has to hold."""
    return key[:TAG] + sha256(body).digest()


def _parts(message: bytes) -> "list[bytes]":
    fields = decode(message, 8)
    if not isinstance(fields, list) or len(fields) != 3 or not all(isinstance(field, bytes) for field in fields):
        raise BadConfiguration("not [body, signature, entry]")
    if len(fields[0]) > MAX_BODY:
        raise BadConfiguration("the body is too long")
    return fields


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.evidence.verdict import Verdict
    from lightclient.store.slots import SlotStore
