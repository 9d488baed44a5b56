"""Which backend computes what, and those that are neither portable code nor machine code of ours."""

from lightclient.crypto.chosen import BLS12_381, ED25519, MACHINE, P256, PORTABLE, SECP256K1
from lightclient.crypto.errors import BackendMissing, CurveMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMPUTED = {
    SECP256K1: (PORTABLE, "ecdsa", "coincurve", "cryptography", "secp256k1", MACHINE),
    P256: (PORTABLE, "ecdsa", "cryptography", MACHINE),
    ED25519: (PORTABLE, "ecdsa", "cryptography", MACHINE),
    BLS12_381: (PORTABLE, "arkworks", MACHINE),
}


def load(name: str, curve: str) -> "Any":
    """Return the backend of this name for a curve. Raises BackendMissing, CurveMissing, ImportError."""
    if name not in COMPUTED[curve]:
        known = COMPUTED[SECP256K1] + COMPUTED[BLS12_381][1:2]
        if name not in known:
            raise BackendMissing(name, "known are " + ", ".join(known))
        raise CurveMissing(name, curve, ", ".join(COMPUTED[curve]))
    if name == "secp256k1":
        from lightclient.crypto.firmware import Firmware

        return Firmware()
    from lightclient.crypto.hosts import packages

    return packages.load(name, curve)
