"""Heads of a log in Bitcoin's chain, by OpenTimestamps: calendars stamp them, and tell later which block has each.

    FOLDER/<size>         a signed head
    FOLDER/<size>.ots     its timestamp; the digest is the head's hash

A head is written before its timestamp, and that once it is promised; a restart goes on with what waits. Calendars see
neither the head nor its hash (opentimestamps/hosts/stamping.py). Several servers of one log may share the folder: they
look at what is there.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.hosts.publishing import put
from lightclient.audit.hosts.settings import EVERY
from lightclient.errors import LightClientError
from lightclient.gateway.logs import Quiet, log
from lightclient.opentimestamps import file
from lightclient.opentimestamps.file import MAX_SIZE
from lightclient.opentimestamps.hosts.calendar import POOLS, checked
from lightclient.opentimestamps.hosts.stamping import is_complete, stamp, upgrade
from lightclient.opentimestamps.operations import SHA256

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from lightclient.audit.hosts.server import LogServer
    from lightclient.mqtt.hosts.proxy import Proxy

NEEDED = 2  # calendars that must promise an attestation, or all of those that are asked
PAUSE = 600.0  # seconds until calendars are asked again
WAITING = 64  # timestamps, the newest ones, that calendars are asked for
SUFFIX = ".ots"


class Stamps:
    """What keeps the heads of one log stamped.

    run(server)      at work until it is cancelled
    newest()         the size of the newest head that a block attests, 0 before the first
    """

    def __init__(
        self,
        folder: Path,
        calendars: Iterable[str] = (),
        every: float = EVERY,
        proxy: Proxy | None = None,
        needed: int = NEEDED,
    ) -> None:
        """Raises BadCalendarUrl."""
        self.calendars = tuple(dict.fromkeys(map(checked, calendars))) or POOLS
        self._attested = 0
        self._folder = folder
        self._every = every
        self._proxy = proxy
        self._needed = min(needed, len(self.calendars))
        self._quiet = Quiet(log)

    def newest(self) -> int:
        return self._attested

    async def run(self, server: LogServer) -> None:
        while True:
            await self._try("head not stamped", server, self._stamp)
            await self._try("timestamps wait", server, self._upgrade)
            await asyncio.sleep(min(self._every, PAUSE))

    async def _try(self, event: str, server: LogServer, step: Callable[[LogServer], Awaitable[None]]) -> None:
        try:
            await step(server)
            self._quiet.forget(event)
        except (LightClientError, OSError) as error:
            why = str(error) if isinstance(error, LightClientError) else error.strerror or type(error).__name__
            self._quiet.warning(event, {"log": server.origin, "error": type(error).__name__, "reason": why})

    async def _stamp(self, server: LogServer) -> None:
        """Stamp the newest head if one is due, and it is larger than all that are stamped."""
        newest = max(self._sizes(), default=0)
        if server.head is None or server.head.size <= newest or (newest and not self._is_due(newest)):
            return
        size, note = server.head.size, server.head.note
        digest = heads.parse(notes.parse(note).text).hash()
        made, _ = await stamp([(SHA256, digest)], self.calendars, self._needed, self._proxy)
        await asyncio.to_thread(put, self._folder / str(size), note)
        await asyncio.to_thread(put, self._path(size), made[0].serialize())
        self._quiet.info("head stamped", {"log": server.origin, "size": size})

    def _is_due(self, newest: int) -> bool:
        """Return whether so much time has passed since the newest was stamped; a clock that was put back says yes."""
        return not 0 <= time.time() - self._path(newest).stat().st_mtime < self._every

    async def _upgrade(self, server: LogServer) -> None:
        """Ask calendars for the blocks of what waits; the first error is raised once all were asked."""
        failed: Exception | None = None
        for size in sorted(self._sizes())[-WAITING:]:
            try:
                data = await asyncio.to_thread(self._read, size)
                if not is_complete(file.parse(data).timestamp):
                    made, _ = await upgrade(data, self.calendars, self._proxy)
                    if made == data:
                        continue
                    await asyncio.to_thread(put, self._path(size), made)
                    if not is_complete(file.parse(made).timestamp):
                        continue
                    self._quiet.info("head attested", {"log": server.origin, "size": size})
                self._attested = max(self._attested, size)
            except (LightClientError, OSError) as error:
                failed = failed or error
        if failed:
            raise failed

    def _path(self, size: int) -> Path:
        return self._folder / (str(size) + SUFFIX)

    def _sizes(self) -> list[int]:
        """Return the sizes of the heads that are stamped."""
        names = [path.name[: -len(SUFFIX)] for path in self._folder.glob("*" + SUFFIX)]
        return [int(name) for name in names if name.isascii() and name.isdigit()]

    def _read(self, size: int) -> bytes:
        with open(self._path(size), "rb") as held:
            return held.read(MAX_SIZE + 1)
