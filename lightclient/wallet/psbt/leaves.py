"""Scripts of taproot in PSBTs: leaves of a single key, which are signed, and what an updater knows of a tree.

Imported when an input or a descriptor has one. Source: BIP371; BIP342 for what is signed.
"""

from lightclient.codec.errors import TooLarge
from lightclient.codec.reader import compact_size
from lightclient.crypto.taproot import output_point
from lightclient.crypto.taptree import VERSION, control_blocks, leaf_hash, root_above
from lightclient.wallet.psbt.input import TAP_LEAF, TAP_ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.descriptor import Descriptor
    from lightclient.wallet.psbt.input import Input
    from lightclient.wallet.psbt.maps import Field

TREE = 0x06  # of an output
MAX_TREE = 8 * 1024  # bytes in a map, which holds other fields as well


class SingleLeaf:
    """A script <key> CHECKSIG that an output commits to. key: 32 bytes. control: its control block. hash: its own."""

    def __init__(self, key: bytes, script: bytes, control: bytes) -> None:
        self.key = key
        self.script = script
        self.control = control
        self.hash = leaf_hash(script)


def single_leaves(seen: "Input") -> "list[SingleLeaf]":
    """Return the leaves of a single key that an input shows, those with the shortest proof first."""
    found = []
    for control, value in seen.map.all(TAP_LEAF):
        script = value[:-1]
        if len(script) != 34 or script[:1] != b"\x20" or script[33:] != b"\xac":
            continue
        if value[-1] != VERSION or control[0] & 0xFE != VERSION:
            continue
        leaf = SingleLeaf(script[1:33], script, control)
        point = output_point(control[1:33], root_above(leaf.hash, control[33:]))
        if point[1:] == seen.program and point[0] & 1 == control[0] & 1:
            found.append(leaf)
    return sorted(found, key=lambda leaf: len(leaf.control))


def tree_fields(descriptor: "Descriptor", index: int, is_input: bool) -> "tuple[list[Field], dict[bytes, list[bytes]]]":
    """Return what a map says of a descriptor's tree, and for each key, x-only, the hashes of the leaves that it is in.

    Raises TooLarge for a tree that fits no map.
    """
    tree = descriptor.policy
    leaves = tree.leaves_at(index)
    hashes: "dict[bytes, list[bytes]]" = {}
    for leaf, (_, script) in zip(tree.leaves, leaves):  # noqa: B905 - MicroPython's zip has no `strict`
        for n in leaf.keys:
            hashes.setdefault(descriptor.keys[n].key(index)[1:33], []).append(leaf_hash(script))
    root, controls = control_blocks(descriptor.keys[0].key(index)[1:33], leaves)
    version = bytes((VERSION,))
    if is_input:
        fields = [(bytes((TAP_LEAF,)) + controls[at], leaves[at][1] + version) for at in range(len(leaves))]
        fields.append((bytes((TAP_ROOT,)), root))
    else:
        parts = [bytes((depth,)) + version + compact_size(len(script)) + script for depth, script in leaves]
        fields = [(bytes((TREE,)), b"".join(parts))]
    size = sum([len(key) + len(value) for key, value in fields])
    if size > MAX_TREE:
        raise TooLarge("a tree of scripts in a PSBT", size, MAX_TREE)
    return fields, hashes
