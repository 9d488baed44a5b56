"""Seals: signatures over Keccak-256 that tell who made them.

Source: Ethereum's Yellow Paper, appendix F; go-ethereum crypto.SigToPub.
"""

from lightclient.crypto.errors import BadSignature, NotOnCurve
from lightclient.crypto.keccak import keccak256
from lightclient.evm.header import ADDRESS

KEYS = 2  # which a seal may be of: the two others that r allows are as good as never


def signer_of(digest: bytes, seal: bytes) -> "bytes | None":
    """Return the address of whoever made a seal of 65 bytes over 32 bytes, None if nobody did."""
    from lightclient.crypto import backend, jacobian, secp256k1  # cost memory, and verified headers need no curve

    if seal[64] >= KEYS:
        return None
    try:
        key = backend.current().recover(digest, seal[:64], seal[64])
    except (BadSignature, NotOnCurve):
        return None
    return keccak256(jacobian.uncompressed(secp256k1.parse(key))[1:])[-ADDRESS:]
