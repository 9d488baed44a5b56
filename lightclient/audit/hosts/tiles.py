"""A log's tree in tiles: hashes of 256 perfect subtrees in one piece, which any web server can hand out.

    level 1    (0: 256 hashes, each of a whole tile of level 0)  (1: 3 hashes)
    level 0    (0: leaves 0 to 255) (1: 256 to 511) ... (258: 66048 to 66111, partial)

A tile that is full never changes. Those at the right edge are partial and grow; a tile is named by the number of
hashes that are in it, so that a partial one never changes either.

    tile/<level>/<number>[.p/<width>]     numbers in groups of three digits, all but the last with an x: x001/x234/067

Source: C2SP tlog-tiles ("Merkle Tree", "Parameters").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lightclient.merkle.hosts.subtrees import Subtrees
from lightclient.merkle.log import EMPTY_ROOT, NODE, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
MAX_LEVEL = 7  # a log has fewer than 2**63 leaves
ENTRIES = "entries"
Key = tuple[int, int]  # level and number of a tile


class Edge:
    """The tiles at the right edge, partial or empty: all it takes to append to a log, however large that is.

    size   leaves
    tiles  hashes of each level's partial tile, from level 0 on
    """

    __slots__ = ("size", "tiles")

    def __init__(self, size: int, tiles: list[bytes]) -> None:
        self.size = size
        self.tiles = [bytearray(tile) for tile in tiles]

    def grown(self, leaves: list[bytes]) -> tuple[Edge, dict[Key, bytes]]:
        """Return the edge behind some more leaf hashes, and the tiles that are new or have grown."""
        edge = Edge(self.size, [bytes(tile) for tile in self.tiles])
        full: dict[Key, bytes] = {}
        for leaf in leaves:
            edge._append(0, leaf, full)
            edge.size += 1
        return edge, full | edge.partial()

    def _append(self, level: int, node: bytes, full: dict[Key, bytes]) -> None:
        if level == len(self.tiles):
            self.tiles.append(bytearray())
        tile = self.tiles[level]
        tile += node
        if len(tile) == WIDTH * NODE:
            full[level, self.size >> HEIGHT * (level + 1)] = bytes(tile)
            self._append(level + 1, perfect(bytes(tile)), full)
            tile.clear()

    def partial(self) -> dict[Key, bytes]:
        """Return the tiles at the edge that hold anything."""
        return {
            (level, self.size >> HEIGHT * (level + 1)): bytes(tile) for level, tile in enumerate(self.tiles) if tile
        }

    def root(self) -> bytes:
        root = b""
        for tile in self.tiles:
            count = len(tile) // NODE
            while count:
                width = count & -count
                peak = perfect(bytes(tile[NODE * (count - width) : NODE * count]))
                root = node_hash(peak, root) if root else peak
                count -= width
        return root or EMPTY_ROOT


class Tiles(Subtrees):
    """Paths and roots from tiles, in two steps, so that all tiles are fetched at once:

    tiles = Tiles(size)
    path = tiles.path(7, size)        of no use while `missing` is not empty
    tiles.add(fetched)                by the keys in `missing`
    path = tiles.path(7, size)
    """

    def __init__(self, size: int) -> None:
        super().__init__(lambda index: b"")
        self.size = size
        self.missing: set[Key] = set()
        self._known: dict[Key, bytes] = {}

    def add(self, tiles: Mapping[Key, bytes]) -> None:
        self._known.update(tiles)
        self.missing.clear()

    def node(self, level: int, index: int) -> bytes:
        row, below = divmod(level, HEIGHT)
        first = index << below
        tile = self._known.get((row, first >> HEIGHT))
        at = NODE * (first & WIDTH - 1)
        wanted = tile[at : at + (NODE << below)] if tile else b""
        if len(wanted) != NODE << below:
            self.missing.add((row, first >> HEIGHT))
            return bytes(NODE)
        return perfect(wanted)


def perfect(nodes: bytes) -> bytes:
    """Return the root above hashes, whose number is a power of two."""
    while len(nodes) > NODE:
        step = 2 * NODE
        nodes = b"".join(
            [node_hash(nodes[at : at + NODE], nodes[at + NODE : at + step]) for at in range(0, len(nodes), step)]
        )
    return nodes


def edge_keys(size: int) -> list[Key]:
    """Return the keys of the partial tiles of a log, by level; a level whose tile is empty has none."""
    keys = []
    for level in range(MAX_LEVEL + 1):
        if (size >> HEIGHT * level) % WIDTH:
            keys.append((level, size >> HEIGHT * (level + 1)))
    return keys


def edge_of(size: int, fetch: Callable[[Key], bytes]) -> Edge:
    """Return the edge of a log from its partial tiles, which may have grown since."""
    tiles = []
    for level in range(MAX_LEVEL + 1):
        count = size >> HEIGHT * level
        if not count:
            break
        width = count % WIDTH
        tiles.append(fetch((level, count >> HEIGHT))[: NODE * width] if width else b"")
    return Edge(size, tiles)


def path_of(level: int | str, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile, or of a bundle of entries; width: of a partial one."""
    digits = str(number)
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    named = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{named}" + ("" if width == WIDTH else f".p/{width}")


def parsed(path: str) -> tuple[int | str, int, int] | None:
    """Return (level or "entries", number, width) of a path, None if it is no tile's. There is one path for each."""
    kind, _, rest = path.removeprefix("tile/").partition("/")
    named, partial, width = rest.partition(".p/")
    digits = "".join([group.removeprefix("x") for group in named.split("/")])
    if not path.startswith("tile/") or not all(_decimal(word) for word in (digits, *([width] if partial else []))):
        return None
    if kind != ENTRIES and not (_decimal(kind) and int(kind) <= MAX_LEVEL):
        return None
    if len(digits) > 18 or len(width) > 3 or (partial and not 0 < int(width) < WIDTH):
        return None
    level = kind if kind == ENTRIES else int(kind)
    found = level, int(digits), int(width) if partial else WIDTH
    return found if path_of(*found) == path else None


def bundles(entries: list[bytes]) -> bytes:
    """Return a bundle of entries, each with its length before it."""
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def changed(old: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, number, width) of the tiles that a log of `size` leaves has and one of `old` has not."""
    for level in range(MAX_LEVEL + 1):
        before, now = old >> HEIGHT * level, size >> HEIGHT * level
        if now == before:
            return
        for number in range(before >> HEIGHT, (now >> HEIGHT) + 1):
            width = min(WIDTH, now - (number << HEIGHT))
            if width:
                yield level, number, width


def _decimal(word: str) -> bool:
    return word.isascii() and word.isdecimal()
