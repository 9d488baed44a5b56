"""Records: what a device says happened, each tied to the one before it.

    ["LCA1", device, sequence, previous, time, content, body]        deterministic CBOR

    device    text, its name at the site
    sequence  from 1 on, each once
    previous  SHA-256 of the device's record before this one; null for the first
    time      null if the device knows none, else [Unix seconds, seconds by which it may be wrong, source]
    content   text: what the body is, such as "application/senml+cbor"
    body      [0, bytes], or [1, SHA-256, size] of bytes that are elsewhere, or [2, root, count] of fields
              (disclosure.py)

A device signs a record as a COSE_Sign1 (statement.py). The chain ties records, not signatures, so nobody can make
another record of the same one by changing its signature.
"""

from hashlib import sha256

from lightclient.audit.errors import OtherBody
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAGIC = "LCA1"
FIELDS = 7
HASH = 32
MAX_NAME = 64  # characters of a device's name
MAX_CONTENT = 64
MAX_BODY = 1 << 15  # bytes of a body that is in the record
INLINE, ELSEWHERE, DISCLOSED = 0, 1, 2
OWN_CLOCK, NETWORK, LEDGER = 0, 1, 2  # where a time is from: a clock that ran on, a server, a header that was verified


class Record:
    """The fields of a record; `time` is a tuple or None, `body` a tuple."""

    __slots__ = ("body", "content", "device", "previous", "sequence", "time")

    def __init__(
        self,
        device: str,
        sequence: int,
        previous: "bytes | None",
        time: "tuple[int, int, int] | None",
        content: str,
        body: "tuple[Any, ...]",
    ) -> None:
        """Raises BadSchema."""
        for text, limit in ((device, MAX_NAME), (content, MAX_CONTENT)):
            _check(isinstance(text, str) and 0 < len(text) <= limit, "a name is empty, too long or no text")
            _check(all("!" <= char <= "~" for char in text), "a name is not of printable ASCII without spaces")
        _check(is_uint(sequence) and sequence > 0, "the sequence is not a number from 1 on")
        if sequence == 1:
            _check(previous is None, "the first record has one before it")
        else:
            _check(isinstance(previous, bytes) and len(previous) == HASH, "no hash of the record before it")
        if time is not None:
            _check(len(time) == 3 and all(is_uint(each) for each in time), "the time is not [seconds, within, source]")
            _check(time[2] <= LEDGER, "the source of the time is not known")
        _check(_is_body(body), "the body is of no known form")
        self.device = device
        self.sequence = sequence
        self.previous = previous
        self.time = time
        self.content = content
        self.body = body

    def serialize(self) -> bytes:
        time = None if self.time is None else list(self.time)
        return encode([MAGIC, self.device, self.sequence, self.previous, time, self.content, list(self.body)])

    def hash(self) -> bytes:
        """Return what the device's next record has as `previous`."""
        return sha256(self.serialize()).digest()

    def check_body(self, data: bytes) -> None:
        """Check that `data` is the body, wherever it lay. Raises OtherBody."""
        self.check_digest(len(data), sha256(data).digest())

    def check_digest(self, size: int, digest: bytes) -> None:
        """Check that the body is of so many bytes and has this SHA-256. Raises OtherBody."""
        form = self.body[0]
        if form == INLINE:
            good = size == len(self.body[1]) and digest == sha256(self.body[1]).digest()
        else:
            good = form == ELSEWHERE and size == self.body[2] and digest == self.body[1]
        if not good:
            raise OtherBody(what="body")


def parse(data: "bytes | memoryview") -> Record:
    """Return the record that `data` holds. Raises BadSchema and the errors of `cbor.decode`."""
    fields = decode(bytes(data), 32)
    _check(isinstance(fields, list) and len(fields) == FIELDS and fields[0] == MAGIC, "not an " + MAGIC)
    time, body = fields[4], fields[6]
    _check((time is None or isinstance(time, list)) and isinstance(body, list), "time or body are no lists")
    return Record(fields[1], fields[2], fields[3], None if time is None else tuple(time), fields[5], tuple(body))


def inline(data: bytes) -> "tuple[Any, ...]":
    """Return the body that is in the record."""
    return (INLINE, data)


def elsewhere(data: bytes) -> "tuple[Any, ...]":
    """Return the body that names bytes which are kept elsewhere."""
    return (ELSEWHERE, sha256(data).digest(), len(data))


def _is_body(body: "tuple[Any, ...]") -> bool:
    form = body[0] if body else None
    if not is_uint(form, DISCLOSED):
        return False
    if form == INLINE:
        return len(body) == 2 and isinstance(body[1], bytes) and len(body[1]) <= MAX_BODY
    return len(body) == 3 and isinstance(body[1], bytes) and len(body[1]) == HASH and is_uint(body[2])


def _check(holds: bool, why: str) -> None:
    if not holds:
        raise BadSchema("record", why)
