"""The one seam to signatures: who computes them on each curve, chosen by name and never in silence.

    portable      the files of this folder, on every interpreter; what is used until another one is asked for
    ecdsa         the package python-ecdsa                    cryptography  OpenSSL, by the package of that name
    coincurve     libsecp256k1, by the package of that name   secp256k1     libsecp256k1 in custom firmware

`use("coincurve")` chooses for the whole program, once, at its start; `use("cryptography", P256)` for another curve.
Who does not compute a curve is refused with CurveMissing, and nobody stands in for him: the other curves stay with
whom they were with. `chosen.names()` tells who is in use, and `current().borrowed` which operations he leaves to the
portable code because his library does not have them.

Every backend refuses the same inputs with the same errors.
"""

from lightclient.crypto.chosen import ED25519, P256, PORTABLE, SECP256K1, backends
from lightclient.crypto.errors import BackendMissing, CurveMissing
from lightclient.crypto.hashes import passed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto import ed25519_backend, p256_backend, secp256k1_backend

NAMES = (PORTABLE, "ecdsa", "coincurve", "cryptography", "secp256k1")

COMPUTED = {  # who computes what
    SECP256K1: NAMES,
    P256: (PORTABLE, "ecdsa", "cryptography"),
    ED25519: (PORTABLE, "ecdsa", "cryptography"),
}


def current() -> "secp256k1_backend.Secp256k1":
    """Return the backend in use for secp256k1."""
    found: "secp256k1_backend.Secp256k1" = _current(SECP256K1)
    return found


def p256() -> "p256_backend.P256":
    """Return the backend in use for P-256."""
    found: "p256_backend.P256" = _current(P256)
    return found


def ed25519() -> "ed25519_backend.Ed25519":
    """Return the backend in use for Ed25519."""
    found: "ed25519_backend.Ed25519" = _current(ED25519)
    return found


def use(name: str, curve: str = SECP256K1) -> "Any":
    """Use the backend of this name on a curve from now on, and return it.

    Raises what `load` raises and changes nothing then.
    """
    backends[curve] = load(name, curve)
    return backends[curve]


def load(name: str, curve: str = SECP256K1) -> "Any":
    """Return the backend of this name for a curve, tested. Raises BackendMissing, CurveMissing, SelfTestFailed."""
    if name not in NAMES:
        raise BackendMissing(name, "known are " + ", ".join(NAMES))
    if name not in COMPUTED[curve]:
        raise CurveMissing(name, curve, ", ".join(COMPUTED[curve]))
    try:
        backend = _load(name, curve)
    except ImportError:
        raise BackendMissing(name, "this interpreter has no such module") from None
    backend.self_test()
    passed(curve + " (" + backend.name + ")")
    return backend


def _current(curve: str) -> "Any":
    return backends[curve] if curve in backends else use(PORTABLE, curve)


def _load(name: str, curve: str) -> "Any":
    if name == "secp256k1":
        from lightclient.crypto.firmware import Firmware

        return Firmware()
    if name == "ecdsa":
        from lightclient.crypto.hosts import ecdsa

        return ecdsa.BACKENDS[curve]()
    if name == "coincurve":
        from lightclient.crypto.hosts.coincurve import Coincurve

        return Coincurve()
    if name == "cryptography":
        from lightclient.crypto.hosts import cryptography

        return cryptography.BACKENDS[curve]()
    if curve == P256:
        from lightclient.crypto import p256_backend

        return p256_backend.P256()
    if curve == ED25519:
        from lightclient.crypto import ed25519_backend

        return ed25519_backend.Ed25519()
    from lightclient.crypto.secp256k1_backend import Secp256k1

    return Secp256k1()
