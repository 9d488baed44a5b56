"""Trust anchors: what a proof's header must be tied to before the proof says anything.

`ChainAnchor` is a chain checked rule by rule from a checkpoint or from genesis, `headers_anchor.HeadersAnchor` a run of
headers that the user trusts as given. Both place a header, or refuse it.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.errors import PrevHashMismatch
from lightclient.bitcoin.proof_errors import (
    HeightMismatch,
    LessWork,
    LogSizeMismatch,
    RootMismatch,
    UnknownBlock,
    UnknownHeight,
)
from lightclient.errors import UnknownParent
from lightclient.merkle.log import check_inclusion, leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.chain import Chain


class Place:
    """Where a proven block stands.

    block_hash     internal order
    height         None if the anchor does not know heights
    confirmations  blocks from this one to the tip, both included
    work           expected hashes on top of the block, at least
    how            the check that tied the block to the anchor
    """

    __slots__ = ("block_hash", "confirmations", "height", "how", "work")

    def __init__(self, block_hash: bytes, height: "int | None", confirmations: int, work: int, how: str) -> None:
        self.block_hash = block_hash
        self.height = height
        self.confirmations = confirmations
        self.work = work
        self.how = how


class ChainAnchor:
    """Trust in a chain that was checked from `origin` on."""

    def __init__(self, chain: "Chain", origin: str) -> None:
        self.chain = chain
        self.network = chain.network
        self.name = origin

    def by_run(self, run: bytes) -> Place:
        """Place the first header of a run of linked raw headers, at least one.

        The run may lie in the window, extend the chain (then every rule is checked on a copy of it) or lead from an
        older block up into the window. Raises UnknownBlock, LessWork, PrevHashMismatch, Truncated and what `step`
        raises.
        """
        headers = codec.split(run)
        block_hash = codec.hash_of(headers[0])
        chain = self.chain
        height = chain.index(block_hash)
        if height is None or len(headers) > 1:
            chain = chain.scratch(len(headers))
            try:
                chain.connect(headers)
            except UnknownParent:
                raise UnknownBlock(codec.display(block_hash)) from None
            height = chain.index(block_hash)
        if height is not None:
            confirmations = chain.tip.height - height + 1
            work = work_over(chain.best.headers[height - chain.base.height :])
            return Place(block_hash, height, confirmations, work, "header-window")
        for older, tied in enumerate(hashes_of(headers)):
            height = chain.index(tied)
            if height is not None:
                return self._below(block_hash, height - older, "header-links")
        raise LessWork(codec.display(block_hash))

    def by_log(self, header: bytes, index: int, size: int, path: bytes) -> Place:
        """Place a header by its inclusion proof in the header log.

        Raises LogSizeMismatch, OutsideLog, PathLength, LogRootMismatch, Truncated, TooLarge.
        """
        log = self.chain.log
        if size != log.size:
            raise LogSizeMismatch(size, log.size)
        block_hash = codec.hash_of(header)
        check_inclusion(leaf_hash(block_hash), index, size, path, log.root())
        return self._below(block_hash, self.chain.log_start + index, "header-log")

    def by_root(self, root: bytes, height: "int | None") -> Place:
        """Place the block of the window with this Merkle root, which was claimed to be at `height`.

        Raises UnknownHeight, RootMismatch, HeightMismatch.
        """
        chain = self.chain
        below = chain.base.height
        if height is not None and not below < height <= chain.tip.height:
            raise UnknownHeight(height, below, chain.tip.height)
        for index, header in enumerate(chain.best.headers):
            if codec.merkle_root_of(header) == root:
                if height is not None and height != below + 1 + index:
                    raise HeightMismatch(height, below + 1 + index)
                return self.by_run(header)
        raise RootMismatch()

    def _below(self, block_hash: bytes, height: int, how: str) -> Place:
        """A block below the window: all the window's work is on top of it."""
        tip = self.chain.tip
        work = tip.chainwork - self.chain.base.chainwork
        return Place(block_hash, height, tip.height - height + 1, work, how)


def hashes_of(headers: "list[bytes]") -> "list[bytes]":
    """Return the hash of each of a run of headers. Raises PrevHashMismatch unless each follows the one before."""
    hashes = [codec.hash_of(header) for header in headers]
    for index in range(1, len(headers)):
        if codec.prev_hash_of(headers[index]) != hashes[index - 1]:
            raise PrevHashMismatch()
    return hashes


def work_over(headers: "list[bytes]") -> int:
    """Return the expected number of hashes behind raw headers."""
    total = work = bits = 0
    for header in headers:
        if codec.bits_of(header) != bits:
            bits = codec.bits_of(header)
            work = work_of(target_of(bits))
        total += work
    return total
