"""Compact block filters: does a block touch one of these scripts? Surely not, or probably.

A filter is a sorted set of hashes below N * M, written as Golomb-Rice coded differences behind the number N
of items. It is only as good as the filter header that commits to it: leaving a script out hides its payments.
Source: BIP158; Bitcoin Core blockfilter.cpp (GCSFilter, BasicFilterElements), util/golombrice.h.
"""

from lightclient.bitcoin.more_errors import FilterBadPadding, FilterCountTooLarge, FilterValueTooLarge
from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.codec.reader import Reader, compact_size
from lightclient.crypto.hashes import sha256d
from lightclient.crypto.siphash import siphash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

P = 19
"""Bits of the remainder of each difference."""
M = 784931
"""One in M foreign scripts seems to be in a filter."""

_OP_RETURN = 0x6A


def match_any(filter: bytes, block_hash: bytes, scripts: "Iterable[bytes]") -> bool:
    """Tell whether the block may pay to or spend from one of `scripts`; False is sure if `filter` is honest.

    block_hash: 32 bytes in internal order, the key. Memory: one integer per script, none per item.
    The filter is decoded to its end even after a match, so that it is valid or not whatever the scripts are.
    Raises what `values_of` raises.
    """
    count, _ = _count_of(filter)
    wanted = {_hash_to_range(script, block_hash, count * M) for script in scripts}
    found = False
    for value in values_of(filter):
        if value in wanted:
            found = True
    return found


def values_of(filter: bytes) -> "Iterator[int]":
    """Yield the hashes in the filter in ascending order, each below N * M.

    Raises Truncated, NonCanonical or TooLarge (the number of items), FilterCountTooLarge, FilterValueTooLarge,
    TrailingBytes or FilterBadPadding: all are Malformed.
    """
    count, offset = _count_of(filter)
    bits = _Bits(filter, offset)
    value = 0
    for item in range(count):
        quotient = 0
        while bits.take(1):
            quotient += 1
        value += quotient << P | bits.take(P)
        if value >= count * M:
            raise FilterValueTooLarge(item, value, count * M)
        yield value
    bits.finish()


def build(block_hash: bytes, scripts: "Iterable[bytes]") -> bytes:
    """Return the filter of a block.

    block_hash: 32 bytes in internal order; scripts: those of every output of the block and of every output it
    spends, in any order. Empty scripts and OP_RETURN are left out, as BIP158 wants.
    """
    items = {bytes(script) for script in scripts if script and script[0] != _OP_RETURN}
    filter = bytearray(compact_size(len(items)))
    before = bits = held = 0
    for value in sorted([_hash_to_range(item, block_hash, len(items) * M) for item in items]):
        quotient, remainder = divmod(value - before, 1 << P)
        before = value
        ones = (1 << quotient) - 1
        bits = (bits << quotient | ones) << P + 1 | remainder
        held += quotient + 1 + P
        while held >= 8:
            held -= 8
            filter.append(bits >> held)
            bits &= (1 << held) - 1
    if held:
        filter.append(bits << 8 - held)
    return bytes(filter)


def filter_hash(filter: bytes) -> bytes:
    """Return the double SHA256 of the filter: 32 bytes in internal order."""
    return sha256d(filter)


def filter_header(filter: bytes, previous: bytes) -> bytes:
    """Return the header that commits to this filter and all before it, in internal order (BIP157).

    previous: the filter header of the block before, 32 zero bytes for the genesis block.
    """
    return sha256d(sha256d(filter) + previous)


class _Bits:
    """Takes bits from `data`, the highest of each byte first, from the byte at `offset` on."""

    def __init__(self, data: bytes, offset: int) -> None:
        self.data = data
        self.offset = offset
        self.bits = 0  # read from data and not taken yet, fewer than 8 between calls
        self.held = 0

    def take(self, count: int) -> int:
        while self.held < count:
            if self.offset == len(self.data):
                raise Truncated(1, self.offset)
            self.bits = self.bits << 8 | self.data[self.offset]
            self.offset += 1
            self.held += 8
        self.held -= count
        taken = self.bits >> self.held
        self.bits &= (1 << self.held) - 1
        return taken

    def finish(self) -> None:
        if self.offset < len(self.data):
            raise TrailingBytes(len(self.data) - self.offset)
        if self.bits:
            raise FilterBadPadding(self.bits)


def _hash_to_range(script: bytes, block_hash: bytes, end: int) -> int:
    return siphash(block_hash[:16], script) * end >> 64


def _count_of(filter: bytes) -> "tuple[int, int]":
    """Return the number of items and the offset of the first."""
    reader = Reader(filter)
    count = reader.compact_size("the number of filter items")
    room = (len(filter) - reader.offset) * 8 // (P + 1)
    if count > room:
        raise FilterCountTooLarge(count, room)
    return count, reader.offset
