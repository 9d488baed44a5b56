"""A broker that misbehaves: it plays a part on each of its first connections, and then is a proxy to a real one."""

import asyncio
import contextlib
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable

from tests.services.proxy import Proxy

Part = Callable[[StreamReader, StreamWriter], Awaitable[None]]

WELCOME = b"\x20\x02\x00\x00"


class Rogue(Proxy):
    """Plays `parts`, one a connection, on `port`. met: the moment of each connection; left: of each one's end."""

    def __init__(self, target: int, parts: list[Part]) -> None:
        super().__init__(target)
        self.parts = parts
        self.met: list[float] = []
        self.left: list[float] = []

    def __enter__(self) -> "Rogue":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.met.append(time.monotonic())
        if not self.parts:
            return await super()._serve(reader, writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self.parts.pop(0)(reader, writer)
        self.left.append(time.monotonic())
        writer.close()


def says(data: bytes, answers: bool = False) -> Part:
    """A part: take the CONNECT, say `data`, and then nothing more until the other side has had enough.

    answers: acknowledge all that comes, as a broker does, but pings.
    """

    async def play(reader: StreamReader, writer: StreamWriter) -> None:
        await _packet(reader)
        writer.write(data)
        while True:
            try:
                first, body = await _packet(reader)
            except asyncio.IncompleteReadError:
                return
            if first >> 4 == _DISCONNECT:  # all that comes from a line that cannot be hung up
                return
            if answers and first >> 4 in _ACKNOWLEDGED:
                writer.write(_ACKNOWLEDGED[first >> 4](body))

    return play


def refuses(count: int) -> Part:
    """A part: refuse so many subscriptions, and hang up."""

    async def play(reader: StreamReader, writer: StreamWriter) -> None:
        await _packet(reader)
        writer.write(WELCOME)
        for _ in range(count):
            first, body = await _packet(reader)
            while first >> 4 != _SUBSCRIBE:
                first, body = await _packet(reader)
            writer.write(b"\x90\x03" + body[:2] + b"\x80")

    return play


async def hangs_up(reader: StreamReader, writer: StreamWriter) -> None:
    """A part: close at once."""


def floods(data: bytes, first: bytes = b"") -> Part:
    """A part: say `first`, and then `data` over and over."""

    async def play(reader: StreamReader, writer: StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(data)
            await writer.drain()

    return play


def publish(size: int, first: int = 0x30, topic: bytes = b"t") -> bytes:
    """Return a PUBLISH whose body has `size` bytes, of which only the topic is there."""
    length = bytearray()
    rest = size
    while rest > 127:
        length.append(rest & 127 | 128)
        rest >>= 7
    length.append(rest)
    return bytes([first]) + length + len(topic).to_bytes(2, "big") + topic


_SUBSCRIBE = 8
_DISCONNECT = 14
_ACKNOWLEDGED: dict[int, Callable[[bytes], bytes]] = {
    _SUBSCRIBE: lambda body: b"\x90\x03" + body[:2] + b"\x01",
    10: lambda body: b"\xb0\x02" + body[:2],
}


async def _packet(reader: StreamReader) -> tuple[int, bytes]:
    first = (await reader.readexactly(1))[0]
    size = shift = 0
    while True:
        byte = (await reader.readexactly(1))[0]
        size |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            return first, await reader.readexactly(size)
