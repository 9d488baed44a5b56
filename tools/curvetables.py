"""Write the tables of multiples of the base points that lightclient/crypto/ carries.

    python tools/curvetables.py            writes the files
    python tools/curvetables.py --check    exits with 1 if a file is not what this script makes

To compute them on a board would take longer than many verifications, and more memory than it has. Here it takes a
second with the schoolbook's formulas, which share nothing with those that read the tables.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "lightclient" / "crypto"
Point = tuple[int, int]


class Curve(NamedTuple):
    p: int
    base: Point
    add: Callable[[Point, Point], Point]
    negative: Callable[[Point], Point]


def weierstrass(p: int, a: int, base: Point) -> Curve:
    """The curve y**2 == x**3 + a*x + b; no sum here is infinity."""

    def add(one: Point, two: Point) -> Point:
        (x1, y1), (x2, y2) = one, two
        slope = (3 * x1 * x1 + a) * pow(2 * y1, -1, p) if one == two else (y2 - y1) * pow(x2 - x1, -1, p)
        x = (slope * slope - x1 - x2) % p
        return x, (slope * (x1 - x) - y1) % p

    return Curve(p, base, add, lambda point: (point[0], -point[1] % p))


def edwards(p: int, d: int, base: Point) -> Curve:
    """The curve y**2 - x**2 == 1 + d * x**2 * y**2 (RFC 8032, 5.1)."""

    def add(one: Point, two: Point) -> Point:
        (x1, y1), (x2, y2) = one, two
        product = d * x1 * x2 * y1 * y2
        x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, p) % p
        y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, p) % p
        return x, y

    return Curve(p, base, add, lambda point: (-point[0] % p, point[1]))


SECP256K1 = weierstrass(
    2**256 - 2**32 - 977,
    0,
    (
        0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
        0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
    ),
)
P256 = weierstrass(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    -3,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
D = -121665 * pow(121666, -1, 2**255 - 19) % (2**255 - 19)
ED25519 = edwards(
    2**255 - 19,
    D,
    (
        15112221349535400772501151409588531511454012693041857206046113283949847762202,
        46316835694926478169428394003475163141307993866256225615783033603165251855960,
    ),
)


def odd_multiples(curve: Curve, count: int) -> list[Point]:
    """Return [1, 3, 5 ...] * base."""
    double = curve.add(curve.base, curve.base)
    points = [curve.base]
    while len(points) < count:
        points.append(curve.add(points[-1], double))
    return points


def comb(curve: Curve, teeth: int, columns: int) -> list[Point]:
    """Return the sums of +-2**(columns * tooth) * base over all teeth.

    The highest tooth is always added; entry i adds tooth t where bit t of i is set, and else subtracts it.
    """
    powers = [curve.base]
    for _ in range(columns * (teeth - 1)):
        powers.append(curve.add(powers[-1], powers[-1]))
    points = []
    for i in range(1 << teeth - 1):
        point = powers[columns * (teeth - 1)]
        for tooth in range(teeth - 1):
            step = powers[columns * tooth]
            point = curve.add(point, step if i >> tooth & 1 else curve.negative(step))
        points.append(point)
    return points


def affine(points: list[Point]) -> list[bytes]:
    """Return x and y of each point, big-endian."""
    return [x.to_bytes(32, "big") + y.to_bytes(32, "big") for x, y in points]


def precomputed(points: list[Point]) -> list[bytes]:
    """Return y + x, y - x and 2 * d * x * y of each point of Ed25519, little-endian."""
    p = ED25519.p
    numbers = [((y + x) % p, (y - x) % p, 2 * D * x * y % p) for x, y in points]
    return [b"".join(number.to_bytes(32, "little") for number in entry) for entry in numbers]


TABLES = {
    "secp256k1_table.py": ("secp256k1: [1, 3, 5 ... 127] * G, x and y of each.", affine(odd_multiples(SECP256K1, 64))),
    "secp256k1_comb.py": (
        "secp256k1: a comb of 6 teeth 24 bits apart, x and y of each.",
        affine(comb(SECP256K1, 6, 24)),
    ),
    "p256_comb.py": ("P-256: a comb of 7 teeth 38 bits apart, x and y of each.", affine(comb(P256, 7, 38))),
    "ed25519_comb.py": (
        "Ed25519: a comb of 6 teeth 45 bits apart; y + x, y - x, 2dxy of each, little-endian.",
        precomputed(comb(ED25519, 6, 45)),
    ),
}


def source(title: str, entries: list[bytes], by: str = "tools/curvetables.py") -> str:
    """Return the text of a module with one constant: `bytes`, which a board leaves where it is in flash."""
    lines = [f'"""{title}', "", f"32 bytes a number. Written by {by}.", '"""', "", "POINTS = ("]
    for entry in entries:
        for i in range(0, len(entry), 16):
            lines.append('    b"' + "".join(f"\\x{byte:02x}" for byte in entry[i : i + 16]) + '"')
    return "\n".join([*lines, ")", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="only compare")
    check = parser.parse_args().check
    stale = [name for name, table in TABLES.items() if not same(FOLDER / name, source(*table))]
    for name in stale:
        if not check:
            (FOLDER / name).write_text(source(*TABLES[name]), encoding="utf-8")
        print(f"{name} {'differs' if check else 'written'}")
    return int(check and bool(stale))


def same(file: Path, text: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
