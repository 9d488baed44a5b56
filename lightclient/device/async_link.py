"""A connection to a broker under asyncio, on MicroPython and CPython: streams that are awaited, and the link over them.

stream = await open()                       what `tcp` gives
count = await stream.readinto(view, 5)      bytes that came within so many seconds, 0 if none; raises StreamLost
await stream.write(data)
"""

import asyncio

from lightclient.device.clock import Clock
from lightclient.device.link import Connection
from lightclient.device.streams import CONNECT_WAIT, WRITE_WAIT
from lightclient.device.url import place
from lightclient.mqtt.errors import Disconnected, StreamLost, TlsFailed, Unreachable


class AsyncLink(Connection):
    """open: a coroutine function that returns a stream. Only one task may call `next`; others publish and `flush`."""

    def __init__(self, mqtt: "Mqtt", open: "Callable[[], Any]", clock: "Clock", random: "Callable[[], int]") -> None:
        super().__init__(mqtt, open, clock, random)
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
        """Disconnect from the broker; the next `next` connects again."""
        if self.mqtt.connected:
            self.mqtt.disconnect(self.clock.now())
            try:
                await self.flush()
            except (Disconnected, OSError):  # it is gone already
                pass
        self.close()


class Stream:
    """A stream that one task reads.

    asyncio.wait_for would lose a cancellation, or what was read, if both come at the same moment. A task for each read
    would leak: MicroPython's queue keeps links from one task to the next, so a thousand finished tasks stay on the heap
    as long as one of them is alive.
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
        self.failure: "Exception | None" = None

    async def readinto(self, view: memoryview, seconds: float) -> int:
        """After a 0 the next call has to ask for as many bytes."""
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
            except OSError as error:
                self.data = b""
                self.failure = error
            except ValueError as error:
                self.data = b""
                self.failure = TlsFailed(str(error))
            self.happened.set()

    def _ring(self, end: float) -> None:
        """Make sure that `happened` is set by `end`; one alarm that rings early will do."""
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

    def stop(self) -> None:
        """Stop reading, and forget the read that is under way."""
        for task in (self.reading, self.alarm):
            if task is not None:
                task.cancel()
        self.reading = self.alarm = self.data = None
        self.size = 0
        self.wanted.clear()

    async def write(self, data: bytes) -> None:
        try:
            self.writer.write(data)
            await asyncio.wait_for(self.writer.drain(), WRITE_WAIT / 1000)
        except asyncio.TimeoutError:
            raise StreamLost()
        except ValueError as error:  # MicroPython's handshake is here, and checks the certificate
            raise TlsFailed(str(error))

    def close(self) -> None:
        self.stop()
        self.writer.close()


def tcp(host: str, port: int, tls: "Any" = None) -> "Callable[[], Any]":
    """tls: an SSLContext that checks the broker's certificate; None sends everything in the clear.

    The coroutine raises Unreachable and TlsFailed.
    """

    async def connect() -> Stream:
        options = {"ssl": tls, "server_hostname": host} if tls is not None else {}
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port, **options), CONNECT_WAIT)
        except asyncio.TimeoutError:
            raise Unreachable(where=host + ":" + str(port), reason="no answer in time")
        except (OSError, ValueError) as error:
            if tls is not None and (isinstance(error, ValueError) or hasattr(error, "reason")):  # CPython's SSLError
                raise TlsFailed(str(error))
            raise Unreachable(where=host + ":" + str(port), reason=str(error))
        raw = getattr(writer, "s", None)  # MicroPython's; CPython's asyncio does this by itself
        try:
            if raw is not None:
                raw.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY: without it a round trip takes 44 ms
        except (OSError, AttributeError):  # some ports lack it, and so does TLS
            pass
        return Stream(reader, writer)

    return connect


def opener(
    url: str, ca: "bytes | str | None", certificate: "tuple[bytes | str, bytes | str] | None" = None
) -> "Callable[[], Any]":
    """Return the coroutine function that opens a stream to the broker of a URL. Raises BadBroker, TlsFailed."""
    return tcp(*place(url, ca, certificate))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.device.clock import Clock
    from lightclient.mqtt.client import Mqtt
