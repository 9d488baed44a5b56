"""The networks that are known by name: none, for channels are their members' own.

Programs write a `FabricNetwork` of their own; the command takes it from the checkpoint that its user trusts.
"""

from lightclient.errors import LightClientError
from lightclient.fabric.checkpoint import network_in as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.fabric.network import FabricNetwork

NETWORKS = ()
SERVING = "lightclient.fabric.hosts.serving"  # as `ledgers` looks for it
TOOLS = "lightclient.fabric.hosts.tools"


def network_in(record: bytes) -> "FabricNetwork | None":
    """Return the channel of a checkpoint, None if it is no checkpoint of this family."""
    try:
        return read(record, "the checkpoint")
    except LightClientError:
        return None
