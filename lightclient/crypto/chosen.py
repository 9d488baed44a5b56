"""Which backend computes which curve. Apart from `backend`, because to tell it must not cost a board the curves."""

SECP256K1, P256, ED25519 = "secp256k1", "p256", "ed25519"
PORTABLE = "portable"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

backends: "dict[str, Any]" = {}  # by curve, once something was computed on it; written by `backend` alone


def names() -> str:
    """Return the name of the backend in use, or of each curve's if they differ.

    "portable", or "secp256k1 coincurve, p256 portable, ed25519 portable"
    """
    found = [backends[curve].name if curve in backends else PORTABLE for curve in (SECP256K1, P256, ED25519)]
    if found[0] == found[1] == found[2]:
        return str(found[0])
    return f"{SECP256K1} {found[0]}, {P256} {found[1]}, {ED25519} {found[2]}"
