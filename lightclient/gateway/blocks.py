"""The blocks that were asked for lately, ready to prove any of their transactions."""

from collections import OrderedDict

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.tree import branch_in, levels
from lightclient.gateway.node import Node, Proof

KEPT = 16  # blocks


class ProvableBlock:
    """A block with all rows of its Merkle tree: a branch costs a look-up for each level and no hash."""

    def __init__(self, block: Block, height: int) -> None:
        self.block = block
        self.height = height
        self.rows = list(levels(block.txids))
        self.positions = {txid: position for position, txid in enumerate(block.txids)}
        self.coinbase = block.stripped(0)
        self.coinbase_branch = branch_in(self.rows, 0)

    def proof(self, txid: bytes) -> Proof:
        position = self.positions[txid]
        tx = self.block.stripped(position)
        branch = branch_in(self.rows, position)
        return Proof(self.height, self.block.header, tx, position, branch, self.coinbase, self.coinbase_branch)


class Blocks:
    """Keeps the last blocks of `node` that were asked for. A transaction is found in them without asking the node."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._kept: OrderedDict[bytes, ProvableBlock] = OrderedDict()

    async def get(self, block_hash: bytes, height: int) -> ProvableBlock:
        """Raises NotFound, NotSupported and what the node raises."""
        block = self._kept.pop(block_hash, None)
        if block is None:
            block = ProvableBlock(await self.node.block(block_hash), height)
        self._kept[block_hash] = block
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return block

    def holding(self, txid: bytes) -> ProvableBlock | None:
        for block in self._kept.values():
            if txid in block.positions:
                return block
        return None

    def forget_above(self, height: int) -> None:
        """Drop what a reorganisation has made untrue."""
        for block in [block for block in self._kept.values() if block.height > height]:
            del self._kept[codec.hash_of(block.block.header)]
