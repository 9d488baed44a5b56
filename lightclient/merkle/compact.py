"""The compact range of an RFC 9162 log: what a device keeps of all that it has appended.

A log of `size` leaves is a row of perfect subtrees, one for each bit set in `size`, the largest first. Their roots, at
most 20 for a million leaves, are enough to append further leaves and to check any inclusion proof.
"""

from lightclient.codec.errors import BadSchema
from lightclient.merkle.log import EMPTY_ROOT, NODE, node_hash, nodes_of


class CompactRange:
    """`size` leaves, and the subtree roots `peaks`, largest subtree first."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: bytes = b"") -> None:
        """peaks: the roots in one string. Raises BadSchema unless there is one for each bit set in `size`."""
        self.size = size
        self.peaks = nodes_of(peaks)
        if len(peaks) != NODE * _ones(size):
            raise BadSchema("compact range", str(len(self.peaks)) + " peaks for " + str(size) + " leaves")

    def append(self, leaf: bytes) -> None:
        """Append a leaf hash: 32 bytes, as `log.leaf_hash` makes it."""
        peaks = self.peaks
        size = self.size
        self.size = size + 1
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)

    def root(self) -> bytes:
        """Return the root of the whole log (RFC 9162 section 2.1.1)."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def clone(self) -> "CompactRange":
        return CompactRange(self.size, b"".join(self.peaks))


def _ones(number: int) -> int:
    count = 0
    while number:
        count += number & 1
        number >>= 1
    return count
