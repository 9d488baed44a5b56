"""The chip as a `keys.signer.Signer`: whatever a keystore signs, this can sign instead.

    element = Element(chip, {"device": 0})
    element.sign("p256", digest)
    revocation.make(element, "p256", None, 0)

It does P-256 alone. Whether a slot may sign, and whether its key may be replaced, the chip's configuration says, which
is written and locked once, before the device leaves its maker; this driver does neither.
"""

from lightclient.crypto.checks import P256_N, of_32
from lightclient.keys.algorithms import kind_of
from lightclient.keys.errors import AmbiguousKey, NoSuchKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atecc608.chip import Chip
    from lightclient.crypto.steps import Steps


class Element:
    """slots: the number of the slot for each name. Every method raises ChipError as well."""

    def __init__(self, chip: "Chip", slots: "dict[str, int]") -> None:
        self.chip = chip
        self.slots = slots

    def sign(self, algorithm: str, message: bytes, name: "str | None" = None) -> bytes:
        """Return the signature over a digest of 32 bytes: 64 bytes, r and a low s.

        Raises NoSuchKey, AmbiguousKey, UnknownAlgorithm, BadLength.
        """
        slot = self._slot(algorithm, name)
        of_32("a message", message)
        signature = self.chip.sign(slot, message)
        s = int.from_bytes(signature[32:], "big")
        return signature[:32] + (P256_N - s if P256_N >> 1 < s < P256_N else s).to_bytes(32, "big")

    def sign_steps(self, algorithm: str, message: bytes, name: "str | None" = None) -> "Steps[bytes]":
        """Return what `sign` does, in one step: the chip takes a tenth of a second."""
        yield
        return self.sign(algorithm, message, name)

    def public_key(self, algorithm: str, name: "str | None" = None) -> bytes:
        """Return the compressed public key. Raises NoSuchKey, AmbiguousKey, UnknownAlgorithm."""
        return _compressed(self.chip.public_key(self._slot(algorithm, name)))

    def create(self, name: str) -> bytes:
        """Make a new key in the place of the one that is there, and return its public key. Raises NoSuchKey."""
        return _compressed(self.chip.create_key(self._slot("p256", name)))

    def _slot(self, algorithm: str, name: "str | None") -> int:
        able = [slot for one, slot in self.slots.items() if kind_of(algorithm) == "p256" and name in (None, one)]
        if not able:
            raise NoSuchKey(name or "", algorithm)
        if len(able) > 1:
            raise AmbiguousKey(len(able), algorithm)
        return able[0]


def _compressed(point: bytes) -> bytes:
    return bytes((2 + (point[63] & 1),)) + point[:32]
