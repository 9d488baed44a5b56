"""CWT claims: what a token says of a device, and the checks on it. The attestation claims of EAT that a device needs.

    label  claim        value                              label  claim       value
    1      iss          text                               256    ueid        bytes, 7 to 33
    2      sub          text                               258    oemid       bytes, 3 or 16, or an integer
    3      aud          text                               259    hwmodel     bytes, 1 to 32
    4      exp          Unix seconds                       263    dbgstat     0 to 4
    5      nbf          Unix seconds                       265    eat_profile text
    6      iat          Unix seconds                       267    bootcount   integer
    7      cti          bytes, at most 64                  270    swname      text
    8      cnf          {1: COSE key}                      271    swversion   [text]
    10     eat_nonce    bytes, 8 to 64

Others are kept and not looked at. A date is an integer: floats, and with them dates with fractions, are refused.

Source: RFC 8392 section 3, RFC 8747 section 3.1 (cnf), RFC 9711 section 4.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.identity import key as keys
from lightclient.identity.errors import ClaimMissing, Expired, IssuedInFuture, NotYetValid, OtherClaim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.identity.key import Key

ISS, SUB, AUD, EXP, NBF, IAT, CTI, CNF = 1, 2, 3, 4, 5, 6, 7, 8
NONCE, UEID, OEMID, HWMODEL, DBGSTAT, PROFILE, BOOTCOUNT = 10, 256, 258, 259, 263, 265, 267
SWNAME, SWVERSION = 270, 271
NAMES = {
    ISS: "iss",
    SUB: "sub",
    AUD: "aud",
    EXP: "exp",
    NBF: "nbf",
    IAT: "iat",
    CTI: "cti",
    CNF: "cnf",
    NONCE: "eat_nonce",
    UEID: "ueid",
    OEMID: "oemid",
    HWMODEL: "hwmodel",
    DBGSTAT: "dbgstat",
    PROFILE: "eat_profile",
    BOOTCOUNT: "bootcount",
    SWNAME: "swname",
    SWVERSION: "swversion",
}
_TEXTS = (ISS, SUB, AUD, PROFILE, SWNAME)
_NUMBERS = (EXP, NBF, IAT, BOOTCOUNT)
_BYTES = {CTI: (1, 64), NONCE: (8, 64), UEID: (7, 33), HWMODEL: (1, 32)}
MAX_CLAIMS = 64
LEEWAY = 60  # seconds by which two clocks may differ


class Claims:
    """The claims of a token, by label in `fields`. They are worth what the signature over them is worth."""

    __slots__ = ("fields",)

    def __init__(self, fields: "dict[Any, Any]") -> None:
        """Raises BadSchema, UnsupportedKey, BadKeyEncoding for a claim of another type than its own."""
        if not isinstance(fields, dict) or not 0 < len(fields) <= MAX_CLAIMS:
            raise BadSchema("claims", "not a map of 1 to " + str(MAX_CLAIMS) + " claims")
        for label, value in fields.items():
            if label in _TEXTS:
                _check(isinstance(value, str) and value != "", label)
            elif label in _NUMBERS:
                _check(is_uint(value), label)
            elif label in _BYTES:
                least, most = _BYTES[label]
                _check(isinstance(value, bytes) and least <= len(value) <= most, label)
            elif label == DBGSTAT:
                _check(is_uint(value, 4), label)
            elif label == OEMID:
                _check(is_uint(value) or (isinstance(value, bytes) and len(value) in (3, 16)), label)
            elif label == SWVERSION:
                _check(isinstance(value, list) and len(value) > 0 and isinstance(value[0], str), label)
            elif label == CNF:
                _check(isinstance(value, dict) and len(value) == 1 and 1 in value, label)
                keys.of(value[1])
        self.fields = fields

    def serialize(self) -> bytes:
        return encode(self.fields)

    @property
    def key(self) -> "Key":
        """The key whose holder the token is about. Raises ClaimMissing."""
        if CNF not in self.fields:
            raise ClaimMissing(claim=NAMES[CNF])
        return keys.of(self.fields[CNF][1])

    def demand(self, label: int, wanted: object) -> None:
        """Raise ClaimMissing, OtherClaim unless a claim is what is wanted."""
        if label not in self.fields:
            raise ClaimMissing(claim=NAMES.get(label, label))
        if self.fields[label] != wanted:
            raise OtherClaim(claim=NAMES.get(label, label))

    def check_time(self, clock: int, leeway: int = LEEWAY, grace: int = 0) -> None:
        """Check that the token is valid at `clock`, Unix seconds.

        leeway: by which clocks may differ. grace: seconds for which one that expired still serves, so that a device
        that was away can rotate its key.
        Raises Expired, NotYetValid, IssuedInFuture.
        """
        expiry, start, issued = [self.fields.get(label) for label in (EXP, NBF, IAT)]
        if expiry is not None and clock >= expiry + leeway + grace:
            raise Expired(expiry=expiry, clock=clock)
        if start is not None and clock + leeway < start:
            raise NotYetValid(start=start, clock=clock)
        if issued is not None and clock + leeway < issued:
            raise IssuedInFuture(issued=issued, leeway=leeway, clock=clock)


def parse(data: "bytes | memoryview") -> Claims:
    """Return the claims of a payload. Raises what `Claims` raises, and the errors of `cbor.decode`."""
    return Claims(decode(bytes(data), 4 * MAX_CLAIMS))


def confirmation(key: "Key") -> "dict[int, Any]":
    """Return the value of `cnf` that names a key."""
    return {1: decode(key.serialize())}


def _check(holds: bool, label: int) -> None:
    if not holds:
        raise BadSchema("claims", "the value of " + NAMES[label] + " is not of its type")
