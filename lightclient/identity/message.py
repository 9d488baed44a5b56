"""Messages of devices: signed, bound to a topic, and taken once.

    COSE_Sign1, external aad ["lightclient/message", topic]
    protected {1: algorithm, 4: key id, 15: {1: device, 6: time where it is known, 7: sequence, 8 bytes big-endian}}

    inbox = Inbox(registry, windows)
    message = inbox.take(data, topic, clock)     # whose key it is, that it was for this topic, and that it is new

A message that is moved to another topic does not verify. The window of its device is saved before `take` returns, so
that what the caller does with the message is done once at most; `replay` says how senders live with that.
"""

from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema
from lightclient.crypto.steps import finish
from lightclient.errors import InvalidProof
from lightclient.identity import cose, cwt
from lightclient.identity.cwt import CTI, IAT, ISS, Claims
from lightclient.identity.enrolment import MAX_DEVICE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.crypto.steps import Steps
    from lightclient.identity.cose import Sign1
    from lightclient.identity.registry import Registry
    from lightclient.identity.replay import Window
    from lightclient.keys.signer import Signer

CLAIMS = 15
CONTEXT = "lightclient/message"
UNDERSTOOD = cose.UNDERSTOOD + (CLAIMS,)


class Message:
    """A message as it was read; nothing of it is verified yet. time: Unix seconds, or None. payload: bytes."""

    __slots__ = ("device", "payload", "sequence", "signed", "time")

    def __init__(self, signed: "Sign1") -> None:
        """Raises BadSchema."""
        claims = Claims(signed.headers.get(CLAIMS, {})).fields
        device, sequence = claims.get(ISS), claims.get(CTI)
        if not isinstance(device, str) or len(device) > MAX_DEVICE or sequence is None or len(sequence) != 8:
            raise BadSchema("message", "its claims do not name device and sequence")
        if signed.payload is None:
            raise BadSchema("message", "its payload is detached")
        self.signed = signed
        self.device = device
        self.sequence = int.from_bytes(sequence, "big")
        self.time: "int | None" = claims.get(IAT)
        self.payload: bytes = signed.payload


class Inbox:
    """Takes messages of the devices of a registry.

    windows: a function that returns the Window of a device; it keeps one for each that is registered, no other.
    age: the greatest that is taken of a message that is dated, in seconds; None for any.
    """

    def __init__(self, registry: "Registry", windows: "Callable[[str], Window]", age: "int | None" = None) -> None:
        self._registry = registry
        self._windows = windows
        self._age = age

    def take(self, data: "bytes | memoryview", topic: str, clock: int) -> Message:
        """Return a message, which is then no longer new. clock: Unix seconds.

        Raises NotRegistered, CredentialRevoked, SignatureInvalid and its kin, Replayed and its kin, and what `parse`
        raises.
        """
        found = parse(data)
        keys = self._registry.keys_at(found.device, clock)
        for key in keys[:-1]:
            try:
                found.signed.verify(key, aad_of(topic), understood=UNDERSTOOD)
                break
            except InvalidProof:
                pass  # an older key may be the one
        else:
            found.signed.verify(keys[-1], aad_of(topic), understood=UNDERSTOOD)
        self._windows(found.device).take(found.sequence, found.time, clock, self._age)
        return found


def parse(data: "bytes | memoryview") -> Message:
    """Return the message that `data` holds. Raises BadSchema, and what `cose.parse` raises."""
    return Message(cose.parse(data))


def sign_steps(
    signer: "Signer",
    algorithm: int,
    device: str,
    sequence: int,
    topic: str,
    payload: bytes,
    time: "int | None" = None,
    kid: bytes = b"",
    name: "Any" = None,
) -> "Steps[bytes]":
    """Return a message, in steps; see `sign`."""
    claims: "dict[int, Any]" = {ISS: device, CTI: sequence.to_bytes(8, "big")}
    if time is not None:
        claims[IAT] = time
    headers: "dict[int, Any]" = {CLAIMS: cwt.Claims(claims).fields}
    if kid:
        headers[cose.KID] = kid
    made = yield from cose.sign_steps(signer, algorithm, payload, headers, aad=aad_of(topic), name=name)
    return made.serialize()


def sign(
    signer: "Signer",
    algorithm: int,
    device: str,
    sequence: int,
    topic: str,
    payload: bytes,
    time: "int | None" = None,
    kid: bytes = b"",
    name: "Any" = None,
) -> bytes:
    """Return a message. sequence: of a Counter. time: Unix seconds, where the device knows them. name: of its key.

    Raises what `cose.sign` raises.
    """
    return finish(sign_steps(signer, algorithm, device, sequence, topic, payload, time, kid, name))


def aad_of(topic: str) -> bytes:
    """Return what is signed beside a message and not sent with it."""
    return encode([CONTEXT, topic])
