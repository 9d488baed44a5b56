"""Three keys at a counter: the amount, the next sale, and cancel."""

AMOUNT, NEXT, CANCEL = range(3)
SAMPLE = 0.03  # seconds between two looks at the keys


class Key:
    """Tells each press once. A key bounces: down and up count when two samples in a row say so.

    pin: whatever has the `value` of a pin, 0 while the key is down.
    """

    def __init__(self, pin: "Any") -> None:
        self.pin = pin
        self.down = self.last = False

    def pressed(self) -> bool:
        """Take a sample, some 30 ms after the last one, and return whether it completes a press."""
        now = not self.pin.value()
        steady = now == self.last
        self.last = now
        if not steady or now == self.down:
            return False
        self.down = now
        return now


class Counter:
    """What the keys do, and what is shown between two sales: the amount of the next, or that the last was paid."""

    def __init__(
        self, till: "Till", amounts: "tuple[int, ...]", pins: "list[Any]", beep: "Callable[[int], None]"
    ) -> None:
        """amounts: satoshi, from which AMOUNT picks. pins: of AMOUNT, NEXT and CANCEL. beep(times)."""
        self.till = till
        self.beep = beep
        self.amounts = amounts
        self.picked = 0
        self.keys = [Key(pin) for pin in pins]
        self.paid: "Showing | None" = None  # until a key is pressed

    def follow(self, device: "Device", seconds: float) -> None:
        """Follow the chain for so long, or until a key is pressed."""
        end = device.clock.now() + seconds
        while device.clock.now() < end:
            device.step(device.clock.now() + SAMPLE)
            if self.pressed():
                return
        device.follow(0)

    def pressed(self) -> bool:
        """Sample the keys, and return whether one was pressed. It beeps if that does nothing."""
        found = False
        for number, key in enumerate(self.keys):
            if key.pressed():
                found = True
                if not self._press(number):
                    self.beep(1)
        return found

    def _press(self, number: int) -> bool:
        """Raises what `Till.open` and `Till.cancel` raise."""
        till = self.till
        free = till.sale is None
        cleared = free and self.paid is not None
        if free:
            self.paid = None
        if number == AMOUNT and free:
            self.picked = (self.picked + 1) % len(self.amounts)
            return True
        if number == NEXT and free:
            return till.open(self.amounts[self.picked])
        return cleared or (number == CANCEL and till.cancel())

    def showing(self, showing: "Showing", paid: bool) -> "Showing":
        """Return what is shown of what the till would show. paid: whether that sale has just been paid."""
        if paid:
            self.paid = showing
            self.beep(3)
        if self.till.sale is not None:
            return showing
        return self.paid or (showing[0], self.amounts[self.picked], "")


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from till import Till

    from lightclient.device.device import Device

    Showing = tuple[str, int, str]  # status, satoshi, address
