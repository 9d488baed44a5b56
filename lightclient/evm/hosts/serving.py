"""Chains of private Ethereum at a gateway: what an operator can set for each, and the source that this makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lightclient.decided.hosts.serving import AT_RPC, rpc
from lightclient.evm.hosts.node import EvmNode

if TYPE_CHECKING:
    from lightclient.evm.hosts.source import EvmSource
    from lightclient.evm.network import EvmNetwork

SETTINGS = AT_RPC


def source(network: EvmNetwork, values: dict[str, Any]) -> EvmSource:
    """Return the source that these settings describe; nothing is asked of the node yet.

    Raises BadRpcUrl, NoProxy, OSError if a file cannot be used.
    """
    from lightclient.evm.hosts.source import EvmSource

    return EvmSource(network, EvmNode(rpc(values)))
