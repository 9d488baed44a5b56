"""Names of hosts: which are this machine, and by which a till may be called."""

import ipaddress
from urllib.parse import urlsplit

from lightclient.till.web.errors import BadTillConfig


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def origin_of(url: str) -> str:
    """Return the host, and the port if there is one, of the till's own URL. Raises BadTillConfig."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("https", "http") or parts.path not in ("", "/") or "@" in parts.netloc:
        raise BadTillConfig(key="url", why="it is https://NAME, without a path")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadTillConfig(key="url", why="a till that others can reach is called with https://")
    return parts.netloc.lower()


def goes_by(host: str, own: str | None) -> bool:
    """Whether a request with this Host header is for the till.

    A page of another site can give its own name the address of the till (DNS rebinding), and never an address or
    `localhost`. own: what `origin_of` returns, None if there is no URL.
    """
    host = host.lower()
    if host == own:
        return True
    if "@" in host:
        return False
    try:
        name = urlsplit("//" + host).hostname or ""
        return name == "localhost" or bool(ipaddress.ip_address(name))
    except ValueError:
        return False
