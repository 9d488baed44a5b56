"""P-256 behind the seam, as the portable files compute it."""

from lightclient.crypto import p256, p256_answers
from lightclient.crypto.ecdsa_backend import Ecdsa


class P256(Ecdsa):
    curve = p256

    def self_test(self) -> None:
        """Compare with a known answer. Raises SelfTestFailed."""
        p256_answers.test(self)
