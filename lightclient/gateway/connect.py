"""Which adapter a node's URL asks for."""

import ssl
from pathlib import Path
from urllib.parse import urlsplit

from lightclient.gateway.electrum import ElectrumNode
from lightclient.gateway.errors import BadNodeUrl
from lightclient.gateway.jsonrpc import JsonRpcNode
from lightclient.gateway.node import Node


def connect(url: str, ca: str | None = None, cookie: Path | None = None) -> Node:
    """Return the node at `url`; nothing is sent yet.

    url: http(s)://[user:password@]host:port for Bitcoin Core, btcd and bcoin; tcp:// or ssl://host:port for Electrum
    servers. ca: file of the authority that signed the node's certificate, the system's if None. cookie: the file with
    Core's login. Raises BadNodeUrl, OSError if a file cannot be used.
    """
    scheme = urlsplit(url).scheme
    tls = ssl.create_default_context(cafile=ca) if ca else None
    if scheme in ("http", "https"):
        return JsonRpcNode(url, cookie=cookie, tls=tls)
    if scheme in ("tcp", "ssl"):
        try:
            return ElectrumNode(url, tls=tls)
        except ValueError as error:
            raise BadNodeUrl(str(error)) from None
    raise BadNodeUrl("a node is http(s)://user:password@host:port, or tcp:// or ssl://host:port for Electrum")
