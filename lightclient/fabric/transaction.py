"""Transactions in blocks. The data hash is over all envelopes of a block, end to end and without their lengths.

So the whole data of a block has to be shown, and where an envelope ends must follow from the bytes themselves: each
begins with its payload, its signature follows, and neither stands in it again. A configuration stands alone, and needs
no signature.

What this proves is that orderers have put a transaction at its place. Whether it is valid peers decide afterwards, each
for itself; what they find (the filter of transactions in a block's metadata) nobody signs.

Source: Hyperledger Fabric protoutil/blockutils.go (BlockDataHash), protoutil/txutils.go and v3's
VerifyTransactionsAreWellFormed; protoutil/proputils.go (ComputeTxID).
"""

from hashlib import sha256

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint
from lightclient.errors import Malformed
from lightclient.fabric.errors import (
    InvalidCreator,
    NoTransaction,
    NotWellFormed,
    OtherChannel,
    OtherTransaction,
    WrongData,
)
from lightclient.fabric.msp import parse_identity
from lightclient.fabric.payload import CONFIG, TRANSACTION, parse_payload
from lightclient.fabric.signers import verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.fabric.header import Header
    from lightclient.fabric.payload import Payload

    Buffer = bytes | memoryview

MAX_TRANSACTIONS = 4096  # of a block


def check_data(envelopes: "list[Buffer]", header: "Header") -> None:
    """Raises WrongData unless these, as they are cut, are the envelopes of the header's block; NotWellFormed."""
    hasher = sha256()
    for each in envelopes:
        hasher.update(each)
    found = hasher.digest()
    if found != header.data_hash:
        raise WrongData(found.hex(), header.data_hash.hex())
    for number in range(len(envelopes)):
        _, signature = parts_of(envelopes[number], number)
        if not len(signature) and len(envelopes) > 1:
            raise NotWellFormed(number, "it has no signature")


def parts_of(envelope: "Buffer", number: int) -> "tuple[Buffer, Buffer]":
    """Return (payload, signature) of the envelope with this number; the signature may be missing.

    What follows them may be anything but a second one: nodes pass on what they do not know.
    Raises NotWellFormed, and what `Reader` and `read_varint` raise.
    """
    reader = Reader(envelope)
    found: "list[Buffer]" = [b"", b""]
    last = 0
    while reader.offset < len(envelope):
        tag = read_varint(reader)
        field = tag >> 3
        value: "Any" = _value(reader, tag & 7, number)
        if field in (1, 2):
            if field <= last or tag & 7 != protobuf.DELIMITED or not len(value):
                raise NotWellFormed(number, "a payload or signature is empty or stands where none can")
            found[field - 1] = value
        last = field
    if not len(found[0]):
        raise NotWellFormed(number, "it has no payload")
    return found[0], found[1]


def transaction_at(envelopes: "list[Buffer]", number: int, channel: str) -> "tuple[bytes, Payload, bool]":
    """Return (id, payload, whether the creator's signature was verified) of a transaction of the channel.

    A configuration has no id of its own; it is named by the hash of its payload. Creators that are not certificates of
    P-256 are not verified. Raises NoTransaction, OtherChannel, OtherTransaction, InvalidCreator, and what the parsers
    raise.
    """
    if number >= len(envelopes):
        raise NoTransaction(len(envelopes), number)
    data, signature = parts_of(envelopes[number], number)
    payload = parse_payload(data)
    if payload.channel != channel:
        raise OtherChannel(payload.channel, channel)
    if payload.type == CONFIG:
        return sha256(data).digest(), payload, False
    if payload.type != TRANSACTION:
        raise BadSchema("an envelope", "of type " + str(payload.type))
    if payload.tx_id != payload.id().hex():
        raise OtherTransaction(payload.tx_id)
    try:
        key = parse_identity(payload.creator)[1].key
    except Malformed:
        key = None  # such as one of idemix
    if key is not None and not verified(key, bytes(data), bytes(signature)):
        raise InvalidCreator(number)
    return payload.id(), payload, key is not None


def _value(reader: Reader, kind: int, number: int) -> "Any":
    if kind == protobuf.VARINT:
        return read_varint(reader)
    if kind == protobuf.DELIMITED:
        return reader.take(read_varint(reader))
    if kind == protobuf.FIXED64:
        return reader.take(8)
    if kind == 5:  # 32 bits
        return reader.take(4)
    raise NotWellFormed(number, "a field is of wire type " + str(kind))
