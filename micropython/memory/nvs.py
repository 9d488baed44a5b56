"""Slots in an ESP32's NVS, the key-value store of ESP-IDF: for a board that keeps no files."""

from lightclient.device.errors import RecordTooLarge

NOT_FOUND = -0x1102  # ESP_ERR_NVS_NOT_FOUND in nvs.h, as MicroPython's OSError has it
SIZE = 2048  # bytes of a slot: NVS says no length, so a buffer of this size is read into


class NvsSlots:
    """A medium for SlotStore: two blobs. nvs: an esp32.NVS, whose namespace has at most 15 characters."""

    def __init__(self, nvs: "Any") -> None:
        self.nvs = nvs

    def read(self, slot: int) -> bytes:
        buffer = bytearray(SIZE)
        try:
            size = self.nvs.get_blob("slot" + str(slot), buffer)
        except OSError as error:
            if error.errno != NOT_FOUND:
                raise
            return b""
        return bytes(memoryview(buffer)[:size])

    def write(self, slot: int, parts: "list[bytes]") -> None:
        """Raises RecordTooLarge, OSError."""
        data = b"".join(parts)
        if len(data) > SIZE:
            raise RecordTooLarge(len(data), SIZE)
        self.nvs.set_blob("slot" + str(slot), data)
        self.nvs.commit()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
