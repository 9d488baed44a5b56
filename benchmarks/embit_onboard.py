"""What curves.py counts on a device: our signatures, and the same by embit's `key.py`, here as `embit_key`.

embit wants the module hmac, which MicroPython lacks; it is lent ours, so that only the curve makes a difference.
"""

import sys

from lightclient.crypto import ecdsa, schnorr, secp256k1
from lightclient.crypto.hmac import hmac_sha256


class _Hmac:
    """As much of the module hmac as embit uses."""

    def __init__(self, key, message):
        self.key = key
        self.message = message

    @staticmethod
    def new(key, message, name):
        return _Hmac(key, message)

    def digest(self):
        return hmac_sha256(self.key, self.message)


sys.modules["hmac"] = _Hmac
import embit_key  # noqa: E402

SECRET = bytes(range(1, 33))
DIGEST = bytes(range(101, 133))
AUX = bytes(32)


def works():
    """Return (name, work) pairs; each work ends with a check of what it computed."""
    x, y = secp256k1.parse(ecdsa.public_key(secp256k1, SECRET))
    key = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    signature = ecdsa.sign(secp256k1, SECRET, DIGEST)
    their_signature = _der(signature)
    x_only = schnorr.public_key(SECRET)
    schnorr_signature = schnorr.sign(SECRET, DIGEST)
    signer = embit_key.ECKey()
    signer.set(SECRET, True)

    def embit_verify():
        point = embit_key.ECPubKey()
        point.set(key)
        return point.verify_ecdsa(their_signature, DIGEST)

    return [
        ("ecdsa_verify", lambda: ecdsa.verify(secp256k1, key, DIGEST, signature)),
        ("ecdsa_verify_embit", embit_verify),
        ("ecdsa_sign", lambda: ecdsa.sign(secp256k1, SECRET, DIGEST) == signature),
        ("ecdsa_sign_embit", lambda: signer.sign_ecdsa(DIGEST)[-32:] == signature[32:]),
        ("schnorr_verify", lambda: schnorr.verify(x_only, DIGEST, schnorr_signature)),
        ("schnorr_verify_embit", lambda: embit_key.verify_schnorr(x_only, schnorr_signature, DIGEST)),
        ("schnorr_sign", lambda: schnorr.sign(SECRET, DIGEST, AUX) == schnorr_signature),
        ("schnorr_sign_embit", lambda: embit_key.sign_schnorr(SECRET, DIGEST, AUX) == schnorr_signature),
    ]


def run(name, times):
    """Do one work so many times. Raises ValueError if it computes wrongly."""
    for found, work in works():
        if found == name:
            for _ in range(times):
                if not work():
                    raise ValueError(name)


def measure(count):
    """Print each work's name and how far `count` moves while it is done."""
    import gc

    for name, work in works():
        gc.collect()
        start = count()
        good = work()
        end = count()
        if not good:
            raise ValueError(name)
        print(name, end - start)


def _der(signature):
    from lightclient.crypto import der

    return der.serialize(signature)
