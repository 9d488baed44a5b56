"""Signers: a keystore, a secure element, a wallet's tree of keys, a single secret.

Code that has something signed takes a Signer and never a secret. `name` says which key: an entry of a keystore, a path
of a wallet, None where there is only one. Algorithms and their messages are those of `algorithms`.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from lightclient.crypto.steps import Steps

    class Signer(Protocol):
        """Each method raises UnknownAlgorithm, BadLength, and what finding the key raises, such as NoSuchKey."""

        def public_key(self, algorithm: str, name: "Any" = None) -> bytes:
            """Return the public key that `sign` signs for."""
            ...

        def sign(self, algorithm: str, message: bytes, name: "Any" = None) -> bytes:
            """Return the signature."""
            ...

        def sign_steps(self, algorithm: str, message: bytes, name: "Any" = None) -> "Steps[bytes]":
            """Return what `sign` does, in steps."""
            ...
