"""The one seam to signatures: what computes them on each curve, chosen by name and never in silence.

    portable      the files of this folder, on every interpreter
    machine       machine code for the boards that `machine/native` knows, where it is installed
    ecdsa         the package python-ecdsa                    cryptography  OpenSSL, by the package of that name
    coincurve     libsecp256k1, by the package of that name   secp256k1     libsecp256k1 in custom firmware
    arkworks      BLS12-381, by the package py_arkworks_bls12381

Until another one is asked for a curve has `machine` where it can, else `portable`.

`use("coincurve")` chooses for the whole program, once, at its start; `use("cryptography", P256)` for another curve.
A backend that does not compute a curve is refused with CurveMissing, and no other takes its place: other curves keep
theirs. `chosen.names()` tells which are in use, and `current().borrowed` which operations a backend leaves to the
portable code because its library does not have them.

Every backend refuses the same inputs with the same errors.
"""

from lightclient.crypto.chosen import BLS12_381, ED25519, MACHINE, P256, PORTABLE, SECP256K1, backends
from lightclient.crypto.hashes import passed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto import ed25519_backend, p256_backend, secp256k1_backend
    from lightclient.crypto.bls12_381 import backend as bls12_381_backend


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


def bls12_381() -> "bls12_381_backend.Bls12381":
    """Return the backend in use for BLS12-381."""
    found: "bls12_381_backend.Bls12381" = _current(BLS12_381)
    return found


def use(name: str, curve: str = SECP256K1) -> "Any":
    """Use the backend of this name on a curve from now on, and return it.

    Raises what `load` raises and changes nothing then.
    """
    backends[curve] = load(name, curve)
    return backends[curve]


def load(name: str, curve: str = SECP256K1) -> "Any":
    """Return the backend of this name for a curve, tested. Raises BackendMissing, CurveMissing, SelfTestFailed."""
    try:
        backend = _load(name, curve)
    except ImportError:
        from lightclient.crypto.errors import BackendMissing

        raise BackendMissing(name, "this interpreter has no such module") from None
    backend.self_test()
    passed(curve + " (" + backend.name + ")")
    return backend


def _current(curve: str) -> "Any":
    """Return the backend in use for a curve; until another one is asked for, the first of these that can be."""
    if curve in backends:
        return backends[curve]
    name = MACHINE
    try:
        from lightclient.crypto.machine import native

        native.load("bls_" if curve == BLS12_381 else "")
    except ImportError:
        name = PORTABLE
    return use(name, curve)


def _load(name: str, curve: str) -> "Any":
    if name == MACHINE:
        if curve == P256:
            from lightclient.crypto.machine import p256

            return p256.P256()
        if curve == BLS12_381:
            from lightclient.crypto.machine import bls12_381

            return bls12_381.Bls12381()
        if curve == ED25519:
            from lightclient.crypto.machine import ed25519

            return ed25519.Ed25519()
        from lightclient.crypto.machine import secp256k1

        return secp256k1.Secp256k1()
    if name != PORTABLE:
        from lightclient.crypto import computed

        return computed.load(name, curve)
    if curve == BLS12_381:
        from lightclient.crypto.bls12_381.backend import Bls12381

        return Bls12381()
    if curve == P256:
        from lightclient.crypto import p256_backend

        return p256_backend.P256()
    if curve == ED25519:
        from lightclient.crypto import ed25519_backend

        return ed25519_backend.Ed25519()
    from lightclient.crypto.secp256k1_backend import Secp256k1

    return Secp256k1()
