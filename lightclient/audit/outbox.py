"""The records of a device that its log was not yet proved to have: on flash, through power cuts and absences.

    outbox = Outbox("meter-7", "site.example/log", store, ring, 64)
    outbox.add(signer, ES256, (now, 5, NETWORK), "reading", inline(body), kid)

    made = outbox.waiting(8)                    once awake
    device.ask(Append(made))
    for one in made:
        if device.prove(one.entry()).outcome == PROVED:
            outbox.release(one)

`ring` is a medium of `room` slots (store/slots.py); record N lies in slot N % room, framed as there. When the ring is
full, the newest record takes the place of the oldest: `lost` counts those that nobody had taken, and the chain of the
log shows the gap.

A gateway that says it took a record proves nothing: a record is released by whoever has seen the proof. Nothing leaves
the device before `store` names it, so no power cut, and no slot that flash forgets, makes a device sign two records of
one number, which would look like a fork. The store keeps

    ["LCO1", device, origin, newest, its hash, waiting, lost]

where bit i of `waiting`, a big-endian number of bytes, stands for the record newest - i. What lies in the ring beyond
was made and never sent; it is taken up when the outbox is opened again.
"""

from lightclient.audit import statement as statements
from lightclient.audit.record import HASH, Record
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.steps import finish
from lightclient.errors import LightClientError
from lightclient.identity.cose import MAX_MESSAGE
from lightclient.store import slots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.statement import Statement
    from lightclient.crypto.steps import Steps
    from lightclient.identity.replay import Store
    from lightclient.keys.signer import Signer
    from lightclient.store.slots import Medium

MAGIC = "LCO1"


class Outbox:
    """What a device has signed and its log was not yet proved to have.

    sequence  of the newest record, 0 before the first
    newest    its hash, None before the first
    lost      how many records are gone that were never released
    """

    def __init__(self, device: str, origin: str, store: "Store", ring: "Medium", room: int) -> None:
        """device and origin: as in its records. room: slots of `ring`, which stays what it was.

        Raises BadSchema for a store of another device, log or size, CorruptStore, and what the media raise.
        """
        self.device = device
        self.origin = origin
        self.room = room
        self.sequence = 0
        self.newest: "bytes | None" = None
        self.lost = 0
        self._store = store
        self._ring = ring
        self._waiting = 0  # bit i: the record with the number sequence - i
        data = store.load()
        if data is not None:
            self._take_mark(decode(data, 8))
        self._marked = self._mark()
        while True:
            found = self._read(self.sequence + 1)
            if found is None or found.record().previous != self.newest:
                return
            self._count(found.record())

    def __len__(self) -> int:
        """Return how many records wait."""
        return bin(self._waiting).count("1")

    def add(
        self,
        signer: "Signer",
        algorithm: int,
        time: "tuple[int, int, int] | None",
        content: str,
        body: "tuple[Any, ...]",
        kid: bytes = b"",
        name: "Any" = None,
    ) -> "Statement":
        """Make the next record, sign it and keep it; return its statement. The arguments are those of Record and sign.

        Raises TooLarge, and what they and the ring raise; then the outbox is as it was.
        """
        return finish(self.add_steps(signer, algorithm, time, content, body, kid, name))

    def add_steps(
        self,
        signer: "Signer",
        algorithm: int,
        time: "tuple[int, int, int] | None",
        content: str,
        body: "tuple[Any, ...]",
        kid: bytes = b"",
        name: "Any" = None,
    ) -> "Steps[Statement]":
        """As `add`, in steps. One record is made after the other."""
        new = Record(self.device, self.sequence + 1, self.newest, time, content, body)
        made = yield from statements.sign_steps(signer, algorithm, new, self.origin, kid, name)
        data = made.serialize()
        if len(data) > MAX_MESSAGE:
            raise TooLarge("a statement", len(data), MAX_MESSAGE)
        self._ring.write(new.sequence % self.room, slots.framed(new.sequence, [data]))
        self._count(new)
        return made

    def waiting(self, limit: int) -> "list[Statement]":
        """Return at most so many statements that wait, the oldest first.

        They are in the store before this returns, so they may be sent. A record that the ring has lost is counted.
        Raises what the media raise.
        """
        found: "list[Statement]" = []
        for behind in range(self.room - 1, -1, -1):
            if len(found) < limit and self._waiting >> behind & 1:
                one = self._read(self.sequence - behind)
                if one is None:
                    self._lose(behind)
                else:
                    found.append(one)
        self.save()
        return found

    def release(self, sent: "Statement") -> None:
        """Let go of a record that the log was proved to have. It is saved with what is sent next, or by `save`."""
        behind = self.sequence - sent.record().sequence
        if behind >= 0:
            self._waiting &= ~(1 << behind)

    def save(self) -> None:
        """Put into the store where the outbox stands, if it has changed. Raises what the store raises."""
        mark = self._mark()
        if mark != self._marked:
            self._store.save(mark)
            self._marked = mark

    def _count(self, new: Record) -> None:
        if self._waiting >> self.room - 1 & 1:
            self._lose(self.room - 1)
        self._waiting = self._waiting << 1 | 1
        self.sequence = new.sequence
        self.newest = new.hash()

    def _lose(self, behind: int) -> None:
        self._waiting &= ~(1 << behind)
        self.lost += 1

    def _read(self, sequence: int) -> "Statement | None":
        """Return a record of ours from the ring, None if it does not hold it."""
        frame = slots.parse(self._ring.read(sequence % self.room))
        if frame is None or frame[0] != sequence:
            return None
        try:
            found = statements.parse(frame[1])
            made = found.record()
            found.check_log(self.origin)
        except LightClientError:  # whole, and what another program left
            return None
        return found if (made.device, made.sequence) == (self.device, sequence) else None

    def _mark(self) -> bytes:
        waiting = self._waiting.to_bytes((self.room + 7) // 8, "big")
        return encode([MAGIC, self.device, self.origin, self.sequence, self.newest, waiting, self.lost])

    def _take_mark(self, fields: "Any") -> None:
        if not isinstance(fields, list) or len(fields) != 7 or fields[0] != MAGIC:
            raise BadSchema("outbox", "not an " + MAGIC)
        sequence, newest, waiting, lost = fields[3:]
        if fields[1:3] != [self.device, self.origin]:
            raise BadSchema("outbox", "of another device or log")
        if not isinstance(waiting, bytes) or len(waiting) != (self.room + 7) // 8:
            raise BadSchema("outbox", "of another ring")
        if not is_uint(sequence) or not is_uint(lost) or not (isinstance(newest, bytes) and len(newest) == HASH):
            raise BadSchema("outbox", "its numbers and hash cannot be read")
        self.sequence, self.newest, self.lost = sequence, newest, lost
        self._waiting = int.from_bytes(waiting, "big")
        if self._waiting >> min(self.room, sequence):
            raise BadSchema("outbox", "records wait that were never made")
