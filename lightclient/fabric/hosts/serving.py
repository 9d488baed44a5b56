"""Channels of Fabric at a gateway: what an operator can set for each, and the source that this makes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lightclient.decided.hosts.serving import COMMON, ca_of
from lightclient.gateway.settings import Setting

if TYPE_CHECKING:
    from lightclient.fabric.hosts.source import FabricSource
    from lightclient.fabric.network import FabricNetwork

SETTINGS = (
    Setting("node", str, "grpc(s)://host:port of an orderer.", metavar="URL", needed=True),
    Setting("msp", str, "The MSP of the member as whom the gateway reads the channel.", metavar="ID", needed=True),
    Setting("msp_folder", Path, "Its folder, with signcerts and keystore.", metavar="FOLDER", needed=True),
    Setting("peers", str, "grpc(s)://host:port of peers that clients may query.", metavar="URL", many=True),
    Setting("chaincodes", str, "The chaincodes that clients may query there.", metavar="NAME", many=True),
    *COMMON,
)


def source(network: FabricNetwork, values: dict[str, Any]) -> FabricSource:
    """Return the source that these settings describe; nothing is asked of the orderer yet.

    Raises BadOrderer, BadIdentity, NoProxy, OSError if a file cannot be used.
    """
    from lightclient.fabric.hosts.deliver import Deliver
    from lightclient.fabric.hosts.endorsers import Endorsers
    from lightclient.fabric.hosts.identity import identity_in
    from lightclient.fabric.hosts.node import FabricNode
    from lightclient.fabric.hosts.source import FabricSource

    ca = ca_of(values)
    who = identity_in(Path(values["msp_folder"]), values["msp"])
    peers = values["peers"]
    asked = Endorsers(peers, network.channel, who, values["chaincodes"] or (), ca) if peers else None
    return FabricSource(network, FabricNode(Deliver(values["node"], network.channel, who, ca)), endorsers=asked)
