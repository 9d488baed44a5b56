"""A device under asyncio: it follows in a task of its own, and the application goes on.

    device = AsyncDevice(TESTNET4, ["gw1", "gw2"], "till-7", tcp("broker", 1883), store, chance)
    device.start()
    await device.catch_up(60)                  as on Device
    verdict = await device.prove(txid, 30)
    good = await in_steps(schnorr.verify_steps(key, message, signature))
    await device.sleep()                       the task has ended, as it should before asyncio.run does

`tcp` is that of async_link.py.
"""

import asyncio

from port.async_link import AsyncLink
from port.core import KNOWN, Core
from port.errors import Disconnected

FOREVER = 1e9  # seconds


class AsyncDevice(Core):
    """The arguments are those of Core. Between `start` and `sleep` everything else may be called, from any task."""

    connection = AsyncLink

    def __init__(self, *arguments: "Any", **options: "Any") -> None:
        super().__init__(*arguments, **options)
        self.happened = asyncio.Event()
        self.proves = asyncio.Lock()  # a follower has one question at a time
        self.task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        self.happened.clear()
        self.task = asyncio.create_task(self._follow())

    async def catch_up(self, seconds: float) -> str:
        """Wait until the chain is as good as known, or the time is over; return what is known."""
        known: str = await self._wait(self.following(seconds, KNOWN))
        return known

    async def prove(self, txid: bytes, seconds: float) -> "Verdict":
        """As `proving`."""
        async with self.proves:
            verdict: "Verdict" = await self._wait(self.proving(txid, seconds))
            return verdict

    async def report(self, verdict: "Verdict | None" = None, seconds: float = 10) -> bool:
        """As `reporting`."""
        arrived: bool = await self._wait(self.reporting(verdict, seconds))
        return arrived

    async def publish(self, topic: str, payload: bytes, retain: bool = False, seconds: float = 10) -> bool:
        """As `follower.publishing`, for so many seconds."""
        until = self.clock.now() + seconds
        arrived: bool = await self._wait(self.follower.publishing(topic, payload, retain, until))
        return arrived

    async def sleep(self) -> None:
        """Save, say good-bye to the broker, and end the task; `start` begins anew."""
        while self.task is not None and not self.task.done():
            self.task.cancel()  # more than once: wait_for may lose one
            await asyncio.sleep(0)
        self.save()
        await self.link.leave()
        self.follower.stop()

    async def _follow(self) -> None:
        try:
            for until in self.following(FOREVER):
                self.follower.take(await self.link.next(self.follower.wait(until)))
                self.happened.set()
                self.happened.clear()
        finally:
            self.happened.set()

    async def _wait(self, job: "Job[Any]") -> "Any":
        while True:
            try:
                next(job)
            except StopIteration as stop:
                return stop.value
            try:
                await self.link.flush()
            except (Disconnected, OSError):  # who reads from it will notice
                pass
            await self.happened.wait()
            if self.task is not None and self.task.done():
                await self.task  # raises why it ended


async def in_steps(steps: "Steps[T]") -> "T":
    """Take the steps of a long computation, between which others have their turn; return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: "T" = stop.value
            return result
        await asyncio.sleep(0)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from lightclient.bitcoin.verdict import Verdict
    from lightclient.crypto.steps import Steps
    from port.follower import Job

    T = TypeVar("T")
