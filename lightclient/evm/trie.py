"""Merkle-Patricia tries: what a key has under a root, or that it has nothing.

A proof is the nodes on the way down, the root first; a node of less than 32 bytes stands within the one above it and
not in the proof. Absence is shown by the node at which the way ends: an empty place in a branch, or a leaf or an
extension that leads elsewhere.

Source: Ethereum's Yellow Paper, appendix D; go-ethereum trie/proof.go (VerifyProof).
"""

from lightclient.codec.errors import NonCanonical, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.errors import BrokenProof, ExtraNodes, NotOfTrie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EMPTY_ROOT = (  # of a trie without entries: Keccak-256 of the empty string in RLP
    b"\x56\xe8\x1f\x17\x1b\xcc\x55\xa6\xff\x83\x45\xe6\x92\xc0\xf8\x6e"
    b"\x5b\x48\xe0\x1b\x99\x6c\xad\xc0\x01\x62\x2f\xb5\xe3\x63\xb4\x21"
)
HASH = 32
MAX_NODES = 65  # one for each half byte of a hash, and one more
BRANCH, SHORT = 17, 2  # items of a branch, of a leaf or an extension
LEAF, ODD = 2, 1  # bits of the first half byte of a path in a node
MAX_ITEMS = 64 * BRANCH  # of a node, with those that stand in it


def value_at(root: bytes, key: "bytes | memoryview", nodes: "list[Any]") -> "bytes | None":
    """Return what `key` has under `root`, None if nothing. A key that is hashed first comes hashed.

    Raises NotOfTrie, BrokenProof, ExtraNodes, NonCanonical, TooLarge, and what `rlp.parse` raises.
    """
    proof = Proof(root, nodes, MAX_NODES)
    found = proof.value(key)
    proof.done()
    return found


class Proof:
    """The nodes that show what several keys have: those that ways share stand there once, where the first one needs it.

    proof.value(key)    as `value_at`
    proof.done()        once all keys were asked for: raises ExtraNodes if some nodes were not needed
    """

    __slots__ = ("nodes", "places")

    def __init__(self, root: bytes, nodes: "list[Any]", most: int) -> None:
        """most: nodes. Raises TooLarge, NotOfTrie."""
        if len(nodes) > most:
            raise TooLarge("the number of nodes in a proof", len(nodes), most)
        if root != (keccak256(nodes[0]) if nodes else EMPTY_ROOT):
            raise NotOfTrie()
        self.nodes = nodes
        self.places: "dict[bytes, int]" = {bytes(root): 0} if nodes else {}  # of the nodes that were used, by hash

    def value(self, key: "bytes | memoryview") -> "bytes | None":
        """Raises BrokenProof, NonCanonical, and what `rlp.parse` raises."""
        if not self.nodes:
            return None
        path = halves(key)
        node = _node(self.nodes[0], 0)
        at = 0
        while True:
            used = len(self.places)
            if len(node) == BRANCH:
                if at == len(path):
                    return rlp.blob(node[16], "the value of a branch") or None
                below = node[path[at]]
                at += 1
            else:
                leaf, way = _path(node[0], used)
                if leaf:
                    found = rlp.blob(node[1], "the value of a leaf")
                    if not found:
                        raise BrokenProof(used, "a leaf without a value")
                    return found if path[at:] == way else None
                if path[at : at + len(way)] != way:
                    return None
                below = node[1]
                at += len(way)
            if isinstance(below, list):
                node = _checked(below, used)
                continue
            if not len(below):
                if len(node) == SHORT:
                    raise BrokenProof(used, "an extension that leads nowhere")
                return None
            node = self._below(bytes(below), used)

    def done(self) -> None:
        if len(self.places) != len(self.nodes):
            raise ExtraNodes(len(self.nodes) - len(self.places))

    def _below(self, reference: bytes, used: int) -> "list[Any]":
        """Return the node that the one above names: one that was used before, or else the next one."""
        if len(reference) != HASH:
            raise BrokenProof(used, "a reference of " + str(len(reference)) + " bytes")
        place = self.places.get(reference)
        if place is None:
            if used == len(self.nodes):
                raise BrokenProof(used, "the next node is missing")
            if keccak256(self.nodes[used]) != reference:
                raise BrokenProof(used, "the next node has another hash")
            if len(self.nodes[used]) < HASH:
                raise BrokenProof(used, "the next node is so short that it stands in the one above")
            place = self.places[reference] = used
        return _node(self.nodes[place], place)


def halves(key: "bytes | memoryview") -> bytes:
    """Return the half bytes of a key, the high one of each first."""
    made = bytearray(2 * len(key))
    for i, byte in enumerate(key):
        made[2 * i] = byte >> 4
        made[2 * i + 1] = byte & 15
    return bytes(made)


def _node(data: "bytes | memoryview", number: int) -> "list[Any]":
    return _checked(rlp.parse(data, MAX_ITEMS), number)


def _checked(node: "Any", number: int) -> "list[Any]":
    """Return a node that can be one, by its form. Raises BrokenProof."""
    if not isinstance(node, list) or len(node) not in (BRANCH, SHORT):
        raise BrokenProof(number, "a node is neither a branch, an extension nor a leaf")
    return node


def _path(data: "Any", number: int) -> "tuple[bool, bytes]":
    """Return (whether it is a leaf's, half bytes) of a path in hex-prefix form. Raises BrokenProof, NonCanonical."""
    if isinstance(data, list) or not len(data):
        raise BrokenProof(number, "a node has no path")
    steps = halves(data)
    flags = steps[0]
    if flags > LEAF + ODD:
        raise BrokenProof(number, "a path is of no known kind")
    if not flags & ODD and steps[1]:
        raise NonCanonical("a path in a trie", number)
    way = steps[1:] if flags & ODD else steps[2:]
    leaf = flags >= LEAF
    if not leaf and not way:
        raise BrokenProof(number, "an extension without a path")
    return leaf, way
