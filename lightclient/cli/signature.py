"""Signatures for the command, by the backend that the environment names."""

import functools
import os
from typing import Any

from lightclient.crypto import der
from lightclient.crypto.backend import use
from lightclient.crypto.chosen import SECP256K1
from lightclient.errors import Malformed

VARIABLE = "LIGHTCLIENT_BACKEND"
DEFAULT = "ecdsa"


@functools.cache
def backend(curve: str = SECP256K1) -> Any:
    """Use what the environment asks for on this curve, and return it. Raises BackendMissing, CurveMissing."""
    return use(os.environ.get(VARIABLE, DEFAULT), curve)


def verify(public_key: bytes, digest: bytes, signature: bytes) -> bool:
    """Return whether `signature`, DER, is one of the SEC1 point `public_key` over a 32-byte digest."""
    try:
        return bool(backend().verify(public_key, digest, der.parse(signature)))
    except Malformed:
        return False
