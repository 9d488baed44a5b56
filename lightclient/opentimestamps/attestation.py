"""Attestations, which end each branch of a proof: statements of a chain or a calendar that a message existed.

Each is a tag and a payload with its length, so that one of an unknown kind can be kept and passed on. What the payload
of a known kind says is read at once, and has one form only.

Source: python-opentimestamps, opentimestamps/core/notary.py, core/dubious/notary.py.
"""

from lightclient.codec.errors import TooLarge
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint, varint
from lightclient.opentimestamps.errors import BadCalendarUri

TAG_SIZE = 8
BITCOIN = b"\x05\x88\x96\x0d\x73\xd7\x19\x01"
LITECOIN = b"\x06\x86\x9a\x0d\x73\xd7\x1b\x45"
ETHEREUM = b"\x30\xfe\x80\x87\xb5\xc7\xea\xd7"
PENDING = b"\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e"
CHAINS = {BITCOIN: "bitcoin", LITECOIN: "litecoin", ETHEREUM: "ethereum"}
MAX_PAYLOAD = 8192  # bytes
MAX_URI = 1000
MAX_HEIGHT = 0xFFFFFFFF
# No login, query, fragment, escape or IPv6: an address cannot be made to mean another.
URI_BYTES = set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:")


class Attestation:
    """Raises BadCalendarUri, TooLarge, TrailingBytes, NonCanonical, Truncated for a payload of a known kind.

    tag      8 bytes
    payload  bytes
    height   of the block whose header holds the message, for the tags in CHAINS; else None
    uri      of the calendar that promises an attestation, of one that is PENDING; else None
    """

    __slots__ = ("height", "payload", "tag", "uri")

    def __init__(self, tag: bytes, payload: bytes) -> None:
        if len(payload) > MAX_PAYLOAD:
            raise TooLarge("the payload of an attestation", len(payload), MAX_PAYLOAD)
        self.tag = tag
        self.payload = payload
        self.height: "int | None" = None
        self.uri: "str | None" = None
        reader = Reader(payload)
        if tag in CHAINS:
            self.height = read_varint(reader)
            if self.height > MAX_HEIGHT:
                raise TooLarge("the height of a block", self.height, MAX_HEIGHT)
            reader.end()
        elif tag == PENDING:
            self.uri = _uri(reader)
            reader.end()

    @property
    def order(self) -> "tuple[bytes, int, bytes]":
        """What attestations are sorted by, and equal by."""
        uri = self.payload if self.uri is None else self.uri.encode()
        return (self.tag, 0, uri) if self.height is None else (self.tag, self.height, b"")

    def serialize(self) -> bytes:
        return self.tag + varint(len(self.payload)) + self.payload


def read_from(reader: Reader) -> Attestation:
    """Read an attestation. Raises what Attestation raises."""
    tag = bytes(reader.take(TAG_SIZE))
    size = read_varint(reader)
    if size > MAX_PAYLOAD:
        raise TooLarge("the payload of an attestation", size, MAX_PAYLOAD)
    return Attestation(tag, bytes(reader.take(size)))


def in_block(tag: bytes, height: int) -> Attestation:
    """Return the attestation that the header of a block holds the message. tag: one of CHAINS."""
    return Attestation(tag, varint(height))


def pending(uri: str) -> Attestation:
    """Return the attestation that a calendar will have one. Raises BadCalendarUri, TooLarge."""
    data = uri.encode()
    return Attestation(PENDING, varint(len(data)) + data)


def _uri(reader: Reader) -> str:
    size = read_varint(reader)
    if size > MAX_URI:
        raise TooLarge("the address of a calendar", size, MAX_URI)
    data = reader.take(size)
    for index, byte in enumerate(data):
        if byte not in URI_BYTES:
            raise BadCalendarUri(byte=byte, index=index)
    return "".join([chr(byte) for byte in data])
