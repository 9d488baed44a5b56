"""G1: points of y**2 == x**3 + 4 over the integers modulo P.

Sources: Scott, "A note on group membership tests for G1, G2 and GT" (eprint 2021/1130); RFC 9380, 8.8.1, appendix E.2.
"""

from lightclient.crypto.bls12_381 import fp, points
from lightclient.crypto.bls12_381.g1_table import NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps

NAME = "G1"
FIELD = fp
B = 4
GENERATOR = (
    0x17F1D3A73197D7942695638C4FA9AC0FC3688C4F9774B905A14E3A3F171BAC586C55E83FF97A1AEFFB3AF00ADB22C6BB,
    0x08B3F481E3AAA0F1A09E30ED741D8AE4FCF5E095D5D00AF600DB18CB2C04B3EDD03CC744A2888AE40CAA232946C5E7E1,
    1,
)
# A cube root of 1: (BETA * x, y) is -X**2 * (x, y) in the subgroup.
BETA = 0x5F19672FDF76CE51BA69C6076A0F77EADDB3A93BE6F89688DE17D813620A00022E01FFFFFFFEFFFE

# What `sswu` needs.
Z = 11
ISO_A = 0x144698A3B8E9433D693A02C96D4982B0EA985383EE66A8D8E8981AEFD881AC98936F8DA0E0F97F5CF428082D584C1D
ISO_B = 0x12E2908D11688030018B12E8753EEE3B2016C1F0F24F4070A0B9C14FCEF35EF55A23215A316CEAA5D1CC48E98E172BE0
ISO_X = (
    0x0793154FD85631D966EF2470460C78F6A928AD9F5BDBFAC21DF39753AA278BA751BDFCF95A84188E29D670675E4C9C7C  # -ISO_B / ISO_A
)


class _Numbers:
    """Numbers of the table, each read when its turn comes: in flash they cost no heap."""

    def __init__(self, first: int, count: int) -> None:
        self.first, self.count = first, count

    def __iter__(self) -> "Iterator[int]":
        for i in range(48 * self.first, 48 * (self.first + self.count), 48):
            yield int.from_bytes(NUMBERS[i : i + 48], "big")


X_NUMERATOR, Y_NUMERATOR, DENOMINATOR = _Numbers(0, 12), _Numbers(12, 16), _Numbers(28, 6)


def in_subgroup(backend: "Any", point: "Jacobian") -> "Steps[bool]":
    """Tell whether a point of the curve has order R, or is infinity."""
    x, y, z = point
    multiple = yield from backend.times_x(fp, point)
    multiple = yield from backend.times_x(fp, multiple)
    return points.same(fp, (fp.mul(BETA, x), -y, z), multiple)


def clear_cofactor(backend: "Any", point: "Jacobian") -> "Steps[Jacobian]":
    """Return (X + 1) * point, which is in the subgroup. (RFC 9380, 8.8.1)"""
    multiple = yield from backend.times_x(fp, point)
    return points.add(fp, multiple, point)
