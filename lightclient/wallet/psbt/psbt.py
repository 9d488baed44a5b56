"""A partially signed transaction: a transaction, and what its inputs and outputs are known to be.

It is read from its first byte as often as needed and never held: a map at a time is. So a board signs one that is
larger than its memory.

Source: BIP174 (version 0), BIP370 (version 2), BIP371 (taproot).
"""

from hashlib import sha256

from lightclient.bitcoin.errors import NoInputs, NoOutputs
from lightclient.codec.errors import TooLarge
from lightclient.codec.reader import Reader
from lightclient.codec.stream import StreamReader
from lightclient.wallet.psbt import unsigned
from lightclient.wallet.psbt.errors import MissingField, NoPsbt, UnknownPsbtVersion
from lightclient.wallet.psbt.fields import GLOBAL, INPUT, NEEDED, OUTPUT, check
from lightclient.wallet.psbt.maps import NAMES, TRANSACTION, Part, copy, read, read_key, skip
from lightclient.wallet.spending import Spending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lightclient.wallet.psbt.maps import Field, Map, Write

    Change = tuple[tuple[int, ...], Iterable[Field]]

MAGIC = b"psbt\xff"
VERSION, INPUT_COUNT, OUTPUT_COUNT, MODIFIABLE = 0xFB, 0x04, 0x05, 0x06
INPUTS_MODIFIABLE, OUTPUTS_MODIFIABLE, HAS_SINGLE = 1, 2, 4  # what MODIFIABLE says
MAX_COUNT = 25_000  # inputs, and outputs: more inputs do not fit a block

UNCHANGED: "Change" = ((), ())


class Psbt:
    """A PSBT as `open()` reads it; several readers may be in use at a time, and all must give the same bytes.

    version  0 or 2             inputs, outputs  how many there are
    """

    def __init__(self, open: "Callable[[], Reader]") -> None:
        """Read it once and check every field.

        Raises InvalidPsbt, TooLarge, Truncated, NonCanonical, TrailingBytes. Transactions that inputs show are not
        looked into: `Inputs` does that.
        """
        self.open = open
        self.inputs = self.outputs = 0
        self._locktime = unsigned.Locktime()
        reader = self.start()
        world = read(reader, GLOBAL, 0, self._count)
        self.version = world.number(VERSION) or 0
        if self.version not in NEEDED:
            raise UnknownPsbtVersion(self.version)
        check(world, self.version)
        if self.version:
            self.inputs = Reader(world.value(INPUT_COUNT) or b"").compact_size()
            self.outputs = Reader(world.value(OUTPUT_COUNT) or b"").compact_size()
            self._locktime.fallback = world.number(unsigned.FALLBACK_LOCKTIME) or 0
        for count in (self.inputs, self.outputs):
            if count > MAX_COUNT:
                raise TooLarge("a number of maps", count, MAX_COUNT)
        for found in self._rest(reader):
            check(found, self.version)
            if found.kind == INPUT:
                self._locktime.add(found)
        reader.end()

    def start(self) -> Reader:
        """Return a reader that stands at the first map. Raises NoPsbt."""
        reader = self.open()
        if reader.take(len(MAGIC)) != MAGIC:
            raise NoPsbt("it starts otherwise")
        return reader

    def maps(self, passing: "Callable[[int, Part], object] | None" = None) -> "Iterator[Map]":
        """Yield every map. passing(index, part) reads the transaction that an input shows, while it passes by."""
        reader = self.start()
        yield read(reader, GLOBAL, 0)
        yield from self._rest(reader, passing)

    def rewrite(
        self,
        write: "Write",
        change: "Callable[[Map], Change]",
        passing: "Callable[[int, Part], object] | None" = None,
    ) -> None:
        """Write the PSBT anew, map by map. change(map) returns the types to leave out and the fields to put in."""
        source = self.start()
        write(MAGIC)
        for found in self.maps(passing):
            without, added = change(found)
            copy(source, write, without, added)

    def locktime(self) -> int:
        """Return the locktime that version 2 asks for. Raises LocktimeConflict."""
        return self._locktime.value()

    def spending(self) -> Spending:
        """Return the transaction for signing. Raises NoInputs, NoOutputs, LocktimeConflict."""
        if not self.inputs:
            raise NoInputs()
        if not self.outputs:
            raise NoOutputs()
        if self.version:
            self.locktime()
        return Spending(self._transaction)

    def identity(self) -> bytes:
        """Return the hash by which PSBTs of the same transaction are known."""
        hasher = sha256(bytes((self.version,)))
        if self.version:
            for piece in self._pieces(True):
                hasher.update(piece)
        else:
            part = self._part()
            skip(part, part.left, hasher.update)
        return hasher.digest()

    def _rest(self, reader: Reader, passing: "Callable[[int, Part], object] | None" = None) -> "Iterator[Map]":
        for kind, count in ((INPUT, self.inputs), (OUTPUT, self.outputs)):
            for index in range(count):
                yield read(reader, kind, index, passing)

    def _count(self, _: int, part: Part) -> None:
        self.inputs, self.outputs = unsigned.counts(part, part.left)

    def _pieces(self, alike: bool) -> "Iterator[bytes]":
        return unsigned.pieces(self.maps(), self.inputs, self.outputs, self.locktime(), alike)

    def _transaction(self) -> Reader:
        """Return a reader of the unsigned transaction."""
        if self.version:
            return StreamReader(unsigned.Pieces(self._pieces(False)).read)
        return self._part()

    def _part(self) -> Part:
        """Return a reader of the unsigned transaction of version 0."""
        reader = self.start()
        key, size = read_key(reader)
        while key != TRANSACTION:
            if not key:
                raise MissingField(NAMES[GLOBAL], 0)
            skip(reader, size)
            key, size = read_key(reader)
        return Part(reader, size)
