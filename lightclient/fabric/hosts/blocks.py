"""Whole blocks, as orderers send them and peers keep them.

    message Block     what Deliver sends, `peer channel fetch` writes and configtxgen makes
    a block file      of a peer's or an orderer's ledger: for each block its length and then number, data hash,
                      previous hash, envelopes and metadata, all with varints before them

Source: Hyperledger Fabric common.proto; common/ledger/blkstorage/block_serialization.go.
"""

from __future__ import annotations

from collections.abc import Iterator

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.codec.protobuf import MESSAGE, REPEATED
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint
from lightclient.errors import LightClientError
from lightclient.fabric.block import Block, lean
from lightclient.fabric.header import Header, parse_header

BLOCK = {1: MESSAGE, 2: MESSAGE, 3: MESSAGE}
LIST = {1: REPEATED}
MAX_ENVELOPES = 1 << 20
MAX_METADATA = 64


class Whole:
    """A block with all that belongs to it. signatures: what its metadata has of them, as a message."""

    def __init__(self, header: Header, envelopes: list[bytes], metadata: list[bytes]) -> None:
        self.header = header
        self.envelopes = envelopes
        self.signatures = metadata[0] if metadata else b""

    def signed(self) -> Block:
        """Return what devices need of it. Raises what `Block` raises."""
        try:
            return Block([], lean(self.header, [], self.signatures))
        except LightClientError:  # its own configuration is in force, so it goes along
            return Block([], lean(self.header, self.envelopes, self.signatures))


def parse_whole(data: bytes) -> Whole:
    """Return the block of a message Block. Raises BadSchema and what `protobuf.parse` raises."""
    fields = protobuf.parse(data, BLOCK, "a block")
    header = parse_header(protobuf.present(fields[1], "the header of a block"))
    parts = [protobuf.parse(fields[place] or b"", LIST, "a block", MAX_ENVELOPES)[1] for place in (2, 3)]
    return Whole(header, *parts)


def blocks_in(data: bytes) -> list[Whole]:
    """Return the blocks of a message Block, or of a block file, at least one.

    Raises BadSchema, and what `Header` and `Reader` raise.
    """
    try:
        return [parse_whole(data)]
    except LightClientError:
        found = list(_kept(Reader(data)))
    if not found:
        raise BadSchema("a block file", "it begins with no block")
    return found


def _kept(reader: Reader) -> Iterator[Whole]:
    """Yield the blocks of a block file; it may end with zeros, or in the middle of one that was being written."""
    while reader.offset < len(reader.data):
        size = read_varint(reader)
        if not size or reader.offset + size > len(reader.data):
            return
        yield _one(Reader(reader.take(size)))


def _one(reader: Reader) -> Whole:
    number = read_varint(reader)
    data_hash = bytes(_bytes(reader))
    header = Header(number, bytes(_bytes(reader)), data_hash)
    envelopes = _list(reader, MAX_ENVELOPES)
    metadata = _list(reader, MAX_METADATA)
    reader.end()
    return Whole(header, envelopes, metadata)


def _bytes(reader: Reader) -> bytes:
    return reader.take(read_varint(reader))


def _list(reader: Reader, most: int) -> list[bytes]:
    count = read_varint(reader)
    if count > most:
        raise TooLarge("the number of items in a block", count, most)
    return [bytes(_bytes(reader)) for _ in range(count)]
