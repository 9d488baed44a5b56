"""The modules of a QR code: patterns, data, masks.

Source: ISO/IEC 18004:2015, model 2: 7.7 (placement), 7.8 (masks), 7.9 and annex C (format), 7.10 and annex D (version).
"""

FINDER = 0b1011101  # dark and light along the middle of a finder pattern


class Grid:
    """A code while it is drawn. dark: its rows. taken: the modules of each row that are not data."""

    def __init__(self, version: int) -> None:
        size = self.size = 17 + 4 * version
        self.dark = [0] * size
        self.taken = [0] * size
        for at in range(size):  # timing
            self._put(at, 6, not at & 1)
            self._put(6, at, not at & 1)
        for x, y in ((3, 3), (size - 4, 3), (3, size - 4)):
            self._square(x, y, 4, (2, 4))
        last = size - 7
        centres = [] if version == 1 else [6, last] if version < 7 else [6, 8 + 2 * version, last]
        for x in centres:
            for y in centres:
                if (x, y) not in ((6, 6), (6, last), (last, 6)):  # where the finders are
                    self._square(x, y, 2, (1,))
        self._format(0)  # takes its place
        if version >= 7:
            left = _bch(version, 12, 0x1F25)
            for at in range(18):
                short, long = at // 3, size - 11 + at % 3
                self._put(short, long, left >> at & 1)
                self._put(long, short, left >> at & 1)

    def _put(self, x: int, y: int, dark: "int | bool") -> None:
        self.taken[y] |= 1 << x
        self.dark[y] = self.dark[y] & ~(1 << x) | (1 << x if dark else 0)

    def _square(self, x: int, y: int, reach: int, light: "tuple[int, ...]") -> None:
        """Draw nested squares around a module, dark but for the `light` ones."""
        for down in range(-reach, reach + 1):
            for across in range(-reach, reach + 1):
                if 0 <= x + across < self.size and 0 <= y + down < self.size:
                    self._put(x + across, y + down, max(abs(down), abs(across)) not in light)

    def _format(self, number: int) -> None:
        """Draw level and mask, twice."""
        bits = _bch(number, 10, 0x537) ^ 0x5412
        size = self.size
        for at in range(15):
            dark = bits >> at & 1
            self._put(8, at if at < 6 else at + 1 if at < 8 else size - 15 + at, dark)
            self._put(size - 1 - at if at < 8 else 7 if at == 8 else 14 - at, 8, dark)
        self._put(8, size - 8, 1)

    def fill(self, codewords: bytearray) -> None:
        """Draw data: up and down in pairs of columns, from the right. What is left over stays light."""
        at = 0
        size = self.size
        right = size - 1
        up = True
        while right > 0:
            for step in range(size):
                y = size - 1 - step if up else step
                for x in (right, right - 1):
                    if not self.taken[y] >> x & 1 and at < 8 * len(codewords):
                        self.dark[y] |= (codewords[at >> 3] >> (7 - (at & 7)) & 1) << x
                        at += 1
            up = not up
            right -= 3 if right == 8 else 2  # the column of the timing pattern is nobody's

    def masked(self, mask: int, level: int) -> "list[int]":
        """Return the rows with a mask over the data, and with its number."""
        self._format(level << 3 | mask)
        rows = []
        for y in range(self.size):
            over = 0
            for x in range(self.size):
                if not MASKS[mask](x, y):
                    over |= 1 << x
            rows.append(self.dark[y] ^ over & ~self.taken[y])
        return rows


MASKS = (
    lambda x, y: (x + y) % 2,
    lambda x, y: y % 2,
    lambda x, y: x % 3,
    lambda x, y: (x + y) % 3,
    lambda x, y: (x // 3 + y // 2) % 2,
    lambda x, y: x * y % 2 + x * y % 3,
    lambda x, y: (x * y % 2 + x * y % 3) % 2,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
)


def _bch(number: int, degree: int, divisor: int) -> int:
    """Return a number with the bits that correct it."""
    left = number << degree
    for at in (5, 4, 3, 2, 1, 0):
        if left >> (degree + at) & 1:
            left ^= divisor << at
    return number << degree | left


def penalty(rows: "list[int]") -> int:
    """Return how hard a code is to read (7.8.3)."""
    size = len(rows)
    whole = (1 << size) - 1
    columns = [sum([(row >> x & 1) << y for y, row in enumerate(rows)]) for x in range(size)]
    score = 0
    for line in rows + columns:
        for bits in (line, line ^ whole):
            run = bits & bits >> 1 & bits >> 2 & bits >> 3 & bits >> 4
            score += _ones(run) + 2 * _ones(run & ~(run << 1))  # 3 for five alike, 1 for each further one
        wide = line << 4  # with the quiet zone
        found = -1
        for at in range(7):
            found &= (wide if FINDER >> at & 1 else ~wide) >> at
        light = ~wide & ((1 << (size + 8)) - 1)
        light &= light >> 1 & light >> 2 & light >> 3
        score += 40 * _ones(found & (light << 4 | light >> 7))
    for y in range(size - 1):
        for bits in (rows[y] & rows[y + 1], (rows[y] | rows[y + 1]) ^ whole):
            score += 3 * _ones(bits & bits >> 1)
    dark = sum([_ones(row) for row in rows])
    return score + 10 * (abs(20 * dark - 10 * size * size) // (size * size))


def _ones(bits: int) -> int:
    return bin(bits).count("1")
