"""Heads and tiles in a folder, for any web server or CDN: the log can be read and followed without its server.

    checkpoint                   the newest head, written last, so that all that it covers is there
    tile/<level>/<number>        hashes (tiles.py)
    tile/entries/<number>        entries, each with its length before it: hashes of statements, never a statement

What is written never changes, but for the head. Partial tiles go once the full one is there.

Source: C2SP tlog-tiles.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
from hashlib import sha256
from pathlib import Path

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.hosts.errors import LogDamaged
from lightclient.audit.hosts.store import LogStore, Signed
from lightclient.audit.hosts.tiles import ENTRIES, WIDTH, bundles, changed, path_of
from lightclient.audit.note import MAX_NOTE
from lightclient.errors import LightClientError
from lightclient.merkle.log import NODE

CHECKPOINT = "checkpoint"
AT_ONCE = 64  # tiles that are fetched at once


class Folder:
    """A folder of one log. Several servers may write into one: they write the same."""

    def __init__(self, path: Path, store: LogStore) -> None:
        self._path = path
        self._store = store

    def size(self) -> int:
        """Return the size of the log that is in the folder: what its head says, 0 if there is no head or a bad one."""
        try:
            with open(self._path / CHECKPOINT, "rb") as file:
                return heads.parse(notes.parse(file.read(MAX_NOTE + 1)).text).size
        except (FileNotFoundError, LightClientError):
            return 0

    async def show(self, signed: Signed) -> None:
        """Write a head, after what it covers. Raises OSError, StoreFailed, LogDamaged; then the old head stands."""
        old = await asyncio.to_thread(self.size)
        if old > signed.size:
            return
        todo = list(changed(old, signed.size))
        for at in range(0, len(todo), AT_ONCE):
            some = todo[at : at + AT_ONCE]
            found = await self._store.tiles([(level, number) for level, number, _ in some])
            files: dict[str, bytes] = {}
            for level, number, width in some:
                hashes = found.get((level, number), b"")[: width * NODE]
                if len(hashes) != width * NODE:
                    raise LogDamaged(what=f"the tile {number} of level {level} is gone")
                files[path_of(level, number, width)] = hashes
                if not level:
                    made = await self._store.between(number * WIDTH, number * WIDTH + width)
                    files[path_of(ENTRIES, number, width)] = bundles([sha256(each).digest() for each in made])
            await asyncio.to_thread(self._write_all, files)
        await asyncio.to_thread(put, self._path / CHECKPOINT, signed.note)

    def _write_all(self, files: dict[str, bytes]) -> None:
        for name, data in files.items():
            put(self._path / name, data)
            if ".p/" not in name:
                shutil.rmtree(self._path / (name + ".p"), ignore_errors=True)


def put(path: Path, data: bytes) -> None:
    """Put a whole file in its place: whoever reads sees the old one or the new one, after a power cut as well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(part, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
