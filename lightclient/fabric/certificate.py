"""X.509 certificates of P-256: what they say, and who signed them.

Certificates of other keys are read as well, for an organisation may have some: their `key` is None, and only whoever
needs it is refused. Validity is for whoever has a clock to look at.

Source: RFC 5280, RFC 5480; Go crypto/x509 (critical extensions).
"""

from hashlib import sha256

from lightclient.codec import base64
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import TooLarge
from lightclient.crypto.der import parse as parse_signature
from lightclient.fabric.der import BITS, BOOLEAN, CONTEXT, OCTETS, OID, SEQUENCE, SET, TIME, UTC_TIME, Der
from lightclient.fabric.errors import BadCertificate, UnsupportedKey

MAX_CERTIFICATE = 4096  # bytes
MAX_EXTENSIONS = 32
EC_KEY, P256 = b"\x2a\x86\x48\xce\x3d\x02\x01", b"\x2a\x86\x48\xce\x3d\x03\x01\x07"
ECDSA_SHA256 = b"\x2a\x86\x48\xce\x3d\x04\x03\x02"
UNIT = b"\x55\x04\x0b"  # organizational unit, of a name
KEY_USAGE, BASIC = b"\x55\x1d\x0f", b"\x55\x1d\x13"
# What may be critical beside these two, and says nothing about who issues what: names of hosts, uses of the key.
HARMLESS = (b"\x55\x1d\x11", b"\x55\x1d\x25")
SIGNS_CERTIFICATES = 0x04  # of key usage
MAX_SERIAL = 20  # bytes (RFC 5280, 4.1.2.2)


class Certificate:
    """raw                    as it came
    subject, issuer           names in DER
    serial
    units                     organizational units of the subject
    not_before, not_after     Unix seconds, both included
    key                       of P-256, 65 bytes; None for another kind
    authority                 whether it may issue certificates
    depth                     authorities that may stand between it and what it vouches for, None: any number
    """

    __slots__ = (
        "_signature",
        "_signed",
        "_signer",
        "authority",
        "depth",
        "issuer",
        "key",
        "not_after",
        "not_before",
        "raw",
        "serial",
        "subject",
        "units",
    )

    def __init__(self, raw: bytes) -> None:
        """Raises BadDer, BadCertificate."""
        self.raw = raw
        outer = Der(raw)
        top = outer.inside(SEQUENCE, "a certificate")
        outer.done("a certificate")
        self._signed = top.whole(SEQUENCE, "what is signed")
        body = Der(raw, top.start, top.stop)
        self._signer = _algorithm(top)[0]
        self._signature = top.bits("a signature")
        top.done("a certificate")
        version = body.inside(CONTEXT, "a version") if body.next == CONTEXT else None
        if version is None or version.number("a version") != 2:
            raise BadCertificate("it is not of version 3")
        self.serial = serial_of(body)
        if _algorithm(body)[0] != self._signer:
            raise BadCertificate("it names two algorithms")
        self.issuer = body.whole(SEQUENCE, "an issuer")
        dates = body.inside(SEQUENCE, "a validity")
        self.not_before, self.not_after = _time(dates), _time(dates)
        dates.done("a validity")
        self.subject = body.whole(SEQUENCE, "a subject")
        self.units = _units(self.subject)
        self.key = _key(body.inside(SEQUENCE, "a key"))
        self.authority = False
        self.depth: "int | None" = None
        if body.next == CONTEXT + 3:
            self._extend(body.inside(CONTEXT + 3, "extensions").inside(SEQUENCE, "extensions"))
        body.done("a certificate")

    def _extend(self, extensions: Der) -> None:
        seen: "list[bytes]" = []
        usage = SIGNS_CERTIFICATES  # for whatever it likes, if nothing is said
        while extensions.more:
            one = extensions.inside(SEQUENCE, "an extension")
            kind = one.read(OID, "an extension")
            critical = one.next == BOOLEAN and one.read(BOOLEAN, "an extension") != b"\x00"
            value = one.read(OCTETS, "an extension")
            one.done("an extension")
            if kind in seen or len(seen) == MAX_EXTENSIONS:
                raise BadCertificate("an extension stands twice, or there are more than " + str(MAX_EXTENSIONS))
            seen.append(kind)
            if kind == BASIC:
                basic = Der(value).inside(SEQUENCE, "constraints")
                self.authority = basic.next == BOOLEAN and basic.read(BOOLEAN, "constraints") != b"\x00"
                self.depth = basic.number("constraints") if basic.more else None
                basic.done("constraints")
            elif kind == KEY_USAGE:
                usage = (Der(value).read(BITS, "a key usage")[1:] or b"\x00")[0]
            elif critical and kind not in HARMLESS:
                raise BadCertificate("a critical extension is not known here: " + kind.hex())
        self.authority = self.authority and bool(usage & SIGNS_CERTIFICATES)

    def signed_by(self, key: bytes) -> bool:
        """Return whether a key of P-256 has signed it. Raises UnsupportedKey, BadSignature, InvalidKey."""
        if self._signer != ECDSA_SHA256:
            raise UnsupportedKey("a certificate", self._signer.hex())
        from lightclient.crypto import backend  # costs memory, and whoever only reads certificates needs no curve

        return backend.p256().verify(key, sha256(self._signed).digest(), parse_signature(self._signature))


def parse_certificate(data: "bytes | memoryview") -> Certificate:
    """Return a certificate in DER or PEM; nothing of `data` is kept.

    Raises TooLarge, BadDer, BadCertificate, BadText, BadBase64.
    """
    if len(data) > MAX_CERTIFICATE:
        raise TooLarge("a certificate", len(data), MAX_CERTIFICATE)
    return Certificate(parse_pem(data, b"CERTIFICATE"))


def parse_pem(data: "bytes | memoryview", label: bytes) -> bytes:
    """Return what DER or one block of PEM with this label holds, as DER. Raises BadCertificate, BadText, BadBase64."""
    text = bytes(data)
    if text[:1] == b"\x30":
        return text
    begin, end = b"-----BEGIN " + label + b"-----", b"-----END " + label + b"-----"
    text = text.strip()
    if not text.startswith(begin) or not text.endswith(end):
        raise BadCertificate("it is neither DER nor one block of PEM")
    return base64.parse(utf8(b"".join(text[len(begin) : -len(end)].split())))


def serial_of(der: Der) -> int:
    """Return the serial number that comes next. Raises BadDer, BadCertificate."""
    found = der.number("a serial number")
    if found >> 8 * MAX_SERIAL:
        raise BadCertificate("its serial number takes more than 20 bytes")
    return found


def _algorithm(der: Der) -> "tuple[bytes, bytes]":
    """Return (algorithm, what it takes: an element, or nothing)."""
    found = der.inside(SEQUENCE, "an algorithm")
    kind = found.read(OID, "an algorithm")
    takes = found.any("an algorithm") if found.more else b""
    found.done("an algorithm")
    return kind, takes


def _key(der: Der) -> "bytes | None":
    kind, takes = _algorithm(der)
    key = der.bits("a key")
    der.done("a key")
    if kind != EC_KEY or takes != b"\x06\x08" + P256:
        return None
    if len(key) != 65 or key[0] != 4:
        raise BadCertificate("its key is not an uncompressed point of P-256")
    return key


def _units(name: bytes) -> "list[bytes]":
    found = []
    parts = Der(name).inside(SEQUENCE, "a name")
    while parts.more:
        some = parts.inside(SET, "a name")
        while some.more:
            one = some.inside(SEQUENCE, "a name")
            kind = one.read(OID, "a name")
            value = one.read(one.next, "a name")
            one.done("a name")
            if kind == UNIT:
                found.append(value)
    return found


def _time(der: Der) -> int:
    """Return UTCTime or GeneralizedTime as Unix seconds (RFC 5280, 4.1.2.5)."""
    if der.next == UTC_TIME:
        text = der.read(UTC_TIME, "a time")
        century = b"19" if text[:1] >= b"5" else b"20"
        text = century + text
    else:
        text = der.read(TIME, "a time")
    if len(text) != 15 or text[14:] != b"Z" or not all(0x30 <= digit <= 0x39 for digit in text[:14]):
        raise BadCertificate("its dates are not in UTC, to the second")
    year = int(text[:4])
    month, day, hour, minute, second = [int(text[i : i + 2]) for i in range(4, 14, 2)]
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60):
        raise BadCertificate("its dates do not exist")
    # Days since 1970: years begin in March here, so that the day that leaps is the last one.
    year -= month < 3
    days = 365 * year + year // 4 - year // 100 + year // 400 + (153 * ((month + 9) % 12) + 2) // 5 + day - 719469
    return days * 86400 + hour * 3600 + minute * 60 + second
