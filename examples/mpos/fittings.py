"""What a counter has beside the board: a page, keys, a beeper. A host has files in their place."""

import os
import time

import settings


def paper():
    """Return (screen, width, height) of a panel with room for a QR code, of the size of settings.PAPER.

    On a host it is the file page.pbm. Drivers of e-paper differ: return yours here, with 1 for white.
    """
    from framebuf import MONO_HLSB, FrameBuffer

    width, height = settings.PAPER
    pixels = bytearray((width + 7) // 8 * height)

    class Paper(FrameBuffer):
        def show(self):
            with open("page.part", "wb") as file:
                file.write(b"P4 %d %d\n" % (width, height))
                file.write(bytes([byte ^ 0xFF for byte in pixels]))
            os.rename("page.part", "page.pbm")

    return Paper(pixels, width, height, MONO_HLSB), width, height


def keys():
    """Return what has the `value` of a pin for each of settings.KEYS: 0 while the key is down.

    On a host that is while there is a file of this name.
    """
    if settings.WIFI is None:
        return [_File(name) for name in settings.KEYS]
    from machine import Pin

    return [Pin(number, Pin.IN, Pin.PULL_UP) for number in settings.KEYS]


class _File:
    """A key of a host."""

    def __init__(self, name):
        self.name = name

    def value(self):
        try:
            os.stat(self.name)
        except OSError:
            return 1
        return 0


def beep(times):
    """Beep if settings.BEEPER names a pin; a host prints it."""
    if settings.BEEPER is None:
        return
    if settings.WIFI is None:
        print("(beep)" * times)
        return
    from machine import PWM, Pin

    for _ in range(times):
        tone = PWM(Pin(settings.BEEPER), freq=2700)
        time.sleep(0.1)
        tone.deinit()
        time.sleep(0.1)
