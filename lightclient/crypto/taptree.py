"""Trees of scripts under a taproot output: hashes of leaves, the root, and what proves that a leaf is below it.

Source: BIP341, "Constructing and spending Taproot outputs".
"""

from lightclient.codec.reader import compact_size
from lightclient.crypto.hashes import tagged_hash
from lightclient.crypto.taproot import output_point

VERSION = 0xC0  # of leaves in tapscript, BIP342


def leaf_hash(script: bytes, version: int = VERSION) -> bytes:
    return tagged_hash(b"TapLeaf", bytes((version,)) + compact_size(len(script)) + script)


def branch_hash(one: bytes, other: bytes) -> bytes:
    return tagged_hash(b"TapBranch", min(one, other) + max(one, other))


def merkle(leaves: "list[tuple[int, bytes]]") -> "tuple[bytes, list[bytes]]":
    """Return the root of leaves, depth and hash from left to right, and for each the hashes beside its way up."""
    paths = [b"" for _ in leaves]
    open_: "list[tuple[int, bytes, list[int]]]" = []  # subtrees: depth of the root, its hash, the leaves below it
    for place, (depth, found) in enumerate(leaves):
        below = [place]
        while open_ and open_[-1][0] == depth:
            _, left, others = open_.pop()
            for each in others:
                paths[each] += found
            for each in below:
                paths[each] += left
            found, below, depth = branch_hash(left, found), others + below, depth - 1
        open_.append((depth, found, below))
    return open_[0][1], paths


def root_above(leaf: bytes, path: bytes) -> bytes:
    """Return the root to which a leaf's hash leads, beside the hashes in `path`."""
    for at in range(0, len(path), 32):
        leaf = branch_hash(leaf, path[at : at + 32])
    return leaf


def control_blocks(internal: bytes, leaves: "list[tuple[int, bytes]]") -> "tuple[bytes, list[bytes]]":
    """Return the root, and of each leaf, depth and script, the control block with which it is spent."""
    root, paths = merkle([(depth, leaf_hash(script)) for depth, script in leaves])
    first = bytes((VERSION | output_point(internal, root)[0] & 1,)) + internal
    return root, [first + path for path in paths]
