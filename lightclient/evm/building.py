"""Tries that are built of all their entries: nodes prove accounts and slots, but what is in a block only as a whole."""

from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.trie import EMPTY_ROOT, HASH, LEAF, ODD, halves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Entries = list[tuple[bytes, bytes]]


class Trie:
    """root, and `proof(key)`: the nodes on the way to a key, whether it is there or not.

    entries: values by key; no value is empty.
    """

    def __init__(self, entries: "dict[bytes, bytes]") -> None:
        self.entries = [(halves(key), value) for key, value in sorted(entries.items())]
        # Encoded nodes by what all their entries begin with, and references by encoded nodes.
        self._made: "dict[Any, Any]" = {}
        self.root = keccak256(self._encoded(self.entries, 0)) if entries else EMPTY_ROOT

    def proof(self, key: bytes) -> "list[bytes]":
        found: "list[bytes]" = []
        if self.entries:
            self._walk(self.entries, 0, halves(key), found)
        return found

    def _walk(self, some: "Entries", at: int, path: bytes, found: "list[bytes]") -> None:
        self._put(self._encoded(some, at), found)
        if len(some) == 1:
            return
        shared = self._shared(some, at)
        if path[at : at + shared] != some[0][0][at : at + shared]:
            return
        at += shared
        if shared:  # an extension, and the branch below it
            self._put(rlp.serialize(self._branch(some, at)), found)
        below = [entry for entry in some if at < len(path) and len(entry[0]) > at and entry[0][at] == path[at]]
        if below:
            self._walk(below, at + 1, path, found)

    def _put(self, data: bytes, found: "list[bytes]") -> None:
        if not found or len(data) >= HASH:
            found.append(data)

    def _node(self, some: "Entries", at: int) -> "list[Any]":
        if len(some) == 1:
            return [path_of(some[0][0][at:], True), some[0][1]]
        shared = self._shared(some, at)
        if shared:
            return [
                path_of(some[0][0][at : at + shared], False),
                self._reference(rlp.serialize(self._branch(some, at + shared))),
            ]
        return self._branch(some, at)

    def _branch(self, some: "Entries", at: int) -> "list[Any]":
        branch: "list[Any]" = []
        for half in range(16):
            below = [entry for entry in some if len(entry[0]) > at and entry[0][at] == half]
            branch.append(self._reference(self._encoded(below, at + 1)) if below else b"")
        ended = [value for path, value in some if len(path) == at]
        return branch + (ended or [b""])

    def _encoded(self, some: "Entries", at: int) -> bytes:
        place = some[0][0][:at], len(some)
        if place not in self._made:
            self._made[place] = rlp.serialize(self._node(some, at))
        found: bytes = self._made[place]
        return found

    def _reference(self, data: bytes) -> "Any":
        if data not in self._made:
            self._made[data] = keccak256(data) if len(data) >= HASH else rlp.parse(data)
        return self._made[data]

    def _shared(self, some: "Entries", at: int) -> int:
        if len(some) == 1:
            return 0
        first, last = some[0][0], some[-1][0]
        count = 0
        while at + count < min(len(first), len(last)) and first[at + count] == last[at + count]:
            count += 1
        return count


def path_of(steps: bytes, leaf: bool) -> bytes:
    """Return half bytes in hex-prefix form."""
    flag = LEAF if leaf else 0
    steps = bytes((flag + ODD,)) + steps if len(steps) & 1 else bytes((flag, 0)) + steps
    return bytes([steps[i] << 4 | steps[i + 1] for i in range(0, len(steps), 2)])
