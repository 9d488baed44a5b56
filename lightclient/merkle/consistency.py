"""Proofs that one RFC 9162 Merkle log is the beginning of another.

Source: RFC 9162 section 2.1.4.
"""

from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.log import EMPTY_ROOT, node_hash, nodes_of


def check_consistency(size1: int, size2: int, path: bytes, root1: bytes, root2: bytes) -> None:
    """Check that the log of `size1` leaves with `root1` is the beginning of the one of `size2` with `root2`.

    Section 2.1.4.2. Equal sizes and an empty first log take an empty path.
    Raises OutsideLog, PathLength, LogRootMismatch, Truncated, TooLarge.
    """
    nodes = nodes_of(path)
    count = len(nodes)
    if not 0 <= size1 <= size2:
        raise OutsideLog(size1, size2)
    if size1 == size2 or not size1:
        if nodes:
            raise PathLength(count)
        if (size1 == size2 and root1 != root2) or (not size1 and root1 != EMPTY_ROOT):
            raise LogRootMismatch()
        return
    first, last = size1 - 1, size2 - 1
    while first & 1:
        first >>= 1
        last >>= 1
    # A first log that is one whole subtree is its own starting node and not in the path.
    if size1 & size1 - 1:
        if not nodes:
            raise PathLength(count)
        old = new = nodes.pop(0)
    else:
        old = new = root1
    for node in nodes:
        if not last:
            raise PathLength(count)
        if first & 1 or first == last:
            old = node_hash(node, old)
            new = node_hash(node, new)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            new = node_hash(new, node)
        first >>= 1
        last >>= 1
    if last:
        raise PathLength(count)
    if old != root1 or new != root2:
        raise LogRootMismatch()
