"""Bitcoin as `sync` sees a ledger: a chain that takes messages and says where it stands."""

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin import header as codec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.chain import Chain
    from lightclient.bitcoin.networks.network import Network

MAX_TIPS = 32  # side branches in a locator: those with the most work


class Ledger:
    """A Chain behind the interface that every ledger offers to a session.

    read(payload)   bytes of a message -> (height of its first block, run)
    extend(run, height, clock) -> height of the last common block, or None if the best chain stayed
    knows(height, hash) -> whether the block is known, on whatever branch
    is_best(hash) -> whether no block is known that has more work than this one
    locator()       (height, hash) of blocks by which a gateway finds where this ledger and its own part
    """

    def __init__(self, chain: "Chain") -> None:
        self.chain = chain

    @property
    def height(self) -> int:
        return self.chain.tip.height

    @property
    def tip(self) -> bytes:
        return self.chain.tip.tip_hash

    def read(self, payload: "bytes | memoryview") -> "tuple[int, list[bytes]]":
        """Raises Malformed and its kin, as `packed.parse`."""
        return packed.parse(payload)

    def last(self, height: int, run: "list[bytes]") -> "tuple[int, bytes]":
        """Return (height, hash) of the last block of a run that begins at `height` and is not empty."""
        return height + len(run) - 1, codec.hash_of(run[-1])

    def extend(self, run: "list[bytes]", height: int, clock: "int | None") -> "int | None":
        """Raises what `Chain.connect` raises; after an error nothing has changed."""
        fork = self.chain.connect(run, clock, height)
        self.chain.slide()
        return fork

    def knows(self, height: int, block_hash: bytes) -> bool:
        """Return whether a block is on the best chain or a side branch; below the window nothing is asked any more."""
        chain = self.chain
        if height <= chain.base.height:
            return True
        return any(branch.index(block_hash) is not None for branch in [chain.best] + chain.branches)

    def is_best(self, block_hash: bytes) -> bool:
        """Return whether a block is the tip, or the tip of a side branch with as much work."""
        chain = self.chain
        level = [branch.tip for branch in chain.branches if branch.tip.chainwork == chain.tip.chainwork]
        return any(state.tip_hash == block_hash for state in [chain.tip] + level)

    def locator(self) -> "list[tuple[int, bytes]]":
        """Return (height, hash) of blocks: the tips first, then the best chain downwards in growing steps."""
        chain = self.chain
        blocks = [(chain.tip.height, chain.tip.tip_hash)]
        branches = sorted(chain.branches, key=lambda branch: -branch.tip.chainwork)
        blocks += [(branch.tip.height, branch.tip.tip_hash) for branch in branches[:MAX_TIPS]]
        index = len(chain.best.headers)
        step = 1
        while index > 0:
            index = max(index - step, 0)
            blocks.append((chain.base.height + index, chain.best.hash_at(index)))
            step *= 2
        return blocks

    def save(self) -> bytes:
        return checkpoint.serialize(self.chain)


def load(data: bytes, network: "Network", window: int) -> Ledger:
    """Return the ledger that `save` recorded. Raises what `checkpoint.parse` raises."""
    return Ledger(checkpoint.parse(data, network, window))
