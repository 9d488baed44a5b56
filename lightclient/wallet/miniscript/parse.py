"""Reading a miniscript, and what makes it safe to be paid to.

Source: BIP379; Bitcoin Core script/miniscript.h (Parse, IsSane).
"""

from lightclient.codec.errors import TooLarge
from lightclient.wallet.errors import BadThreshold, KeyCount
from lightclient.wallet.miniscript import nodes, types
from lightclient.wallet.miniscript.errors import (
    MiniscriptSyntax,
    TooDeepMiniscript,
    UnknownFragment,
    UnsafeMiniscript,
    WrongType,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.wallet.miniscript.nodes import Node

MAX_DEPTH = 100
MAX_LOCK = (1 << 31) - 1
MAX_TEXT = 1 << 17  # characters
MAX_SEVERAL = 999
MAX_KEYS = {"multi": 20, "multi_a": 999}
MAX_OPS = 201  # Core script.h MAX_OPS_PER_SCRIPT, outside of tapscript
MAX_ITEMS = (100, 990)  # Core policy.h MAX_STANDARD_P2WSH_STACK_ITEMS; in tapscript 1000 with what is computed
MAX_SCRIPT = (3_600, 35_000)  # bytes: MAX_STANDARD_P2WSH_SCRIPT_SIZE; a multi_a of 999 keys

NAME = "abcdefghijklmnopqrstuvwxyz_0123456789"
PAIRS = ("and_v", "and_b", "or_b", "or_c", "or_d", "or_i")


class Parser:
    """Reads one miniscript. add_key(text) takes the text of a key and returns its number."""

    def __init__(self, text: str, tapscript: bool, add_key: "Callable[[str], int]") -> None:
        self.text = text
        self.at = 0
        self.tapscript = tapscript
        self.add_key = add_key

    def whole(self) -> "Node":
        """Return the node of the whole text. Raises InvalidMiniscript, BadKeyExpression, BadThreshold, KeyCount."""
        try:
            found = self.fragment(0)
        except RuntimeError:  # the stack is full: a board's holds less than MAX_DEPTH
            raise TooDeepMiniscript(MAX_DEPTH) from None
        if self.at < len(self.text):
            raise MiniscriptSyntax(self.at + 1, "it should have ended before")
        if not types.has(found.type, "B"):
            raise WrongType(1, "the whole")
        return found

    def fragment(self, depth: int) -> "Node":
        start = self.at
        name = self.word()
        letters = ""
        if self.text[self.at : self.at + 1] == ":":
            if not name:
                raise MiniscriptSyntax(self.at + 1, "a wrapper should stand before the colon")
            letters, self.at = name, self.at + 1
            name = self.word()
        depth += len(letters) + 1
        if depth > MAX_DEPTH:
            raise TooDeepMiniscript(MAX_DEPTH)
        if not name:
            raise MiniscriptSyntax(self.at + 1, "a fragment should begin here")
        found = self.checked(self.named(name, start, depth), start, name)
        for letter in reversed(letters):
            found = self.wrapped(letter, found, start)
        return found

    def wrapped(self, letter: str, x: "Node", start: int) -> "Node":
        if letter == "t":
            found = nodes.combined("and_v", x, nodes.constant("1"))
        elif letter == "l":
            found = nodes.combined("or_i", nodes.constant("0"), x)
        elif letter == "u":
            found = nodes.combined("or_i", x, nodes.constant("0"))
        elif letter in nodes.WRAPPERS or letter == "v":
            found = nodes.wrapped(letter, x, self.tapscript)
        else:
            raise UnknownFragment(start + 1, letter + ":")
        return self.checked(found, start, letter + ":")

    def checked(self, node: "Node", start: int, name: str) -> "Node":
        if not node.type & types.of("BVKW"):
            raise WrongType(start + 1, name)
        return node

    def named(self, name: str, start: int, depth: int) -> "Node":
        if name in ("0", "1"):
            return nodes.constant(name)
        self.take("(")
        if name in ("pk", "pkh", "pk_k", "pk_h"):
            short = name[2:3] != "_"
            node = nodes.key("pk_k" if name in ("pk", "pk_k") else "pk_h", self.key())
            found = nodes.wrapped("c", node, self.tapscript) if short else node
        elif name in ("older", "after"):
            found = nodes.lock(name, self.digits(MAX_LOCK))
        elif name in nodes.HASHES:
            found = nodes.hashed(name, self.digest(nodes.HASHES[name][1]))
        elif name == ("multi_a" if self.tapscript else "multi"):
            threshold = self.digits(MAX_LOCK)
            keys = []
            while self.text[self.at : self.at + 1] == ",":
                self.at += 1
                keys.append(self.key())
            if len(keys) > MAX_KEYS[name]:
                raise KeyCount(len(keys), MAX_KEYS[name])
            if threshold > len(keys):
                raise BadThreshold(len(keys))
            found = nodes.multi_a(threshold, keys) if self.tapscript else nodes.multi(threshold, keys)
        elif name in PAIRS:
            x = self.fragment(depth)
            found = nodes.combined(name, x, self.second(depth))
        elif name in ("andor", "and_n"):
            x = self.fragment(depth)
            y = self.second(depth)
            found = nodes.combined(name, x, y, nodes.constant("0") if name == "and_n" else self.second(depth))
        elif name == "thresh":
            threshold = self.digits(MAX_LOCK)
            several = []
            while self.text[self.at : self.at + 1] == ",":
                several.append(self.second(depth))
                if len(several) > MAX_SEVERAL:
                    raise MiniscriptSyntax(start + 1, "at most " + str(MAX_SEVERAL) + " fit into thresh")
            if threshold > len(several):
                raise BadThreshold(len(several))
            found = nodes.thresh(threshold, several)
        else:
            raise UnknownFragment(start + 1, name)
        self.take(")")
        return found

    def second(self, depth: int) -> "Node":
        self.take(",")
        return self.fragment(depth)

    def take(self, mark: str) -> None:
        if self.text[self.at : self.at + 1] != mark:
            raise MiniscriptSyntax(self.at + 1, mark + " should stand here")
        self.at += 1

    def word(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in NAME:
            self.at += 1
        return self.text[start : self.at]

    def argument(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in ",()":
            self.at += 1
        return self.text[start : self.at]

    def key(self) -> int:
        return self.add_key(self.argument())

    def digits(self, most: int) -> int:
        start = self.at
        text = self.argument()
        if not text or len(text) > 10 or text[0] == "0" or any(not "0" <= digit <= "9" for digit in text):
            raise MiniscriptSyntax(start + 1, "a number from 1 should stand here")
        if int(text) > most:
            raise MiniscriptSyntax(start + 1, "a number up to " + str(most) + " should stand here")
        return int(text)

    def digest(self, size: int) -> bytes:
        start = self.at
        text = self.argument()
        if len(text) != 2 * size or any(letter not in "0123456789abcdefABCDEF" for letter in text):
            raise MiniscriptSyntax(start + 1, str(size) + " bytes in hex should stand here")
        return bytes.fromhex(text)


def parse(text: str, tapscript: bool, add_key: "Callable[[str], int]") -> "Node":
    """Return the node of a miniscript that it is safe to be paid to.

    add_key(text) takes the text of a key and returns its number. The caller compares the keys, for the same twice.
    Raises InvalidMiniscript, BadKeyExpression, BadThreshold, KeyCount, TooLarge.
    """
    if len(text) > MAX_TEXT:
        raise TooLarge("a miniscript", len(text), MAX_TEXT)
    node = Parser(text, tapscript, add_key).whole()
    count, sat, _ = node.ops
    items = node.items[0]
    size = sum([len(each) if isinstance(each, bytes) else 34 - tapscript if each >= 0 else 21 for each in node.pieces])
    for condition, reason in (
        (sat is None or items is None, "nothing satisfies it"),
        (not types.has(node.type, "s"), "it can be spent without a signature"),
        (not types.has(node.type, "m"), "others could change what spends it"),
        (not types.has(node.type, "k"), "it mixes time locks of heights and of times"),
        (not tapscript and count + (sat or 0) > MAX_OPS, "it takes more than " + str(MAX_OPS) + " opcodes to spend"),
        ((items or 0) > MAX_ITEMS[tapscript], "it takes more than " + str(MAX_ITEMS[tapscript]) + " items to spend"),
        (size > MAX_SCRIPT[tapscript], "it has more than " + str(MAX_SCRIPT[tapscript]) + " bytes"),
    ):
        if condition:
            raise UnsafeMiniscript(reason)
    return node
