"""ICS-23 proofs: that a key has a value in a tree, or that it is not there.

Source: cosmos/ics23 proto/cosmos/ics23/v1/proofs.proto, go/ics23.go, go/proof.go.
"""

from lightclient.codec.protobuf import BYTES, INT, MESSAGE, REPEATED, parse
from lightclient.cometbft.errors import AgainstSpec, NotAbsent, OtherEntry, UnsupportedProof
from lightclient.cometbft.steps import LEFT, Inner, Leaf, hashed_key, side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.trees import Tree

MAX_STEPS = 256
COMMITMENT = {1: MESSAGE, 2: MESSAGE, 3: MESSAGE, 4: MESSAGE}
EXISTENCE = {1: BYTES, 2: BYTES, 3: MESSAGE, 4: REPEATED}
ABSENCE = {1: BYTES, 2: MESSAGE, 3: MESSAGE}
LEAF = {1: INT, 2: INT, 3: INT, 4: INT, 5: BYTES}
INNER = {1: INT, 2: BYTES, 3: BYTES}


class Existence:
    """That `key` has `value`: the leaf, and the steps from it up to the root."""

    __slots__ = ("key", "leaf", "path", "value")

    def __init__(self, key: bytes, value: bytes, leaf: "Leaf | None", path: "list[Inner]") -> None:
        self.key = bytes(key)
        self.value = bytes(value)
        self.leaf = leaf
        self.path = path

    def check(self, tree: "Tree") -> None:
        """Hold the proof to the form of the tree. Raises AgainstSpec, UnsupportedProof."""
        if self.leaf is None:
            raise AgainstSpec(tree=tree.name, why="it has no leaf")
        self.leaf.check(tree)
        if not tree.shallow <= len(self.path) <= tree.depth:
            raise AgainstSpec(tree=tree.name, why="it has " + str(len(self.path)) + " steps")
        for layer, inner in enumerate(self.path, 1):
            inner.check(tree, layer)

    def root(self) -> bytes:
        """Return the root that the steps lead to. Raises AgainstSpec, UnsupportedProof."""
        if self.leaf is None:
            raise AgainstSpec(tree="such", why="it has no leaf")
        found = self.leaf.apply(self.key, self.value)
        for inner in self.path:
            found = inner.apply(found)
        return found


class Absence:
    """That `key` is not there: the entries to its left and right, or the one at an end of the tree."""

    __slots__ = ("key", "left", "right")

    def __init__(self, key: bytes, left: "Existence | None", right: "Existence | None") -> None:
        self.key = bytes(key)
        self.left = left
        self.right = right


def read_proof(data: "bytes | memoryview") -> "Existence | Absence":
    """Return the proof of a message CommitmentProof. Raises UnsupportedProof for batches, and what `parse` raises."""
    fields = parse(data, COMMITMENT, "CommitmentProof")
    given = [kind for kind in fields if fields[kind] is not None]
    if given not in ([1], [2]):
        raise UnsupportedProof(what="anything but one proof of existence or absence")
    if given == [1]:
        return _existence(fields[1])
    fields = parse(fields[2], ABSENCE, "NonExistenceProof")
    sides = [None if fields[each] is None else _existence(fields[each]) for each in (2, 3)]
    return Absence(fields[1], sides[0], sides[1])


def membership_root(proof: "Existence | Absence", tree: "Tree", key: bytes, value: bytes) -> bytes:
    """Return the root under which `key` has `value`. Raises OtherEntry, AgainstSpec, UnsupportedProof."""
    if not isinstance(proof, Existence):
        raise OtherEntry(what="kind: it shows absence")
    if proof.key != key:
        raise OtherEntry(what="key")
    if proof.value != value:
        raise OtherEntry(what="value")
    proof.check(tree)
    return proof.root()


def absence_root(proof: "Existence | Absence", tree: "Tree", key: bytes) -> bytes:
    """Return the root under which there is no `key`. Raises OtherEntry, NotAbsent, AgainstSpec, UnsupportedProof."""
    if not isinstance(proof, Absence):
        raise OtherEntry(what="kind: it shows existence")
    if proof.key != key:
        raise OtherEntry(what="key")
    left, right = proof.left, proof.right
    roots = []
    for each in (left, right):
        if each is not None:
            each.check(tree)
            roots.append(each.root())
    wanted = hashed_key(tree, key)
    if not roots or roots[0] != roots[-1]:
        raise NotAbsent(why="its neighbours are not in one tree")
    if right is not None and wanted >= hashed_key(tree, right.key):
        raise NotAbsent(why="the right neighbour is not to the right of it")
    if left is not None and wanted <= hashed_key(tree, left.key):
        raise NotAbsent(why="the left neighbour is not to the left of it")
    if left is None and right is not None:
        _check_end(right.path, tree, True)
    elif right is None and left is not None:
        _check_end(left.path, tree, False)
    elif left is not None and right is not None:
        _check_neighbours(list(left.path), list(right.path), tree)
    return roots[0]


def _check_end(path: "list[Inner]", tree: "Tree", leftmost: bool) -> None:
    """Check that the way up turns to one side only, but where the other branch is empty."""
    for inner in path:
        if (side(inner, tree) == LEFT) != leftmost and inner.other(tree) != tree.empty:
            raise NotAbsent(why="its neighbour is not the " + ("first" if leftmost else "last") + " below")


def _check_neighbours(left: "list[Inner]", right: "list[Inner]", tree: "Tree") -> None:
    """Check that the two ways part where one goes left and one right, and keep to that side below."""
    while left and right and left[-1].same(right[-1]):
        left.pop()
        right.pop()
    if not left or not right or side(left[-1], tree) != LEFT or side(right[-1], tree) == LEFT:
        raise NotAbsent(why="its neighbours are not next to each other")
    _check_end(left[:-1], tree, False)
    _check_end(right[:-1], tree, True)


def _existence(data: "bytes | memoryview") -> Existence:
    fields = parse(data, EXISTENCE, "ExistenceProof", MAX_STEPS)
    leaf = None
    if fields[3] is not None:
        parts = parse(fields[3], LEAF, "LeafOp")
        leaf = Leaf(parts[1], parts[2], parts[3], parts[4], parts[5])
    path = []
    for each in fields[4]:
        parts = parse(each, INNER, "InnerOp")
        path.append(Inner(parts[1], parts[2], parts[3]))
    return Existence(fields[1], fields[2], leaf, path)
