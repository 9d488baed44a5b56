"""A run of headers that leaves the best chain: a competing branch, or the top of the best chain itself."""

from lightclient.bitcoin.difficulty import target_of, work_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.state import ChainState


class Branch:
    """Headers after the block at height `fork` of the best chain, up to the state `tip`."""

    __slots__ = ("fork", "headers", "tip")

    def __init__(self, fork: int, headers: "list[bytes]", tip: "ChainState") -> None:
        self.fork = fork
        self.headers = headers
        self.tip = tip

    def index(self, block_hash: bytes) -> "int | None":
        """Return how many headers of the branch end with this block (0: the fork itself), None if it is not here."""
        if block_hash == self.tip.tip_hash:
            return len(self.headers)
        # A header names its parent's hash, so no header is hashed twice.
        for index, header in enumerate(self.headers):
            if header[4:36] == block_hash:
                return index
        return None

    def hash_at(self, index: int) -> bytes:
        """Return the hash of the block that ends the first `index` headers."""
        return self.headers[index][4:36] if index < len(self.headers) else self.tip.tip_hash

    def work(self) -> int:
        """Return the expected number of hashes behind the branch's own headers."""
        total = work = bits = 0
        for header in self.headers:
            own = int.from_bytes(header[72:76], "little")
            if own != bits:
                bits = own
                work = work_of(target_of(bits))
            total += work
        return total

    def hang(self, old: "Branch", new: "Branch") -> None:
        """Leave `new` where `old`, which this branch leaves and which forks at the same height, is no longer."""
        headers = old.headers[: self.fork - old.fork] + self.headers
        shared = common(headers, new.headers)
        self.headers = headers[shared:]
        self.fork = new.fork + shared


def bound(branches: "list[Branch]", grown: Branch, window: int) -> None:
    """Drop side branches until the rest hold no more headers than `window`; `grown`, which has just changed, stays.

    What is dropped first has cost the least: a branch weighs by its own headers and not by what lies below them.
    Otherwise cheap blocks on top of the tip would push out a heavier branch that is known only in part, each time that
    the rest of it is asked for. A grown branch that alone holds more than two windows is dropped, too.
    """
    count = sum([len(branch.headers) for branch in branches])
    while count > window and len(branches) > 1:
        least = min([branch for branch in branches if branch is not grown], key=Branch.work)
        branches.remove(least)
        count -= len(least.headers)
    if count > 2 * window:
        branches.remove(grown)


def common(one: "list[bytes]", other: "list[bytes]") -> int:
    """Return how many headers at the front of the two lists are the same."""
    count = 0
    for a, b in zip(one, other):  # noqa: B905 - MicroPython's zip has no `strict`
        if a != b:
            break
        count += 1
    return count
