"""What an operator can set for a chain at a gateway, whatever its ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lightclient.decided.hosts.errors import NoProxy
from lightclient.gateway.rpc import Rpc
from lightclient.gateway.settings import Setting

COMMON = (
    Setting(
        "node_ca", Path, "The authority that signed the node's certificate; by default the system's.", metavar="FILE"
    ),
    Setting(
        "checkpoint",
        Path,
        "The checkpoint that brings the rules of a chain that has no name here.",
        metavar="FILE",
        needed=True,
    ),
)
AT_RPC = (
    Setting("node", str, "http(s)://user@host:port of a node's RPC.", metavar="URL", login=True, needed=True),
    *COMMON,
)


def ca_of(values: dict[str, Any]) -> str | None:
    """Return the file of the authority that is set. Raises NoProxy where a proxy is."""
    if values.get("proxy"):
        raise NoProxy()
    ca = values.get("node_ca")
    return str(ca) if ca else None


def rpc(values: dict[str, Any]) -> Rpc:
    """Return the node that is set; nothing is asked of it yet. Raises BadRpcUrl, NoProxy, OSError for a file."""
    return Rpc(values["node"], ca_of(values))
