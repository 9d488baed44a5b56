"""X25519 on the field machine: see `crypto/x25519`, which calls it."""

from lightclient.crypto.machine import x25519_program as p
from lightclient.crypto.machine.curve import Curve


class X25519(Curve):
    def __init__(self) -> None:
        super().__init__(p, b"")

    def multiply(self, scalar: "bytes | bytearray", u: "bytes | bytearray", z: bytes) -> bytes:
        """Return the u of scalar * point. scalar: decoded. z: not 0, 32 bytes that hide what is computed with."""
        self._put(p.K, scalar)
        self._put(p.U, u)
        self._put(p.Z, z)
        self._start(p.SHARE)
        found = self._get(p.X)
        self._put(p.X, bytes(32))
        return found
