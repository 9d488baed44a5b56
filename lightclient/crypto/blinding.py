"""Numbers that hide a secret while it is computed with.

They change neither a signature nor a public key, only what a long look at the power or the time could learn. Derived
from the secret itself and the message they are unknown to others, but the same when the same is computed again;
`random`, fresh random bytes, makes every run another one.
"""

from lightclient.crypto.hmac import hmac_sha256

LENGTH = 64


def blinds(secret: bytes, message: bytes, random: bytes) -> bytes:
    """Return LENGTH secret bytes."""
    first = hmac_sha256(secret, b"lightclient/blinding" + random + message)
    return first + hmac_sha256(secret, first)
