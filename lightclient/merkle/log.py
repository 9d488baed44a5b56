"""RFC 9162 Merkle logs: how they are hashed, and proofs that a leaf is in one.

Hashes are 32 bytes. A path is one byte string of 32-byte nodes, lowest first. Leaves and inner nodes are hashed with
different prefixes, so that neither can be passed off as the other.

Source: RFC 9162 sections 2.1.1 and 2.1.3.
"""

from hashlib import sha256

from lightclient.codec.errors import TooLarge, Truncated
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

NODE = 32
# A log of 2**64 leaves has paths of 64 nodes; a consistency path may hold one more.
MAX_PATH = 65 * NODE
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: "bytes | memoryview") -> bytes:
    hasher = sha256(b"\x00")  # bytes that are not joined first need no room
    hasher.update(data)
    return hasher.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    hasher = sha256(b"\x01")
    hasher.update(left)
    hasher.update(right)
    return hasher.digest()


def nodes_of(path: bytes) -> "list[bytes]":
    """Split a path into its nodes. Raises Truncated if it is ragged, TooLarge if it is longer than any log needs."""
    if len(path) % NODE:
        raise Truncated(NODE, len(path) - len(path) % NODE)
    if len(path) > MAX_PATH:
        raise TooLarge("the length of a path", len(path), MAX_PATH)
    return [path[i : i + NODE] for i in range(0, len(path), NODE)]


def inclusion_root(
    leaf: bytes, index: int, size: int, path: bytes, seen: "Callable[[bytes, bytes], object] | None" = None
) -> bytes:
    """Return the root that `path` proves for the leaf hash at `index` in a log of `size` leaves (section 2.1.3.2).

    seen(left, right) is called with each two nodes that are hashed together, from the leaf upwards.
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
            left, right = node, root
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            left, right = root, node
        if seen is not None:
            seen(left, right)
        root = node_hash(left, right)
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
