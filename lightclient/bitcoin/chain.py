"""Chain: the best chain as a client keeps it, in bounded memory.

    header log ........ base | window of whole headers ............ tip
                             |        \\
                             |         side branch ....... its tip

`base` is the ChainState at the bottom of the window, `tip` the one at the top. Blocks up to and including the base
are in the header log. A competing branch is stepped with its own history from where it leaves; it wins by chainwork,
and at equal work the branch seen first stays (Core: CBlockIndexWorkComparator).
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.branch import Branch, bound, common
from lightclient.bitcoin.state import advance, genesis, steps
from lightclient.errors import ForkTooDeep, UnknownParent
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.log import leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network
    from lightclient.bitcoin.state import ChainState

WINDOW = 144  # headers: a day of blocks, and the deepest reorganisation that a client survives


class Chain:
    """The best chain of `network` that was shown so far.

    log, log_start: compact range over the hashes of the blocks log_start .. base.height.
    window: whole headers kept below the tip. Side branches hold at most as many again, or one that grows twice as many.
    """

    def __init__(
        self,
        network: "Network",
        base: "ChainState",
        log: CompactRange,
        log_start: int = 0,
        window: int = WINDOW,
    ) -> None:
        self.network = network
        self.base = base
        self.log = log
        self.log_start = log_start
        self.window = window
        self.best = Branch(base.height, [], base)
        self.branches: "list[Branch]" = []

    @property
    def tip(self) -> "ChainState":
        return self.best.tip

    def extend(self, data: bytes, now: "int | None" = None, height: "int | None" = None) -> "int | None":
        """Take a run of raw headers, each the child of the one before.

        data: 80 bytes each; the first may follow any block of the window or of a side branch. Known ones are passed
        over. now: Unix seconds, or None without a clock. height: where the sender says the run begins; it only serves
        to tell a fork below the window from a block that is simply not known yet. Returns None if the best chain
        stayed, else the height of the last block that the old and the new one share: the old tip's height, or less
        after a reorganisation.
        Raises Truncated, UnknownParent, ForkTooDeep, and all that `step` raises. After an error the chain is as it was.
        """
        fork = self.connect(codec.split(data), now, height)
        self.slide()
        return fork

    def connect(
        self,
        headers: "list[bytes]",
        now: "int | None" = None,
        height: "int | None" = None,
        last: "bytes | None" = None,
    ) -> "int | None":
        """As `extend`, of single headers; every new one stays in the window until `slide` is called.

        last: as for `steps`.
        """
        if not headers:
            return None
        branch, index, headers = self._place(headers, height, last)
        if not headers:
            return None
        at_end = index == len(branch.headers)
        state = branch.tip if at_end else self._state_at(branch, index)
        state = steps(state, headers, self.network, now, last)

        old_height = self.tip.height
        if at_end:
            branch.headers.extend(headers)
            branch.tip = state
        elif branch is self.best:
            branch = Branch(self.base.height + index, headers, state)
            self.branches.append(branch)
        else:
            branch = Branch(branch.fork, branch.headers[:index] + headers, state)
            self.branches.append(branch)
        fork = old_height
        if branch is not self.best:
            if state.chainwork <= self.tip.chainwork:
                bound(self.branches, branch, self.window)
                return None
            fork = branch.fork
            self._reorganise(branch)
        return fork

    def slide(self) -> None:
        """Move the base up until the window is kept, and append what leaves it to the log."""
        best = self.best
        excess = len(best.headers) - self.window
        if excess <= 0:
            return
        gone, tip_hash = best.headers[:excess], best.hash_at(excess)
        append = self.log.append
        for header in gone[1:]:
            append(leaf_hash(header[4:36]))  # the hash of the header before it
        append(leaf_hash(tip_hash))
        self.base = advance(self.base, gone, tip_hash, self.network)
        del best.headers[:excess]
        best.fork = self.base.height
        self.branches = [branch for branch in self.branches if branch.fork >= best.fork]

    def headers_after(self, height: int) -> bytes:
        """Return the raw headers of the window above `height`, which lies in it (base included)."""
        return b"".join(self.best.headers[height - self.base.height :])

    def scratch(self, more: int = 0) -> "Chain":
        """Return a chain to try headers on, without side branches, whose window holds `more` headers more."""
        chain = Chain(self.network, self.base, self.log.clone(), self.log_start, self.window + more)
        chain.best = Branch(self.base.height, self.best.headers[:], self.tip)
        return chain

    def index(self, block_hash: bytes) -> "int | None":
        """Return the height of a block of the window (base included), None if it is not in the best chain there."""
        index = self.best.index(block_hash)
        return None if index is None else self.base.height + index

    def state_at(self, block_hash: bytes) -> "ChainState | None":
        """Return the state after a block of the window (base included), None if it is not in the best chain there."""
        index = self.best.index(block_hash)
        return None if index is None else self._state_at(self.best, index)

    def _place(
        self, headers: "list[bytes]", height: "int | None", last: "bytes | None" = None
    ) -> "tuple[Branch, int, list[bytes]]":
        """Return the branch and index where `headers` leave what is known, and those of them that are new.

        last: the hash of the last one, if it is known.
        """
        parent = codec.prev_hash_of(headers[0])
        place = None
        for branch in [self.best] + self.branches:
            index = branch.index(parent)
            if index is None:
                continue
            known = common(branch.headers[index:], headers)
            if known or place is None:
                headers = headers[known:]
                parent = branch.hash_at(index + known)  # a run may follow the best chain first and then a side branch
                place = branch, index + known, headers
        if place is not None:
            return place
        # A run that begins below the base and passes through it: the part below is settled.
        for skip in range(1, len(headers)):
            if codec.prev_hash_of(headers[skip]) == self.base.tip_hash:
                return self._place(headers[skip:], None)
        if (last or codec.hash_of(headers[-1])) == self.base.tip_hash:
            return self.best, 0, []
        if height is not None and height <= self.base.height + 1:
            raise ForkTooDeep(self.base.height)
        raise UnknownParent()

    def _state_at(self, branch: Branch, index: int) -> "ChainState":
        """Return the state after the first `index` headers of `branch`, from the base on, without checking again."""
        state = self.base
        path = [(branch, index)]
        if branch is not self.best:
            path.insert(0, (self.best, branch.fork - self.base.height))
        for part, count in path:
            state = advance(state, part.headers[:count], part.hash_at(count), self.network)
        return state

    def _reorganise(self, winner: Branch) -> None:
        """Make `winner` the best chain and hang every other branch where it now leaves."""
        keep = winner.fork - self.base.height
        old = Branch(winner.fork, self.best.headers[keep:], self.best.tip)
        self.branches.remove(winner)
        for branch in self.branches:
            if branch.fork >= winner.fork:
                branch.hang(old, winner)
        self.best = Branch(self.base.height, self.best.headers[:keep] + winner.headers, winner.tip)
        self.branches.insert(0, old)
        bound(self.branches, old, self.window)


def from_genesis(network: "Network", window: int = WINDOW) -> Chain:
    """Return the chain that consists of block 0."""
    base = genesis(network)
    log = CompactRange()
    log.append(leaf_hash(base.tip_hash))
    return Chain(network, base, log, 0, window)
