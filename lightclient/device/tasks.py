"""A device under asyncio: it follows in a task of its own, and the application goes on.

    device = AsyncDevice(NETWORK, "till-7", ["gw1", "gw2"], "mqtt://broker", CHECKPOINT, "/chain")
    async with device.awake(60) as status:      as on Device; or `device.start()`, and `await device.sleep()`
        verdict = await device.prove(subject, 30)
        good = await in_steps(schnorr.verify_steps(key, message, signature))

The task has ended before the context does, as it should before asyncio.run does.
"""

import asyncio

from lightclient.device.async_link import AsyncLink, opener
from lightclient.device.awake import Awake
from lightclient.device.core import Core
from lightclient.mqtt.errors import Disconnected
from lightclient.sync.quorum import KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, TypeVar

    from lightclient.crypto.steps import Steps
    from lightclient.device.jobs import Job
    from lightclient.device.status import Status
    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.ledger import Question

    T = TypeVar("T")

FOREVER = 1e9  # seconds


class AsyncDevice(Core):
    """The arguments are those of Core. Between `start` and `sleep` everything else may be called, from any task."""

    connection = AsyncLink
    open_url = staticmethod(opener)

    def __init__(self, *arguments: "Any", **options: "Any") -> None:
        super().__init__(*arguments, **options)
        self.happened = asyncio.Event()
        self.task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        self.happened.clear()
        self.task = asyncio.create_task(self._follow())

    def awake(self, seconds: float) -> Awake:
        """Return a context in which the device follows, and has caught up as far as so many seconds allow."""
        return Awake(self, seconds)

    async def catch_up(self, seconds: float) -> str:
        """Wait until the chain is synced or slow, or the time is up; return its state."""
        known: str = await self._wait(self.following(seconds, KNOWN))
        return known

    async def ask(self, question: "Question", seconds: float = 30) -> "Any":
        """As `asking`."""
        return await self._wait(self.asking(question, seconds))

    async def prove(self, subject: "Any", seconds: float = 30) -> "Verdict":
        """As `proving`."""
        verdict: "Verdict" = await self._wait(self.proving(subject, seconds))
        return verdict

    async def report(self, verdict: "Verdict | None" = None, seconds: float = 10) -> bool:
        """As `reporting`."""
        arrived: bool = await self._wait(self.reporting(verdict, seconds))
        return arrived

    async def publish(self, topic: str, payload: bytes, retain: bool = False, seconds: float = 10) -> bool:
        """As `publishing`, for so many seconds."""
        arrived: bool = await self._wait(self.publishing(topic, payload, retain, self.clock.now() + seconds))
        return arrived

    async def sleep(self) -> None:
        """Save, say good-bye to the broker, and end the task; `start` begins anew."""
        task, self.task = self.task, None
        while task is not None and not task.done():
            task.cancel()  # more than once: wait_for may lose one
            await asyncio.sleep(0)
        self.save()
        await self.link.leave()
        self.follower.disconnect()

    async def run(
        self,
        work: "Callable[[AsyncDevice, Status], Awaitable[float | None]]",
        sleep: "Callable[[float], Awaitable[object]]" = asyncio.sleep,
        every: float = 600,
        awake: float = 60,
    ) -> None:
        """Wake, work and sleep, for ever; as Device.run, where `work` and `sleep` are awaited."""
        while True:
            pause, failed = None, True
            try:
                async with self.awake(awake) as status:
                    failed = not status.live
                    pause = await work(self, status)
            except Exception as error:
                failed = True
                self.mark(type(error).__name__, str(error))
            await sleep(self._woke(failed, pause, every))

    async def _follow(self) -> None:
        try:
            for until in self.following(FOREVER):
                self.take(await self.link.next(self.wait(until)))
                self.happened.set()
                self.happened.clear()
        finally:
            self.happened.set()

    async def _wait(self, job: "Job[Any]") -> "Any":
        if self.task is None:
            self.start()
        task: "Any" = self.task
        while True:
            try:
                next(job)
            except StopIteration as stop:
                return stop.value
            try:
                await self.link.flush()
            except (Disconnected, OSError):  # whoever reads from it will notice
                pass
            await self.happened.wait()
            if task.done():
                await task  # raises why it ended


async def in_steps(steps: "Steps[T]") -> "T":
    """Take the steps of a long computation, between which others have their turn; return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: "T" = stop.value
            return result
        await asyncio.sleep(0)
