"""What a reader keeps of a log: one head, which moves by proofs alone.

    state = LogState(policy, origin)
    state.take(note, path, clock)      # the signed head of a larger log, and the path from the head that is kept to it

A log that shows two heads of one size shows two people two histories. Both notes together are evidence of that, which
anybody can check.
"""

from lightclient.audit.errors import NoConflict, NotConsistent, SplitView
from lightclient.audit.witnessed import check
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import LogRootMismatch
from lightclient.merkle.log import EMPTY_ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.policy import Policy
    from lightclient.audit.witnessed import Witnessed


class LogState:
    """The newest head of one log that was seen and found consistent with all before it.

    policy, origin  of the log
    head            Witnessed, None before the first
    """

    __slots__ = ("head", "origin", "policy")

    def __init__(self, policy: "Policy", origin: str) -> None:
        self.policy = policy
        self.origin = origin
        self.head: "Witnessed | None" = None

    @property
    def size(self) -> int:
        return self.head.head.size if self.head else 0

    @property
    def root(self) -> bytes:
        return self.head.head.root if self.head else EMPTY_ROOT

    def take(self, note: "bytes | memoryview", path: bytes = b"", clock: "int | None" = None) -> bool:
        """Take a signed head; return whether the state moved. It does not for one that is smaller or not witnessed.

        A head of the same size takes the place of ours if it is witnessed later.
        Raises SplitView, NotConsistent, PathLength, Truncated, TooLarge, and what `witnessed.check` raises; the state
        is as it was then.
        """
        new = check(note, self.policy, self.origin, clock)
        self.compare(new)
        if not new.met or new.head.size < self.size:
            return False
        if self.head and new.head.size == self.size and new.time <= self.head.time:
            return False
        self.advance(new, path if new.head.size > self.size else b"")
        return True

    def advance(self, new: "Witnessed", path: bytes) -> None:
        """Take a head that was checked and is not smaller. Raises NotConsistent, OutsideLog, PathLength, Truncated,
        TooLarge; the state is as it was then."""
        try:
            check_consistency(self.size, new.head.size, path, self.root, new.head.root)
        except LogRootMismatch:
            raise NotConsistent(new=new.head.size, old=self.size)
        self.head = new

    def compare(self, new: "Witnessed") -> None:
        """Raise SplitView if a head of our size has another root, whoever witnessed it."""
        self.compare_root(new.head.size, new.head.root)

    def compare_root(self, size: int, root: bytes) -> None:
        """Raise SplitView if the log signed another root than ours for a log of our size."""
        if self.head and size == self.size and root != self.root:
            raise SplitView(who=self.origin, at=size, first=self.root.hex(), second=root.hex())

    def restore(self, note: bytes) -> bool:
        """Take a head that was kept before, without a path; return whether it is witnessed, as it has to be.

        Raises what `witnessed.check` raises.
        """
        found = check(note, self.policy, self.origin)
        if found.met:
            self.head = found
        return found.met


def check_split(
    first: "bytes | memoryview",
    second: "bytes | memoryview",
    policy: "Policy",
    origin: str,
    clock: "int | None" = None,
) -> "tuple[Witnessed, Witnessed]":
    """Return the two heads, if both are signed by the log and contradict each other.

    Raises NoConflict, and what `witnessed.check` raises.
    """
    found = check(first, policy, origin, clock), check(second, policy, origin, clock)
    if found[0].head.size != found[1].head.size or found[0].head.root == found[1].head.root:
        raise NoConflict()
    return found
