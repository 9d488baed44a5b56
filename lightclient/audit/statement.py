"""Statements: records as devices sign them, and with the receipts of logs beside them (SCITT's transparent statements).

    COSE_Sign1, the record its payload
    protected    {1: algorithm, 3: content type, 4: key id, 15: {1: device, 2: content, 3: origin of the log}}
    unprotected  {394: [receipts]} once it has been logged

The audience, claim 3, is the log that the record was made for: it is no record of another one. What a log holds is the
entry, SHA-256 of the statement without its receipts; its leaf is hashed over these 32 bytes, so that a log can prove
what it does not keep. An `.scitt` file is a statement.

Source: RFC 9943 sections 5 and 7, RFC 9597 (header 15), RFC 9942 section 5 (header 394).
"""

from hashlib import sha256

from lightclient.audit import record as records
from lightclient.audit.errors import OtherLog
from lightclient.codec.cbor import ARRAY, TEXT, head
from lightclient.codec.errors import BadSchema
from lightclient.crypto.steps import finish
from lightclient.identity import cose
from lightclient.identity.cwt import AUD, ISS, SUB
from lightclient.merkle.log import leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.record import Record
    from lightclient.crypto.steps import Steps
    from lightclient.identity.cose import Sign1
    from lightclient.identity.key import Key
    from lightclient.keys.signer import Signer

CLAIMS, RECEIPTS = 15, 394
TYPE = "application/cbor"
MAX_RECEIPTS = 8
PREFIX = head(ARRAY, records.FIELDS) + head(TEXT, len(records.MAGIC)) + records.MAGIC.encode()
UNDERSTOOD = cose.UNDERSTOOD + (CLAIMS,)


class Statement:
    """A statement as it was read; nothing of it is verified yet.

    message  Sign1, without receipts
    receipts bytes of each
    """

    __slots__ = ("message", "receipts")

    def __init__(self, message: "Sign1") -> None:
        """Raises BadSchema."""
        receipts = message.unprotected.get(RECEIPTS, [])
        if not isinstance(receipts, list) or len(receipts) > MAX_RECEIPTS or RECEIPTS in message.headers:
            raise BadSchema("statement", "the receipts are not an unprotected list of at most " + str(MAX_RECEIPTS))
        if not all(isinstance(each, bytes) for each in receipts):
            raise BadSchema("statement", "a receipt is not bytes")
        rest = {label: value for label, value in message.unprotected.items() if label != RECEIPTS}
        self.message = cose.Sign1(message.protected, rest, message.payload, message.signature)
        self.receipts: "list[bytes]" = receipts

    def serialize(self) -> bytes:
        """Return the statement with its receipts."""
        message = self.message
        unprotected = dict(message.unprotected)
        if self.receipts:
            unprotected[RECEIPTS] = self.receipts
        return cose.Sign1(message.protected, unprotected, message.payload, message.signature).serialize()

    def entry(self) -> bytes:
        """Return what a log holds of it, 32 bytes."""
        return sha256(self.message.serialize()).digest()

    def leaf(self) -> bytes:
        """Return the leaf hash in a log."""
        return leaf_hash(self.entry())

    def claim(self, label: int) -> "Any":
        """Return a claim of the protected headers, None if it is not there."""
        claims = self.message.headers.get(CLAIMS)
        return claims.get(label) if isinstance(claims, dict) else None

    def is_record(self) -> bool:
        """Return whether the payload is a record, of this version."""
        return (self.message.payload or b"")[: len(PREFIX)] == PREFIX

    def record(self) -> "Record":
        """Return the record. Raises BadSchema for what is not one, or is of another device than its claims say."""
        if self.message.payload is None:
            raise BadSchema("statement", "its payload is detached")
        found = records.parse(self.message.payload)
        if self.claim(ISS) != found.device or self.claim(SUB) != found.content:
            raise BadSchema("statement", "the claims are of another device or content than the record")
        return found

    def check_log(self, origin: str) -> None:
        """Check that it was made for this log. Raises OtherLog."""
        found = self.claim(AUD)
        if found != origin:
            raise OtherLog(what="the statement", found=found, wanted=origin)

    def verify(self, key: "Key") -> None:
        """Check the device's signature. Raises what `Sign1.verify` raises."""
        self.message.verify(key, understood=UNDERSTOOD)


def parse(data: "bytes | memoryview") -> Statement:
    """Return the statement that `data` holds. Raises BadSchema and what `cose.parse` raises."""
    return Statement(cose.parse(data))


def sign_steps(
    signer: "Signer", algorithm: int, record: "Record", origin: str, kid: bytes = b"", name: "Any" = None
) -> "Steps[Statement]":
    """Return the statement of a record, in steps; see `sign`."""
    claims = {ISS: record.device, SUB: record.content, AUD: origin}
    headers: "dict[int, Any]" = {cose.CONTENT_TYPE: TYPE, CLAIMS: claims}
    if kid:
        headers[cose.KID] = kid
    message = yield from cose.sign_steps(signer, algorithm, record.serialize(), headers, name=name)
    return Statement(message)


def sign(
    signer: "Signer", algorithm: int, record: "Record", origin: str, kid: bytes = b"", name: "Any" = None
) -> Statement:
    """Return the statement of a record for the log `origin`. kid: key id, name: of the signer's key.

    Raises what `cose.sign` raises.
    """
    return finish(sign_steps(signer, algorithm, record, origin, kid, name))
