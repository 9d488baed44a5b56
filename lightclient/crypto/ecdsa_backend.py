"""What every backend of an ECDSA curve does, computed by the portable files: what `Secp256k1` and `P256` share.

Digests have 32 bytes here, keys are those of SEC 1, signatures 64 bytes, r and s.
"""

from lightclient.crypto import ecdsa
from lightclient.crypto.checks import of_32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.ecdsa import Curve


class Ecdsa:
    """The portable one. The others override what their library has, with the same arguments, results and errors.

    borrowed: what they leave to it, because their library does not have it.
    """

    name = "portable"
    borrowed = ""
    curve: "Curve"

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        """Tell whether `signature` is one by `key` over `digest`. See `ecdsa.verify`."""
        of_32("a digest", digest)
        return ecdsa.verify(self.curve, key, digest, signature, low_s)

    def public_key(self, secret: bytes) -> bytes:
        """Return the compressed public key. Raises BadSecretKey."""
        return ecdsa.public_key(self.curve, secret)

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False, random: bytes = b"") -> bytes:
        """Return the signature with the nonce of RFC 6979 and a low s. See `ecdsa.sign`."""
        of_32("a digest", digest)
        return ecdsa.sign(self.curve, secret, digest, low_r=low_r, random=random)
