"""The trees that states of Cosmos chains are kept in, as ICS-23's proof specs: what a proof must look like.

A proof that only leads to the right root proves nothing: whoever may choose prefixes can make an inner node of one tree
pass for a leaf of another. So the form of every step is held to the tree's own.

Source: cosmos/ics23 go/proof.go (IavlSpec, TendermintSpec, SmtSpec), go/ops.go; ICS-23.
"""

from collections import namedtuple

from lightclient.cometbft.errors import UnsupportedProof

# hashes of keys and values in leaves: 0 none, 1 SHA-256. length: whether a leaf's parts have their length before them.
# child: bytes of a child in an inner node. least, most: bytes of an inner node before its children. empty: a child that
# stands for an empty branch. layers: whether prefixes are those of IAVL, three numbers of which the first is the
# height. depth: steps at most. shallow: steps at least. hashed: whether keys are ordered by their hashes.
Tree = namedtuple(
    "Tree",
    ("name", "key", "value", "length", "child", "least", "most", "empty", "layers", "depth", "shallow", "hashed"),
)

LEAF = b"\x00"  # what leaves begin with in all of them, and no inner node does
MAX_DEPTH = 128

IAVL = Tree("iavl", 0, 1, 1, 33, 4, 12, None, True, MAX_DEPTH, 0, False)
TENDERMINT = Tree("tendermint", 0, 1, 1, 32, 1, 1, None, False, MAX_DEPTH, 0, False)
SMT = Tree("smt", 1, 1, 0, 32, 1, 1, bytes(32), False, 256, 0, True)


def tree_of(name: str) -> Tree:
    """Return the tree of this name. Raises UnsupportedProof."""
    for tree in (IAVL, TENDERMINT, SMT):
        if tree.name == name:
            return tree
    raise UnsupportedProof(what="tree " + name)
