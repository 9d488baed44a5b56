"""The prover's side of an RFC 9162 log: roots and paths over all leaf hashes.

`leaves` is a sequence of leaf hashes. Cost is linear in its length; a server of many requests keeps the inner nodes.

Source: RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1.
"""

from lightclient.merkle.log import EMPTY_ROOT, node_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def root_of(leaves: "Sequence[bytes]") -> bytes:
    """Return the Merkle tree hash of `leaves`."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = _split(len(leaves))
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def inclusion_path(leaves: "Sequence[bytes]", index: int) -> bytes:
    """Return the path that proves `leaves[index]`."""
    if len(leaves) < 2:
        return b""
    split = _split(len(leaves))
    if index < split:
        return inclusion_path(leaves[:split], index) + root_of(leaves[split:])
    return inclusion_path(leaves[split:], index - split) + root_of(leaves[:split])


def consistency_path(leaves: "Sequence[bytes]", size: int) -> bytes:
    """Return the path that proves the log of the first `size` leaves to be the beginning of this one."""
    return _subproof(leaves, size, True) if 0 < size < len(leaves) else b""


def _subproof(leaves: "Sequence[bytes]", size: int, whole: bool) -> bytes:
    """RFC 9162 SUBPROOF: `whole` says that the verifier holds the root of these first `size` leaves."""
    if size == len(leaves):
        return b"" if whole else root_of(leaves)
    split = _split(len(leaves))
    if size <= split:
        return _subproof(leaves[:split], size, whole) + root_of(leaves[split:])
    return _subproof(leaves[split:], size - split, False) + root_of(leaves[:split])


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    power = 1
    while power << 1 < count:
        power <<= 1
    return power
