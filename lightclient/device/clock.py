"""Time on a board: seconds that never go back, and a calendar that may not be known."""

import time

YEAR_2000 = 946_684_800  # Unix seconds at the epoch of the boards that count from 2000
# A board without gmtime counts Unix time.
EPOCH = YEAR_2000 if hasattr(time, "gmtime") and time.gmtime(0)[0] == 2000 else 0


class Clock:
    """
    now()     seconds since the clock was made. Read it at least every three days. After 2**24 seconds (half a year) a
              board's float is too coarse for it: restart before that.
    unix()    Unix seconds; None while the calendar is not set: then it is before `floor`
    floor     Unix seconds that are taken to be past; a device sets it by the time of its newest block

    ticks: milliseconds that run over at ticks_period, a power of two. calendar: seconds since `EPOCH`.
    """

    def __init__(
        self,
        ticks: "Callable[[], int] | None" = None,
        ticks_period: "int | None" = None,
        calendar: "Callable[[], float]" = time.time,
        floor: int = 0,
    ) -> None:
        self.ticks = ticks or _ticks
        self.mask = (ticks_period or PERIOD) - 1
        self.calendar = calendar
        self.floor = floor
        self.last = self.ticks()
        self.passed = 0

    def now(self) -> float:
        tick = self.ticks()
        self.passed += tick - self.last & self.mask
        self.last = tick
        return self.passed / 1000

    def unix(self) -> "int | None":
        seconds = int(self.calendar()) + EPOCH
        return seconds if seconds >= max(self.floor, 1) else None


try:
    from time import ticks_add, ticks_ms  # type: ignore[attr-defined]

    _ticks = ticks_ms
    PERIOD = ticks_add(0, -1) + 1
except ImportError:  # CPython
    PERIOD = 1 << 62

    def _ticks() -> int:
        return time.time_ns() // 1_000_000


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
