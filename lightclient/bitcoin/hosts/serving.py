"""Bitcoin's networks at a gateway: what an operator can set for each, and the source that this makes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from lightclient.bitcoin.hosts import nodeurl
from lightclient.gateway.errors import BadSecret
from lightclient.gateway.settings import Setting, password_of
from lightclient.mqtt.hosts.proxy import proxy

if TYPE_CHECKING:
    from lightclient.bitcoin.hosts.source import BitcoinSource
    from lightclient.bitcoin.networks.network import Network

SETTINGS = (
    Setting(
        "node",
        str,
        "http(s)://user@host:port of Core, btcd or bcoin; tcp:// or ssl://host:port of an Electrum server.",
        metavar="URL",
        login=True,
        needed=True,
    ),
    Setting("node_password_file", Path, "The file with the password of the node's user.", metavar="FILE"),
    Setting("cookie", Path, "The file with the node's login, which Core writes at each start.", metavar="FILE"),
    Setting(
        "node_ca", Path, "The authority that signed the node's certificate; by default the system's.", metavar="FILE"
    ),
    Setting(
        "node_pin",
        str,
        "The fingerprint of the node's certificate, instead of an authority or on top of it.",
        metavar="SHA256",
    ),
    Setting(
        "node_zmq",
        str,
        "Where Core publishes rawtx and hashblock, tcp://host:port or ipc:///path; twice if they differ.",
        metavar="ADDRESS",
        many=True,
    ),
    Setting("headers", Path, "Keep the headers there: a restart takes seconds.", metavar="FILE"),
)


def source(network: Network, values: dict[str, Any]) -> BitcoinSource:
    """Return the source that these settings describe; nothing is asked of the node yet.

    Raises BadNodeUrl, BadPin, BadZmqAddress, ZmqMissing, BadProxyUrl, ProxyMissing, BadSecret, OSError if a file cannot
    be used.
    """
    from lightclient.bitcoin.hosts.connect import connect
    from lightclient.bitcoin.hosts.source import BitcoinSource

    url, ca, headers = values["node"], values.get("node_ca"), values.get("headers")
    if password_file := values.get("node_password_file"):
        url = _with_password(url, password_file)
    way = proxy(values["proxy"]) if values.get("proxy") else None
    node = connect(
        url, str(ca) if ca else None, values.get("cookie"), values.get("node_zmq"), way, values.get("node_pin")
    )
    return BitcoinSource(network, node, str(headers) if headers else None)


def _with_password(url: str, file: Path) -> str:
    user, _, password = nodeurl.parse(url).login.partition(":")
    if not user or password:
        raise BadSecret(key="node_password_file", why="it takes a URL with a user and no password, in node")
    login, _, place = url.rpartition("@")
    return f"{login.rstrip(':')}:{quote(password_of(file, 'node_password_file'), safe='')}@{place}"
