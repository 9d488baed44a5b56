"""Suite 2, for hosts: scrypt (RFC 7914) and AES-256-GCM (NIST SP 800-38D), from OpenSSL by the package cryptography."""

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lightclient.keys.errors import WrongPassphrase
from lightclient.keys.suite import SCRYPT, Suite

if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps

R, P = 8, 1  # block size, and no parallel lanes


class ScryptGcm(Suite):
    """cost: the binary logarithm of scrypt's N. A guess takes 1 KB times N: 32 MB, 128 MB as usual, at most 1 GB."""

    number = SCRYPT
    least, usual, most = 15, 17, 20
    nonce, tag = 12, 16

    def key_steps(self, passphrase: bytes, salt: bytes, cost: int) -> "Steps[bytearray]":
        yield
        return bytearray(Scrypt(salt=salt, length=32, n=1 << cost, r=R, p=P).derive(passphrase))

    def seal(self, key: bytearray, nonce: bytes, head: bytes, plain: bytes) -> tuple[bytes, bytes]:
        sealed = AESGCM(key).encrypt(nonce, plain, head)
        return sealed[: -self.tag], sealed[-self.tag :]

    def unseal(self, key: bytearray, nonce: bytes, head: bytes, sealed: bytes, tag: bytes) -> bytes:
        try:
            return AESGCM(key).decrypt(nonce, sealed + tag, head)
        except InvalidTag:
            raise WrongPassphrase() from None
