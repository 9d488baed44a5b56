"""Transactions in blocks: leaves of the tree whose root is the header's data hash.

What this proves is that a transaction stands in a block that was decided, and not what it did there: its result is in
the block after, under last_results_hash.

Source: types/tx.go Txs.Hash and TxProof; crypto/merkle/proof.go.
"""

from hashlib import sha256

from lightclient.cometbft.errors import NotInBlock
from lightclient.merkle.log import inclusion_root, leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.header import Header


def check_transaction(tx: "bytes | memoryview", index: int, total: int, aunts: bytes, header: "Header") -> bytes:
    """Check that `tx` is the one at `index` of `total` in the block, and return its hash.

    aunts: the path, 32 bytes each, lowest first. Raises NotInBlock, and OutsideLog, PathLength, Truncated, TooLarge.
    """
    tx_hash = sha256(tx).digest()
    if inclusion_root(leaf_hash(tx_hash), index, total, aunts) != header.data_hash:
        raise NotInBlock(header.height)
    return tx_hash
