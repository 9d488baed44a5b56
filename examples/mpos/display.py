"""What the customer sees: on a terminal all of it, on a small panel what fits."""

COIN = 100_000_000  # satoshi
COLUMNS, ROWS, HEIGHT = 16, 6, 10  # of a panel of 128 by 64 pixels, with letters of 8 by 8


def coins(satoshi: int) -> str:
    """Return an amount in bitcoin, as BIP21 wants it."""
    return f"{satoshi // COIN}.{satoshi % COIN:08d}"


def uri(address: str, satoshi: int) -> str:
    """Return the text of the QR code that wallets read (BIP21)."""
    return "bitcoin:" + address + "?amount=" + coins(satoshi)


class Words:
    """Prints."""

    def show(self, status: str, satoshi: int, address: str) -> None:
        print(status + ": " + uri(address, satoshi))


class Panel:
    """Writes on whatever has the `fill` and `text` of a framebuf.FrameBuffer and the `show` of its drivers."""

    def __init__(self, screen: "Any") -> None:
        self.screen = screen

    def show(self, status: str, satoshi: int, address: str) -> None:
        lines = [status, coins(satoshi)] + [address[at : at + COLUMNS] for at in range(0, len(address), COLUMNS)]
        self.screen.fill(0)
        for row, line in enumerate(lines[:ROWS]):
            self.screen.text(line, 0, row * HEIGHT)
        self.screen.show()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
