"""Which adapter a node's URL asks for."""

import ssl
from pathlib import Path

from lightclient.bitcoin.hosts import nodeurl
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.errors import BadNodeUrl
from lightclient.bitcoin.hosts.feed import ZmqFeed
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.node import Node
from lightclient.bitcoin.hosts.pin import pinned
from lightclient.mqtt.hosts.proxy import Proxy


def connect(
    url: str,
    ca: str | None = None,
    cookie: Path | None = None,
    zmq: list[str] | None = None,
    proxy: Proxy | None = None,
    pin: str | None = None,
) -> Node:
    """Return the node at `url`; nothing is sent yet.

    url: http(s)://[user:password@]host:port for Bitcoin Core, btcd and bcoin; tcp:// or ssl://host:port for Electrum
    servers. ca: file of the authority that signed the node's certificate, the system's if None. pin: the SHA-256
    fingerprint of that certificate, which makes an authority unnecessary. cookie: the file with Core's login. zmq:
    where Core publishes rawtx and hashblock, tcp://host:port or ipc:///path. proxy: the way to what is not on this
    machine.
    Raises BadNodeUrl, BadPin, BadZmqAddress, ZmqMissing, OSError if a file cannot be used.
    """
    where = nodeurl.parse(url)
    if (pin is not None or ca is not None) and where.scheme not in ("https", "ssl"):
        raise BadNodeUrl(why="only https and ssl have a certificate")
    tls = None
    if pin is not None:
        tls = pinned(pin, ca)
    elif ca is not None:
        tls = ssl.create_default_context(cafile=ca)
    if where.scheme in ("tcp", "ssl"):
        if zmq:
            raise BadNodeUrl(why="an Electrum server has no ZMQ")
        return ElectrumNode(url, tls=tls, proxy=proxy)
    feed = ZmqFeed(zmq) if zmq else None
    if feed and proxy and any(proxy.serves(nodeurl.zmq_host(address)) for address in feed.addresses):
        raise BadNodeUrl(why="ZMQ does not go through a proxy, only to this machine")
    return JsonRpcNode(url, cookie=cookie, tls=tls, feed=feed, proxy=proxy)
