"""The chain of one device's records: that none is missing, none is there twice and none was replaced.

    chain = DeviceChain("meter-7")
    for record in records: chain.take(record)
    chain.check_tail(41)                # what the device itself says that it has signed

Signatures are verified before. What is cut off at the end shows only to whoever knows where the end is: from the
device, from a later record, or from a head that was kept.
"""

from lightclient.audit.errors import (
    DeviceForked,
    OtherDevice,
    RecordRepeated,
    RecordsMissing,
    TailCut,
    TimeWentBack,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.record import Record


class DeviceChain:
    """Where the chain of one device stands.

    device    its name
    sequence  of its newest record, 0 before the first
    newest    the hash of that record, None before the first
    """

    __slots__ = ("_time", "device", "newest", "sequence")

    def __init__(self, device: str, sequence: int = 0, newest: "bytes | None" = None) -> None:
        self.device = device
        self.sequence = sequence
        self.newest = newest
        self._time = 0  # the earliest that the newest dated record can be of

    def take(self, record: "Record") -> None:
        """Take the next record; after an error the chain stands where it stood.

        Raises OtherDevice, RecordRepeated for the newest record once more, RecordsMissing, DeviceForked for one that
        contradicts the newest, TimeWentBack.
        """
        if record.device != self.device:
            raise OtherDevice(found=record.device, wanted=self.device)
        found = record.hash()
        if record.sequence <= self.sequence:
            if record.sequence == self.sequence and found != self.newest:
                raise self._forked(record.sequence, found)
            raise RecordRepeated(sequence=record.sequence, device=self.device)
        if record.sequence > self.sequence + 1:
            raise RecordsMissing(device=self.device, first=self.sequence + 1, last=record.sequence - 1)
        if record.previous != self.newest:
            raise self._forked(self.sequence, record.previous or b"")
        earliest = self._time
        if record.time is not None:
            seconds, within, _ = record.time
            if seconds + within < earliest:
                raise TimeWentBack(sequence=record.sequence, device=self.device)
            earliest = max(earliest, seconds - within)
        self._time = earliest
        self.sequence = record.sequence
        self.newest = found

    def check_tail(self, wanted: int) -> None:
        """Check that the chain reaches the record with number `wanted`. Raises TailCut."""
        if self.sequence < wanted:
            raise TailCut(device=self.device, wanted=wanted, found=self.sequence)

    def _forked(self, sequence: int, other: bytes) -> DeviceForked:
        return DeviceForked(device=self.device, sequence=sequence, first=(self.newest or b"").hex(), second=other.hex())


def conflict(first: "Record", second: "Record") -> bool:
    """Return whether two records of one device, both signed by it, contradict each other.

    They have one number and are not the same, or follow each other and the second names another one before it.
    """
    if first.device != second.device:
        return False
    if first.sequence == second.sequence:
        return first.hash() != second.hash()
    if first.sequence > second.sequence:
        first, second = second, first
    return first.sequence + 1 == second.sequence and second.previous != first.hash()
