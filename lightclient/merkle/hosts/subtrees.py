"""The prover's side of an RFC 9162 log for many requests: the hashes of all its perfect subtrees.

    level 2         a                  a log of 7 leaves has these perfect subtrees, each level in one byte string;
    level 1     b       c      d       what stands at the right edge is hashed together when it is asked for
    level 0   0   1   2   3  4   5  6

Any path or root, of this log or of any shorter one, takes O(log n) hashes. Memory is 32 bytes per leaf: the leaves
themselves are not kept but asked for. What merkle/tree.py computes over all leaves, this answers at once.

Source: RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1.
"""

from __future__ import annotations

from collections.abc import Callable

from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.log import EMPTY_ROOT, NODE, node_hash


class Subtrees:
    """`size` leaves; `leaf(index)` returns the leaf hash at `index`, always the same until `resize` cuts it off.

    A log that is a part of another one need not hold what that one has: lower(level, index) returns its perfect
    subtrees from level 1 up to `shared`.
    """

    def __init__(
        self, leaf: Callable[[int], bytes], lower: Callable[[int, int], bytes] | None = None, shared: int = 0
    ) -> None:
        self.leaf = leaf
        self.lower = lower
        self.shared = shared if lower else 0
        self.size = 0
        self.levels: list[bytearray] = []  # from level 1 on

    def resize(self, size: int) -> None:
        """Cut the log off behind `size` leaves, or append the leaves up to there."""
        self.size = size
        count = size >> 1
        level = 1
        while count or level <= len(self.levels):
            if level > len(self.levels):
                self.levels.append(bytearray())
            nodes = self.levels[level - 1]
            del nodes[NODE * count :]
            node = self.node
            if level <= self.shared:
                count >>= 1
                level += 1
                continue
            for index in range(len(nodes) // NODE, count):
                nodes += node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))
            count >>= 1
            level += 1

    def root(self, size: int) -> bytes:
        """Return the root of the log of the first `size` leaves. Raises OutsideLog."""
        if not 0 <= size <= self.size:
            raise OutsideLog(size, self.size)
        return self._root(0, size) if size else EMPTY_ROOT

    def path(self, index: int, size: int) -> bytes:
        """Return the path that proves the leaf at `index` in the log of the first `size` leaves. Raises OutsideLog."""
        if not 0 <= index < size <= self.size:
            raise OutsideLog(index, min(size, self.size))
        path = b""
        level = 0
        while size - 1 >> level:
            sibling = index >> level ^ 1
            start = sibling << level
            if start + (1 << level) <= size:
                path += self.node(level, sibling)
            elif start < size:
                path += self._root(start, size)
            level += 1
        return path

    def grown(self, old: int, size: int) -> bytes:
        """Return the path that proves the first `old` leaves to be the beginning of the first `size`.

        It is empty for equal sizes, and for the log of no leaves. Raises OutsideLog.
        """
        if not 0 <= old <= size <= self.size:
            raise OutsideLog(old, min(size, self.size))
        start, end = 0, size
        path: list[bytes] = []
        while old and old != end:
            split = start + (1 << (end - start - 1).bit_length() - 1)
            if old <= split:
                path.append(self._root(split, end))
                end = split
            else:
                path.append(self._root(start, split))
                start = split
        if start:  # else the verifier holds this root
            path.append(self._root(start, end))
        return b"".join(reversed(path))

    def node(self, level: int, index: int) -> bytes:
        """Return the root of the perfect subtree `index` of those with 2**level leaves."""
        if not level:
            return self.leaf(index)
        if self.lower and level <= self.shared:
            return self.lower(level, index)
        return bytes(self.levels[level - 1][NODE * index : NODE * index + NODE])

    def _root(self, start: int, end: int) -> bytes:
        """Return the root over the leaves from `start`, where a subtree at least as large begins, to before `end`."""
        root = b""
        while end > start:
            level = min(end & -end, end - start).bit_length() - 1
            peak = self.node(level, (end >> level) - 1)
            root = node_hash(peak, root) if root else peak
            end -= 1 << level
        return root
