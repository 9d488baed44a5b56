"""A bounded reader of what is not in memory: a file, a socket."""

from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.codec.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class StreamReader(Reader):
    """Reads from `read(count) -> bytes`, which may return less than asked for and returns nothing at the end."""

    def __init__(self, read: "Callable[[int], bytes]") -> None:
        self.read = read
        self.offset = 0

    def take(self, count: int) -> bytes:
        data = self.read(count)
        while len(data) < count:
            more = self.read(count - len(data))
            if not more:
                raise Truncated(count, self.offset)
            data = data + more
        self.offset += count
        return data

    def end(self) -> None:
        if self.read(1):
            raise TrailingBytes(1)
