"""A bounded reader: every byte that comes from outside is taken through it.

Integers are little-endian. A reader never hands out less than was asked for, never looks past
the end and knows where it is, so that an error can say where the input went wrong.
"""

from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# No length or count is larger (Bitcoin Core serialize.h MAX_SIZE).
MAX_SIZE = 0x02000000
PIECE = 1024


class Reader:
    """Reads `data` (bytes or memoryview; slices keep its type) from the front. `offset` is where it stands.

    whole: whether `take` alone brings what there is; if not, only what is `at_hand` can be taken (pieces.py).
    """

    whole = True
    at_hand = 0

    def __init__(self, data: "bytes | memoryview") -> None:
        self.data = data
        self.offset = 0

    def take(self, count: int) -> bytes:
        """Return exactly `count` bytes. Raises Truncated."""
        start = self.offset
        end = start + count
        if end > len(self.data):
            raise Truncated(count, start)
        self.offset = end
        return self.data[start:end]  # type: ignore[return-value]

    def end(self) -> None:
        """Raise TrailingBytes unless everything was read."""
        if self.offset != len(self.data):
            raise TrailingBytes(len(self.data) - self.offset)

    def pieces(self, count: int) -> "Iterator[bytes]":
        """Yield `count` bytes in pieces of at most 1 KB: what is only hashed need not be held."""
        while count:
            size = min(count, PIECE)
            yield self.take(size)
            count -= size

    def u8(self) -> int:
        return self.take(1)[0]

    def u32(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def u64(self) -> int:
        return int.from_bytes(self.take(8), "little")

    def compact_size(self, what: str = "a length", limit: int = MAX_SIZE) -> int:
        """Return a CompactSize integer (Core serialize.h ReadCompactSize).

        Raises NonCanonical if it is not in its shortest form, TooLarge if it exceeds `limit`.
        """
        start = self.offset
        value = self.u8()
        if value > 252:
            width = 1 << value - 252
            value = int.from_bytes(self.take(width), "little")
            if value < (253 if width == 2 else 1 << 4 * width):
                raise NonCanonical(what, start)
        if value > limit:
            raise TooLarge(what, value, limit)
        return value


def compact_size(value: int) -> bytes:
    """Return `value` as a CompactSize integer in its shortest form."""
    if value < 253:
        return bytes((value,))
    if value < 1 << 16:
        return b"\xfd" + value.to_bytes(2, "little")
    if value < 1 << 32:
        return b"\xfe" + value.to_bytes(4, "little")
    return b"\xff" + value.to_bytes(8, "little")
