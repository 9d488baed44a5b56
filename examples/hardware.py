"""What differs from board to board, for both examples; all else runs as it is on a host, an emulated and a real board.

`qemu` is an emulated board: a serial line to the broker, a flash behind LittleFS. With settings.WIFI it is a real one
(written for ESP32). Else it is MicroPython on a host, which keeps its files in the folder that it was started in.
"""

import sys
import time

import settings

from lightclient.device.entropy import entropy, seeded
from lightclient.device.errors import NoEntropy
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore

EMULATED = sys.platform == "qemu"
JOIN = 15  # seconds for a Wi-Fi
WARM = 21_500  # thousandths of a degree, where there is no sensor

if EMULATED:
    import board
    import disk
    from links.uart import Line

    disk.mount("/flash")
    line = Line(board.UART())
    FOLDER = "/flash/"
    tcp = None
else:
    from lightclient.device.url import opener

    FOLDER = ""
    tcp = opener(settings.BROKER, settings.CA)

_watchdogs = []  # the one, once it was started


class Reset(Exception):
    """Stands for the reset after a deep sleep where the board has no such sleep: the program begins again."""


def open_broker():
    """Return a new stream to the broker; a Wi-Fi that was lost is joined again first. Raises OSError, Disconnected."""
    if tcp is None:
        return line.open()
    if settings.WIFI is not None:
        _join(*settings.WIFI)
    return tcp()


def feed():
    """Feed the watchdog, the first time by starting it, if settings.WATCHDOG wants one.

    It resets the board after so many seconds without. The longest a device is busy is while it connects: 10 seconds for
    the connection, and as long for TLS.
    """
    if settings.WATCHDOG is None:
        return
    if not _watchdogs:
        from machine import WDT

        _watchdogs.append(WDT(timeout=1000 * settings.WATCHDOG))
    _watchdogs[0].feed()


def log(text):
    """Tell whoever has the console why something was lost."""
    print("(" + text + ")")


def random():
    """Return what a Device takes as random: ids and pauses, no keys."""
    try:
        return seeded(entropy(16))
    except NoEntropy:  # enough for the emulated boards: no two starts are alike
        return seeded((settings.NAME + str(time.ticks_us())).encode())


def store(name):
    """Return a store whose records survive a power cut."""
    return SlotStore(FileSlots(FOLDER + name))


def sleep_store(name):
    """Return a store for what is saved at every waking, at most 2,048 bytes: in RTC memory, where there is one.

    That spares the flash, which has every 24th record: after a power cut a device catches up on what came since.
    """
    try:
        from machine import RTC

        memory = RTC()
        memory.memory()  # not every RTC has any
    except (ImportError, AttributeError):
        return store(name)
    from memory.rtc import RtcSlot, SleepStore

    return SleepStore(SlotStore(RtcSlot(memory)), store(name), 24)


def sleep(seconds):
    """Sleep, and wake by starting anew: a real board does so by itself, for the others Reset is raised."""
    try:
        from machine import deepsleep
    except ImportError:
        time.sleep(seconds)
        if EMULATED:
            line.used = False  # as after a reset: the bridge has connected again by itself
        raise Reset
    else:
        deepsleep(1000 * seconds)


def temperature():
    """Return thousandths of a degree Celsius."""
    try:
        from esp32 import mcu_temperature  # C3, S3 and their kin: the chip's own
    except ImportError:
        return WARM
    return 1000 * mcu_temperature()


def fan(runs):
    """Switch what settings.FAN names a pin of."""
    if settings.FAN is not None:
        from machine import Pin

        Pin(settings.FAN, Pin.OUT).value(runs)


def oled():
    """Return a panel of 128 by 64 pixels, None if settings.OLED names no pins."""
    if settings.OLED is None:
        return None
    from machine import I2C, Pin
    from ssd1306 import SSD1306_I2C  # mpremote mip install ssd1306

    clock, data = settings.OLED
    return SSD1306_I2C(128, 64, I2C(0, scl=Pin(clock), sda=Pin(data)))


def _join(name, password):
    from network import STA_IF, WLAN

    wifi = WLAN(STA_IF)
    if wifi.isconnected():
        return
    wifi.active(True)
    wifi.connect(name, password)
    for _ in range(10 * JOIN):
        if wifi.isconnected():
            return
        feed()
        time.sleep(0.1)
    wifi.disconnect()
    raise OSError("no Wi-Fi")
