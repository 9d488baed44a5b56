"""Transactions, read once and hashed while they are read.

A txid commits to the transaction without its witnesses (BIP141, BIP144). `walk` feeds just those bytes to the hash as
they pass, so a board can take the id of a transaction that it could never hold.

Source: Bitcoin Core primitives/transaction.h (UnserializeTransaction); BIP144.
"""

from hashlib import sha256

from lightclient.bitcoin.errors import BadWitnessFlag, NoInputs, NoOutputs, SuperfluousWitness
from lightclient.codec.reader import PIECE, Reader, compact_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_SIZE = 4_000_000  # bytes: no transaction is larger than a block (Core consensus.h MAX_BLOCK_SERIALIZED_SIZE)
AMBIGUOUS_SIZE = 64  # bytes: a transaction of this size cannot be told from two hashes
NULL_TXID = bytes(32)
NULL_INDEX = 0xFFFFFFFF
COUNT = 9  # bytes of a CompactSize, at most


class Visitor:
    """What `walk` shows of a transaction. Override what is wanted; the rest is read, hashed and forgotten.

    Scripts and witness items longer than `keep` bytes are passed as None: they are never held.
    """

    keep = 0

    def start(self, version: bytes) -> None:
        """The version, 4 bytes."""

    def input(self, txid: bytes, index: int, script: "bytes | None", sequence: int) -> None:
        """An input: the output `index` of `txid` (internal order) that it spends."""

    def output(self, value: int, script: "bytes | None") -> None:
        """An output of `value` satoshi."""

    def witness(self, index: int, item: "bytes | None") -> None:
        """The next item of the witness of input `index`."""

    def end(self, locktime: bytes) -> None:
        """The locktime, 4 bytes."""


class Walked:
    """What `walk` found: `txid` (internal order), `size` and `stripped_size` in bytes, `is_coinbase`."""

    __slots__ = ("is_coinbase", "size", "stripped_size", "txid")

    def __init__(self, txid: bytes, size: int, stripped_size: int, is_coinbase: bool) -> None:
        self.txid = txid
        self.size = size
        self.stripped_size = stripped_size
        self.is_coinbase = is_coinbase


def walk(reader: Reader, visitor: "Visitor | None" = None) -> Walked:
    """Read one transaction, with or without witnesses, and show its parts to `visitor`.

    Raises Truncated, NonCanonical, TooLarge, BadWitnessFlag, SuperfluousWitness, NoInputs, NoOutputs.
    """
    return next(walking(reader, visitor or Visitor()))  # type: ignore[return-value]  # a whole reader asks for nothing


def walking(reader: Reader, visitor: Visitor) -> "Iterator[Walked | int]":
    """Do what `walk` does, of what may come in pieces (codec/pieces.py).

    Yields how many bytes have to be at hand before it goes on, or all that are left if those are fewer; last, what was
    found. A whole reader is asked for nothing. Raises what `walk` raises.
    """
    whole = reader.whole
    take = reader.take
    keep = visitor.keep
    start = reader.offset
    witness_size = 0
    if not whole:
        yield 6 + COUNT
    version = take(4)
    visitor.start(version)
    hasher = sha256(version)
    update = hasher.update

    count = _count(reader, "the number of inputs")
    has_witness = not count
    if has_witness:  # what looks like no inputs is the marker of the witness form
        flag = reader.u8()
        if flag != 1:
            raise NoInputs() if not flag else BadWitnessFlag(flag, reader.offset - 1)
        count = _count(reader, "the number of inputs")
        if not count:
            raise NoInputs()
        witness_size = 2
    update(compact_size(count))
    is_coinbase = False
    for _ in range(count):
        if not whole:
            yield 36 + COUNT + keep + 4
        outpoint = take(36)
        update(outpoint)
        size = _length(reader)
        update(compact_size(size))
        script = None
        if size <= keep:
            script = take(size)
            update(script)
        else:
            while size:
                if not whole:
                    yield 1
                size = _skip(reader, size, update)
            if not whole:
                yield 4
        sequence = take(4)
        update(sequence)
        index = int.from_bytes(outpoint[32:], "little")
        is_coinbase = count == 1 and index == NULL_INDEX and outpoint[:32] == NULL_TXID
        visitor.input(outpoint[:32], index, script, int.from_bytes(sequence, "little"))

    if not whole:
        yield COUNT
    outputs = _count(reader, "the number of outputs")
    if not outputs:
        raise NoOutputs()
    update(compact_size(outputs))
    for _ in range(outputs):
        if not whole:
            yield 8 + COUNT + keep
        value = take(8)
        update(value)
        size = _length(reader)
        update(compact_size(size))
        script = None
        if size <= keep:
            script = take(size)
            update(script)
        else:
            while size:
                if not whole:
                    yield 1
                size = _skip(reader, size, update)
        visitor.output(int.from_bytes(value, "little"), script)

    if has_witness:
        before = reader.offset
        empty = True
        for index in range(count):
            if not whole:
                yield COUNT
            for _ in range(_count(reader, "the number of witness items")):
                if not whole:
                    yield COUNT + keep
                size = _length(reader)
                item = None
                if size <= keep:
                    item = take(size)
                else:
                    while size:
                        if not whole:
                            yield 1
                        size = _skip(reader, size)
                visitor.witness(index, item)
                empty = False
        if empty:
            raise SuperfluousWitness()
        witness_size += reader.offset - before
    if not whole:
        yield 4
    locktime = take(4)
    visitor.end(locktime)
    update(locktime)
    size = reader.offset - start
    yield Walked(sha256(hasher.digest()).digest(), size, size - witness_size, is_coinbase)


def _count(reader: Reader, what: str) -> int:
    return reader.compact_size(what, MAX_SIZE)


def _length(reader: Reader) -> int:
    return reader.compact_size("the length of a script", MAX_SIZE)


def _skip(reader: Reader, size: int, update: "Callable[[bytes], object] | None" = None) -> int:
    """Read `size` bytes, hash them if `update` does so, and hold none of them; return how many are still to come."""
    while size:
        count = size if size < PIECE else PIECE
        if not reader.whole:
            count = max(1, min(count, reader.at_hand))
        piece = reader.take(count)
        if update:
            update(piece)
        size -= count
        if not reader.whole and not reader.at_hand:
            break
    return size
