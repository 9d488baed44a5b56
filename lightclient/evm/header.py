"""Headers: lists of 15 to 21 fields in RLP. Forks have added fields at the end, of which no rule here needs one: they
are hashed with the others, and held to no more than the largest of them takes.

Source: Ethereum's Yellow Paper, section 4.4; EIP-1559 (16 fields), EIP-4895 (17), EIP-4844 and EIP-4788 (20), EIP-7685
(21); networks of developers had 18 and 19. go-ethereum core/types/block.go.
"""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.evm import rlp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HASH, ADDRESS, BLOOM, NONCE = 32, 20, 256, 8  # bytes
LEAST, MOST = 15, 21  # fields
MAX_EXTRA = 32768  # bytes: 256 validators with their seals take 23 KB
MAX_HEADER = 34816  # bytes

# Places of fields.
PARENT, OMMERS, MINER, STATE, TRANSACTIONS, RECEIPTS, LOGS = 0, 1, 2, 3, 4, 5, 6
DIFFICULTY, NUMBER, GAS_LIMIT, GAS_USED, TIME, EXTRA, MIX, SALT = 7, 8, 9, 10, 11, 12, 13, 14
NAMES = (
    "parent hash", "ommers hash", "miner", "state root", "transactions root", "receipts root", "logs bloom",
    "difficulty", "number", "gas limit", "gas used", "time", "extra data", "mix hash", "nonce",
)  # fmt: skip
# Bytes of a field, or bits of a number with a minus before; None for the extra data.
SIZES = (
    HASH, HASH, ADDRESS, HASH, HASH, HASH, BLOOM,
    -256, -64, -64, -64, -64, None, HASH, NONCE,
)  # fmt: skip


class Header:
    """fields: as bytes, in order; numbers without leading zeros. raw: all of them in RLP, as it came."""

    __slots__ = ("fields", "raw")

    def __init__(self, fields: "list[bytes]", raw: bytes) -> None:
        self.fields = fields
        self.raw = raw

    @property
    def number(self) -> int:
        return int.from_bytes(self.fields[NUMBER], "big")

    @property
    def time(self) -> int:
        """Unix seconds."""
        return int.from_bytes(self.fields[TIME], "big")

    @property
    def difficulty(self) -> int:
        return int.from_bytes(self.fields[DIFFICULTY], "big")

    @property
    def parent(self) -> bytes:
        return self.fields[PARENT]

    @property
    def extra(self) -> bytes:
        return self.fields[EXTRA]

    def with_extra(self, extra: bytes) -> bytes:
        """Return the header in RLP with other extra data: what is signed, and what is hashed, leaves some out."""
        parts = [rlp.serialize(each) for each in self.fields]
        parts[EXTRA] = rlp.serialize(extra)
        return rlp.joined(parts)


def parse_header(data: "bytes | memoryview") -> Header:
    """Return a header of a form that can be; nothing of `data` is kept.

    Raises BadSchema, TooLarge and what `rlp.parse` raises.
    """
    if len(data) > MAX_HEADER:
        raise TooLarge("a header", len(data), MAX_HEADER)
    raw = bytes(data)
    return Header(checked(rlp.parse(raw, MOST)), raw)


def checked(values: "Any") -> "list[bytes]":
    """Return the decoded fields of a header as bytes. Raises BadSchema, NonCanonical, TooLarge."""
    values = rlp.items(values, "a header")
    if len(values) < LEAST:
        raise BadSchema("a header", "it has " + str(len(values)) + " fields")
    fields = []
    for place, value in enumerate(values):
        name, size = (NAMES[place], SIZES[place]) if place < LEAST else ("a later field", 0)
        if size == 0:
            if len(rlp.blob(value, name)) > HASH:
                raise TooLarge(name, len(value), HASH)
        elif size is None:
            if len(rlp.blob(value, name)) > MAX_EXTRA:
                raise TooLarge(name, len(value), MAX_EXTRA)
        elif size < 0:
            rlp.number(value, name, -size)
        else:
            rlp.blob(value, name, size)
        fields.append(rlp.blob(value, name))
    return fields
