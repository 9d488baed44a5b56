"""A SOCKS5 proxy, such as Tor's, on the way to a broker or a node.

The proxy resolves names: no resolver of this machine hears of them. What is on this machine is reached directly, for no
proxy elsewhere could.

Source: RFC 1928, RFC 1929; python-socks speaks them.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lightclient.mqtt.errors import BadProxyUrl, ProxyMissing

SCHEME = "socks5h://"
PLACE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]{1,253}):([0-9]{1,5})/?")
PATIENCE = 30.0  # seconds: Tor has to build a circuit
# RFC 1928, section 6
REPLIES = {
    2: "its rules forbid it",
    3: "there is no way to that network",
    4: "that host is not known or not there",
    5: "that host refuses",
    6: "that host does not answer",
}
LOGIN = re.compile(r"[^/?#\[\]\s@]{1,500}")


@dataclass(frozen=True)
class Proxy:
    """Where a proxy is and how it lets us in; Tor keeps circuits of different logins apart. `repr` hides the login."""

    host: str
    port: int
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    def serves(self, host: str) -> bool:
        """Return whether the way to `host` leads through the proxy: not if it is this machine."""
        if host.lower().rstrip(".") == "localhost":
            return False
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return True

    def connector(self, **options: Any) -> Any:
        """Return an aiohttp connector through the proxy. What goes wrong there has to be met by `failures`."""
        from aiohttp_socks import ProxyConnector, ProxyType

        proxy = self

        class Connector(ProxyConnector):
            """Begins TLS with the socket: on a stream, before Python 3.11, a certificate that is refused hangs."""

            async def _connect_via_proxy(
                self, host: str, port: int, ssl: Any = None, timeout: float | None = None
            ) -> tuple[Any, Any]:
                sock = await proxy._asyncio().connect(host, port, timeout=timeout or PATIENCE)
                name = host if ssl else None
                return await self._loop.create_connection(self._factory, sock=sock, ssl=ssl, server_hostname=name)

        return Connector(self.host, self.port, ProxyType.SOCKS5, self.user, self.password, rdns=True, **options)

    async def connected(self, host: str, port: int, timeout: float = PATIENCE) -> socket.socket:
        """Return a socket that is connected to `host` through the proxy. Raises ProxyFailed."""
        with failures():
            sock: socket.socket = await self._asyncio().connect(host, port, timeout=timeout)
            return sock

    def _asyncio(self) -> Any:
        from python_socks import ProxyType
        from python_socks.async_.asyncio import Proxy as Asyncio

        return Asyncio(ProxyType.SOCKS5, self.host, self.port, self.user, self.password, rdns=True)

    def opened(self, host: str, port: int, timeout: float = PATIENCE) -> socket.socket:
        """As `connected`, for a thread. timeout: seconds for each step."""
        from python_socks import ProxyType
        from python_socks.sync import Proxy as Blocking

        proxy = Blocking(ProxyType.SOCKS5, self.host, self.port, self.user, self.password, rdns=True)
        with failures():
            return proxy.connect(host, port, timeout=timeout)


class ProxyFailed(ConnectionError):
    """There is no way through the proxy; says why, and no address."""


@contextlib.contextmanager
def failures() -> Iterator[None]:
    """Have what the libraries raise, which names addresses, raised as ProxyFailed."""
    import aiohttp_socks
    import python_socks

    try:
        yield
    except (aiohttp_socks.ProxyConnectionError, python_socks.ProxyConnectionError):
        raise ProxyFailed("the proxy cannot be reached") from None
    except (aiohttp_socks.ProxyTimeoutError, python_socks.ProxyTimeoutError):
        raise ProxyFailed("the proxy does not answer in time") from None
    except (aiohttp_socks.ProxyError, python_socks.ProxyError) as error:
        reason = REPLIES.get(error.error_code or 0, "it says so, or hangs up")
        raise ProxyFailed(f"the proxy does not connect: {reason}") from None


def proxy(url: str) -> Proxy:
    """Return the proxy that socks5h://[user:password@]host:port names.

    Raises BadProxyUrl, which shows nothing of the login; ProxyMissing without the libraries.
    """
    login, at, place = url.removeprefix(SCHEME).rpartition("@")
    match = PLACE.fullmatch(place)
    if not url.startswith(SCHEME) or not match or not 0 < int(match[2]) < 65536:
        raise BadProxyUrl()
    user, colon, password = login.partition(":")
    if at and not (colon and LOGIN.fullmatch(user) and LOGIN.fullmatch(password)):
        raise BadProxyUrl()
    try:
        import aiohttp_socks  # noqa: F401
        import python_socks  # noqa: F401
    except ModuleNotFoundError:
        raise ProxyMissing() from None
    if not at:
        return Proxy(match[1].strip("[]"), int(match[2]))
    return Proxy(match[1].strip("[]"), int(match[2]), unquote(user), unquote(password))
