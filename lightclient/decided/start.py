"""Where a ledger starts: at the trust anchor, or where an earlier run left off.

The saved record serves unless it is unreadable, of another chain, older than the trust anchor, or at odds with it; one
that began below the trust anchor has to have it among its hashes. The trust anchor stays at hand: a block that
contradicts ours is judged from there. What showed that the chain forked is judged again.
"""

from lightclient.decided.errors import BadCheckpoint, NoTrust, WrongNetwork
from lightclient.decided.ledger import Ledger
from lightclient.errors import LightClientError
from lightclient.sync.ledger import GENESIS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.kept import Recent
    from lightclient.decided.network import Network, Trusted

    Buffer = bytes | bytearray | memoryview

TRUST, SAVED = "the trust anchor", "the saved record"
FORKED = b"\x85\x64LCD1"  # what a record of a chain that forked begins with (forked.py)
OLDER, OTHER, UNTIED = "SavedOlder", "SavedOtherBlock", "SavedNotTied"


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
    fork: "list[Any]" = []
    if saved is not None:
        try:
            if saved[: len(FORKED)] == FORKED:
                from lightclient.decided import forked

                saved, *fork = forked.opened(saved)
            kept = network.parse_record(saved, SAVED)
            why = _against(root, kept[0], kept[1])
            if why:
                told.append(why)
            else:
                tip, recent, unclocked = kept
        except LightClientError as error:
            told.append("Saved" + error.name)
    ledger = Ledger(network, root, tip, recent, unclocked, window, anchor)
    if fork and not told:
        try:
            forked.restore(ledger, fork[0], fork[1], fork[2])
        except LightClientError as error:
            told.append("Saved" + error.name)
    return ledger, told


def _against(root: "Trusted", state: "Trusted", recent: "Recent") -> str:
    """Return the name of what is wrong with a saved chain, if one begins at `root`; "" if nothing is.

    A record begins with where its chain began (`Ledger.parts`), or in an older form with the oldest hash it has kept.
    """
    if state.height < root.height:
        return OLDER
    points = recent + [(state.height, state.hash)]
    for height, block_hash in points:
        if height == root.height:
            return "" if block_hash == root.hash else OTHER
    return UNTIED if points[0][0] < root.height else ""
