"""RTC memory: kept over deep sleep, lost with the power, and written without wear."""

from lightclient.device.errors import RecordTooLarge
from lightclient.store.errors import StoreError

SIZE = 2048  # bytes on an ESP32: MICROPY_HW_RTC_USER_MEM_MAX in MicroPython's ports/esp32/machine_rtc.c


class RtcSlot:
    """A medium for SlotStore that is one slot, for two have no room: what a reset tears is lost. rtc: machine.RTC()."""

    def __init__(self, rtc: "Any") -> None:
        self.rtc = rtc

    def read(self, slot: int) -> bytes:
        data: bytes = b"" if slot else self.rtc.memory()
        return data

    def write(self, slot: int, parts: "list[bytes]") -> None:
        """Raises RecordTooLarge."""
        data = b"".join(parts)
        if len(data) > SIZE:
            raise RecordTooLarge(len(data), SIZE)
        self.rtc.memory(data)


class SleepStore:
    """A store in RTC memory over one in flash, to be used as a SlotStore.

        SleepStore(SlotStore(RtcSlot(machine.RTC())), SlotStore(FileSlots("/chain")), 24)

    Every record goes to RTC memory, the first one and then every `every`-th one to flash too: after a power cut the
    device catches up on what came since. Sleep does not reset the count, which is the sequence number in RTC memory.

    A record that RTC memory has no room for goes to flash, whatever the count, and RTC memory gets an empty one in its
    place, which says so: an older record that stayed there would be taken for the newest at the next waking. Such a
    device wears its flash like one without RTC memory; a smaller window is the remedy.
    """

    def __init__(self, fast: "SlotStore", slow: "SlotStore", every: int) -> None:
        self.fast = fast
        self.slow = slow
        self.every = every
        self.told: "list[str]" = []

    def load(self) -> "bytes | None":
        """Raises CorruptStore if there is nothing in RTC memory, and the flash is worn out."""
        record = self.fast.load() or None  # an empty one stands for what had no room
        try:
            kept = self.slow.load()
        except StoreError:
            if record is None:
                raise
            kept = None
        self.told = self.fast.told + self.slow.told
        return kept if record is None else record

    def save(self, *payload: bytes) -> None:
        """Raises RecordTooLarge for what RTC memory does not hold; the flash has it then."""
        due = self.fast.sequence % self.every == 0
        try:
            self.fast.save(*payload)
        except RecordTooLarge:
            self.fast.save()  # before the flash: between the two a power cut costs blocks, and never mixes records up
            self.slow.save(*payload)
            raise
        if due:
            self.slow.save(*payload)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.store.slots import SlotStore
