"""Partial Merkle trees: what `gettxoutproof` prints and BIP37 peers send, for one or many transactions.

    header         80 bytes
    total          uint32: transactions in the block
    hashes         CompactSize count, 32 bytes each, in the order of a depth-first walk
    flags          CompactSize count of bytes, bits from the lowest on: 1 = an ancestor of (or itself) a match

Source: Bitcoin Core merkleblock.cpp (CPartialMerkleTree, CMerkleBlock); BIP37.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.errors import RootMismatch
from lightclient.bitcoin.more_errors import (
    NotEnoughBits,
    NotEnoughHashes,
    NothingProved,
    NoTransactions,
    TooManyHashes,
    TooManyTransactions,
    UnusedBits,
    UnusedHashes,
)
from lightclient.bitcoin.tree import MAX_TRANSACTIONS, doubled, levels, parent_of
from lightclient.codec.reader import Reader, compact_size


class MerkleBlock:
    """A proof that decodes; `shown` tells what it shows. hashes, flags: as on the wire, without their counts."""

    __slots__ = ("flags", "hashes", "header", "total")

    def __init__(self, header: bytes, total: int, hashes: bytes, flags: bytes) -> None:
        self.header = header
        self.total = total
        self.hashes = hashes
        self.flags = flags

    def serialize(self) -> bytes:
        return b"".join(
            [
                self.header,
                self.total.to_bytes(4, "little"),
                compact_size(len(self.hashes) // 32),
                self.hashes,
                compact_size(len(self.flags)),
                self.flags,
            ]
        )

    def shown(self) -> "Shown":
        """Return what is under the header's Merkle root. That it is transactions, and no inner nodes, is not shown.

        Raises NotEnoughBits, NotEnoughHashes, DuplicateSibling, InnerNodeIsTransaction, UnusedHashes, UnusedBits,
        RootMismatch, NothingProved.
        """
        walk = Shown(self)
        height = 0
        while _width(self.total, height) > 1:
            height += 1
        root = walk.node(height, 0)
        walk.end()
        if root != codec.merkle_root_of(self.header):
            raise RootMismatch()
        if not walk.found:
            raise NothingProved()
        return walk

    def matches(self) -> "list[tuple[int, bytes]]":
        """Return [(position, txid)] of what is matched. Raises what `shown` raises."""
        return self.shown().found


def parse(data: bytes) -> MerkleBlock:
    """Return the proof that `data` holds and nothing else.

    Raises Truncated, TrailingBytes, NonCanonical, TooLarge, NoTransactions, TooManyTransactions, TooManyHashes.
    """
    reader = Reader(data)
    header = reader.take(codec.SIZE)
    total = reader.u32()
    if not total:
        raise NoTransactions()
    if total > MAX_TRANSACTIONS:
        raise TooManyTransactions(total, MAX_TRANSACTIONS)
    count = reader.compact_size("the number of hashes")
    if count > total:
        raise TooManyHashes(count, total)
    hashes = reader.take(32 * count)
    flags = reader.take(reader.compact_size("the number of flag bytes", MAX_TRANSACTIONS))
    reader.end()
    if 8 * len(flags) < count:
        raise NotEnoughBits()
    return MerkleBlock(header, total, hashes, flags)


def prove(header: bytes, txids: "list[bytes]", positions: "set[int]") -> MerkleBlock:
    """Return the proof that the transactions at `positions` are in the block of `header` with all these `txids`.

    Raises what `tree.levels` raises.
    """
    rows = list(levels(txids))
    hashes = []
    bits = []
    # The walk, without recursion: nodes to visit, the next one last.
    todo = [(len(rows) - 1, 0)]
    while todo:
        height, index = todo.pop()
        ancestor = any(position >> height == index for position in positions)
        bits.append(ancestor)
        if not height or not ancestor:
            hashes.append(rows[height][index])
            continue
        if 2 * index + 1 < len(rows[height - 1]):
            todo.append((height - 1, 2 * index + 1))
        todo.append((height - 1, 2 * index))
    flags = bytearray((len(bits) + 7) // 8)
    for index, bit in enumerate(bits):
        flags[index >> 3] |= bit << (index & 7)
    return MerkleBlock(header, len(txids), b"".join(hashes), bytes(flags))


def _width(total: int, height: int) -> int:
    """Return the number of nodes at `height` above `total` leaves."""
    return (total + (1 << height) - 1) >> height


class Shown:
    """What the depth-first walk over a partial tree comes by. Its recursion is as deep as the tree: at most 15.

    found   [(position, txid)] of what is matched
    first   what stands at position 0, matched or beside a match; None if the walk does not go down to it
    branch  the branch of that place, lowest node first
    """

    def __init__(self, proof: MerkleBlock) -> None:
        self.total = proof.total
        self.hashes = proof.hashes
        self.flags = proof.flags
        self.used_hashes = 0
        self.used_bits = 0
        self.found: "list[tuple[int, bytes]]" = []
        self.first: "bytes | None" = None
        self.branch = b""

    def node(self, height: int, index: int) -> bytes:
        bit = self.bit()
        if not height or not bit:
            leaf = self.hash()
            if not height and bit:
                self.found.append((index, leaf))
            if not height and not index:
                self.first = leaf
            return leaf
        left = self.node(height - 1, 2 * index)
        if 2 * index + 1 < _width(self.total, height - 1):
            right = self.node(height - 1, 2 * index + 1)
            if not index:
                self.branch += right
            return parent_of(left, right, height - 1)
        if not index:
            self.branch += left
        return doubled(left, height - 1)

    def bit(self) -> int:
        at = self.used_bits
        if at >> 3 >= len(self.flags):
            raise NotEnoughBits()
        self.used_bits += 1
        return self.flags[at >> 3] >> (at & 7) & 1

    def hash(self) -> bytes:
        at = self.used_hashes
        if at == len(self.hashes):
            raise NotEnoughHashes()
        self.used_hashes += 32
        return self.hashes[at : at + 32]

    def end(self) -> None:
        if self.used_hashes != len(self.hashes):
            raise UnusedHashes((len(self.hashes) - self.used_hashes) // 32)
        # What fills the last byte must be zero, which Core does not ask: one proof, one encoding.
        whole, rest = self.used_bits >> 3, self.used_bits & 7
        if len(self.flags) != whole + (rest > 0) or (rest and self.flags[-1] >> rest):
            raise UnusedBits()
