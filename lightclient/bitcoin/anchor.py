"""Trust anchors: what a proof's header must be tied to before the proof says anything.

`ChainAnchor` is a chain checked rule by rule from a checkpoint or from genesis, `headers_anchor.HeadersAnchor` a run of
headers that the user trusts as given. Both tie a header to it, or refuse it.

Depth and work are counted on our own chain. Headers that a proof brings along extend it by every rule, with the clock,
or count for nothing. Even then a prover must not get confirmations for less than our chain's difficulty: under the
testnets' 20-minute rule a header that is easier than our epoch adds none, and on a signet only the proven block itself
does, for the others' solutions are not shown.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.errors import (
    HeightMismatch,
    LessWork,
    LogSizeMismatch,
    PrevHashMismatch,
    RootMismatch,
    UnknownBlock,
    UnknownHeight,
)
from lightclient.bitcoin.tie import Tie
from lightclient.errors import UnknownParent
from lightclient.evidence.finality import CLOCK, CONFIRMATIONS, WORK, Work
from lightclient.merkle.log import check_inclusion, leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.chain import Chain

MINIMUM_WORK, TWO_HOURS = "minimum-work", "two-hour-rule"


class ChainAnchor:
    """Trust in a chain that was checked from `origin` on."""

    def __init__(self, chain: "Chain", origin: str) -> None:
        self.chain = chain
        self.network = chain.network
        self.name = origin

    def by_run(self, run: bytes, clock: "int | None" = None) -> Tie:
        """Tie the first header of a run of linked raw headers, at least one.

        The run may lie in the window, lead from an older block up into it, or extend the chain: then every rule is
        checked on a copy, and what is above our tip counts only with a clock (Unix seconds).
        Raises UnknownBlock, LessWork, PrevHashMismatch, Truncated and what `step` raises.
        """
        headers = codec.split(run)
        block_hash = codec.hash_of(headers[0])
        chain = self.chain
        height = chain.index(block_hash)
        if height is None or len(headers) > 1:
            chain = chain.scratch(len(headers))
            try:
                fork = chain.connect(headers, clock)
            except UnknownParent:
                raise UnknownBlock(codec.display(block_hash)) from None
            if fork is not None:
                tie = self._beyond(chain, fork, headers[0], block_hash, clock)
                if tie:
                    return tie
        if height is not None:
            return self._inside(headers[0], block_hash, height)
        for older, tied in enumerate(hashes_of(headers)):
            height = self.chain.index(tied)
            if height is not None:
                return self._below(headers[0], block_hash, height - older, "header-links")
        raise LessWork(codec.display(block_hash))

    def by_log(self, header: bytes, index: int, size: int, path: bytes) -> Tie:
        """Tie a header by its inclusion proof in the header log.

        Raises LogSizeMismatch, OutsideLog, PathLength, LogRootMismatch, Truncated, TooLarge.
        """
        log = self.chain.log
        if size != log.size:
            raise LogSizeMismatch(size, log.size)
        block_hash = codec.hash_of(header)
        check_inclusion(leaf_hash(block_hash), index, size, path, log.root())
        return self._below(header, block_hash, self.chain.log_start + index, "header-log")

    def by_root(self, root: bytes, height: "int | None") -> Tie:
        """Tie the block of the window with this Merkle root, which was claimed to be at `height`.

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
                return self._inside(header, chain.best.hash_at(index + 1), below + 1 + index)
        raise RootMismatch()

    def by_height(self, root: bytes, height: int) -> "Tie | None":
        """Tie the block at `height`, which must have this Merkle root; None where its header is not at hand.

        Raises RootMismatch.
        """
        best = self.chain.best
        index = height - self.chain.base.height - 1
        if not 0 <= index < len(best.headers):
            return None
        header = best.headers[index]
        if codec.merkle_root_of(header) != root:
            raise RootMismatch()
        return self._inside(header, best.hash_at(index + 1), height)

    def _inside(self, header: bytes, block_hash: bytes, height: int) -> Tie:
        """A block of the window, base included."""
        chain = self.chain
        above = chain.best.headers[height - chain.base.height :]
        work = work_over(above)
        return self._counted(header, block_hash, height, len(above) + 1, work, chain.tip.chainwork, "header-window")

    def _below(self, header: bytes, block_hash: bytes, height: int, how: str) -> Tie:
        """A block below the window: all the window's work is on top of it."""
        tip = self.chain.tip
        work = tip.chainwork - self.chain.base.chainwork
        return self._counted(header, block_hash, height, tip.height - height + 1, work, tip.chainwork, how)

    def _beyond(self, chain: "Chain", fork: int, header: bytes, block_hash: bytes, clock: "int | None") -> "Tie | None":
        """A block of our chain as a proof's headers extend it, from `fork` on; None if that says no more than ours."""
        own = self.chain
        height, ours = chain.index(block_hash), own.index(block_hash)
        if height is None:
            return None
        if clock is None:
            if ours is not None:
                tie = self._inside(header, block_hash, ours)
            else:
                tie = self._counted(header, block_hash, height, 0, 0, own.tip.chainwork, "header-window")
                tie.missing = (CLOCK,)
            tie.skipped = (TWO_HOURS,)
            return tie
        base = own.base.height
        extra = chain.best.headers[fork - base :]
        counting = self._counting(extra, height > fork)
        chainwork = chain.tip.chainwork - work_over(extra) + work_over(counting)
        if chainwork <= own.tip.chainwork and (ours is not None or fork < own.tip.height):
            return None
        above = chain.best.headers[height - base : fork - base] + [other for other in counting if other != header]
        confirmations = max(fork - height + 1, 0) + len(counting)
        work = work_over(above)
        tie = self._counted(header, block_hash, height, confirmations, work, chainwork, "header-window")
        tie.checks = (TWO_HOURS,) + tie.checks
        if counting:
            tie.finality.time = codec.time_of(counting[-1])
        return tie

    def _counting(self, extra: "list[bytes]", block_among: bool) -> "list[bytes]":
        """Return those headers of a proof above our chain that count; the first may be the proven block."""
        network = self.network
        if network.challenge is not None:
            return extra[:1] if block_among else []
        if not network.min_difficulty:
            return extra
        least = work_of(target_of(self.chain.tip.epoch_bits))
        return [header for header in extra if work_of(target_of(codec.bits_of(header))) >= least]

    def _counted(
        self, header: bytes, block_hash: bytes, height: int, confirmations: int, work: int, chainwork: int, how: str
    ) -> Tie:
        finality = Work(confirmations, work, self.chain.tip.times[-1])
        missing = () if confirmations else (CONFIRMATIONS,)
        if chainwork < self.network.min_chainwork:
            return Tie(bytes(header), block_hash, height, finality, (how,), (), missing + (WORK,))
        return Tie(bytes(header), block_hash, height, finality, (MINIMUM_WORK, how), (), missing)


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
