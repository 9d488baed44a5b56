"""A link that fails on demand: a TCP proxy between a client and a service."""

import asyncio
import random
import socket
import struct
from asyncio import Queue, StreamReader, StreamWriter

from tests.services.loop import LoopThread
from tests.services.process import free_port

PIECE = 4096  # bytes
ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: drop what is unsent and close with RST instead of FIN


class Proxy:
    """Forwards `port` to the loopback port `target`. Faults may be set at any time, from any thread.

    delay, jitter   seconds that each piece of data travels, and the most that is drawn (from `seed`) on top of them;
                    pieces never overtake each other
    rate            bytes a second, each way of each connection; None for no limit
    up, down        bytes delivered so far to the target and from it
    """

    def __init__(self, target: int, seed: int = 0) -> None:
        self.target = target
        self.port = free_port()
        self.delay = self.jitter = 0.0
        self.rate: float | None = None
        self.up = self.down = 0
        self._random = random.Random(seed)
        self._left: int | None = None  # bytes until the cut
        self._connections: set[asyncio.Task[None] | None] = set()

    def start(self) -> None:
        self._thread = LoopThread()
        self._flows = asyncio.Event()
        self.resume()
        self.accept()

    def stop(self) -> None:
        self.refuse()
        self._thread.close()

    def stall(self) -> None:
        """Deliver nothing more, without a word to either side. New connections are made and stay silent."""
        self._thread.call(self._flows.clear)

    def resume(self) -> None:
        """Deliver what has waited since `stall`."""
        self._thread.call(self._flows.set)

    def refuse(self) -> None:
        """Close the port, so that who connects is refused. Open connections stay."""
        self._thread.call(self._server.close)

    def accept(self) -> None:
        """Open the port."""
        self._server = self._thread.run(asyncio.start_server(self._serve, "127.0.0.1", self.port))

    def cut(self, after: int = 0) -> None:
        """Reset all connections (RST): now, or once `after` more bytes are delivered, both ways together."""
        self._left = after or None
        if not after:
            self._thread.call(self._reset)

    def _reset(self) -> None:
        for connection in self._connections:
            connection.cancel()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._connections.add(asyncio.current_task())
        writers, tasks = [writer], []
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
            writers.append(far_writer)
            for source, drain, way in ((reader, far_writer, "up"), (far_reader, writer, "down")):
                travelling: Queue[tuple[float, bytes | None]] = Queue(64)
                tasks.append(asyncio.create_task(self._take(source, travelling)))
                tasks.append(asyncio.create_task(self._deliver(travelling, drain, way)))
            await asyncio.gather(*tasks)
        except (OSError, asyncio.CancelledError):
            for end in [end for end in writers if not end.transport.is_closing()]:
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
                end.transport.abort()
        self._connections.discard(asyncio.current_task())
        for task in tasks:
            task.cancel()
        for end in writers:
            end.close()

    async def _take(self, reader: StreamReader, travelling: "Queue[tuple[float, bytes | None]]") -> None:
        data: bytes | None = b"-"
        while data:
            try:
                data = await reader.read(PIECE)
            except OSError:
                data = None  # a reset, which travels like everything else
            due = asyncio.get_running_loop().time() + self.delay + self._random.uniform(0, self.jitter)
            await travelling.put((due, data))

    async def _deliver(self, travelling: "Queue[tuple[float, bytes | None]]", writer: StreamWriter, way: str) -> None:
        writer.transport.set_write_buffer_limits(0)  # drain() returns when all is with the kernel
        while True:
            due, data = await travelling.get()
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            await asyncio.sleep(len(data or b"") / self.rate if self.rate else 0)
            await self._flows.wait()
            if data is None:
                raise ConnectionResetError
            if not data:
                return writer.write_eof()
            ends_here = self._left is not None and self._left <= len(data)
            if self._left is not None:
                data = data[: self._left]
                self._left = None if ends_here else self._left - len(data)
            setattr(self, way, getattr(self, way) + len(data))  # before anybody can have received it
            writer.write(data)
            await writer.drain()
            if ends_here:
                return self._reset()
