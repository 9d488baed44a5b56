"""Proofs that one RFC 9162 Merkle log is the beginning of another.

Source: RFC 9162 section 2.1.4.
"""

from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.log import EMPTY_ROOT, NODE, node_hash, nodes_of


def check_consistency(size1: int, size2: int, path: bytes, root1: bytes, root2: bytes) -> None:
    """Check that the log of `size1` leaves with `root1` is the beginning of the one of `size2` with `root2`.

    Section 2.1.4.2. Equal sizes and an empty first log take an empty path.
    Raises OutsideLog, PathLength, LogRootMismatch, Truncated, TooLarge.
    """
    if not size1 and size2 >= 0:  # an empty log is the beginning of any, whatever that one's root
        if nodes_of(path):
            raise PathLength(len(path) // NODE)
        if root1 != EMPTY_ROOT or (not size2 and root2 != EMPTY_ROOT):
            raise LogRootMismatch()
    elif consistency_root(size1, size2, path, root1) != root2:
        raise LogRootMismatch()


def consistency_root(size1: int, size2: int, path: bytes, root1: bytes) -> bytes:
    """Return the root of the log of `size2` leaves whose beginning, `size1` of them and at least one, has `root1`.

    Raises OutsideLog, PathLength, LogRootMismatch, Truncated, TooLarge.
    """
    nodes = nodes_of(path)
    count = len(nodes)
    if not 0 < size1 <= size2:
        raise OutsideLog(size1, size2)
    if size1 == size2:
        if nodes:
            raise PathLength(count)
        return root1
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
    if old != root1:
        raise LogRootMismatch()
    return new
