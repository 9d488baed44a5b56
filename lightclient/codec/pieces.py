"""A bounded reader of what comes in pieces: of each only as much is kept as was not read yet."""

from lightclient.codec.errors import TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import Reader


class PieceReader(Reader):
    """Reads `size` bytes, of which those can be read that were fed.

    Whoever reads makes sure beforehand that enough is at hand, and then need not care where a piece ends:

        reader.feed(piece)
        while not reader.lacks(4): ... reader.take(4)
        reader.keep()
    """

    whole = False

    def __init__(self, size: int) -> None:
        self.size = size
        self.offset = 0
        self.rest = b""  # of earlier pieces
        self.piece: "bytes | memoryview" = b""
        self.index = 0  # in `piece`

    @property
    def at_hand(self) -> int:  # type: ignore[override]
        """Bytes that can be read now."""
        return len(self.rest) + len(self.piece) - self.index

    @property
    def received(self) -> int:
        """Bytes that were fed: the offset of the next piece."""
        return self.offset + self.at_hand

    def lacks(self, count: int) -> bool:
        """Return whether `count` bytes are not at hand yet, nor all that are left."""
        return self.at_hand < min(count, self.size - self.offset)

    def feed(self, piece: "bytes | memoryview") -> None:
        """Take the next piece; a view has to last until `keep`. Raises TooLarge if it is more than is left."""
        left = self.size - self.received
        if len(piece) > left:
            raise TooLarge("a piece", len(piece), left)
        self.keep()
        self.piece = piece

    def keep(self) -> None:
        """Copy what was not read yet, and let go of the piece."""
        if self.index < len(self.piece):
            self.rest += bytes(self.piece[self.index :])
        self.piece = b""
        self.index = 0

    def take(self, count: int) -> bytes:
        """Return exactly `count` bytes. Raises Truncated."""
        if count > self.at_hand:
            raise Truncated(count, self.offset)
        self.offset += count
        taken = self.rest[:count]
        if taken:
            self.rest = self.rest[count:]
            if len(taken) == count:
                return taken
        start = self.index
        self.index = start + count - len(taken)
        return taken + bytes(self.piece[start : self.index])

    def end(self) -> None:
        """Raise TrailingBytes unless everything was read."""
        if self.offset != self.size:
            raise TrailingBytes(self.size - self.offset)
