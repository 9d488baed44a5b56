"""The transaction that a PSBT is about: as it stands in version 0, and as version 2 describes it in pieces.

Source: BIP174; BIP370, "Determining Lock Time".
"""

from lightclient.codec.reader import compact_size
from lightclient.wallet.psbt.errors import AlreadySigned, LocktimeConflict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lightclient.codec.reader import Reader
    from lightclient.wallet.psbt.maps import Map

TX_VERSION, FALLBACK_LOCKTIME = 0x02, 0x03
PREVIOUS_TXID, OUTPUT_INDEX, SEQUENCE, REQUIRED_TIME, REQUIRED_HEIGHT = 0x0E, 0x0F, 0x10, 0x11, 0x12
AMOUNT, SCRIPT = 0x03, 0x04
FINAL = b"\xff\xff\xff\xff"

MIN_INPUT, MIN_OUTPUT = 41, 9  # bytes


def counts(reader: "Reader", size: int) -> "tuple[int, int]":
    """Return the numbers of inputs and outputs of an unsigned transaction of `size` bytes, to its last byte.

    It has no witnesses, even if it has no inputs, which `transaction.walk` cannot read. Raises AlreadySigned.
    """
    reader.take(4)
    inputs = reader.compact_size("the number of inputs", size // MIN_INPUT)
    for index in range(inputs):
        reader.take(36)
        if reader.compact_size("the length of a script"):
            raise AlreadySigned(index)
        reader.take(4)
    outputs = reader.compact_size("the number of outputs", size // MIN_OUTPUT)
    for _ in range(outputs):
        reader.take(8)
        for _ in reader.pieces(reader.compact_size("the length of a script", size)):
            pass
    reader.take(4)
    return inputs, outputs


class Locktime:
    """The locktime that all inputs of version 2 can live with."""

    def __init__(self) -> None:
        self.fallback = self.height = self.time = 0
        self.is_required = False
        self.needs_height = self.needs_time = -1  # an input that knows no other kind

    def add(self, found: "Map") -> None:
        """Take in what an input requires."""
        height, time = found.number(REQUIRED_HEIGHT), found.number(REQUIRED_TIME)
        if height is None and time is None:
            return
        self.is_required = True
        if time is None:
            self.needs_height = found.index
        if height is None:
            self.needs_time = found.index
        self.height = max(self.height, height or 0)
        self.time = max(self.time, time or 0)

    def value(self) -> int:
        """Return the locktime. Raises LocktimeConflict."""
        if not self.is_required:
            return self.fallback
        if self.needs_time < 0:
            return self.height
        if self.needs_height < 0:
            return self.time
        raise LocktimeConflict(self.needs_height, self.needs_time)


def pieces(maps: "Iterator[Map]", inputs: int, outputs: int, locktime: int, alike: bool) -> "Iterator[bytes]":
    """Yield the unsigned transaction of version 2 from its maps. alike: with sequences of zero, as what makes it known
    among others."""
    for found in maps:
        if found.kind == 0:
            yield (found.value(TX_VERSION) or b"") + compact_size(inputs)
        elif found.kind == 1:
            sequence = bytes(4) if alike else found.value(SEQUENCE) or FINAL
            yield (found.value(PREVIOUS_TXID) or b"") + (found.value(OUTPUT_INDEX) or b"") + b"\x00" + sequence
        else:
            if found.index == 0:
                yield compact_size(outputs)
            script = found.value(SCRIPT) or b""
            yield (found.value(AMOUNT) or b"") + compact_size(len(script)) + script
    if not outputs:
        yield b"\x00"
    yield locktime.to_bytes(4, "little")


class Pieces:
    """Reads from pieces, none of them empty, as from a file."""

    def __init__(self, pieces: "Iterator[bytes]") -> None:
        self.pieces = pieces
        self.left = b""

    def read(self, count: int) -> bytes:
        """Return at most `count` bytes, none at the end."""
        if not self.left:
            for piece in self.pieces:
                self.left = piece
                break
        found = self.left[:count]
        self.left = self.left[count:]
        return found
