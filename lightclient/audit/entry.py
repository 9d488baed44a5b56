"""What a verdict on a record is about."""

from lightclient.audit.record import INLINE
from lightclient.evidence.verdict import Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.record import Record
    from lightclient.identity.registration import Registration


class Entry(Subject):
    """A record in the log; its id is the entry. `value` is the body, where the record has it.

    registration: what it says of a device, if that is what it is for (registration.py)
    """

    __slots__ = ("record", "registration", "value")

    def __init__(self, index: int, entry: bytes, record: "Record") -> None:
        body = record.body[1] if record.body[0] == INLINE else None
        super().__init__("record", [(index, entry)], body or b"")
        self.record = record
        self.value: "bytes | None" = body
        self.registration: "Registration | None" = None

    def fields(self) -> "dict[str, object]":
        """Return what there is to show of it."""
        found = self.record
        fields: "dict[str, object]" = {
            "device": found.device,
            "sequence": found.sequence,
            "content": found.content,
            "dated": found.time[0] if found.time else None,
            "within": found.time[1] if found.time else None,
        }
        if self.registration is not None:
            fields["registered"] = self.registration.device
            fields["until"] = self.registration.until
            fields["serials"] = [each.serial.hex() for each in self.registration.held]
        return fields
