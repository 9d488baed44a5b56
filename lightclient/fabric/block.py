"""Blocks as devices get them: a header, orderers' signatures, and of a configuration block its one envelope.

That is what orderers' Deliver sends for HEADER_WITH_SIG. With it go the data hashes of the blocks in between: with them
the headers in between are known, and lead from the block that is trusted to this one.

    [data hashes, 32 bytes each, message Block of protobuf]

Source: Hyperledger Fabric common.proto (Block, Metadata, OrdererBlockMetadata), protoutil/blockutils.go
(BlockSignatureVerifier, GetLastConfigIndexFromBlock); RFC 0010 of Fabric (HEADER_WITH_SIG).
"""

from lightclient.codec import protobuf
from lightclient.codec.cbor import BLOB
from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import BYTES, MESSAGE, REPEATED, UINT
from lightclient.errors import Malformed
from lightclient.fabric.header import HASH, parse_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.fabric.header import Header

MAX_SIGNATURES = 128
MAX_METADATA = 8
MAX_GAP = 64  # blocks in between
BLOCK = {1: MESSAGE, 2: MESSAGE, 3: MESSAGE}
LIST = {1: REPEATED}
METADATA = {1: BYTES, 2: REPEATED}
VALUE = {1: MESSAGE, 2: BYTES}
INDEX = {1: UINT}
SIGNATURE = {1: BYTES, 2: BYTES, 3: BYTES}
SIGNATURE_HEADER = {1: BYTES, 2: BYTES}
IDENTIFIER_HEADER = {1: UINT, 2: BYTES}
VIEW = {1: UINT, 2: UINT, 3: UINT, 4: BYTES, 5: BYTES}


class Signature:
    """One orderer's, whose header names it either by what it is called in the configuration, or whole.

    header      as it was signed
    identifier  number of a consenter, None if the creator is named
    creator     message SerializedIdentity, b"" if a consenter is named
    signature   DER
    """

    __slots__ = ("creator", "header", "identifier", "signature")

    def __init__(self, data: "bytes | memoryview") -> None:
        fields = protobuf.parse(data, SIGNATURE, "a signature of a block")
        if bool(fields[1]) == bool(fields[3]):
            raise BadSchema("a signature of a block", "not one header")
        self.signature = bytes(fields[2])
        self.identifier: "int | None" = None
        self.creator = b""
        if fields[3]:
            self.header = bytes(fields[3])
            self.identifier = protobuf.parse(self.header, IDENTIFIER_HEADER, "an identifier header")[1]
        else:
            self.header = bytes(fields[1])
            self.creator = protobuf.parse(self.header, SIGNATURE_HEADER, "a signature header")[1]


class Block:
    """A header with its signatures. Nothing of it is verified yet.

    gap          data hashes of the blocks between one that is trusted and this one, the lowest first
    value        what is signed beside the header: last configuration, and the consenters' own
    last_config  number of the block whose configuration is in force; its own if it brings one
    envelope     of a configuration block, else None
    raw          message as it came
    """

    time = 0  # headers say none
    __slots__ = ("consenter", "envelope", "gap", "header", "last_config", "raw", "signatures", "value")

    def __init__(self, gap: "list[bytes]", raw: bytes) -> None:
        """Raises BadSchema, TooLarge, and what `protobuf.parse` and `parse_header` raise."""
        self.gap = gap
        self.raw = raw
        outer = protobuf.parse(raw, BLOCK, "a block")
        self.header: "Header" = parse_header(protobuf.present(outer[1], "the header of a block"))
        metadata = protobuf.present(outer[3], "metadata of a block")
        parts = protobuf.parse(metadata, LIST, "metadata", MAX_METADATA)[1]
        if not parts:
            raise BadSchema("metadata of a block", "no signatures")
        fields = protobuf.parse(parts[0], METADATA, "signatures of a block", MAX_SIGNATURES)
        self.value = bytes(fields[1])
        self.signatures = [Signature(each) for each in fields[2]]
        inner = protobuf.parse(self.value, VALUE, "signed metadata")
        last = inner[1] if self.header.number else b""  # nobody signs block 0, and some that make it say nothing there
        last = protobuf.present(last, "the last configuration of a block")
        self.last_config: int = protobuf.parse(last, INDEX, "a last configuration")[1]
        self.consenter = bytes(inner[2])
        self.envelope = None if outer[2] is None else _one(outer[2])
        if (self.last_config == self.header.number) != (self.envelope is not None):
            raise BadSchema("a block", "it has data without being a configuration's, or is one without having data")

    @property
    def height(self) -> int:
        return self.header.number

    @property
    def hash(self) -> bytes:
        return self.header.hash

    @property
    def view(self) -> "int | None":
        """The view in which consenters of SmartBFT decided it, None if they say none."""
        try:
            return int(protobuf.parse(self.consenter, VIEW, "consenter metadata")[1])
        except Malformed:
            return None

    def fields(self) -> "list[bytes]":
        return [b"".join(self.gap), self.raw]

    def signed(self, number: int) -> bytes:
        """Return what a signature is over."""
        return self.value + self.signatures[number].header + self.header.der()


def read_block(fields: "Any") -> Block:
    """Return the block of decoded CBOR; nothing of it is kept. Raises BadSchema, and what `Block` raises."""
    if not isinstance(fields, list) or len(fields) != 2 or not all(isinstance(each, BLOB) for each in fields):
        raise BadSchema("a signed block", "not [data hashes, block]")
    gap = bytes(fields[0])
    if len(gap) % HASH or len(gap) > MAX_GAP * HASH:
        raise BadSchema("a signed block", "not at most " + str(MAX_GAP) + " data hashes of blocks in between")
    return Block([gap[at : at + HASH] for at in range(0, len(gap), HASH)], bytes(fields[1]))


def lean(header: "Header", envelopes: "list[bytes]", signatures: bytes) -> bytes:
    """Return the message Block with what devices need. envelopes: [] unless it is a configuration's."""
    data = [protobuf.message_field(1, each) for each in envelopes]
    made = protobuf.message_field(1, header.serialize())
    if data:
        made += protobuf.message_field(2, b"".join(data))
    return made + protobuf.message_field(3, protobuf.message_field(1, signatures))


def _one(data: "bytes | memoryview") -> bytes:
    envelopes = protobuf.parse(data, LIST, "data of a block", 1)[1]
    if not envelopes:
        raise BadSchema("data of a block", "no envelope")
    return bytes(envelopes[0])
