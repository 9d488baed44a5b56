"""Which backend computes which curve. Apart from `backend`, because to tell it must not cost a board the curves."""

import sys

SECP256K1, P256, ED25519, BLS12_381 = "secp256k1", "p256", "ed25519", "bls12-381"
PORTABLE, MACHINE = "portable", "machine"

# The numbers of architectures in .mpy files (MicroPython's py/persistentcode.h) that `machine` has a routine for.
RV32IMC = 11
ARMV7M, ARMV7EMDP = 5, 8  # and what is between them: ARMv7-M with more or less of floating point
ARCHITECTURE = getattr(sys.implementation, "_mpy", 0) >> 10  # of the native code that this interpreter loads

THUMB = ARMV7M <= ARCHITECTURE <= ARMV7EMDP

# What is told of a curve until something was computed on it: only loading shows whether `machine` is installed.
UNUSED = "unused" if THUMB or ARCHITECTURE == RV32IMC else PORTABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

backends: "dict[str, Any]" = {}  # by curve, once something was computed on it; written by `backend` alone


def names() -> str:
    """Return the name of the backend in use, or of each curve's if they differ; of BLS12-381 once it was used.

    "portable", or "secp256k1 coincurve, p256 portable, ed25519 portable"
    """
    found, text = [], ""
    for curve in (SECP256K1, P256, ED25519, BLS12_381):
        if curve != BLS12_381 or curve in backends:
            found.append(str(backends[curve].name) if curve in backends else UNUSED)
            text += ", " + curve + " " + found[-1]
    return found[0] if len(set(found)) == 1 else text[2:]
