"""How secrets are sealed under a passphrase: a suite makes a key from it at a cost, encrypts and authenticates.

    number  key from the passphrase      sealed with                         where
    1       PBKDF2 with SHA-256, HKDF    AES-256-CTR, then HMAC-SHA-256      everywhere: this file
    2       scrypt                       AES-256-GCM                         hosts: hosts/cryptography.py

A suite is asked for by its number and never replaced by another. Sources: RFC 8018, RFC 5869, NIST SP 800-38A.
"""

from lightclient.crypto.aes import ctr
from lightclient.crypto.errors import CipherMissing
from lightclient.crypto.hmac import hmac_sha256, same
from lightclient.crypto.kdf import STEP, hkdf_sha256, pbkdf2_steps
from lightclient.crypto.steps import finish
from lightclient.keys.errors import CostOutOfBounds, UnknownSuite, WrongPassphrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.crypto.steps import Steps

PBKDF2, SCRYPT = 1, 2
SALT = 16  # bytes


class Suite:
    """The one for boards. Others have other numbers in the same places and override the three methods.

    cost: rounds of PBKDF2, from `least` (below it a passphrase costs nothing to guess) to `most` (above it a forged
    record would keep a board busy for minutes). `usual` is for hosts that seal for a board; a board measures.
    """

    number = PBKDF2
    least, usual, most = 1_000, 4_000, 65_536
    nonce, tag = 16, 32  # bytes

    def check_cost(self, cost: int) -> None:
        """Raise CostOutOfBounds."""
        if not self.least <= cost <= self.most:
            raise CostOutOfBounds(cost, self.least, self.most)

    def key_steps(self, passphrase: bytes, salt: bytes, cost: int) -> "Steps[bytearray]":
        """Return the key, in steps of a few rounds: it takes a board a second."""
        master = yield from pbkdf2_steps("sha256", passphrase, salt, cost, 32)
        encryption = hkdf_sha256(master, b"", b"lightclient/keystore/encryption", 32)
        return bytearray(encryption + hkdf_sha256(master, b"", b"lightclient/keystore/authentication", 32))

    def seal(self, key: bytearray, nonce: bytes, head: bytes, plain: bytes) -> "tuple[bytes, bytes]":
        """Return the ciphertext, as long as `plain`, and the tag over `head` and it. Raises CipherMissing."""
        sealed = ctr(bytes(key[:32]), nonce, plain)
        return sealed, hmac_sha256(bytes(key[32:]), head + sealed)

    def unseal(self, key: bytearray, nonce: bytes, head: bytes, sealed: bytes, tag: bytes) -> bytes:
        """Return what was sealed. Raises WrongPassphrase, and then has decrypted nothing; CipherMissing."""
        if not same(hmac_sha256(bytes(key[32:]), head + sealed), tag):
            raise WrongPassphrase()
        return ctr(bytes(key[:32]), nonce, sealed)


def load(number: int) -> Suite:
    """Return the suite of this number. Raises UnknownSuite, CipherMissing."""
    if number == PBKDF2:
        return Suite()
    if number != SCRYPT:
        raise UnknownSuite(number)
    try:
        from lightclient.keys.hosts.cryptography import ScryptGcm
    except ImportError:
        raise CipherMissing("scrypt", "cryptography") from None
    return ScryptGcm()


def rounds_for(seconds: float, now: "Callable[[], float]") -> int:
    """Return how many rounds of PBKDF2 take about `seconds` here, within the bounds of the suite.

    now: seconds that do not go back, at least as fine as a hundredth of a second.
    """
    sample = 16 * STEP
    start = now()
    finish(pbkdf2_steps("sha256", b"measured", bytes(SALT), sample, 32))
    taken = max(now() - start, 1e-6)
    return min(max(int(sample * seconds / taken), Suite.least), Suite.most)
