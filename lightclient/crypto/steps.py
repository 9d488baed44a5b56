"""Long computations in steps.

What takes a board a tenth of a second or more is a generator here: it yields None after at most 4.5 million
instructions, 30 ms on an ESP32, and returns its result. Between two steps a board answers its broker:

    steps = schnorr.verify_steps(key, message, signature)
    async def verdict():
        while True:
            try:
                next(steps)
            except StopIteration as stop:
                return stop.value
            await asyncio.sleep(0)
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import TypeVar

    T = TypeVar("T")
    Steps = Generator[None, None, T]


def finish(steps: "Steps[T]") -> "T":
    """Take all steps at once and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: "T" = stop.value
            return result
