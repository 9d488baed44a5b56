"""P-256 behind the seam, as the field machine computes it."""

from lightclient.crypto import p256_answers
from lightclient.crypto.checks import P256_N
from lightclient.crypto.machine import p256_program
from lightclient.crypto.machine.ecdsa import Ecdsa
from lightclient.crypto.machine.p256_comb import POINTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto import p256_backend

FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1


def portable() -> "p256_backend.P256":
    from lightclient.crypto import p256_backend

    return p256_backend.P256()


class P256(Ecdsa):
    def __init__(self) -> None:
        super().__init__(p256_program, POINTS, FIELD, P256_N, portable)

    def self_test(self) -> None:
        """Compare with a known answer. Raises SelfTestFailed."""
        p256_answers.test(self)
