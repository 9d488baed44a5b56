"""ECDSA behind the seam, as the field machine computes it: what its curves share.

Where it adds two points that are the same or each other's negative it finds infinity, which only numbers made for that
can bring about: then the portable code computes all again and has the last word.
"""

from lightclient.crypto.blinding import blinds
from lightclient.crypto.checks import check_key, normal, of_32, until_low_r
from lightclient.crypto.errors import BadSecretKey, NotOnCurve
from lightclient.crypto.machine.curve import Curve
from lightclient.crypto.rfc6979 import candidates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Ecdsa(Curve):
    """field, order: the two primes of a curve. portable(): the backend that has the last word."""

    def __init__(self, program: "Any", points: bytes, field: int, order: int, portable: "Callable[[], Any]") -> None:
        super().__init__(program, points)
        self.field = field
        self.order = order
        self.portable = portable

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        p = self._program
        of_32("a digest", digest)
        self._point(key)
        low = normal(signature, low_s, self.order)
        if low is None:
            return False
        self._put(p.R_BE, low[:32])
        self._put(p.S_BE, low[32:])
        self._put(p.E_BE, digest)
        self._start(p.VERIFY)
        if self._flag(p.INFINITE):
            return bool(self.portable().verify(key, digest, signature, low_s))
        return bool(self._flag(p.FITS) or (self._flag(p.FITS_N) and self._flag(p.SMALL)))

    def public_key(self, secret: bytes) -> bytes:
        self._secret(secret)
        self._multiply(secret)
        key = self._key()
        self._start(self._program.FORGET)
        return key

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False, random: bytes = b"") -> bytes:
        of_32("a digest", digest)
        return until_low_r(lambda extra: self._sign(secret, digest, random, extra)[0], low_r)

    def _sign(self, secret: bytes, digest: bytes, random: bytes, extra: bytes) -> "tuple[bytes, int]":
        """Return the signature with a low s, and the number that `recover` wants."""
        p = self._program
        self._put(p.E_BE, digest)
        self._secret(secret)
        reduced = self._get(p.OUT_BE)
        for nonce in candidates(secret, reduced, extra):
            self._put(p.K_BE, nonce)
            self._put(p.BLIND, blinds(secret, reduced + extra, random))
            self._start(p.NONCE)
            if self._flag(p.VALID) and not self._flag(p.VOID):
                break
        recovery = (self._flag(p.ODD_Y) & 1 ^ self._flag(p.HIGH)) | self._flag(p.OTHER) << 1
        signature = self._get(p.R_BE) + self._get(p.S_BE)
        self._start(p.FORGET)
        return signature, recovery

    def _secret(self, secret: bytes) -> None:
        """Take in a secret key. Raises BadSecretKey."""
        p = self._program
        self._put(p.D_BE, secret if len(secret) == 32 else bytes(32))
        self._start(p.SECRET)
        if not self._flag(p.VALID):
            self._start(p.FORGET)
            raise BadSecretKey()

    def _multiply(self, secret: bytes) -> None:
        self._put(self._program.BLIND, blinds(secret, b"public key", b""))
        self._start(self._program.MULTIPLY)

    def _point(self, key: bytes) -> None:
        """Take in a public key. Raises BadKeyEncoding, NotOnCurve."""
        p = self._program
        check_key(key, self.field)
        if len(key) == 33:
            self._lift(key[1:], key[0] & 1)
            return
        self._put(p.X_BE, key[1:33])
        self._put(p.Y_BE, key[33:])
        self._start(p.POINT)
        if not self._flag(p.ON):
            raise NotOnCurve()

    def _lift(self, x: bytes, odd: int) -> None:
        p = self._program
        self._put(p.X_BE, x)
        self._memory[32 * p.PARITY] = odd
        self._start(p.LIFT)
        if not self._flag(p.ON):
            raise NotOnCurve()

    def _key(self) -> bytes:
        """Return the point that was computed, compressed."""
        return bytes((2 + self._odd(self._program.QY_BE),)) + self._get(self._program.QX_BE)

    def _odd(self, slot: int) -> int:
        return self._memory[32 * slot + 31] & 1
