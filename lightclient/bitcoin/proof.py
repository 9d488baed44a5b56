"""Proofs that others make: Electrum branches and `gettxoutproof` partial trees. Our own form is in bundle.py.

Neither holds the transaction, so an inner node of the tree, or its root, may be shown as one (CVE-2017-12842): what is
shown is in the block, but need not be a transaction. Two things settle it:

    the transaction's bytes   no 64 bytes hash to its txid, so it is no inner node; and since no inner node above it is
                              a transaction, it hangs below none: it is a leaf
    the coinbase's bytes      the same for position 0, if the proof has its branch

Every leaf lies equally deep, so that one of a proof is a leaf says the same of all that the proof shows.
"""

from lightclient.bitcoin import merkleblock
from lightclient.bitcoin.bundle import COINBASE_DEPTH, leaf
from lightclient.bitcoin.errors import NotCoinbase, TxidMismatch
from lightclient.bitcoin.merkle import CHECKS, root_of
from lightclient.bitcoin.tie import TRANSACTION
from lightclient.codec.cbor import BLOB, decode, encode, is_uint
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor
    from lightclient.bitcoin.signet import Signature
    from lightclient.bitcoin.tie import Tie
    from lightclient.evidence.verdict import Verdict

LEAF_SIZE = "leaf-size"  # the check that a policy may accept as skipped
COINBASE_BRANCH = "coinbase-branch"  # what may be missing


class Beside:
    """What is given beside a proof that lacks it, and how it is to be judged.

    transactions  raw ones, with witnesses or without; each must be one of those that the proof shows
    coinbase      raw, of the block
    signature     as `Bundle.verify` takes it
    accept        names of checks that may be skipped; the only one known is "leaf-size"
    """

    def __init__(
        self,
        transactions: "list[bytes] | tuple[bytes, ...]" = (),
        coinbase: "bytes | None" = None,
        signature: "Signature | None" = None,
        accept: "tuple[str, ...]" = (),
    ) -> None:
        self.transactions = transactions
        self.coinbase = coinbase
        self.signature = signature
        self.accept = accept

    def verdict(
        self,
        anchor: "ChainAnchor | HeadersAnchor",
        tie: "Tie",
        found: "list[tuple[int, bytes]]",
        first: "tuple[bytes, bytes] | None",
        checks: "tuple[str, ...]",
    ) -> "Verdict":
        """Return the verdict on what a proof shows. first: (txid, branch) of position 0, if the proof says them.

        Raises LeafIsInnerNode, TxidMismatch, NotCoinbase, BadSignetSolution and what `walk` raises.
        """
        places = {txid: position for position, txid in found}
        skipped: "tuple[str, ...]" = ()
        missing: "tuple[str, ...]" = ()
        settled = False
        for raw in self.transactions:
            walked = leaf(raw, False)
            if walked.txid not in places:
                raise TxidMismatch()
            if walked.is_coinbase != (not places[walked.txid]):
                raise NotCoinbase()
            settled = True
        if settled:
            checks += (LEAF_SIZE,)
        coinbase = self.coinbase
        if coinbase is not None:
            walked = leaf(coinbase, False)
            if not walked.is_coinbase:
                raise NotCoinbase()
            if first is None:
                coinbase = None
                missing += (COINBASE_BRANCH,)
            elif walked.txid != first[0]:
                raise TxidMismatch()
            else:
                settled = True
                checks += (COINBASE_DEPTH,)
        if coinbase is None:
            skipped += (COINBASE_DEPTH,)
        if not settled:
            skipped += (LEAF_SIZE,)
            missing += () if LEAF_SIZE in self.accept else (TRANSACTION,)
        if anchor.network.challenge is not None:
            from lightclient.bitcoin import signet

            if coinbase is not None and first is not None:
                signet.check(tie.header, coinbase, first[1], anchor.network, self.signature or signet.by_backend)
                checks += (signet.CHECK,)
            else:
                skipped += (signet.CHECK,)
                missing += (signet.COINBASE,) if self.coinbase is None else ()
        elif settled or LEAF_SIZE in self.accept:
            missing = ()  # a coinbase that cannot be tied to the tree does no harm
        return tie.verdict(anchor, found, checks, skipped, missing)


def verify_branch(
    txid: bytes,
    position: int,
    branch: bytes,
    anchor: "ChainAnchor | HeadersAnchor",
    height: "int | None" = None,
    beside: "Beside | None" = None,
) -> "Verdict":
    """Return the verdict on a branch as `blockchain.transaction.get_merkle` of the Electrum protocol gives it.

    txid, branch: internal order, the branch in one string. height: as claimed, None if it was not.
    Raises what `merkle.root_of`, the anchor's `by_root` and `Beside.verdict` raise.
    """
    tie = anchor.by_root(root_of(txid, position, branch), height)
    first = None
    if not position:
        first = txid, branch
    elif position == 1:
        first = branch[:32], txid + branch[32:]
    checks = ("branch-length", "position") + CHECKS
    return (beside or Beside()).verdict(anchor, tie, [(position, txid)], first, checks)


def verify_merkleblock(
    data: bytes, anchor: "ChainAnchor | HeadersAnchor", clock: "int | None" = None, beside: "Beside | None" = None
) -> "Verdict":
    """Return the verdict on a partial tree for one or many transactions, binary as `gettxoutproof` gives it in hex.

    clock: as `Bundle.verify` takes it. Raises what `merkleblock.parse`, `MerkleBlock.shown`, the anchor's `by_run` and
    `Beside.verdict` raise.
    """
    proof = merkleblock.parse(data)
    shown = proof.shown()
    tie = anchor.by_run(proof.header, clock)
    first = None if shown.first is None else (shown.first, shown.branch)
    checks = ("all-bits-used", "all-hashes-used") + CHECKS
    return (beside or Beside()).verdict(anchor, tie, shown.found, first, checks)


def pack_branch(txid: bytes, position: int, branch: bytes, height: "int | None" = None) -> bytes:
    """Return a branch as the envelope's form "electrum" holds it: [txid, position, branch, height or null]."""
    return encode([txid, position, branch, height])


def unpack_branch(data: "bytes | memoryview") -> "tuple[bytes, int, bytes, int | None]":
    """Return (txid, position, branch, height). Raises BadSchema and the errors of `cbor.decode`."""
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != 4:
        raise BadSchema("branch", "not [txid, position, branch, height]")
    txid, position, branch, height = fields
    if not isinstance(txid, BLOB) or len(txid) != 32 or not isinstance(branch, BLOB):
        raise BadSchema("branch", "the txid is not of 32 bytes, or the branch is not bytes")
    if not is_uint(position) or not (height is None or is_uint(height)):
        raise BadSchema("branch", "position or height is not an unsigned integer")
    return bytes(txid), position, bytes(branch), height
