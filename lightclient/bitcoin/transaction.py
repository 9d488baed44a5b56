"""Transactions held whole, and what one pays. `walk` reads them.

Source: Bitcoin Core primitives/transaction.h (SerializeTransaction); BIP144.
"""

from hashlib import sha256

from lightclient.bitcoin.walk import MAX_SIZE, Visitor, walk
from lightclient.codec.reader import Reader, compact_size


class Transaction(Visitor):
    """A transaction held whole.

    inputs     [(txid, index, script, sequence)]
    outputs    [(value in satoshi, script)]
    witnesses  one list of items per input, or empty if no input has any
    """

    keep = MAX_SIZE

    def __init__(self) -> None:
        self.version = 2
        self.inputs: "list[tuple[bytes, int, bytes, int]]" = []
        self.outputs: "list[tuple[int, bytes]]" = []
        self.witnesses: "list[list[bytes]]" = []
        self.locktime = 0

    def start(self, version: bytes) -> None:
        self.version = int.from_bytes(version, "little")

    def input(self, txid: bytes, index: int, script: "bytes | None", sequence: int) -> None:
        self.inputs.append((txid, index, script or b"", sequence))

    def output(self, value: int, script: "bytes | None") -> None:
        self.outputs.append((value, script or b""))

    def witness(self, index: int, item: "bytes | None") -> None:
        if not self.witnesses:
            self.witnesses = [[] for _ in self.inputs]
        self.witnesses[index].append(item or b"")

    def end(self, locktime: bytes) -> None:
        self.locktime = int.from_bytes(locktime, "little")

    def serialize(self, witness: bool = True) -> bytes:
        """Return the bytes, with witnesses (if there are any) or stripped of them."""
        witness = witness and bool(self.witnesses)
        parts = [self.version.to_bytes(4, "little")]
        if witness:
            parts.append(b"\x00\x01")
        parts.append(compact_size(len(self.inputs)))
        for txid, index, script, sequence in self.inputs:
            parts += [txid, index.to_bytes(4, "little"), compact_size(len(script)), script]
            parts.append(sequence.to_bytes(4, "little"))
        parts.append(compact_size(len(self.outputs)))
        for value, script in self.outputs:
            parts += [value.to_bytes(8, "little"), compact_size(len(script)), script]
        if witness:
            for items in self.witnesses:
                parts.append(compact_size(len(items)))
                for item in items:
                    parts += [compact_size(len(item)), item]
        parts.append(self.locktime.to_bytes(4, "little"))
        return b"".join(parts)

    def txid(self) -> bytes:
        """Return the id: double SHA-256 of the stripped bytes, internal order."""
        return sha256(sha256(self.serialize(False)).digest()).digest()


def parse(data: bytes) -> Transaction:
    """Return the transaction that `data` holds and nothing else. Raises what `walk` raises, and TrailingBytes."""
    reader = Reader(data)
    transaction = Transaction()
    walk(reader, transaction)
    reader.end()
    return transaction


def paid_to(data: bytes, script: bytes) -> int:
    """Return how many satoshi the transaction `data` pays to the output script `script`. Raises what `walk` raises."""
    reader = Reader(data)
    payment = _Payment(script)
    walk(reader, payment)
    reader.end()
    return payment.value


class _Payment(Visitor):
    def __init__(self, script: bytes) -> None:
        self.script = script
        self.keep = len(script)
        self.value = 0

    def output(self, value: int, script: "bytes | None") -> None:
        if script == self.script:
            self.value += value
