"""What an ESP32 has and nothing here: its NVS and its RTC memory, with the limits that they really have.

Sources: MicroPython 1.25, ports/esp32/esp32_nvs.c, machine_rtc.c, mphalport.c (how errors look);
ESP-IDF 5, "Non-Volatile Storage Library" (lengths of keys, sizes of blobs) and nvs.h (numbers of errors).
"""

KEY_TOO_LONG, NOT_FOUND, INVALID_LENGTH, VALUE_TOO_LONG, NO_SPACE = 0x1109, 0x1102, 0x110C, 0x110E, 0x1105

PARTITION = 0x6000  # bytes: `nvs` of MicroPython's ports/esp32/partitions-4MiB.csv
PAGE, ENTRY = 4096, 32  # bytes; a page has 126 entries and a head, and one page stays free for tidying up


class NVS:
    """esp32.NVS(namespace). `reset` is a restart: what was not committed is gone."""

    def __init__(self, namespace):
        _check(len(namespace) <= 15, KEY_TOO_LONG)
        self.flash = {}
        self.reset()

    def reset(self):
        self.blobs = dict(self.flash)

    def set_blob(self, key, value):
        _check(len(key) <= 15, KEY_TOO_LONG)
        _check(len(value) <= min(508_000, (PARTITION - 4000) * 976 // 1000), VALUE_TOO_LONG)
        # The old blob goes only when the new one is there.
        used = sum([_entries(blob) for blob in self.blobs.values()]) + _entries(value)
        _check(used <= (PARTITION // PAGE - 1) * 126, NO_SPACE)
        self.blobs[key] = bytes(value)

    def get_blob(self, key, buffer):
        _check(len(key) <= 15, KEY_TOO_LONG)
        _check(key in self.blobs, NOT_FOUND)
        value = self.blobs[key]
        _check(len(value) <= len(buffer), INVALID_LENGTH)
        buffer[: len(value)] = value
        return len(value)

    def commit(self):
        self.flash = dict(self.blobs)


class RTC:
    """machine.RTC(), its memory alone."""

    def __init__(self):
        self.data = b""

    def memory(self, *data):
        if not data:
            return self.data
        if len(data[0]) > 2048:  # MICROPY_HW_RTC_USER_MEM_MAX
            raise ValueError("buffer too long")
        self.data = bytes(data[0])


def _entries(blob):
    return 2 + (len(blob) + ENTRY - 1) // ENTRY  # data, its head, and the index of the blob


def _check(good, code):
    if not good:
        raise OSError(-code, "ESP_ERR_NVS")
