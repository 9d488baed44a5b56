"""Two slots for one record: after a power cut at any byte, the newest whole record is still there.

A slot holds

    magic      4 bytes "LCS1"
    sequence   uint64, big-endian: the higher one is newer
    length     uint32, big-endian: bytes of payload
    checksum   first 8 bytes of SHA-256 over sequence, length and payload
    payload

A record is written to the slot that does not hold the newest one, so a torn write destroys nothing that was whole.
"""

from hashlib import sha256

from lightclient.store.errors import CorruptStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Medium(Protocol):
        """Where slots lie: a file system, a flash partition, RTC memory."""

        def read(self, slot: int) -> bytes:
            """Return what a slot holds, b"" if nothing."""

        def write(self, slot: int, parts: list[bytes]) -> None:
            """Replace what the slot holds by all the parts, in one string; return when it is on the medium."""


MAGIC = b"LCS1"
HEAD = 24
LOST = "LostSlot"


class SlotStore:
    """Keeps the newest record on `medium`. Call `load` once before the first `save`.

    told: what `load` passed over, by name: LostSlot for each slot that holds something and no whole record. One of two
    is what a power cut during a write leaves, or a flash that forgets; whoever sees it at every start should look.
    """

    def __init__(self, medium: "Medium") -> None:
        self.medium = medium
        self.slot = 1
        self.sequence = 0
        self.told: "list[str]" = []

    def load(self) -> "bytes | None":
        """Return the newest whole record, None if none was ever completed.

        Raises CorruptStore if both slots hold something and neither is whole, which no power cut can do.
        """
        newest = None
        self.sequence = 0
        self.told = []
        for slot in (0, 1):
            data = self.medium.read(slot)
            record = parse(data)
            if record and record[0] > self.sequence:
                self.slot = slot
                self.sequence, newest = record
            elif data and not record:
                self.told.append(LOST)
        if len(self.told) == 2:
            raise CorruptStore("neither slot holds a whole record")
        return newest

    def save(self, *payload: bytes) -> None:
        """Write the newest record, which may come in parts.

        On return it is what `load` gives, before that the last one is.
        """
        slot = 1 - self.slot
        self.medium.write(slot, framed(self.sequence + 1, payload))
        self.slot = slot
        self.sequence += 1

    def close(self) -> None:
        """Let go of the medium, if it is one that is held."""
        close = getattr(self.medium, "close", None)
        if close:
            close()


def framed(sequence: int, payload: "Sequence[bytes]") -> "list[bytes]":
    """Return the parts of what a slot holds."""
    body = sequence.to_bytes(8, "big") + sum([len(part) for part in payload]).to_bytes(4, "big")
    return [MAGIC + body + _checksum(body, payload)] + list(payload)


def parse(data: bytes) -> "tuple[int, bytes] | None":
    """Return (sequence, payload) of a whole record, else None."""
    body, checksum, payload = data[4:16], data[16:HEAD], data[HEAD:]
    if data[:4] != MAGIC or int.from_bytes(body[8:], "big") != len(payload) or _checksum(body, [payload]) != checksum:
        return None
    return int.from_bytes(body[:8], "big"), payload


def _checksum(body: bytes, parts: "Sequence[bytes]") -> bytes:
    hasher = sha256(body)
    for part in parts:
        hasher.update(part)
    return hasher.digest()[:8]
