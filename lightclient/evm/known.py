"""The networks that are known by name: none, for private chains are their members' own.

Programs write an `EvmNetwork` of their own; the command takes the rules from the checkpoint that its user trusts.
"""

from lightclient.errors import LightClientError
from lightclient.evm.checkpoint import network_in as read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evm.network import EvmNetwork

NETWORKS = ()
SERVING = "lightclient.evm.hosts.serving"  # as `ledgers` looks for it
TOOLS = "lightclient.evm.hosts.tools"


def network_in(record: bytes) -> "EvmNetwork | None":
    """Return the network whose rules a checkpoint brings, None if it is no checkpoint of this family."""
    try:
        return read(record, "the checkpoint")
    except LightClientError:
        return None
