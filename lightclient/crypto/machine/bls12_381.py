"""BLS12-381 behind the seam: what takes most of the time is computed by its machine, the rest by the portable files."""

from lightclient.crypto.bls12_381 import answers, fp, fp2, fp12, g2, points
from lightclient.crypto.bls12_381.backend import Bls12381 as Portable
from lightclient.crypto.bls12_381.fp import P
from lightclient.crypto.bls12_381.points import X
from lightclient.crypto.chosen import MACHINE
from lightclient.crypto.machine import bls_program as p
from lightclient.crypto.machine import native
from lightclient.crypto.machine.bls_table import CONSTANTS
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.fp12 import Fp6, Fp12
    from lightclient.crypto.bls12_381.pairing import Pairs
    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps

SIZE = fp.SIZE
PAIR = 12  # slots of a pair of points on the way


class Bls12381(Portable):
    """One memory for all calls: they are not to be made by two threads at once. Generators may take turns."""

    name = MACHINE
    borrowed = ""

    def __init__(self) -> None:
        """Raises ImportError if this board has no such machine."""
        self._run = native.load("bls_")
        self._memory = bytearray(SIZE * p.SLOTS)
        self._memory[: len(CONSTANTS)] = CONSTANTS
        self._tested: "list[Any]" = []

    def power(self, a: int) -> "Steps[int]":
        yield
        self._put(p.A, (a,))
        self._start(p.POWER)
        (found,) = self._get(p.OUT, 1)
        return int(found)

    def times_x(self, f: "Any", point: "Jacobian") -> "Steps[Jacobian]":
        yield
        if f is fp:
            x, y, z = point
            self._put(p.X1, (x % P, y % P, z))
            self._start(p.TIMES_1)
            found: "Jacobian" = self._get(p.X1, 3)
        else:
            self._put_point(p.MX, point)
            self._start(p.TIMES_2)
            found = self._get_point()
        if found[2] == f.ZERO:
            # Infinity, which its formulas also find where a point meets itself or its negative: only of small order.
            found = yield from points.times_x(f, point)
        return found

    def cleared_sum(self, group: "Any", one: "Jacobian", two: "Jacobian") -> "Steps[Jacobian]":
        if group is g2:
            self._put_point(p.MX, one)
            self._put_point(p.NX, two)
            for row in (p.CLEAR_1, p.CLEAR_2, p.CLEAR_3):
                self._start(row)
                yield from self._pause()
            found = self._get_point()
            if found[2] != fp2.ZERO:
                return found
        return (yield from super().cleared_sum(group, one, two))

    def self_test(self) -> None:
        """Compare with a known answer; see `multiply` for signing. Raises SelfTestFailed."""
        answers.test(self, False)

    def multiply(self, group: "Any", point: "Jacobian", k: int, blind: bytes) -> "Steps[Jacobian]":
        """Return k * point. What computes it is loaded, and tested in its group, when it is first needed."""
        from lightclient.crypto.machine import bls_sign

        if group not in self._tested:
            one = yield from bls_sign.multiply(self, group.FIELD, group.GENERATOR, 1, bytes(50))
            if one != group.GENERATOR:
                raise SelfTestFailed("signatures on BLS12-381 (" + self.name + ")")
            self._tested.append(group)
        found = yield from bls_sign.multiply(self, group.FIELD, point, k, blind)
        if found is None:
            found = yield from super().multiply(group, point, k, blind)
        return found

    def miller(self, pairs: "Pairs", factor: "Fp6 | None") -> "Steps[Fp12]":
        on_the_way = []
        for (px, py, _), (x, y, z) in pairs:
            self._put(p.NPX, (-px % P, py) + x + y + x + y + z)
            self._start(p.PAIR)
            on_the_way.append(self._copy(p.NPX, PAIR))
        self._start(p.START)
        if factor is not None:
            self._put(p.D0, factor)
            self._start(p.FACTOR)
        witness = self._copy(p.D0, 6)
        kept = bytearray(12 * SIZE)
        f, at = self._slots(p.F0, 12), self._slots(p.NPX, PAIR)
        for i in range(62, -1, -1):
            self._start(p.SQUARE)
            for pair in on_the_way:
                at[:] = pair
                self._start(p.DOUBLE)
                if X >> i & 1:
                    self._start(p.ADDITION)
                pair[:] = at
                kept[:] = f
                yield
                f[:] = kept  # in between another generator may have computed
            if X >> i & 1 and factor is not None:
                self._slots(p.D0, 6)[:] = witness
                self._start(p.FOLD)
        self._start(p.LEAVE)
        numbers = self._get(p.F0, 12)
        return numbers[:6], numbers[6:]

    def final_is_one(self, f: "Fp12") -> "Steps[bool]":
        self._put(p.F0, f[0] + f[1])
        for row in (p.FINAL_1, p.FINAL_2, p.FINAL_3, p.FINAL_4, p.FINAL_5, p.FINAL_6):
            self._start(row)
            yield from self._pause()
        return self._get(p.F0, 12) == fp12.ONE[0] + fp12.ONE[1]

    def _pause(self) -> "Steps[None]":
        """Yield, and then have all slots from f on as they were: in between another generator may have computed."""
        kept = self._copy(p.F0, p.SLOTS - p.F0)
        yield
        self._slots(p.F0, p.SLOTS - p.F0)[:] = kept

    def _slots(self, first: int, count: int) -> "memoryview":
        return memoryview(self._memory)[SIZE * first : SIZE * (first + count)]

    def _copy(self, first: int, count: int) -> bytearray:
        return self._memory[SIZE * first : SIZE * (first + count)]

    def _start(self, row: int) -> None:
        self._run(p.PROGRAM, self._memory, self._memory, row)

    def _put_point(self, slot: int, point: "Jacobian") -> None:
        x, y, z = point
        self._put(slot, (x[0] % P, x[1] % P, y[0] % P, y[1] % P) + z)

    def _get_point(self) -> "Jacobian":
        numbers = self._get(p.MX, 6)
        return numbers[:2], numbers[2:4], numbers[4:]

    def _put(self, slot: int, numbers: "tuple[int, ...]") -> None:
        at = SIZE * slot
        for number in numbers:
            self._memory[at : at + SIZE] = number.to_bytes(SIZE, "little")
            at += SIZE

    def _get(self, slot: int, count: int) -> "tuple[Any, ...]":
        at = SIZE * slot
        return tuple([int.from_bytes(self._memory[i : i + SIZE], "little") for i in range(at, at + SIZE * count, SIZE)])
