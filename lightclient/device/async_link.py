"""A connection to a broker under asyncio, on MicroPython and CPython: streams that are awaited, and the link over them.

stream = await open()                       what `tcp` and `Line(...).open` give
count = await stream.readinto(view, 5)      bytes that came within so many seconds, 0 if none; raises StreamLost
await stream.write(data)
"""

import asyncio

from port.clock import Clock
from port.errors import Disconnected, StreamLost, TlsFailed
from port.link import Connection
from port.streams import CONNECT_WAIT, MOST, QUIET, SETTLE, WRITE_WAIT


class AsyncLink(Connection):
    """open: a coroutine function that returns a stream. Only one task may call `next`; others publish and `flush`."""

    def __init__(self, mqtt: "Mqtt", open: "Callable[[], Any]", clock: "Clock", chance: "Callable[[], int]") -> None:
        super().__init__(mqtt, open, clock, chance)
        self.writing = asyncio.Lock()

    async def next(self, until: float) -> "tuple[Any, ...] | None":
        """As Link.next."""
        while True:
            now = self.clock.now()
            try:
                if self.stream is None:
                    if now < self.retry_at:
                        await asyncio.sleep(max(0, min(until, self.retry_at) - now))
                        if self.retry_at > until:
                            return None
                    self.stream = await self.open()
                    now = self.clock.now()
                    self.mqtt.connect(now)
                await self.flush()
                seconds = max(min(until, self.mqtt.wake_at) - now, 0)
                count = await self.stream.readinto(self.mqtt.space(), seconds)
                now = self.clock.now()
                if count:
                    event = self._took(count, now)
                    if event is not None or now >= until:
                        return event
                    continue
                self.mqtt.tick(now)
                await self.flush()
                if now >= until:
                    return None
            except (Disconnected, OSError) as error:
                return self._lost(error)

    async def flush(self) -> None:
        """Raises OSError, StreamLost."""
        async with self.writing:
            out = self.mqtt.out
            while out and self.stream is not None:
                packet = out.pop(0)
                self.sent += len(packet)
                await self.stream.write(packet)

    async def leave(self) -> None:
        """Say good-bye to the broker; the next `next` connects again."""
        if self.mqtt.connected:
            self.mqtt.disconnect(self.clock.now())
            try:
                await self.flush()
            except (Disconnected, OSError):  # it is gone already
                pass
        self.close()


class Stream:
    """Not with asyncio.wait_for, which loses a cancellation, or what was read, if both come at the same moment.

    Nor with a task for each read: MicroPython's queue of tasks leaves links behind from one to the next, so that a
    thousand which are over are garbage to nobody as long as one of them is not.
    """

    def __init__(self, reader: "Any", writer: "Any") -> None:
        self.reader = reader
        self.writer = writer
        self.clock = Clock()
        self.wanted = asyncio.Event()  # somebody waits for `size` bytes at most
        self.happened = asyncio.Event()  # there is data, or it is `alarm_at`
        self.size = 0
        self.alarm_at = 0.0
        self.reading: "asyncio.Task[None] | None" = None
        self.alarm: "asyncio.Task[None] | None" = None
        self.data: "bytes | None" = None
        self.failure: "TlsFailed | None" = None

    async def readinto(self, view: memoryview, seconds: float) -> int:
        """After a 0 the next call has to be for as many bytes."""
        end = self.clock.now() + seconds
        if not self.size:
            self.size = len(view)
            self.wanted.set()
            if self.reading is None:
                self.reading = asyncio.create_task(self._read())
        await asyncio.sleep(0)
        while self.data is None:
            if self.clock.now() >= end:
                return 0
            self._ring(end)
            self.happened.clear()
            await self.happened.wait()
        data, self.data, self.size = self.data, None, 0
        if not data:
            raise self.failure or StreamLost()
        view[: len(data)] = data
        return len(data)

    async def _read(self) -> None:
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            try:
                self.data = await self.reader.read(self.size)
            except OSError:
                self.data = b""
            except ValueError as error:
                self.data = b""
                self.failure = TlsFailed(str(error))
            self.happened.set()

    def _ring(self, end: float) -> None:
        """See that `happened` is set by then; one alarm that rings too early is as good as many."""
        if self.alarm is not None:
            if self.alarm_at <= end:
                return
            self.alarm.cancel()
        self.alarm_at = end
        self.alarm = asyncio.create_task(self._alarm(end - self.clock.now()))

    async def _alarm(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.alarm = None
        self.happened.set()

    def _stop(self) -> None:
        """Read no more; what was waited for is not."""
        for task in (self.reading, self.alarm):
            if task is not None:
                task.cancel()
        self.reading = self.alarm = self.data = None
        self.size = 0
        self.wanted.clear()

    async def write(self, data: bytes) -> None:
        try:
            self.writer.write(data)
            await _within(self.writer.drain(), WRITE_WAIT / 1000)
        except ValueError as error:  # MicroPython's greeting is when it looks at the certificate
            raise TlsFailed(str(error))

    def close(self) -> None:
        self._stop()
        self.writer.close()


def tcp(host: str, port: int, tls: "Any" = None) -> "Callable[[], Any]":
    """tls: an SSLContext that checks the broker's certificate; None sends everything in the clear.

    The coroutine raises OSError, StreamLost, TlsFailed.
    """

    async def connect() -> Stream:
        options = {"ssl": tls, "server_hostname": host} if tls is not None else {}
        try:
            reader, writer = await _within(asyncio.open_connection(host, port, **options), CONNECT_WAIT)
        except ValueError as error:  # what CPython says of a certificate
            raise TlsFailed(str(error))
        raw = getattr(writer, "s", None)  # MicroPython's; CPython's asyncio does this by itself
        try:
            if raw is not None:
                raw.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY: without it a round trip takes 44 ms
        except (OSError, AttributeError):  # not every port has it, and no TLS
            pass
        return Stream(reader, writer)

    return connect


class Line(Stream):
    """As streams.Line, on MicroPython."""

    def __init__(self, raw: "Any") -> None:
        both = asyncio.StreamReader(raw)
        super().__init__(both, both)
        self.used = False

    async def open(self) -> "Line":
        if self.used:
            await self.write(b"\xe0\0")
            await self._run_out()
            await asyncio.sleep(SETTLE / 1000)
        self.used = True
        await self._run_out()
        return self

    async def _run_out(self) -> None:
        scrap = memoryview(bytearray(64))
        for _ in range(MOST):
            if not await self.readinto(scrap, QUIET / 1000):
                break
        self._stop()

    def close(self) -> None:
        """The line stays where it is."""
        self._stop()


async def _within(work: "Any", seconds: float) -> "Any":
    try:
        return await asyncio.wait_for(work, seconds)
    except asyncio.TimeoutError:
        raise StreamLost()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from port.clock import Clock
    from port.mqtt import Mqtt
