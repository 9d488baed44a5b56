"""Bitcoin's Merkle trees row by row, for those who have all transactions of a block: to prove some to others.

Source: Bitcoin Core consensus/merkle.cpp (ComputeMerkleRoot).
"""

from lightclient.bitcoin.errors import DuplicateSibling, InnerNodeIsTransaction
from lightclient.bitcoin.merkle import is_transaction
from lightclient.bitcoin.more_errors import TooManyTransactions
from lightclient.crypto.hashes import sha256d

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Core merkleblock.cpp: MAX_BLOCK_WEIGHT / MIN_TRANSACTION_WEIGHT
MAX_TRANSACTIONS = 4_000_000 // 240


def levels(txids: "list[bytes]") -> "Iterator[list[bytes]]":
    """Yield the rows of the tree over `txids`, leaves first, the root's row last.

    Raises TooManyTransactions, DuplicateSibling, InnerNodeIsTransaction.
    """
    if len(txids) > MAX_TRANSACTIONS:
        raise TooManyTransactions(len(txids), MAX_TRANSACTIONS)
    row = txids
    level = 0
    yield row
    while len(row) > 1:
        above = [parent_of(row[i], row[i + 1], level) for i in range(0, len(row) - 1, 2)]
        if len(row) & 1:
            above.append(doubled(row[-1], level))
        row = above
        level += 1
        yield row


def root(txids: "list[bytes]") -> bytes:
    """Return the Merkle root of a block's `txids` (internal order, at least one). Raises what `levels` raises."""
    return list(levels(txids))[-1][0]


def branch_of(txids: "list[bytes]", position: int) -> bytes:
    """Return the branch of the transaction at `position`. Raises what `levels` raises."""
    return branch_in(levels(txids), position)


def branch_in(rows: "Iterable[list[bytes]]", position: int) -> bytes:
    """Return the branch of the transaction at `position`, from the rows that `levels` yields."""
    branch = b""
    for row in rows:
        if len(row) > 1:
            sibling = position ^ 1
            branch += row[sibling] if sibling < len(row) else row[position]
        position >>= 1
    return branch


def parent_of(left: bytes, right: bytes, level: int) -> bytes:
    """Return the node over two different nodes of a row.

    A right node equal to its left sibling is refused: it would show a transaction as included twice. The last node of
    an odd row doubled by Bitcoin itself is not such a case, for nothing stands at the right one's place.
    Raises DuplicateSibling, InnerNodeIsTransaction.
    """
    if left == right:
        raise DuplicateSibling(level)
    return _hash_pair(left + right, level)


def doubled(node: bytes, level: int) -> bytes:
    """Return the node over the last node of an odd row. Raises InnerNodeIsTransaction."""
    return _hash_pair(node + node, level)


def _hash_pair(pair: bytes, level: int) -> bytes:
    if pair[4] == 1 and is_transaction(pair):
        raise InnerNodeIsTransaction(level)
    return sha256d(pair)
