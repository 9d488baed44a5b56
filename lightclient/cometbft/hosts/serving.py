"""Chains of CometBFT at a gateway: what an operator can set for each, and the source that this makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lightclient.cometbft.hosts.burrow import node_at
from lightclient.decided.hosts.serving import COMMON, ca_of
from lightclient.gateway.settings import Setting

if TYPE_CHECKING:
    from lightclient.cometbft.hosts.source import CometSource
    from lightclient.cometbft.network import CometNetwork

SETTINGS = (
    Setting(
        "node",
        str,
        "http(s)://user@host:port of a node's RPC; of Burrow's with burrow+ before it.",
        metavar="URL",
        login=True,
        needed=True,
    ),
    *COMMON,
)


def source(network: CometNetwork, values: dict[str, Any]) -> CometSource:
    """Return the source that these settings describe; nothing is asked of the node yet.

    Raises BadRpcUrl, NoProxy, OSError if a file cannot be used.
    """
    from lightclient.cometbft.hosts.source import CometSource

    return CometSource(network, node_at(values["node"], ca_of(values)))
