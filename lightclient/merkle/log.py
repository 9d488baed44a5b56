"""Proofs for RFC 9162 Merkle logs: inclusion and consistency.

Hashes are 32 bytes. A path is one byte string of 32-byte nodes, lowest first. Leaves and inner nodes are hashed with
different prefixes, so that neither can be passed off as the other.

Source: RFC 9162 section 2.1.
"""

from hashlib import sha256

from lightclient.codec.errors import TooLarge, Truncated
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength

NODE = 32
# A log of 2**64 leaves has paths of 64 nodes; a consistency path may hold one more.
MAX_PATH = 65 * NODE
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: "bytes | memoryview") -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def nodes_of(path: bytes) -> "list[bytes]":
    """Split a path into its nodes. Raises Truncated if it is ragged, TooLarge if it is longer than any log needs."""
    if len(path) % NODE:
        raise Truncated(NODE, len(path) - len(path) % NODE)
    if len(path) > MAX_PATH:
        raise TooLarge("the length of a path", len(path), MAX_PATH)
    return [path[i : i + NODE] for i in range(0, len(path), NODE)]


def inclusion_root(leaf: bytes, index: int, size: int, path: bytes) -> bytes:
    """Return the root that `path` proves for the leaf hash at `index` in a log of `size` leaves (section 2.1.3.2).

    Raises OutsideLog, PathLength, Truncated, TooLarge.
    """
    if not 0 <= index < size:
        raise OutsideLog(index, size)
    nodes = nodes_of(path)
    last = size - 1
    root = leaf
    for node in nodes:
        if not last:
            raise PathLength(len(nodes))
        if index & 1 or index == last:
            root = node_hash(node, root)
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            root = node_hash(root, node)
        index >>= 1
        last >>= 1
    if last:
        raise PathLength(len(nodes))
    return root


def check_inclusion(leaf: bytes, index: int, size: int, path: bytes, root: bytes) -> None:
    """Check that the leaf hash is at `index` in the log of `size` leaves with this `root`.

    Raises LogRootMismatch if it is not, and the errors of `inclusion_root`.
    """
    if inclusion_root(leaf, index, size, path) != root:
        raise LogRootMismatch()


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
