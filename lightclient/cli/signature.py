"""ECDSA on secp256k1 for the command, by the package python-ecdsa."""

import ecdsa


def verify(public_key: bytes, digest: bytes, der: bytes) -> bool:
    """Return whether `der` is a signature of the SEC1 point `public_key` over a 32-byte digest."""
    try:
        key = ecdsa.VerifyingKey.from_string(public_key, ecdsa.SECP256k1)
        return bool(key.verify_digest(der, digest, sigdecode=ecdsa.util.sigdecode_der))
    except (ecdsa.BadSignatureError, ecdsa.der.UnexpectedDER, ecdsa.errors.MalformedPointError):
        return False
