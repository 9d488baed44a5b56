"""Enrolment: how the key of a device comes to be believed, and how another one takes its place.

    request      COSE_Sign1 by a claim key, around a COSE_Sign1 by the device's own new key, around claims:
                 {2: device, 8: the new key, 10: the operator's nonce, 256: ueid, where there is one}
    credential   COSE_Sign1 by the operator, around claims:
                 {1: site, 2: device, 4: expiry, 5: start, 7: serial number, 8: the key}

A claim key is one that is put into a batch of devices and buys a request, no more. A device that rotates its key asks
in the same way, with its old key as the claim key: old and new overlap until the old credential ends, and an old one
that has ended still serves to ask for a while (`grace`), so that a device that was away too long is not lost.

The external aad of each message says what it is, so that none passes for another. The operator decides which devices
may enrol; here it is checked that whoever asks holds both keys and has seen the nonce.
"""

from lightclient.codec.errors import BadSchema
from lightclient.crypto.steps import finish
from lightclient.identity import cose, cwt
from lightclient.identity.cwt import CNF, CTI, EXP, ISS, NBF, NONCE, SUB, UEID, Claims
from lightclient.identity.errors import ClaimMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps
    from lightclient.identity.cose import Sign1
    from lightclient.identity.key import Key
    from lightclient.keys.signer import Signer

REQUEST_AAD = b"lightclient/enrol/1"
POSSESSION_AAD = b"lightclient/enrol/1/key"
CREDENTIAL_AAD = b"lightclient/credential/1"
MAX_DEVICE = 64  # characters
MAX_REQUEST = 2048  # bytes


class Request:
    """A request as it was read; nothing of it is verified yet.

    device  its name
    key     the new one
    claims  Claims
    kid     id of the claim key, None if the request names none
    """

    __slots__ = ("_inner", "_outer", "claims", "device", "key", "kid")

    def __init__(self, outer: "Sign1") -> None:
        """Raises BadSchema, ClaimMissing, and what `cose.parse` and `cwt.parse` raise."""
        self._outer = outer
        self._inner = cose.parse(_payload(outer))
        self.claims = cwt.parse(_payload(self._inner))
        self.device = device_of(self.claims)
        self.key = self.claims.key
        self.kid = outer.kid

    def verify(self, claim_key: "Key", nonce: bytes) -> None:
        """Check that both keys signed, and after they saw the nonce. Raises ClaimMissing, OtherClaim, and what
        `Sign1.verify` raises."""
        self._outer.verify(claim_key, REQUEST_AAD)
        self._inner.verify(self.key, POSSESSION_AAD)
        self.claims.demand(NONCE, nonce)


class Credential:
    """A credential that was read; `verify` says whether the operator signed it.

    device  its name        key    Key              serial  bytes
    start, expiry  Unix seconds; it holds from the first on, and no longer at the second
    """

    __slots__ = ("_message", "claims", "device", "expiry", "key", "serial", "start")

    def __init__(self, message: "Sign1") -> None:
        """Raises BadSchema, ClaimMissing, and what `cwt.parse` raises."""
        self._message = message
        self.claims = cwt.parse(_payload(message))
        self.device = device_of(self.claims)
        self.key = self.claims.key
        for label in (ISS, EXP, NBF, CTI):
            if label not in self.claims.fields:
                raise ClaimMissing(claim=cwt.NAMES[label])
        self.start: int = self.claims.fields[NBF]
        self.expiry: int = self.claims.fields[EXP]
        self.serial: bytes = self.claims.fields[CTI]

    def serialize(self) -> bytes:
        return self._message.serialize()

    def verify(self, operator: "Key", site: str) -> None:
        """Check that the operator of this site signed it. Raises OtherClaim, and what `Sign1.verify` raises."""
        self._message.verify(operator, CREDENTIAL_AAD)
        self.claims.demand(ISS, site)


def parse_request(data: "bytes | memoryview") -> Request:
    """Return the request that `data` holds. Raises what `Request` and `cose.parse` raise."""
    if len(data) > MAX_REQUEST:
        raise BadSchema("request", "over " + str(MAX_REQUEST) + " bytes")
    return Request(cose.parse(data))


def parse_credential(data: "bytes | memoryview") -> Credential:
    """Return the credential that `data` holds. Raises what `Credential` and `cose.parse` raise."""
    if len(data) > MAX_REQUEST:
        raise BadSchema("credential", "over " + str(MAX_REQUEST) + " bytes")
    return Credential(cose.parse(data))


def request_steps(
    device: str,
    nonce: bytes,
    own: "tuple[Signer, int, Any]",
    claim: "tuple[Signer, int, Any]",
    key: "Key",
    ueid: bytes = b"",
    kid: bytes = b"",
) -> "Steps[bytes]":
    """Return a request, in steps; see `request`."""
    fields: "dict[int, Any]" = {SUB: device, CNF: cwt.confirmation(key), NONCE: nonce}
    if ueid:
        fields[UEID] = ueid
    claims = Claims(fields)
    device_of(claims)
    signer, algorithm, name = own
    inner = yield from cose.sign_steps(signer, algorithm, claims.serialize(), aad=POSSESSION_AAD, name=name)
    headers: "dict[int, Any]" = {cose.KID: kid} if kid else {}
    signer, algorithm, name = claim
    outer = yield from cose.sign_steps(signer, algorithm, inner.serialize(), headers, aad=REQUEST_AAD, name=name)
    return outer.serialize()


def request(
    device: str,
    nonce: bytes,
    own: "tuple[Signer, int, Any]",
    claim: "tuple[Signer, int, Any]",
    key: "Key",
    ueid: bytes = b"",
    kid: bytes = b"",
) -> bytes:
    """Return a device's request. own, claim: (signer, algorithm, name of its key) of the new key and of the claim key.

    nonce: the operator's, 8 to 64 bytes. key: the new one. kid: id of the claim key.
    Raises BadSchema, and what `cose.sign` raises.
    """
    return finish(request_steps(device, nonce, own, claim, key, ueid, kid))


def approve(
    operator: "tuple[Signer, int, Any]", site: str, device: str, key: "Key", serial: bytes, start: int, expiry: int
) -> Credential:
    """Return the credential that an operator gives. operator: (signer, algorithm, name of its key).

    serial: bytes that no other credential of the site has. start, expiry: Unix seconds.
    Raises BadSchema, and what `cose.sign` raises.
    """
    if expiry <= start:
        raise BadSchema("credential", "it ends before it begins")
    fields = {ISS: site, SUB: device, EXP: expiry, NBF: start, CTI: serial, CNF: cwt.confirmation(key)}
    signer, algorithm, name = operator
    return Credential(cose.sign(signer, algorithm, Claims(fields).serialize(), aad=CREDENTIAL_AAD, name=name))


def device_of(claims: Claims) -> str:
    """Return the name of a device. Raises ClaimMissing, BadSchema."""
    found = claims.fields.get(SUB)
    if found is None:
        raise ClaimMissing(claim=cwt.NAMES[SUB])
    if len(found) > MAX_DEVICE or not all("!" <= char <= "~" for char in found):
        raise BadSchema("claims", "the name of a device is not 1 to 64 printable characters of ASCII")
    return str(found)


def _payload(message: "Sign1") -> bytes:
    if message.payload is None:
        raise BadSchema("claims", "the payload is detached")
    return message.payload
