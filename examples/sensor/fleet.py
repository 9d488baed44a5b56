"""Which configuration a device of a fleet obeys: one that is signed, newer, and in the chain.

    message      [body, signature, transaction]                  retained, on the topic of the fleet
    body         [fleet, sequence, seconds between two wakings]
    signature    BIP340, by the fleet's key, over the tagged hash of the body
    transaction  without witnesses; one of its outputs is OP_RETURN with the fleet's tag and SHA-256 of the body

All in deterministic CBOR. The README says what each of these keeps out. Used by devices and by publish.py.
"""

from hashlib import sha256

from lightclient.bitcoin.walk import Visitor, walk
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.reader import Reader
from lightclient.crypto.hashes import tagged_hash
from lightclient.errors import LightClientError

MAX_BODY = 512  # bytes
LONGEST = 24 * 60 * 60  # seconds: who sleeps longer hears of no mistake
TAG = 8  # bytes


class BadConfiguration(LightClientError):
    """Not a configuration: {}."""


class OtherFleet(LightClientError):
    """A configuration for the fleet {}."""


class OldSequence(LightClientError):
    """Number {}, and number {} is obeyed."""


class NotAnchored(LightClientError):
    """Its transaction does not carry its hash."""


class NotSigned(LightClientError):
    """Its signature is not the fleet's."""


class TooShallow(LightClientError):
    """{} confirmations, and {} are asked for."""


class Fleet:
    """What a device obeys, kept in `store`.

    sequence  of the configuration that is obeyed, 0 if none was ever
    interval  seconds between two wakings
    """

    def __init__(self, name: str, key: bytes, interval: int, store: "SlotStore") -> None:
        """key: 32 bytes, BIP340. interval: until a configuration says otherwise. Raises what `store.load` raises."""
        self.name = name
        self.key = key
        self.store = store
        self.sequence = 0
        self.interval = interval
        self.body = store.load()
        if self.body is not None:
            self.sequence, self.interval = parse(self.body, name)

    def take(self, message: bytes, prove: "Callable[[bytes], Verdict]", needed: int) -> "Verdict | None":
        """Obey the configuration in `message`, and keep it; return the verdict, or None if it is obeyed already.

        prove(txid): returns the verdict on a proof of that transaction, or raises. needed: confirmations.
        Raises whatever is wrong with it; then all is as it was.
        """
        body, signature, transaction = _parts(message)
        if body == self.body:
            return None
        sequence, interval = parse(body, self.name)
        if sequence <= self.sequence:
            raise OldSequence(sequence, self.sequence)
        txid = anchor_of(transaction, output_of(self.key, body))
        from lightclient.crypto import schnorr  # costs memory, and most wakings bring nothing new

        if not schnorr.verify(self.key, digest_of(body), signature):
            raise NotSigned()
        verdict = prove(txid)
        if verdict.place.confirmations < needed:
            raise TooShallow(verdict.place.confirmations, needed)
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


def output_of(key: bytes, body: bytes) -> bytes:
    """Return the script that anchors a body: OP_RETURN and 40 bytes."""
    return b"\x6a\x28" + key[:TAG] + sha256(body).digest()


def anchor_of(transaction: bytes, script: bytes) -> bytes:
    """Return the txid of a transaction with an output of this script. Raises NotAnchored and what `walk` raises."""
    outputs = _Outputs(script)
    reader = Reader(transaction)
    walked = walk(reader, outputs)
    reader.end()
    if not outputs.found:
        raise NotAnchored()
    return walked.txid


class _Outputs(Visitor):
    def __init__(self, script: bytes) -> None:
        self.keep = len(script)
        self.script = script
        self.found = False

    def output(self, value: int, script: "bytes | None") -> None:
        self.found = self.found or script == self.script


def _parts(message: bytes) -> "list[bytes]":
    fields = decode(message, 8)
    if not isinstance(fields, list) or len(fields) != 3 or not all(isinstance(field, bytes) for field in fields):
        raise BadConfiguration("not [body, signature, transaction]")
    if len(fields[0]) > MAX_BODY:
        raise BadConfiguration("the body is too long")
    return fields


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.bitcoin.verdict import Verdict
    from lightclient.store.slots import SlotStore
