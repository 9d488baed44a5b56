"""Public keys, as COSE writes them: deterministic maps of the parameters that a signature needs.

    p256        {1: 2, -1: 1, -2: x, -3: y}     32 bytes each; y may be the sign of a compressed point, true if odd
    secp256k1   {1: 2, -1: 8, -2: x, -3: y}
    ed25519     {1: 1, -1: 6, -2: x}

A reader also takes 2 (key id) and 3 (algorithm, which has to be one of the curve's). Kinds are those of
`keys/algorithms`.

Source: RFC 9052 section 7, RFC 9053 sections 7.1 and 7.2, RFC 8812 section 3.1.
"""

from hashlib import sha256

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.crypto import backend
from lightclient.crypto.errors import BadKeyEncoding
from lightclient.identity.algorithms import ED25519, KINDS, P256, SECP256K1, SIGNS
from lightclient.identity.errors import UnsupportedKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.keys.signer import Signer

SIZES = {P256: (33, 65), SECP256K1: (33, 65), ED25519: (32,)}

_KTY, _KID, _ALG, _CRV, _X, _Y = 1, 2, 3, -1, -2, -3
_OKP, _EC2 = 1, 2
_CURVES = {1: P256, 8: SECP256K1, 6: ED25519}
MAX_KEY = 256  # bytes of a COSE key


class Key:
    """A public key.

    kind   "p256", "secp256k1" or "ed25519"
    data   33 or 65 bytes as SEC 1 writes points; 32 of Ed25519
    kid    its id if the record had one, at most 64 bytes, else b""
    """

    __slots__ = ("data", "kid", "kind")

    def __init__(self, kind: str, data: bytes, kid: bytes = b"") -> None:
        """Raises UnsupportedKey, BadKeyEncoding. Whether it is a point of the curve, `verify` says."""
        if kind not in SIZES:
            raise UnsupportedKey(what="kind", value=kind, known=", ".join(sorted(SIZES)))
        if len(data) not in SIZES[kind] or (kind != ED25519 and data[0] not in ((2, 3) if len(data) == 33 else (4,))):
            raise BadKeyEncoding(len(data), data[0] if data else 0)
        self.kind = kind
        self.data = bytes(data)
        self.kid = bytes(kid)

    def verify(self, parts: "list[bytes]", signature: bytes) -> bool:
        """Tell whether the signature is one by this key over the message, which comes in parts.

        Raises InvalidKey, BadSignature.
        """
        if self.kind == ED25519:
            return backend.ed25519().verify(self.data, b"".join(parts), signature)
        curve: "Any" = backend.p256() if self.kind == P256 else backend.current()
        return curve.verify(self.data, digest(parts), signature)  # type: ignore[no-any-return]

    def serialize(self) -> bytes:
        """Return the key as a COSE key; a compressed point stays compressed."""
        fields: "dict[int, Any]"
        if self.kind == ED25519:
            fields = {_KTY: _OKP, _CRV: 6, _X: self.data}
        else:
            y: "Any" = self.data[33:] if len(self.data) == 65 else self.data[0] == 3
            fields = {_KTY: _EC2, _CRV: 1 if self.kind == P256 else 8, _X: self.data[1:33], _Y: y}
        if self.kid:
            fields[_KID] = self.kid
        return encode(fields)


def parse(data: "bytes | memoryview") -> Key:
    """Return the key of a record. Raises UnsupportedKey, BadSchema, BadKeyEncoding and the errors of `cbor.decode`."""
    if len(data) > MAX_KEY:
        raise BadSchema("COSE key", "over " + str(MAX_KEY) + " bytes")
    return of(decode(bytes(data), 32))


def of(fields: "Any") -> Key:
    """Return the key of a decoded map. Raises as `parse`."""
    if not isinstance(fields, dict):
        raise BadSchema("COSE key", "not a map")
    curve = _CURVES.get(_number(fields, _CRV), "")
    if not curve or _number(fields, _KTY) != (_OKP if curve == ED25519 else _EC2):
        what, label = ("curve", _CRV) if not curve else ("type", _KTY)
        raise UnsupportedKey(what=what, value=fields.get(label), known="P-256, secp256k1, Ed25519")
    if set(fields) - {_KTY, _KID, _ALG, _CRV, _X, _Y}:
        raise BadSchema("COSE key", "a label that no public key of this curve has")
    x, y, kid = fields.get(_X), fields.get(_Y), fields.get(_KID, b"")
    if not isinstance(x, bytes) or len(x) != 32 or not isinstance(kid, bytes) or len(kid) > 64:
        raise BadSchema("COSE key", "x is not 32 bytes, or the key id not at most 64")
    if _ALG in fields and KINDS.get(_number(fields, _ALG)) != curve:
        raise UnsupportedKey(what="algorithm", value=fields[_ALG], known="those of its curve")
    if curve == ED25519:
        if _Y in fields:
            raise BadSchema("COSE key", "Ed25519 has no y")
        return Key(curve, x, kid)
    if y is True or y is False:
        return Key(curve, (b"\x03" if y else b"\x02") + x, kid)
    if not isinstance(y, bytes) or len(y) != 32:
        raise BadSchema("COSE key", "y is neither 32 bytes nor a sign")
    return Key(curve, b"\x04" + x + y, kid)


def of_signer(signer: "Signer", kind: str, name: "Any" = None, kid: bytes = b"") -> Key:
    """Return the public key that a signer signs for. Raises UnsupportedKey and what the signer raises."""
    if kind not in SIGNS:
        raise UnsupportedKey(what="kind", value=kind, known=", ".join(sorted(SIGNS)))
    return Key(kind, signer.public_key(SIGNS[kind], name), kid)


def digest(parts: "list[bytes]") -> bytes:
    hasher = sha256()
    for part in parts:
        hasher.update(part)
    return hasher.digest()


def _number(fields: "dict[Any, Any]", label: int) -> int:
    value = fields.get(label)
    return value if type(value) is int else 0
