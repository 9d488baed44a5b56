"""The steps of an ICS-23 proof: what is hashed in a leaf and in an inner node, and the form that a tree demands.

All trees here are binary and hash with SHA-256; the other operations of ICS-23 are refused by name.

Source: cosmos/ics23 go/ops.go (LeafOp, InnerOp, validateIavlOps), go/proof.go (getPadding, orderFromPadding).
"""

from hashlib import sha256

from lightclient.codec.errors import NonCanonical, TooLarge, Truncated
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint, varint
from lightclient.cometbft.errors import AgainstSpec, UnsupportedProof
from lightclient.cometbft.trees import LEAF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.trees import Tree

NO_HASH, SHA256 = 0, 1
NO_LENGTH, PROTO_LENGTH = 0, 1
LEFT, RIGHT = "left", "right"  # where the way up comes from


class Leaf:
    """hash, key, value: how the leaf, the key and the value are hashed. length: what stands before these two."""

    __slots__ = ("hash", "key", "length", "prefix", "value")

    def __init__(self, hash_: int, key: int, value: int, length: int, prefix: bytes) -> None:
        self.hash = hash_
        self.key = key
        self.value = value
        self.length = length
        self.prefix = bytes(prefix)

    def check(self, tree: "Tree") -> None:
        """Hold the leaf to the tree's form: a longer prefix would take bytes of the key that the tree has.

        Raises AgainstSpec.
        """
        if (self.hash, self.key, self.value, self.length) != (SHA256, tree.key, tree.value, tree.length):
            raise AgainstSpec(tree=tree.name, why="its leaf is hashed otherwise")
        if (self.prefix[: len(LEAF)] if tree.layers else self.prefix) != LEAF:
            raise AgainstSpec(tree=tree.name, why="its leaf begins otherwise")
        if tree.layers:
            _check_layer(self.prefix, 0, (0,))

    def apply(self, key: bytes, value: bytes) -> bytes:
        """Return the leaf's hash. Raises AgainstSpec without key or value, UnsupportedProof."""
        if not key or not value:
            raise AgainstSpec(tree="such", why="its leaf has no key or no value")
        return _hashed(self.hash, self.prefix + self._part(self.key, key) + self._part(self.value, value))

    def _part(self, how: int, data: bytes) -> bytes:
        data = _hashed(how, data)
        if self.length not in (NO_LENGTH, PROTO_LENGTH):
            raise UnsupportedProof(what="length operation " + str(self.length))
        return varint(len(data)) + data if self.length else data


class Inner:
    """What stands before and after the child from which the way up comes."""

    __slots__ = ("hash", "prefix", "suffix")

    def __init__(self, hash_: int, prefix: bytes, suffix: bytes) -> None:
        self.hash = hash_
        self.prefix = bytes(prefix)
        self.suffix = bytes(suffix)

    def check(self, tree: "Tree", layer: int) -> None:
        """layer: 1 for the first step above the leaf. Raises AgainstSpec."""
        if self.hash != SHA256:
            raise AgainstSpec(tree=tree.name, why="a step is hashed otherwise")
        if tree.layers:
            _check_layer(self.prefix, layer, (1, 34))
        if self.prefix[: len(LEAF)] == LEAF:
            raise AgainstSpec(tree=tree.name, why="a step begins as leaves do")
        side(self, tree)

    def apply(self, child: bytes) -> bytes:
        """Return the hash of the node. Raises AgainstSpec without a child, UnsupportedProof."""
        if not child:
            raise AgainstSpec(tree="such", why="a step has no child")
        return _hashed(self.hash, self.prefix + child + self.suffix)

    def other(self, tree: "Tree") -> bytes:
        """Return the child beside the one from which the way up comes."""
        return self.suffix if self.suffix else self.prefix[-tree.child :]

    def same(self, other: "Inner") -> bool:
        return (self.prefix, self.suffix) == (other.prefix, other.suffix)


def side(inner: Inner, tree: "Tree") -> str:
    """Return LEFT if the way up comes from the left child: then the right one follows. Raises AgainstSpec."""
    before, after = len(inner.prefix), len(inner.suffix)
    if tree.least <= before <= tree.most and after == tree.child:
        return LEFT
    if tree.least <= before - tree.child <= tree.most and not after:
        return RIGHT
    raise AgainstSpec(
        tree=tree.name, why="a step has " + str(before) + " and " + str(after) + " bytes around its child"
    )


def hashed_key(tree: "Tree", key: bytes) -> bytes:
    """Return what a key is ordered by in this tree."""
    return sha256(key).digest() if tree.hashed else key


def _hashed(how: int, data: bytes) -> bytes:
    if how == NO_HASH:
        return data
    if how != SHA256:
        raise UnsupportedProof(what="hash operation " + str(how))
    return sha256(data).digest()


def _check_layer(prefix: bytes, layer: int, rest: "tuple[int, ...]") -> None:
    """Check the numbers that IAVL's nodes begin with: height, size and version, each zigzag, and none negative."""
    reader = Reader(prefix)
    try:
        numbers = [read_varint(reader) for _ in range(3)]
    except (NonCanonical, TooLarge, Truncated):
        raise AgainstSpec(tree="iavl", why="a node does not begin with three numbers")
    if numbers[0] & 1 or numbers[1] & 1 or numbers[2] & 1 or numbers[0] >> 1 < layer:
        raise AgainstSpec(tree="iavl", why="a node's numbers are negative, or its height is below its layer")
    if len(prefix) - reader.offset not in rest:
        raise AgainstSpec(tree="iavl", why="a node has other bytes than its numbers before its children")
