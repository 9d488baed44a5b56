"""Streams under asyncio over a serial line whose other end is connected to a broker."""

import asyncio

from lightclient.device.async_link import Stream
from links.uart import DISCONNECT, MOST, QUIET, SETTLE


class Line(Stream):
    """As uart.Line, in the clear, on MicroPython."""

    def __init__(self, raw: "Any") -> None:
        both = asyncio.StreamReader(raw)
        super().__init__(both, both)
        self.used = False

    async def open(self) -> "Line":
        if self.used:
            await self.write(DISCONNECT)
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
        self.stop()

    def close(self) -> None:
        """The line stays where it is."""
        self.stop()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
