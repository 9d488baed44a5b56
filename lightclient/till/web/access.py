"""What is let in: which names the till goes by, whose forms it takes, who has the PIN, who has the API's token."""

import asyncio
import hmac
from collections.abc import Awaitable
from typing import TypeVar

from aiohttp import web

from lightclient.till.web import openapi, origin
from lightclient.till.web.door import Door
from lightclient.till.web.errors import BadTillConfig, NotHere, OtherHost, OtherSite, TokenNeeded, TooSlow
from lightclient.waiting import within

LEAST = 16  # characters of the API's token
DEVICE = "till_device"  # the cookie of a device that knows the PIN
SAFE = ("GET", "HEAD")
READING = 10.0  # seconds for a request to be sent
T = TypeVar("T")


class Access:
    """See above.

    token: of the API, None: no API. url: that people open, None: they open an address of this machine.
    secure: whether they do so over TLS.
    """

    def __init__(self, door: Door, token: str | None = None, url: str | None = None) -> None:
        """Raises BadTillConfig, which does not repeat the token."""
        if token is not None and len(token) < LEAST:
            raise BadTillConfig(key="api_token_file", why=f"a token has {LEAST} characters at least")
        self.door = door
        self.secure = url is not None and url.startswith("https:")
        self._token = None if token is None else token.encode()
        self._own = None if url is None else origin.origin_of(url)
        self._url = None if url is None else url.lower().rstrip("/")

    def __repr__(self) -> str:
        return f"Access({self.door})"

    def check_origin(self, request: web.Request) -> None:
        """Raises OtherHost for a name that is not the till's, OtherSite for a change that its pages do not ask for."""
        if not origin.goes_by(request.host, self._own):
            raise OtherHost()
        if request.method in SAFE or request.path.startswith(openapi.PREFIX):
            return  # the API takes a token, which no browser sends by itself
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if site != "same-origin" or not self._is_own(request.headers.get("Origin", "").lower(), request.host.lower()):
            raise OtherSite()

    def _is_own(self, site: str, host: str) -> bool:
        """Whether an Origin is the till's: its URL, whatever Host a proxy made of it, or the address it is asked at."""
        if site == self._url:
            return True
        return host != self._own and site in (f"http://{host}", f"https://{host}")

    def check_token(self, request: web.Request) -> None:
        """Raises TokenNeeded unless a request carries the API's token, NotHere if there is no API."""
        if self._token is None:
            raise NotHere()
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(errors="replace"), self._token):
            raise TokenNeeded()

    def check_till(self, request: web.Request) -> None:
        """Raises PinNeeded unless a request comes from a device that may use the till."""
        self.door.check(device(request))

    def check_settings(self, request: web.Request) -> None:
        """Raises NoPin, or PinNeeded unless a request comes from a device that has just given the PIN."""
        self.door.check_settings(device(request))


async def whole(reading: Awaitable[T]) -> T:
    """Return what a request carries. Raises TooSlow, so that nobody keeps us waiting by sending slowly."""
    try:
        return await within(reading, READING)
    except asyncio.TimeoutError:
        raise TooSlow(seconds=int(READING)) from None


def device(request: web.Request) -> str | None:
    """Return the name of the device that asks, as the door gave it."""
    return request.cookies.get(DEVICE)
