"""Where a node is and how it lets us in, from a URL whose every part has one meaning."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from lightclient.bitcoin.hosts.errors import BadNodeUrl, BadZmqAddress
from lightclient.bitcoin.hosts.pin import PinMismatch
from lightclient.gateway import reasons

SCHEMES = ("http", "https", "tcp", "ssl")
LABEL = r"[A-Za-z0-9_-]{1,63}"  # of a name; longer or empty ones no resolver takes
HOST = re.compile(rf"(\[[0-9A-Fa-f:.]+\]|{LABEL}(?:\.{LABEL})*\.?):([0-9]{{1,5}})(/[A-Za-z0-9._~/-]*)?")
SOCKET_PATH = re.compile(r"/[A-Za-z0-9._~/-]{1,100}")  # of a socket in a file system; Unix has room for 107 bytes
RESERVED = re.compile(r"[/?#\[\]\s]")


class NodeUrl(NamedTuple):
    """A node's address; `login` is user:password, decoded, or "" without one."""

    scheme: str
    host: str
    port: int
    path: str
    login: str


def parse(url: str) -> NodeUrl:
    """Return the parts of a node's URL. Raises BadNodeUrl, which shows nothing of the login."""
    scheme, found, rest = url.partition("://")
    if not found or scheme not in SCHEMES:
        raise BadNodeUrl(why="the scheme is not http, https, tcp or ssl")
    login, at, place = rest.rpartition("@")
    if at and RESERVED.search(login):
        raise BadNodeUrl(
            why="the user or password has one of / ? # [ ] or a space in it, written as %2F %3F %23 %5B %5D %20"
        )
    if not at and RESERVED.search(rest.partition(":")[2].rstrip("/")) and not HOST.fullmatch(rest):
        raise BadNodeUrl(why="there is something else than host and port")
    match = HOST.fullmatch(place)
    if not match:
        raise BadNodeUrl(why="host and port are missing, or not as they should be")
    port = int(match[2])
    if not 0 < port < 65536:
        raise BadNodeUrl(why=f"there is no port {port}")
    if login and scheme in ("tcp", "ssl"):
        raise BadNodeUrl(why="an Electrum server takes no user and password")
    user, _, password = login.partition(":")
    return NodeUrl(scheme, match[1].strip("[]"), port, match[3] or "/", at and f"{unquote(user)}:{unquote(password)}")


def zmq_address(address: str) -> str:
    """Return the address of a ZMQ publisher. Raises BadZmqAddress."""
    kind, _, place = address.partition("://")
    match = HOST.fullmatch(place)
    if kind == "tcp" and match and match[3] is None and 0 < int(match[2]) < 65536:
        return address
    if kind == "ipc" and SOCKET_PATH.fullmatch(place):
        return address
    raise BadZmqAddress()


def zmq_host(address: str) -> str:
    """Return where a publisher is, by an address that `zmq_address` has passed."""
    kind, _, place = address.partition("://")
    return place.rpartition(":")[0].strip("[]") if kind == "tcp" else "localhost"


def why_not(error: BaseException) -> str:
    """Return why there is no connection to a node, without a word of where to."""
    if isinstance(error, PinMismatch):
        return "its certificate is not the one that is pinned"
    return reasons.why_not(error)
