"""What a descriptor asks for beyond single keys and multisig: a miniscript in wsh(), a tree of them in tr().

    TREE is a script, or {TREE,TREE}; a script is a miniscript, or sortedmulti_a(...)

Imported when a descriptor has one. Source: BIP379, BIP386, BIP387.
"""

from lightclient.bitcoin.script import p2tr
from lightclient.crypto.taproot import output_key
from lightclient.crypto.taptree import leaf_hash, merkle
from lightclient.wallet.miniscript.errors import MiniscriptSyntax, TooDeepMiniscript, UnsafeMiniscript
from lightclient.wallet.miniscript.parse import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.wallet.descriptor import Descriptor

    Key = Callable[[int], bytes]

MAX_DEPTH = 128
SORTED = "sortedmulti_a("


class Script:
    """A miniscript in wsh()."""

    def __init__(self, descriptor: "Descriptor", text: str) -> None:
        """Raises InvalidMiniscript, BadKeyExpression, BadThreshold, KeyCount, TooLarge."""
        self._keys = descriptor.keys
        self._node = parse(text, False, lambda text: descriptor.add_key(text, False))
        _check_keys(descriptor, self._node.keys)

    def script(self, index: int) -> bytes:
        """Return what wsh() hashes."""
        return self._node.script(lambda n: self._keys[n].key(index))


class Leaf:
    """A script. depth: below the root. keys: the numbers of its keys."""

    def __init__(self, text: str, depth: int, add_key: "Callable[[str], int]") -> None:
        self.depth = depth
        self.is_sorted = text[: len(SORTED)] == SORTED
        self._node = parse(text[6:] if self.is_sorted else text, True, add_key)
        self.keys = self._node.keys

    def script(self, key: "Key") -> bytes:
        """Return the script. key(n) returns key n, 32 bytes."""
        if not self.is_sorted:
            return self._node.script(key)
        keys = sorted([key(n) for n in self.keys])
        return self._node.script(lambda n: keys[self.keys.index(n)])


class Tree:
    """The scripts in tr(). leaves: from left to right."""

    def __init__(self, descriptor: "Descriptor", text: str) -> None:
        """text: what follows the internal key, which is the descriptor's first.

        Raises InvalidMiniscript, BadKeyExpression, BadThreshold, KeyCount, TooLarge.
        """
        self._keys = descriptor.keys
        self.leaves: "list[Leaf]" = []
        depth = at = 0
        filled = [0]  # how many branches of each open brace are there
        while True:
            while text[at : at + 1] == "{":
                at += 1
                depth += 1
                if depth > MAX_DEPTH:
                    raise TooDeepMiniscript(MAX_DEPTH)
                filled.append(0)
            end = _end(text, at)
            self.leaves.append(Leaf(text[at:end], depth, lambda text: descriptor.add_key(text, True)))
            _check_keys(descriptor, self.leaves[-1].keys)
            at = end
            while depth and filled[-1] == 1 and text[at : at + 1] == "}":
                filled.pop()
                depth -= 1
                at += 1
            if not depth:
                if at < len(text):
                    raise MiniscriptSyntax(at + 1, "the tree should have ended before")
                return
            if filled[-1] or text[at : at + 1] != ",":
                raise MiniscriptSyntax(at + 1, "a tree has two branches, {A,B}")
            filled[-1] = 1
            at += 1

    def leaves_at(self, index: int) -> "list[tuple[int, bytes]]":
        """Return depth and script of each leaf, from left to right."""
        return [(leaf.depth, leaf.script(lambda n: self._keys[n].key(index)[1:33])) for leaf in self.leaves]

    def output(self, index: int) -> bytes:
        """Return the output script."""
        root, _ = merkle([(depth, leaf_hash(script)) for depth, script in self.leaves_at(index)])
        return p2tr(output_key(self._keys[0].key(index)[1:33], root))


def _check_keys(descriptor: "Descriptor", numbers: "list[int]") -> None:
    """Refuse a miniscript that has a key twice: what is said of its safety would not hold."""
    if len({descriptor.keys[n].key()[1:33] for n in numbers}) < len(numbers):
        raise UnsafeMiniscript("it has the same key twice")


def _end(text: str, at: int) -> int:
    """Return where the script ends that begins at `at`."""
    open_ = 0
    while at < len(text):
        if text[at] == "(":
            open_ += 1
        elif text[at] == ")":
            open_ -= 1
        elif text[at] in ",{}" and not open_:
            break
        at += 1
    return at
