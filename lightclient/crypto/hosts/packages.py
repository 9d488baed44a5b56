"""Backends on packages of others, each loaded when it is asked for. Hosts only."""

from __future__ import annotations

from typing import Any


def load(name: str, curve: str) -> Any:
    """Return the backend of this name, which computes the curve. Raises ImportError."""
    if name == "ecdsa":
        from lightclient.crypto.hosts import ecdsa

        return ecdsa.BACKENDS[curve]()
    if name == "coincurve":
        from lightclient.crypto.hosts.coincurve import Coincurve

        return Coincurve()
    if name == "cryptography":
        from lightclient.crypto.hosts import cryptography

        return cryptography.BACKENDS[curve]()
    from lightclient.crypto.hosts.py_arkworks_bls12381 import Arkworks

    return Arkworks()
