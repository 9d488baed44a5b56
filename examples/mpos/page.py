"""What the customer sees on a panel with room for a QR code: the code to pay by, and words for two metres."""

from display import coins, uri
from qr import QUIET, encode

from lightclient.payments.states import LOST, WAITING

LEAST = 100  # rows of pixels; below, the modules of a code are too small for cameras
LETTER = 8  # pixels of a letter of framebuf
PAYABLE = (WAITING, "short") + LOST  # when there is something to pay
LIGHT, DARK = 1, 0


class Page:
    """Draws on whatever has the `fill` and `fill_rect` of a framebuf.FrameBuffer and the `show` of its drivers.

    The code is at the left of a panel that is twice as wide as it is high, and at the top of others; the words have
    what is left, and all of it when there is nothing to pay.
    """

    def __init__(self, screen: "Any", width: int, height: int) -> None:
        from framebuf import MONO_HLSB, FrameBuffer  # which boards without a panel may lack

        self.screen = screen
        self.width = width
        self.height = height
        self.letter = FrameBuffer(bytearray(LETTER), LETTER, LETTER, MONO_HLSB)

    def show(self, status: str, satoshi: int, address: str) -> None:
        left = top = 0
        self.screen.fill(LIGHT)
        if status in PAYABLE:
            wide = self.width >= 2 * self.height
            side = self._code(uri(address, satoshi), self.height if wide else 3 * self.height // 4)
            left, top = (side, 0) if wide else (0, side)
        split = top + 3 * (self.height - top) // 4
        self._words(status.upper().split(" "), left, top, split)
        self._words([coins(satoshi)], left, split, self.height)
        self.screen.show()

    def _code(self, text: str, room: int) -> int:
        """Draw a code in the corner, as large as it fits, and return its side with the quiet zone."""
        rows = encode(text.encode())
        side = len(rows) + 2 * QUIET
        scale = room // side
        for y, row in enumerate(rows):
            for x in range(len(rows)):
                if row >> x & 1:
                    self.screen.fill_rect((x + QUIET) * scale, (y + QUIET) * scale, scale, scale, DARK)
        return side * scale

    def _words(self, lines: "list[str]", left: int, top: int, bottom: int) -> None:
        """Write lines as wide as they fit between `left` and the edge, and at most twice as high."""
        length = max([len(line) for line in lines])
        across = (self.width - left) // (LETTER * length)
        down = min(2 * across, (bottom - top) // (LETTER * len(lines)))
        x = left + (self.width - left - LETTER * across * length) // 2
        y = top + (bottom - top - LETTER * down * len(lines)) // 2
        for line in lines:
            at = x + (length - len(line)) * LETTER * across // 2
            for letter in line:
                self._letter(letter, at, y, across, down)
                at += LETTER * across
            y += LETTER * down

    def _letter(self, letter: str, left: int, top: int, across: int, down: int) -> None:
        self.letter.fill(0)
        self.letter.text(letter, 0, 0)
        for y in range(LETTER):
            for x in range(LETTER):
                if self.letter.pixel(x, y):
                    self.screen.fill_rect(left + x * across, top + y * down, across, down, DARK)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
