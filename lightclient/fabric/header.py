"""Headers of blocks: number, hash of the block before, hash of the data. They say no time, and name no channel.

Source: Hyperledger Fabric protoutil/blockutils.go (BlockHeaderBytes, BlockHeaderHash); common.proto, BlockHeader.
"""

from hashlib import sha256

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import BYTES, UINT
from lightclient.fabric.der import OCTETS, SEQUENCE, element, integer

HASH = 32  # bytes
SCHEMA = {1: UINT, 2: BYTES, 3: BYTES}


class Header:
    """number, previous (hash of the block before, b"" of block 0), data_hash"""

    __slots__ = ("data_hash", "hash", "number", "previous")

    def __init__(self, number: int, previous: bytes, data_hash: bytes) -> None:
        self.number = number
        self.previous = previous
        self.data_hash = data_hash
        self.hash = sha256(self.der()).digest()

    def der(self) -> bytes:
        """Return what is hashed, and signed with more: number, previous and data hash in DER."""
        body = integer(self.number) + element(OCTETS, self.previous) + element(OCTETS, self.data_hash)
        return element(SEQUENCE, body)

    def serialize(self) -> bytes:
        """Return the message of protobuf."""
        return (
            protobuf.number_field(1, self.number)
            + protobuf.bytes_field(2, self.previous)
            + protobuf.bytes_field(3, self.data_hash)
        )


def parse_header(data: "bytes | memoryview") -> Header:
    """Return the header in a message; nothing of `data` is kept. Raises BadSchema and what `protobuf.parse` raises."""
    fields = protobuf.parse(data, SCHEMA, "a header")
    if len(fields[2]) != (HASH if fields[1] else 0) or len(fields[3]) != HASH:
        raise BadSchema("a header", "a hash does not have 32 bytes")
    return Header(fields[1], bytes(fields[2]), bytes(fields[3]))
