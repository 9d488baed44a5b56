"""Where a ledger starts: at the trust anchor, or where an earlier run left off.

The saved record serves unless it is unreadable, of another chain, or older than the trust anchor. The trust anchor
stays at hand: a block that contradicts ours is judged from there.
"""

from lightclient.decided.errors import BadCheckpoint, NoTrust, WrongNetwork
from lightclient.decided.ledger import Ledger
from lightclient.errors import LightClientError
from lightclient.sync.ledger import GENESIS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.decided.network import Network

    Buffer = bytes | bytearray | memoryview

TRUST, SAVED = "the trust anchor", "the saved record"
OLDER, OTHER = "SavedOlder", "SavedOtherBlock"


def start(
    network: "Network", trust: "Buffer | str | None", saved: "Buffer | None", window: int
) -> "tuple[Ledger, list[str]]":
    """Return the ledger to follow, and the names of what was passed over to get there.

    trust: a checkpoint. saved: what `Ledger.parts` gave, None if there is nothing yet. window: headers whose hashes
    are kept.
    Raises NoTrust, EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, WrongNetwork, and BadCheckpoint, whose sentence
    says why, for a trust anchor that cannot serve; for a saved record nothing.
    """
    if trust is None:
        raise NoTrust(network=network.name)
    if isinstance(trust, str) and trust == GENESIS:
        raise BadCheckpoint(record=TRUST, why="no genesis block is known here; give a checkpoint")
    try:
        root, recent, unclocked = network.parse_record(trust, TRUST)  # type: ignore[arg-type]
    except (BadCheckpoint, WrongNetwork):
        raise
    except LightClientError as error:
        raise BadCheckpoint(record=TRUST, why=error.name + ": " + str(error))
    anchor = "checkpoint at height " + str(root.height)
    told = []
    tip = root
    if saved is not None:
        try:
            kept = network.parse_record(saved, SAVED)
            if kept[0].height < root.height:
                told.append(OLDER)
            elif kept[0].height == root.height and kept[0].hash != root.hash:
                told.append(OTHER)
            else:
                tip, recent, unclocked = kept
        except LightClientError as error:
            told.append("Saved" + error.name)
    return Ledger(network, root, tip, recent, unclocked, window, anchor), told
