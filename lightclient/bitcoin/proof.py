"""Proofs that others make: Electrum branches and `gettxoutproof` partial trees. Our own form is in bundle.py.

Neither form holds the transaction, so the size of the leaf cannot be checked here; the verdict's checks say so by not
naming it.
"""

from lightclient.bitcoin import merkleblock
from lightclient.bitcoin.merkle import CHECKS, root_of
from lightclient.bitcoin.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor


def verify_branch(
    txid: bytes,
    position: int,
    branch: bytes,
    anchor: "ChainAnchor | HeadersAnchor",
    height: "int | None" = None,
) -> Verdict:
    """Return the verdict on a branch as `blockchain.transaction.get_merkle` of the Electrum protocol gives it.

    txid, branch: internal order, the branch in one string. height: as claimed, None if it was not.
    Raises what `merkle.root_of` and the anchor's `by_root` raise.
    """
    place = anchor.by_root(root_of(txid, position, branch), height)
    checks = ("branch-length", "position") + CHECKS
    return Verdict(anchor.network.name, [(position, txid)], place, anchor.name, checks)


def verify_merkleblock(data: bytes, anchor: "ChainAnchor | HeadersAnchor") -> Verdict:
    """Return the verdict on a partial tree for one or many transactions, binary as `gettxoutproof` gives it in hex.

    Raises what `merkleblock.parse`, `MerkleBlock.matches` and the anchor's `by_run` raise.
    """
    proof = merkleblock.parse(data)
    proved = proof.matches()
    place = anchor.by_run(proof.header)
    checks = ("transaction-count", "all-bits-used", "all-hashes-used") + CHECKS
    return Verdict(anchor.network.name, proved, place, anchor.name, checks)
