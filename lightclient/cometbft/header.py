"""Headers: how they are read, and hashed as the Merkle root of their fields.

On the wire a header is the message tendermint.types.Header; the two numbers of transactions that headers had before
Tendermint 0.33 stand in fields 15 and 16, which that message does not have.

Source: types/block.go Header.Hash and ValidateBasic; proto/tendermint/types/types.proto.
"""

from lightclient.codec.protobuf import (
    BYTES,
    INT,
    MESSAGE,
    TEXT,
    UINT,
    bytes_field,
    message_field,
    number_field,
    parse,
    present,
)
from lightclient.codec.varint import varint
from lightclient.cometbft.errors import BadField
from lightclient.cometbft.keys import ADDRESS
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.cometbft.profiles import Profile

    Time = tuple[int, int]

HASH = 32
MAX_CHAIN_ID = 50  # characters
MAX_APP_HASH = 64  # bytes; what an application hashes with is its affair
NANOS = 1000000000

HEADER = {
    1: MESSAGE, 2: TEXT, 3: INT, 4: MESSAGE, 5: MESSAGE, 6: BYTES, 7: BYTES, 8: BYTES, 9: BYTES, 10: BYTES, 11: BYTES,
    12: BYTES, 13: BYTES, 14: BYTES, 15: INT, 16: INT,
}  # fmt: skip
NAMES = (
    "last_commit_hash", "data_hash", "validators_hash", "next_validators_hash", "consensus_hash", "app_hash",
    "last_results_hash", "evidence_hash", "proposer_address",
)  # fmt: skip
VERSION = {1: UINT, 2: UINT}
TIMESTAMP = {1: INT, 2: INT}
BLOCK_ID = {1: BYTES, 2: MESSAGE}
PARTS = {1: UINT, 2: BYTES}


class BlockId:
    """hash, total, parts: of the block, the number of its parts, and the hash over these; empty for no block."""

    __slots__ = ("hash", "parts", "total")

    def __init__(self, block_hash: bytes = b"", total: int = 0, parts: bytes = b"") -> None:
        self.hash = bytes(block_hash)
        self.total = total
        self.parts = bytes(parts)

    def serialize(self) -> bytes:
        """Return the message BlockID; its part set header is there even if it is empty."""
        return bytes_field(1, self.hash) + message_field(2, number_field(1, self.total) + bytes_field(2, self.parts))

    def canonical(self, amino: bool) -> bytes:
        """Return the message CanonicalBlockID; in Amino's the part set's fields have each other's numbers."""
        if amino:
            parts = bytes_field(1, self.parts) + number_field(2, self.total)
            return bytes_field(1, self.hash) + bytes_field(2, parts)
        return self.serialize()


class Header:
    """Fields are named as in the RPC's JSON.

    block, app      versions
    time            (Unix seconds, nanoseconds)
    last_block_id   BlockId
    counts          (num_txs, total_txs), or (0, 0)
    fields          the nine byte strings NAMES, in order
    """

    __slots__ = ("app", "block", "chain_id", "counts", "fields", "height", "last_block_id", "time")

    def __init__(
        self,
        block: int,
        app: int,
        chain_id: str,
        height: int,
        time: "Time",
        last_block_id: BlockId,
        fields: "list[bytes]",
        counts: "Time" = (0, 0),
    ) -> None:
        self.block = block
        self.app = app
        self.chain_id = chain_id
        self.height = height
        self.time = time
        self.last_block_id = last_block_id
        self.fields = fields
        self.counts = counts

    @property
    def data_hash(self) -> bytes:
        return self.fields[1]

    @property
    def validators_hash(self) -> bytes:
        return self.fields[2]

    @property
    def next_validators_hash(self) -> bytes:
        return self.fields[3]

    @property
    def app_hash(self) -> bytes:
        """Of the state before this block's transactions."""
        return self.fields[5]

    def hash(self, profile: "Profile") -> bytes:
        """Return the block's hash: the root over the encoded fields, RFC 9162's way."""
        amino = profile.amino
        last = self.last_block_id
        leaves = [
            number_field(1, self.block) + number_field(2, self.app),
            _bare(self.chain_id.encode()) if amino else bytes_field(1, self.chain_id.encode()),
            varint(self.height) if amino else number_field(1, self.height),
            serialize_time(self.time),
        ]
        if profile.counts:
            leaves += [varint(number) for number in self.counts]
        if amino:
            parts = number_field(1, last.total) + bytes_field(2, last.parts)
            leaves.append(bytes_field(1, last.hash) + bytes_field(2, parts))
        else:
            leaves.append(last.serialize())
        leaves += [_bare(each) if amino else bytes_field(1, each) for each in self.fields]
        return root_of([leaf_hash(leaf) for leaf in leaves])

    def serialize(self) -> bytes:
        made = message_field(1, number_field(1, self.block) + number_field(2, self.app))
        made += bytes_field(2, self.chain_id.encode()) + number_field(3, self.height)
        made += message_field(4, serialize_time(self.time)) + message_field(5, self.last_block_id.serialize())
        for i, each in enumerate(self.fields):
            made += bytes_field(6 + i, each)
        return made + number_field(15, self.counts[0]) + number_field(16, self.counts[1])


def parse_header(data: "bytes | memoryview", profile: "Profile") -> Header:
    """Return a header that is valid by itself; nothing of `data` is kept.

    Raises BadField, BadSchema and what `protobuf.parse` raises.
    """
    fields = parse(data, HEADER, "Header")
    version = parse(present(fields[1], "Header's version"), VERSION, "Consensus")
    if profile.block is not None and version[1] != profile.block:
        _refuse("the block version", version[1], profile.block)
    if not 0 < len(fields[2]) <= MAX_CHAIN_ID:
        _refuse("the chain id", str(len(fields[2])) + " characters", "1 to " + str(MAX_CHAIN_ID))
    if fields[3] <= 0:
        _refuse("the height", fields[3], "above 0")
    time = parse_time(present(fields[4], "Header's time"))
    last = parse_block_id(present(fields[5], "Header's last block id"))
    if not profile.counts and (fields[15] or fields[16]):
        _refuse("the number of transactions", fields[15], "none in this version")
    hashes = [bytes(fields[6 + i]) for i in range(len(NAMES))]
    for i, each in enumerate(hashes):
        name = NAMES[i]
        if name == "app_hash":
            if len(each) > MAX_APP_HASH:
                _refuse(name, str(len(each)) + " bytes", "at most " + str(MAX_APP_HASH))
        elif name == "proposer_address":
            _sized(name, each, ADDRESS, False)
        else:
            _sized(name, each, HASH, name not in ("validators_hash", "next_validators_hash"))
    return Header(version[1], version[2], fields[2], fields[3], time, last, hashes, (fields[15], fields[16]))


def parse_block_id(data: "bytes | memoryview") -> BlockId:
    """Raises BadField, BadSchema and what `protobuf.parse` raises."""
    fields = parse(data, BLOCK_ID, "BlockID")
    parts = parse(present(fields[2], "BlockID's parts"), PARTS, "PartSetHeader")
    _sized("the hash of a block", fields[1], HASH, True)
    _sized("the hash of a block's parts", parts[2], HASH, True)
    return BlockId(fields[1], parts[1], parts[2])


def parse_time(data: "bytes | memoryview") -> "Time":
    """Return (Unix seconds, nanoseconds). Raises BadField and what `protobuf.parse` raises."""
    fields = parse(data, TIMESTAMP, "Timestamp")
    if not 0 <= fields[2] < NANOS:
        _refuse("nanoseconds", fields[2], "0 to 999999999")
    return fields[1], fields[2]


def serialize_time(time: "Time") -> bytes:
    return number_field(1, time[0]) + number_field(2, time[1])


def _bare(data: bytes) -> bytes:
    """Return what Amino makes of bytes or text on their own: nothing if they are empty."""
    return varint(len(data)) + data if data else b""


def _sized(name: str, data: "bytes | memoryview", size: int, optional: bool) -> None:
    if len(data) != size and (data or not optional):
        _refuse(name, str(len(data)) + " bytes", str(size))


def _refuse(field: str, value: "Any", wanted: "Any") -> None:
    raise BadField(what="a header", field=field, value=value, wanted=wanted)
