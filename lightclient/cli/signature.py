"""ECDSA on secp256k1 for the command, by the backend it uses."""

import functools
import os

from lightclient.crypto import der
from lightclient.crypto.backend import Backend, use
from lightclient.errors import Malformed

VARIABLE = "LIGHTCLIENT_BACKEND"
DEFAULT = "ecdsa"


@functools.cache
def backend() -> Backend:
    """Use what the environment asks for, and return it. Raises BackendMissing."""
    return use(os.environ.get(VARIABLE, DEFAULT))


def verify(public_key: bytes, digest: bytes, signature: bytes) -> bool:
    """Return whether `signature`, DER, is one of the SEC1 point `public_key` over a 32-byte digest."""
    try:
        return backend().verify(public_key, digest, der.parse(signature))
    except Malformed:
        return False
