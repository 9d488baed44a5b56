"""A transaction that is to be signed, read once and not kept.

40 bytes stay for each input and three hashes, whatever the size of the outputs; what has to be hashed again is read
again. So a board signs a transaction that it could not hold twice.
"""

from hashlib import sha256

from lightclient.bitcoin.walk import MAX_SIZE, Visitor, walk
from lightclient.codec.reader import compact_size
from lightclient.wallet.errors import BadAmount, CoinCount, NoSuchInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lightclient.codec.reader import Reader

INPUT = 40  # bytes kept of each: txid, index, sequence


class Spending(Visitor):
    """A transaction that is to be signed, with or without witnesses, as `open()` reads it from its first byte.

    version, locktime  4 bytes each             count    of inputs
    value              of all outputs, satoshi  outputs  how many there are
    """

    keep = MAX_SIZE

    def __init__(self, open: "Callable[[], Reader]") -> None:
        """Raises what `walk` raises, and TrailingBytes."""
        self.open = open
        self.inputs = bytearray()
        self.outputs = self.value = 0
        self._outputs = sha256()
        self._spent: "tuple[bytes, bytes] | None" = None
        reader = open()
        walk(reader, self)
        reader.end()
        self.count = len(self.inputs) // INPUT
        self.outputs_hash = self._outputs.digest()
        self.prevouts_hash, self.sequences_hash = self._inputs_hashes()

    # -- what `walk` shows

    def start(self, version: bytes) -> None:
        self.version = version

    def input(self, txid: bytes, index: int, script: "bytes | None", sequence: int) -> None:
        self.inputs += txid + index.to_bytes(4, "little") + sequence.to_bytes(4, "little")

    def output(self, value: int, script: "bytes | None") -> None:
        self.outputs += 1
        self.value += value
        self._outputs.update(output_bytes(value, script or b""))

    def end(self, locktime: bytes) -> None:
        self.locktime = locktime

    # -- what digests ask for

    def outpoint(self, index: int) -> bytes:
        return bytes(self.inputs[INPUT * index : INPUT * index + 36])

    def sequence(self, index: int) -> bytes:
        return bytes(self.inputs[INPUT * index + 36 : INPUT * index + INPUT])

    def output_hash(self, index: int) -> bytes:
        """Return the SHA-256 of one output."""
        hasher = sha256()
        self.show_outputs(hasher.update, index, index + 1)
        return hasher.digest()

    def show_outputs(self, write: "Callable[[bytes], object]", first: int, last: int) -> None:
        """Pass the outputs from `first` up to `last`, as they stand in the transaction, to `write`."""
        walk(self.open(), _Outputs(write, first, last))

    def check(self, index: int) -> None:
        if not 0 <= index < self.count:
            raise NoSuchInput(index, self.count)

    def spends(self, coins: "Iterable[tuple[int, bytes]]") -> int:
        """Take in all the outputs that are spent, (satoshi, script) in the order of the inputs; return their sum.

        `taproot` needs this first. Raises CoinCount, BadAmount.
        """
        amounts, scripts = sha256(), sha256()
        count = total = 0
        for value, script in coins:
            amounts.update(amount_bytes(value))
            scripts.update(compact_size(len(script)))
            scripts.update(script)
            count += 1
            total += value
        if count != self.count:
            raise CoinCount(count, self.count)
        self._spent = amounts.digest(), scripts.digest()
        return total

    def spent_hashes(self) -> "tuple[bytes, bytes]":
        """Return the hashes of all amounts and all scripts that are spent. Raises CoinCount unless they were given."""
        if self._spent is None:
            raise CoinCount(0, self.count)
        return self._spent

    def _inputs_hashes(self) -> "tuple[bytes, bytes]":
        prevouts, sequences = sha256(), sha256()
        for index in range(self.count):
            prevouts.update(self.outpoint(index))
            sequences.update(self.sequence(index))
        return prevouts.digest(), sequences.digest()


def output_bytes(value: int, script: bytes) -> bytes:
    """Return an output as it stands in a transaction."""
    return amount_bytes(value) + compact_size(len(script)) + script


def amount_bytes(value: int) -> bytes:
    """Return an amount in satoshi as it stands in a transaction. Raises BadAmount."""
    if not 0 <= value < 1 << 64:
        raise BadAmount(value)
    return value.to_bytes(8, "little")


class _Outputs(Visitor):
    keep = MAX_SIZE

    def __init__(self, write: "Callable[[bytes], object]", first: int, last: int) -> None:
        self.write = write
        self.first = first
        self.last = last
        self.place = 0

    def output(self, value: int, script: "bytes | None") -> None:
        if self.first <= self.place < self.last:
            self.write(output_bytes(value, script or b""))
        self.place += 1
