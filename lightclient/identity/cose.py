"""COSE_Sign1: one signature over headers, payload and what both sides know without being told.

    18([protected, unprotected, payload or null, signature])

`protected` is a byte string that holds a map; a payload that is null is detached and travels by another way. What is
signed is ["Signature1", protected, external aad, payload]. Everything is written as deterministic CBOR. It is taken in
shortest form alone, without tags and floats; but headers may stand in any order, as others write them: the signature is
over the bytes as they came. Labels are integers or text.

The algorithm has to be protected. Critical headers (label 2) have to be understood, and no label may stand in both maps
(RFC 9052 sections 3 and 3.1).

Source: RFC 9052 sections 3, 4.2 and 4.4, RFC 9053 section 2, RFC 8812 (ES256K), RFC 9864 (ESP256, Ed25519).
"""

from lightclient.codec.cbor import ARRAY, BYTES, decode, encode, head
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.steps import finish
from lightclient.identity.algorithms import ED25519, KINDS, SIGNS, SUPPORTED, supported
from lightclient.identity.errors import (
    AlgorithmOfAnother,
    CriticalHeader,
    DuplicateHeader,
    NoAlgorithm,
    PayloadAttached,
    PayloadDetached,
    SignatureInvalid,
    WrongTag,
)
from lightclient.identity.key import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.steps import Steps
    from lightclient.identity.key import Key
    from lightclient.keys.signer import Signer

TAG = 0xD2  # 18, in one byte
ALG, CRIT, CONTENT_TYPE, KID = 1, 2, 3, 4
UNDERSTOOD = (ALG, CRIT, CONTENT_TYPE, KID)
MAX_MESSAGE = 1 << 16  # bytes
MAX_ITEMS = 256
_CONTEXT = b"\x6aSignature1"


class Sign1:
    """A message as it was read; nothing of it is verified yet.

    protected     the byte string, as it was signed
    headers       what it holds, a map
    unprotected   a map
    payload       None if it is detached
    signature     as the algorithm writes it
    """

    __slots__ = ("headers", "payload", "protected", "signature", "unprotected")

    def __init__(
        self, protected: bytes, unprotected: "dict[Any, Any]", payload: "bytes | None", signature: bytes
    ) -> None:
        """Raises BadSchema, DuplicateHeader and the errors of `cbor.decode`."""
        self.protected = protected
        self.headers: "dict[Any, Any]" = decode(protected, MAX_ITEMS, False) if protected else {}
        self.unprotected = unprotected
        self.payload = payload
        self.signature = signature
        for each in (self.headers, unprotected):
            if not isinstance(each, dict):
                raise BadSchema("COSE_Sign1", "the headers are not a map")
            for label in each:
                if isinstance(label, bytes):
                    raise BadSchema("COSE_Sign1", "a label is neither a number nor text")
        for label in unprotected:
            if label in self.headers:
                raise DuplicateHeader(label=label)

    @property
    def kid(self) -> "bytes | None":
        """The key's id, protected or not, if there is one and it is bytes."""
        found = self.headers.get(KID, self.unprotected.get(KID))
        return found if isinstance(found, bytes) else None

    def serialize(self, tagged: bool = True) -> bytes:
        body = encode([self.protected, self.unprotected, self.payload, self.signature])
        return (b"\xd2" if tagged else b"") + body

    def algorithm(self) -> int:
        """Return the algorithm that the protected headers name. Raises NoAlgorithm, UnsupportedAlgorithm."""
        found = self.headers.get(ALG)
        if found is None:
            raise NoAlgorithm()
        return supported(found)

    def check_critical(self, understood: "tuple[object, ...]" = UNDERSTOOD) -> None:
        """Raise CriticalHeader for a critical header that is not among `understood`, or that is not there.

        Raises BadSchema unless the list is protected and not empty.
        """
        if CRIT in self.unprotected:
            raise CriticalHeader(label=CRIT)
        if CRIT not in self.headers:
            return
        critical = self.headers[CRIT]
        if not isinstance(critical, list) or not critical:
            raise BadSchema("COSE_Sign1", "the critical headers are not a list, or an empty one")
        for label in critical:
            if label not in understood or label not in self.headers:
                raise CriticalHeader(label=label)

    def verify(
        self,
        key: "Key",
        aad: bytes = b"",
        payload: "bytes | None" = None,
        understood: "tuple[object, ...]" = UNDERSTOOD,
        algorithm: "int | None" = None,
    ) -> bytes:
        """Return the payload, if the signature over it is one by `key`.

        aad: what else was signed, and is not in the message. payload: if it is detached. understood: the labels of
        headers that the caller acts upon. algorithm: of a message whose protected headers name none, known otherwise.
        Raises PayloadDetached, PayloadAttached, AlgorithmOfAnother, SignatureInvalid, and what `algorithm`,
        `check_critical` and `Key.verify` raise.
        """
        if self.payload is None and payload is None:
            raise PayloadDetached()
        if self.payload is not None and payload is not None:
            raise PayloadAttached()
        content = self.payload if payload is None else payload
        self.check_critical(understood)
        used = supported(algorithm) if algorithm is not None and ALG not in self.headers else self.algorithm()
        if KINDS[used] != key.kind:
            raise AlgorithmOfAnother(algorithm=SUPPORTED[used], wanted=KINDS[used], kind=key.kind)
        if not key.verify(signed_parts(self.protected if self.headers else b"", aad, content), self.signature):
            raise SignatureInvalid(algorithm=SUPPORTED[used])
        return content  # type: ignore[return-value]


def parse(data: "bytes | memoryview", tagged: bool = True) -> Sign1:
    """Return the message that `data` holds. tagged: whether it begins with the tag 18; one or the other, not both.

    Raises WrongTag, TooLarge, BadSchema, DuplicateHeader, and the errors of `cbor.decode`.
    """
    if len(data) > MAX_MESSAGE:
        raise TooLarge("a signed message", len(data), MAX_MESSAGE)
    if tagged:
        if not data or data[0] != TAG:
            raise WrongTag(what="a signed message", found=data[0] if data else 0, wanted=TAG)
        data = data[1:]
    return of(decode(bytes(data), MAX_ITEMS, False))


def of(fields: "Any") -> Sign1:
    """Return the message of a decoded list. Raises as `parse`."""
    if not isinstance(fields, list) or len(fields) != 4:
        raise BadSchema("COSE_Sign1", "not [protected, unprotected, payload, signature]")
    protected, unprotected, payload, signature = fields
    if not isinstance(protected, bytes) or not isinstance(unprotected, dict) or not isinstance(signature, bytes):
        raise BadSchema("COSE_Sign1", "protected headers, unprotected headers or signature are of another type")
    if payload is not None and not isinstance(payload, bytes):
        raise BadSchema("COSE_Sign1", "the payload is neither bytes nor null")
    return Sign1(protected, unprotected, payload, signature)


def sign_steps(
    signer: "Signer",
    algorithm: int,
    payload: bytes,
    headers: "dict[Any, Any] | None" = None,
    unprotected: "dict[Any, Any] | None" = None,
    aad: bytes = b"",
    name: "Any" = None,
    detached: bool = False,
) -> "Steps[Sign1]":
    """Return a signed message, in steps: see `sign`."""
    kind = KINDS[supported(algorithm)]
    protected = dict(headers or {})
    protected[ALG] = algorithm
    encoded = encode(protected)
    parts = signed_parts(encoded, aad, payload)
    signature = yield from signer.sign_steps(SIGNS[kind], b"".join(parts) if kind == ED25519 else digest(parts), name)
    return Sign1(encoded, unprotected or {}, None if detached else payload, signature)


def sign(
    signer: "Signer",
    algorithm: int,
    payload: bytes,
    headers: "dict[Any, Any] | None" = None,
    unprotected: "dict[Any, Any] | None" = None,
    aad: bytes = b"",
    name: "Any" = None,
    detached: bool = False,
) -> Sign1:
    """Return a signed message. headers: protected ones beside the algorithm. name: of the signer's key.

    Raises UnsupportedAlgorithm, DuplicateHeader, BadSchema, and what the signer raises.
    """
    return finish(sign_steps(signer, algorithm, payload, headers, unprotected, aad, name, detached))


def signed_parts(protected: bytes, aad: bytes, payload: "Any") -> "list[bytes]":
    """Return what is signed, in parts: a board may have no room for a copy of the payload."""
    return [
        head(ARRAY, 4) + _CONTEXT + head(BYTES, len(protected)) + protected + head(BYTES, len(aad)) + aad,
        head(BYTES, len(payload)),
        payload,
    ]
