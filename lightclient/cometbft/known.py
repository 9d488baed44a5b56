"""The networks that are known by name: none, for each chain of this family sets its own rules.

Programs write a `CometNetwork` of their own; the command takes the rules from the checkpoint that its user trusts.
"""

from lightclient.cometbft.checkpoint import network_in as read
from lightclient.errors import LightClientError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.network import CometNetwork

NETWORKS = ()
SERVING = "lightclient.cometbft.hosts.serving"  # as `ledgers` looks for it
TOOLS = "lightclient.cometbft.hosts.tools"


def network_in(record: bytes) -> "CometNetwork | None":
    """Return the network whose rules a checkpoint brings, None if it is no checkpoint of this family."""
    try:
        return read(record, "the checkpoint")
    except LightClientError:
        return None
