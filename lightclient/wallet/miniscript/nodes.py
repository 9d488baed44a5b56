"""Miniscript's fragments, each compiled when it is made: a node is type, script, and what it takes to spend.

Source: BIP379, "Translation table"; Bitcoin Core script/miniscript.h (ToScript, CalcOps, CalcStackSize).
"""

from lightclient.crypto.ripemd160 import hash160
from lightclient.wallet.miniscript import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Count = int | None  # None: there is no way

NOTIF, IF, ELSE, ENDIF, VERIFY = b"\x64", b"\x63", b"\x67", b"\x68", b"\x69"
SIZE_32 = b"\x82\x01\x20\x88"  # SIZE <32> EQUALVERIFY
HASHES = {"sha256": (b"\xa8", 32), "hash256": (b"\xaa", 32), "ripemd160": (b"\xa6", 20), "hash160": (b"\xa9", 20)}


class Node:
    """A fragment with all that is inside.

    type    see `types`; a fragment without B, V, K and W is wrong
    pieces  of the script: bytes, n for the push of key n, ~n for the push of its hash
    ops     opcodes that count, whatever is executed; sat and dsat: keys of multi more, to satisfy it and not to
    items   of the witness, to satisfy it and not to
    """

    __slots__ = ("items", "ops", "pieces", "type")

    def __init__(
        self,
        type_: int,
        pieces: "list[bytes | int]",
        ops: "tuple[int, Count, Count]",
        items: "tuple[Count, Count]",
    ) -> None:
        self.type = type_
        self.pieces = pieces
        self.ops = ops
        self.items = items

    @property
    def keys(self) -> "list[int]":
        """The numbers of its keys, in the order of the script."""
        return [piece if piece >= 0 else ~piece for piece in self.pieces if not isinstance(piece, bytes)]

    def script(self, key: "Callable[[int], bytes]") -> bytes:
        """Return the script. key(n) returns key n: 33 bytes, or 32 in tapscript."""
        parts = []
        for piece in self.pieces:
            if not isinstance(piece, bytes):
                data = key(piece) if piece >= 0 else hash160(key(~piece))
                piece = bytes((len(data),)) + data
            parts.append(piece)
        return b"".join(parts)


def number(value: int) -> bytes:
    """Return the shortest push of a number from 0 to 2**31 - 1."""
    if value <= 16:
        return bytes((0x50 + value,)) if value else b"\x00"
    size = 1
    while value >> 8 * size - 1:  # the highest bit is the sign
        size += 1
    return bytes((size,)) + value.to_bytes(size, "little")


def constant(name: str) -> Node:
    if name == "0":
        return Node(types.LEAVES[name], [b"\x00"], (0, None, 0), (None, 0))
    return Node(types.LEAVES[name], [b"\x51"], (0, 0, None), (0, None))


def key(name: str, n: int) -> Node:
    """Return pk_k or pk_h of key n."""
    if name == "pk_k":
        return Node(types.LEAVES[name], [n], (0, 0, 0), (1, 1))
    return Node(types.LEAVES[name], [b"\x76\xa9", ~n, b"\x88"], (3, 0, 0), (2, 2))


def lock(name: str, value: int) -> Node:
    type_ = types.older(value) if name == "older" else types.after(value)
    return Node(type_, [number(value) + (b"\xb2" if name == "older" else b"\xb1")], (1, 0, None), (0, None))


def hashed(name: str, digest: bytes) -> Node:
    return Node(
        types.HASH, [SIZE_32 + HASHES[name][0] + bytes((len(digest),)) + digest + b"\x87"], (4, 0, None), (1, None)
    )


def multi(threshold: int, keys: "list[int]") -> Node:
    pieces: "list[bytes | int]" = [number(threshold)] + keys + [number(len(keys)) + b"\xae"]
    return Node(types.LEAVES["multi"], pieces, (1, len(keys), len(keys)), (threshold + 1, threshold + 1))


def multi_a(threshold: int, keys: "list[int]") -> Node:
    pieces: "list[bytes | int]" = []
    for n in keys:
        pieces += [n, b"\xba" if pieces else b"\xac"]
    pieces.append(number(threshold) + b"\x9c")
    return Node(types.LEAVES["multi_a"], pieces, (len(keys) + 1, 0, 0), (len(keys), len(keys)))


WRAPPERS = {  # before and after, and the opcodes that these are
    "a": (b"\x6b", b"\x6c", 2),
    "s": (b"\x7c", b"", 1),
    "c": (b"", b"\xac", 1),
    "d": (b"\x76\x63", ENDIF, 3),
    "j": (b"\x82\x92\x63", ENDIF, 4),
    "n": (b"", b"\x92", 1),
}


def wrapped(letter: str, x: Node, tapscript: bool) -> Node:
    type_ = types.wrapped(letter, x.type, tapscript)
    count, sat, dsat = x.ops
    if letter == "v":
        plain = types.has(x.type, "x")
        pieces = x.pieces + [VERIFY] if plain else _verified(x.pieces)
        return Node(type_, pieces, (count + plain, sat, None), (x.items[0], None))
    before, after, more = WRAPPERS[letter]
    items = x.items
    if letter in "dj":  # one empty item says no
        dsat = 0
        items = _plus(items[0], 1 if letter == "d" else 0), 1
    return Node(type_, [before] + x.pieces + [after], (count + more, sat, dsat), items)


def combined(name: str, x: Node, y: Node, z: "Node | None" = None) -> Node:
    """Return and_v, and_b, or_b, or_c, or_d, or_i, or andor."""
    pieces: "list[bytes | int]"
    if z is not None:
        pieces = x.pieces + [NOTIF] + z.pieces + [ELSE] + y.pieces + [ENDIF]
        ops = _each(x.ops, y.ops, z.ops)
        items = _each((0,) + x.items, (0,) + y.items, (0,) + z.items)[1:]
        return Node(types.andor(x.type, y.type, z.type), pieces, (ops[0] + 3, ops[1], ops[2]), (items[0], items[1]))
    after, more = {
        "and_v": (b"", 0),
        "and_b": (b"\x9a", 1),
        "or_b": (b"\x9b", 1),
        "or_c": (ENDIF, 2),
        "or_d": (ENDIF, 3),
        "or_i": (ENDIF, 3),
    }[name]
    before = {"or_c": NOTIF, "or_d": b"\x73" + NOTIF, "or_i": ELSE}.get(name, b"")
    pieces = ([IF] if name == "or_i" else []) + x.pieces + [before] + y.pieces + [after]
    sat, dsat = _pair(name, x.ops[1:], y.ops[1:], 0)
    type_ = getattr(types, name)(x.type, y.type)
    return Node(type_, pieces, (x.ops[0] + y.ops[0] + more, sat, dsat), _pair(name, x.items, y.items, 1))


def thresh(threshold: int, nodes: "list[Node]") -> Node:
    pieces: "list[bytes | int]" = []
    ops: "list[Count]" = [0]
    items: "list[Count]" = [0]
    count = 1
    for node in nodes:
        pieces += node.pieces + ([b"\x93"] if pieces else [])
        count += node.ops[0] + (1 if node is not nodes[0] else 0)
        ops = _next(ops, node.ops[1], node.ops[2])
        items = _next(items, node.items[0], node.items[1])
    pieces.append(number(threshold) + b"\x87")
    type_ = types.thresh(threshold, [node.type for node in nodes])
    return Node(type_, pieces, (count, ops[threshold], ops[0]), (items[threshold], items[0]))


def _pair(name: str, x: "tuple[Count, ...]", y: "tuple[Count, ...]", choice: int) -> "tuple[Count, Count]":
    """Return what both together take, to satisfy and not to; or_i takes an item more, the choice."""
    (xs, xd), (ys, yd) = x, y
    both = _plus(xd, yd)
    if name == "and_v":
        return _plus(xs, ys), None
    if name == "and_b":
        return _plus(xs, ys), both
    if name == "or_b":
        return _most(_plus(xs, yd), _plus(ys, xd)), both
    if name == "or_i":
        return _plus(_most(xs, ys), choice), _plus(_most(xd, yd), choice)
    return _most(xs, _plus(ys, xd)), both if name == "or_d" else None


def _each(x: "tuple[Count, ...]", y: "tuple[Count, ...]", z: "tuple[Count, ...]") -> "tuple[int, Count, Count]":
    """Return the same of andor(X,Y,Z): X and Y, or not X and Z."""
    sat = _most(_plus(y[1], x[1]), _plus(x[2], z[1]))
    return (x[0] or 0) + (y[0] or 0) + (z[0] or 0), sat, _plus(x[2], z[2])


def _next(sums: "list[Count]", sat: "Count", dsat: "Count") -> "list[Count]":
    """Return the most that 0, 1, 2 ... satisfied ones take, after one more."""
    more = [_plus(sums[0], dsat)]
    for at in range(1, len(sums)):
        more.append(_most(_plus(sums[at], dsat), _plus(sums[at - 1], sat)))
    return more + [_plus(sums[-1], sat)]


def _plus(a: "Count", b: "Count") -> "Count":
    return None if a is None or b is None else a + b


def _most(a: "Count", b: "Count") -> "Count":
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


def _verified(pieces: "list[bytes | int]") -> "list[bytes | int]":
    """Return the pieces with the last opcode in its VERIFY form, which is the next one."""
    found = [piece for piece in pieces if piece != b""]
    last = found.pop()
    if not isinstance(last, bytes):
        raise TypeError  # keys are followed by something
    return found + [last[:-1] + bytes((last[-1] + 1,))]
