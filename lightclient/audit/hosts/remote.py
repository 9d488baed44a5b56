"""A log server over HTTP, as commands ask it. Nothing that it says is believed here."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from lightclient.audit.hosts.errors import BadLogConfig, ServerRefuses, ServerSilent
from lightclient.audit.hosts.tiles import HEIGHT, WIDTH, Tiles, path_of
from lightclient.codec.cbor import encode
from lightclient.merkle.log import NODE

SECONDS = 30.0
MAX_ANSWER = 1 << 20  # bytes
UNSURE = (503, 408, 500)  # what may be otherwise in a moment


class Remote:
    """url: http(s)://host:port, with a path where it has one."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """Raises BadLogConfig."""
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise BadLogConfig(key="--server", why="a log server is http(s)://host:port")
        self._url = url.rstrip("/")
        self._seconds = seconds
        # No proxy of the environment, and no redirects: whoever named the server meant that one.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())

    def append(self, made: list[bytes]) -> list[dict[str, Any]]:
        """Return what the server says of each statement: index, entry, fresh; or error and message.

        Raises ServerRefuses, ServerSilent.
        """
        body = self._fetch("/records", encode(made))
        try:
            found = json.loads(body)["records"]
            good = len(found) == len(made) and all("error" in one or type(one["index"]) is int for one in found)
        except (ValueError, KeyError, TypeError):
            good = False
        if not good:
            raise ServerSilent(why="its answer is not one to these records")
        return list(found)

    def keep(self, entry: bytes, body: bytes) -> None:
        """Have the body of a record kept. Raises ServerRefuses, ServerSilent."""
        self._fetch("/body/" + entry.hex(), body)

    def proof(self, entry: bytes) -> bytes:
        return self._fetch("/proof/" + entry.hex())

    def receipt(self, entry: bytes) -> bytes:
        return self._fetch("/receipt/" + entry.hex())

    def checkpoint(self) -> bytes:
        return self._fetch("/checkpoint")

    def path(self, index: int, size: int) -> bytes:
        """Return the path of a record in the log of the first `size`, from tiles. Raises OutsideLog, as `_fetch`."""
        return self._made(size, lambda tiles: tiles.path(index, size))

    def grown(self, old: int, size: int) -> bytes:
        """Return the path from the log of `old` records to that of `size`, from tiles. Raises as `path`."""
        return self._made(size, lambda tiles: tiles.grown(old, size))

    def _made(self, size: int, make: Callable[[Tiles], bytes]) -> bytes:
        tiles = Tiles(size)
        path = make(tiles)
        while tiles.missing:
            tiles.add({key: self._tile(*key, size) for key in sorted(tiles.missing)})
            path = make(tiles)
        return path

    def _tile(self, level: int, number: int, size: int) -> bytes:
        width = min(WIDTH, (size >> HEIGHT * level) - WIDTH * number)
        data = self._fetch("/" + path_of(level, number, width))
        if len(data) != NODE * width:
            raise ServerSilent(why="a tile is not of the size that was asked for")
        return data

    def growth(self, size: int) -> bytes:
        return self._fetch(f"/growth/{size}")

    def _fetch(self, path: str, data: bytes | None = None) -> bytes:
        """Raises ServerRefuses for what it will not do, ServerSilent for what it cannot do now."""
        try:
            with self._opener.open(urllib.request.Request(self._url + path, data), timeout=self._seconds) as answer:
                body: bytes = answer.read(MAX_ANSWER + 1)
        except urllib.error.HTTPError as error:
            raise _refused(error.code, error.read(MAX_ANSWER)) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise ServerSilent(why=str(getattr(reason, "strerror", None) or type(reason).__name__)) from None
        if len(body) > MAX_ANSWER:
            raise ServerSilent(why="its answer has no end")
        return body


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **options: Any) -> None:
        return None


def _refused(status: int, body: bytes) -> ServerRefuses | ServerSilent:
    try:
        said = json.loads(body)
        error, why = str(said["error"])[:64], str(said["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return ServerSilent(why=f"status {status}")
    if status in UNSURE:
        return ServerSilent(why=f"{error}: {why}")
    return ServerRefuses(error=error, why=why)
