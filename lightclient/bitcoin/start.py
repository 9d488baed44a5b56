"""Where a chain starts: at the trust anchor, or where an earlier run left off.

    saved record ... serves, unless it is unreadable, of another network, or worse than the trust anchor
    trust anchor ... a checkpoint, or GENESIS; serves otherwise, and is where challenges begin

"Worse" is less chainwork, or less than the network's minimum where the trust anchor has more. Below a trust anchor that
lies under the minimum itself the way up may take many runs, and each of them begins where the last one stopped.
"""

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import BadCheckpoint, NoTrust, WrongNetwork
from lightclient.bitcoin.ledger import Ledger
from lightclient.errors import LightClientError
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import check_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.chain import Chain
    from lightclient.bitcoin.networks.network import Network

    Buffer = bytes | bytearray | memoryview

TRUST = "the trust anchor"
SAVED = "the saved record"
LESS_WORK, BELOW_MINIMUM = "SavedLessWork", "SavedBelowMinimum"


def start(
    network: "Network", trust: "Buffer | str | None", saved: "Buffer | None", window: int
) -> "tuple[Ledger, list[str]]":
    """Return the ledger to follow, and the names of what was passed over to get there.

    trust: a checkpoint, or GENESIS. saved: what `Ledger.save` gave, None if there is nothing yet. window: headers kept
    whole below the tip.

    A name is SavedLessWork, SavedBelowMinimum, or "Saved" and the error that the record was refused with, such as
    SavedDamagedCheckpoint and SavedWrongNetwork.
    Raises BadSchema for a window that keeps no header, and what `chain_of` raises for a trust anchor that cannot serve;
    for a saved record nothing.
    """
    check_number("window", window, 1)
    chain = chain_of(network, trust, window)
    anchor = name_of(chain)
    told = []
    if saved is not None:
        try:
            again = checkpoint.parse(saved, network, window, SAVED)  # type: ignore[arg-type]
        except LightClientError as error:
            told.append("Saved" + error.name)
        else:
            work, least = again.tip.chainwork, chain.tip.chainwork
            if work >= least:
                chain = again
            else:
                told.append(BELOW_MINIMUM if work < network.min_chainwork <= least else LESS_WORK)
    return Ledger(chain, trust, anchor), told


def chain_of(network: "Network", trust: "Buffer | str | None", window: int, record: str = TRUST) -> "Chain":
    """Return the chain that a trust anchor stands for: a checkpoint, or GENESIS. record: what it is, for errors.

    Raises NoTrust, EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, WrongNetwork, and BadCheckpoint, whose sentence
    says why, for any other record that cannot be used.
    """
    if trust is None:
        raise NoTrust(network=network.name)
    if isinstance(trust, str) and trust == GENESIS:
        return from_genesis(network, window)
    try:
        return checkpoint.parse(trust, network, window, record)  # type: ignore[arg-type]
    except (BadCheckpoint, WrongNetwork):
        raise
    except LightClientError as error:
        raise BadCheckpoint(record=record, why=error.name + ": " + str(error))


def name_of(chain: "Chain") -> str:
    """Return the name of a trust anchor, from the chain it stands for."""
    height = chain.tip.height
    return "checkpoint at height " + str(height) if height else "genesis block"
