"""Transactions, read once and hashed while they are read.

A txid commits to the transaction without its witnesses (BIP141, BIP144). `walk` feeds just those bytes to the hash as
they pass, so a board can take the id of a transaction that it could never hold.

Source: Bitcoin Core primitives/transaction.h (UnserializeTransaction); BIP144.
"""

from hashlib import sha256

from lightclient.bitcoin.errors import BadWitnessFlag, NoInputs, NoOutputs, SuperfluousWitness
from lightclient.codec.reader import Reader, compact_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import _Hash

MAX_SIZE = 4_000_000  # bytes: no transaction is larger than a block (Core consensus.h MAX_BLOCK_SERIALIZED_SIZE)
NULL_TXID = bytes(32)
NULL_INDEX = 0xFFFFFFFF


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
    visitor = visitor or Visitor()
    keep = visitor.keep
    start = reader.offset
    witness_size = 0
    version = reader.take(4)
    visitor.start(version)
    hasher = sha256(version)

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
    hasher.update(compact_size(count))
    is_coinbase = False
    for _ in range(count):
        outpoint = reader.take(36)
        hasher.update(outpoint)
        script = _script(reader, keep, hasher)
        sequence = reader.take(4)
        hasher.update(sequence)
        index = int.from_bytes(outpoint[32:], "little")
        is_coinbase = count == 1 and index == NULL_INDEX and outpoint[:32] == NULL_TXID
        visitor.input(outpoint[:32], index, script, int.from_bytes(sequence, "little"))

    outputs = _count(reader, "the number of outputs")
    if not outputs:
        raise NoOutputs()
    hasher.update(compact_size(outputs))
    for _ in range(outputs):
        value = reader.take(8)
        hasher.update(value)
        visitor.output(int.from_bytes(value, "little"), _script(reader, keep, hasher))

    if has_witness:
        before = reader.offset
        empty = True
        for index in range(count):
            for _ in range(_count(reader, "the number of witness items")):
                visitor.witness(index, _script(reader, keep))
                empty = False
        if empty:
            raise SuperfluousWitness()
        witness_size += reader.offset - before
    locktime = reader.take(4)
    visitor.end(locktime)
    hasher.update(locktime)
    size = reader.offset - start
    return Walked(sha256(hasher.digest()).digest(), size, size - witness_size, is_coinbase)


def _count(reader: Reader, what: str) -> int:
    return reader.compact_size(what, MAX_SIZE)


def _script(reader: Reader, keep: int, hasher: "_Hash | None" = None) -> "bytes | None":
    """Read a length and so many bytes; return them if they are at most `keep`, hash them on the way."""
    size = reader.compact_size("the length of a script", MAX_SIZE)
    if hasher:
        hasher.update(compact_size(size))
    if size <= keep:
        script = reader.take(size)
        if hasher:
            hasher.update(script)
        return script
    for piece in reader.pieces(size):
        if hasher:
            hasher.update(piece)
    return None
