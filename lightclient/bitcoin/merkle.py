"""Bitcoin's Merkle tree: from a transaction to the root in its block's header, and back.

    level 2          root                 a branch for position 1 holds, lowest level first:
                   /      \\               tx0, then the node over tx2 and tx2 again
    level 1      01        22
                /  \\      /  \\            an odd row ends with its last node doubled
    level 0   tx0  tx1  tx2  (tx2)

Leaves and inner nodes are hashed alike, and a doubled node looks like two. Both have been used to forge proofs: nobody
hashes two nodes without the checks against that, neither up a branch, here, nor row by row, in `tree`.

Source: Bitcoin Core consensus/merkle.cpp; CVE-2012-2459; CVE-2017-12842; BIP54.
"""

from hashlib import sha256

from lightclient.bitcoin.errors import BranchTooLong, DuplicateSibling, InnerNodeIsTransaction, PositionOutOfRange
from lightclient.codec.errors import Truncated

MAX_DEPTH = 15  # levels over as many transactions as a block can have
CHECKS = ("duplicate-sibling", "inner-node")  # as verdicts name them


def root_of(txid: bytes, position: int, branch: bytes) -> bytes:
    """Return the root that `branch` proves for the transaction at `position` (0: the coinbase) of its block.

    txid, branch: internal order; the branch is its nodes in one string (or a view of it), 32 bytes each, lowest first.
    Raises Truncated, BranchTooLong, PositionOutOfRange, DuplicateSibling, InnerNodeIsTransaction.
    """
    depth = len(branch) // 32
    if depth * 32 != len(branch):
        raise Truncated(32, depth * 32)
    if depth > MAX_DEPTH:
        raise BranchTooLong(depth, MAX_DEPTH)
    if position >> depth:
        raise PositionOutOfRange(position, depth)
    node = txid
    for start in range(0, 32 * depth, 32):
        sibling = branch[start : start + 32]
        left, right = node, sibling
        if position & 1:
            if sibling == node:
                raise DuplicateSibling(start // 32)
            left, right = sibling, node
        # As in tree.parent_of, but without a call and a copy: they would be a tenth of a board's time.
        if left[4] == 1 and is_transaction(bytes(left) + bytes(right)):
            raise InnerNodeIsTransaction(start // 32)
        inner = sha256(left)
        inner.update(right)
        node = sha256(inner.digest()).digest()
        position >>= 1
    return node


def is_transaction(data: bytes) -> bool:
    """Return whether these 64 bytes parse as a transaction without witnesses.

    Only one shape fits: one input and one output, with four bytes of script between them.
    """
    if data[4] != 1:  # inputs, after the version
        return False
    script = data[41]  # length of the input's script, after the outpoint
    return script <= 4 and data[46 + script] == 1 and data[55 + script] == 4 - script
