"""One exchange with a calendar over HTTP.

A calendar takes a commitment and promises that a block will attest it (POST /digest); later it has the way from there
to a block (GET /timestamp/COMMITMENT). Its answer is a timestamp without its message, so it can only be about ours; it
is bounded and parsed before anything is made of it, and what a block is said to attest is for the verifier to check.

Source: python-opentimestamps, opentimestamps/calendar.py; opentimestamps-server, otsserver/rpc.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from lightclient.errors import Malformed
from lightclient.gateway.settings import without_password
from lightclient.mqtt.hosts.proxy import Proxy, ProxyFailed, failures
from lightclient.opentimestamps import timestamp
from lightclient.opentimestamps.attestation import BITCOIN, CHAINS, PENDING
from lightclient.opentimestamps.hosts.errors import (
    BadCalendarUrl,
    CalendarLies,
    CalendarRefuses,
    CalendarTimeout,
    CalendarUnreachable,
    CalendarWaits,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from lightclient.opentimestamps.timestamp import Timestamp

MAX_ANSWER = 10_000  # bytes, as python-opentimestamps takes
MAX_COMMITMENT = 64  # bytes, as calendars take
PATIENCE = 10.0  # seconds
HEADERS = {"Accept": "application/vnd.opentimestamps.v1", "User-Agent": "lightclient"}
URL = re.compile(r"https?://[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?")
OK, NOT_FOUND = 200, 404
# Pools, which pass commitments on to calendars: public, free, and run by three parties.
POOLS = (
    "https://a.pool.opentimestamps.org",
    "https://b.pool.opentimestamps.org",
    "https://a.pool.eternitywall.com",
    "https://ots.btc.catallaxy.com",
)
# Calendars that may be asked for what they promised. A proof may name any address, and no other one is asked unless
# the user names it.
TRUSTED = (".calendar.opentimestamps.org", ".calendar.eternitywall.com", ".calendar.catallaxy.com")


def checked(url: str) -> str:
    """Return the address of a calendar without a slash at its end. Raises BadCalendarUrl."""
    if not URL.fullmatch(url) or len(url) > 1000:
        raise BadCalendarUrl(url=without_password(url))
    port = urlsplit(url).netloc.partition(":")[2]
    if port and not 0 < int(port) < 65536:
        raise BadCalendarUrl(url=without_password(url))
    return url.rstrip("/")


def is_trusted(url: str, named: tuple[str, ...] = ()) -> bool:
    """Return whether a calendar that a proof names may be asked: a public one over TLS, or one that the user names."""
    if url.rstrip("/") in named:
        return True
    host = url.removeprefix("https://")
    return url.startswith("https://") and host.endswith(TRUSTED) and re.fullmatch("[a-z0-9.-]+", host) is not None


class Calendar:
    """The calendar at `url`, over an aiohttp session that `session` has made."""

    def __init__(
        self, url: str, http: aiohttp.ClientSession, proxied: bool = False, patience: float = PATIENCE
    ) -> None:
        """Raises BadCalendarUrl."""
        self.url = checked(url)
        self.http = http
        self.proxied = proxied
        self.patience = patience

    async def submit(self, commitment: bytes) -> Timestamp:
        """Return the timestamp of a commitment that the calendar promises to complete.

        Raises CalendarUnreachable, CalendarTimeout, CalendarRefuses, CalendarLies.
        """
        status, answer = await self._exchange("POST", "/digest", commitment)
        if status != OK:
            raise CalendarRefuses(calendar=self.url, status=status)
        return self._read(answer, commitment, (PENDING, *CHAINS))

    async def ask(self, commitment: bytes) -> Timestamp:
        """Return the timestamp of a commitment that leads to a block.

        Raises CalendarWaits until a block attests it, and as `submit`.
        """
        if len(commitment) > MAX_COMMITMENT:  # which would be a path of any length, of a proof's choosing
            raise CalendarLies(calendar=self.url, why=f"a commitment of {len(commitment)} bytes")
        status, answer = await self._exchange("GET", f"/timestamp/{commitment.hex()}", None)
        if status == NOT_FOUND:
            raise CalendarWaits(calendar=self.url)
        if status != OK:
            raise CalendarRefuses(calendar=self.url, status=status)
        found = self._read(answer, commitment, (PENDING, *CHAINS))
        if BITCOIN not in [each.tag for _, each in found.attested()]:
            raise CalendarWaits(calendar=self.url)
        return found

    def _read(self, answer: bytes, commitment: bytes, known: tuple[bytes, ...]) -> Timestamp:
        try:
            found = timestamp.parse(answer, commitment)
        except Malformed as error:
            raise CalendarLies(calendar=self.url, why=f"{error.name}: {error}") from None
        if not any(each.tag in known for _, each in found.attested()):
            raise CalendarLies(calendar=self.url, why="it attests nothing that is known here")
        return found

    async def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        try:
            with failures() if self.proxied else contextlib.nullcontext():
                response = await self.http.request(
                    method,
                    self.url + path,
                    data=body,
                    headers=HEADERS,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(total=self.patience),
                )
            async with response:
                answer = bytearray()
                async for piece in response.content.iter_chunked(MAX_ANSWER):
                    answer += piece
                    if len(answer) > MAX_ANSWER:
                        raise CalendarLies(calendar=self.url, why=f"it is over {MAX_ANSWER} bytes long")
                return response.status, bytes(answer)
        except asyncio.TimeoutError:
            raise CalendarTimeout(calendar=self.url, seconds=self.patience) from None
        except ProxyFailed as error:
            raise CalendarUnreachable(calendar=self.url, why=str(error)) from None
        except (aiohttp.ClientError, OSError) as error:
            raise CalendarUnreachable(calendar=self.url, why=_why(error)) from None


@contextlib.asynccontextmanager
async def session(proxy: Proxy | None = None, patience: float = PATIENCE) -> AsyncIterator[Callable[[str], Calendar]]:
    """Yield a function that makes the Calendar of a URL; through the proxy unless it is on this machine."""
    async with contextlib.AsyncExitStack() as stack:
        direct = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector()))
        through = direct
        if proxy:
            through = await stack.enter_async_context(aiohttp.ClientSession(connector=proxy.connector()))

        def calendar(url: str) -> Calendar:
            host = urlsplit(checked(url)).hostname or ""
            if proxy and proxy.serves(host):
                return Calendar(url, through, True, patience)
            return Calendar(url, direct, False, patience)

        yield calendar


def _why(error: Exception) -> str:
    """Return why there is no answer, in words of ours."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(cause, ssl.SSLError):
        return "its certificate is not trusted, or TLS fails"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection is refused"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"no connection ({type(cause).__name__})"
    if isinstance(error, (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientOSError)):
        return "the connection was cut before the answer was complete"
    return f"no HTTP ({type(error).__name__})"
