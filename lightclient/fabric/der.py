"""DER, as far as certificates and block headers have it: tags of one byte, definite lengths in their shortest form.

Source: X.690, sections 8.1 and 10.1.
"""

from lightclient.fabric.errors import BadDer

INTEGER, BITS, OCTETS, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
BOOLEAN, UTC_TIME, TIME = 0x01, 0x17, 0x18
CONTEXT = 0xA0  # constructed, context-specific


class Der:
    """The elements between two places of `data`, one after the other.

    tag, start, stop: of the element that was read last; `first` is where it begins with its tag.
    """

    def __init__(self, data: bytes, start: int = 0, stop: "int | None" = None) -> None:
        self.data = data
        self.at = start
        self.end = len(data) if stop is None else stop
        self.tag = self.first = self.start = self.stop = start

    @property
    def more(self) -> bool:
        return self.at < self.end

    @property
    def next(self) -> int:
        """The tag of the next element, -1 behind the last one."""
        return self.data[self.at] if self.more else -1

    def read(self, tag: int, what: str) -> bytes:
        """Return the contents of the next element, which must have this tag. Raises BadDer."""
        data, at = self.data, self.at
        if at + 2 > self.end or data[at] != tag:
            raise BadDer(what, at)
        size = data[at + 1]
        start = at + 2
        if size > 0x7F:
            count = size & 0x7F
            start += count
            size = int.from_bytes(data[at + 2 : start], "big")
            if not 0 < count < 4 or start > self.end or size < 0x80 or size >> 8 * (count - 1) == 0:
                raise BadDer(what, at)
        if start + size > self.end:
            raise BadDer(what, at)
        self.tag, self.first, self.start, self.stop = tag, at, start, start + size
        self.at = self.stop
        return data[start : self.stop]

    def inside(self, tag: int, what: str) -> "Der":
        """Return the elements of the next one. Raises BadDer."""
        self.read(tag, what)
        return Der(self.data, self.start, self.stop)

    def whole(self, tag: int, what: str) -> bytes:
        """Return the next element with its tag and length. Raises BadDer."""
        self.read(tag, what)
        return self.data[self.first : self.stop]

    def any(self, what: str) -> bytes:
        """Return the next element, whichever it is, with its tag and length. Raises BadDer."""
        return self.whole(self.next, what)

    def number(self, what: str) -> int:
        """Return an integer that is not negative. Raises BadDer."""
        at = self.at
        value = self.read(INTEGER, what)
        if not value or value[0] & 0x80 or (len(value) > 1 and not value[0] and not value[1] & 0x80):
            raise BadDer(what, at)
        return int.from_bytes(value, "big")

    def bits(self, what: str) -> bytes:
        """Return a bit string of whole bytes. Raises BadDer."""
        at = self.at
        value = self.read(BITS, what)
        if not value or value[0]:
            raise BadDer(what, at)
        return value[1:]

    def done(self, what: str) -> None:
        """Raise BadDer unless all was read."""
        if self.more:
            raise BadDer(what, self.at)


def element(tag: int, body: bytes) -> bytes:
    """Return an element of less than 64 KB."""
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    return bytes((tag, 0x81, size) if size < 0x100 else (tag, 0x82, size >> 8, size & 0xFF)) + body


def integer(value: int) -> bytes:
    """Return a number of 64 bits, not negative, as an element."""
    body = value.to_bytes(9, "big").lstrip(b"\x00")
    return element(INTEGER, body if body and not body[0] & 0x80 else b"\x00" + body)
